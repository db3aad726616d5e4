//! All rows of a file, judged and packed into chunks. Runs on a thread of its own; the database works on one chunk while the next is read.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use store::imports::Chunk;
use tokio::sync::mpsc::Sender;

use super::error::ImportError;
use super::headers::Header;
use super::options::Shown;
use super::read::{self, Record};
use super::rejects::Rejects;
use super::report::{RowVerdict, Verdict, Warning};
use super::row::{Layout, Read, Reject};
use super::sniff::Source;

/// Rows added together. More keep index pages busier per visit, fewer need less memory.
const CHUNK_ROWS: usize = 12_000;
const CHUNK_BYTES: usize = 4 << 20;

/// What the reading thread hands over.
#[derive(Debug, Default)]
pub(super) struct Batch {
    pub(super) chunk: Chunk,
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

/// Reads all rows below the header and sends them on. Ends early, without an error, when nobody takes them any more.
pub(super) fn read(
    source: &Source,
    header: &Header,
    shown: Shown,
    mut rejects: Option<Rejects>,
    to: &Sender<Batch>,
) -> Result<(Reading, Option<Rejects>), ImportError> {
    let layout = Layout::of(&header.columns);
    let mut reading = Reading::default();
    let mut chunk = Chunk::default();
    let mut above = header.at + 1;
    read::each(source, &mut |record| {
        if above > 0 {
            above -= 1;
            return Ok(ControlFlow::Continue(()));
        }
        reading.rows = reading.rows.saturating_add(1);
        match layout.read(&record, reading.rows) {
            Read::Contact(contact, left_out) => {
                left_out.into_iter().for_each(|warning| reading.warn(warning, record.line));
                chunk.push(&contact);
            }
            Read::Empty => reading.leave_out(&layout, &record, None, shown),
            Read::Rejected(reject) => {
                if let Some(rejects) = &mut rejects {
                    rejects.add(&record, &reject.to_string())?;
                }
                reading.leave_out(&layout, &record, Some(&reject), shown);
            }
        }
        if chunk.len() < CHUNK_ROWS && chunk.bytes() < CHUNK_BYTES {
            return Ok(ControlFlow::Continue(()));
        }
        let permille =
            u16::try_from(record.bytes.saturating_mul(1_000) / source.bytes.max(1)).unwrap_or(1_000).min(1_000);
        let batch = Batch { chunk: std::mem::take(&mut chunk), rows: reading.rows, permille };
        Ok(if to.blocking_send(batch).is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
    })?;
    // Whoever waits for rows learns from the closed channel that there are no more.
    let _ = to.blocking_send(Batch { chunk, rows: reading.rows, permille: 1_000 });
    Ok((reading, rejects))
}

impl Reading {
    fn leave_out(&mut self, layout: &Layout, record: &Record<'_>, reject: Option<&Reject>, shown: Shown) {
        let count = if reject.is_some() { &mut self.rejected } else { &mut self.empty };
        *count += 1;
        let among_the_first = *count <= shown.each;
        *self.reasons.entry(reject.map_or(EMPTY, Reject::kind)).or_default() += 1;
        if self.rows <= shown.first || among_the_first {
            let [email, name, company] = layout.shown(record.cells);
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
