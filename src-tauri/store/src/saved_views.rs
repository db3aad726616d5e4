//! Table `saved_views`: filters that people keep under a name. What is in a filter is the page's own business.

use domain::Timestamp;

use crate::Connection;
use crate::error::{Doing, Result};
use crate::row::Cells as _;

/// A filter under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedView {
    /// What people call it.
    pub name: String,
    /// JSON of whoever saved it.
    pub filter: String,
}

/// Those of one list, the oldest first.
pub async fn list(conn: &mut Connection, kind: &str) -> Result<Vec<SavedView>> {
    let select = "SELECT name, filter FROM saved_views WHERE kind = ? ORDER BY created_at, name";
    let rows = sqlx::query(select).bind(kind).fetch_all(conn).await.doing("read saved views")?;
    rows.iter().map(|row| Ok(SavedView { name: row.text("name")?, filter: row.text("filter")? })).collect()
}

/// Keeps one; another of that name gives way and leaves its place.
pub async fn save(conn: &mut Connection, kind: &str, view: &SavedView, now: Timestamp) -> Result<()> {
    let insert = "INSERT INTO saved_views (kind, name, filter, created_at) VALUES (?, ?, ?, ?)
        ON CONFLICT (kind, name) DO UPDATE SET filter = excluded.filter";
    sqlx::query(insert)
        .bind(kind)
        .bind(&view.name)
        .bind(&view.filter)
        .bind(now.millis())
        .execute(conn)
        .await
        .doing("save a view")?;
    Ok(())
}

/// Removes one. Says whether it was there.
pub async fn remove(conn: &mut Connection, kind: &str, name: &str) -> Result<bool> {
    let delete = "DELETE FROM saved_views WHERE kind = ? AND name = ?";
    let done = sqlx::query(delete).bind(kind).bind(name).execute(conn).await.doing("remove a view")?;
    Ok(done.rows_affected() > 0)
}
