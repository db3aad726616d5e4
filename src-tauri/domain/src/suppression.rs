//! Who must not be mailed, and under which values that is looked up.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::EmailAddress;
use crate::email::hex;

/// What a suppression names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum SuppressionKind {
    /// One address, with any plus tag or none.
    Address,
    /// Every address of a domain and of the domains below it.
    Domain,
    /// The address of somebody who asked to be forgotten: only its hash is known.
    Erased,
}
crate::text_enum!(SuppressionKind { Address = "address", Domain = "domain", Erased = "erased" });

/// What addresses of forgotten people are hashed with: random, made once per database, and never shown. Without it a hash cannot be tried
/// against a list of addresses.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ErasureKey([u8; 32]);

impl ErasureKey {
    /// A key of these random bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Reads what [`Self::to_text`] wrote; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        let digits = text.as_bytes();
        if digits.len() != 64 {
            return None;
        }
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks(2)) {
            *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
        }
        Some(Self(bytes))
    }

    /// The key as it is kept.
    pub fn to_text(&self) -> String {
        hex(&self.0)
    }

    /// The hash of a person's address: the same for every plus tag.
    pub fn hash(&self, address: &EmailAddress) -> String {
        // The key has one length and comes first, so no other address gives the same input.
        hex(&Sha256::new().chain_update(self.0).chain_update(address.without_tag()).finalize())
    }
}

impl std::fmt::Debug for ErasureKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ErasureKey")
    }
}

/// The values under which a recipient may be suppressed: the address without its tag; its domain and those above it, but no public suffix;
/// and its hash by each key. A suppression names exactly one of them. This is the only rule: whoever asks, asks with these.
pub fn forms(address: &EmailAddress, keys: &[ErasureKey]) -> Vec<(SuppressionKind, String)> {
    let person = (SuppressionKind::Address, address.without_tag());
    let domains = domains(address.domain()).map(|domain| (SuppressionKind::Domain, domain.to_owned()));
    let hashes = keys.iter().map(|key| (SuppressionKind::Erased, key.hash(address)));
    std::iter::once(person).chain(domains).chain(hashes).collect()
}

/// A domain and those above it, down to the one that somebody registered.
fn domains(domain: &str) -> impl Iterator<Item = &str> {
    let registered = psl::domain_str(domain).map_or(domain.len(), str::len);
    std::iter::successors(Some(domain), move |below| {
        let (_, above) = below.split_once('.')?;
        (above.len() >= registered).then_some(above)
    })
}

/// Reads what a person typed: an address, or a domain with or without `@`. `None` for neither, and for an ending under which anybody can
/// register, such as `com.au`: it would name nobody.
pub fn parse_target(text: &str) -> Option<(SuppressionKind, String)> {
    let text = text.trim();
    if let Ok(address) = EmailAddress::parse(text) {
        return Some((SuppressionKind::Address, address.without_tag()));
    }
    let domain = text.trim_start_matches('@').to_lowercase();
    let named = psl::domain_str(&domain).is_some() && EmailAddress::parse(&format!("x@{domain}")).is_ok();
    named.then_some((SuppressionKind::Domain, domain))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    fn address(text: &str) -> EmailAddress {
        EmailAddress::parse(text).unwrap()
    }

    #[rstest]
    #[case("jo@ex.com", &["ex.com"])]
    #[case("jo@mail.shop.ex.com.au", &["mail.shop.ex.com.au", "shop.ex.com.au", "ex.com.au"])]
    #[case("jo@ex.co.uk", &["ex.co.uk"])]
    #[case("jo@me.github.io", &["me.github.io"])]
    #[case("jo@com.au", &["com.au"])]
    #[case("jo@a.site.example", &["a.site.example", "site.example"])]
    fn a_domain_covers_those_below_it_and_a_public_suffix_nobody(#[case] of: &str, #[case] expected: &[&str]) {
        let found = forms(&address(of), &[]);
        let domains: Vec<&str> = found
            .iter()
            .filter(|(kind, _)| *kind == SuppressionKind::Domain)
            .map(|(_, value)| value.as_str())
            .collect();
        assert_eq!(domains, expected);
    }

    #[test]
    fn what_was_suppressed_with_a_tag_is_suppressed_without_one_and_the_other_way_round() {
        for (typed, met) in
            [("Jo+news@ex.com", "jo@ex.com"), ("jo@ex.com", "jo+a+b@EX.com"), ("jo+a@ex.com", "jo+b@ex.com")]
        {
            let target = parse_target(typed).unwrap();
            assert!(forms(&address(met), &[]).contains(&target), "{typed} {met}");
        }
        assert_eq!(address("+tag@ex.com").without_tag(), "+tag@ex.com");
        assert!(!forms(&address("jo@ex.com"), &[]).contains(&parse_target("joe@ex.com").unwrap()));
    }

    #[test]
    fn an_ending_that_is_nobodys_is_no_target() {
        assert_eq!(parse_target("@Ex.com.au"), Some((SuppressionKind::Domain, "ex.com.au".to_owned())));
        for ending in ["com", "com.au", "co.uk", "github.io", "", "@"] {
            assert_eq!(parse_target(ending), None, "{ending:?}");
        }
    }

    #[test]
    fn a_key_comes_back_as_it_was_kept_and_hides_itself() {
        let key = ErasureKey::new([0xa7; 32]);
        assert_eq!(ErasureKey::parse(&key.to_text()), Some(key.clone()));
        assert_eq!(format!("{key:?}"), "ErasureKey");
        assert_eq!(ErasureKey::parse("a7"), None);
        assert_eq!(ErasureKey::parse(&"é".repeat(32)), None);
        assert_ne!(key.hash(&address("jo@ex.com")), ErasureKey::new([0; 32]).hash(&address("jo@ex.com")));
    }

    proptest! {
        #[test]
        fn every_form_of_a_person_has_one_hash(local in "[a-z]{1,8}", tag in "[a-z]{0,5}") {
            let key = ErasureKey::new([3; 32]);
            let (plain, tagged) = (address(&format!("{local}@ex.com")), address(&format!("{}+{tag}@EX.com", local.to_uppercase())));
            prop_assert_eq!(key.hash(&plain), key.hash(&tagged));
        }
    }
}
