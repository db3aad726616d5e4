//! Importing truthfully: reads a list of people or of sites from a file, says what becomes of every row, and does exactly that.
//!
//! [`run`] is preview and import at once: both run the same statements in one transaction, and a preview ends without the commit. SQL is left
//! to `store::imports`; which brand and which pipeline is meant, to whoever asks.

mod decode;
pub(crate) mod desk;
mod error;
mod headers;
mod look;
mod options;
mod read;
mod rejects;
mod report;
mod row;
mod rows;
mod run;
mod sites;
mod sniff;
#[cfg(test)]
mod tests;

pub use error::ImportError;
pub use headers::{Certainty, Column, Field, parse_mapping};
pub(crate) use look::look;
pub use options::{DealTarget, Delimiter, ImportOptions, Mode, OnDuplicate, Shown};
pub use report::{ImportReport, Phase, Progress, RowVerdict, Verdict, Warning};
pub use run::{Watch, run, undo};
