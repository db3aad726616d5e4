//! One record as a contact: cleans the cells, checks the address, and says in words why a record cannot be one.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use chrono_tz::Tz;
use csv::StringRecord;
use domain::EmailAddress;
use domain::contact::Basis;
use domain::zone::country_code;
use store::imports::Incoming;

use super::headers::{self, Column, Field};
use super::read::Record;
use crate::plain;

/// Most characters of a cell: what Excel can hold.
const LONGEST_CELL: usize = 32_767;

/// Which columns make up which part of a contact.
#[derive(Debug)]
pub(super) struct Layout {
    width: usize,
    email: Vec<usize>,
    name: Vec<usize>,
    first_name: Vec<usize>,
    last_name: Vec<usize>,
    company: Vec<usize>,
    website: Vec<usize>,
    domain_authority: Vec<usize>,
    notes: Vec<usize>,
    tags: Vec<usize>,
    country: Vec<usize>,
    timezone: Vec<usize>,
    basis: Vec<usize>,
    basis_note: Vec<usize>,
    keep: Vec<(usize, String)>,
}

/// What a record is.
pub(super) enum Read {
    /// A contact, and what had to be left out of it.
    Contact(Box<Incoming>, Vec<&'static str>),
    Empty,
    Rejected(Reject),
}

/// Why a record cannot be a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reject {
    NoAddress,
    NotAnAddress(String),
    TooManyCells { cells: usize, columns: usize },
    NulCharacter,
    LongCell,
    OpenQuote,
    NoSite(String),
    IpAddress(String),
    OwnSite(String),
}

impl Reject {
    /// The reason without particulars, for counting.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::NoAddress => "no e-mail address",
            Self::NotAnAddress(_) => "not an e-mail address",
            Self::TooManyCells { .. } => "more cells than columns",
            Self::NulCharacter => "a NUL character in a cell",
            Self::LongCell => "a cell longer than 32,767 characters",
            Self::OpenQuote => "a quote that is never closed",
            Self::NoSite(_) => "no site in it",
            Self::IpAddress(_) => "an IP address instead of a site",
            Self::OwnSite(_) => "one of our own sites",
        }
    }
}

impl fmt::Display for Reject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAnAddress(text) => write!(f, "“{text}” is not an e-mail address"),
            Self::TooManyCells { cells, columns } => write!(f, "{cells} cells for {columns} columns"),
            Self::OpenQuote => {
                f.write_str("a quote is opened here and never closed; what follows was read as one cell")
            }
            Self::NoSite(text) if !text.is_empty() => write!(f, "“{text}” names no site"),
            Self::IpAddress(text) => write!(f, "“{text}” is an IP address, not a site"),
            Self::OwnSite(site) => write!(f, "{site} is one of our own sites"),
            Self::NoSite(_) => f.write_str(self.kind()),
            Self::NoAddress | Self::NulCharacter | Self::LongCell => f.write_str(self.kind()),
        }
    }
}

pub(super) const AUTHORITY_IGNORED: &str = "a domain authority that is not a whole number from 0 to 100 was left out";
const COUNTRY_IGNORED: &str = "a country that is neither a code nor a name we know was left out";
const TIMEZONE_IGNORED: &str = "a time zone that is not an IANA name, such as Europe/Berlin, was left out";
const BASIS_IGNORED: &str =
    "a basis that is none of express, inferred_relationship, inferred_published and legitimate_interest was left out";

impl Layout {
    pub(super) fn of(columns: &[Column]) -> Self {
        let places = |field| headers::places(columns, field);
        Self {
            width: columns.len(),
            email: places(Field::Email),
            name: places(Field::Name),
            first_name: places(Field::FirstName),
            last_name: places(Field::LastName),
            company: places(Field::Company),
            website: places(Field::Website),
            domain_authority: places(Field::DomainAuthority),
            notes: places(Field::Notes),
            tags: places(Field::Tags),
            country: places(Field::Country),
            timezone: places(Field::Timezone),
            basis: places(Field::Basis),
            basis_note: places(Field::BasisNote),
            keep: kept_names(columns),
        }
    }

    /// Judges a record; `row` is its number.
    pub(super) fn read(&self, record: &Record<'_>, row: u32) -> Read {
        let cells = record.cells;
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            return Read::Empty;
        }
        match broken(record, self.width).map_or_else(|| self.address(cells), Err) {
            Ok(email) => self.contact(record, row, email),
            Err(reject) => Read::Rejected(reject),
        }
    }

    fn address(&self, cells: &StringRecord) -> Result<EmailAddress, Reject> {
        let given = first(cells, &self.email);
        if given.is_empty() {
            return Err(Reject::NoAddress);
        }
        // Google joins several values with three colons; mail programs write a name and the address in angles.
        let single = given.split(" ::: ").next().unwrap_or(given);
        let bare =
            single.strip_suffix('>').and_then(|text| text.rsplit_once('<')).map_or(single, |(_, address)| address);
        EmailAddress::parse(bare).map_err(|_| Reject::NotAnAddress(given.chars().take(80).collect()))
    }

    fn contact(&self, record: &Record<'_>, row: u32, email: EmailAddress) -> Read {
        let cells = record.cells;
        let mut left_out = Vec::new();
        let domain_authority = known(first(cells, &self.domain_authority), authority, AUTHORITY_IGNORED, &mut left_out);
        let country = known(first(cells, &self.country), country_code, COUNTRY_IGNORED, &mut left_out);
        let timezone = known(first(cells, &self.timezone), zone, TIMEZONE_IGNORED, &mut left_out);
        let basis = known(first(cells, &self.basis), Basis::named, BASIS_IGNORED, &mut left_out);
        let name = match line(first(cells, &self.name)) {
            full if full.is_empty() => {
                joined(line(first(cells, &self.first_name)), line(first(cells, &self.last_name)))
            }
            full => full,
        };
        let contact = Incoming {
            row,
            line: record.line,
            email,
            name,
            company: line(first(cells, &self.company)),
            website: line(first(cells, &self.website)),
            domain_authority,
            notes: text(first(cells, &self.notes)),
            tags: tags(self.tags.iter().filter_map(|place| cells.get(*place)).map(plain::bare)),
            custom: self.custom(cells),
            country: country.unwrap_or_default(),
            timezone: timezone.map_or("", |zone| zone.name()),
            basis,
            basis_note: text(first(cells, &self.basis_note)),
        };
        Read::Contact(Box::new(contact), left_out)
    }

    fn custom(&self, cells: &StringRecord) -> BTreeMap<String, String> {
        let value = |place: usize| {
            cells.get(place).map(|cell| text(plain::bare(cell.trim()))).filter(|value| !value.is_empty())
        };
        self.keep.iter().filter_map(|(place, name)| Some((name.clone(), value(*place)?))).collect()
    }

    /// The address as it stands in the file, for showing.
    pub(super) fn shown(&self, cells: &StringRecord) -> [String; 3] {
        [&self.email, &self.name, &self.company].map(|places| line(first(cells, places)).chars().take(80).collect())
    }
}

/// What is wrong with a record before its cells are read.
pub(super) fn broken(record: &Record<'_>, width: usize) -> Option<Reject> {
    let cells = record.cells;
    if record.open_quote {
        return Some(Reject::OpenQuote);
    }
    // Empty cells past the last column are a spreadsheet's habit.
    if cells.len() > width && cells.iter().skip(width).any(|cell| !cell.trim().is_empty()) {
        return Some(Reject::TooManyCells { cells: cells.len(), columns: width });
    }
    if cells.as_slice().contains('\0') {
        return Some(Reject::NulCharacter);
    }
    let long = |cell: &str| cell.len() > LONGEST_CELL && cell.chars().count() > LONGEST_CELL;
    cells.iter().any(long).then_some(Reject::LongCell)
}

/// Names of kept columns: their headers, made distinct.
fn kept_names(columns: &[Column]) -> Vec<(usize, String)> {
    let mut seen = BTreeSet::new();
    let kept = columns.iter().enumerate().filter(|(_, column)| column.field == Field::Keep);
    kept.map(|(place, column)| {
        let name = if column.header.is_empty() { format!("Column {}", place + 1) } else { column.header.clone() };
        let name = if seen.insert(name.clone()) { name } else { format!("{name} ({})", place + 1) };
        (place, name)
    })
    .collect()
}

/// The first of these cells that holds anything, trimmed and without a spreadsheet's guard.
pub(super) fn first<'a>(cells: &'a StringRecord, places: &[usize]) -> &'a str {
    let cells = places.iter().filter_map(|place| cells.get(*place)).map(str::trim);
    cells.map(plain::bare).find(|cell| !cell.is_empty()).unwrap_or_default()
}

/// What a cell says; one that says nothing we know is left out with a warning.
pub(super) fn known<T>(
    cell: &str,
    read: impl Fn(&str) -> Option<T>,
    warning: &'static str,
    left_out: &mut Vec<&'static str>,
) -> Option<T> {
    if cell.is_empty() {
        return None;
    }
    let value = read(cell);
    if value.is_none() {
        left_out.push(warning);
    }
    value
}

/// An IANA zone.
fn zone(text: &str) -> Option<Tz> {
    text.parse().ok()
}

fn joined(first: String, last: String) -> String {
    match (first.is_empty(), last.is_empty()) {
        (false, false) => format!("{first} {last}"),
        (true, _) => last,
        (_, true) => first,
    }
}

/// One line: breaks and tabs become spaces, other control characters go.
pub(super) fn line(cell: &str) -> String {
    clean(cell, |c| matches!(c, '\n' | '\r' | '\t').then_some(' '))
}

/// Several lines: breaks and tabs stay.
fn text(cell: &str) -> String {
    clean(cell, |c| matches!(c, '\n' | '\t').then_some(c))
}

fn clean(cell: &str, control: impl Fn(char) -> Option<char>) -> String {
    let cell = cell.trim();
    let plain = |c: char| !c.is_control() && c != '\u{feff}';
    if cell.chars().all(plain) {
        return cell.to_owned();
    }
    let cleaned: String = cell.chars().filter_map(|c| if plain(c) { Some(c) } else { control(c) }).collect();
    cleaned.trim().to_owned()
}

/// A whole number from 0 to 100; `45.0` is one.
pub(super) fn authority(text: &str) -> Option<u8> {
    let whole = text.strip_suffix(".0").unwrap_or(text);
    whole.parse().ok().filter(|value| *value <= 100)
}

/// Labels, each once, in their order.
fn tags<'a>(cells: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for tag in cells.flat_map(|cell| cell.split([',', ';', '|'])).flat_map(|part| part.split(":::")) {
        let tag = line(tag.trim().trim_matches('"').trim_start_matches("* "));
        if !tag.is_empty() && !tags.iter().any(|known| known.to_lowercase() == tag.to_lowercase()) {
            tags.push(tag);
        }
    }
    tags
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_split_once_each() {
        for (cell, expected) in [
            ("technology, startup", vec!["technology", "startup"]),
            ("a;b|c,A", vec!["a", "b", "c"]),
            ("* myContacts ::: Family", vec!["myContacts", "Family"]),
            ("\"vip\",\"Sydney\"", vec!["vip", "Sydney"]),
            (" , ;", vec![]),
        ] {
            assert_eq!(tags([cell].into_iter()), expected, "{cell:?}");
        }
    }

    #[test]
    fn authority_is_a_whole_number_up_to_a_hundred() {
        for (cell, expected) in [
            ("45", Some(45)),
            ("0", Some(0)),
            ("100", Some(100)),
            ("45.0", Some(45)),
            ("101", None),
            ("-1", None),
            ("45.5", None),
            ("high", None),
        ] {
            assert_eq!(authority(cell), expected, "{cell:?}");
        }
    }

    #[test]
    fn cells_lose_control_characters_and_nothing_else() {
        assert_eq!(line(" Jo\u{7}hn\r\nSmith "), "John  Smith");
        assert_eq!(text("a\r\n\tb\u{1b}"), "a\n\tb");
        assert_eq!(line("=SUM(A1)"), "=SUM(A1)");
        assert_eq!(line("+61 2 9999"), "+61 2 9999");
    }
}
