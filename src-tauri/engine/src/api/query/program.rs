//! How the program behaves on this computer.

use store::meta;

use crate::api::Reply;
use crate::api::wire::{Nothing, OnClose, ProgramSettings};
use crate::{Engine, tell};

/// Key in `meta`: what closing the window does; absent: a person is asked.
pub(crate) const ON_CLOSE: &str = "on_close";

/// How the program behaves on this computer.
pub async fn program_settings(engine: &Engine, _: Nothing) -> Reply<ProgramSettings> {
    let mut conn = engine.store.read().await?;
    let quiet = tell::quiet_hours(&mut conn).await?;
    let on_close = meta::get(&mut conn, ON_CLOSE).await?;
    Ok(ProgramSettings {
        quiet_hours: quiet.map(|hours| hours.to_string()).unwrap_or_default(),
        on_close: on_close.and_then(|word| word.parse().ok()).unwrap_or(OnClose::Ask),
    })
}
