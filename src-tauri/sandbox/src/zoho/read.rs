//! One mail in its several forms: content, details, headers, the original.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, Query, State};
use serde_json::{Map, Value, json};

use super::envelope::{Answer, Refusal, success};
use super::gate::Visitor;
use super::list::{Params, is_on};
use super::rows::{RowStyle, id, row};
use crate::world::{Mail, Mailbox, Shared};

type Place = Path<BTreeMap<String, String>>;

/// Finds the mail of a path. An unknown folder cannot be mapped; a mail that is elsewhere now is not found.
fn find<'a>(mailbox: &'a Mailbox, place: &BTreeMap<String, String>, now: i64) -> Result<&'a Mail, Refusal> {
    let part = |name: &str| place.get(name).map(String::as_str).unwrap_or_default();
    let mail = mailbox.mail(part("message"), now);
    if !place.contains_key("folder") {
        return mail.ok_or_else(Refusal::no_such_mail);
    }
    let folder = mailbox.folder(part("folder")).ok_or_else(Refusal::internal)?;
    mail.filter(|mail| mail.folder == folder).ok_or_else(Refusal::no_such_mail)
}

fn answer(
    shared: &Shared,
    visitor: Visitor,
    place: &BTreeMap<String, String>,
    tell: impl Fn(&Mailbox, &Mail, i64) -> Value,
) -> Answer {
    let now = shared.now();
    let world = shared.world();
    let mailbox = world.mailboxes.get(visitor.mailbox).ok_or_else(Refusal::internal)?;
    success(tell(mailbox, find(mailbox, place, now)?, now))
}

/// `GET /accounts/A/folders/F/messages/M/content`
pub(crate) async fn content(
    State(shared): State<Arc<Shared>>,
    Extension(visitor): Extension<Visitor>,
    Path(place): Place,
    Query(params): Query<Params>,
) -> Answer {
    let quoted = is_on(&params, "includeBlockContent");
    answer(&shared, visitor, &place, |_, mail, _| {
        let quote = if quoted { mail.quoted.as_str() } else { "" };
        json!({ "messageId": id(mail.id, false), "content": format!("{}{quote}", mail.html) })
    })
}

/// `GET /accounts/A/folders/F/messages/M/details`
pub(crate) async fn details(
    State(shared): State<Arc<Shared>>,
    Extension(visitor): Extension<Visitor>,
    Path(place): Place,
) -> Answer {
    answer(&shared, visitor, &place, |mailbox, mail, now| {
        row(mailbox, mail, now, RowStyle { recipients: true, numeric_ids: false })
    })
}

/// `GET /accounts/A/folders/F/messages/M/header`
pub(crate) async fn header(
    State(shared): State<Arc<Shared>>,
    Extension(visitor): Extension<Visitor>,
    Path(place): Place,
    Query(params): Query<Params>,
) -> Answer {
    let parsed = params.get("raw").is_some_and(|raw| raw == "false");
    answer(&shared, visitor, &place, |_, mail, _| {
        let head = mail.raw.split("\r\n\r\n").next().unwrap_or_default();
        if parsed {
            json!({ "headerContent": fields(head) })
        } else {
            json!({ "messageId": id(mail.id, false), "headerContent": head })
        }
    })
}

/// Header fields by name, each with all its values, unfolded; the service writes some names its own way.
fn fields(head: &str) -> Value {
    let mut fields: Map<String, Value> = Map::new();
    for line in head.replace("\r\n ", " ").replace("\r\n\t", " ").lines() {
        let Some((name, value)) = line.split_once(':') else { continue };
        let name = name.replace("Message-ID", "Message-Id");
        let values = fields.entry(name).or_insert_with(|| json!([]));
        if let Some(values) = values.as_array_mut() {
            values.push(json!(value.trim()));
        }
    }
    Value::Object(fields)
}

/// `GET /accounts/A/messages/M/originalmessage`; here the id is a number.
pub(crate) async fn original(
    State(shared): State<Arc<Shared>>,
    Extension(visitor): Extension<Visitor>,
    Path(place): Place,
) -> Answer {
    answer(&shared, visitor, &place, |_, mail, _| json!({ "messageId": id(mail.id, true), "content": mail.raw }))
}
