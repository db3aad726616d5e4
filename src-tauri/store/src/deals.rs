//! Table `deals`: finding what is due, claiming it under a fence, and keeping what became of it.

use std::collections::BTreeSet;

use domain::Timestamp;
use domain::contact::Contact;
use domain::deal::Deal;
use domain::id::{BrandId, ContactId, DealId, Id as _, StageId};
use domain::score::ScoreReason;
use domain::stages::Held;
use sqlx::QueryBuilder;
use sqlx::sqlite::SqliteRow;

use crate::contacts::contact_columns;
use crate::error::{Doing, Result, StoreError};
use crate::row::{Cells, json};
use crate::suppressions::Rules;
use crate::{Connection, ROWS};

/// The columns that [`deal`] reads.
macro_rules! deal_columns {
    () => {
        "deals.id, deals.brand_id, deals.contact_id, deals.pipeline_id, deals.stage_id, deals.status, deals.value_cents, deals.next_action_at,
         deals.emails_sent, deals.last_sent_at, deals.last_reply, deals.last_reply_at, deals.hold_until, deals.question, deals.reason, deals.fence"
    };
}

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
    let select = concat!("SELECT ", deal_columns!(), " FROM deals WHERE id = ?");
    sqlx::query(select).bind(id.bytes()).fetch_optional(conn).await.doing("read a deal")?.as_ref().map(deal).transpose()
}

/// What a person keeps about a deal; empty if nothing.
pub async fn notes(conn: &mut Connection, id: DealId) -> Result<Option<String>> {
    let select = "SELECT notes FROM deals WHERE id = ?";
    let row = sqlx::query(select).bind(id.bytes()).fetch_optional(conn).await.doing("read a deal's notes")?;
    row.map(|row| row.text("notes")).transpose()
}

/// Keeps what a person wrote about a deal. No automatic decision reads it, so the fence stays.
pub async fn set_notes(conn: &mut Connection, id: DealId, notes: &str, now: Timestamp) -> Result<()> {
    let update = "UPDATE deals SET notes = ?, updated_at = ? WHERE id = ?";
    let update = sqlx::query(update).bind(notes).bind(now.millis()).bind(id.bytes());
    update.execute(conn).await.doing("keep a deal's notes")?;
    Ok(())
}

/// All deals of a contact that are not over.
pub async fn open_of_contact(conn: &mut Connection, contact: ContactId) -> Result<Vec<Deal>> {
    let select = concat!(
        "SELECT ",
        deal_columns!(),
        " FROM deals WHERE contact_id = ? AND status IN ('active', 'paused') ORDER BY created_at, id"
    );
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

/// Active deals of pipelines for links that are due and were never written to, with their contacts, the oldest due first.
pub async fn due_for_first_mail(conn: &mut Connection, scope: Scope, now: Timestamp) -> Result<Vec<(Deal, Contact)>> {
    let select = concat!(
        "SELECT ",
        deal_columns!(),
        ", ",
        contact_columns!(),
        " FROM deals JOIN contacts ON contacts.id = deals.contact_id
        WHERE deals.status = 'active' AND deals.next_action_at <= ?1 AND deals.emails_sent = 0
          AND deals.pipeline_id IN (SELECT id FROM pipelines WHERE purpose = 'backlink')
          AND (?2 IS NULL OR deals.brand_id = ?2) AND (?3 IS NULL OR deals.id = ?3)
          AND deals.brand_id IN (SELECT id FROM brands WHERE pause IS NULL)
        ORDER BY deals.next_action_at, deals.id LIMIT 1000"
    );
    let rows = sqlx::query(select)
        .bind(now.millis())
        .bind(scope.brand.as_ref().map(|id| id.bytes()))
        .bind(scope.deal.as_ref().map(|id| id.bytes()))
        .fetch_all(conn)
        .await
        .doing("look for deals before their first mail")?;
    rows.iter().map(|row| Ok((deal(row)?, crate::contacts::contact(row)?))).collect()
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
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Scope {
    /// Only this brand's.
    pub brand: Option<BrandId>,
    /// Only this one.
    pub deal: Option<DealId>,
}

/// The deals claimed under a lease with their contacts, oldest due first, and what else a decision needs to know.
pub async fn claimed(conn: &mut Connection, lease: &str) -> Result<Vec<Claimed>> {
    let select = concat!(
        "SELECT ",
        deal_columns!(),
        ", ",
        contact_columns!(),
        ", EXISTS (SELECT 1 FROM emails WHERE deal_id = deals.id
                   AND state IN ('draft', 'awaiting_approval', 'queued', 'sending', 'unconfirmed')) AS mail_pending,
           (SELECT subject FROM emails WHERE deal_id = deals.id AND state IN ('sent', 'replied')
            AND coalesce(provider_message_id, wire_message_id) IS NOT NULL ORDER BY step DESC LIMIT 1) AS thread_subject
        FROM deals JOIN contacts ON contacts.id = deals.contact_id
        WHERE deals.lease_holder = ? AND deals.status = 'active' AND deals.next_action_at IS NOT NULL
        ORDER BY deals.next_action_at, deals.id"
    );
    let rows = sqlx::query(select).bind(lease).fetch_all(&mut *conn).await.doing("read what was claimed")?;
    let mut claimed = Vec::with_capacity(rows.len());
    for row in &rows {
        claimed.push(Claimed {
            deal: deal(row)?,
            contact: crate::contacts::contact(row)?,
            suppressed: false,
            mail_pending: row.cell::<i64>("mail_pending")? != 0,
            thread_subject: row.opt_text("thread_subject")?,
        });
    }
    let rules = Rules::about(conn, claimed.iter().map(|one| &one.contact.email)).await?;
    for one in &mut claimed {
        one.suppressed = rules.reason(one.deal.brand, &one.contact.email).is_some();
    }
    Ok(claimed)
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
    /// The subject of the deal's last mail that left: a follow-up stays in its thread.
    pub thread_subject: Option<String>,
}

/// Keeps what became of claimed deals and ends their claims. Says which were kept: one whose fence was raised meanwhile stays as whoever
/// raised it left it.
pub async fn save(conn: &mut Connection, deals: &[Deal], now: Timestamp) -> Result<BTreeSet<DealId>> {
    write(conn, deals, 0, now).await
}

/// Keeps a person's or an incoming mail's change: it raises the fence, so that an automatic decision in the making is lost. Fails with
/// [`StoreError::FenceLost`] if the deal changed since it was read.
pub async fn overrule(conn: &mut Connection, deal: &Deal, now: Timestamp) -> Result<()> {
    if write(conn, std::slice::from_ref(deal), 1, now).await?.is_empty() { Err(StoreError::FenceLost) } else { Ok(()) }
}

/// Since when a deal has been in its stage.
pub async fn stage_since(conn: &mut Connection, id: DealId) -> Result<Timestamp> {
    let select = "SELECT stage_since FROM deals WHERE id = ?";
    sqlx::query(select)
        .bind(id.bytes())
        .fetch_one(conn)
        .await
        .doing("read since when a deal is there")?
        .time("stage_since")
}

/// As [`overrule`], for an act that is taken back: the deal never left its stage, so the stay in `left` did not happen either.
pub async fn put_back(
    conn: &mut Connection,
    deal: &Deal,
    left: StageId,
    since: Timestamp,
    now: Timestamp,
) -> Result<()> {
    overrule(conn, deal, now).await?;
    let update = "UPDATE deals SET stage_since = ? WHERE id = ?";
    sqlx::query(update)
        .bind(since.millis())
        .bind(deal.id.bytes())
        .execute(&mut *conn)
        .await
        .doing("put a deal back")?;
    let delete = "DELETE FROM stage_stays WHERE deal_id = ?1
        AND (stage_id = ?2 AND next_stage_id = ?3 AND entered_at = ?4 OR stage_id = ?3 AND next_stage_id = ?2 AND left_at = ?5)";
    sqlx::query(delete)
        .bind(deal.id.bytes())
        .bind(deal.stage.bytes())
        .bind(left.bytes())
        .bind(since.millis())
        .bind(now.millis())
        .execute(conn)
        .await
        .doing("forget a stay that was taken back")?;
    Ok(())
}

async fn write(conn: &mut Connection, deals: &[Deal], raise: i64, now: Timestamp) -> Result<BTreeSet<DealId>> {
    let mut kept = BTreeSet::new();
    for some in deals.chunks(ROWS) {
        let mut query = QueryBuilder::new(
            "UPDATE deals SET
                stage_since = CASE WHEN stage_id = new.column3 THEN stage_since ELSE new.column14 END,
                closed_at = CASE WHEN new.column4 IN ('won', 'lost') THEN ifnull(closed_at, new.column14) END,
                stage_id = new.column3, status = new.column4, value_cents = new.column5, next_action_at = new.column6, emails_sent = new.column7,
                last_sent_at = new.column8, last_reply = new.column9, last_reply_at = new.column10, hold_until = new.column11,
                question = new.column12, reason = new.column13, fence = new.column15, lease_holder = NULL, lease_until = NULL,
                updated_at = new.column14
            FROM (",
        );
        query.push_values(some, |mut row, deal| {
            row.push_bind(deal.id.bytes().to_vec())
                .push_bind(deal.fence)
                .push_bind(deal.stage.bytes().to_vec())
                .push_bind(deal.status.as_str())
                .push_bind(deal.value_cents)
                .push_bind(deal.next_action_at.map(Timestamp::millis))
                .push_bind(deal.emails_sent)
                .push_bind(deal.last_sent_at.map(Timestamp::millis))
                .push_bind(deal.last_reply.map(|kind| kind.as_str()))
                .push_bind(deal.last_reply_at.map(Timestamp::millis))
                .push_bind(deal.hold_until.map(Timestamp::millis))
                .push_bind(deal.question.as_deref())
                .push_bind(deal.reason.as_deref())
                .push_bind(now.millis())
                .push_bind(deal.fence.saturating_add(raise));
        });
        query.push(") AS new WHERE deals.id = new.column1 AND deals.fence = new.column2 RETURNING deals.id");
        let rows = query.build().fetch_all(&mut *conn).await.doing("keep deals")?;
        for row in &rows {
            kept.insert(row.id("id")?);
        }
    }
    Ok(kept)
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
    let select = concat!(
        "SELECT ",
        deal_columns!(),
        ", ",
        contact_columns!(),
        " FROM deals JOIN contacts ON contacts.id = deals.contact_id
        WHERE deals.brand_id = ?1 AND deals.status IN ('active', 'paused') AND (?2 IS NULL OR deals.id > ?2)
        ORDER BY deals.id LIMIT ?3"
    );
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

/// How many deals of each state a stage holds.
pub async fn held(conn: &mut Connection, stage: StageId) -> Result<Held> {
    let select = "
        SELECT count(*) FILTER (WHERE status IN ('active', 'paused')) AS open, count(*) FILTER (WHERE status = 'won') AS won,
               count(*) FILTER (WHERE status = 'lost') AS lost
        FROM deals WHERE stage_id = ?";
    let row = sqlx::query(select).bind(stage.bytes()).fetch_one(conn).await.doing("count the deals of a stage")?;
    Ok(Held { open: row.count("open")?, won: row.count("won")?, lost: row.count("lost")? })
}

/// Moves every deal of a stage to another one, raising their fences. Says which deals, and whose.
pub async fn move_all(
    conn: &mut Connection,
    from: StageId,
    to: StageId,
    now: Timestamp,
) -> Result<Vec<(DealId, ContactId)>> {
    let update = "
        UPDATE deals SET stage_id = ?1, stage_since = ?2, updated_at = ?2, fence = fence + 1, lease_holder = NULL, lease_until = NULL
        WHERE stage_id = ?3 RETURNING id, contact_id";
    let moved = sqlx::query(update)
        .bind(to.bytes())
        .bind(now.millis())
        .bind(from.bytes())
        .fetch_all(conn)
        .await
        .doing("move the deals of a stage")?;
    moved.iter().map(|row| Ok((row.id("id")?, row.id("contact_id")?))).collect()
}
