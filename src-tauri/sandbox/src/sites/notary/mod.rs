//! Pages with known truth about one link each: what a notary of links must find there.
//!
//! Each fixture has a site of its own, `{name}.example`, with the page at `/post` unless it says otherwise.

mod forms;
mod gone;
mod standing;
mod unseen;

use super::{Page, SitePage};

/// Our page, to which the links of most fixtures lead.
const TARGET: &str = "https://www.codeteki.au/services/web-design";
/// What they may say.
const ANCHORS: [&str; 2] = ["Codeteki", "web design in Melbourne"];

/// One page and what is true of the link on it.
#[derive(Debug, Clone)]
pub struct Fixture {
    /// Its name, which is that of its site, too.
    pub name: &'static str,
    /// The page.
    pub source: String,
    /// Where the link should lead.
    pub target: String,
    /// What the link may say.
    pub anchors: Vec<String>,
    /// The word for the state.
    pub state: &'static str,
    /// A word that must be among those of its `rel`.
    pub rel: Option<&'static str>,
    /// What the link says.
    pub anchor: Option<&'static str>,
    /// Where page or link lead instead.
    pub leads_to: Option<&'static str>,
    /// Which link of the page it is.
    pub position: Option<u32>,
    /// Its pages: to be put into a world, for they are too many, and some too long, to be in every one.
    pub pages: Vec<Page>,
}

/// All fixtures.
pub fn fixtures() -> Vec<Fixture> {
    [standing::all(), unseen::all(), gone::all(), forms::all()].concat()
}

/// An article with a piece of HTML in it.
fn case(name: &'static str, state: &'static str, inside: &str) -> Fixture {
    served(name, state, SitePage::html(article("", inside)))
}

/// A page that is answered as it is given.
fn served(name: &'static str, state: &'static str, page: SitePage) -> Fixture {
    let host = format!("{name}.example");
    Fixture {
        name,
        source: format!("http://{host}/post"),
        target: TARGET.to_owned(),
        anchors: ANCHORS.map(str::to_owned).to_vec(),
        state,
        rel: None,
        anchor: None,
        leads_to: None,
        position: None,
        pages: vec![Page::new(&host, "/post", page)],
    }
}

impl Fixture {
    fn rel(mut self, word: &'static str) -> Self {
        self.rel = Some(word);
        self
    }

    fn anchor(mut self, said: &'static str) -> Self {
        self.anchor = Some(said);
        self
    }

    fn leads_to(mut self, address: &'static str) -> Self {
        self.leads_to = Some(address);
        self
    }

    fn position(mut self, position: u32) -> Self {
        self.position = Some(position);
        self
    }

    fn target(mut self, address: &str) -> Self {
        address.clone_into(&mut self.target);
        self
    }

    fn any_anchor(mut self) -> Self {
        self.anchors.clear();
        self
    }

    fn anchors(mut self, anchors: &[&str]) -> Self {
        self.anchors = anchors.iter().map(|anchor| (*anchor).to_owned()).collect();
        self
    }

    fn source(mut self, address: &str) -> Self {
        address.clone_into(&mut self.source);
        self
    }

    /// One more page of its site.
    fn also(self, path: &str, page: SitePage) -> Self {
        let host = format!("{}.example", self.name);
        self.elsewhere(&host, path, page)
    }

    /// One more page, of another site.
    fn elsewhere(mut self, host: &str, path: &str, page: SitePage) -> Self {
        self.pages.push(Page::new(host, path, page));
        self
    }
}

/// A link to the target.
const LINK: &str = "<a href=\"https://www.codeteki.au/services/web-design\">Codeteki</a>";

/// A blog's page as they are: a menu, an article with `inside` in it, a footer, a strip about cookies.
fn article(head: &str, inside: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Twelve tools we use every day – Harbour Blog</title>\
         <meta name=\"viewport\" content=\"width=device-width\">{head}</head><body class=\"post\">\
         <header><a href=\"/\"><img src=\"/logo.svg\" alt=\"Harbour Blog\"></a> <nav><a href=\"/about\">About</a> <a href=\"/posts\">Posts</a></nav></header>\
         <main><article><h1>Twelve tools we use every day</h1><p>{STORY}</p>\n<p>{inside}</p>\n<p>{STORY}</p></article></main>\
         <footer>&copy; Harbour Blog. <a href=\"/privacy\">Privacy</a> <a href=\"/login\">Log in</a></footer>\
         <div class=\"strip\">We use cookies to count our readers. <button>Accept</button></div></body></html>"
    )
}

const STORY: &str = "When the ferries stop in the evening the office goes quiet, and that is when most of our writing is done. \
    Over the years we have tried a great many tools; these are the ones that stayed. Some of them cost nothing, some a little, and \
    none of them has ever lost a draft. We list them in the order in which we open them, from the first coffee to the last \
    proof, and say of each what we would miss if it went away tomorrow.";

/// A page of any shape: title and body.
fn bare(title: &str, body: &str) -> SitePage {
    SitePage::html(format!("<!doctype html><html><head><title>{title}</title></head><body>{body}</body></html>"))
}
