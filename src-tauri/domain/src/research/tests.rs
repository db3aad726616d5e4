//! Twenty sites with known truth, read: every fact, its passage, the angles on it, and what a hostile page cannot do.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

#[path = "../../../sandbox/src/sites/research/mod.rs"]
#[expect(unreachable_pub, reason = "it is another room's module, read here as data")]
mod sites;

/// What is true of each site: its host, then its facts.
const TRUTH: &str = include_str!("truth.txt");

/// Whether a passage stands in a page. Space between words and characters that are not seen make no difference.
fn passage_is_in(html: &str, passage: &str) -> bool {
    let passage = page::collapsed(passage);
    !passage.is_empty() && Page::parse(&Url::parse("about:blank").unwrap(), html).says(&passage)
}

/// A site as it is read.
pub(super) struct Site {
    pub(super) host: &'static str,
    pub(super) facts: Vec<SiteFact>,
    pages: Vec<(Url, String)>,
}

pub(super) fn read_all() -> Vec<Site> {
    let (ours, rivals) = (["codeteki.au".to_owned()], ["rivalbots.example".to_owned()]);
    let mut found: Vec<Site> = Vec::new();
    for (host, path, body, kind) in sites::catalogue() {
        let decode = if kind.contains("1252") { encoding_rs::WINDOWS_1252 } else { encoding_rs::UTF_8 };
        let page = (Url::parse(&format!("https://{host}{path}")).unwrap(), decode.decode(body).0.into_owned());
        match found.last_mut().filter(|site| site.host == host) {
            Some(site) => site.pages.push(page),
            None => found.push(Site { host, facts: Vec::new(), pages: vec![page] }),
        }
    }
    for site in &mut found {
        let read: Vec<_> =
            site.pages.iter().map(|(url, html)| (url.clone(), read(url, html, &ours, &rivals))).collect();
        site.facts = gather(&read);
    }
    found
}

#[test]
fn every_site_says_what_is_true_of_it() {
    let all = read_all();
    assert_eq!(all.len(), 20);
    let mut truth: Vec<(&str, BTreeSet<String>)> = Vec::new();
    for line in TRUTH.lines() {
        match line.strip_prefix("  ") {
            Some(fact) => drop(truth.last_mut().unwrap().1.insert(fact.to_owned())),
            None => truth.push((line, BTreeSet::new())),
        }
    }
    let mut wrong = Vec::new();
    for (site, (host, expected)) in all.iter().zip(&truth) {
        assert_eq!(site.host, *host);
        let found: BTreeSet<String> = site.facts.iter().map(|fact| format!("{}: {}", fact.kind, fact.value)).collect();
        wrong.extend(expected.difference(&found).map(|fact| format!("{host} lacks {fact}")));
        wrong.extend(found.difference(expected).map(|fact| format!("{host} has not {fact}")));
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// All letters of a page, decoded by another way than the one that is tested.
fn letters(html: &str) -> String {
    let tree = scraper::Html::parse_document(html);
    let mut all: String = tree.root_element().text().collect();
    for node in tree.tree.nodes() {
        let element = node.value().as_element();
        all.extend(element.into_iter().flat_map(|element| element.attrs().map(|(_, value)| value)));
    }
    // The one fixture with escapes in its structured data.
    let all = all.replace("\\u00e9", "é").replace("\\u2019", "’");
    all.chars().filter(|sign| !sign.is_whitespace() && *sign != '\u{200b}').collect()
}

#[test]
fn every_passage_is_in_its_page() {
    for site in read_all() {
        for fact in &site.facts {
            let (_, html) = site.pages.iter().find(|(url, _)| url.as_str() == fact.page).unwrap();
            let bare: String = fact.passage.chars().filter(|sign| !sign.is_whitespace()).collect();
            assert!(letters(html).contains(&bare), "{}: {}", site.host, fact.passage);
            assert!(passage_is_in(html, &fact.passage), "{}: {}", site.host, fact.passage);
            assert!(!fact.passage.contains(char::is_control));
        }
    }
    assert!(!passage_is_in("<p>One</p>", "Two") && !passage_is_in("<p>One</p>", " "));
    assert!(!passage_is_in("<!-- secret --><p hidden>unseen</p><script>var x = 'y'</script>", "secret"));
    assert!(!passage_is_in("<p hidden>unseen</p><p>seen</p>", "unseen"));
}

#[test]
fn an_address_of_somebody_else_is_never_the_sites() {
    for site in read_all() {
        for fact in site.facts.iter().filter(|fact| fact.kind == SiteFactKind::ContactAddress) {
            let domain = fact.value.rsplit('@').next().unwrap();
            assert!(domain == site.host || fact.value == "potandvine.garden@gmail.com", "{}", fact.value);
        }
    }
}

#[test]
fn what_a_page_orders_is_in_no_angle() {
    let offer = Offer { description: "Roses and tents, and instructions to ignore", value_proposition: "linking" };
    for site in read_all() {
        for angle in angles(&site.facts, &offer) {
            let lower = angle.sentence.to_lowercase();
            for word in
                ["ignore", "you must", "system", "assistant:", "attacker", "@", "://", "amazing", "shit", "hello world"]
            {
                assert!(!lower.contains(word), "{}: {}", site.host, angle.sentence);
            }
        }
        let lines = lines(&site.facts).join("\n").to_lowercase();
        assert!(!["ignore", "you must", "attacker", "@", "://"].iter().any(|word| lines.contains(word)), "{lines}");
        assert!(topic(&site.facts, &offer).is_none_or(|topic| !topic.contains("must")));
    }
}

#[test]
fn the_pages_worth_reading_are_of_the_same_site() {
    let all = read_all();
    let next = |host: &str| {
        let site = all.iter().find(|site| site.host == host).unwrap();
        let (url, html) = site.pages.first().unwrap();
        next_pages(url, html).iter().map(|url| url.path().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(next("ryeshelf.example"), ["/contact/", "/write-for-us/", "/about/"]);
    assert_eq!(
        next("coastalreview.example"),
        ["/contact", "/contribute/guidelines", "/about", "/stories/the-last-ice-works/"]
    );
    assert_eq!(next("toolroundup.example"), ["/contact", "/guest-post-guidelines", "/blog/"]);
    assert_eq!(next("chaikitab.example"), ["/contact", "/write"]);
    assert_eq!(next("promptgarden.example"), ["/about"]);
    assert_eq!(next("parkedname.example"), Vec::<String>::new());
    assert_eq!(next("empty.example"), Vec::<String>::new());
}

#[test]
fn a_deep_page_takes_no_longer_than_a_flat_one() {
    let url = Url::parse("https://deep.example/").unwrap();
    for opening in ["<div>", "<article><li><time>", "<span class=author>", "<b><i>", "<table>"] {
        let html = format!("{}a post of mine{}", opening.repeat(4_000), "@ (at) ".repeat(4_000));
        read(&url, &html, &[], &[]);
        next_pages(&url, &html);
    }
}

const PIECES: &[&str] = &[
    "<title>",
    "</title>",
    "<h1>",
    "<h2 class=entry-title>",
    "</h2>",
    "<a href='/category/x y'>",
    "<a href=\"/blog/2026/one\">",
    "</a>",
    "<article>",
    "</article>",
    "<li>",
    "<time>",
    "&amp;",
    "&#8211;",
    "&lt;b&gt;",
    " a (at) strange.example ",
    "mailto:x@strange.example",
    "<a href='mailto:x%40strange.example'>",
    "<span class=author>By Ann O’Hara",
    "</span>",
    "<meta name=description content=\"a  &quot;b&quot;\">",
    "<meta property=og:site_name content='Strange | Site'>",
    "<script type='application/ld+json'>{\"author\":{\"name\":\"Jo\\u00e9  Roe\"}}</script>",
    "<!--",
    "-->",
    "<svg>",
    "<template>",
    "<p hidden>",
    "<br>",
    "\u{200b}",
    "\u{0}",
    "\n\t",
    "İ",
    "ß",
    "日本",
    "Write for us",
    "A post about bread",
    "<base href='//x'>",
    "<noscript>",
    "<frameset>",
    "<table><tr>",
    "<select><option>",
    "a at strange dot example",
    "@",
    ".",
    "<style>",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn whatever_the_page_every_passage_is_in_it(pieces in prop::collection::vec((0..PIECES.len(), ".{0,6}"), 0..40)) {
        let html: String = pieces.iter().map(|(piece, noise)| format!("{}{noise}", PIECES[*piece])).collect();
        let url = Url::parse("https://strange.example/").unwrap();
        let facts = read(&url, &html, &["x".to_owned()], &[]);
        next_pages(&url, &html);
        for fact in &facts {
            prop_assert!(passage_is_in(&html, &fact.passage), "{fact:?}");
            prop_assert!(!fact.value.contains(char::is_control) && fact.value.chars().count() <= 2_000);
        }
        let angles = angles(&facts, &Offer::default());
        prop_assert!(angles.iter().all(|angle| !angle.sentence.contains(['<', '>', '@'])));
        for angle in &angles {
            let claims = unsupported(&angle.sentence, &facts, Known::default());
            prop_assert!(claims.is_empty(), "{} {claims:?}", angle.sentence);
        }
    }
}
