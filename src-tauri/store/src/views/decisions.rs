//! Decisions of the autopilot in lists.

use domain::Timestamp;
use domain::decision::Action;
use domain::id::{DealId, DecisionId, Id as _};
use sqlx::sqlite::SqliteRow;

use super::{row, rows, select};
use crate::Connection;
use crate::error::Result;
use crate::row::Cells;

/// A decision.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the columns of the table, explained there")]
pub struct DecisionView {
    pub id: DecisionId,
    pub deal_id: DealId,
    pub at: Timestamp,
    pub action: String,
    pub reason: String,
    pub confidence: f64,
    pub provider: String,
    pub model: String,
    pub prompt_version: String,
    pub input_hash: String,
    pub tokens_in: Option<u32>,
    pub tokens_out: Option<u32>,
    pub latency_ms: Option<u32>,
    pub trouble: Option<String>,
}

const SELECT: &str = "
    SELECT id, deal_id, at, action, reason, confidence, provider, model, prompt_version, input_hash, tokens_in, tokens_out, latency_ms, trouble
    FROM decisions WHERE true";

pub(super) fn view(row: &SqliteRow) -> Result<DecisionView> {
    Ok(DecisionView {
        id: row.id("id")?,
        deal_id: row.id("deal_id")?,
        at: row.time("at")?,
        action: row.text("action")?,
        reason: row.text("reason")?,
        confidence: row.cell("confidence")?,
        provider: row.text("provider")?,
        model: row.text("model")?,
        prompt_version: row.text("prompt_version")?,
        input_hash: row.text("input_hash")?,
        tokens_in: row.opt_count("tokens_in")?,
        tokens_out: row.opt_count("tokens_out")?,
        latency_ms: row.opt_count("latency_ms")?,
        trouble: row.opt_text("trouble")?,
    })
}

/// A decision with what it was made on and what exactly was chosen.
#[derive(Debug, Clone)]
pub struct DecisionWhole {
    /// As a list shows it.
    pub decision: DecisionView,
    /// What was chosen, with its particulars.
    pub action: Action,
    /// The facts as JSON, as they were recorded.
    pub input: String,
}

/// Decisions, newest first; of all deals or of one.
pub async fn list(conn: &mut Connection, deal: Option<DealId>, limit: u32) -> Result<Vec<DecisionView>> {
    let mut query = select(SELECT);
    if let Some(deal) = deal {
        query.push(" AND deal_id = ").push_bind(deal.bytes().to_vec());
    }
    query.push(" ORDER BY at DESC, rowid DESC LIMIT ").push_bind(limit);
    rows(conn, query, "list decisions", view).await
}

/// One decision.
pub async fn find(conn: &mut Connection, id: DecisionId) -> Result<Option<DecisionView>> {
    let mut query = select(SELECT);
    query.push(" AND id = ").push_bind(id.bytes().to_vec());
    row(conn, query, "read a decision", view).await
}

/// One decision with its inputs.
pub async fn whole(conn: &mut Connection, id: DecisionId) -> Result<Option<DecisionWhole>> {
    let mut query = select(
        "
        SELECT id, deal_id, at, action, reason, confidence, provider, model, prompt_version, input_hash, tokens_in, tokens_out, latency_ms, trouble,
               detail, input
        FROM decisions WHERE id = ",
    );
    query.push_bind(id.bytes().to_vec());
    let read = |row: &SqliteRow| {
        Ok(DecisionWhole { decision: view(row)?, action: row.json("detail")?, input: row.text("input")? })
    };
    row(conn, query, "read a decision whole", read).await
}
