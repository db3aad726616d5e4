//! Sending and replying: the closed list of keys, who may send, and the faults around the moment of storing.

use std::sync::Arc;

use axum::Extension;
use axum::body::Bytes;
use axum::extract::{ConnectInfo, Path, State};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use super::envelope::{Refusal, success};
use super::gate::Visitor;
use super::rows::id;
use crate::door::Cord;
use crate::faults::Fault;
use crate::mime::Address;
use crate::mime::html::escape;
use crate::mime::letter::local;
use crate::world::{Folder, Mail, Mailbox, Outgoing, Shared, Threading, World};

/// Every key that a mail may have; a reply may have two more.
const KEYS: [&str; 17] = [
    "fromAddress",
    "toAddress",
    "ccAddress",
    "bccAddress",
    "subject",
    "content",
    "mailFormat",
    "encoding",
    "askReceipt",
    "attachments",
    "mode",
    "isSchedule",
    "scheduleType",
    "timeZone",
    "scheduleTime",
    "inReplyTo",
    "refHeader",
];
const SEND_KEYS: [&str; 1] = ["replyTo"];
const REPLY_KEYS: [&str; 2] = ["action", "priority"];

/// `POST /accounts/A/messages`
pub(crate) async fn send(
    State(shared): State<Arc<Shared>>,
    Extension(visitor): Extension<Visitor>,
    ConnectInfo(cord): ConnectInfo<Cord>,
    body: Bytes,
) -> Response {
    handle(&shared, visitor, &cord, None, &body).await
}

/// `POST /accounts/A/messages/M`
pub(crate) async fn reply(
    State(shared): State<Arc<Shared>>,
    Extension(visitor): Extension<Visitor>,
    ConnectInfo(cord): ConnectInfo<Cord>,
    Path((_, message)): Path<(String, String)>,
    body: Bytes,
) -> Response {
    handle(&shared, visitor, &cord, Some(&message), &body).await
}

async fn handle(shared: &Shared, visitor: Visitor, cord: &Cord, parent: Option<&str>, body: &[u8]) -> Response {
    // In one go and without waiting: a caller who gives up in the middle leaves a mail that is sent, or none.
    let outcome = post(&mut shared.world(), visitor.mailbox, parent, body, shared.now());
    match outcome {
        Err(refusal) => refusal.into_response(),
        Ok((data, after)) => {
            match after {
                Some(Fault::AcceptThenDrop) => cord.cut(),
                Some(Fault::ServerErrorAfterStoring) => return Refusal::internal().into_response(),
                Some(Fault::HangAfterStoring { ms }) => shared.hang(ms).await,
                _ => {}
            }
            success(data).into_response()
        }
    }
}

/// Checks and stores a mail. The second half of the outcome is what goes wrong afterwards.
fn post(
    world: &mut World,
    index: usize,
    parent: Option<&str>,
    body: &[u8],
    now: i64,
) -> Result<(Value, Option<Fault>), Refusal> {
    let mailbox = world.mailboxes.get(index).ok_or_else(Refusal::internal)?;
    let order = Order::read(body, parent.is_some())?;
    let outgoing = match parent {
        None => order.new_mail(mailbox)?,
        Some(parent) => order.reply(mailbox, mailbox.mail(parent, now).ok_or_else(Refusal::no_such_mail)?)?,
    };
    let saved_in = match order.text("mode") {
        None => None,
        Some("draft") => Some(Folder::Drafts),
        Some("template") => Some(Folder::Templates),
        Some(_) => return Err(Refusal::invalid("Invalid mode")),
    };
    if let Some(folder) = saved_in {
        let draft = world.save(index, &outgoing, now, folder);
        return Ok((answer(world, &draft, &outgoing), None));
    }
    if world.faults.strikes(&Fault::OutgoingBlocked) {
        return Err(Refusal::blocked());
    }
    if world.faults.strikes(&Fault::ServerErrorBeforeStoring) {
        return Err(Refusal::internal());
    }
    let sent = world.accept(index, &outgoing, now).map_err(|error| {
        tracing::error!(%error, "The ledger file could not be written; the mail was not accepted.");
        Refusal::internal()
    })?;
    let after = world.faults.strike(|fault| match fault {
        Fault::AcceptThenDrop | Fault::ServerErrorAfterStoring | Fault::HangAfterStoring { .. } => Some(fault.clone()),
        _ => None,
    });
    Ok((answer(world, &sent, &outgoing), after))
}

fn answer(world: &mut World, mail: &Mail, outgoing: &Outgoing) -> Value {
    let numeric = world.faults.strikes(&Fault::NumericIds);
    let joined = |list: &[Address]| list.iter().map(|address| address.email.as_str()).collect::<Vec<_>>().join(",");
    let mut data = json!({
        "messageId": id(mail.id, numeric), "mailId": mail.wire_id, "subject": mail.subject,
        "fromAddress": mail.from.email, "toAddress": joined(&outgoing.to), "ccAddress": joined(&outgoing.cc),
        "bccAddress": joined(&outgoing.bcc), "mailFormat": if outgoing.plain { "plaintext" } else { "html" },
        "content": outgoing.content,
    });
    if world.faults.strikes(&Fault::MailIdAbsent)
        && let Some(fields) = data.as_object_mut()
    {
        fields.remove("mailId");
    }
    data
}

/// The posted JSON.
struct Order(Map<String, Value>);

impl Order {
    fn read(body: &[u8], is_reply: bool) -> Result<Self, Refusal> {
        let Ok(Value::Object(fields)) = serde_json::from_slice(body) else {
            return Err(Refusal::pattern("Invalid JSON"));
        };
        let further: &[&str] = if is_reply { &REPLY_KEYS } else { &SEND_KEYS };
        if let Some(key) = fields.keys().find(|key| !KEYS.contains(&key.as_str()) && !further.contains(&key.as_str())) {
            return Err(Refusal::extra_key(key));
        }
        let order = Self(fields);
        order.check()?;
        Ok(order)
    }

    fn check(&self) -> Result<(), Refusal> {
        if !matches!(self.text("mailFormat"), None | Some("html" | "plaintext")) {
            return Err(Refusal::pattern("mailFormat"));
        }
        if self.0.get("attachments").and_then(Value::as_array).is_some_and(|list| !list.is_empty()) {
            return Err(Refusal::invalid("Attachments are not simulated"));
        }
        if self.0.get("isSchedule").is_some_and(|value| *value == json!(true) || *value == json!("true")) {
            return Err(Refusal::invalid("Scheduled sending is not simulated"));
        }
        Ok(())
    }

    fn text(&self, key: &str) -> Option<&str> {
        self.0.get(key).and_then(Value::as_str)
    }

    fn addresses(&self, key: &str) -> Result<Vec<Address>, Refusal> {
        Address::parse_list(self.text(key).unwrap_or_default()).ok_or_else(|| Refusal::pattern(key))
    }

    /// Everything but the recipients and what is answered.
    fn outgoing(&self, mailbox: &Mailbox) -> Result<Outgoing, Refusal> {
        let from = self.text("fromAddress").and_then(Address::parse).ok_or_else(|| Refusal::pattern("fromAddress"))?;
        if !mailbox.owns(&from) {
            return Err(Refusal::invalid("fromAddress is not a confirmed address of this account"));
        }
        Ok(Outgoing {
            from,
            to: self.addresses("toAddress")?,
            cc: self.addresses("ccAddress")?,
            bcc: self.addresses("bccAddress")?,
            subject: self.text("subject").unwrap_or_default().replace(['\r', '\n'], " "),
            content: self.text("content").unwrap_or_default().to_owned(),
            plain: self.text("mailFormat") == Some("plaintext"),
            reply_to: self.text("replyTo").map(|address| address.replace(['\r', '\n'], " ")),
            threading: self.threading(),
        })
    }

    fn threading(&self) -> Threading {
        let ids = |key| self.text(key).unwrap_or_default().split_whitespace().map(str::to_owned);
        Threading {
            in_reply_to: ids("inReplyTo").next(),
            references: ids("refHeader").collect(),
            ..Threading::default()
        }
    }

    fn new_mail(&self, mailbox: &Mailbox) -> Result<Outgoing, Refusal> {
        let outgoing = self.outgoing(mailbox)?;
        if outgoing.to.is_empty() { Err(Refusal::pattern("toAddress")) } else { Ok(outgoing) }
    }

    fn reply(&self, mailbox: &Mailbox, parent: &Mail) -> Result<Outgoing, Refusal> {
        match self.text("action") {
            Some("reply" | "replyall") => {}
            Some("forward") => return Err(Refusal::internal()),
            _ => return Err(Refusal::pattern("action")),
        }
        let mut outgoing = self.outgoing(mailbox)?;
        if outgoing.to.is_empty() {
            outgoing.to = vec![parent.from.clone()];
        }
        if self.text("subject").is_none() {
            outgoing.subject = format!("Re: {}", parent.subject.strip_prefix("Re: ").unwrap_or(&parent.subject));
        }
        let mut references = parent.references.clone();
        references.push(parent.wire_id.clone());
        outgoing.threading = Threading {
            parent: Some(parent.id),
            in_reply_to: Some(parent.wire_id.clone()),
            references,
            quoted: quote(mailbox, parent),
        };
        Ok(outgoing)
    }
}

/// The original as the service appends it to a reply.
fn quote(mailbox: &Mailbox, parent: &Mail) -> String {
    let at = local(parent.received_at, mailbox.zone).format("%a, %d %b %Y %H:%M:%S %z");
    format!(
        "<br><div class=\"zmail_extra\">---- On {at} {} wrote ----<br><blockquote class=\"blockquote_zmail\">{}{}</blockquote></div>",
        escape(&parent.from.to_string()),
        parent.html,
        parent.quoted
    )
}
