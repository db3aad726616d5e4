//! Which folder is which: by the uses that the server marks (RFC 6154), else by the names that are usual.

use std::collections::BTreeMap;

use async_imap::types::NameAttribute;
use domain::{Timestamp, text_enum};
use serde::{Deserialize, Serialize};

use super::letter::Letter;
use super::session::Session;
use crate::mail::Trouble;

/// What a folder is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Role {
    Inbox,
    Junk,
    Sent,
}
text_enum!(Role { Inbox = "inbox", Junk = "junk", Sent = "sent" });

/// Names in use where nothing is marked, in lower case and as the server spells them (modified UTF-7).
const SENT: [&str; 9] = [
    "sent",
    "sent items",
    "sent mail",
    "sent messages",
    "[gmail]/sent mail",
    "gesendet",
    "gesendete elemente",
    "envoy&aok-s",
    "enviados",
];
const JUNK: [&str; 7] = ["junk", "spam", "junk e-mail", "junk email", "bulk mail", "[gmail]/spam", "bulk"];

/// The names of the folders that matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Roles(BTreeMap<Role, String>);

impl Roles {
    pub(super) fn name(&self, role: Role) -> Option<&str> {
        self.0.get(&role).map(String::as_str)
    }
}

/// Looks which folders there are.
pub(super) async fn find(session: &mut Session) -> Result<Roles, Trouble> {
    let names = session.folders().await?;
    let listed = names.iter().filter(|name| !name.attributes().contains(&NameAttribute::NoSelect)).map(|name| {
        let marked = name.attributes().iter().find_map(|attribute| match attribute {
            NameAttribute::Sent => Some(Role::Sent),
            NameAttribute::Junk => Some(Role::Junk),
            _ => None,
        });
        (name.name(), marked, name.delimiter())
    });
    Ok(sort(listed))
}

/// A mark counts more than a name; of several the first one counts.
fn sort<'a>(listed: impl Iterator<Item = (&'a str, Option<Role>, Option<&'a str>)>) -> Roles {
    let mut marked = BTreeMap::from([(Role::Inbox, "INBOX".to_owned())]);
    let mut named = BTreeMap::new();
    for (name, mark, delimiter) in listed {
        if let Some(role) = mark {
            marked.entry(role).or_insert_with(|| name.to_owned());
        } else if let Some(role) = by_name(name, delimiter) {
            named.entry(role).or_insert_with(|| name.to_owned());
        }
    }
    for (role, name) in named {
        marked.entry(role).or_insert(name);
    }
    Roles(marked)
}

fn by_name(name: &str, delimiter: Option<&str>) -> Option<Role> {
    let lower = name.to_lowercase();
    // Some servers keep every folder below the inbox: `INBOX.Sent`.
    let own = delimiter.and_then(|delimiter| lower.strip_prefix(&format!("inbox{delimiter}"))).unwrap_or(&lower);
    if SENT.contains(&own) {
        Some(Role::Sent)
    } else if JUNK.contains(&own) {
        Some(Role::Junk)
    } else {
        None
    }
}

/// Files a copy of a sent mail, unless the server has done so itself. A mailbox without a folder for it gets one.
pub(super) async fn file(
    folder: Option<&str>,
    session: &mut Session,
    letter: &Letter,
    now: Timestamp,
) -> Result<(), Trouble> {
    let name = folder.unwrap_or("Sent");
    if folder.is_none() {
        session.create(name).await?;
    } else {
        session.open(name).await?;
        let wanted = format!("HEADER Message-ID {}", quoted(&letter.message_id));
        if !session.search(&wanted).await?.is_empty() {
            return Ok(());
        }
    }
    session.append(name, now, &letter.bytes).await
}

/// A string inside a command.
fn quoted(text: &str) -> String {
    let plain: String = text.chars().filter(|c| !c.is_control()).collect();
    format!("\"{}\"", plain.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_count_more_than_names_and_names_are_known_below_the_inbox() {
        let roles = sort(
            [
                ("INBOX", None, Some("/")),
                ("Sent", None, Some("/")),
                ("Gesendet", Some(Role::Sent), Some("/")),
                ("Spam", None, Some("/")),
            ]
            .into_iter(),
        );
        assert_eq!((roles.name(Role::Sent), roles.name(Role::Junk)), (Some("Gesendet"), Some("Spam")));
        let below = sort([("INBOX.Sent", None, Some(".")), ("INBOX.Sentences", None, Some("."))].into_iter());
        assert_eq!((below.name(Role::Sent), below.name(Role::Junk)), (Some("INBOX.Sent"), None));
    }
}
