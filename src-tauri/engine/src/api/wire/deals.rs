//! What crosses the border about deals: cards, lists, one deal whole, and why nothing is sent.

use domain::Timestamp;
use domain::deal::DealStatus;
use domain::email::{EmailKind, EmailState};
use domain::gate::Verdict;
use domain::id::{ContactId, DealId, EmailId};
use domain::reply::ReplyKind;
use domain::score::ScoreReason;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ActivityRow, DecisionRow, EmailRow, EngagementRow, MessageRow};

wire! {
    /// A deal on the board.
    Card {
        id: DealId,
        contact_id: ContactId,
        name: String,
        company: String,
        email: String,
        domain_authority: Option<u8>,
        status: DealStatus,
        value_cents: i64,
        score: Option<u8>,
        emails_sent: u32,
        next_action_at: Option<Timestamp>,
        hold_until: Option<Timestamp>,
        last_reply: Option<ReplyKind>,
        last_reply_at: Option<Timestamp>,
        last_sent_at: Option<Timestamp>,
        question: Option<String>,
        reason: Option<String>,
        /// State of the mail that is on its way, if one is.
        email_state: Option<EmailState>,
        /// When it changed last; the newest are shown first.
        updated_at: Timestamp,
    }

    /// Which deals to list; empty fields do not filter.
    #[derive(Default)]
    DealsRequest {
        #[serde(default)] brand: Option<String>,
        #[serde(default)] pipeline: Option<String>,
        #[serde(default)] stage: Option<String>,
        #[serde(default)] status: Option<DealStatus>,
        /// Only those that ask a person something.
        #[serde(default)] asking: bool,
        #[serde(default)] limit: Option<u32>,
    }

    /// A deal in a list.
    DealRow {
        card: Card,
        brand: String,
        pipeline: String,
        stage: String,
    }

    /// Names a deal.
    DealRef { id: DealId }

    /// Everything about a deal.
    DealDetail {
        deal: DealRow,
        /// What a person keeps about it.
        notes: String,
        score_reasons: Vec<ScoreReason>,
        timeline: Vec<ActivityRow>,
        emails: Vec<EmailRow>,
        messages: Vec<MessageRow>,
        decisions: Vec<DecisionRow>,
        /// What came back from its mails through the relay. Proves little, and nothing decides by it.
        engagement: Vec<EngagementRow>,
    }

    /// Moves a deal; `won` is needed for a closing stage.
    DealMove { id: DealId, stage: String, #[serde(default)] won: Option<bool>, #[serde(default)] reason: Option<String> }

    /// Pauses a deal.
    DealPause { id: DealId, reason: String }

    /// Closes a deal.
    DealClose { id: DealId, won: bool, #[serde(default)] reason: Option<String> }

    /// Writes a mail for a deal now.
    DealEmail { id: DealId, #[serde(default)] kind: Option<EmailKind> }

    /// Why a deal's next mail is or is not sent.
    WhyReply {
        deal_id: DealId,
        /// A plain sentence that sums it up.
        summary: String,
        email_id: Option<EmailId>,
        email_state: Option<EmailState>,
        verdict: Verdict,
    }
}
