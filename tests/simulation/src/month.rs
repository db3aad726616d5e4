//! One month of one seed: steps from one due moment to the next, with weather, a person, sleep and death in between.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use domain::Timestamp;
use domain::email::EmailState;
use engine::api::query;
use engine::api::wire::{DecisionsRequest, EmailsRequest, FeedRequest, MessagesRequest, Nothing};
use engine::{Engine, FailPoints, OpenOptions, Ports, RealConnect};
use gateways::{Clock, ManualClock, MemorySecrets, SecretStore, SeededRandom};
use sandbox::{Limits, Sandbox};
use tempfile::TempDir;
use tokio::sync::Notify;

use crate::dice::Dice;
use crate::referee::Referee;
use crate::stage::{self, sentence};
use crate::trace::Trace;
use crate::{person, weather};

const DAY: i64 = 86_400;
/// Days without trouble at the end, in which everything comes to rest.
const CALM_DAYS: i64 = 6;
const BEGIN: &str = "2026-11-23T08:00:00+11:00";

/// How a month ended.
pub(crate) struct Ending {
    pub(crate) counts: BTreeMap<&'static str, u64>,
    pub(crate) violations: Vec<String>,
    pub(crate) digest: String,
}

/// A month that is being played.
pub(crate) struct Month {
    ports: Ports,
    clock: Arc<ManualClock>,
    sandbox: Sandbox,
    folder: TempDir,
    death: Arc<Death>,
    dice: Dice,
    trace: Trace,
    trouble_ends: Timestamp,
    end: Timestamp,
    counts: BTreeMap<&'static str, u64>,
}

/// The next place at which the program dies: so many places ahead, if any.
#[derive(Default)]
struct Death {
    ahead: AtomicI64,
    came: Notify,
}

impl Death {
    fn fail_points(self: &Arc<Self>) -> FailPoints {
        let death = Arc::clone(self);
        FailPoints::new(move |_| {
            let here = death.ahead.fetch_sub(1, Ordering::SeqCst) == 1;
            if here {
                death.came.notify_one();
            }
            here
        })
    }
}

impl Month {
    pub(crate) async fn begin(seed: u64, days: i64, tell: bool) -> anyhow::Result<Self> {
        gateways::install_crypto();
        let dice = Dice::new(seed);
        let begin = Timestamp::parse(BEGIN).ok_or_else(|| anyhow::anyhow!("the first day is a date"))?;
        let clock = Arc::new(ManualClock::new(begin));
        let now = Arc::clone(&clock);
        let mut world = sandbox::Options::new(seed, Arc::new(move || now.now().millis()));
        // Limits count on the clock, which stands still while a task works.
        world.limits = Limits::NONE;
        let sandbox = Sandbox::start(world).await?;
        let secrets: Arc<dyn SecretStore> = Arc::new(MemorySecrets::default());
        stage::give_secrets(&*secrets).await?;
        let shared: Arc<dyn Clock> = Arc::clone(&clock) as Arc<dyn Clock>;
        let connect = Arc::new(RealConnect::new(Arc::clone(&secrets), Arc::clone(&shared)));
        let ports = Ports {
            clock: shared,
            random: Arc::new(SeededRandom::new(seed)),
            secrets,
            connect,
            web: gateways::Web::new(gateways::Reach::Nothing),
            dns: Arc::new(gateways::Zone::silent()),
        };
        let trouble_ends = begin.plus_seconds(days * DAY);
        Ok(Self {
            ports,
            clock,
            trace: Trace::new(tell, sandbox.url()),
            sandbox,
            folder: tempfile::tempdir()?,
            death: Arc::new(Death::default()),
            dice,
            trouble_ends,
            end: trouble_ends.plus_seconds(CALM_DAYS * DAY),
            counts: BTreeMap::new(),
        })
    }

    /// Plays to the end, or to the first promise that is broken.
    pub(crate) async fn play(mut self) -> anyhow::Result<Ending> {
        let mut engine = self.open().await?;
        let mut referee = self.set_the_stage(&engine).await?;
        let mut calm = false;
        while referee.violations.is_empty() && self.go_on(&engine).await? {
            if engine.now() < self.trouble_ends {
                self.trouble(&engine, &mut referee).await?;
            } else if !std::mem::replace(&mut calm, true) {
                self.calm_down(&engine).await?;
            }
            match self.step(&engine).await? {
                Step::Idle => continue,
                Step::Worked => {}
                Step::Died => {
                    // Nothing of it goes on; the lock goes with its last holder, and another one opens the same file.
                    engine.store().close().await;
                    drop(engine);
                    engine = self.open().await?;
                }
            }
            self.judge(&engine, &mut referee).await?;
        }
        if referee.violations.is_empty() {
            referee.judge_end(&engine).await?;
        }
        self.write_down(&engine).await?;
        engine.close().await;
        self.sandbox.stop().await;
        Ok(Ending { counts: self.counts, violations: referee.violations, digest: self.trace.digest() })
    }

    async fn open(&self) -> anyhow::Result<Arc<Engine>> {
        let data_dir = self.folder.path().join("data");
        let ports = self.ports.clone();
        let options = OpenOptions { witness: data_dir.clone(), data_dir, ports, own: true, demo: false };
        Ok(Engine::open_with(options, self.death.fail_points()).await?)
    }

    async fn set_the_stage(&mut self, engine: &Engine) -> anyhow::Result<Referee> {
        let limits = stage::connect(engine, &self.sandbox.url(), &self.dice).await?;
        stage::schedule(engine, &self.dice).await?;
        stage::import(engine, self.folder.path(), &self.dice, 20).await?;
        let mut referee = Referee::new(limits);
        referee.look(engine).await?;
        Ok(referee)
    }

    /// Moves the clock to the next due moment, or far beyond it when the computer sleeps. False once the end was played too: what
    /// is due at that very moment has no other reason to wait.
    async fn go_on(&mut self, engine: &Engine) -> anyhow::Result<bool> {
        let now = engine.now();
        if now >= self.end {
            return Ok(false);
        }
        let due = engine.next_wake().await?.unwrap_or(self.end).max(now.plus_seconds(1));
        let mut next = if engine.is_paused().await? { now.plus_seconds(3_600) } else { due };
        if now < self.trouble_ends && self.dice.one_in(75) {
            next = next.plus_seconds(i64::from(self.dice.between(60, 3 * 86_400)));
            self.tell("slept");
            self.count("sleeps", 1);
        }
        self.clock.set(next.min(self.end));
        self.count("steps", 1);
        Ok(true)
    }

    async fn trouble(&mut self, engine: &Engine, referee: &mut Referee) -> anyhow::Result<()> {
        if let Some(change) = weather::change(&self.dice, &self.sandbox) {
            self.tell(&change);
            self.count("faults", 1);
        }
        if self.dice.one_in(30) {
            self.death.ahead.store(i64::from(self.dice.between(1, 12)), Ordering::SeqCst);
        } else if self.dice.one_in(60) {
            weather::hang(&self.dice, &self.sandbox);
        }
        let did = person::act(engine, &self.sandbox, self.folder.path(), &self.dice).await?;
        if !did.is_empty() {
            self.count("acts of a person", did.len() as u64);
            did.iter().for_each(|line| self.tell(line));
            referee.look(engine).await?;
        }
        Ok(())
    }

    async fn calm_down(&mut self, engine: &Engine) -> anyhow::Result<()> {
        self.death.ahead.store(0, Ordering::SeqCst);
        let mended = person::mend(engine, &self.sandbox).await?;
        self.tell(&mended);
        Ok(())
    }

    /// Lets what is due happen.
    async fn step(&mut self, engine: &Engine) -> anyhow::Result<Step> {
        let ended = tokio::select! {
            biased;
            () = self.death.came.notified() => None,
            () = self.sandbox.hanging() => None,
            runs = engine.tick() => Some(runs?),
        };
        let Some(runs) = ended else {
            self.death.ahead.store(0, Ordering::SeqCst);
            self.count("deaths", 1);
            self.tell("died");
            return Ok(Step::Died);
        };
        if runs.iter().all(|run| run.counts.is_empty() && run.error.is_none()) {
            return Ok(Step::Idle);
        }
        for run in &runs {
            let error = run.error.as_deref().unwrap_or_default();
            self.tell(&format!("{} {:?} {error}", run.task, run.counts));
        }
        self.trace.whole(&runs)?;
        Ok(Step::Worked)
    }

    async fn judge(&mut self, engine: &Engine, referee: &mut Referee) -> anyhow::Result<()> {
        for mail in referee.judge(engine, &self.sandbox).await? {
            self.count("mails accepted", 1);
            self.tell(&format!("accepted “{}” to {} {}", mail.subject, mail.to, mail.wire_message_id));
        }
        referee.look(engine).await
    }

    /// The whole record of the month, for comparing.
    async fn write_down(&mut self, engine: &Engine) -> anyhow::Result<()> {
        let many = Some(1_000);
        let mails = EmailsRequest { limit: many, ..EmailsRequest::default() };
        let mails = query::emails_list(engine, mails).await.map_err(sentence)?;
        for state in EmailState::ALL {
            let count = mails.iter().filter(|mail| mail.state == *state).count() as u64;
            self.count(state.as_str(), count);
        }
        self.trace.whole(&mails)?;
        let messages = MessagesRequest { all: true, limit: many, ..MessagesRequest::default() };
        self.trace.whole(&query::messages_list(engine, messages).await.map_err(sentence)?)?;
        let decisions = DecisionsRequest { limit: many, ..DecisionsRequest::default() };
        let decisions = query::decisions_list(engine, decisions).await.map_err(sentence)?;
        self.count("decisions", decisions.len() as u64);
        self.trace.whole(&decisions)?;
        self.trace.whole(&query::suppressions_list(engine, Nothing {}).await.map_err(sentence)?)?;
        self.trace.whole(&query::feed(engine, FeedRequest { limit: 1_000 }).await.map_err(sentence)?)?;
        self.trace.whole(&query::tasks_list(engine, Nothing {}).await.map_err(sentence)?)?;
        self.trace.whole(&self.sandbox.ledger())
    }

    fn tell(&mut self, text: &str) {
        self.trace.line(self.clock.now(), text);
    }

    fn count(&mut self, what: &'static str, n: u64) {
        *self.counts.entry(what).or_default() += n;
    }
}

/// What became of a step.
enum Step {
    /// Nothing was to be done.
    Idle,
    Worked,
    Died,
}
