//! The act itself: read, add, report; one transaction from the first row to the last.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;

use domain::Timestamp;
use domain::activity::{ActivityKind, Author};
use domain::id::{ActivityId, ImportId};
use gateways::Random;
use store::activities::{self, NewActivity};
use store::imports::{self, Act, Counts, Tally, Undone, Wanted};
use store::{Store, Write};
use tokio::sync::mpsc::{self, Receiver};
use tokio::task::spawn_blocking;

use super::error::ImportError;
use super::headers::{self, Header};
use super::options::{Delimiter, ImportOptions, Mode, OnDuplicate, Shown};
use super::rejects::Rejects;
use super::report::{
    ASIDE, FORGOTTEN, ImportReport, KNOWN, KNOWN_SITE, Phase, Progress, RowVerdict, SAME_ADDRESS, SAME_SITE, Verdict,
    Warning,
};
use super::rows::{self, Batch, Load, Reading};
use super::sniff::{self, Format, Source};
use crate::prospects::keep_up;

/// Told how far an import is; a break stops it with [`ImportError::Cancelled`].
pub type Watch<'a> = &'a mut (dyn FnMut(Progress) -> ControlFlow<()> + Send);

/// Imports a file, or previews it: the same statements run, and a preview is undone at its end. Errors leave everything as it was, and so
/// does dropping the future.
pub async fn run(
    store: &Store,
    path: &Path,
    options: &ImportOptions,
    mode: Mode,
    now: Timestamp,
    random: &dyn Random,
    watch: Watch<'_>,
) -> Result<ImportReport, ImportError> {
    let done = read_in(store, path, options, mode, now, random, watch).await;
    if done.is_err() {
        // What was undone still lies in the log of writes. If it cannot be folded now, it is later.
        let _ = store.fold().await;
    }
    done
}

async fn read_in(
    store: &Store,
    path: &Path,
    options: &ImportOptions,
    mode: Mode,
    now: Timestamp,
    random: &dyn Random,
    watch: Watch<'_>,
) -> Result<ImportReport, ImportError> {
    let act = act(path, options, now, random);
    tell(watch, Phase::Opening, 0, 0)?;
    let (source, header) = open(path, options).await?;
    let rejects = options
        .rejects
        .as_deref()
        .map(|to| Rejects::create(to, &header.columns, delimiter(&source).byte()))
        .transpose()?;
    // One batch waits while another is added and a third is read: that bounds the memory.
    let (to, mut batches) = mpsc::channel(1);
    let own = store::prospects::own(&mut *store.read().await?).await?;
    let reader = spawn_blocking({
        let (source, header, shown) = (source.clone(), header.clone(), options.shown);
        move || rows::read(&source, &header, own, shown, rejects, &to)
    });
    // The writer is taken when there is something to write, not before.
    let first = batches.recv().await;
    let mut write = store.write().await?;
    let mut sum = add_all(&mut write, &act, options.shown, first, &mut batches, watch).await?;
    let (reading, rejects) = reader.await.map_err(ImportError::Reader)??;
    tell(watch, Phase::Finishing, reading.rows, 1_000)?;
    sum.shown.extend(reading.shown.iter().cloned());
    sum.shown.sort_by_key(|row| row.row);
    keep_up(random, &mut write, now).await?;
    let sites = header.sites;
    let mut report = report(&act, options, &source, header, &reading, sum);
    imports::finish(&mut write, &act, &counts(&report), &how(&report, options)).await?;
    activities::insert(&mut write, &[line(&act, summary(&act, &report, sites), ActivityKind::Created, random)]).await?;
    if let Some(rejects) = rejects {
        rejects.finish()?;
    }
    if mode == Mode::Commit {
        write.commit().await?;
        report.id = Some(act.id);
    }
    Ok(report)
}

/// Undoes an import as far as nobody worked on it since. Errors when it was undone already.
pub async fn undo(store: &Store, import: ImportId, now: Timestamp, random: &dyn Random) -> Result<Undone, ImportError> {
    let mut write = store.write().await?;
    let of = imports::find(&mut write, import).await?;
    let undone = imports::undo(&mut write, import, now).await?.ok_or(ImportError::AlreadyUndone)?;
    keep_up(random, &mut write, now).await?;
    let summary = format!(
        "Undid the import of {}: {} removed, {} restored, {} kept",
        of.file_name,
        gone(&undone),
        undone.restored,
        undone.kept
    );
    let activity = NewActivity {
        id: ActivityId::mint(now, ten(random)),
        at: now,
        author: Author::Person,
        kind: ActivityKind::Edited,
        summary,
        brand: Some(of.brand),
        contact: None,
        deal: None,
    };
    activities::insert(&mut write, &[activity]).await?;
    write.commit().await?;
    Ok(undone)
}

fn act(path: &Path, options: &ImportOptions, now: Timestamp, random: &dyn Random) -> Act {
    let mut chance = [[0; 6]; 2];
    chance.iter_mut().for_each(|bytes| random.fill(bytes));
    Act {
        id: ImportId::mint(now, ten(random)),
        brand: options.brand,
        file_name: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        kind: options.kind,
        source: options.source.trim().to_owned(),
        basis: (options.basis.0, options.basis.1.trim().to_owned()),
        update_known: options.on_duplicate == OnDuplicate::Update,
        deals: options.create_deals.map(|target| (target.pipeline, target.stage)),
        chance,
        at: now,
    }
}

fn ten(random: &dyn Random) -> [u8; 10] {
    let mut bytes = [0; 10];
    random.fill(&mut bytes);
    bytes
}

async fn open(path: &Path, options: &ImportOptions) -> Result<(Source, Header), ImportError> {
    let (path, options) = (path.to_owned(), options.clone());
    let look = move || {
        let source = sniff::look(&path, &options)?;
        let header = headers::read(&source.head, &options)?;
        Ok((source, header))
    };
    spawn_blocking(look).await.map_err(ImportError::Reader)?
}

fn tell(watch: Watch<'_>, phase: Phase, rows: u32, permille: u16) -> Result<(), ImportError> {
    match watch(Progress { phase, rows, permille }) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(ImportError::Cancelled),
    }
}

/// What the database said about all rows that reached it.
#[derive(Default)]
struct Sum {
    tally: Tally,
    shown: Vec<RowVerdict>,
}

impl Sum {
    /// The rows of a chunk that are to be told, which begins after row `before` and of which so many became what.
    fn wanted(&self, shown: Shown, before: u32, chunk: &Tally) -> Option<Wanted> {
        let told = |verdict| self.shown.iter().filter(|row| row.verdict == verdict).count();
        let room = |verdict| shown.each.saturating_sub(u32::try_from(told(verdict)).unwrap_or(u32::MAX));
        let of = |there: u32, verdict| if there > 0 { room(verdict) } else { 0 };
        let wanted = Wanted {
            last: shown.first,
            created: of(chunk.created, Verdict::Create),
            updated: of(chunk.updated, Verdict::Update),
            skipped: of(chunk.twins + chunk.known + chunk.forgotten + chunk.aside, Verdict::Skip),
        };
        let more = wanted.created + wanted.updated + wanted.skipped > 0;
        (before < shown.first || more).then_some(wanted)
    }
}

async fn add_all(
    write: &mut Write,
    act: &Act,
    shown: Shown,
    first: Option<Batch>,
    batches: &mut Receiver<Batch>,
    watch: Watch<'_>,
) -> Result<Sum, ImportError> {
    imports::begin(write, act).await?;
    let mut sum = Sum::default();
    let (mut next, mut before) = (first, 0);
    while let Some(batch) = next {
        let sites = matches!(batch.load, Load::Sites(_));
        let chunk = match batch.load {
            Load::People(chunk) => imports::add(write, act, chunk).await?,
            Load::Sites(rows) => imports::sites::add(write, act, &rows).await?,
        };
        sum.tally += chunk;
        if let Some(wanted) = sum.wanted(shown, before, &chunk) {
            let told = |row| if sites { RowVerdict::of_site(row) } else { RowVerdict::of(row, act.deals.is_some()) };
            let decided = match sites {
                true => imports::sites::decided(write, wanted).await?,
                false => imports::decided(write, wanted).await?,
            };
            sum.shown.extend(decided.into_iter().map(told));
        }
        before = batch.rows;
        tell(watch, Phase::Importing, batch.rows, batch.permille)?;
        next = batches.recv().await;
    }
    Ok(sum)
}

fn report(
    act: &Act,
    options: &ImportOptions,
    source: &Source,
    header: Header,
    reading: &Reading,
    sum: Sum,
) -> ImportReport {
    let (encoding, delimiter, sheet) = match &source.format {
        Format::Text { encoding, delimiter } => (Some(encoding.name().to_owned()), Some(*delimiter), None),
        Format::Workbook { sheet } => (None, None, Some(sheet.clone())),
    };
    let tally = sum.tally;
    let reasons = reading.reasons.iter().map(|(why, rows)| ((*why).to_owned(), *rows));
    let warnings = warnings(reading, &header, act.deals.is_some());
    let (same, known) = if header.sites { (SAME_SITE, KNOWN_SITE) } else { (SAME_ADDRESS, KNOWN) };
    let reasons: BTreeMap<String, u32> = reasons
        .chain(
            [(same, tally.twins), (known, tally.known), (FORGOTTEN, tally.forgotten), (ASIDE, tally.aside)]
                .map(|(why, rows)| (why.to_owned(), rows)),
        )
        .filter(|(_, rows)| *rows > 0)
        .collect();
    ImportReport {
        id: None,
        file_name: act.file_name.clone(),
        encoding,
        delimiter,
        sheet,
        columns: header.columns,
        rows_in: reading.rows,
        created: tally.created,
        updated: tally.updated,
        skipped: reading.empty + tally.twins + tally.known + tally.forgotten + tally.aside,
        rejected: reading.rejected,
        deals: tally.deals,
        suppressed: tally.suppressed,
        reasons,
        warnings,
        rows: sum.shown,
        rejects: options.rejects.as_ref().map(|path| path.display().to_string()),
    }
}

fn counts(report: &ImportReport) -> Counts {
    Counts {
        rows_in: report.rows_in,
        created: report.created,
        updated: report.updated,
        skipped: report.skipped,
        rejected: report.rejected,
        deals: report.deals,
    }
}

/// How the file was read, for people who ask later.
fn how(report: &ImportReport, options: &ImportOptions) -> String {
    let columns: Vec<_> = report
        .columns
        .iter()
        .map(|column| serde_json::json!({ "header": column.header, "field": column.field }))
        .collect();
    serde_json::json!({
        "encoding": report.encoding,
        "delimiter": report.delimiter,
        "sheet": report.sheet,
        "columns": columns,
        "on_duplicate": options.on_duplicate,
        "keep_unmapped": options.keep_unmapped,
        "pipeline": options.create_deals.map(|target| target.pipeline),
    })
    .to_string()
}

fn contacts(count: u32) -> String {
    if count == 1 { "1 contact".to_owned() } else { format!("{count} contacts") }
}

fn sites(count: u32) -> String {
    if count == 1 { "1 site".to_owned() } else { format!("{count} sites") }
}

fn gone(undone: &Undone) -> String {
    match (undone.removed, undone.sites) {
        (removed, 0) => contacts(removed),
        (0, gone) => sites(gone),
        (removed, gone) => format!("{} and {}", contacts(removed), sites(gone)),
    }
}

fn summary(act: &Act, report: &ImportReport, of_sites: bool) -> String {
    let updated = if report.updated > 0 { format!(", updated {}", report.updated) } else { String::new() };
    let created = if of_sites { sites(report.created) } else { contacts(report.created) };
    format!("Imported {created} from {}{updated}", act.file_name)
}

/// What was left out; a person who wants deals of a list of sites is told that they begin elsewhere.
fn warnings(reading: &Reading, header: &Header, deals: bool) -> Vec<Warning> {
    let mut warnings = reading.warnings.clone();
    if deals && header.sites && reading.rows > 0 {
        let text =
            "sites have no address to write to, so no deals were opened; start them from the prospects".to_owned();
        let first_line = u32::try_from(header.at + 2).unwrap_or(u32::MAX);
        warnings.push(Warning { text, rows: reading.rows, first_line });
    }
    warnings
}

fn line(act: &Act, summary: String, kind: ActivityKind, random: &dyn Random) -> NewActivity {
    let id = ActivityId::mint(act.at, ten(random));
    NewActivity {
        id,
        at: act.at,
        author: Author::Person,
        kind,
        summary,
        brand: Some(act.brand),
        contact: None,
        deal: None,
    }
}

/// The delimiter of the text; a workbook's rejected rows are saved with commas.
fn delimiter(source: &Source) -> Delimiter {
    match &source.format {
        Format::Text { delimiter, .. } => *delimiter,
        Format::Workbook { .. } => Delimiter::Comma,
    }
}
