//! Where somebody's clock hangs: from what was stated, from the country, or from the ending of their address or site; and how sure that is.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::contact::Contact;

/// How sure a zone is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Confidence {
    /// It was given for this very person.
    Stated,
    /// Their country has one local time.
    Likely,
    /// Their country has several; this is where most of its people live.
    Guessed,
}
crate::text_enum!(Confidence { Stated = "stated", Likely = "likely", Guessed = "guessed" });

/// A person's zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// The zone.
    pub zone: Tz,
    /// How sure.
    pub confidence: Confidence,
    /// What says so, in words: `their time zone`, `from their country`, `from .de`.
    pub how: String,
}

/// One country of the table.
#[derive(Debug, Clone, Copy)]
struct Country {
    code: &'static str,
    zone: Tz,
    one_time: bool,
}

/// Codes, and the names people write, in lower case.
struct Table {
    by_code: BTreeMap<&'static str, Country>,
    by_name: BTreeMap<&'static str, &'static str>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table { by_code: BTreeMap::new(), by_name: BTreeMap::new() };
    let lines = include_str!("countries.txt").lines().filter(|line| !line.starts_with('#'));
    for line in lines {
        let mut cells = line.split('|');
        let (Some(code), Some(zone), Some(times), Some(names)) =
            (cells.next(), cells.next(), cells.next(), cells.next())
        else {
            continue;
        };
        let Ok(zone) = zone.parse() else { continue };
        table.by_code.insert(code, Country { code, zone, one_time: times == "one" });
        table.by_name.extend(names.split(',').map(|name| (name, code)));
    }
    table
});

/// Endings of two letters that are sold to everybody, and so say nothing about where somebody lives.
const SOLD_TO_ALL: [&str; 27] = [
    "ac", "ag", "ai", "am", "bz", "cc", "cd", "cm", "co", "fm", "gg", "io", "la", "ly", "me", "ms", "mu", "nu", "pw",
    "sc", "sh", "st", "to", "tk", "tv", "vc", "ws",
];

/// The zone of a contact by the best evidence there is; `None` when there is none.
pub fn of(contact: &Contact) -> Option<Located> {
    if let Some(zone) = contact.timezone {
        return Some(Located { zone, confidence: Confidence::Stated, how: "their time zone".to_owned() });
    }
    let by_country = TABLE.by_code.get(contact.country.as_str()).map(|country| located(*country, "from their country"));
    let endings = || [contact.email.domain(), host(&contact.website)].into_iter().find_map(by_ending);
    by_country.or_else(endings)
}

/// The ISO code of a country as people write it: a code, its English name, or one of a few other names. `None` for anything else.
pub fn country_code(text: &str) -> Option<&'static str> {
    let text = text.trim().trim_end_matches('.');
    let upper = if text.eq_ignore_ascii_case("uk") { "GB".to_owned() } else { text.to_ascii_uppercase() };
    let by_code = TABLE.by_code.get(upper.as_str()).map(|country| country.code);
    by_code.or_else(|| TABLE.by_name.get(text.to_lowercase().as_str()).copied())
}

fn located(country: Country, how: &str) -> Located {
    let confidence = if country.one_time { Confidence::Likely } else { Confidence::Guessed };
    Located { zone: country.zone, confidence, how: how.to_owned() }
}

fn by_ending(domain: &str) -> Option<Located> {
    let ending = domain.rsplit_once('.')?.1.to_ascii_lowercase();
    if SOLD_TO_ALL.contains(&ending.as_str()) {
        return None;
    }
    let code = if ending == "uk" { "GB".to_owned() } else { ending.to_ascii_uppercase() };
    TABLE.by_code.get(code.as_str()).map(|country| located(*country, &format!("from .{ending}")))
}

/// The host of a site as people write it, with or without a scheme.
fn host(website: &str) -> &str {
    let after = website.split_once("://").map_or(website, |(_, rest)| rest);
    after.split(['/', '?', '#', ':']).next().unwrap_or_default().trim()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::EmailAddress;
    use crate::contact::{Basis, ContactType};
    use crate::id::{BrandId, ContactId};

    fn contact(email: &str, website: &str, country: &str, timezone: &str) -> Contact {
        Contact {
            id: ContactId::mint(crate::Timestamp::from_millis(0), [0; 10]),
            brand: BrandId::mint(crate::Timestamp::from_millis(0), [0; 10]),
            email: EmailAddress::parse(email).unwrap(),
            name: String::new(),
            company: String::new(),
            website: website.to_owned(),
            domain_authority: None,
            notes: String::new(),
            tags: Vec::new(),
            kind: ContactType::Lead,
            source: String::new(),
            country: country.to_owned(),
            timezone: timezone.parse().ok(),
            basis: Basis::None,
            basis_note: String::new(),
        }
    }

    #[rstest]
    #[case("a@b.de", "", "AU", "Asia/Tokyo", Some(("Asia/Tokyo", Confidence::Stated, "their time zone")))]
    #[case("a@b.de", "", "AU", "", Some(("Australia/Sydney", Confidence::Guessed, "from their country")))]
    #[case("a@b.com", "", "FR", "", Some(("Europe/Paris", Confidence::Likely, "from their country")))]
    #[case("a@b.de", "https://b.fr", "", "", Some(("Europe/Berlin", Confidence::Likely, "from .de")))]
    #[case("a@b.co.uk", "", "", "", Some(("Europe/London", Confidence::Likely, "from .uk")))]
    #[case("a@gmail.com", "https://www.b.com.au/x", "", "", Some(("Australia/Sydney", Confidence::Guessed, "from .au")))]
    #[case("a@gmail.com", "b.nz:8080", "", "", Some(("Pacific/Auckland", Confidence::Guessed, "from .nz")))]
    #[case("a@start.io", "https://start.ai", "", "", None)]
    #[case("a@b.eu", "b.org", "XX", "", None)]
    fn the_best_evidence_wins(
        #[case] email: &str,
        #[case] website: &str,
        #[case] country: &str,
        #[case] timezone: &str,
        #[case] expected: Option<(&str, Confidence, &str)>,
    ) {
        let found = of(&contact(email, website, country, timezone));
        let found = found.as_ref().map(|at| (at.zone.name(), at.confidence, at.how.as_str()));
        assert_eq!(found, expected);
    }

    #[rstest]
    #[case("de", Some("DE"))]
    #[case(" Germany ", Some("DE"))]
    #[case("Deutschland", Some("DE"))]
    #[case("UK", Some("GB"))]
    #[case("U.S.A", None)]
    #[case("USA", Some("US"))]
    #[case("España", Some("ES"))]
    #[case("United States of America", Some("US"))]
    #[case("The Netherlands", Some("NL"))]
    #[case("Atlantis", None)]
    #[case("", None)]
    fn countries_are_known_by_the_names_people_write(#[case] text: &str, #[case] code: Option<&str>) {
        assert_eq!(country_code(text), code);
    }

    #[test]
    fn every_country_has_a_zone_that_exists() {
        let lines = include_str!("countries.txt").lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(TABLE.by_code.len(), lines);
        assert!(lines > 240);
    }
}
