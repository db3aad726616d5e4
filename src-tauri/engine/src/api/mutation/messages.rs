//! What a person does with an incoming mail: says what it means, whose it is, and that it is dealt with.

use super::done;
use crate::act::Act;
use crate::api::Reply;
use crate::api::wire::{Done, MessageDone, MessageLink, MessageReclassify};
use crate::{Engine, EngineError, inbox};

/// Says what a mail means, with everything that follows from it. What the machine had read is kept beside it.
pub async fn message_reclassify(engine: &Engine, request: MessageReclassify) -> Reply<Done> {
    Ok(done(inbox::reclassify(engine, request).await?))
}

/// Says whose mail it is. Refused for one that belongs to a deal, and for a deal of another brand.
pub async fn message_link(engine: &Engine, request: MessageLink) -> Reply<Done> {
    Ok(done(inbox::link(engine, request.id, request.deal).await?))
}

/// Says that a mail is dealt with, or that it is not after all. Its deal stays as it is.
pub async fn message_done(engine: &Engine, request: MessageDone) -> Reply<Done> {
    let mut act = Act::begin(engine).await?;
    let at = request.done.then_some(act.now);
    if !store::messages::set_done(&mut act.tx, request.id, at).await? {
        return Err(EngineError::missing("message", request.id).into());
    }
    act.commit().await?;
    Ok(done(if request.done { "Dealt with." } else { "It waits for you again." }))
}
