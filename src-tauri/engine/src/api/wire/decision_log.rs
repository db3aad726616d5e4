//! What crosses the border about the log of decisions.

use domain::Timestamp;
use domain::id::{DecisionId, EmailId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::DecisionRow;

wire! {
    /// Which page of the log of decisions; what is left out does not filter.
    #[derive(Default)]
    DecisionsPageRequest {
        #[serde(default)] brand: Option<String>,
        /// Words of the reason, or of whom it is about.
        #[serde(default)] search: Option<String>,
        #[serde(default)] actions: Vec<String>,
        #[serde(default)] provider: Option<String>,
        /// Made at or after.
        #[serde(default)] from: Option<Timestamp>,
        /// Made before.
        #[serde(default)] until: Option<Timestamp>,
        #[serde(default)] after: Option<DecisionId>,
        #[serde(default)] limit: Option<u32>,
    }

    /// Decisions of the log, newest first.
    DecisionsPage {
        decisions: Vec<LoggedDecision>,
        /// The next page is behind this decision.
        next: Option<DecisionId>,
        /// Each action with all filters but that of actions. Only with the first page.
        actions: Vec<ActionSum>,
    }

    /// A decision of the log.
    LoggedDecision { row: DecisionRow, brand: String, who: String, company: String, email_id: Option<EmailId> }

    /// What there is of one action.
    ActionSum { action: String, count: u32, tokens_in: u32, tokens_out: u32 }
}
