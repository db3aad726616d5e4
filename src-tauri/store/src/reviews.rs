//! Table `reviews`: one morning review per brand and local day, and the figures it reports.

use domain::Timestamp;
use domain::id::{BrandId, Id as _};

use crate::Connection;
use crate::error::{Doing, Result};
use crate::row::Cells;

/// Keeps a day's review; a second one of the same day replaces the first. Whether it is the first.
pub async fn save(
    conn: &mut Connection,
    id: &[u8],
    brand: BrandId,
    day: &str,
    report: &str,
    now: Timestamp,
) -> Result<bool> {
    let insert = "
        INSERT INTO reviews (id, brand_id, day, created_at, report) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (brand_id, day) DO UPDATE SET report = excluded.report, created_at = excluded.created_at
        RETURNING id";
    let kept = sqlx::query(insert)
        .bind(id)
        .bind(brand.bytes())
        .bind(day)
        .bind(now.millis())
        .bind(report)
        .fetch_one(conn)
        .await
        .doing("keep the review")?;
    // A review that was there keeps its id.
    Ok(kept.cell::<Vec<u8>>("id")? == id)
}

/// What happened in a brand since an instant.
#[derive(Debug, Clone, Copy, Default)]
pub struct Figures {
    /// Mails sent.
    pub sent: u32,
    /// Replies of people.
    pub replies: u32,
    /// Decisions made.
    pub decisions: u32,
    /// Tokens used.
    pub tokens: u32,
}

/// Counts a brand's figures since `since`.
pub async fn figures(conn: &mut Connection, brand: BrandId, since: Timestamp) -> Result<Figures> {
    let select = "
        SELECT (SELECT count(*) FROM emails WHERE brand_id = ?1 AND sent_at >= ?2) AS sent,
               (SELECT count(*) FROM messages WHERE brand_id = ?1 AND received_at >= ?2 AND nature = 'human' AND deal_id IS NOT NULL) AS replies,
               (SELECT count(*) FROM decisions x JOIN deals d ON d.id = x.deal_id WHERE d.brand_id = ?1 AND x.at >= ?2) AS decisions,
               (SELECT ifnull(sum(ifnull(tokens_in, 0) + ifnull(tokens_out, 0)), 0)
                FROM decisions x JOIN deals d ON d.id = x.deal_id WHERE d.brand_id = ?1 AND x.at >= ?2) AS tokens";
    let row =
        sqlx::query(select).bind(brand.bytes()).bind(since.millis()).fetch_one(conn).await.doing("count the day")?;
    Ok(Figures {
        sent: row.count("sent")?,
        replies: row.count("replies")?,
        decisions: row.count("decisions")?,
        tokens: row.count("tokens")?,
    })
}
