//! What crosses the border about the review queue and the log of outgoing mail: lines, pages, and what stands beside one mail.

use domain::Timestamp;
use domain::email::{EmailKind, EmailState};
use domain::gate::GateCheck;
use domain::grounds::{Fact, Grounds};
use domain::id::{ContactId, EmailId, MessageId};
use domain::reply::ReplyKind;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::EmailRow;

/// Who wrote a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Writer {
    /// The built-in playbook.
    Playbook,
    /// Any model.
    Model,
    /// A person, from the start.
    Person,
}

wire! {
    /// Which part of the queue: behind a mail, or from the beginning.
    #[derive(Default)]
    ReviewRequest {
        #[serde(default)] brand: Option<String>,
        #[serde(default)] after: Option<EmailId>,
        #[serde(default)] limit: Option<u32>,
    }

    /// Mails that wait for a person, oldest first.
    ReviewQueue {
        mails: Vec<WaitingMail>,
        /// How many wait in all.
        total: u32,
        /// The page goes on behind this mail.
        next: Option<EmailId>,
    }

    /// A mail that waits.
    WaitingMail {
        mail: EmailRow,
        company: String,
        /// An approval names what was seen by this.
        content_hash: String,
        /// A person changed it.
        edited: bool,
        /// When the recipient's window is open for it: now, or the next opening. The other gates are not asked here.
        opens_at: Timestamp,
    }

    /// Approves a mail.
    EmailApprove {
        id: EmailId,
        /// Hash of what the person saw; a mail that says something else by now is refused.
        #[serde(default)] #[ts(optional)] content_hash: Option<String>,
    }

    /// A mail as a person saw it.
    SeenMail { id: EmailId, content_hash: String }

    /// Approves many, each exactly as it was seen.
    ApproveMany { mails: Vec<SeenMail> }

    /// What became of them. One that could not be approved does not stop the others.
    ApprovedMany { approved: Vec<EmailId>, refused: Vec<NotApproved> }

    /// A mail that was not approved.
    NotApproved {
        id: EmailId,
        /// Who it would go to; empty if there is no such mail.
        who: String,
        why: String,
    }

    /// Names several mails.
    EmailsRef { ids: Vec<EmailId> }

    /// Says no to a mail, and perhaps why.
    EmailReject { id: EmailId, #[serde(default)] #[ts(optional)] reason: Option<String> }

    /// Which page of the log of mails; what is left out does not filter.
    #[derive(Default)]
    EmailsPageRequest {
        #[serde(default)] brand: Option<String>,
        /// Words of the mail, or who it goes to.
        #[serde(default)] search: Option<String>,
        #[serde(default)] states: Vec<EmailState>,
        #[serde(default)] kind: Option<EmailKind>,
        #[serde(default)] writer: Option<Writer>,
        /// Written at or after.
        #[serde(default)] from: Option<Timestamp>,
        /// Written before.
        #[serde(default)] until: Option<Timestamp>,
        #[serde(default)] after: Option<EmailId>,
        #[serde(default)] limit: Option<u32>,
    }

    /// Mails of the log, newest first.
    EmailsPage {
        mails: Vec<LoggedMail>,
        /// The next page is behind this mail.
        next: Option<EmailId>,
        /// How many there are in each state, with all filters but that of states. Only with the first page.
        states: Vec<StateCount>,
    }

    /// A mail of the log.
    LoggedMail { mail: EmailRow, company: String, edited: bool }

    /// Mails in a state.
    StateCount { state: EmailState, count: u32 }

    /// A mail's text as it was before a person changed it.
    OriginalText { subject: String, body: String, edited_by: String, edited_at: Timestamp }

    /// What stands beside one mail: what it is based on, whether and when it goes, and what happened to it.
    EmailContext {
        contact_id: ContactId,
        company: String,
        score: Option<u8>,
        /// What the writer knew.
        facts: Vec<Fact>,
        /// They were recorded when the mail was decided on; otherwise they are what is known now.
        facts_recorded: bool,
        grounds: Grounds,
        /// The gates as they stand now, while the mail waits.
        checks: Vec<GateCheck>,
        /// When it goes at the earliest once it is approved; nothing if only a person or an event lets it go.
        goes_at: Option<Timestamp>,
        /// The zone of the recipient's clock, or of the brand's.
        zone: String,
        /// What says that it is the recipient's, in words; nothing if it is the brand's.
        zone_from: Option<String>,
        life: EmailLife,
    }

    /// The times of a mail's life that its row does not show.
    EmailLife {
        approved_by: Option<String>,
        approved_at: Option<Timestamp>,
        edited_at: Option<Timestamp>,
        attempted_at: Option<Timestamp>,
        /// Looks into the Sent folder, while nobody knows whether it went out.
        looks: u32,
        next_look_at: Option<Timestamp>,
        answer_id: Option<MessageId>,
        answer_at: Option<Timestamp>,
        answer_class: Option<ReplyKind>,
    }
}
