//! Pages with known truth, small ones, and bytes of all kinds.

use proptest::prelude::*;
use rstest::rstest;
use url::Url;

use super::*;

const SOURCE: &str = "https://harbourblog.example/posts/tools";
const TARGET: &str = "https://www.codeteki.au/services/web-design/";

fn url(address: &str) -> Url {
    Url::parse(address).unwrap()
}

fn wanted() -> Wanted {
    Wanted { source: url(SOURCE), target: url(TARGET), anchors: vec!["Codeteki".to_owned(), "web design".to_owned()] }
}

fn answer(status: u16, body: impl Into<Vec<u8>>) -> Answer {
    let hops = vec![Hop { address: url(SOURCE), status }];
    let headers = vec![("content-type".to_owned(), "text/html; charset=utf-8".to_owned())];
    Answer { hops, headers, body: body.into(), cut: false }
}

/// A page of some length around a piece of HTML.
fn page(inside: &str) -> String {
    let filler = "We moor in the harbour and write about the tools that we use every day. ".repeat(12);
    format!("<!doctype html><title>Tools we use</title><h1>Tools we use</h1><p>{filler}</p><p>{inside}</p>")
}

fn look(answer: Answer) -> Finding {
    judge(&wanted(), &Looked::Answered(answer), &Around::default())
}

fn state(inside: &str) -> LinkState {
    look(answer(200, page(inside))).state
}

#[rstest]
#[case("http://codeteki.au/services/web-design", true)]
#[case("https://codeteki.au:443/services/web-design/#top", true)]
#[case("HTTPS://WWW.CODETEKI.AU/services/web-design?utm_source=x&gclid=1", true)]
#[case("https://www.codeteki.au./services/web%2Ddesign/", true)]
#[case("https://www.codeteki.au/services/web-design/?page=2", false)]
#[case("https://www.codeteki.au/Services/web-design/", false)]
#[case("https://blog.codeteki.au/services/web-design/", false)]
#[case("https://www.codeteki.au:8443/services/web-design/", false)]
#[case("https://www.codeteki.au/", false)]
fn one_page_has_many_spellings(#[case] address: &str, #[case] same: bool) {
    assert_eq!(same_page(&url(address), &url(TARGET)), same);
}

#[test]
fn escapes_are_compared_by_what_they_mean() {
    assert!(same_page(&url("https://a.example/caf%c3%a9?x=%7e"), &url("https://a.example/caf%C3%A9?x=~")));
    assert!(!same_page(&url("https://a.example/a%2Fb"), &url("https://a.example/a/b")));
}

#[rstest]
#[case("https://blog.codeteki.au/", true)]
#[case("https://codeteki.au.evil.example/services/web-design/", false)]
#[case("https://notcodeteki.au/services/web-design/", false)]
fn a_site_is_a_registrable_domain(#[case] address: &str, #[case] same: bool) {
    assert_eq!(same_site(&url(address), &url(TARGET)), same);
}

#[rstest]
#[case("<a href='https://codeteki.au/services/web-design'>Codeteki</a>", LinkState::Live)]
#[case("<a href=' https://codeteki.au/serv\nices/web-design '> codeteki! </a>", LinkState::Live)]
#[case("<a href=https://codeteki.au/services/web-design>Web <b>design</b>", LinkState::Live)]
#[case("<a href='//codeteki.au/services/web&#45;design'><img src=x alt='Codeteki'></a>", LinkState::Live)]
#[case("<map><area href='//codeteki.au/services/web-design' alt=Codeteki></map>", LinkState::Live)]
#[case("<a href='//codeteki.au/services/web-design'>click here</a>", LinkState::WrongAnchor)]
#[case("<a rel='Noopener NoFollow' href='//codeteki.au/services/web-design'>Codeteki</a>", LinkState::LiveNofollow)]
#[case("<a rel=ugc href='//codeteki.au/services/web-design'>click</a>", LinkState::LiveNofollow)]
#[case("<a rel=sponsored href='//codeteki.au/services/web-design'>Codeteki</a>", LinkState::LiveNofollow)]
#[case(
    "<meta name=robots content='noindex,follow'><a rel=ugc href='//codeteki.au/services/web-design'>x</a>",
    LinkState::LiveNoindex
)]
#[case(
    "<meta name=GOOGLEBOT content=none><a href='//codeteki.au/services/web-design'>Codeteki</a>",
    LinkState::LiveNoindex
)]
#[case("<meta name=bingbot content=noindex><a href='//codeteki.au/services/web-design'>Codeteki</a>", LinkState::Live)]
#[case(
    "<meta name=robots content=nofollow><a href='//codeteki.au/services/web-design'>Codeteki</a>",
    LinkState::LiveNofollow
)]
#[case(
    "<link rel=canonical href='/other'><a href='//codeteki.au/services/web-design'>Codeteki</a>",
    LinkState::LiveNoindex
)]
#[case(
    "<link rel=canonical href='/posts/tools/'><a href='//codeteki.au/services/web-design'>Codeteki</a>",
    LinkState::Live
)]
#[case(
    "<div style='display:none'><p><a href='//codeteki.au/services/web-design'>Codeteki</a></div>",
    LinkState::Hidden
)]
#[case("<noscript><a href='//codeteki.au/services/web-design'>Codeteki</a></noscript>", LinkState::Hidden)]
#[case("<a href='//codeteki.au/services/web-design'></a>", LinkState::Hidden)]
#[case("<a href='//codeteki.au/services/web-design'><span style='font-size:0'>Codeteki</span></a>", LinkState::Hidden)]
#[case(
    "<div style='font-size:0'><a style='font-size:14px' href='//codeteki.au/services/web-design'>Codeteki</a></div>",
    LinkState::Live
)]
#[case(
    "<div style='visibility:hidden'><a style='visibility:visible' href='//codeteki.au/services/web-design'>Codeteki</a></div>",
    LinkState::Live
)]
#[case(
    "<p style='background:#fff'><a style='color:white' href='//codeteki.au/services/web-design'>Codeteki</a>",
    LinkState::Hidden
)]
#[case(
    "<p style='background:#fff;color:white'><a href='//codeteki.au/services/web-design'>Codeteki</a>",
    LinkState::Live
)]
#[case("<a href='https://codeteki.au/'>Codeteki</a>", LinkState::WrongTarget)]
#[case("<a href='https://blog.codeteki.au/services/web-design'>Codeteki</a>", LinkState::WrongTarget)]
#[case("<a href='/out?url=https%3A%2F%2Fcodeteki.au%2Fservices%2Fweb-design'>Codeteki</a>", LinkState::Redirected)]
#[case("<a href='/go/codeteki'>Codeteki</a>", LinkState::Redirected)]
#[case(
    "<a href='https://www.facebook.com/sharer.php?u=https://codeteki.au/services/web-design'>Share</a>",
    LinkState::Removed
)]
#[case("<a href='https://codeteki.au.evil.example/services/web-design'>Codeteki</a>", LinkState::Removed)]
#[case("<a href='javascript:location=\"https://codeteki.au/services/web-design\"'>Codeteki</a>", LinkState::Removed)]
#[case("<!-- <a href='https://codeteki.au/services/web-design'>Codeteki</a> -->", LinkState::Removed)]
#[case("<script>'<a href=\"https://codeteki.au/services/web-design\">Codeteki</a>'</script>", LinkState::Removed)]
#[case("<template><a href='https://codeteki.au/services/web-design'>Codeteki</a></template>", LinkState::Removed)]
#[case("https://codeteki.au/services/web-design", LinkState::Removed)]
fn a_page_is_judged_by_what_stands_on_it(#[case] inside: &str, #[case] expected: LinkState) {
    assert_eq!(state(inside), expected);
}

#[test]
fn the_best_of_several_links_counts_and_carries_its_evidence() {
    let found = look(answer(
        200,
        page(
            "<a href=/about>About</a> <a rel=nofollow href='//codeteki.au/services/web-design'>x</a> made by \
             <a href='//codeteki.au/services/web-design?utm_source=us' rel=noopener>Codeteki</a> of Melbourne.",
        ),
    ));
    assert_eq!((found.state, found.position, found.anchor.as_deref()), (LinkState::Live, Some(3), Some("Codeteki")));
    assert_eq!(found.rel, ["noopener"]);
    assert!(found.excerpt.contains("made by Codeteki of Melbourne"), "{}", found.excerpt);
    assert!(found.excerpt.chars().count() <= 200);
    let kept = serde_json::to_string(&found).unwrap();
    assert!(kept.contains("\"state\":\"live\""), "{kept}");
    assert_eq!(serde_json::from_str::<Finding>(&kept).unwrap(), found);
}

#[rstest]
#[case("noindex", Some(LinkState::LiveNoindex))]
#[case("googlebot: nofollow", Some(LinkState::LiveNofollow))]
#[case("bingbot: noindex", None)]
#[case("bingbot: noindex, googlebot: noindex", Some(LinkState::LiveNoindex))]
#[case("unavailable_after: 25 Jun 2030 15:00:00 PST, max-snippet:-1", None)]
fn headers_speak_to_search_engines(#[case] said: &str, #[case] expected: Option<LinkState>) {
    let mut answer = answer(200, page("<a href='//codeteki.au/services/web-design'>Codeteki</a>"));
    answer.headers.push(("X-Robots-Tag".to_owned(), said.to_owned()));
    assert_eq!(look(answer).state, expected.unwrap_or(LinkState::Live));
}

#[rstest]
#[case(404, LinkState::PageGone)]
#[case(410, LinkState::PageGone)]
#[case(401, LinkState::Blocked)]
#[case(403, LinkState::Blocked)]
#[case(429, LinkState::Blocked)]
#[case(451, LinkState::Blocked)]
#[case(999, LinkState::Blocked)]
#[case(500, LinkState::Unreachable)]
#[case(503, LinkState::Unreachable)]
#[case(302, LinkState::Unreachable)]
fn a_status_says_how_it_is(#[case] status: u16, #[case] expected: LinkState) {
    let page = page("<a href='//codeteki.au/services/web-design'>Codeteki</a>");
    assert_eq!(look(answer(status, page)).state, expected);
}

#[rstest]
#[case("https://harbourblog.example/", "", LinkState::Redirected)]
#[case("https://harbourblog.example/other", "<a href=//codeteki.au>x</a>", LinkState::Redirected)]
#[case("https://elsewhere.example/posts/tools", "", LinkState::Redirected)]
#[case("https://www.harbourblog.example/posts/tools/", "", LinkState::Removed)]
#[case("https://www.harbourblog.example/2026/tools.html", "", LinkState::Removed)]
#[case("https://harbourblog.example/other", "<a href=//codeteki.au/services/web-design>Codeteki</a>", LinkState::Live)]
#[case("https://codeteki.au/", "<a href=//codeteki.au/services/web-design>Codeteki</a>", LinkState::Redirected)]
fn a_page_that_leads_elsewhere_is_judged_there(#[case] to: &str, #[case] inside: &str, #[case] expected: LinkState) {
    let mut answer = answer(301, page(inside));
    answer.hops.push(Hop { address: url(to), status: 200 });
    assert_eq!(look(answer).state, expected);
}

#[test]
fn nothing_is_lost_where_nothing_could_be_seen() {
    let mut cut = answer(200, page(""));
    cut.cut = true;
    assert_eq!(look(cut).state, LinkState::Unreachable);
    assert_eq!(look(answer(200, "")).state, LinkState::Unreachable);
    assert_eq!(look(answer(200, "<div id=root></div><script src=app.js></script>")).state, LinkState::Unreachable);
    let kept_out = judge(&wanted(), &Looked::KeptOut, &Around::default());
    assert_eq!(kept_out.state, LinkState::Blocked);
    let nobody = judge(&wanted(), &Looked::Unreachable("no route\n".to_owned()), &Around::default());
    assert_eq!((nobody.state, nobody.why.as_str()), (LinkState::Unreachable, "The page could not be read: no route."));
}

#[test]
fn our_own_page_is_told_of_and_search_engines_may_be_kept_out() {
    let around = Around { search_engines_kept_out: true, target_status: Some(404) };
    let looked = Looked::Answered(answer(200, page("<a href='//codeteki.au/services/web-design'>Codeteki</a>")));
    let found = judge(&wanted(), &looked, &around);
    assert_eq!((found.state, found.target_status), (LinkState::LiveNoindex, Some(404)));
    assert!(found.why.ends_with("Our own page answers with 404."), "{}", found.why);
}

#[rstest]
#[case("text/html", b"<meta charset=iso-8859-2><p>\xb1".as_slice(), "ą")]
#[case("text/html; charset=\"windows-1252\"", b"caf\xe9", "café")]
#[case("text/html", b"caf\xe9", "café")]
#[case("text/html", "café".as_bytes(), "café")]
#[case("text/html", b"\xff\xfec\x00a\x00", "ca")]
#[case("text/html; charset=utf-16le", b"c\x00a\x00", "ca")]
#[case("text/html; charset=utf-8", b"<meta charset=windows-1252>caf\xe9", "café")]
#[case("text/html; charset=shift_jis", b"\x83\x65", "テ")]
#[case(
    "text/html; charset=nonsense",
    b"<meta http-equiv=content-type content='text/html; charset=iso-8859-1'>\xe9",
    "é"
)]
fn pages_are_decoded_as_browsers_do(#[case] content_type: &str, #[case] body: &[u8], #[case] ends: &str) {
    assert!(decode(content_type, body).ends_with(ends));
}

#[test]
fn a_base_moves_relative_links() {
    let html =
        "<base href='https://codeteki.au/services/'><a href=web-design>Codeteki</a><a href=mailto:x@y.z>mail</a>";
    let page = Page::read(html, &url(SOURCE), &[]);
    assert_eq!(page.links.len(), 1);
    assert!(same_page(&page.links[0].address, &url(TARGET)));
}

#[test]
fn texts_of_strangers_are_cut_and_cleaned() {
    let link = format!("<a href=//codeteki.au/x>Co\u{202e}de\u{7}teki {}</a>", "long ".repeat(200));
    let page = Page::read(&format!("<title>{}</title>{link}", "t".repeat(900)), &url(SOURCE), &[]);
    assert!(page.links[0].anchor.starts_with("Code teki long"));
    assert!(page.links[0].anchor.chars().count() <= 200 && page.title.chars().count() == 300);
    assert!(page.excerpt(&page.links[0]).chars().count() <= 200);
}

#[test]
fn a_lost_link_is_looked_for_where_it_may_have_gone() {
    let html = page(
        "<a href=/posts/tools>here</a> <a href=/posts/best-tools>Best tools</a> <a href=/about>About</a> \
         <a href=/tools.jpg>x</a> <a href=https://other.example/tools>x</a> <a rel=next href=/page/2>2</a> \
         <a href=/archive/tools#a>Archive</a>",
    );
    let found = candidates(&wanted(), &Looked::Answered(answer(200, html)));
    let paths: Vec<&str> = found.iter().map(Url::path).collect();
    assert_eq!(paths, ["/archive/tools", "/posts/best-tools", "/page/2"]);
    assert_eq!(candidates(&wanted(), &Looked::KeptOut), Vec::<Url>::new());
}

#[test]
fn robots_speak_to_us_and_to_search_engines() {
    let robots = Robots::read(
        b"User-agent: CRMAutopilot\nDisallow: /private\nCrawl-delay: 60\n\nUser-agent: Googlebot\nDisallow: /posts",
    );
    assert!(robots.lets_us_in(&url(SOURCE)) && !robots.lets_search_engines_in(&url(SOURCE)));
    assert!(!robots.lets_us_in(&url("https://harbourblog.example/private/x")));
    assert_eq!(robots.delay(), Some(std::time::Duration::from_secs(10)));
    assert!(Robots::default().lets_us_in(&url(SOURCE)) && Robots::read(b"").delay().is_none());
}

proptest! {
    #[test]
    fn any_bytes_are_judged(body in proptest::collection::vec(any::<u8>(), 0..2_000), kind in ".{0,40}", status in any::<u16>()) {
        let mut answer = answer(status, body);
        answer.headers = vec![("content-type".to_owned(), kind), ("x-robots-tag".to_owned(), "a:,:".to_owned())];
        let looked = Looked::Answered(answer);
        judge(&wanted(), &looked, &Around::default());
        candidates(&wanted(), &looked);
    }

    #[test]
    fn any_heap_of_tags_is_judged(parts in proptest::collection::vec(prop_oneof![
        Just("<a href='//codeteki.au/services/web-design'>".to_owned()), Just("</a>".to_owned()), Just("<div style='".to_owned()),
        Just("<noscript>".to_owned()), Just("</noscript>".to_owned()), Just("<template>".to_owned()), Just("</template>".to_owned()),
        Just("<svg><title>".to_owned()), Just("<table><a>".to_owned()), Just("<!--".to_owned()), Just("-->".to_owned()),
        Just("<select>".to_owned()), Just("<frameset>".to_owned()), Just("<b><p>".to_owned()), Just("</b>".to_owned()),
        ".{0,8}",
    ], 0..60)) {
        let looked = Looked::Answered(answer(200, parts.concat()));
        let found = judge(&wanted(), &looked, &Around::default());
        prop_assert!(found.why.ends_with('.') && found.excerpt.chars().count() <= 200);
        candidates(&wanted(), &looked);
    }
}
