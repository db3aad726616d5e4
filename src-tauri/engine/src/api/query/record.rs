//! What happened: the feed, notices, reviews, and the runs of tasks.

use store::{StoreError, views};

use super::{limit, many};
use crate::api::Reply;
use crate::api::wire::{
    ActivityRow, BackupRow, FeedRequest, Nothing, NoticeRow, ReviewReport, RunRow, SchedulePreview, ScheduleTimes,
    TaskRef, TaskRow,
};
use crate::{Engine, EngineError, schedule};

/// The newest lines of all timelines.
pub async fn feed(engine: &Engine, request: FeedRequest) -> Reply<Vec<ActivityRow>> {
    Ok(many(views::activities::feed(&mut *engine.store.read().await?, limit(Some(request.limit))).await?))
}

/// What was worth telling, newest first.
pub async fn notices_list(engine: &Engine, request: FeedRequest) -> Reply<Vec<NoticeRow>> {
    Ok(many(views::notices::list(&mut *engine.store.read().await?, limit(Some(request.limit))).await?))
}

/// The backups in the data folder, newest first.
pub async fn backups(engine: &Engine, _: Nothing) -> Reply<Vec<BackupRow>> {
    Ok(crate::backup::list(engine.data_dir()))
}

/// Morning reviews, newest first.
pub async fn reviews_list(engine: &Engine, _: Nothing) -> Reply<Vec<ReviewReport>> {
    let kept = views::reviews::list(&mut *engine.store.read().await?, limit(None)).await?;
    let read = |text: String| {
        serde_json::from_str(&text).map_err(|_| {
            EngineError::Store(StoreError::Stored { what: "review", value: text.chars().take(80).collect() })
        })
    };
    Ok(kept.into_iter().map(read).collect::<Result<_, _>>()?)
}

/// Tasks with their schedule and last run, in the order they run.
pub async fn tasks_list(engine: &Engine, _: Nothing) -> Reply<Vec<TaskRow>> {
    let mut conn = engine.store.read().await?;
    let tasks = store::tasks::all(&mut conn).await?;
    let mut last: Vec<RunRow> = many(views::runs::last(&mut conn).await?);
    let row = |task: store::tasks::Task| {
        let last_run = last.iter().position(|run| run.task == task.name).map(|at| last.swap_remove(at));
        TaskRow {
            name: task.name,
            does: task.name.describe().to_owned(),
            schedule: task.schedule,
            enabled: task.enabled,
            next_run_at: task.next_run_at,
            running: if engine.owner.is_owner() {
                engine.tasks.is_running(task.name)
            } else {
                // A run that a dead owner left open does not run.
                engine.owner.owned_by().is_some() && last_run.as_ref().is_some_and(|run| run.outcome == "running")
            },
            last_run,
        }
    };
    Ok(tasks.into_iter().map(row).collect())
}

/// Runs of a task, newest first.
pub async fn task_history(engine: &Engine, request: TaskRef) -> Reply<Vec<RunRow>> {
    let mut conn = engine.store.read().await?;
    Ok(many(views::runs::history(&mut conn, request.task, request.before, limit(None)).await?))
}

/// When a schedule would run next, in the owner's zone, or what is wrong with it.
pub async fn schedule_preview(engine: &Engine, request: SchedulePreview) -> Reply<ScheduleTimes> {
    let zone = engine.zone().await?;
    let (next, wrong) = match schedule::next_occurrences(request.schedule.trim(), engine.now(), zone, 5) {
        Ok(next) => (next, None),
        Err(error) => (Vec::new(), Some(error.sentence())),
    };
    Ok(ScheduleTimes { next, zone: zone.name().to_owned(), wrong })
}
