//! The list of a folder: which mails, in which order, which page. Rows are written elsewhere.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Extension;
use axum::extract::{Query, State};
use serde_json::Value;

use super::envelope::{Answer, Refusal, success};
use super::gate::Visitor;
use super::rows::{RowStyle, row};
use crate::faults::Fault;
use crate::world::{Folder, Mail, Mailbox, Shared};

/// The query of a list.
pub(crate) type Params = BTreeMap<String, String>;

/// Which part of a list is asked for: 1-based start and at most 200 rows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Page {
    start: usize,
    limit: usize,
}

impl Page {
    /// Reads `start` and `limit`. Too large a limit is cut silently; nonsense is refused.
    pub(crate) fn of(params: &Params) -> Result<Self, Refusal> {
        let number = |name: &str, usual: usize| match params.get(name) {
            None => Ok(usual),
            Some(text) => text.parse().ok().filter(|number| *number > 0).ok_or_else(|| Refusal::pattern(name)),
        };
        Ok(Self { start: number("start", 1)?, limit: number("limit", 10)?.min(200) })
    }

    /// The rows of the page.
    pub(crate) fn rows(self, mailbox: &Mailbox, mails: &[&Mail], now: i64, style: RowStyle) -> Value {
        let page = mails.iter().skip(self.start.saturating_sub(1)).take(self.limit);
        page.map(|mail| row(mailbox, mail, now, style)).collect()
    }
}

/// Whether a switch of the query is on.
pub(crate) fn is_on(params: &Params, name: &str) -> bool {
    params.get(name).is_some_and(|value| value == "true")
}

/// `GET /accounts/A/messages/view`
pub(crate) async fn view(
    State(shared): State<Arc<Shared>>,
    Extension(visitor): Extension<Visitor>,
    Query(params): Query<Params>,
) -> Answer {
    let now = shared.now();
    let mut world = shared.world();
    let numeric_ids = world.faults.strikes(&Fault::NumericIds);
    let mailbox = world.mailboxes.get(visitor.mailbox).ok_or_else(Refusal::internal)?;
    let page = Page::of(&params)?;
    let folder = match params.get("folderId") {
        // An unknown folder is something the service cannot map.
        Some(id) => Some(mailbox.folder(id).ok_or_else(Refusal::internal)?),
        None => None,
    };
    let thread = params.get("threadId").map(|id| id.parse::<u64>().unwrap_or_default());
    let mut mails: Vec<&Mail> = mailbox.visible(now).filter(|mail| shown(mail, folder, thread, &params)).collect();
    sort(&mut mails, &params)?;
    success(page.rows(mailbox, &mails, now, RowStyle { recipients: is_on(&params, "includeto"), numeric_ids }))
}

fn shown(mail: &Mail, folder: Option<Folder>, thread: Option<u64>, params: &Params) -> bool {
    let sent_too = is_on(params, "includesent") && mail.folder == Folder::Sent;
    let in_folder = folder.map_or(mail.folder.in_unscoped_list() || sent_too, |folder| mail.folder == folder);
    let read = match params.get("status").map(String::as_str) {
        Some("read") => mail.read,
        Some("unread") => !mail.read,
        _ => true,
    };
    in_folder && read && thread.is_none_or(|thread| mail.thread_id == thread)
}

fn sort(mails: &mut [&Mail], params: &Params) -> Result<(), Refusal> {
    match params.get("sortBy").map_or("date", String::as_str) {
        "date" => mails.sort_by_key(|mail| (mail.received_at, mail.id)),
        "messageId" => mails.sort_by_key(|mail| mail.id),
        "size" => mails.sort_by_key(|mail| (mail.raw.len(), mail.id)),
        _ => return Err(Refusal::pattern("sortBy")),
    }
    if !is_on(params, "sortorder") {
        mails.reverse();
    }
    Ok(())
}
