//! What a person types into the palette, looked for in everything: people, their deals, mails both ways. Newest first, because
//! ranking would have to read every hit; an address that is typed whole is found by its index alone.

use domain::id::{BrandId, ContactId, DealId, EmailId, Id, MessageId};
use domain::{EmailAddress, Timestamp};
use sqlx::sqlite::SqliteRow;

use super::search::terms;
use super::{Query, rows, select};
use crate::Connection;
use crate::error::Result;
use crate::row::{Cells, json};

/// Something that was found, in the words of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the id of what was found")]
pub struct Hit<I> {
    pub id: I,
    /// The deal it belongs to.
    pub deal: Option<DealId>,
    /// A name, or else an address; of a mail, its subject.
    pub title: String,
    /// What tells it from others of that title.
    pub detail: String,
    /// The brand's slug.
    pub brand: String,
    /// When it was made, sent or received, or moved last.
    pub at: Timestamp,
}

const CONTACTS: &str = "
    SELECT c.id, NULL AS deal_id, ifnull(nullif(c.name, ''), c.email) AS title, trim(c.company || ' · ' || c.email, ' ·') AS detail,
           b.slug AS brand, c.updated_at AS at
    FROM contacts c JOIN brands b ON b.id = c.brand_id WHERE ";

const DEALS: &str = "
    SELECT d.id, d.id AS deal_id, ifnull(nullif(c.name, ''), c.email) AS title, p.name || ' · ' || s.name AS detail,
           b.slug AS brand, d.updated_at AS at
    FROM contacts c JOIN deals d ON d.contact_id = c.id JOIN pipelines p ON p.id = d.pipeline_id
    JOIN stages s ON s.id = d.stage_id JOIN brands b ON b.id = d.brand_id WHERE ";

const EMAILS: &str = "
    SELECT e.id, e.deal_id, e.subject AS title, ifnull(nullif(e.to_name, ''), e.to_address) AS detail,
           b.slug AS brand, ifnull(e.sent_at, e.created_at) AS at
    FROM emails e JOIN brands b ON b.id = e.brand_id WHERE ";

const MESSAGES: &str = "
    SELECT m.id, m.deal_id, ifnull(nullif(m.from_name, ''), m.from_address) AS title, m.subject AS detail,
           b.slug AS brand, m.received_at AS at
    FROM messages m JOIN brands b ON b.id = m.brand_id WHERE ";

/// The index to look in and what its rows are called in the statement around it.
const IN_EMAILS: &str = "e.rowid IN (SELECT rowid FROM emails_search WHERE emails_search MATCH ";
const IN_MESSAGES: &str = "m.rowid IN (SELECT rowid FROM messages_search WHERE messages_search MATCH ";

/// How many hits of the index are looked at for each that is shown: some are of a brand that was not asked for.
const SLACK: u32 = 20;

fn hit<I: Id>(row: &SqliteRow) -> Result<Hit<I>> {
    Ok(Hit {
        id: row.id("id")?,
        deal: row.opt_id("deal_id")?,
        title: row.text("title")?,
        detail: row.text("detail")?,
        brand: row.text("brand")?,
        at: row.time("at")?,
    })
}

/// What is looked for.
#[derive(Debug, Clone, Copy)]
pub struct Sought<'a> {
    /// As it was typed.
    pub text: &'a str,
    /// Of one brand; of all of them without it.
    pub brand: Option<BrandId>,
    /// The most hits of each kind.
    pub limit: u32,
}

/// Finishes a statement: only hits of the index, only of that brand, the newest first.
fn finish(mut query: Query, index: &'static str, terms: String, sought: Sought<'_>, brand: &'static str) -> Query {
    query
        .push(index)
        .push_bind(terms)
        .push(" ORDER BY rowid DESC LIMIT ")
        .push_bind(sought.limit.saturating_mul(SLACK))
        .push(")");
    if let Some(id) = sought.brand {
        query.push(brand).push_bind(id.bytes().to_vec());
    }
    query.push(" ORDER BY at DESC LIMIT ").push_bind(sought.limit);
    query
}

/// The row numbers of the newest people that are meant, by name, company, address, site, notes or tags; an address that is typed whole is
/// looked up.
pub async fn people(conn: &mut Connection, sought: Sought<'_>) -> Result<Vec<i64>> {
    let mut query = if let Ok(address) = EmailAddress::parse(sought.text.trim()) {
        let mut query = select("SELECT rowid AS place FROM contacts WHERE email = ");
        query.push_bind(address.as_str().to_owned());
        query
    } else {
        let Some(terms) = terms(sought.text) else { return Ok(Vec::new()) };
        let mut query = select("SELECT rowid AS place FROM contacts_search WHERE contacts_search MATCH ");
        query.push_bind(terms);
        query
    };
    query.push(" ORDER BY rowid DESC LIMIT ").push_bind(sought.limit.saturating_mul(SLACK));
    rows(conn, query, "find people", |row| row.cell("place")).await
}

/// Those of the [`people`] that are of the brand, the newest first.
fn among(start: &'static str, people: &[i64], sought: Sought<'_>) -> Query {
    let mut query = select(start);
    query.push("c.rowid IN (SELECT value FROM json_each(").push_bind(json(&people)).push("))");
    if let Some(id) = sought.brand {
        query.push(" AND c.brand_id = ").push_bind(id.bytes().to_vec());
    }
    query.push(" ORDER BY at DESC LIMIT ").push_bind(sought.limit);
    query
}

/// The contacts among [`people`].
pub async fn contacts(conn: &mut Connection, people: &[i64], sought: Sought<'_>) -> Result<Vec<Hit<ContactId>>> {
    rows(conn, among(CONTACTS, people, sought), "find contacts", hit).await
}

/// The deals that are about [`people`].
pub async fn deals(conn: &mut Connection, people: &[i64], sought: Sought<'_>) -> Result<Vec<Hit<DealId>>> {
    rows(conn, among(DEALS, people, sought), "find deals", hit).await
}

/// Our mails by recipient, subject or text.
pub async fn emails(conn: &mut Connection, sought: Sought<'_>) -> Result<Vec<Hit<EmailId>>> {
    let Some(terms) = terms(sought.text) else { return Ok(Vec::new()) };
    let query = finish(select(EMAILS), IN_EMAILS, terms, sought, " AND e.brand_id = ");
    rows(conn, query, "find mails", hit).await
}

/// Mails that came in, by sender, subject or text.
pub async fn messages(conn: &mut Connection, sought: Sought<'_>) -> Result<Vec<Hit<MessageId>>> {
    let Some(terms) = terms(sought.text) else { return Ok(Vec::new()) };
    let query = finish(select(MESSAGES), IN_MESSAGES, terms, sought, " AND m.brand_id = ");
    rows(conn, query, "find replies", hit).await
}
