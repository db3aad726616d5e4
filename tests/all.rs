//! All integration tests, as one binary: a file in `tests/` is a module here, and `tidy` fails when one is forgotten.
#![cfg(test)]

mod any_mailbox;
mod asleep;
mod cli;
mod copies;
mod corpus;
mod crowd;
mod damage;
mod disk_full;
mod drops;
mod engagement;
mod faults;
mod gates;
mod health;
mod imports;
mod interrupted;
mod kill;
mod links;
mod links_year;
mod main_job;
mod model_faults;
mod notary;
mod one_file;
mod privacy;
mod race;
mod replies;
mod secrets;
mod sender;
mod storm;
mod support;
mod telling;
mod tidy;
mod why;
mod zones;
