//! What crosses the border about imports: how a file is to be read, the one that is under way, and those that were done.

use std::collections::BTreeMap;

use domain::Timestamp;
use domain::contact::{Basis, ContactType};
use domain::id::ImportId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::OfferedFile;
use crate::import::{Column, Delimiter, Field, ImportReport, OnDuplicate, Progress};

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

    /// How a chosen file is to be read.
    ImportReading {
        /// The token of the chosen file.
        file: String,
        /// Encoding by name; detected without.
        encoding: Option<String>,
        /// Detected without.
        delimiter: Option<Delimiter>,
        /// Headers that go to a field of the person's choice.
        map: BTreeMap<String, Field>,
        /// Keep the columns that go nowhere as custom fields.
        keep_unmapped: bool,
    }

    /// What a file is, before anybody decides what becomes of it.
    ImportLook {
        /// Encoding the text was read in; none for a workbook.
        encoding: Option<String>,
        /// Delimiter the text was read with; none for a workbook.
        delimiter: Option<Delimiter>,
        /// Sheet that was read; none for text.
        sheet: Option<String>,
        columns: Vec<Column>,
        /// The first different values of each column.
        examples: Vec<Vec<String>>,
        /// Whether a column holds the addresses, or the sites of a list of sites; without one nothing can be imported.
        has_addresses: bool,
        /// The first row holds an address itself: the names of the columns are missing.
        lacks_header: bool,
    }

    /// An import as a person wants it.
    ImportRequest {
        reading: ImportReading,
        /// Whose contacts, by slug.
        brand: String,
        kind: ContactType,
        /// Where they come from; the legal footer says so to people.
        source: String,
        /// On what ground new contacts are written to where their row does not say.
        basis: Basis,
        basis_note: String,
        /// Open a deal for each in the first stage of this pipeline, by key.
        pipeline: Option<String>,
        on_duplicate: OnDuplicate,
        /// How many rows the preview counted, for showing how far the import is.
        rows: Option<u32>,
    }

    /// What is under way.
    ImportsNow {
        /// How far the preview is that somebody waits for.
        preview: Option<Progress>,
        /// The import that runs, or the last one until it is left.
        job: Option<ImportJob>,
    }

    /// One import of this session.
    ImportJob {
        file_name: String,
        brand: String,
        /// The pipeline of the new deals, by key.
        pipeline: Option<String>,
        /// How many rows the preview counted.
        rows: Option<u32>,
        outcome: ImportOutcome,
    }
}

/// How an import stands.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[ts(export)]
#[expect(clippy::large_enum_variant, reason = "there is one at a time")]
pub enum ImportOutcome {
    /// It runs.
    Running {
        /// How far it is.
        progress: Progress,
    },
    /// It is done.
    Done {
        /// What it did.
        report: ImportReport,
        /// The rejected rows, waiting to be saved.
        rejects: Option<OfferedFile>,
    },
    /// The person stopped it; nothing was changed.
    Stopped,
    /// It failed; nothing was changed.
    Failed {
        /// Why, as a sentence.
        message: String,
    },
}
