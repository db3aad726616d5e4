//! Imports that were done.

use domain::Timestamp;
use domain::id::ImportId;
use sqlx::sqlite::SqliteRow;

use super::{rows, select};
use crate::Connection;
use crate::error::Result;
use crate::row::Cells;

/// An import.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the columns of the table, explained there")]
pub struct ImportView {
    pub id: ImportId,
    /// The brand's slug.
    pub brand: String,
    pub file_name: String,
    /// `done` or `undone`.
    pub state: String,
    pub rows_in: u32,
    pub created: u32,
    pub updated: u32,
    pub skipped: u32,
    pub rejected: u32,
    pub deals: u32,
    pub created_at: Timestamp,
}

/// Imports, newest first.
pub async fn list(conn: &mut Connection, limit: u32) -> Result<Vec<ImportView>> {
    let mut query = select(
        "
        SELECT i.id, b.slug AS brand, i.file_name, i.state, i.rows_in, i.created, i.updated, i.skipped, i.rejected, i.deals, i.created_at
        FROM imports i JOIN brands b ON b.id = i.brand_id ORDER BY i.rowid DESC LIMIT ",
    );
    query.push_bind(limit);
    let read = |row: &SqliteRow| {
        Ok(ImportView {
            id: row.id("id")?,
            brand: row.text("brand")?,
            file_name: row.text("file_name")?,
            state: row.text("state")?,
            rows_in: row.count("rows_in")?,
            created: row.count("created")?,
            updated: row.count("updated")?,
            skipped: row.count("skipped")?,
            rejected: row.count("rejected")?,
            deals: row.count("deals")?,
            created_at: row.time("created_at")?,
        })
    };
    rows(conn, query, "list imports", read).await
}
