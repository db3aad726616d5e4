//! The only room that knows SQL.
//!
//! One file per table: its queries and nothing else. Callers get domain values; unknown stored text is an error, never a default.
//! [`Store`] owns the file: one writer, read-only readers. No function here awaits the network.

mod error;
mod open;
mod row;

pub mod activities;
pub mod brands;
pub mod check;
pub mod contacts;
pub mod copy;
pub mod deals;
pub mod decisions;
pub mod emails;
pub mod engagement;
pub mod erasure;
pub mod gates;
pub mod health;
pub mod imports;
pub mod link_targets;
pub mod links;
pub mod mail_domains;
pub mod merge;
pub mod messages;
pub mod meta;
pub mod model_usage;
pub mod notices;
pub mod originals;
pub mod pipelines;
pub mod problems;
pub mod prospects;
pub mod reviews;
pub mod saved_views;
pub mod sender_health;
pub mod set_back;
pub mod sites;
pub mod suppressions;
pub mod tally;
pub mod tasks;
pub mod views;
pub mod wordings;

pub use error::{Result, StoreError};
pub use open::{Store, Write};

/// A connection that queries run on: a reader's, or a [`Write`]'s.
pub type Connection = sqlx::SqliteConnection;

/// Rows of one insert statement: many enough to save the trips, few enough for SQLite's limit of bound values.
const ROWS: usize = 400;
