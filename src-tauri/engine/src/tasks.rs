//! Running a task: once at a time, recorded from beginning to end, with counts a person can read.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use domain::id::RunId;
use domain::task::TaskName;
use store::deals::Scope;

use crate::act::Act;
use crate::api::wire::{Event, RunRow};
use crate::{Engine, EngineError, backup, clock, decide, disk, health, links, pause, replies, review, send};

/// Which tasks run in this process at the moment.
#[derive(Debug, Default)]
pub(crate) struct Running([AtomicBool; 6]);

impl Running {
    fn slot(&self, name: TaskName) -> &AtomicBool {
        let [replies, decide, send, review, verify, backup] = &self.0;
        match name {
            TaskName::CheckEmailReplies => replies,
            TaskName::ProcessPendingDeals => decide,
            TaskName::SendScheduledEmails => send,
            TaskName::DailyAiReview => review,
            TaskName::VerifyBacklinks => verify,
            TaskName::BackupDatabase => backup,
        }
    }

    /// Keeps every task from running until dropped; `None` while one runs.
    pub(crate) fn all(&self) -> Option<Vec<Turn<'_>>> {
        let mut turns = Vec::new();
        for slot in &self.0 {
            if slot.swap(true, Ordering::AcqRel) {
                return None;
            }
            turns.push(Turn(slot));
        }
        Some(turns)
    }

    /// Whether a task runs now.
    pub(crate) fn is_running(&self, name: TaskName) -> bool {
        self.slot(name).load(Ordering::Acquire)
    }
}

/// Marks a task as running until dropped.
pub(crate) struct Turn<'a>(&'a AtomicBool);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

/// What a run did.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    /// How many of what.
    pub(crate) counts: BTreeMap<String, u32>,
    /// What went wrong, as sentences: the rest was done.
    pub(crate) troubles: Vec<String>,
}

impl Outcome {
    /// Counts one.
    pub(crate) fn count(&mut self, what: &str) {
        self.add(what, 1);
    }

    /// Counts some.
    pub(crate) fn add(&mut self, what: &str, n: u32) {
        if n > 0 {
            *self.counts.entry(what.to_owned()).or_default() += n;
        }
    }

    /// How many so far.
    pub(crate) fn of(&self, what: &str) -> u32 {
        self.counts.get(what).copied().unwrap_or(0)
    }

    /// Notes a trouble, once.
    pub(crate) fn trouble(&mut self, sentence: impl Into<String>) {
        let sentence = sentence.into();
        if !self.troubles.contains(&sentence) {
            self.troubles.push(sentence);
        }
    }
}

/// Runs a task now. Refused for a guest, while the same task runs, and while the autopilot is paused. The run is recorded whatever
/// becomes of it; a failing run is the task's result, not an error of this function.
pub(crate) async fn run(engine: &Engine, name: TaskName, scope: Scope, cause: &str) -> Result<RunRow, EngineError> {
    disk::heed(engine, run_recorded(engine, name, scope, cause).await).await
}

async fn run_recorded(engine: &Engine, name: TaskName, scope: Scope, cause: &str) -> Result<RunRow, EngineError> {
    if !engine.owner.is_owner() {
        let owner = engine.owner.owned_by().unwrap_or("another process");
        return Err(EngineError::Refused(format!(
            "{owner} owns the autopilot of this data folder; run the task there, or end it first"
        )));
    }
    if let Some(pause) = pause::standing(engine).await? {
        return Err(EngineError::Refused(format!("The autopilot is paused: {}. Resume it first", pause.reason)));
    }
    if disk::rests(engine).await? {
        return Err(disk::refusal());
    }
    let slot = engine.tasks.slot(name);
    if slot.swap(true, Ordering::AcqRel) {
        return Err(EngineError::Refused(format!("{name} is running already")));
    }
    let _turn = Turn(slot);
    clock::mind(engine).await?;
    let started_at = engine.now();
    let id = RunId::mint(started_at, engine.ten_random_bytes());
    let mut write = engine.store.write().await?;
    store::tasks::begin_run(&mut write, id, name, cause, started_at).await?;
    clock::note(&mut write, started_at).await?;
    write.commit().await?;
    let mut row = RunRow {
        id,
        task: name,
        started_at,
        finished_at: None,
        cause: cause.to_owned(),
        outcome: "running".to_owned(),
        counts: BTreeMap::new(),
        error: None,
    };
    engine.fail_points.pass("run.begun").await;
    engine.say(Event::Task { run: row.clone() });
    let mut outcome = Outcome::default();
    let result = perform(engine, name, scope, &mut outcome).await;
    if let Err(error) = result {
        tracing::error!(task = %name, error = %error.sentence(), "A task failed.");
        outcome.trouble(error.sentence());
    }
    row.finished_at = Some(engine.now());
    row.outcome = if outcome.troubles.is_empty() { "ok" } else { "trouble" }.to_owned();
    row.error = (!outcome.troubles.is_empty()).then(|| outcome.troubles.join(" "));
    row.counts = outcome.counts;
    let troubles = (scope == Scope::default()).then_some(outcome.troubles);
    record_end(engine, &row, troubles.as_deref()).await?;
    engine.say(Event::Task { run: row.clone() });
    Ok(row)
}

/// `troubles`: what a run for everything complained of; one for a single brand or deal says nothing of the rest.
async fn record_end(engine: &Engine, row: &RunRow, troubles: Option<&[String]>) -> Result<(), EngineError> {
    let mut act = Act::begin(engine).await?;
    let at = row.finished_at.unwrap_or(row.started_at);
    store::tasks::end_run(&mut act.tx, row.id, &row.outcome, &row.counts, row.error.as_deref(), at).await?;
    if let Some(troubles) = troubles {
        health::heed(&mut act, row.task, troubles).await?;
    }
    Ok(act.commit().await?)
}

async fn perform(engine: &Engine, name: TaskName, scope: Scope, outcome: &mut Outcome) -> Result<(), EngineError> {
    match name {
        TaskName::CheckEmailReplies => replies::check_email_replies(engine, scope, outcome).await,
        TaskName::ProcessPendingDeals => decide::process_pending_deals(engine, scope, outcome).await,
        TaskName::SendScheduledEmails => send::send_scheduled_emails(engine, scope, outcome).await,
        TaskName::DailyAiReview => review::daily_ai_review(engine, scope, outcome).await,
        TaskName::VerifyBacklinks => links::verify_backlinks(engine, scope, outcome).await,
        TaskName::BackupDatabase => backup::backup_database(engine, outcome).await,
    }
}
