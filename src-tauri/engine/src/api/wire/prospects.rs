//! What crosses the border about prospects: sites that could link to us, one row for each registrable domain.

use domain::Timestamp;
use domain::id::{ContactId, DealId, ProspectId};
use domain::prospect::ProspectState;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a list of prospects is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ProspectSort {
    /// The most promising first.
    #[default]
    Priority,
    /// The highest authority first.
    Authority,
    /// By name.
    Site,
    /// The newest first.
    Added,
}

wire! {
    /// Asks for prospects; empty fields do not filter.
    #[derive(Default)]
    ProspectsRequest {
        #[serde(default)] brand: Option<String>,
        #[serde(default)] state: Option<ProspectState>,
        /// Part of the domain, or of a contact's name or address.
        #[serde(default)] search: Option<String>,
        #[serde(default)] sort: ProspectSort,
        #[serde(default)] offset: Option<u32>,
        #[serde(default)] limit: Option<u32>,
    }

    /// Some prospects. The counts are of all prospects of the brand.
    ProspectsPage { rows: Vec<ProspectRow>, total: u32, counts: Vec<ProspectCount> }

    /// How many prospects are in a state.
    ProspectCount { state: ProspectState, count: u32 }

    /// A site that could link to us.
    ProspectRow {
        id: ProspectId,
        /// The brand's slug.
        brand: String,
        /// Registrable domain: `harbourblog.example`.
        site: String,
        /// The page that the list named, else the home page.
        page: String,
        state: ProspectState,
        /// 0 to 100.
        authority: Option<u8>,
        /// Who says so: `Ahrefs DR`, `Moz DA`, the name of the list.
        authority_source: String,
        authority_at: Option<Timestamp>,
        /// 0 to 100: who to write to first.
        priority: u8,
        /// Why, in short sentences.
        reasons: Vec<String>,
        /// The contact that is written to, or would be.
        contact_id: Option<ContactId>,
        contact_name: String,
        contact_email: String,
        /// Contacts of the brand at this site.
        contacts: u32,
        /// When any brand last wrote to anybody there.
        last_contacted_at: Option<Timestamp>,
        /// That was within the last 100 days.
        contacted_lately: bool,
        deal_id: Option<DealId>,
        /// The stage of that deal.
        stage: Option<String>,
        /// Links of theirs to us that stand.
        links: u32,
        /// What the list says the page links to, if it named a rival's page.
        rival: Option<String>,
        /// When the site was last read.
        researched_at: Option<Timestamp>,
        /// Which list it is from.
        source: String,
        created_at: Timestamp,
    }

    /// Opens a deal with a prospect. An address is needed where no contact is known.
    ProspectStart {
        id: ProspectId,
        #[serde(default)] email: Option<String>,
        #[serde(default)] name: Option<String>,
    }

    /// Sets a prospect aside, or takes it back.
    ProspectSetAside { id: ProspectId, aside: bool }
}
