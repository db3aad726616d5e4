//! Eight processes on one database: only one of them sends at a time, the others say who does, and every mail goes out once.
//! `CROWD=10000` sets how many mails; a database that another program holds is waited for.

use std::collections::BTreeMap;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use domain::email::EmailState;
use gateways::{Clock as _, ManualClock};

use crate::support::{self, DAY, DECIDE, TestApp};

const PROCESSES: usize = 8;

#[derive(Debug, Default)]
struct Figures {
    mails: usize,
    processes: usize,
    sent: usize,
    duplicates: usize,
    owners: usize,
    guests: usize,
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crowd_sends_each_mail_once() {
    let mails: usize = std::env::var("CROWD").ok().and_then(|text| text.parse().ok()).unwrap_or(60);
    let app = TestApp::open().await;
    app.set("codeteki", &[("sending.max_per_deal", "1")]).await;
    let people: Vec<String> = (0..mails).map(|n| format!("p{n}@site{n}.example")).collect();
    app.people(&people).await;
    while app.run_well(DECIDE).await.contains_key("send_email") {}
    app.engine.close().await;
    let mut figures = Figures { mails, ..Figures::default() };
    while app.ledger().len() < mails {
        let before = app.ledger().len();
        crowd(&app, &mut figures).await;
        assert!(app.ledger().len() > before, "nobody sent anything");
        app.wait(DAY);
    }
    // Once more: nothing is left to send.
    crowd(&app, &mut figures).await;
    let mut copies: BTreeMap<String, usize> = BTreeMap::new();
    for mail in app.ledger() {
        *copies.entry(mail.to).or_default() += 1;
    }
    figures.sent = copies.len();
    figures.duplicates = copies.values().map(|copies| copies - 1).sum();
    println!("{figures:#?}");
    assert_eq!((figures.sent, figures.duplicates), (figures.mails, 0));
    assert!(figures.guests > 0, "they never met");
}

/// All at once, until each has ended: well, or as a guest that says who owns the autopilot.
async fn crowd(app: &TestApp, figures: &mut Figures) {
    let children: Vec<Child> = (0..PROCESSES).map(|_| sender(app, &app.clock).spawn().unwrap()).collect();
    let ended = tokio::task::spawn_blocking(|| children.into_iter().map(|child| child.wait_with_output().unwrap()));
    for output in ended.await.unwrap() {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        figures.processes += 1;
        match output.status.code() {
            Some(0) => figures.owners += 1,
            // The budget of calls to the mailbox is each process's own.
            Some(1) if said.contains("Enough calls") => figures.owners += 1,
            Some(3) => {
                assert!(said.contains("process"), "a guest does not say who owns it: {said}");
                figures.guests += 1;
            }
            other => panic!("a process ended with {other:?}: {said}"),
        }
    }
}

fn sender(app: &TestApp, clock: &Arc<ManualClock>) -> Command {
    let data = app.data_dir();
    let mut command = Command::new(env!("CARGO_BIN_EXE_autopilot"));
    command.args(["run", "send_scheduled_emails", "--json", "--now", &clock.now().utc().to_rfc3339(), "--data-dir"]);
    command.arg(&data).env_clear().env("AUTOPILOT_STATE_DIR", &data).stdout(Stdio::null()).stderr(Stdio::piped());
    command.envs(support::key_list().into_iter().map(|(name, value)| (name.variable(), value)));
    command
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_held_by_another_program_is_waited_for_or_said() {
    let seconds: u64 = std::env::var("LOCKED").ok().and_then(|text| text.parse().ok()).unwrap_or(12);
    let app = TestApp::open().await;
    app.people(&["robin@site.example"]).await;
    app.run_well(DECIDE).await;
    let held = store::Store::open(&app.data_dir().join(engine::DATABASE)).await.unwrap();
    let write = held.write().await.unwrap();
    let release = async {
        tokio::time::sleep(std::time::Duration::from_secs(seconds)).await;
        drop(write);
    };
    let (refused, ()) = tokio::join!(app.try_run(support::SEND), release);
    let message = refused.unwrap_err().message;
    assert!(message.contains("locked by another program") && message.contains("Nothing was lost"), "{message}");
    assert!(app.ledger().is_empty());
    // It goes on by itself.
    app.run_well(support::SEND).await;
    assert_eq!(app.mail("robin@site.example").await.row.state, EmailState::Sent);
    held.close().await;
}
