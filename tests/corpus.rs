//! Thousands of real mails, ham and spam, through the real reading pipeline: none lost, none taken for an answer. On demand, since the
//! mails are not ours to ship: `tests/scripts/corpus.sh` fetches them and says where they are by `CORPUS_DIR`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::brand::Brand;
use engine::Connect;
use engine::api::wire::{MessagesRequest, RunTask};
use engine::api::{query, trigger};
use gateways::{
    Clock, FolderKind, IncomingRow, LanguageModel, Mailbox, ManualClock, MemoryMailbox, ModelError, Trouble,
};

use crate::support::{self, DECIDE, OPEN, READ, SEND, START, at};

/// One mailbox in memory for whoever asks.
struct InMemory(Arc<MemoryMailbox>);

impl Connect for InMemory {
    fn mailbox(&self, _: &Brand) -> Result<Arc<dyn Mailbox>, Trouble> {
        Ok(Arc::clone(&self.0) as Arc<dyn Mailbox>)
    }

    fn trial(&self, brand: &Brand, _: Arc<dyn gateways::SecretStore>) -> Result<Arc<dyn Mailbox>, Trouble> {
        self.mailbox(brand)
    }

    fn model(&self, _: &Brand) -> Result<Arc<dyn LanguageModel>, ModelError> {
        Err(ModelError::Unreachable)
    }
}

/// Every mail below a folder, in the order of their names.
fn mails(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            mails(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "txt" || extension == "eml") {
            found.push(path);
        }
    }
}

/// Without the line that mail folders put before each mail.
fn bare(raw: &[u8]) -> &[u8] {
    let end = raw.iter().position(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    if raw.starts_with(b"From ") { &raw[end..] } else { raw }
}

#[tokio::test]
async fn real_mail_of_strangers_is_kept_and_never_an_answer() {
    let Some(folder) = std::env::var_os("CORPUS_DIR") else { return };
    let mut files = Vec::new();
    mails(Path::new(&folder), &mut files);
    assert!(files.len() > 100, "there are only {} mails in {}", files.len(), folder.display());

    let clock = Arc::new(ManualClock::new(at(START)));
    let mailbox = Arc::new(MemoryMailbox::new("sales@codeteki.au", Arc::clone(&clock) as Arc<dyn Clock>));
    let connect = Arc::new(InMemory(Arc::clone(&mailbox)));
    let data = tempfile::tempdir().unwrap();
    let secrets = support::keys().await;
    let engine =
        support::open_with(&data.path().join("data"), Arc::clone(&clock) as _, secrets, connect, 7).await.unwrap();
    support::set(&engine, "codeteki", OPEN).await;
    support::set(&engine, "codeteki", &[("legal.address", "11 Example Street")]).await;
    let people: Vec<String> = (0..5).map(|n| format!("p{n}@site{n}.example")).collect();
    support::import(&engine, data.path(), "codeteki", "sales", &people).await;
    let run = |task| trigger::run_task(&engine, RunTask { task, brand: Some("codeteki".to_owned()), deal: None });
    run(DECIDE).await.unwrap();
    assert_eq!(run(SEND).await.unwrap().counts["sent"], 5);

    for (nth, file) in files.iter().enumerate() {
        clock.advance(1);
        let row = IncomingRow {
            provider_message_id: format!("in-{nth}"),
            folder_id: "1".to_owned(),
            folder: if file.to_string_lossy().contains("spam-") { FolderKind::Spam } else { FolderKind::Inbox },
            from_address: String::new(),
            from_name: String::new(),
            subject: String::new(),
            received_at: clock.now(),
            thread_id: None,
            to_address: String::new(),
        };
        mailbox.receive(row, bare(&std::fs::read(file).unwrap()));
    }
    let read = run(READ).await.unwrap();
    println!("{} mails: {:?}", files.len(), read.counts);
    assert_eq!((read.error, read.counts["fetched"] as usize), (None, files.len()));
    let all = MessagesRequest { all: true, limit: Some(10_000), ..MessagesRequest::default() };
    let kept = query::messages_list(&engine, all).await.unwrap();
    let mut natures: BTreeMap<String, usize> = BTreeMap::new();
    kept.iter().for_each(|message| *natures.entry(message.nature.clone()).or_default() += 1);
    println!("{} kept: {natures:?}", kept.len());
    // A mail that came twice has the same Message-ID and is kept once.
    let twice = read.counts.get("seen_before").copied().unwrap_or(0) as usize;
    assert_eq!(kept.len() + twice, files.len(), "mails were lost");
    assert_eq!(
        kept.iter().filter(|message| message.deal_id.is_some()).count(),
        0,
        "a stranger's mail was linked to a deal"
    );
    for address in &people {
        let id = query::deal_named(&engine, address).await.unwrap();
        let deal = query::deal_show(&engine, engine::api::wire::DealRef { id }).await.unwrap().deal.card;
        assert_eq!((deal.last_reply, deal.question), (None, None), "{address}");
    }
    assert!(run(READ).await.unwrap().counts.is_empty(), "a second run found something");
}
