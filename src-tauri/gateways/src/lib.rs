//! The only room that opens a socket: mailboxes, language models, the keychain, and the two things every test replaces,
//! the clock and chance.
//!
//! Each outside thing has a small trait, a real implementation and a fake beside it. What is said, to whom and when is
//! decided elsewhere; this room only carries it and says in three words how it went: done, later, never.

pub mod autoconfig;
pub mod clock;
pub mod dns;
mod handover;
pub mod http;
pub mod imap;
pub mod logs;
mod machine;
pub mod mail;
pub mod model;
mod names;
pub mod oauth;
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

pub use autoconfig::find_servers;
pub use clock::{Clock, ManualClock, SystemClock};
pub use dns::{Dns, SystemDns, Zone};
pub use handover::Handover;
pub use http::install_crypto;
pub use imap::{SmtpImapMailbox, SmtpImapSettings};
pub use machine::{app_data, boot_id, machine_id};
pub use mail::{
    Cursor, FolderKind, IncomingRow, Listed, Mailbox, MailboxIdentity, MemoryMailbox, OutgoingMail, SendOutcome,
    SentRow, ThreadAnchor, Trouble, TroubleCode,
};
pub use model::{JsonMode, LanguageModel, ModelError, ModelReply, ModelRequest, ScriptedModel, Usage};
pub use names::find_hosts;
pub use oauth::{Permission, Verifier};
pub use openai::{OpenAiModel, OpenAiSettings};
pub use random::{Random, SeededRandom, SystemRandom};
pub use relay::{RelayDoor, RelayTrouble};
pub use secrets::{
    EnvironmentSecrets, Keychain, MemorySecrets, SecretError, SecretKind, SecretName, SecretStore, SecretString,
};
pub use visitor::{Manners, Visited, Visitor};
pub use web::{Fetched, Limits as WebLimits, Reach, Web, WebTrouble};
pub use zoho::{CallbackListener, Granted, PATIENCE, ZohoMailbox, ZohoSettings};
