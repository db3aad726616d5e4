//! What crosses the border about links: which are watched, how they stand, what each look found, and which pages of ours are wanted.

use domain::Timestamp;
use domain::id::{DealId, EmailId, LinkCheckId, LinkId, LinkTargetId};
use domain::links::{LinkState, Standing};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

wire! {
    /// Asks for links, those that need somebody first; empty fields do not filter.
    #[derive(Default)]
    LinksRequest {
        #[serde(default)] brand: Option<String>,
        #[serde(default)] standing: Option<Standing>,
        #[serde(default)] deal: Option<DealId>,
        /// Part of an address, or of the name of whoever it was agreed with.
        #[serde(default)] search: Option<String>,
        #[serde(default)] offset: Option<u32>,
        #[serde(default)] limit: Option<u32>,
    }

    /// Some links. The counts are of all links of the brand.
    LinksPage { rows: Vec<LinkRow>, total: u32, counts: Vec<StandingCount> }

    /// How many links stand so.
    StandingCount { standing: Standing, count: u32 }

    /// A link that is watched.
    LinkRow {
        id: LinkId,
        /// The brand's slug.
        brand: String,
        deal_id: Option<DealId>,
        /// Who it was agreed with, if it is of a deal.
        who: Option<String>,
        /// The page that carries the link.
        source: String,
        /// Our page.
        target: String,
        /// Texts the link may have; any will do when empty.
        anchors: Vec<String>,
        standing: Standing,
        /// What the last look found.
        state: Option<LinkState>,
        /// The same in a sentence.
        why: String,
        /// Different days on which the link was missed since it was last seen.
        misses: u32,
        checked_at: Option<Timestamp>,
        next_check_at: Option<Timestamp>,
        first_live_at: Option<Timestamp>,
        lost_at: Option<Timestamp>,
        verified_at: Option<Timestamp>,
        /// `notary`, or the name a person signed with.
        verified_by: Option<String>,
        created_at: Timestamp,
        /// The latest looks, oldest first.
        history: Vec<LinkLook>,
    }

    /// One look, for a chart.
    LinkLook { at: Timestamp, state: LinkState }

    /// Names a link.
    LinkRef { id: LinkId }

    /// A link with the evidence of its looks, newest first.
    LinkDetail {
        link: LinkRow,
        checks: Vec<LinkCheckRow>,
        /// The mail that asks for a lost link back, if one was written.
        reclaim: Option<EmailId>,
    }

    /// What one look found.
    LinkCheckRow {
        id: LinkCheckId,
        at: Timestamp,
        state: LinkState,
        why: String,
        /// Where the page was in the end, and how one came there.
        hops: Vec<LinkHop>,
        rel: Vec<String>,
        anchor: Option<String>,
        /// Which link of the page it is, counted from one.
        position: Option<u32>,
        /// The words around it.
        excerpt: Option<String>,
        /// SHA-256 of the page, in hex.
        hash: Option<String>,
        headers: Vec<LinkHeader>,
        canonical: Option<String>,
        noindex: Option<String>,
        /// The page of the same site where it stands now.
        moved_to: Option<String>,
    }

    /// An address on the way to a page.
    LinkHop { address: String, status: u16 }

    /// A line of what the page's server said.
    LinkHeader { name: String, value: String }

    /// Begins to watch a link.
    LinkAdd {
        /// By slug; that of the deal without it.
        #[serde(default)] brand: Option<String>,
        source: String,
        /// The brand's website without it.
        #[serde(default)] target: Option<String>,
        #[serde(default)] anchors: Vec<String>,
        #[serde(default)] deal: Option<DealId>,
    }

    /// A person vouches for a link that the notary cannot see, and signs for it.
    DealVouch {
        id: DealId,
        /// Who vouches.
        signed: String,
        /// Where the link was seen.
        source: String,
        /// How it was seen.
        note: String,
    }

    /// A page of ours that is to be linked.
    LinkTargetRow {
        id: LinkTargetId,
        address: String,
        /// Its texts, each with how many links use it.
        anchors: Vec<AnchorUse>,
        /// Links that lead there and are not lost.
        used: u32,
        /// The text to ask for next: the one used least.
        next_anchor: Option<String>,
    }

    /// A text and how many links have it.
    AnchorUse { anchor: String, used: u32 }

    /// Adds a page of ours, or changes the texts of one.
    LinkTargetSet { brand: String, address: String, anchors: Vec<String> }

    /// Names a page of ours.
    LinkTargetRef { id: LinkTargetId }
}
