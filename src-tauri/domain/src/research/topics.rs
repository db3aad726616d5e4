//! What a site has pages about: its categories and tags, its sections, its keywords, and words that its headings repeat.

use std::collections::{BTreeMap, BTreeSet};

use url::Url;

use super::page::{Element, Page};
use super::words::contains_words;
use super::{SiteFact, SiteFactKind};

/// The most keywords of an honest list; a longer one is stuffing.
const MOST_KEYWORDS: usize = 12;
/// So often a word stands in headings that it is a subject.
const OFTEN: usize = 3;

/// Adds subjects, the surest first.
pub(super) fn read(page: &Page, found: &mut Vec<SiteFact>) {
    let before = found.len();
    let links = || page.links().filter(|(element, url)| page.is_own(url) && !element.within.comments);
    for (element, _) in links().filter(|(element, url)| is_category(element, url)) {
        add(page, page.text_of(element), found);
    }
    if let Some(section) = page.meta(&["article:section"]) {
        add(page, section, found);
    }
    // A menu lists sections, and much else: it is asked only where nothing is marked, for what the site also tells of itself.
    if found.len() == before {
        let told = page.meta(&["description", "og:description"]).unwrap_or_default().to_lowercase();
        for (element, _) in links().filter(|(element, url)| element.within.navigation && is_section(url)) {
            let text = page.text_of(element);
            if contains_words(&told, &text.to_lowercase()) {
                add(page, text, found);
            }
        }
    }
    keywords(page, found);
    repeated(page, found);
}

fn add(page: &Page, text: &str, found: &mut Vec<SiteFact>) {
    let text = without_count(text).trim_start_matches('#').trim();
    if is_subject(text) {
        found.extend(page.fact(SiteFactKind::Topic, text, text));
    }
}

/// “Baking (12)” is about baking.
fn without_count(text: &str) -> &str {
    let head = text.trim_end().strip_suffix(')').and_then(|text| text.rsplit_once('('));
    match head {
        Some((head, count)) if count.chars().all(|sign| sign.is_ascii_digit()) => head.trim(),
        _ => text.trim(),
    }
}

/// Whether a link is marked as one to all pages about a subject.
fn is_category(element: &Element, url: &Url) -> bool {
    let rel = element.attribute("rel").is_some_and(|rel| rel.split_whitespace().any(|word| word == "tag"));
    let path = url.path().to_lowercase();
    let marks = ["category", "categories", "tag", "tags", "topic", "topics", "label", "kategorie", "thema", "themen"];
    let mut parts = path.trim_matches('/').split('/').rev().skip(1).take(2);
    rel || parts.any(|part| marks.contains(&part))
}

/// Whether a link of a menu could lead to a section: a single word of path, `/bread`.
fn is_section(url: &Url) -> bool {
    let path = url.path().trim_matches('/');
    !path.is_empty() && !path.contains('/') && url.query().is_none()
}

/// What menus and lists of categories hold beside subjects.
const NO_SUBJECTS: [&str; 96] = [
    "about",
    "about me",
    "about us",
    "account",
    "advertise",
    "advertising",
    "all",
    "all posts",
    "archive",
    "archives",
    "articles",
    "author",
    "authors",
    "basket",
    "blog",
    "books",
    "cart",
    "categories",
    "checkout",
    "classes",
    "contact",
    "contact me",
    "contact us",
    "contribute",
    "contributors",
    "cookies",
    "delivery",
    "disclaimer",
    "donate",
    "events",
    "faq",
    "faqs",
    "features",
    "gallery",
    "guest post",
    "guest posts",
    "help",
    "home",
    "impressum",
    "imprint",
    "index",
    "jobs",
    "journal",
    "links",
    "log in",
    "login",
    "meet the team",
    "menu",
    "more",
    "my account",
    "news",
    "newsletter",
    "next",
    "our story",
    "our team",
    "podcast",
    "portfolio",
    "posts",
    "press",
    "previous",
    "pricing",
    "privacy",
    "privacy policy",
    "read more",
    "register",
    "resources",
    "returns",
    "rss",
    "search",
    "services",
    "shipping",
    "shop",
    "sign in",
    "sign up",
    "sitemap",
    "start here",
    "store",
    "stories",
    "submissions",
    "subscribe",
    "support",
    "team",
    "terms",
    "uncategorised",
    "uncategorized",
    "videos",
    "work with me",
    "write for us",
    "datenschutz",
    "kontakt",
    "startseite",
    "über mich",
    "über uns",
    "allgemein",
    "संपर्क",
    "हमारे बारे में",
];

/// Whether a text can be a subject: a few words, and none of those that every menu has.
fn is_subject(text: &str) -> bool {
    let count = text.chars().count();
    let words = text.split_whitespace().count();
    let lower = text.to_lowercase();
    (2..=40).contains(&count)
        && words <= 4
        && text.chars().any(char::is_alphabetic)
        && !text.contains(['@', '/', '<', '>', '|', ':', '→', '»', '…'])
        && !NO_SUBJECTS.contains(&lower.as_str())
        && lower != "मुखपृष्ठ"
}

fn keywords(page: &Page, found: &mut Vec<SiteFact>) {
    let Some(list) = page.meta(&["keywords"]) else { return };
    let words: Vec<&str> = list.split(',').map(str::trim).filter(|word| !word.is_empty()).collect();
    if words.len() <= MOST_KEYWORDS {
        words.iter().for_each(|word| add(page, word, found));
    }
}

/// A long word that stands in several headings, where the page also has it as the name of a subject: “dashboards”, “baking”.
fn repeated(page: &Page, found: &mut Vec<SiteFact>) {
    let seen = |element: &Element| element.is_heading() && !element.within.comments && !element.within.goods;
    let headings: Vec<&str> =
        page.elements().filter(|(_, element)| seen(element)).map(|(_, element)| page.text_of(element)).collect();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for heading in &headings {
        let words: BTreeSet<String> = letters(heading).map(|word| singular(&word.to_lowercase()).to_owned()).collect();
        for word in words.into_iter().filter(|word| word.chars().count() >= 6 && !COMMON.contains(&word.as_str())) {
            *counts.entry(word).or_default() += 1;
        }
    }
    let told = page.meta(&["description", "og:description"]);
    for (word, _) in counts.iter().filter(|(_, count)| **count >= OFTEN) {
        let names = |other: &&str| {
            let lower = other.to_lowercase();
            singular(&lower) == word && (lower.ends_with('s') || lower.ends_with("ing"))
        };
        let mut texts = headings.iter().copied().chain(told);
        let named = texts.find_map(|text| Some((text, letters(text).find(names)?)));
        let known = |fact: &SiteFact| fact.kind == SiteFactKind::Topic && fact.value.to_lowercase().contains(word);
        if let Some((text, name)) = named.filter(|(_, name)| is_subject(name) && !found.iter().any(known)) {
            found.extend(page.fact(SiteFactKind::Topic, name, text));
        }
    }
}

/// The words of a text without digits and signs.
fn letters(text: &str) -> impl Iterator<Item = &str> {
    text.split(|sign: char| !sign.is_alphabetic())
}

fn singular(word: &str) -> &str {
    word.strip_suffix('s').unwrap_or(word)
}

/// Long words that say nothing about a subject.
const COMMON: [&str; 26] = [
    "about",
    "again",
    "always",
    "another",
    "because",
    "before",
    "better",
    "between",
    "everything",
    "little",
    "people",
    "recent",
    "should",
    "simple",
    "something",
    "summer",
    "things",
    "through",
    "welcome",
    "winter",
    "without",
    "friday",
    "monday",
    "review",
    "comments",
    "latest",
];
