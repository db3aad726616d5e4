//! Table `suppressions`.

use std::collections::BTreeSet;

use domain::activity::Author;
use domain::id::{BrandId, Id as _, SuppressionId};
use domain::suppression::{SuppressionKind, forms};
use domain::{EmailAddress, Timestamp};
use sqlx::sqlite::SqliteRow;

use crate::Connection;
use crate::error::{Doing, Result};
use crate::row::{Cells, json};

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

/// Why an address must not be mailed by a brand, if it must not.
pub async fn reason(conn: &mut Connection, brand: BrandId, address: &EmailAddress) -> Result<Option<String>> {
    Ok(Rules::about(conn, std::iter::once(address)).await?.reason(brand, address).map(str::to_owned))
}

/// The suppressions that touch some addresses, in any form that [`forms`] names.
#[derive(Debug, Default)]
pub struct Rules(Vec<Rule>);

#[derive(Debug)]
struct Rule {
    brand: Option<BrandId>,
    kind: SuppressionKind,
    value: String,
    reason: String,
}

impl Rules {
    /// Reads what there is about these addresses, in one statement.
    pub async fn about(conn: &mut Connection, addresses: impl Iterator<Item = &EmailAddress>) -> Result<Self> {
        let values: BTreeSet<String> = addresses.flat_map(forms).map(|(_, value)| value).collect();
        let select = "SELECT brand_id, kind, value, reason FROM suppressions WHERE value IN (SELECT value FROM json_each(?)) ORDER BY created_at, id";
        let rows = sqlx::query(select).bind(json(&values)).fetch_all(conn).await.doing("look for suppressions")?;
        let rule = |row: &SqliteRow| {
            Ok(Rule {
                brand: row.opt_id("brand_id")?,
                kind: row.word("kind")?,
                value: row.text("value")?,
                reason: row.text("reason")?,
            })
        };
        rows.iter().map(rule).collect::<Result<_>>().map(Self)
    }

    /// Why a brand must not mail an address, if it must not.
    pub fn reason(&self, brand: BrandId, address: &EmailAddress) -> Option<&str> {
        let forms = forms(address);
        let names = |rule: &&Rule| forms.iter().any(|(kind, value)| *kind == rule.kind && *value == rule.value);
        let rule = self.0.iter().filter(|rule| rule.brand.is_none_or(|only| only == brand)).find(names)?;
        Some(&rule.reason)
    }
}
