//! The stage of the outside tests: the real engine with its real clients, a sandbox at the other end of the wire, and a clock in the
//! test's hand. What is proved with it stands in the other modules.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use domain::Timestamp;
use domain::id::DealId;
use domain::task::TaskName;
use engine::api::wire::{
    BrandDetail, BrandRef, BrandSet, Card, DealDetail, DealRef, EmailApprove, EmailDetail, EmailRef, EmailRow,
    EmailsRequest, MessageRow, MessagesRequest, Nothing, NoticeRow, RunRow, RunTask, WhyReply,
};
use engine::api::{mutation, query, trigger};
use engine::import::{DealTarget, ImportOptions, Mode};
use engine::{ApiError, Connect, Engine, EngineError, OpenOptions, Ports, RealConnect};
use gateways::{
    Clock, Dns, ManualClock, MemorySecrets, Reach, SecretKind, SecretName, SecretStore, SeededRandom, Web, Zone,
};
use sandbox::{Accepted, Fault, Incoming, Limits, Options, Sandbox, default_mailboxes};

pub(crate) const DECIDE: TaskName = TaskName::ProcessPendingDeals;
pub(crate) const SEND: TaskName = TaskName::SendScheduledEmails;
pub(crate) const READ: TaskName = TaskName::CheckEmailReplies;
pub(crate) const REVIEW: TaskName = TaskName::DailyAiReview;

pub(crate) const MINUTE: i64 = 60;
pub(crate) const HOUR: i64 = 3_600;
pub(crate) const DAY: i64 = 86_400;

/// Monday morning in Melbourne, inside everybody's office hours there.
pub(crate) const START: &str = "2026-11-23T10:00:00+11:00";

/// Settings under which nothing but the case at hand holds a mail back.
pub(crate) const OPEN: &[(&str, &str)] = &[
    ("autonomy", "autopilot"),
    ("sending.window", "Mon-Sun 00:00-23:59"),
    ("sending.daily_cap", "500"),
    ("sending.hourly_cap", "200"),
    ("sending.ramp", "off"),
    ("sending.min_gap_seconds", "0"),
    ("sending.domain_cap", "500"),
];

pub(crate) fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

/// One engine and one world on the same clock.
pub(crate) struct TestApp {
    pub(crate) engine: Arc<Engine>,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) sandbox: Sandbox,
    pub(crate) secrets: Arc<MemorySecrets>,
    folder: tempfile::TempDir,
}

/// A world that follows a clock. Its limits are off: they count on the clock, which stands still while a task works.
pub(crate) async fn world(clock: &Arc<ManualClock>, change: impl FnOnce(&mut Options)) -> Sandbox {
    let now = Arc::clone(clock);
    let mut options = Options::new(7, Arc::new(move || now.now().millis()));
    options.limits = Limits::NONE;
    change(&mut options);
    Sandbox::start(options).await.unwrap()
}

/// The sandbox's keys, as a person would have put them into the keychain.
pub(crate) async fn keys() -> Arc<MemorySecrets> {
    let secrets = MemorySecrets::default();
    for (name, value) in key_list() {
        secrets.set(&name, value.into()).await.unwrap();
    }
    Arc::new(secrets)
}

pub(crate) fn key_list() -> Vec<(SecretName, String)> {
    let of_mailbox = default_mailboxes().into_iter().flat_map(|mailbox| {
        let brand = |kind| SecretName::of_brand(&mailbox.slug, kind);
        [
            (brand(SecretKind::ZohoClientId), mailbox.client_id.clone()),
            (brand(SecretKind::ZohoClientSecret), mailbox.client_secret.clone()),
            (brand(SecretKind::ZohoRefreshToken), mailbox.refresh_token.clone()),
        ]
    });
    of_mailbox.chain([(SecretName::shared(SecretKind::OpenAiApiKey), sandbox::API_KEY.to_owned())]).collect()
}

/// Opens an engine on a folder, with the real clients.
pub(crate) async fn open(
    folder: &Path,
    clock: &Arc<ManualClock>,
    secrets: &Arc<MemorySecrets>,
    seed: u64,
) -> Result<Arc<Engine>, EngineError> {
    open_with_patience(folder, clock, secrets, seed, gateways::PATIENCE, Reach::Nothing).await
}

/// Opens an engine that waits so long for its mailboxes.
async fn open_with_patience(
    folder: &Path,
    clock: &Arc<ManualClock>,
    secrets: &Arc<MemorySecrets>,
    seed: u64,
    patience: Duration,
    reach: Reach,
) -> Result<Arc<Engine>, EngineError> {
    let clock: Arc<dyn Clock> = Arc::clone(clock) as Arc<dyn Clock>;
    let secrets: Arc<dyn SecretStore> = Arc::clone(secrets) as Arc<dyn SecretStore>;
    let connect = RealConnect::new(Arc::clone(&secrets), Arc::clone(&clock)).with_patience(patience);
    open_reaching(folder, clock, secrets, Arc::new(connect), seed, reach, Arc::new(Zone::silent())).await
}

/// Opens an engine that reaches nothing of the web.
pub(crate) async fn open_with(
    folder: &Path,
    clock: Arc<dyn Clock>,
    secrets: Arc<dyn SecretStore>,
    connect: Arc<dyn Connect>,
    seed: u64,
) -> Result<Arc<Engine>, EngineError> {
    open_reaching(folder, clock, secrets, connect, seed, Reach::Nothing, Arc::new(Zone::silent())).await
}

/// Opens an engine that asks this zone for names.
pub(crate) async fn open_in_zone(
    folder: &Path,
    clock: &Arc<ManualClock>,
    zone: &Arc<Zone>,
) -> Result<Arc<Engine>, EngineError> {
    let clock: Arc<dyn Clock> = Arc::clone(clock) as Arc<dyn Clock>;
    let secrets: Arc<dyn SecretStore> = keys().await;
    let connect = Arc::new(RealConnect::new(Arc::clone(&secrets), Arc::clone(&clock)));
    open_reaching(folder, clock, secrets, connect, 7, Reach::Nothing, Arc::clone(zone) as Arc<dyn Dns>).await
}

async fn open_reaching(
    folder: &Path,
    clock: Arc<dyn Clock>,
    secrets: Arc<dyn SecretStore>,
    connect: Arc<dyn Connect>,
    seed: u64,
    reach: Reach,
    dns: Arc<dyn Dns>,
) -> Result<Arc<Engine>, EngineError> {
    gateways::install_crypto();
    let ports = Ports { clock, random: Arc::new(SeededRandom::new(seed)), secrets, connect, web: Web::new(reach), dns };
    Engine::open(OpenOptions { data_dir: folder.to_owned(), ports, own: true, witness: folder.to_owned(), demo: false })
        .await
}

/// Sets keys of a brand.
pub(crate) async fn set(engine: &Engine, brand: &str, values: &[(&str, impl AsRef<str>)]) {
    let values = values.iter().map(|(key, value)| ((*key).to_owned(), value.as_ref().to_owned())).collect();
    mutation::brand_set(engine, BrandSet { brand: brand.to_owned(), values }).await.unwrap();
}

/// Points both brands at a world.
pub(crate) async fn connect(engine: &Engine, url: &str) {
    engine.set_zone(chrono_tz::Tz::Australia__Melbourne).await.unwrap();
    for mailbox in default_mailboxes() {
        let model = format!("{url}/v1");
        let values = [
            ("zoho.accounts_url", url),
            ("zoho.mail_url", url),
            ("zoho.account_id", &mailbox.account_id),
            ("legal.address", "Level 2, 11 Example Street, Melbourne VIC 3000"),
            ("timezone", "Australia/Melbourne"),
            ("ai.base_url", &model),
            ("ai.model", "sandbox-1"),
        ];
        set(engine, &mailbox.slug, &values).await;
    }
}

/// The settings of a brand whose mailbox is `sales@codeteki.au` of a mail server.
pub(crate) fn servers(post: &mailserver::MailServer, keeps_sent: bool) -> Vec<(&'static str, String)> {
    let port = |port: u16| port.to_string();
    vec![
        ("mailbox.kind", "smtp_imap".to_owned()),
        ("mailbox.sent_copy", if keeps_sent { "server" } else { "append" }.to_owned()),
        ("imap.host", "localhost".to_owned()),
        ("imap.port", port(post.ports.imaps)),
        ("imap.security", "tls".to_owned()),
        ("smtp.host", "localhost".to_owned()),
        ("smtp.port", port(post.ports.submission)),
        ("smtp.security", "starttls".to_owned()),
    ]
}

/// A list of people as a file: address, name, company.
pub(crate) fn list(folder: &Path, addresses: &[impl AsRef<str>]) -> PathBuf {
    let mut text = String::from("email,name,company\n");
    for (nth, address) in addresses.iter().enumerate() {
        text.push_str(&format!("{},Robin Miller,Company {nth}\n", address.as_ref()));
    }
    let file = folder.join("people.csv");
    std::fs::write(&file, text).unwrap();
    file
}

/// Imports addresses with a deal each.
pub(crate) async fn import(engine: &Engine, folder: &Path, brand: &str, pipeline: &str, addresses: &[impl AsRef<str>]) {
    let pipelines = query::pipelines(engine, Nothing {}).await.unwrap();
    let row = pipelines.iter().find(|row| row.brand == brand && row.key == pipeline).unwrap();
    let mut options = ImportOptions::new(row.brand_id);
    options.source = "your website".to_owned();
    options.create_deals = Some(DealTarget { pipeline: row.id, stage: row.stages[0].id });
    let file = list(folder, addresses);
    let (now, random) = (engine.now(), engine.random());
    let report = engine::import::run(engine.store(), &file, &options, Mode::Commit, now, random, &mut |_| {
        ControlFlow::Continue(())
    })
    .await
    .unwrap();
    assert_eq!(report.deals as usize, addresses.len());
}

impl TestApp {
    /// A quiet world: nobody answers. Both brands are connected; everything else is as shipped.
    pub(crate) async fn quiet() -> Self {
        Self::with(|options| options.people = false).await
    }

    /// A quiet world in which nothing but the case at hand holds a mail of Codeteki back.
    pub(crate) async fn open() -> Self {
        let app = Self::quiet().await;
        app.set("codeteki", OPEN).await;
        app
    }

    pub(crate) async fn with(change: impl FnOnce(&mut Options)) -> Self {
        Self::with_patience(gateways::PATIENCE, change).await
    }

    /// A world whose mailboxes are waited for so long.
    pub(crate) async fn with_patience(patience: Duration, change: impl FnOnce(&mut Options)) -> Self {
        let clock = Arc::new(ManualClock::new(at(START)));
        let sandbox = world(&clock, change).await;
        let folder = tempfile::tempdir().unwrap();
        let secrets = keys().await;
        let reach = Reach::Only(sandbox.address());
        let data = folder.path().join("data");
        let engine = open_with_patience(&data, &clock, &secrets, 7, patience, reach).await.unwrap();
        connect(&engine, &sandbox.url()).await;
        Self { engine, clock, sandbox, secrets, folder }
    }

    /// Codeteki's mailbox is `sales@codeteki.au` of a mail server, behind which the world is.
    pub(crate) async fn behind(post: &mailserver::MailServer) -> Self {
        let clock = Arc::new(ManualClock::new(at(START)));
        let sandbox = world(&clock, |options| {
            options.people = false;
            options.smtp = true;
        })
        .await;
        post.add_user("sales@codeteki.au", "a word for sales").unwrap();
        post.next_hop("codeteki.au", sandbox.smtp_port().unwrap());
        let secrets = keys().await;
        for slug in ["codeteki", "desifirms"] {
            let password = SecretName::of_brand(slug, SecretKind::ImapPassword);
            secrets.set(&password, "a word for sales".into()).await.unwrap();
        }
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let (held, time): (Arc<dyn SecretStore>, Arc<dyn Clock>) = (secrets.clone(), clock.clone());
        let connect = RealConnect::new(Arc::clone(&held), Arc::clone(&time)).trusting(vec![post.authority.clone()]);
        let reach = Reach::Only(sandbox.address());
        let engine =
            open_reaching(&data, time, held, Arc::new(connect), 7, reach, Arc::new(Zone::silent())).await.unwrap();
        self::connect(&engine, &sandbox.url()).await;
        set(&engine, "codeteki", OPEN).await;
        set(&engine, "codeteki", &servers(post, false)).await;
        Self { engine, clock, sandbox, secrets, folder }
    }

    /// The same app without anything at the other end of the wire.
    pub(crate) async fn lose_the_network(self) -> Self {
        let clock = Arc::clone(&self.clock);
        let elsewhere = world(&clock, |options| options.people = false).await;
        let Self { engine, clock, sandbox, secrets, folder } = self;
        sandbox.stop().await;
        Self { engine, clock, sandbox: elsewhere, secrets, folder }
    }

    /// The same data and world, opened anew after the engine was closed.
    pub(crate) async fn reopened(self) -> Self {
        let Self { engine, clock, sandbox, secrets, folder } = self;
        // The lock goes with the engine that holds it.
        drop(engine);
        let engine = open(&folder.path().join("data"), &clock, &secrets, 9).await.unwrap();
        Self { engine, clock, sandbox, secrets, folder }
    }

    pub(crate) fn data_dir(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub(crate) async fn set(&self, brand: &str, values: &[(&str, &str)]) {
        set(&self.engine, brand, values).await;
    }

    /// Imports addresses of Codeteki into its sales pipeline.
    pub(crate) async fn people(&self, addresses: &[impl AsRef<str>]) {
        import(&self.engine, self.folder.path(), "codeteki", "sales", addresses).await;
    }

    pub(crate) async fn people_of(&self, brand: &str, pipeline: &str, addresses: &[impl AsRef<str>]) {
        import(&self.engine, self.folder.path(), brand, pipeline, addresses).await;
    }

    pub(crate) fn wait(&self, seconds: i64) {
        self.clock.advance(seconds);
    }

    pub(crate) async fn try_run(&self, task: TaskName) -> Result<RunRow, ApiError> {
        trigger::run_task(&self.engine, RunTask { task, brand: None, deal: None }).await
    }

    /// Runs a task, whatever its result.
    pub(crate) async fn run(&self, task: TaskName) -> RunRow {
        self.try_run(task).await.unwrap()
    }

    /// Runs a task that must end well.
    pub(crate) async fn run_well(&self, task: TaskName) -> BTreeMap<String, u32> {
        let run = self.run(task).await;
        assert_eq!((run.outcome.as_str(), &run.error), ("ok", &None), "{run:?}");
        run.counts
    }

    /// Decides and sends.
    pub(crate) async fn decide_and_send(&self) {
        self.run_well(DECIDE).await;
        self.run_well(SEND).await;
    }

    /// Reads replies until the mailbox has nothing new: one minute allows only so many calls.
    pub(crate) async fn read_all(&self) {
        for _ in 0..20 {
            let run = self.run(READ).await;
            if run.outcome == "ok" && !run.counts.contains_key("fetched") {
                return;
            }
            self.wait(61);
        }
        panic!("the mailbox never came to an end");
    }

    pub(crate) fn ledger(&self) -> Vec<Accepted> {
        self.sandbox.ledger()
    }

    pub(crate) fn fault(&self, fault: Fault, times: Option<u32>) {
        self.sandbox.set_fault(fault, times);
    }

    pub(crate) async fn deal_id(&self, address: &str) -> DealId {
        query::deal_named(&self.engine, address).await.unwrap()
    }

    pub(crate) async fn deal(&self, address: &str) -> DealDetail {
        let id = self.deal_id(address).await;
        query::deal_show(&self.engine, DealRef { id }).await.unwrap()
    }

    pub(crate) async fn card(&self, address: &str) -> Card {
        self.deal(address).await.deal.card
    }

    /// The only outgoing mail of a deal, or its newest.
    pub(crate) async fn mail(&self, address: &str) -> EmailDetail {
        let id = self.deal(address).await.emails[0].id;
        query::email_show(&self.engine, EmailRef { id }).await.unwrap()
    }

    pub(crate) async fn mails(&self) -> Vec<EmailRow> {
        let all = EmailsRequest { limit: Some(1_000), ..EmailsRequest::default() };
        query::emails_list(&self.engine, all).await.unwrap()
    }

    pub(crate) async fn approve(&self, address: &str) {
        let id = self.mail(address).await.row.id;
        mutation::email_approve(&self.engine, EmailApprove { id, content_hash: None }).await.unwrap();
    }

    pub(crate) async fn messages(&self) -> Vec<MessageRow> {
        let all = MessagesRequest { all: true, limit: Some(10_000), ..MessagesRequest::default() };
        query::messages_list(&self.engine, all).await.unwrap()
    }

    pub(crate) async fn notices(&self) -> Vec<NoticeRow> {
        query::notices_list(&self.engine, engine::api::wire::FeedRequest { limit: 500 }).await.unwrap()
    }

    pub(crate) async fn why(&self, address: &str) -> WhyReply {
        let id = self.deal_id(address).await;
        query::why(&self.engine, DealRef { id }).await.unwrap()
    }

    pub(crate) async fn brand(&self, slug: &str) -> BrandDetail {
        query::brand_show(&self.engine, BrandRef { brand: slug.to_owned() }).await.unwrap()
    }

    /// Slips an answer to a sent mail into Codeteki's mailbox.
    pub(crate) fn answer(&self, from: &str, text: &str) {
        let anchor = self.ledger().into_iter().rev().find(|mail| mail.to == from);
        let incoming = Incoming {
            from: from.to_owned(),
            subject: anchor.as_ref().map_or_else(|| "Hello".to_owned(), |mail| format!("Re: {}", mail.subject)),
            text: text.to_owned(),
            in_reply_to: anchor.map(|mail| mail.wire_message_id),
            ..Incoming::default()
        };
        self.sandbox.inject("codeteki", incoming).unwrap();
    }
}
