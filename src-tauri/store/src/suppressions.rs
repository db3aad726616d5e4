//! Table `suppressions`.

use std::collections::{BTreeSet, HashMap};

use domain::activity::Author;
use domain::id::{BrandId, Id as _, SuppressionId};
use domain::suppression::{ErasureKey, SuppressionKind, forms};
use domain::{EmailAddress, Timestamp};
use sqlx::sqlite::SqliteRow;

use crate::error::{Doing, Result};
use crate::row::{Cells, json, stored};
use crate::{Connection, meta};

/// Key in `meta`: the keys of [`keys`], with spaces between them.
const KEYS: &str = "erasure_keys";

/// A suppression to be added.
#[derive(Debug, Clone)]
pub struct NewSuppression<'a> {
    /// Its id.
    pub id: SuppressionId,
    /// For one brand, or for all.
    pub brand: Option<BrandId>,
    /// What it names.
    pub kind: SuppressionKind,
    /// One of the [`forms`] of the addresses it is for.
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

/// Whether anybody is suppressed at all.
pub async fn any(conn: &mut Connection) -> Result<bool> {
    let select = "SELECT EXISTS (SELECT 1 FROM suppressions) AS yes";
    let row = sqlx::query(select).fetch_one(conn).await.doing("look for suppressions")?;
    Ok(row.cell::<i64>("yes")? != 0)
}

/// The keys that addresses of forgotten people are hashed with: one, or one more for each file that was united into this one.
pub async fn keys(conn: &mut Connection) -> Result<Vec<ErasureKey>> {
    let text = meta::get(conn, KEYS).await?.unwrap_or_default();
    text.split_whitespace().map(|key| ErasureKey::parse(key).ok_or_else(|| stored("key", "…"))).collect()
}

/// Keeps a key besides those that are there.
pub async fn add_key(conn: &mut Connection, key: &ErasureKey) -> Result<()> {
    let mut kept = keys(conn).await?;
    if !kept.contains(key) {
        kept.push(key.clone());
    }
    let text: Vec<String> = kept.iter().map(ErasureKey::to_text).collect();
    meta::set(conn, KEYS, Some(&text.join(" "))).await
}

/// The suppressions that touch some addresses, in any form that [`forms`] names.
#[derive(Debug, Default)]
pub struct Rules {
    keys: Vec<ErasureKey>,
    /// Oldest first.
    rules: Vec<Rule>,
    by_value: HashMap<(SuppressionKind, String), Vec<usize>>,
}

#[derive(Debug)]
struct Rule {
    brand: Option<BrandId>,
    kind: SuppressionKind,
    reason: String,
}

impl Rules {
    /// Reads what there is about these addresses, in one statement.
    pub async fn about(conn: &mut Connection, addresses: impl Iterator<Item = &EmailAddress>) -> Result<Self> {
        let keys = keys(conn).await?;
        let values: BTreeSet<String> =
            addresses.flat_map(|address| forms(address, &keys)).map(|(_, value)| value).collect();
        let select = "SELECT brand_id, kind, value, reason FROM suppressions WHERE value IN (SELECT value FROM json_each(?)) ORDER BY created_at, id";
        let rows = sqlx::query(select).bind(json(&values)).fetch_all(conn).await.doing("look for suppressions")?;
        Self::of_rows(keys, &rows)
    }

    /// Reads all there are, for whoever has to look at everybody.
    pub async fn all(conn: &mut Connection) -> Result<Self> {
        let keys = keys(conn).await?;
        let select = "SELECT brand_id, kind, value, reason FROM suppressions ORDER BY created_at, id";
        let rows = sqlx::query(select).fetch_all(conn).await.doing("read suppressions")?;
        Self::of_rows(keys, &rows)
    }

    /// Whether nobody is suppressed.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    fn of_rows(keys: Vec<ErasureKey>, rows: &[SqliteRow]) -> Result<Self> {
        let mut found = Self { keys, ..Self::default() };
        for row in rows {
            let rule = Rule { brand: row.opt_id("brand_id")?, kind: row.word("kind")?, reason: row.text("reason")? };
            found.by_value.entry((rule.kind, row.text("value")?)).or_default().push(found.rules.len());
            found.rules.push(rule);
        }
        Ok(found)
    }

    /// Why a brand must not mail an address, if it must not: the oldest reason.
    pub fn reason(&self, brand: BrandId, address: &EmailAddress) -> Option<&str> {
        self.of(brand, address).min_by_key(|(at, _)| *at).map(|(_, rule)| rule.reason.as_str())
    }

    /// Why a brand must not mail anybody at a registrable domain, if it must not: the oldest reason.
    pub fn domain_reason(&self, brand: BrandId, domain: &str) -> Option<&str> {
        let places = self.by_value.get(&(SuppressionKind::Domain, domain.to_owned()))?;
        let mut rules = places.iter().filter_map(|at| self.rules.get(*at));
        rules.find(|rule| rule.brand.is_none_or(|only| only == brand)).map(|rule| rule.reason.as_str())
    }

    /// Whether the person asked to be forgotten: nothing about them is to be kept.
    pub fn is_erased(&self, brand: BrandId, address: &EmailAddress) -> bool {
        self.of(brand, address).any(|(_, rule)| rule.kind == SuppressionKind::Erased)
    }

    /// What keeps mail from an address: for which brand (`None` for every one), and why. Oldest first.
    pub fn touching(&self, address: &EmailAddress) -> Vec<(Option<BrandId>, &str)> {
        let named = forms(address, &self.keys);
        let mut places: Vec<usize> =
            named.iter().filter_map(|form| self.by_value.get(form)).flatten().copied().collect();
        places.sort_unstable();
        places.iter().filter_map(|at| self.rules.get(*at)).map(|rule| (rule.brand, rule.reason.as_str())).collect()
    }

    fn of(&self, brand: BrandId, address: &EmailAddress) -> impl Iterator<Item = (usize, &Rule)> {
        let named = if self.rules.is_empty() { Vec::new() } else { forms(address, &self.keys) };
        let places = named.into_iter().filter_map(|form| self.by_value.get(&form)).flatten();
        let rules = places.filter_map(|at| Some((*at, self.rules.get(*at)?)));
        rules.filter(move |(_, rule)| rule.brand.is_none_or(|only| only == brand))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Store;

    /// The migration meets what an earlier version wrote: both forms of one person, and a tag alone.
    #[tokio::test]
    async fn tags_go_from_what_was_suppressed_before() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("test.sqlite")).await.unwrap();
        let mut write = store.write().await.unwrap();
        for (n, value) in [(1, "jo@ex.com"), (2, "jo+a@ex.com"), (3, "ann+b+c@ex.com"), (4, "+kim@ex.com")] {
            let new = NewSuppression {
                id: SuppressionId::mint(Timestamp::from_millis(n), [0; 10]),
                brand: None,
                kind: SuppressionKind::Address,
                value,
                reason: "asked",
                author: Author::Person,
                at: Timestamp::from_millis(n),
            };
            insert(&mut write, &new).await.unwrap();
        }
        let migration = include_str!("../../../migrations/20261124000000_forgotten.sql");
        sqlx::raw_sql(migration).execute(&mut *write).await.unwrap();
        let rows = sqlx::query("SELECT value FROM suppressions ORDER BY value").fetch_all(&mut *write).await.unwrap();
        let values: Vec<String> = rows.iter().map(|row| row.text("value").unwrap()).collect();
        assert_eq!(values, ["+kim@ex.com", "ann@ex.com", "jo@ex.com"]);
    }
}
