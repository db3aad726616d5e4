//! `daemon`: the scheduler without a window, until somebody stops it.

use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use engine::api::wire::{Done, RunRow};
use engine::{Event, Heartbeat};
use tokio::sync::broadcast::error::RecvError;

use crate::brand::draw_done;
use crate::failure::Failure;
use crate::output::{Output, eprint};
use crate::session::Session;
use crate::tasks::counts;

#[derive(Debug, Args)]
#[command(
    after_help = "Runs each task by its schedule and says on stderr what it did. Ctrl-C lets a running task end first.
Exit code 3 when another process owns the autopilot.

Example:
  autopilot daemon --data-dir /srv/autopilot"
)]
pub(crate) struct Arguments {
    /// How often it looks what is due
    #[arg(long, value_name = "SECONDS", default_value_t = 15, value_parser = clap::value_parser!(u32).range(1..=59))]
    every: u32,
}

/// How long a running task gets to end.
const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) async fn daemon(session: &Session, arguments: &Arguments, output: &mut Output) -> Result<(), Failure> {
    let engine = &session.engine;
    if !engine.ownership().is_owner() {
        let owner = engine.ownership().owned_by().unwrap_or("Another process");
        return Err(Failure::refused(format!("{owner} owns the autopilot of this data folder; end it first.")));
    }
    let mut events = engine.events();
    let stop = stopped();
    tokio::pin!(stop);
    let heartbeat = Heartbeat::start(Arc::clone(engine), arguments.every).await?;
    eprint(&format!("The autopilot runs on {}. Ctrl-C stops it.\n", engine.database().display()));
    loop {
        tokio::select! {
            () = &mut stop => break,
            event = events.recv() => match event {
                Ok(Event::Task { run }) if run.finished_at.is_some() => eprint(&line(output, &run)),
                Ok(_) | Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => break,
            },
        }
    }
    eprint("Stopping…\n");
    heartbeat.stop(PATIENCE).await;
    draw_done(output, &Done { done: "Stopped.".to_owned() })
}

fn line(output: &Output, run: &RunRow) -> String {
    let counts = counts(run);
    let what = match &run.error {
        Some(error) => error.as_str(),
        None if counts.is_empty() => "nothing to do",
        None => &counts,
    };
    format!("{}  {}: {what}\n", output.time(run.started_at), run.task)
}

/// Ends when somebody asks the process to stop.
async fn stopped() {
    #[cfg(unix)]
    if let Ok(mut terminate) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        }
        return;
    }
    // Without a way to be told, it runs until it is killed.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
