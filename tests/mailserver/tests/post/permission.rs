//! A mailbox by permission, against a real Postfix and a real Dovecot that ask a provider whom a token lets in: asked for in the browser, renewed,
//! refused, taken back.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use domain::mail_servers::{Security, Server};
use domain::task::TaskName;
use engine::api::wire::{BrandConnectServers, BrandRef, BrandSet, Connected, Given, RunTask};
use engine::api::{mutation, query, trigger};
use engine::{ApiError, Engine, OpenOptions, Ports, RealConnect};
use gateways::secrets::ExposeSecret as _;
use gateways::{
    Clock, ManualClock, MemorySecrets, Reach, SecretKind, SecretName, SecretStore, SeededRandom, Web, Zone,
};
use mailserver::{MailServer, Options, skip};

use crate::provider::{CLIENT, LASTS, Provider};
use crate::stage::{PASSWORD, begin};

const BRAND: &str = "codeteki";
const OWNER: &str = "sales@brand.example";

struct World {
    server: MailServer,
    provider: Provider,
    clock: Arc<ManualClock>,
    secrets: Arc<MemorySecrets>,
    engine: Arc<Engine>,
    _folder: tempfile::TempDir,
}

impl World {
    async fn build(test: &str) -> Option<Self> {
        if skip(test) {
            return None;
        }
        gateways::install_crypto();
        let clock = begin();
        let provider = Provider::start(&clock).await;
        provider.owned_by(OWNER);
        let server = MailServer::start(Options { provider: Some(provider.port), ..Options::default() }).unwrap();
        server.add_user(OWNER, PASSWORD).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let secrets = Arc::new(MemorySecrets::default());
        let engine = open(folder.path(), &clock, &secrets).await;
        let values = [("from.email", OWNER), ("mailbox.oauth_url", &provider.url())];
        let values: BTreeMap<String, String> =
            values.into_iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
        mutation::brand_set(&engine, BrandSet { brand: BRAND.to_owned(), values }).await.unwrap();
        Some(Self { server, provider, clock, secrets, engine, _folder: folder })
    }

    fn request(&self, sign_in: &str) -> BrandConnectServers {
        BrandConnectServers {
            brand: BRAND.to_owned(),
            username: String::new(),
            sign_in: sign_in.parse().unwrap(),
            password: Given::default(),
            smtp_password: Given::default(),
            client_id: Given::from(CLIENT.0),
            client_secret: Given::from(CLIENT.1),
            imap: here(self.server.ports.imap),
            smtp: here(self.server.ports.plain),
            sent_copy: domain::mailbox::SentCopy::Append,
        }
    }

    /// Connects as a person does: opens the page in a browser, accepts, and comes back.
    async fn connect(&self, sign_in: &str) -> Result<Connected, ApiError> {
        let asked = trigger::brand_connect_permission(&self.engine, self.request(sign_in)).await?;
        let browser = async { reqwest::get(&asked.page).await.unwrap().status() };
        let brand = BRAND.to_owned();
        let (connected, status) = tokio::join!(trigger::brand_connect_wait(&self.engine, BrandRef { brand }), browser);
        assert!(status.is_success(), "{status}");
        connected
    }

    /// Reads the mailbox once; what went wrong, if something did.
    async fn read(&self) -> Option<String> {
        let request = RunTask { task: TaskName::CheckEmailReplies, brand: Some(BRAND.to_owned()), deal: None };
        trigger::run_task(&self.engine, request).await.unwrap().error
    }

    /// Ends the connection that is held, so that the next errand has to sign in anew. A Dovecot that is restarted lets it live on.
    fn cut(&self) {
        let log = std::fs::read_to_string(self.server.dir().join("dovecot.log")).unwrap();
        let (_, last) = log.rsplit_once("mpid=").unwrap();
        let pid = last.split(',').next().unwrap();
        let kill = |signal: &str| Command::new("kill").args([signal, pid]).stderr(Stdio::null()).status().unwrap();
        assert!(kill("-TERM").success());
        while kill("-0").success() {
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    async fn grant(&self) -> String {
        let name = SecretName::of_brand(BRAND, SecretKind::MailRefreshToken);
        self.secrets.get(&name).await.unwrap().unwrap().expose_secret().to_owned()
    }
}

async fn open(folder: &Path, clock: &Arc<ManualClock>, secrets: &Arc<MemorySecrets>) -> Arc<Engine> {
    let clock: Arc<dyn Clock> = Arc::clone(clock) as Arc<dyn Clock>;
    let secrets: Arc<dyn SecretStore> = Arc::clone(secrets) as Arc<dyn SecretStore>;
    let connect = Arc::new(RealConnect::new(Arc::clone(&secrets), Arc::clone(&clock)));
    let (random, web) = (Arc::new(SeededRandom::new(1)), Web::new(Reach::Nothing));
    let ports = Ports { clock, random, secrets, connect, web, dns: Arc::new(Zone::silent()) };
    let (data_dir, witness) = (folder.to_owned(), folder.to_owned());
    Engine::open(OpenOptions { data_dir, ports, own: true, witness, demo: false }).await.unwrap()
}

#[tokio::test]
async fn a_permission_is_given_renewed_and_taken_back() {
    let Some(world) = World::build("a_permission_is_given_renewed_and_taken_back").await else { return };
    for sign_in in ["microsoft", "google"] {
        let connected = world.connect(sign_in).await.unwrap();
        assert_eq!((connected.address.as_str(), connected.may_send_as_brand), (OWNER, true));
    }
    // Both servers let in what was given, both times.
    assert_eq!(world.provider.counts().1, 4);
    assert_eq!(world.read().await, None);

    // It ends after an hour and is renewed by itself; the newer grant is kept.
    let renewed = world.provider.counts().0;
    world.clock.advance(LASTS + 1);
    world.cut();
    assert_eq!(world.read().await, None);
    assert_eq!(world.provider.counts().0, renewed + 1);
    assert!(world.provider.holds(&world.grant().await));

    // Taken back before its time: refused once, renewed, let in.
    world.provider.forget_tokens();
    world.cut();
    assert_eq!(world.read().await, None);
    assert_eq!(world.provider.counts().0, renewed + 2);

    // The owner removes the program: the brand stands still and says what to do, and connecting again helps.
    world.provider.revoke();
    world.cut();
    assert!(world.read().await.is_some());
    let brand = || BrandRef { brand: BRAND.to_owned() };
    let paused = query::brand_show(&world.engine, brand()).await.unwrap().summary.paused.unwrap();
    assert!(paused.reason.contains("permission"), "{paused:?}");
    assert!(paused.fix.as_deref().is_some_and(|fix| fix.contains("Connect the mailbox again")), "{paused:?}");
    world.connect("google").await.unwrap();
    mutation::brand_resume(&world.engine, brand()).await.unwrap();
    assert_eq!(world.read().await, None);
}

#[tokio::test]
async fn a_permission_that_does_not_fit_changes_nothing() {
    let Some(world) = World::build("a_permission_that_does_not_fit_changes_nothing").await else { return };
    world.connect("google").await.unwrap();
    let grant = world.grant().await;

    // Somebody else's code, with the answer's secret unknown to us.
    let asked = trigger::brand_connect_permission(&world.engine, world.request("google")).await.unwrap();
    let forged = format!("{}?code=code-1&state=guessed", asked.redirect_uri);
    let right = format!("{}?code=code-1&state={}", asked.redirect_uri, state_of(&asked.page));
    let (connected, _) =
        tokio::join!(trigger::brand_connect_wait(&world.engine, BrandRef { brand: BRAND.to_owned() }), async {
            // A wrong state is turned away and the wait goes on; the right one with a used code is refused by the provider.
            let _ = reqwest::get(forged).await;
            let _ = reqwest::get(right).await;
        });
    let refused = connected.unwrap_err().message;
    assert!(refused.contains("permission") && !refused.contains("code-1"), "{refused}");
    // A client that the provider does not know.
    let mut wrong = world.request("google");
    wrong.client_secret = Given::from("wr0ng");
    let asked = trigger::brand_connect_permission(&world.engine, wrong).await.unwrap();
    let (connected, _) = tokio::join!(
        trigger::brand_connect_wait(&world.engine, BrandRef { brand: BRAND.to_owned() }),
        reqwest::get(&asked.page)
    );
    let refused = connected.unwrap_err().message;
    assert!(refused.contains("client id or secret") && !refused.contains("wr0ng"), "{refused}");
    assert_eq!(world.grant().await, grant, "the connection that worked is lost");
    assert_eq!(world.read().await, None);
}

fn here(port: u16) -> Server {
    Server { host: "127.0.0.1".to_owned(), port, security: Security::Plain }
}

fn state_of(page: &str) -> String {
    let (_, rest) = page.split_once("&state=").unwrap();
    rest.split('&').next().unwrap().to_owned()
}
