//! Tables `tasks` and `task_runs`.

use std::collections::BTreeMap;

use domain::Timestamp;
use domain::id::{Id as _, RunId};
use domain::task::TaskName;

use crate::Connection;
use crate::error::{Doing, Result};
use crate::row::{Cells, json};

/// A task's schedule.
#[derive(Debug, Clone)]
pub struct Task {
    /// Which task.
    pub name: TaskName,
    /// Cron with five fields in the owner's zone.
    pub schedule: String,
    /// Switched on.
    pub enabled: bool,
    /// When it runs next; `None` until computed.
    pub next_run_at: Option<Timestamp>,
}

/// Makes sure every task has its row.
pub async fn seed(conn: &mut Connection) -> Result<()> {
    for name in TaskName::ALL {
        let insert = "INSERT INTO tasks (name, schedule) VALUES (?, ?) ON CONFLICT (name) DO NOTHING";
        sqlx::query(insert)
            .bind(name.as_str())
            .bind(name.default_schedule())
            .execute(&mut *conn)
            .await
            .doing("add a task")?;
    }
    Ok(())
}

/// All tasks, in the order they run.
pub async fn all(conn: &mut Connection) -> Result<Vec<Task>> {
    let rows = sqlx::query("SELECT name, schedule, enabled, next_run_at FROM tasks")
        .fetch_all(conn)
        .await
        .doing("read the tasks")?;
    let mut tasks = rows
        .iter()
        .map(|row| {
            Ok(Task {
                name: row.word("name")?,
                schedule: row.text("schedule")?,
                enabled: row.cell::<i64>("enabled")? != 0,
                next_run_at: row.opt_time("next_run_at")?,
            })
        })
        .collect::<Result<Vec<_>>>()?;
    tasks.sort_by_key(|task| task.name);
    Ok(tasks)
}

/// Keeps when a task runs next.
pub async fn set_next(conn: &mut Connection, name: TaskName, at: Option<Timestamp>) -> Result<()> {
    sqlx::query("UPDATE tasks SET next_run_at = ? WHERE name = ?")
        .bind(at.map(Timestamp::millis))
        .bind(name.as_str())
        .execute(conn)
        .await
        .doing("schedule a task")?;
    Ok(())
}

/// Switches a task on or off.
pub async fn set_enabled(conn: &mut Connection, name: TaskName, enabled: bool) -> Result<()> {
    sqlx::query("UPDATE tasks SET enabled = ? WHERE name = ?")
        .bind(enabled)
        .bind(name.as_str())
        .execute(conn)
        .await
        .doing("switch a task")?;
    Ok(())
}

/// Changes a task's schedule; its next run is computed anew.
pub async fn set_schedule(conn: &mut Connection, name: TaskName, schedule: &str) -> Result<()> {
    let update = "UPDATE tasks SET schedule = ?, next_run_at = NULL WHERE name = ?";
    sqlx::query(update).bind(schedule).bind(name.as_str()).execute(conn).await.doing("change a schedule")?;
    Ok(())
}

/// Records that a run began.
pub async fn begin_run(conn: &mut Connection, id: RunId, name: TaskName, cause: &str, now: Timestamp) -> Result<()> {
    let insert = "INSERT INTO task_runs (id, task, started_at, cause, outcome) VALUES (?, ?, ?, ?, 'running')";
    sqlx::query(insert)
        .bind(id.bytes())
        .bind(name.as_str())
        .bind(now.millis())
        .bind(cause)
        .execute(conn)
        .await
        .doing("record a run")?;
    Ok(())
}

/// Records how a run ended.
pub async fn end_run(
    conn: &mut Connection,
    id: RunId,
    outcome: &str,
    counts: &BTreeMap<String, u32>,
    error: Option<&str>,
    now: Timestamp,
) -> Result<()> {
    let update = "UPDATE task_runs SET finished_at = ?, outcome = ?, counts = ?, error = ? WHERE id = ?";
    sqlx::query(update)
        .bind(now.millis())
        .bind(outcome)
        .bind(json(counts))
        .bind(error)
        .bind(id.bytes())
        .execute(conn)
        .await
        .doing("record a run's end")?;
    Ok(())
}

/// Marks runs that a dead session left open. Their tasks are due at once: the time that was planned is that of the run after.
pub async fn interrupt_open_runs(conn: &mut Connection, now: Timestamp) -> Result<u64> {
    let due = "UPDATE tasks SET next_run_at = ? WHERE name IN (SELECT task FROM task_runs WHERE outcome = 'running')";
    sqlx::query(due).bind(now.millis()).execute(&mut *conn).await.doing("take up interrupted tasks")?;
    let update = "UPDATE task_runs SET finished_at = ?, outcome = 'interrupted', error = 'The program ended while this ran; the next run takes up where it was.' WHERE outcome = 'running'";
    Ok(sqlx::query(update).bind(now.millis()).execute(conn).await.doing("close interrupted runs")?.rows_affected())
}
