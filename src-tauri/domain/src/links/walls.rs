//! Pages that stand where another one should: challenges, cookie and login walls, pay walls, "not found" said with a 200, parked domains.
//! They are told by words and shape, and only asked about where no link of ours was found. In doubt a page is taken for what it seems.

use url::Url;

use super::page::Page;

/// A page with more text than this is a page, whatever it asks for.
const SHORT: usize = 600;
/// Parked domains list things; a page with more text than this is none.
const LONG: usize = 3_000;

/// What stands in the way, as a whole sentence.
pub(super) enum Wall {
    /// We are kept out.
    KeptOut(&'static str),
    /// The page is gone.
    Gone(&'static str),
    /// The page cannot be read now.
    Away(&'static str),
}

const CHALLENGE_TITLES: [&str; 16] = [
    "just a moment",
    "attention required",
    "access denied",
    "ddos-guard",
    "are you a robot",
    "are you human",
    "verify you are human",
    "checking your browser",
    "security check",
    "robot check",
    "one moment, please",
    "human verification",
    "bot verification",
    "pardon our interruption",
    "please verify you are a human",
    "verifying you are human",
];
const CHALLENGE_MARKS: [&str; 9] = [
    "cf-chl-",
    "_cf_chl_opt",
    "cf-turnstile",
    "g-recaptcha",
    "h-captcha",
    "hcaptcha.com",
    "captcha-delivery.com",
    "px-captcha",
    "aws-waf-token",
];
const CHALLENGE_WORDS: [&str; 7] = [
    "captcha",
    "not a robot",
    "verify you are human",
    "you are human",
    "unusual traffic",
    "automated requests",
    "security check",
];
const LOGIN_WORDS: [&str; 11] = [
    "please log in",
    "please sign in",
    "log in to continue",
    "sign in to continue",
    "log in to read",
    "sign in to read",
    "members only",
    "you must be logged in",
    "login required",
    "log in to view",
    "sign in to view",
];
const LOGIN_PATHS: [&str; 7] = ["login", "log-in", "signin", "sign-in", "wp-login", "auth", "account"];
const COOKIE_WORDS: [&str; 6] = ["cookie", "consent", "gdpr", "einwilligung", "your privacy", "privatsphäre"];
const ACCEPT_WORDS: [&str; 13] = [
    "accept",
    "agree",
    "allow all",
    "akzeptieren",
    "zustimmen",
    "accepter",
    "j'accepte",
    "aceptar",
    "accetta",
    "aceitar",
    "accepteren",
    "continue",
    "manage options",
];
const PAY_WORDS: [&str; 10] = [
    "subscribe to continue",
    "subscribe to read",
    "for subscribers only",
    "subscribers only",
    "to read the full",
    "to continue reading",
    "already a subscriber",
    "start your free trial to read",
    "unlock this article",
    "become a member to read",
];
/// What a page that is not there calls itself: the whole of its heading, or of one part of its title.
const NOT_FOUND: [&str; 32] = [
    "404",
    "not found",
    "page not found",
    "404 not found",
    "404 page not found",
    "file not found",
    "post not found",
    "article not found",
    "404 error",
    "error 404",
    "nothing found",
    "nothing here",
    "page does not exist",
    "this page does not exist",
    "page doesn't exist",
    "this page doesn't exist",
    "that page can't be found",
    "this page can't be found",
    "this page could not be found",
    "the page could not be found",
    "the page you requested could not be found",
    "page no longer available",
    "this page is no longer available",
    "page unavailable",
    "content not found",
    "page missing",
    "seite nicht gefunden",
    "page introuvable",
    "page non trouvée",
    "página no encontrada",
    "pagina non trovata",
    "página não encontrada",
];
const PARKED: [&str; 13] = [
    "domain is for sale",
    "domain may be for sale",
    "domain name is for sale",
    "buy this domain",
    "domain is parked",
    "is parked free",
    "parked domain",
    "domain parking",
    "domain has expired",
    "domain name has expired",
    "this domain expired",
    "interested in this domain",
    "inquire about this domain",
];
const AWAY: [&str; 6] = [
    "maintenance mode",
    "under maintenance",
    "site maintenance",
    "down for maintenance",
    "account suspended",
    "this account has been suspended",
];

/// What stands in the way of a page that was answered with a status of success or refusal, if anything does.
pub(super) fn wall(page: &Page, html: &str, headers: &[(String, String)], source: &Url, at: &Url) -> Option<Wall> {
    let opening = page.opening();
    let title = page.title.to_lowercase();
    let heading = page.heading.to_lowercase();
    let short = page.seen < SHORT;
    let says = |words: &[&str]| words.iter().any(|word| opening.contains(word));
    let named = |words: &[&str]| words.iter().any(|word| title.contains(word) || heading.contains(word));

    if is_challenge(html, headers, &title, short && says(&CHALLENGE_WORDS), short) {
        return Some(Wall::KeptOut(
            "The site asks its visitors to prove that they are people, so the page could not be read.",
        ));
    }
    if calls_itself_gone(&title, &heading) {
        return Some(Wall::Gone("The page answers, but says that it was not found."));
    }
    if page.seen < LONG && (says(&PARKED) || title.contains("domain for sale")) {
        return Some(Wall::Gone("The domain is parked or for sale: the page is gone."));
    }
    if short && (named(&AWAY) || says(&AWAY)) {
        return Some(Wall::Away("The site says that it is closed for the moment."));
    }
    let moved = source.path() != at.path();
    let at_login = moved
        && at
            .path_segments()
            .into_iter()
            .flatten()
            .any(|part| LOGIN_PATHS.contains(&part.trim_end_matches(".php").to_ascii_lowercase().as_str()));
    if short && (page.password || at_login || says(&LOGIN_WORDS)) {
        return Some(Wall::KeptOut("The site wants its visitors to log in, so the page could not be read."));
    }
    let at_consent = moved && (at.path().contains("consent") || at.path().contains("cookie"))
        || at.host_str().is_some_and(|host| host.starts_with("consent."));
    let of_cookies = named(&COOKIE_WORDS) || title.contains("before you continue") || page.seen < SHORT / 2;
    if at_consent || (page.seen < LONG / 2 && says(&COOKIE_WORDS) && says(&ACCEPT_WORDS) && of_cookies) {
        return Some(Wall::KeptOut("The site wants cookies to be accepted first, so the page could not be read."));
    }
    let paid = says(&PAY_WORDS) || not_free(html);
    (page.seen < SHORT + SHORT / 3 && paid)
        .then_some(Wall::KeptOut("The page is for paying readers, so it could not be read."))
}

/// Whether the answer is a challenge: by what the title says, or by its machinery on a page with hardly any text.
fn is_challenge(html: &str, headers: &[(String, String)], title: &str, says: bool, short: bool) -> bool {
    let by_header = headers
        .iter()
        .any(|(name, value)| name.eq_ignore_ascii_case("cf-mitigated") && value.eq_ignore_ascii_case("challenge"));
    let by_title = short && CHALLENGE_TITLES.iter().any(|known| title.starts_with(known));
    let marked = short && CHALLENGE_MARKS.iter().any(|mark| html.contains(mark));
    by_header || by_title || (marked && says) || (marked && title.trim().is_empty())
}

fn calls_itself_gone(title: &str, heading: &str) -> bool {
    let is_gone = |text: &str| {
        let text = text.trim_matches(|c: char| !c.is_alphanumeric()).replace('’', "'");
        let text = ["oops", "sorry", "uh-oh", "ooops", "whoops", "hmm"].iter().fold(text.as_str(), |text, word| {
            text.strip_prefix(word).unwrap_or(text).trim_start_matches(|c: char| !c.is_alphanumeric())
        });
        let words = text.split(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | '!' | '?' | ':' | '(' | ')'));
        let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
        NOT_FOUND.contains(&words.join(" ").as_str())
    };
    let parts = title.split(['|', '–', '—', '·', '»', '«', '•']).flat_map(|part| part.split(" - "));
    is_gone(heading) || is_gone(title) || parts.into_iter().any(is_gone)
}

/// Whether the page says of itself, for machines, that it is not free.
fn not_free(html: &str) -> bool {
    html.split_once("isAccessibleForFree").is_some_and(|(_, after)| {
        let said: String = after.chars().take(12).collect();
        said.to_ascii_lowercase().contains("false")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_about_errors_is_no_error() {
        for title in
            ["404 – Harbour Blog", "Page not found", "Oops! That page can’t be found.", "Harbour Blog | Error 404"]
        {
            assert!(calls_itself_gone(&title.to_lowercase(), ""), "{title}");
        }
        for title in ["How to fix 404 errors", "What to do when a page is not found", "404 ways to save money", ""] {
            assert!(!calls_itself_gone(&title.to_lowercase(), ""), "{title}");
        }
    }
}
