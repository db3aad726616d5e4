//! Deals in lists: each with who it is with and the mail that is on its way.

use domain::Timestamp;
use domain::deal::DealStatus;
use domain::email::EmailState;
use domain::id::{BrandId, ContactId, DealId, Id as _, StageId};
use domain::reply::ReplyKind;
use domain::score::ScoreReason;
use sqlx::sqlite::SqliteRow;

use super::{Query, row, rows, select};
use crate::Connection;
use crate::error::Result;
use crate::row::Cells;

/// A deal as a card shows it.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the columns of the tables, explained there")]
pub struct CardView {
    pub id: DealId,
    pub contact_id: ContactId,
    pub stage_id: StageId,
    pub name: String,
    pub company: String,
    pub email: String,
    pub domain_authority: Option<u8>,
    pub status: DealStatus,
    pub value_cents: i64,
    pub score: Option<u8>,
    pub emails_sent: u32,
    pub next_action_at: Option<Timestamp>,
    pub hold_until: Option<Timestamp>,
    pub last_reply: Option<ReplyKind>,
    pub last_reply_at: Option<Timestamp>,
    pub last_sent_at: Option<Timestamp>,
    pub question: Option<String>,
    pub reason: Option<String>,
    /// State of the mail that is on its way.
    pub email_state: Option<EmailState>,
    pub updated_at: Timestamp,
}

/// A deal in a list.
#[derive(Debug, Clone)]
pub struct DealView {
    /// What a card shows.
    pub card: CardView,
    /// The brand's slug.
    pub brand: String,
    /// The pipeline's name.
    pub pipeline: String,
    /// The stage's name.
    pub stage: String,
    /// What made the score.
    pub score_reasons: Vec<ScoreReason>,
}

/// Which deals; empty fields do not filter.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Of one brand.
    pub brand: Option<BrandId>,
    /// In any of these stages.
    pub stages: Option<Vec<StageId>>,
    /// With that status.
    pub status: Option<DealStatus>,
    /// Only those that ask a person something.
    pub asking: bool,
}

/// Columns of a card, for statements that name the deal `d` and the contact `c`.
macro_rules! card_columns {
    () => {
        "d.id, d.contact_id, d.stage_id, c.name, c.company, c.email, c.domain_authority, d.status, d.value_cents, d.score, d.emails_sent,
        d.next_action_at, d.hold_until, d.last_reply, d.last_reply_at, d.last_sent_at, d.question, d.reason, d.updated_at,
        (SELECT e.state FROM emails e
         WHERE e.deal_id = d.id AND e.state IN ('draft', 'awaiting_approval', 'queued', 'sending', 'unconfirmed')
         ORDER BY e.step DESC LIMIT 1) AS email_state"
    };
}
pub(super) use card_columns;

pub(super) const SELECT: &str = concat!(
    "SELECT ",
    card_columns!(),
    ", d.score_reasons, b.slug AS brand, p.name AS pipeline, s.name AS stage
    FROM deals d
    JOIN contacts c ON c.id = d.contact_id
    JOIN brands b ON b.id = d.brand_id
    JOIN pipelines p ON p.id = d.pipeline_id
    JOIN stages s ON s.id = d.stage_id
    WHERE true"
);

pub(super) fn card(row: &SqliteRow) -> Result<CardView> {
    let small = |n: Option<u32>| n.and_then(|n| u8::try_from(n).ok());
    Ok(CardView {
        id: row.id("id")?,
        contact_id: row.id("contact_id")?,
        stage_id: row.id("stage_id")?,
        name: row.text("name")?,
        company: row.text("company")?,
        email: row.text("email")?,
        domain_authority: small(row.opt_count("domain_authority")?),
        status: row.word("status")?,
        value_cents: row.cell("value_cents")?,
        score: small(row.opt_count("score")?),
        emails_sent: row.count("emails_sent")?,
        next_action_at: row.opt_time("next_action_at")?,
        hold_until: row.opt_time("hold_until")?,
        last_reply: row.opt_word("last_reply")?,
        last_reply_at: row.opt_time("last_reply_at")?,
        last_sent_at: row.opt_time("last_sent_at")?,
        question: row.opt_text("question")?,
        reason: row.opt_text("reason")?,
        email_state: row.opt_word("email_state")?,
        updated_at: row.time("updated_at")?,
    })
}

pub(super) fn view(row: &SqliteRow) -> Result<DealView> {
    Ok(DealView {
        card: card(row)?,
        brand: row.text("brand")?,
        pipeline: row.text("pipeline")?,
        stage: row.text("stage")?,
        score_reasons: row.json("score_reasons")?,
    })
}

pub(super) fn list_query(filter: &Filter, limit: u32) -> Query {
    let mut query = select(SELECT);
    if let Some(brand) = filter.brand {
        query.push(" AND d.brand_id = ").push_bind(brand.bytes().to_vec());
    }
    if let Some(stages) = &filter.stages {
        query.push(" AND d.stage_id IN (");
        let mut ids = query.separated(", ");
        for stage in stages {
            ids.push_bind(stage.bytes().to_vec());
        }
        query.push(")");
    }
    if let Some(status) = filter.status {
        query.push(" AND d.status = ").push_bind(status.as_str());
    }
    if filter.asking {
        query.push(" AND d.question IS NOT NULL");
    }
    query.push(" ORDER BY d.updated_at DESC, d.rowid DESC LIMIT ").push_bind(limit);
    query
}

/// Deals, those that changed last first.
pub async fn list(conn: &mut Connection, filter: &Filter, limit: u32) -> Result<Vec<DealView>> {
    rows(conn, list_query(filter, limit), "list deals", view).await
}

/// One deal.
pub async fn find(conn: &mut Connection, id: DealId) -> Result<Option<DealView>> {
    let mut query = select(SELECT);
    query.push(" AND d.id = ").push_bind(id.bytes().to_vec());
    row(conn, query, "read a deal", view).await
}

/// How many deals ask a person something.
pub async fn count_asking(conn: &mut Connection) -> Result<u32> {
    let query = select("SELECT count(*) AS n FROM deals WHERE question IS NOT NULL");
    Ok(row(conn, query, "count questions", |row| row.count("n")).await?.unwrap_or(0))
}
