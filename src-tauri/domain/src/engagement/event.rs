//! What the relay tells the app: which link was followed, when, and by whom as far as it can be told.

use serde::{Deserialize, Serialize};

use super::label::Label;
use crate::Timestamp;

/// What was done with a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export, rename = "EngagementKind")]
pub enum EventKind {
    /// Its picture was fetched.
    Open,
    /// A link in it was followed.
    Click,
    /// Somebody asked by its link not to be mailed.
    Unsubscribe,
}
crate::text_enum!(EventKind { Open = "open", Click = "click", Unsubscribe = "unsubscribe" });

/// One event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// The relay's number of it: later ones are greater, and none is given twice.
    pub seq: u64,
    /// What was done.
    pub kind: EventKind,
    /// The mail's reference, such as `ref:abcdefghijklmnop`.
    pub mail: String,
    /// When, by the relay's clock.
    pub at: Timestamp,
    /// Who it was, as far as it can be told.
    #[serde(flatten)]
    pub label: Label,
    /// Where a click went; empty for the other kinds.
    #[serde(default)]
    pub address: String,
}

/// What one question is answered with: the oldest events that were not acknowledged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    /// The name of the relay's file. Another file counts anew, and its events are not covered by an earlier acknowledgement.
    pub relay: String,
    /// Oldest first.
    pub events: Vec<Event>,
}
