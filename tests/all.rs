//! All integration tests, as one binary: a file in `tests/` is a module here, and `tidy` fails when one is forgotten.
#![cfg(test)]

mod main_job;
mod support;
mod tidy;
