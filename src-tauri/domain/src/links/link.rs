//! A link that is watched: who agreed to place it where, and how it stands.

use url::Url;

use super::{LinkState, Standing, Watch};
use crate::Timestamp;
use crate::id::{BrandId, DealId, LinkId};

/// A link as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Its id.
    pub id: LinkId,
    /// Whose page it leads to.
    pub brand: BrandId,
    /// The deal in which it was agreed, if that is known and still there.
    pub deal: Option<DealId>,
    /// The page that carries it.
    pub source: Url,
    /// The page of ours.
    pub target: Url,
    /// What it may say; anything will do when empty.
    pub anchors: Vec<String>,
    /// How it stands, as all looks together say.
    pub standing: Standing,
    /// What the last look found.
    pub state: Option<LinkState>,
    /// The same in a sentence.
    pub why: String,
    /// What it said when it was last seen.
    pub anchor: Option<String>,
    /// What is remembered of the looks.
    pub watch: Watch,
    /// When it is looked at next.
    pub next_check_at: Option<Timestamp>,
    /// When it was last looked at.
    pub checked_at: Option<Timestamp>,
    /// When it was first seen.
    pub first_live_at: Option<Timestamp>,
    /// When it counted as lost, while it does.
    pub lost_at: Option<Timestamp>,
    /// When it was first known to stand.
    pub verified_at: Option<Timestamp>,
    /// [`NOTARY`], or the name a person signed with.
    pub verified_by: Option<String>,
    /// Since when it is watched.
    pub created_at: Timestamp,
}

/// Who verifies links: this program, by looking.
pub const NOTARY: &str = "notary";

impl Link {
    /// One to be looked at from now on.
    pub fn begin(id: LinkId, brand: BrandId, source: Url, target: Url, now: Timestamp) -> Self {
        Self {
            id,
            brand,
            deal: None,
            source,
            target,
            anchors: Vec::new(),
            standing: Standing::Awaited,
            state: None,
            why: String::new(),
            anchor: None,
            watch: Watch::default(),
            next_check_at: Some(now),
            checked_at: None,
            first_live_at: None,
            lost_at: None,
            verified_at: None,
            verified_by: None,
            created_at: now,
        }
    }

    /// Whether a deal may count as verified by it: it was seen, by the notary or by a person who signed, and is not lost.
    pub fn proves(&self) -> bool {
        self.verified_by.is_some() && !matches!(self.standing, Standing::Lost | Standing::Ended)
    }
}
