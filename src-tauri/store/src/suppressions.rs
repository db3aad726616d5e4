//! Table `suppressions`.

use domain::activity::Author;
use domain::id::{BrandId, Id as _, SuppressionId};
use domain::suppression::{SuppressionKind, forms};
use domain::{EmailAddress, Timestamp};

use crate::Connection;
use crate::error::{Doing, Result};
use crate::row::Cells;

/// A suppression to be added.
#[derive(Debug, Clone)]
pub struct NewSuppression<'a> {
    /// Its id.
    pub id: SuppressionId,
    /// For one brand, or for all.
    pub brand: Option<BrandId>,
    /// Address or domain.
    pub kind: SuppressionKind,
    /// The address or the domain, normalised.
    pub value: &'a str,
    /// Why, as a plain sentence.
    pub reason: &'a str,
    /// Who suppressed it.
    pub author: Author,
    /// When.
    pub at: Timestamp,
}

/// Adds a suppression; one that is there stays as it is. Says whether it is new.
pub async fn insert(conn: &mut Connection, new: &NewSuppression<'_>) -> Result<bool> {
    let insert = "INSERT INTO suppressions (id, brand_id, kind, value, reason, author, created_at) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
    let done = sqlx::query(insert)
        .bind(new.id.bytes())
        .bind(new.brand.as_ref().map(|id| id.bytes()))
        .bind(new.kind.as_str())
        .bind(new.value)
        .bind(new.reason)
        .bind(new.author.as_str())
        .bind(new.at.millis())
        .execute(conn)
        .await
        .doing("suppress an address")?;
    Ok(done.rows_affected() > 0)
}

/// Takes a suppression back. Only people do this.
pub async fn remove(conn: &mut Connection, brand: Option<BrandId>, kind: SuppressionKind, value: &str) -> Result<bool> {
    let delete = "DELETE FROM suppressions WHERE kind = ? AND value = ? AND brand_id IS ?";
    let done = sqlx::query(delete)
        .bind(kind.as_str())
        .bind(value)
        .bind(brand.as_ref().map(|id| id.bytes()))
        .execute(conn)
        .await
        .doing("free an address")?;
    Ok(done.rows_affected() > 0)
}

/// Why an address must not be mailed by a brand, if it must not: the address itself, its form without a plus tag, or its domain.
pub async fn reason(conn: &mut Connection, brand: BrandId, address: &EmailAddress) -> Result<Option<String>> {
    for (kind, value) in forms(address) {
        let select = "SELECT reason FROM suppressions WHERE kind = ? AND value = ? AND (brand_id IS NULL OR brand_id = ?) LIMIT 1";
        let row = sqlx::query(select)
            .bind(kind.as_str())
            .bind(value)
            .bind(brand.bytes())
            .fetch_optional(&mut *conn)
            .await
            .doing("look for a suppression")?;
        if let Some(row) = row {
            return row.text("reason").map(Some);
        }
    }
    Ok(None)
}
