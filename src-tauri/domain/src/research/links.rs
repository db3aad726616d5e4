//! Where a page leads: to the page that invites guests, to us, to rivals, and to further pages that are worth reading.

use url::Url;

use super::page::{Element, Page, clipped};
use super::{SiteFact, SiteFactKind};

/// The most further pages of a site that are read.
const MOST_PAGES: usize = 4;
/// The longest text of a link that is kept, in characters.
const LONGEST: usize = 120;

/// What a link to the page for guest authors says, or its address.
const INVITES: [&str; 26] = [
    "write for us",
    "write for the",
    "guest post",
    "guest author",
    "guest article",
    "guest blog",
    "guest contribut",
    "become a contributor",
    "become an author",
    "contributor guidelines",
    "submission guidelines",
    "contribute an article",
    "contribute a post",
    "submit an article",
    "submit a post",
    "submit a guest",
    "submit your article",
    "submit your story",
    "pitch us",
    "how to pitch",
    "write with us",
    "gastbeitrag",
    "gastautor",
    "für uns schreiben",
    "हमारे लिए लिखें",
    "अतिथि लेख",
];

/// How a site says that it takes nothing from guests.
const REFUSALS: [&str; 18] = [
    "not accept guest",
    "not accepting guest",
    "no longer accept guest",
    "no guest posts",
    "don't accept guest",
    "don’t accept guest",
    "do not take guest",
    "don't take guest",
    "don’t take guest",
    "not take guest",
    "no longer take guest",
    "not publish guest",
    "don't publish guest",
    "don’t publish guest",
    "guest posts are closed",
    "closed to guest",
    "submissions are closed",
    "keine gastbeiträge",
];

/// Pages about the site itself, by what their addresses and links say: how to reach it, guests, who it is, what it publishes.
const WORTH_READING: [&[&str]; 4] = [
    &["contact", "kontakt", "impressum", "imprint", "get in touch", "संपर्क"],
    &["write-for-us", "guest-post", "contribute", "submissions", "gastbeitrag"],
    &["about", "über", "ueber", "who we are", "our story", "हमारे बारे में"],
    &["blog", "news", "articles", "journal", "magazin", "stories", "posts"],
];

/// Adds what the links of a page tell.
pub(super) fn read(page: &Page, ours: &[String], rivals: &[String], found: &mut Vec<SiteFact>) {
    let refuses = says(page.text(), &REFUSALS);
    if !refuses {
        found.extend(itself_invites(page));
        let invites =
            |element: &Element, url: &Url| page.is_own(url) && !element.within.comments && is_invitation(page, element);
        for (element, url) in page.links().filter(|(element, url)| invites(element, url)) {
            found.extend(page.fact(SiteFactKind::WriteForUs, url.as_str(), clipped(page.text_of(element), LONGEST)));
        }
    }
    for (element, url) in page.links() {
        let Some(domain) = url.host_str().and_then(psl::domain_str) else { continue };
        let leads_to = |domains: &[String]| domains.iter().any(|known| known.eq_ignore_ascii_case(domain));
        let kind = match () {
            () if page.is_own(&url) => continue,
            () if leads_to(ours) => SiteFactKind::LinkToUs,
            () if leads_to(rivals) => SiteFactKind::LinkToRival,
            () => continue,
        };
        let text = clipped(page.text_of(element), LONGEST);
        let passage = if text.is_empty() { element.attribute("href").unwrap_or_default() } else { text };
        found.extend(page.fact(kind, url.as_str(), passage));
    }
}

/// Whether a text has one of these phrases, in whatever case.
fn says(text: &str, phrases: &[&str]) -> bool {
    let lower = text.to_lowercase();
    phrases.iter().any(|phrase| lower.contains(phrase))
}

/// The page that is the invitation: its heading says so.
fn itself_invites(page: &Page) -> Option<SiteFact> {
    let heading = page.all("h1").map(|heading| page.text_of(heading)).find(|text| says(text, &INVITES))?;
    let inviting = !page.is_home() && heading.chars().count() <= LONGEST && !is_listing(&page.address);
    inviting.then(|| page.fact(SiteFactKind::WriteForUs, page.address.as_str(), heading)).flatten()
}

/// Whether a link leads to an invitation. A long text is the title of a post about guests, not an invitation.
fn is_invitation(page: &Page, element: &Element) -> bool {
    let text = page.text_of(element);
    let lower = text.to_lowercase();
    let short = text.split_whitespace().count() <= 7;
    let listing = page.target(element).is_some_and(|url| is_listing(&url));
    short
        && !listing
        && !says(text, &REFUSALS)
        && (says(text, &INVITES) || matches!(lower.as_str(), "contribute" | "contributors wanted"))
}

/// Whether an address is that of all posts about a subject: a category of guest posts is no invitation.
fn is_listing(url: &Url) -> bool {
    ["/category/", "/tag/", "/label/"].iter().any(|part| url.path().contains(part))
}

/// Whether an address is that of a page about the site and not of something it published.
pub(super) fn is_about_the_site(url: &Url) -> bool {
    let path = url.path().trim_matches('/').to_lowercase();
    let [contact, guests, about, _] = WORTH_READING;
    let words = || [contact, guests, about].into_iter().flatten();
    let (inside, file) = path.rsplit_once('/').unwrap_or(("", &path));
    let name = file.split('.').next().unwrap_or_default();
    let name = name.strip_suffix("-us").or_else(|| name.strip_suffix("-me")).unwrap_or(name);
    words().any(|word| *word == name || (inside.is_empty() && file.contains(word)))
}

/// Whether an address as text is that of a page.
pub(super) fn is_same_page(page: &Url, address: &str) -> bool {
    let bare = |text: &str| text.split('#').next().unwrap_or_default().trim_end_matches('/').to_owned();
    bare(page.as_str()) == bare(address)
}

/// The pages of the same site that are worth reading next: contact, guests, about, what it publishes. At most four, and only public ones.
pub fn next_pages(address: &Url, html: &str) -> Vec<Url> {
    let page = Page::parse(address, html);
    let worth = |element: &Element, url: &Url| {
        let file = url.path().rsplit('/').next().unwrap_or_default();
        let is_page = file.rsplit_once('.').is_none_or(|(_, ending)| matches!(ending, "html" | "htm" | "php" | "aspx"));
        page.is_own(url)
            && is_page
            && url.query().is_none()
            && !is_same_page(&page.address, url.as_str())
            && !element.within.comments
            && crate::web::visitable(url.as_str()).is_ok()
    };
    let links: Vec<(&Element, Url)> = page.links().filter(|(element, url)| worth(element, url)).collect();
    let mut found: Vec<Url> = Vec::new();
    for (rank, words) in WORTH_READING.iter().enumerate() {
        let fits = |(element, url): &&(&Element, Url)| {
            let text = page.text_of(element);
            let path = url.path().trim_matches('/').to_lowercase();
            let named = path.matches('/').count() < 2 && words.iter().any(|word| path.contains(word));
            let told = text.split_whitespace().count() <= 4 && says(text, words);
            let fits = named || told || (rank == 1 && is_invitation(&page, element));
            fits && !found.contains(url)
        };
        let best = links.iter().filter(fits).min_by_key(|(_, url)| url.path().len());
        found.extend(best.map(|(_, url)| url.clone()));
    }
    found.truncate(MOST_PAGES);
    found
}
