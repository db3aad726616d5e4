//! The HTML of a mail made fit to be looked at: a whole document that can run nothing, ask the network for nothing and lead nowhere, whatever
//! the sender put into it. It is meant for a frame without rights; neither relies on the other.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use ammonia::{Builder, UrlRelative};

use super::html::{Tags, is_modest};

/// A longer page is not shown as sent; its text is.
const MOST_BYTES: usize = 1_000_000;
/// Characters of a picture that lies in the mail itself.
const MOST_PICTURE: usize = 700_000;
/// More links than this are not listed.
const MOST_LINKS: usize = 200;
/// Characters of a link's address and of what it says.
const MOST_ADDRESS: usize = 2_000;
const MOST_SAID: usize = 120;

/// What may stand in the document. Everything else loses its tags and keeps its text.
const TAGS: [&str; 53] = [
    "a",
    "abbr",
    "b",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "div",
    "dl",
    "dt",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "tt",
    "u",
    "ul",
    "bdi",
    "bdo",
];
/// Elements that a parser opens again in every paragraph after them until they are closed.
const REOPENED: [&str; 13] =
    ["b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];
/// How many elements a parser may have to make of a page.
const MOST_WORK: usize = 4_000_000;

/// What goes with everything in it: nobody was meant to read it as text.
const GONE: [&str; 17] = [
    "script",
    "style",
    "title",
    "template",
    "iframe",
    "object",
    "svg",
    "math",
    "noscript",
    "noembed",
    "noframes",
    "xmp",
    "plaintext",
    "textarea",
    "select",
    "audio",
    "video",
];

/// Kinds of pictures that may lie in a mail itself. A drawing (SVG) is a document of its own and is not among them.
const PICTURES: [&str; 4] =
    ["data:image/png;base64,", "data:image/jpeg;base64,", "data:image/gif;base64,", "data:image/webp;base64,"];

const POLICY: &str = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-src 'none'";

/// The stylesheet is ours alone: of the sender's styles nothing stays.
const STYLE: &str = "
html{color-scheme:light;background:#fff;color:#1d1b18}
html.dark{color-scheme:dark;background:#232120;color:#edeae5}
body{margin:0;padding:16px 18px;font:14px/1.6 'Inter Variable',Inter,system-ui,-apple-system,'Segoe UI',sans-serif;overflow-wrap:anywhere}
table{border-collapse:collapse;max-width:100%}
td,th{padding:2px 6px;text-align:start;vertical-align:top}
img{max-width:100%;height:auto}
.left-out{display:inline-block;padding:0 6px;border:1px dashed #9a938a;border-radius:4px;font-size:12px;opacity:.8}
pre{white-space:pre-wrap}
blockquote{margin:8px 0;padding-inline-start:12px;border-inline-start:2px solid #9a938a;opacity:.8}
a{text-decoration:underline}
a sup{font-size:10px;opacity:.8}
hr{border:0;border-top:1px solid #9a938a}
";

/// A mail as it was sent, made safe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailPage {
    /// A whole document. Its links carry a number and lead nowhere.
    pub document: String,
    /// Where its links lead, by their number less one.
    pub links: Vec<MailLink>,
    /// Addresses of pictures that were left out because they lie elsewhere, each once: to fetch one would tell the sender that the mail is read.
    pub remote_pictures: Vec<String>,
}

/// A link of a mail. What it says and where it leads are two things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailLink {
    /// What the sender wrote there.
    pub said: String,
    /// The whole address: http, https or mailto.
    pub address: String,
}

/// Pictures that were fetched, by the address the mail has for each: as `data:` addresses of a kind that may lie in a mail.
pub type Pictures = HashMap<String, String>;

/// Makes a mail's HTML fit to be looked at, with those pictures from elsewhere that are at hand. `None` if there is none, or more of it than
/// can be laid out in time.
pub fn mail_page(html: &str, dark: bool, pictures: Pictures) -> Option<MailPage> {
    if html.trim().is_empty() || html.len() > MOST_BYTES || !is_modest(html) || work(html) > MOST_WORK {
        return None;
    }
    let remote = Arc::new(Mutex::new(Vec::new()));
    let clean = cleaner(Arc::clone(&remote), pictures).clean(html).to_string();
    let (body, links) = unlink(&clean);
    let theme = if dark { " class=\"dark\"" } else { "" };
    let document = format!(
        "<!DOCTYPE html><html{theme}><head><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\
         <meta name=\"referrer\" content=\"no-referrer\"><style>{STYLE}</style></head><body dir=\"auto\">{body}</body></html>"
    );
    let remote_pictures = std::mem::take(&mut *remote.lock().unwrap_or_else(PoisonError::into_inner));
    Some(MailPage { document, links, remote_pictures })
}

/// The most elements that a parser could make of a page, whatever is nested how. Elements that are opened again are told apart by their
/// attributes, so only those with any can pile up.
fn work(html: &str) -> usize {
    let (mut tags, mut dressed) = (0_usize, REOPENED.len() * 3);
    for (at, _) in html.match_indices('<') {
        tags += 1;
        let rest = html.get(at + 1..).unwrap_or_default();
        let name: String = rest.chars().take(8).take_while(char::is_ascii_alphanumeric).collect();
        let bare = rest.get(name.len()..).is_some_and(|rest| rest.starts_with('>'));
        if !bare && REOPENED.iter().any(|reopened| name.eq_ignore_ascii_case(reopened)) {
            dressed += 1;
        }
    }
    tags * dressed
}

fn cleaner(remote: Arc<Mutex<Vec<String>>>, pictures: Pictures) -> Builder<'static> {
    let table = ["colspan", "rowspan", "align", "valign"];
    let attributes: HashMap<&str, HashSet<&str>> = [
        ("a", HashSet::from(["href"])),
        ("img", HashSet::from(["src", "alt", "width", "height"])),
        ("table", HashSet::from(["align"])),
        ("td", HashSet::from(table)),
        ("th", HashSet::from(table)),
        ("ol", HashSet::from(["start"])),
        ("bdo", HashSet::from(["dir"])),
    ]
    .into();
    let mut builder = Builder::empty();
    builder
        .tags(TAGS.into())
        .clean_content_tags(GONE.into())
        .tag_attributes(attributes)
        .generic_attributes(HashSet::from(["dir"]))
        .url_schemes(HashSet::from(["http", "https", "mailto", "data", "cid"]))
        .url_relative(UrlRelative::Deny)
        .strip_comments(true)
        .attribute_filter(move |element, attribute, value| match (element, attribute) {
            ("img", "src") => picture(value, &pictures, &remote),
            ("a", "href") => is_link(value).then_some(Cow::Borrowed(value)),
            (_, "colspan" | "rowspan" | "width" | "height" | "start") => {
                let digits = value.trim_end_matches("px");
                digits.parse::<u32>().is_ok_and(|n| n <= 2_000).then_some(Cow::Borrowed(digits))
            }
            // What reads a cleaned page after us must not take text for a tag.
            _ => Some(Cow::Owned(value.replace('<', "‹").replace('>', "›"))),
        });
    builder
}

/// Only what lies in the mail itself is shown, and what was fetched; what else lies elsewhere is noted.
fn picture<'v>(value: &'v str, pictures: &Pictures, remote: &Mutex<Vec<String>>) -> Option<Cow<'v, str>> {
    if is_picture(value) {
        return (value.len() <= MOST_PICTURE).then_some(Cow::Borrowed(value));
    }
    let address = value.trim();
    if let Some(fetched) = pictures.get(address).filter(|fetched| is_picture(fetched)) {
        return Some(Cow::Owned(fetched.clone()));
    }
    let mut remote = remote.lock().unwrap_or_else(PoisonError::into_inner);
    let elsewhere = address.get(..4).is_some_and(|scheme| scheme.eq_ignore_ascii_case("http"));
    if elsewhere && address.len() <= MOST_ADDRESS && !remote.iter().any(|known| known == address) {
        remote.push(address.to_owned());
    }
    None
}

/// Whether it is a picture that asks nobody for anything.
fn is_picture(value: &str) -> bool {
    PICTURES.iter().find_map(|kind| value.strip_prefix(kind)).is_some_and(|bytes| bytes.bytes().all(is_base64))
}

fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=')
}

fn is_link(address: &str) -> bool {
    let lower = address.trim().get(..8).unwrap_or(address.trim()).to_ascii_lowercase();
    let plain = !address.chars().any(|c| c.is_control() || c.is_whitespace() || "<>\"'`\\".contains(c));
    let known = ["http://", "https://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme));
    plain && known && address.len() <= MOST_ADDRESS
}

/// Takes the addresses out of the links of a cleaned page; each link gets its number instead. A picture that was left out becomes the
/// words that stand for it.
fn unlink(page: &str) -> (String, Vec<MailLink>) {
    let (mut out, mut links) = (String::with_capacity(page.len()), Vec::new());
    let mut done = 0;
    let mut open: Option<(String, usize)> = None;
    for tag in Tags::new(page).filter(|tag| matches!(tag.name, "a" | "img")) {
        if tag.name == "img" && value_of(tag.text, "src").is_some() {
            continue;
        }
        out.push_str(page.get(done..tag.start).unwrap_or_default());
        done = tag.end;
        if tag.name == "img" {
            if let Some(words) = value_of(tag.text, "alt").filter(|words| !words.trim().is_empty()) {
                out.push_str(&format!("<span class=\"left-out\">{words}</span>"));
            }
        } else if !tag.closes {
            out.push_str("<a>");
            open = value_of(tag.text, "href").map(|address| (decoded(address), tag.end));
        } else {
            if let Some((address, from)) = open.take()
                && links.len() < MOST_LINKS
            {
                let said = said(page.get(from..tag.start).unwrap_or_default());
                links.push(MailLink { said, address });
                out.push_str(&format!("<sup>{}</sup>", links.len()));
            }
            out.push_str("</a>");
        }
    }
    out.push_str(page.get(done..).unwrap_or_default());
    (out, links)
}

/// An attribute of a cleaned tag, as it stands there.
fn value_of<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let (before, after) = tag.split_once("=\"")?;
    let (value, rest) = after.split_once('"')?;
    if before.ends_with(name) && before.trim_end_matches(name).ends_with(' ') {
        Some(value)
    } else {
        value_of(rest, name)
    }
}

/// The text of a link, without its tags.
fn said(inner: &str) -> String {
    let (mut text, mut done) = (String::new(), 0);
    for tag in Tags::new(inner) {
        text.push_str(inner.get(done..tag.start).unwrap_or_default());
        done = tag.end;
    }
    text.push_str(inner.get(done..).unwrap_or_default());
    let text = decoded(&text);
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(MOST_SAID).collect()
}

/// The few entities that a cleaned page has.
fn decoded(text: &str) -> String {
    let plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&nbsp;", "\u{a0}");
    plain.replace("&amp;", "&")
}

#[cfg(test)]
#[path = "page_tests.rs"]
mod tests;
