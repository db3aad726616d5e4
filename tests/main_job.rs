//! The main job from outside, as one person lives it: what is approved goes out once, unchanged, through every gate; what comes back is
//! understood once. Outages are proved in `faults`, and what each gate says in `gates`.

use domain::deal::DealStatus;
use domain::email::EmailState;
use engine::api::mutation;
use engine::api::wire::{DealMove, EmailApprove, EmailEdit, Suppress};
use sandbox::Incoming;

use crate::support::{DAY, DECIDE, HOUR, OPEN, READ, REVIEW, SEND, TestApp};

#[tokio::test]
async fn nothing_leaves_before_a_person_approves_it() {
    let app = TestApp::quiet().await;
    app.people(&["robin@site.example"]).await;
    app.decide_and_send().await;
    assert_eq!(app.mail("robin@site.example").await.row.state, EmailState::AwaitingApproval);
    app.wait(HOUR);
    app.run_well(SEND).await;
    assert!(app.ledger().is_empty(), "sent without approval");

    app.approve("robin@site.example").await;
    assert!(app.ledger().is_empty(), "an approval is not a send");
    app.run_well(SEND).await;
    assert_eq!(app.ledger().len(), 1);
    assert_eq!(app.mail("robin@site.example").await.row.state, EmailState::Sent);
    assert_eq!(app.card("robin@site.example").await.emails_sent, 1);
}

#[tokio::test]
async fn an_edit_after_the_approval_asks_for_a_new_one() {
    let app = TestApp::quiet().await;
    app.people(&["robin@site.example"]).await;
    app.run_well(DECIDE).await;
    app.approve("robin@site.example").await;
    let id = app.mail("robin@site.example").await.row.id;
    let edit = EmailEdit {
        id,
        subject: "Another subject".to_owned(),
        body: "Hello Robin,\n\nan entirely new text.".to_owned(),
    };
    mutation::email_edit(&app.engine, edit).await.unwrap();
    app.run_well(SEND).await;
    assert!(app.ledger().is_empty(), "the old approval sent the new text");

    app.approve("robin@site.example").await;
    app.run_well(SEND).await;
    let sent = app.ledger();
    assert_eq!(sent.len(), 1);
    assert!(sent[0].content.contains("an entirely new text") && sent[0].subject == "Another subject");
}

#[tokio::test]
async fn what_was_approved_is_sent_byte_for_byte() {
    let app = TestApp::quiet().await;
    app.people(&["robin@site.example"]).await;
    app.run_well(DECIDE).await;
    let read = app.mail("robin@site.example").await;
    app.approve("robin@site.example").await;
    // What the brand says of itself afterwards must not reach into an approved mail.
    app.set("codeteki", &[("signature", "Somebody else"), ("ai.value_proposition", "something else")]).await;
    app.run_well(SEND).await;
    let sent = app.ledger();
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0].content, read.html);
    assert_eq!((sent[0].subject.as_str(), sent[0].to.as_str()), (read.row.subject.as_str(), "robin@site.example"));
    assert_eq!(sent[0].from, "sales@codeteki.au");
    let after = app.mail("robin@site.example").await;
    assert_eq!(after.approved_hash.as_deref(), Some(read.content_hash.as_str()));
    assert_eq!(after.content_hash, read.content_hash);
    for needed in [read.token.as_str(), "Level 2, 11 Example Street, Melbourne VIC 3000", "Codeteki"] {
        assert!(sent[0].content.contains(needed), "{needed} is missing: {}", sent[0].content);
    }
    assert!(sent[0].content.to_lowercase().contains("stop"), "no way out is offered: {}", sent[0].content);
}

#[tokio::test]
async fn a_reply_before_the_sending_cancels_the_mail() {
    let app = TestApp::quiet().await;
    app.people(&["robin@site.example"]).await;
    app.run_well(DECIDE).await;
    app.approve("robin@site.example").await;
    app.run_well(SEND).await;
    app.wait(4 * DAY);
    app.run_well(DECIDE).await;
    app.approve("robin@site.example").await;
    assert_eq!(app.mail("robin@site.example").await.row.state, EmailState::Queued);

    app.answer("robin@site.example", "Let me think about it.");
    app.run_well(READ).await;
    let mail = app.mail("robin@site.example").await.row;
    assert_eq!(mail.state, EmailState::Cancelled);
    assert!(mail.trouble.unwrap().contains("reply"));
    app.run_well(SEND).await;
    assert_eq!(app.ledger().len(), 1, "a follow-up overtook the reply");
    app.wait(30 * DAY);
    app.decide_and_send().await;
    assert_eq!(app.ledger().len(), 1, "the sequence went on after a reply");
}

#[tokio::test]
async fn the_second_run_of_each_task_does_nothing() {
    let app = TestApp::open().await;
    app.people(&["robin@site.example", "kim@site.example"]).await;
    assert_eq!(app.run_well(DECIDE).await["decided"], 2);
    assert!(app.run_well(DECIDE).await.is_empty());
    assert_eq!(app.run_well(SEND).await["sent"], 2);
    assert!(app.run_well(SEND).await.is_empty());
    app.wait(HOUR);
    app.answer("robin@site.example", "Yes please, tell me more.");
    assert_eq!(app.run_well(READ).await["fetched"], 1);
    assert!(app.run_well(READ).await.is_empty());
    app.run_well(REVIEW).await;
    app.run_well(REVIEW).await;
    let reviews = engine::api::query::reviews_list(&app.engine, engine::api::wire::Nothing {}).await.unwrap();
    assert_eq!(reviews.iter().filter(|review| review.brand == "codeteki").count(), 1, "one review a day");
    assert_eq!((app.ledger().len(), app.messages().await.len()), (2, 1));
}

#[tokio::test]
async fn follow_ups_stay_in_the_thread_and_end_with_a_question() {
    let app = TestApp::open().await;
    app.people(&["robin@site.example"]).await;
    for _ in 0..60 {
        app.decide_and_send().await;
        app.wait(DAY);
    }
    let sent = app.ledger();
    assert_eq!(sent.len(), 4, "the cadence has four mails");
    for follow_up in &sent[1..] {
        assert_eq!(follow_up.thread_id, sent[0].thread_id);
        assert!(follow_up.reply_to.is_some());
        assert_eq!(follow_up.subject, format!("Re: {}", sent[0].subject));
    }
    let days: Vec<i64> = sent.windows(2).map(|pair| (pair[1].at - pair[0].at) / 1_000 / DAY).collect();
    // 3, 5 and 7 working days; the weekends between are not counted.
    assert_eq!(days, [3, 7, 11]);
    let card = app.card("robin@site.example").await;
    assert_eq!(card.emails_sent, 4);
    assert!(card.question.is_some(), "after the last mail a person is asked");
}

#[tokio::test]
async fn a_suppression_beats_a_mail_that_is_queued_already() {
    let app = TestApp::open().await;
    app.people(&["robin@site.example", "kim@other.example"]).await;
    app.run_well(DECIDE).await;
    for target in ["robin@site.example", "other.example"] {
        let asked = Suppress { target: target.to_owned(), brand: None, reason: "asked by phone".to_owned() };
        mutation::suppress(&app.engine, asked).await.unwrap();
    }
    app.run_well(SEND).await;
    for address in ["robin@site.example", "kim@other.example"] {
        assert_eq!(app.mail(address).await.row.state, EmailState::Cancelled);
    }
    app.wait(30 * DAY);
    app.decide_and_send().await;
    assert!(app.ledger().is_empty());
}

#[tokio::test]
async fn an_approval_of_a_suppressed_address_is_refused() {
    let app = TestApp::quiet().await;
    app.people(&["robin@site.example"]).await;
    app.run_well(DECIDE).await;
    let asked = Suppress { target: "robin@site.example".to_owned(), brand: None, reason: "asked by phone".to_owned() };
    mutation::suppress(&app.engine, asked).await.unwrap();
    let id = app.mail("robin@site.example").await.row.id;
    let refused = mutation::email_approve(&app.engine, EmailApprove { id, content_hash: None }).await.unwrap_err();
    assert!(refused.message.contains("asked by phone"), "{refused}");
}

#[tokio::test]
async fn a_move_by_hand_holds_the_autopilot_back() {
    let app = TestApp::open().await;
    app.people(&["robin@site.example"]).await;
    app.decide_and_send().await;
    let id = app.deal_id("robin@site.example").await;
    let by_hand = DealMove { id, stage: "qualified".to_owned(), won: None, reason: None };
    mutation::deal_move(&app.engine, by_hand).await.unwrap();
    let hold = app.card("robin@site.example").await.hold_until.unwrap();
    app.wait(5 * DAY);
    app.decide_and_send().await;
    assert_eq!(app.ledger().len(), 1, "the autopilot wrote while a person had the deal");
    assert!(app.deal("robin@site.example").await.deal.stage.eq_ignore_ascii_case("qualified"));
    app.clock.set(hold.plus_seconds(1));
    app.decide_and_send().await;
    assert_eq!(app.ledger().len(), 2, "the hold has ended");
}

#[tokio::test]
async fn a_mail_fetched_twice_is_handled_once() {
    let app = TestApp::open().await;
    app.people(&["robin@site.example"]).await;
    app.decide_and_send().await;
    app.wait(HOUR);
    app.answer("robin@site.example", "Yes please, tell me more.");
    app.run_well(READ).await;
    let (before, notices) = (app.deal("robin@site.example").await, app.notices().await.len());
    forget_the_cursor(&app).await;
    let counts = app.run_well(READ).await;
    assert_eq!(counts.get("fetched"), Some(&1), "it was not fetched again, so nothing is proved: {counts:?}");
    let after = app.deal("robin@site.example").await;
    assert_eq!((after.messages.len(), after.timeline.len()), (before.messages.len(), before.timeline.len()));
    assert_eq!(app.notices().await.len(), notices);
}

/// As after a restored backup: the program no longer knows how far it has read, nor what it has seen.
async fn forget_the_cursor(app: &TestApp) {
    let mut write = app.engine.store().write().await.unwrap();
    sqlx::query("DELETE FROM mailbox_cursors").execute(&mut *write).await.unwrap();
    sqlx::query("UPDATE messages SET received_at = received_at - 30 * 86400000").execute(&mut *write).await.unwrap();
    write.commit().await.unwrap();
}

#[tokio::test]
async fn our_own_mail_and_strangers_never_count_as_an_answer() {
    let app = TestApp::open().await;
    app.people(&["robin@site.example"]).await;
    app.decide_and_send().await;
    app.wait(HOUR);
    for from in ["sales@codeteki.au", "newsletter@shop.example"] {
        let incoming = Incoming {
            from: from.to_owned(),
            subject: "Hello".to_owned(),
            text: "Yes please, tell me more.".to_owned(),
            ..Incoming::default()
        };
        app.sandbox.inject("codeteki", incoming).unwrap();
    }
    app.run_well(READ).await;
    let deal = app.deal("robin@site.example").await;
    assert_eq!((deal.messages.len(), deal.deal.card.last_reply, deal.deal.card.status), (0, None, DealStatus::Active));
    assert_eq!(app.messages().await.len(), 2, "kept all the same");
}

#[tokio::test]
async fn two_brands_keep_to_themselves() {
    let app = TestApp::open().await;
    app.set("desifirms", OPEN).await;
    app.people(&["robin@site.example"]).await;
    app.people_of("desifirms", "backlink", &["kim@blog.example"]).await;
    app.decide_and_send().await;
    let mut sent: Vec<_> = app.ledger().into_iter().map(|mail| (mail.mailbox, mail.from, mail.to)).collect();
    sent.sort();
    let line = |brand: &str, from: &str, to: &str| (brand.to_owned(), from.to_owned(), to.to_owned());
    assert_eq!(
        sent,
        [
            line("codeteki", "sales@codeteki.au", "robin@site.example"),
            line("desifirms", "sales@desifirms.com.au", "kim@blog.example")
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_brand_words_its_own_mail_and_a_broken_wording_is_refused() {
    use engine::api::mutation::wording_set;
    use engine::api::wire::WordingSet;

    let app = TestApp::quiet().await;
    let reword = |text: &str| WordingSet {
        brand: "codeteki".to_owned(),
        name: "sales_initial".to_owned(),
        text: text.to_owned(),
    };
    for broken in ["Hello", "Hello\n\nHi {{ nobody_knows }},", "Hello\n\nHi {{ recipient_first_name }},\n\nwe", "{% if"]
    {
        assert!(wording_set(&app.engine, reword(broken)).await.is_err(), "{broken:?}");
    }
    wording_set(&app.engine, reword("Our own words\n\nHello,\n\nthis is ours.")).await.unwrap();
    let brand = engine::api::wire::BrandRef { brand: "codeteki".to_owned() };
    let now = engine::api::query::wordings(&app.engine, brand).await.unwrap();
    let row = now.iter().find(|row| row.name == "sales_initial").unwrap();
    assert_eq!((row.version, row.text.starts_with("Our own words")), (1, true));
}
