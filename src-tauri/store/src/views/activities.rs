//! The feed and a deal's timeline.

use domain::Timestamp;
use domain::activity::{ActivityKind, Author};
use domain::id::{ActivityId, DealId, Id as _};
use sqlx::sqlite::SqliteRow;

use super::{Query, rows, select};
use crate::Connection;
use crate::error::Result;
use crate::row::Cells;

/// A line of the feed or of a timeline.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the columns of the table, explained there")]
pub struct ActivityView {
    pub id: ActivityId,
    pub at: Timestamp,
    pub author: Author,
    pub kind: ActivityKind,
    pub summary: String,
    /// The brand's slug.
    pub brand: Option<String>,
    pub deal_id: Option<DealId>,
    /// The contact's name, or address without one.
    pub who: Option<String>,
}

pub(super) const SELECT: &str = "
    SELECT a.id, a.at, a.author, a.kind, a.summary, b.slug AS brand, a.deal_id, ifnull(nullif(c.name, ''), c.email) AS who
    FROM activities a
    LEFT JOIN brands b ON b.id = a.brand_id
    LEFT JOIN deals d ON d.id = a.deal_id
    LEFT JOIN contacts c ON c.id = ifnull(a.contact_id, d.contact_id)";

pub(super) fn view(row: &SqliteRow) -> Result<ActivityView> {
    Ok(ActivityView {
        id: row.id("id")?,
        at: row.time("at")?,
        author: row.word("author")?,
        kind: row.word("kind")?,
        summary: row.text("summary")?,
        brand: row.opt_text("brand")?,
        deal_id: row.opt_id("deal_id")?,
        who: row.opt_text("who")?,
    })
}

pub(super) fn feed_query(limit: u32) -> Query {
    let mut query = select(SELECT);
    query.push(" ORDER BY a.at DESC, a.rowid DESC LIMIT ").push_bind(limit);
    query
}

/// The newest lines of everything.
pub async fn feed(conn: &mut Connection, limit: u32) -> Result<Vec<ActivityView>> {
    rows(conn, feed_query(limit), "read the feed", view).await
}

/// The newest lines of a deal.
pub async fn timeline(conn: &mut Connection, deal: DealId, limit: u32) -> Result<Vec<ActivityView>> {
    let mut query = select(SELECT);
    query.push(" WHERE a.deal_id = ").push_bind(deal.bytes().to_vec());
    query.push(" ORDER BY a.at DESC, a.rowid DESC LIMIT ").push_bind(limit);
    rows(conn, query, "read a timeline", view).await
}
