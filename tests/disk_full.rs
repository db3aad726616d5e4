//! A small disk that fills up, at the worst moments: while a list is imported, before the intent to send, before the text leaves, before the outcome is
//! kept, and while a copy is made. No file is harmed, nothing is sent twice or lost, and the autopilot waits and goes on by itself.

use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use domain::brand::Brand;
use domain::email::EmailState;
use domain::task::TaskName;
use engine::api::wire::{ContactsRequest, FeedRequest, Nothing, RunTask};
use engine::api::{query, trigger};
use engine::import::{DealTarget, ImportOptions, Mode};
use engine::{Connect, Engine, EngineError, RealConnect};
use gateways::{
    Clock, Cursor, Handover, LanguageModel, Listed, Mailbox, MailboxIdentity, ManualClock, ModelError, OutgoingMail,
    SecretStore, SendOutcome, SentRow, Trouble,
};
use sandbox::Sandbox;

use crate::support::{self, DECIDE, HOUR, MINUTE, OPEN, SEND, START, at};

/// Set in a process that was given a disk of its own to mount.
const ALONE: &str = "DISK_FULL_ALONE";
const PAGE: u64 = 4_096;

/// A disk of so many megabytes, mounted for one test.
struct SmallDisk {
    folder: tempfile::TempDir,
}

impl SmallDisk {
    /// None where this machine does not let us mount one.
    fn mount(megabytes: u32) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let size = format!("size={megabytes}m");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(folder.path()).output();
        mounted.is_ok_and(|done| done.status.success()).then_some(Self { folder })
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn ballast(&self) -> PathBuf {
        self.folder.path().join("ballast")
    }

    /// Fills it up but for so many bytes.
    fn fill(&self, but: u64) {
        let mut file = std::fs::File::options().create(true).append(true).open(self.ballast()).unwrap();
        for size in [1 << 20, PAGE as usize] {
            while file.write_all(&vec![7; size]).is_ok() {}
        }
        let length = file.metadata().unwrap().len();
        file.set_len(length.saturating_sub(but)).unwrap();
    }

    fn empty(&self) {
        std::fs::remove_file(self.ballast()).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.folder.path()).output();
    }
}

/// A small disk for the test of this name. Who may not mount here tries again in a world of their own, where they may; where that is not possible
/// either, it is said and nothing is proved.
fn disk_for(test: &str, megabytes: u32) -> Option<Arc<SmallDisk>> {
    if let Some(disk) = SmallDisk::mount(megabytes) {
        return Some(Arc::new(disk));
    }
    let alone = ["--user", "--map-root-user", "--mount"];
    let may = Command::new("unshare").args(alone).arg("true").output().is_ok_and(|done| done.status.success());
    if !may || std::env::var_os(ALONE).is_some() {
        println!("Not proved here: this machine does not let a test mount a small disk.");
        return None;
    }
    let mut again = Command::new("unshare");
    again.args(alone).arg(std::env::current_exe().unwrap()).args([
        "--exact",
        &format!("disk_full::{test}"),
        "--nocapture",
    ]);
    assert!(again.env(ALONE, "yes").status().unwrap().success(), "it failed on a disk of its own");
    None
}

/// Before what the disk fills up.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Moment {
    Intent,
    Text,
    Outcome,
}

/// Mailboxes that fill the disk at a moment, once.
struct Filling {
    inner: RealConnect,
    disk: Arc<SmallDisk>,
    next: Arc<Mutex<Option<Moment>>>,
}

impl Connect for Filling {
    fn mailbox(&self, brand: &Brand) -> Result<Arc<dyn Mailbox>, Trouble> {
        let inner = self.inner.mailbox(brand)?;
        Ok(Arc::new(FillingMailbox { inner, disk: Arc::clone(&self.disk), next: Arc::clone(&self.next) }))
    }

    fn trial(&self, brand: &Brand, _: Arc<dyn gateways::SecretStore>) -> Result<Arc<dyn Mailbox>, Trouble> {
        self.mailbox(brand)
    }

    fn model(&self, brand: &Brand) -> Result<Arc<dyn LanguageModel>, ModelError> {
        self.inner.model(brand)
    }
}

struct FillingMailbox {
    inner: Arc<dyn Mailbox>,
    disk: Arc<SmallDisk>,
    next: Arc<Mutex<Option<Moment>>>,
}

impl FillingMailbox {
    fn comes(&self, moment: Moment) {
        let mut next = self.next.lock().unwrap();
        if *next == Some(moment) {
            *next = None;
            self.disk.fill(0);
        }
    }
}

#[async_trait]
impl Mailbox for FillingMailbox {
    async fn identity(&self) -> Result<MailboxIdentity, Trouble> {
        self.inner.identity().await
    }

    async fn ready(&self) -> Result<(), Trouble> {
        let ready = self.inner.ready().await;
        self.comes(Moment::Intent);
        ready
    }

    async fn send(&self, mail: &OutgoingMail, handover: &Handover) -> SendOutcome {
        self.comes(Moment::Text);
        let outcome = self.inner.send(mail, handover).await;
        self.comes(Moment::Outcome);
        outcome
    }

    async fn list_since(&self, cursor: &Cursor, limit_pages: u32) -> Result<Listed, Trouble> {
        self.inner.list_since(cursor, limit_pages).await
    }

    async fn fetch_raw(&self, provider_message_id: &str) -> Result<Vec<u8>, Trouble> {
        self.inner.fetch_raw(provider_message_id).await
    }

    async fn list_sent(&self, since: domain::Timestamp) -> Result<Vec<SentRow>, Trouble> {
        self.inner.list_sent(since).await
    }

    async fn sent_content(&self, provider_message_id: &str) -> Result<String, Trouble> {
        self.inner.sent_content(provider_message_id).await
    }
}

/// The engine with its data on the small disk, and a mailbox that can fill it.
struct Stage {
    engine: Arc<Engine>,
    clock: Arc<ManualClock>,
    sandbox: Sandbox,
    disk: Arc<SmallDisk>,
    next: Arc<Mutex<Option<Moment>>>,
    elsewhere: tempfile::TempDir,
}

impl Stage {
    async fn set(disk: Arc<SmallDisk>) -> Self {
        let clock = Arc::new(ManualClock::new(at(START)));
        let sandbox = support::world(&clock, |options| options.people = false).await;
        let next = Arc::new(Mutex::new(None));
        let engine = open(&disk, &clock, &next).await.unwrap();
        support::connect(&engine, &sandbox.url()).await;
        support::set(&engine, "codeteki", OPEN).await;
        Self { engine, clock, sandbox, disk, next, elsewhere: tempfile::tempdir().unwrap() }
    }

    async fn queue(&self, mails: usize) {
        let people: Vec<String> = (0..mails).map(|n| format!("p{n}@site{n}.example")).collect();
        support::import(&self.engine, self.elsewhere.path(), "codeteki", "sales", &people).await;
        self.run(DECIDE).await.unwrap();
    }

    async fn run(&self, task: TaskName) -> Result<engine::api::wire::RunRow, engine::ApiError> {
        trigger::run_task(&self.engine, RunTask { task, brand: None, deal: None }).await
    }

    async fn in_state(&self, state: EmailState) -> usize {
        let filter = store::views::emails::Filter { state: Some(state), ..Default::default() };
        let mut conn = self.engine.store().read().await.unwrap();
        store::views::emails::list(&mut conn, &filter, 1_000).await.unwrap().len()
    }

    async fn pause(&self) -> Option<String> {
        query::status(&self.engine, Nothing {}).await.unwrap().paused.map(|pause| pause.reason)
    }

    async fn told(&self, beginning: &str) -> usize {
        let lines = query::feed(&self.engine, FeedRequest { limit: 1_000 }).await.unwrap();
        lines.iter().filter(|line| line.summary.starts_with(beginning)).count()
    }

    /// An hour of beats on the full disk: nothing is begun, and nothing is said twice.
    async fn waits(&self) {
        for beat in 0..60 {
            self.clock.advance(MINUTE);
            let runs = self.engine.tick().await;
            assert!(runs.is_ok_and(|runs| runs.is_empty()), "beat {beat}");
        }
        assert_eq!(self.pause().await.as_deref(), Some("The disk is full"));
        let refused = self.run(SEND).await.unwrap_err();
        assert!(refused.message.contains("disk is full") && refused.message.contains("by itself"), "{refused}");
    }

    /// Nobody does anything but time.
    async fn goes_on(&self) {
        for _ in 0..60 {
            self.clock.advance(MINUTE);
            self.engine.tick().await.unwrap();
        }
        assert_eq!(self.pause().await, None);
    }

    async fn is_whole(&self) {
        let check = sqlx::query_scalar::<_, String>("PRAGMA integrity_check");
        let checked = check.fetch_one(&mut *self.engine.store().read().await.unwrap()).await.unwrap();
        assert_eq!(checked, "ok");
    }

    /// Each mail is in the ledger once, and known to be sent.
    async fn each_was_sent_once(&self, mails: usize) {
        let mut to: Vec<String> = self.sandbox.ledger().into_iter().map(|mail| mail.to).collect();
        assert_eq!(to.len(), mails);
        to.sort();
        to.dedup();
        assert_eq!((to.len(), self.in_state(EmailState::Sent).await), (mails, mails));
    }
}

async fn open(
    disk: &Arc<SmallDisk>,
    clock: &Arc<ManualClock>,
    next: &Arc<Mutex<Option<Moment>>>,
) -> Result<Arc<Engine>, EngineError> {
    let clock: Arc<dyn Clock> = Arc::clone(clock) as Arc<dyn Clock>;
    let secrets: Arc<dyn SecretStore> = support::keys().await;
    let inner = RealConnect::new(Arc::clone(&secrets), Arc::clone(&clock));
    let connect = Filling { inner, disk: Arc::clone(disk), next: Arc::clone(next) };
    support::open_with(&disk.data(), clock, secrets, Arc::new(connect), 7).await
}

#[tokio::test]
async fn a_disk_that_fills_before_the_intent_lets_nothing_leave() {
    if let Some(disk) = disk_for("a_disk_that_fills_before_the_intent_lets_nothing_leave", 48) {
        fills_while_sending(disk, Moment::Intent, 0).await;
    }
}

#[tokio::test]
async fn a_disk_that_fills_before_the_text_leaves_keeps_it_back() {
    if let Some(disk) = disk_for("a_disk_that_fills_before_the_text_leaves_keeps_it_back", 48) {
        fills_while_sending(disk, Moment::Text, 0).await;
    }
}

#[tokio::test]
async fn a_disk_that_fills_before_the_outcome_makes_no_second_mail() {
    if let Some(disk) = disk_for("a_disk_that_fills_before_the_outcome_makes_no_second_mail", 48) {
        fills_while_sending(disk, Moment::Outcome, 1).await;
    }
}

async fn fills_while_sending(disk: Arc<SmallDisk>, moment: Moment, left: usize) {
    const MAILS: usize = 3;
    let stage = Stage::set(disk).await;
    stage.queue(MAILS).await;
    // What is written from here on needs room of its own.
    stage.engine.store().fold().await.unwrap();
    pad_the_marks(&stage.disk.data());
    *stage.next.lock().unwrap() = Some(moment);
    let failed = stage.run(SEND).await.unwrap_err();
    assert!(failed.message.contains("disk is full") && failed.message.contains("Nothing was lost"), "{failed}");
    stage.waits().await;
    assert_eq!(stage.sandbox.ledger().len(), left, "{moment:?}");
    stage.is_whole().await;
    stage.disk.empty();
    stage.goes_on().await;
    stage.each_was_sent_once(MAILS).await;
    assert_eq!(stage.told("Goes on: the disk").await, 1);
    // A mark that was cut hides none of those that follow.
    let marks = std::fs::read_to_string(marks(&stage.disk.data())).unwrap();
    for mail in stage.sandbox.ledger() {
        let token = &domain::reply::find_tokens(&mail.content)[0];
        assert!(marks.lines().any(|line| line.starts_with(token)), "{moment:?}: {token} has no mark");
    }
    stage.is_whole().await;
    stage.engine.close().await;
}

/// The file of marks.
fn marks(data: &Path) -> PathBuf {
    let mut files = std::fs::read_dir(data).unwrap().flatten().map(|entry| entry.path());
    files.find(|path| path.extension().is_some_and(|extension| extension == "handed")).unwrap()
}

/// The next mark needs a page that is not there yet, and is cut in two where it ends.
fn pad_the_marks(data: &Path) {
    let mut file = std::fs::File::options().append(true).open(marks(data)).unwrap();
    let missing = PAGE - file.metadata().unwrap().len() - 6;
    file.write_all(&vec![b'\n'; usize::try_from(missing).unwrap()]).unwrap();
}

#[tokio::test]
async fn a_disk_that_is_nearly_full_pauses_the_autopilot_and_says_so() {
    let Some(disk) = disk_for("a_disk_that_is_nearly_full_pauses_the_autopilot_and_says_so", 48) else { return };
    let stage = Stage::set(disk).await;
    stage.queue(2).await;
    stage.disk.fill(6_000_000);
    stage.waits().await;
    assert_eq!((stage.sandbox.ledger().len(), stage.told("Waits: The disk is full").await), (0, 1));
    let notices = query::notices_list(&stage.engine, FeedRequest { limit: 50 }).await.unwrap();
    assert_eq!(notices.iter().filter(|notice| notice.title == "The disk is full").count(), 1);
    stage.disk.empty();
    stage.goes_on().await;
    stage.each_was_sent_once(2).await;
    // A start without any room is refused in the same words, and harms nothing.
    stage.disk.fill(0);
    stage.engine.close().await;
    let Stage { engine, clock, disk, next, .. } = stage;
    drop(engine);
    disk.empty();
    disk.fill(0);
    if let Err(refused) = open(&disk, &clock, &next).await {
        assert!(refused.sentence().contains("disk is full"), "{}", refused.sentence());
    }
    disk.empty();
    open(&disk, &clock, &next).await.unwrap().close().await;
}

#[tokio::test]
async fn a_list_that_does_not_fit_is_not_imported_in_part() {
    const ROWS: usize = 4_000;
    let Some(disk) = disk_for("a_list_that_does_not_fit_is_not_imported_in_part", 48) else { return };
    let stage = Stage::set(disk).await;
    let mut list = String::from("email,name,company,notes\n");
    for n in 0..ROWS {
        list.push_str(&format!("p{n}@site{n}.example,Robin Miller,Company {n},{}\n", format!("note {n} ").repeat(100)));
    }
    let file = stage.elsewhere.path().join("large.csv");
    std::fs::write(&file, list).unwrap();
    stage.disk.fill(3_000_000);
    stage.engine.store().fold().await.unwrap();
    let refused = read_in(&stage, &file).await.unwrap_err().sentence();
    assert!(refused.contains("disk is full") && refused.contains("Nothing was lost"), "{refused}");
    assert_eq!(contacts(&stage).await, 0, "a part of the list was kept");
    assert!(query::imports_list(&stage.engine, Nothing {}).await.unwrap().is_empty());
    stage.is_whole().await;
    // What it had written is given back: there is room for a small list.
    support::import(&stage.engine, stage.elsewhere.path(), "codeteki", "sales", &["robin@site.example"]).await;
    stage.disk.empty();
    assert_eq!(read_in(&stage, &file).await.unwrap(), u32::try_from(ROWS).unwrap());
    assert_eq!(contacts(&stage).await, ROWS + 1);
    stage.is_whole().await;
    stage.engine.close().await;
}

async fn read_in(stage: &Stage, file: &Path) -> Result<u32, EngineError> {
    let engine = &stage.engine;
    let pipelines = query::pipelines(engine, Nothing {}).await.unwrap();
    let sales = pipelines.iter().find(|row| row.brand == "codeteki" && row.key == "sales").unwrap();
    let mut options = ImportOptions::new(sales.brand_id);
    options.create_deals = Some(DealTarget { pipeline: sales.id, stage: sales.stages[0].id });
    let mut watch = |_| ControlFlow::Continue(());
    let (now, random) = (engine.now(), engine.random());
    let done = engine::import::run(engine.store(), file, &options, Mode::Commit, now, random, &mut watch).await;
    Ok(done?.created)
}

async fn contacts(stage: &Stage) -> usize {
    let all = ContactsRequest { limit: Some(10_000), ..ContactsRequest::default() };
    query::contacts_list(&stage.engine, all).await.unwrap().len()
}

#[tokio::test]
async fn a_copy_without_room_leaves_nothing_behind() {
    let Some(disk) = disk_for("a_copy_without_room_leaves_nothing_behind", 48) else { return };
    let stage = Stage::set(disk).await;
    stage.queue(50).await;
    let backup = TaskName::BackupDatabase;
    assert_eq!(stage.run(backup).await.unwrap().error, None);
    let folder = stage.disk.data().join("backups");
    let before = files(&folder);
    assert_eq!(before.len(), 1);
    stage.clock.advance(HOUR);
    stage.disk.fill(100_000);
    let refused = engine::backup::copy(&stage.engine, &folder.join("mine.sqlite")).await.unwrap_err().sentence();
    assert!(refused.contains("disk is full") && refused.contains("Nothing was lost"), "{refused}");
    assert_eq!(files(&folder), before, "half a copy was left, or an older one was touched");
    let refused = stage.run(backup).await.unwrap_err();
    assert!(refused.message.contains("disk is full"), "{refused}");
    assert_eq!(files(&folder), before);
    stage.disk.empty();
    stage.clock.advance(2 * MINUTE);
    assert_eq!(stage.run(backup).await.unwrap().error, None);
    let after = files(&folder);
    assert_eq!((after.len(), &after[0]), (2, &before[0]));
    for (path, _) in after {
        store::check::verify(&path).await.unwrap();
    }
    stage.is_whole().await;
    stage.engine.close().await;
}

/// Names and contents of a folder's files.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = std::fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path());
    let mut files: Vec<_> = entries.map(|path| (path.clone(), std::fs::read(path).unwrap())).collect();
    files.sort();
    files
}
