//! Leaving no byte behind: what was deleted still stands in free pages, in old segments of the search indexes and in the write-ahead log
//! until it is overwritten.

use sqlx::Row as _;

use crate::Connection;
use crate::error::{Doing, Result, StoreError};

/// Merges the search indexes, writes the whole file anew and empties the write-ahead log. Needs the room of the file once more. Fails with
/// [`StoreError::InUse`] while another connection reads from the log; doing it again does no harm.
pub async fn scrub(conn: &mut Connection) -> Result<()> {
    for statement in [
        "DROP TABLE IF EXISTS temp.gone",
        "PRAGMA secure_delete = ON",
        "INSERT INTO contacts_search (contacts_search) VALUES ('optimize')",
        "INSERT INTO deals_search (deals_search) VALUES ('optimize')",
        "INSERT INTO emails_search (emails_search) VALUES ('optimize')",
        "INSERT INTO messages_search (messages_search) VALUES ('optimize')",
        "VACUUM",
    ] {
        sqlx::query(statement).execute(&mut *conn).await.doing("overwrite what was deleted")?;
    }
    let row = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(conn).await.doing("empty the log")?;
    let busy: i64 = row.try_get(0).doing("empty the log")?;
    if busy == 0 { Ok(()) } else { Err(StoreError::InUse) }
}
