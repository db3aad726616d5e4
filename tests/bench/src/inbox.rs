//! `inbox`: an inbox of tens of thousands of mails read for the first time, beside mbsync, which copies the same inbox from the same server.
//!
//! The mails are the SpamAssassin corpus over and over, each copy with a Message-ID of its own, in a Dovecot on this machine, over TLS. Ours
//! reads each mail, understands it, looks for the mail of ours that it answers and keeps it; mbsync writes each into a file.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use anyhow::Context as _;
use domain::task::TaskName;
use engine::api::wire::{BrandSet, RunTask};
use engine::api::{mutation, trigger};
use engine::{Engine, OpenOptions, Ports};
use gateways::{Clock as _, MemorySecrets, SecretKind, SecretName, SecretStore, SystemClock};
use mailserver::{MailServer, Options};

use crate::figures::{Figure, run};

const ADDRESS: &str = "hello@codeteki.example";
const PASSWORD: &str = "a word for the inbox";
/// Days over which the mails came in.
const DAYS: u64 = 300;
const DAY: u64 = 86_400;

/// Measures both sides. `corpus` is the folder of raw mails.
pub(crate) async fn measure(mails: u32, corpus: &Path) -> anyhow::Result<()> {
    let post = MailServer::start(Options::default())?;
    post.add_user(ADDRESS, PASSWORD)?;
    let bytes = fill(&post, mails, corpus)?;
    let folder = PathBuf::from("target/bench/inbox");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let data = fs::canonicalize(&folder)?.join("data");
    prepare(&data, &post).await?;

    println!("{mails} mails, {:.0} MB", bytes as f64 / 1e6);
    let mut one = Command::new(std::env::current_exe()?);
    one.arg("one-inbox").arg(&data).env("SSL_CERT_FILE", post.dir().join("ca.pem"));
    tell("CRM Autopilot", mails, apart(one).await?);
    let kept = kept(&data).await?;
    println!("{} mails kept, {} missed", kept.len(), (0..mails).filter(|n| !kept.contains(&message_id(*n))).count());

    let copies = fs::canonicalize(&folder)?.join("copies");
    fs::create_dir_all(&copies)?;
    let settings = folder.join("mbsyncrc");
    fs::write(&settings, mbsyncrc(&post, &copies))?;
    let mut peer = Command::new("mbsync");
    peer.arg("--quiet").arg("--config").arg(&settings).arg("inbox");
    tell("mbsync", mails, apart(peer).await?);
    let copied = fs::read_dir(copies.join("INBOX/new"))?.count() + fs::read_dir(copies.join("INBOX/cur"))?.count();
    println!("{copied} mails copied by mbsync");
    Ok(())
}

fn tell(name: &str, mails: u32, figure: Figure) {
    let seconds = figure.wall.as_secs_f64();
    let peak = figure.peak_kb as f64 / 1_024.0;
    println!("{name:<14} {seconds:.1} s, {:.0} mails a second, at most {peak:.1} MB", f64::from(mails) / seconds);
}

async fn apart(mut command: Command) -> anyhow::Result<Figure> {
    tokio::task::spawn_blocking(move || run(&mut command)).await?
}

/// Puts the mails into the mailbox as they lie on a server's disk. Says how many bytes they have.
fn fill(post: &MailServer, mails: u32, corpus: &Path) -> anyhow::Result<u64> {
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(corpus).with_context(|| format!("the corpus in {}", corpus.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(fs::read_dir(path)?.flatten().map(|file| file.path()));
        } else {
            files.push(path);
        }
    }
    files.retain(|file| file.is_file() && file.extension().is_none_or(|end| end == "txt"));
    files.sort();
    anyhow::ensure!(!files.is_empty(), "there are no mails in {}", corpus.display());
    // The mailbox makes itself at the first login.
    post.imap(ADDRESS)?;
    let place = post.maildir(ADDRESS).join("cur");
    fs::create_dir_all(&place)?;
    let now = SystemTime::UNIX_EPOCH + Duration::from_millis(u64::try_from(SystemClock.now().millis())?);
    let mut bytes = 0;
    for (number, source) in (0..mails).zip(files.iter().cycle()) {
        let raw = renamed(&fs::read(source)?, number);
        bytes += raw.len() as u64;
        let age = Duration::from_secs(DAYS * DAY * u64::from(mails - number) / u64::from(mails));
        let came = now - age;
        let seconds = came.duration_since(SystemTime::UNIX_EPOCH)?.as_secs();
        let file = place.join(format!("{seconds}.M{number}.bench,S={}:2,", raw.len()));
        fs::write(&file, raw)?;
        fs::File::options().write(true).open(&file)?.set_modified(came)?;
    }
    post.own(ADDRESS)?;
    Ok(bytes)
}

fn message_id(number: u32) -> String {
    format!("{number}@copies.example")
}

/// The mail with a Message-ID of its own, and with the line ends of the wire.
fn renamed(raw: &[u8], number: u32) -> Vec<u8> {
    let text = String::from_utf8_lossy(raw).replace("\r\n", "\n");
    let (head, body) = text.split_once("\n\n").unwrap_or((&text, ""));
    let mut skip = false;
    let kept = head.lines().filter(|line| {
        let goes_on = line.starts_with([' ', '\t']);
        skip = if goes_on {
            skip
        } else {
            line.to_ascii_lowercase().starts_with("message-id:") || line.starts_with("From ")
        };
        !skip
    });
    let head: String = kept.map(|line| format!("{line}\r\n")).collect();
    let body = body.replace('\n', "\r\n");
    format!("Message-ID: <{}>\r\n{head}\r\n{body}", message_id(number)).into_bytes()
}

/// A brand that wrote its first mail before all of this came in.
async fn prepare(data: &Path, post: &MailServer) -> anyhow::Result<()> {
    let engine = open(data).await?;
    let values = [
        ("from.email", ADDRESS.to_owned()),
        ("mailbox.kind", "smtp_imap".to_owned()),
        ("imap.host", "localhost".to_owned()),
        ("imap.port", post.ports.imaps.to_string()),
        ("smtp.host", "localhost".to_owned()),
        ("smtp.port", post.ports.smtps.to_string()),
    ];
    let values = values.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    mutation::brand_set(&engine, BrandSet { brand: "codeteki".to_owned(), values })
        .await
        .map_err(|error| anyhow::anyhow!("{error:?}"))?;
    let mut write = engine.store().write().await?;
    let brand = store::brands::by_slug(&mut write, "codeteki").await?.context("the seeded brand")?;
    let begin = engine.now().plus_seconds(-i64::try_from((DAYS + 1) * DAY)?);
    store::brands::note_first_sent(&mut write, brand.id, begin).await?;
    write.commit().await?;
    engine.close().await;
    Ok(())
}

async fn open(data: &Path) -> anyhow::Result<Arc<Engine>> {
    let secrets = MemorySecrets::default();
    secrets.set(&SecretName::of_brand("codeteki", SecretKind::ImapPassword), PASSWORD.into()).await?;
    let secrets: Arc<dyn SecretStore> = Arc::new(secrets);
    Ok(Engine::open(OpenOptions {
        data_dir: data.to_owned(),
        ports: Ports::real(Arc::new(SystemClock), secrets),
        own: true,
        witness: data.to_owned(),
        demo: false,
    })
    .await?)
}

/// Our side, in a process of its own: the task that reads, once.
pub(crate) async fn one(data: &Path) -> anyhow::Result<()> {
    let engine = open(data).await?;
    let task = RunTask { task: TaskName::CheckEmailReplies, brand: Some("codeteki".to_owned()), deal: None };
    let run = trigger::run_task(&engine, task).await.map_err(|error| anyhow::anyhow!("{error:?}"))?;
    println!("{}: {:?} {}", run.outcome, run.counts, run.error.unwrap_or_default());
    engine.close().await;
    Ok(())
}

/// The Message-IDs that were kept.
async fn kept(data: &Path) -> anyhow::Result<BTreeSet<String>> {
    let store = store::Store::open(&data.join(engine::DATABASE)).await?;
    let ids = sqlx::query_scalar("SELECT wire_message_id FROM messages").fetch_all(&mut *store.read().await?).await?;
    store.close().await;
    Ok(ids.into_iter().collect())
}

fn mbsyncrc(post: &MailServer, copies: &Path) -> String {
    format!(
        "IMAPAccount here\nHost localhost\nPort {}\nUser {ADDRESS}\nPass \"{PASSWORD}\"\nSSLType IMAPS\nCertificateFile {}\n\n\
         IMAPStore far\nAccount here\n\nMaildirStore near\nPath {}/\nInbox {}/INBOX\n\n\
         Channel inbox\nFar :far:INBOX\nNear :near:INBOX\nCreate Near\nSync Pull\nSyncState *\n",
        post.ports.imaps,
        post.dir().join("ca.pem").display(),
        copies.display(),
        copies.display()
    )
}
