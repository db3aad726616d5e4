//! What a stranger's web site says of itself, as facts with their source passage, and what a mail may say because of them. Reads text that
//! it is given; fetching is left to whoever has a network.
//!
//! Page text is data from a stranger. A fact is a piece of a page and nothing more: it is kept because it stands there, and it is quoted in
//! a mail only when [`is_quotable`] says that a careful person would.

mod about;
mod angles;
mod checked;
mod claims;
mod contacts;
mod guard;
mod links;
mod page;
mod posts;
mod quotable;
mod topics;
mod words;

#[cfg(test)]
mod claims_tests;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use url::Url;

pub use angles::{Angle, Offer, angles, topic};
pub use claims::{Known, unsupported};
pub use links::next_pages;
pub use quotable::{is_quotable, lines};

use page::Page;

/// What a fact about a site is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum SiteFactKind {
    /// The site's name, without slogans.
    Title,
    /// What it says of itself in a sentence.
    Description,
    /// A subject it has pages about.
    Topic,
    /// The title of something published there.
    Post,
    /// Who writes there.
    Author,
    /// A mail address of the site.
    ContactAddress,
    /// The address of a page that invites guests to write.
    WriteForUs,
    /// The address on a site of ours that it links to.
    LinkToUs,
    /// The address on a rival's site that it links to.
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

impl SiteFactKind {
    /// The most facts of this kind that are kept of one site.
    const fn most(self) -> usize {
        match self {
            Self::Title | Self::Description => 1,
            Self::Topic => 8,
            Self::Post => 6,
            Self::Author | Self::ContactAddress => 3,
            Self::WriteForUs => 2,
            Self::LinkToUs | Self::LinkToRival => 5,
        }
    }
}

/// One thing a site says, with where it says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct SiteFact {
    /// What it is about.
    pub kind: SiteFactKind,
    /// The fact: a name, a subject, a title or an address.
    pub value: String,
    /// The piece of the page it was read from, word for word.
    pub passage: String,
    /// The address of that page.
    pub page: String,
}

/// Reads a page: what it says of its site. `ours` and `rivals` are registrable domains.
///
/// The passage of each stands in the page: in the text a reader sees, or in an attribute or structured data of it.
/// What a reader does not see (hidden elements, comments in the source) and what other people wrote (comments below posts) is not read.
pub fn read(address: &Url, html: &str, ours: &[String], rivals: &[String]) -> Vec<SiteFact> {
    let page = Page::parse(address, html);
    let mut found = Vec::new();
    if about::is_parked(&page) {
        return found;
    }
    about::read(&page, &mut found);
    topics::read(&page, &mut found);
    posts::read(&page, &mut found);
    contacts::read(&page, &mut found);
    links::read(&page, ours, rivals, &mut found);
    let mut kept = Vec::new();
    for fact in found.into_iter().filter(|fact| page.says(&fact.passage)) {
        add(&mut kept, fact);
    }
    kept
}

/// The facts of a whole site, from those of its pages in the order in which they were read.
///
/// A page that a link calls an invitation to guests, and that turns out not to be one when it is read, is no invitation.
pub fn gather(pages: &[(Url, Vec<SiteFact>)]) -> Vec<SiteFact> {
    let invites = |fact: &SiteFact| {
        let itself = pages.iter().find(|(address, _)| links::is_same_page(address, &fact.value));
        itself.is_none_or(|(_, facts)| facts.iter().any(|own| own.kind == SiteFactKind::WriteForUs))
    };
    let mut kept = Vec::new();
    for fact in pages.iter().flat_map(|(_, facts)| facts) {
        if fact.kind != SiteFactKind::WriteForUs || invites(fact) {
            add(&mut kept, fact.clone());
        }
    }
    kept
}

/// Adds a fact unless it is known or there are enough of its kind.
fn add(facts: &mut Vec<SiteFact>, fact: SiteFact) {
    let same_kind = || facts.iter().filter(|known| known.kind == fact.kind);
    let known = same_kind().any(|known| known.value.to_lowercase() == fact.value.to_lowercase());
    if !known && !fact.value.is_empty() && same_kind().count() < fact.kind.most() {
        facts.push(fact);
    }
}
