//! Copies of the file: made beside the running work, and put back in its place.

use std::path::Path;

use sqlx::ConnectOptions as _;
use sqlx::sqlite::SqliteConnectOptions;

use crate::error::{Doing, Result, StoreError};
use crate::{Store, meta};

impl Store {
    /// Writes a compact copy of the file as it is now. The target must not exist. Nobody's work waits for it.
    pub async fn copy_to(&self, target: &Path) -> Result<()> {
        let failed = |source| StoreError::Open { path: self.path().display().to_string(), source };
        let mut conn = SqliteConnectOptions::new().filename(self.path()).connect().await.map_err(failed)?;
        let copied = sqlx::query("VACUUM INTO ?").bind(target.to_string_lossy().into_owned()).execute(&mut conn).await;
        copied.doing("make a copy")?;
        Ok(())
    }
}

/// Sets a key of `meta` in a file that nobody uses.
pub async fn set(path: &Path, key: &str, value: &str) -> Result<()> {
    let failed = |source| StoreError::Open { path: path.display().to_string(), source };
    let mut conn = SqliteConnectOptions::new().filename(path).connect().await.map_err(failed)?;
    meta::set(&mut conn, key, Some(value)).await?;
    sqlx::Connection::close(conn).await.doing("close a copy")
}
