//! Outgoing mails as a queue that a person judges, and as a log that is searched. Pages go on behind the last mail of the page before; ids
//! are made at the moment a mail is written, so their order is that of time.

use domain::Timestamp;
use domain::email::{EmailKind, EmailState};
use domain::id::{BrandId, EmailId, Id as _};
use sqlx::sqlite::SqliteRow;

use super::emails::EmailView;
use super::search::terms;
use super::{Query, rows, select};
use crate::Connection;
use crate::error::Result;
use crate::row::Cells;

/// A mail in the queue or the log.
#[derive(Debug, Clone)]
pub struct OutboxView {
    /// The mail.
    pub mail: EmailView,
    /// Company of the recipient as it is called now.
    pub company: String,
    /// Hash of what it says at the moment.
    pub content_hash: String,
    /// A person changed it.
    pub edited: bool,
}

/// Who wrote a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writer {
    /// The built-in playbook.
    Playbook,
    /// Any model.
    Model,
    /// A person, from the start.
    Person,
}

/// Which mails of the log; empty fields do not filter.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Of one brand.
    pub brand: Option<BrandId>,
    /// What a person typed: words of the mail, or who it goes to.
    pub search: Option<String>,
    /// In one of these states.
    pub states: Vec<EmailState>,
    /// Of one kind.
    pub kind: Option<EmailKind>,
    /// By whom.
    pub writer: Option<Writer>,
    /// Written at or after.
    pub from: Option<Timestamp>,
    /// Written before.
    pub until: Option<Timestamp>,
}

const SELECT: &str = "
    SELECT e.id, e.deal_id, b.slug AS brand, e.step, e.kind, e.state, e.to_address, e.to_name, e.subject, e.written_by, e.created_at, e.sent_at,
           e.not_before, e.attempts, e.trouble, e.decision_id, c.company, e.content_hash, e.original_text IS NOT NULL AS edited
    FROM emails e JOIN brands b ON b.id = e.brand_id JOIN contacts c ON c.id = e.contact_id WHERE true";

fn view(row: &SqliteRow) -> Result<OutboxView> {
    Ok(OutboxView {
        mail: super::emails::view(row)?,
        company: row.text("company")?,
        content_hash: row.text("content_hash")?,
        edited: row.cell::<i64>("edited")? != 0,
    })
}

pub(super) fn waiting_query(brand: Option<BrandId>, after: Option<EmailId>, limit: u32) -> Query {
    let mut query = select(SELECT);
    query.push(" AND e.state = 'awaiting_approval'");
    if let Some(brand) = brand {
        query.push(" AND e.brand_id = ").push_bind(brand.bytes().to_vec());
    }
    if let Some(after) = after {
        // The plus keeps the few that wait found by their state, among the many that left.
        query.push(" AND +e.id > ").push_bind(after.bytes().to_vec());
    }
    query.push(" ORDER BY +e.id LIMIT ").push_bind(limit);
    query
}

/// Mails that wait for a person, oldest first, behind one of them.
pub async fn waiting(
    conn: &mut Connection,
    brand: Option<BrandId>,
    after: Option<EmailId>,
    limit: u32,
) -> Result<Vec<OutboxView>> {
    rows(conn, waiting_query(brand, after, limit), "list what waits for approval", view).await
}

/// How many wait for a person.
pub async fn count_waiting(conn: &mut Connection, brand: Option<BrandId>) -> Result<u32> {
    let mut query = select("SELECT count(*) AS n FROM emails e WHERE e.state = 'awaiting_approval'");
    if let Some(brand) = brand {
        query.push(" AND e.brand_id = ").push_bind(brand.bytes().to_vec());
    }
    let counted = rows(conn, query, "count what waits for approval", |row| row.count("n")).await?;
    Ok(counted.first().copied().unwrap_or(0))
}

/// Adds what is asked for. False when nothing can be found. The states are left out where each state is counted.
fn narrow(query: &mut Query, filter: &Filter, by_state: bool) -> bool {
    if let Some(text) = filter.search.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
        let Some(terms) = terms(text) else { return false };
        query
            .push(" AND e.rowid IN (SELECT rowid FROM emails_search WHERE emails_search MATCH ")
            .push_bind(terms)
            .push(")");
    }
    if let Some(brand) = filter.brand {
        query.push(" AND +e.brand_id = ").push_bind(brand.bytes().to_vec());
    }
    if by_state && !filter.states.is_empty() {
        query.push(" AND +e.state IN (");
        let mut list = query.separated(", ");
        for state in &filter.states {
            list.push_bind(state.as_str());
        }
        query.push(")");
    }
    if let Some(kind) = filter.kind {
        query.push(" AND +e.kind = ").push_bind(kind.as_str());
    }
    query.push(match filter.writer {
        Some(Writer::Playbook) => " AND +e.written_by = 'playbook'",
        Some(Writer::Person) => " AND +e.written_by = 'person'",
        Some(Writer::Model) => " AND +e.written_by NOT IN ('playbook', 'person')",
        None => "",
    });
    if let Some(from) = filter.from {
        query.push(" AND +e.created_at >= ").push_bind(from.millis());
    }
    if let Some(until) = filter.until {
        query.push(" AND +e.created_at < ").push_bind(until.millis());
    }
    true
}

pub(super) fn log_query(filter: &Filter, after: Option<EmailId>, limit: u32) -> Option<Query> {
    let mut query = select(SELECT);
    if !narrow(&mut query, filter, true) {
        return None;
    }
    if let Some(after) = after {
        query.push(" AND e.id < ").push_bind(after.bytes().to_vec());
    }
    query.push(" ORDER BY e.id DESC LIMIT ").push_bind(limit);
    Some(query)
}

/// Mails of the log, newest first, behind one of them.
pub async fn log(
    conn: &mut Connection,
    filter: &Filter,
    after: Option<EmailId>,
    limit: u32,
) -> Result<Vec<OutboxView>> {
    let Some(query) = log_query(filter, after, limit) else { return Ok(Vec::new()) };
    rows(conn, query, "read the log of mails", view).await
}

/// How many mails the filter finds in each state, whatever states it asks for.
pub async fn count_by_state(conn: &mut Connection, filter: &Filter) -> Result<Vec<(EmailState, u32)>> {
    let mut query = select("SELECT e.state, count(*) AS n FROM emails e WHERE true");
    if !narrow(&mut query, filter, false) {
        return Ok(Vec::new());
    }
    // The plus lets an index that has all the columns be read instead of one that has the order.
    query.push(" GROUP BY +e.state");
    rows(conn, query, "count the log of mails", |row| Ok((row.word("state")?, row.count("n")?))).await
}
