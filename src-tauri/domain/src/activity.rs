//! The timeline: what happened, and who did it.

use serde::{Deserialize, Serialize};

/// Who did something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Author {
    /// Somebody at the keyboard, in the window or on the command line.
    Person,
    /// The autopilot by itself.
    Autopilot,
    /// Something that came in by mail.
    Mailbox,
}
crate::text_enum!(Author { Person = "person", Autopilot = "autopilot", Mailbox = "mailbox" });

/// What kind of line it is; decides its mark in the timeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ActivityKind {
    /// Something was created or imported.
    Created,
    /// Fields were edited.
    Edited,
    /// The deal moved to another stage.
    Moved,
    /// The autopilot decided.
    Decided,
    /// A mail was written.
    Drafted,
    /// A mail was approved.
    Approved,
    /// A mail was rejected or cancelled.
    Cancelled,
    /// A mail went out.
    Sent,
    /// Sending went wrong or is uncertain.
    Trouble,
    /// A reply came in.
    Replied,
    /// A mail came back.
    Bounced,
    /// An address was suppressed or freed.
    Suppressed,
    /// Paused or resumed.
    Paused,
    /// Closed or reopened.
    Closed,
    /// A person is asked.
    Flagged,
    /// A setting changed.
    Settings,
    /// A person wrote something down.
    Noted,
}
crate::text_enum!(ActivityKind {
    Created = "created",
    Edited = "edited",
    Moved = "moved",
    Decided = "decided",
    Drafted = "drafted",
    Approved = "approved",
    Cancelled = "cancelled",
    Sent = "sent",
    Trouble = "trouble",
    Replied = "replied",
    Bounced = "bounced",
    Suppressed = "suppressed",
    Paused = "paused",
    Closed = "closed",
    Flagged = "flagged",
    Settings = "settings",
    Noted = "noted",
});
