//! A loopback world that speaks Zoho Mail and OpenAI, with people in it, for the demo and the tests.
//!
//! It listens on 127.0.0.1 only and knows nothing of the rest of the product: whoever talks to it does so over HTTP,
//! as with the real services. The same seed, calls and clock give the same world.

mod admin;
mod chance;
mod door;
mod faults;
mod mime;
mod model;
mod options;
mod pages;
mod people;
mod sandbox;
mod world;
mod zoho;

pub use faults::Fault;
pub use model::API_KEY;
pub use options::{Limits, MailboxSpec, Now, Options, default_mailboxes};
pub use sandbox::Sandbox;
pub use world::{Accepted, Call, Incoming};
