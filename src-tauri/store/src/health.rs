//! What came back to a brand's mailbox, counted. Whether it must rest is the domain's to say.

use domain::Timestamp;
use domain::health::{COMPLAINT_DAYS, Health, LAST_MAILS, POLICY_HOURS};
use domain::id::{BrandId, Id as _};
use domain::time::{DAY, HOUR};

use crate::error::{Doing, Result};
use crate::row::Cells;
use crate::{Connection, meta};

/// Notes that a person let the mailbox go on: what came before no longer counts.
pub async fn forgive(conn: &mut Connection, brand: BrandId, now: Timestamp) -> Result<()> {
    meta::set(conn, &key(brand), Some(&now.millis().to_string())).await
}

/// Counts what came back since then.
pub async fn of(conn: &mut Connection, brand: BrandId, now: Timestamp) -> Result<Health> {
    let forgiven = meta::get(conn, &key(brand)).await?.and_then(|text| text.parse().ok()).unwrap_or(0);
    let select = "
        WITH latest AS (
            SELECT id FROM emails WHERE brand_id = ?1 AND sent_at IS NOT NULL AND attempted_at > ?2
            ORDER BY attempted_at DESC LIMIT ?3)
        SELECT (SELECT count(*) FROM latest) AS mails,
               (SELECT count(DISTINCT m.email_id) FROM messages m JOIN latest ON latest.id = m.email_id
                WHERE m.class = 'bounce_hard') AS hard,
               (SELECT count(*) FROM messages WHERE brand_id = ?1 AND nature = 'sender_refused' AND email_id IS NOT NULL AND received_at > max(?2, ?4)) AS policy,
               (SELECT count(*) FROM messages WHERE brand_id = ?1 AND nature = 'complaint' AND email_id IS NOT NULL AND received_at > max(?2, ?5)) AS complaints";
    let row = sqlx::query(select)
        .bind(brand.bytes())
        .bind(forgiven)
        .bind(LAST_MAILS)
        .bind(now.plus_millis(-POLICY_HOURS * HOUR).millis())
        .bind(now.plus_millis(-COMPLAINT_DAYS * DAY).millis())
        .fetch_one(conn)
        .await
        .doing("count what came back")?;
    Ok(Health {
        mails: row.count("mails")?,
        hard_bounces: row.count("hard")?,
        policy_refusals: row.count("policy")?,
        complaints: row.count("complaints")?,
    })
}

/// Key in `meta`: when a person last let a brand's mailbox go on.
fn key(brand: BrandId) -> String {
    format!("forgiven:{brand}")
}
