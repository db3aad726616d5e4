//! Table `deals`: finding what is due, claiming it under a fence, and keeping what became of it.

use domain::Timestamp;
use domain::contact::Contact;
use domain::deal::Deal;
use domain::id::{BrandId, ContactId, DealId, Id as _};
use domain::score::ScoreReason;
use sqlx::sqlite::SqliteRow;

use crate::Connection;
use crate::error::{Doing, Result, StoreError};
use crate::row::{Cells, json};

pub(crate) fn deal(row: &SqliteRow) -> Result<Deal> {
    Ok(Deal {
        id: row.id("id")?,
        brand: row.id("brand_id")?,
        contact: row.id("contact_id")?,
        pipeline: row.id("pipeline_id")?,
        stage: row.id("stage_id")?,
        status: row.word("status")?,
        value_cents: row.cell("value_cents")?,
        next_action_at: row.opt_time("next_action_at")?,
        emails_sent: row.count("emails_sent")?,
        last_sent_at: row.opt_time("last_sent_at")?,
        last_reply: row.opt_word("last_reply")?,
        last_reply_at: row.opt_time("last_reply_at")?,
        hold_until: row.opt_time("hold_until")?,
        question: row.opt_text("question")?,
        reason: row.opt_text("reason")?,
        fence: row.cell("fence")?,
    })
}

/// Adds a deal. Errors with a duplicate if the contact has an open one in that pipeline.
pub async fn insert(conn: &mut Connection, deal: &Deal, now: Timestamp) -> Result<()> {
    let insert = "
        INSERT INTO deals (id, brand_id, contact_id, pipeline_id, stage_id, status, value_cents, next_action_at, created_at, updated_at, stage_since)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9, ?9)";
    sqlx::query(insert)
        .bind(deal.id.bytes())
        .bind(deal.brand.bytes())
        .bind(deal.contact.bytes())
        .bind(deal.pipeline.bytes())
        .bind(deal.stage.bytes())
        .bind(deal.status.as_str())
        .bind(deal.value_cents)
        .bind(deal.next_action_at.map(Timestamp::millis))
        .bind(now.millis())
        .execute(conn)
        .await
        .doing("add a deal")?;
    Ok(())
}

/// One deal.
pub async fn find(conn: &mut Connection, id: DealId) -> Result<Option<Deal>> {
    let select = "
        SELECT id, brand_id, contact_id, pipeline_id, stage_id, status, value_cents, next_action_at, emails_sent, last_sent_at, last_reply,
               last_reply_at, hold_until, question, reason, fence
        FROM deals WHERE id = ?";
    sqlx::query(select).bind(id.bytes()).fetch_optional(conn).await.doing("read a deal")?.as_ref().map(deal).transpose()
}

/// All deals of a contact that are not over.
pub async fn open_of_contact(conn: &mut Connection, contact: ContactId) -> Result<Vec<Deal>> {
    let select = "
        SELECT id, brand_id, contact_id, pipeline_id, stage_id, status, value_cents, next_action_at, emails_sent, last_sent_at, last_reply,
               last_reply_at, hold_until, question, reason, fence
        FROM deals WHERE contact_id = ? AND status IN ('active', 'paused') ORDER BY created_at, id";
    let rows = sqlx::query(select).bind(contact.bytes()).fetch_all(conn).await.doing("read a contact's deals")?;
    rows.iter().map(deal).collect()
}

/// Claims up to `limit` due deals under `lease`, raising their fence. Deals of paused brands stay due and unclaimed.
pub async fn claim_due(
    conn: &mut Connection,
    scope: Scope,
    now: Timestamp,
    lease: &str,
    until: Timestamp,
    limit: u32,
) -> Result<u64> {
    let update = "
        UPDATE deals SET lease_holder = ?1, lease_until = ?2, fence = fence + 1
        WHERE rowid IN (
            SELECT rowid FROM deals
            WHERE status = 'active' AND next_action_at <= ?3 AND (lease_until IS NULL OR lease_until <= ?3)
              AND (?4 IS NULL OR brand_id = ?4) AND (?5 IS NULL OR id = ?5)
              AND brand_id IN (SELECT id FROM brands WHERE pause IS NULL)
            ORDER BY next_action_at LIMIT ?6)";
    let done = sqlx::query(update)
        .bind(lease)
        .bind(until.millis())
        .bind(now.millis())
        .bind(scope.brand.as_ref().map(|id| id.bytes()))
        .bind(scope.deal.as_ref().map(|id| id.bytes()))
        .bind(limit)
        .execute(conn)
        .await
        .doing("claim what is due")?;
    Ok(done.rows_affected())
}

/// Whether anything is due in a scope, in a brand that is not paused.
pub async fn any_due(conn: &mut Connection, scope: Scope, now: Timestamp) -> Result<bool> {
    let select = "
        SELECT EXISTS (SELECT 1 FROM deals
            WHERE status = 'active' AND next_action_at <= ?1 AND (?2 IS NULL OR brand_id = ?2) AND (?3 IS NULL OR id = ?3)
              AND brand_id IN (SELECT id FROM brands WHERE pause IS NULL)) AS yes";
    let row = sqlx::query(select)
        .bind(now.millis())
        .bind(scope.brand.as_ref().map(|id| id.bytes()))
        .bind(scope.deal.as_ref().map(|id| id.bytes()))
        .fetch_one(conn)
        .await
        .doing("look for what is due")?;
    Ok(row.cell::<i64>("yes")? != 0)
}

/// Which deals a task looks at.
#[derive(Debug, Clone, Copy, Default)]
pub struct Scope {
    /// Only this brand's.
    pub brand: Option<BrandId>,
    /// Only this one.
    pub deal: Option<DealId>,
}

/// The deals claimed under a lease with their contacts, oldest due first; and whether the address is suppressed or a mail is on its way.
pub async fn claimed(conn: &mut Connection, lease: &str) -> Result<Vec<Claimed>> {
    let select = "
        SELECT d.id, d.brand_id, d.contact_id, d.pipeline_id, d.stage_id, d.status, d.value_cents, d.next_action_at, d.emails_sent, d.last_sent_at,
               d.last_reply, d.last_reply_at, d.hold_until, d.question, d.reason, d.fence,
               c.brand_id AS contact_brand, c.email, c.name, c.company, c.website, c.domain_authority, c.notes AS contact_notes, c.tags, c.kind, c.source,
               EXISTS (SELECT 1 FROM suppressions s WHERE (s.brand_id IS NULL OR s.brand_id = d.brand_id)
                       AND ((s.kind = 'address' AND s.value = c.email)
                         OR (s.kind = 'address' AND instr(c.email, '+') > 0
                             AND s.value = substr(c.email, 1, instr(c.email, '+') - 1) || substr(c.email, instr(c.email, '@')))
                         OR (s.kind = 'domain' AND s.value = substr(c.email, instr(c.email, '@') + 1)))) AS suppressed,
               EXISTS (SELECT 1 FROM emails e WHERE e.deal_id = d.id AND e.state IN ('draft', 'awaiting_approval', 'queued', 'sending', 'unconfirmed')) AS mail_pending
        FROM deals d JOIN contacts c ON c.id = d.contact_id
        WHERE d.lease_holder = ? AND d.status = 'active' AND d.next_action_at IS NOT NULL
        ORDER BY d.next_action_at, d.id";
    let rows = sqlx::query(select).bind(lease).fetch_all(conn).await.doing("read what was claimed")?;
    rows.iter()
        .map(|row| {
            Ok(Claimed {
                deal: deal(row)?,
                contact: crate::contacts::contact(row)?,
                suppressed: row.cell::<i64>("suppressed")? != 0,
                mail_pending: row.cell::<i64>("mail_pending")? != 0,
            })
        })
        .collect()
}

/// A claimed deal with what a decision needs.
#[derive(Debug, Clone)]
pub struct Claimed {
    /// The deal; its fence is the claim's.
    pub deal: Deal,
    /// Who it is with.
    pub contact: Contact,
    /// The address must not be mailed.
    pub suppressed: bool,
    /// A mail of this deal is already on its way.
    pub mail_pending: bool,
}

/// Keeps what became of a claimed deal and ends the claim. Fails with [`StoreError::FenceLost`] if somebody overruled it meanwhile.
pub async fn save(conn: &mut Connection, deal: &Deal, now: Timestamp) -> Result<()> {
    write(conn, deal, deal.fence, now).await
}

/// Keeps a person's or an incoming mail's change: it raises the fence, so that an automatic decision in the making is lost.
pub async fn overrule(conn: &mut Connection, deal: &Deal, now: Timestamp) -> Result<()> {
    write(conn, deal, deal.fence.saturating_add(1), now).await
}

async fn write(conn: &mut Connection, deal: &Deal, fence: i64, now: Timestamp) -> Result<()> {
    let update = "
        UPDATE deals SET
            stage_since = CASE WHEN stage_id = ?1 THEN stage_since ELSE ?2 END,
            closed_at = CASE WHEN ?3 IN ('won', 'lost') THEN ifnull(closed_at, ?2) END,
            stage_id = ?1, status = ?3, value_cents = ?4, next_action_at = ?5, emails_sent = ?6, last_sent_at = ?7, last_reply = ?8,
            last_reply_at = ?9, hold_until = ?10, question = ?11, reason = ?12, fence = ?13, lease_holder = NULL, lease_until = NULL, updated_at = ?2
        WHERE id = ?14 AND fence = ?15";
    let done = sqlx::query(update)
        .bind(deal.stage.bytes())
        .bind(now.millis())
        .bind(deal.status.as_str())
        .bind(deal.value_cents)
        .bind(deal.next_action_at.map(Timestamp::millis))
        .bind(deal.emails_sent)
        .bind(deal.last_sent_at.map(Timestamp::millis))
        .bind(deal.last_reply.map(|kind| kind.as_str()))
        .bind(deal.last_reply_at.map(Timestamp::millis))
        .bind(deal.hold_until.map(Timestamp::millis))
        .bind(&deal.question)
        .bind(&deal.reason)
        .bind(fence)
        .bind(deal.id.bytes())
        .bind(deal.fence)
        .execute(conn)
        .await
        .doing("keep a deal")?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::FenceLost) }
}

/// Lets go of claims under a lease that were not acted on.
pub async fn release(conn: &mut Connection, lease: &str) -> Result<()> {
    sqlx::query("UPDATE deals SET lease_holder = NULL, lease_until = NULL WHERE lease_holder = ?")
        .bind(lease)
        .execute(conn)
        .await
        .doing("let go of deals")?;
    Ok(())
}

/// An open deal as the morning review sees it.
#[derive(Debug, Clone)]
pub struct Scorable {
    /// The deal.
    pub deal: Deal,
    /// Who it is with.
    pub contact: Contact,
}

/// Up to `limit` open deals of a brand after `after`, by id.
pub async fn scorable(
    conn: &mut Connection,
    brand: BrandId,
    after: Option<DealId>,
    limit: u32,
) -> Result<Vec<Scorable>> {
    let select = "
        SELECT d.id, d.brand_id, d.contact_id, d.pipeline_id, d.stage_id, d.status, d.value_cents, d.next_action_at, d.emails_sent, d.last_sent_at,
               d.last_reply, d.last_reply_at, d.hold_until, d.question, d.reason, d.fence,
               c.brand_id AS contact_brand, c.email, c.name, c.company, c.website, c.domain_authority, c.notes AS contact_notes, c.tags, c.kind, c.source
        FROM deals d JOIN contacts c ON c.id = d.contact_id
        WHERE d.brand_id = ?1 AND d.status IN ('active', 'paused') AND (?2 IS NULL OR d.id > ?2)
        ORDER BY d.id LIMIT ?3";
    let rows = sqlx::query(select)
        .bind(brand.bytes())
        .bind(after.as_ref().map(|id| id.bytes()))
        .bind(limit)
        .fetch_all(conn)
        .await
        .doing("read open deals")?;
    rows.iter().map(|row| Ok(Scorable { deal: deal(row)?, contact: crate::contacts::contact(row)? })).collect()
}

/// Keeps a score with its reasons.
pub async fn set_score(conn: &mut Connection, id: DealId, score: u8, reasons: &[ScoreReason]) -> Result<()> {
    sqlx::query("UPDATE deals SET score = ?, score_reasons = ? WHERE id = ?")
        .bind(score)
        .bind(json(&reasons))
        .bind(id.bytes())
        .execute(conn)
        .await
        .doing("keep a score")?;
    Ok(())
}

/// The earliest time any deal of a brand that is not paused is due.
pub async fn next_due(conn: &mut Connection) -> Result<Option<Timestamp>> {
    let select = "
        SELECT min(next_action_at) AS next_at FROM deals
        WHERE status = 'active' AND next_action_at IS NOT NULL";
    sqlx::query(select).fetch_one(conn).await.doing("read what is due next")?.opt_time("next_at")
}
