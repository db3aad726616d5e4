//! The rejected rows as a file that can be mended and imported again: the cells as they were, then the reason and the line. What a
//! spreadsheet would take for a formula stays text there, by a quote that the next import takes off again.

use std::fs::File;
use std::path::{Path, PathBuf};

use csv::StringRecord;

use super::error::ImportError;
use super::headers::Column;
use super::read::Record;
use crate::plain;

/// A file being written beside its final place; it gets its name when it is whole.
pub(super) struct Rejects {
    path: PathBuf,
    partial: PathBuf,
    width: usize,
    writer: Option<csv::Writer<File>>,
}

impl Rejects {
    pub(super) fn create(path: &Path, columns: &[Column], delimiter: u8) -> Result<Self, ImportError> {
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(".partial");
        let partial = path.with_file_name(name);
        let failed = |source: csv::Error| ImportError::Rejects { path: path.to_owned(), source };
        let file = File::create(&partial).map_err(|error| failed(error.into()))?;
        let mut writer = csv::WriterBuilder::new().delimiter(delimiter).flexible(true).from_writer(file);
        let headers = columns.iter().map(|column| column.header.as_str()).chain(["reason", "line"]);
        write(&mut writer, headers).map_err(failed)?;
        Ok(Self { path: path.to_owned(), partial, width: columns.len(), writer: Some(writer) })
    }

    /// Adds a row; short rows are filled up, cells past the last column come after reason and line.
    pub(super) fn add(&mut self, record: &Record<'_>, reason: &str) -> Result<(), ImportError> {
        let cells: &StringRecord = record.cells;
        let line = record.line.to_string();
        let fill = self.width.saturating_sub(cells.len());
        let row = cells
            .iter()
            .take(self.width)
            .chain(std::iter::repeat_n("", fill))
            .chain([reason, &line])
            .chain(cells.iter().skip(self.width));
        let Some(writer) = &mut self.writer else { return Ok(()) };
        write(writer, row).map_err(|source| ImportError::Rejects { path: self.path.clone(), source })
    }

    /// Gives the file its name.
    pub(super) fn finish(mut self) -> Result<(), ImportError> {
        let Some(writer) = self.writer.take() else { return Ok(()) };
        let closed = writer.into_inner().map_err(|error| error.into_error());
        closed.and_then(|_| std::fs::rename(&self.partial, &self.path)).map_err(|error| {
            // The name was not given: what is there goes with the failure.
            let _ = std::fs::remove_file(&self.partial);
            ImportError::Rejects { path: self.path.clone(), source: error.into() }
        })
    }
}

fn write<'a>(writer: &mut csv::Writer<File>, cells: impl Iterator<Item = &'a str>) -> csv::Result<()> {
    for cell in cells {
        writer.write_field(plain::guarded(cell).as_bytes())?;
    }
    writer.write_record(None::<&[u8]>)
}

impl Drop for Rejects {
    fn drop(&mut self) {
        if self.writer.take().is_some() {
            let _ = std::fs::remove_file(&self.partial);
        }
    }
}
