//! How far each folder was read, and what a mail is called. A mail is a folder, the folder's UIDVALIDITY and a UID (RFC 9051, 2.3.1.1); a folder is
//! its role, so that one that was renamed stays the same.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::folders::Role;
use super::reading::gone;
use crate::mail::Trouble;

/// How far the folders were read: for each the UIDVALIDITY and the lowest UID that was not read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Position(BTreeMap<Role, (u32, u32)>);

impl Position {
    /// Reads it as it was kept. One that cannot be read counts as none: everything is listed by date again, and nothing is kept twice.
    pub(super) fn read(kept: Option<&str>) -> Self {
        kept.and_then(|kept| serde_json::from_str(kept).ok()).unwrap_or_default()
    }

    pub(super) fn write(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The next UID to read, if the folder still counts as it did.
    pub(super) fn next(&self, role: Role, validity: u32) -> Option<u32> {
        self.0.get(&role).filter(|(known, _)| *known == validity).map(|(_, next)| *next)
    }

    /// Whether the folder was read before, under whatever count.
    pub(super) fn knows(&self, role: Role) -> bool {
        self.0.contains_key(&role)
    }

    pub(super) fn set(&mut self, role: Role, validity: u32, next: u32) {
        self.0.insert(role, (validity, next));
    }
}

/// What a mail is called: `inbox.1700000000.42`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct MessageId {
    pub(super) role: Role,
    pub(super) validity: u32,
    pub(super) uid: u32,
}

impl MessageId {
    pub(super) fn read(text: &str) -> Result<Self, Trouble> {
        let mut parts = text.splitn(3, '.');
        let mut next = || parts.next().unwrap_or_default();
        let (role, validity, uid) = (next().parse(), next().parse(), next().parse());
        match (role, validity, uid) {
            (Ok(role), Ok(validity), Ok(uid)) => Ok(Self { role, validity, uid }),
            // An id of another kind of mailbox, which this brand had before.
            _ => Err(gone()),
        }
    }
}

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.role, self.validity, self.uid)
    }
}
