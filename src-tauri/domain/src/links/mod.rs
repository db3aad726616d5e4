//! The link notary: what one look at a page truly says of a link to us, and what many looks mean. Pure: pages are fetched elsewhere.
//!
//! Everything on a page is a stranger's word: texts are cut and cleaned before they are kept, and `why` is composed here.

mod address;
mod candidates;
mod decode;
mod hiding;
mod judge;
mod link;
mod page;
mod robots;
mod tangle;
mod walls;
mod watch;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use address::{same_page, same_site};
pub use candidates::candidates;
pub use decode::decode;
pub use judge::{Answer, Around, Finding, Hop, Looked, Wanted, judge};
pub use link::{Link, NOTARY};
pub use page::{Page, PageLink};
pub use robots::Robots;
pub use watch::{Heard, Standing, Watch, next_look};

/// What was found where a link should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum LinkState {
    /// It stands there and counts.
    Live,
    /// It stands there; search engines are asked not to count it.
    LiveNofollow,
    /// It stands on a page that search engines are asked not to list.
    LiveNoindex,
    /// It stands there, and no reader sees it.
    Hidden,
    /// The page links to our site, but not to the wanted page.
    WrongTarget,
    /// It stands there with words that were not agreed.
    WrongAnchor,
    /// The page, or the link, leads elsewhere first.
    Redirected,
    /// The page stands, without a link to us.
    Removed,
    /// There is no such page any more.
    PageGone,
    /// We are not let in: nothing is known.
    Blocked,
    /// The page cannot be read: nothing is known.
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
