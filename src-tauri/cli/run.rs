//! `run TASK`: a task, now, in this process.

use std::time::Duration;

use clap::Args;
use domain::task::TaskName;
use engine::api::wire::{RunRow, RunTask};
use engine::api::{query, trigger};
use engine::{Engine, Event};
use indicatif::ProgressBar;

use crate::failure::Failure;
use crate::output::Output;
use crate::tasks::counts;

#[derive(Debug, Args)]
#[command(after_help = "Tasks: check_email_replies, process_pending_deals, send_scheduled_emails, daily_ai_review.
Exit code 1 when the run had trouble, 3 when another process owns the autopilot or it is paused.

Examples:
  autopilot run process_pending_deals --brand codeteki
  autopilot run send_scheduled_emails --json")]
pub(crate) struct Arguments {
    task: TaskName,
    /// Only for this brand
    #[arg(long, value_name = "SLUG")]
    brand: Option<String>,
    /// Only for this deal: id, the beginning of the id, or the contact's address
    #[arg(long)]
    deal: Option<String>,
}

pub(crate) async fn run(engine: &Engine, arguments: &Arguments, output: &mut Output) -> Result<(), Failure> {
    let deal = match &arguments.deal {
        Some(deal) => Some(query::deal_named(engine, deal).await?),
        None => None,
    };
    let request = RunTask { task: arguments.task, brand: arguments.brand.clone(), deal };
    let bar = if output.is_watched() { ProgressBar::new_spinner() } else { ProgressBar::hidden() };
    bar.enable_steady_tick(Duration::from_millis(120));
    bar.set_message(arguments.task.describe());
    let mut events = engine.events();
    let watch = async {
        while let Ok(event) = events.recv().await {
            if let Event::Activity { activity } = event {
                bar.set_message(activity.summary);
            }
        }
        // Nobody speaks any more, or too fast to follow: the bar is only company.
        std::future::pending::<()>().await;
    };
    let run = tokio::select! {
        run = trigger::run_task(engine, request) => run,
        () = watch => return Ok(()),
    };
    bar.finish_and_clear();
    let run = run?;
    output.answer(&run, draw)?;
    match &run.error {
        Some(error) => Err(Failure::failed(error.clone())),
        None => Ok(()),
    }
}

fn draw(output: &mut Output, run: &RunRow) {
    let counts = counts(run);
    output.line(format!("{}: {}", run.task, if counts.is_empty() { "nothing to do" } else { &counts }));
}
