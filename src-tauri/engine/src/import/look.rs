//! What a file is, before anything is imported: how it is read, its columns and their first values. Touches no database.

use std::path::Path;

use csv::StringRecord;
use domain::EmailAddress;
use tokio::task::spawn_blocking;

use super::error::ImportError;
use super::headers::{self, Field};
use super::options::ImportOptions;
use super::sniff::{self, Format};
use crate::api::wire::ImportLook;

/// Values shown of each column.
const EXAMPLES: usize = 3;
/// The most characters of each.
const LONGEST: usize = 80;

/// Looks at a file. That no column holds addresses is no error here: the person may say which one does.
pub(crate) async fn look(path: &Path, options: &ImportOptions) -> Result<ImportLook, ImportError> {
    let (path, options) = (path.to_owned(), options.clone());
    spawn_blocking(move || look_now(&path, &options)).await.map_err(ImportError::Reader)?
}

fn look_now(path: &Path, options: &ImportOptions) -> Result<ImportLook, ImportError> {
    let source = sniff::look(path, options)?;
    let sites = headers::find_sites(&source.head, &options.map);
    let at = headers::find(&source.head, &options.map).or(sites).unwrap_or_else(|| headers::likely(&source.head));
    let columns = match sites {
        Some(_) => headers::columns_of_sites(&source.head, at, &options.map)?,
        None => headers::columns(&source.head, at, &options.map, options.keep_unmapped)?,
    };
    let below = source.head.get(at + 1..).unwrap_or_default();
    let examples = (0..columns.len()).map(|place| examples(below, place)).collect();
    let (encoding, delimiter, sheet) = match source.format {
        Format::Text { encoding, delimiter } => (Some(encoding.name().to_owned()), Some(delimiter), None),
        Format::Workbook { sheet } => (None, None, Some(sheet)),
    };
    let has_addresses = sites.is_some() || columns.iter().any(|column| column.field == Field::Email);
    let lacks_header = !has_addresses && columns.iter().any(|column| EmailAddress::parse(&column.header).is_ok());
    Ok(ImportLook { encoding, delimiter, sheet, columns, examples, has_addresses, lacks_header })
}

fn examples(rows: &[StringRecord], place: usize) -> Vec<String> {
    let mut examples: Vec<String> = Vec::new();
    for value in rows.iter().filter_map(|row| row.get(place)).map(str::trim).filter(|value| !value.is_empty()) {
        let value: String = value.chars().take(LONGEST).collect();
        if examples.len() < EXAMPLES && !examples.contains(&value) {
            examples.push(value);
        }
    }
    examples
}
