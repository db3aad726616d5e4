//! What the gates look at, read in one go. The verdict itself is the domain's.

use domain::Timestamp;
use domain::brand::Brand;
use domain::compose::footer_gap;
use domain::deal::{Deal, DealStatus};
use domain::email::Email;
use domain::gate::GateFacts;
use domain::id::{EmailId, Id as _};
use domain::time::DAY;

use crate::error::{Doing, Result};
use crate::row::Cells;
use crate::{Connection, meta, suppressions};

/// Key in `meta` under which the pause of the whole autopilot is kept, as `domain::brand::Pause` in JSON.
pub const PAUSE_ALL: &str = "pause_all";

/// Why the whole autopilot is paused, if it is.
pub async fn pause_all(conn: &mut Connection) -> Result<Option<domain::brand::Pause>> {
    let text = meta::get(conn, PAUSE_ALL).await?;
    text.map(|text| serde_json::from_str(&text).map_err(|_| crate::row::stored("pause", &text))).transpose()
}

/// Times at which a brand handed mails to the network in the 24 hours before `now`, oldest first. Refused ones count too: the provider
/// saw them.
pub async fn recent(conn: &mut Connection, brand: &Brand, now: Timestamp) -> Result<Vec<Timestamp>> {
    let select = "SELECT attempted_at FROM emails WHERE brand_id = ? AND attempted_at > ? ORDER BY attempted_at";
    let rows = sqlx::query(select)
        .bind(brand.id.bytes())
        .bind(now.plus_millis(-DAY).millis())
        .fetch_all(conn)
        .await
        .doing("count recent mails")?;
    rows.iter().map(|row| row.time("attempted_at")).collect()
}

/// Collects the facts for a mail of a deal. Without a mail, they are those of one that would be written now and approved.
pub async fn facts(
    conn: &mut Connection,
    brand: &Brand,
    deal: &Deal,
    mail: Option<&Email>,
    now: Timestamp,
) -> Result<GateFacts> {
    let settings = &brand.settings;
    let suppressed = match mail {
        Some(mail) => suppressions::reason(conn, brand.id, &mail.content.to).await?,
        None => match crate::contacts::find(conn, deal.contact).await? {
            Some(contact) => suppressions::reason(conn, brand.id, &contact.email).await?,
            None => Some("the contact is gone".to_owned()),
        },
    };
    let written_at = mail.map_or(now, |mail| mail.created_at);
    let footer_gap = match mail {
        Some(mail) => footer_gap(&mail.content.text, settings, &mail.token),
        None => settings.identity_gap().map(|key| format!("set {key} in the brand's settings")),
    };
    Ok(GateFacts {
        suppressed,
        replied_since: deal.last_reply_at.is_some_and(|at| at >= written_at),
        deal_stopped: match deal.status {
            DealStatus::Active => None,
            DealStatus::Paused => {
                Some(format!("The deal is paused: {}", deal.reason.as_deref().unwrap_or("no reason given")))
            }
            DealStatus::Won => Some("The deal is won".to_owned()),
            DealStatus::Lost => Some("The deal is lost".to_owned()),
        },
        brand_paused: brand.paused.as_ref().map(|pause| pause.reason.clone()),
        all_paused: pause_all(conn).await?.map(|pause| pause.reason),
        hold_until: deal.hold_until,
        approved: mail.is_none_or(|mail| {
            mail.approved_hash.as_deref() == Some(mail.content_hash.as_str())
                && mail.content.hash() == mail.content_hash
        }),
        uncertain_sibling: uncertain_sibling(conn, deal, mail.map(|mail| mail.id)).await?,
        sent_in_deal: deal.emails_sent,
        max_per_deal: settings.max_per_deal,
        footer_gap,
        window: settings.window,
        zone: settings.timezone,
        daily_cap: settings.daily_cap,
        hourly_cap: settings.hourly_cap,
        ramp: settings.ramp,
        first_sent_at: brand.first_sent_at,
        gap_millis: 0,
        recent: recent(conn, brand, now).await?,
        not_before: mail.and_then(|mail| mail.not_before),
    }
    .with_gap(settings.min_gap_seconds))
}

async fn uncertain_sibling(conn: &mut Connection, deal: &Deal, except: Option<EmailId>) -> Result<bool> {
    let select = "SELECT EXISTS (SELECT 1 FROM emails WHERE deal_id = ? AND state IN ('sending', 'unconfirmed') AND id IS NOT ?) AS yes";
    let row = sqlx::query(select)
        .bind(deal.id.bytes())
        .bind(except.as_ref().map(|id| id.bytes()))
        .fetch_one(conn)
        .await
        .doing("look for uncertain mails")?;
    Ok(row.cell::<i64>("yes")? != 0)
}
