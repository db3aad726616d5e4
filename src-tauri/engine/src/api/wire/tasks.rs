//! What crosses the border about the recurring tasks.

use std::collections::BTreeMap;

use domain::Timestamp;
use domain::brand::PauseLength;
use domain::id::{DealId, RunId};
use domain::task::TaskName;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

wire! {
    /// A task with its schedule and last run.
    TaskRow {
        name: TaskName,
        does: String,
        schedule: String,
        enabled: bool,
        next_run_at: Option<Timestamp>,
        running: bool,
        last_run: Option<RunRow>,
    }

    /// One execution of a task.
    RunRow {
        id: RunId,
        task: TaskName,
        started_at: Timestamp,
        finished_at: Option<Timestamp>,
        cause: String,
        /// running, ok, trouble or interrupted
        outcome: String,
        counts: BTreeMap<String, u32>,
        error: Option<String>,
    }

    /// Runs a task now.
    RunTask { task: TaskName, #[serde(default)] brand: Option<String>, #[serde(default)] deal: Option<DealId> }

    /// Asks for a task's runs, newest first: those that began before an instant, or the newest.
    TaskRef { task: TaskName, #[serde(default)] before: Option<Timestamp> }

    /// Switches a task on or off.
    TaskEnable { task: TaskName, enabled: bool }

    /// Sets a task's schedule as cron with five fields.
    TaskSchedule { task: TaskName, schedule: String }

    /// A schedule that is being written.
    SchedulePreview { schedule: String }

    /// When a schedule would run, or why it is none.
    ScheduleTimes {
        /// The next five times, in order; fewer if there are no more.
        next: Vec<Timestamp>,
        /// The zone that schedules are read in.
        zone: String,
        wrong: Option<String>,
    }

    /// Pauses the whole autopilot.
    PauseAll { reason: String, #[serde(default)] length: PauseLength }
}
