//! Whether receivers can tell that a brand's mail is its own: what SPF, DKIM and DMARC of its domain say, in plain words, and the record that mends it.
//!
//! Records are looked up by the caller: [`wants`] names what is still to be looked up, [`judge`] reads what was found. "Fails" means that neither SPF
//! nor DKIM can vouch for the domain in the way this brand sends. It is advice: nothing here keeps a mail back.

mod dkim;
mod dmarc;
mod house;
mod spf;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use house::House;

use crate::dns::{Looked, normal};

/// How one record stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export, rename = "RecordVerdict")]
pub enum Verdict {
    /// As it should be.
    Good,
    /// It works, and could be better.
    Weak,
    /// There is none.
    Missing,
    /// There is one, and it does not work.
    Broken,
    /// Nobody answered, or nothing can be said.
    Unknown,
}
crate::text_enum!(Verdict {
    Good = "good",
    Weak = "weak",
    Missing = "missing",
    Broken = "broken",
    Unknown = "unknown"
});

impl Verdict {
    /// Whether a receiver can rely on it.
    pub const fn works(self) -> bool {
        matches!(self, Self::Good | Self::Weak)
    }

    /// Whether it certainly does not work.
    pub const fn fails(self) -> bool {
        matches!(self, Self::Missing | Self::Broken)
    }
}

/// The three records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export, rename = "SenderRecord")]
pub enum Record {
    /// Which servers may send for the domain (RFC 7208).
    Spf,
    /// The key that signatures are checked with (RFC 6376).
    Dkim,
    /// What receivers do with mail that fails (RFC 7489).
    Dmarc,
}
crate::text_enum!(Record { Spf = "SPF", Dkim = "DKIM", Dmarc = "DMARC" });

/// What to do about a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export, rename = "RecordFix")]
pub struct Fix {
    /// A plain sentence.
    pub sentence: String,
    /// The record to set, where it can be said exactly.
    pub set: Option<SetRecord>,
}

impl Fix {
    /// All of it as one text, for where there are no fields.
    pub fn in_words(&self) -> String {
        match &self.set {
            Some(SetRecord { kind, name, value }) => format!("{} {name} {kind} \"{value}\"", self.sentence),
            None => self.sentence.clone(),
        }
    }
}

/// A record as it is to be set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct SetRecord {
    /// `TXT` or `CNAME`.
    pub kind: String,
    /// Its whole name.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// What was found out about one record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export, rename = "RecordFinding")]
pub struct Finding {
    /// Which.
    pub record: Record,
    /// How it stands.
    pub verdict: Verdict,
    /// A plain sentence.
    pub sentence: String,
    /// What to do, where there is something to do.
    pub fix: Option<Fix>,
    /// As it stands there: a stranger's text, cut.
    pub found: Vec<String>,
}

/// Most characters of a record that are kept and shown.
const SHOWN: usize = 500;

impl Finding {
    fn new(record: Record, verdict: Verdict, sentence: impl Into<String>) -> Self {
        Self { record, verdict, sentence: sentence.into(), fix: None, found: Vec::new() }
    }

    fn unanswered(record: Record) -> Self {
        Self::new(record, Verdict::Unknown, format!("{record} could not be looked up now; it is tried again later."))
    }

    fn fix(mut self, sentence: impl Into<String>, set: Option<SetRecord>) -> Self {
        self.fix = Some(Fix { sentence: sentence.into(), set });
        self
    }

    fn found<'a>(mut self, texts: impl IntoIterator<Item = &'a str>) -> Self {
        let shown = |text: &str| text.chars().filter(|c| !c.is_control()).take(SHOWN).collect();
        self.found = texts.into_iter().take(5).map(shown).collect();
        self
    }
}

fn txt(name: impl Into<String>, value: impl Into<String>) -> Option<SetRecord> {
    Some(SetRecord { kind: "TXT".to_owned(), name: name.into(), value: value.into() })
}

/// Whether receivers can tell that the mail is the brand's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Vouched {
    /// SPF or DKIM vouches for it.
    Yes,
    /// Neither does: it fails DMARC.
    No,
    /// Not known.
    Unknown,
}

/// The sender's health.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sender {
    /// The domain it is about.
    pub domain: String,
    /// SPF, DKIM, DMARC, in this order.
    pub findings: Vec<Finding>,
}

impl Sender {
    /// Whether SPF or DKIM can vouch for the domain.
    pub fn vouched(&self) -> Vouched {
        let of = |record| {
            let finding = self.findings.iter().find(|finding| finding.record == record);
            finding.map_or(Verdict::Unknown, |finding| finding.verdict)
        };
        let (spf, dkim) = (of(Record::Spf), of(Record::Dkim));
        if spf.works() || dkim.works() {
            Vouched::Yes
        } else if spf.fails() && dkim.fails() {
            Vouched::No
        } else {
            Vouched::Unknown
        }
    }

    /// What a person has to know before the first mail goes out, if anything: what is wrong, and what to do.
    pub fn warning(&self) -> Option<(String, String)> {
        if self.vouched() != Vouched::No {
            return None;
        }
        let fixes = self.findings.iter().filter(|finding| finding.verdict.fails() && finding.record != Record::Dmarc);
        let fixes: Vec<&str> = fixes.filter_map(|finding| Some(finding.fix.as_ref()?.sentence.as_str())).collect();
        let sentence = format!(
            "Receivers cannot tell that mail from {} is yours: neither SPF nor DKIM vouches for it, so it fails DMARC and may be refused or land in spam",
            self.domain
        );
        Some((sentence, if fixes.is_empty() { "Write from a domain of your own.".to_owned() } else { fixes.join(" ") }))
    }

    /// Keeps what was known of the same domain where nobody answered this time.
    #[must_use]
    pub fn or_as_before(mut self, before: Option<&Self>) -> Self {
        let Some(before) = before.filter(|before| before.domain == self.domain) else { return self };
        for finding in &mut self.findings {
            let known = before.findings.iter().find(|known| known.record == finding.record);
            if let Some(known) = known.filter(|_| finding.verdict == Verdict::Unknown) {
                known.clone_into(finding);
            }
        }
        self
    }
}

/// Answers so far, by name: what stands in TXT there.
pub type Texts = BTreeMap<String, Looked<String>>;

/// Who sends, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sending {
    /// Domain of the address that mail comes from.
    pub domain: String,
    /// Whose servers it goes through.
    pub house: House,
    /// Names of DKIM keys that a person added.
    pub selectors: Vec<String>,
}

impl Sending {
    /// Of an address's domain.
    pub fn new(domain: &str, house: House, selectors: &[String]) -> Self {
        let usable = |selector: &&String| crate::dns::is_host(&format!("{selector}.x"));
        Self {
            domain: normal(domain),
            house,
            selectors: selectors.iter().filter(usable).map(|one| normal(one)).collect(),
        }
    }

    /// The house's usual names of keys and those that were added.
    fn all_selectors(&self) -> Vec<String> {
        let mut all = self.selectors.clone();
        all.extend(
            self.house.selectors().iter().map(|one| (*one).to_owned()).filter(|one| !self.selectors.contains(one)),
        );
        all
    }
}

/// Most names that are looked up for one sender.
const MOST: usize = 40;

/// Names whose texts are still to be looked up; none once everything is known that can be.
pub fn wants(sending: &Sending, texts: &Texts) -> Vec<String> {
    let mut names = vec![sending.domain.clone()];
    names.extend(dmarc::names(&sending.domain));
    names.extend(sending.all_selectors().iter().map(|selector| dkim::name(selector, &sending.domain)));
    names.extend(spf::names(&sending.domain, texts));
    names.retain(|name| !texts.contains_key(name));
    names.sort();
    names.dedup();
    names.truncate(MOST.saturating_sub(texts.len()));
    names
}

/// How the sender stands, from what was found.
pub fn judge(sending: &Sending, texts: &Texts) -> Sender {
    let mut findings =
        vec![spf::judge(sending, texts), dkim::judge(sending, texts), dmarc::judge(&sending.domain, texts)];
    if crate::address::is_free_mail(&sending.domain) {
        // Nobody but the house can set its records.
        findings.iter_mut().for_each(|finding| finding.fix = None);
    }
    Sender { domain: sending.domain.clone(), findings }
}
