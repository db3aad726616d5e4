//! A real Postfix and a real Dovecot on loopback, for tests: TLS from a certificate authority of their own, mailboxes, plus addresses, outages.
//!
//! Each server lives in a folder of its own and on free ports. A small shell script runs it and ends it with the process that started it,
//! however that one dies. Postfix needs root, or a `sudo` that asks nothing; where neither is, [`MailServer::start`] says so.

mod config;
mod cut;
mod folders;
mod imap;
mod keys;
mod machine;
mod outside;
mod server;
mod tables;

pub use cut::{Cut, CutProxy};
pub use folders::Folders;
pub use imap::{Imap, Stored};
pub use machine::{skip, unable};
pub use outside::bring;
pub use server::{MailServer, Options, Ports};
