//! When tasks run. What is due lives in the database as wall-clock time; the heartbeat only says "look now", so that sleep, a stretched
//! timer or a changed clock do no harm: what was missed runs once.

use std::str::FromStr as _;
use std::sync::Arc;
use std::time::Duration;

use chrono::{NaiveTime, Offset as _, TimeZone as _};
use chrono_tz::Tz;
use croner::Cron;
use domain::Timestamp;
use domain::task::TaskName;
use domain::time::DAY;
use store::deals::Scope;
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio::time::Instant;
use tokio_cron_scheduler::{Job, JobScheduler, JobSchedulerError};
use tokio_util::sync::CancellationToken;

use crate::api::wire::RunRow;
use crate::{Engine, EngineError, clock, disk, listening, pause, send, tasks};

/// Key in `meta` of the zone that schedules are read in; the computer's zone without it.
const ZONE: &str = "zone";
const SECOND: i64 = 1_000;

/// The next occurrence of a schedule strictly after an instant. Errors when the text is no schedule.
pub(crate) fn next_occurrence(schedule: &str, after: Timestamp, zone: Tz) -> Result<Timestamp, EngineError> {
    let wrong = || {
        EngineError::BadRequest(format!(
            "“{schedule}” is not a schedule; write five cron fields, such as “0 9 * * *” for 09:00 every day"
        ))
    };
    let cron = Cron::from_str(schedule).map_err(|_| wrong())?;
    let search = |from: Timestamp, zone: Tz, inclusive| {
        let found = cron.find_next_occurrence(&zone.from_utc_datetime(&from.utc().naive_utc()), inclusive);
        found.map(|at| Timestamp::from_millis(at.timestamp_millis())).map_err(|_| wrong())
    };
    let wall = |at: Timestamp| Timestamp::from_millis(at.local(zone).and_utc().timestamp_millis());
    if let Ok(next) = search(after, zone, false) {
        // Behind a day that was left out whole nothing has to be made up for.
        let made_up = wall(next).since(wall(next.plus_millis(-SECOND))) > DAY
            && search(wall(next).plus_millis(-SECOND), Tz::UTC, false)? != wall(next);
        return if made_up { search(next, zone, false) } else { Ok(next) };
    }
    // The search gives up in a gap of many hours; zones at the date line have skipped whole days. What the gap skipped of its last day comes right
    // behind it.
    let behind = next_change(after, zone);
    let midnight = behind.day(zone).and_time(NaiveTime::MIN).and_utc().timestamp_millis();
    let skipped = search(wall(after).max(Timestamp::from_millis(midnight - SECOND)), Tz::UTC, false)?;
    if skipped < wall(behind) { Ok(behind) } else { search(behind, zone, true) }
}

/// The next few occurrences of a schedule after an instant; fewer if there are no more. Errors when the text is no schedule, or one that
/// never comes.
pub(crate) fn next_occurrences(
    schedule: &str,
    after: Timestamp,
    zone: Tz,
    how_many: usize,
) -> Result<Vec<Timestamp>, EngineError> {
    let mut times = vec![next_occurrence(schedule, after, zone)?];
    while times.len() < how_many
        && let Some(next) = times.last().and_then(|last| next_occurrence(schedule, *last, zone).ok())
    {
        times.push(next);
    }
    Ok(times)
}

/// The first second after an instant at which the zone's offset is another; a day later if it changes so late or never.
fn next_change(after: Timestamp, zone: Tz) -> Timestamp {
    let offset = |at: Timestamp| zone.offset_from_utc_datetime(&at.utc().naive_utc()).fix();
    let before = offset(after);
    let (mut low, mut high) = (0, DAY / SECOND);
    while high - low > 1 {
        let middle = low.midpoint(high);
        if offset(after.plus_seconds(middle)) == before { low = middle } else { high = middle }
    }
    Timestamp::from_millis(after.plus_seconds(high).millis().div_euclid(SECOND) * SECOND)
}

impl Engine {
    /// The zone that schedules are read in.
    pub async fn zone(&self) -> Result<Tz, EngineError> {
        let kept = store::meta::get(&mut *self.store.read().await?, ZONE).await?;
        let name = kept.or_else(|| iana_time_zone::get_timezone().ok());
        Ok(name.and_then(|name| name.parse().ok()).unwrap_or(Tz::UTC))
    }

    /// Whether the whole autopilot is paused.
    pub async fn is_paused(&self) -> Result<bool, EngineError> {
        Ok(store::gates::pause_all(&mut *self.store.read().await?, self.now()).await?.is_some())
    }

    /// When the pause that stands ends by itself.
    async fn pause_end(&self) -> Result<Option<Timestamp>, EngineError> {
        let pause = store::gates::pause_all(&mut *self.store.read().await?, self.now()).await?;
        Ok(pause.and_then(|pause| pause.until))
    }

    /// Runs every task that is due, once each and in their order, and plans the next time from now. Also sends when a queued mail's own
    /// time has come between two occurrences. Nothing runs for a guest, while everything is paused, or while the disk is
    /// full.
    pub async fn tick(&self) -> Result<Vec<RunRow>, EngineError> {
        if !self.owner.is_owner() || pause::standing(self).await?.is_some() || disk::rests(self).await? {
            return Ok(Vec::new());
        }
        disk::heed(self, self.run_what_is_due().await).await
    }

    async fn run_what_is_due(&self) -> Result<Vec<RunRow>, EngineError> {
        let mut runs = Vec::new();
        clock::mind(self).await?;
        let zone = self.zone().await?;
        let all = store::tasks::all(&mut *self.store.read().await?).await?;
        for task in all.into_iter().filter(|task| task.enabled) {
            let now = self.now();
            let due = task.next_run_at.is_some_and(|at| at <= now);
            if due || task.next_run_at.is_none() {
                self.plan(task.name, next_occurrence(&task.schedule, now, zone)?).await?;
            }
            let slot_came =
                task.name == TaskName::SendScheduledEmails && send::next_wake(self).await?.is_some_and(|at| at <= now);
            if due || slot_came {
                let cause = if due { "schedule" } else { "slot" };
                match tasks::run(self, task.name, Scope::default(), cause).await {
                    Ok(run) => runs.push(run),
                    Err(EngineError::Refused(why)) => {
                        tracing::debug!(task = %task.name, why, "A task was not started.")
                    }
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(runs)
    }

    /// The next time a tick would find something to do.
    pub async fn next_wake(&self) -> Result<Option<Timestamp>, EngineError> {
        let now = self.now();
        if let Some(end) = self.pause_end().await? {
            return Ok(Some(end));
        }
        if clock::ahead(self).await?.is_some() {
            return Ok(Some(now));
        }
        let all = store::tasks::all(&mut *self.store.read().await?).await?;
        // A task that was never planned is planned by the next look.
        let planned = all.into_iter().filter(|task| task.enabled).map(|task| task.next_run_at.unwrap_or(now)).min();
        let slot = send::next_wake(self).await?;
        Ok([planned, slot].into_iter().flatten().min())
    }

    /// Keeps the zone that schedules are read in.
    pub async fn set_zone(&self, zone: Tz) -> Result<(), EngineError> {
        let mut write = self.store.write().await?;
        store::meta::set(&mut write, ZONE, Some(zone.name())).await?;
        Ok(write.commit().await?)
    }

    /// Makes a task due now, unless it is switched off or due already.
    pub(crate) async fn bring_forward(&self, name: TaskName) -> Result<(), EngineError> {
        let now = self.now();
        let all = store::tasks::all(&mut *self.store.read().await?).await?;
        let waits =
            all.iter().any(|task| task.name == name && task.enabled && task.next_run_at.is_some_and(|at| at > now));
        if waits { self.plan(name, now).await } else { Ok(()) }
    }

    async fn plan(&self, name: TaskName, at: Timestamp) -> Result<(), EngineError> {
        let mut write = self.store.write().await?;
        store::tasks::set_next(&mut write, name, Some(at)).await?;
        Ok(write.commit().await?)
    }
}

/// The beating heart of a window or a daemon: looks every few seconds what is due.
pub struct Heartbeat {
    alarm: JobScheduler,
    stop: CancellationToken,
    beats: JoinHandle<()>,
    ears: JoinHandle<()>,
}

/// So long after a sleep, at most, it is looked what is due.
const GLANCE: Duration = Duration::from_secs(3);
/// Clocks that part by more, in milliseconds, were slept through or set.
const PARTED: i64 = 2 * SECOND;

impl Heartbeat {
    /// Starts beating every `seconds` seconds, and at once when the computer woke or its clock was set; until then only the two clocks are
    /// read, every few seconds. Beats never overlap.
    pub async fn start(engine: Arc<Engine>, seconds: u32) -> Result<Self, EngineError> {
        let (stop, rings) = (CancellationToken::new(), Arc::new(Notify::new()));
        let alarm = alarm(seconds, Arc::clone(&rings))
            .await
            .map_err(|error| EngineError::Outside(format!("the scheduler could not be started: {error}")))?;
        let ears = tokio::spawn(listening::listen(Arc::clone(&engine), stop.clone()));
        let beats = beat(engine, Duration::from_secs(seconds.into()), rings, stop.clone());
        Ok(Self { alarm, stop, beats: tokio::spawn(beats), ears })
    }

    /// Stops: no new beat, and the one at work is awaited, at most `patience`.
    pub async fn stop(mut self, patience: Duration) {
        self.stop.cancel();
        // Whoever listens only waits: it ends at once.
        let _ = tokio::time::timeout(GLANCE, self.ears).await;
        if tokio::time::timeout(patience, self.beats).await.is_err() {
            tracing::warn!("A task did not end in time; a mail in flight will be looked for at the next start.");
        }
        if let Err(error) = self.alarm.shutdown().await {
            tracing::warn!(%error, "The scheduler did not shut down cleanly.");
        }
    }
}

/// Rings by the wall's clock.
async fn alarm(seconds: u32, rings: Arc<Notify>) -> Result<JobScheduler, JobSchedulerError> {
    let alarm = JobScheduler::new().await?;
    let ring = move |_, _: JobScheduler| rings.notify_one();
    alarm.add(Job::new(format!("*/{seconds} * * * * *"), ring)?).await?;
    alarm.start().await?;
    Ok(alarm)
}

/// Looks when it rings, and by itself where the clocks say that it should have: the alarm is silent after its clock was set back.
async fn beat(engine: Arc<Engine>, every: Duration, rings: Arc<Notify>, stop: CancellationToken) {
    let mut last = Look::now(&engine);
    loop {
        let rang = tokio::select! {
            () = stop.cancelled() => return,
            () = rings.notified() => true,
            () = tokio::time::sleep(GLANCE) => false,
        };
        let now = Look::now(&engine);
        if !rang && last.lasts(now, every + GLANCE) {
            continue;
        }
        last = now;
        let looking = Arc::clone(&engine);
        // On its own, so that the heart outlives a panic in it.
        let looked = tokio::spawn(async move { looking.tick().await.map_err(|error| error.sentence()) });
        if let Err(error) = looked.await.unwrap_or_else(|panic| Err(panic.to_string())) {
            tracing::error!(error, "A beat of the scheduler failed; the next one tries again.");
        }
    }
}

/// A moment by the wall's clock and by one that cannot be set and stands still while the computer sleeps.
#[derive(Debug, Clone, Copy)]
struct Look {
    wall: Timestamp,
    steady: Instant,
}

impl Look {
    fn now(engine: &Engine) -> Self {
        Self { wall: engine.now(), steady: Instant::now() }
    }

    /// Whether what was seen then still holds now.
    fn lasts(self, now: Self, every: Duration) -> bool {
        let passed = now.steady.duration_since(self.steady);
        let apart = now.wall.since(self.wall) - i64::try_from(passed.as_millis()).unwrap_or(i64::MAX);
        passed < every && apart.abs() <= PARTED
    }
}

#[cfg(test)]
#[path = "schedule_tests.rs"]
mod tests;
