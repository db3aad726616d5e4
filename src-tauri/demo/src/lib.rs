//! A month of the main job against the sandbox, on an accelerated clock.
//!
//! The engine, its clients and its database are the real ones; only the clock, chance and the other end of the wire are made up. The same
//! seed tells the same story. Showing it is left to the doors.

mod cast;
mod ending;
mod story;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, bail};
use domain::Timestamp;
use domain::time::DAY;
use engine::{DATABASE, Engine, OpenOptions, Ports, RealConnect};
use gateways::{Clock, ManualClock, MemorySecrets, Reach, SecretStore, SeededRandom, Web};
use sandbox::{Limits, Sandbox};

pub use ending::Ending;
pub use story::line;

/// Monday morning in Melbourne: when the demonstration begins.
const BEGIN: &str = "2026-11-23T08:00:00+11:00";
/// How many days it goes on.
pub const DAYS: i64 = 30;

/// What a demonstration is told.
#[derive(Debug, Clone)]
pub struct Options {
    /// Decides who answers and how.
    pub seed: u64,
    /// Where its database goes; a folder of its own under the system's temporary one without it.
    pub data_dir: Option<PathBuf>,
}

impl Options {
    fn folder(&self) -> PathBuf {
        self.data_dir.clone().unwrap_or_else(|| std::env::temp_dir().join(format!("crm-autopilot-demo-{}", self.seed)))
    }
}

/// What a demonstration may have that is not as usual.
#[derive(Debug, Clone)]
pub struct Stage {
    /// When it begins.
    pub begin: Timestamp,
    /// Whether the sandbox also takes mail over SMTP, for brands whose mailbox is on a mail server.
    pub smtp: bool,
    /// Certificates (DER) of mail servers that are trusted beside the system's.
    pub roots: Vec<Vec<u8>>,
}

impl Stage {
    /// As usual.
    pub fn usual() -> anyhow::Result<Self> {
        let begin = Timestamp::parse(BEGIN).context("the first day is a date")?;
        Ok(Self { begin, smtp: false, roots: Vec::new() })
    }
}

/// A demonstration that is under way.
pub struct World {
    engine: Arc<Engine>,
    clock: Arc<ManualClock>,
    secrets: Arc<dyn SecretStore>,
    sandbox: Sandbox,
    end: Timestamp,
}

impl World {
    /// Sets the stage: an empty folder, the sandbox, two connected brands, the shipped lists imported.
    pub async fn begin(options: &Options) -> anyhow::Result<Self> {
        Self::begin_on(options, Stage::usual()?).await
    }

    /// The same on another stage.
    pub async fn begin_on(options: &Options, stage: Stage) -> anyhow::Result<Self> {
        let begin = stage.begin;
        let folder = options.folder();
        clear(&folder)?;
        gateways::install_crypto();
        let clock = Arc::new(ManualClock::new(begin));
        let now = Arc::clone(&clock);
        let mut world = sandbox::Options::new(options.seed, Arc::new(move || now.now().millis()));
        // Limits count on the clock, which stands still while a task works.
        world.limits = Limits::NONE;
        world.smtp = stage.smtp;
        let sandbox = Sandbox::start(world).await?;
        let secrets: Arc<dyn SecretStore> = Arc::new(MemorySecrets::default());
        cast::give_secrets(&*secrets).await?;
        let shared: Arc<dyn Clock> = Arc::clone(&clock) as Arc<dyn Clock>;
        let connect = RealConnect::new(Arc::clone(&secrets), Arc::clone(&shared)).trusting(stage.roots);
        let ports = Ports {
            clock: shared,
            random: Arc::new(SeededRandom::new(options.seed)),
            secrets: Arc::clone(&secrets),
            connect: Arc::new(connect),
            // Every site of the web is one of the sandbox's.
            web: Web::new(Reach::Only(sandbox.address())),
            dns: Arc::new(gateways::Zone::silent()),
        };
        let engine =
            Engine::open(OpenOptions { witness: folder.clone(), data_dir: folder, ports, own: true, demo: true })
                .await?;
        cast::connect_brands(&engine, &sandbox.url()).await?;
        Ok(Self { engine, clock, secrets, sandbox, end: begin.plus_millis(DAYS * DAY) })
    }

    /// Imports the shipped lists. Apart from [`World::begin`], so that a listener hears of it.
    pub async fn import(&self) -> anyhow::Result<Vec<String>> {
        cast::import_lists(&self.engine).await
    }

    /// The engine, for a window to show.
    pub fn engine(&self) -> Arc<Engine> {
        Arc::clone(&self.engine)
    }

    /// The secrets of this process, for connecting a brand to another mailbox.
    pub fn secrets(&self) -> Arc<dyn SecretStore> {
        Arc::clone(&self.secrets)
    }

    /// The world outside.
    pub fn sandbox(&self) -> &Sandbox {
        &self.sandbox
    }

    /// Goes to the next moment at which something is due and lets it happen. False when the month is over.
    pub async fn step(&self) -> anyhow::Result<bool> {
        let goes_on = self.advance().await?;
        if goes_on {
            self.work().await?;
        }
        Ok(goes_on)
    }

    /// Goes to the next moment at which something is due. False when the month is over.
    pub async fn advance(&self) -> anyhow::Result<bool> {
        let now = self.engine.now();
        // A moment that lies in the past is work that could not be finished; it gets a minute.
        let next = self.engine.next_wake().await?.unwrap_or(self.end).max(now.plus_seconds(1));
        if next >= self.end {
            self.clock.set(self.end);
            return Ok(false);
        }
        self.clock.set(next);
        Ok(true)
    }

    /// Lets happen what is due now.
    pub async fn work(&self) -> anyhow::Result<()> {
        self.engine.tick().await?;
        cast::person_at_work(&self.engine).await
    }

    /// Plays the month so that one simulated hour takes `hour` of real time; as fast as it goes when that is zero.
    pub async fn play(&self, hour: Duration) -> anyhow::Result<()> {
        loop {
            if self.engine.is_paused().await? {
                tokio::time::sleep(Duration::from_millis(200)).await;
                continue;
            }
            let before = self.engine.now();
            if !self.step().await? {
                return Ok(());
            }
            let passed = self.engine.now().since(before);
            let pause = hour.mul_f64(f64::from(i32::try_from(passed / 1_000).unwrap_or(i32::MAX)) / 3_600.0);
            if !pause.is_zero() {
                tokio::time::sleep(pause.min(hour.saturating_mul(2))).await;
            }
        }
    }

    /// The table at the end, checked against the sandbox's own ledger.
    pub async fn ending(&self) -> anyhow::Result<Ending> {
        Ending::count(&self.engine, &self.sandbox.ledger()).await
    }

    /// Ends it. The database stays where it is.
    pub async fn close(self) {
        self.engine.close().await;
        self.sandbox.stop().await;
    }
}

/// Plays the whole month as fast as it goes and tells each line of the story as it happens.
pub async fn run_headless(options: &Options, mut tell: impl FnMut(&str)) -> anyhow::Result<Ending> {
    tell_all(World::begin(options).await?, &mut tell).await
}

async fn tell_all(world: World, tell: &mut impl FnMut(&str)) -> anyhow::Result<Ending> {
    let mut events = world.engine().events();
    let zone = world.engine().zone().await?;
    for told in world.import().await? {
        tell(&told);
    }
    while world.step().await? {
        while let Ok(event) = events.try_recv() {
            if let Some(told) = line(&event, zone) {
                tell(&told);
            }
        }
    }
    let ending = world.ending().await?;
    world.close().await;
    Ok(ending)
}

/// Empties the folder of an earlier demonstration. A folder that holds anything else is left alone.
fn clear(folder: &Path) -> anyhow::Result<()> {
    let mark = folder.join("demonstration");
    if folder.join(DATABASE).exists() && !mark.exists() {
        bail!("{} holds data that is no demonstration; choose another folder with --data-dir", folder.display());
    }
    if mark.exists() {
        std::fs::remove_dir_all(folder)
            .with_context(|| format!("the last demonstration in {} cannot be removed", folder.display()))?;
    }
    std::fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    std::fs::write(&mark, "This folder is made anew by every demonstration.\n")
        .with_context(|| format!("{} cannot be written", mark.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first days of a demonstration: enough for first mails, follow-ups and every kind of answer.
    async fn some_days(days: i64) -> (Ending, Vec<String>) {
        let folder = tempfile::tempdir().unwrap();
        let options = Options { seed: 1, data_dir: Some(folder.path().join("demo")) };
        let mut world = World::begin(&options).await.unwrap();
        world.end = world.engine.now().plus_millis(days * DAY);
        let mut story = Vec::new();
        let ending = tell_all(world, &mut |line: &str| story.push(line.to_owned())).await.unwrap();
        (Ending { database: PathBuf::new(), ..ending }, story)
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn the_same_seed_tells_the_same_story_and_keeps_its_promises() {
        let (first, story) = some_days(8).await;
        assert_eq!((first.duplicates, first.to_suppressed), (0, 0));
        assert!(first.accepted > 70, "only {} mails went out", first.accepted);
        assert!(first.replies.len() > 6, "only these replies came: {:?}", first.replies);
        let (second, again) = some_days(8).await;
        assert_eq!(first, second);
        assert_eq!(story, again);
    }
}
