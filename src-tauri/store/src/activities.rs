//! Table `activities`: only ever added to.

use domain::Timestamp;
use domain::activity::{ActivityKind, Author};
use domain::id::{ActivityId, BrandId, ContactId, DealId, Id as _};

use sqlx::QueryBuilder;

use crate::error::{Doing, Result};
use crate::{Connection, ROWS};

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

/// Adds lines, in one statement per few hundred.
pub async fn insert(conn: &mut Connection, new: &[NewActivity]) -> Result<()> {
    for some in new.chunks(ROWS) {
        let mut query =
            QueryBuilder::new("INSERT INTO activities (id, at, author, kind, summary, brand_id, contact_id, deal_id) ");
        query.push_values(some, |mut row, one| {
            row.push_bind(one.id.bytes().to_vec())
                .push_bind(one.at.millis())
                .push_bind(one.author.as_str())
                .push_bind(one.kind.as_str())
                .push_bind(one.summary.as_str())
                .push_bind(one.brand.as_ref().map(|id| id.bytes().to_vec()))
                .push_bind(one.contact.as_ref().map(|id| id.bytes().to_vec()))
                .push_bind(one.deal.as_ref().map(|id| id.bytes().to_vec()));
        });
        query.build().execute(&mut *conn).await.doing("add to the timeline")?;
    }
    Ok(())
}
