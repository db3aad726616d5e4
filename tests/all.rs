//! All integration tests, as one binary: a file in `tests/` is a module here, and `tidy` fails when one is forgotten.
#![cfg(test)]

mod cli;
mod copies;
mod corpus;
mod damage;
mod faults;
mod gates;
mod health;
mod kill;
mod main_job;
mod model_faults;
mod one_file;
mod replies;
mod secrets;
mod support;
mod tidy;
