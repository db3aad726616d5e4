//! The sites of people who receive mail: a small magazine at `www.` before their domain, and the pages on which they placed a link, with the link for
//! as long as they keep it.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use super::SitePage;
use crate::chance::Dice;
use crate::mime::html::escape;

/// A page with a link on it.
#[derive(Debug, Clone)]
struct Placed {
    /// The site it leads to, without `www.`.
    linked: String,
    /// When the link is there: from, and until, epoch ms.
    spans: Vec<(i64, i64)>,
}

/// All pages that people placed links on.
#[derive(Debug, Default)]
pub(super) struct PlacedPages(Mutex<HashMap<(String, String), Placed>>);

impl PlacedPages {
    /// A link to a site stands on a page from one time until another.
    pub(super) fn place(&self, host: &str, path: &str, linked: &str, span: (i64, i64)) {
        let mut pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let page = pages.entry((host.to_owned(), path.to_owned()));
        page.or_insert_with(|| Placed { linked: linked.to_owned(), spans: Vec::new() }).spans.push(span);
    }

    /// The page as it is at a time; nothing before there was a link on it.
    pub(super) fn at(&self, host: &str, path: &str, now: i64) -> Option<SitePage> {
        let pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let placed = pages.get(&(host.to_owned(), path.to_owned()))?;
        if placed.spans.iter().all(|(from, _)| now < *from) {
            return None;
        }
        let stands = placed.spans.iter().any(|(from, until)| (*from..*until).contains(&now));
        let linked = escape(&placed.linked);
        let link = format!("<p>For more of it see <a href=\"https://www.{linked}/\">{linked}</a>.</p>");
        let body = format!(
            "<p>We keep this page for what our readers ask for most.</p>{}",
            if stands { link.as_str() } else { "" }
        );
        Some(SitePage::html(layout(&name_of(host), &body)))
    }
}

/// Subjects of these magazines, each with the titles of what was published about it.
const SUBJECTS: [(&str, [&str; 3]); 6] = [
    ("small gardens", ["Five beds on a balcony", "What to sow in a wet spring", "A shed without a permit"]),
    ("local business", ["Opening hours that pay", "The case for a smaller menu", "How three shops share one van"]),
    ("web design", ["Forms that people finish", "A page that loads on a train", "Colours for tired eyes"]),
    ("travel", ["Night trains and their cafes", "A week on one bus ticket", "Walking the old coast road"]),
    ("food", ["Bread with too little time", "Spice mixes that keep", "Cooking for eleven"]),
    ("money", ["A ledger for the back of a shop", "Late invoices, politely", "What a receipt is for"]),
];

/// A page of somebody's magazine; nothing for a site that is none.
pub(super) fn magazine(host: &str, path: &str) -> Option<SitePage> {
    host.strip_prefix("www.")?;
    let mut dice = Dice::new(0, &format!("magazine {host}"));
    let (subject, titles) = dice.pick(&SUBJECTS);
    let guests = dice.percent(50);
    let name = name_of(host);
    let body = match path {
        "/" => {
            let posts: String = titles
                .iter()
                .map(|title| {
                    format!("<article><h2><a href=\"/{0}\">{title}</a></h2><p>By the desk.</p></article>", slug(title))
                })
                .collect();
            let invitation = if guests { "<a href=\"/write-for-us\">Write for us</a>" } else { "" };
            format!(
                "<nav><a href=\"/topics/{0}\">{subject}</a> <a href=\"/contact\">Contact</a> {invitation}</nav><h1>{name}</h1>{posts}",
                slug(subject)
            )
        }
        "/write-for-us" if guests => {
            "<h1>Write for us</h1><p>We publish one guest a month. Send two ideas first.</p>".to_owned()
        }
        "/contact" => "<h1>Contact</h1><p>Write to the desk; we read everything.</p>".to_owned(),
        _ => return None,
    };
    Some(SitePage::html(layout(&name, &body)))
}

fn layout(name: &str, body: &str) -> String {
    format!("<!doctype html><html lang=\"en\"><head><title>{name}</title></head><body>{body}</body></html>")
}

/// `www.linkmeadow.example` is Linkmeadow.
fn name_of(host: &str) -> String {
    let label = host.trim_start_matches("www.").split('.').next().unwrap_or_default();
    let mut letters = label.chars();
    let first = letters.next().map(|first| first.to_uppercase().collect::<String>()).unwrap_or_default();
    escape(&format!("{first}{}", letters.as_str()))
}

fn slug(title: &str) -> String {
    title.to_lowercase().replace(' ', "-").replace(',', "")
}
