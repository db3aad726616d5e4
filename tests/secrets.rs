//! A secret goes nowhere but to the service it opens: a canary stands in every one of them, everything is done that a person does, what
//! fails is made to fail, and then every file and every printed byte is searched.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use gateways::{Clock as _, ManualClock, MemorySecrets, SecretKind, SecretName, SecretStore};
use sandbox::{Fault, MailboxSpec, Sandbox, default_mailboxes};

use crate::support::{self, DECIDE, HOUR, OPEN, READ, SEND, START, at};

/// In every secret; nothing else contains it.
const CANARY: &str = "c4n4ryb1rd";

/// The mailboxes with a canary in each of their secrets.
fn mailboxes() -> Vec<MailboxSpec> {
    let mark = |text: &str| format!("{text}{CANARY}");
    let with_canary = |spec: MailboxSpec| MailboxSpec {
        client_id: format!("1000.{}{}", CANARY.to_uppercase(), spec.slug.to_uppercase()),
        client_secret: mark(&spec.client_secret),
        refresh_token: mark(&spec.refresh_token),
        ..spec
    };
    default_mailboxes().into_iter().map(with_canary).collect()
}

fn keys() -> Vec<(SecretName, String)> {
    let mut keys = vec![(SecretName::shared(SecretKind::OpenAiApiKey), format!("sk-{CANARY}"))];
    for spec in mailboxes() {
        let name = |kind| SecretName::of_brand(&spec.slug, kind);
        keys.push((name(SecretKind::ZohoClientId), spec.client_id.clone()));
        keys.push((name(SecretKind::ZohoClientSecret), spec.client_secret.clone()));
        keys.push((name(SecretKind::ZohoRefreshToken), spec.refresh_token.clone()));
        keys.push((name(SecretKind::SmtpPassword), format!("smtp-{CANARY}")));
        keys.push((name(SecretKind::ImapPassword), format!("imap-{CANARY}")));
    }
    keys
}

fn holds_canary(bytes: &[u8]) -> bool {
    bytes.windows(CANARY.len()).any(|window| window.eq_ignore_ascii_case(CANARY.as_bytes()))
}

/// Every file below a folder.
fn search(folder: &Path, found: &mut Vec<String>, files: &mut usize) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            search(&path, found, files);
            continue;
        }
        *files += 1;
        if holds_canary(&std::fs::read(&path).unwrap()) {
            found.push(path.display().to_string());
        }
    }
}

struct Cage {
    folder: tempfile::TempDir,
    clock: Arc<ManualClock>,
    sandbox: Sandbox,
    printed: usize,
}

impl Cage {
    async fn build() -> Self {
        let clock = Arc::new(ManualClock::new(at(START)));
        let sandbox = support::world(&clock, |options| options.mailboxes = mailboxes()).await;
        Self { folder: tempfile::tempdir().unwrap(), clock, sandbox, printed: 0 }
    }

    fn none_escaped(&self) {
        let (mut found, mut files) = (Vec::new(), 0);
        search(self.folder.path(), &mut found, &mut files);
        assert!(files >= 2, "there was nothing to search");
        assert!(found.is_empty(), "the canary is in {found:?}");
    }

    /// Runs the program; its exit code is its own affair, what it prints is ours.
    async fn autopilot(&mut self, arguments: &[&str]) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_autopilot"));
        command.args(arguments).arg("--data-dir").arg(self.folder.path().join("data"));
        command.args(["--now", &self.clock.now().utc().to_rfc3339()]);
        command.env_clear().env("RUST_LOG", "trace").env("HOME", self.folder.path());
        command.envs(keys().into_iter().map(|(name, value)| (name.variable(), value)));
        let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
        for printed in [&output.stdout, &output.stderr] {
            self.printed += printed.len();
            assert!(!holds_canary(printed), "{arguments:?} printed it: {}", String::from_utf8_lossy(printed));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_leaves_the_program() {
    let mut cage = Cage::build().await;
    let url = cage.sandbox.url();
    let people = support::list(cage.folder.path(), &["yes@site.com", "stop@site.com"]);
    let people = people.display().to_string();
    cage.autopilot(&["seed"]).await;
    for spec in mailboxes() {
        let values = [
            format!("zoho.accounts_url={url}"),
            format!("zoho.mail_url={url}"),
            format!("zoho.account_id={}", spec.account_id),
            "legal.address=11 Example Street".to_owned(),
            "ai.provider=openai".to_owned(),
            format!("ai.base_url={url}/v1"),
            "ai.model=sandbox-1".to_owned(),
        ];
        let mut arguments = vec!["brand", "set", &spec.slug];
        arguments.extend(values.iter().map(String::as_str));
        cage.autopilot(&arguments).await;
    }
    let open: Vec<String> = OPEN.iter().map(|(key, value)| format!("{key}={value}")).collect();
    cage.autopilot(
        &[&["brand", "set", "codeteki"], open.iter().map(String::as_str).collect::<Vec<_>>().as_slice()].concat(),
    )
    .await;
    cage.autopilot(&["import", &people, "--brand", "codeteki", "--create-deals", "--pipeline", "sales"]).await;
    // The key of the model is refused here, and the mailbox fails in every way; then it works.
    cage.autopilot(&["run", "process_pending_deals", "--verbose"]).await;
    cage.autopilot(&["brand", "set", "codeteki", "ai.provider=playbook"]).await;
    cage.autopilot(&["run", "process_pending_deals", "--verbose"]).await;
    for fault in [
        Fault::RevokedToken,
        Fault::InvalidClient,
        Fault::ServerErrorBeforeStoring,
        Fault::OutgoingBlocked,
        Fault::RateLimit429,
    ] {
        cage.sandbox.set_fault(fault, None);
        cage.autopilot(&["run", "send_scheduled_emails", "--verbose", "--json"]).await;
        cage.autopilot(&["doctor"]).await;
        cage.sandbox.clear_faults();
        cage.autopilot(&["brand", "resume", "codeteki"]).await;
        cage.clock.advance(2 * HOUR);
    }
    for arguments in [
        &["run", "send_scheduled_emails", "--verbose"][..],
        &["run", "check_email_replies", "--verbose", "--json"],
        &["run", "daily_ai_review", "--verbose"],
        &["doctor", "--verbose"],
        &["doctor", "--json"],
        &["brand", "show", "codeteki", "--json"],
        &["brand", "show", "desifirms"],
        &["brand", "connect", "codeteki", "--code", "a-wrong-code"],
        &["brand", "test-email", "codeteki", "--to", "yes@site.com"],
        &["emails", "list", "--json"],
        &["status", "--json"],
        &["tasks", "history", "send_scheduled_emails", "--json"],
    ] {
        cage.autopilot(arguments).await;
    }
    assert!(cage.printed > 10_000, "it printed too little to prove anything");
    assert!(!cage.sandbox.ledger().is_empty(), "no mail went out, so the secrets were not used");
    cage.none_escaped();
}

#[tokio::test]
async fn no_secret_and_no_token_reaches_the_file() {
    let cage = Cage::build().await;
    let secrets = Arc::new(MemorySecrets::default());
    for (name, value) in keys() {
        secrets.set(&name, value.into()).await.unwrap();
    }
    let data = cage.folder.path().join("data");
    let engine = support::open(&data, &cage.clock, &secrets, 3).await.unwrap();
    support::connect(&engine, &cage.sandbox.url()).await;
    support::set(&engine, "codeteki", OPEN).await;
    support::import(&engine, cage.folder.path(), "codeteki", "sales", &["yes@site.com"]).await;
    for task in [DECIDE, SEND, READ] {
        let request = engine::api::wire::RunTask { task, brand: None, deal: None };
        engine::api::trigger::run_task(&engine, request).await.unwrap();
    }
    engine::api::trigger::doctor(&engine, engine::api::wire::DoctorRequest { program: true, brand: None })
        .await
        .unwrap();
    assert_eq!(cage.sandbox.ledger().len(), 1);
    // The access token of the hour is a secret too; it lies in the keychain's place and nowhere else.
    let name = SecretName::of_brand("codeteki", SecretKind::ZohoAccessToken);
    let kept = secrets.get(&name).await.unwrap().expect("the token is cached");
    let token = gateways::secrets::ExposeSecret::expose_secret(&kept).to_owned();
    engine.close().await;
    cage.none_escaped();
    let bare = token.split(['"', '|', ' ', '\n']).max_by_key(|part| part.len()).unwrap().to_owned();
    for entry in std::fs::read_dir(&data).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        assert!(!bytes.windows(bare.len()).any(|window| window == bare.as_bytes()), "the access token is in a file");
    }
}
