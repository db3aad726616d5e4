//! What can go wrong in the engine, and how it is said at the border.

use domain::decision::Illegal;
use store::StoreError;

use crate::api::wire::{ApiError, ErrorCode};

/// One variant per operation that failed.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The folder for the data cannot be made.
    #[error("the folder {path} cannot be made")]
    DataDir {
        /// Which folder.
        path: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The lock file cannot be used.
    #[error("the lock file {path} cannot be used")]
    Lock {
        /// Which file.
        path: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A backup cannot be written, thinned out or put back.
    #[error("the backup {path} cannot be written")]
    Backup {
        /// Which file.
        path: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A file of data that is taken out cannot be written.
    #[error("{path} cannot be written")]
    Export {
        /// Which file.
        path: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The file is damaged; the sentence says how to go on.
    #[error("{0}")]
    Damaged(String),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Not now; nothing is broken.
    #[error("{0}")]
    Refused(String),
    /// No such thing.
    #[error("there is no {what} “{name}”")]
    NotFound {
        /// Kind of thing.
        what: &'static str,
        /// What was asked for.
        name: String,
    },
    /// What was asked makes no sense.
    #[error("{0}")]
    BadRequest(String),
    /// A template of ours, or a person's wording of it, does not work.
    #[error("the template {name} does not work: {why}")]
    Template {
        /// Which template.
        name: String,
        /// Why.
        why: String,
    },
    /// An import that cannot be done; nothing was written.
    #[error(transparent)]
    Import(#[from] crate::import::ImportError),
    /// A file that no door of this session was given.
    #[error(
        "this file is not known here: a file can be read only after you chose it, and only until the program ends; choose it again"
    )]
    NotChosen,
    /// A decision that cannot happen.
    #[error(transparent)]
    Illegal(#[from] Illegal),
    /// Something outside said no; the sentence says what and what to do.
    #[error("{0}")]
    Outside(String),
}

impl EngineError {
    /// An error for a thing that is not there.
    pub fn missing(what: &'static str, name: impl ToString) -> Self {
        Self::NotFound { what, name: name.to_string() }
    }

    /// Whether it failed for want of room on the disk, wherever that showed.
    pub(crate) fn is_disk_full(&self) -> bool {
        let mut error: Option<&(dyn std::error::Error + 'static)> = Some(self);
        while let Some(cause) = error {
            let full = |error: &std::io::Error| {
                matches!(error.kind(), std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded)
            };
            if cause.downcast_ref::<StoreError>().is_some_and(StoreError::is_disk_full)
                || cause.downcast_ref::<std::io::Error>().is_some_and(full)
            {
                return true;
            }
            error = match cause.downcast_ref::<Self>() {
                // Transparent errors name the causes of what they hold, not what they hold.
                Some(Self::Store(error)) => Some(error),
                Some(Self::Import(crate::import::ImportError::Store(error))) => Some(error),
                _ => cause.source(),
            };
        }
        false
    }

    /// What happened and what to do, as one text with its causes.
    pub fn sentence(&self) -> String {
        if let Self::Store(error) = self
            && error.is_locked()
        {
            return "The database is locked by another program. Nothing was lost; close the other program or try again in a moment.".to_owned();
        }
        if self.is_disk_full() {
            return "The disk is full or the database may not be written. Nothing was lost; free some space, then try again.".to_owned();
        }
        let mut text = self.to_string();
        let mut source = std::error::Error::source(self);
        while let Some(cause) = source {
            text.push_str(": ");
            text.push_str(&cause.to_string());
            source = cause.source();
        }
        let mut letters = text.chars();
        let capital = letters.next().map(char::to_uppercase);
        let sentence: String = capital.into_iter().flatten().chain(letters).collect();
        if sentence.ends_with(['.', '?']) { sentence } else { format!("{sentence}.") }
    }
}

impl From<EngineError> for ApiError {
    fn from(error: EngineError) -> Self {
        let code = match &error {
            EngineError::Refused(_) | EngineError::Store(StoreError::FenceLost | StoreError::Older) => {
                ErrorCode::Refused
            }
            EngineError::NotFound { .. } | EngineError::NotChosen | EngineError::Store(StoreError::Missing { .. }) => {
                ErrorCode::NotFound
            }
            EngineError::BadRequest(_) => ErrorCode::BadRequest,
            EngineError::Import(crate::import::ImportError::AlreadyUndone | crate::import::ImportError::Cancelled) => {
                ErrorCode::Refused
            }
            EngineError::Store(store) if store.is_locked() => ErrorCode::Refused,
            EngineError::DataDir { .. }
            | EngineError::Lock { .. }
            | EngineError::Backup { .. }
            | EngineError::Export { .. }
            | EngineError::Damaged(_)
            | EngineError::Store(_)
            | EngineError::Template { .. }
            | EngineError::Illegal(_)
            | EngineError::Import(_)
            | EngineError::Outside(_) => ErrorCode::Failed,
        };
        Self { code, message: error.sentence() }
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        EngineError::Store(error).into()
    }
}

/// A mailbox's trouble, with what to do about it.
impl From<gateways::Trouble> for EngineError {
    fn from(trouble: gateways::Trouble) -> Self {
        Self::Outside(format!("{} {}", trouble.message, trouble.fix))
    }
}

impl From<gateways::SecretError> for EngineError {
    fn from(error: gateways::SecretError) -> Self {
        let sentence = format!("{error}. {}", error.fix());
        match error {
            gateways::SecretError::ReadOnly { .. } => Self::Refused(sentence),
            gateways::SecretError::Keychain { .. } | gateways::SecretError::TooLong { .. } => Self::Outside(sentence),
        }
    }
}
