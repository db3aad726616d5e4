//! Contacts as one file for a spreadsheet, CSV or XLSX: those under a filter, in the order of the table. No cell is ever a formula.

use std::fs::File;
use std::io::{BufWriter, Seek, Write};

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use serde_json::Value;
use store::views::people::{self, PersonView};

use super::text;
use crate::api::query::contact_places;
use crate::api::wire::{ContactsExport, ContactsFile, ExportFormat};
use crate::{Engine, EngineError};

/// Contacts read at once.
const AT_ONCE: usize = 1_000;
/// A sheet of XLSX has no more rows, the header among them.
const SHEET: usize = 1_048_575;

const COLUMNS: [&str; 17] = [
    "email",
    "name",
    "company",
    "website",
    "domain_authority",
    "type",
    "tags",
    "notes",
    "source",
    "country",
    "timezone",
    "basis",
    "basis_note",
    "brand",
    "must_not_be_mailed",
    "created_at",
    "updated_at",
];

/// Writes the file and offers it to the person.
pub(crate) async fn offer(engine: &Engine, request: &ContactsExport) -> Result<ContactsFile, EngineError> {
    let token = engine.file_token();
    let name = match request.format {
        ExportFormat::Csv => "contacts.csv",
        ExportFormat::Xlsx => "contacts.xlsx",
    };
    let place = engine.files.make_place(&token, name)?;
    let file = File::create(place.path()).map_err(failed)?;
    let rows = write(engine, request, BufWriter::new(file)).await?;
    Ok(ContactsFile { rows, file: engine.files.offer(token, place)? })
}

/// Writes the file and says how many contacts are in it.
async fn write<W: Write + Seek + Send>(engine: &Engine, request: &ContactsExport, to: W) -> Result<u32, EngineError> {
    let places = chosen(engine, request).await?;
    match request.format {
        ExportFormat::Csv => csv(engine, &places, to).await,
        ExportFormat::Xlsx => xlsx(engine, &places, to).await,
    }
}

async fn chosen(engine: &Engine, request: &ContactsExport) -> Result<Vec<i64>, EngineError> {
    if !request.ids.is_empty() {
        return Ok(people::places(&mut *engine.store.read().await?, &request.ids).await?);
    }
    Ok(contact_places(engine, &request.filter, request.sort, request.down, (0, usize::MAX)).await?.0)
}

/// A row's cells: a number, or text.
fn cells(one: PersonView) -> [Value; 17] {
    let time = |at: domain::Timestamp| Value::from(at.utc().to_rfc3339_opts(chrono::SecondsFormat::Secs, true));
    [
        one.email.into(),
        one.name.into(),
        one.company.into(),
        one.website.into(),
        one.domain_authority.map_or(Value::Null, Value::from),
        one.kind.as_str().into(),
        one.tags.join(", ").into(),
        one.notes.into(),
        one.source.into(),
        one.country.into(),
        one.timezone.into(),
        one.basis.as_str().into(),
        one.basis_note.into(),
        one.brand.into(),
        one.suppressed.into(),
        time(one.created_at),
        time(one.updated_at),
    ]
}

async fn csv<W: Write + Send>(engine: &Engine, places: &[i64], to: W) -> Result<u32, EngineError> {
    let mut out = csv::Writer::from_writer(to);
    let failed = |error: csv::Error| failed(error.into());
    out.write_record(COLUMNS).map_err(failed)?;
    let mut rows = 0;
    for some in places.chunks(AT_ONCE) {
        for one in people::lines(&mut *engine.store.read().await?, some).await? {
            out.write_record(cells(one).iter().map(text)).map_err(failed)?;
            rows += 1;
        }
    }
    out.flush().map_err(self::failed)?;
    Ok(rows)
}

async fn xlsx<W: Write + Seek + Send>(engine: &Engine, places: &[i64], mut to: W) -> Result<u32, EngineError> {
    if places.len() > SHEET {
        return Err(EngineError::Refused(format!(
            "A sheet holds {SHEET} rows and these are {}; save them as CSV, or filter them",
            places.len()
        )));
    }
    let mut book = Workbook::new();
    let sheet = book.add_worksheet_with_constant_memory().map_err(xlsx_failed)?;
    head(sheet).map_err(xlsx_failed)?;
    let mut rows = 0;
    for some in places.chunks(AT_ONCE) {
        for one in people::lines(&mut *engine.store.read().await?, some).await? {
            rows += 1;
            line(sheet, rows, &cells(one)).map_err(xlsx_failed)?;
        }
    }
    book.save_to_writer(&mut to).map_err(xlsx_failed)?;
    to.flush().map_err(failed)?;
    Ok(rows)
}

fn head(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_name("Contacts")?.set_freeze_panes(1, 0)?;
    let bold = Format::new().set_bold();
    for (column, name) in (0..).zip(COLUMNS) {
        sheet.set_column_width(column, 20)?;
        sheet.write_string_with_format(0, column, name, &bold)?;
    }
    Ok(())
}

fn line(sheet: &mut Worksheet, row: u32, cells: &[Value]) -> Result<(), XlsxError> {
    for (column, cell) in (0..).zip(cells) {
        match cell {
            Value::Null => continue,
            Value::Number(number) => sheet.write_number(row, column, number.as_f64().unwrap_or(0.0))?,
            // Written as a string, so whatever it begins with it stays one. A cell holds 32,767 characters.
            other => sheet.write_string(
                row,
                column,
                other.as_str().unwrap_or_default().chars().take(32_767).collect::<String>(),
            )?,
        };
    }
    Ok(())
}

fn xlsx_failed(error: XlsxError) -> EngineError {
    failed(std::io::Error::other(error))
}

fn failed(source: std::io::Error) -> EngineError {
    EngineError::Export { path: "The file of contacts".to_owned(), source }
}
