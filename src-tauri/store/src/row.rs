//! Reading cells: every stored value becomes a domain value here, or an error that names the column.

use std::str::FromStr;

use domain::Timestamp;
use domain::id::Id;
use serde::de::DeserializeOwned;
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;

use crate::error::{Result, StoreError};

/// Typed access to the cells of a row.
pub(crate) trait Cells {
    /// A plain SQL value.
    fn cell<'r, T: sqlx::Decode<'r, sqlx::Sqlite> + sqlx::Type<sqlx::Sqlite>>(
        &'r self,
        column: &'static str,
    ) -> Result<T>;

    /// An id.
    fn id<T: Id>(&self, column: &'static str) -> Result<T> {
        let bytes: Vec<u8> = self.cell(column)?;
        T::from_bytes(&bytes).map_err(|_| stored(column, &format!("{bytes:02x?}")))
    }

    /// An id that may be missing.
    fn opt_id<T: Id>(&self, column: &'static str) -> Result<Option<T>> {
        let bytes: Option<Vec<u8>> = self.cell(column)?;
        bytes.map(|bytes| T::from_bytes(&bytes).map_err(|_| stored(column, &format!("{bytes:02x?}")))).transpose()
    }

    /// An instant.
    fn time(&self, column: &'static str) -> Result<Timestamp> {
        Ok(Timestamp::from_millis(self.cell(column)?))
    }

    /// An instant that may be missing.
    fn opt_time(&self, column: &'static str) -> Result<Option<Timestamp>> {
        Ok(self.cell::<Option<i64>>(column)?.map(Timestamp::from_millis))
    }

    /// Text.
    fn text(&self, column: &'static str) -> Result<String> {
        self.cell(column)
    }

    /// Text that may be missing.
    fn opt_text(&self, column: &'static str) -> Result<Option<String>> {
        self.cell(column)
    }

    /// A count.
    fn count(&self, column: &'static str) -> Result<u32> {
        let value: i64 = self.cell(column)?;
        u32::try_from(value).map_err(|_| stored(column, &value.to_string()))
    }

    /// A count that may be missing.
    fn opt_count(&self, column: &'static str) -> Result<Option<u32>> {
        let value: Option<i64> = self.cell(column)?;
        value.map(|value| u32::try_from(value).map_err(|_| stored(column, &value.to_string()))).transpose()
    }

    /// A word of a closed list, or an address.
    fn word<T: FromStr>(&self, column: &'static str) -> Result<T> {
        let text: String = self.cell(column)?;
        text.parse().map_err(|_| stored(column, &text))
    }

    /// A word that may be missing.
    fn opt_word<T: FromStr>(&self, column: &'static str) -> Result<Option<T>> {
        let text: Option<String> = self.cell(column)?;
        text.map(|text| text.parse().map_err(|_| stored(column, &text))).transpose()
    }

    /// JSON.
    fn json<T: DeserializeOwned>(&self, column: &'static str) -> Result<T> {
        let text: String = self.cell(column)?;
        serde_json::from_str(&text).map_err(|_| stored(column, &text))
    }

    /// JSON that may be missing.
    fn opt_json<T: DeserializeOwned>(&self, column: &'static str) -> Result<Option<T>> {
        let text: Option<String> = self.cell(column)?;
        text.map(|text| serde_json::from_str(&text).map_err(|_| stored(column, &text))).transpose()
    }
}

impl Cells for SqliteRow {
    fn cell<'r, T: sqlx::Decode<'r, sqlx::Sqlite> + sqlx::Type<sqlx::Sqlite>>(
        &'r self,
        column: &'static str,
    ) -> Result<T> {
        self.try_get(column).map_err(|source| StoreError::Statement { what: column, source })
    }
}

/// An error for stored text that is not understood.
pub(crate) fn stored(what: &'static str, value: &str) -> StoreError {
    StoreError::Stored { what, value: value.chars().take(80).collect() }
}

/// JSON for storing. Values of this program always serialise; should one not, it is stored as null and read back as an error.
pub(crate) fn json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned())
}
