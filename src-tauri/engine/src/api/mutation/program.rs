//! How the program behaves on this computer, and what of its notices was seen.

use domain::notice::QuietHours;
use store::meta;

use super::done;
use crate::act::Act;
use crate::api::Reply;
use crate::api::query::ON_CLOSE;
use crate::api::wire::{Done, NoticesSeen, OnClose, ProgramSet};
use crate::{Engine, EngineError, tell};

/// Changes how the program behaves; what is absent stays.
pub async fn program_set(engine: &Engine, request: ProgramSet) -> Reply<Done> {
    let quiet = request.quiet_hours.as_deref().map(quiet_hours).transpose()?;
    let mut act = Act::begin(engine).await?;
    if let Some(quiet) = quiet {
        meta::set(&mut act.tx, tell::QUIET, quiet.map(|hours| hours.to_string()).as_deref()).await?;
    }
    if let Some(on_close) = request.on_close {
        let kept = (on_close != OnClose::Ask).then_some(on_close.as_str());
        meta::set(&mut act.tx, ON_CLOSE, kept).await?;
    }
    act.commit().await?;
    Ok(done("Saved."))
}

fn quiet_hours(text: &str) -> Result<Option<QuietHours>, EngineError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    text.parse()
        .map(Some)
        .map_err(|error: domain::notice::ParseQuietHoursError| EngineError::BadRequest(error.to_string()))
}

/// A person has seen the notices up to that one.
pub async fn notices_seen(engine: &Engine, request: NoticesSeen) -> Reply<Done> {
    let mut act = Act::begin(engine).await?;
    store::notices::mark_seen(&mut act.tx, request.upto, act.now).await?;
    act.commit().await?;
    Ok(done("Seen."))
}
