//! Table `decisions`.

use domain::Timestamp;
use domain::decision::Choice;
use domain::id::{DealId, DecisionId, Id as _};

use crate::Connection;
use crate::error::{Doing, Result};
use crate::row::json;

/// A decision to be recorded, with what it was made on.
#[derive(Debug, Clone)]
pub struct NewDecision<'a> {
    /// Its id.
    pub id: DecisionId,
    /// Which deal.
    pub deal: DealId,
    /// When.
    pub at: Timestamp,
    /// What was chosen.
    pub choice: &'a Choice,
    /// `rule`, `playbook` or `openai`.
    pub provider: &'a str,
    /// Which model answered; empty without one.
    pub model: &'a str,
    /// Which version of the prompt; empty without one.
    pub prompt_version: &'a str,
    /// SHA-256 of the input, in hexadecimal.
    pub input_hash: &'a str,
    /// The facts as JSON.
    pub input: &'a str,
    /// Tokens of the prompt, if told.
    pub tokens_in: Option<u64>,
    /// Tokens of the answer, if told.
    pub tokens_out: Option<u64>,
    /// Milliseconds the provider took.
    pub latency_ms: Option<u64>,
    /// Why the provider's answer was not used.
    pub trouble: Option<&'a str>,
}

/// Records a decision.
pub async fn insert(conn: &mut Connection, new: &NewDecision<'_>) -> Result<()> {
    let insert = "
        INSERT INTO decisions (id, deal_id, at, action, detail, reason, confidence, provider, model, prompt_version, input_hash, input, tokens_in,
                               tokens_out, latency_ms, trouble)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    let small = |n: Option<u64>| n.and_then(|n| i64::try_from(n).ok());
    sqlx::query(insert)
        .bind(new.id.bytes())
        .bind(new.deal.bytes())
        .bind(new.at.millis())
        .bind(new.choice.action.name())
        .bind(json(&new.choice.action))
        .bind(&new.choice.reason)
        .bind(new.choice.confidence)
        .bind(new.provider)
        .bind(new.model)
        .bind(new.prompt_version)
        .bind(new.input_hash)
        .bind(new.input)
        .bind(small(new.tokens_in))
        .bind(small(new.tokens_out))
        .bind(small(new.latency_ms))
        .bind(new.trouble)
        .execute(conn)
        .await
        .doing("record a decision")?;
    Ok(())
}
