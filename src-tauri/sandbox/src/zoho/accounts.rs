//! Accounts and folders.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use serde_json::{Value, json};

use super::envelope::{Answer, Refusal, success};
use super::gate::Visitor;
use crate::world::{Folder, Mailbox, Shared};

/// `GET /accounts`
pub(crate) async fn all(State(shared): State<Arc<Shared>>, Extension(visitor): Extension<Visitor>) -> Answer {
    let world = shared.world();
    let mailbox = world.mailboxes.get(visitor.mailbox).ok_or_else(Refusal::internal)?;
    success(json!([account(mailbox)]))
}

/// `GET /accounts/A`
pub(crate) async fn one(State(shared): State<Arc<Shared>>, Extension(visitor): Extension<Visitor>) -> Answer {
    let world = shared.world();
    let mailbox = world.mailboxes.get(visitor.mailbox).ok_or_else(Refusal::internal)?;
    success(account(mailbox))
}

fn account(mailbox: &Mailbox) -> Value {
    let spec = &mailbox.spec;
    let primary = |address: &str| address == spec.address;
    let addresses: Vec<Value> = mailbox
        .addresses()
        .map(|address| json!({ "mailId": address, "isPrimary": primary(address), "isAlias": !primary(address), "isConfirmed": true }))
        .collect();
    // The alias spells its id and its status in the other way that the service knows.
    let senders: Vec<Value> =
        mailbox.addresses().enumerate().map(|(index, address)| sender(mailbox, index, address)).collect();
    json!({
        "accountId": spec.account_id, "accountName": spec.slug, "displayName": spec.display_name,
        "accountDisplayName": spec.display_name, "primaryEmailAddress": spec.address, "mailboxAddress": spec.address,
        "incomingUserName": spec.address, "isDefaultAccount": true, "type": "ZOHO_ACCOUNT", "timeZone": spec.time_zone,
        "zuid": 700_001, "emailAddress": addresses, "sendMailDetails": senders, "mailboxStatus": "enabled",
        "status": true, "enabled": true, "incomingBlocked": false, "outgoingBlocked": "false", "smtpStatus": true,
        "mxStatus": true, "imapAccessEnabled": true, "popAccessEnabled": false, "planStorage": 5_242_880,
        "usedStorage": 1000, "policyId": { "zoid": 1 }, "phoneNumer": "",
    })
}

fn sender(mailbox: &Mailbox, index: usize, address: &str) -> Value {
    let mode = if index == 0 { "mailbox" } else { "alias" };
    let (id_key, status) = if index == 0 { ("sendMailId", json!(true)) } else { ("sendMailID", json!("true")) };
    json!({
        id_key: (index + 1).to_string(), "fromAddress": address, "displayName": mailbox.spec.display_name, "mode": mode,
        "status": status, "serverName": "smtp.zoho.com", "serverPort": 465, "userName": mailbox.spec.address,
        "connectionType": "SSL",
    })
}

/// `GET /accounts/A/folders`
pub(crate) async fn folders(State(shared): State<Arc<Shared>>, Extension(visitor): Extension<Visitor>) -> Answer {
    let world = shared.world();
    let mailbox = world.mailboxes.get(visitor.mailbox).ok_or_else(Refusal::internal)?;
    success(Folder::ALL.iter().map(|folder| row(mailbox, *folder)).collect())
}

fn row(mailbox: &Mailbox, folder: Folder) -> Value {
    let id = mailbox.folder_id(folder).to_string();
    let previous = Folder::ALL.iter().take_while(|other| **other != folder).last();
    json!({
        "folderId": id, "folderName": folder.name(), "folderType": folder.kind(), "path": format!("/{}", folder.name()),
        "previousFolderId": previous.map_or_else(|| "0".to_owned(), |other| mailbox.folder_id(*other).to_string()),
        "imapAccess": true, "isArchived": 0, "URI": format!("/api/accounts/{}/folders/{id}", mailbox.spec.account_id),
    })
}
