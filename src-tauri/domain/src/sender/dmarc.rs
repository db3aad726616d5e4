//! DMARC (RFC 7489): what receivers do with mail that neither SPF nor DKIM vouches for.

use super::{Finding, Record, Texts, Verdict, txt};
use crate::dns::Looked;

/// What a receiver is asked to do with mail that fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Policy {
    None,
    Quarantine,
    Reject,
}

impl Policy {
    fn read(text: &str) -> Option<Self> {
        match text.to_ascii_lowercase().as_str() {
            "none" => Some(Self::None),
            "quarantine" => Some(Self::Quarantine),
            "reject" => Some(Self::Reject),
            _ => None,
        }
    }
}

/// Where the record of a domain may stand: at itself, and at the registrable domain above it.
pub(super) fn names(domain: &str) -> Vec<String> {
    let above = psl::domain_str(domain).filter(|above| *above != domain);
    [Some(domain), above].into_iter().flatten().map(name).collect()
}

fn name(domain: &str) -> String {
    format!("_dmarc.{domain}")
}

/// Texts that are DMARC records: all others do not count (6.6.3).
fn records(looked: &Looked<String>) -> Vec<&str> {
    let is = |text: &&str| {
        let (first, _) = text.split_once(';').unwrap_or((text, ""));
        first
            .split_once('=')
            .is_some_and(|(tag, value)| tag.trim().eq_ignore_ascii_case("v") && value.trim() == "DMARC1")
    };
    looked.records().iter().map(|text| text.trim()).filter(is).collect()
}

/// How DMARC of the sender stands.
pub(super) fn judge(domain: &str, texts: &Texts) -> Finding {
    for place in names(domain) {
        let Some(looked) = texts.get(&place).filter(|looked| !looked.is_unanswered()) else {
            return Finding::unanswered(Record::Dmarc);
        };
        let found = records(looked);
        if found.is_empty() {
            continue;
        }
        let from_above = place != name(domain);
        return of_records(&place, &found, from_above).found(found);
    }
    malformed(domain, texts).unwrap_or_else(|| {
        let sentence =
            format!("{domain} has no DMARC record. Gmail, Yahoo and Outlook.com ask for one of whoever sends much.");
        Finding::new(Record::Dmarc, Verdict::Missing, sentence)
            .fix("Add this TXT record; it asks nothing of receivers yet.", txt(name(domain), "v=DMARC1; p=none"))
    })
}

/// A text that was meant as a record.
fn malformed(domain: &str, texts: &Texts) -> Option<Finding> {
    let found = texts.get(&name(domain))?.records();
    let meant = found.iter().find(|text| text.to_ascii_lowercase().contains("dmarc1"))?;
    let finding = Finding::new(
        Record::Dmarc,
        Verdict::Broken,
        format!("The DMARC record of {domain} does not begin with v=DMARC1, so receivers do not heed it."),
    );
    Some(finding.fix("Let it say:", txt(name(domain), "v=DMARC1; p=none")).found([meant.as_str()]))
}

fn of_records(place: &str, records: &[&str], from_above: bool) -> Finding {
    let finding = |verdict, sentence: &str| Finding::new(Record::Dmarc, verdict, sentence);
    let [record] = records else {
        return finding(Verdict::Broken, "There is more than one DMARC record, so receivers heed none.")
            .fix("Delete all of them but one.", None);
    };
    let tag = |wanted: &str| {
        let pairs = record.split(';').filter_map(|pair| pair.split_once('='));
        pairs
            .map(|(tag, value)| (tag.trim(), value.trim()))
            .find(|(tag, _)| tag.eq_ignore_ascii_case(wanted))
            .map(|(_, value)| value)
    };
    let own = tag("p").map(Policy::read);
    let policy = if from_above { tag("sp").map(Policy::read).or(own) } else { own };
    let policy = match policy {
        Some(Some(policy)) => policy,
        // 6.6.3: a record with a wrong policy counts as `none` if it says where reports go.
        _ if tag("rua").is_some() => Policy::None,
        _ => {
            return finding(
                Verdict::Broken,
                "The DMARC record names no policy that there is, so receivers do not heed it.",
            )
            .fix("Let it say:", txt(place, "v=DMARC1; p=none"));
        }
    };
    let wrong = ["adkim", "aspf"]
        .into_iter()
        .find(|name| tag(name).is_some_and(|value| !matches!(value, "r" | "s" | "R" | "S")));
    if let Some(wrong) = wrong {
        return finding(Verdict::Weak, &format!("The DMARC record is heeded, but its part {wrong} is not understood."))
            .fix(format!("Let {wrong} be r, or leave it out."), None);
    }
    let part = tag("pct").map(|value| value.parse::<u8>().ok().filter(|part| *part <= 100));
    match (policy, part) {
        (_, Some(None)) => finding(Verdict::Weak, "The DMARC record is heeded, but its part pct is not understood.")
            .fix("Leave pct out.", None),
        (Policy::None, _) => finding(
            Verdict::Weak,
            "There is a DMARC record. It lets through what fails (p=none): enough for the large receivers, but others can write as you.",
        )
        .fix("Once SPF and DKIM are good, p=quarantine keeps others from writing as you.", None),
        (_, Some(Some(part))) if part < 100 => {
            finding(Verdict::Weak, &format!("The DMARC record asks receivers to heed it for {part} of 100 mails only."))
                .fix("Leave pct out once SPF and DKIM are good.", None)
        }
        (Policy::Quarantine, _) => finding(Verdict::Good, "DMARC asks receivers to put what fails into spam."),
        (Policy::Reject, _) => finding(Verdict::Good, "DMARC asks receivers to refuse what fails."),
    }
}
