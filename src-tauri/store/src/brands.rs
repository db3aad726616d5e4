//! Table `brands`.

use domain::Timestamp;
use domain::brand::{Brand, Pause, Settings};
use domain::id::{BrandId, Id as _};
use sqlx::sqlite::SqliteRow;

use crate::Connection;
use crate::error::{Doing, Result};
use crate::row::{Cells, json};

fn brand(row: &SqliteRow) -> Result<Brand> {
    Ok(Brand {
        id: row.id("id")?,
        slug: row.text("slug")?,
        name: row.text("name")?,
        settings: row.json("settings")?,
        paused: row.opt_json("pause")?,
        first_sent_at: row.opt_time("first_sent_at")?,
    })
}

/// Adds a brand unless one with its slug is there.
pub async fn insert(conn: &mut Connection, brand: &Brand, now: Timestamp) -> Result<bool> {
    let done = sqlx::query("INSERT INTO brands (id, slug, name, settings, created_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (slug) DO NOTHING")
        .bind(brand.id.bytes())
        .bind(&brand.slug)
        .bind(&brand.name)
        .bind(json(&brand.settings))
        .bind(now.millis())
        .execute(conn)
        .await
        .doing("add a brand")?;
    Ok(done.rows_affected() > 0)
}

/// All brands by name.
pub async fn all(conn: &mut Connection) -> Result<Vec<Brand>> {
    let rows = sqlx::query("SELECT id, slug, name, settings, pause, first_sent_at FROM brands ORDER BY slug")
        .fetch_all(conn)
        .await
        .doing("read the brands")?;
    rows.iter().map(brand).collect()
}

/// One brand.
pub async fn find(conn: &mut Connection, id: BrandId) -> Result<Option<Brand>> {
    let select = "SELECT id, slug, name, settings, pause, first_sent_at FROM brands WHERE id = ?";
    sqlx::query(select)
        .bind(id.bytes())
        .fetch_optional(conn)
        .await
        .doing("read a brand")?
        .as_ref()
        .map(brand)
        .transpose()
}

/// One brand by its slug, letter case aside.
pub async fn by_slug(conn: &mut Connection, slug: &str) -> Result<Option<Brand>> {
    let select = "SELECT id, slug, name, settings, pause, first_sent_at FROM brands WHERE slug = lower(?)";
    sqlx::query(select)
        .bind(slug.trim())
        .fetch_optional(conn)
        .await
        .doing("read a brand")?
        .as_ref()
        .map(brand)
        .transpose()
}

/// Keeps edited settings.
pub async fn save_settings(conn: &mut Connection, id: BrandId, settings: &Settings) -> Result<()> {
    sqlx::query("UPDATE brands SET settings = ? WHERE id = ?")
        .bind(json(settings))
        .bind(id.bytes())
        .execute(conn)
        .await
        .doing("keep a brand's settings")?;
    Ok(())
}

/// Pauses a brand, or lets it go on.
pub async fn set_pause(conn: &mut Connection, id: BrandId, pause: Option<&Pause>) -> Result<()> {
    sqlx::query("UPDATE brands SET pause = ? WHERE id = ?")
        .bind(pause.map(json))
        .bind(id.bytes())
        .execute(conn)
        .await
        .doing("pause a brand")?;
    Ok(())
}

/// Notes the brand's first mail; later ones change nothing.
pub async fn note_first_sent(conn: &mut Connection, id: BrandId, at: Timestamp) -> Result<()> {
    let update = "UPDATE brands SET first_sent_at = ? WHERE id = ? AND first_sent_at IS NULL";
    sqlx::query(update).bind(at.millis()).bind(id.bytes()).execute(conn).await.doing("note a brand's first mail")?;
    Ok(())
}
