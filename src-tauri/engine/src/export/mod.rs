//! Taking data out: the tables as files that any spreadsheet reads, and the evidence for one person as one document.

pub mod contacts;

use std::fs::File;
use std::path::{Path, PathBuf};

use domain::EmailAddress;
use serde_json::Value;
use store::views::export::{NESTED, Record, TABLES, Table, each};

use crate::api::wire::Evidence;
use crate::{Engine, EngineError, plain};

/// A file that was written.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Written {
    /// Where it is.
    pub file: String,
    /// Rows, without the header.
    pub rows: u32,
}

/// Writes contacts, deals, mails, messages, decisions, activities, what was done with mails, and suppressions into a folder, one CSV file each. Refused where one of
/// these files is there already.
pub async fn tables(engine: &Engine, folder: &Path) -> Result<Vec<Written>, EngineError> {
    std::fs::create_dir_all(folder).map_err(|source| failed(folder, source))?;
    let file = |table: &Table| folder.join(format!("{}.csv", table.name));
    if let Some(there) = TABLES.iter().map(file).find(|file| file.exists()) {
        return Err(EngineError::Refused(format!("{} is there already; name another folder", there.display())));
    }
    let mut written = Vec::new();
    for table in TABLES {
        written.push(write(engine, table, &file(&table)).await?);
    }
    Ok(written)
}

async fn write(engine: &Engine, table: Table, path: &PathBuf) -> Result<Written, EngineError> {
    let mut out = csv::Writer::from_writer(File::create_new(path).map_err(|source| failed(path, source))?);
    let mut rows = 0;
    let mut take = |record: Record| {
        if rows == 0 {
            out.write_record(record.iter().map(|(name, _)| name))?;
        }
        rows += 1;
        out.write_record(record.iter().map(|(_, value)| text(value)))
    };
    let done = each(&mut *engine.store.read().await?, table, None, &mut take).await?;
    done.map_err(|error| failed(path, error.into()))?;
    let file = out.into_inner().map_err(|error| failed(path, error.into_error()))?;
    file.sync_all().map_err(|source| failed(path, source))?;
    Ok(Written { file: path.display().to_string(), rows })
}

/// A cell as text. What a spreadsheet would take for a formula stays text there.
fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => plain::guarded(text).into_owned(),
        other => other.to_string(),
    }
}

fn failed(path: &Path, source: std::io::Error) -> EngineError {
    EngineError::Export { path: path.display().to_string(), source }
}

/// Everything that is kept about a person, over all brands.
pub(crate) async fn evidence(engine: &Engine, address: &EmailAddress) -> Result<Evidence, EngineError> {
    let mut conn = engine.store.read().await?;
    let mut found = Vec::new();
    for table in TABLES {
        let mut rows = Vec::new();
        let mut take = |record: Record| {
            rows.push(record.into_iter().map(|(name, value)| unfolded(name, value)).collect());
            Ok::<(), EngineError>(())
        };
        each(&mut conn, table, Some(address), &mut take).await??;
        found.push((table.name, rows));
    }
    let mut of = |name| {
        let rows = found.iter_mut().find(|(table, _)| *table == name).map(|(_, rows)| std::mem::take(rows));
        rows.unwrap_or_default()
    };
    Ok(Evidence {
        address: address.to_string(),
        made_at: engine.now(),
        contacts: of("contacts"),
        deals: of("deals"),
        emails: of("emails"),
        messages: of("messages"),
        decisions: of("decisions"),
        activities: of("activities"),
        engagement: of("engagement"),
        suppressions: of("suppressions"),
    })
}

/// JSON that is kept as text becomes part of the document.
fn unfolded(name: String, value: Value) -> (String, Value) {
    let nested = value.as_str().filter(|_| NESTED.contains(&name.as_str()));
    let nested = nested.and_then(|text| serde_json::from_str(text).ok());
    (name, nested.unwrap_or(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!(text(&Value::String("=HYPERLINK(\"x\")".to_owned())), "'=HYPERLINK(\"x\")");
        assert_eq!(text(&Value::String("Jo = Ann".to_owned())), "Jo = Ann");
        assert_eq!(text(&Value::from(-5)), "-5");
        assert_eq!(text(&Value::Null), "");
    }
}
