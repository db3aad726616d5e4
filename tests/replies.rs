//! What comes back: people and robots of the sandbox answer as real ones do, and each answer does to the deal, the mails and the list of
//! suppressed addresses what the product promises. How a text is read is the domain's own test.

use std::collections::BTreeMap;

use domain::deal::DealStatus;
use domain::email::EmailState;
use domain::reply::ReplyKind;
use engine::api::query;
use engine::api::wire::{DealDetail, Nothing};

use crate::support::{DAY, DECIDE, HOUR, OPEN, READ, SEND, TestApp};

const WORDS: [&str; 15] = [
    "yes", "ask", "no", "later", "stop", "wrong", "paid", "placed", "hmm", "bounce", "full", "ooo", "left", "ticket",
    "silent",
];

/// Everybody has had the first mail and answered it.
async fn answered(provider: &str) -> (TestApp, BTreeMap<&'static str, DealDetail>) {
    let app = TestApp::with(|_| ()).await;
    app.set("codeteki", OPEN).await;
    app.set("codeteki", &[("ai.provider", provider)]).await;
    let addresses: Vec<String> = WORDS.iter().map(|word| format!("{word}@{word}-site.com")).collect();
    app.people(&addresses).await;
    app.run_well(DECIDE).await;
    app.run_well(SEND).await;
    assert_eq!(app.ledger().len(), WORDS.len());
    app.wait(4 * DAY);
    app.read_all().await;
    let mut deals = BTreeMap::new();
    for (word, address) in WORDS.iter().zip(&addresses) {
        deals.insert(*word, app.deal(address).await);
    }
    (app, deals)
}

fn class(deal: &DealDetail) -> Option<ReplyKind> {
    deal.messages.last().and_then(|message| message.class)
}

async fn suppressed(app: &TestApp) -> Vec<String> {
    let mut all: Vec<String> =
        query::suppressions_list(&app.engine, Nothing {}).await.unwrap().into_iter().map(|row| row.value).collect();
    all.sort();
    all
}

#[tokio::test]
async fn every_answer_does_what_it_means() {
    let (app, deals) = answered("openai").await;
    let expected = [
        ("yes", ReplyKind::Interested),
        ("ask", ReplyKind::Question),
        ("no", ReplyKind::NotInterested),
        ("later", ReplyKind::NotNow),
        ("stop", ReplyKind::Unsubscribe),
        ("wrong", ReplyKind::WrongPerson),
        ("paid", ReplyKind::PaymentRequest),
        ("placed", ReplyKind::LinkPlaced),
        ("bounce", ReplyKind::BounceHard),
        ("full", ReplyKind::BounceSoft),
        ("ooo", ReplyKind::OutOfOffice),
        ("left", ReplyKind::LeftCompany),
        ("ticket", ReplyKind::AutoReply),
    ];
    for (word, kind) in expected {
        assert_eq!(class(&deals[word]), Some(kind), "{word}: {:?}", deals[word].messages);
    }
    // A mumble may be read as a question; both go to a person.
    assert!(matches!(class(&deals["hmm"]), Some(ReplyKind::Unclear | ReplyKind::Question)));
    let card = |word: &str| &deals[word].deal.card;
    // A person answered: the sequence has stopped, whatever they said.
    for word in ["yes", "ask", "no", "stop", "wrong", "paid", "placed", "hmm"] {
        assert_eq!(card(word).next_action_at, None, "{word}");
        assert!(card(word).last_reply.is_some(), "{word}");
        assert_eq!(deals[word].emails[0].state, EmailState::Replied, "{word}");
    }
    for word in ["yes", "ask", "wrong", "paid", "placed", "hmm"] {
        assert!(card(word).question.is_some(), "{word} waits for a person");
        assert_eq!(card(word).status, DealStatus::Active, "{word}");
    }
    for word in ["no", "stop", "left", "bounce"] {
        assert_eq!(card(word).status, DealStatus::Lost, "{word}");
        assert!(card(word).reason.is_some(), "{word}");
    }
    assert!(deals["yes"].deal.stage.eq_ignore_ascii_case("engaged"), "{}", deals["yes"].deal.stage);
    assert!(card("later").next_action_at.unwrap().since(app.engine.now()) > 20 * DAY * 1_000, "later means later");
    assert!(card("wrong").question.as_ref().unwrap().contains("@wrong-site.com"), "the referral is named");
    assert!(card("placed").question.as_ref().unwrap().contains("https://www."), "the page is named");
    assert_eq!(suppressed(&app).await, ["bounce@bounce-site.com", "stop@stop-site.com"]);
    assert_eq!(deals["bounce"].emails[0].state, EmailState::Bounced);
}

#[tokio::test]
async fn a_robot_is_no_answer() {
    let (app, deals) = answered("playbook").await;
    for word in ["ooo", "ticket", "bounce", "full", "silent"] {
        let deal = &deals[word];
        assert_eq!(deal.deal.card.last_reply_at, None, "{word}");
        assert!(!deal.deal.card.last_reply.is_some_and(ReplyKind::is_human), "{word}");
        assert!(deal.emails.iter().all(|mail| mail.state != EmailState::Replied), "{word}");
    }
    for word in ["ooo", "ticket", "silent"] {
        assert_eq!(deals[word].deal.card.status, DealStatus::Active, "{word}");
        assert!(deals[word].deal.card.next_action_at.is_some(), "{word}: the sequence goes on");
    }
    // Ninety days later those who said nothing have had their follow-ups, and nobody who answered has had another mail.
    for _ in 0..90 {
        app.wait(DAY);
        app.run(READ).await;
        app.run(DECIDE).await;
        app.run(SEND).await;
    }
    let mails = |word: &str| app.ledger().iter().filter(|mail| mail.to.starts_with(&format!("{word}@"))).count();
    for word in ["silent", "ticket", "ooo"] {
        assert!(mails(word) > 1, "{word} was forgotten");
    }
    for word in ["yes", "ask", "no", "stop", "wrong", "paid", "placed", "hmm", "bounce", "left"] {
        assert_eq!(mails(word), 1, "{word} got another mail");
    }
}

#[tokio::test]
async fn a_mail_that_waits_for_approval_waits_for_the_return_too() {
    let app = TestApp::open().await;
    app.set("codeteki", &[("autonomy", "review")]).await;
    app.people(&["robin@site.example"]).await;
    app.run_well(DECIDE).await;
    app.approve("robin@site.example").await;
    app.run_well(SEND).await;
    app.wait(4 * DAY);
    app.run_well(DECIDE).await;
    let anchor = app.ledger()[0].clone();
    let away = sandbox::Incoming {
        from: "robin@site.example".to_owned(),
        subject: format!("Automatic reply: {}", anchor.subject),
        text: "I am out of the office and will be back on 14 December 2026.".to_owned(),
        in_reply_to: Some(anchor.wire_message_id),
        headers: vec![("Auto-Submitted".to_owned(), "auto-replied".to_owned())],
        ..sandbox::Incoming::default()
    };
    app.sandbox.inject("codeteki", away).unwrap();
    assert_eq!(app.run_well(READ).await.get("out_of_office"), Some(&1));
    app.approve("robin@site.example").await;
    app.wait(HOUR);
    app.run_well(SEND).await;
    assert_eq!(app.ledger().len(), 1, "a reminder went to somebody who is away");
    app.clock.set(crate::support::at("2026-12-15T10:00:00+11:00"));
    app.run_well(SEND).await;
    assert_eq!(app.ledger().len(), 2);
}

#[tokio::test]
async fn the_rules_alone_never_guess() {
    let (_app, deals) = answered("playbook").await;
    let mut read = BTreeMap::new();
    for word in ["yes", "ask", "no", "later", "wrong", "paid", "placed", "hmm"] {
        let kind = class(&deals[word]).unwrap();
        assert!(deals[word].messages.iter().all(|message| message.classified_by == "rule"), "{word}");
        read.insert(word, kind);
    }
    let wrong = |word: &str, kind: ReplyKind| read[word] != kind && read[word] != ReplyKind::Unclear;
    for (word, kind) in [
        ("yes", ReplyKind::Interested),
        ("ask", ReplyKind::Question),
        ("no", ReplyKind::NotInterested),
        ("later", ReplyKind::NotNow),
        ("wrong", ReplyKind::WrongPerson),
        ("paid", ReplyKind::PaymentRequest),
        ("placed", ReplyKind::LinkPlaced),
        ("hmm", ReplyKind::Unclear),
    ] {
        assert!(!wrong(word, kind), "{word} was read as {:?}", read[word]);
    }
}

#[tokio::test]
async fn a_paused_brand_still_hears() {
    let app = TestApp::open().await;
    app.people(&["robin@site.example"]).await;
    app.decide_and_send().await;
    let pause = engine::api::wire::BrandPause { brand: "codeteki".to_owned(), reason: "holidays".to_owned() };
    engine::api::mutation::brand_pause(&app.engine, pause).await.unwrap();
    app.wait(HOUR);
    app.answer("robin@site.example", "Please remove me from your list.");
    app.run_well(READ).await;
    assert_eq!(suppressed(&app).await, ["robin@site.example"]);
}

/// A full mailbox got nothing, so the same step is tried again, later each time; after the third the address counts as dead.
#[tokio::test]
async fn a_mail_that_comes_back_for_now_is_tried_again_and_then_given_up() {
    let app = TestApp::with(|_| {}).await;
    app.set("codeteki", OPEN).await;
    app.people(&["full@site.example"]).await;
    for _ in 0..30 {
        app.wait(DAY);
        for task in [READ, DECIDE, SEND] {
            app.run(task).await;
        }
    }
    let tried: Vec<i64> =
        app.ledger().iter().filter(|mail| mail.to == "full@site.example").map(|mail| mail.at / 1_000).collect();
    let waited: Vec<i64> = tried.windows(2).map(|two| (two[1] - two[0]) / DAY).collect();
    assert!(waited.len() == 2 && (2..=5).contains(&waited[0]) && (4..=8).contains(&waited[1]), "{waited:?}");
    let deal = app.deal("full@site.example").await;
    assert!(deal.emails.iter().all(|mail| mail.state == EmailState::Bounced && mail.step == 1), "{:?}", deal.emails);
    assert_eq!((deal.deal.card.status, deal.deal.card.emails_sent), (DealStatus::Lost, 0));
    assert_eq!(suppressed(&app).await, ["full@site.example"]);
}
