//! Slots: when caps or the gap hold a brand back, each of its mails that is due gets its own next time, in the order in which they were
//! approved. Nothing ever bursts: at its slot a mail passes every gate anew.

use domain::Timestamp;
use domain::email::Email;
use domain::id::BrandId;
use domain::pace::Pace;
use domain::window::Hours;
use store::StoreError;

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
