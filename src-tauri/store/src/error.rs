//! What can go wrong with the file, one variant per operation that failed.

/// Result of a store operation.
pub type Result<T> = std::result::Result<T, StoreError>;

/// What went wrong.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file cannot be opened or made.
    #[error("the database {path} cannot be opened")]
    Open {
        /// Which file.
        path: String,
        /// Why.
        #[source]
        source: sqlx::Error,
    },
    /// The file was written by a newer version.
    #[error(
        "the database was written by a newer version of CRM Autopilot (schema {found}, this one knows {known}); update the program, nothing was changed"
    )]
    Newer {
        /// Newest migration in the file.
        found: i64,
        /// Newest migration this program knows.
        known: i64,
    },
    /// A migration failed.
    #[error("the database could not be brought up to date; it is as it was before")]
    Migrate(#[source] sqlx::migrate::MigrateError),
    /// The safety copy before a migration failed.
    #[error("the safety copy before the update could not be made, so nothing was changed")]
    SafetyCopy(#[source] std::io::Error),
    /// The file is not what SQLite or we wrote.
    #[error("the database {path} is damaged: {what}")]
    Damaged {
        /// Which file.
        path: String,
        /// The first thing that is wrong with it.
        what: String,
    },
    /// The file is of an older version, and another process uses it.
    #[error(
        "the database is of an older version; it is brought up to date when the program that uses it is started anew"
    )]
    Older,
    /// Another connection still reads what is to be overwritten.
    #[error("another program is reading the database, so what was deleted could not be overwritten yet")]
    InUse,
    /// A statement failed.
    #[error("the database could not {what}")]
    Statement {
        /// What the statement was to do.
        what: &'static str,
        /// Why.
        #[source]
        source: sqlx::Error,
    },
    /// A stored value that this program does not understand.
    #[error("the database holds a {what} this program does not understand: {value}")]
    Stored {
        /// Which kind of value.
        what: &'static str,
        /// The value, shortened.
        value: String,
    },
    /// Something that should be there is not.
    #[error("no {what} with that id")]
    Missing {
        /// Which kind of thing.
        what: &'static str,
    },
    /// The claim on a deal was lost to somebody else meanwhile.
    #[error("the deal was changed by somebody else meanwhile")]
    FenceLost,
}

impl StoreError {
    /// The file is locked by another program.
    pub fn is_locked(&self) -> bool {
        self.sqlite_code().is_some_and(|code| code & 0xff == 5 || code & 0xff == 6)
    }

    /// The disk is full, or the file may not be written.
    pub fn is_disk_full(&self) -> bool {
        self.sqlite_code().is_some_and(|code| code != 522 && matches!(code & 0xff, 13 | 10 | 8))
    }

    /// The file cannot be trusted.
    pub fn is_damage(&self) -> bool {
        // SQLITE_CORRUPT, SQLITE_NOTADB, and a read that came up short, which is how a file that was cut off shows.
        matches!(self, Self::Damaged { .. })
            || self.sqlite_code().is_some_and(|code| matches!(code & 0xff, 11 | 26) || code == 522)
    }

    fn sqlite_code(&self) -> Option<u32> {
        let source = match self {
            Self::Statement { source, .. } | Self::Open { source, .. } => source,
            Self::Migrate(sqlx::migrate::MigrateError::Execute(source)) => source,
            _ => return None,
        };
        source.as_database_error()?.code()?.parse().ok()
    }
}

/// Names the statement that failed.
pub(crate) trait Doing<T> {
    /// Says what the statement was to do.
    fn doing(self, what: &'static str) -> Result<T>;
}

impl<T> Doing<T> for std::result::Result<T, sqlx::Error> {
    fn doing(self, what: &'static str) -> Result<T> {
        self.map_err(|source| StoreError::Statement { what, source })
    }
}
