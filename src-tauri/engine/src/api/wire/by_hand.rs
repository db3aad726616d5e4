//! What crosses the border when a person works a deal by hand: a new deal, its value and notes, when to go on, a mail of their own, and a
//! decision with its inputs.

use std::collections::BTreeMap;

use domain::Timestamp;
use domain::decision::Action;
use domain::email::EmailState;
use domain::id::{DealId, DecisionId, EmailId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::DecisionRow;

wire! {
    /// A new deal. The contact is named by id, or by address within the brand; an address that nobody has yet becomes a contact.
    DealNew {
        contact: String,
        /// Needed with an address.
        #[serde(default)] brand: Option<String>,
        /// The pipeline's key.
        pipeline: String,
        /// Key or name of an open stage; the first one if left out.
        #[serde(default)] stage: Option<String>,
        #[serde(default)] value_cents: i64,
        /// Of a new contact.
        #[serde(default)] name: Option<String>,
        /// Of a new contact.
        #[serde(default)] company: Option<String>,
        /// Where a new contact's address is from; every mail to it says so.
        #[serde(default)] source: Option<String>,
    }

    /// The deal that was made.
    DealMade { id: DealId, done: String }

    /// Edits a deal; fields left out stay.
    DealEdit { id: DealId, #[serde(default)] value_cents: Option<i64>, #[serde(default)] notes: Option<String> }

    /// A line for a deal's timeline.
    NoteAdd { id: DealId, text: String }

    /// Holds the autopilot back from a deal until then; without a time the hold is lifted.
    DealHold { id: DealId, #[serde(default)] until: Option<Timestamp> }

    /// When the autopilot looks at a deal next; without a time it does not by itself.
    DealNextAction { id: DealId, #[serde(default)] at: Option<Timestamp> }

    /// What a mail written by hand begins with and what stands around it. Recipient and sender are the database's.
    EmailFrame {
        deal_id: DealId,
        from_name: String,
        from_address: String,
        to_name: String,
        to_address: String,
        /// That of the thread, or empty.
        subject: String,
        /// Signature and footer as they are added; the reference is made when the mail is kept.
        below: String,
        /// A picture that tells of opens is added.
        tells_opens: bool,
        /// Its links will lead through the relay.
        tells_clicks: bool,
        /// Why no mail can be written now.
        refused: Option<String>,
        /// What a mail that is sent now would wait for.
        waits: Option<String>,
        /// Until when, if it is for a time.
        next: Option<Timestamp>,
    }

    /// A mail written by a person. Sending it approves it; it passes the gates like any other.
    EmailWrite { deal: DealId, subject: String, body: String, send: bool }

    /// The mail as it was kept, and when it goes.
    EmailWritten { id: EmailId, state: EmailState, done: String }

    /// Names a decision.
    DecisionRef { id: DecisionId }

    /// A decision with what it was made on.
    DecisionDetail {
        row: DecisionRow,
        /// What was chosen, with its particulars.
        action: Action,
        /// What was known, by name.
        facts: BTreeMap<String, serde_json::Value>,
        /// The recorded text where it cannot be read as facts.
        raw: Option<String>,
    }
}
