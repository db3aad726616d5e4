//! Outgoing mails in lists.

use domain::Timestamp;
use domain::email::{EmailKind, EmailState};
use domain::id::{BrandId, DealId, DecisionId, EmailId, Id as _};
use sqlx::sqlite::SqliteRow;

use super::{Query, row, rows, select};
use crate::Connection;
use crate::error::Result;
use crate::row::Cells;

/// An outgoing mail in a list.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the columns of the table, explained there")]
pub struct EmailView {
    pub id: EmailId,
    pub deal_id: DealId,
    /// The brand's slug.
    pub brand: String,
    pub step: u32,
    pub kind: EmailKind,
    pub state: EmailState,
    pub to_address: String,
    pub to_name: String,
    pub subject: String,
    pub written_by: String,
    pub created_at: Timestamp,
    pub sent_at: Option<Timestamp>,
    pub not_before: Option<Timestamp>,
    pub attempts: u32,
    pub trouble: Option<String>,
    pub decision_id: Option<DecisionId>,
}

/// Which mails; empty fields do not filter.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Of one brand.
    pub brand: Option<BrandId>,
    /// In that state.
    pub state: Option<EmailState>,
    /// Of one deal.
    pub deal: Option<DealId>,
}

pub(super) const SELECT: &str = "
    SELECT e.id, e.deal_id, b.slug AS brand, e.step, e.kind, e.state, e.to_address, e.to_name, e.subject, e.written_by, e.created_at, e.sent_at,
           e.not_before, e.attempts, e.trouble, e.decision_id
    FROM emails e JOIN brands b ON b.id = e.brand_id WHERE true";

pub(super) fn view(row: &SqliteRow) -> Result<EmailView> {
    Ok(EmailView {
        id: row.id("id")?,
        deal_id: row.id("deal_id")?,
        brand: row.text("brand")?,
        step: row.count("step")?,
        kind: row.word("kind")?,
        state: row.word("state")?,
        to_address: row.text("to_address")?,
        to_name: row.text("to_name")?,
        subject: row.text("subject")?,
        written_by: row.text("written_by")?,
        created_at: row.time("created_at")?,
        sent_at: row.opt_time("sent_at")?,
        not_before: row.opt_time("not_before")?,
        attempts: row.count("attempts")?,
        trouble: row.opt_text("trouble")?,
        decision_id: row.opt_id("decision_id")?,
    })
}

pub(super) fn list_query(filter: &Filter, limit: u32) -> Query {
    let mut query = select(SELECT);
    // The few that wait are found among the many that left by the index of states; the plus in the order
    // keeps the other index out. Everything else walks the order of the list up to the limit.
    let waits = filter.state.is_some_and(|state| {
        matches!(
            state,
            EmailState::AwaitingApproval | EmailState::Queued | EmailState::Sending | EmailState::Unconfirmed
        )
    });
    if let Some(brand) = filter.brand {
        query.push(if waits { " AND e.brand_id = " } else { " AND +e.brand_id = " }).push_bind(brand.bytes().to_vec());
    }
    if let Some(state) = filter.state {
        query.push(" AND e.state = ").push_bind(state.as_str());
    }
    if let Some(deal) = filter.deal {
        query.push(" AND e.deal_id = ").push_bind(deal.bytes().to_vec());
    }
    query.push(if waits { " ORDER BY +e.rowid DESC LIMIT " } else { " ORDER BY e.rowid DESC LIMIT " }).push_bind(limit);
    query
}

/// Mails, newest first.
pub async fn list(conn: &mut Connection, filter: &Filter, limit: u32) -> Result<Vec<EmailView>> {
    rows(conn, list_query(filter, limit), "list mails", view).await
}

/// One mail.
pub async fn find(conn: &mut Connection, id: EmailId) -> Result<Option<EmailView>> {
    let mut query = select(SELECT);
    query.push(" AND e.id = ").push_bind(id.bytes().to_vec());
    row(conn, query, "read a mail", view).await
}
