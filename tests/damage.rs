//! A file that something else wrote into: bits flipped, pages zeroed, the end cut off, the header gone, the last writes lost. Whatever is
//! done to it, nothing is sent that a person did not approve, nothing twice, and nothing to somebody who said no. `MUTATIONS=1000` sets how many.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use engine::DATABASE;
use engine::api::wire::{RunTask, Suppress};
use engine::api::{mutation, trigger};
use gateways::{Random, SeededRandom};

use crate::support::{self, DECIDE, HOUR, OPEN, SEND, TestApp};

/// What became of the mutated files.
#[derive(Debug, Default)]
struct Figures {
    mutations: u32,
    /// Not opened at all.
    refused: u32,
    /// Opened, but the autopilot stands still.
    paused: u32,
    mails_sent: usize,
}

const WAYS: [&str; 6] = ["one bit", "64 bits", "a page", "the end", "the header", "the last writes"];

#[tokio::test]
async fn nothing_wrong_is_sent_from_a_damaged_file() {
    let most: u32 = std::env::var("MUTATIONS").ok().and_then(|text| text.parse().ok()).unwrap_or(36);
    let random = SeededRandom::new(8);
    let mut figures: BTreeMap<&str, Figures> = BTreeMap::new();
    let (app, approved) = a_file_with_twelve_mails().await;
    let file = app.data_dir().join(DATABASE);
    let good = std::fs::read(&file).unwrap();
    let store = store::Store::open(&file).await.unwrap();
    let name = store::meta::get(&mut store.read().await.unwrap(), "database").await.unwrap().unwrap();
    store.close().await;
    let witness = app.data_dir().join(format!("{name}.tide"));
    for way in WAYS.iter().cycle().take(most.try_into().unwrap()) {
        // In place, so that the file is where it was left; only its content differs.
        clear(&app.data_dir());
        let lost = if *way == "the last writes" { "3" } else { "0" };
        std::fs::write(&witness, lost).unwrap();
        std::fs::write(&file, mutated(way, good.clone(), &random)).unwrap();
        judge(&app, &approved, figures.entry(way).or_default()).await;
    }
    println!("{figures:#?}");
    for way in ["a page", "the end", "the header"] {
        let of = &figures[way];
        assert_eq!(of.refused, of.mutations, "{way}: {of:?}");
    }
    let lost = &figures["the last writes"];
    assert_eq!((lost.paused, lost.mails_sent), (lost.mutations, 0), "{lost:?}");
}

/// Removes what SQLite put beside the file.
fn clear(data: &Path) {
    for entry in std::fs::read_dir(data).unwrap().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with("-wal") || name.ends_with("-shm") {
            std::fs::remove_file(entry.path()).unwrap();
        }
    }
}

/// Twelve people have an approved mail; two of them are suppressed afterwards. What was approved for the others is returned by address.
async fn a_file_with_twelve_mails() -> (TestApp, BTreeMap<String, String>) {
    let app = TestApp::open().await;
    app.set("codeteki", OPEN).await;
    let people: Vec<String> = (0..12).map(|n| format!("p{n}@site{n}.example")).collect();
    app.people(&people).await;
    app.run_well(DECIDE).await;
    let mut approved = BTreeMap::new();
    for address in &people {
        approved.insert(address.clone(), app.mail(address).await.html);
    }
    for address in &people[..2] {
        let asked = Suppress { target: address.clone(), brand: None, reason: "asked".to_owned() };
        mutation::suppress(&app.engine, asked).await.unwrap();
        approved.remove(address);
    }
    app.engine.close().await;
    (app, approved)
}

fn mutated(way: &str, mut bytes: Vec<u8>, random: &SeededRandom) -> Vec<u8> {
    let somewhere = |len: usize| usize::try_from(random.below(len as u64)).unwrap();
    let flips = match way {
        "one bit" => 1,
        "64 bits" => 64,
        _ => 0,
    };
    for _ in 0..flips {
        let at = somewhere(bytes.len());
        bytes[at] ^= 1 << random.below(8);
    }
    match way {
        "a page" => {
            let page = somewhere(bytes.len() / 4096);
            bytes[page * 4096..(page + 1) * 4096].fill(0);
        }
        "the end" => bytes.truncate(1 + somewhere(bytes.len() - 1)),
        "the header" => bytes[..100].fill(0),
        _ => {}
    }
    bytes
}

/// Opens the file as a new start of the program does and lets it send.
async fn judge(app: &TestApp, approved: &BTreeMap<String, String>, figures: &mut Figures) {
    figures.mutations += 1;
    let before = app.ledger().len();
    match support::open(&app.data_dir(), &app.clock, &app.secrets, 9).await {
        Err(_) => figures.refused += 1,
        Ok(engine) => {
            figures.paused += u32::from(engine.is_paused().await.unwrap_or(true));
            for _ in 0..2 {
                app.wait(HOUR);
                // An error is as good as a refusal here: what counts is what went out.
                let _ = trigger::run_task(&engine, RunTask { task: SEND, brand: None, deal: None }).await;
            }
            engine.close().await;
        }
    }
    let sent = app.ledger().split_off(before);
    figures.mails_sent += sent.len();
    let mut once = BTreeSet::new();
    for mail in &sent {
        let text = approved.get(&mail.to).unwrap_or_else(|| panic!("{} was suppressed, or is nobody", mail.to));
        assert_eq!(mail.content, *text, "not what was approved for {}", mail.to);
        assert!(once.insert(&mail.to), "{} had it twice", mail.to);
    }
}
