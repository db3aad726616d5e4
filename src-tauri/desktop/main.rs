//! Door 1.
fn main() {}
