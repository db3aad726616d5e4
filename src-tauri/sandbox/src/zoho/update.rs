//! Changing the state of mails. The answer is the same whether there was anything to change or not.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Extension;
use axum::body::Bytes;
use axum::extract::State;
use serde_json::Value;

use super::envelope::{Answer, Refusal, success};
use super::gate::Visitor;
use crate::world::{Folder, Mail, Shared};

/// `PUT /accounts/A/updatemessage`
pub(crate) async fn update(
    State(shared): State<Arc<Shared>>,
    Extension(visitor): Extension<Visitor>,
    body: Bytes,
) -> Answer {
    let now = shared.now();
    let order: Value = serde_json::from_slice(&body).map_err(|_| Refusal::pattern("Invalid JSON"))?;
    let text = |name: &str| order.get(name).and_then(Value::as_str).unwrap_or_default();
    let mut world = shared.world();
    let mailbox = world.mailboxes.get_mut(visitor.mailbox).ok_or_else(Refusal::internal)?;
    let change: Change = match text("mode") {
        "markAsRead" => Change::Read(true),
        "markAsUnread" => Change::Read(false),
        "moveToSpam" => Change::Move(Folder::Spam),
        "markNotSpam" => Change::Move(Folder::Inbox),
        "moveMessage" => Change::Move(mailbox.folder(text("destfolderId")).ok_or_else(Refusal::internal)?),
        "setFlag" | "applyLabel" | "removeLabel" | "removeAllLabels" | "archiveMails" | "unArchiveMails" => {
            Change::Nothing
        }
        _ => return Err(Refusal::invalid("Invalid mode")),
    };
    let (mails, threads) = (ids(&order, "messageId"), ids(&order, "threadId"));
    let meant = |mail: &Mail| mail.visible_at <= now && (mails.contains(&mail.id) || threads.contains(&mail.thread_id));
    for mail in mailbox.mails.iter_mut().filter(|mail| meant(mail)) {
        match change {
            Change::Read(read) => mail.read = read,
            Change::Move(folder) => mail.folder = folder,
            Change::Nothing => {}
        }
    }
    success(Value::Object(serde_json::Map::new()))
}

#[derive(Clone, Copy)]
enum Change {
    Read(bool),
    Move(Folder),
    Nothing,
}

/// The ids of an array, given as strings or numbers.
fn ids(order: &Value, name: &str) -> BTreeSet<u64> {
    let items = order.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    items.iter().filter_map(|item| item.as_u64().or_else(|| item.as_str()?.parse().ok())).collect()
}
