//! Table `decisions`.

use domain::Timestamp;
use domain::decision::Choice;
use domain::id::{DealId, DecisionId, Id as _};

use sqlx::QueryBuilder;

use crate::error::{Doing, Result};
use crate::row::json;
use crate::{Connection, ROWS};

/// A decision to be recorded, with what it was made on.
#[derive(Debug, Clone)]
pub struct NewDecision {
    /// Its id.
    pub id: DecisionId,
    /// Which deal.
    pub deal: DealId,
    /// When.
    pub at: Timestamp,
    /// What was chosen.
    pub choice: Choice,
    /// `rule`, `playbook` or `openai`.
    pub provider: &'static str,
    /// Which model answered; empty without one.
    pub model: String,
    /// Which version of the prompt; empty without one.
    pub prompt_version: String,
    /// The facts as JSON; their SHA-256 is kept beside them.
    pub input: String,
    /// Tokens of the prompt, if told.
    pub tokens_in: Option<u64>,
    /// Tokens of the answer, if told.
    pub tokens_out: Option<u64>,
    /// Milliseconds the provider took.
    pub latency_ms: Option<u64>,
    /// Why the provider's answer was not used.
    pub trouble: Option<String>,
}

/// Records decisions, in one statement per few hundred.
pub async fn insert(conn: &mut Connection, new: &[NewDecision]) -> Result<()> {
    let small = |n: Option<u64>| n.and_then(|n| i64::try_from(n).ok());
    for some in new.chunks(ROWS) {
        let mut query = QueryBuilder::new(
            "INSERT INTO decisions (id, deal_id, at, action, detail, reason, confidence, provider, model, prompt_version, input_hash, input,
                                    tokens_in, tokens_out, latency_ms, trouble) ",
        );
        query.push_values(some, |mut row, one| {
            row.push_bind(one.id.bytes().to_vec())
                .push_bind(one.deal.bytes().to_vec())
                .push_bind(one.at.millis())
                .push_bind(one.choice.action.name())
                .push_bind(json(&one.choice.action))
                .push_bind(one.choice.reason.as_str())
                .push_bind(one.choice.confidence)
                .push_bind(one.provider)
                .push_bind(one.model.as_str())
                .push_bind(one.prompt_version.as_str())
                .push_bind(domain::email::sha256(one.input.as_bytes()))
                .push_bind(one.input.as_str())
                .push_bind(small(one.tokens_in))
                .push_bind(small(one.tokens_out))
                .push_bind(small(one.latency_ms))
                .push_bind(one.trouble.as_deref());
        });
        query.build().execute(&mut *conn).await.doing("record decisions")?;
    }
    Ok(())
}
