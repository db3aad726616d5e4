//! What was worth telling the person.

use domain::Timestamp;
use domain::id::{DealId, NoticeId};
use domain::notice::NoticeKind;
use sqlx::sqlite::SqliteRow;

use super::{rows, select};
use crate::Connection;
use crate::error::Result;
use crate::row::Cells;

/// A notice.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the columns of the table, explained there")]
pub struct NoticeView {
    pub id: NoticeId,
    pub at: Timestamp,
    pub kind: NoticeKind,
    /// The brand's slug.
    pub brand: Option<String>,
    pub deal_id: Option<DealId>,
    pub title: String,
    pub body: String,
    pub seen: bool,
}

/// Notices, newest first.
pub async fn list(conn: &mut Connection, limit: u32) -> Result<Vec<NoticeView>> {
    let mut query = select(
        "
        SELECT n.id, n.at, n.kind, b.slug AS brand, n.deal_id, n.title, n.body, n.seen_at
        FROM notices n LEFT JOIN brands b ON b.id = n.brand_id ORDER BY n.at DESC, n.rowid DESC LIMIT ",
    );
    query.push_bind(limit);
    let read = |row: &SqliteRow| {
        Ok(NoticeView {
            id: row.id("id")?,
            at: row.time("at")?,
            kind: row.word("kind")?,
            brand: row.opt_text("brand")?,
            deal_id: row.opt_id("deal_id")?,
            title: row.text("title")?,
            body: row.text("body")?,
            seen: row.opt_time("seen_at")?.is_some(),
        })
    };
    rows(conn, query, "list notices", read).await
}
