//! Links that stand there and count, or are said not to count: live, live-nofollow, live-noindex, wrong-anchor.

use super::super::SitePage;
use super::{Fixture, LINK, article, case, served};

pub(super) fn all() -> Vec<Fixture> {
    [live(), nofollow(), noindex(), wrong_anchor()].concat()
}

fn live() -> Vec<Fixture> {
    vec![
        case("live-plain", "live", LINK).anchor("Codeteki").position(4),
        case("live-any-anchor", "live", "<a href='https://www.codeteki.au/services/web-design'>these people</a>").any_anchor(),
        case("live-noopener", "live", "<a rel='noopener noreferrer external' target=_blank href='https://www.codeteki.au/services/web-design'>Codeteki</a>")
            .rel("noopener"),
        case("live-case-of-anchor", "live", "<a href='https://www.codeteki.au/services/web-design'>  WEB   design\nin melbourne. </a>"),
        case("live-inner-tags", "live", "<a href='https://www.codeteki.au/services/web-design'><strong>Web design</strong> in <em>Melbourne</em></a>"),
        case("live-image", "live", "<a href='https://www.codeteki.au/services/web-design'><img src=/logo.png width=200 height=60 alt='Codeteki'></a>")
            .anchor("Codeteki"),
        case("live-area", "live", "<img usemap=#m src=map.png><map name=m><area shape=rect coords='0,0,9,9' href='https://www.codeteki.au/services/web-design' alt='Codeteki'></map>"),
        case(
            "live-best-of-three",
            "live",
            "<a rel=nofollow href='https://www.codeteki.au/services/web-design'>Codeteki</a> and <span style='display:none'>\
             <a href='https://www.codeteki.au/services/web-design'>Codeteki</a></span> and <a href='https://www.codeteki.au/services/web-design'>web design in Melbourne</a>",
        )
        .anchor("web design in Melbourne")
        .position(6),
        case("live-beside-wrong-target", "live", &format!("<a href='https://www.codeteki.au/'>home</a> {LINK}")).anchor("Codeteki"),
        case("live-in-sidebar", "live", &format!("</p><aside class=widget><ul><li>{LINK}</ul></aside><p>")),
        case("live-in-details", "live", &format!("<details><summary>More</summary>{LINK}</details>")),
        case("live-open-dialog", "live", &format!("<dialog open>{LINK}</dialog>")),
        case("live-robots-all", "live", &format!("<meta name=robots content='index, follow, max-snippet:-1'>{LINK}")),
        case("live-other-engine", "live", &format!("<meta name=bingbot content=noindex>{LINK}")),
        served("live-other-agent-header", "live", SitePage::html(article("", LINK)).with_header("x-robots-tag", "otherbot: noindex, nofollow")),
        served("live-canonical-self", "live", SitePage::html(article("<link rel=canonical href='https://www.live-canonical-self.example/post/'>", LINK))),
        served("live-canonical-tracked", "live", SitePage::html(article("<link rel=canonical href=/post>", LINK)))
            .source("http://live-canonical-tracked.example/post?utm_source=mail"),
        served("live-canonical-twice", "live", SitePage::html(article("<link rel=canonical href=/post><link rel=canonical href=/other>", LINK))),
        case("live-small-letters", "live", &format!("<span style='font-size:9px;opacity:.6;color:#777'>{LINK}</span>")),
        case("live-font-size-trick", "live", "<div style='font-size:0'><a style='font-size:16px' href='https://www.codeteki.au/services/web-design'>Codeteki</a></div>"),
        case("live-cookie-strip", "live", &format!("{LINK}<div id=cookie>We value your privacy. <button>Accept all</button></div>")),
        case("live-login-form", "live", &format!("{LINK}<form action=/login><input name=user><input type=password name=pass></form>")),
        case("live-captcha-on-comments", "live", &format!("{LINK}<form><div class=g-recaptcha></div>Prove that you are not a robot</form>")),
        served("live-status-203", "live", SitePage::html(article("", LINK)).with_status(203)),
        served("live-robots-elsewhere", "live", SitePage::html(article("", LINK)))
            .also("/robots.txt", SitePage::text("User-agent: *\nDisallow: /admin\nAllow: /\n")),
        served("live-robots-missing", "live", SitePage::html(article("", LINK)))
            .also("/robots.txt", SitePage::text("User-agent: *\nDisallow: /\n").with_status(404)),
    ]
}

fn nofollow() -> Vec<Fixture> {
    vec![
        case(
            "nofollow-rel",
            "live-nofollow",
            "<a rel=nofollow href='https://www.codeteki.au/services/web-design'>Codeteki</a>",
        )
        .rel("nofollow"),
        case(
            "nofollow-capitals",
            "live-nofollow",
            "<a REL='NoOpener NOFOLLOW' href='https://www.codeteki.au/services/web-design'>Codeteki</a>",
        )
        .rel("nofollow"),
        case(
            "nofollow-sponsored",
            "live-nofollow",
            "<a rel='sponsored' href='https://www.codeteki.au/services/web-design'>Codeteki</a>",
        )
        .rel("sponsored"),
        case(
            "nofollow-ugc",
            "live-nofollow",
            "<a rel='ugc noopener' href='https://www.codeteki.au/services/web-design'>Codeteki</a>",
        )
        .rel("ugc"),
        case(
            "nofollow-commas",
            "live-nofollow",
            "<a rel='noopener,nofollow' href='https://www.codeteki.au/services/web-design'>Codeteki</a>",
        )
        .rel("nofollow"),
        case(
            "nofollow-and-wrong-anchor",
            "live-nofollow",
            "<a rel=nofollow href='https://www.codeteki.au/services/web-design'>click here</a>",
        ),
        served(
            "nofollow-page",
            "live-nofollow",
            SitePage::html(article("<meta name='robots' content='index,nofollow'>", LINK)),
        ),
        served(
            "nofollow-header",
            "live-nofollow",
            SitePage::html(article("", LINK)).with_header("x-robots-tag", "nofollow"),
        ),
        served(
            "nofollow-googlebot-header",
            "live-nofollow",
            SitePage::html(article("", LINK)).with_header("x-robots-tag", "otherbot: all, googlebot: nofollow"),
        ),
    ]
}

fn noindex() -> Vec<Fixture> {
    vec![
        served(
            "noindex-meta",
            "live-noindex",
            SitePage::html(article("<meta name='robots' content='noindex, follow'>", LINK)),
        ),
        served("noindex-none", "live-noindex", SitePage::html(article("<META NAME='ROBOTS' CONTENT='NONE'>", LINK))),
        served(
            "noindex-googlebot",
            "live-noindex",
            SitePage::html(article("<meta name=googlebot content=noindex>", LINK)),
        ),
        case("noindex-meta-in-body", "live-noindex", &format!("<meta name=robots content=noindex>{LINK}")),
        served(
            "noindex-header",
            "live-noindex",
            SitePage::html(article("", LINK)).with_header("X-Robots-Tag", "noindex"),
        ),
        served(
            "noindex-second-header",
            "live-noindex",
            SitePage::html(article("", LINK))
                .with_header("x-robots-tag", "max-snippet:20")
                .with_header("x-robots-tag", "googlebot: noindex"),
        ),
        served(
            "noindex-canonical",
            "live-noindex",
            SitePage::html(article("<link rel='canonical' href='/the-real-post'>", LINK)),
        ),
        served(
            "noindex-canonical-site",
            "live-noindex",
            SitePage::html(article("<link rel=canonical href='https://original.example/post'>", LINK)),
        ),
        served(
            "noindex-canonical-header",
            "live-noindex",
            SitePage::html(article("", LINK)).with_header("link", "</other>; rel=\"canonical\""),
        ),
        served(
            "noindex-and-nofollow",
            "live-noindex",
            SitePage::html(article(
                "<meta name=robots content='noindex,nofollow'>",
                "<a rel=nofollow href='https://www.codeteki.au/services/web-design'>x</a>",
            )),
        ),
        served("noindex-robots-txt", "live-noindex", SitePage::html(article("", LINK)))
            .also("/robots.txt", SitePage::text("User-agent: Googlebot\nDisallow: /post\n\nUser-agent: *\nAllow: /\n")),
        served("noindex-robots-wildcard", "live-noindex", SitePage::html(article("", LINK)))
            .also("/robots.txt", SitePage::text("User-agent: googlebot\nuser-agent: bingbot\nDisallow: /*ost$\n")),
    ]
}

fn wrong_anchor() -> Vec<Fixture> {
    vec![
        case(
            "anchor-click-here",
            "wrong-anchor",
            "<a href='https://www.codeteki.au/services/web-design'>click here</a>",
        )
        .anchor("click here"),
        case(
            "anchor-naked",
            "wrong-anchor",
            "<a href='https://www.codeteki.au/services/web-design'>https://www.codeteki.au/services/web-design</a>",
        ),
        case(
            "anchor-longer",
            "wrong-anchor",
            "<a href='https://www.codeteki.au/services/web-design'>Codeteki casino bonus</a>",
        ),
        case(
            "anchor-image-without-alt",
            "wrong-anchor",
            "<a href='https://www.codeteki.au/services/web-design'><img src=/logo.png></a>",
        )
        .anchor(""),
        case(
            "anchor-alt",
            "wrong-anchor",
            "<a href='https://www.codeteki.au/services/web-design'><img src=/logo.png alt='a logo'></a>",
        )
        .anchor("a logo"),
    ]
}
