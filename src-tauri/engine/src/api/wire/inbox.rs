//! What crosses the border about the inbox: its pages, and what a person does with an incoming mail.

use chrono::NaiveDate;
use domain::Timestamp;
use domain::id::{ContactId, DealId, MessageId};
use domain::reply::{ReplyClass, ReplyKind};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::MessageRow;

/// Parts of the inbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum InboxPart {
    /// What a person has to read.
    NeedsYou,
    /// Everything that others sent.
    All,
    /// Absences, bounces, lists: what programs wrote.
    Robots,
    /// What belongs to no deal.
    Unmatched,
}

wire! {
    /// Asks for a page of the inbox, newest first; empty fields do not filter.
    MessagesPageRequest {
        part: InboxPart,
        #[serde(default)] brand: Option<String>,
        #[serde(default)] class: Option<ReplyKind>,
        #[serde(default)] search: Option<String>,
        /// Only mails that are older than this one: the last of the page before.
        #[serde(default)] before: Option<MessageId>,
        #[serde(default)] limit: Option<u32>,
    }

    /// A page of the inbox. The counts are those of the database, with the same brand, meaning and search.
    MessagesPage { rows: Vec<InboxRow>, more: bool, counts: InboxCounts, classes: Vec<ClassCount> }

    /// How many mails there are in each part.
    InboxCounts { needs_you: u32, all: u32, robots: u32, unmatched: u32 }

    /// How many mails of the brand have a meaning.
    ClassCount { class: ReplyKind, count: u32 }

    /// An incoming mail in the inbox.
    InboxRow {
        message: MessageRow,
        contact_id: Option<ContactId>,
        /// The contact's name and company; empty if nobody is known.
        name: String,
        company: String,
        /// The beginning of what they wrote, as one line.
        beginning: String,
        /// Where the mailbox kept it: inbox, spam, other.
        folder: String,
        needs_you: bool,
        /// A person said what it means.
        corrected: bool,
        done_at: Option<Timestamp>,
    }

    /// An incoming mail whole.
    MessageDetail {
        row: MessageRow,
        text: String,
        quoted: String,
        folder: String,
        /// It can be shown as it was sent.
        has_html: bool,
        /// The meaning with what was read beside it.
        class: Option<ReplyClass>,
        done_at: Option<Timestamp>,
        before: Option<ReadBefore>,
    }

    /// What a mail was taken for before a person said what it means.
    ReadBefore { class: Option<ReplyKind>, by: String, confidence: f64, at: Timestamp }

    /// Asks for a mail as it was sent.
    MessageHtmlRequest {
        id: MessageId,
        /// For a dark window.
        #[serde(default)] dark: bool,
    }

    /// A mail as it was sent, made safe: a document for a frame without rights. Its links carry a number and lead nowhere.
    MessageHtml {
        /// Empty if there is none, or if it is too large to be laid out.
        document: String,
        links: Vec<MessageHtmlLink>,
        /// Pictures that lie elsewhere and were left out.
        remote_pictures: u32,
    }

    /// A link of a mail: what it says, and where it leads.
    MessageHtmlLink { said: String, address: String }

    /// Says what a mail means. What follows from a meaning follows from this one too.
    MessageReclassify {
        id: MessageId,
        class: ReplyKind,
        /// For an absence or a "not now": the day they named.
        #[serde(default)] #[ts(type = "string | null")] until: Option<NaiveDate>,
        /// For a wrong person or one who left: whom to write to instead.
        #[serde(default)] referral: Option<String>,
    }

    /// Asks for the deals that a mail may belong to; without a search, those of the sender's colleagues.
    MessageCandidates { id: MessageId, #[serde(default)] search: Option<String> }

    /// Says whose mail it is.
    MessageLink { id: MessageId, deal: DealId }

    /// Says that a mail is dealt with, or that it is not after all.
    MessageDone { id: MessageId, done: bool }
}
