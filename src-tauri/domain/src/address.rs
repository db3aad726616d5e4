//! E-mail addresses: checked once at the border, normalised the same way everywhere.

use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// A checked address in normal form: trimmed, NFC, lower case. Plus tags and dots are kept; they are part of who somebody is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(try_from = "String", into = "String")]
#[ts(export, type = "string")]
pub struct EmailAddress(String);

/// The text is not an address a mail can be sent to.
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
#[error("“{0}” is not an e-mail address")]
pub struct NotAnAddress(pub String);

impl EmailAddress {
    /// Checks and normalises. Refuses what could break out of a header, has no dotted domain, or is longer than 254 bytes.
    pub fn parse(text: &str) -> Result<Self, NotAnAddress> {
        let trimmed =
            text.trim().trim_start_matches("mailto:").trim_matches(|c| matches!(c, '<' | '>' | '"' | '\'' | ' '));
        let wrong = || NotAnAddress(text.chars().take(120).collect());
        if trimmed.len() > 254
            || trimmed
                .chars()
                .any(|c| c.is_control() || c.is_whitespace() || matches!(c, ',' | ';' | '<' | '>' | '(' | ')' | '"'))
        {
            return Err(wrong());
        }
        let normal: String = if trimmed.is_ascii() {
            trimmed.to_ascii_lowercase()
        } else {
            trimmed.nfc().flat_map(char::to_lowercase).collect()
        };
        let (local, domain) = normal.rsplit_once('@').ok_or_else(wrong)?;
        let dotted = domain.contains('.') && !domain.starts_with('.') && !domain.ends_with('.');
        if local.is_empty() || !dotted || !email_address::EmailAddress::is_valid(&normal) {
            return Err(wrong());
        }
        Ok(Self(normal))
    }

    /// The whole address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands after the `@`.
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }

    /// What stands before the `@`.
    pub fn local(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(local, _)| local)
    }

    /// The address without a plus tag: who it is, whatever they sort their mail by.
    pub fn without_tag(&self) -> String {
        match self.local().split_once('+') {
            Some((local, _)) if !local.is_empty() => format!("{local}@{}", self.domain()),
            _ => self.0.clone(),
        }
    }
}

/// Hosts where everybody can have an address: their domain says nothing about who somebody works for.
const FREE_MAIL: [&str; 28] = [
    "gmail.com",
    "googlemail.com",
    "outlook.com",
    "hotmail.com",
    "live.com",
    "msn.com",
    "yahoo.com",
    "ymail.com",
    "icloud.com",
    "me.com",
    "mac.com",
    "aol.com",
    "proton.me",
    "protonmail.com",
    "gmx.com",
    "gmx.net",
    "gmx.de",
    "web.de",
    "mail.com",
    "zoho.com",
    "zohomail.com",
    "yandex.com",
    "yandex.ru",
    "mail.ru",
    "qq.com",
    "163.com",
    "fastmail.com",
    "bigpond.com",
];

/// Whether a domain is one where everybody can have an address. Country forms such as `yahoo.co.uk` count.
pub fn is_free_mail(domain: &str) -> bool {
    FREE_MAIL.contains(&domain)
        || ["yahoo.", "hotmail.", "outlook.", "live."].iter().any(|name| domain.starts_with(name))
}

/// An address for logs and error texts: the first letter and the domain.
pub fn masked(address: &str) -> String {
    match address.rsplit_once('@') {
        Some((local, domain)) => format!("{}…@{domain}", local.chars().take(1).collect::<String>()),
        None => "…".to_owned(),
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = NotAnAddress;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl std::str::FromStr for EmailAddress {
    type Err = NotAnAddress;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> Self {
        address.0
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn normalises_what_people_paste() {
        for (given, kept) in [
            (" John@Example.COM ", "john@example.com"),
            ("mailto:jo@ex.com", "jo@ex.com"),
            ("<jo+list@ex.com>", "jo+list@ex.com"),
            ("josé@exämple.de", "josé@exämple.de"),
        ] {
            assert_eq!(EmailAddress::parse(given).unwrap().as_str(), kept);
        }
    }

    #[test]
    fn refuses_what_cannot_be_mailed() {
        for text in [
            "",
            "jo",
            "jo@",
            "@ex.com",
            "jo@ex",
            "jo@ex.com\r\nBcc: x@y.z",
            "a@b.c,d@e.f",
            "jo smith@ex.com",
            "jo@.com",
            "jo@ex..com",
        ] {
            assert!(EmailAddress::parse(text).is_err(), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn never_panics_and_is_idempotent(text in "\\PC{0,40}") {
            if let Ok(address) = EmailAddress::parse(&text) {
                prop_assert_eq!(EmailAddress::parse(address.as_str()).unwrap(), address);
            }
        }
    }
}
