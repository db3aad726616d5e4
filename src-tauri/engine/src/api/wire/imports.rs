//! What crosses the border about imports that were done.

use domain::Timestamp;
use domain::id::ImportId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

wire! {
    /// An import that was done.
    ImportRow {
        id: ImportId,
        brand: String,
        file_name: String,
        state: String,
        rows_in: u32,
        created: u32,
        updated: u32,
        skipped: u32,
        rejected: u32,
        deals: u32,
        created_at: Timestamp,
    }

    /// Names an import.
    ImportRef { id: ImportId }
}
