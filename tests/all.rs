//! All integration tests, as one binary: a file in `tests/` is a module here, and `tidy` fails when one is forgotten.
#![cfg(test)]

mod tidy;
