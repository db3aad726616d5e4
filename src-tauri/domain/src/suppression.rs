//! Who must not be mailed.

use serde::{Deserialize, Serialize};

use crate::EmailAddress;

/// What a suppression names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum SuppressionKind {
    /// One address.
    Address,
    /// Every address of a domain.
    Domain,
}
crate::text_enum!(SuppressionKind { Address = "address", Domain = "domain" });

/// The values under which a recipient may be suppressed: the address, its form without a plus tag, and its domain.
pub fn forms(address: &EmailAddress) -> [(SuppressionKind, String); 3] {
    [
        (SuppressionKind::Address, address.as_str().to_owned()),
        (SuppressionKind::Address, address.without_tag()),
        (SuppressionKind::Domain, address.domain().to_owned()),
    ]
}

/// Reads what a person typed: an address, or a domain with or without `@`. `None` for neither.
pub fn parse_target(text: &str) -> Option<(SuppressionKind, String)> {
    let text = text.trim();
    if let Ok(address) = EmailAddress::parse(text) {
        return Some((SuppressionKind::Address, address.to_string()));
    }
    let domain = text.trim_start_matches('@').to_lowercase();
    EmailAddress::parse(&format!("x@{domain}")).ok().map(|_| (SuppressionKind::Domain, domain))
}
