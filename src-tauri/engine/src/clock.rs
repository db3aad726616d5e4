//! A clock that was set back: what was planned while it was ahead must not wait until that time comes once more. Mails and looks for uncertain
//! ones are due for a look at once, deals come nearer by as much as the clock went back, tasks keep to their schedule, and what was sent "in the future"
//! counts for gaps and caps as sent at the moment of the change. A person's holds stay as they were said.

use domain::Timestamp;
use domain::activity::{ActivityKind, Author};
use domain::notice::NoticeKind;
use domain::time::{DAY, HOUR, MINUTE};
use store::{Connection, StoreError, meta, set_back};

use crate::act::{About, Act};
use crate::schedule::next_occurrence;
use crate::{Engine, EngineError};

/// Key in `meta`: when a task last began, epoch ms.
const SEEN: &str = "clock";
/// Smaller corrections, such as time servers make all the time, change nothing.
const TOLERANCE: i64 = MINUTE;

/// Notes the time at which a task begins, in its transaction.
pub(crate) async fn note(conn: &mut Connection, now: Timestamp) -> Result<(), StoreError> {
    meta::set(conn, SEEN, Some(&now.millis().to_string())).await
}

/// The time that the clock has shown before, if it was set back since.
pub(crate) async fn ahead(engine: &Engine) -> Result<Option<Timestamp>, StoreError> {
    let seen = meta::get(&mut *engine.store.read().await?, SEEN).await?;
    let seen = seen.and_then(|text| text.parse().ok()).map(Timestamp::from_millis);
    Ok(seen.filter(|seen| seen.since(engine.now()) > TOLERANCE))
}

/// Looks whether the clock was set back, and plans anew if it was. Before anything is done by it.
pub(crate) async fn mind(engine: &Engine) -> Result<(), EngineError> {
    let Some(seen) = ahead(engine).await? else { return Ok(()) };
    let zone = engine.zone().await?;
    let mut act = Act::begin(engine).await?;
    let now = act.now;
    set_back::bring_nearer(&mut act.tx, seen, now).await?;
    for task in store::tasks::all(&mut act.tx).await? {
        let next = next_occurrence(&task.schedule, now, zone)?;
        // One occurrence may be left out, so that a daily task does not run twice on a day whose hour comes twice.
        let latest = next_occurrence(&task.schedule, next, zone)?;
        if task.next_run_at.is_some_and(|at| at > latest) {
            store::tasks::set_next(&mut act.tx, task.name, Some(next)).await?;
        }
    }
    note(&mut act.tx, now).await?;
    let line = format!("The clock went back by {}; what was planned ahead was planned anew", words(seen.since(now)));
    act.note(Author::Autopilot, ActivityKind::Trouble, About::default(), line.clone());
    act.notice(NoticeKind::Trouble, About::default(), "The computer's clock was set back", format!("{line}.")).await?;
    act.commit().await?;
    tracing::warn!("{line}.");
    Ok(())
}

fn words(millis: i64) -> String {
    match millis {
        ..HOUR => format!("{} minutes", millis / MINUTE),
        HOUR..DAY => format!("{} hours", millis / HOUR),
        _ => format!("{} days", millis / DAY),
    }
}
