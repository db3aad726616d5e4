//! What people do with this repository.
fn main() {}
