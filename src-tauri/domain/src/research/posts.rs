//! What was published on a site: titles that stand where titles of posts stand.

use url::Url;

use super::page::{Element, Page};
use super::{SiteFact, SiteFactKind};

/// The longest title that is kept, in characters. A longer one is a text.
const LONGEST: usize = 160;

/// Adds the titles of posts, in the order of the page.
pub(super) fn read(page: &Page, found: &mut Vec<SiteFact>) {
    if super::links::is_about_the_site(&page.address) {
        return;
    }
    for (place, element) in page.elements() {
        if element.within.comments || element.within.goods || element.within.navigation {
            continue;
        }
        let title = match element.name.as_str() {
            "article" | "item" | "entry" if !has_price(page, place) => heading_in(page, place),
            "h1" | "h2" | "h3" | "h4" | "a" if is_title(element) => own_title(page, place, element),
            "h2" | "h3" | "h4" => dated_title(page, place),
            "li" if has_time(page, place) && !has_price(page, place) => linked_title(page, place),
            _ => None,
        };
        if let Some(title) = title.filter(|title| reads_as_title(title)) {
            found.extend(page.fact(SiteFactKind::Post, title, title));
        }
    }
}

/// The first heading of an article, if it leads to a page of the site or this is the article's own page.
fn heading_in(page: &Page, place: usize) -> Option<&str> {
    let (at, heading) = page.inside(place).find(|(_, inner)| inner.is_heading() || inner.name == "title")?;
    let link = links(page, at).chain(links(page, place)).next();
    let leads_away = link.and_then(|link| page.target(link)).is_some_and(|url| !page.is_own(&url));
    (!leads_away).then(|| page.text_of(heading))
}

fn links(page: &Page, place: usize) -> impl Iterator<Item = &Element> {
    page.inside(place).map(|(_, inner)| inner).filter(|inner| inner.name == "a")
}

/// Whether a class says that this is the title of a post.
fn is_title(element: &Element) -> bool {
    ["entry-title", "post-title", "post-card-title", "article-title", "p-name"]
        .iter()
        .any(|class| element.has_class(class))
}

fn own_title<'a>(page: &'a Page, place: usize, element: &'a Element) -> Option<&'a str> {
    let mut targets = links(page, place).filter_map(|link| page.target(link));
    targets.all(|url| page.is_own(&url)).then(|| page.text_of(element))
}

/// A heading that is a link whose address is that of a post: below a date or a word such as `/blog/`.
fn dated_title(page: &Page, place: usize) -> Option<&str> {
    let link = links(page, place).next()?;
    let url = page.target(link).filter(|url| page.is_own(url) && is_post_address(url))?;
    (url != page.address).then(|| page.text_of(link))
}

/// The link of a list's item that also tells a time.
fn linked_title(page: &Page, place: usize) -> Option<&str> {
    let link = links(page, place).next()?;
    page.target(link).filter(|url| page.is_own(url))?;
    Some(page.text_of(link))
}

fn is_post_address(url: &Url) -> bool {
    let parts: Vec<&str> = url.path().trim_matches('/').split('/').collect();
    let year =
        |part: &&str| part.len() == 4 && part.starts_with("20") && part.chars().all(|sign| sign.is_ascii_digit());
    let marks =
        ["blog", "posts", "post", "news", "article", "articles", "journal", "stories", "magazin", "artikel", "recipes"];
    parts.len() > 1 && parts.iter().take(parts.len() - 1).any(|part| year(part) || marks.contains(part))
}

fn has_time(page: &Page, place: usize) -> bool {
    page.inside(place).any(|(_, inner)| inner.name == "time" || inner.has_class("date"))
}

/// Whether something in it is sold.
fn has_price(page: &Page, place: usize) -> bool {
    page.inside(place).any(|(_, inner)| inner.has_class("price") || inner.attribute("itemprop") == Some("price"))
}

/// Headings of lists and menus, and what links to posts say instead of their titles.
const NO_TITLES: [&str; 24] = [
    "about",
    "about us",
    "archive",
    "blog",
    "comments",
    "contact",
    "contact us",
    "continue reading",
    "latest",
    "latest news",
    "latest posts",
    "leave a comment",
    "mehr lesen",
    "more",
    "news",
    "newer posts",
    "older posts",
    "popular posts",
    "read more",
    "recent posts",
    "related posts",
    "subscribe",
    "weiterlesen",
    "write for us",
];

fn reads_as_title(title: &str) -> bool {
    let count = title.chars().count();
    (8..=LONGEST).contains(&count)
        && title.contains(' ')
        && !NO_TITLES.contains(&title.to_lowercase().trim_end_matches(['.', '…', '»', '→', ' ']))
}
