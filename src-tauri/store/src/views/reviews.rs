//! The morning reviews that were kept.

use super::{rows, select};
use crate::Connection;
use crate::error::Result;
use crate::row::Cells;

/// The newest reviews of all brands, as the JSON they were kept in.
pub async fn list(conn: &mut Connection, limit: u32) -> Result<Vec<String>> {
    let mut query = select("SELECT report FROM reviews ORDER BY day DESC, brand_id LIMIT ");
    query.push_bind(limit);
    rows(conn, query, "list reviews", |row| row.text("report")).await
}
