//! What helps somebody else to find a fault, as one text that may be passed on: no address, no secret, nobody's name, nothing that was written.

use std::fmt::Write as _;

use gateways::logs;
use gateways::redact::redact;

use crate::Engine;
use crate::api::wire::{Diagnostics, DoctorRequest, Nothing, Status};
use crate::api::{Reply, query};

use super::doctor;

/// Lines of the log that go along.
const LINES: usize = 300;

/// The version, the system, how everything stands, the checks of the program itself, and the last lines of the log.
pub async fn diagnostics(engine: &Engine, _: Nothing) -> Reply<Diagnostics> {
    let status = query::status(engine, Nothing {}).await?;
    let mut text =
        format!("CRM Autopilot {} on {} ({})\n", status.version, std::env::consts::OS, std::env::consts::ARCH);
    // Writing into a string cannot fail.
    let _ = write_all(&mut text, &status);
    for check in doctor(engine, DoctorRequest { program: true, brand: None }).await? {
        let word = if check.ok { "ok" } else { "FAILS" };
        let _ = writeln!(text, "check {}: {word}, {}", check.check, check.detail);
    }
    let _ = write!(text, "\n{}", logs::newest(engine.data_dir(), LINES));
    Ok(Diagnostics { text: redact(&without_home(&text)) })
}

fn write_all(text: &mut String, status: &Status) -> std::fmt::Result {
    writeln!(text, "{}, zone {}, {:?}", status.now, status.timezone, status.light)?;
    if let Some(owner) = &status.owned_by {
        writeln!(text, "guest of {owner}")?;
    }
    if let Some(pause) = &status.paused {
        writeln!(text, "paused since {}: {}", pause.since, pause.reason)?;
    }
    for brand in &status.brands {
        let rests = brand.paused.as_ref().map_or("works", |pause| pause.reason.as_str());
        writeln!(text, "brand {}: {:?}, {} queued, {rests}", brand.slug, brand.provider, brand.queued)?;
    }
    for task in &status.tasks {
        let next = task.next_run_at.map_or_else(|| "never".to_owned(), |at| at.to_string());
        let last = task.last_run.as_ref();
        let ended = last.map_or("has not run", |run| run.outcome.as_str());
        let error = last.and_then(|run| run.error.as_deref()).unwrap_or_default();
        writeln!(text, "task {} ({}): next {next}, last {ended} {error}", task.name, task.schedule)?;
    }
    Ok(())
}

/// The path of the home folder has somebody's name in it.
fn without_home(text: &str) -> String {
    match directories::BaseDirs::new() {
        Some(dirs) if dirs.home_dir().components().count() > 1 => {
            text.replace(&*dirs.home_dir().to_string_lossy(), "~")
        }
        _ => text.to_owned(),
    }
}
