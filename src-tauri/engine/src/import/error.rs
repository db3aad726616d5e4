//! Why a whole file cannot be imported. Whatever the reason, nothing was written.

use std::path::PathBuf;

/// One variant per operation that failed.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file cannot be opened or read.
    #[error("the file {} cannot be read", path.display())]
    Read {
        /// Which file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The file is something else than a list.
    #[error("the file is {0}, not a list; save it as CSV, TSV or XLSX")]
    NotAList(&'static str),
    /// The bytes are not text in the encoding that was found or asked for.
    #[error("on line {line} the file is not {encoding}; choose another encoding")]
    Malformed {
        /// Name of the encoding.
        encoding: &'static str,
        /// Where first.
        line: u32,
    },
    /// No encoding has that name.
    #[error("“{0}” is not an encoding this program knows; try utf-8, windows-1252 or utf-16le")]
    UnknownEncoding(String),
    /// A row has no end within reason.
    #[error("the row that begins on line {0} does not end within 4 MB; a quote may be left open")]
    EndlessRow(u32),
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// No column of addresses.
    #[error("no column holds e-mail addresses; the columns are: {}{hint}", headers.join(", "))]
    NoEmailColumn {
        /// What was found in the header row.
        headers: Vec<String>,
        /// What to do, as the end of the sentence.
        hint: String,
    },
    /// A mapping names a header the file does not have.
    #[error("there is no column “{header}”; the columns are: {}", headers.join(", "))]
    UnknownHeader {
        /// What was asked for.
        header: String,
        /// What is there.
        headers: Vec<String>,
    },
    /// A mapping cannot be read.
    #[error("a mapping looks like \"Header=field\", not “{0}”")]
    BadMapping(String),
    /// A mapping names a field that does not exist.
    #[error("a column cannot go there")]
    UnknownField(#[from] domain::UnknownWord),
    /// The workbook cannot be read.
    #[error("the workbook cannot be read")]
    Workbook(#[source] Box<calamine::XlsxError>),
    /// The file for the rejected rows cannot be written.
    #[error("the rejected rows cannot be saved to {}", path.display())]
    Rejects {
        /// Which file.
        path: PathBuf,
        /// Why.
        #[source]
        source: csv::Error,
    },
    /// The reading thread died.
    #[error("reading the file broke off")]
    Reader(#[source] tokio::task::JoinError),
    /// The person stopped it.
    #[error("the import was stopped; nothing was changed")]
    Cancelled,
    /// It was undone before.
    #[error("this import was undone already")]
    AlreadyUndone,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] store::StoreError),
}

impl From<calamine::XlsxError> for ImportError {
    fn from(error: calamine::XlsxError) -> Self {
        Self::Workbook(Box::new(error))
    }
}
