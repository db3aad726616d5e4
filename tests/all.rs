//! All integration tests, as one binary: a file in `tests/` is a module here, and `tidy` fails when one is forgotten.
#![cfg(test)]

mod corpus;
mod faults;
mod gates;
mod cli;
mod kill;
mod main_job;
mod replies;
mod secrets;
mod support;
mod tidy;
