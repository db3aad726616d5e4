//! Incoming mails in lists.

use domain::Timestamp;
use domain::id::{BrandId, DealId, Id as _, MessageId};
use domain::reply::{ReplyClass, ReplyKind};
use sqlx::sqlite::SqliteRow;

use super::{Query, row, rows, select};
use crate::Connection;
use crate::error::Result;
use crate::row::Cells;

/// An incoming mail in a list.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the columns of the table, explained there")]
pub struct MessageView {
    pub id: MessageId,
    /// The brand's slug.
    pub brand: String,
    pub deal_id: Option<DealId>,
    pub from_address: String,
    pub from_name: String,
    pub subject: String,
    pub received_at: Timestamp,
    pub nature: String,
    pub class: Option<ReplyKind>,
    pub confidence: f64,
    pub classified_by: String,
    pub why: String,
    /// How it was matched to its mail.
    pub evidence: String,
}

/// What an incoming mail says.
#[derive(Debug, Clone)]
pub struct MessageText {
    /// What the sender wrote.
    pub text: String,
    /// What was quoted below it.
    pub quoted: String,
    /// Where the mailbox kept it: inbox, spam, other.
    pub folder: String,
    /// There is a page to it.
    pub has_html: bool,
    /// The meaning with what was read beside it.
    pub class: Option<ReplyClass>,
    /// When a person had dealt with it.
    pub done_at: Option<Timestamp>,
    /// What the machine had read, if a person said since what it means.
    pub before: Option<ReadBefore>,
}

/// What a mail was taken for before a person said what it means.
#[derive(Debug, Clone)]
pub struct ReadBefore {
    /// The meaning; `None` if it had none.
    pub class: Option<ReplyKind>,
    /// Who had read it so: a rule or a model.
    pub by: String,
    /// How sure.
    pub confidence: f64,
    /// When the person spoke.
    pub at: Timestamp,
}

/// Which mails; empty fields do not filter.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Of one brand.
    pub brand: Option<BrandId>,
    /// Of that meaning.
    pub class: Option<ReplyKind>,
    /// Of one deal.
    pub deal: Option<DealId>,
    /// Also those that belong to no deal.
    pub strangers: bool,
}

pub(super) const SELECT: &str = "
    SELECT m.id, b.slug AS brand, m.deal_id, m.from_address, m.from_name, m.subject, m.received_at, m.nature, m.class, m.confidence,
           m.classified_by, m.why, m.evidence
    FROM messages m JOIN brands b ON b.id = m.brand_id WHERE true";

pub(super) fn view(row: &SqliteRow) -> Result<MessageView> {
    Ok(MessageView {
        id: row.id("id")?,
        brand: row.text("brand")?,
        deal_id: row.opt_id("deal_id")?,
        from_address: row.text("from_address")?,
        from_name: row.text("from_name")?,
        subject: row.text("subject")?,
        received_at: row.time("received_at")?,
        nature: row.text("nature")?,
        class: row.opt_word("class")?,
        confidence: row.cell("confidence")?,
        classified_by: row.text("classified_by")?,
        why: row.text("why")?,
        evidence: row.text("evidence")?,
    })
}

pub(super) fn list_query(filter: &Filter, limit: u32) -> Query {
    let mut query = select(SELECT);
    if let Some(brand) = filter.brand {
        // The plus keeps the order of the list, which ends the walk at the limit.
        query.push(" AND +m.brand_id = ").push_bind(brand.bytes().to_vec());
    }
    if let Some(class) = filter.class {
        query.push(" AND m.class = ").push_bind(class.as_str());
    }
    match filter.deal {
        Some(deal) => drop(query.push(" AND m.deal_id = ").push_bind(deal.bytes().to_vec())),
        None if filter.strangers => {}
        None => drop(query.push(" AND m.deal_id IS NOT NULL")),
    }
    query.push(" ORDER BY m.received_at DESC, m.rowid DESC LIMIT ").push_bind(limit);
    query
}

/// Mails, newest first.
pub async fn list(conn: &mut Connection, filter: &Filter, limit: u32) -> Result<Vec<MessageView>> {
    rows(conn, list_query(filter, limit), "list incoming mails", view).await
}

/// One mail with its text.
pub async fn find(conn: &mut Connection, id: MessageId) -> Result<Option<(MessageView, MessageText)>> {
    let mut query = select(
        "
        SELECT m.id, b.slug AS brand, m.deal_id, m.from_address, m.from_name, m.subject, m.received_at, m.nature, m.class, m.confidence,
               m.classified_by, m.why, m.evidence, m.body_text, m.quoted_text, m.folder, m.html <> '' AS has_html, m.class_detail, m.done_at, m.corrected_at, m.read_as,
               m.read_by, m.read_confidence
        FROM messages m JOIN brands b ON b.id = m.brand_id WHERE m.id = ",
    );
    query.push_bind(id.bytes().to_vec());
    row(conn, query, "read an incoming mail", |row| Ok((view(row)?, text(row)?))).await
}

fn text(row: &SqliteRow) -> Result<MessageText> {
    let before = match row.opt_time("corrected_at")? {
        Some(at) => Some(ReadBefore {
            class: row.opt_word("read_as")?,
            by: row.text("read_by")?,
            confidence: row.cell::<Option<f64>>("read_confidence")?.unwrap_or(1.0),
            at,
        }),
        None => None,
    };
    Ok(MessageText {
        text: row.text("body_text")?,
        quoted: row.text("quoted_text")?,
        folder: row.text("folder")?,
        has_html: row.cell::<i64>("has_html")? != 0,
        class: match row.opt_text("class")? {
            Some(_) => Some(row.json("class_detail")?),
            None => None,
        },
        done_at: row.opt_time("done_at")?,
        before,
    })
}

/// A mail's page as it came: hostile.
pub async fn html(conn: &mut Connection, id: MessageId) -> Result<Option<String>> {
    let mut query = select("SELECT html FROM messages WHERE id = ");
    query.push_bind(id.bytes().to_vec());
    row(conn, query, "read a mail's page", |row| row.text("html")).await
}
