//! Links that are in the page and that no reader sees, and those that only look like links: hidden, removed.

use super::{Fixture, LINK, bare, case, served};

pub(super) fn all() -> Vec<Fixture> {
    [hidden(), no_links()].concat()
}

fn hidden() -> Vec<Fixture> {
    let within = |name, style: &str| case(name, "hidden", &format!("<span style=\"{style}\">{LINK}</span>"));
    vec![
        within("hidden-display", "display:none"),
        within("hidden-display-important", "Display: NONE !important;"),
        within("hidden-visibility", "visibility: hidden"),
        within("hidden-opacity", "opacity:0"),
        within("hidden-font-size", "font-size:0px"),
        within("hidden-one-pixel", "font-size: 1px"),
        within("hidden-off-left", "position:absolute; left:-9999px"),
        within("hidden-off-top", "position:fixed;top:-200em"),
        within("hidden-indent", "display:block;text-indent:-9999px"),
        within("hidden-margin", "margin-left:-5000px"),
        within("hidden-no-height", "display:block;height:0;overflow:hidden"),
        within("hidden-tiny-box", "position:absolute;width:1px;height:1px;overflow:hidden"),
        within("hidden-clip", "position:absolute;clip:rect(0 0 0 0)"),
        within("hidden-clip-path", "clip-path:inset(100%)"),
        within("hidden-scale", "transform:scale(0)"),
        case("hidden-attribute", "hidden", &format!("<section hidden>{LINK}</section>")),
        case(
            "hidden-by-ancestor",
            "hidden",
            &format!("</p><div style='display:none'><div><ul><li><p>{LINK}</ul></div></div><p>"),
        ),
        case("hidden-dialog", "hidden", &format!("<dialog>{LINK}</dialog>")),
        case("hidden-noscript", "hidden", &format!("<noscript><p>{LINK}</p></noscript>")),
        case("hidden-empty", "hidden", "<a href='https://www.codeteki.au/services/web-design'></a>"),
        case(
            "hidden-pixel",
            "hidden",
            "<a href='https://www.codeteki.au/services/web-design'><img src=p.gif width=1 height=1 alt='Codeteki'></a>",
        ),
        case(
            "hidden-inside",
            "hidden",
            "<a href='https://www.codeteki.au/services/web-design'><span style='display:none'>Codeteki</span></a>",
        ),
        case(
            "hidden-own-style",
            "hidden",
            "<a style='display:none' href='https://www.codeteki.au/services/web-design'>Codeteki</a>",
        ),
        case(
            "hidden-white-on-white",
            "hidden",
            "<span style='background:#FFFFFF'><a style='color:white' href='https://www.codeteki.au/services/web-design'>Codeteki</a></span>",
        ),
        case(
            "hidden-transparent",
            "hidden",
            "<a style='color:transparent' href='https://www.codeteki.au/services/web-design'>Codeteki</a>",
        ),
        case(
            "hidden-and-nofollow",
            "hidden",
            "<p hidden><a rel=nofollow href='https://www.codeteki.au/services/web-design'>Codeteki</a></p>",
        )
        .rel("nofollow"),
    ]
}

fn no_links() -> Vec<Fixture> {
    vec![
        case("removed-plain", "removed", "They also build websites."),
        case(
            "removed-mention",
            "removed",
            "Codeteki builds websites in Melbourne: https://www.codeteki.au/services/web-design",
        ),
        case("removed-comment", "removed", &format!("<!-- {LINK} -->")),
        case("removed-conditional-comment", "removed", &format!("<!--[if IE]>{LINK}<![endif]-->")),
        case("removed-script", "removed", &format!("<script>var html = '{}';</script>", LINK.replace("</", "<\\/"))),
        case(
            "removed-json",
            "removed",
            "<script type='application/ld+json'>{\"sameAs\":\"https://www.codeteki.au/services/web-design\"}</script>",
        ),
        case("removed-template", "removed", &format!("<template>{LINK}</template>")),
        case("removed-textarea", "removed", &format!("<textarea>{LINK}</textarea>")),
        case("removed-escaped", "removed", &LINK.replace('<', "&lt;")),
        case(
            "removed-attribute",
            "removed",
            "<button data-href='https://www.codeteki.au/services/web-design' title=\"<a href='https://www.codeteki.au/services/web-design'>Codeteki</a>\">Go</button>",
        ),
        case(
            "removed-javascript",
            "removed",
            "<a href=\"javascript:window.open('https://www.codeteki.au/services/web-design')\">Codeteki</a>",
        ),
        case(
            "removed-onclick",
            "removed",
            "<a href='#' onclick=\"location='https://www.codeteki.au/services/web-design'\">Codeteki</a>",
        ),
        case("removed-mailto", "removed", "<a href='mailto:sales@codeteki.au'>Codeteki</a>"),
        case(
            "removed-data",
            "removed",
            "<a href='data:text/html,https://www.codeteki.au/services/web-design'>Codeteki</a>",
        ),
        case(
            "removed-no-href",
            "removed",
            "<a name='codeteki' title='https://www.codeteki.au/services/web-design'>Codeteki</a>",
        ),
        case("removed-image-only", "removed", "<img src='https://www.codeteki.au/services/web-design' alt='Codeteki'>"),
        case(
            "removed-form",
            "removed",
            "<form action='https://www.codeteki.au/services/web-design'><button>Codeteki</button></form>",
        ),
        case(
            "removed-link-element",
            "removed",
            "<link rel=alternate href='https://www.codeteki.au/services/web-design'>",
        ),
        case(
            "removed-lookalike-suffix",
            "removed",
            "<a href='https://www.codeteki.au.evil.example/services/web-design'>Codeteki</a>",
        ),
        case(
            "removed-lookalike-prefix",
            "removed",
            "<a href='https://notcodeteki.au/services/web-design'>Codeteki</a>",
        ),
        case(
            "removed-lookalike-user",
            "removed",
            "<a href='https://www.codeteki.au@evil.example/services/web-design'>Codeteki</a>",
        ),
        case(
            "removed-lookalike-letters",
            "removed",
            "<a href='https://www.c\u{43e}deteki.au/services/web-design'>Codeteki</a>",
        ),
        case(
            "removed-other-ending",
            "removed",
            "<a href='https://www.codeteki.com.au/services/web-design'>Codeteki</a>",
        ),
        case(
            "removed-share-button",
            "removed",
            "<a href='https://www.facebook.com/sharer/sharer.php?u=https://www.codeteki.au/services/web-design'>Share</a>",
        ),
        case(
            "removed-archive",
            "removed",
            "<a href='https://web.archive.org/web/2024/https://www.codeteki.au/services/web-design'>as it was</a>",
        ),
        case("removed-about-404", "removed", "<h2>What to do when a page is not found</h2>"),
        served(
            "removed-short-page",
            "removed",
            bare(
                "Links",
                "<h1>Links</h1><p>People we like to read: <a href='https://other.example/'>Other</a> and nobody else these days.</p>",
            ),
        ),
    ]
}
