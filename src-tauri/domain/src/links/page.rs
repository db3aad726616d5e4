//! What a page says: title, canonical address, words to search engines, and every link with where it stands and whether it can be seen.

use ego_tree::NodeRef;
use ego_tree::iter::Edge;
use scraper::{Html, Node};
use url::Url;

use super::hiding::Veil;
use super::tangle::is_tangled;

/// Characters of a text that is kept: a link's anchor, the text around it, a title.
pub(super) const ANCHOR: usize = 200;
pub(super) const EXCERPT: usize = 200;
const TITLE: usize = 300;
/// More links of one page are not listed.
const MOST_LINKS: usize = 100_000;
/// Elements whose text is not the page's.
const NO_TEXT: [&str; 13] = [
    "script", "style", "template", "title", "iframe", "object", "noembed", "noframes", "textarea", "select", "audio",
    "video", "head",
];
/// Elements whose insides do not count as links either.
const NO_LINKS: [&str; 3] = ["template", "script", "style"];
/// Elements that stand in a line of text.
const INLINE: [&str; 22] = [
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "em", "font", "i", "ins", "kbd", "mark", "q", "s",
    "small", "span", "strong", "sub", "u",
];

/// A page, read.
#[derive(Debug, Clone)]
pub struct Page {
    /// Its title, 300 characters at most.
    pub title: String,
    /// Its first main heading.
    pub heading: String,
    /// The page that it says is the real one, if it names exactly one.
    pub canonical: Option<Url>,
    /// Where it asks search engines not to list it: in a meta tag or in a header.
    pub noindex: Option<String>,
    /// Where it asks search engines not to follow any of its links.
    pub nofollow: Option<String>,
    /// Where it sends its reader by itself.
    pub refresh: Option<Url>,
    /// All links to web addresses, in their order.
    pub links: Vec<PageLink>,
    /// Characters of text that can be seen, white space counted as one.
    pub seen: usize,
    /// Whether it asks for a password.
    pub password: bool,
    /// Whether scripts stand in it.
    pub scripts: bool,
    /// Whether it was too long, or too tangled, to be read to its end.
    pub cut: bool,
    text: String,
}

/// A link of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageLink {
    /// Where it leads.
    pub address: Url,
    /// Words of its `rel`, in lower case.
    pub rel: Vec<String>,
    /// What it says, 200 characters at most: its text, else that of its picture.
    pub anchor: String,
    /// Which link of the page it is, from 1.
    pub position: u32,
    /// How it is kept from readers' eyes.
    pub hidden: Option<String>,
    /// Where its text stands in the page's.
    span: (usize, usize),
}

impl Page {
    /// Reads a page that lies at `address` and came with these headers.
    pub fn read(html: &str, address: &Url, headers: &[(String, String)]) -> Self {
        let mut page = Self::blank();
        page.obey_headers(headers, address);
        if is_tangled(html) {
            page.cut = true;
            return page;
        }
        let document = Html::parse_document(html);
        let mut reader = Reader { base: base(&document, address), page, canonicals: Vec::new(), count: 0 };
        reader.walk(&document, &Veil::default(), false);
        let Reader { mut page, mut canonicals, .. } = reader;
        canonicals.extend(page.canonical.take());
        canonicals.dedup();
        // Search engines do not believe a page that names two.
        page.canonical = canonicals.pop().filter(|_| canonicals.is_empty());
        page
    }

    /// The text around a link, 200 characters at most.
    pub fn excerpt(&self, link: &PageLink) -> String {
        let (start, end) = link.span;
        let (before, from) = (self.text.get(..start).unwrap_or_default(), self.text.get(start..).unwrap_or_default());
        let own = self.text.get(start..end).unwrap_or_default().chars().count().min(EXCERPT);
        let room = (EXCERPT - own) / 2;
        let back = before.char_indices().rev().nth(room).map_or(0, |(at, c)| at + c.len_utf8());
        let around = before.get(back..).unwrap_or_default().chars().chain(from.chars());
        around.take(EXCERPT).collect::<String>().trim().to_owned()
    }

    /// How its text begins.
    pub(super) fn beginning(&self) -> String {
        self.text.chars().take(EXCERPT).collect()
    }

    /// The text that the page starts with, in lower case, for looking words up.
    pub(super) fn opening(&self) -> String {
        self.text.chars().take(4_000).collect::<String>().to_lowercase()
    }

    fn blank() -> Self {
        Self {
            title: String::new(),
            heading: String::new(),
            canonical: None,
            noindex: None,
            nofollow: None,
            refresh: None,
            links: Vec::new(),
            seen: 0,
            password: false,
            scripts: false,
            cut: false,
            text: String::new(),
        }
    }

    fn obey_headers(&mut self, headers: &[(String, String)], address: &Url) {
        for (name, value) in headers {
            if name.eq_ignore_ascii_case("x-robots-tag") {
                self.obey(&for_search_engines(value), "the header X-Robots-Tag");
            } else if name.eq_ignore_ascii_case("link") {
                self.canonical = canonical_in(value).and_then(|found| address.join(found).ok());
            }
        }
    }

    fn obey(&mut self, directives: &[String], place: &str) {
        let has = |word: &str| directives.iter().any(|directive| directive == word || directive == "none");
        if has("noindex") {
            self.noindex.get_or_insert_with(|| place.to_owned());
        }
        if has("nofollow") {
            self.nofollow.get_or_insert_with(|| place.to_owned());
        }
    }
}

/// The canonical address in a `Link` header.
fn canonical_in(value: &str) -> Option<&str> {
    value.split(',').find_map(|link| {
        let (address, parameters) = link.trim().strip_prefix('<')?.split_once('>')?;
        let parameters = parameters.to_ascii_lowercase().replace(['"', ' '], "");
        parameters.contains("rel=canonical").then_some(address)
    })
}

/// Directives that carry a value after a colon and are no agent's name.
const VALUED: [&str; 4] = ["unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"];

/// What a header says to all search engines, or to the one whose word counts.
fn for_search_engines(value: &str) -> Vec<String> {
    let mut meant = true;
    let mut directives = Vec::new();
    for part in value.split(',') {
        let part = part.trim().to_ascii_lowercase();
        let directive = match part.split_once(':') {
            Some((name, rest)) if !VALUED.contains(&name.trim()) => {
                meant = matches!(name.trim(), "googlebot" | "robots" | "*");
                rest.trim().to_owned()
            }
            _ => part,
        };
        if meant {
            directives.push(directive);
        }
    }
    directives
}

/// The address that relative ones start from.
fn base(document: &Html, address: &Url) -> Url {
    let mut elements = document.tree.root().descendants().filter_map(|node| node.value().as_element());
    let named = elements.find_map(|element| (element.name() == "base").then(|| element.attr("href")).flatten());
    let named = named.and_then(|href| address.join(href).ok());
    named.filter(|base| matches!(base.scheme(), "http" | "https")).unwrap_or_else(|| address.clone())
}

struct Reader {
    base: Url,
    page: Page,
    canonicals: Vec<Url>,
    count: u32,
}

/// A link whose end is still to come.
struct Open {
    link: PageLink,
    text: String,
    picture: String,
    /// Whether anything in it can be seen.
    shows: bool,
    /// Whether a stylesheet could give it something to show.
    styled: bool,
}

impl Reader {
    fn walk(&mut self, document: &Html, veil: &Veil, inside_noscript: bool) {
        let mut veils = vec![veil.clone()];
        let (mut silent, mut dead) = (0_usize, 0_usize);
        let mut open: Option<Open> = None;
        for edge in document.tree.root().traverse() {
            match edge {
                Edge::Open(node) => match node.value() {
                    Node::Text(text) if silent == 0 => {
                        let shown = veils.last().is_none_or(|veil| veil.reason().is_none());
                        self.text(text, shown, open.as_mut());
                    }
                    Node::Element(element) => {
                        let name = element.name();
                        let below = veils.last().cloned().unwrap_or_default().below(element);
                        if name == "noscript" && dead == 0 && !inside_noscript {
                            self.noscript(node);
                        }
                        silent += usize::from(NO_TEXT.contains(&name) || name == "noscript");
                        dead += usize::from(NO_LINKS.contains(&name) || name == "noscript");
                        if dead == 0 {
                            self.element(node, &below, &mut open);
                        } else if name == "script" {
                            self.page.scripts = true;
                        }
                        veils.push(below);
                    }
                    _ => {}
                },
                Edge::Close(node) => {
                    let Node::Element(element) = node.value() else { continue };
                    let name = element.name();
                    veils.pop();
                    silent -= usize::from(NO_TEXT.contains(&name) || name == "noscript");
                    dead -= usize::from(NO_LINKS.contains(&name) || name == "noscript");
                    if name == "a"
                        && let Some(link) = open.take()
                    {
                        self.close(link);
                    }
                    if !INLINE.contains(&name) && silent == 0 {
                        self.space();
                    }
                }
            }
        }
    }

    /// What stands in a `noscript` is shown to nobody whose browser runs scripts. Parsers take it for text.
    fn noscript(&mut self, node: NodeRef<'_, Node>) {
        let inside: String = node.children().filter_map(|child| child.value().as_text()).map(|text| &**text).collect();
        if inside.contains("href") && !is_tangled(&inside) {
            let was = self.page.seen;
            let place = (self.page.noindex.clone(), self.page.nofollow.clone(), self.page.refresh.clone());
            self.walk(&Html::parse_fragment(&inside), &Veil::of("it is shown only where scripts do not run"), true);
            (self.page.noindex, self.page.nofollow, self.page.refresh) = place;
            self.page.seen = was;
        }
    }

    fn element(&mut self, node: NodeRef<'_, Node>, veil: &Veil, open: &mut Option<Open>) {
        let Some(element) = node.value().as_element() else { return };
        match element.name() {
            "a" | "area" => {
                if let Some(link) = self.link(element, veil) {
                    if element.name() == "a" {
                        *open = Some(link);
                    } else {
                        self.close(Open { shows: true, ..link });
                    }
                }
            }
            "title" if self.page.title.is_empty() && !in_drawing(node) => self.page.title = text_of(node),
            "h1" if self.page.heading.is_empty() => self.page.heading = text_of(node),
            "meta" => self.meta(element),
            "link" => {
                let canonical = element.attr("rel").is_some_and(|rel| words(rel).any(|word| word == "canonical"));
                let found = element.attr("href").filter(|href| canonical && !href.trim().is_empty());
                self.canonicals.extend(found.and_then(|href| self.base.join(href).ok()));
            }
            "input" => {
                self.page.password |= element.attr("type").is_some_and(|kind| kind.eq_ignore_ascii_case("password"))
            }
            "br" => self.space(),
            name => {
                let Some(open) = open else { return };
                let dot =
                    |side| element.attr(side).is_some_and(|size| matches!(size.trim_end_matches("px"), "0" | "1"));
                if name == "img" && open.picture.is_empty() {
                    open.picture = clean(element.attr("alt").unwrap_or_default(), ANCHOR);
                }
                open.shows |= veil.reason().is_none() && draws(name, element) && !(dot("width") && dot("height"));
            }
        }
    }

    fn link(&mut self, element: &scraper::node::Element, veil: &Veil) -> Option<Open> {
        let address = self.base.join(element.attr("href")?).ok()?;
        if !matches!(address.scheme(), "http" | "https") {
            return None;
        }
        self.count += 1;
        let at = self.page.text.len();
        let link = PageLink {
            address,
            rel: words(element.attr("rel").unwrap_or_default()).take(20).collect(),
            anchor: String::new(),
            position: self.count,
            hidden: veil.reason().map(str::to_owned),
            span: (at, at),
        };
        let told = ["alt", "aria-label", "title"].iter().find_map(|name| element.attr(name)).unwrap_or_default();
        let picture = if element.name() == "area" { clean(told, ANCHOR) } else { String::new() };
        let styled = ["class", "style", "id", "title", "aria-label"].iter().any(|name| element.attr(name).is_some());
        Some(Open { link, text: String::new(), picture, shows: false, styled })
    }

    fn close(&mut self, open: Open) {
        let Open { mut link, text, picture, shows, styled } = open;
        link.anchor = clean(&text, ANCHOR);
        if link.anchor.is_empty() {
            link.anchor = picture;
        }
        if link.hidden.is_none() && !shows && (!text.trim().is_empty() || !styled) {
            link.hidden = Some("nothing of it can be seen".to_owned());
        }
        link.span.1 = self.page.text.len();
        if self.page.links.len() < MOST_LINKS {
            self.page.links.push(link);
        } else {
            self.page.cut = true;
        }
    }

    fn text(&mut self, text: &str, shown: bool, open: Option<&mut Open>) {
        if let Some(open) = open {
            open.shows |= shown && !text.trim().is_empty();
            if open.text.len() < ANCHOR * 8 {
                open.text.push_str(text);
            }
        }
        for c in text.chars().filter_map(tidy) {
            let doubled = c == ' ' && (self.page.text.ends_with(' ') || self.page.text.is_empty());
            if !doubled {
                self.page.text.push(c);
                self.page.seen += usize::from(shown);
            }
        }
    }

    fn space(&mut self) {
        if !self.page.text.is_empty() && !self.page.text.ends_with(' ') {
            self.page.text.push(' ');
        }
    }

    fn meta(&mut self, element: &scraper::node::Element) {
        let content = element.attr("content").unwrap_or_default();
        let name = element.attr("name").unwrap_or_default().trim().to_ascii_lowercase();
        if matches!(name.as_str(), "robots" | "googlebot") {
            let directives: Vec<_> = content.split(',').map(|word| word.trim().to_ascii_lowercase()).collect();
            self.page.obey(&directives, &format!("the page's own meta tag ({name})"));
        }
        if element.attr("http-equiv").is_some_and(|name| name.trim().eq_ignore_ascii_case("refresh")) {
            self.page.refresh = refresh(content).and_then(|to| self.base.join(&to).ok());
        }
    }
}

/// A drawing has titles, too.
fn in_drawing(node: NodeRef<'_, Node>) -> bool {
    node.ancestors().filter_map(|above| above.value().as_element()).any(|above| above.name() == "svg")
}

/// Whether an element shows something without any text in it.
fn draws(name: &str, element: &scraper::node::Element) -> bool {
    matches!(name, "img" | "svg" | "picture" | "video" | "canvas" | "object" | "input" | "button")
        || element.attr("class").is_some()
        || element.attr("style").is_some_and(|style| style.contains("background"))
}

/// Where a page sends its reader by itself within ten seconds: `0; url=/there`.
fn refresh(content: &str) -> Option<String> {
    let (seconds, rest) = content.split_once([';', ','])?;
    let soon = seconds.trim().parse::<f32>().is_ok_and(|seconds| seconds <= 10.0);
    let rest = rest.trim();
    let url = rest.get(..3).filter(|start| start.eq_ignore_ascii_case("url")).and_then(|_| rest.get(3..))?;
    let url = url.trim_start().strip_prefix('=')?.trim().trim_matches(['"', '\'']);
    soon.then(|| url.to_owned())
}

/// Words of a list such as `rel`; some write commas.
fn words(list: &str) -> impl Iterator<Item = String> {
    list.split(|c: char| c.is_whitespace() || c == ',')
        .filter(|word| !word.is_empty())
        .map(|word| word.chars().take(40).collect::<String>().to_lowercase())
}

fn text_of(node: NodeRef<'_, Node>) -> String {
    let texts = node.descendants().filter_map(|child| child.value().as_text());
    clean(&texts.map(|text| &**text).collect::<Vec<_>>().join(" "), TITLE)
}

/// A stranger's text on one line, cut.
pub(super) fn clean(text: &str, most: usize) -> String {
    let tidy: String = text.chars().take(most * 16).filter_map(tidy).collect();
    let line = tidy.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().take(most).collect::<String>().trim_end().to_owned()
}

/// White space and control characters become a space; what is not seen, or turns the direction of a line, goes.
fn tidy(c: char) -> Option<char> {
    match c {
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' => None,
        c if c.is_whitespace() || c.is_control() => Some(' '),
        c => Some(c),
    }
}
