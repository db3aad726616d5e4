//! Table `notices`: the record of what was worth telling the person.

use domain::Timestamp;
use domain::id::{BrandId, DealId, Id as _, NoticeId};

use crate::Connection;
use crate::error::{Doing, Result};

/// A notice to be kept.
#[derive(Debug, Clone)]
pub struct NewNotice {
    /// Its id.
    pub id: NoticeId,
    /// When.
    pub at: Timestamp,
    /// `reply`, `interested`, `trouble`, `approval` or `review`.
    pub kind: &'static str,
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
        .bind(new.kind)
        .bind(new.brand.as_ref().map(|id| id.bytes()))
        .bind(new.deal.as_ref().map(|id| id.bytes()))
        .bind(&new.title)
        .bind(&new.body)
        .execute(conn)
        .await
        .doing("keep a notice")?;
    Ok(())
}
