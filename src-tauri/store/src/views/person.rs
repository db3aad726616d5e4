//! One person over all brands: every contact with a form of their address, and what happened with them.

use std::collections::BTreeMap;

use domain::id::{ContactId, Id as _, ImportId};
use domain::suppression::forms;
use domain::{EmailAddress, Timestamp};
use serde_json::Value;
use sqlx::sqlite::SqliteRow;

use super::activities::ActivityView;
use super::contacts::ContactView;
use super::deals::DealView;
use super::emails::EmailView;
use super::messages::MessageView;
use super::suppressions::SuppressionView;
use super::{Query, activities, contacts, deals, emails, messages, row, rows, select};
use crate::Connection;
use crate::error::Result;
use crate::row::{Cells, json};

/// Where a contact came from, and what else its file said.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the columns of the tables, explained there")]
pub struct Origin {
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    /// Columns that were kept from imports.
    pub custom: BTreeMap<String, Value>,
    /// The import that created it.
    pub import_id: Option<ImportId>,
    pub file_name: Option<String>,
    /// The line in that file.
    pub line: Option<u32>,
    pub imported_at: Option<Timestamp>,
}

/// Where a contact came from.
pub async fn origin(conn: &mut Connection, id: ContactId) -> Result<Option<Origin>> {
    let mut query = select(
        "
        SELECT c.created_at, c.updated_at, c.custom, c.import_id, c.import_row, i.file_name, i.created_at AS imported_at
        FROM contacts c LEFT JOIN imports i ON i.id = c.import_id WHERE c.id = ",
    );
    query.push_bind(id.bytes().to_vec());
    let read = |row: &SqliteRow| {
        Ok(Origin {
            created_at: row.time("created_at")?,
            updated_at: row.time("updated_at")?,
            custom: row.json("custom")?,
            import_id: row.opt_id("import_id")?,
            file_name: row.opt_text("file_name")?,
            line: row.opt_count("import_row")?,
            imported_at: row.opt_time("imported_at")?,
        })
    };
    row(conn, query, "read where a contact came from", read).await
}

pub(super) fn same_query(address: &EmailAddress) -> Query {
    let plain = address.without_tag();
    let (local, domain) = plain.rsplit_once('@').unwrap_or_default();
    let mut query = select(contacts::LIST);
    query.push(" AND (c.email = ").push_bind(plain.clone());
    // Every tag of theirs lies between these two in the index of addresses.
    query.push(" OR (c.email > ").push_bind(format!("{local}+")).push(" AND c.email < ").push_bind(format!("{local},"));
    query.push(" AND substr(c.email, instr(c.email, '@')) = ").push_bind(format!("@{domain}"));
    query.push(")) ORDER BY b.slug, c.rowid LIMIT 50");
    query
}

/// The contacts that are this person, whatever the plus tag, in every brand.
pub async fn same(conn: &mut Connection, address: &EmailAddress) -> Result<Vec<ContactView>> {
    contacts::read(conn, same_query(address), "look for the same person").await
}

/// Ids as the JSON that the statements below compare with, in hexadecimal.
fn hex(ids: &[ContactId]) -> String {
    json(&ids.iter().map(|id| id.to_string().replace('-', "")).collect::<Vec<_>>())
}

/// Narrows a statement to some contacts, and ends it.
pub(super) fn of(
    start: &'static str,
    column: &'static str,
    ids: &[ContactId],
    order: &'static str,
    limit: u32,
) -> Query {
    let mut query = select(start);
    query.push(" AND ").push(column).push(" IN (SELECT unhex(value) FROM json_each(").push_bind(hex(ids)).push("))");
    query.push(order).push(" LIMIT ").push_bind(limit);
    query
}

/// Their deals, those that changed last first.
pub async fn deals(conn: &mut Connection, ids: &[ContactId], limit: u32) -> Result<Vec<DealView>> {
    let query = of(deals::SELECT, "d.contact_id", ids, " ORDER BY d.updated_at DESC, d.rowid DESC", limit);
    rows(conn, query, "read somebody's deals", deals::view).await
}

/// The mails to them, newest first.
pub async fn emails(conn: &mut Connection, ids: &[ContactId], limit: u32) -> Result<Vec<EmailView>> {
    let query = of(emails::SELECT, "e.contact_id", ids, " ORDER BY +e.rowid DESC", limit);
    rows(conn, query, "read the mails to somebody", emails::view).await
}

/// What they wrote, newest first.
pub async fn messages(conn: &mut Connection, ids: &[ContactId], limit: u32) -> Result<Vec<MessageView>> {
    let query = of(messages::SELECT, "m.contact_id", ids, " ORDER BY +m.received_at DESC, m.rowid DESC", limit);
    rows(conn, query, "read what somebody wrote", messages::view).await
}

pub(super) fn lines_query(ids: &[ContactId], limit: u32) -> Query {
    let mut query = select(activities::SELECT);
    query.push(" WHERE a.rowid IN (SELECT x.rowid FROM activities x JOIN deals y ON y.id = x.deal_id WHERE y.contact_id IN (SELECT unhex(value) FROM json_each(");
    query.push_bind(hex(ids));
    query.push(")) UNION SELECT x.rowid FROM activities x WHERE x.deal_id IS NULL AND x.contact_id IN (SELECT unhex(value) FROM json_each(");
    query.push_bind(hex(ids)).push("))) ORDER BY a.at DESC, a.rowid DESC LIMIT ").push_bind(limit);
    query
}

/// What happened with them, newest first.
pub async fn lines(conn: &mut Connection, ids: &[ContactId], limit: u32) -> Result<Vec<ActivityView>> {
    rows(conn, lines_query(ids, limit), "read what happened with somebody", activities::view).await
}

/// What keeps mail from them: suppressions of a form of their address, newest first.
pub async fn suppressions(conn: &mut Connection, address: &EmailAddress) -> Result<Vec<SuppressionView>> {
    let keys = crate::suppressions::keys(conn).await?;
    let values: Vec<String> = forms(address, &keys).into_iter().map(|(_, value)| value).collect();
    let mut query = select(super::suppressions::SELECT);
    query
        .push(" WHERE s.value IN (SELECT value FROM json_each(")
        .push_bind(json(&values))
        .push(")) ORDER BY s.rowid DESC");
    rows(conn, query, "read what keeps mail from somebody", super::suppressions::view).await
}
