//! What a mail carries for the relay: a link to opt out in its footer, and, where the brand switched it on and the recipient's country is on its
//! list, a picture that tells of opens and links that tell of clicks.
//!
//! All of it is put in when a mail is written, before anybody approves it. So it is part of the content that an approval is bound to, and what was
//! approved is sent byte for byte. Should the consent end in between, the mail is held back by [`relay_gap`] rather than changed.

use url::{Host, Url};

use super::token::{Key, Mark, Token};
use super::{EventKind, unsubscribe_link};
use crate::Timestamp;
use crate::brand::Settings;
use crate::compose::escape;
use crate::zone::country_code;

/// The words before the link in the footer of a mail.
pub const UNSUBSCRIBE: &str = "Or unsubscribe here: ";

/// What one mail carries; nothing by default.
#[derive(Debug, Clone, Default)]
pub struct Marks {
    unsubscribe: Option<String>,
    pixel: Option<String>,
    clicks: Option<Clicks>,
}

#[derive(Debug, Clone)]
struct Clicks {
    relay: String,
    key: Key,
    mail: Mark,
    written_at: Timestamp,
}

impl Marks {
    /// What the mail with that reference carries, written now to somebody in that country. Nothing without a relay.
    pub fn of(key: &Key, settings: &Settings, country: &str, reference: &str, now: Timestamp) -> Self {
        let relay = &settings.relay_url;
        let Some(mail) = Mark::of_reference(reference).filter(|_| !relay.is_empty()) else { return Self::default() };
        let link = |kind, way: &str, ending: &str| {
            let token = Token { kind, mail, written_at: now, address: None }.sign(key).ok()?;
            Some(format!("{relay}/{way}/{token}{ending}"))
        };
        let tracked = may_track(settings, country);
        let clicks = Clicks { relay: relay.clone(), key: key.clone(), mail, written_at: now };
        Self {
            unsubscribe: link(EventKind::Unsubscribe, "u", ""),
            pixel: link(EventKind::Open, "o", ".gif").filter(|_| tracked && settings.relay_opens),
            clicks: Some(clicks).filter(|_| tracked && settings.relay_clicks),
        }
    }

    /// The shape of it, for a mail that is still being written.
    pub fn example(settings: &Settings) -> Self {
        let relay = Some(&settings.relay_url).filter(|relay| !relay.is_empty());
        Self { unsubscribe: relay.map(|relay| format!("{relay}/u/…")), ..Self::default() }
    }

    /// The footer's line with the link to opt out.
    pub fn footer_line(&self) -> Option<String> {
        self.unsubscribe.as_ref().map(|link| format!("{UNSUBSCRIBE}{link}"))
    }

    /// Text as HTML, with its links leading through the relay where clicks are told of. What is read stays the same.
    pub fn to_html(&self, text: &str) -> String {
        let Some(clicks) = &self.clicks else { return escape(text) };
        let mut html = String::new();
        for piece in text.split_inclusive(char::is_whitespace) {
            let word = piece.trim_end().trim_end_matches(['.', ',', '!', '?', ':', ';', ')']);
            match clicks.through(word) {
                Some(way) => {
                    let behind = piece.get(word.len()..).unwrap_or_default();
                    html.push_str(&format!("<a href=\"{way}\">{}</a>{}", escape(word), escape(behind)));
                }
                None => html.push_str(&escape(piece)),
            }
        }
        html
    }

    /// The picture at the end of the HTML, or nothing.
    pub fn picture(&self) -> String {
        let tag = |link: &String| format!("<img src=\"{link}\" width=\"1\" height=\"1\" alt=\"\">");
        self.pixel.as_ref().map(tag).unwrap_or_default()
    }
}

impl Clicks {
    fn through(&self, word: &str) -> Option<String> {
        let is_link = word.starts_with("https://") || word.starts_with("http://");
        let address = Url::parse(word).ok().filter(|_| is_link)?;
        let token =
            Token { kind: EventKind::Click, mail: self.mail, written_at: self.written_at, address: Some(address) };
        Some(format!("{}/c/{}", self.relay, token.sign(&self.key).ok()?))
    }
}

/// Whether opens and clicks of somebody in that country may be told of at all: it is known, and the brand lists it.
pub fn may_track(settings: &Settings, country: &str) -> bool {
    let code = country_code(country);
    code.is_some_and(|code| settings.relay_countries.split(',').any(|listed| listed == code))
}

/// Reads the brand's list of countries: codes or names with commas between. `None` if one of them is no country.
pub fn countries(text: &str) -> Option<String> {
    let words = text.split(',').map(str::trim).filter(|word| !word.is_empty());
    let mut codes = words.map(country_code).collect::<Option<Vec<_>>>()?;
    codes.sort_unstable();
    codes.dedup();
    Some(codes.join(","))
}

/// Reads the address of a relay: https, or plain http on this machine. Without a slash at its end; empty for none. `None` if it does not fit.
pub fn address_of_relay(text: &str) -> Option<String> {
    if text.is_empty() {
        return Some(String::new());
    }
    let url = Url::parse(text).ok()?;
    let loopback = match url.host()? {
        Host::Ipv4(ip) => ip.is_loopback(),
        Host::Ipv6(ip) => ip.is_loopback(),
        Host::Domain(name) => name == "localhost",
    };
    let plain =
        url.username().is_empty() && url.password().is_none() && url.query().is_none() && url.fragment().is_none();
    let safe = url.scheme() == "https" || (url.scheme() == "http" && loopback);
    // Quotes and spaces are encoded by the parser; what is left may stand in HTML and in a header.
    (plain && safe && url.as_str().len() <= 200).then(|| url.as_str().trim_end_matches('/').to_owned())
}

/// What keeps a finished mail from going out as far as the relay is concerned: a link to another relay than the brand's, or a picture or links
/// that its recipient's consent does not cover (any more).
pub fn relay_gap(text: &str, html: &str, settings: &Settings, country: &str) -> Option<String> {
    let ours = |link: &str| link.strip_prefix(settings.relay_url.as_str()).is_some_and(|rest| rest.starts_with("/u/"));
    if unsubscribe_link(text).is_some_and(|link| settings.relay_url.is_empty() || !ours(link)) {
        return Some(
            "its link to opt out leads to another relay than the brand's; edit it, so that it is written anew"
                .to_owned(),
        );
    }
    let allowed = may_track(settings, country);
    let tells = (carries_pixel(html) && !(allowed && settings.relay_opens))
        || (carries_clicks(html) && !(allowed && settings.relay_clicks));
    tells.then(|| "it tells of opens or clicks, which this recipient's consent does not cover; edit it, so that it is written anew".to_owned())
}

/// Whether the HTML of a finished mail has the picture. Writers bring no HTML, so every picture in it is ours.
pub fn carries_pixel(html: &str) -> bool {
    html.contains("<img ")
}

/// Whether links in the HTML of a finished mail lead through the relay.
pub fn carries_clicks(html: &str) -> bool {
    html.split("<a href=\"").skip(1).any(|rest| rest.split('"').next().is_some_and(|link| link.contains("/c/")))
}

/// The HTML of a finished mail as our own pages show it: nothing in it asks or leads to the relay, so that our own looks are not counted.
pub fn for_our_eyes(html: &str) -> String {
    let without_picture = cut(html, "<img ", ">");
    cut(&cut(&without_picture, "<a href=\"", ">"), "</a", ">")
}

/// Text without what lies between two marks, the marks included.
fn cut(text: &str, from: &str, to: &str) -> String {
    let mut parts = text.split(from);
    let mut left = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        left.push_str(part.split_once(to).map_or("", |(_, rest)| rest));
    }
    left
}
