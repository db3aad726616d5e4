//! Table `problems`: what the last runs of a task complained of.

use domain::Timestamp;
use domain::task::TaskName;

use crate::Connection;
use crate::error::{Doing, Result};
use crate::row::Cells;

/// Something that runs of a task complained of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What, and what to do.
    pub sentence: String,
    /// In how many runs in a row.
    pub runs: u32,
    /// A person was told.
    pub told: bool,
}

/// What the last runs of a task complained of.
pub async fn of_task(conn: &mut Connection, task: TaskName) -> Result<Vec<Problem>> {
    let rows = sqlx::query("SELECT sentence, runs, told FROM problems WHERE task = ? ORDER BY since, sentence")
        .bind(task.as_str())
        .fetch_all(conn)
        .await
        .doing("read the problems of a task")?;
    rows.iter()
        .map(|row| {
            let told = row.cell::<i64>("told")? != 0;
            Ok(Problem { sentence: row.text("sentence")?, runs: row.cell("runs")?, told })
        })
        .collect()
}

/// Keeps a problem as it stands now.
pub async fn keep(conn: &mut Connection, task: TaskName, problem: &Problem, now: Timestamp) -> Result<()> {
    let insert = "
        INSERT INTO problems (task, sentence, since, runs, told) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (task, sentence) DO UPDATE SET runs = excluded.runs, told = excluded.told";
    sqlx::query(insert)
        .bind(task.as_str())
        .bind(&problem.sentence)
        .bind(now.millis())
        .bind(problem.runs)
        .bind(problem.told)
        .execute(conn)
        .await
        .doing("keep a problem")?;
    Ok(())
}

/// Forgets a problem that is no more.
pub async fn remove(conn: &mut Connection, task: TaskName, sentence: &str) -> Result<()> {
    let delete = "DELETE FROM problems WHERE task = ? AND sentence = ?";
    sqlx::query(delete).bind(task.as_str()).bind(sentence).execute(conn).await.doing("forget a problem")?;
    Ok(())
}

/// Whether a person was told of a problem that is still there.
pub async fn any_told(conn: &mut Connection) -> Result<bool> {
    let row = sqlx::query("SELECT EXISTS (SELECT 1 FROM problems WHERE told) AS yes")
        .fetch_one(conn)
        .await
        .doing("look for problems")?;
    Ok(row.cell::<i64>("yes")? != 0)
}
