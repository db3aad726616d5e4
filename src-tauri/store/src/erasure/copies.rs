//! Forgetting in copies of the file, and carrying suppressions into one that is put back: a copy knows neither what was asked after it was
//! made, nor who asked to be forgotten.

use std::collections::BTreeSet;
use std::path::Path;

use domain::EmailAddress;
use domain::id::{BrandId, Id as _, SuppressionId};
use domain::suppression::{ErasureKey, SuppressionKind};
use domain::{Timestamp, activity::Author};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteRow};
use sqlx::{ConnectOptions as _, Connection as _};

use super::{Erased, erase, scrub};
use crate::Connection;
use crate::error::{Doing, Result, StoreError};
use crate::row::Cells;
use crate::suppressions::{self, NewSuppression};

/// All that a file knows of who must not be mailed.
#[derive(Debug, Default)]
pub struct Memory {
    keys: Vec<ErasureKey>,
    rows: Vec<Remembered>,
}

#[derive(Debug)]
struct Remembered {
    id: SuppressionId,
    brand: Option<BrandId>,
    slug: Option<String>,
    kind: SuppressionKind,
    value: String,
    reason: String,
    author: Author,
    at: Timestamp,
}

impl Memory {
    /// Reads it from an open file.
    pub async fn of(conn: &mut Connection) -> Result<Self> {
        let select = "SELECT s.id, s.brand_id, b.slug, s.kind, s.value, s.reason, s.author, s.created_at
            FROM suppressions s LEFT JOIN brands b ON b.id = s.brand_id ORDER BY s.created_at, s.id";
        let rows = sqlx::query(select).fetch_all(&mut *conn).await.doing("read suppressions")?;
        let one = |row: &SqliteRow| {
            Ok(Remembered {
                id: row.id("id")?,
                brand: row.opt_id("brand_id")?,
                slug: row.opt_text("slug")?,
                kind: row.word("kind")?,
                value: row.text("value")?,
                reason: row.text("reason")?,
                author: row.word("author")?,
                at: row.time("created_at")?,
            })
        };
        let rows = rows.iter().map(one).collect::<Result<_>>()?;
        Ok(Self { keys: suppressions::keys(conn).await?, rows })
    }

    /// Reads it from a file that nobody uses, with what its write-ahead log holds.
    pub async fn of_file(path: &Path) -> Result<Self> {
        let failed = |source| StoreError::Open { path: path.display().to_string(), source };
        let mut conn = SqliteConnectOptions::new().filename(path).connect().await.map_err(failed)?;
        let memory = Self::of(&mut conn).await;
        conn.close().await.doing("close a copy")?;
        memory
    }

    /// Adds it to another file; what is there stays. Says how many suppressions are new there. One of a brand that the file does not have
    /// counts for all.
    async fn add_to(&self, conn: &mut Connection) -> Result<u32> {
        for key in &self.keys {
            suppressions::add_key(conn, key).await?;
        }
        let mut added = 0;
        for row in &self.rows {
            let brand = match &row.brand {
                None => None,
                Some(id) => brand_here(conn, *id, row.slug.as_deref()).await?,
            };
            let value = match (row.kind, EmailAddress::parse(&row.value)) {
                (SuppressionKind::Address, Ok(address)) => address.without_tag(),
                _ => row.value.clone(),
            };
            let new = NewSuppression {
                id: row.id,
                brand,
                kind: row.kind,
                value: &value,
                reason: &row.reason,
                author: row.author,
                at: row.at,
            };
            added += u32::from(suppressions::insert(conn, &new).await?);
        }
        Ok(added)
    }

    /// Whether somebody was forgotten.
    pub fn forgets(&self) -> bool {
        self.rows.iter().any(|row| row.kind == SuppressionKind::Erased)
    }

    fn forgot(&self, address: &EmailAddress) -> bool {
        let hashes: Vec<String> = self.keys.iter().map(|key| key.hash(address)).collect();
        self.rows.iter().any(|row| row.kind == SuppressionKind::Erased && hashes.contains(&row.value))
    }
}

async fn brand_here(conn: &mut Connection, id: BrandId, slug: Option<&str>) -> Result<Option<BrandId>> {
    let select = "SELECT id FROM brands WHERE id = ?1 OR slug = ?2 ORDER BY id = ?1 DESC LIMIT 1";
    let row = sqlx::query(select).bind(id.bytes()).bind(slug).fetch_optional(conn).await.doing("find a brand")?;
    row.as_ref().map(|row| row.id("id")).transpose()
}

/// Folds the write-ahead log of a file that nobody uses into it.
pub async fn fold(path: &Path) -> Result<()> {
    let failed = |source| StoreError::Open { path: path.display().to_string(), source };
    let mut conn = SqliteConnectOptions::new().filename(path).connect().await.map_err(failed)?;
    let folded = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&mut conn).await.doing("fold the log");
    conn.close().await.doing("close a copy")?;
    folded.map(|_| ())
}

/// What became of a copy.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cleaned {
    /// Suppressions that are new in it.
    pub suppressions: u32,
    /// People it held who asked to be forgotten, and what of them.
    pub erased: Option<Erased>,
}

/// Brings the memory into a copy that nobody uses, and forgets in it whom the memory forgot; `also` is forgotten in any case, since a text may
/// name them though no row is theirs. The copy is written anew if anybody was in it.
pub async fn clean(path: &Path, memory: &Memory, also: Option<&EmailAddress>) -> Result<Cleaned> {
    let failed = |source| StoreError::Open { path: path.display().to_string(), source };
    let options = SqliteConnectOptions::new()
        .filename(path)
        .journal_mode(SqliteJournalMode::Delete)
        .foreign_keys(true)
        .pragma("secure_delete", "ON");
    let mut conn = options.connect().await.map_err(failed)?;
    let cleaned = clean_open(&mut conn, memory, also).await;
    let closed = conn.close().await.doing("close a copy");
    let cleaned = cleaned?;
    closed?;
    Ok(cleaned)
}

async fn clean_open(conn: &mut Connection, memory: &Memory, also: Option<&EmailAddress>) -> Result<Cleaned> {
    let mut tx = conn.begin().await.doing("begin writing")?;
    let mut whom: BTreeSet<EmailAddress> = also.into_iter().cloned().collect();
    if memory.forgets() {
        let held = people(&mut tx).await?;
        whom.extend(held.into_iter().filter(|address| memory.forgot(address)));
    }
    let mut sum = Erased::default();
    for address in whom {
        let erased = erase(&mut tx, &address).await?;
        sum.contacts += erased.contacts;
        sum.deals += erased.deals;
        sum.emails += erased.emails;
        sum.messages += erased.messages;
        sum.mentions += erased.mentions;
    }
    let suppressions = memory.add_to(&mut tx).await?;
    tx.commit().await.doing("commit")?;
    let erased = (!sum.is_empty()).then_some(sum);
    if erased.is_some() || suppressions > 0 {
        scrub(conn).await?;
    }
    Ok(Cleaned { suppressions, erased })
}

/// Everybody a file holds.
async fn people(conn: &mut Connection) -> Result<BTreeSet<EmailAddress>> {
    let select = "SELECT email AS address FROM contacts UNION SELECT to_address FROM emails UNION SELECT lower(from_address) FROM messages
        UNION SELECT value FROM suppressions WHERE kind = 'address'";
    let rows = sqlx::query(select).fetch_all(conn).await.doing("read who is in a copy")?;
    let mut people = BTreeSet::new();
    for row in &rows {
        people.extend(EmailAddress::parse(&row.text("address")?).ok());
    }
    Ok(people)
}
