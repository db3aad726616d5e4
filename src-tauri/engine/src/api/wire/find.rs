//! What crosses the border when a person looks for something by a few words.

use domain::Timestamp;
use domain::id::DealId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

wire! {
    /// What to look for, in everything.
    FindRequest {
        text: String,
        #[serde(default)] brand: Option<String>,
        /// The most hits of each kind.
        limit: u32,
    }
    /// What was found, by kind; the newest first.
    Found { contacts: Vec<FoundRow>, deals: Vec<FoundRow>, emails: Vec<FoundRow>, messages: Vec<FoundRow> }
    /// A contact, a deal or a mail that has all the words.
    FoundRow {
        id: String,
        deal_id: Option<DealId>,
        title: String,
        detail: String,
        brand: String,
        at: Timestamp,
    }
}
