//! Door 2.
fn main() {}
