//! A site that could link to us: what a site is, how it stands, and who to write to first.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use url::{Host, Url};

use crate::address::is_free_mail;
use crate::brand::Settings;
use crate::web::is_public_name;
use crate::{EmailAddress, Timestamp};

/// How a prospect stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ProspectState {
    /// Nobody has begun with it.
    New,
    /// It has an open deal.
    InOutreach,
    /// It links to us.
    Linked,
    /// Its deals are over, and it does not link to us.
    Closed,
    /// A person does not want it.
    SetAside,
}
crate::text_enum!(ProspectState {
    New = "new",
    InOutreach = "in_outreach",
    Linked = "linked",
    Closed = "closed",
    SetAside = "set_aside",
});

impl ProspectState {
    /// How a site stands. `deals`: whether its deals are open, or over; `None` without any.
    pub fn of(set_aside: bool, deals: Option<bool>, linked: bool) -> Self {
        match (set_aside, deals, linked) {
            (true, _, _) => Self::SetAside,
            (false, Some(true), _) => Self::InOutreach,
            (false, _, true) => Self::Linked,
            (false, Some(false), false) => Self::Closed,
            (false, None, false) => Self::New,
        }
    }
}

/// Why a text names no site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoSite {
    /// It is neither an address of the web nor a domain that somebody registered.
    #[error("no site")]
    NotOne,
    /// It is a number where a name should be.
    #[error("an IP address")]
    IpAddress,
}

/// The registrable domain of an address of the web or of a bare domain, in lower case and in ASCII (`xn--…`).
///
/// # Errors
/// Why there is none.
pub fn read_site(text: &str) -> Result<String, NoSite> {
    let text = text.trim();
    let address = match text.split_once("://") {
        Some(_) => text.to_owned(),
        None => format!("http://{}", text.trim_start_matches("//")),
    };
    let url = Url::parse(&address).map_err(|_| NoSite::NotOne)?;
    if !matches!(url.scheme(), "http" | "https") || !url.username().is_empty() || text.contains(char::is_whitespace) {
        return Err(NoSite::NotOne);
    }
    match url.host() {
        Some(Host::Domain(name)) => registrable(name.trim_end_matches('.')).ok_or(NoSite::NotOne),
        Some(Host::Ipv4(_) | Host::Ipv6(_)) => Err(NoSite::IpAddress),
        None => Err(NoSite::NotOne),
    }
}

/// As [`read_site`], for whoever does not ask why there is none.
pub fn site_of(text: &str) -> Option<String> {
    read_site(text).ok()
}

fn registrable(host: &str) -> Option<String> {
    let whole = |label: &str| !label.is_empty() && label.len() < 64;
    (is_public_name(host) && host.len() < 254 && host.split('.').all(whole)).then_some(())?;
    psl::domain_str(host).map(str::to_owned)
}

/// Sites where people have profiles: being there is not being at that site.
const PROFILES: [&str; 9] = [
    "linkedin.com",
    "facebook.com",
    "instagram.com",
    "twitter.com",
    "x.com",
    "youtube.com",
    "tiktok.com",
    "pinterest.com",
    "linktr.ee",
];

/// The site that a contact is at: that of their website, else that of their address unless everybody can have one there.
pub fn site_of_contact(website: &str, email: &EmailAddress) -> Option<String> {
    let own = site_of(website).filter(|site| !PROFILES.contains(&site.as_str()));
    own.or_else(|| if is_free_mail(email.domain()) { None } else { site_of(email.domain()) })
}

/// The sites of a brand itself: of its website, and of the address it writes from.
pub fn own_sites(settings: &Settings) -> Vec<String> {
    let domain = settings.from_email.rsplit_once('@').map_or("", |(_, domain)| domain);
    let domain = if is_free_mail(domain) { "" } else { domain };
    [settings.website.as_str(), domain].into_iter().filter_map(site_of).collect()
}

/// How long a site counts as contacted lately, in days.
pub const LATELY_DAYS: i64 = 100;

/// Whole days since something happened.
pub fn days_since(then: Timestamp, now: Timestamp) -> i64 {
    (now.millis() - then.millis()).max(0) / 86_400_000
}

/// What was heard from a site so far, from anybody to any of our brands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Answers {
    /// Nothing that says yes or no.
    #[default]
    None,
    /// Somebody wanted to go on.
    Positive,
    /// Somebody said no. It outweighs a yes.
    Negative,
}

/// What is known of a prospect, for [`priority`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Known {
    /// 0 to 100, and who says so.
    pub authority: Option<(u8, String)>,
    /// What its page links to, if that is a rival's.
    pub rival: Option<String>,
    /// It takes posts of guests.
    pub write_for_us: bool,
    /// What we both write about.
    pub topics: Vec<String>,
    /// What was heard before.
    pub answers: Answers,
    /// How many days ago which brand last wrote to anybody there.
    pub contacted: Option<(i64, String)>,
    /// Why nobody there may be mailed.
    pub suppressed: Option<String>,
    /// Somebody there is known.
    pub has_contact: bool,
}

/// Who to write to first, from 0 to 100, and why in short sentences. Half of it is authority; what speaks for a link adds to it, what
/// speaks against writing now takes away; whoever must not be mailed comes last.
pub fn priority(known: &Known) -> (u8, Vec<String>) {
    let mut reasons = Vec::new();
    let points = weigh(known, |why| reasons.push(why()));
    (points, reasons)
}

/// The number alone, as [`priority`] gives it: cheap enough to put any number of prospects in order.
pub fn points(known: &Known) -> u8 {
    weigh(known, |_| ())
}

/// Adds up what counts, and hands over how each is said.
fn weigh(known: &Known, mut say: impl FnMut(&dyn Fn() -> String)) -> u8 {
    if let Some(why) = &known.suppressed {
        say(&|| format!("Must not be mailed: {why}"));
        return 0;
    }
    let mut points = 0;
    let mut add = |weight: i32, why: &dyn Fn() -> String| {
        points += weight;
        say(why);
    };
    match &known.authority {
        Some((authority, source)) => add(i32::from(*authority) / 2, &|| format!("Authority {authority} ({source})")),
        None => add(10, &|| "Authority unknown".to_owned()),
    }
    if let Some(page) = &known.rival {
        add(15, &|| format!("Links to a rival: {}", bare(page)));
    }
    if known.write_for_us {
        add(10, &|| "Takes guest posts".to_owned());
    }
    if !known.topics.is_empty() {
        let weight = if known.topics.len() > 2 { 15 } else { 10 };
        add(weight, &|| format!("Writes about what we do: {}", known.topics.join(", ")));
    }
    match known.answers {
        Answers::Positive => add(10, &|| "Answered well before".to_owned()),
        Answers::Negative => add(-25, &|| "Said no before".to_owned()),
        Answers::None => {}
    }
    match known.has_contact {
        true => add(5, &|| "Has a contact".to_owned()),
        false => add(0, &|| "No contact known".to_owned()),
    }
    if let Some((days, brand)) = known.contacted.as_ref().filter(|(days, _)| *days <= LATELY_DAYS) {
        add(-20, &|| format!("Contacted {} by {brand}", ago(*days)));
    }
    u8::try_from(points.clamp(0, 100)).unwrap_or(0)
}

fn ago(days: i64) -> String {
    match days {
        0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        days => format!("{days} days ago"),
    }
}

/// An address as people say it.
fn bare(address: &str) -> String {
    let bare = address.trim_start_matches("https://").trim_start_matches("http://").trim_start_matches("www.");
    bare.trim_end_matches('/').chars().take(80).collect()
}

/// Words that say nothing about a topic.
const EMPTY_WORDS: [&str; 40] = [
    "about",
    "also",
    "around",
    "australia",
    "australian",
    "been",
    "best",
    "blog",
    "business",
    "businesse",
    "company",
    "each",
    "every",
    "find",
    "from",
    "growing",
    "have",
    "help",
    "helping",
    "here",
    "home",
    "into",
    "just",
    "like",
    "made",
    "make",
    "more",
    "most",
    "official",
    "page",
    "people",
    "site",
    "that",
    "their",
    "them",
    "they",
    "welcome",
    "with",
    "work",
    "your",
];

/// The words of a text that may be topics.
#[derive(Debug, Clone, Default)]
pub struct Topics(BTreeSet<String>);

impl Topics {
    /// Words of four letters and more, in lower case and without the `s` of a plural.
    pub fn of(text: &str) -> Self {
        let words = text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
        let words = words.map(|word| match word.strip_suffix('s') {
            Some(one) if !one.ends_with('s') => one.to_owned(),
            _ => word,
        });
        Self(words.filter(|word| word.chars().count() > 3 && !EMPTY_WORDS.contains(&word.as_str())).collect())
    }

    /// Up to five words that are in both, in order of the alphabet.
    pub fn in_common(&self, other: &Self) -> Vec<String> {
        self.0.intersection(&other.0).take(5).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("https://www.harbourblog.example/2026/post?x=1#top", "harbourblog.example")]
    #[case("blog.Harbour.com.au", "harbour.com.au")]
    #[case("//cdn.site.co.uk/x", "site.co.uk")]
    #[case(" http://me.github.io:8081/ ", "me.github.io")]
    #[case("MÜNCHEN.example/über", "xn--mnchen-3ya.example")]
    #[case("https://shop.食狮.公司.cn/", "xn--85x722f.xn--55qx5d.cn")]
    #[case("harbour.example.", "harbour.example")]
    fn a_site_is_the_domain_that_somebody_registered(#[case] text: &str, #[case] site: &str) {
        assert_eq!(site_of(text).as_deref(), Some(site));
        assert_eq!(site_of(site).as_deref(), Some(site), "reading a site again changes nothing");
    }

    #[rstest]
    #[case("", NoSite::NotOne)]
    #[case("com.au", NoSite::NotOne)]
    #[case("localhost", NoSite::NotOne)]
    #[case("http://intranet/wiki", NoSite::NotOne)]
    #[case("printer.local", NoSite::NotOne)]
    #[case("n/a", NoSite::NotOne)]
    #[case("jo@harbour.example", NoSite::NotOne)]
    #[case("mailto:jo@harbour.example", NoSite::NotOne)]
    #[case("javascript:alert(1)", NoSite::NotOne)]
    #[case("ftp://harbour.example/", NoSite::NotOne)]
    #[case("two words.example", NoSite::NotOne)]
    #[case("a..example", NoSite::NotOne)]
    #[case("http://203.0.113.7/x", NoSite::IpAddress)]
    #[case("[2606:4700::1111]", NoSite::IpAddress)]
    #[case("3405803783", NoSite::IpAddress)]
    fn junk_names_no_site(#[case] text: &str, #[case] why: NoSite) {
        assert_eq!(read_site(text), Err(why), "{text:?}");
    }

    #[test]
    fn a_contact_is_at_their_website_or_where_their_address_is() {
        for (website, email, site) in [
            ("https://blog.harbour.example/", "jo@gmail.com", Some("harbour.example")),
            ("", "jo@mail.harbour.example", Some("harbour.example")),
            ("https://www.linkedin.com/in/jo", "jo@harbour.example", Some("harbour.example")),
            ("not a site", "jo@yahoo.co.uk", None),
        ] {
            let email = EmailAddress::parse(email).unwrap();
            assert_eq!(site_of_contact(website, &email).as_deref(), site, "{website} {email}");
        }
    }

    #[test]
    fn a_state_follows_from_what_is_known() {
        use ProspectState::*;
        for (set_aside, deals, linked, state) in [
            (false, None, false, New),
            (false, None, true, Linked),
            (false, Some(true), true, InOutreach),
            (false, Some(false), true, Linked),
            (false, Some(false), false, Closed),
            (true, Some(true), true, SetAside),
        ] {
            assert_eq!(ProspectState::of(set_aside, deals, linked), state);
        }
    }

    #[test]
    fn a_priority_is_explained() {
        let known = Known {
            authority: Some((62, "Ahrefs DR".to_owned())),
            rival: Some("https://www.rival.example/page/".to_owned()),
            write_for_us: true,
            topics: Topics::of("AI and web solutions, websites").in_common(&Topics::of("A solution for your website")),
            answers: Answers::Positive,
            contacted: Some((12, "Desi Firms".to_owned())),
            suppressed: None,
            has_contact: true,
        };
        let (points, reasons) = priority(&known);
        assert_eq!(points, 31 + 15 + 10 + 10 + 10 + 5 - 20);
        assert_eq!(super::points(&known), points);
        assert_eq!(
            reasons,
            [
                "Authority 62 (Ahrefs DR)",
                "Links to a rival: rival.example/page",
                "Takes guest posts",
                "Writes about what we do: solution, website",
                "Answered well before",
                "Has a contact",
                "Contacted 12 days ago by Desi Firms",
            ]
        );
        let long_ago = Known { contacted: Some((101, "Desi Firms".to_owned())), ..known.clone() };
        assert_eq!(priority(&long_ago).0, points + 20);
        let silent = Known { suppressed: Some("asked by phone".to_owned()), ..known };
        assert_eq!(priority(&silent), (0, vec!["Must not be mailed: asked by phone".to_owned()]));
        assert_eq!(
            priority(&Known::default()),
            (10, vec!["Authority unknown".to_owned(), "No contact known".to_owned()])
        );
    }

    proptest! {
        #[test]
        fn reading_a_site_never_panics_and_is_idempotent(text in "\\PC{0,60}") {
            if let Some(site) = site_of(&text) {
                prop_assert_eq!(site_of(&site), Some(site));
            }
        }

        #[test]
        fn a_higher_authority_never_comes_later(low in 0u8..=100, high in 0u8..=100, guest: bool) {
            let of = |authority: u8| Known { authority: Some((authority, String::new())), write_for_us: guest, ..Known::default() };
            let (low, high) = (low.min(high), low.max(high));
            prop_assert!(priority(&of(low)).0 <= priority(&of(high)).0);
        }
    }
}
