//! Table `sender_health`: what SPF, DKIM and DMARC of a brand's domain said last.

use domain::Timestamp;
use domain::id::{BrandId, Id as _};
use domain::sender::Sender;
use sqlx::sqlite::SqliteRow;

use crate::Connection;
use crate::error::{Doing, Result};
use crate::row::{Cells, json};

/// What was found out about a brand's domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The records.
    pub sender: Sender,
    /// When they were looked up.
    pub looked_at: Timestamp,
    /// When they are looked up again by themselves.
    pub next_at: Timestamp,
    /// A person was told that the domain fails DMARC.
    pub told: bool,
}

/// The last look at a brand's domain.
pub async fn find(conn: &mut Connection, brand: BrandId) -> Result<Option<Kept>> {
    let select = "SELECT sender, looked_at, next_at, told FROM sender_health WHERE brand_id = ?";
    let row = sqlx::query(select).bind(brand.bytes()).fetch_optional(conn).await.doing("read a sender's health")?;
    let read = |row: &SqliteRow| {
        Ok(Kept {
            sender: row.json("sender")?,
            looked_at: row.time("looked_at")?,
            next_at: row.time("next_at")?,
            told: row.cell::<i64>("told")? != 0,
        })
    };
    row.as_ref().map(read).transpose()
}

/// Keeps a look in place of the one before.
pub async fn keep(conn: &mut Connection, brand: BrandId, kept: &Kept) -> Result<()> {
    let insert = "
        INSERT INTO sender_health (brand_id, sender, looked_at, next_at, told) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (brand_id) DO UPDATE SET sender = excluded.sender, looked_at = excluded.looked_at, next_at = excluded.next_at, told = excluded.told";
    sqlx::query(insert)
        .bind(brand.bytes())
        .bind(json(&kept.sender))
        .bind(kept.looked_at.millis())
        .bind(kept.next_at.millis())
        .bind(kept.told)
        .execute(conn)
        .await
        .doing("keep a sender's health")?;
    Ok(())
}
