//! Decisions as a log that is searched: pages, counts by action, and what the models took.

use domain::Timestamp;
use domain::id::{BrandId, DecisionId, EmailId, Id as _};
use sqlx::sqlite::SqliteRow;

use super::decisions::DecisionView;
use super::search::terms;
use super::{Query, rows, select};
use crate::Connection;
use crate::error::Result;
use crate::row::Cells;

/// A decision of the log.
#[derive(Debug, Clone)]
pub struct LoggedDecision {
    /// The decision.
    pub decision: DecisionView,
    /// The brand's slug.
    pub brand: String,
    /// Who it is about: a name, else an address.
    pub who: String,
    /// Their company.
    pub company: String,
    /// The mail it led to.
    pub email_id: Option<EmailId>,
}

/// Which decisions; empty fields do not filter.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Of one brand.
    pub brand: Option<BrandId>,
    /// What a person typed: words of the reason, or of whom it is about.
    pub search: Option<String>,
    /// One of these actions.
    pub actions: Vec<String>,
    /// Made by this provider: `rule`, `playbook`, `openai`.
    pub provider: Option<String>,
    /// Made at or after.
    pub from: Option<Timestamp>,
    /// Made before.
    pub until: Option<Timestamp>,
}

/// What the filter finds of one action.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the names say it")]
pub struct ActionSum {
    pub action: String,
    pub count: u32,
    pub tokens_in: u32,
    pub tokens_out: u32,
}

const SELECT: &str = "
    SELECT x.id, x.deal_id, x.at, x.action, x.reason, x.confidence, x.provider, x.model, x.prompt_version, x.input_hash, x.tokens_in,
           x.tokens_out, x.latency_ms, x.trouble, b.slug AS brand, iif(c.name = '', c.email, c.name) AS who, c.company,
           (SELECT e.id FROM emails e WHERE e.deal_id = x.deal_id AND e.decision_id = x.id LIMIT 1) AS email_id
    FROM decisions x JOIN deals d ON d.id = x.deal_id JOIN brands b ON b.id = d.brand_id JOIN contacts c ON c.id = d.contact_id
    WHERE true";

fn view(row: &SqliteRow) -> Result<LoggedDecision> {
    Ok(LoggedDecision {
        decision: super::decisions::view(row)?,
        brand: row.text("brand")?,
        who: row.text("who")?,
        company: row.text("company")?,
        email_id: row.opt_id("email_id")?,
    })
}

/// Adds what is asked for. The actions are left out where each action is counted.
fn narrow(query: &mut Query, filter: &Filter, by_action: bool) {
    if let Some(text) = filter.search.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
        query.push(" AND (instr(lower(x.reason), ").push_bind(text.to_lowercase()).push(") > 0");
        if let Some(terms) = terms(text) {
            query
                .push(" OR x.deal_id IN (SELECT f.id FROM contacts_search JOIN contacts k ON k.rowid = contacts_search.rowid JOIN deals f ON f.contact_id = k.id WHERE contacts_search MATCH ")
                .push_bind(terms)
                .push(")");
        }
        query.push(")");
    }
    if let Some(brand) = filter.brand {
        query
            .push(" AND +x.deal_id IN (SELECT f.id FROM deals f WHERE f.brand_id = ")
            .push_bind(brand.bytes().to_vec())
            .push(")");
    }
    if by_action && !filter.actions.is_empty() {
        query.push(" AND +x.action IN (");
        let mut list = query.separated(", ");
        for action in &filter.actions {
            list.push_bind(action.clone());
        }
        query.push(")");
    }
    if let Some(provider) = &filter.provider {
        query.push(" AND +x.provider = ").push_bind(provider.clone());
    }
    if let Some(from) = filter.from {
        query.push(" AND +x.at >= ").push_bind(from.millis());
    }
    if let Some(until) = filter.until {
        query.push(" AND +x.at < ").push_bind(until.millis());
    }
}

pub(super) fn log_query(filter: &Filter, after: Option<DecisionId>, limit: u32) -> Query {
    let mut query = select(SELECT);
    narrow(&mut query, filter, true);
    if let Some(after) = after {
        query.push(" AND x.id < ").push_bind(after.bytes().to_vec());
    }
    query.push(" ORDER BY x.id DESC LIMIT ").push_bind(limit);
    query
}

/// Decisions of the log, newest first, behind one of them.
pub async fn log(
    conn: &mut Connection,
    filter: &Filter,
    after: Option<DecisionId>,
    limit: u32,
) -> Result<Vec<LoggedDecision>> {
    rows(conn, log_query(filter, after, limit), "read the log of decisions", view).await
}

/// Counts and tokens of each action, whatever actions the filter asks for.
pub async fn sums(conn: &mut Connection, filter: &Filter) -> Result<Vec<ActionSum>> {
    let mut query = select(
        "SELECT x.action, count(*) AS n, ifnull(sum(x.tokens_in), 0) AS tokens_in, ifnull(sum(x.tokens_out), 0) AS tokens_out
         FROM decisions x WHERE true",
    );
    narrow(&mut query, filter, false);
    query.push(" GROUP BY x.action ORDER BY n DESC, x.action");
    let tokens = |row: &SqliteRow, column| {
        Ok::<_, crate::StoreError>(u32::try_from(row.cell::<i64>(column)?).unwrap_or(u32::MAX))
    };
    rows(conn, query, "sum the log of decisions", |row| {
        Ok(ActionSum {
            action: row.text("action")?,
            count: row.count("n")?,
            tokens_in: tokens(row, "tokens_in")?,
            tokens_out: tokens(row, "tokens_out")?,
        })
    })
    .await
}
