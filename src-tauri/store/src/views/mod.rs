//! What doors show: read models that join tables, each built by one statement however many rows it has.
//!
//! Nothing here writes, decides or knows who asks. Lists come newest first and take a limit; what has the same time is
//! ordered by when it was written (`rowid`), because ids of one millisecond are in no order. Brands are named by slug,
//! pipelines and stages by the name that people see.

pub mod activities;
pub mod analytics;
pub mod board;
pub mod brands;
pub mod contacts;
pub mod deals;
pub mod decision_log;
pub mod decisions;
pub mod duplicates;
pub mod email_life;
pub mod emails;
pub mod export;
pub mod find;
pub mod imports;
pub mod inbox;
pub mod links;
pub mod messages;
pub mod names;
pub mod notices;
pub mod outbox;
pub mod people;
pub mod person;
mod prospect_facts;
pub mod prospects;
pub mod reviews;
pub mod runs;
mod search;
pub mod suppressions;

#[cfg(test)]
mod log_tests;
#[cfg(test)]
mod people_tests;
#[cfg(test)]
mod prospects_tests;
#[cfg(test)]
mod tests;

use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Sqlite};

use crate::Connection;
use crate::error::{Doing, Result};

/// A statement that grows by the filters that are asked for.
type Query = QueryBuilder<Sqlite>;

/// Begins a statement.
fn select(start: &'static str) -> Query {
    Query::new(start)
}

/// Runs a statement and reads each row.
async fn rows<T>(
    conn: &mut Connection,
    mut query: Query,
    what: &'static str,
    read: impl Fn(&SqliteRow) -> Result<T>,
) -> Result<Vec<T>> {
    query.build().fetch_all(conn).await.doing(what)?.iter().map(read).collect()
}

/// Runs a statement that finds one row or none.
async fn row<T>(
    conn: &mut Connection,
    mut query: Query,
    what: &'static str,
    read: impl Fn(&SqliteRow) -> Result<T>,
) -> Result<Option<T>> {
    query.build().fetch_optional(conn).await.doing(what)?.as_ref().map(read).transpose()
}
