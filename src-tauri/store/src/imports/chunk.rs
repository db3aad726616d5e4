//! Rows on their way into the database, kept compact: one JSON array of arrays, ordered by address.

use std::collections::BTreeMap;
use std::ops::Range;

use domain::EmailAddress;
use domain::contact::Basis;

/// One row of a file that can be a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incoming {
    /// Its number among the rows, from 1. Ascends.
    pub row: u32,
    /// The line of the file it begins on.
    pub line: u32,
    /// The address.
    pub email: EmailAddress,
    /// Full name; may be empty, as all texts that follow.
    pub name: String,
    /// Company.
    pub company: String,
    /// Website.
    pub website: String,
    /// Authority of the website.
    pub domain_authority: Option<u8>,
    /// Notes.
    pub notes: String,
    /// Labels, each once.
    pub tags: Vec<String>,
    /// Columns kept as they are, by header.
    pub custom: BTreeMap<String, String>,
    /// ISO 3166 alpha-2 code; empty when not given.
    pub country: &'static str,
    /// IANA zone; empty when not given.
    pub timezone: &'static str,
    /// On what ground they are written to, when the row says so.
    pub basis: Option<Basis>,
    /// The evidence for it.
    pub basis_note: String,
}

/// Rows to be added together.
#[derive(Debug, Default)]
pub struct Chunk {
    text: String,
    rows: Vec<Placed>,
}

/// Where a row and its address stand in the text.
#[derive(Debug)]
struct Placed {
    row: u32,
    email: Range<usize>,
    whole: Range<usize>,
}

impl Chunk {
    /// Takes a row.
    pub fn push(&mut self, row: &Incoming) {
        let start = self.text.len();
        let fields = (
            row.email.as_str(),
            row.row,
            row.line,
            &row.name,
            &row.company,
            &row.website,
            row.domain_authority,
            &row.notes,
            &row.tags,
            &row.custom,
            row.country,
            row.timezone,
            row.basis.map_or("", Basis::as_str),
            &row.basis_note,
        );
        self.text.push_str(&crate::row::json(&fields));
        // The address comes first, after `["`; it holds nothing that JSON escapes but a backslash, which sorts the same either way.
        let email = start + 2..start + 2 + row.email.as_str().len();
        self.rows.push(Placed { row: row.row, email, whole: start..self.text.len() });
    }

    /// How many rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// No rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Bytes of text held.
    pub fn bytes(&self) -> usize {
        self.text.len()
    }

    /// All rows as one JSON array, by address, and by row among equals: index pages are then visited in order, and the first of two
    /// rows with one address comes first.
    pub(super) fn into_json(mut self) -> String {
        let text = |range: &Range<usize>| self.text.get(range.clone()).unwrap_or_default();
        self.rows.sort_unstable_by(|a, b| text(&a.email).cmp(text(&b.email)).then(a.row.cmp(&b.row)));
        let mut json = String::with_capacity(self.text.len() + self.rows.len() + 2);
        json.push('[');
        for (at, placed) in self.rows.iter().enumerate() {
            if at > 0 {
                json.push(',');
            }
            json.push_str(text(&placed.whole));
        }
        json.push(']');
        json
    }
}
