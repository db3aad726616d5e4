//! Who must not be mailed.

use domain::Timestamp;
use domain::activity::Author;
use domain::suppression::SuppressionKind;
use sqlx::sqlite::SqliteRow;

use super::{rows, select};
use crate::Connection;
use crate::error::Result;
use crate::row::Cells;

/// A suppression.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the columns of the table, explained there")]
pub struct SuppressionView {
    pub value: String,
    pub kind: SuppressionKind,
    /// The brand's slug; `None` for every brand.
    pub brand: Option<String>,
    pub reason: String,
    pub author: Author,
    pub created_at: Timestamp,
}

pub(super) const SELECT: &str = "
    SELECT s.value, s.kind, b.slug AS brand, s.reason, s.author, s.created_at FROM suppressions s LEFT JOIN brands b ON b.id = s.brand_id";

pub(super) fn view(row: &SqliteRow) -> Result<SuppressionView> {
    Ok(SuppressionView {
        value: row.text("value")?,
        kind: row.word("kind")?,
        brand: row.opt_text("brand")?,
        reason: row.text("reason")?,
        author: row.word("author")?,
        created_at: row.time("created_at")?,
    })
}

/// Suppressions, newest first.
pub async fn list(conn: &mut Connection, limit: u32) -> Result<Vec<SuppressionView>> {
    let mut query = select(SELECT);
    query.push(" ORDER BY s.rowid DESC LIMIT ").push_bind(limit);
    rows(conn, query, "list suppressions", view).await
}
