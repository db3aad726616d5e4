//! What crosses the border about mail, both ways, and the decisions behind it.

use domain::Timestamp;
use domain::email::{EmailKind, EmailState};
use domain::id::{DealId, DecisionId, EmailId, MessageId};
use domain::reply::ReplyKind;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{EngagementRow, OriginalText};

wire! {
    /// Which mails to list.
    #[derive(Default)]
    EmailsRequest {
        #[serde(default)] brand: Option<String>,
        #[serde(default)] state: Option<EmailState>,
        #[serde(default)] deal: Option<DealId>,
        #[serde(default)] limit: Option<u32>,
    }

    /// An outgoing mail in a list.
    EmailRow {
        id: EmailId,
        deal_id: DealId,
        brand: String,
        step: u32,
        kind: EmailKind,
        state: EmailState,
        to_address: String,
        to_name: String,
        subject: String,
        written_by: String,
        created_at: Timestamp,
        sent_at: Option<Timestamp>,
        not_before: Option<Timestamp>,
        attempts: u32,
        trouble: Option<String>,
    }

    /// An outgoing mail whole.
    EmailDetail {
        row: EmailRow,
        from_address: String,
        from_name: String,
        reply_to: String,
        text: String,
        /// Without what would ask the relay, so that looking at it here is no open.
        html: String,
        /// The part a person edits: without signature and footer.
        body: String,
        token: String,
        content_hash: String,
        approved_hash: Option<String>,
        provider_message_id: Option<String>,
        wire_message_id: Option<String>,
        decision: Option<DecisionRow>,
        /// What was written first, if a person changed it.
        original: Option<OriginalText>,
        /// It carries a picture that tells of opens.
        tells_opens: bool,
        /// Its links lead through the relay.
        tells_clicks: bool,
        /// What came back through the relay. Proves little, and nothing decides by it.
        engagement: Vec<EngagementRow>,
    }

    /// Names a mail.
    EmailRef { id: EmailId }

    /// Edits subject and body; the mail needs approval again.
    EmailEdit { id: EmailId, subject: String, body: String }

    /// Settles an uncertain mail by hand.
    EmailSettle { id: EmailId, sent: bool }

    /// Which incoming mails to list.
    #[derive(Default)]
    MessagesRequest {
        #[serde(default)] brand: Option<String>,
        #[serde(default)] class: Option<ReplyKind>,
        #[serde(default)] deal: Option<DealId>,
        /// Also those that belong to nobody we know.
        #[serde(default)] all: bool,
        #[serde(default)] limit: Option<u32>,
    }

    /// An incoming mail in a list.
    MessageRow {
        id: MessageId,
        brand: String,
        deal_id: Option<DealId>,
        from_address: String,
        from_name: String,
        subject: String,
        received_at: Timestamp,
        nature: String,
        class: Option<ReplyKind>,
        confidence: f64,
        classified_by: String,
        why: String,
        /// How it was matched to its mail.
        evidence: String,
    }

    /// Names an incoming mail.
    MessageRef { id: MessageId }

    /// Which decisions to list.
    #[derive(Default)]
    DecisionsRequest { #[serde(default)] deal: Option<DealId>, #[serde(default)] limit: Option<u32> }

    /// A decision.
    DecisionRow {
        id: DecisionId,
        deal_id: DealId,
        at: Timestamp,
        action: String,
        reason: String,
        confidence: f64,
        provider: String,
        model: String,
        prompt_version: String,
        input_hash: String,
        tokens_in: Option<u32>,
        tokens_out: Option<u32>,
        latency_ms: Option<u32>,
        trouble: Option<String>,
    }
}
