//! SPF (RFC 7208): which servers may send for a domain. Reads the record and those it includes, and counts their look-ups as a receiver does.
//!
//! Void look-ups are counted for records that were looked up here (`include`, `redirect`); what is behind `a`, `mx` and `exists` is not asked for.

use super::{Finding, Record, Sending, Texts, Verdict, txt};
use crate::dns::{Looked, normal};

/// Most look-ups of one check (RFC 7208, 4.6.4), and most that may find nothing.
const MOST: u32 = 10;
const MOST_VOID: u32 = 2;

/// One term of a record that matters here.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Term {
    All(char),
    Include(String),
    Redirect(String),
    /// `a`, `mx`, `ptr`, `exists`: a look-up whose result is not needed.
    LookUp,
    /// `ip4`, `ip6` and modifiers that ask nothing.
    Free,
}

/// Reads a record's terms. Errors with the term that is none.
fn terms(record: &str) -> Result<Vec<Term>, String> {
    record
        .split_ascii_whitespace()
        .skip(1)
        .map(|term| read(term).ok_or_else(|| term.chars().take(60).collect()))
        .collect()
}

fn read(term: &str) -> Option<Term> {
    let lower = term.to_ascii_lowercase();
    let modifier = lower.split_once('=').filter(|(name, _)| !name.contains([':', '/']) && is_name(name));
    if let Some((name, value)) = modifier {
        let target = normal(value);
        return match name {
            "redirect" => (!target.is_empty()).then_some(Term::Redirect(target)),
            _ => Some(Term::Free),
        };
    }
    let (qualifier, rest) = match lower.chars().next() {
        Some(sign @ ('+' | '-' | '~' | '?')) => (sign, lower.get(1..).unwrap_or_default()),
        _ => ('+', lower.as_str()),
    };
    let cut = rest.find([':', '/']).unwrap_or(rest.len());
    let (name, value) = rest.split_at_checked(cut)?;
    let target = value.strip_prefix(':').map(normal);
    match name {
        "all" if value.is_empty() => Some(Term::All(qualifier)),
        "include" => target.filter(|target| !target.is_empty()).map(Term::Include),
        "a" | "mx" | "ptr" => (target.is_none_or(|target| !target.is_empty())).then_some(Term::LookUp),
        "exists" => target.filter(|target| !target.is_empty()).map(|_| Term::LookUp),
        "ip4" => is_network(&target?, |ip| ip.is_ipv4()).then_some(Term::Free),
        "ip6" => is_network(&target?, |ip| ip.is_ipv6()).then_some(Term::Free),
        _ => None,
    }
}

fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

fn is_network(text: &str, of_kind: impl Fn(&std::net::IpAddr) -> bool) -> bool {
    let (ip, bits) = text.split_once('/').map_or((text, None), |(ip, bits)| (ip, Some(bits)));
    ip.parse().is_ok_and(|ip| of_kind(&ip)) && bits.is_none_or(|bits| bits.parse::<u8>().is_ok_and(|bits| bits <= 128))
}

/// The SPF records among a name's texts.
fn records(texts: &[String]) -> Vec<&str> {
    let is = |text: &&str| {
        let lower = text.to_ascii_lowercase();
        lower == "v=spf1" || lower.starts_with("v=spf1 ")
    };
    texts.iter().map(|text| text.trim()).filter(is).collect()
}

/// A target with macros depends on the mail; it is counted and not followed.
fn can_be_asked(target: &str) -> bool {
    !target.contains('%')
}

/// Names of further records, as far as they are known by now.
pub(super) fn names(domain: &str, texts: &Texts) -> Vec<String> {
    let mut walk = Walk::new(texts);
    walk.of(domain, &mut Vec::new());
    walk.wanted
}

/// What a receiver would meet on its way through the records.
struct Walk<'a> {
    texts: &'a Texts,
    look_ups: u32,
    void: u32,
    wanted: Vec<String>,
    included: Vec<String>,
    unanswered: bool,
    fault: Option<String>,
}

impl<'a> Walk<'a> {
    fn new(texts: &'a Texts) -> Self {
        Self { texts, look_ups: 0, void: 0, wanted: Vec::new(), included: Vec::new(), unanswered: false, fault: None }
    }

    /// Walks through a domain's record; `path`: those that led here.
    fn of(&mut self, domain: &str, path: &mut Vec<String>) {
        if path.iter().any(|one| one == domain) {
            return self.fails(format!("{domain} includes itself"));
        }
        let Some(looked) = self.texts.get(domain) else { return self.wanted.push(domain.to_owned()) };
        let found = records(looked.records());
        match (looked, found.as_slice()) {
            (Looked::Unanswered, _) => self.unanswered = true,
            (_, [record]) => {
                path.push(domain.to_owned());
                self.through(record, domain, path);
                path.pop();
            }
            (Looked::Found(_) | Looked::NotFound, []) => {
                self.void += u32::from(*looked == Looked::NotFound);
                if !path.is_empty() {
                    self.fails(format!("{domain}, which it includes, has no SPF record"));
                }
            }
            (_, [..]) => self.fails(format!("{domain} has more than one SPF record")),
        }
    }

    fn through(&mut self, record: &str, domain: &str, path: &mut Vec<String>) {
        let terms = match terms(record) {
            Ok(terms) => terms,
            Err(term) => return self.fails(format!("“{term}” in the record of {domain} is no term of SPF")),
        };
        let ends = terms.iter().any(|term| matches!(term, Term::All(_)));
        for term in terms {
            let target = match term {
                Term::Include(target) => target,
                // Behind `all` a redirect is not followed.
                Term::Redirect(target) if !ends => target,
                Term::LookUp => {
                    self.look_ups += 1;
                    continue;
                }
                Term::All(_) | Term::Free | Term::Redirect(_) => continue,
            };
            self.look_ups += 1;
            self.included.push(target.clone());
            if self.look_ups <= MOST && can_be_asked(&target) {
                self.of(&target, path);
            }
        }
    }

    fn fails(&mut self, why: String) {
        self.fault.get_or_insert(why);
    }
}

/// How SPF of the sender stands.
pub(super) fn judge(sending: &Sending, texts: &Texts) -> Finding {
    let domain = &sending.domain;
    let Some(looked) = texts.get(domain).filter(|looked| !looked.is_unanswered()) else {
        return Finding::unanswered(Record::Spf);
    };
    let found = records(looked.records());
    let finding = match found.as_slice() {
        [] => missing(sending),
        [record] => of_record(sending, record, texts),
        many => several(sending, many),
    };
    finding.found(found)
}

fn missing(sending: &Sending) -> Finding {
    let domain = &sending.domain;
    let finding = Finding::new(
        Record::Spf,
        Verdict::Missing,
        format!("{domain} has no SPF record: it names no server that may send for it."),
    );
    match sending.house.include() {
        Some(include) => {
            let value = format!("v=spf1 include:{include} ~all");
            finding.fix(
                format!("Add this TXT record to {domain}, so that {} may send for it.", sending.house.name()),
                txt(domain, value),
            )
        }
        None => finding.fix("Ask whoever runs your mail server which SPF record its customers set.", None),
    }
}

fn several(sending: &Sending, records: &[&str]) -> Finding {
    let mut all: Vec<&str> = Vec::new();
    let terms = records.iter().flat_map(|record| record.split_ascii_whitespace().skip(1));
    let is_end = |term: &&str| matches!(read(term), Some(Term::All(_)));
    for term in terms.filter(|term| !is_end(term)) {
        if !all.contains(&term) {
            all.push(term);
        }
    }
    let value = with_house(sending, &format!("v=spf1 {} ~all", all.join(" ")));
    let sentence =
        format!("{} has {} SPF records. Only one is allowed, so receivers heed none.", sending.domain, records.len());
    Finding::new(Record::Spf, Verdict::Broken, sentence)
        .fix("Delete all of them but one, and let that one say:", txt(&sending.domain, value))
}

fn of_record(sending: &Sending, record: &str, texts: &Texts) -> Finding {
    let domain = &sending.domain;
    let finding = |verdict, sentence: String| Finding::new(Record::Spf, verdict, sentence);
    let mut walk = Walk::new(texts);
    walk.of(domain, &mut Vec::new());
    if walk.look_ups > MOST {
        let sentence =
            format!("The SPF record of {domain} needs more than {MOST} look-ups, so receivers give up on it.");
        return finding(Verdict::Broken, sentence)
            .fix("Take out the includes of services that no longer send for you.", None);
    }
    if let Some(why) = walk.fault {
        return finding(Verdict::Broken, format!("The SPF record of {domain} cannot be used: {why}."))
            .fix("Correct or remove that part of the record.", None);
    }
    if walk.void > MOST_VOID {
        let sentence =
            format!("The SPF record of {domain} names too many domains that do not exist, so receivers give up on it.");
        return finding(Verdict::Broken, sentence).fix("Take these out of the record.", None);
    }
    if walk.unanswered || !walk.wanted.is_empty() {
        return Finding::unanswered(Record::Spf);
    }
    let named = walk.included.iter().any(|target| sending.house.is_named_by(target));
    let house = sending.house.name();
    match end(record, texts) {
        Some('+') => finding(Verdict::Broken, format!("The SPF record of {domain} lets everybody send for it."))
            .fix("Let it end in ~all:", txt(domain, with_house(sending, &ending_in(record, "~all")))),
        _ if !named && sending.house.include().is_some() => {
            let sentence = format!("The SPF record of {domain} does not name {house}, through which this brand sends.");
            finding(Verdict::Broken, sentence).fix("Let the record say:", txt(domain, with_house(sending, record)))
        }
        Some('-' | '~') if named => finding(Verdict::Good, format!("{domain} says that {house} may send for it.")),
        Some('-' | '~') => finding(
            Verdict::Unknown,
            format!("{domain} has an SPF record. Whether it names {house} cannot be told from here."),
        ),
        _ => {
            let sentence = format!("The SPF record of {domain} says nothing about servers it does not name.");
            finding(Verdict::Weak, sentence).fix("Let it end in ~all:", txt(domain, ending_in(record, "~all")))
        }
    }
}

/// What a record says of everybody else, through its redirect if it has one. `None`: nothing.
fn end(record: &str, texts: &Texts) -> Option<char> {
    let mut record = record;
    for _ in 0..=MOST {
        let terms = terms(record).ok()?;
        let all = terms.iter().find_map(|term| if let Term::All(sign) = term { Some(*sign) } else { None });
        if all.is_some() {
            return all;
        }
        let next = terms.iter().find_map(|term| if let Term::Redirect(to) = term { Some(to) } else { None })?;
        record = records(texts.get(next)?.records()).first().copied()?;
    }
    None
}

fn ending_in(record: &str, end: &str) -> String {
    let kept = record.split_ascii_whitespace().filter(|term| !matches!(read(term), Some(Term::All(_))));
    kept.chain([end]).collect::<Vec<_>>().join(" ")
}

/// The record with the house's servers named in it, in front.
fn with_house(sending: &Sending, record: &str) -> String {
    let Some(include) = sending.house.include() else { return record.to_owned() };
    let named = |term: &str| matches!(read(term), Some(Term::Include(target)) if sending.house.is_named_by(&target));
    if record.split_ascii_whitespace().any(named) {
        return record.to_owned();
    }
    let rest: Vec<&str> = record.split_ascii_whitespace().skip(1).collect();
    format!("v=spf1 include:{include} {}", rest.join(" ")).trim_end().to_owned()
}
