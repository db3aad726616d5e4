//! Hostile mails against the cleaner: nothing of what they are made of may be left in the document.

use proptest::prelude::*;

use super::*;

const PAYLOADS: &str = include_str!("../../../../tests/hostile/payloads.txt");

fn payloads() -> Vec<(&'static str, String)> {
    let (mut class, mut all) = ("", Vec::new());
    for line in PAYLOADS.lines() {
        match line.strip_prefix("## ") {
            Some(name) => class = name,
            None => all.push((class, line.replace("{host}", "https://evil.test").replace("{run}", "alert(1)"))),
        }
    }
    all
}

fn body(document: &str) -> &str {
    document.split_once("<body dir=\"auto\">").unwrap().1.strip_suffix("</body></html>").unwrap()
}

/// Reads a document as strictly as a parser would, and says what in it could do anything at all.
fn faults(page: &str) -> Vec<String> {
    let (mut wrong, mut rest) = (Vec::new(), page);
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let closes = rest.starts_with('/');
        rest = rest.trim_start_matches('/');
        let name: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric()).collect();
        rest = &rest[name.len()..];
        if !TAGS.contains(&name.as_str()) {
            wrong.push(format!("the element <{name}>"));
        }
        loop {
            rest = rest.trim_start();
            if let Some(after) = rest.strip_prefix('>') {
                rest = after;
                break;
            }
            let key: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
            let Some(after) = rest[key.len()..].strip_prefix("=\"") else {
                wrong.push(format!("a tag that is no tag: {}", rest.chars().take(60).collect::<String>()));
                return wrong;
            };
            let Some((value, after)) = after.split_once('"') else {
                wrong.push("a value without an end".to_owned());
                return wrong;
            };
            let known = ["src", "alt", "width", "height", "align", "valign", "colspan", "rowspan", "start", "dir"];
            if (name.as_str(), key.as_str(), value) == ("span", "class", "left-out") {
                rest = after;
                continue;
            }
            let own = key != "src" || PICTURES.iter().any(|kind| value.starts_with(kind));
            if closes || !known.contains(&key.as_str()) || !own || value.contains(['<', '>']) {
                wrong.push(format!("the attribute {key}={value} of <{name}>"));
            }
            rest = after;
        }
    }
    wrong
}

#[test]
fn no_payload_leaves_anything_that_acts() {
    let all = payloads();
    assert!(all.len() >= 223, "{}", all.len());
    for (class, html) in &all {
        let page = mail_page(html, false, Pictures::new()).unwrap_or_else(|| panic!("{class}: {html} is not shown"));
        let body = body(&page.document);
        assert_eq!(faults(body), Vec::<String>::new(), "{class}: {html}\nbecame {body}");
        for link in &page.links {
            assert!(is_link(&link.address), "{class}: {html} leads to {}", link.address);
        }
    }
}

#[test]
fn payloads_do_not_help_each_other() {
    let all: Vec<String> = payloads().into_iter().map(|(_, html)| html).collect();
    for pair in all.windows(2) {
        if let Some(page) = mail_page(&pair.concat(), true, Pictures::new()) {
            assert_eq!(faults(body(&page.document)), Vec::<String>::new(), "{pair:?}");
        }
    }
}

#[test]
fn what_people_write_stays() {
    let html = "<html><head><title>x</title><style>p{color:red}</style></head><body style=\"color:red\"><p dir=rtl>Hi <b>Jo</b>,</p>
        <ul><li>one</li></ul><table width=600 bgcolor=red><tr><td colspan=2>cell</td></tr></table>
        <img src=\"data:image/png;base64,iVBORw0KGgo=\" alt=\"our <logo>\" width=\"40px\">
        <img src=\"https://mail.test/open.gif\" width=1 height=1><img src=cid:a alt='the \"plan\"'>
        <a href=\"https://docs.test/?a=1&amp;b=2\">the <i>offer</i></a> <a href=mailto:jo@ex.com>write</a> <a href=javascript:x>x</a></body></html>";
    let page = mail_page(html, false, Pictures::new()).unwrap();
    for kept in [
        "<p dir=\"rtl\">Hi <b>Jo</b>,</p>",
        "<li>one</li>",
        "colspan=\"2\"",
        "alt=\"our ‹logo›\"",
        "width=\"40\"",
        "iVBORw0KGgo=",
    ] {
        assert!(page.document.contains(kept), "{kept} is missing in {}", page.document);
    }
    assert!(page.document.contains("<span class=\"left-out\">the &quot;plan&quot;</span>"), "{}", page.document);
    assert!(page.document.contains("<a>the <i>offer</i><sup>1</sup></a>"), "{}", page.document);
    assert!(!page.document.contains("docs.test") && !page.document.contains("color:red"), "{}", page.document);
    assert_eq!(page.remote_pictures.len(), 1);
    let links: Vec<_> = page.links.iter().map(|link| (link.said.as_str(), link.address.as_str())).collect();
    assert_eq!(links, [("the offer", "https://docs.test/?a=1&b=2"), ("write", "mailto:jo@ex.com")]);
}

#[test]
fn what_could_not_be_laid_out_in_time_is_not_shown() {
    assert_eq!(mail_page("  ", false, Pictures::new()), None);
    assert_eq!(mail_page(&"x".repeat(MOST_BYTES + 1), false, Pictures::new()), None);
    assert_eq!(mail_page(&"<div>".repeat(20_000), false, Pictures::new()), None);
    let piling: String = (0..4_000).map(|n| format!("<b a={n}></x><p>")).collect();
    assert_eq!(mail_page(&piling, false, Pictures::new()), None);
}

proptest! {
    #[test]
    fn no_mixture_leaves_anything_that_acts(parts in prop::collection::vec(
        prop_oneof![
            prop::sample::select(vec![
                "<", ">", "\"", "'", "`", "=", "/", "<!--", "-->", "--!>", "<![CDATA[", "]]>", "&lt;", "&#x3c;", "\0", " ", "<a ",
                "href=", "https://e.test", "javascript:", "<img ", "src=", "alt=", "onerror=alert(1)", "<svg>", "</svg>", "<math>",
                "<mtext>", "<style>", "</style>", "<title>", "</title>", "<table>", "<td>", "</td>", "<p>", "</p>", "<b>", "</b>", "</a>",
                "<script>", "</script>", "<template>", "<noscript>", "<form>", "<select>", "<plaintext>", "data:image/png;base64,AA==",
            ]).prop_map(str::to_owned),
            "[ -~]{1,6}",
            any::<char>().prop_map(String::from),
        ], 1..30)) {
        let html = parts.concat();
        if let Some(page) = mail_page(&html, false, Pictures::new()) {
            prop_assert_eq!(faults(body(&page.document)), Vec::<String>::new(), "{}", html);
            prop_assert!(page.links.iter().all(|link| is_link(&link.address)));
        }
    }
}
