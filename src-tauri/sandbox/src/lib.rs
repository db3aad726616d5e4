//! A loopback world that speaks Zoho Mail and OpenAI, with people in it, for the demo and the tests.
//!
//! It listens on 127.0.0.1 only and knows nothing of the rest of the product: whoever talks to it does so over HTTP,
//! as with the real services. The same seed, calls and clock give the same world.
//!
//! One world has two doors for mail: Zoho's API, and SMTP as the next hop of a real mail server ([`Options::smtp`]). What comes back to
//! a mailbox on such a server is collected by whoever runs it ([`Sandbox::collect`]).
//!
//! Whatever is asked of another host than this machine is asked of the web sites in [`sites`].
//!
//! Most recipients follow the seed. A local part that is, or starts with, one of these words (no letter after it)
//! settles what its owner does with the first mail: `yes`, `ask`, `no`, `later`, `stop`, `wrong`, `paid`, `placed`,
//! `hmm` are people; `bounce`, `full`, `ooo`, `left`, `ticket` are robots; `silent` never answers. Addresses under
//! `.de`, `.at`, `.fr` and half of those under `.in` write their own language.

mod admin;
mod chance;
mod door;
mod faults;
mod mime;
mod model;
mod options;
mod people;
mod sandbox;
pub mod sites;
mod smtp;
mod world;
mod zoho;

pub use faults::Fault;
pub use model::API_KEY;
pub use options::{Limits, MailboxSpec, Now, Options, default_mailboxes};
pub use sandbox::Sandbox;
pub use sites::{SitePage, Visit};
pub use world::{Accepted, Call, Incoming, Parcel};
