//! Imports through a window: a page that knows tokens and nothing else, the real engine, real files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use domain::contact::{Basis, ContactType};
use engine::api::wire::{
    ContactsRequest, ImportOutcome, ImportReading, ImportRequest, ImportRow, Nothing, OfferedFile,
};
use engine::api::{self, mutation, query, trigger};
use engine::import::{Field, ImportReport, OnDuplicate, Verdict};
use engine::{Engine, ErrorCode};

use crate::support::TestApp;

const LIST: &str = "Kontakt,Full Name,DR\namy@ex.example,Amy,45\nn/a,\"=HYPERLINK(\"\"x\"\")\",1\nAMY@ex.example,A.,2\nbob@ex.example,Bob,900\n";

fn file(app: &TestApp, name: &str, text: &str) -> PathBuf {
    let path = app.data_dir().with_file_name(name);
    std::fs::write(&path, text).unwrap();
    path
}

fn reading(file: &str) -> ImportReading {
    let map = BTreeMap::from([("Kontakt".to_owned(), Field::Email)]);
    ImportReading { file: file.to_owned(), encoding: None, delimiter: None, map, keep_unmapped: false }
}

fn request(file: &str) -> ImportRequest {
    ImportRequest {
        reading: reading(file),
        brand: "codeteki".to_owned(),
        kind: ContactType::Lead,
        source: "Expo".to_owned(),
        basis: Basis::None,
        basis_note: String::new(),
        pipeline: Some("sales".to_owned()),
        on_duplicate: OnDuplicate::Skip,
        rows: Some(4),
    }
}

/// Waits for the import that runs.
async fn ended(engine: &Engine) -> ImportOutcome {
    for _ in 0..2_000 {
        let now = query::imports_now(engine, Nothing {}).await.unwrap();
        match now.job.expect("an import was started").outcome {
            ImportOutcome::Running { .. } => tokio::time::sleep(Duration::from_millis(10)).await,
            outcome => return outcome,
        }
    }
    panic!("the import never ended");
}

async fn imported(engine: &Engine, file: &str) -> (ImportReport, Option<OfferedFile>) {
    trigger::import_start(engine, request(file)).await.unwrap();
    match ended(engine).await {
        ImportOutcome::Done { report, rejects } => (report, rejects),
        other => panic!("{other:?}"),
    }
}

async fn imports(engine: &Engine) -> Vec<ImportRow> {
    query::imports_list(engine, Nothing {}).await.unwrap()
}

async fn addresses(engine: &Engine) -> usize {
    query::contacts_list(engine, ContactsRequest::default()).await.unwrap().len()
}

/// Folders in which the engine keeps files of its own for the person.
fn kept(app: &TestApp) -> usize {
    std::fs::read_dir(app.data_dir().join("handed-over")).map_or(0, Iterator::count)
}

#[tokio::test]
async fn a_preview_says_what_the_import_then_does_and_the_rejects_are_saved_where_the_person_says() {
    let app = TestApp::quiet().await;
    let engine = &app.engine;
    let chosen = engine.choose_file(&file(&app, "people.csv", LIST)).unwrap();
    assert_eq!((chosen.name.as_str(), chosen.size), ("people.csv", LIST.len() as u64));

    let mut unmapped = reading(&chosen.token);
    unmapped.map.clear();
    let look = query::import_look(engine, unmapped).await.unwrap();
    assert!(!look.has_addresses && !look.lacks_header, "the person has to say which column it is");
    let look = query::import_look(engine, reading(&chosen.token)).await.unwrap();
    assert!(look.has_addresses);
    assert_eq!(look.examples[1], ["Amy", "=HYPERLINK(\"x\")", "A."]);

    let preview = trigger::import_preview(engine, request(&chosen.token)).await.unwrap();
    assert!(imports(engine).await.is_empty() && addresses(engine).await == 0, "a preview keeps nothing");
    let (report, rejects) = imported(engine, &chosen.token).await;
    assert_eq!(ImportReport { id: None, ..report.clone() }, preview);
    assert_eq!((report.created, report.skipped, report.rejected, report.deals), (2, 1, 1, 2));
    assert_eq!(report.rows_in, report.created + report.updated + report.skipped + report.rejected);

    let offered = rejects.expect("a row was rejected");
    assert_eq!(offered.name, "people-rejected.csv");
    let to = app.data_dir().with_file_name("mended.csv");
    engine.save_offered(&offered.token, &to).await.unwrap();
    let saved = std::fs::read_to_string(&to).unwrap();
    assert!(saved.contains("n/a,\"'=HYPERLINK(\"\"x\"\")\",1,“n/a” is not an e-mail address,3"), "{saved}");

    // What was mended comes in as it was meant.
    std::fs::write(&to, saved.replace("n/a,", "cat@ex.example,")).unwrap();
    let mended = engine.choose_file(&to).unwrap();
    assert_eq!(imported(engine, &mended.token).await.0.created, 1);
    let cat = query::contacts_list(engine, ContactsRequest::default()).await.unwrap();
    assert!(cat.iter().any(|contact| contact.name == "=HYPERLINK(\"x\")"));

    let undone = mutation::import_undo(engine, engine::api::wire::ImportRef { id: report.id.unwrap() }).await.unwrap();
    assert!(undone.done.starts_with("Removed 2 contacts and 2 deals"), "{}", undone.done);
    trigger::import_leave(engine, Nothing {}).await.unwrap();
    assert!(query::imports_now(engine, Nothing {}).await.unwrap().job.is_none());
    assert_eq!(kept(&app), 0, "what was not saved is gone once it is left");
}

#[tokio::test]
async fn a_stopped_import_leaves_nothing_and_one_runs_at_a_time() {
    let app = TestApp::quiet().await;
    let engine = &app.engine;
    let rows: String = (0..60_000).map(|n| format!("p{n}@site{n}.example,P {n},\n")).collect();
    let chosen = engine.choose_file(&file(&app, "many.csv", &format!("Kontakt,Name,DR\nn/a,,\n{rows}"))).unwrap();
    trigger::import_start(engine, request(&chosen.token)).await.unwrap();
    let second = trigger::import_start(engine, request(&chosen.token)).await.unwrap_err();
    let preview = trigger::import_preview(engine, request(&chosen.token)).await.unwrap_err();
    assert_eq!((second.code, preview.code), (ErrorCode::Refused, ErrorCode::Refused));
    let stopped = trigger::import_stop(engine, Nothing {}).await.unwrap();
    assert_eq!(stopped.done, "Stopped; nothing was changed.");
    assert!(matches!(ended(engine).await, ImportOutcome::Stopped));
    assert!(imports(engine).await.is_empty() && addresses(engine).await == 0 && kept(&app) == 0);

    // Far behind the first rows, each verdict has its examples.
    let preview = trigger::import_preview(engine, request(&chosen.token)).await.unwrap();
    let told = |verdict| preview.rows.iter().filter(|row| row.verdict == verdict).count();
    assert_eq!((preview.rows_in, told(Verdict::Create), told(Verdict::Reject)), (60_001, 1_000, 1));
    assert!(query::imports_now(engine, Nothing {}).await.unwrap().preview.is_none());
    trigger::import_start(engine, request(&chosen.token)).await.unwrap();
    engine.close().await;
    let app = app.reopened().await;
    assert!(imports(&app.engine).await.is_empty(), "closing stops what runs");
}

#[tokio::test]
async fn no_file_is_read_that_nobody_chose_and_a_token_ends_with_its_session() {
    let app = TestApp::quiet().await;
    let path = file(&app, "people.csv", LIST);
    let engine = Arc::clone(&app.engine);
    let chosen = engine.choose_file(&path).unwrap();
    let offered = engine.offer_file("../people.csv", b"mine".to_vec()).await.unwrap();
    assert_eq!(offered.name, "people.csv", "an offered name is no way out of its folder");
    assert!(engine.choose_file(app.data_dir().as_path()).is_err(), "a folder is no file");
    let made_up = ["", "0", path.to_str().unwrap(), offered.token.as_str()];
    for token in made_up {
        assert_refused(&engine, token).await;
    }
    assert!(engine.save_offered(&chosen.token, Path::new("/nowhere")).await.is_err(), "what is read is not given out");
    assert!(query::import_look(&engine, reading(&chosen.token)).await.is_ok());

    engine.close().await;
    assert_refused_look(&engine, &chosen.token).await;
    drop(engine);
    let app = app.reopened().await;
    assert_refused(&app.engine, &chosen.token).await;
    assert!(app.engine.read_offered(&offered.token).await.is_err());
    assert_eq!(kept(&app), 0);
    // Chosen or not, no request of the page names a path.
    let paths = ["choose_file", "take_in_file", "save_offered", "read_offered"];
    assert!(api::COMMANDS.iter().all(|(_, name, ..)| !paths.contains(name)));
}

async fn assert_refused_look(engine: &Engine, token: &str) {
    let look = query::import_look(engine, reading(token)).await.unwrap_err();
    assert_eq!(look.code, ErrorCode::NotFound, "{token}: {look}");
}

async fn assert_refused(engine: &Engine, token: &str) {
    assert_refused_look(engine, token).await;
    let preview = trigger::import_preview(engine, request(token)).await.unwrap_err();
    let start = trigger::import_start(engine, request(token)).await.unwrap_err();
    assert_eq!((preview.code, start.code), (ErrorCode::NotFound, ErrorCode::NotFound), "{token}: {preview} {start}");
    assert!(imports(engine).await.is_empty());
}
