//! Table `notices`: the record of what was worth telling the person.

use domain::Timestamp;
use domain::id::{BrandId, DealId, Id as _, NoticeId};
use domain::notice::{NoticeKind, Untold};

use crate::Connection;
use crate::error::{Doing, Result};
use crate::row::Cells;

/// A notice to be kept.
#[derive(Debug, Clone)]
pub struct NewNotice {
    /// Its id.
    pub id: NoticeId,
    /// When.
    pub at: Timestamp,
    /// Why.
    pub kind: NoticeKind,
    /// Which brand.
    pub brand: Option<BrandId>,
    /// Which deal it opens.
    pub deal: Option<DealId>,
    /// First line.
    pub title: String,
    /// The rest.
    pub body: String,
}

/// Keeps a notice.
pub async fn insert(conn: &mut Connection, new: &NewNotice) -> Result<()> {
    sqlx::query("INSERT INTO notices (id, at, kind, brand_id, deal_id, title, body) VALUES (?, ?, ?, ?, ?, ?, ?)")
        .bind(new.id.bytes())
        .bind(new.at.millis())
        .bind(new.kind.as_str())
        .bind(new.brand.as_ref().map(|id| id.bytes()))
        .bind(new.deal.as_ref().map(|id| id.bytes()))
        .bind(&new.title)
        .bind(&new.body)
        .execute(conn)
        .await
        .doing("keep a notice")?;
    Ok(())
}

/// What nobody was told of yet and was kept since an instant, oldest first.
pub async fn untold(conn: &mut Connection, since: Timestamp) -> Result<Vec<Untold>> {
    let select = "
        SELECT n.kind, b.slug AS brand, n.deal_id, n.title, n.body
        FROM notices n LEFT JOIN brands b ON b.id = n.brand_id
        WHERE n.told_at IS NULL AND n.seen_at IS NULL AND n.at >= ? ORDER BY n.at, n.rowid";
    let rows =
        sqlx::query(select).bind(since.millis()).fetch_all(conn).await.doing("read what nobody was told of yet")?;
    rows.iter()
        .map(|row| {
            Ok(Untold {
                kind: row.word("kind")?,
                brand: row.opt_text("brand")?,
                deal: row.opt_id("deal_id")?,
                title: row.text("title")?,
                body: row.text("body")?,
            })
        })
        .collect()
}

/// A person has been told of everything there is.
pub async fn mark_told(conn: &mut Connection, now: Timestamp) -> Result<()> {
    let update = "UPDATE notices SET told_at = ? WHERE told_at IS NULL";
    sqlx::query(update).bind(now.millis()).execute(conn).await.doing("note who was told")?;
    Ok(())
}

/// A person has seen everything up to an instant.
pub async fn mark_seen(conn: &mut Connection, upto: Timestamp, now: Timestamp) -> Result<()> {
    let update = "UPDATE notices SET seen_at = ? WHERE seen_at IS NULL AND at <= ?";
    sqlx::query(update).bind(now.millis()).bind(upto.millis()).execute(conn).await.doing("note what was seen")?;
    Ok(())
}

/// How many nobody has seen.
pub async fn count_unseen(conn: &mut Connection) -> Result<u32> {
    let row = sqlx::query("SELECT count(*) AS n FROM notices WHERE seen_at IS NULL")
        .fetch_one(conn)
        .await
        .doing("count notices")?;
    row.cell("n")
}
