//! What the gates look at, read in one go. The verdict itself is the domain's.

use domain::address::is_free_mail;
use domain::brand::{Brand, Pause};
use domain::compose::footer_gap;
use domain::contact::Contact;
use domain::deal::{Deal, DealStatus};
use domain::email::Email;
use domain::engagement::relay_gap;
use domain::gate::GateFacts;
use domain::id::{BrandId, EmailId, Id as _};
use domain::pace::Pace;
use domain::time::DAY;
use domain::window::Hours;
use domain::zone::{self, Located};
use domain::{EmailAddress, Timestamp};

use crate::error::{Doing, Result};
use crate::row::{Cells, json};
use crate::{Connection, meta, set_back, suppressions};

/// Key in `meta` under which the pause of the whole autopilot is kept, as `domain::brand::Pause` in JSON.
const PAUSE_ALL: &str = "pause_all";

/// Why the whole autopilot is paused, if it is at that time.
pub async fn pause_all(conn: &mut Connection, now: Timestamp) -> Result<Option<Pause>> {
    Ok(last_pause_all(conn).await?.filter(|pause| !pause.is_over(now)))
}

/// The last pause of the whole autopilot that nobody has put away, be it over or not.
pub async fn last_pause_all(conn: &mut Connection) -> Result<Option<Pause>> {
    let text = meta::get(conn, PAUSE_ALL).await?;
    text.map(|text| serde_json::from_str(&text).map_err(|_| crate::row::stored("pause", &text))).transpose()
}

/// Pauses the whole autopilot, or puts its pause away.
pub async fn set_pause_all(conn: &mut Connection, pause: Option<&Pause>) -> Result<()> {
    meta::set(conn, PAUSE_ALL, pause.map(json).as_deref()).await
}

/// What limits the sending of a brand's mailbox; mails of brands that share it count together. Refused mails count too: the provider saw
/// them.
pub async fn pace(conn: &mut Connection, brand: &Brand, now: Timestamp) -> Result<Pace> {
    let settings = &brand.settings;
    let mut recent = attempts(conn, brand.id, None, now).await?;
    for other in crate::brands::all(conn).await? {
        if other.id != brand.id && other.settings.shares_mailbox_with(settings) {
            recent.extend(attempts(conn, other.id, None, now).await?);
        }
    }
    recent.sort();
    Ok(Pace {
        daily_cap: settings.daily_cap,
        hourly_cap: settings.hourly_cap,
        ramp: settings.ramp,
        first_sent_at: brand.first_sent_at,
        zone: settings.timezone,
        min_gap_seconds: settings.min_gap_seconds,
        recent,
    })
}

/// Where a brand may write to a contact by the clock, and what says so.
pub fn hours(brand: &Brand, contact: Option<&Contact>) -> (Hours, Option<Located>) {
    let settings = &brand.settings;
    let located = contact.and_then(zone::of);
    let zone = located.as_ref().map_or(settings.timezone, |at| at.zone);
    (Hours { window: settings.window, days_off: settings.days_off.clone(), zone }, located)
}

/// Times at which mails of a brand were handed to the network in the 24 hours before `now`, oldest first; only those to a domain, if one is
/// given.
async fn attempts(
    conn: &mut Connection,
    brand: BrandId,
    domain: Option<&str>,
    now: Timestamp,
) -> Result<Vec<Timestamp>> {
    let select = "
        SELECT attempted_at FROM emails
        WHERE brand_id = ?1 AND attempted_at > ?2 AND (?3 IS NULL OR substr(to_address, -length(?3) - 1) = '@' || ?3)
        UNION ALL
        SELECT attempted_at FROM erased_attempts WHERE brand_id = ?1 AND attempted_at > ?2 AND ?3 IS NULL
        ORDER BY attempted_at";
    let future = set_back::future_counts_as(conn, now).await?;
    let rows = sqlx::query(select)
        .bind(brand.bytes())
        .bind(now.plus_millis(-DAY).millis())
        .bind(domain)
        .fetch_all(conn)
        .await
        .doing("count recent mails")?;
    let times = rows.iter().map(|row| row.time("attempted_at").map(|at| if at > now { future } else { at }));
    times.filter(|at| at.as_ref().map_or(true, |at| now.since(*at) < DAY)).collect()
}

/// What any of our brands sent to a domain in the last 24 hours; nothing for a host where everybody has an address.
async fn to_domain(conn: &mut Connection, to: &EmailAddress, now: Timestamp) -> Result<Vec<Timestamp>> {
    let mut all = Vec::new();
    if is_free_mail(to.domain()) {
        return Ok(all);
    }
    for brand in crate::brands::all(conn).await? {
        all.extend(attempts(conn, brand.id, Some(to.domain()), now).await?);
    }
    all.sort();
    Ok(all)
}

/// The other brand whose mail was handed to the network for this person last, with any plus tag or none, and until when that keeps this
/// brand away.
async fn other_brand(
    conn: &mut Connection,
    brand: &Brand,
    to: &EmailAddress,
    now: Timestamp,
) -> Result<Option<(String, Timestamp)>> {
    let span = i64::from(brand.settings.cross_brand_days) * DAY;
    let select = "
        SELECT b.name, e.attempted_at FROM emails e JOIN brands b ON b.id = e.brand_id
        -- `+` and `,` are neighbours: every tag of the person lies between them.
        WHERE (e.to_address = ?1 || '@' || ?2
            OR e.to_address > ?1 || '+' AND e.to_address < ?1 || ',' AND substr(e.to_address, -length(?2) - 1) = '@' || ?2)
          AND e.brand_id <> ?3 AND e.attempted_at > ?4
          AND e.state IN ('sending', 'sent', 'unconfirmed', 'bounced', 'replied')
        ORDER BY e.attempted_at DESC LIMIT 1";
    let person = to.without_tag();
    let (local, domain) = person.rsplit_once('@').unwrap_or((&person, ""));
    let row = sqlx::query(select)
        .bind(local)
        .bind(domain)
        .bind(brand.id.bytes())
        .bind(now.plus_millis(-span).millis())
        .fetch_optional(&mut *conn)
        .await
        .doing("look for mails of other brands")?;
    let Some(row) = row else { return Ok(None) };
    let at = row.time("attempted_at")?;
    let at = if at > now { set_back::future_counts_as(conn, now).await? } else { at };
    Ok(Some((row.text("name")?, at.plus_millis(span))))
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
    let contact = crate::contacts::find(conn, deal.contact).await?;
    let to = mail.map(|mail| &mail.content.to).or(contact.as_ref().map(|contact| &contact.email));
    let (suppressed, other_brand, to_domain) = match to {
        Some(to) => (
            suppressions::reason(conn, brand.id, to).await?,
            other_brand(conn, brand, to, now).await?,
            to_domain(conn, to, now).await?,
        ),
        None => (Some("the contact is gone".to_owned()), None, Vec::new()),
    };
    let written_at = mail.map_or(now, |mail| mail.created_at);
    let footer_gap = match mail {
        Some(mail) => footer_gap(&mail.content.text, settings, &mail.token).or_else(|| {
            let country = contact.as_ref().map_or("", |contact| contact.country.as_str());
            relay_gap(&mail.content.text, &mail.content.html, settings, country)
        }),
        None => settings.identity_gap().map(|key| format!("set {key} in the brand's settings")),
    };
    let (hours, located) = hours(brand, contact.as_ref());
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
        all_paused: pause_all(conn, now).await?,
        hold_until: deal.hold_until,
        approved: mail.is_none_or(|mail| {
            mail.approved_hash.as_deref() == Some(mail.content_hash.as_str())
                && mail.content.hash() == mail.content_hash
        }),
        other_brand,
        uncertain_sibling: uncertain_sibling(conn, deal, mail.map(|mail| mail.id)).await?,
        sent_in_deal: deal.emails_sent,
        max_per_deal: settings.max_per_deal,
        footer_gap,
        hours,
        located,
        to_domain,
        domain_cap: settings.domain_cap,
        pace: pace(conn, brand, now).await?,
        not_before: mail.and_then(|mail| mail.not_before),
    })
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
