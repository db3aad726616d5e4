//! Table `wordings`: a brand's own wording of a template or prompt.

use domain::Timestamp;
use domain::id::{BrandId, Id as _};

use crate::Connection;
use crate::error::{Doing, Result};
use crate::row::Cells;

/// The brand's newest wording with its version, if it has one of its own.
pub async fn newest(conn: &mut Connection, brand: BrandId, name: &str) -> Result<Option<(u32, String)>> {
    let select = "SELECT version, text FROM wordings WHERE brand_id = ? AND name = ? ORDER BY version DESC LIMIT 1";
    let row = sqlx::query(select).bind(brand.bytes()).bind(name).fetch_optional(conn).await.doing("read a wording")?;
    row.map(|row| Ok((row.count("version")?, row.text("text")?))).transpose()
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
