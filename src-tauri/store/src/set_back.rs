//! What a clock left behind that was ahead and was set back.

use domain::Timestamp;

use crate::error::{Doing, Result};
use crate::{Connection, meta};

/// Key in `meta`: when the clock was last set back, epoch ms.
const SET_BACK: &str = "set_back";

/// Brings plans of the autopilot nearer that were made before the clock went back from `seen` to `now`, and notes the moment.
pub async fn bring_nearer(conn: &mut Connection, seen: Timestamp, now: Timestamp) -> Result<()> {
    // Each is looked at anew, so nothing is lost by a look too many.
    const LOOKED_AT_ANEW: [&str; 4] = [
        "UPDATE emails SET not_before = NULL WHERE state = 'queued' AND not_before > ?1",
        "UPDATE emails SET settle_at = ?1 WHERE state = 'unconfirmed' AND settle_at > ?1",
        "UPDATE mailbox_cursors SET high_water = ?1 WHERE high_water > ?1",
        "UPDATE brands SET first_sent_at = ?1 WHERE first_sent_at > ?1",
    ];
    const NEARER: [&str; 2] = [
        "UPDATE deals SET next_action_at = next_action_at - ?2 WHERE next_action_at > ?1",
        "UPDATE deals SET lease_until = lease_until - ?2 WHERE lease_until > ?1",
    ];
    for update in LOOKED_AT_ANEW {
        sqlx::query(update).bind(now.millis()).execute(&mut *conn).await.doing("look at plans anew")?;
    }
    for update in NEARER {
        let update = sqlx::query(update).bind(seen.millis()).bind(seen.since(now));
        update.execute(&mut *conn).await.doing("bring plans nearer")?;
    }
    meta::set(conn, SET_BACK, Some(&now.millis().to_string())).await
}

/// As what an attempt at a time that has yet to come counts: it was made by a clock that was ahead, so as made when that was set back.
pub(crate) async fn future_counts_as(conn: &mut Connection, now: Timestamp) -> Result<Timestamp> {
    let at = meta::get(conn, SET_BACK).await?.and_then(|text| text.parse().ok()).map(Timestamp::from_millis);
    Ok(at.unwrap_or(now).min(now))
}
