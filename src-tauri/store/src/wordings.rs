//! Table `wordings`: a brand's own wording of a template or prompt.

use std::collections::BTreeMap;

use domain::Timestamp;
use domain::id::{BrandId, Id as _};

use crate::Connection;
use crate::error::{Doing, Result};
use crate::row::Cells;

/// A brand's newest wordings: by brand and name, the version and the text.
pub type Wordings = BTreeMap<(BrandId, String), (u32, String)>;

/// A version as it is kept; empty text is a return to what is shipped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Counted from one.
    pub version: u32,
    /// What was worded; empty where the brand went back to the shipped text.
    pub text: String,
    /// When.
    pub created_at: Timestamp,
}

/// All versions of one wording of a brand, newest first.
pub async fn versions(conn: &mut Connection, brand: BrandId, name: &str) -> Result<Vec<Version>> {
    let select = "SELECT version, text, created_at FROM wordings WHERE brand_id = ? AND name = ? ORDER BY version DESC";
    let rows = sqlx::query(select).bind(brand.bytes()).bind(name).fetch_all(conn).await.doing("read the versions")?;
    let version = |row| {
        let row: &sqlx::sqlite::SqliteRow = row;
        Ok(Version { version: row.count("version")?, text: row.text("text")?, created_at: row.time("created_at")? })
    };
    rows.iter().map(version).collect()
}

/// The newest wording of everything that brands have worded themselves and not taken back.
pub async fn newest(conn: &mut Connection) -> Result<Wordings> {
    let select = "
        SELECT brand_id, name, version, text
        FROM (SELECT brand_id, name, max(version) AS version, text FROM wordings GROUP BY brand_id, name)
        WHERE text <> ''";
    let rows = sqlx::query(select).fetch_all(conn).await.doing("read the wordings")?;
    rows.iter()
        .map(|row| Ok(((row.id("brand_id")?, row.text("name")?), (row.count("version")?, row.text("text")?))))
        .collect()
}

/// Adds a version; earlier ones stay.
pub async fn add(conn: &mut Connection, brand: BrandId, name: &str, text: &str, now: Timestamp) -> Result<()> {
    let insert = "
        INSERT INTO wordings (brand_id, name, version, text, created_at)
        SELECT ?1, ?2, ifnull(max(version), 0) + 1, ?3, ?4 FROM wordings WHERE brand_id = ?1 AND name = ?2";
    sqlx::query(insert)
        .bind(brand.bytes())
        .bind(name)
        .bind(text)
        .bind(now.millis())
        .execute(conn)
        .await
        .doing("keep a wording")?;
    Ok(())
}
