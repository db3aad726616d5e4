//! The real program is killed (SIGKILL) at random moments while it sends, and started again, over and over. The sandbox's ledger, written
//! to disk before each answer, is the judge: no mail twice, none lost. `KILLS=50` sets how often.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use domain::email::EmailState;
use gateways::{ManualClock, Random, SeededRandom};
use sandbox::{Accepted, Fault, Sandbox};

use crate::support::{self, DECIDE, HOUR, MINUTE, OPEN, START, at};

/// Mails queued at the beginning of a round.
const MAILS: usize = 20;

/// What became of the mails of all rounds.
#[derive(Debug, Default, PartialEq)]
struct Figures {
    kills: u32,
    kills_in_flight: u32,
    mails: usize,
    sent_once: usize,
    duplicates: usize,
    lost: usize,
    /// Not in the ledger, and shown to the person as uncertain.
    uncertain_not_sent: usize,
    /// In the ledger, but the file does not know.
    uncertain_but_sent: usize,
    still_queued: usize,
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_program_sends_nothing_twice_and_loses_nothing() {
    let kills: u32 = std::env::var("KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(12);
    let random = SeededRandom::new(20_261_123);
    let mut figures = Figures::default();
    while figures.kills < kills {
        round(&mut figures, kills, &random).await;
    }
    println!("{figures:#?}");
    assert_eq!((figures.duplicates, figures.lost, figures.uncertain_but_sent, figures.still_queued), (0, 0, 0, 0));
    assert_eq!(figures.sent_once + figures.uncertain_not_sent, figures.mails);
    assert!(figures.kills_in_flight > 0, "no kill hit a mail in flight, so nothing was proved");
}

/// Twenty queued mails; the program is killed until all of them are through, then lives to settle what is uncertain.
async fn round(figures: &mut Figures, most: u32, random: &SeededRandom) {
    let stage = Stage::set().await;
    while figures.kills < most && stage.count(EmailState::Queued).await > 0 {
        stage.clock.advance(2 * MINUTE);
        stage.kill_after(Duration::from_millis(100 + random.below(900))).await;
        figures.kills += 1;
        figures.kills_in_flight += u32::from(stage.count(EmailState::Sending).await > 0);
    }
    // The last starts are left alone: they send the rest and look for what is uncertain.
    for _ in 0..5 {
        stage.clock.advance(HOUR);
        stage.live().await;
    }
    stage.judge(figures).await;
}

struct Stage {
    app: tempfile::TempDir,
    clock: Arc<ManualClock>,
    sandbox: Sandbox,
    ledger: std::path::PathBuf,
}

impl Stage {
    async fn set() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(ManualClock::new(at(START)));
        let ledger = folder.path().join("ledger.jsonl");
        let sandbox = support::world(&clock, |options| {
            options.people = false;
            options.ledger_file = Some(ledger.clone());
        })
        .await;
        // Two windows in which a kill can hit: asked but not stored, stored but not answered.
        sandbox.set_fault(Fault::Slow { ms: 25 }, None);
        sandbox.set_fault(Fault::HangAfterStoring { ms: 25 }, None);
        let engine = support::open(&folder.path().join("data"), &clock, &support::keys().await, 7).await.unwrap();
        support::connect(&engine, &sandbox.url()).await;
        support::set(&engine, "codeteki", OPEN).await;
        let people: Vec<String> = (0..MAILS).map(|n| format!("p{n}@site{n}.example")).collect();
        support::import(&engine, folder.path(), "codeteki", "sales", &people).await;
        let request = engine::api::wire::RunTask { task: DECIDE, brand: None, deal: None };
        engine::api::trigger::run_task(&engine, request).await.unwrap();
        engine.close().await;
        Self { app: folder, clock, sandbox, ledger }
    }

    fn data(&self) -> std::path::PathBuf {
        self.app.path().join("data")
    }

    fn program(&self) -> Command {
        program(&self.data(), &self.clock)
    }

    /// Starts the sending program and kills it.
    async fn kill_after(&self, moment: Duration) {
        let mut child = self.program().stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        tokio::time::sleep(moment).await;
        child.kill().unwrap();
        child.wait().unwrap();
    }

    async fn live(&self) {
        let mut command = self.program();
        tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    }

    /// How many mails the file has in a state; nothing recovers anything here.
    async fn count(&self, state: EmailState) -> usize {
        self.states().await.values().filter(|found| **found == state).count()
    }

    async fn states(&self) -> BTreeMap<String, EmailState> {
        let store = store::Store::open(&self.data().join(engine::DATABASE)).await.unwrap();
        let all = store::views::emails::Filter::default();
        let rows = store::views::emails::list(&mut store.read().await.unwrap(), &all, 1_000).await.unwrap();
        store.close().await;
        rows.into_iter().map(|row| (row.to_address, row.state)).collect()
    }

    async fn judge(self, figures: &mut Figures) {
        let written = std::fs::read_to_string(&self.ledger).unwrap();
        let sent: Vec<Accepted> = written.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(sent, self.sandbox.ledger());
        for (address, state) in self.states().await {
            let copies = sent.iter().filter(|mail| mail.to == address).count();
            figures.mails += 1;
            figures.duplicates += copies.saturating_sub(1);
            match (copies, state) {
                (0, EmailState::Unconfirmed) => figures.uncertain_not_sent += 1,
                (0, EmailState::Queued) => figures.still_queued += 1,
                (0, _) => figures.lost += 1,
                (_, EmailState::Sent) => figures.sent_once += 1,
                (..) => figures.uncertain_but_sent += 1,
            }
        }
        self.sandbox.stop().await;
    }
}

/// `autopilot run send_scheduled_emails` on a folder, at the stage's time, with the keys given by environment.
fn program(data: &Path, clock: &ManualClock) -> Command {
    use gateways::Clock as _;
    let mut command = Command::new(env!("CARGO_BIN_EXE_autopilot"));
    command.args(["run", "send_scheduled_emails", "--json", "--data-dir"]).arg(data);
    command.args(["--now", &clock.now().utc().to_rfc3339()]);
    command.env_clear().envs(support::key_list().into_iter().map(|(name, value)| (name.variable(), value)));
    command
}
