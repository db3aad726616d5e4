//! When two addresses mean the same page or the same site, and which addresses carry another one inside.

use url::{Host, Url};

/// Parameters that follow a reader around and change nothing on the page; a star stands for any ending.
const TRACKING: [&str; 27] = [
    "utm_*",
    "pk_*",
    "mtm_*",
    "matomo_*",
    "hsa_*",
    "gclid",
    "gclsrc",
    "dclid",
    "gbraid",
    "wbraid",
    "fbclid",
    "msclkid",
    "yclid",
    "twclid",
    "ttclid",
    "li_fat_id",
    "igshid",
    "mc_cid",
    "mc_eid",
    "_ga",
    "_gl",
    "_hsenc",
    "_hsmi",
    "mkt_tok",
    "srsltid",
    "vero_id",
    "ref",
];

/// Whether two addresses mean one page. Scheme, `www.`, default port, a slash or dot at the end, fragment, tracking parameters and the
/// spelling of escapes make no difference; path and query do.
pub fn same_page(one: &Url, other: &Url) -> bool {
    host(one).is_some() && host(one) == host(other) && port(one) == port(other) && path(one) == path(other) && {
        query(one) == query(other)
    }
}

/// Whether two addresses belong to one site: the same registrable domain.
pub fn same_site(one: &Url, other: &Url) -> bool {
    site(one).is_some_and(|mine| site(other) == Some(mine))
}

/// The registrable domain; of an address without one, the host itself.
pub(super) fn site(url: &Url) -> Option<String> {
    match url.host()? {
        Host::Domain(name) => {
            let name = name.trim_end_matches('.');
            Some(psl::domain_str(name).unwrap_or(name).to_owned())
        }
        other => Some(other.to_string()),
    }
}

fn host(url: &Url) -> Option<&str> {
    let host = url.host_str()?.trim_end_matches('.');
    Some(host.strip_prefix("www.").unwrap_or(host))
}

/// A port other than that of the scheme: that one is 80 or 443, whichever scheme it is.
fn port(url: &Url) -> Option<u16> {
    url.port().filter(|port| !matches!(port, 80 | 443))
}

fn path(url: &Url) -> String {
    spelled(url.path().trim_end_matches('/'))
}

fn query(url: &Url) -> Vec<(String, String)> {
    let pairs = url.query_pairs().filter(|(name, _)| !is_tracking(name));
    let mut pairs: Vec<_> = pairs.map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
    pairs.sort();
    pairs
}

fn is_tracking(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    TRACKING.iter().any(|known| known.strip_suffix('*').map_or(*known == name, |start| name.starts_with(start)))
}

/// Escapes in one spelling: those that are needed in capitals, the others undone (RFC 3986, 6.2.2).
fn spelled(path: &str) -> String {
    let mut parts = path.split('%');
    let mut spelled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let code = part.get(..2).and_then(|code| u8::from_str_radix(code, 16).ok());
        match (code, part.get(2..)) {
            (Some(code), Some(rest)) if code.is_ascii_alphanumeric() || matches!(code, b'-' | b'.' | b'_' | b'~') => {
                spelled.push(char::from(code));
                spelled.push_str(rest);
            }
            (Some(code), Some(rest)) => spelled.push_str(&format!("%{code:02X}{rest}")),
            _ => {
                spelled.push('%');
                spelled.push_str(part);
            }
        }
    }
    spelled
}

/// Whether it is the first page of a site, in any language.
pub(super) fn is_home(url: &Url) -> bool {
    let path = url.path().trim_matches('/');
    path.len() <= 5 && !path.contains('/') && (path.is_empty() || matches!(path, "en" | "home") || path.len() == 2)
}

/// The last part of a path, which mostly names the page.
pub(super) fn slug(url: &Url) -> Option<String> {
    let last = url.path().trim_end_matches('/').rsplit('/').next().filter(|last| !last.is_empty())?;
    let name = last.rsplit_once('.').map_or(last, |(name, _)| name);
    Some(spelled(name).to_lowercase())
}

/// Names of parameters that mean an address even when no scheme is written.
const MEANS_ADDRESS: [&str; 13] =
    ["url", "u", "to", "link", "target", "dest", "destination", "goto", "out", "go", "redirect", "redirect_url", "r"];

/// Those that repeat an address because a reader wants to share, keep or look into it: they do not send anybody there.
const SHARERS: [&str; 22] = [
    "facebook.com",
    "twitter.com",
    "x.com",
    "linkedin.com",
    "pinterest.com",
    "reddit.com",
    "whatsapp.com",
    "wa.me",
    "t.me",
    "telegram.me",
    "tumblr.com",
    "getpocket.com",
    "ycombinator.com",
    "bsky.app",
    "threads.net",
    "vk.com",
    "flipboard.com",
    "archive.org",
    "archive.ph",
    "w3.org",
    "translate.goog",
    "addtoany.com",
];
/// Hosts of those that do send people on.
const SENDS_ON: [&str; 3] = ["l.facebook.com", "lm.facebook.com", "away.vk.com"];

/// The address inside another one that sends its reader on, such as `/out?url=…`, if it is of `target`'s site.
pub(super) fn carried(link: &Url, target: &Url) -> Option<Url> {
    let shares = site(link).is_some_and(|site| SHARERS.contains(&site.as_str()));
    if shares && !link.host_str().is_some_and(|host| SENDS_ON.contains(&host)) {
        return None;
    }
    let in_query = link.query_pairs().find_map(|(name, value)| {
        let bare = MEANS_ADDRESS.contains(&name.to_ascii_lowercase().as_str());
        written(&value, bare).filter(|found| same_site(found, target))
    });
    in_query.or_else(|| {
        let path = percent_decoded(link.path());
        let at = path.find("https:/").or_else(|| path.find("http:/"))?;
        written(path.get(at..)?, false).filter(|found| same_site(found, target))
    })
}

/// Reads an address out of a value, which may have been escaped once more.
fn written(value: &str, bare: bool) -> Option<Url> {
    let value = if value.contains("://") || !value.contains('%') { value.to_owned() } else { percent_decoded(value) };
    let value = value.trim();
    let parsed = if value.starts_with("http") {
        Url::parse(value)
    } else if value.starts_with("//") {
        Url::parse(&format!("https:{value}"))
    } else if bare && value.contains('.') && !value.starts_with('/') {
        Url::parse(&format!("https://{value}"))
    } else {
        return None;
    };
    parsed.ok().filter(|url| matches!(url.scheme(), "http" | "https"))
}

fn percent_decoded(text: &str) -> String {
    // A query is read with its escapes undone; a plus stays one.
    let query = format!("x={}", text.replace('+', "%2B").replace('&', "%26"));
    url::form_urlencoded::parse(query.as_bytes()).next().map(|(_, value)| value.into_owned()).unwrap_or_default()
}

/// First parts of paths behind which sites send readers elsewhere without saying where.
const WAYS_OUT: [&str; 14] = [
    "go",
    "out",
    "goto",
    "link",
    "links",
    "visit",
    "redirect",
    "recommends",
    "recommend",
    "exit",
    "away",
    "outgoing",
    "refer",
    "leave",
];

/// Whether a link of a page's own site may lead out to `target` by a name of its own, such as `/go/codeteki`.
pub(super) fn may_lead_to(link: &Url, page: &Url, target: &Url) -> bool {
    let Some(name) = site(target).and_then(|site| site.split('.').next().map(str::to_owned)) else { return false };
    let mut parts = link.path_segments().into_iter().flatten();
    let way_out = parts.next().is_some_and(|first| WAYS_OUT.contains(&first));
    way_out && same_site(link, page) && parts.any(|part| part.to_ascii_lowercase().contains(&name))
}
