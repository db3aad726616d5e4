//! What crosses the border about a brand's own wording of templates and prompts.

use domain::Timestamp;
use domain::email::EmailKind;
use domain::id::DealId;
use domain::pipeline::Purpose;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

wire! {
    /// Names a template or prompt of a brand.
    WordingRef { brand: String, name: String }

    /// A template or prompt with all that is needed to edit it.
    WordingDetail {
        name: String,
        /// Zero while the brand follows the shipped text.
        version: u32,
        text: String,
        shipped: String,
        /// A template of which kind of pipeline; none for a prompt.
        purpose: Option<Purpose>,
        /// Which mail of the sequence; none for a prompt.
        mail: Option<EmailKind>,
        variables: Vec<VariableRow>,
        /// The brand's own versions, newest first.
        versions: Vec<WordingVersion>,
    }

    /// What a wording may use.
    VariableRow {
        name: String,
        meaning: String,
        /// Not known of everybody.
        may_be_empty: bool,
    }

    /// A version that a brand worded.
    WordingVersion {
        version: u32,
        /// None where the brand went back to the shipped text.
        text: Option<String>,
        created_at: Timestamp,
    }

    /// Tries a wording on a deal, or on a made-up person.
    WordingTry { brand: String, name: String, text: String, #[serde(default)] deal: Option<DealId> }

    /// What a wording says for a deal.
    WordingPreview {
        /// Whom it would be written to.
        to: String,
        /// The subject; a prompt has none.
        subject: Option<String>,
        body: String,
        /// The whole mail with signature and legal footer; none for a prompt, and while something is wrong.
        whole: Option<String>,
        trouble: Option<WordingTrouble>,
    }

    /// What keeps a wording from being used.
    WordingTrouble { line: Option<u32>, why: String }
}
