//! Contacts as one file for a spreadsheet, CSV or XLSX: those under a filter, in the order of the table. No cell is ever a formula.

use std::io::{Seek, Write};

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
/// The most that is handed over in memory: a page has no disk of its own.
const IN_MEMORY: usize = 100_000;

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

/// The name that is proposed for the file.
pub fn name(format: ExportFormat) -> &'static str {
    match format {
        ExportFormat::Csv => "contacts.csv",
        ExportFormat::Xlsx => "contacts.xlsx",
    }
}

/// Writes the file and says how many contacts are in it. The caller has chosen where.
pub async fn write<W: Write + Seek + Send>(
    engine: &Engine,
    request: &ContactsExport,
    to: W,
) -> Result<u32, EngineError> {
    let places = chosen(engine, request).await?;
    match request.format {
        ExportFormat::Csv => csv(engine, &places, to).await,
        ExportFormat::Xlsx => xlsx(engine, &places, to).await,
    }
}

/// The file in memory, for a door without a disk.
pub(crate) async fn in_memory(engine: &Engine, request: &ContactsExport) -> Result<ContactsFile, EngineError> {
    let rows = chosen(engine, request).await?.len();
    if rows > IN_MEMORY {
        return Err(EngineError::Refused(format!(
            "{rows} contacts are too many for a download in a browser; filter them, or save them from the desktop window"
        )));
    }
    let mut bytes = std::io::Cursor::new(Vec::new());
    let rows = write(engine, request, &mut bytes).await?;
    Ok(ContactsFile { name: name(request.format).to_owned(), rows, base64: base64(bytes.get_ref()) })
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

async fn xlsx<W: Write + Seek + Send>(engine: &Engine, places: &[i64], to: W) -> Result<u32, EngineError> {
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
    book.save_to_writer(to).map_err(xlsx_failed)?;
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

/// Bytes as text that survives JSON.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let whole = (0..3).fold(0u32, |whole, at| whole << 8 | u32::from(three.get(at).copied().unwrap_or(0)));
        for letter in 0..4 {
            let six = usize::try_from(whole >> (18 - 6 * letter) & 63).unwrap_or(0);
            let letter = if letter <= three.len() { LETTERS.get(six).copied().unwrap_or(b'=') } else { b'=' };
            text.push(char::from(letter));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn bytes_survive_as_base64() {
        for (bytes, text) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }
}
