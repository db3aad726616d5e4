//! Mail addresses of a site. Only one that belongs to the site is ever taken: on its own domain, or at a free mail service and on its own
//! contact page. Whatever else a page says about whom to write to is a stranger's wish.

use url::Url;

use super::page::{Page, collapsed};
use super::quotable::instructs;
use super::{SiteFact, SiteFactKind};
use crate::address::{EmailAddress, is_free_mail};

/// Local parts that nobody reads, or that stand for any.
const NOBODY: [&str; 12] = [
    "noreply",
    "no-reply",
    "donotreply",
    "do-not-reply",
    "example",
    "name",
    "you",
    "your",
    "yourname",
    "user",
    "someone",
    "mailer-daemon",
];

/// Spellings of the sign in an address, the longest first. The plain word counts only where the dot is a word too.
const AT: [&str; 8] = ["(at)", "[at]", "{at}", "(ät)", "[ät]", "(@)", " at ", "@"];
/// Spellings of the dot.
const DOT: [&str; 5] = ["(dot)", "[dot]", "{dot}", "(punkt)", " dot "];

/// How far around its sign an address is looked for, in bytes.
const AROUND: usize = 120;

/// Adds the addresses on a page that belong to its site.
pub(super) fn read(page: &Page, found: &mut Vec<SiteFact>) {
    let mut add = |address: &str, passage: &str| {
        if let Some(address) = own(page, address) {
            found.extend(page.fact(SiteFactKind::ContactAddress, address.as_str(), passage));
        }
    };
    for element in page.all("a").filter(|element| !element.within.comments) {
        let Some(href) = element.attribute("href") else { continue };
        let Some(target) = href.get(..7).filter(|scheme| scheme.eq_ignore_ascii_case("mailto:")).and(href.get(7..))
        else {
            continue;
        };
        // Only the one it is to: what follows would be copies and a text.
        let to = target.split(['?', ',', ';']).next().unwrap_or_default();
        add(&unescaped(to), href);
    }
    let comments: Vec<_> = page.elements().filter(|(_, element)| element.within.comments).collect();
    for (address, passage, at) in written(page.text()) {
        let in_comment = comments.iter().any(|(_, element)| page.range_of(element).contains(&at));
        if !in_comment && !instructs(sentence(page.text(), at)) {
            add(&address, &passage);
        }
    }
}

/// An address that belongs to the site of a page.
fn own(page: &Page, address: &str) -> Option<EmailAddress> {
    let address = EmailAddress::parse(&address.to_lowercase()).ok()?;
    let local = address.local();
    if NOBODY.contains(&local) || local.starts_with("noreply") || local.starts_with("no-reply") {
        return None;
    }
    let site = page.address.host_str().and_then(psl::domain_str);
    let at_site = site.is_some() && psl::domain_str(address.domain()) == site;
    let at_home = is_free_mail(address.domain()) && is_contact_page(&page.address);
    (at_site || at_home).then_some(address)
}

/// Whether a page is where a site says how to reach it.
fn is_contact_page(url: &Url) -> bool {
    let path = url.path().to_lowercase();
    ["contact", "kontakt", "impressum", "imprint", "sampark"].iter().any(|word| path.contains(word))
}

/// A target without its `%40`.
fn unescaped(target: &str) -> String {
    let bytes = target.as_bytes();
    let (mut plain, mut at) = (Vec::new(), 0);
    while let Some(byte) = bytes.get(at) {
        let code = (*byte == b'%').then(|| target.get(at + 1..at + 3)).flatten();
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(code) => {
                plain.push(code);
                at += 3;
            }
            None => {
                plain.push(*byte);
                at += 1;
            }
        }
    }
    collapsed(&String::from_utf8_lossy(&plain))
}

/// The addresses in a text: each plain, as it is written, and where its sign stands.
fn written(text: &str) -> Vec<(String, String, usize)> {
    let mut found = Vec::new();
    // Of the same length, so that a place in it is a place in the text.
    let lower = text.to_ascii_lowercase();
    for sign in AT {
        for (at, _) in lower.match_indices(sign) {
            let before = local_before(window(&lower, at.saturating_sub(AROUND), at));
            let after = window(&lower, at + sign.len(), at + sign.len() + AROUND);
            let (Some(local), Some((domain, taken, in_words))) = (before, domain_after(after)) else { continue };
            if sign == " at " && !in_words {
                continue;
            }
            let start = at
                - local.len()
                - usize::from(text.get(..at).is_some_and(|head| head.ends_with(' ') && sign != " at "));
            let end = at + sign.len() + taken;
            if let Some(passage) = text.get(start..end) {
                found.push((format!("{}@{domain}", local.trim()), passage.trim().to_owned(), at));
            }
        }
    }
    found.sort_by_key(|(_, _, at)| *at);
    found
}

/// A piece of a text between two places, moved inwards to whole characters.
fn window(text: &str, from: usize, to: usize) -> &str {
    let end = (from..=to.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    let start = (from..=from + 3).find(|start| text.is_char_boundary(*start));
    start.zip(end).and_then(|(start, end)| text.get(start..end)).unwrap_or_default()
}

/// The local part at the end of a text.
fn local_before(text: &str) -> Option<&str> {
    let text = text.strip_suffix(' ').unwrap_or(text);
    let inside = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '.' | '_' | '+' | '-');
    let start = text.char_indices().rev().take_while(|(_, sign)| inside(*sign)).last()?.0;
    text.get(start..).map(|local| local.trim_start_matches(['.', '-'])).filter(|local| !local.is_empty())
}

/// The domain at the beginning of a text, how much of the text it takes, and whether its dots are words.
fn domain_after(text: &str) -> Option<(String, usize, bool)> {
    let mut domain = String::new();
    let mut rest = text.strip_prefix(' ').unwrap_or(text);
    let mut in_words = false;
    loop {
        let end = rest.find(|sign: char| !sign.is_alphanumeric() && sign != '-').unwrap_or(rest.len());
        let (label, tail) = rest.split_at_checked(end)?;
        domain.push_str(label);
        rest = tail;
        let spelled = DOT.iter().find_map(|dot| {
            let tail = rest.strip_prefix(' ').filter(|tail| tail.starts_with(dot)).unwrap_or(rest);
            let tail = tail.strip_prefix(dot)?;
            Some(tail.strip_prefix(' ').unwrap_or(tail))
        });
        let plain = rest.strip_prefix('.').filter(|tail| tail.starts_with(char::is_alphanumeric));
        let Some(tail) = spelled.or(plain) else { break };
        in_words |= spelled.is_some();
        domain.push('.');
        rest = tail;
    }
    let whole = domain.contains('.') && !domain.starts_with('.') && !domain.ends_with('.');
    whole.then(|| (domain, text.len() - rest.len(), in_words))
}

/// The words around a place: what is said of the address there.
fn sentence(text: &str, at: usize) -> &str {
    window(text, at.saturating_sub(AROUND), at + AROUND)
}
