//! From what was answered to what is true of one link: its state, why in one sentence, and the evidence for it.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use url::Url;

use super::address::{carried, is_home, may_lead_to, same_page, same_site, slug};
use super::page::{ANCHOR, Page, PageLink, clean};
use super::walls::{Wall, wall};
use super::{LinkState, decode};
use crate::email::hex;

/// What should stand where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The page on which the link should stand.
    pub source: Url,
    /// Our page, to which it should lead.
    pub target: Url,
    /// What it may say; empty: anything.
    pub anchors: Vec<String>,
}

/// One address on the way to a page, and what it answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hop {
    /// The address that was asked for.
    pub address: Url,
    /// The status of HTTP.
    pub status: u16,
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The way to it, the page itself last.
    pub hops: Vec<Hop>,
    /// Headers of the page itself.
    pub headers: Vec<(String, String)>,
    /// The page.
    pub body: Vec<u8>,
    /// Whether the page was longer, and only its beginning was kept.
    pub cut: bool,
}

/// How a visit ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Looked {
    /// Somebody answered.
    Answered(Answer),
    /// The site's `robots.txt` does not let us in.
    KeptOut,
    /// Nobody answered, or nothing that can be read: how.
    Unreachable(String),
}

/// What else is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Around {
    /// Whether `robots.txt` keeps search engines from the page.
    pub search_engines_kept_out: bool,
    /// What our own page answers, if it was asked.
    pub target_status: Option<u16>,
}

/// What stands there, with the evidence. Texts come from strangers, cut and cleaned; `why` is ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// What it comes to.
    pub state: LinkState,
    /// One sentence for a person.
    pub why: String,
    /// The status of HTTP in the end.
    pub status: Option<u16>,
    /// The way there.
    pub hops: Vec<Hop>,
    /// The address that the link has, or the one of a link that is not quite it.
    pub found: Option<Url>,
    /// Words of its `rel`.
    pub rel: Vec<String>,
    /// What it says.
    pub anchor: Option<String>,
    /// Which link of the page it is, from 1.
    pub position: Option<u32>,
    /// The text around it; of a page without it, how the page begins.
    pub excerpt: String,
    /// SHA-256 of what came back, in hex.
    pub hash: Option<String>,
    /// The page that this one calls the real one.
    pub canonical: Option<Url>,
    /// Where search engines are asked not to list the page.
    pub noindex: Option<String>,
    /// The headers that may matter later.
    pub headers: Vec<(String, String)>,
    /// Where the page, or the link, leads instead.
    pub leads_to: Option<Url>,
    /// Another page of the site on which the link was found.
    pub moved_to: Option<Url>,
    /// What our own page answered, if it was asked.
    pub target_status: Option<u16>,
}

impl Finding {
    /// The same after the link was found on another page of the site.
    #[must_use]
    pub fn moved(mut self, to: Url) -> Self {
        self.why.push_str(" The link was found on another page of the site.");
        self.moved_to = Some(to);
        self
    }

    fn blank(state: LinkState, why: &str) -> Self {
        Self {
            state,
            why: why.to_owned(),
            status: None,
            hops: Vec::new(),
            found: None,
            rel: Vec::new(),
            anchor: None,
            position: None,
            excerpt: String::new(),
            hash: None,
            canonical: None,
            noindex: None,
            headers: Vec::new(),
            leads_to: None,
            moved_to: None,
            target_status: None,
        }
    }

    fn says(&mut self, state: LinkState, why: impl Into<String>) {
        (self.state, self.why) = (state, why.into());
    }

    fn shows(&mut self, page: &Page, link: &PageLink) {
        self.found = Some(link.address.clone());
        self.rel.clone_from(&link.rel);
        self.anchor = Some(link.anchor.clone());
        self.position = Some(link.position);
        self.excerpt = page.excerpt(link);
    }
}

/// Headers that are kept, and how much of each.
const KEPT: [&str; 7] = ["content-type", "x-robots-tag", "last-modified", "etag", "location", "server", "date"];
const HEADER: usize = 200;
/// A page with fewer characters of text than this, and scripts, is put together by its scripts.
const HARDLY_ANY: usize = 60;

/// Says what stands on the page. The best of several links to the target counts.
pub fn judge(wanted: &Wanted, looked: &Looked, around: &Around) -> Finding {
    let mut finding = match looked {
        Looked::Answered(answer) => answered(wanted, answer, around),
        Looked::KeptOut => Finding::blank(LinkState::Blocked, "The site's robots.txt does not let us read the page."),
        Looked::Unreachable(how) => {
            let how = clean(how, HEADER);
            Finding::blank(
                LinkState::Unreachable,
                &format!("The page could not be read: {}.", how.trim_end_matches('.')),
            )
        }
    };
    finding.target_status = around.target_status;
    if let Some(status) = around.target_status.filter(|status| *status >= 400) {
        finding.why.push_str(&format!(" Our own page answers with {status}."));
    }
    finding
}

fn answered(wanted: &Wanted, answer: &Answer, around: &Around) -> Finding {
    let mut finding = Finding::blank(LinkState::Unreachable, "The page could not be read.");
    finding.hops.clone_from(&answer.hops);
    finding.hash = Some(hex(&Sha256::digest(&answer.body)));
    finding.headers = kept(&answer.headers);
    let Some(last) = answer.hops.last() else { return finding };
    finding.status = Some(last.status);
    let at = &last.address;
    if !same_page(&wanted.source, at) {
        finding.leads_to = Some(at.clone());
    }
    let content_type = header(answer, "content-type");
    if !(200..300).contains(&last.status) {
        refused(&mut finding, wanted, answer, last);
    } else if !is_html(content_type, &answer.body) {
        finding.says(LinkState::Unreachable, "What is there is no web page that could be read.");
    } else if same_site(at, &wanted.target) && !same_site(&wanted.source, &wanted.target) {
        finding.says(LinkState::Redirected, "The page is gone: its address leads to our own site.");
    } else {
        let html = decode(content_type, &answer.body);
        let page = Page::read(&html, at, &answer.headers);
        let seen = Seen { wanted, answer, around, page: &page, html: &html, at };
        finding.canonical.clone_from(&page.canonical);
        finding.noindex = seen.noindex();
        finding.excerpt = clean(&page.beginning(), super::page::EXCERPT);
        match seen.best() {
            Some((link, fault)) => {
                finding.shows(&page, link);
                finding.says(fault.state(), fault.why(link));
            }
            None => seen.missing(&mut finding),
        }
    }
    finding
}

/// An answer that is no page: refused, gone, or in trouble.
fn refused(finding: &mut Finding, wanted: &Wanted, answer: &Answer, last: &Hop) {
    let status = last.status;
    match status {
        404 | 410 => finding.says(LinkState::PageGone, format!("The page is gone: the site answers with {status}.")),
        400 | 408 | 425 => finding.says(LinkState::Unreachable, format!("The site answers with {status}.")),
        401..=499 | 900.. => {
            finding
                .says(LinkState::Blocked, format!("The site does not let us read the page: it answers with {status}."));
        }
        _ => {
            let html = decode(header(answer, "content-type"), &answer.body);
            let page = Page::read(&html, &last.address, &answer.headers);
            match wall(&page, &html, &answer.headers, &wanted.source, &last.address) {
                Some(Wall::KeptOut(why)) => finding.says(LinkState::Blocked, why),
                _ => finding.says(LinkState::Unreachable, format!("The site is in trouble: it answers with {status}.")),
            }
        }
    }
}

/// What is wrong with a link that is there, from nothing to worst.
#[derive(Debug, Clone, Copy)]
enum Fault<'a> {
    Nothing,
    Anchor,
    Nofollow(&'a str),
    Noindex(&'a str),
    Hidden(&'a str),
}

impl Fault<'_> {
    fn rank(self) -> u8 {
        match self {
            Self::Nothing => 0,
            Self::Anchor => 1,
            Self::Nofollow(_) => 2,
            Self::Noindex(_) => 3,
            Self::Hidden(_) => 4,
        }
    }

    fn state(self) -> LinkState {
        match self {
            Self::Nothing => LinkState::Live,
            Self::Anchor => LinkState::WrongAnchor,
            Self::Nofollow(_) => LinkState::LiveNofollow,
            Self::Noindex(_) => LinkState::LiveNoindex,
            Self::Hidden(_) => LinkState::Hidden,
        }
    }

    fn why(self, link: &PageLink) -> String {
        match self {
            Self::Nothing => "The link stands on the page.".to_owned(),
            Self::Anchor if link.anchor.is_empty() => "The link stands on the page, without any words.".to_owned(),
            Self::Anchor => "The link stands on the page, with other words than were agreed.".to_owned(),
            Self::Nofollow(place) => {
                format!("The link stands on the page, but search engines are asked not to count it: {place}.")
            }
            Self::Noindex(place) => format!("The link stands on a page that search engines do not list: {place}."),
            Self::Hidden(how) => format!("The link stands on the page, but no reader sees it: {how}."),
        }
    }
}

/// A page that was read, with all that is known about it.
struct Seen<'a> {
    wanted: &'a Wanted,
    answer: &'a Answer,
    around: &'a Around,
    page: &'a Page,
    html: &'a str,
    at: &'a Url,
}

impl<'a> Seen<'a> {
    /// The best of the links to the target.
    fn best(&self) -> Option<(&'a PageLink, Fault<'a>)> {
        let links = self.page.links.iter().filter(|link| same_page(&link.address, &self.wanted.target));
        links.map(|link| (link, self.fault(link))).min_by_key(|(_, fault)| fault.rank())
    }

    fn fault(&self, link: &'a PageLink) -> Fault<'a> {
        let rel = |word: &str| link.rel.iter().any(|token| token == word);
        if let Some(how) = &link.hidden {
            return Fault::Hidden(how);
        }
        if let Some(place) = &self.page.noindex {
            return Fault::Noindex(place);
        }
        if self.around.search_engines_kept_out {
            return Fault::Noindex(KEPT_OUT);
        }
        if self.is_copy() {
            return Fault::Noindex("it calls another page the real one");
        }
        if let Some(word) = ["nofollow", "sponsored", "ugc"].into_iter().find(|word| rel(word)) {
            return Fault::Nofollow(word);
        }
        if let Some(place) = &self.page.nofollow {
            return Fault::Nofollow(place);
        }
        let said = folded(&link.anchor);
        let agreed = self.wanted.anchors.is_empty() || self.wanted.anchors.iter().any(|anchor| folded(anchor) == said);
        if agreed { Fault::Nothing } else { Fault::Anchor }
    }

    /// Whether the page calls another one the real one, that is none of those on the way to it.
    fn is_copy(&self) -> bool {
        self.page.canonical.as_ref().is_some_and(|real| {
            let ways = self.answer.hops.iter().map(|hop| &hop.address);
            !ways.chain([&self.wanted.source]).any(|address| same_page(address, real))
        })
    }

    fn noindex(&self) -> Option<String> {
        self.page.noindex.clone().or_else(|| self.around.search_engines_kept_out.then(|| KEPT_OUT.to_owned()))
    }

    /// Says what is there instead of the link.
    fn missing(&self, finding: &mut Finding) {
        match wall(self.page, self.html, &self.answer.headers, &self.wanted.source, self.at) {
            Some(Wall::KeptOut(why)) => return finding.says(LinkState::Blocked, why),
            Some(Wall::Gone(why)) => return finding.says(LinkState::PageGone, why),
            Some(Wall::Away(why)) => return finding.says(LinkState::Unreachable, why),
            None => {}
        }
        if self.answer.cut || self.page.cut {
            let why = "The page is too long to be read to its end, and the link is not in the part that was read.";
            return finding.says(LinkState::Unreachable, why);
        }
        if self.detour(finding) || self.elsewhere(finding) || self.near(finding) {
            return;
        }
        if self.page.links.is_empty() && self.page.seen < HARDLY_ANY && (self.page.scripts || self.page.seen == 0) {
            let why = "The page is empty until its scripts have run, so nothing can be said about it.";
            return finding.says(LinkState::Unreachable, why);
        }
        finding.says(LinkState::Removed, "The page stands, without a link to our site.");
    }

    /// A link that sends its reader through something of theirs first.
    fn detour(&self, finding: &mut Finding) -> bool {
        let target = &self.wanted.target;
        let carrying = self.page.links.iter().filter(|link| !same_site(&link.address, target));
        let mut carrying =
            carrying.filter_map(|link| Some((link, carried(&link.address, target)?))).collect::<Vec<_>>();
        carrying.sort_by_key(|(_, to)| !same_page(to, target));
        if let Some((link, to)) = carrying.into_iter().next() {
            finding.shows(self.page, link);
            finding.leads_to = Some(to);
            finding.says(
                LinkState::Redirected,
                "The link does not lead to us directly, but through a redirect of theirs.",
            );
            return true;
        }
        let Some(link) = self.page.links.iter().find(|link| may_lead_to(&link.address, self.at, target)) else {
            return false;
        };
        finding.shows(self.page, link);
        finding.leads_to = Some(link.address.clone());
        let why = "There is no link to us, only one to an address of theirs that may lead on to us.";
        finding.says(LinkState::Redirected, why);
        true
    }

    /// A page that leads to another one.
    fn elsewhere(&self, finding: &mut Finding) -> bool {
        let source = &self.wanted.source;
        let refresh = self.page.refresh.as_ref().filter(|to| !same_page(to, self.at) && !same_page(to, source));
        let to = match refresh {
            Some(to) => to,
            None if same_page(source, self.at) || is_renamed(source, self.at) => return false,
            None => self.at,
        };
        finding.leads_to = Some(to.clone());
        let why = if !same_site(source, to) {
            "The page leads to another site now, and the link is not there."
        } else if is_home(to) {
            "The page leads to the first page of the site now, and the link is not there."
        } else {
            "The page leads to another page now, and the link is not there."
        };
        finding.says(LinkState::Redirected, why);
        true
    }

    /// A link to our site that is not to the wanted page.
    fn near(&self, finding: &mut Finding) -> bool {
        let ours = self.page.links.iter().filter(|link| same_site(&link.address, &self.wanted.target));
        let Some(link) = ours.min_by_key(|link| link.hidden.is_some()) else { return false };
        finding.shows(self.page, link);
        finding.says(LinkState::WrongTarget, "The page links to our site, but not to the page that was agreed.");
        true
    }
}

const KEPT_OUT: &str = "the site's robots.txt keeps them out";

/// Whether a site only put the page into another folder or under another of its hosts.
fn is_renamed(source: &Url, at: &Url) -> bool {
    same_site(source, at) && slug(source).is_some() && slug(source) == slug(at)
}

/// Words without the differences that nobody means: case, quotation marks, spaces and marks at the ends.
fn folded(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    let plain: String = clean(text, ANCHOR).nfkc().map(|c| if matches!(c, '’' | '‘') { '\'' } else { c }).collect();
    plain.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

fn header<'a>(answer: &'a Answer, wanted: &str) -> &'a str {
    let mut headers = answer.headers.iter();
    headers.find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map_or("", |(_, value)| value)
}

fn kept(headers: &[(String, String)]) -> Vec<(String, String)> {
    let wanted = headers.iter().filter(|(name, _)| KEPT.iter().any(|kept| name.eq_ignore_ascii_case(kept)));
    wanted.take(KEPT.len() * 2).map(|(name, value)| (name.to_ascii_lowercase(), clean(value, HEADER))).collect()
}

/// Whether it is a web page: by what it is called, or where nobody calls it anything, by how it begins.
fn is_html(content_type: &str, body: &[u8]) -> bool {
    let kind = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if kind.is_empty() {
        let start = decode("", body.get(..1_024).unwrap_or(body)).to_ascii_lowercase();
        return ["<!doctype html", "<html", "<head", "<body", "<title", "<p", "<a ", "<div"]
            .iter()
            .any(|tag| start.contains(tag));
    }
    matches!(kind.as_str(), "text/html" | "application/xhtml+xml")
}
