//! `import FILE` and `imports …`: lists of people, in and out again.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::{Args, Subcommand};
use domain::contact::{Basis, ContactType};
use engine::api::wire::{ImportRef, Nothing};
use engine::api::{mutation, query};
use engine::import::{self, DealTarget, Delimiter, ImportOptions, ImportReport, Mode, OnDuplicate, Phase, Progress};
use engine::{Engine, EngineError};
use indicatif::{ProgressBar, ProgressStyle};

use crate::brand::draw_done;
use crate::failure::Failure;
use crate::output::{Output, short};
use crate::table::Table;

#[derive(Debug, Args)]
#[command(after_help = "CSV, TSV and XLSX. Encoding, delimiter and the meaning of columns are found out and shown.
rows in = created + updated + skipped + rejected, always. Ctrl-C leaves everything as it was.

A list of sites without addresses (an export of Ahrefs, Semrush, Moz or Majestic) becomes prospects with --type backlink_target.

Examples:
  autopilot import people.csv --brand codeteki --preview
  autopilot import people.xlsx --brand codeteki --create-deals --pipeline sales --source \"Expo 2026\"
  autopilot import ahrefs-backlinks.csv --brand codeteki --type backlink_target --source \"Links of a rival\"
  autopilot import sites.tsv --brand desifirms --type backlink_target --map \"DR=domain_authority\" --rejects bad.csv

Fields for --map: email, name, first_name, last_name, company, website, domain_authority, notes, tags, country,
timezone, basis, basis_note, keep, ignore.")]
pub(crate) struct Arguments {
    file: PathBuf,
    /// Whose contacts they are
    #[arg(long, value_name = "SLUG")]
    brand: String,
    /// lead, backlink_target or partner
    #[arg(long = "type", value_name = "TYPE", default_value = "lead")]
    kind: ContactType,
    /// Where the list is from; the legal footer says so to people
    #[arg(long, default_value = "")]
    source: String,
    /// On what ground these people are written to: none, express, inferred_relationship, inferred_published or legitimate_interest
    #[arg(long, default_value = "none")]
    basis: Basis,
    /// The evidence for the basis, such as the form they filled in
    #[arg(long, value_name = "TEXT", default_value = "")]
    basis_note: String,
    /// Open a deal for each contact, in the first stage of the pipeline
    #[arg(long, requires = "pipeline")]
    create_deals: bool,
    /// sales or backlink
    #[arg(long, value_name = "KEY", requires = "create_deals")]
    pipeline: Option<String>,
    /// Where a column goes; repeat it for several
    #[arg(long, value_name = "HEADER=FIELD")]
    map: Vec<String>,
    /// What to do with known addresses: skip or update
    #[arg(long, value_name = "WHAT", default_value = "skip")]
    on_duplicate: OnDuplicate,
    /// Such as utf-8, windows-1252 or utf-16le
    #[arg(long)]
    encoding: Option<String>,
    /// comma, semicolon, tab, pipe, or the character itself
    #[arg(long, value_parser = Delimiter::parse)]
    delimiter: Option<Delimiter>,
    /// Keep columns that go nowhere as custom fields
    #[arg(long)]
    keep_unmapped: bool,
    /// Say what would become of each row, and change nothing
    #[arg(long)]
    preview: bool,
    /// Save rejected rows with their reasons
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Imports, newest first
    #[command(after_help = "Example:\n  autopilot imports list")]
    List,
    /// Take an import back: what it created goes, what it overwrote returns
    #[command(
        after_help = "Contacts that were mailed, answered or edited since stay.\n\nExample:\n  autopilot imports undo 0192f0c1-7b3a"
    )]
    Undo {
        /// Id, or the beginning of the id
        import: String,
    },
}

pub(crate) async fn perform(engine: &Engine, command: &Command, output: &mut Output) -> Result<(), Failure> {
    match command {
        Command::Undo { import } => {
            let id = query::import_named(engine, import).await?;
            draw_done(output, &mutation::import_undo(engine, ImportRef { id }).await?)
        }
        Command::List => output.answer(&query::imports_list(engine, Nothing {}).await?, |output, imports| {
            let mut table = Table::new([
                "id", "at", "file", "brand", "rows", "created", "updated", "skipped", "rejected", "deals", "state",
            ]);
            for import in imports {
                table.row([
                    import.id.to_string(),
                    output.time(import.created_at),
                    import.file_name.clone(),
                    import.brand.clone(),
                    import.rows_in.to_string(),
                    import.created.to_string(),
                    import.updated.to_string(),
                    import.skipped.to_string(),
                    import.rejected.to_string(),
                    import.deals.to_string(),
                    import.state.clone(),
                ]);
            }
            output.table(&table, "Nothing was imported yet.");
        }),
    }
}

pub(crate) async fn import(engine: &Engine, arguments: &Arguments, output: &mut Output) -> Result<(), Failure> {
    let options = options(engine, arguments).await?;
    let mode = if arguments.preview { Mode::Preview } else { Mode::Commit };
    let bar = if output.is_watched() { bar() } else { ProgressBar::hidden() };
    let stopped = stop_flag();
    let mut watch = |progress: Progress| {
        show(&bar, progress);
        if stopped.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let done =
        import::run(engine.store(), &arguments.file, &options, mode, engine.now(), engine.random(), &mut watch).await;
    bar.finish_and_clear();
    let report = done.map_err(EngineError::from)?;
    output.answer(&report, |output, report| draw(output, report, mode))
}

async fn options(engine: &Engine, arguments: &Arguments) -> Result<ImportOptions, Failure> {
    let mut conn = engine.store().read().await?;
    let brand = store::brands::by_slug(&mut conn, &arguments.brand)
        .await?
        .ok_or_else(|| EngineError::missing("brand", &arguments.brand))?;
    let create_deals = match &arguments.pipeline {
        Some(key) => Some(DealTarget::of(&mut conn, brand.id, key).await?),
        None => None,
    };
    let pair = |text: &String| {
        import::parse_mapping(text).map_err(|error| Failure::usage(EngineError::from(error).sentence()))
    };
    Ok(ImportOptions {
        kind: arguments.kind,
        source: arguments.source.clone(),
        basis: (arguments.basis, arguments.basis_note.clone()),
        create_deals,
        on_duplicate: arguments.on_duplicate,
        encoding: arguments.encoding.clone(),
        delimiter: arguments.delimiter,
        map: arguments.map.iter().map(pair).collect::<Result<_, _>>()?,
        keep_unmapped: arguments.keep_unmapped,
        rejects: arguments.rejects.clone(),
        ..ImportOptions::new(brand.id)
    })
}

fn bar() -> ProgressBar {
    let style = ProgressStyle::with_template("{msg:>12} {bar:32} {percent:>3} %  {prefix} rows");
    let bar = ProgressBar::new(1_000);
    if let Ok(style) = style {
        bar.set_style(style);
    }
    bar
}

fn show(bar: &ProgressBar, progress: Progress) {
    bar.set_message(match progress.phase {
        Phase::Opening => "Opening",
        Phase::Importing => "Importing",
        Phase::Finishing => "Finishing",
    });
    bar.set_prefix(progress.rows.to_string());
    bar.set_position(u64::from(progress.permille));
}

/// Becomes true when the person presses Ctrl-C.
fn stop_flag() -> Arc<AtomicBool> {
    let flag = Arc::new(AtomicBool::new(false));
    let raised = Arc::clone(&flag);
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            raised.store(true, Ordering::Relaxed);
        }
    });
    flag
}

fn draw(output: &mut Output, report: &ImportReport, mode: Mode) {
    let read = [
        report.encoding.clone(),
        report.delimiter.map(|delimiter| format!("{delimiter} between cells")),
        report.sheet.as_ref().map(|sheet| format!("sheet {sheet}")),
    ];
    output.field("Read as", read.into_iter().flatten().collect::<Vec<_>>().join(", "));
    let mut columns = Table::new(["column", "goes to", "first value"]);
    for column in &report.columns {
        let hint = column.suggestion.map_or_else(String::new, |field| format!(" (did you mean {field}?)"));
        columns.row([column.header.clone(), format!("{}{hint}", column.field), short(&column.first_value, 40)]);
    }
    output.table(&columns, "");
    if mode == Mode::Preview {
        output.heading("What would become of the first rows");
        let of_sites = !report.columns.iter().any(|column| column.field == import::Field::Email);
        let [address, name] = if of_sites { ["site", "page"] } else { ["email", "name"] };
        let mut rows = Table::new(["line", "verdict", address, name, "why"]);
        for row in &report.rows {
            rows.row([
                row.line.to_string(),
                row.verdict.to_string(),
                short(&row.email, 40),
                short(&row.name, 28),
                row.why.clone(),
            ]);
        }
        output.table(&rows, "The file has no rows.");
    }
    output.line("");
    for (reason, n) in &report.reasons {
        output.line(format!("{}: {reason}", rows(*n)));
    }
    for warning in &report.warnings {
        output.line(format!("{}, first on line {}: {}", rows(warning.rows), warning.first_line, warning.text));
    }
    let would = if mode == Mode::Preview { "would be " } else { "" };
    output.line(format!(
        "{}: {would}{} created, {} updated, {} skipped, {} rejected. New deals: {}, suppressed: {}.",
        rows(report.rows_in),
        report.created,
        report.updated,
        report.skipped,
        report.rejected,
        report.deals,
        report.suppressed
    ));
    if let Some(file) = &report.rejects {
        output.line(format!("The rejected rows are in {file}."));
    }
    if let Some(id) = report.id {
        output.line(format!("Take it back with: autopilot imports undo {id}"));
    }
}

fn rows(n: u32) -> String {
    if n == 1 { "1 row".to_owned() } else { format!("{n} rows") }
}
