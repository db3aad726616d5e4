//! All rows of a file, judged and packed into chunks. Runs on a thread of its own; the database works on one chunk while the next is read.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use csv::StringRecord;
use store::imports::Chunk;
use store::imports::sites::IncomingSite;
use tokio::sync::mpsc::Sender;

use super::error::ImportError;
use super::headers::Header;
use super::options::Shown;
use super::read::{self, Record};
use super::rejects::Rejects;
use super::report::{RowVerdict, Verdict, Warning};
use super::row::{self, Layout, Reject};
use super::sites::{self, SiteLayout};
use super::sniff::Source;

/// Rows added together. More keep index pages busier per visit, fewer need less memory.
const CHUNK_ROWS: usize = 12_000;
const CHUNK_BYTES: usize = 4 << 20;

/// Rows that came through: people, or sites.
#[derive(Debug)]
pub(super) enum Load {
    People(Chunk),
    Sites(Vec<IncomingSite>),
}

impl Default for Load {
    fn default() -> Self {
        Self::People(Chunk::default())
    }
}

impl Load {
    fn of(layout: &Kind) -> Self {
        match layout {
            Kind::People(_) => Self::People(Chunk::default()),
            Kind::Sites(_) => Self::Sites(Vec::new()),
        }
    }

    fn is_full(&self) -> bool {
        match self {
            Self::People(chunk) => chunk.len() >= CHUNK_ROWS || chunk.bytes() >= CHUNK_BYTES,
            Self::Sites(sites) => sites.len() >= CHUNK_ROWS,
        }
    }
}

/// What the rows of a file are.
enum Kind {
    People(Box<Layout>),
    Sites(SiteLayout),
}

/// What a record was.
enum Outcome {
    /// It came through; this was left out of it.
    In(Vec<&'static str>),
    Empty,
    Rejected(Reject),
}

impl Kind {
    /// Judges a record and loads it if it came through.
    fn take(&self, record: &Record<'_>, row: u32, load: &mut Load) -> Outcome {
        match (self, load) {
            (Self::People(layout), Load::People(chunk)) => match layout.read(record, row) {
                row::Read::Contact(contact, left_out) => {
                    chunk.push(&contact);
                    Outcome::In(left_out)
                }
                row::Read::Empty => Outcome::Empty,
                row::Read::Rejected(reject) => Outcome::Rejected(reject),
            },
            (Self::Sites(layout), Load::Sites(sites)) => match layout.read(record, row) {
                sites::Read::Site(site, left_out) => {
                    sites.push(site);
                    Outcome::In(left_out)
                }
                sites::Read::Empty => Outcome::Empty,
                sites::Read::Rejected(reject) => Outcome::Rejected(reject),
            },
            (kind, load) => {
                *load = Load::of(kind);
                kind.take(record, row, load)
            }
        }
    }

    fn shown(&self, cells: &StringRecord) -> [String; 3] {
        match self {
            Self::People(layout) => layout.shown(cells),
            Self::Sites(layout) => layout.shown(cells),
        }
    }
}

/// What the reading thread hands over.
#[derive(Debug, Default)]
pub(super) struct Batch {
    pub(super) load: Load,
    /// Rows read so far, rejected ones too.
    pub(super) rows: u32,
    /// Share of the file that was read, in thousandths.
    pub(super) permille: u16,
}

/// What only the reader knows in the end.
#[derive(Debug, Default)]
pub(super) struct Reading {
    pub(super) rows: u32,
    pub(super) empty: u32,
    pub(super) rejected: u32,
    /// How many were rejected why.
    pub(super) reasons: BTreeMap<&'static str, u32>,
    pub(super) warnings: Vec<Warning>,
    /// Rejected and empty rows among those that are told.
    pub(super) shown: Vec<RowVerdict>,
}

pub(super) const EMPTY: &str = "empty row";

/// Reads all rows below the header and sends them on. Ends early, without an error, when nobody takes them any more. `own`: our own sites.
pub(super) fn read(
    source: &Source,
    header: &Header,
    own: BTreeSet<String>,
    shown: Shown,
    mut rejects: Option<Rejects>,
    to: &Sender<Batch>,
) -> Result<(Reading, Option<Rejects>), ImportError> {
    let kind = match header.sites {
        true => Kind::Sites(SiteLayout::of(&header.columns, own)),
        false => Kind::People(Box::new(Layout::of(&header.columns))),
    };
    let mut reading = Reading::default();
    let mut load = Load::of(&kind);
    let mut above = header.at + 1;
    read::each(source, &mut |record| {
        if above > 0 {
            above -= 1;
            return Ok(ControlFlow::Continue(()));
        }
        reading.rows = reading.rows.saturating_add(1);
        match kind.take(&record, reading.rows, &mut load) {
            Outcome::In(left_out) => {
                left_out.into_iter().for_each(|warning| reading.warn(warning, record.line));
            }
            Outcome::Empty => reading.leave_out(&kind, &record, None, shown),
            Outcome::Rejected(reject) => {
                if let Some(rejects) = &mut rejects {
                    rejects.add(&record, &reject.to_string())?;
                }
                reading.leave_out(&kind, &record, Some(&reject), shown);
            }
        }
        if !load.is_full() {
            return Ok(ControlFlow::Continue(()));
        }
        let permille =
            u16::try_from(record.bytes.saturating_mul(1_000) / source.bytes.max(1)).unwrap_or(1_000).min(1_000);
        let batch = Batch { load: std::mem::replace(&mut load, Load::of(&kind)), rows: reading.rows, permille };
        Ok(if to.blocking_send(batch).is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
    })?;
    // Whoever waits for rows learns from the closed channel that there are no more.
    let _ = to.blocking_send(Batch { load, rows: reading.rows, permille: 1_000 });
    Ok((reading, rejects))
}

impl Reading {
    fn leave_out(&mut self, kind: &Kind, record: &Record<'_>, reject: Option<&Reject>, shown: Shown) {
        let count = if reject.is_some() { &mut self.rejected } else { &mut self.empty };
        *count += 1;
        let among_the_first = *count <= shown.each;
        *self.reasons.entry(reject.map_or(EMPTY, Reject::kind)).or_default() += 1;
        if self.rows <= shown.first || among_the_first {
            let [email, name, company] = kind.shown(record.cells);
            let verdict = if reject.is_some() { Verdict::Reject } else { Verdict::Skip };
            let why = reject.map_or_else(|| EMPTY.to_owned(), Reject::to_string);
            self.shown.push(RowVerdict { row: self.rows, line: record.line, email, name, company, verdict, why });
        }
    }

    fn warn(&mut self, text: &'static str, line: u32) {
        match self.warnings.iter_mut().find(|known| known.text == text) {
            Some(known) => known.rows += 1,
            None => self.warnings.push(Warning { text: text.to_owned(), rows: 1, first_line: line }),
        }
    }
}
