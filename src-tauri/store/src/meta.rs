//! Table `meta`: single facts about this database.

use sqlx::Row as _;

use crate::Connection;
use crate::error::{Doing, Result};

/// Key of the owner's mark: set while it has the file open, so that what is left of it tells of an unclean end.
pub const SESSION: &str = "session";

/// The value of a key.
pub async fn get(conn: &mut Connection, key: &str) -> Result<Option<String>> {
    let row = sqlx::query("SELECT value FROM meta WHERE key = ?")
        .bind(key)
        .fetch_optional(conn)
        .await
        .doing("read a fact")?;
    row.map(|row| row.try_get("value").doing("read a fact")).transpose()
}

/// Sets a key, or removes it.
pub async fn set(conn: &mut Connection, key: &str, value: Option<&str>) -> Result<()> {
    match value {
        Some(value) => {
            let insert =
                "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
            sqlx::query(insert).bind(key).bind(value).execute(conn).await.doing("keep a fact")?
        }
        None => sqlx::query("DELETE FROM meta WHERE key = ?").bind(key).execute(conn).await.doing("forget a fact")?,
    };
    Ok(())
}
