//! The real program is killed (SIGKILL) at random moments and at named places while it sends, and started again, over and over. The sandbox's ledger, written
//! to disk before each answer, is the judge: no mail twice, none lost. `KILLS=50` sets how often.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::email::EmailState;
use domain::task::TaskName;
use gateways::{ManualClock, Random, SeededRandom};
use mailserver::MailServer;
use sandbox::{Accepted, Fault, Incoming, Sandbox};

use crate::support::{self, DECIDE, HOUR, MINUTE, OPEN, READ, SEND, START, at};

/// The password of the mail server's mailbox.
const PASSWORD: &str = "a word for sales";

/// Mails queued at the beginning of a round.
const MAILS: usize = 20;

/// The places at which the program is made to die besides the random moments (`engine/src/fail_points.rs`).
const PLACES: [&str; 7] = [
    "send.before_intent",
    "send.after_intent",
    "send.handed",
    "send.after_answer",
    "send.after_outcome",
    "settle.listed",
    "settle.found",
];
/// One death in so many is at a named place: each place is met a handful of times in a thousand, most deaths come when they come.
const NAMED: u64 = 30;

/// What became of the mails of all rounds.
#[derive(Debug, Default, PartialEq)]
struct Figures {
    kills: u32,
    /// Of these at a named place.
    named: BTreeMap<&'static str, u32>,
    kills_in_flight: u32,
    mails: usize,
    sent_once: usize,
    duplicates: usize,
    lost: usize,
    /// In flight at a death, and known not to have left: sent later.
    kept_back: usize,
    /// Uncertain at any time.
    uncertain: usize,
    /// Of these, cut off on purpose between the mark and the wire, where nobody can ever know.
    on_the_edge: usize,
    /// Not in the ledger, and shown to the person as uncertain.
    uncertain_not_sent: usize,
    /// In the ledger, but the file does not know.
    uncertain_but_sent: usize,
    still_queued: usize,
    /// The longest time from the start after a death until the engine was ready, its file checked and its mails found, in milliseconds.
    slowest_restart_ms: u128,
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_program_sends_nothing_twice_and_loses_nothing() {
    let kills: u32 = std::env::var("KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(12);
    let random = SeededRandom::new(20_261_123);
    let mut figures = Figures::default();
    while figures.kills < kills {
        round(&mut figures, kills, &random, Stage::set(MAILS).await).await;
    }
    println!("{figures:#?}");
    assert_eq!((figures.duplicates, figures.lost, figures.uncertain_but_sent, figures.still_queued), (0, 0, 0, 0));
    assert_eq!(figures.sent_once + figures.uncertain_not_sent, figures.mails);
    // Small numbers say nothing about a share.
    let allowed = figures.on_the_edge + 1 + figures.uncertain / 100;
    assert!(figures.uncertain_not_sent <= allowed, "too much is left to a person");
    assert!(figures.kills_in_flight > 0, "no kill hit a mail in flight, so nothing was proved");
}

/// The same over SMTP, in front of a real Postfix: whether the server files what it sends or we do.
#[tokio::test(flavor = "multi_thread")]
async fn a_killed_program_sends_nothing_twice_over_smtp() {
    if mailserver::skip("a_killed_program_sends_nothing_twice_over_smtp") {
        return;
    }
    let kills: u32 = std::env::var("KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(12);
    let random = SeededRandom::new(20_261_130);
    for keeps_sent in [true, false] {
        let mut figures = Figures::default();
        while figures.kills < kills / 2 {
            round(&mut figures, kills / 2, &random, Stage::over_smtp(MAILS, keeps_sent).await).await;
        }
        println!("The server files what it sends: {keeps_sent}. {figures:#?}");
        assert_eq!((figures.duplicates, figures.lost, figures.still_queued), (0, 0, 0));
        assert_eq!(figures.sent_once + figures.uncertain_not_sent + figures.uncertain_but_sent, figures.mails);
        // What the server files proves every mail that went out. Where we file it, a death in between leaves a mail to a person.
        assert!(!keeps_sent || figures.uncertain_but_sent == 0, "the copy in Sent was not found");
    }
}

/// The proof can fail: a program that sends an uncertain mail once more is found out.
#[tokio::test(flavor = "multi_thread")]
async fn the_ledger_shows_a_program_that_sends_again() {
    let (random, mut figures) = (SeededRandom::new(6), Figures::default());
    while figures.duplicates == 0 {
        assert!(figures.kills < 100, "a hundred kills and no second copy: {figures:?}");
        let stage = Stage::set(MAILS).await;
        let store = stage.store().await;
        let careless = "CREATE TRIGGER careless AFTER UPDATE OF state ON emails WHEN new.state = 'unconfirmed'
                        BEGIN UPDATE emails SET state = 'queued' WHERE id = new.id; END";
        let mut write = store.write().await.unwrap();
        sqlx::query(careless).execute(&mut *write).await.unwrap();
        write.commit().await.unwrap();
        store.close().await;
        let most = figures.kills + 4;
        round(&mut figures, most, &random, stage).await;
    }
}

/// Twenty queued mails; the program is killed until all of them are through, then lives to settle what is uncertain.
async fn round(figures: &mut Figures, most: u32, random: &SeededRandom, stage: Stage) {
    stage.live(DECIDE).await;
    let mut uncertain = BTreeSet::new();
    while figures.kills < most && stage.count(EmailState::Queued).await > 0 {
        stage.clock.advance(2 * MINUTE);
        let mut edge = false;
        if random.below(NAMED) == 0 {
            let place = PLACES[usize::try_from(random.below(PLACES.len() as u64)).unwrap()];
            if !stage.die_at(SEND, place, 1 + random.below(4)).await {
                continue;
            }
            *figures.named.entry(place).or_default() += 1;
            edge = place == "send.handed";
        } else {
            stage.kill_after(SEND, Duration::from_millis(100 + random.below(900))).await;
        }
        figures.kills += 1;
        let in_flight = stage.in_state(EmailState::Sending).await;
        figures.kills_in_flight += u32::from(!in_flight.is_empty());
        figures.on_the_edge += if edge { in_flight.len() } else { 0 };
        figures.slowest_restart_ms = figures.slowest_restart_ms.max(stage.restart().await);
        let queued = stage.in_state(EmailState::Queued).await;
        figures.kept_back += in_flight.iter().filter(|address| queued.contains(address)).count();
        uncertain.extend(stage.in_state(EmailState::Unconfirmed).await);
    }
    // The last starts are left alone: they send the rest and look for what is uncertain.
    for _ in 0..5 {
        stage.clock.advance(HOUR);
        stage.live(SEND).await;
    }
    figures.uncertain += uncertain.len();
    stage.judge(figures).await;
}

/// Dead before the mark, a mail certainly did not leave; dead after it, nobody knows. And when the marks are not of this machine's run, or gone, nobody
/// knows either.
#[tokio::test(flavor = "multi_thread")]
async fn only_what_certainly_did_not_leave_waits_again() {
    let kept = |_: &Path| {};
    let gone = |data: &Path| std::fs::remove_file(marks(data)).unwrap();
    let restarted = |data: &Path| {
        let text = std::fs::read_to_string(marks(data)).unwrap();
        let (holder, _) = text.split_once(' ').unwrap();
        std::fs::write(marks(data), format!("{holder} another-boot\n")).unwrap();
    };
    certainty("send.after_intent", kept, EmailState::Queued).await;
    certainty("send.handed", kept, EmailState::Unconfirmed).await;
    certainty("send.after_intent", gone, EmailState::Unconfirmed).await;
    certainty("send.after_intent", restarted, EmailState::Unconfirmed).await;
}

async fn certainty(place: &str, meanwhile: impl Fn(&Path), then: EmailState) {
    let stage = Stage::set(1).await;
    stage.live(DECIDE).await;
    assert!(stage.die_at(SEND, place, 1).await);
    meanwhile(&stage.data());
    stage.restart().await;
    assert_eq!(stage.count(then).await, 1, "{place}");
    stage.clock.advance(HOUR);
    stage.live(SEND).await;
    let sent = usize::from(then == EmailState::Queued);
    assert_eq!(stage.sandbox.ledger().len(), sent, "{place}");
}

/// The file of marks.
fn marks(data: &Path) -> std::path::PathBuf {
    let mut files = std::fs::read_dir(data).unwrap().flatten().map(|entry| entry.path());
    files.find(|path| path.extension().is_some_and(|extension| extension == "handed")).unwrap()
}

/// Deciding is killed over and over: a claim that died with its process is free again after ten minutes, and nobody is written for twice.
#[tokio::test(flavor = "multi_thread")]
async fn killed_while_deciding() {
    let people = 400;
    let (stage, random) = (Stage::set(people).await, SeededRandom::new(4));
    for _ in 0..6 {
        stage.clock.advance(11 * MINUTE);
        stage.kill_after(DECIDE, Duration::from_millis(50 + random.below(600))).await;
    }
    stage.clock.advance(11 * MINUTE);
    stage.live(DECIDE).await;
    let store = stage.store().await;
    let all = store::views::emails::Filter::default();
    let rows = store::views::emails::list(&mut store.read().await.unwrap(), &all, 1_000).await.unwrap();
    let deals: BTreeSet<_> = rows.iter().map(|row| row.deal_id).collect();
    assert_eq!((rows.len(), deals.len()), (people, people));
    let decisions = store::views::decisions::list(&mut store.read().await.unwrap(), None, 1_000).await.unwrap();
    assert_eq!(decisions.len(), people);
    store.close().await;
}

/// Reading is killed over and over: every answer is kept once and acted on once.
#[tokio::test(flavor = "multi_thread")]
async fn killed_while_reading() {
    let (stage, random) = (Stage::set(MAILS).await, SeededRandom::new(5));
    for task in [DECIDE, SEND] {
        stage.live(task).await;
    }
    stage.clock.advance(HOUR);
    let sent = stage.sandbox.ledger();
    assert_eq!(sent.len(), MAILS);
    sent.iter().for_each(|mail| stage.answer(mail));
    for _ in 0..6 {
        stage.clock.advance(2 * MINUTE);
        stage.kill_after(READ, Duration::from_millis(100 + random.below(500))).await;
    }
    for _ in 0..4 {
        stage.clock.advance(2 * MINUTE);
        stage.live(READ).await;
    }
    assert_eq!(stage.count(EmailState::Replied).await, MAILS);
    let store = stage.store().await;
    let all = store::views::messages::Filter { strangers: true, ..store::views::messages::Filter::default() };
    let kept = store::views::messages::list(&mut store.read().await.unwrap(), &all, 1_000).await.unwrap();
    assert_eq!(kept.len(), MAILS);
    let lines = store::views::activities::feed(&mut store.read().await.unwrap(), 1_000).await.unwrap();
    let replied = lines.iter().filter(|line| line.kind == domain::activity::ActivityKind::Replied).count();
    assert_eq!(replied, MAILS, "each answer is told once");
    store.close().await;
}

/// The real program's data and world, in a folder of their own.
pub(crate) struct Stage {
    app: tempfile::TempDir,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) sandbox: Sandbox,
    ledger: std::path::PathBuf,
    /// A mail server between the program and the world, and what the program has to be told of it.
    post: Option<MailServer>,
    env: Vec<(String, String)>,
}

impl Stage {
    /// So many people with a deal that is due.
    pub(crate) async fn set(people: usize) -> Self {
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
        engine.close().await;
        let stage = Self { app: folder, clock, sandbox, ledger, post: None, env: Vec::new() };
        stage.people(0..people).await;
        stage
    }

    /// The same, but the brand's mailbox is one of a real mail server, which files what it sends by itself or leaves that to us.
    pub(crate) async fn over_smtp(people: usize, keeps_sent: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(ManualClock::new(at(START)));
        let ledger = folder.path().join("ledger.jsonl");
        let sandbox = support::world(&clock, |options| {
            options.people = false;
            options.smtp = true;
            options.ledger_file = Some(ledger.clone());
        })
        .await;
        let post = MailServer::start(mailserver::Options { keeps_sent, ..mailserver::Options::default() }).unwrap();
        post.add_user("sales@codeteki.au", PASSWORD).unwrap();
        post.next_hop("codeteki.au", sandbox.smtp_port().unwrap());
        let engine = support::open(&folder.path().join("data"), &clock, &support::keys().await, 7).await.unwrap();
        support::connect(&engine, &sandbox.url()).await;
        support::set(&engine, "codeteki", OPEN).await;
        support::set(&engine, "codeteki", &support::servers(&post, keeps_sent)).await;
        engine.close().await;
        let env = vec![
            ("AUTOPILOT_SECRET__CODETEKI__IMAP_PASSWORD".to_owned(), PASSWORD.to_owned()),
            ("SSL_CERT_FILE".to_owned(), post.dir().join("ca.pem").display().to_string()),
        ];
        let stage = Self { app: folder, clock, sandbox, ledger, post: Some(post), env };
        stage.people(0..people).await;
        stage
    }

    /// Imports people with these numbers, each with a deal that is due.
    pub(crate) async fn people(&self, numbers: std::ops::Range<usize>) {
        let engine = support::open(&self.data(), &self.clock, &support::keys().await, 8).await.unwrap();
        let people: Vec<String> = numbers.map(|n| format!("p{n}@site{n}.example")).collect();
        support::import(&engine, self.app.path(), "codeteki", "sales", &people).await;
        engine.close().await;
    }

    /// Whoever got this mail answers it.
    pub(crate) fn answer(&self, mail: &Accepted) {
        let answer = Incoming {
            from: mail.to.clone(),
            subject: format!("Re: {}", mail.subject),
            text: "Yes please, tell me more.".to_owned(),
            in_reply_to: Some(mail.wire_message_id.clone()),
            ..Incoming::default()
        };
        self.sandbox.inject("codeteki", answer).unwrap();
    }

    pub(crate) fn data(&self) -> std::path::PathBuf {
        self.app.path().join("data")
    }

    /// Starts the program with a task and kills it.
    pub(crate) async fn kill_after(&self, task: TaskName, moment: Duration) {
        self.kill(self.program(task), moment).await;
    }

    /// Starts the program and kills it.
    pub(crate) async fn kill(&self, mut program: Command, moment: Duration) {
        let mut child = program.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        tokio::time::sleep(moment).await;
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// Starts the program with a task and has it die at a named place. False when it ended before it came there often enough.
    pub(crate) async fn die_at(&self, task: TaskName, place: &str, pass: u64) -> bool {
        let mut command = self.program(task);
        command.env("AUTOPILOT_DIE_AT", format!("{place}:{pass}"));
        let ended = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
        ended.status.code().is_none()
    }

    /// Opens the file as its owner, as the next start does, and says how many milliseconds that took. The file is whole.
    pub(crate) async fn restart(&self) -> u128 {
        let begin = Instant::now();
        let engine = support::open(&self.data(), &self.clock, &support::keys().await, 8).await.unwrap();
        let took = begin.elapsed().as_millis();
        let checked = sqlx::query_scalar::<_, String>("PRAGMA integrity_check");
        assert_eq!(checked.fetch_one(&mut *engine.store().read().await.unwrap()).await.unwrap(), "ok");
        engine.close().await;
        took
    }

    /// Starts the program with a task and lets it end.
    pub(crate) async fn live(&self, task: TaskName) {
        let mut command = self.program(task);
        tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    }

    /// `autopilot run TASK` on the stage's folder.
    fn program(&self, task: TaskName) -> Command {
        let mut command = autopilot(&["run", task.as_str()], &self.data(), &self.clock);
        command.envs(self.env.iter().map(|(name, value)| (name, value)));
        command
    }

    /// How many mails the file has in a state; nothing recovers anything here.
    async fn count(&self, state: EmailState) -> usize {
        self.in_state(state).await.len()
    }

    /// The addresses whose mail is in a state.
    async fn in_state(&self, state: EmailState) -> Vec<String> {
        self.states().await.into_iter().filter(|(_, found)| *found == state).map(|(address, _)| address).collect()
    }

    pub(crate) async fn store(&self) -> store::Store {
        store::Store::open(&self.data().join(engine::DATABASE)).await.unwrap()
    }

    pub(crate) async fn states(&self) -> BTreeMap<String, EmailState> {
        let store = self.store().await;
        let all = store::views::emails::Filter::default();
        let rows = store::views::emails::list(&mut store.read().await.unwrap(), &all, 1_000).await.unwrap();
        store.close().await;
        rows.into_iter().map(|row| (row.to_address, row.state)).collect()
    }

    async fn judge(self, figures: &mut Figures) {
        if let Some(post) = &self.post {
            post.settled().await.unwrap();
        }
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

/// The real program with a command, on a folder, at the stage's time, with the keys given by environment.
pub(crate) fn autopilot(what: &[&str], data: &Path, clock: &ManualClock) -> Command {
    use gateways::Clock as _;
    let mut command = Command::new(env!("CARGO_BIN_EXE_autopilot"));
    command.args(what).args(["--json", "--data-dir"]).arg(data);
    command.args(["--now", &clock.now().utc().to_rfc3339()]);
    command
        .env_clear()
        .env("AUTOPILOT_STATE_DIR", data)
        .envs(support::key_list().into_iter().map(|(name, value)| (name.variable(), value)));
    command
}
