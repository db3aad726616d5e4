//! `export`: the data as files of one's own.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use engine::Engine;
use engine::api::query;
use engine::api::wire::{Done, Evidence, EvidenceRequest};

use crate::brand::draw_done;
use crate::failure::Failure;
use crate::output::Output;
use crate::table::Table;

#[derive(Debug, Args)]
#[command(
    after_help = "Without --contact: contacts, deals, emails, messages, decisions, activities, engagement and suppressions, one CSV file each, into a
folder. Secrets are not among them. A cell that a spreadsheet would take for a formula begins with a quote.

With --contact: all that is kept about one person, over all brands, as one JSON document: what somebody may ask for
under Art. 15 of the GDPR, and what shows on what ground they were written to.

Examples:
  autopilot export ~/crm-data
  autopilot export --contact jo@example.com
  autopilot export --contact jo@example.com jo.json"
)]
pub(crate) struct Arguments {
    /// Folder of the files; with --contact, a file or a folder for the document. Nothing is overwritten
    #[arg(required_unless_present = "contact")]
    path: Option<PathBuf>,
    /// Only what is kept about this person
    #[arg(long, value_name = "ADDRESS")]
    contact: Option<String>,
}

pub(crate) async fn export(engine: &Engine, arguments: &Arguments, output: &mut Output) -> Result<(), Failure> {
    let Some(address) = &arguments.contact else {
        let folder = arguments.path.as_deref().unwrap_or(Path::new("."));
        let written = engine::export::tables(engine, folder).await?;
        return output.answer(&written, |output, written| {
            let mut table = Table::new(["rows", "file"]);
            for one in written {
                table.row([one.rows.to_string(), one.file.clone()]);
            }
            output.table(&table, "");
        });
    };
    let evidence = query::evidence(engine, EvidenceRequest { address: address.clone() }).await?;
    match &arguments.path {
        None => {
            let document = document(&evidence)?;
            output.answer(&evidence, |output, _| output.line(document))
        }
        Some(path) => {
            let file = if path.is_dir() { path.join(format!("{}.json", evidence.address)) } else { path.clone() };
            write(&file, &document(&evidence)?)?;
            draw_done(output, &Done { done: format!("Written to {}.", file.display()) })
        }
    }
}

fn document(evidence: &Evidence) -> Result<String, Failure> {
    serde_json::to_string_pretty(evidence)
        .map_err(|error| Failure::failed(format!("The document could not be written: {error}.")))
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let failed = |error| Failure::failed(format!("{} cannot be written: {error}.", path.display()));
    if path.exists() {
        return Err(Failure::refused(format!("{} is there already; name another file.", path.display())));
    }
    let mut file = File::create_new(path).map_err(failed)?;
    writeln!(file, "{text}").and_then(|()| file.sync_all()).map_err(failed)
}
