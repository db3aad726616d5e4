//! Table `activities`: only ever added to.

use domain::Timestamp;
use domain::activity::{ActivityKind, Author};
use domain::id::{ActivityId, BrandId, ContactId, DealId, Id as _};

use crate::Connection;
use crate::error::{Doing, Result};

/// A line to be added to a timeline.
#[derive(Debug, Clone)]
pub struct NewActivity {
    /// Its id.
    pub id: ActivityId,
    /// When.
    pub at: Timestamp,
    /// Who did it.
    pub author: Author,
    /// What kind of line.
    pub kind: ActivityKind,
    /// A plain sentence.
    pub summary: String,
    /// Which brand.
    pub brand: Option<BrandId>,
    /// Which contact.
    pub contact: Option<ContactId>,
    /// Which deal.
    pub deal: Option<DealId>,
}

/// Adds a line.
pub async fn insert(conn: &mut Connection, new: &NewActivity) -> Result<()> {
    sqlx::query("INSERT INTO activities (id, at, author, kind, summary, brand_id, contact_id, deal_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(new.id.bytes())
        .bind(new.at.millis())
        .bind(new.author.as_str())
        .bind(new.kind.as_str())
        .bind(&new.summary)
        .bind(new.brand.as_ref().map(|id| id.bytes()))
        .bind(new.contact.as_ref().map(|id| id.bytes()))
        .bind(new.deal.as_ref().map(|id| id.bytes()))
        .execute(conn)
        .await
        .doing("add to the timeline")?;
    Ok(())
}
