//! Records of a file, one after the other: of a text through `csv`, of a workbook's first sheet that holds anything through `calamine`.
//! What the records mean is left to others.

use std::fs::File;
use std::io::BufReader;
use std::ops::ControlFlow;
use std::path::Path;

use calamine::{Data, DataRef, Reader as _, Xlsx};
use csv::StringRecord;

use super::decode::{Decoding, Stop};
use super::error::ImportError;
use super::sniff::{Format, Source};

/// One record of a file.
pub(super) struct Record<'a> {
    /// The line it begins on, or the row of the sheet.
    pub(super) line: u32,
    pub(super) cells: &'a StringRecord,
    /// The file ended inside a quoted cell of this record.
    pub(super) open_quote: bool,
    /// How much of the file was read, in bytes; 0 for a workbook.
    pub(super) bytes: u64,
}

/// What is done with each record; a break ends the reading.
type Each<'a> = &'a mut dyn FnMut(Record<'_>) -> Result<ControlFlow<()>, ImportError>;

/// Reads all records.
pub(super) fn each(source: &Source, act: Each<'_>) -> Result<(), ImportError> {
    match &source.format {
        Format::Text { encoding, delimiter } => text(source, encoding, delimiter.byte(), act),
        Format::Workbook { sheet } => {
            let mut workbook = open(&source.path)?;
            rows_of(&mut workbook, sheet, act)
        }
    }
}

/// The first records of a text.
pub(super) fn head(source: &Source, most: usize) -> Result<Vec<StringRecord>, ImportError> {
    let mut head = Vec::new();
    each(source, &mut |record| {
        head.push(record.cells.clone());
        Ok(if head.len() < most { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
    })?;
    Ok(head)
}

fn text(
    source: &Source,
    encoding: &'static encoding_rs::Encoding,
    delimiter: u8,
    act: Each<'_>,
) -> Result<(), ImportError> {
    let file =
        File::open(&source.path).map_err(|error| ImportError::Read { path: source.path.clone(), source: error })?;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .buffer_capacity(64 << 10)
        .from_reader(Decoding::new(file, encoding));
    // One record is held back: only at the end of the file is it known whether its quotes were closed.
    let (mut held, mut next) = (StringRecord::new(), StringRecord::new());
    let (mut line, mut any) = (0, false);
    loop {
        let more =
            reader.read_record(&mut next).map_err(|error| stopped(source, encoding, reader.get_ref(), line, error))?;
        reader.get_ref().row_ended();
        if any {
            let open_quote =
                !more && reader.get_ref().quote_left_open() && held.iter().any(|cell| cell.contains(['\n', '\r']));
            let bytes = reader.get_ref().taken();
            if act(Record { line, cells: &held, open_quote, bytes })?.is_break() {
                return Ok(());
            }
        }
        if !more {
            return Ok(());
        }
        std::mem::swap(&mut held, &mut next);
        any = true;
        // Files of old Macs end lines without the character that `csv` counts.
        let counted = held.position().map_or(0, csv::Position::line);
        line = u32::try_from(counted).unwrap_or(u32::MAX).max(line.saturating_add(1));
    }
}

fn stopped(
    source: &Source,
    encoding: &'static encoding_rs::Encoding,
    decoding: &Decoding<File>,
    line: u32,
    error: csv::Error,
) -> ImportError {
    match decoding.stopped() {
        Some(Stop::Malformed { line }) => ImportError::Malformed { encoding: encoding.name(), line },
        Some(Stop::EndlessRow) => ImportError::EndlessRow(line.saturating_add(1)),
        None => ImportError::Read { path: source.path.clone(), source: error.into() },
    }
}

type Workbook = Xlsx<BufReader<File>>;

fn open(path: &Path) -> Result<Workbook, ImportError> {
    let file = File::open(path).map_err(|source| ImportError::Read { path: path.to_owned(), source })?;
    Xlsx::new(BufReader::new(file)).map_err(|error| match error {
        // A zip without the parts of a workbook: another office format, or no office file at all.
        calamine::XlsxError::FileNotFound(_) | calamine::XlsxError::Zip(_) => {
            ImportError::NotAList("an archive or another program's document")
        }
        other => other.into(),
    })
}

/// The first sheet that holds anything, and its first rows.
pub(super) fn first_sheet(path: &Path, most: usize) -> Result<(Format, Vec<StringRecord>), ImportError> {
    let mut workbook = open(path)?;
    for sheet in workbook.sheet_names() {
        let mut head = Vec::new();
        let looked = rows_of(&mut workbook, &sheet, &mut |record| {
            head.push(record.cells.clone());
            Ok(if head.len() < most { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
        });
        match looked {
            // Charts and dialogues are sheets too.
            Err(ImportError::Workbook(error)) if matches!(*error, calamine::XlsxError::NotAWorksheet(_)) => {}
            Err(error) => return Err(error),
            Ok(()) if head.is_empty() => {}
            Ok(()) => return Ok((Format::Workbook { sheet }, head)),
        }
    }
    Err(ImportError::Empty)
}

/// Calls for each row of a sheet that has a cell with text.
fn rows_of(workbook: &mut Workbook, sheet: &str, act: Each<'_>) -> Result<(), ImportError> {
    let mut reader = workbook.worksheet_cells_reader(sheet)?;
    let mut cells = Vec::<String>::new();
    let mut row = 0;
    loop {
        let cell = reader.next_cell()?;
        let position = cell.as_ref().map(calamine::Cell::get_position);
        if position.is_none_or(|(at, _)| at != row) {
            let any = cells.iter().any(|cell| !cell.is_empty());
            let record = StringRecord::from(std::mem::take(&mut cells));
            if any
                && act(Record { line: row.saturating_add(1), cells: &record, open_quote: false, bytes: 0 })?.is_break()
            {
                return Ok(());
            }
        }
        let (Some(cell), Some((at, column))) = (cell, position) else { return Ok(()) };
        row = at;
        let value = shown(cell.get_value());
        let column = column as usize;
        if !value.is_empty() && column < MOST_COLUMNS {
            if cells.len() <= column {
                cells.resize(column + 1, String::new());
            }
            if let Some(place) = cells.get_mut(column) {
                *place = value;
            }
        }
    }
}

/// Excel's own limit.
const MOST_COLUMNS: usize = 16_384;

/// A cell as a person would type it.
fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::DateTime(date) => day(date),
        DataRef::Error(_) | DataRef::Empty => String::new(),
        // Excel keeps whole numbers as floats; both print without a fraction.
        other => Data::from(other.clone()).to_string(),
    }
}

fn day(date: &calamine::ExcelDateTime) -> String {
    if !date.is_datetime() {
        return date.to_string();
    }
    let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
    let time =
        if (hour, minute, second) == (0, 0, 0) { String::new() } else { format!(" {hour:02}:{minute:02}:{second:02}") };
    format!("{year:04}-{month:02}-{day:02}{time}")
}
