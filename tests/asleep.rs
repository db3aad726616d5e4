//! The real daemon sleeps through a minute, hours, days and a month: it is stopped (SIGSTOP), its wall clock jumps while its steady clock does
//! not, people answer meanwhile, and it goes on. What was missed runs once and soon, no answer is missing, nothing bursts.
//!
//! The wall clock is moved by libfaketime, which is asked for every look at the clock; where it is not installed nothing is proved, and that is
//! said.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use domain::Timestamp;
use domain::task::TaskName;
use gateways::{Clock as _, ManualClock, SystemClock};
use sandbox::{Accepted, Incoming, Limits, Options, Sandbox};
use store::views::runs::RunView;

use crate::support::{self, DAY, DECIDE, HOUR, MINUTE, OPEN, READ, SEND};

const GAPS: [(&str, i64); 4] =
    [("1 minute", MINUTE), ("3 hours", 3 * HOUR), ("3 days", 3 * DAY), ("30 days", 30 * DAY)];
/// People who were written to before the sleep, and as many whose mail waits.
const PEOPLE: usize = 12;
/// How many of them answer while the computer sleeps.
const ANSWERS: usize = 8;
/// At least so many seconds between two mails.
const GAP: i64 = 90;
/// At most so many mails an hour: those from before the sleep, and two more.
const CAP: usize = PEOPLE + 2;
/// The first task begins so soon after waking, in milliseconds.
const SOON: i64 = 5_000;
/// Longer than the minute in which each task here comes round, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(150);

#[tokio::test(flavor = "multi_thread")]
async fn what_was_slept_through_runs_once_and_soon() {
    let Some(library) = faketime() else { return };
    futures::future::join_all(GAPS.map(|(name, seconds)| sleep(&library, name, seconds))).await;
}

/// Sleeps, wakes, and then works through a few minutes.
async fn sleep(library: &Path, name: &str, seconds: i64) {
    let stage = Stage::set(library).await;
    let missed = stage.doze(seconds).await;
    let woke = stage.wake();
    let begun = stage.once_each(&missed, woke).await;
    stage.every_answer_is_kept().await;
    let at_once = stage.sent_since(woke).len();
    assert!(at_once <= 1, "{name}: {at_once} mails left at once");
    for _ in 0..6 {
        stage.later(MINUTE);
        stage.next_run(SEND, stage.now()).await;
    }
    let sent = stage.sent_since(woke);
    assert!(!sent.is_empty(), "{name}: nothing was sent any more");
    stage.nothing_bursts(woke);
    let ran: Vec<_> = missed.iter().map(|task| task.as_str()).collect();
    println!("{name}: first run {begun} ms after waking; ran once each: {}; {} mails", ran.join(", "), sent.len());
}

/// A clock that goes back moves the next beat into the future only for those who beat by the wall's clock.
#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_set_back_does_not_stop_the_heart() {
    let Some(library) = faketime() else { return };
    let stage = Stage::set(&library).await;
    stage.later(-DAY);
    let set_back = stage.now();
    stage.next_run(READ, set_back).await;
}

/// The library that moves a program's clock; says so where there is none.
fn faketime() -> Option<PathBuf> {
    let folders = std::fs::read_dir("/usr/lib").into_iter().flatten().flatten().map(|entry| entry.path());
    let places = folders.map(|folder| folder.join("faketime/libfaketimeMT.so.1"));
    let found = places.chain([PathBuf::from("/usr/lib64/faketime/libfaketimeMT.so.1")]).find(|path| path.exists());
    if found.is_none() {
        println!("Nothing was proved: libfaketime (Debian package `libfaketime`) is not installed.");
    }
    found
}

/// How far the wall clock of world and program is ahead of the machine's, in milliseconds.
type Ahead = Arc<AtomicI64>;

struct Stage {
    app: tempfile::TempDir,
    ahead: Ahead,
    sandbox: Sandbox,
    store: store::Store,
    daemon: Daemon,
}

impl Stage {
    /// Twelve people were written to, twelve mails wait, and the daemon has had its first look.
    async fn set(library: &Path) -> Self {
        let app = tempfile::tempdir().unwrap();
        let (data, ahead) = (app.path().join("data"), Ahead::default());
        let now = Arc::clone(&ahead);
        let mut options = Options::new(7, Arc::new(move || moved(&now).millis()));
        (options.limits, options.people) = (Limits::NONE, false);
        let sandbox = Sandbox::start(options).await.unwrap();
        let clock = Arc::new(ManualClock::new(moved(&ahead)));
        let engine = support::open(&data, &clock, &support::keys().await, 7).await.unwrap();
        support::connect(&engine, &sandbox.url()).await;
        support::set(&engine, "codeteki", OPEN).await;
        for (group, tasks) in [("p", vec![DECIDE, SEND]), ("q", vec![DECIDE])] {
            let people: Vec<_> = (0..PEOPLE).map(|n| format!("{group}{n}@{group}-site{n}.example")).collect();
            support::import(&engine, app.path(), "codeteki", "sales", &people).await;
            for task in tasks {
                let request = engine::api::wire::RunTask { task, brand: None, deal: None };
                engine::api::trigger::run_task(&engine, request).await.unwrap();
            }
        }
        assert_eq!(sandbox.ledger().len(), PEOPLE);
        let limits = [("sending.min_gap_seconds", GAP.to_string()), ("sending.hourly_cap", CAP.to_string())];
        support::set(&engine, "codeteki", &limits.each_ref().map(|(key, value)| (*key, value.as_str()))).await;
        // As many missed ticks as there can be.
        let mut write = engine.store().write().await.unwrap();
        for task in [READ, DECIDE, SEND] {
            store::tasks::set_schedule(&mut write, task, "* * * * *").await.unwrap();
        }
        write.commit().await.unwrap();
        engine.close().await;
        let daemon = Daemon::start(library, app.path(), &data);
        let store = store::Store::open(&data.join(engine::DATABASE)).await.unwrap();
        let stage = Self { app, ahead, sandbox, store, daemon };
        until("the daemon has planned all tasks", async || {
            let tasks = store::tasks::all(&mut stage.store.read().await.unwrap()).await.unwrap();
            tasks.iter().all(|task| task.next_run_at.is_some()).then_some(())
        })
        .await;
        stage.next_run(SEND, Timestamp::from_millis(0)).await;
        stage
    }

    fn now(&self) -> Timestamp {
        moved(&self.ahead)
    }

    /// Moves the wall clock of the world and of the program. Whole seconds: the program's library knows no others.
    fn later(&self, seconds: i64) {
        let ahead = self.ahead.fetch_add(seconds * 1_000, Ordering::SeqCst) / 1_000 + seconds;
        self.daemon.set_clock(self.app.path(), ahead);
    }

    /// Stops the daemon for so long by the wall's clock, in which people answer. The tasks whose time came meanwhile.
    async fn doze(&self, seconds: i64) -> Vec<TaskName> {
        self.daemon.signal("STOP");
        until("the daemon stands still", async || self.daemon.stands_still().then_some(())).await;
        // It wakes five seconds into a minute, so that no tick but the missed ones comes while it is looked at.
        let into_the_minute = (self.now().millis() / 1_000 + seconds) % MINUTE;
        let asleep = seconds + (MINUTE + 5 - into_the_minute) % MINUTE;
        let sent = self.sandbox.ledger();
        let parts = i64::try_from(ANSWERS).unwrap();
        for (mail, part) in sent.iter().zip(0..parts) {
            // The world's clock goes on while the program's stands still.
            self.ahead.fetch_add((asleep * (part + 1) / parts - asleep * part / parts) * 1_000, Ordering::SeqCst);
            self.sandbox.inject("codeteki", answer(mail)).unwrap();
        }
        let tasks = store::tasks::all(&mut self.store.read().await.unwrap()).await.unwrap();
        let due = |at: Option<Timestamp>| at.is_some_and(|at| at <= self.now());
        tasks.into_iter().filter(|task| task.enabled && due(task.next_run_at)).map(|task| task.name).collect()
    }

    /// The program's clock shows what the world's does, and it goes on.
    fn wake(&self) -> Timestamp {
        self.later(0);
        let woke = self.now();
        self.daemon.signal("CONT");
        woke
    }

    /// Each missed task runs once, however many of its ticks were missed, and no other one runs. How soon the first begins.
    async fn once_each(&self, missed: &[TaskName], woke: Timestamp) -> i64 {
        for task in missed {
            self.next_run(*task, woke).await;
        }
        let mut first = i64::MAX;
        for task in TaskName::ALL {
            let runs = self.runs(*task, woke).await;
            assert!(self.now().since(woke) < 50_000, "too slow to tell a missed tick from the next one");
            first = runs.iter().map(|run| run.started_at.since(woke)).min().unwrap_or(first).min(first);
            let scheduled = runs.iter().filter(|run| run.cause == "schedule").count();
            assert_eq!(scheduled, usize::from(missed.contains(task)), "{task}: {runs:?}");
        }
        assert!(first <= SOON, "the first run began {first} ms after waking");
        first
    }

    async fn every_answer_is_kept(&self) {
        let all = store::views::messages::Filter { strangers: true, ..store::views::messages::Filter::default() };
        until("all answers are kept", async || {
            let kept = store::views::messages::list(&mut self.store.read().await.unwrap(), &all, 1_000).await.unwrap();
            (kept.iter().filter(|row| row.deal_id.is_some()).count() == ANSWERS).then_some(())
        })
        .await;
    }

    /// Nobody who answered gets another mail; gap and cap hold over the whole ledger.
    fn nothing_bursts(&self, woke: Timestamp) {
        let ledger = self.sandbox.ledger();
        let (before, since) = ledger.split_at(PEOPLE);
        assert!(since.iter().all(|mail| before[..ANSWERS].iter().all(|answered| answered.to != mail.to)));
        for pair in since.windows(2) {
            assert!(pair[1].at - pair[0].at >= GAP * 1_000, "{} and {} are too near", pair[0].at, pair[1].at);
        }
        let hour = |from: i64| ledger.iter().filter(|mail| (from..from + HOUR * 1_000).contains(&mail.at)).count();
        let most = ledger.iter().map(|mail| hour(mail.at)).max().unwrap();
        assert!(most <= CAP, "{most} mails in an hour; woke at {woke}");
    }

    fn sent_since(&self, woke: Timestamp) -> Vec<Accepted> {
        self.sandbox.ledger().into_iter().filter(|mail| mail.at >= woke.millis()).collect()
    }

    /// Runs of a task that began since then.
    async fn runs(&self, task: TaskName, since: Timestamp) -> Vec<RunView> {
        let mut conn = self.store.read().await.unwrap();
        let all = store::views::runs::history(&mut conn, task, None, 1_000).await.unwrap();
        all.into_iter().filter(|run| run.started_at >= since && run.started_at <= self.now()).collect()
    }

    /// Waits for the end of a run of a task that began since then.
    async fn next_run(&self, task: TaskName, since: Timestamp) {
        until(&format!("{task} ran"), async || {
            self.runs(task, since).await.iter().any(|run| run.finished_at.is_some()).then_some(())
        })
        .await;
    }
}

fn answer(mail: &Accepted) -> Incoming {
    Incoming {
        from: mail.to.clone(),
        subject: format!("Re: {}", mail.subject),
        text: "Yes please, tell me more.".to_owned(),
        in_reply_to: Some(mail.wire_message_id.clone()),
        ..Incoming::default()
    }
}

/// The machine's clock, moved.
fn moved(ahead: &Ahead) -> Timestamp {
    SystemClock.now().plus_millis(ahead.load(Ordering::SeqCst))
}

/// Waits for a state.
async fn until<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let begin = Instant::now();
    loop {
        if let Some(seen) = look().await {
            return seen;
        }
        assert!(begin.elapsed() < PATIENCE, "not within {PATIENCE:?}: {what}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// `autopilot daemon` as people start it, but for its clock. Ends with the test, however that ends.
struct Daemon(Child);

impl Daemon {
    fn start(library: &Path, folder: &Path, data: &Path) -> Self {
        std::fs::write(folder.join("clock"), "+0").unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_autopilot"));
        command.args(["daemon", "--data-dir"]).arg(data).stdout(Stdio::null()).stderr(Stdio::null());
        command
            .env_clear()
            .env("AUTOPILOT_STATE_DIR", data)
            .envs(support::key_list().into_iter().map(|(name, value)| (name.variable(), value)))
            .env("LD_PRELOAD", library)
            .env("FAKETIME_TIMESTAMP_FILE", folder.join("clock"))
            .env("FAKETIME_NO_CACHE", "1")
            // A steady clock stands still while a computer sleeps.
            .env("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        Self(command.spawn().unwrap())
    }

    /// Lets the program's wall clock be so many seconds ahead; it never reads half a line.
    fn set_clock(&self, folder: &Path, seconds: i64) {
        let fresh = folder.join("clock.fresh");
        std::fs::write(&fresh, format!("{seconds:+}")).unwrap();
        std::fs::rename(&fresh, folder.join("clock")).unwrap();
    }

    fn signal(&self, signal: &str) {
        let sent = Command::new("kill").args([format!("-{signal}"), self.0.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }

    fn stands_still(&self) -> bool {
        let state = std::fs::read_to_string(format!("/proc/{}/stat", self.0.id())).unwrap();
        state.rsplit(')').next().is_some_and(|rest| rest.trim_start().starts_with('T'))
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        // Dead already, or not ours any more: either way there is nothing left to end.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
