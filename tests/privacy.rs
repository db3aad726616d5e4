//! Nobody who said no, nobody who asked to be forgotten: suppressions outlast restores and imports, and after an erasure no byte of the
//! person is left in the data folder.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::Command;

use domain::deal::DealStatus;
use domain::email::EmailState;
use domain::task::TaskName;
use engine::api::wire::{
    ContactErase, ContactRef, EmailApprove, EmailEdit, EmailSettle, ErasedReply, Evidence, EvidenceRequest, Nothing,
    Suppress,
};
use engine::api::{mutation, query};
use engine::import::{DealTarget, ImportOptions, ImportReport, Mode};
use engine::{ApiError, DATABASE, ErrorCode};
use sandbox::Fault;

use crate::support::{self, DAY, DECIDE, OPEN, READ, REVIEW, SEND, TestApp};

/// Whatever of this is left anywhere is too much. Each is written where people write: names, notes, labels, fields, mails, answers.
const TRACES: [&str; 9] = [
    "josefine@bakery.example",
    "josefine+",
    "Canarella",
    "Oldcanary",
    "notecanary",
    "tagcanary",
    "fieldcanary",
    "mailcanary",
    "replycanary",
];
const JO: &str = "josefine@bakery.example";
const PEOPLE: &str = "email,name,company,notes,tags,Shoe\n\
    Josefine+News@bakery.example,Josefine Oldcanary,Bakery,notecanary,\"tagcanary,vip\",fieldcanary\n\
    ann@garden.example,Ann Lee,Garden,\"a friend of JOSEFINE@bakery.example, Josefine+Old@bakery.example, Josefine Canarella\",,\n";

async fn import(app: &TestApp, brand: &str) -> ImportReport {
    let pipelines = query::pipelines(&app.engine, Nothing {}).await.unwrap();
    let row = pipelines.iter().find(|row| row.brand == brand && row.key == "sales").unwrap();
    let mut options = ImportOptions::new(row.brand_id);
    options.keep_unmapped = true;
    options.create_deals = Some(DealTarget { pipeline: row.id, stage: row.stages[0].id });
    // Outside of the data folder: it is the person's own file.
    let file = app.data_dir().parent().unwrap().join("list.csv");
    std::fs::write(&file, PEOPLE).unwrap();
    let (now, random) = (app.engine.now(), app.engine.random());
    let mut watch = |_| ControlFlow::Continue(());
    engine::import::run(app.engine.store(), &file, &options, Mode::Commit, now, random, &mut watch).await.unwrap()
}

/// The files below a folder that hold one of these texts, letter case aside.
fn holding(folder: &Path, traces: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for path in std::fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            found.extend(holding(&path, traces));
            continue;
        }
        let bytes = std::fs::read(&path).unwrap().to_ascii_lowercase();
        for trace in traces {
            let trace = trace.to_ascii_lowercase();
            if bytes.windows(trace.len()).any(|window| window == trace.as_bytes()) {
                found.push(format!("{}: {trace}", path.display()));
            }
        }
    }
    found
}

async fn erase(app: &TestApp) -> Result<ErasedReply, ApiError> {
    mutation::contact_erase(&app.engine, ContactErase { address: "JOSEFINE@bakery.example".to_owned() }).await
}

async fn evidence(app: &TestApp) -> Result<Evidence, ApiError> {
    query::evidence(&app.engine, EvidenceRequest { address: JO.to_owned() }).await
}

async fn suppress(app: &TestApp, target: &str, brand: Option<&str>) {
    let request =
        Suppress { target: target.to_owned(), brand: brand.map(str::to_owned), reason: "asked by phone".to_owned() };
    mutation::suppress(&app.engine, request).await.unwrap();
}

async fn suppressed(app: &TestApp) -> Vec<(String, Option<String>)> {
    let rows = query::suppressions_list(&app.engine, Nothing {}).await.unwrap();
    rows.into_iter().map(|row| (row.value, row.brand)).collect()
}

/// Jo and Ann are contacts of both brands; Jo was mailed, answered, was reviewed and edited; every kind of copy was made of that.
async fn a_life() -> TestApp {
    let app = TestApp::open().await;
    app.set("codeteki", &[("autonomy", "review")]).await;
    for brand in ["codeteki", "desifirms"] {
        assert_eq!(import(&app, brand).await.created, 2);
    }
    app.run_well(DECIDE).await;
    let id = app
        .mails()
        .await
        .iter()
        .find(|mail| mail.to_address.starts_with("josefine+") && mail.brand == "codeteki")
        .unwrap()
        .id;
    let (subject, body) = ("A mailcanary".to_owned(), "Hello Josefine,\n\nmailcanary.".to_owned());
    mutation::email_edit(&app.engine, EmailEdit { id, subject, body }).await.unwrap();
    mutation::email_approve(&app.engine, EmailApprove { id, content_hash: None }).await.unwrap();
    app.run_well(SEND).await;
    app.answer("josefine+news@bakery.example", "What does it cost? replycanary");
    app.wait(support::HOUR);
    app.read_all().await;
    app.run_well(REVIEW).await;
    for contact in evidence(&app).await.unwrap().contacts {
        let edit = serde_json::json!({ "id": contact["id"], "name": "Josefine Canarella", "basis": "express" });
        mutation::contact_edit(&app.engine, serde_json::from_value(edit).unwrap()).await.unwrap();
    }
    app.run_well(TaskName::BackupDatabase).await;
    app.wait(DAY);
    let aside = app.data_dir().join("crm-autopilot.before-restore-20261101-000000.sqlite");
    engine::backup::copy(&app.engine, &aside).await.unwrap();
    app
}

#[tokio::test]
async fn no_byte_of_an_erased_person_is_left() {
    let app = a_life().await;
    let before = holding(&app.data_dir(), &TRACES);
    for trace in TRACES {
        assert!(before.iter().any(|line| line.ends_with(&trace.to_lowercase())), "{trace} never was there");
    }
    let known = evidence(&app).await.unwrap();
    assert_eq!((known.contacts.len(), known.deals.len(), known.messages.len()), (2, 2, 1));
    assert_eq!(known.contacts[0]["custom"]["Shoe"], "fieldcanary");
    let sent = known.emails.iter().find(|mail| mail["state"] == "replied").unwrap();
    assert_eq!((&sent["approved_by"], &sent["approved_hash"]), (&"person".into(), &sent["content_hash"]));
    assert_eq!(sent["html"], app.ledger()[0].content.as_str());
    assert!(known.decisions.iter().all(|decision| decision["inputs"].is_object()));

    let erased = erase(&app).await.unwrap();
    println!("{erased:#?}");
    assert_eq!((erased.contacts, erased.deals, erased.messages, erased.cleaned.len()), (2, 2, 1, 2));
    assert!(erased.emails >= 2 && erased.mentions >= 2 && erased.left.is_empty(), "{erased:?}");
    assert_eq!(holding(&app.data_dir(), &TRACES), Vec::<String>::new());
    for copy in &erased.cleaned {
        store::check::verify(Path::new(copy)).await.unwrap();
    }
    let left = evidence(&app).await.unwrap();
    assert!(left.contacts.is_empty() && left.suppressions.len() == 1, "{left:?}");
    assert_eq!(left.suppressions[0]["kind"], "erased");
    let ann = query::contacts_list(&app.engine, Default::default()).await.unwrap();
    assert!(
        ann.iter()
            .all(|row| row.email == "ann@garden.example" && row.notes == "a friend of [erased], [erased], [erased]")
    );

    // They come again with the next list, and nothing is taken in or sent.
    let sent = app.ledger().len();
    let again = import(&app, "codeteki").await;
    assert_eq!((again.created, again.reasons.get("asked to be forgotten")), (0, Some(&1)), "{again:?}");
    app.run_well(DECIDE).await;
    app.run_well(SEND).await;
    assert!(app.ledger()[sent..].iter().all(|mail| mail.to == "ann@garden.example"));
    assert_eq!(holding(&app.data_dir(), &TRACES), Vec::<String>::new());

    // Nor are they when they write; a second time changes nothing.
    app.sandbox
        .inject(
            "codeteki",
            sandbox::Incoming { from: JO.to_owned(), text: "replycanary".to_owned(), ..Default::default() },
        )
        .unwrap();
    let ann = "Ask Josefine+else@bakery.example, JOSEFINE@bakery.example or kim@other.example";
    app.sandbox
        .inject(
            "codeteki",
            sandbox::Incoming { from: "ann@garden.example".to_owned(), text: ann.to_owned(), ..Default::default() },
        )
        .unwrap();
    app.run(READ).await;
    assert_eq!(
        app.messages().await.iter().map(|row| row.from_address.as_str()).collect::<Vec<_>>(),
        ["ann@garden.example"]
    );
    assert!(erase(&app).await.unwrap().done.starts_with("Nothing was known"));
    assert_eq!(holding(&app.data_dir(), &TRACES), Vec::<String>::new());
    app.reopened().await;
}

#[tokio::test]
async fn who_has_a_mail_in_flight_is_not_erased_before_it_is_settled() {
    let app = TestApp::open().await;
    app.people(&[JO]).await;
    app.run_well(DECIDE).await;
    app.fault(Fault::AcceptThenDrop, Some(1));
    app.run(SEND).await;
    let mail = app.mail(JO).await.row;
    assert_eq!(mail.state, EmailState::Unconfirmed);
    let refused = erase(&app).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::Refused);
    assert!(refused.message.contains(&mail.id.to_string()) && refused.message.contains(&mail.subject), "{refused}");
    assert_eq!(evidence(&app).await.unwrap().contacts.len(), 1);
    mutation::email_settle(&app.engine, EmailSettle { id: mail.id, sent: true }).await.unwrap();
    assert_eq!(erase(&app).await.unwrap().contacts, 1);
}

/// The command line on a closed app's folder.
fn autopilot(app: &TestApp, die_at: &str, arguments: &[&str]) -> std::process::Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_autopilot"));
    command.args(arguments).arg("--data-dir").arg(app.data_dir()).args(["--now", "2026-11-30T10:00:00+11:00"]);
    command.env("AUTOPILOT_STATE_DIR", app.data_dir()).env("AUTOPILOT_SECRET__CODETEKI__ZOHO_REFRESH_TOKEN", "none");
    command.env("AUTOPILOT_DIE_AT", die_at).output().unwrap()
}

#[tokio::test]
async fn an_erasure_that_a_death_cuts_off_is_finished() {
    for place in ["erase.rows_gone", "erase.file_clean", "erase.copy_clean:1", "erase.copy_clean:2"] {
        let app = a_life().await;
        app.engine.close().await;
        let died = autopilot(&app, place, &["contacts", "erase", JO, "--yes"]);
        assert_eq!(died.status.code(), None, "{place}: {}", String::from_utf8_lossy(&died.stderr));
        assert!(
            place == "erase.copy_clean:2" || !holding(&app.data_dir(), &TRACES).is_empty(),
            "{place} came too late"
        );
        let app = app.reopened().await;
        assert_eq!(holding(&app.data_dir(), &TRACES), Vec::<String>::new(), "{place}");
        assert_eq!(evidence(&app).await.unwrap().suppressions.len(), 1);
    }
}

#[tokio::test]
async fn a_restored_copy_knows_who_said_no_and_who_was_forgotten_since() {
    let app = a_life().await;
    let elsewhere = tempfile::tempdir().unwrap();
    let copy = elsewhere.path().join("stick.sqlite");
    engine::backup::copy(&app.engine, &copy).await.unwrap();
    suppress(&app, "ann+x@garden.example", None).await;
    suppress(&app, "shop.example", Some("codeteki")).await;
    erase(&app).await.unwrap();
    let before = suppressed(&app).await;
    app.engine.close().await;
    let restored = engine::backup::restore(&app.data_dir(), &copy, support::at(support::START)).await.unwrap();
    assert_eq!((restored.suppressions, restored.unread.as_deref()), (3, None));
    let app = app.reopened().await;
    let after = suppressed(&app).await;
    assert!(before.iter().all(|row| after.contains(row)) && after.len() == before.len(), "{before:?} {after:?}");
    assert_eq!(holding(&app.data_dir(), &TRACES), Vec::<String>::new(), "what was forgotten came back");
    mutation::resume_all(&app.engine, Nothing {}).await.unwrap();
    let sent = app.ledger().len();
    app.run(DECIDE).await;
    app.run(SEND).await;
    assert_eq!(app.ledger().len(), sent, "both said no");
}

#[tokio::test]
async fn a_former_file_that_cannot_be_asked_is_told() {
    let app = TestApp::open().await;
    let copy: PathBuf = app.data_dir().join("copy.sqlite");
    engine::backup::copy(&app.engine, &copy).await.unwrap();
    app.engine.close().await;
    std::fs::write(app.data_dir().join(DATABASE), b"no database").unwrap();
    let told = autopilot(&app, "", &["restore", &copy.display().to_string()]);
    let said = String::from_utf8(told.stdout).unwrap();
    assert!(told.status.success() && said.contains("could not be asked who must not be mailed"), "{said}");
}

#[tokio::test]
async fn a_no_to_one_brand_is_a_no_to_whoever_it_legally_is() {
    for (legal_name, brand, cancelled) in [("Codeteki", None, true), ("Desi Firms", Some("codeteki"), false)] {
        let app = TestApp::open().await;
        app.set("desifirms", OPEN).await;
        app.set("desifirms", &[("legal.name", legal_name), ("autonomy", "review")]).await;
        app.people(&["robin@site.example"]).await;
        app.decide_and_send().await;
        app.people_of("desifirms", "sales", &["robin@site.example"]).await;
        app.run_well(DECIDE).await;
        app.answer("robin@site.example", "Please unsubscribe me.");
        app.wait(support::HOUR);
        app.read_all().await;
        assert_eq!(suppressed(&app).await, [("robin@site.example".to_owned(), brand.map(str::to_owned))]);
        let waiting = app.mails().await.into_iter().find(|mail| mail.brand == "desifirms").unwrap();
        assert_eq!(waiting.state == EmailState::Cancelled, cancelled, "{waiting:?}");
    }
}

#[tokio::test]
async fn a_suppression_cancels_what_waits_at_once() {
    let people = ["robin+list@site.example", "kim@mail.shop.example", "lee@other.example"];
    let app = TestApp::open().await;
    app.people(&people).await;
    app.run_well(DECIDE).await;
    suppress(&app, "Robin@site.example", Some("codeteki")).await;
    suppress(&app, "shop.example", None).await;
    let states: Vec<EmailState> =
        [app.mail(people[0]).await.row.state, app.mail(people[1]).await.row.state, app.mail(people[2]).await.row.state]
            .into();
    assert_eq!(states, [EmailState::Cancelled, EmailState::Cancelled, EmailState::Queued]);
    let shown = query::contact_show(&app.engine, ContactRef { contact: people[1].to_owned() }).await.unwrap();
    assert_eq!(shown.suppressed.as_deref(), Some("asked by phone"));
    app.decide_and_send().await;
    assert_eq!(app.ledger().len(), 1);
    let closed = app.card(people[0]).await;
    assert_eq!((closed.status, closed.reason.as_deref()), (DealStatus::Lost, Some("This address must not be mailed")));
}

/// What was sent to somebody who is forgotten counts for the cap all the same.
#[tokio::test]
async fn a_forgotten_person_does_not_open_the_cap() {
    let app = TestApp::open().await;
    app.set("codeteki", &[("sending.hourly_cap", "1")]).await;
    app.people(&[JO, "ann@garden.example"]).await;
    app.decide_and_send().await;
    assert_eq!(app.ledger().len(), 1);
    let first = app.ledger()[0].to.clone();
    mutation::contact_erase(&app.engine, ContactErase { address: first }).await.unwrap();
    app.run(SEND).await;
    assert_eq!(app.ledger().len(), 1, "the hour's cap was open again");
    app.wait(3_601);
    app.run_well(SEND).await;
    assert_eq!(app.ledger().len(), 2);
}
