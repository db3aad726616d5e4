//! Turns the rows of Zoho's lists into ours. Everything may be missing, a number or a string, and encoded for HTML.

use domain::Timestamp;
use serde_json::Value;

use super::entities;
use crate::mail::{FolderKind, IncomingRow, MailboxIdentity, SentRow};

/// A field as text; ids are up to 19 digits and come as strings or numbers. Empty if missing or not plain.
pub(super) fn text_of(row: &Value, key: &str) -> String {
    match row.get(key) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Bool(flag)) => flag.to_string(),
        _ => String::new(),
    }
}

/// Like [`text_of`], but `None` when there is nothing.
pub(super) fn optional(row: &Value, key: &str) -> Option<String> {
    Some(text_of(row, key)).filter(|text| !text.is_empty())
}

fn flag(row: &Value, key: &str) -> Option<bool> {
    match text_of(row, key).to_ascii_lowercase().as_str() {
        "" => None,
        "false" | "0" | "no" => Some(false),
        _ => Some(true),
    }
}

/// The rows of a list: an empty result may be missing, `{}` or `[]`, and a single row may come without a list.
pub(super) fn list(data: Value) -> Vec<Value> {
    match data {
        Value::Array(rows) => rows,
        Value::Object(ref fields) if !fields.is_empty() => vec![data],
        _ => Vec::new(),
    }
}

/// A displayed text: entities decoded once, Zoho's words for "nothing" removed.
fn shown(row: &Value, key: &str) -> String {
    let text = entities::decode(&text_of(row, key));
    if text == "Not Provided" { String::new() } else { text }
}

fn received(row: &Value) -> Option<Timestamp> {
    let text = optional(row, "receivedTime").or_else(|| optional(row, "receivedtime"))?;
    text.parse().ok().map(Timestamp::from_millis)
}

/// One row of an incoming folder; `None` without an id or a time, which no real row lacks.
pub(super) fn incoming(row: &Value, folder: FolderKind, folder_id: &str) -> Option<IncomingRow> {
    let from_address = addresses(&shown(row, "fromAddress")).into_iter().next().unwrap_or_default();
    // `sender` is a name or, for want of one, the address again.
    let sender = shown(row, "sender");
    let from_name = if sender.eq_ignore_ascii_case(&from_address) { String::new() } else { sender };
    Some(IncomingRow {
        provider_message_id: optional(row, "messageId")?,
        folder_id: optional(row, "folderId").unwrap_or_else(|| folder_id.to_owned()),
        folder,
        from_address,
        from_name,
        subject: shown(row, "subject"),
        received_at: received(row)?,
        thread_id: optional(row, "threadId"),
        to_address: addresses(&shown(row, "toAddress")).join(", "),
    })
}

/// One row of the Sent folder.
pub(super) fn sent(row: &Value) -> Option<SentRow> {
    Some(SentRow {
        provider_message_id: optional(row, "messageId")?,
        wire_message_id: None,
        to_address: addresses(&shown(row, "toAddress")).join(", "),
        subject: shown(row, "subject"),
        received_at: received(row)?,
        thread_id: optional(row, "threadId"),
    })
}

/// The bare addresses of a header-like list. A comma may stand inside a quoted name.
pub(super) fn addresses(text: &str) -> Vec<String> {
    let (mut parts, mut quoted, mut escaped) = (vec![String::new()], false, false);
    for c in text.chars() {
        match c {
            ',' if !quoted => parts.push(String::new()),
            _ => {
                if let Some(part) = parts.last_mut() {
                    part.push(c);
                }
                quoted ^= c == '"' && !escaped;
                escaped = c == '\\' && !escaped;
            }
        }
    }
    parts.iter().map(|part| bare(part)).filter(|address| !address.is_empty()).collect()
}

fn bare(part: &str) -> String {
    let inside = part.rsplit_once('<').and_then(|(_, rest)| rest.split_once('>')).map(|(address, _)| address);
    inside.unwrap_or(part).trim().to_owned()
}

/// The ids of the three folders that matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Folders {
    pub(super) inbox: String,
    pub(super) spam: Option<String>,
    pub(super) sent: Option<String>,
}

/// Finds the folders. Every custom folder calls itself an `Inbox`; the real one lies at `/Inbox`, or, if that name is
/// translated, is the first at the top level. `None` without any inbox.
pub(super) fn folders(rows: &[Value]) -> Option<Folders> {
    let of_type =
        |wanted: &'static str| rows.iter().filter(move |row| text_of(row, "folderType").eq_ignore_ascii_case(wanted));
    let id = |row: &Value| optional(row, "folderId");
    let real = of_type("Inbox").find(|row| text_of(row, "path").eq_ignore_ascii_case("/inbox"));
    let first = || of_type("Inbox").find(|row| optional(row, "parentFolderId").is_none());
    Some(Folders {
        inbox: real.or_else(first).and_then(id)?,
        spam: of_type("Spam").find_map(id),
        sent: of_type("Sent").find_map(id),
    })
}

/// Picks the account: the given id, else the one that has the address, else the default one.
pub(super) fn account(rows: &[Value], account_id: Option<&str>, address: &str) -> Option<MailboxIdentity> {
    let row = match account_id {
        Some(wanted) => rows.iter().find(|row| text_of(row, "accountId") == wanted),
        None => rows
            .iter()
            .find(|row| own_addresses(row).iter().any(|own| own.eq_ignore_ascii_case(address)))
            .or_else(|| rows.iter().find(|row| flag(row, "isDefaultAccount") == Some(true))),
    }?;
    let names = ["accountDisplayName", "displayName", "accountName"];
    Some(MailboxIdentity {
        account_id: optional(row, "accountId")?,
        address: optional(row, "primaryEmailAddress").or_else(|| optional(row, "mailboxAddress")).unwrap_or_default(),
        display_name: names.iter().map(|key| shown(row, key)).find(|name| !name.is_empty()).unwrap_or_default(),
        time_zone: text_of(row, "timeZone"),
        send_as: send_as(row),
    })
}

fn nested<'a>(row: &'a Value, key: &str) -> &'a [Value] {
    row.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn own_addresses(row: &Value) -> Vec<String> {
    let mut own = vec![text_of(row, "primaryEmailAddress"), text_of(row, "mailboxAddress")];
    own.extend(nested(row, "emailAddress").iter().map(|entry| text_of(entry, "mailId")));
    own
}

/// Addresses with a true status; a status that is not given counts as true.
fn send_as(row: &Value) -> Vec<String> {
    let usable = nested(row, "sendMailDetails").iter().filter(|entry| flag(entry, "status") != Some(false));
    let mut all: Vec<String> = usable.filter_map(|entry| optional(entry, "fromAddress")).collect();
    all.sort();
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    #[rstest]
    #[case("jo@ex.com", &["jo@ex.com"])]
    #[case("\"Example, Jo\" <jo@ex.com>, <al@ex.com>", &["jo@ex.com", "al@ex.com"])]
    #[case("\"a \\\", b\" <jo@ex.com>", &["jo@ex.com"])]
    #[case("", &[])]
    #[case(" , ", &[])]
    fn addresses_are_taken_out_of_lists(#[case] text: &str, #[case] expected: &[&str]) {
        assert_eq!(addresses(text), expected);
    }

    #[test]
    fn a_row_survives_every_quirk() {
        let row = json!({"messageId": 1_700_000_000_000_110_001_u64, "receivedTime": "1763790000000", "sender": "Jo &amp; Co",
            "fromAddress": "&quot;Jo&quot;&lt;jo@ex.com&gt;", "toAddress": "&lt;sales@ex.com&gt;", "ccAddress": "Not Provided",
            "subject": "Re: links &amp; &amp;lt;b&gt;"});
        let row = incoming(&row, FolderKind::Inbox, "77").unwrap();
        assert_eq!(row.provider_message_id, "1700000000000110001");
        assert_eq!((row.from_name.as_str(), row.from_address.as_str()), ("Jo & Co", "jo@ex.com"));
        assert_eq!(row.subject, "Re: links & &lt;b>", "decoded once, not twice");
        assert_eq!((row.to_address.as_str(), row.folder_id.as_str()), ("sales@ex.com", "77"));
        assert_eq!((row.received_at.millis(), row.thread_id), (1_763_790_000_000, None));
    }

    #[test]
    fn a_sender_without_a_name_and_a_missing_recipient_are_empty() {
        let row = json!({"messageId": "1", "receivedTime": 5, "sender": "Jo@ex.com", "fromAddress": "jo@ex.com", "toAddress": "Not Provided"});
        let row = incoming(&row, FolderKind::Spam, "77").unwrap();
        assert_eq!((row.from_name.as_str(), row.to_address.as_str(), row.subject.as_str()), ("", "", ""));
    }

    #[rstest]
    #[case(json!(null), 0)]
    #[case(json!({}), 0)]
    #[case(json!([]), 0)]
    #[case(json!({"messageId": "1"}), 1)]
    #[case(json!([{}, {}]), 2)]
    fn an_empty_list_has_three_faces(#[case] data: Value, #[case] rows: usize) {
        assert_eq!(list(data).len(), rows);
    }

    #[test]
    fn the_real_inbox_is_found_among_custom_folders() {
        let custom = json!({"folderId": "9", "folderType": "Inbox", "path": "/Clients"});
        let inbox = json!({"folderId": "1", "folderType": "Inbox", "path": "/Inbox"});
        let spam = json!({"folderId": 2, "folderType": "Spam", "path": "/Spam"});
        let found = folders(&[custom.clone(), inbox, spam]).unwrap();
        assert_eq!(found, Folders { inbox: "1".to_owned(), spam: Some("2".to_owned()), sent: None });
        let nested = json!({"folderId": "8", "folderType": "Inbox", "path": "/a/b", "parentFolderId": "7"});
        let translated = json!({"folderId": "1", "folderType": "Inbox", "path": "/Posteingang"});
        assert_eq!(folders(&[nested, translated]).unwrap().inbox, "1");
        assert_eq!(folders(&[]), None);
    }

    #[test]
    fn the_account_is_the_one_with_our_address() {
        let pop = json!({"accountId": 1, "primaryEmailAddress": "other@ex.com", "isDefaultAccount": "true"});
        let ours = json!({"accountId": "2", "primaryEmailAddress": "main@ex.com", "timeZone": "Australia/Melbourne",
            "emailAddress": [{"mailId": "Sales@ex.com"}],
            "sendMailDetails": [{"fromAddress": "sales@ex.com", "status": true}, {"fromAddress": "old@ex.com", "status": "false"}]});
        let rows = [pop, ours];
        let found = account(&rows, None, "sales@ex.com").unwrap();
        assert_eq!((found.account_id.as_str(), found.send_as), ("2", vec!["sales@ex.com".to_owned()]));
        assert_eq!(account(&rows, None, "nobody@ex.com").unwrap().account_id, "1");
        assert_eq!(account(&rows, Some("1"), "sales@ex.com").unwrap().account_id, "1");
        assert_eq!(account(&rows, Some("3"), "sales@ex.com"), None);
    }

    proptest! {
        #[test]
        fn any_text_can_be_split(text in "\\PC{0,80}") {
            prop_assert!(addresses(&text).iter().all(|address| !address.trim().is_empty()));
        }
    }
}
