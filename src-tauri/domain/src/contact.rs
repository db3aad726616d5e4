//! A contact: a person of one brand.

use serde::{Deserialize, Serialize};

use crate::EmailAddress;
use crate::id::{BrandId, ContactId};

/// What we want of a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ContactType {
    /// May buy.
    Lead,
    /// May link to us.
    BacklinkTarget,
    /// Works with us.
    Partner,
}

crate::text_enum!(ContactType { Lead = "lead", BacklinkTarget = "backlink_target", Partner = "partner" });

/// On what ground a person may be written to. The Spam Act 2003 (Australia) asks for consent, express or inferred; CASL and the GDPR have
/// similar words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Basis {
    /// Nobody recorded one.
    #[default]
    None,
    /// They said yes.
    Express,
    /// Consent inferred from a business or other relationship.
    InferredRelationship,
    /// Consent inferred from a work address that is published and fits what we write about.
    InferredPublished,
    /// A legitimate interest, where the law knows it.
    LegitimateInterest,
}

crate::text_enum!(Basis {
    None = "none",
    Express = "express",
    InferredRelationship = "inferred_relationship",
    InferredPublished = "inferred_published",
    LegitimateInterest = "legitimate_interest",
});

impl Basis {
    /// Reads a basis as people and other programs word it. `None` for words that say nothing we know.
    pub fn named(text: &str) -> Option<Self> {
        let words = text.trim().to_lowercase().replace(['-', '_'], " ");
        if let Ok(known) = words.replace(' ', "_").parse() {
            return Some(known);
        }
        let begins = |starts: &[&str]| starts.iter().any(|start| words.starts_with(start));
        if begins(&["legitimate interest"]) {
            Some(Self::LegitimateInterest)
        } else if begins(&["express consent", "explicit consent", "freely given consent", "opted in", "opt in"]) {
            Some(Self::Express)
        } else if begins(&["performance of a contract", "existing relationship", "customer"]) {
            Some(Self::InferredRelationship)
        } else if begins(&["published", "conspicuous"]) {
            Some(Self::InferredPublished)
        } else if begins(&["not applicable", "unknown"]) {
            Some(Self::None)
        } else {
            None
        }
    }
}

/// What is known about a contact, all but its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Its id.
    pub id: ContactId,
    /// The brand it belongs to.
    pub brand: BrandId,
    /// Unique within the brand.
    pub email: EmailAddress,
    /// Full name; may be empty.
    pub name: String,
    /// Company; may be empty.
    pub company: String,
    /// Website as given; may be empty.
    pub website: String,
    /// Authority of the website, 0 to 100.
    pub domain_authority: Option<u8>,
    /// Free notes.
    pub notes: String,
    /// Labels, in the order given.
    pub tags: Vec<String>,
    /// What we want of it.
    pub kind: ContactType,
    /// Where the contact came from, as the person labelled it.
    pub source: String,
    /// ISO 3166 alpha-2 code, upper case; empty when not known.
    pub country: String,
    /// Their time zone, when it was given.
    pub timezone: Option<chrono_tz::Tz>,
    /// On what ground they are written to.
    pub basis: Basis,
    /// The evidence for it, in words.
    pub basis_note: String,
}

impl Contact {
    /// Somebody of whom nothing but the address is known.
    pub fn of(id: ContactId, brand: BrandId, email: EmailAddress) -> Self {
        Self {
            id,
            brand,
            email,
            name: String::new(),
            company: String::new(),
            website: String::new(),
            domain_authority: None,
            notes: String::new(),
            tags: Vec::new(),
            kind: ContactType::Lead,
            source: String::new(),
            country: String::new(),
            timezone: None,
            basis: Basis::None,
            basis_note: String::new(),
        }
    }

    /// What to call the person in a greeting: the first word of the name, unless it is a title or the name is empty.
    pub fn first_name(&self) -> Option<&str> {
        first_name(&self.name)
    }
}

/// The first given name in a full name, skipping titles; handles `Smith, John`. `None` when there is nothing to greet with.
pub fn first_name(name: &str) -> Option<&str> {
    let name = match name.split_once(',') {
        Some((_, given)) if !given.trim().is_empty() => given,
        _ => name,
    };
    let titles =
        ["mr", "mrs", "ms", "miss", "dr", "prof", "sir", "herr", "frau", "mme", "mr.", "mrs.", "ms.", "dr.", "prof."];
    let word = name.split_whitespace().find(|word| !titles.contains(&word.to_lowercase().as_str()))?;
    let plain = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '.' && c != '\'');
    (plain.chars().count() > 1 && plain.chars().any(char::is_alphabetic) && !plain.contains('@')).then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_basis_is_known_by_the_words_of_other_programs() {
        for (text, basis) in [
            ("express", Some(Basis::Express)),
            ("Inferred-Published", Some(Basis::InferredPublished)),
            ("Legitimate interest – prospect/lead", Some(Basis::LegitimateInterest)),
            ("Freely given consent from contact", Some(Basis::Express)),
            ("Performance of a contract", Some(Basis::InferredRelationship)),
            ("Not applicable", Some(Basis::None)),
            ("no", None),
            ("", None),
        ] {
            assert_eq!(Basis::named(text), basis, "{text:?}");
        }
    }

    #[test]
    fn greets_by_the_given_name() {
        for (name, first) in [
            ("John Smith", Some("John")),
            ("Dr. Priya Nair", Some("Priya")),
            ("Smith, John", Some("John")),
            ("J. Smith", Some("J.")),
            ("", None),
            ("  ", None),
            ("john@ex.com", None),
            ("-", None),
        ] {
            assert_eq!(first_name(name), first, "{name:?}");
        }
    }
}
