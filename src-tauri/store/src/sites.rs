//! Tables `site_readings` and `site_facts`: what was read on somebody's site, and when.

use std::collections::BTreeMap;

use domain::Timestamp;
use domain::id::{BrandId, Id as _};
use domain::research::SiteFact;
use serde::{Deserialize, Serialize};
use sqlx::sqlite::SqliteRow;

use crate::Connection;
use crate::error::{Doing, Result};
use crate::row::{Cells, json};

/// A page that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadPage {
    /// Where it was in the end.
    pub address: String,
    /// The status of HTTP; zero when nobody answered.
    pub status: u16,
}

/// What one reading of a site came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// When.
    pub read_at: Timestamp,
    /// Its pages.
    pub pages: Vec<ReadPage>,
    /// What kept it from being read.
    pub trouble: Option<String>,
    /// What it says.
    pub facts: Vec<SiteFact>,
}

/// Keeps a reading in place of the one before. One that failed leaves the facts of the one before.
pub async fn keep(conn: &mut Connection, brand: BrandId, site: &str, reading: &Reading) -> Result<()> {
    let insert = "INSERT INTO site_readings (brand_id, site, read_at, pages, trouble) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (brand_id, site) DO UPDATE SET read_at = excluded.read_at, pages = excluded.pages, trouble = excluded.trouble";
    sqlx::query(insert)
        .bind(brand.bytes())
        .bind(site)
        .bind(reading.read_at.millis())
        .bind(json(&reading.pages))
        .bind(&reading.trouble)
        .execute(&mut *conn)
        .await
        .doing("keep that a site was read")?;
    if reading.facts.is_empty() && reading.trouble.is_some() {
        return Ok(());
    }
    let delete = "DELETE FROM site_facts WHERE brand_id = ? AND site = ?";
    sqlx::query(delete).bind(brand.bytes()).bind(site).execute(&mut *conn).await.doing("forget an earlier reading")?;
    for (position, fact) in reading.facts.iter().enumerate() {
        let insert = "INSERT INTO site_facts (brand_id, site, position, kind, value, passage, page) VALUES (?, ?, ?, ?, ?, ?, ?)";
        sqlx::query(insert)
            .bind(brand.bytes())
            .bind(site)
            .bind(i64::try_from(position).unwrap_or(i64::MAX))
            .bind(fact.kind.as_str())
            .bind(&fact.value)
            .bind(&fact.passage)
            .bind(&fact.page)
            .execute(&mut *conn)
            .await
            .doing("keep what a site says")?;
    }
    Ok(())
}

/// The last reading of a site.
pub async fn find(conn: &mut Connection, brand: BrandId, site: &str) -> Result<Option<Reading>> {
    let select = "SELECT read_at, pages, trouble FROM site_readings WHERE brand_id = ? AND site = ?";
    let row = sqlx::query(select).bind(brand.bytes()).bind(site).fetch_optional(&mut *conn).await;
    let Some(row) = row.doing("read when a site was read")? else { return Ok(None) };
    let facts = facts(conn, brand, site).await?;
    let (read_at, pages, trouble) = (row.time("read_at")?, row.json("pages")?, row.opt_text("trouble")?);
    Ok(Some(Reading { read_at, pages, trouble, facts }))
}

/// What a site says, in the order of its pages.
pub async fn facts(conn: &mut Connection, brand: BrandId, site: &str) -> Result<Vec<SiteFact>> {
    let select = "SELECT kind, value, passage, page FROM site_facts WHERE brand_id = ? AND site = ? ORDER BY position";
    let rows =
        sqlx::query(select).bind(brand.bytes()).bind(site).fetch_all(conn).await.doing("read what a site says")?;
    rows.iter()
        .map(|row| {
            Ok(SiteFact {
                kind: row.word("kind")?,
                value: row.text("value")?,
                passage: row.text("passage")?,
                page: row.text("page")?,
            })
        })
        .collect()
}

/// When a site was last read, and whether that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastReading {
    /// When.
    pub read_at: Timestamp,
    /// Something kept it from being read.
    pub failed: bool,
}

/// When each site of a brand was last read.
pub async fn last_readings(conn: &mut Connection, brand: BrandId) -> Result<BTreeMap<String, LastReading>> {
    let rows = sqlx::query("SELECT site, read_at, trouble IS NOT NULL AS failed FROM site_readings WHERE brand_id = ?")
        .bind(brand.bytes())
        .fetch_all(conn)
        .await
        .doing("read which sites were read")?;
    let last = |row: &SqliteRow| {
        Ok((row.text("site")?, LastReading { read_at: row.time("read_at")?, failed: row.cell::<i64>("failed")? != 0 }))
    };
    rows.iter().map(last).collect()
}
