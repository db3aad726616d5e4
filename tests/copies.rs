//! Backups, restoring, and a file that is not the one we left: what was queued in it waits for a person, and nothing is sent.

use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;

use domain::email::EmailState;
use domain::task::TaskName;
use engine::api::wire::Nothing;
use engine::api::{mutation, query};
use engine::{DATABASE, Engine};

use crate::support::{self, DAY, DECIDE, HOUR, OPEN, SEND, TestApp};

/// As many people as the environment's `MAILS` says, or five.
fn some_people() -> Vec<String> {
    let count: u32 = std::env::var("MAILS").ok().and_then(|text| text.parse().ok()).unwrap_or(5);
    (0..count).map(|n| format!("p{n}@site{n}.example")).collect()
}

/// So many mails are queued and due.
async fn queued() -> TestApp {
    let app = TestApp::open().await;
    app.set("codeteki", OPEN).await;
    app.people(&some_people()).await;
    app.run_well(DECIDE).await;
    app
}

async fn opened(app: &TestApp, folder: &Path) -> Arc<Engine> {
    support::open(folder, &app.clock, &app.secrets, 9).await.unwrap()
}

/// The autopilot stands still, says why, and every mail waits for a person.
async fn stands_still(engine: &Engine, says: &str, mails: usize) {
    let status = query::status(engine, Nothing {}).await.unwrap();
    let pause = status.paused.expect("it is paused");
    assert!(pause.reason.contains(says), "{}", pause.reason);
    assert_eq!(usize::try_from(status.awaiting_approval).unwrap(), mails);
    let request = engine::api::wire::RunTask { task: SEND, brand: None, deal: None };
    let refused = engine::api::trigger::run_task(engine, request).await.unwrap_err();
    assert!(refused.message.contains(says), "{refused}");
    assert!(engine.tick().await.unwrap().is_empty());
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().flatten().filter(|entry| entry.path().is_file()) {
        std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

#[tokio::test]
async fn a_copied_file_sends_nothing_until_a_person_lets_it() {
    let app = queued().await;
    let copy = tempfile::tempdir().unwrap();
    app.engine.close().await;
    copy_folder(&app.data_dir(), copy.path());
    app.wait(3 * DAY);
    let engine = opened(&app, copy.path()).await;
    stands_still(&engine, "copied", some_people().len()).await;
    assert!(app.ledger().is_empty());
    mutation::resume_all(&engine, Nothing {}).await.unwrap();
    engine.close().await;
    // Once a person has looked, it is at home there.
    let engine = opened(&app, copy.path()).await;
    assert_eq!(query::status(&engine, Nothing {}).await.unwrap().paused, None);
    engine.close().await;
    assert!(app.ledger().is_empty(), "a late mail went out without a decision");
}

#[tokio::test]
async fn a_file_whose_last_writes_were_lost_sends_nothing() {
    let app = queued().await;
    let older = tempfile::tempdir().unwrap();
    app.engine.close().await;
    let file = app.data_dir().join(DATABASE);
    std::fs::copy(&file, older.path().join("older")).unwrap();
    let engine = opened(&app, &app.data_dir()).await;
    app.wait(HOUR);
    engine.tick().await.unwrap();
    engine.close().await;
    let sent = app.ledger().len();
    assert!(sent > 0);
    // Written over in place: machine, path and birth of the file are as they were. Only the witness knows.
    std::fs::write(&file, std::fs::read(older.path().join("older")).unwrap()).unwrap();
    let engine = opened(&app, &app.data_dir()).await;
    stands_still(&engine, "older than what was sent", some_people().len()).await;
    engine.close().await;
    assert_eq!(app.ledger().len(), sent, "a mail went out twice");
}

#[tokio::test]
async fn backups_are_checked_and_thinned_out() {
    let app = TestApp::open().await;
    for _ in 0..20 {
        app.wait(DAY);
        app.run_well(TaskName::BackupDatabase).await;
    }
    let rows = query::backups(&app.engine, Nothing {}).await.unwrap();
    assert!((8..=10).contains(&rows.len()), "{rows:?}");
    for row in &rows {
        store::check::verify(Path::new(&row.file)).await.unwrap();
    }
    assert!(rows.is_sorted_by(|a, b| a.made_at > b.made_at));
}

/// The command line on a folder.
fn autopilot(data: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_autopilot"));
    command.args(arguments).arg("--data-dir").arg(data).args(["--now", "2026-11-30T10:00:00+11:00"]);
    command.env("AUTOPILOT_STATE_DIR", data).env("AUTOPILOT_SECRET__CODETEKI__ZOHO_REFRESH_TOKEN", "none");
    command.output().unwrap()
}

#[tokio::test]
async fn a_damaged_file_is_refused_and_the_newest_good_backup_is_put_back() {
    let app = queued().await;
    app.run_well(TaskName::BackupDatabase).await;
    app.wait(DAY);
    app.run_well(TaskName::BackupDatabase).await;
    let backups = query::backups(&app.engine, Nothing {}).await.unwrap();
    app.engine.close().await;
    let (data, file) = (app.data_dir(), app.data_dir().join(DATABASE));
    // The newer backup is no good, and neither is the file.
    std::fs::write(&backups[0].file, b"SQLite format 3").unwrap();
    let mut bytes = std::fs::read(&file).unwrap();
    bytes[..4096].fill(0);
    std::fs::write(&file, &bytes).unwrap();
    let refused = autopilot(&data, &["run", "send_scheduled_emails"]);
    let said = String::from_utf8(refused.stderr).unwrap();
    assert_eq!(refused.status.code(), Some(1), "{said}");
    assert!(said.contains(&format!("autopilot restore \"{}\"", backups[1].file)), "{said}");
    assert_eq!(std::fs::read(&file).unwrap(), bytes, "the damaged file was touched");

    let restored = autopilot(&data, &["restore", &backups[1].file]);
    assert_eq!(restored.status.code(), Some(0), "{}", String::from_utf8_lossy(&restored.stderr));
    let aside = std::fs::read_dir(&data).unwrap().flatten();
    assert!(aside.into_iter().any(|entry| entry.file_name().to_string_lossy().contains("before-restore")));
    let engine = opened(&app, &data).await;
    stands_still(&engine, "restored", some_people().len()).await;
    engine.close().await;
    assert!(app.ledger().is_empty());
}

#[tokio::test]
async fn nothing_is_restored_or_overwritten_that_should_not_be() {
    let app = queued().await;
    let elsewhere = tempfile::tempdir().unwrap();
    let copy = elsewhere.path().join("copy.sqlite").display().to_string();
    let text = |output: Output| (output.status.code(), String::from_utf8(output.stderr).unwrap());
    assert_eq!(text(autopilot(&app.data_dir(), &["backup", &copy])).0, Some(0));
    let (code, said) = text(autopilot(&app.data_dir(), &["backup", &copy]));
    assert!(code == Some(3) && said.contains("there already"), "{said}");
    let (code, said) = text(autopilot(&app.data_dir(), &["restore", &copy]));
    assert!(code == Some(3) && said.contains("end it first"), "{said}");
    assert!(app.mails().await.iter().all(|mail| mail.state == EmailState::Queued));
}
