//! The pause of the whole autopilot: whether it stands, and its end by itself.

use domain::activity::{ActivityKind, Author};
use domain::brand::Pause;

use crate::act::{About, Act};
use crate::{Engine, EngineError};

/// Why the whole autopilot is paused, if it is. A pause whose time is up is put away, and what it held back is due again.
pub(crate) async fn standing(engine: &Engine) -> Result<Option<Pause>, EngineError> {
    let last = store::gates::last_pause_all(&mut *engine.store.read().await?).await?;
    match last {
        Some(pause) if pause.is_over(engine.now()) => {
            end(engine, &pause).await?;
            Ok(None)
        }
        last => Ok(last),
    }
}

async fn end(engine: &Engine, over: &Pause) -> Result<(), EngineError> {
    let mut act = Act::begin(engine).await?;
    // Somebody may have paused it anew meanwhile.
    if store::gates::last_pause_all(&mut act.tx).await?.as_ref() != Some(over) {
        return Ok(());
    }
    store::gates::set_pause_all(&mut act.tx, None).await?;
    store::emails::wake(&mut act.tx, None, None).await?;
    act.note(Author::Autopilot, ActivityKind::Paused, About::default(), "Goes on: the pause is over");
    Ok(act.commit().await?)
}
