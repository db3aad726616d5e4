//! What the world writes down for whoever checks it: accepted mails, calls; and what a checker may slip in.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

/// A mail that was accepted for sending.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepted {
    /// When, epoch ms of the world's clock.
    pub at: i64,
    /// Slug of the mailbox.
    pub mailbox: String,
    /// Bare address of the sender.
    pub from: String,
    /// Bare addresses of the recipients, joined with `, `.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// The body exactly as it was posted.
    pub content: String,
    /// The mailbox's id.
    pub message_id: String,
    /// The Message-ID with angle brackets.
    pub wire_message_id: String,
    /// Id of the conversation.
    pub thread_id: String,
    /// The id of the mail it answers, if it was sent as a reply.
    pub reply_to: Option<String>,
}

/// One HTTP call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// HTTP method.
    pub method: String,
    /// Path without the query.
    pub path: String,
    /// HTTP status of the answer; 0 if there was none.
    pub status: u16,
    /// When it came, epoch ms of the world's clock.
    pub at: i64,
}

/// A mail slipped into a mailbox from outside.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Incoming {
    /// Address of the sender.
    pub from: String,
    /// Display name of the sender.
    pub from_name: Option<String>,
    /// Subject.
    pub subject: String,
    /// Plain text body.
    pub text: String,
    /// HTML body.
    pub html: Option<String>,
    /// Message-ID (with angle brackets) of the mail it answers.
    pub in_reply_to: Option<String>,
    /// Further headers.
    pub headers: Vec<(String, String)>,
    /// Folder by name; Inbox if missing or unknown.
    pub folder: Option<String>,
    /// When it becomes visible, epoch ms; at once if missing.
    pub visible_at: Option<i64>,
    /// The whole message instead of one made from text and HTML.
    pub raw: Option<String>,
}

/// A mail for a mailbox that lies on another server, for whoever carries it there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parcel {
    /// The whole message.
    pub raw: String,
    /// Whether it belongs into the spam folder.
    pub spam: bool,
    /// When it arrives, epoch ms of the world's clock.
    pub received_at: i64,
}

/// The ledger on disk, if one is kept.
#[derive(Debug)]
pub(crate) struct LedgerFile(Option<File>);

impl LedgerFile {
    /// Opens the file for appending.
    pub(crate) fn open(path: Option<&Path>) -> anyhow::Result<Self> {
        let open = |path: &Path| {
            let file = OpenOptions::new().create(true).append(true).open(path);
            file.map_err(|error| anyhow::anyhow!("open the ledger file {}: {error}", path.display()))
        };
        path.map(open).transpose().map(Self)
    }

    /// Appends a line and flushes it to the disk.
    pub(crate) fn append(&mut self, line: &str) -> io::Result<()> {
        let Some(file) = &mut self.0 else { return Ok(()) };
        // One write, so that a killed process leaves a whole line or none.
        file.write_all(format!("{line}\n").as_bytes())?;
        file.sync_data()
    }
}

/// The line of an accepted mail.
pub(crate) fn accepted_line(accepted: &Accepted) -> io::Result<String> {
    serde_json::to_string(accepted).map_err(io::Error::other)
}
