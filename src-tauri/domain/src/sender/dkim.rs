//! DKIM (RFC 6376): the key in the domain that signatures of mail are checked with. Keys have names, and only guesses can be asked for: the house's usual
//! ones, and those that a person added.

use base64::Engine as _;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};

use super::{Finding, Record, Sending, SetRecord, Texts, Verdict};

/// Bits that a key must have to be heeded, and should have (RFC 8301).
const LEAST: usize = 1_024;
const ENOUGH: usize = 2_048;

/// Where the key of that name stands.
pub(super) fn name(selector: &str, domain: &str) -> String {
    format!("{selector}._domainkey.{domain}")
}

/// How DKIM of the sender stands: the best of its keys.
pub(super) fn judge(sending: &Sending, texts: &Texts) -> Finding {
    let selectors = sending.all_selectors();
    let mut best: Option<(Verdict, String, String)> = None;
    let mut unanswered = false;
    for selector in &selectors {
        let place = name(selector, &sending.domain);
        let Some(looked) = texts.get(&place).filter(|looked| !looked.is_unanswered()) else {
            unanswered = true;
            continue;
        };
        let Some(text) = looked.records().iter().find(|text| text.contains("p=")) else { continue };
        let (verdict, sentence) = of_key(selector, text);
        if best.as_ref().is_none_or(|(known, ..)| rank(verdict) < rank(*known)) {
            best = Some((verdict, sentence, text.clone()));
        }
    }
    match best {
        Some((verdict, sentence, text)) if verdict.works() || !unanswered => {
            let finding = Finding::new(Record::Dkim, verdict, sentence).found([text.as_str()]);
            if verdict == Verdict::Good { finding } else { finding.fix(sending.house.key_from(), None) }
        }
        _ if unanswered => Finding::unanswered(Record::Dkim),
        _ if selectors.is_empty() => Finding::new(
            Record::Dkim,
            Verdict::Unknown,
            "Whether mail is signed cannot be told: DKIM keys have names, and no name is known for this mail server.",
        )
        .fix("Add the selector that your mail server signs with, if it does.", None),
        _ => missing(sending, &selectors),
    }
}

fn rank(verdict: Verdict) -> usize {
    Verdict::ALL.iter().position(|one| *one == verdict).unwrap_or(usize::MAX)
}

fn missing(sending: &Sending, tried: &[String]) -> Finding {
    let (domain, house) = (&sending.domain, &sending.house);
    let set = house.key_alias(domain).map(|(selector, to)| SetRecord {
        kind: "CNAME".to_owned(),
        name: name(selector, domain),
        value: to,
    });
    let sentence = format!("No DKIM key of {domain} was found under the names {}.", tried.join(", "));
    let fix = format!("{} If your key has another name, add that name here.", house.key_from());
    Finding::new(Record::Dkim, Verdict::Missing, sentence).fix(fix, set)
}

/// What is to be said of one key.
fn of_key(selector: &str, record: &str) -> (Verdict, String) {
    let tag = |wanted: &str| {
        let pairs = record.split(';').filter_map(|pair| pair.split_once('='));
        pairs.map(|(tag, value)| (tag.trim(), value.trim())).find(|(tag, _)| *tag == wanted).map(|(_, value)| value)
    };
    let broken = |why: &str| (Verdict::Broken, format!("The DKIM key “{selector}” {why}."));
    if tag("v").is_some_and(|version| version != "DKIM1") {
        return broken("does not begin with v=DKIM1");
    }
    if tag("s").is_some_and(|uses| !uses.split(':').any(|one| matches!(one.trim(), "*" | "email"))) {
        return broken("is not meant for mail");
    }
    if tag("h").is_some_and(|hashes| !hashes.split(':').any(|one| one.trim().eq_ignore_ascii_case("sha256"))) {
        return broken("allows no hash that is still heeded");
    }
    let key: String = tag("p").unwrap_or_default().chars().filter(|c| !c.is_whitespace()).collect();
    if key.is_empty() {
        return broken("is revoked: it holds no key any more");
    }
    let Ok(bytes) = ANY_PADDING.decode(&key) else { return broken("holds no key that can be read") };
    let bits = match tag("k").unwrap_or("rsa").to_ascii_lowercase().as_str() {
        "ed25519" if bytes.len() == 32 => ENOUGH,
        "rsa" => modulus_bits(&bytes).unwrap_or(0),
        _ => 0,
    };
    if bits == 0 {
        return broken("holds no key that can be read");
    }
    if bits < LEAST {
        return broken(&format!("has only {bits} bits, so receivers do not heed it"));
    }
    let testing = tag("t").is_some_and(|flags| flags.split(':').any(|flag| flag.trim() == "y"));
    if testing {
        return (Verdict::Weak, format!("The DKIM key “{selector}” is marked as a test (t=y)."));
    }
    if bits < ENOUGH {
        return (
            Verdict::Weak,
            format!("Mail can be signed with the DKIM key “{selector}”; it has {bits} bits, and {ENOUGH} are usual."),
        );
    }
    (Verdict::Good, format!("Mail can be signed with the DKIM key “{selector}”."))
}

/// Some records have no `=` at the end.
const ANY_PADDING: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// Bits of an RSA key's modulus: of a SubjectPublicKeyInfo (RFC 5280), or of the key alone (RFC 8017, A.1.1).
fn modulus_bits(der: &[u8]) -> Option<usize> {
    let (0x30, body, _) = element(der)? else { return None };
    let (tag, first, rest) = element(body)?;
    let modulus = match tag {
        0x02 => first,
        _ => {
            let (0x03, bits, _) = element(rest)? else { return None };
            let (0x30, key, _) = element(bits.get(1..)?)? else { return None };
            let (0x02, modulus, _) = element(key)? else { return None };
            modulus
        }
    };
    let start = modulus.iter().position(|byte| *byte != 0)?;
    let first = modulus.get(start)?;
    Some((modulus.len() - start) * 8 - usize::try_from(first.leading_zeros()).ok()?)
}

/// One element of DER: its tag, what it holds, and what comes behind it.
fn element(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (tag, bytes) = bytes.split_first()?;
    let (length, bytes) = bytes.split_first()?;
    let (length, bytes) = match *length {
        short @ 0..=0x7f => (usize::from(short), bytes),
        0x81 => (usize::from(*bytes.first()?), bytes.get(1..)?),
        0x82 => (usize::from(*bytes.first()?) * 256 + usize::from(*bytes.get(1)?), bytes.get(2..)?),
        _ => return None,
    };
    Some((*tag, bytes.get(..length)?, bytes.get(length..)?))
}
