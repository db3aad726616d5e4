//! What crosses the border about the relay: whether it answers, and what was done with mails, for showing only.

use std::collections::BTreeMap;

use domain::Timestamp;
use domain::engagement::{By, EventKind, Nature};
use domain::id::EmailId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

wire! {
    /// What was done with a mail by somebody with one label.
    EngagementRow {
        email_id: EmailId,
        kind: EventKind,
        nature: Nature,
        by: By,
        /// What it says, and no more: “Opened by a mail proxy”, “Possibly opened”.
        said: String,
        /// Where a click went; empty for the rest.
        address: String,
        first_at: Timestamp,
        last_at: Timestamp,
        times: u32,
    }

    /// In how many mails of the range something was done by somebody with one label.
    EngagementSum { kind: EventKind, nature: Nature, by: By, said: String, mails: u32 }

    /// Asks whether the relay answers, with settings that are not saved yet.
    RelayTest { brand: String, #[serde(default)] values: BTreeMap<String, String> }

    /// Whether it did.
    RelayTested {
        /// What waits there at the moment; `None` when it did not answer.
        waiting: Option<u32>,
        trouble: Option<RelayTestTrouble>,
    }

    /// Why the relay did not answer, and what to do about it.
    RelayTestTrouble { message: String, fix: String }
}
