//! One file, one owner: locked, newer, shared or left open by a dead process, it is never harmed and the person is told. Dying in earnest
//! is proved in `kill`.

use std::sync::Arc;

use domain::email::EmailState;
use engine::api::wire::Suppress;
use engine::api::{mutation, trigger};
use engine::{ErrorCode, Ownership};
use gateways::ManualClock;

use crate::support::{self, DAY, DECIDE, SEND, START, TestApp, at};

const ROBIN: &str = "robin@site.example";

#[tokio::test]
async fn a_guest_is_refused_and_told_who_owns_the_autopilot() {
    let app = TestApp::open().await;
    app.people(&[ROBIN]).await;
    let guest = support::open(&app.data_dir(), &app.clock, &app.secrets, 8).await.unwrap();
    assert!(matches!(guest.ownership(), Ownership::Guest { .. }));
    let request = engine::api::wire::RunTask { task: DECIDE, brand: None, deal: None };
    let refused = trigger::run_task(&guest, request).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::Refused);
    assert!(refused.message.contains(&std::process::id().to_string()), "{refused}");
    // A guest edits, and the owner heeds it.
    let asked = Suppress { target: ROBIN.to_owned(), brand: None, reason: "asked".to_owned() };
    mutation::suppress(&guest, asked).await.unwrap();
    guest.close().await;
    app.decide_and_send().await;
    assert!(app.ledger().is_empty());
}

#[tokio::test]
async fn a_file_of_a_newer_version_is_refused_untouched() {
    let folder = tempfile::tempdir().unwrap();
    let (clock, secrets) = (Arc::new(ManualClock::new(at(START))), support::keys().await);
    let engine = support::open(folder.path(), &clock, &secrets, 1).await.unwrap();
    let mut write = engine.store().write().await.unwrap();
    let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
                 VALUES (20990101000000, 'of tomorrow', 1, x'00', 0)";
    sqlx::query(newer).execute(&mut *write).await.unwrap();
    write.commit().await.unwrap();
    engine.close().await;
    drop(engine);
    let file = folder.path().join(engine::DATABASE);
    let before = std::fs::read(&file).unwrap();
    let refused = support::open(folder.path(), &clock, &secrets, 1).await.err().unwrap();
    assert!(
        refused.sentence().contains("newer version") && refused.sentence().contains("nothing was changed"),
        "{}",
        refused.sentence()
    );
    assert_eq!(std::fs::read(&file).unwrap(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_database_is_told_and_nothing_is_lost() {
    use sqlx::Connection as _;
    let app = TestApp::open().await;
    app.people(&[ROBIN]).await;
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(app.engine.database());
    let mut other = sqlx::SqliteConnection::connect_with(&options).await.unwrap();
    sqlx::query("BEGIN IMMEDIATE").execute(&mut other).await.unwrap();
    let refused = app.try_run(DECIDE).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::Refused);
    assert!(
        refused.message.contains("locked by another program") && refused.message.contains("Nothing was lost"),
        "{refused}"
    );
    sqlx::query("ROLLBACK").execute(&mut other).await.unwrap();
    other.close().await.unwrap();
    app.decide_and_send().await;
    assert_eq!(app.ledger().len(), 1);
}

#[tokio::test]
async fn what_was_in_flight_at_a_crash_is_looked_for() {
    let app = TestApp::open().await;
    app.people(&[ROBIN]).await;
    app.run_well(DECIDE).await;
    // As a process leaves it that dies between the intent and the answer.
    let mut write = app.engine.store().write().await.unwrap();
    let id = app.mail(ROBIN).await.row.id;
    let mail = store::emails::find(&mut write, id).await.unwrap().unwrap();
    store::emails::claim(&mut write, mail, None, "a process that died", app.engine.now()).await.unwrap();
    write.commit().await.unwrap();
    app.engine.close().await;
    let app = app.reopened().await;
    assert_eq!(app.mail(ROBIN).await.row.state, EmailState::Unconfirmed);
    for _ in 0..5 {
        app.wait(DAY);
        app.run(DECIDE).await;
        app.run(SEND).await;
    }
    assert!(app.ledger().is_empty(), "it was sent blindly");
    assert_eq!(app.mail(ROBIN).await.row.state, EmailState::Unconfirmed);
}
