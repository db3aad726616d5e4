//! The search, as far as it is simulated: `entire`, `content`, `sender`, `to`, `subject`, `in`, `inclspamtrash` and
//! `newMails`, joined with `::` or `:or:`. Its index lags behind the folders.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Query, State};

use super::envelope::{Answer, Refusal, success};
use super::gate::Visitor;
use super::list::{Page, Params, is_on};
use super::rows::RowStyle;
use crate::mime::html::to_text;
use crate::world::{Folder, Mail, Shared};

/// How far the index lags behind.
const LAG_MS: i64 = 120_000;

/// `GET /accounts/A/messages/search`
pub(crate) async fn search(
    State(shared): State<Arc<Shared>>,
    Extension(visitor): Extension<Visitor>,
    Query(params): Query<Params>,
) -> Answer {
    let now = shared.now();
    let world = shared.world();
    let mailbox = world.mailboxes.get(visitor.mailbox).ok_or_else(Refusal::internal)?;
    let key = params.get("searchKey").ok_or_else(|| Refusal::pattern("searchKey"))?;
    let page = Page::of(&params)?;
    let query = Search::parse(key).ok_or_else(|| Refusal::pattern("searchKey"))?;
    let since = params.get("receivedTime").and_then(|at| at.parse::<i64>().ok()).unwrap_or_default();
    let indexed = mailbox.visible(now.saturating_sub(LAG_MS));
    let mut hits: Vec<&Mail> = indexed.filter(|mail| mail.received_at >= since && query.finds(mail)).collect();
    hits.sort_by_key(|mail| std::cmp::Reverse((mail.received_at, mail.id)));
    success(page.rows(mailbox, &hits, now, RowStyle { recipients: is_on(&params, "includeto"), numeric_ids: false }))
}

/// Conditions, all of a group to be met, at least one group.
#[derive(Debug)]
struct Search {
    groups: Vec<Vec<(String, String)>>,
}

impl Search {
    fn parse(key: &str) -> Option<Self> {
        let condition = |text: &str| match text.split_once(':') {
            Some((name, value)) => Some((name.trim().to_lowercase(), value.trim().trim_matches('"').to_lowercase())),
            None if text == "newMails" => Some(("newmails".into(), String::new())),
            None => None,
        };
        let group = |text: &str| text.split("::").map(condition).collect::<Option<Vec<_>>>();
        key.split(":or:").map(group).collect::<Option<Vec<_>>>().map(|groups| Self { groups })
    }

    fn finds(&self, mail: &Mail) -> bool {
        self.groups
            .iter()
            .any(|group| group.iter().all(|(name, value)| meets(mail, name, value)) && reaches(group, mail))
    }
}

/// Spam and Trash are only looked at when named; Drafts never.
fn reaches(group: &[(String, String)], mail: &Mail) -> bool {
    let named = group.iter().any(|(name, value)| name == "in" || (name == "inclspamtrash" && value == "true"));
    match mail.folder {
        Folder::Spam | Folder::Trash => named,
        Folder::Drafts | Folder::Templates => false,
        _ => true,
    }
}

fn meets(mail: &Mail, name: &str, value: &str) -> bool {
    let has = |text: &str| text.to_lowercase().contains(value);
    let body = || has(&to_text(&mail.html)) || has(&to_text(&mail.quoted));
    let sender = || has(&mail.from.to_string());
    let to = || mail.to.iter().any(|to| has(&to.to_string()));
    match name {
        "entire" => has(&mail.subject) || body() || sender() || to(),
        "content" => body(),
        "sender" => sender(),
        "to" => to(),
        "cc" => mail.cc.iter().any(|cc| has(&cc.to_string())),
        "subject" => has(&mail.subject),
        "in" => mail.folder.name().eq_ignore_ascii_case(value),
        "newmails" => !mail.read,
        "inclspamtrash" | "groupresult" => true,
        // The service has no condition for headers; one that it does not know finds nothing.
        _ => false,
    }
}
