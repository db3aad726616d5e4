//! Who a site is: its name, what it says of itself, and who writes there.

use super::page::{Element, Page, clipped, strings};
use super::words::{is_person, squashed};
use super::{SiteFact, SiteFactKind};

/// The longest description that is kept, in characters.
const LONGEST_DESCRIPTION: usize = 300;
/// The longest title that is looked at, in characters.
const LONGEST_TITLE: usize = 200;

/// Adds what a page says about the site itself.
pub(super) fn read(page: &Page, found: &mut Vec<SiteFact>) {
    found.extend(title(page));
    found.extend(description(page));
    authors(page, found);
}

/// The site's name: as it tells it to other programs, else the part of the title that is its name.
fn title(page: &Page) -> Option<SiteFact> {
    if let Some(name) = page.meta(&["og:site_name", "application-name"]) {
        let name = clipped(name, LONGEST_TITLE);
        return page.fact(SiteFactKind::Title, name, name);
    }
    let whole = page.all("title").map(|element| page.text_of(element)).find(|text| !text.is_empty())?;
    // A title that is never closed swallows the markup behind it.
    let whole = clipped(whole.split('<').next().unwrap_or_default().trim_end(), LONGEST_TITLE);
    page.fact(SiteFactKind::Title, name_in(page, whole)?, whole)
}

/// What titles of first pages say beside the name.
const NO_NAMES: [&str; 8] = ["home", "home page", "homepage", "welcome", "start", "startseite", "index", "blog"];

/// The part of a title that names the site: the one its address repeats, else the first of a home page.
fn name_in<'a>(page: &Page, whole: &'a str) -> Option<&'a str> {
    let mut parts: Vec<&str> = split(whole);
    parts.retain(|part| !NO_NAMES.contains(&part.to_lowercase().as_str()));
    let host = page.address.host_str().unwrap_or_default();
    let label = squashed(psl::domain_str(host).unwrap_or(host).split('.').next().unwrap_or_default());
    let resembles = |part: &&&str| {
        let part = squashed(part);
        part.chars().count() > 3 && (label.contains(part.trim_start_matches("the")) || part.contains(&label))
    };
    let named = parts.iter().find(resembles).copied();
    named.or_else(|| page.is_home().then(|| parts.first().copied()).flatten())
}

/// A title without its parting signs. A hyphen inside a word parts nothing.
fn split(title: &str) -> Vec<&str> {
    let mut parts = vec![title];
    for sign in [" | ", " – ", " — ", " - ", " :: ", " » ", " « ", " · ", " • ", ": "] {
        parts = parts.into_iter().flat_map(|part| part.split(sign)).collect();
    }
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

fn description(page: &Page) -> Option<SiteFact> {
    let text = clipped(page.meta(&["description", "og:description", "twitter:description"])?, LONGEST_DESCRIPTION);
    page.fact(SiteFactKind::Description, text, text)
}

/// Names of people: marked as author by the page, or in its structured data.
fn authors(page: &Page, found: &mut Vec<SiteFact>) {
    let mut add = |passage: &str| {
        let name = without_by(passage);
        if is_person(name) {
            found.extend(page.fact(SiteFactKind::Author, name, passage));
        }
    };
    for (_, element) in page.elements().filter(|(_, element)| is_byline(element) && !element.within.comments) {
        let text = page.text_of(element);
        // A byline with a date or more behind the name is cut where the name ends.
        let end = text.find(['|', '·', '•', ',', '–', '—', '(']).unwrap_or(text.len());
        add(text.get(..end).unwrap_or_default().trim());
    }
    page.meta(&["author", "article:author"]).into_iter().for_each(&mut add);
    for value in page.data() {
        authors_in(&value).iter().for_each(|name| add(name));
    }
}

fn is_byline(element: &Element) -> bool {
    let classes = ["author", "byline", "post-author", "entry-author", "author-name", "author-card-name", "p-author"];
    element.attribute("rel").is_some_and(|rel| rel.split_whitespace().any(|word| word == "author"))
        || element.attribute("itemprop") == Some("author")
        || classes.iter().any(|class| element.has_class(class))
}

/// “By Ann Smith” is about Ann Smith.
fn without_by(text: &str) -> &str {
    let openings = ["by ", "von ", "written by ", "posted by ", "words by ", "author: ", "लेखक: "];
    let opens = |opening: &&str| text.get(..opening.len()).is_some_and(|head| head.to_lowercase() == **opening);
    openings.iter().find(|opening| opens(opening)).and_then(|opening| text.get(opening.len()..)).unwrap_or(text).trim()
}

/// The names under `author` in structured data (schema.org), wherever they stand.
fn authors_in(value: &serde_json::Value) -> Vec<String> {
    let (mut open, mut names) = (vec![value], Vec::new());
    while let Some(value) = open.pop() {
        match value {
            serde_json::Value::Array(values) => open.extend(values),
            serde_json::Value::Object(fields) => {
                if let Some(author) = fields.get("author") {
                    names.extend(strings(author).into_iter().filter(|text| is_person(text)).map(str::to_owned));
                }
                open.extend(fields.values());
            }
            _ => {}
        }
    }
    names
}

/// Whether nobody lives here: the page of a registrar that sells the name.
pub(super) fn is_parked(page: &Page) -> bool {
    let lower = page.text().to_lowercase();
    let sells = [
        "domain is for sale",
        "domain name is for sale",
        "domain may be for sale",
        "buy this domain",
        "domain is parked",
    ];
    lower.split_whitespace().count() < 200 && sells.iter().any(|phrase| lower.contains(phrase))
}
