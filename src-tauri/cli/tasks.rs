//! `tasks …`: the autopilot's recurring jobs.

use clap::Subcommand;
use domain::task::TaskName;
use engine::Engine;
use engine::api::wire::{Nothing, RunRow, TaskEnable, TaskRef, TaskRow, TaskSchedule};
use engine::api::{mutation, query};

use crate::brand::draw_done;
use crate::failure::Failure;
use crate::output::{Output, short};
use crate::table::Table;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Tasks with their schedules and last runs
    #[command(after_help = "Example:\n  autopilot tasks list")]
    List,
    /// Runs of a task, newest first
    #[command(after_help = "Example:\n  autopilot tasks history send_scheduled_emails")]
    History { task: TaskName },
    /// Switch a task on
    #[command(after_help = "Example:\n  autopilot tasks enable daily_ai_review")]
    Enable { task: TaskName },
    /// Switch a task off; it can still be run by hand
    #[command(after_help = "Example:\n  autopilot tasks disable daily_ai_review")]
    Disable { task: TaskName },
    /// Change when a task runs
    #[command(
        after_help = "Five cron fields in the owner's time zone.\n\nExample:\n  autopilot tasks schedule daily_ai_review \"0 8 * * Mon-Fri\""
    )]
    Schedule { task: TaskName, schedule: String },
}

pub(crate) async fn perform(engine: &Engine, command: &Command, output: &mut Output) -> Result<(), Failure> {
    let done = match command {
        Command::List => {
            let tasks = query::tasks_list(engine, Nothing {}).await?;
            return output.answer(&tasks, |output, tasks| draw_list(output, tasks));
        }
        Command::History { task } => {
            let runs = query::task_history(engine, TaskRef { task: *task, before: None }).await?;
            return output.answer(&runs, |output, runs| draw_history(output, runs));
        }
        Command::Enable { task } => mutation::task_enable(engine, TaskEnable { task: *task, enabled: true }).await?,
        Command::Disable { task } => mutation::task_enable(engine, TaskEnable { task: *task, enabled: false }).await?,
        Command::Schedule { task, schedule } => {
            mutation::task_schedule(engine, TaskSchedule { task: *task, schedule: schedule.clone() }).await?
        }
    };
    draw_done(output, &done)
}

pub(crate) fn draw_list(output: &mut Output, tasks: &[TaskRow]) {
    let mut table = Table::new(["task", "schedule", "on", "next", "last", "result", "does"]);
    for task in tasks {
        let last = task.last_run.as_ref();
        table.row([
            task.name.to_string(),
            task.schedule.clone(),
            if task.enabled { "yes" } else { "no" }.to_owned(),
            output.maybe_time(task.next_run_at),
            output.maybe_time(last.map(|run| run.started_at)),
            if task.running { "running".to_owned() } else { last.map_or_else(String::new, |run| run.outcome.clone()) },
            task.does.clone(),
        ]);
    }
    output.table(&table, "There are no tasks.");
}

fn draw_history(output: &mut Output, runs: &[RunRow]) {
    let mut table = Table::new(["started", "took", "cause", "result", "counts", "error"]);
    for run in runs {
        let took = run
            .finished_at
            .map_or_else(String::new, |end| format!("{:.1} s", end.since(run.started_at) as f64 / 1_000.0));
        let error = short(run.error.as_deref().unwrap_or_default(), 80);
        table.row([output.time(run.started_at), took, run.cause.clone(), run.outcome.clone(), counts(run), error]);
    }
    output.table(&table, "It has not run yet.");
}

/// `3 sent, 1 waiting`.
pub(crate) fn counts(run: &RunRow) -> String {
    run.counts.iter().map(|(what, n)| format!("{n} {}", what.replace('_', " "))).collect::<Vec<_>>().join(", ")
}
