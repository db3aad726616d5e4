//! Whether a file can be trusted: SQLite's own check of its structure, and that every reference has its target.

use std::path::Path;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Row as _};

use crate::error::{Doing, Result, StoreError};
use crate::{Connection, meta};

/// Checks an open file. Fails with [`StoreError::Damaged`] that says the first thing that is wrong.
pub async fn whole(conn: &mut Connection, path: &Path) -> Result<()> {
    let damaged = |what: String| StoreError::Damaged { path: path.display().to_string(), what };
    let rows = sqlx::query("PRAGMA integrity_check(1)").fetch_all(&mut *conn).await.doing("check itself")?;
    let first: String = match rows.first() {
        Some(row) => row.try_get(0).doing("check itself")?,
        None => "the check gave no answer".to_owned(),
    };
    if first != "ok" {
        return Err(damaged(first));
    }
    match sqlx::query("PRAGMA foreign_key_check").fetch_optional(conn).await.doing("check its references")? {
        Some(row) => {
            let table: String = row.try_get("table").doing("check its references")?;
            Err(damaged(format!("a row of {table} belongs to nothing")))
        }
        None => Ok(()),
    }
}

/// Up to this many bytes a file is checked at every start, a larger one after an unclean end; the daily backup checks each.
const ALWAYS_CHECKED: u64 = 64 * 1024 * 1024;

/// Checks a file before its owner opens it, without changing anything: a damaged one must not even be brought up to date.
pub async fn before_opening(path: &Path) -> Result<()> {
    let size = std::fs::metadata(path).map_or(0, |file| file.len());
    if size == 0 {
        return Ok(());
    }
    let failed = |source| StoreError::Open { path: path.display().to_string(), source };
    let mut conn = SqliteConnectOptions::new().filename(path).read_only(true).connect().await.map_err(failed)?;
    let ours = sqlx::query("SELECT 1 FROM sqlite_schema WHERE name = 'meta'").fetch_optional(&mut conn).await;
    if ours.doing("look into the file")?.is_none() {
        let what = "it holds nothing of ours".to_owned();
        return Err(StoreError::Damaged { path: path.display().to_string(), what });
    }
    if size <= ALWAYS_CHECKED || meta::get(&mut conn, meta::SESSION).await?.is_some() {
        whole(&mut conn, path).await?;
    }
    Ok(())
}

/// Opens a file that nobody uses, checks it, and says the version of its schema. The file is not changed.
pub async fn verify(path: &Path) -> Result<i64> {
    let failed = |source| StoreError::Open { path: path.display().to_string(), source };
    let options = SqliteConnectOptions::new().filename(path).read_only(true).immutable(true);
    let mut conn = options.connect().await.map_err(failed)?;
    whole(&mut conn, path).await?;
    let row = sqlx::query("SELECT max(version) AS version FROM _sqlx_migrations")
        .fetch_one(&mut conn)
        .await
        .doing("read its version")?;
    row.try_get("version").doing("read its version")
}
