//! One link in all the ways in which it can be written, encoded and packed.

use super::super::SitePage;
use super::{Fixture, LINK, STORY, article, case, served};

pub(super) fn all() -> Vec<Fixture> {
    [spellings(), relative(), encodings(), shapes()].concat()
}

fn spellings() -> Vec<Fixture> {
    let to = |name, address: &str| case(name, "live", &format!("<a href=\"{address}\">Codeteki</a>"));
    vec![
        to("spelled-http", "http://www.codeteki.au/services/web-design"),
        to("spelled-without-www", "https://codeteki.au/services/web-design"),
        to("spelled-with-slash", "https://www.codeteki.au/services/web-design/"),
        to("spelled-with-port", "https://www.codeteki.au:443/services/web-design"),
        to("spelled-with-fragment", "https://www.codeteki.au/services/web-design#prices"),
        to("spelled-in-capitals", "HTTPS://WWW.CODETEKI.AU/services/web-design"),
        to("spelled-with-dot", "https://www.codeteki.au./services/web-design"),
        to(
            "spelled-with-tracking",
            "https://www.codeteki.au/services/web-design?utm_source=harbour&amp;utm_medium=blog&amp;fbclid=IwAR0x",
        ),
        to("spelled-with-escapes", "https://www.codeteki.au/services/web%2ddesign"),
        to("spelled-with-entities", "https&#58;//www.codeteki.au&#x2F;services/web-design"),
        to("spelled-with-spaces", "  https://www.codeteki.au/services/web-design  "),
        to("spelled-with-newlines", "https://www.code\nteki.au/services/\tweb-design"),
        to("spelled-with-backslashes", "https:\\\\www.codeteki.au\\services\\web-design"),
        to("spelled-with-dots", "https://www.codeteki.au/about/../services/./web-design"),
        to("spelled-idn", "https://münchen.example/büro").target("https://xn--mnchen-3ya.example/b%c3%bcro"),
        to("spelled-query-order", "https://www.codeteki.au/find?b=2&amp;a=1&amp;gclid=9")
            .target("https://www.codeteki.au/find?a=1&b=2"),
        case("spelled-without-quotes", "live", "<a href=https://www.codeteki.au/services/web-design>Codeteki</a>"),
        case("spelled-in-capital-tags", "live", "<A HREF='https://www.codeteki.au/services/web-design'>Codeteki</A>"),
        case(
            "spelled-single-quotes",
            "live",
            "<a\n  class='x'\n  href = 'https://www.codeteki.au/services/web-design'\n>Codeteki</a\n>",
        ),
        served("upper-case-host", "live", SitePage::html(article("", LINK)))
            .source("HTTP://Upper-Case-Host.EXAMPLE/post"),
    ]
}

fn relative() -> Vec<Fixture> {
    let own = |name, head: &str, href: &str| {
        served(name, "live", SitePage::html(article(head, &format!("<a href='{href}'>Codeteki</a>"))))
    };
    vec![
        own("relative-protocol", "", "//www.codeteki.au/services/web-design"),
        own("relative-path", "", "/partners/codeteki").target("http://relative-path.example/partners/codeteki"),
        own("relative-up", "", "../partners/./codeteki").target("http://relative-up.example/partners/codeteki"),
        own("relative-query", "", "?p=7").target("http://relative-query.example/post?p=7"),
        own("base-tag", "<base href='https://www.codeteki.au/services/'>", "web-design"),
        own("base-tag-relative", "<base href='/deep/er/'>", "page")
            .target("http://base-tag-relative.example/deep/er/page"),
        own(
            "base-tag-second",
            "<base href='https://www.codeteki.au/services/'><base href='https://evil.example/'>",
            "web-design",
        ),
        served(
            "base-tag-leads-away",
            "removed",
            SitePage::html(article(
                "<base href='https://evil.example/'>",
                "<a href='/services/web-design'>Codeteki</a>",
            )),
        ),
    ]
}

/// A page in bytes that are no UTF-8, with what it says of itself in its head.
fn bytes(head: &str, anchor: &[u8]) -> Vec<u8> {
    let page = article(head, "<a href='https://www.codeteki.au/services/web-design'>ANCHOR</a>")
        .replace("<meta charset=\"utf-8\">", "")
        .replace(['–', '\u{a9}'], "-");
    let (before, after) = page.split_once("ANCHOR").unwrap_or_default();
    [before.as_bytes(), anchor, after.as_bytes()].concat()
}

fn utf16(little: bool) -> Vec<u8> {
    let page = article("", "<a href='https://www.codeteki.au/services/web-design'>Café Codeteki</a>");
    let units = std::iter::once(0xfeff).chain(page.encode_utf16());
    units.flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
}

fn encodings() -> Vec<Fixture> {
    let html = "text/html";
    let said = |name, content_type: &str, body: Vec<u8>, anchor: &'static str| {
        served(name, "live", SitePage::of_kind(content_type, body)).anchors(&[anchor]).anchor(anchor)
    };
    let cafe = "Café Codeteki";
    vec![
        said("encoded-utf8", "text/html; charset=UTF-8", bytes("", cafe.as_bytes()), cafe),
        said("encoded-utf8-unsaid", html, bytes("", cafe.as_bytes()), cafe),
        said(
            "encoded-utf8-mark",
            "text/html; charset=iso-8859-1",
            [b"\xef\xbb\xbf".to_vec(), bytes("", cafe.as_bytes())].concat(),
            cafe,
        ),
        said("encoded-utf8-meta", html, bytes("<meta charset=utf-8>", cafe.as_bytes()), cafe),
        said("encoded-windows-1252", "text/html; charset=windows-1252", bytes("", b"Caf\xe9 Codeteki"), cafe),
        said("encoded-latin-1-unsaid", html, bytes("", b"Caf\xe9 Codeteki"), cafe),
        said(
            "encoded-latin-1-meta",
            html,
            bytes("<meta http-equiv='Content-Type' content='text/html; charset=ISO-8859-1'>", b"Caf\xe9 Codeteki"),
            cafe,
        ),
        said("encoded-latin-2", "text/html; charset=iso-8859-2", bytes("", b"\xa3\xf3d\xbc"), "Łódź"),
        said("encoded-latin-2-meta", html, bytes("<meta charset='iso-8859-2'>", b"\xa3\xf3d\xbc"), "Łódź"),
        said("encoded-shift-jis", "text/html; charset=Shift_JIS", bytes("", b"\x83\x65\x83\x58\x83\x67"), "テスト"),
        said(
            "encoded-shift-jis-meta",
            html,
            bytes("<meta charset=\"shift_jis\">", b"\x83\x65\x83\x58\x83\x67"),
            "テスト",
        ),
        said("encoded-windows-1251", "text/html; charset=windows-1251", bytes("", b"\xca\xee\xe4"), "Код"),
        said("encoded-utf16-le", html, utf16(true), cafe),
        said("encoded-utf16-be", "text/html; charset=utf-8", utf16(false), cafe),
        said(
            "encoded-header-right",
            "text/html; charset=iso-8859-2",
            bytes("<meta charset=utf-8>", b"\xa3\xf3d\xbc"),
            "Łódź",
        ),
        said(
            "encoded-header-wrong",
            "text/html; charset=utf-8",
            bytes("<meta charset=iso-8859-2>", b"\xa3\xf3d\xbc"),
            "Łódź",
        ),
        said(
            "encoded-header-unknown",
            "text/html; charset=x-none",
            bytes("<meta charset=utf-8>", cafe.as_bytes()),
            cafe,
        ),
        said("encoded-entities", html, bytes("", b"Caf&eacute; &#67;odeteki"), cafe),
        said(
            "encoded-composed",
            "text/html; charset=utf-8",
            bytes("", "Cafe\u{301}\u{200b} Codeteki".as_bytes()),
            "Cafe\u{301} Codeteki",
        ),
        served("encoded-xhtml", "live", SitePage::of_kind("application/xhtml+xml", article("", LINK))),
        served("encoded-no-type", "live", SitePage { headers: Vec::new(), ..SitePage::html(article("", LINK)) }),
        served(
            "encoded-gzip",
            "live",
            SitePage::html(include_bytes!("page.html.gz")).with_header("content-encoding", "gzip"),
        )
        .anchor("Codeteki"),
    ]
}

fn shapes() -> Vec<Fixture> {
    let long = |name, state, link_first: bool, bytes: usize| {
        let paragraph = format!(
            "<div class=\"comment\"><p>A <b>reader</b> wrote <a href=\"/comment\">this</a>: {STORY}</p></div>\n"
        );
        let many = paragraph.repeat(bytes / paragraph.len());
        let page = if link_first { format!("{LINK}{many}") } else { format!("{many}{LINK}") };
        served(name, state, SitePage::html(article("", &page))).anchor("Codeteki")
    };
    let mut too_long = long("shape-9-mb-link-last", "unreachable", false, 9_000_000);
    too_long.anchor = None;
    vec![
        long("shape-5-mb", "live", false, 5_000_000),
        long("shape-9-mb-link-first", "live", true, 9_000_000),
        too_long,
        served(
            "shape-5-mb-removed",
            "removed",
            SitePage::html(article("", &format!("<p>{STORY}</p>\n").repeat(12_000))),
        ),
        case(
            "shape-unclosed",
            "live",
            "<div><p><b><i><table><tr><td>x<a href='https://www.codeteki.au/services/web-design'>Codeteki</a><p>and more",
        ),
        case("shape-unclosed-comment", "removed", &format!("<!-- never closed {LINK}")),
        case("shape-nested-links", "live", &format!("<a href='/a'>one {LINK} two</a>")),
        case("shape-in-table", "live", &format!("<table><tr><td><table><tr><td>{LINK}</table></table>")),
        case("shape-deep", "live", &format!("{}{LINK}{}", "<div>".repeat(400), "</div>".repeat(400))),
        case("shape-null-bytes", "live", &format!("\0\0{LINK}\0")),
        served("shape-no-tags-around", "live", SitePage::html(LINK)),
        served("shape-frame-of-text", "live", SitePage::html(format!("<title>Links</title>{LINK}"))),
        case("shape-svg", "live", &format!("<svg><title>drawing</title></svg>{LINK}")),
        case("shape-many-links", "live", &format!("{}{LINK}", "<a href='/x'>x</a> ".repeat(3_000))).position(3_004),
    ]
}
