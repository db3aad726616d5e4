//! Slots: when caps or the gap hold a brand back, each of its mails that is due gets its own next time, in the order in which they were
//! approved. Nothing ever bursts: at its slot a mail passes every gate anew.

use chrono::{Days, NaiveDate, NaiveTime, Timelike as _};
use chrono_tz::Tz;
use domain::Timestamp;
use domain::brand::Brand;
use domain::email::Email;
use domain::id::BrandId;
use domain::pace::Pace;
use domain::window::Hours;
use store::{Connection, StoreError};

use crate::api::wire::{Slot, SlotDay, SlotKind};
use crate::{Engine, EngineError};

/// How often a slot is moved on to fit both.
const TRIES: u32 = 32;

/// Plans the mails behind what is planned already, those first whose recipients' window opens first. A cap of nothing gives no slots; the
/// mails are looked at again in an hour then.
pub(crate) async fn plan(
    engine: &Engine,
    brand: BrandId,
    mails: impl Iterator<Item = Email>,
) -> Result<(), EngineError> {
    let now = engine.now();
    let mut write = engine.store.write().await?;
    let brand = store::brands::find(&mut write, brand).await?.ok_or(StoreError::Missing { what: "brand" })?;
    let mut pace = store::gates::pace(&mut write, &brand, now).await?;
    let planned = store::emails::planned(&mut write, brand.id, now).await?;
    planned.into_iter().for_each(|slot| pace.take(slot));
    let mut waiting = Vec::new();
    for mail in mails {
        let contact = store::contacts::find(&mut write, mail.contact).await?;
        let (hours, _) = store::gates::hours(&brand, contact.as_ref());
        waiting.push((hours.next_open(now), hours, mail.id));
    }
    waiting.sort_by_key(|(opens, ..)| *opens);
    for (_, hours, mail) in waiting {
        let slot = fitting(&pace, &hours, now);
        if let Some(slot) = slot {
            pace.take(slot);
        }
        store::emails::postpone(&mut write, mail, slot.unwrap_or(now.plus_seconds(3_600))).await?;
    }
    Ok(write.commit().await?)
}

/// The slots of the next days on the brand's own wall: those that queued mails have or would get, and those that are free. What one
/// recipient's own hours or a domain's cap would change is left out.
pub(crate) async fn preview(
    conn: &mut Connection,
    brand: &Brand,
    now: Timestamp,
    days: u32,
) -> Result<Vec<SlotDay>, EngineError> {
    let zone = brand.settings.timezone;
    let (hours, _) = store::gates::hours(brand, None);
    let mut pace = store::gates::pace(conn, brand, now).await?;
    let mut waiting = waiting(conn, brand).await?.into_iter().peekable();
    let today = now.day(zone);
    let end = today.checked_add_days(Days::new(u64::from(days))).unwrap_or(today);
    let end = Timestamp::from_local(end.and_time(NaiveTime::MIN), zone);
    let mut taken: Vec<Slot> = Vec::new();
    let mut at = now;
    while taken.len() < MOST_SLOTS {
        let free = fitting(&pace, &hours, at).filter(|free| *free < end);
        let own = waiting.peek().map(|mail| mail.not_before.filter(|own| *own > now));
        let (next, mail) = match (own, free) {
            // A mail that was given a time of its own goes then, also outside of the brand's own hours.
            (Some(Some(own)), free)
                if own < end && free.is_none_or(|free| own <= free.plus_millis(pace.gap_millis())) =>
            {
                (own, waiting.next())
            }
            (Some(None), Some(free)) => (free, waiting.next()),
            (_, Some(free)) => (free, None),
            (_, None) => break,
        };
        pace.take(next);
        taken.push(slot(next, zone, mail));
        at = at.max(next);
    }
    Ok((0..days).filter_map(|ahead| day_of(brand, &pace, &hours, today, ahead, &taken)).collect())
}

/// Mails of a preview at the most: what the highest cap lets out in two weeks, and no endless list.
const MOST_SLOTS: usize = 7_000;

/// What is queued, in the order in which it goes.
async fn waiting(conn: &mut Connection, brand: &Brand) -> Result<Vec<Email>, EngineError> {
    let whenever = Timestamp::from_millis(i64::MAX);
    let most = u32::try_from(MOST_SLOTS).unwrap_or(u32::MAX);
    Ok(store::emails::queued(conn, brand.id, None, whenever, most).await?)
}

fn slot(at: Timestamp, zone: Tz, mail: Option<Email>) -> Slot {
    let local = at.local(zone).time();
    Slot {
        at,
        minute: local.hour() * 60 + local.minute(),
        kind: if mail.is_some() { SlotKind::Queued } else { SlotKind::Free },
        deal_id: mail.as_ref().map(|mail| mail.deal),
        who: mail.map(
            |mail| {
                if mail.content.to_name.is_empty() { mail.content.to.to_string() } else { mail.content.to_name }
            },
        ),
    }
}

fn day_of(brand: &Brand, pace: &Pace, hours: &Hours, today: NaiveDate, ahead: u32, taken: &[Slot]) -> Option<SlotDay> {
    let zone = brand.settings.timezone;
    let day = today.checked_add_days(Days::new(u64::from(ahead)))?;
    let midnight = Timestamp::from_local(day.and_time(NaiveTime::MIN), zone);
    Some(SlotDay {
        day: day.to_string(),
        cap: pace.daily_cap_at(midnight),
        closed: hours.next_open(midnight).day(zone) != day,
        slots: taken.iter().filter(|slot| slot.at.day(zone) == day).cloned().collect(),
    })
}

/// The first time that is free for the brand and open for the recipient.
fn fitting(pace: &Pace, hours: &Hours, now: Timestamp) -> Option<Timestamp> {
    let mut slot = now;
    for _ in 0..TRIES {
        let free = pace.next_free(slot)?;
        slot = hours.next_open(free);
        if slot == free {
            return Some(slot);
        }
    }
    Some(slot)
}
