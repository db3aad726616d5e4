//! A page as a reader sees it: one run of text, and the elements on it in their order. Walks the tree once and without recursion, so that no
//! nesting makes it slow. Knows nothing of what the text means.

use std::ops::Range;

use scraper::node::Element as Source;
use scraper::{Html, Node};
use url::Url;

use super::{SiteFact, SiteFactKind};

/// A parsed page.
pub(super) struct Page {
    /// Where it is.
    pub(super) address: Url,
    /// What its relative links are relative to.
    base: Url,
    /// The text a reader sees, white space collapsed.
    text: String,
    /// The elements a reader sees, and those of the head, in the order of the page.
    elements: Vec<Element>,
    /// The texts of structured data (JSON-LD).
    data: Vec<String>,
}

/// Part of the page an element stands in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Within {
    /// Navigation, or a menu.
    pub(super) navigation: bool,
    /// Comments of readers.
    pub(super) comments: bool,
    /// Goods on sale.
    pub(super) goods: bool,
}

/// An element with what is needed of it.
pub(super) struct Element {
    /// Its tag in lower case.
    pub(super) name: String,
    /// Where it stands.
    pub(super) within: Within,
    attributes: Vec<(String, String)>,
    text: Range<usize>,
    /// The place behind the last element inside.
    end: usize,
}

impl Element {
    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Whether one of its classes is this word.
    pub(super) fn has_class(&self, word: &str) -> bool {
        self.attribute("class").is_some_and(|all| all.split_whitespace().any(|class| class.eq_ignore_ascii_case(word)))
    }

    /// Whether it is a heading below the level of the page, or of it.
    pub(super) fn is_heading(&self) -> bool {
        matches!(self.name.as_str(), "h1" | "h2" | "h3" | "h4")
    }
}

/// Elements that hold no text for a reader.
const UNSEEN: [&str; 8] = ["script", "style", "template", "noscript", "svg", "iframe", "object", "textarea"];

/// Classes by which page builders hide text from the eye.
const HIDING: [&str; 4] = ["screen-reader-text", "sr-only", "visually-hidden", "visuallyhidden"];

/// Elements that part no words.
const INLINE: [&str; 24] = [
    "a", "abbr", "b", "bdi", "cite", "code", "del", "em", "font", "i", "ins", "kbd", "label", "mark", "q", "s",
    "small", "span", "strong", "sub", "sup", "time", "u", "wbr",
];

/// The most elements inside another that are looked at: more than an article or an item of a list has.
const MOST_INSIDE: usize = 300;

/// The most of one attribute that is looked at, in bytes.
const LONGEST_ATTRIBUTE: usize = 2_000;

impl Page {
    /// Reads a page. Any text is a page.
    pub(super) fn parse(address: &Url, html: &str) -> Self {
        let tree = Html::parse_document(super::guard::modest(html));
        let mut page = Self {
            address: address.clone(),
            base: address.clone(),
            text: String::new(),
            elements: Vec::new(),
            data: Vec::new(),
        };
        page.walk(&tree);
        let base = page.all("base").find_map(|element| address.join(element.attribute("href")?).ok());
        page.base = base.unwrap_or_else(|| address.clone());
        page
    }

    fn walk(&mut self, tree: &Html) {
        // The elements that are open, by their place.
        let mut open: Vec<usize> = Vec::new();
        let mut next = tree.tree.root().first_child();
        while let Some(node) = next {
            let enters = match node.value() {
                Node::Text(text) => {
                    append(&mut self.text, text);
                    false
                }
                Node::Element(source) => {
                    self.enter(source, &mut open, || node.first_child()?.value().as_text().map(|t| t.to_string()))
                }
                _ => false,
            };
            next = if enters { node.first_child() } else { None };
            let mut left = (node, enters);
            while next.is_none() {
                if left.1 {
                    self.leave(&mut open);
                }
                next = left.0.next_sibling();
                match left.0.parent() {
                    Some(parent) if next.is_none() => left = (parent, parent.value().is_element()),
                    _ => break,
                }
            }
        }
    }

    /// Opens an element. Says whether what is in it is seen.
    fn enter(&mut self, source: &Source, open: &mut Vec<usize>, content: impl FnOnce() -> Option<String>) -> bool {
        let name = source.name();
        if name == "script" && source.attr("type").is_some_and(|kind| kind.contains("ld+json")) {
            self.data.extend(content());
        }
        if UNSEEN.contains(&name) || is_hidden(source) {
            return false;
        }
        part(&mut self.text, name);
        let within = open.last().and_then(|last| self.elements.get(*last)).map(|last| last.within).unwrap_or_default();
        let attributes = source.attrs().map(|(name, value)| (name.to_owned(), attribute(value))).collect();
        open.push(self.elements.len());
        self.elements.push(Element {
            name: name.to_owned(),
            within: inside(within, source),
            attributes,
            text: self.text.len()..self.text.len(),
            end: self.elements.len() + 1,
        });
        true
    }

    fn leave(&mut self, open: &mut Vec<usize>) {
        let end = self.elements.len();
        if let Some(element) = open.pop().and_then(|last| self.elements.get_mut(last)) {
            element.text.end = self.text.len();
            element.end = end;
            part(&mut self.text, &element.name);
        }
    }

    /// Every element, with its place.
    pub(super) fn elements(&self) -> impl Iterator<Item = (usize, &Element)> {
        self.elements.iter().enumerate()
    }

    /// The elements of one name.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &Element> {
        self.elements.iter().filter(move |element| element.name == name)
    }

    /// The first elements inside that at a place, in their order, each with its place.
    pub(super) fn inside(&self, place: usize) -> impl Iterator<Item = (usize, &Element)> {
        let end = self.elements.get(place).map_or(place, |element| element.end).min(place + 1 + MOST_INSIDE);
        let inside = self.elements.get(place + 1..end).unwrap_or_default();
        inside.iter().enumerate().map(move |(after, element)| (place + 1 + after, element))
    }

    /// A fact that stands on this page; none if nothing is left of it, or if it is markup that was meant as text.
    pub(super) fn fact(&self, kind: SiteFactKind, value: &str, passage: &str) -> Option<SiteFact> {
        let (value, passage) = (collapsed(value), collapsed(passage));
        let page = self.address.to_string();
        let written = !value.is_empty() && !passage.is_empty() && !value.contains(['<', '>']);
        written.then_some(SiteFact { kind, value, passage, page })
    }

    /// Whether this is the first page of its site.
    pub(super) fn is_home(&self) -> bool {
        matches!(self.address.path(), "" | "/" | "/index.html" | "/index.php")
    }

    /// The text of an element.
    pub(super) fn text_of(&self, element: &Element) -> &str {
        self.text.get(element.text.clone()).unwrap_or_default().trim()
    }

    /// The whole text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Where an element's text stands in the whole.
    pub(super) fn range_of(&self, element: &Element) -> Range<usize> {
        element.text.clone()
    }

    /// The value of a `meta` element with one of these names or properties, the first name that has one.
    pub(super) fn meta(&self, names: &[&str]) -> Option<&str> {
        let named = |element: &&Element, name: &str| {
            let told = element.attribute("name").or_else(|| element.attribute("property"));
            told.is_some_and(|told| told.eq_ignore_ascii_case(name))
        };
        names.iter().find_map(|name| {
            let content = self.all("meta").find(|element| named(element, name))?.attribute("content")?.trim();
            (!content.is_empty()).then_some(content)
        })
    }

    /// The structured data as values; what does not parse is left out.
    pub(super) fn data(&self) -> impl Iterator<Item = serde_json::Value> {
        self.data.iter().filter_map(|text| serde_json::from_str(text).ok())
    }

    /// The links a reader sees: the element, and where it leads on the web.
    pub(super) fn links(&self) -> impl Iterator<Item = (&Element, Url)> {
        self.all("a").filter_map(|element| Some((element, self.target(element)?)))
    }

    /// Where a link leads, if it leads to the web.
    pub(super) fn target(&self, element: &Element) -> Option<Url> {
        let mut url = self.base.join(element.attribute("href")?.trim()).ok()?;
        url.set_fragment(None);
        matches!(url.scheme(), "http" | "https").then_some(url)
    }

    /// Whether an address is on the site of this page.
    pub(super) fn is_own(&self, url: &Url) -> bool {
        let bare = |url: &Url| url.host_str().map(|host| host.trim_start_matches("www.").to_lowercase());
        bare(url).is_some() && bare(url) == bare(&self.address)
    }

    /// Whether a text, collapsed, stands in the page's text, an attribute or its structured data.
    pub(super) fn says(&self, passage: &str) -> bool {
        self.text.contains(passage)
            || self.elements.iter().flat_map(|element| &element.attributes).any(|(_, value)| value.contains(passage))
            || self.data().any(|value| strings(&value).iter().any(|text| collapsed(text).contains(passage)))
    }
}

/// Every string in a value, without recursion.
pub(super) fn strings(value: &serde_json::Value) -> Vec<&str> {
    let (mut open, mut found) = (vec![value], Vec::new());
    while let Some(value) = open.pop() {
        match value {
            serde_json::Value::String(text) => found.push(text.as_str()),
            serde_json::Value::Array(values) => open.extend(values),
            serde_json::Value::Object(fields) => open.extend(fields.values()),
            _ => {}
        }
    }
    found
}

fn attribute(value: &str) -> String {
    let end = (0..=value.len().min(LONGEST_ATTRIBUTE)).rev().find(|end| value.is_char_boundary(*end)).unwrap_or(0);
    collapsed(value.get(..end).unwrap_or_default())
}

/// Whether the source itself says that the element is not to be seen.
fn is_hidden(source: &Source) -> bool {
    let style = || source.attr("style").unwrap_or_default().to_ascii_lowercase().replace([' ', '\n', '\t'], "");
    let hides = |style: String| {
        let marks =
            ["display:none", "visibility:hidden", "font-size:0", "opacity:0;", "left:-9", "top:-9", "indent:-9"];
        marks.iter().any(|mark| style.contains(mark)) || style.ends_with("opacity:0")
    };
    let class = source.attr("class").unwrap_or_default();
    source.attr("hidden").is_some()
        || source.attr("aria-hidden") == Some("true")
        || class.split_whitespace().any(|class| HIDING.contains(&class))
        || (source.attr("style").is_some() && hides(style()))
}

fn inside(outer: Within, source: &Source) -> Within {
    let marks = [source.attr("class"), source.attr("id")].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let marks = marks.to_ascii_lowercase();
    let marked = |words: &[&str]| marks.split_whitespace().any(|mark| words.contains(&mark));
    let goods = ["product", "products", "product-card", "type-product", "price"];
    Within {
        navigation: outer.navigation
            || source.name() == "nav"
            || source.attr("role") == Some("navigation")
            || marked(&["menu", "nav", "navbar", "navigation", "main-menu", "main-nav", "nav-menu"]),
        comments: outer.comments
            || marked(&["comments", "comment", "comment-list", "commentlist", "comments-area", "disqus_thread"]),
        goods: outer.goods
            || marked(&goods)
            || source.attr("itemtype").is_some_and(|kind| kind.to_ascii_lowercase().ends_with("/product")),
    }
}

/// A space where an element parts words.
fn part(text: &mut String, name: &str) {
    if !INLINE.contains(&name) && !text.is_empty() && !text.ends_with(' ') {
        text.push(' ');
    }
}

/// Adds text with white space collapsed and without what is not seen.
fn append(text: &mut String, more: &str) {
    for sign in more.chars() {
        if sign.is_whitespace() {
            if !text.is_empty() && !text.ends_with(' ') {
                text.push(' ');
            }
        } else if !is_unseen(sign) {
            text.push(sign);
        }
    }
}

/// Control characters, and those that take no room or turn the direction of writing. The joiners stay: Hindi is written with them.
fn is_unseen(sign: char) -> bool {
    sign.is_control()
        || matches!(sign, '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(sign, '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// A text with white space collapsed and without what is not seen.
pub(super) fn collapsed(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    append(&mut clean, text);
    clean.trim().to_owned()
}

/// The beginning of a text, cut between words, of at most so many characters.
pub(super) fn clipped(text: &str, most: usize) -> &str {
    let Some((end, _)) = text.char_indices().nth(most) else { return text };
    let head = text.get(..end).unwrap_or_default();
    head.rfind(' ').and_then(|space| head.get(..space)).unwrap_or(head).trim_end()
}
