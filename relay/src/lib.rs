//! A small public server for CRM Autopilot: takes opt-outs by a link, and tells of opens and clicks where the sender may know of them.
//!
//! It knows no recipient. A link names a mail by random bytes that only the app can turn into a person; whoever follows it is labelled at once, and
//! nothing but the label is kept. What the app has acknowledged is deleted.

mod caller;
mod config;
mod pages;
mod server;
mod shelf;

pub use config::{Config, ConfigError};
pub use server::{Now, serve};
