//! Pages that lead elsewhere, are gone, keep us out or cannot be read: wrong-target, redirected, page-gone, blocked, unreachable.

use std::time::Duration;

use super::super::SitePage;
use super::{Fixture, LINK, article, bare, case, served};

pub(super) fn all() -> Vec<Fixture> {
    [wrong_target(), redirected(), redirectors(), page_gone(), blocked(), unreachable()].concat()
}

fn wrong_target() -> Vec<Fixture> {
    let to = |name, address: &str| {
        case(name, "wrong-target", &format!("<a href='{address}'>Codeteki</a>")).anchor("Codeteki")
    };
    vec![
        to("target-home", "https://www.codeteki.au/"),
        to("target-other-page", "https://www.codeteki.au/services/seo"),
        to("target-subdomain", "https://blog.codeteki.au/services/web-design"),
        to("target-other-query", "https://www.codeteki.au/services/web-design?page=2"),
        to("target-other-case", "https://www.codeteki.au/Services/Web-Design"),
        to("target-deeper", "https://www.codeteki.au/services/web-design/prices"),
        to("target-other-port", "https://www.codeteki.au:8443/services/web-design"),
    ]
}

fn redirected() -> Vec<Fixture> {
    let away = |name, status, to: &str| served(name, "redirected", SitePage::redirect(status, to));
    let other = || SitePage::html(article("", "Something else."));
    let linked = || SitePage::html(article("", LINK));
    vec![
        away("redirected-home", 301, "/").also("/", other()).leads_to("http://redirected-home.example/"),
        away("redirected-home-links-us", 302, "/")
            .also("/", SitePage::html(article("", "<a href='https://www.codeteki.au/'>Codeteki</a>")))
            .leads_to("http://redirected-home-links-us.example/"),
        away("redirected-other-page", 301, "/posts/archive").also("/posts/archive", other()),
        away("redirected-other-site", 301, "http://sold-blog.example/")
            .elsewhere("sold-blog.example", "/", other())
            .leads_to("http://sold-blog.example/"),
        away("redirected-to-us", 301, "https://www.codeteki.au/services/web-design").elsewhere(
            "www.codeteki.au",
            "/services/web-design",
            linked(),
        ),
        away("redirected-nested", 301, "/a")
            .also("/a", SitePage::redirect(302, "/b"))
            .also("/b", SitePage::redirect(307, "/c"))
            .also("/c", other())
            .leads_to("http://redirected-nested.example/c"),
        served(
            "redirected-refresh",
            "redirected",
            bare("Moved", "<meta http-equiv=refresh content=\"0; URL='/elsewhere'\"><p>We have moved.</p>"),
        )
        .leads_to("http://redirected-refresh.example/elsewhere"),
        served("live-after-redirect", "live", SitePage::redirect(301, "/2026/new-address"))
            .also("/2026/new-address", linked())
            .anchor("Codeteki"),
        served("live-after-three", "live", SitePage::redirect(301, "//www.live-after-three.example/post"))
            .elsewhere("www.live-after-three.example", "/post", SitePage::redirect(308, "./blog/post/"))
            .elsewhere("www.live-after-three.example", "/blog/post/", SitePage::redirect(303, "/blog/post/?ok=1"))
            .elsewhere("www.live-after-three.example", "/blog/post/?ok=1", linked()),
        served("live-after-https", "live", SitePage::redirect(301, "https://live-after-https.example/post/"))
            .also("/post/", linked()),
        served("live-on-other-site", "live", SitePage::redirect(301, "http://new-name.example/post")).elsewhere(
            "new-name.example",
            "/post",
            linked(),
        ),
        served("removed-after-slash", "removed", SitePage::redirect(301, "/post/")).also("/post/", other()),
        served("removed-after-rename", "removed", SitePage::redirect(301, "/2026/11/post.html"))
            .also("/2026/11/post.html", other()),
        served("target-after-rename", "wrong-target", SitePage::redirect(301, "/blog/post"))
            .also("/blog/post", SitePage::html(article("", "<a href='https://www.codeteki.au/'>Codeteki</a>"))),
    ]
}

fn redirectors() -> Vec<Fixture> {
    let via =
        |name, address: &str| case(name, "redirected", &format!("<a href='{address}'>Codeteki</a>")).anchor("Codeteki");
    vec![
        via("via-out", "/out?url=https%3A%2F%2Fwww.codeteki.au%2Fservices%2Fweb-design")
            .leads_to("https://www.codeteki.au/services/web-design"),
        via("via-path", "/away/https://www.codeteki.au/services/web-design")
            .leads_to("https://www.codeteki.au/services/web-design"),
        via("via-bare-host", "/exit.php?to=www.codeteki.au/services/web-design")
            .leads_to("https://www.codeteki.au/services/web-design"),
        via(
            "via-network",
            "https://track.adnetwork.example/c?id=7&dest=https%3A%2F%2Fwww.codeteki.au%2Fservices%2Fweb-design",
        ),
        via("via-google", "https://www.google.com/url?q=https://www.codeteki.au/services/web-design&sa=D"),
        via("via-pretty-name", "/go/codeteki"),
        case("live-beside-redirector", "live", &format!("<a href='/out?url=https://www.codeteki.au/'>site</a> {LINK}")),
    ]
}

fn page_gone() -> Vec<Fixture> {
    let soft = |name, title: &str, body: &str| served(name, "page-gone", bare(title, body));
    vec![
        served("gone-404", "page-gone", bare("Not here", "<p>Nothing.</p>").with_status(404)),
        served("gone-410", "page-gone", bare("Gone", "<p>Nothing.</p>").with_status(410)),
        served("gone-404-with-link", "page-gone", SitePage::html(article("", LINK)).with_status(404)),
        served("gone-no-page", "page-gone", SitePage::html("")).source("http://gone-no-page.example/never-was"),
        served("gone-after-redirect", "page-gone", SitePage::redirect(301, "/nowhere")),
        soft("gone-soft-title", "Page not found – Harbour Blog", "<p>Try our newest posts instead.</p>"),
        soft("gone-soft-heading", "Harbour Blog", "<h1>Oops! That page can’t be found.</h1><p>Maybe try a search?</p>"),
        soft("gone-soft-404", "404 | Harbour Blog", "<p>Perhaps searching helps.</p>"),
        soft("gone-soft-german", "Seite nicht gefunden - Hafenblog", "<p>Leider gibt es diese Seite nicht mehr.</p>"),
        served("gone-soft-redirect", "page-gone", SitePage::redirect(302, "/404"))
            .also("/404", bare("Error 404", "<h1>Not found</h1>")),
        soft(
            "gone-parked",
            "gone-parked.example",
            "<h1>gone-parked.example</h1><p>This domain is for sale. <a href='https://market.example/'>Make an offer</a></p>",
        ),
        soft("gone-expired", "Expired", "<p>This domain name has expired. If you are its owner, renew it.</p>"),
    ]
}

fn blocked() -> Vec<Fixture> {
    let status = |name, status| served(name, "blocked", bare("No", "<p>No.</p>").with_status(status));
    let wall = |name, title: &str, body: &str| served(name, "blocked", bare(title, body));
    vec![
        status("blocked-401", 401),
        status("blocked-403", 403),
        status("blocked-407", 407),
        status("blocked-429", 429),
        status("blocked-451", 451),
        served(
            "blocked-cloudflare",
            "blocked",
            bare(
                "Just a moment...",
                "<div id=cf-chl-widget></div><noscript>Enable JavaScript and cookies to continue</noscript>",
            )
            .with_status(503)
            .with_header("server", "cloudflare"),
        ),
        served(
            "blocked-cloudflare-200",
            "blocked",
            bare("Just a moment...", "<script>window._cf_chl_opt={}</script>").with_header("cf-mitigated", "challenge"),
        ),
        wall(
            "blocked-captcha",
            "Harbour Blog",
            "<form>Please show that you are not a robot. <div class='g-recaptcha'></div></form>",
        ),
        wall("blocked-human", "Are you a robot?", "<p>We have seen unusual traffic from your network.</p>"),
        wall(
            "blocked-cookies",
            "Before you continue",
            "<h1>We value your privacy</h1><p>We and our 812 partners use cookies. <button>Accept all</button> <button>Manage options</button></p>",
        ),
        wall(
            "blocked-cookies-german",
            "Einwilligung",
            "<h1>Datenschutz</h1><p>Wir brauchen Ihre Einwilligung für Cookies. <button>Alle akzeptieren</button></p>",
        ),
        served(
            "blocked-consent-host",
            "blocked",
            SitePage::redirect(302, "http://consent.blocked-consent-host.example/?continue=post"),
        )
        .elsewhere(
            "consent.blocked-consent-host.example",
            "/",
            bare("Your choice", "<p>Choose how your data are used.</p>"),
        ),
        wall("blocked-login", "Log in – Harbour Blog", "<form><input name=user><input type=password></form>"),
        served("blocked-login-redirect", "blocked", SitePage::redirect(302, "/wp-login.php?redirect_to=%2Fpost"))
            .also("/wp-login.php", bare("Log in", "<form><input name=log><input type=password name=pwd></form>")),
        wall(
            "blocked-members",
            "Harbour Blog",
            "<h1>Twelve tools</h1><p>This post is for members only. Please log in to read it.</p>",
        ),
        wall(
            "blocked-paywall",
            "Twelve tools",
            "<h1>Twelve tools</h1><p>When the ferries stop in the evening… Subscribe to continue reading.</p>",
        ),
        wall(
            "blocked-paywall-data",
            "Twelve tools",
            "<script type='application/ld+json'>{\"isAccessibleForFree\": \"False\"}</script><h1>Twelve tools</h1><p>When the ferries stop…</p>",
        ),
        served("blocked-robots", "blocked", SitePage::html(article("", LINK)))
            .also("/robots.txt", SitePage::text("User-agent: CRMAutopilot\nDisallow: /\n")),
        served("blocked-robots-all", "blocked", SitePage::html(article("", LINK)))
            .also("/robots.txt", SitePage::text("user-agent: *\ndisallow: /po*\n")),
        served("blocked-robots-on-the-way", "blocked", SitePage::redirect(301, "/private/post"))
            .also("/private/post", SitePage::html(article("", LINK)))
            .also("/robots.txt", SitePage::text("User-agent: *\nDisallow: /private/\n")),
    ]
}

fn unreachable() -> Vec<Fixture> {
    let trouble = |name, page| served(name, "unreachable", page);
    let status = |name, status| trouble(name, SitePage::html(article("", LINK)).with_status(status));
    vec![
        status("trouble-500", 500),
        status("trouble-502", 502),
        status("trouble-503", 503),
        status("trouble-520", 520),
        trouble("trouble-hang", SitePage::html(article("", LINK)).after(Duration::from_secs(60))),
        trouble("trouble-loop", SitePage::redirect(302, "/post")),
        trouble("trouble-loop-of-two", SitePage::redirect(301, "/other"))
            .also("/other", SitePage::redirect(301, "/post")),
        trouble("trouble-inside", SitePage::redirect(301, "http://127.0.0.1/post")),
        trouble("trouble-metadata", SitePage::redirect(301, "http://169.254.169.254/latest/meta-data/")),
        trouble("trouble-no-web", SitePage::redirect(301, "ftp://files.example/post")),
        trouble("trouble-no-location", SitePage::html("").with_status(302)),
        trouble(
            "trouble-pdf",
            SitePage::of_kind("application/pdf", "%PDF-1.7 https://www.codeteki.au/services/web-design"),
        ),
        trouble("trouble-text", SitePage::of_kind("text/plain", LINK)),
        trouble(
            "trouble-json",
            SitePage::of_kind("application/json", "{\"href\":\"https://www.codeteki.au/services/web-design\"}"),
        ),
        trouble("trouble-empty", SitePage::html("")),
        trouble("trouble-scripts-only", bare("Harbour Blog", "<div id=root></div><script src=/app.js></script>")),
        trouble("trouble-broken-gzip", SitePage::html("this is not packed").with_header("content-encoding", "gzip")),
        trouble("trouble-robots-503", SitePage::html(article("", LINK)))
            .also("/robots.txt", SitePage::text("").with_status(503)),
        trouble("trouble-maintenance", bare("Maintenance mode", "<p>We are back in an hour.</p>")),
        trouble("trouble-suspended", bare("Account Suspended", "<h1>This Account has been suspended.</h1>")),
    ]
}
