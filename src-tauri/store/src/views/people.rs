//! Contacts as a table of any size: which there are under a filter, in which order, and those that are in sight.
//!
//! The order comes as the row numbers of all of them at once, so that a table can be entered anywhere; rows are read by their number.

use std::collections::{HashMap, HashSet};

use domain::contact::{Basis, ContactType};
use domain::id::{BrandId, ContactId, DealId, Id as _, ImportId};
use domain::recipient::Mark;
use domain::{EmailAddress, Timestamp};
use sqlx::sqlite::SqliteRow;

use super::search::terms;
use super::{Query, row, rows, select};
use crate::Connection;
use crate::error::Result;
use crate::mail_domains::Marks;
use crate::row::{Cells, json};
use crate::suppressions::Rules;

/// The most contacts that a text is looked for in: the newest that have its words. Whoever types more finds the rest.
pub const FOUND: usize = 20_000;

/// Contacts whose addresses are looked at at once.
const AT_ONCE: u32 = 20_000;

/// Which contacts; what is empty does not filter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "named as the columns they ask for")]
pub struct Filter {
    pub brand: Option<BrandId>,
    /// Words, each the beginning of one in any field.
    pub text: Option<String>,
    pub kind: Option<ContactType>,
    /// A label, letter case aside.
    pub tag: Option<String>,
    pub suppressed: Option<bool>,
    pub open_deal: Option<bool>,
    /// Authority of at least this.
    pub authority: Option<u8>,
    /// ISO 3166 alpha-2 code.
    pub country: Option<String>,
    /// The import that created them.
    pub import: Option<ImportId>,
    /// Something to know about the address.
    pub mark: Option<Mark>,
}

/// What they are ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// When they were added.
    Created,
    /// When they were changed last.
    Updated,
    /// Name; those without one come last.
    Name,
    /// Company; those without one come last.
    Company,
    /// Address.
    Email,
    /// Authority; those without one come last.
    Authority,
}

/// All contacts under a filter: their row numbers, lowest first.
#[derive(Debug, Default)]
pub struct Order {
    /// Row numbers, for [`lines`].
    pub places: Vec<i64>,
    /// More contacts than [`FOUND`] have the words; only the newest are here.
    pub more: bool,
}

/// A contact in the table.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the columns of the table, explained there")]
pub struct PersonView {
    pub id: ContactId,
    /// The brand's slug.
    pub brand: String,
    pub email: String,
    pub name: String,
    pub company: String,
    pub website: String,
    pub domain_authority: Option<u8>,
    pub tags: Vec<String>,
    pub kind: ContactType,
    pub notes: String,
    pub source: String,
    pub country: String,
    pub timezone: String,
    pub basis: Basis,
    pub basis_note: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    /// One of its deals that are not over.
    pub open_deal: Option<DealId>,
    /// Why it must not be mailed.
    pub suppressed: Option<String>,
    /// What is to be known of its address.
    pub marks: Vec<Mark>,
}

/// Row numbers as one text: a million rows one by one would take seconds.
fn numbers(text: &str) -> Vec<i64> {
    text.split(',').filter_map(|number| number.parse().ok()).collect()
}

pub(super) fn order_query(filter: &Filter, sort: Sort, found: Option<&[i64]>) -> Query {
    let mut query =
        select("SELECT group_concat(place) AS places FROM (SELECT c.rowid AS place FROM contacts c WHERE true");
    if let Some(found) = found {
        query.push(" AND c.rowid IN (SELECT value FROM json_each(").push_bind(json(&found)).push("))");
    }
    if let Some(brand) = filter.brand {
        query.push(" AND c.brand_id = ").push_bind(brand.bytes().to_vec());
    }
    if let Some(kind) = filter.kind {
        query.push(" AND c.kind = ").push_bind(kind.as_str());
    }
    if let Some(tag) = &filter.tag {
        query.push(" AND c.tags <> '[]' AND EXISTS (SELECT 1 FROM json_each(c.tags) WHERE lower(value) = lower(");
        query.push_bind(tag.trim().to_owned()).push("))");
    }
    if let Some(least) = filter.authority {
        query.push(" AND c.domain_authority >= ").push_bind(i64::from(least));
    }
    if let Some(country) = &filter.country {
        query.push(" AND c.country = ").push_bind(country.clone());
    }
    if let Some(import) = filter.import {
        query.push(" AND c.import_id = ").push_bind(import.bytes().to_vec());
    }
    if let Some(open) = filter.open_deal {
        query.push(if open { " AND EXISTS" } else { " AND NOT EXISTS" });
        query.push(" (SELECT 1 FROM deals d WHERE d.contact_id = c.id AND d.status IN ('active', 'paused'))");
    }
    query.push(match sort {
        // Numbers ascend with time: they are put in order afterwards, so that the narrowest index can be read.
        Sort::Created => "",
        Sort::Updated => " ORDER BY c.updated_at, c.rowid",
        Sort::Name => " ORDER BY c.name = '', c.name COLLATE NOCASE, c.rowid",
        Sort::Company => " ORDER BY c.company = '', c.company COLLATE NOCASE, c.rowid",
        Sort::Email => " ORDER BY c.email, c.rowid",
        Sort::Authority => " ORDER BY c.domain_authority IS NULL, c.domain_authority, c.rowid",
    });
    query.push(")");
    query
}

/// All contacts under a filter, in order.
pub async fn order(conn: &mut Connection, filter: &Filter, sort: Sort) -> Result<Order> {
    let mut more = false;
    let mut found = None;
    if let Some(text) = filter.text.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
        let mut numbers = matching(conn, text).await?;
        more = numbers.len() > FOUND;
        numbers.truncate(FOUND);
        found = Some(numbers);
    }
    let read = |row: &SqliteRow| row.opt_text("places");
    let text = row(conn, order_query(filter, sort, found.as_deref()), "put contacts in order", read).await?;
    let mut places = numbers(&text.flatten().unwrap_or_default());
    if sort == Sort::Created {
        places.sort_unstable();
    }
    if let Some(wanted) = filter.suppressed {
        let silent = suppressed(conn, filter.brand).await?;
        places.retain(|place| silent.contains(place) == wanted);
    }
    if let Some(mark) = filter.mark {
        let all = Marks::all(conn).await?;
        let marked = those(conn, filter.brand, |_, address| all.of(address).contains(&mark)).await?;
        places.retain(|place| marked.contains(place));
    }
    Ok(Order { places, more })
}

pub(super) fn matching_query(terms: String) -> Query {
    let mut query = select(
        "SELECT group_concat(place) AS places FROM (SELECT rowid AS place FROM contacts_search WHERE contacts_search MATCH ",
    );
    query
        .push_bind(terms)
        .push(" ORDER BY rowid DESC LIMIT ")
        .push_bind(i64::try_from(FOUND).unwrap_or(0) + 1)
        .push(")");
    query
}

/// The newest contacts that have every word, at most one more than [`FOUND`].
async fn matching(conn: &mut Connection, text: &str) -> Result<Vec<i64>> {
    let Some(terms) = terms(text) else { return Ok(Vec::new()) };
    let read = |row: &SqliteRow| row.opt_text("places");
    let found = row(conn, matching_query(terms), "search contacts", read).await?;
    Ok(numbers(&found.flatten().unwrap_or_default()))
}

/// The row numbers of the contacts that must not be mailed, by the one rule there is.
async fn suppressed(conn: &mut Connection, brand: Option<BrandId>) -> Result<HashSet<i64>> {
    let rules = Rules::all(conn).await?;
    if rules.is_empty() {
        return Ok(HashSet::new());
    }
    those(conn, brand, |brand, address| rules.reason(brand, address).is_some()).await
}

/// The row numbers of the contacts whose address is wanted.
async fn those(
    conn: &mut Connection,
    brand: Option<BrandId>,
    wanted: impl Fn(BrandId, &EmailAddress) -> bool,
) -> Result<HashSet<i64>> {
    let mut found = HashSet::new();
    let mut after = 0;
    loop {
        let mut query = select("SELECT c.rowid AS place, c.brand_id, c.email FROM contacts c WHERE c.rowid > ");
        query.push_bind(after);
        if let Some(brand) = brand {
            query.push(" AND +c.brand_id = ").push_bind(brand.bytes().to_vec());
        }
        query.push(" ORDER BY c.rowid LIMIT ").push_bind(AT_ONCE);
        let one = |row: &SqliteRow| {
            Ok((row.cell::<i64>("place")?, row.id::<BrandId>("brand_id")?, row.word::<EmailAddress>("email")?))
        };
        let some = rows(conn, query, "look at every address", one).await?;
        let Some((last, _, _)) = some.last() else { return Ok(found) };
        after = *last;
        found.extend(some.iter().filter(|(_, brand, email)| wanted(*brand, email)).map(|(place, _, _)| *place));
    }
}

const LINES: &str = "
    SELECT c.rowid AS place, c.id, c.brand_id, b.slug AS brand, c.email, c.name, c.company, c.website, c.domain_authority, c.tags, c.kind, c.source,
           c.notes, c.country, c.timezone, c.basis, c.basis_note, c.created_at, c.updated_at,
           (SELECT d.id FROM deals d WHERE d.contact_id = c.id AND d.status IN ('active', 'paused') LIMIT 1) AS open_deal
    FROM contacts c JOIN brands b ON b.id = c.brand_id WHERE c.rowid IN (SELECT value FROM json_each(";

fn view(row: &SqliteRow) -> Result<PersonView> {
    Ok(PersonView {
        id: row.id("id")?,
        brand: row.text("brand")?,
        email: row.text("email")?,
        name: row.text("name")?,
        company: row.text("company")?,
        website: row.text("website")?,
        domain_authority: row.opt_count("domain_authority")?.and_then(|authority| u8::try_from(authority).ok()),
        tags: row.json("tags")?,
        kind: row.word("kind")?,
        notes: row.text("notes")?,
        source: row.text("source")?,
        country: row.text("country")?,
        timezone: row.text("timezone")?,
        basis: row.word("basis")?,
        basis_note: row.text("basis_note")?,
        created_at: row.time("created_at")?,
        updated_at: row.time("updated_at")?,
        open_deal: row.opt_id("open_deal")?,
        suppressed: None,
        marks: Vec::new(),
    })
}

/// The contacts of these row numbers, in their order. Those that are gone meanwhile are left out.
pub async fn lines(conn: &mut Connection, places: &[i64]) -> Result<Vec<PersonView>> {
    let mut query = select(LINES);
    query.push_bind(json(&places)).push("))");
    let one = |row: &SqliteRow| {
        Ok((
            row.cell::<i64>("place")?,
            (row.id::<BrandId>("brand_id")?, row.word::<EmailAddress>("email")?, view(row)?),
        ))
    };
    let mut found: HashMap<i64, _> = rows(conn, query, "read contacts", one).await?.into_iter().collect();
    let rules = Rules::about(conn, found.values().map(|(_, address, _)| address)).await?;
    let marks = Marks::about(conn, found.values().map(|(_, address, _)| address)).await?;
    let lines = places.iter().filter_map(|place| found.remove(place));
    Ok(lines
        .map(|(brand, address, view)| PersonView {
            suppressed: rules.reason(brand, &address).map(str::to_owned),
            marks: marks.of(&address),
            ..view
        })
        .collect())
}

/// The ids of the contacts of these row numbers, in their order.
pub async fn ids(conn: &mut Connection, places: &[i64]) -> Result<Vec<ContactId>> {
    let mut query = select("SELECT c.id FROM json_each(");
    query.push_bind(json(&places)).push(") j JOIN contacts c ON c.rowid = j.value ORDER BY j.key");
    rows(conn, query, "read the ids of contacts", |row| row.id("id")).await
}

/// The row numbers of contacts, in the order of their ids here.
pub async fn places(conn: &mut Connection, ids: &[ContactId]) -> Result<Vec<i64>> {
    let hex: Vec<String> = ids.iter().map(|id| id.to_string().replace('-', "")).collect();
    let mut query = select("SELECT c.rowid AS place FROM json_each(");
    query.push_bind(json(&hex)).push(") j JOIN contacts c ON c.id = unhex(j.value) ORDER BY j.key");
    rows(conn, query, "find contacts", |row| row.cell("place")).await
}

/// Labels in use among the newest contacts, the commonest first.
pub async fn tags(conn: &mut Connection, brand: Option<BrandId>) -> Result<Vec<String>> {
    let mut query = select("SELECT j.value AS tag FROM (SELECT tags FROM contacts c WHERE true");
    if let Some(brand) = brand {
        query.push(" AND +c.brand_id = ").push_bind(brand.bytes().to_vec());
    }
    query.push(" ORDER BY c.rowid DESC LIMIT 20000) t JOIN json_each(t.tags) j GROUP BY lower(j.value) ORDER BY count(*) DESC, tag LIMIT 40");
    rows(conn, query, "read the labels in use", |row| row.text("tag")).await
}

/// Countries of the newest contacts, in order of their code.
pub async fn countries(conn: &mut Connection, brand: Option<BrandId>) -> Result<Vec<String>> {
    let mut query = select("SELECT DISTINCT country FROM (SELECT c.country FROM contacts c WHERE true");
    if let Some(brand) = brand {
        query.push(" AND +c.brand_id = ").push_bind(brand.bytes().to_vec());
    }
    query.push(" ORDER BY c.rowid DESC LIMIT 20000) WHERE country <> '' ORDER BY country");
    rows(conn, query, "read the countries in use", |row| row.text("country")).await
}

/// The newest line of the timeline.
pub async fn newest_line(conn: &mut Connection) -> Result<i64> {
    let query = select("SELECT ifnull(max(rowid), 0) AS newest FROM activities");
    Ok(row(conn, query, "look for the newest line", |row| row.cell("newest")).await?.unwrap_or(0))
}

/// Whether anything happened to contacts since a line of the timeline was written (`deals` too, if they matter), and the newest line now.
pub async fn news(conn: &mut Connection, since: i64, deals: bool) -> Result<(bool, i64)> {
    let mut query =
        select("SELECT ifnull(max(rowid), 0) AS newest, ifnull(max(kind IN ('created', 'edited', 'suppressed')");
    if deals {
        query.push(" OR kind IN ('moved', 'closed', 'paused', 'bounced', 'replied')");
    }
    query.push("), 0) AS news FROM activities WHERE rowid > ").push_bind(since);
    let read = |row: &SqliteRow| Ok((row.cell::<i64>("news")? != 0, row.cell::<i64>("newest")?));
    let (news, newest) = row(conn, query, "look for news", read).await?.unwrap_or_default();
    Ok((news, newest.max(since)))
}
