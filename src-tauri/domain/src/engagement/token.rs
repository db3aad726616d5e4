//! Links that the relay can trust without asking anybody: signed by the app with a key that both have.
//!
//! A token is base64url of version, kind, the mail's mark, when the mail was written, the address of a click, and a truncated HMAC-SHA256
//! (RFC 2104) over all of it. There is nothing about the recipient in it.

use std::fmt;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use url::Url;

use super::EventKind;
use crate::Timestamp;
use crate::compose;

/// Characters of the longest token; a longer one is not looked at.
pub const LONGEST_TOKEN: usize = 1_400;
/// Bytes of the longest address that a click may lead to.
const LONGEST_ADDRESS: usize = 1_000;
const VERSION: u8 = 1;
/// Bytes that are left of the HMAC: 128 bits cannot be guessed, and links stay short.
const SEAL: usize = 16;
/// Version, kind, mark, seconds.
const HEAD: usize = 1 + 1 + 10 + 4;

/// A key that is too short to keep a secret, or no text at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "the relay's key must be a line of 32 to 200 characters without spaces, such as `openssl rand -base64 32` gives"
)]
pub struct BadKey;

/// What the app and its relay share. Shows itself nowhere.
#[derive(Clone)]
pub struct Key(Hmac<Sha256>);

impl Key {
    /// A key from text.
    ///
    /// # Errors
    /// It is too short, too long, or not one word.
    pub fn parse(text: &str) -> Result<Self, BadKey> {
        let text = text.trim();
        let fits = (32..=200).contains(&text.len()) && text.chars().all(|c| c.is_ascii_graphic());
        if fits { Hmac::new_from_slice(text.as_bytes()).map(Self).map_err(|_| BadKey) } else { Err(BadKey) }
    }

    /// What the app shows to the relay to fetch events: derived, so that the key itself never travels.
    pub fn pass(&self) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(self.seal(b"events", &[]).finalize().into_bytes())
    }

    /// Whether somebody shows the right pass. Takes as long for a wrong one as for a right one.
    pub fn admits(&self, pass: &str) -> bool {
        let given = BASE64_URL_SAFE_NO_PAD.decode(pass).unwrap_or_default();
        self.seal(b"events", &[]).verify_slice(&given).is_ok()
    }

    /// An HMAC for one purpose: what is made for one cannot be used for the other.
    fn seal(&self, purpose: &[u8], bytes: &[u8]) -> Hmac<Sha256> {
        let mut mac = self.0.clone();
        for part in [b"crm-autopilot relay ".as_slice(), purpose, b"\0", bytes] {
            mac.update(part);
        }
        mac
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key")
    }
}

/// The ten random bytes of a mail's reference: what a link names the mail by. Only the app knows whose mail it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mark(pub [u8; 10]);

impl Mark {
    /// The mark in a reference, such as `ref:abcdefghijklmnop`; `None` for anything else.
    pub fn of_reference(reference: &str) -> Option<Self> {
        compose::random_of(reference).map(Self)
    }

    /// The reference as it stands in the mail.
    pub fn reference(&self) -> String {
        compose::token(self.0)
    }
}

/// What a link says once its seal was found to be ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// What following it means.
    pub kind: EventKind,
    /// Which mail it stands in.
    pub mail: Mark,
    /// When the mail was written, in whole seconds: it was not sent before.
    pub written_at: Timestamp,
    /// Where a click goes on to; `None` for the other kinds.
    pub address: Option<Url>,
}

/// A link that is not ours, or was changed on its way. Says no more, so that nobody learns from trying.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this link is not valid")]
pub struct Refused;

impl Token {
    /// The token as text.
    ///
    /// # Errors
    /// A click without an address of the web that fits.
    pub fn sign(&self, key: &Key) -> Result<String, Refused> {
        let mut bytes = vec![VERSION, letter(self.kind)];
        bytes.extend(self.mail.0);
        let seconds = u32::try_from(self.written_at.millis() / 1_000).map_err(|_| Refused)?;
        bytes.extend(seconds.to_be_bytes());
        match (&self.address, self.kind) {
            (Some(address), EventKind::Click) if fits(address) => bytes.extend(address.as_str().bytes()),
            (None, EventKind::Open | EventKind::Unsubscribe) => {}
            _ => return Err(Refused),
        }
        let seal = key.seal(b"link", &bytes).finalize().into_bytes();
        bytes.extend(seal.iter().take(SEAL));
        Ok(BASE64_URL_SAFE_NO_PAD.encode(bytes))
    }

    /// Reads a token of that kind. The seal is checked before anything else is believed.
    ///
    /// # Errors
    /// It is not ours, not of that kind, or was changed.
    pub fn check(text: &str, kind: EventKind, key: &Key) -> Result<Self, Refused> {
        if text.len() > LONGEST_TOKEN {
            return Err(Refused);
        }
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).map_err(|_| Refused)?;
        let said = bytes.len().checked_sub(SEAL).filter(|said| *said >= HEAD).ok_or(Refused)?;
        let (said, seal) = bytes.split_at(said);
        key.seal(b"link", said).verify_truncated_left(seal).map_err(|_| Refused)?;
        let (head, address) = said.split_at(HEAD);
        let [VERSION, letter_of_kind, middle @ ..] = head else { return Err(Refused) };
        if *letter_of_kind != letter(kind) {
            return Err(Refused);
        }
        let (mark, seconds) = middle.split_at_checked(10).ok_or(Refused)?;
        let mail = Mark(mark.try_into().map_err(|_| Refused)?);
        let seconds = u32::from_be_bytes(seconds.try_into().map_err(|_| Refused)?);
        let address = match kind {
            EventKind::Click => Some(read_address(address)?),
            EventKind::Open | EventKind::Unsubscribe if address.is_empty() => None,
            EventKind::Open | EventKind::Unsubscribe => return Err(Refused),
        };
        Ok(Self { kind, mail, written_at: Timestamp::from_millis(i64::from(seconds) * 1_000), address })
    }
}

fn letter(kind: EventKind) -> u8 {
    match kind {
        EventKind::Open => b'o',
        EventKind::Click => b'c',
        EventKind::Unsubscribe => b'u',
    }
}

fn read_address(bytes: &[u8]) -> Result<Url, Refused> {
    let text = std::str::from_utf8(bytes).map_err(|_| Refused)?;
    Url::parse(text).ok().filter(fits).ok_or(Refused)
}

fn fits(address: &Url) -> bool {
    matches!(address.scheme(), "http" | "https") && address.has_host() && address.as_str().len() <= LONGEST_ADDRESS
}
