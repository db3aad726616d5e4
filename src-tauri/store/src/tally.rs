//! Counts over the whole file: what a demonstration or a test ends with.

use std::collections::BTreeMap;

use crate::Connection;
use crate::error::{Doing, Result};
use crate::row::Cells;

/// Counted things by their words.
pub type Counts = BTreeMap<String, u32>;

/// The whole file in figures.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Contacts by brand.
    pub contacts: Counts,
    /// Decisions by action.
    pub decisions: Counts,
    /// Mails by kind and state: `initial sent`.
    pub mails: Counts,
    /// Replies that belong to a deal, by class.
    pub replies: Counts,
    /// Deals by brand, pipeline and stage, in the pipeline's order.
    pub deals: Vec<(String, u32)>,
    /// Links by how they stand.
    pub links: Counts,
    /// Suppressed addresses with the time from which they were.
    pub suppressed: Vec<(String, i64)>,
}

/// Counts everything.
pub async fn tally(conn: &mut Connection) -> Result<Tally> {
    let contacts = "SELECT b.slug AS word, count(*) AS n FROM contacts c JOIN brands b ON b.id = c.brand_id GROUP BY 1";
    let decisions = "SELECT action AS word, count(*) AS n FROM decisions GROUP BY 1";
    let mails = "SELECT kind || ' ' || state AS word, count(*) AS n FROM emails GROUP BY 1";
    let replies = "SELECT class AS word, count(*) AS n FROM messages WHERE class IS NOT NULL AND contact_id IS NOT NULL GROUP BY 1";
    let links = "SELECT standing AS word, count(*) AS n FROM links GROUP BY 1";
    Ok(Tally {
        contacts: counts(conn, contacts).await?,
        decisions: counts(conn, decisions).await?,
        mails: counts(conn, mails).await?,
        replies: counts(conn, replies).await?,
        deals: deals(conn).await?,
        links: counts(conn, links).await?,
        suppressed: suppressed(conn).await?,
    })
}

async fn counts(conn: &mut Connection, select: &'static str) -> Result<Counts> {
    let rows = sqlx::query(select).fetch_all(conn).await.doing("count")?;
    rows.iter().map(|row| Ok((row.text("word")?, row.count("n")?))).collect()
}

async fn deals(conn: &mut Connection) -> Result<Vec<(String, u32)>> {
    let select = "
        SELECT b.slug || ' ' || p.key || ': ' || s.name AS word, count(d.id) AS n
        FROM stages s JOIN pipelines p ON p.id = s.pipeline_id JOIN brands b ON b.id = p.brand_id LEFT JOIN deals d ON d.stage_id = s.id
        GROUP BY s.id ORDER BY b.slug, p.position, s.position";
    let rows = sqlx::query(select).fetch_all(conn).await.doing("count deals")?;
    rows.iter().map(|row| Ok((row.text("word")?, row.count("n")?))).collect()
}

async fn suppressed(conn: &mut Connection) -> Result<Vec<(String, i64)>> {
    let rows = sqlx::query("SELECT value, created_at FROM suppressions ORDER BY value")
        .fetch_all(conn)
        .await
        .doing("read suppressions")?;
    rows.iter().map(|row| Ok((row.text("value")?, row.cell("created_at")?))).collect()
}
