//! Who fetched a picture or followed a link: a program we know, or nobody knows. Heuristics only; a label is shown and decides nothing.
//!
//! The names are those that mail proxies and scanners give themselves, and the hosts of scanners whose links a mail is rewritten to. The networks
//! are hints on top: each is one that its owner publishes as its own. What fits nothing is unverified, which is not the same as a person.

use std::net::{IpAddr, Ipv4Addr};

use serde::{Deserialize, Serialize};

/// Whether a program did it, or nobody knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export, rename = "EngagementNature")]
pub enum Nature {
    /// A program, whether or not somebody looked.
    Machine,
    /// Perhaps a person.
    Unverified,
}
crate::text_enum!(Nature { Machine = "machine", Unverified = "unverified" });

/// Who it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export, rename = "EngagementBy")]
pub enum By {
    /// Apple's proxy of Mail Privacy Protection; fetches whether or not anybody reads.
    Apple,
    /// Gmail's proxy of pictures.
    Gmail,
    /// Yahoo's proxy of pictures.
    Yahoo,
    /// Outlook or Office.
    Outlook,
    /// Barracuda's scanner.
    Barracuda,
    /// Proofpoint's scanner.
    Proofpoint,
    /// Mimecast's scanner.
    Mimecast,
    /// Microsoft Defender and its Safe Links.
    Defender,
    /// Cisco's scanner.
    Cisco,
    /// Trend Micro's scanner.
    TrendMicro,
    /// Something that fetched ahead: it says so, it asked for nothing but the head, or it came within seconds of the sending.
    Prefetch,
    /// Nobody we know.
    Unknown,
}
crate::text_enum!(By {
    Apple = "apple",
    Gmail = "gmail",
    Yahoo = "yahoo",
    Outlook = "outlook",
    Barracuda = "barracuda",
    Proofpoint = "proofpoint",
    Mimecast = "mimecast",
    Defender = "defender",
    Cisco = "cisco",
    TrendMicro = "trend_micro",
    Prefetch = "prefetch",
    Unknown = "unknown",
});

/// A label: all that is kept of whoever it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Label {
    /// A program, or not known.
    pub nature: Nature,
    /// Who.
    pub by: By,
}

impl Label {
    /// Nobody knows.
    pub const UNVERIFIED: Self = Self { nature: Nature::Unverified, by: By::Unknown };

    const fn machine(by: By) -> Self {
        Self { nature: Nature::Machine, by }
    }

    /// The same in the light of how many milliseconds had passed since the mail went out: nobody reads a mail while it is being delivered. Clocks
    /// that are apart by more say nothing.
    #[must_use]
    pub fn after(self, millis: i64) -> Self {
        let early = (-EARLY..EARLY).contains(&millis);
        if self.nature == Nature::Unverified && early { Self::machine(By::Prefetch) } else { self }
    }

    /// What it says about a mail, in words that promise nothing.
    pub fn words(self, kind: super::EventKind) -> &'static str {
        use super::EventKind as K;
        match (kind, self.nature, self.by) {
            (K::Unsubscribe, ..) => "Asked by its link not to be mailed",
            (K::Open, Nature::Machine, By::Apple | By::Gmail | By::Yahoo | By::Outlook) => "Opened by a mail proxy",
            (K::Open | K::Click, Nature::Machine, By::Prefetch) => "Fetched ahead by a program",
            (K::Open | K::Click, Nature::Machine, _) => "Fetched by a scanner",
            (K::Open, Nature::Unverified, _) => "Possibly opened",
            (K::Click, Nature::Unverified, _) => "Possibly clicked",
        }
    }
}

/// Milliseconds after the sending in which only programs are that fast: scanners come within seconds.
const EARLY: i64 = 10_000;

/// What a request shows of whoever sends it. Read once, to make a label of; nothing of it is kept.
#[derive(Debug, Clone, Copy, Default)]
pub struct Signs<'a> {
    /// It asks for the head only.
    pub head: bool,
    /// `User-Agent`.
    pub user_agent: &'a str,
    /// `Purpose`, `Sec-Purpose`, `X-Purpose` or `X-Moz`.
    pub purpose: &'a str,
    /// `Via` or `From`: what a program between or behind says of itself.
    pub via: &'a str,
    /// `Referer`: where somebody came from.
    pub referer: &'a str,
    /// Where it comes from.
    pub address: Option<IpAddr>,
    /// Milliseconds since the mail can have been sent at the earliest.
    pub millis_since: i64,
}

/// What programs call themselves, in lower case. From reference/email-rules.md, section 7.
const NAMES: &[(&str, By)] = &[
    ("googleimageproxy", By::Gmail),
    ("ggpht.com", By::Gmail),
    ("yahoomailproxy", By::Yahoo),
    ("microsoft office existence discovery", By::Outlook),
    ("barracuda", By::Barracuda),
    ("proofpoint", By::Proofpoint),
    ("mimecast", By::Mimecast),
    ("safelinks", By::Defender),
    ("microsoft defender", By::Defender),
    ("ironport", By::Cisco),
    ("ciscosecure", By::Cisco),
    ("cisco secure", By::Cisco),
    ("trend micro", By::TrendMicro),
    ("trendmicro", By::TrendMicro),
];

/// Hosts that scanners rewrite links to. From reference/email-rules.md, section 7.
const HOSTS: &[(&str, By)] = &[
    ("cudasvc.com", By::Barracuda),
    ("urldefense.com", By::Proofpoint),
    ("urldefense.proofpoint.com", By::Proofpoint),
    ("mimecast.com", By::Mimecast),
    ("safelinks.protection.outlook.com", By::Defender),
    ("secure-web.cisco.com", By::Cisco),
    ("trendmicro.com", By::TrendMicro),
];

/// Networks that their owners publish as theirs. Few on purpose: an address alone is weak evidence, and most scanners come from rented ones.
/// - Apple: <https://www.iana.org/assignments/ipv4-address-space>
/// - Barracuda: <https://campus.barracuda.com/product/emailgatewaydefense/doc/96023004/ip-analysis-inbound/>
/// - Proofpoint: <https://proofpoint.my.site.com/support/PPSup_SupportInfo>
/// - Microsoft 365's protection: the SPF record of spf.protection.outlook.com
const NETWORKS: &[(Ipv4Addr, u32, By)] = &[
    (Ipv4Addr::new(17, 0, 0, 0), 8, By::Apple),
    (Ipv4Addr::new(209, 222, 80, 0), 21, By::Barracuda),
    (Ipv4Addr::new(67, 231, 144, 0), 20, By::Proofpoint),
    (Ipv4Addr::new(208, 84, 64, 0), 22, By::Proofpoint),
    (Ipv4Addr::new(40, 92, 0, 0), 15, By::Defender),
    (Ipv4Addr::new(40, 107, 0, 0), 16, By::Defender),
    (Ipv4Addr::new(52, 100, 0, 0), 14, By::Defender),
    (Ipv4Addr::new(104, 47, 0, 0), 17, By::Defender),
];

/// Who it was. The surest sign counts: what a program calls itself, where it comes from, how it asks; then what is only likely.
pub fn label(signs: &Signs<'_>) -> Label {
    let agent = signs.user_agent.trim().to_lowercase();
    let via = signs.via.to_lowercase();
    let named = NAMES.iter().find(|(name, _)| agent.contains(name) || via.contains(name)).map(|(_, by)| *by);
    let machine = named
        .or_else(|| host(&via))
        // Apple's proxy gives no more than this.
        .or_else(|| (agent == "mozilla/5.0").then_some(By::Apple))
        .or_else(|| signs.address.and_then(network))
        .or_else(|| fetches_ahead(signs).then_some(By::Prefetch));
    match machine {
        Some(by) => Label::machine(by),
        None => Label { nature: Nature::Unverified, by: likely(&agent, signs.referer) }.after(signs.millis_since),
    }
}

fn fetches_ahead(signs: &Signs<'_>) -> bool {
    let purpose = signs.purpose.to_lowercase();
    signs.head || ["prefetch", "prerender", "preview"].iter().any(|word| purpose.contains(word))
}

/// Where it may well have been a person: in Outlook itself, or behind a link that a scanner had rewritten.
fn likely(agent: &str, referer: &str) -> By {
    if ["microsoft outlook", "ms-office", "msoffice"].iter().any(|name| agent.contains(name)) {
        return By::Outlook;
    }
    host(&referer.to_lowercase()).unwrap_or(By::Unknown)
}

/// The scanner whose host is named in a header, as a host of its own or the end of one.
fn host(text: &str) -> Option<By> {
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '.'));
    let mut found = words.filter_map(|word| {
        let ends = |host: &str| word.strip_suffix(host).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
        HOSTS.iter().find(|(host, _)| ends(host)).map(|(_, by)| *by)
    });
    found.next()
}

fn network(address: IpAddr) -> Option<By> {
    let address = match address {
        IpAddr::V4(v4) => v4,
        IpAddr::V6(v6) => v6.to_ipv4_mapped()?,
    };
    let within = |network: Ipv4Addr, bits: u32| (u32::from(address) ^ u32::from(network)) >> (32 - bits) == 0;
    NETWORKS.iter().find(|(network, bits, _)| within(*network, *bits)).map(|(_, _, by)| *by)
}
