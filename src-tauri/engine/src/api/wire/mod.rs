//! What crosses the border: requests and replies of every door, exported to TypeScript. They become domain types before going down.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Declares a type that crosses the border.
macro_rules! wire {
    ($($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident : $type:ty),* $(,)? })*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Serialize, Deserialize, TS)]
        #[ts(export)]
        pub struct $name { $($(#[$field_meta])* pub $field: $type),* }
    )*};
}

mod analytics;
mod board;
mod brands;
mod by_hand;
mod contacts;
mod deals;
mod decision_log;
mod engagement;
mod files;
mod find;
mod imports;
mod inbox;
mod links;
mod mail;
mod outbox;
mod overview;
mod people;
mod pipelines;
mod prospects;
mod research;
mod sender;
mod settings;
mod signals;
mod tasks;
mod wordings;

pub use analytics::*;
pub use board::*;
pub use brands::*;
pub use by_hand::*;
pub use contacts::*;
pub use deals::*;
pub use decision_log::*;
pub use engagement::*;
pub use files::*;
pub use find::*;
pub use imports::*;
pub use inbox::*;
pub use links::*;
pub use mail::*;
pub use outbox::*;
pub use overview::*;
pub use people::*;
pub use pipelines::*;
pub use prospects::*;
pub use research::*;
pub use sender::*;
pub use settings::*;
pub use signals::*;
pub use tasks::*;
pub use wordings::*;

wire! {
    /// No input.
    #[derive(Default)]
    Nothing {}

    /// A plain confirmation with what changed, as a sentence.
    Done { done: String }
}

/// What the engine says as it works. A window refreshes what it shows; nothing in here is needed to be right.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[ts(export)]
pub enum Event {
    /// A line for the feed.
    Activity {
        /// The line.
        activity: ActivityRow,
    },
    /// A task started or ended.
    Task {
        /// The run as it stands.
        run: RunRow,
    },
    /// Something for a native notification.
    Notice {
        /// The notice.
        notice: NoticeRow,
    },
    /// Something else changed; lists should be asked for anew.
    Changed,
}

/// An error at the border. A code exists only where somebody acts on it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ApiError {
    /// What kind.
    pub code: ErrorCode,
    /// What happened, what was kept, what to do: a sentence for a person.
    pub message: String,
}

/// The kinds of errors that doors tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ErrorCode {
    /// Not possible now; nothing is broken. A warning, exit 3 on the command line.
    Refused,
    /// The request itself is wrong. Exit 2.
    BadRequest,
    /// No such thing.
    NotFound,
    /// Something failed. Exit 1.
    Failed,
}

impl std::fmt::Display for ApiError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ApiError {}
