//! Everything that can go wrong with a mailbox, against the real client: what the person is told, that nothing is lost, nothing goes twice,
//! and that one brand's trouble is not the other's. The model is in `model_faults`.

use std::sync::Arc;

use domain::deal::DealStatus;
use domain::email::EmailState;
use domain::notice::NoticeKind;
use engine::api::wire::{BrandRef, FeedRequest, Nothing};
use engine::api::{mutation, query};
use gateways::{SecretKind, SecretName, SecretStore};
use sandbox::{Fault, Incoming};

use crate::support::{self, DECIDE, HOUR, MINUTE, OPEN, READ, SEND, TestApp};

const ROBIN: &str = "robin@site.example";

/// Both brands have one mail queued.
async fn both_queued() -> TestApp {
    let app = TestApp::open().await;
    app.set("desifirms", OPEN).await;
    app.people(&[ROBIN]).await;
    app.people_of("desifirms", "sales", &["kim@other.example"]).await;
    app.run_well(DECIDE).await;
    app
}

/// Codeteki stands still and says this; the other brand's mail went; Robin's is still queued.
async fn only_codeteki_stands(app: &TestApp, says: &str) {
    let run = app.run(SEND).await;
    assert!(run.error.as_ref().is_some_and(|error| error.contains(says)), "{says}: {:?}", run.error);
    let pause = app.brand("codeteki").await.summary.paused.expect("the brand is paused");
    assert!(pause.reason.contains(says) && pause.fix.is_some() && !pause.by_person, "{pause:?}");
    assert_eq!(app.brand("desifirms").await.summary.paused, None);
    let sent: Vec<String> = app.ledger().into_iter().map(|mail| mail.to).collect();
    assert_eq!(sent, ["kim@other.example"], "{says}");
    assert_eq!(app.mail(ROBIN).await.row.state, EmailState::Queued);
    assert!(app.notices().await.iter().any(|notice| notice.kind == NoticeKind::Trouble && notice.body.contains(says)));
}

/// The trouble is over and the person resumes the brand: the mail goes, once.
async fn goes_after_resuming(app: &TestApp) {
    mutation::brand_resume(&app.engine, BrandRef { brand: "codeteki".to_owned() }).await.unwrap();
    app.wait(2 * HOUR);
    app.run_well(SEND).await;
    app.run_well(SEND).await;
    assert_eq!(app.ledger().iter().filter(|mail| mail.to == ROBIN).count(), 1);
}

#[tokio::test]
async fn a_wrong_secret_pauses_the_brand() {
    let app = both_queued().await;
    let name = SecretName::of_brand("codeteki", SecretKind::ZohoClientSecret);
    let right = app.secrets.get(&name).await.unwrap().unwrap();
    app.secrets.set(&name, "a-wrong-secret".to_owned().into()).await.unwrap();
    only_codeteki_stands(&app, "does not accept the client secret").await;
    app.secrets.set(&name, right).await.unwrap();
    goes_after_resuming(&app).await;
}

#[tokio::test]
async fn a_missing_secret_pauses_the_brand() {
    let app = both_queued().await;
    let name = SecretName::of_brand("codeteki", SecretKind::ZohoRefreshToken);
    let right = app.secrets.get(&name).await.unwrap().unwrap();
    app.secrets.delete(&name).await.unwrap();
    only_codeteki_stands(&app, "not connected").await;
    app.secrets.set(&name, right).await.unwrap();
    goes_after_resuming(&app).await;
}

#[tokio::test]
async fn a_client_of_another_data_centre_pauses_the_brand() {
    let app = both_queued().await;
    let name = SecretName::of_brand("codeteki", SecretKind::ZohoClientId);
    let right = app.secrets.get(&name).await.unwrap().unwrap();
    app.secrets.set(&name, "1000.OFANOTHERDATACENTRE".to_owned().into()).await.unwrap();
    only_codeteki_stands(&app, "does not know this client id").await;
    app.secrets.set(&name, right).await.unwrap();
    goes_after_resuming(&app).await;
}

#[tokio::test]
async fn blocked_sending_pauses_the_brand() {
    let app = both_queued().await;
    // Brands go in a fixed order: the first strike is Codeteki's.
    app.fault(Fault::OutgoingBlocked, Some(1));
    only_codeteki_stands(&app, "blocked outgoing mail").await;
    goes_after_resuming(&app).await;
}

#[tokio::test]
async fn a_revoked_permission_pauses_the_brand() {
    let app = TestApp::open().await;
    app.people(&[ROBIN]).await;
    app.run_well(DECIDE).await;
    app.fault(Fault::RevokedToken, None);
    let run = app.run(SEND).await;
    assert!(run.error.unwrap().contains("permission"), "the message says what is gone");
    assert!(app.brand("codeteki").await.summary.paused.is_some());
    app.sandbox.clear_faults();
    goes_after_resuming(&app).await;
}

#[tokio::test]
async fn throttling_puts_off_and_loses_nothing() {
    for fault in [Fault::RateLimit429, Fault::Throttle400] {
        let app = TestApp::open().await;
        app.people(&[ROBIN, "kim@site.example"]).await;
        app.run_well(DECIDE).await;
        app.fault(fault.clone(), Some(1));
        let run = app.run(SEND).await;
        assert!(run.error.unwrap().contains("slow down"), "{fault:?}");
        assert!(app.ledger().is_empty(), "{fault:?}: it went on against the mailbox's wish");
        assert_eq!(app.brand("codeteki").await.summary.paused, None, "{fault:?}");
        app.wait(20 * MINUTE);
        app.run_well(SEND).await;
        assert_eq!(app.ledger().len(), 2, "{fault:?}");
    }
}

#[tokio::test]
async fn throttling_in_the_shape_of_a_server_fault_is_uncertain() {
    let app = TestApp::open().await;
    app.people(&[ROBIN, "kim@site.example"]).await;
    app.run_well(DECIDE).await;
    app.fault(Fault::Throttle500, Some(1));
    app.run(SEND).await;
    assert!(app.ledger().is_empty(), "it went on against the mailbox's wish");
    for _ in 0..5 {
        app.wait(HOUR);
        app.run(SEND).await;
    }
    // Status 500 never proves that nothing was done, so one mail waits for a person's word and the other goes.
    assert_eq!(app.ledger().len(), 1);
    let uncertain = app.mails().await.iter().filter(|mail| mail.state == EmailState::Unconfirmed).count();
    assert_eq!(uncertain, 1);
}

#[tokio::test]
async fn a_fault_before_storing_is_uncertain_and_never_resent() {
    uncertain(Fault::ServerErrorBeforeStoring, 0).await;
}

#[tokio::test]
async fn a_connection_that_breaks_before_the_answer_is_uncertain() {
    uncertain(Fault::DropBefore, 0).await;
}

#[tokio::test]
async fn a_missing_permission_pauses_the_brand() {
    let app = both_queued().await;
    app.fault(Fault::ScopeMissing, Some(1));
    only_codeteki_stands(&app, "does not cover").await;
    goes_after_resuming(&app).await;
}

#[tokio::test]
async fn a_fault_while_reading_loses_no_reply() {
    for fault in [Fault::ServerError, Fault::DropBefore, Fault::RateLimit429] {
        let app = TestApp::open().await;
        app.people(&[ROBIN, "kim@site.example"]).await;
        app.decide_and_send().await;
        app.wait(HOUR);
        app.answer(ROBIN, "Yes please, tell me more.");
        app.answer("kim@site.example", "Please remove me from your list.");
        for _ in 0..3 {
            app.fault(fault.clone(), Some(1));
            assert_eq!(app.run(READ).await.outcome, "trouble", "{fault:?}");
            app.wait(20 * MINUTE);
        }
        app.read_all().await;
        assert_eq!(app.messages().await.len(), 2, "{fault:?}");
        assert_eq!(app.card("kim@site.example").await.status, DealStatus::Lost, "{fault:?}");
        assert!(app.card(ROBIN).await.question.is_some(), "{fault:?}");
    }
}

#[tokio::test]
async fn a_fault_after_storing_is_settled_by_the_sent_folder() {
    uncertain(Fault::ServerErrorAfterStoring, 1).await;
}

#[tokio::test]
async fn a_lost_answer_is_settled_by_the_sent_folder() {
    uncertain(Fault::AcceptThenDrop, 1).await;
}

/// Whatever the client makes of a fault: at most one copy leaves, and if one left the file ends up knowing it.
async fn uncertain(fault: Fault, copies: usize) {
    let app = TestApp::open().await;
    app.people(&[ROBIN]).await;
    app.run_well(DECIDE).await;
    app.fault(fault, Some(1));
    app.run(SEND).await;
    assert_eq!(app.ledger().len(), copies);
    let state = app.mail(ROBIN).await.row.state;
    assert_eq!(state, EmailState::Unconfirmed);
    for _ in 0..10 {
        app.wait(HOUR);
        app.run(DECIDE).await;
        app.run(SEND).await;
    }
    assert_eq!(app.ledger().len(), copies, "it was sent again");
    let (mail, card) = (app.mail(ROBIN).await.row, app.card(ROBIN).await);
    if copies == 1 {
        assert_eq!((mail.state, card.emails_sent), (EmailState::Sent, 1));
        return;
    }
    // Absence proves nothing: it stays uncertain until a person says so, and then it is written anew.
    assert_eq!((mail.state, card.emails_sent), (EmailState::Unconfirmed, 0));
    assert!(app.why(ROBIN).await.summary.contains("may or may not"));
    assert!(mail.trouble.as_ref().is_some_and(|text| text.contains("4 times")), "{:?}", mail.trouble);
    let notices = query::notices_list(&app.engine, FeedRequest { limit: 50 }).await.unwrap();
    assert_eq!(notices.iter().filter(|notice| notice.title == "A mail may or may not have gone out").count(), 1);
    let word = engine::api::wire::EmailSettle { id: mail.id, sent: false };
    mutation::email_settle(&app.engine, word).await.unwrap();
    app.decide_and_send().await;
    assert_eq!(app.ledger().len(), 1);
}

#[tokio::test]
async fn a_late_sent_folder_is_waited_for() {
    let app = TestApp::open().await;
    app.people(&[ROBIN]).await;
    app.run_well(DECIDE).await;
    app.fault(Fault::SentListingDelay { ms: 4 * MINUTE * 1_000 }, None);
    app.fault(Fault::AcceptThenDrop, Some(1));
    app.run(SEND).await;
    app.wait(2 * MINUTE);
    app.run(SEND).await;
    assert_eq!(app.mail(ROBIN).await.row.state, EmailState::Unconfirmed);
    app.wait(30 * MINUTE);
    app.run(SEND).await;
    assert_eq!((app.mail(ROBIN).await.row.state, app.ledger().len()), (EmailState::Sent, 1));
}

#[tokio::test]
async fn a_reply_settles_an_uncertain_mail() {
    let app = TestApp::open().await;
    app.people(&[ROBIN]).await;
    app.run_well(DECIDE).await;
    app.fault(Fault::AcceptThenDrop, Some(1));
    app.run(SEND).await;
    app.answer(ROBIN, "Yes please, tell me more.");
    app.run(READ).await;
    assert_eq!(app.mail(ROBIN).await.row.state, EmailState::Replied);
    assert_eq!(app.card(ROBIN).await.emails_sent, 1);
}

#[tokio::test]
async fn a_paused_brand_settles_but_does_not_keep_the_scheduler_awake() {
    let app = TestApp::open().await;
    app.people(&[ROBIN, "kim@site.example"]).await;
    app.run_well(DECIDE).await;
    app.fault(Fault::AcceptThenDrop, Some(2));
    app.run(SEND).await;
    let pause = engine::api::wire::BrandPause { brand: "codeteki".to_owned(), reason: "holidays".to_owned() };
    mutation::brand_pause(&app.engine, pause).await.unwrap();
    app.engine.tick().await.unwrap();
    app.wait(2 * MINUTE);
    app.engine.tick().await.unwrap();
    assert_eq!(app.mail(ROBIN).await.row.state, EmailState::Sent, "looking is not sending");

    // A pause for trouble with the mailbox: there is no use in looking, so nothing is due either.
    let app = TestApp::open().await;
    app.people(&[ROBIN, "kim@site.example"]).await;
    app.run_well(DECIDE).await;
    app.fault(Fault::AcceptThenDrop, Some(1));
    app.fault(Fault::OutgoingBlocked, None);
    app.run(SEND).await;
    assert!(app.brand("codeteki").await.summary.paused.is_some());
    app.engine.tick().await.unwrap();
    app.wait(2 * MINUTE);
    for _ in 0..3 {
        assert!(app.engine.tick().await.unwrap().is_empty(), "every beat runs the task for nothing");
    }
    assert!(app.engine.next_wake().await.unwrap().unwrap() > app.engine.now());
}

#[tokio::test]
async fn missing_and_odd_ids_do_not_break_the_thread() {
    for fault in [Fault::MailIdAbsent, Fault::NumericIds] {
        let app = TestApp::open().await;
        app.people(&[ROBIN]).await;
        app.run_well(DECIDE).await;
        app.fault(fault.clone(), None);
        app.run_well(SEND).await;
        app.wait(HOUR);
        app.answer(ROBIN, "Yes please, tell me more.");
        app.run_well(READ).await;
        assert_eq!(app.deal(ROBIN).await.messages.len(), 1, "{fault:?}");
        assert!(app.card(ROBIN).await.last_reply.is_some(), "{fault:?}");
    }
}

#[tokio::test]
async fn a_slow_mailbox_is_only_slow() {
    let app = TestApp::open().await;
    app.people(&[ROBIN]).await;
    app.fault(Fault::Hang { ms: 120 }, None);
    app.fault(Fault::HangAfterStoring { ms: 120 }, None);
    app.decide_and_send().await;
    assert_eq!(app.ledger().len(), 1);
}

#[tokio::test]
async fn without_a_network_everything_waits() {
    let app = both_queued().await;
    let (engine, clock) = (Arc::clone(&app.engine), Arc::clone(&app.clock));
    let url = app.sandbox.url();
    let port: u16 = url.rsplit(':').next().unwrap().parse().unwrap();
    let TestApp { sandbox, .. } = &app;
    assert!(sandbox.ledger().is_empty());
    let app = app.lose_the_network().await;
    for task in [SEND, READ] {
        let run = app.run(task).await;
        assert!(run.error.unwrap().contains("cannot be reached"), "{task}");
    }
    assert_eq!(
        query::status(&engine, Nothing {}).await.unwrap().brands.iter().filter(|brand| brand.paused.is_some()).count(),
        0
    );
    clock.advance(HOUR);
    let back = support::world(&clock, |options| {
        options.people = false;
        options.port = port;
    })
    .await;
    app.run_well(SEND).await;
    assert_eq!(back.ledger().len(), 2);
}

#[tokio::test]
async fn malformed_mail_is_kept_and_hurts_nobody() {
    let app = TestApp::open().await;
    app.people(&[ROBIN]).await;
    app.decide_and_send().await;
    app.wait(HOUR);
    let monsters = [
        String::new(),
        "\u{0}\u{1}\u{2}".to_owned(),
        "no headers at all, only text".to_owned(),
        "Content-Type: multipart/mixed; boundary=\"x\"\r\n\r\n--x\r\n".repeat(300),
        format!(
            "From: {ROBIN}\r\nSubject: =?utf-8?B?!!!!?=\r\nContent-Transfer-Encoding: base64\r\n\r\n{}",
            "!".repeat(5_000)
        ),
        format!("From: {}\r\n\r\n<html>{}", "a".repeat(20_000), "<div>".repeat(20_000)),
        "From: \"><script>alert(1)</script>\" <x@y.example>\r\nDate: the day after tomorrow\r\n\r\nhello".to_owned(),
        "Content-Type: message/delivery-status\r\n\r\nFinal-Recipient: rfc822;\r\nStatus: ?\r\nAction: failed\r\n"
            .to_owned(),
    ];
    let count = monsters.len();
    for raw in monsters {
        let incoming =
            Incoming { from: "x@y.example".to_owned(), subject: "?".to_owned(), raw: Some(raw), ..Incoming::default() };
        app.sandbox.inject("codeteki", incoming).unwrap();
    }
    app.answer(ROBIN, "Yes please, tell me more.");
    app.read_all().await;
    assert_eq!(app.messages().await.len(), count + 1, "every mail is kept");
    let card = app.card(ROBIN).await;
    assert_eq!(card.status, DealStatus::Active);
    assert!(card.last_reply.is_some(), "the good mail behind the bad ones was read");
}
