//! What crosses the border about a brand's domain as receivers see it.

use domain::Timestamp;
use domain::sender::{Finding, Vouched};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

wire! {
    /// How a brand's domain stands.
    SenderHealth {
        brand: String,
        /// The domain it writes from; empty while it has no address.
        domain: String,
        /// Whose servers its mail goes through.
        house: String,
        /// When it was looked up last, if it was.
        looked_at: Option<Timestamp>,
        /// SPF, DKIM, DMARC.
        findings: Vec<Finding>,
        vouched: Vouched,
        /// What a person has to know before the first mail goes out.
        warning: Option<SenderWarning>,
    }

    /// Why a brand's mail may be refused, and what to do.
    SenderWarning { sentence: String, fix: String }
}

impl From<(String, String)> for SenderWarning {
    fn from((sentence, fix): (String, String)) -> Self {
        Self { sentence, fix }
    }
}
