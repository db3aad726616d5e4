//! The only room that opens a socket: mailboxes, language models, the keychain, and the two things every test replaces,
//! the clock and chance.
//!
//! Each outside thing has a small trait, a real implementation and a fake beside it. What is said, to whom and when is
//! decided elsewhere; this room only carries it and says in three words how it went: done, later, never.

pub mod clock;
mod handover;
pub mod http;
pub mod logs;
mod machine;
pub mod mail;
pub mod model;
mod names;
pub mod openai;
pub mod random;
pub mod redact;
mod relay;
pub mod secrets;
#[cfg(test)]
mod stub;
pub mod visitor;
pub mod web;
pub mod zoho;

pub use clock::{Clock, ManualClock, SystemClock};
pub use handover::Handover;
pub use http::install_crypto;
pub use machine::{app_data, boot_id, machine_id};
pub use mail::{
    Cursor, FolderKind, IncomingRow, Mailbox, MailboxIdentity, MemoryMailbox, OutgoingMail, SendOutcome, SentRow,
    ThreadAnchor, Trouble, TroubleCode,
};
pub use model::{JsonMode, LanguageModel, ModelError, ModelReply, ModelRequest, ScriptedModel, Usage};
pub use names::find_hosts;
pub use openai::{OpenAiModel, OpenAiSettings};
pub use random::{Random, SeededRandom, SystemRandom};
pub use relay::{RelayDoor, RelayTrouble};
pub use secrets::{
    EnvironmentSecrets, Keychain, MemorySecrets, SecretError, SecretKind, SecretName, SecretStore, SecretString,
};
pub use visitor::{Manners, Visited, Visitor};
pub use web::{Fetched, Limits as WebLimits, Reach, Web, WebTrouble};
pub use zoho::{CallbackListener, Granted, PATIENCE, ZohoMailbox, ZohoSettings};
