//! When tasks run. What is due lives in the database as wall-clock time; the heartbeat only says "look now", so that sleep, a stretched
//! timer or a changed clock do no harm: what was missed runs once.

use std::str::FromStr as _;
use std::sync::Arc;

use chrono::{NaiveTime, Offset as _, TimeZone as _};
use chrono_tz::Tz;
use croner::Cron;
use domain::Timestamp;
use domain::task::TaskName;
use domain::time::DAY;
use store::deals::Scope;
use tokio_cron_scheduler::{Job, JobScheduler};
use tokio_util::sync::CancellationToken;

use crate::api::wire::RunRow;
use crate::{Engine, EngineError, clock, disk, pause, send, tasks};

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
    if let Ok(next) = search(after, zone, false) {
        return Ok(next);
    }
    // The search gives up in a gap of many hours; zones at the date line have skipped whole days. What the gap skipped of its last day comes right
    // behind it.
    let behind = next_change(after, zone);
    let wall = |at: Timestamp| Timestamp::from_millis(at.local(zone).and_utc().timestamp_millis());
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
    use std::collections::{BTreeMap, BTreeSet};

    use chrono::{Duration, NaiveDate};
    use domain::time::{HOUR, start_of_day};

    use super::*;

    /// Times of day that clock changes skip and repeat: at two, at midnight, by half an hour, and none of these.
    const DAILY: [&str; 5] = ["0 9 * * *", "30 2 * * *", "0 0 * * *", "30 0 * * *", "15 3 * * *"];

    #[test]
    fn what_is_no_schedule_is_said() {
        let at = Timestamp::parse("2026-10-01T00:00:00Z").unwrap();
        assert!(next_occurrence("every day", at, Tz::Australia__Melbourne).is_err());
    }

    #[test]
    fn a_schedule_is_shown_by_its_next_times_across_a_clock_change() {
        let at = Timestamp::parse("2026-10-02T12:00:00Z").unwrap();
        let times = next_occurrences("0 9 * * *", at, Tz::Australia__Melbourne, 3).unwrap();
        let said: Vec<String> = times.iter().map(ToString::to_string).collect();
        assert_eq!(
            said.iter().map(|time| &time[..16]).collect::<Vec<_>>(),
            ["2026-10-02T23:00", "2026-10-03T22:00", "2026-10-04T22:00"]
        );
        assert!(next_occurrences("0 0 31 2 *", at, Tz::UTC, 5).is_err());
    }

    /// Two years ahead, and the years in which zones did the oddest things: whole days skipped, changes at midnight. Without `ZONES=all` only
    /// the days around each change are looked at.
    #[test]
    fn a_daily_task_comes_once_on_each_local_day_in_every_zone() {
        let whole = std::env::var("ZONES").is_ok_and(|zones| zones == "all");
        let (mut zones, mut days_seen) = (BTreeSet::new(), 0);
        for (from, days) in [("2026-11-23", 731), ("2023-03-01", 240), ("2011-09-01", 240), ("1993-08-01", 40)] {
            for (zone, changes) in different_zones(from.parse().unwrap(), days) {
                let around = changes.iter().map(|day| (day - 2, 5));
                let spans: Vec<_> = if whole { vec![(0, days)] } else { around.collect() };
                for (ahead, days) in spans {
                    let first = from.parse::<NaiveDate>().unwrap() + Duration::days(ahead);
                    DAILY.iter().for_each(|schedule| comes_daily(schedule, zone, first, days));
                    days_seen += days;
                }
                zones.insert(zone.name());
            }
        }
        println!("{} zones that differ, {days_seen} local days, {} schedules", zones.len(), DAILY.len());
    }

    fn comes_daily(schedule: &str, zone: Tz, from: NaiveDate, days: i64) {
        let end = start_of_day(from + Duration::days(days), zone);
        let mut times: BTreeMap<NaiveDate, Vec<Timestamp>> = BTreeMap::new();
        let mut at = start_of_day(from, zone).plus_millis(-1);
        loop {
            let next = next_occurrence(schedule, at, zone).unwrap();
            assert!(next > at, "{zone} {schedule}: {next} is not after {at}");
            if next >= end {
                break;
            }
            times.entry(next.day(zone)).or_default().push(next);
            at = next;
        }
        for day in (0..days).map(|ahead| from + Duration::days(ahead)) {
            let exists = start_of_day(day, zone).day(zone) == day;
            let came = times.get(&day).map_or(0, Vec::len);
            assert_eq!(came, usize::from(exists), "{zone} {schedule}: {day} {:?}", times.get(&day));
        }
    }

    /// Every zone with the days on which its offset changes, but of those that show the same time all through only one.
    fn different_zones(from: NaiveDate, days: i64) -> Vec<(Tz, Vec<i64>)> {
        let mut known = BTreeSet::new();
        let begin = Timestamp::from_millis(from.and_time(NaiveTime::MIN).and_utc().timestamp_millis());
        let offset = |zone: Tz, at: Timestamp| zone.offset_from_utc_datetime(&at.utc().naive_utc()).fix();
        let of = |zone: Tz| {
            let days = (0..days).map(|day| (day, begin.plus_millis(day * DAY)));
            let change = |at: Timestamp| offset(zone, at) != offset(zone, at.plus_millis(DAY));
            let changes: Vec<i64> = days.filter(|(_, at)| change(*at)).map(|(day, _)| day).collect();
            let hours =
                changes.iter().flat_map(|day| (0..=24).map(move |hour| begin.plus_millis(day * DAY + hour * HOUR)));
            let marks: Vec<_> = hours.chain([begin]).map(|at| (at, offset(zone, at).local_minus_utc())).collect();
            (marks, changes)
        };
        let all = chrono_tz::TZ_VARIANTS.into_iter().map(|zone| (zone, of(zone)));
        all.filter_map(|(zone, (marks, changes))| known.insert(marks).then_some((zone, changes))).collect()
    }
}
