//! Contacts in lists: each with the reason why it must not be mailed, if there is one.

use domain::EmailAddress;
use domain::contact::{Basis, ContactType};
use domain::id::{BrandId, ContactId, Id as _};
use domain::recipient::Mark;
use sqlx::sqlite::SqliteRow;

use super::search::terms;
use super::{Query, rows, select};
use crate::Connection;
use crate::error::Result;
use crate::mail_domains::Marks;
use crate::row::Cells;
use crate::suppressions::Rules;

/// A contact.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the columns of the table, explained there")]
pub struct ContactView {
    pub id: ContactId,
    /// The brand's slug.
    pub brand: String,
    pub email: String,
    pub name: String,
    pub company: String,
    pub website: String,
    pub domain_authority: Option<u8>,
    pub notes: String,
    pub tags: Vec<String>,
    pub kind: ContactType,
    pub source: String,
    /// ISO 3166 alpha-2 code; empty when not known.
    pub country: String,
    /// IANA name; empty when not known.
    pub timezone: String,
    pub basis: Basis,
    pub basis_note: String,
    /// Why it must not be mailed.
    pub suppressed: Option<String>,
    /// What is to be known of its address.
    pub marks: Vec<Mark>,
}

macro_rules! columns {
    () => {
        "SELECT c.id, c.brand_id, b.slug AS brand, c.email, c.name, c.company, c.website, c.domain_authority, c.notes, c.tags, c.kind,
                c.source, c.country, c.timezone, c.basis, c.basis_note "
    };
}

pub(super) const LIST: &str = concat!(columns!(), "FROM contacts c JOIN brands b ON b.id = c.brand_id WHERE true");
const FOUND: &str = concat!(
    columns!(),
    "FROM contacts c JOIN brands b ON b.id = c.brand_id
     JOIN (SELECT x.rowid AS found, contacts_search.rank AS rank FROM contacts_search JOIN contacts x ON x.rowid = contacts_search.rowid
           WHERE contacts_search MATCH "
);

pub(super) fn view(row: &SqliteRow) -> Result<ContactView> {
    Ok(ContactView {
        id: row.id("id")?,
        brand: row.text("brand")?,
        email: row.text("email")?,
        name: row.text("name")?,
        company: row.text("company")?,
        website: row.text("website")?,
        domain_authority: row.opt_count("domain_authority")?.and_then(|authority| u8::try_from(authority).ok()),
        notes: row.text("notes")?,
        tags: row.json("tags")?,
        kind: row.word("kind")?,
        source: row.text("source")?,
        country: row.text("country")?,
        timezone: row.text("timezone")?,
        basis: row.word("basis")?,
        basis_note: row.text("basis_note")?,
        suppressed: None,
        marks: Vec::new(),
    })
}

/// Reads contacts, and for each why it must not be mailed.
pub(super) async fn read(conn: &mut Connection, query: Query, doing: &'static str) -> Result<Vec<ContactView>> {
    let one = |row: &SqliteRow| Ok((row.id("brand_id")?, row.word("email")?, view(row)?));
    let found: Vec<(BrandId, EmailAddress, ContactView)> = rows(conn, query, doing, one).await?;
    let rules = Rules::about(conn, found.iter().map(|(_, address, _)| address)).await?;
    let marks = Marks::about(conn, found.iter().map(|(_, address, _)| address)).await?;
    let suppressed = |(brand, address, view): (BrandId, EmailAddress, ContactView)| ContactView {
        suppressed: rules.reason(brand, &address).map(str::to_owned),
        marks: marks.of(&address),
        ..view
    };
    Ok(found.into_iter().map(suppressed).collect())
}

pub(super) fn list_query(brand: Option<BrandId>, limit: u32) -> Query {
    let mut query = select(LIST);
    if let Some(brand) = brand {
        // The plus keeps the order of the list, which ends the walk at the limit.
        query.push(" AND +c.brand_id = ").push_bind(brand.bytes().to_vec());
    }
    query.push(" ORDER BY c.rowid DESC LIMIT ").push_bind(limit);
    query
}

/// Contacts, newest first.
pub async fn list(conn: &mut Connection, brand: Option<BrandId>, limit: u32) -> Result<Vec<ContactView>> {
    read(conn, list_query(brand, limit), "list contacts").await
}

/// Contacts that contain every word a person typed, each as the beginning of a word; the best first.
pub async fn search(conn: &mut Connection, text: &str, brand: Option<BrandId>, limit: u32) -> Result<Vec<ContactView>> {
    let Some(terms) = terms(text) else { return Ok(Vec::new()) };
    let mut query = select(FOUND);
    query.push_bind(terms);
    if let Some(brand) = brand {
        query.push(" AND x.brand_id = ").push_bind(brand.bytes().to_vec());
    }
    query.push(" ORDER BY contacts_search.rank, x.rowid DESC LIMIT ").push_bind(limit);
    query.push(") f ON f.found = c.rowid ORDER BY f.rank, c.rowid DESC");
    read(conn, query, "search contacts").await
}

/// One contact.
pub async fn find(conn: &mut Connection, id: ContactId) -> Result<Option<ContactView>> {
    let mut query = select(LIST);
    query.push(" AND c.id = ").push_bind(id.bytes().to_vec());
    Ok(read(conn, query, "read a contact").await?.pop())
}

/// The contacts with that address, one for each brand that has it.
pub async fn by_email(conn: &mut Connection, email: &EmailAddress) -> Result<Vec<ContactView>> {
    let mut query = select(LIST);
    query.push(" AND c.email = ").push_bind(email.as_str().to_owned()).push(" ORDER BY b.slug");
    read(conn, query, "read contacts by address").await
}
