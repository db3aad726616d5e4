//! How much of each brand's mail waits, in all brands at once.

use domain::Timestamp;
use domain::id::BrandId;
use domain::time::DAY;
use sqlx::sqlite::SqliteRow;

use super::{rows, select};
use crate::Connection;
use crate::error::Result;
use crate::row::Cells;

/// The figures of a brand.
#[derive(Debug, Clone, Copy)]
pub struct BrandFigures {
    /// Which brand.
    pub brand: BrandId,
    /// Mails handed to the network in the last 24 hours.
    pub sent_today: u32,
    /// Mails that wait for a person.
    pub awaiting_approval: u32,
    /// Mails that wait for their time.
    pub queued: u32,
    /// Mails of which it is not known whether they left.
    pub unconfirmed: u32,
    /// Incoming mails that wait for a person.
    pub inbox_waiting: u32,
}

/// The figures of every brand.
pub async fn figures(conn: &mut Connection, now: Timestamp) -> Result<Vec<BrandFigures>> {
    // The list of states stands in the text a second time so that the index of waiting mails serves it.
    let mut query = select(
        "
        SELECT b.id AS brand, ifnull(w.awaiting, 0) AS awaiting, ifnull(w.queued, 0) AS queued, ifnull(w.unconfirmed, 0) AS unconfirmed,
               (SELECT count(*) FROM emails e WHERE e.brand_id = b.id AND e.attempted_at > ",
    );
    query.push_bind(now.plus_millis(-DAY).millis());
    query.push(
        ") AS sent_today
        FROM brands b
        LEFT JOIN (SELECT brand_id, sum(state = 'awaiting_approval') AS awaiting, sum(state = 'queued') AS queued,
                          sum(state = 'unconfirmed') AS unconfirmed
                   FROM emails WHERE state IN ('awaiting_approval', 'queued', 'sending', 'unconfirmed') GROUP BY brand_id) w
               ON w.brand_id = b.id
        ORDER BY b.slug",
    );
    let read = |row: &SqliteRow| {
        Ok(BrandFigures {
            brand: row.id("brand")?,
            sent_today: row.count("sent_today")?,
            awaiting_approval: row.count("awaiting")?,
            queued: row.count("queued")?,
            unconfirmed: row.count("unconfirmed")?,
            inbox_waiting: 0,
        })
    };
    let mut figures = rows(conn, query, "count each brand's mails", read).await?;
    for (brand, waiting) in super::inbox::waiting(conn).await? {
        figures.iter_mut().filter(|one| one.brand == brand).for_each(|one| one.inbox_waiting = waiting);
    }
    Ok(figures)
}
