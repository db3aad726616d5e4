//! Links that others place to our pages: what one look at such a link found, and what many looks mean.

mod watch;

use serde::{Deserialize, Serialize};

pub use watch::{Heard, Standing, Watch, next_look};

/// What one look at a link found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum LinkState {
    /// It stands and counts.
    Live,
    /// It stands, and search engines are told not to count it.
    LiveNofollow,
    /// It stands on a page that search engines do not keep.
    LiveNoindex,
    /// It stands where nobody sees it.
    Hidden,
    /// It leads to another page of ours.
    WrongTarget,
    /// Its text is another one.
    WrongAnchor,
    /// The page leads elsewhere, or the link goes by a detour of theirs.
    Redirected,
    /// The page stands without it.
    Removed,
    /// The page is gone.
    PageGone,
    /// We are not let in.
    Blocked,
    /// Nobody answers.
    Unreachable,
}
crate::text_enum!(LinkState {
    Live = "live",
    LiveNofollow = "live-nofollow",
    LiveNoindex = "live-noindex",
    Hidden = "hidden",
    WrongTarget = "wrong-target",
    WrongAnchor = "wrong-anchor",
    Redirected = "redirected",
    Removed = "removed",
    PageGone = "page-gone",
    Blocked = "blocked",
    Unreachable = "unreachable",
});
