//! Where on the same site a link may have gone that is no longer on its page.

use std::collections::HashSet;

use url::Url;

use super::address::{same_page, same_site, slug};
use super::decode;
use super::judge::{Looked, Wanted};
use super::page::{Page, PageLink};

/// Pages that are worth a look.
const MOST: usize = 3;
/// Words that lead to the next part of a list of posts.
const ONWARD: [&str; 10] = [
    "next",
    "next page",
    "older",
    "older posts",
    "older entries",
    "previous posts",
    "»",
    "›",
    "nächste seite",
    "page suivante",
];
/// Files that are no pages.
const FILES: [&str; 12] = ["jpg", "jpeg", "png", "gif", "webp", "svg", "pdf", "zip", "mp4", "mp3", "xml", "css"];

/// At most three other pages of the site that are worth a look: the one that the page calls the real one, those with a name like that of the
/// page, and the next of a list. Best first.
pub fn candidates(wanted: &Wanted, looked: &Looked) -> Vec<Url> {
    let Looked::Answered(answer) = looked else { return Vec::new() };
    let Some(at) = answer.hops.last().map(|hop| &hop.address) else { return Vec::new() };
    if !same_site(at, &wanted.source) {
        return Vec::new();
    }
    let content_type = answer.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    let html = decode(content_type.map_or("", |(_, value)| value), &answer.body);
    let page = Page::read(&html, at, &answer.headers);
    let named = names(&wanted.source);
    let mut ranked: Vec<(u32, &Url)> = page.canonical.iter().map(|real| (100, real)).collect();
    ranked.extend(page.links.iter().map(|link| (promise(link, &named), &link.address)));
    ranked.retain(|(promise, url)| *promise > 0 && same_site(url, at) && is_page(url));
    ranked.sort_by_key(|(promise, _)| std::cmp::Reverse(*promise));
    let mut best: Vec<Url> = Vec::new();
    for (_, url) in ranked {
        let known = [&wanted.source, at].into_iter().chain(&best).any(|known| same_page(known, url));
        if !known && best.len() < MOST {
            let mut url = url.clone();
            url.set_fragment(None);
            best.push(url);
        }
    }
    best
}

/// How likely the page behind a link is the one, from 0 to 100: half of the words of its name are the page's own, or it is the next of a list.
fn promise(link: &PageLink, named: &HashSet<String>) -> u32 {
    let anchor = link.anchor.to_lowercase();
    let onward =
        link.rel.iter().any(|word| word == "next") || ONWARD.contains(&anchor.trim_matches([' ', '→', '«', '←']));
    let same = names(&link.address);
    let (shared, all) = (same.intersection(named).count(), same.union(named).count());
    let alike = (shared * 90).checked_div(all).unwrap_or(0);
    let alike = if alike >= 30 { u32::try_from(alike).unwrap_or(0) } else { 0 };
    alike.max(if onward { 25 } else { 0 })
}

/// The words of a page's name.
fn names(url: &Url) -> HashSet<String> {
    let slug = slug(url).unwrap_or_default();
    slug.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 2).map(str::to_owned).collect()
}

fn is_page(url: &Url) -> bool {
    let ending = url.path().rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    !ending.is_some_and(|ending| FILES.contains(&ending.as_str()))
}
