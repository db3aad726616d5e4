//! Telling a person: what comes up on the desktop, and when. The record of everything is the table of notices; systems drop what they show.

use std::str::FromStr as _;

use domain::notice::{NoticeKinds, QuietHours, Untold, bubbles};
use domain::time::DAY;
use store::{Connection, StoreError, meta};

use crate::api::wire::Telling;
use crate::{Engine, EngineError};

/// Key in `meta`: the hours in which nothing comes up, such as `22:00-07:00`; absent: none.
pub(crate) const QUIET: &str = "quiet_hours";
/// What is older, in milliseconds, is in the list and no news any more.
const NEWS: i64 = DAY;

/// The hours in which nothing comes up.
pub(crate) async fn quiet_hours(conn: &mut Connection) -> Result<Option<QuietHours>, StoreError> {
    Ok(meta::get(conn, QUIET).await?.and_then(|text| QuietHours::from_str(&text).ok()))
}

/// What is to come up now. Each notice is handed out once; in quiet hours all wait for their end.
pub(crate) async fn now(engine: &Engine) -> Result<Telling, EngineError> {
    let (now, zone) = (engine.now(), engine.zone().await?);
    let mut conn = engine.store.read().await?;
    let untold = store::notices::untold(&mut conn, now.plus_millis(-NEWS)).await?;
    if untold.is_empty() {
        return Ok(Telling { bubbles: Vec::new(), again_at: None });
    }
    if let Some(end) = quiet_hours(&mut conn).await?.and_then(|hours| hours.end(now, zone)) {
        return Ok(Telling { bubbles: Vec::new(), again_at: Some(end) });
    }
    let wanted = wanted(&mut conn, untold).await?;
    drop(conn);
    let mut write = engine.store.write().await?;
    store::notices::mark_told(&mut write, now).await?;
    write.commit().await?;
    Ok(Telling { bubbles: bubbles(&wanted), again_at: None })
}

/// Those of a kind that may interrupt, by the settings of their brand.
async fn wanted(conn: &mut Connection, untold: Vec<Untold>) -> Result<Vec<Untold>, StoreError> {
    let brands = store::brands::all(conn).await?;
    let everything = NoticeKinds::default();
    let kinds = |slug: &Option<String>| {
        let brand = brands.iter().find(|brand| slug.as_ref() == Some(&brand.slug));
        brand.map_or(&everything, |brand| &brand.settings.notices)
    };
    Ok(untold.into_iter().filter(|one| kinds(&one.brand).contains(one.kind)).collect())
}
