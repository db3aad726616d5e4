//! Executions of tasks.

use std::collections::BTreeMap;

use domain::Timestamp;
use domain::id::RunId;
use domain::task::TaskName;
use sqlx::sqlite::SqliteRow;

use super::{rows, select};
use crate::Connection;
use crate::error::Result;
use crate::row::Cells;

/// One execution of a task.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the columns of the table, explained there")]
pub struct RunView {
    pub id: RunId,
    pub task: TaskName,
    pub started_at: Timestamp,
    pub finished_at: Option<Timestamp>,
    /// `schedule`, `person` or `signal`.
    pub cause: String,
    /// `running`, `ok`, `trouble` or `interrupted`.
    pub outcome: String,
    pub counts: BTreeMap<String, u32>,
    pub error: Option<String>,
}

fn view(row: &SqliteRow) -> Result<RunView> {
    Ok(RunView {
        id: row.id("id")?,
        task: row.word("task")?,
        started_at: row.time("started_at")?,
        finished_at: row.opt_time("finished_at")?,
        cause: row.text("cause")?,
        outcome: row.text("outcome")?,
        counts: row.json("counts")?,
        error: row.opt_text("error")?,
    })
}

/// Runs of a task, newest first: those that began before an instant, or the newest.
pub async fn history(
    conn: &mut Connection,
    task: TaskName,
    before: Option<Timestamp>,
    limit: u32,
) -> Result<Vec<RunView>> {
    let mut query =
        select("SELECT id, task, started_at, finished_at, cause, outcome, counts, error FROM task_runs WHERE task = ");
    query.push_bind(task.as_str());
    if let Some(before) = before {
        query.push(" AND started_at < ").push_bind(before.millis());
    }
    query.push(" ORDER BY started_at DESC, rowid DESC LIMIT ").push_bind(limit);
    rows(conn, query, "list runs", view).await
}

/// The newest run of every task that ever ran.
pub async fn last(conn: &mut Connection) -> Result<Vec<RunView>> {
    let query = select(
        "
        SELECT r.id, r.task, r.started_at, r.finished_at, r.cause, r.outcome, r.counts, r.error
        FROM tasks t JOIN task_runs r
          ON r.id = (SELECT x.id FROM task_runs x WHERE x.task = t.name ORDER BY x.started_at DESC, x.rowid DESC LIMIT 1)",
    );
    rows(conn, query, "read the last runs", view).await
}
