//! All integration tests, as one binary: a file in `tests/` is a module here, and `tidy` fails when one is forgotten.
#![cfg(test)]

mod faults;
mod gates;
mod cli;
mod main_job;
mod replies;
mod support;
mod tidy;
