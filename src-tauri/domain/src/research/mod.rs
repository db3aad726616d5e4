//! temporary

use serde::{Deserialize, Serialize};

/// What a fact about a site is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum SiteFactKind {
    /// What the site is called.
    Title,
    /// What it says of itself.
    Description,
    /// What it writes about.
    Topic,
    /// A recent post.
    Post,
    /// Who writes it.
    Author,
    /// An address to write to.
    ContactAddress,
    /// Its page for guests who want to write.
    WriteForUs,
    /// A link to us.
    LinkToUs,
    /// A link to a rival.
    LinkToRival,
}
crate::text_enum!(SiteFactKind {
    Title = "title",
    Description = "description",
    Topic = "topic",
    Post = "post",
    Author = "author",
    ContactAddress = "contact_address",
    WriteForUs = "write_for_us",
    LinkToUs = "link_to_us",
    LinkToRival = "link_to_rival",
});
