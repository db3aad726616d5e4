//! One row of a list, with the quirks that rows have: escaped text, words for emptiness, numbers as strings or not,
//! keys that come and go.

use chrono::Offset;
use serde_json::{Map, Value, json};

use crate::chance::Dice;
use crate::mime::Address;
use crate::mime::html::{escape, to_text};
use crate::mime::letter::local;
use crate::world::{Folder, Mail, Mailbox};

/// What a list was asked for.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct RowStyle {
    /// Whether recipients are shown.
    pub(crate) recipients: bool,
    /// Whether ids are numbers.
    pub(crate) numeric_ids: bool,
}

/// An id as string, or as number where the service says so.
pub(crate) fn id(id: u64, numeric: bool) -> Value {
    if numeric { json!(id) } else { json!(id.to_string()) }
}

/// Addresses as the service shows them.
pub(crate) fn addresses(addresses: &[Address]) -> String {
    if addresses.is_empty() {
        return "Not Provided".into();
    }
    escape(&addresses.iter().map(Address::to_string).collect::<Vec<_>>().join(","))
}

/// The row of one mail.
pub(crate) fn row(mailbox: &Mailbox, mail: &Mail, now: i64, style: RowStyle) -> Value {
    // The same mail has the same quirks in every list.
    let mut dice = Dice::new(mail.id, "row");
    let numbers = dice.percent(15);
    let count = |number: usize| if numbers { json!(number) } else { json!(number.to_string()) };
    let mut row = Map::new();
    let mut put = |key: &str, value: Value| row.insert(key.to_owned(), value);
    put("messageId", id(mail.id, style.numeric_ids));
    put("folderId", id(mailbox.folder_id(mail.folder), style.numeric_ids));
    put("subject", json!(escape(&mail.subject)));
    put("sender", json!(escape(mail.from.shown())));
    put("fromAddress", json!(mail.from.email));
    put("receivedTime", json!(mail.received_at.to_string()));
    put("sentDateInGMT", json!(skewed(mailbox, mail).to_string()));
    put("status", count(usize::from(mail.read)));
    put("size", count(mail.raw.len()));
    put("ccAddress", json!(addresses(&mail.cc)));
    if style.recipients {
        put("toAddress", json!(addresses(&mail.to)));
    }
    if !dice.percent(10) {
        put("summary", json!(escape(&summary(mail))));
    }
    if !dice.percent(10) {
        put("hasAttachment", count(0));
        put("hasInline", json!("false"));
        put("priority", json!("3"));
        put("flagid", json!("flag_not_set"));
        put("status2", json!("0"));
        put("calendarType", json!(0));
        put("labelId", json!([]));
    }
    let size = mailbox.thread_size(mail.thread_id, now);
    if size > 1 || dice.percent(60) {
        put("threadId", id(mail.thread_id, style.numeric_ids));
        put("threadCount", count(if size > 1 { size } else { 0 }));
    }
    if mail.folder == Folder::Sent {
        put("mailDeliveryStatus", json!("1"));
    }
    Value::Object(row)
}

/// The documented trap: this field is off by the account's offset from UTC.
fn skewed(mailbox: &Mailbox, mail: &Mail) -> i64 {
    let offset = local(mail.received_at, mailbox.zone).offset().fix().local_minus_utc();
    mail.received_at.saturating_add(i64::from(offset).saturating_mul(1000))
}

fn summary(mail: &Mail) -> String {
    to_text(&mail.html).replace('\n', " ").chars().take(120).collect()
}
