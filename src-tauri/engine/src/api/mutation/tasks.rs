//! Switching and scheduling tasks, and taking an import back.

use domain::activity::{ActivityKind, Author};

use super::done;
use crate::act::{About, Act};
use crate::api::Reply;
use crate::api::wire::{Done, ImportRef, TaskEnable, TaskSchedule};
use crate::{Engine, EngineError, schedule};

/// Switches a task on or off.
pub async fn task_enable(engine: &Engine, request: TaskEnable) -> Reply<Done> {
    let mut act = Act::begin(engine).await?;
    store::tasks::set_enabled(&mut act.tx, request.task, request.enabled).await?;
    let word = if request.enabled { "on" } else { "off" };
    act.note(Author::Person, ActivityKind::Settings, About::default(), format!("Switched {} {word}", request.task));
    act.commit().await?;
    Ok(done(format!("{} is {word}.", request.task)))
}

/// Sets a task's schedule as cron with five fields, in the owner's zone.
pub async fn task_schedule(engine: &Engine, request: TaskSchedule) -> Reply<Done> {
    let next = schedule::next_occurrence(&request.schedule, engine.now(), engine.zone().await?)?;
    let mut act = Act::begin(engine).await?;
    store::tasks::set_schedule(&mut act.tx, request.task, request.schedule.trim()).await?;
    store::tasks::set_next(&mut act.tx, request.task, Some(next)).await?;
    act.note(
        Author::Person,
        ActivityKind::Settings,
        About::default(),
        format!("{} now runs by “{}”", request.task, request.schedule.trim()),
    );
    act.commit().await?;
    Ok(done(format!("{} runs next at {next}.", request.task)))
}

/// Takes an import back: what it created goes, what it overwrote returns.
pub async fn import_undo(engine: &Engine, request: ImportRef) -> Reply<Done> {
    let undone = crate::import::undo(engine.store(), request.id, engine.now(), engine.random())
        .await
        .map_err(EngineError::from)?;
    engine.say(crate::Event::Changed);
    let sites = if undone.sites > 0 { format!(", {} sites", undone.sites) } else { String::new() };
    Ok(done(format!(
        "Removed {} contacts{sites} and {} deals, restored {}, kept {} that were worked on since.",
        undone.removed, undone.deals, undone.restored, undone.kept
    )))
}
