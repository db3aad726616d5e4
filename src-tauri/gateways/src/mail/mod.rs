//! What the autopilot needs of a mailbox, whoever runs it: send one mail, list what came in and what went out, read one.
//!
//! Who may be mailed, when, and what a reply means is decided elsewhere. How an operation went is classified once, by the
//! implementation, into a [`Trouble`].

mod fake;
mod trouble;

use async_trait::async_trait;
use domain::Timestamp;

use crate::handover::Handover;

pub use self::fake::MemoryMailbox;
pub use self::trouble::{Trouble, TroubleCode};

/// One mail to one recipient, exactly as it was approved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutgoingMail {
    /// Our address; one the mailbox may send as.
    pub from_address: String,
    /// Our name as the recipient sees it; may be empty.
    pub from_name: String,
    /// The one recipient.
    pub to_address: String,
    /// The recipient's name.
    pub to_name: Option<String>,
    /// Where answers go, if not to `from_address`.
    pub reply_to: Option<String>,
    /// The subject line.
    pub subject: String,
    /// The plain text. Mailboxes that carry only one body, such as Zoho's, send the HTML.
    pub text: String,
    /// The same as HTML.
    pub html: String,
    /// The mail of the thread that this one follows.
    pub in_reply_to: Option<ThreadAnchor>,
    /// Where the recipient can opt out without writing to us: the https link that stands in the text too. Mailboxes that can, put it into
    /// List-Unsubscribe and List-Unsubscribe-Post.
    pub unsubscribe: Option<String>,
    /// Our mark of this attempt. It is part of the body already.
    pub token: String,
    /// Our own Message-ID with angle brackets; mailboxes that choose one themselves, such as Zoho's, leave it out.
    pub message_id: String,
}

/// The mail that a follow-up hangs on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThreadAnchor {
    /// The mailbox's own id of that mail; none when another kind of mailbox sent it.
    pub provider_message_id: Option<String>,
    /// Its Message-ID with angle brackets, if known.
    pub wire_message_id: Option<String>,
    /// The Message-IDs before it, oldest first.
    pub references: Vec<String>,
}

impl ThreadAnchor {
    /// The value of References: the mails before it, oldest first, then `parent`, which is the mail itself.
    pub(crate) fn chain(&self, parent: &str) -> String {
        let before = self.references.iter().map(String::as_str).filter(|id| *id != parent);
        before.chain([parent]).collect::<Vec<_>>().join(" ")
    }
}

/// A subject that answers: one `Re:` is enough.
pub(crate) fn answering(subject: &str) -> String {
    let already = subject.trim_start().get(..3).is_some_and(|start| start.eq_ignore_ascii_case("re:"));
    if already { subject.to_owned() } else { format!("Re: {subject}") }
}

/// A text that fits into a header's line.
pub(crate) fn one_line(text: &str) -> String {
    text.split(char::is_control).map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// How a send went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendOutcome {
    /// The mailbox took the mail. A rejection by the recipient's server arrives later, as a bounce.
    Accepted {
        /// The mailbox's own id.
        provider_message_id: Option<String>,
        /// The Message-ID on the wire, with angle brackets.
        wire_message_id: Option<String>,
        /// The mailbox's id of the thread.
        thread_id: Option<String>,
    },
    /// Certainly not sent.
    Refused(Trouble),
    /// It may have been sent: look in the Sent folder, never send again by itself.
    Unknown(Trouble),
}

/// Where an incoming mail lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FolderKind {
    /// The real inbox.
    Inbox,
    /// The spam folder: replies land there too.
    Spam,
    /// Any other folder.
    Other,
}

/// One line of the list of incoming mail; the mail itself has to be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncomingRow {
    /// The mailbox's own id.
    pub provider_message_id: String,
    /// The folder's id.
    pub folder_id: String,
    /// Which folder that is.
    pub folder: FolderKind,
    /// The sender's bare address.
    pub from_address: String,
    /// The sender's name; empty if there is none.
    pub from_name: String,
    /// The subject, decoded.
    pub subject: String,
    /// When the mailbox received it.
    pub received_at: Timestamp,
    /// The mailbox's id of the thread; often missing, never the only evidence of a reply.
    pub thread_id: Option<String>,
    /// The bare addresses it was sent to, joined with `, `; empty if not known.
    pub to_address: String,
}

/// What a listing of incoming mail brought.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listed {
    /// The mails, oldest first, each once.
    pub rows: Vec<IncomingRow>,
    /// Where the next listing begins, in the mailbox's own words. To be kept once all the rows are.
    pub position: Option<String>,
    /// There was more than fits into one listing: list again after this one was taken in.
    pub more: bool,
}

/// One line of the list of sent mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentRow {
    /// The mailbox's own id.
    pub provider_message_id: String,
    /// The Message-ID without angle brackets, where the list shows it.
    pub wire_message_id: Option<String>,
    /// The bare addresses it was sent to, joined with `, `.
    pub to_address: String,
    /// The subject, decoded.
    pub subject: String,
    /// When it was filed.
    pub received_at: Timestamp,
    /// The mailbox's id of the thread.
    pub thread_id: Option<String>,
}

/// Whose mailbox it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailboxIdentity {
    /// The mailbox's own id of the account.
    pub account_id: String,
    /// Its main address.
    pub address: String,
    /// The owner's name.
    pub display_name: String,
    /// IANA name of the account's time zone; empty if not known.
    pub time_zone: String,
    /// The addresses it may send as.
    pub send_as: Vec<String>,
}

/// How far incoming mail has been read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// The latest arrival stored so far.
    pub high_water: Timestamp,
    /// Ids of the mails stored in the last days: the list is read with an overlap, and these are left out.
    pub seen: Vec<String>,
    /// Where the last listing ended, as [`Listed::position`] gave it.
    pub position: Option<String>,
}

/// How far behind the high-water mark a listing reaches, in seconds: clocks step and filters file late.
pub const OVERLAP_SECONDS: i64 = 3_600;

/// A connected mailbox of one brand.
#[async_trait]
pub trait Mailbox: Send + Sync {
    /// Whose mailbox this is. Also the test of a connection.
    async fn identity(&self) -> Result<MailboxIdentity, Trouble>;

    /// Gets everything that a send needs beforehand, such as a fresh token. A caller does this before it commits the intent to send:
    /// what lies between the intent and the network takes no time then, and few mails are ever uncertain.
    async fn ready(&self) -> Result<(), Trouble>;

    /// Hands over one mail, at most once. `handover` is told right before the text leaves this process; a mail of which it was never told
    /// certainly did not go out.
    async fn send(&self, mail: &OutgoingMail, handover: &Handover) -> SendOutcome;

    /// Files the copy of a mail that was just accepted, where the mailbox leaves that to us. Called once its outcome is kept: until then nothing
    /// may come between, and a copy that is missing costs less than a mail of which nobody knows.
    async fn file_copy(&self, _mail: &OutgoingMail) -> Result<(), Trouble> {
        Ok(())
    }

    /// New mail of inbox and spam since the cursor, oldest first, each once. Reads at most `limit_pages` pages of a
    /// folder.
    async fn list_since(&self, cursor: &Cursor, limit_pages: u32) -> Result<Listed, Trouble>;

    /// The whole mail as it came over the wire.
    async fn fetch_raw(&self, provider_message_id: &str) -> Result<Vec<u8>, Trouble>;

    /// What lies in the Sent folder since an instant, newest first.
    async fn list_sent(&self, since: Timestamp) -> Result<Vec<SentRow>, Trouble>;

    /// The body of a mail in the Sent folder, for finding our token in it.
    async fn sent_content(&self, provider_message_id: &str) -> Result<String, Trouble>;

    /// Returns when there may be new mail, or after a while. A mailbox that cannot tell never does; it is asked at its times.
    async fn new_mail(&self) -> Result<(), Trouble> {
        std::future::pending().await
    }
}
