//! What crosses the border about research: what was read on the site of a deal's contact, and what a mail could say about it.

use domain::Timestamp;
use domain::research::SiteFactKind;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

wire! {
    /// What is known of the site of a deal's contact.
    Research {
        /// Its registrable domain; none when neither website nor address says one.
        site: Option<String>,
        /// When it was last read.
        read_at: Option<Timestamp>,
        pages: Vec<ReadPage>,
        /// What kept it from being read.
        trouble: Option<String>,
        facts: Vec<SiteFactRow>,
        /// What a mail may say, best first.
        angles: Vec<AngleRow>,
    }

    /// A page that was read.
    ReadPage { address: String, status: u16 }

    /// Something the site says, with the passage that says it.
    SiteFactRow { kind: SiteFactKind, value: String, passage: String, page: String }

    /// A sentence for a mail, and the facts it leans on by their place in the list.
    AngleRow { sentence: String, facts: Vec<u32> }
}
