//! What an import says about itself: while it runs, and at its end.

use std::collections::BTreeMap;

use domain::id::ImportId;
use serde::{Deserialize, Serialize};
use store::imports::{Decided, Fate};

use super::{Column, Delimiter};

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export, rename = "ImportVerdict")]
pub enum Verdict {
    /// A new contact.
    Create,
    /// A known contact changes.
    Update,
    /// Nothing, for a good reason.
    Skip,
    /// Nothing: the row cannot be a contact.
    Reject,
}
domain::text_enum!(Verdict { Create = "create", Update = "update", Skip = "skip", Reject = "reject" });

/// One row of the preview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export, rename = "ImportRowVerdict")]
pub struct RowVerdict {
    /// Number of the row, from 1.
    pub row: u32,
    /// Line of the file, or row of the sheet.
    pub line: u32,
    /// Address, or site; as it stands in the file when the row is rejected.
    pub email: String,
    /// Name, or the page of the site.
    pub name: String,
    /// Company.
    pub company: String,
    /// What becomes of it.
    pub verdict: Verdict,
    /// Why, in plain words; may be empty.
    pub why: String,
}

/// Something that was left out of rows that were otherwise good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export, rename = "ImportWarning")]
pub struct Warning {
    /// What.
    pub text: String,
    /// In how many rows.
    pub rows: u32,
    /// Where first.
    pub first_line: u32,
}

/// What an import did, or in a preview would do. In a list of sites a prospect is what a contact is here. `rows_in` is always `created + updated + skipped + rejected`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct ImportReport {
    /// The import that can be undone; none in a preview.
    pub id: Option<ImportId>,
    /// Name of the file.
    pub file_name: String,
    /// Encoding the text was read in; none for a workbook.
    pub encoding: Option<String>,
    /// Delimiter the text was read with; none for a workbook.
    pub delimiter: Option<Delimiter>,
    /// Sheet that was read; none for text.
    pub sheet: Option<String>,
    /// Where each column went.
    pub columns: Vec<Column>,
    /// Rows of the file, without the header and blank lines.
    pub rows_in: u32,
    /// New contacts.
    pub created: u32,
    /// Changed contacts, or known ones that got a deal.
    pub updated: u32,
    /// Rows left out for a good reason.
    pub skipped: u32,
    /// Rows that cannot be contacts.
    pub rejected: u32,
    /// New deals.
    pub deals: u32,
    /// New or changed contacts that must not be mailed: they stay suppressed and get no deal.
    pub suppressed: u32,
    /// How many rows were skipped or rejected why.
    pub reasons: BTreeMap<String, u32>,
    /// What was left out of good rows.
    pub warnings: Vec<Warning>,
    /// The first rows, and the first of each verdict if that was asked for.
    pub rows: Vec<RowVerdict>,
    /// Where the rejected rows were saved.
    pub rejects: Option<String>,
}

/// What an import is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export, rename = "ImportPhase")]
pub enum Phase {
    /// Finding out how to read the file.
    Opening,
    /// Reading rows and adding contacts.
    Importing,
    /// Making it durable.
    Finishing,
}

/// How far an import is. Said once a chunk: a few times a second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export, rename = "ImportProgress")]
pub struct Progress {
    /// What it is doing.
    pub phase: Phase,
    /// Rows dealt with.
    pub rows: u32,
    /// Share of the file that was read, in thousandths; 0 while unknown.
    pub permille: u16,
}

pub(super) const SAME_ADDRESS: &str = "same address as an earlier row";
pub(super) const KNOWN: &str = "already a contact";
pub(super) const FORGOTTEN: &str = "asked to be forgotten";
pub(super) const SAME_SITE: &str = "same site as an earlier row";
pub(super) const KNOWN_SITE: &str = "already a prospect, and nothing new";
pub(super) const ASIDE: &str = "set aside";

impl RowVerdict {
    /// In words: what the store decided about a row. `deals`: deals were wanted.
    pub(super) fn of(decided: Decided, deals: bool) -> Self {
        let outlook = match (decided.suppressed, decided.deal) {
            (true, _) if deals => "suppressed: no deal",
            (true, _) => "suppressed",
            (false, true) => "with a deal",
            (false, false) => "",
        };
        let (verdict, why) = match &decided.fate {
            Fate::Created => (Verdict::Create, outlook.to_owned()),
            Fate::Updated(fields) => (Verdict::Update, joined(&fields.replace('_', " "), outlook)),
            Fate::Twin(line) => (Verdict::Skip, format!("same address as line {line}")),
            Fate::Forgotten => (Verdict::Skip, FORGOTTEN.to_owned()),
            Fate::SetAside => (Verdict::Skip, ASIDE.to_owned()),
            Fate::Known => (Verdict::Skip, joined(KNOWN, if decided.suppressed { "suppressed" } else { "" })),
        };
        let Decided { row, line, email, name, company, .. } = decided;
        Self { row, line, email, name, company, verdict, why }
    }
}

impl RowVerdict {
    /// In words: what the store decided about a site.
    pub(super) fn of_site(decided: Decided) -> Self {
        let known = Self::of(decided.clone(), false);
        let why = match decided.fate {
            Fate::Twin(line) => format!("same site as line {line}"),
            Fate::Known => KNOWN_SITE.to_owned(),
            _ => known.why,
        };
        Self { why, ..known }
    }
}

fn joined(first: &str, second: &str) -> String {
    if first.is_empty() || second.is_empty() { format!("{first}{second}") } else { format!("{first}; {second}") }
}
