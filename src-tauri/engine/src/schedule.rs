//! When tasks run. What is due lives in the database as wall-clock time; the heartbeat only says "look now", so that sleep, a stretched
//! timer or a changed clock do no harm: what was missed runs once.

use std::str::FromStr as _;
use std::sync::Arc;

use chrono::TimeZone as _;
use chrono_tz::Tz;
use croner::Cron;
use domain::Timestamp;
use domain::task::TaskName;
use store::deals::Scope;
use tokio_cron_scheduler::{Job, JobScheduler};
use tokio_util::sync::CancellationToken;

use crate::api::wire::RunRow;
use crate::{Engine, EngineError, send, tasks};

/// Key in `meta` of the zone that schedules are read in; the computer's zone without it.
const ZONE: &str = "zone";

/// The next occurrence of a schedule strictly after an instant. Errors when the text is no schedule.
pub(crate) fn next_occurrence(schedule: &str, after: Timestamp, zone: Tz) -> Result<Timestamp, EngineError> {
    let wrong = || {
        EngineError::BadRequest(format!(
            "“{schedule}” is not a schedule; write five cron fields, such as “0 9 * * *” for 09:00 every day"
        ))
    };
    let cron = Cron::from_str(schedule).map_err(|_| wrong())?;
    let from = zone.from_utc_datetime(&after.utc().naive_utc());
    cron.find_next_occurrence(&from, false).map(|at| Timestamp::from_millis(at.timestamp_millis())).map_err(|_| wrong())
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
        Ok(store::gates::pause_all(&mut *self.store.read().await?).await?.is_some())
    }

    /// Runs every task that is due, once each and in their order, and plans the next time from now. Also sends when a queued mail's own
    /// time has come between two occurrences. Nothing runs for a guest or while everything is paused.
    pub async fn tick(&self) -> Result<Vec<RunRow>, EngineError> {
        let mut runs = Vec::new();
        if !self.owner.is_owner() || self.is_paused().await? {
            return Ok(runs);
        }
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
        let all = store::tasks::all(&mut *self.store.read().await?).await?;
        let now = self.now();
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

    async fn plan(&self, name: TaskName, at: Timestamp) -> Result<(), EngineError> {
        let mut write = self.store.write().await?;
        store::tasks::set_next(&mut write, name, Some(at)).await?;
        Ok(write.commit().await?)
    }
}

/// The beating heart of a window or a daemon: looks every few seconds what is due.
pub struct Heartbeat {
    scheduler: JobScheduler,
    stop: CancellationToken,
    busy: Arc<tokio::sync::Mutex<()>>,
}

impl Heartbeat {
    /// Starts beating every `seconds` seconds. Beats never overlap: one that comes while the last still works is skipped.
    pub async fn start(engine: Arc<Engine>, seconds: u32) -> Result<Self, EngineError> {
        let outside = |error: tokio_cron_scheduler::JobSchedulerError| {
            EngineError::Outside(format!("the scheduler could not be started: {error}"))
        };
        let scheduler = JobScheduler::new().await.map_err(outside)?;
        let stop = CancellationToken::new();
        let busy = Arc::new(tokio::sync::Mutex::new(()));
        let (job_stop, job_busy) = (stop.clone(), Arc::clone(&busy));
        let job = Job::new_async(format!("*/{seconds} * * * * *"), move |_, _| {
            let (engine, stop, busy) = (Arc::clone(&engine), job_stop.clone(), Arc::clone(&job_busy));
            Box::pin(async move {
                let Ok(_turn) = busy.try_lock() else { return };
                if stop.is_cancelled() {
                    return;
                }
                if let Err(error) = engine.tick().await {
                    tracing::error!(error = %error.sentence(), "A beat of the scheduler failed; the next one tries again.");
                }
            })
        })
        .map_err(outside)?;
        scheduler.add(job).await.map_err(outside)?;
        scheduler.start().await.map_err(outside)?;
        Ok(Self { scheduler, stop, busy })
    }

    /// Stops: no new beat, and the one at work is awaited, at most `patience`.
    pub async fn stop(mut self, patience: std::time::Duration) {
        self.stop.cancel();
        if tokio::time::timeout(patience, self.busy.lock()).await.is_err() {
            tracing::warn!("A task did not end in time; a mail in flight will be looked for at the next start.");
        }
        if let Err(error) = self.scheduler.shutdown().await {
            tracing::warn!(%error, "The scheduler did not shut down cleanly.");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nine_o_clock_comes_once_a_day_through_a_clock_change() {
        let zone = Tz::Australia__Melbourne;
        let mut at = Timestamp::parse("2026-10-01T00:00:00Z").unwrap();
        for _ in 0..10 {
            let next = next_occurrence("0 9 * * *", at, zone).unwrap();
            assert_eq!(next.local(zone).time().to_string(), "09:00:00");
            assert_eq!((next.day(zone) - at.day(zone)).num_days(), 1);
            at = next;
        }
        assert!(next_occurrence("every day", at, zone).is_err());
    }
}
