//! What a person is told: once, in as few bubbles as possible, not in quiet hours; of trouble when it lasts, and again when it is over. And a pause that ends by itself.

use domain::brand::PauseLength;
use domain::notice::NoticeKind;
use engine::api::wire::{
    DoctorRequest, FeedRequest, Light, Nothing, NoticesSeen, PauseAll, ProgramSet, Status, Telling,
};
use engine::api::{mutation, query, trigger};
use sandbox::Fault;

use crate::support::{DAY, DECIDE, HOUR, MINUTE, READ, SEND, TestApp, at};

async fn told(app: &TestApp) -> Telling {
    trigger::notices_tell(&app.engine, Nothing {}).await.unwrap()
}

async fn titles(app: &TestApp) -> Vec<String> {
    told(app).await.bubbles.into_iter().map(|bubble| bubble.title).collect()
}

async fn status(app: &TestApp) -> Status {
    query::status(&app.engine, Nothing {}).await.unwrap()
}

async fn program(app: &TestApp, quiet_hours: &str) {
    let set = ProgramSet { quiet_hours: Some(quiet_hours.to_owned()), on_close: None };
    mutation::program_set(&app.engine, set).await.unwrap();
}

async fn pause(app: &TestApp, length: PauseLength) {
    mutation::pause_all(&app.engine, PauseAll { reason: String::new(), length }).await.unwrap();
}

/// Two people who have been written to and have answered that they want to hear more.
async fn two_answers() -> TestApp {
    let app = TestApp::open().await;
    let people = ["ann@ann-site.example", "bo@bo-site.example"];
    app.people(&people).await;
    app.decide_and_send().await;
    titles(&app).await;
    app.wait(HOUR);
    people.iter().for_each(|from| app.answer(from, "Yes, that sounds interesting. Please tell me more."));
    app.read_all().await;
    app
}

#[tokio::test]
async fn what_comes_together_is_told_together_and_once() {
    let app = two_answers().await;
    assert_eq!(titles(&app).await, ["2 people are interested"]);
    assert_eq!(titles(&app).await, [""; 0], "it was told twice");
    let reopened = app;
    reopened.engine.close().await;
    let app = reopened.reopened().await;
    assert_eq!(titles(&app).await, [""; 0], "the next session told it again");
}

#[tokio::test]
async fn in_quiet_hours_it_waits_for_their_end() {
    let app = two_answers().await;
    program(&app, "10:30-13:00").await;
    let telling = told(&app).await;
    assert!(telling.bubbles.is_empty());
    assert_eq!(telling.again_at, Some(at("2026-11-23T13:00:00+11:00")));
    app.wait(3 * HOUR);
    assert_eq!(titles(&app).await, ["2 people are interested"]);
    program(&app, "").await;
    let wrong = ProgramSet { quiet_hours: Some("at night".to_owned()), on_close: None };
    assert!(mutation::program_set(&app.engine, wrong).await.unwrap_err().message.contains("22:00-07:00"));
}

#[tokio::test]
async fn a_kind_that_a_brand_does_not_want_is_listed_only() {
    let app = TestApp::open().await;
    app.set("codeteki", &[("notices", "question, trouble"), ("autonomy", "review")]).await;
    app.people(&["ann@ann-site.example"]).await;
    app.run_well(DECIDE).await;
    assert_eq!(titles(&app).await, [""; 0]);
    let notices = app.notices().await;
    let listed: Vec<_> = notices.iter().map(|one| (one.kind, one.title.as_str(), one.seen)).collect();
    assert_eq!(listed, [(NoticeKind::Approval, "A mail waits for your approval", false)]);
    assert_eq!(status(&app).await.notices_unseen, 1);
    mutation::notices_seen(&app.engine, NoticesSeen { upto: notices[0].at }).await.unwrap();
    assert_eq!(status(&app).await.notices_unseen, 0);
}

#[tokio::test]
async fn old_news_is_no_news() {
    let app = two_answers().await;
    app.wait(2 * DAY);
    assert_eq!(titles(&app).await, [""; 0]);
}

#[tokio::test]
async fn trouble_is_told_when_it_lasts_and_when_it_is_over() {
    let app = TestApp::open().await;
    app.people(&["ann@ann-site.example"]).await;
    app.decide_and_send().await;
    app.fault(Fault::ServerError, None);
    assert_eq!(app.run(READ).await.outcome, "trouble");
    assert_eq!(titles(&app).await, [""; 0], "a moment's trouble is nobody's business");
    for _ in 0..3 {
        app.wait(30 * MINUTE);
        app.run(READ).await;
    }
    assert_eq!(status(&app).await.light, Light::Problem);
    let telling = told(&app).await;
    assert!(telling.bubbles.iter().all(|bubble| bubble.kind == NoticeKind::Trouble), "{telling:?}");
    assert_eq!(telling.bubbles.len(), 1, "{telling:?}");
    app.sandbox.clear_faults();
    app.wait(30 * MINUTE);
    app.read_all().await;
    assert!(told(&app).await.bubbles.iter().all(|bubble| bubble.kind == NoticeKind::Solved));
    assert_ne!(status(&app).await.light, Light::Problem);
    let listed = app.notices().await;
    let of = |kind| listed.iter().filter(|one| one.kind == kind).count();
    assert_eq!(of(NoticeKind::Trouble), of(NoticeKind::Solved), "{listed:?}");
}

#[tokio::test]
async fn a_pause_ends_when_it_was_said_to() {
    let app = TestApp::open().await;
    app.people(&["ann@ann-site.example"]).await;
    app.run_well(DECIDE).await;
    pause(&app, PauseLength::Hour).await;
    assert_eq!(status(&app).await.light, Light::Paused);
    let end = at("2026-11-23T11:00:00+11:00");
    let verdict = app.why("ann@ann-site.example").await;
    assert_eq!((verdict.verdict.allowed, verdict.verdict.next), (false, Some(end)), "{verdict:?}");
    assert_eq!(app.engine.next_wake().await.unwrap(), Some(end));
    app.wait(HOUR - 1);
    assert!(app.engine.tick().await.unwrap().is_empty());
    assert!(app.try_run(SEND).await.is_err());
    app.wait(1);
    app.engine.tick().await.unwrap();
    assert_eq!(app.ledger().len(), 1, "it did not go on by itself");
    assert_eq!(status(&app).await.paused, None);
    let feed = query::feed(&app.engine, FeedRequest { limit: 20 }).await.unwrap();
    assert_eq!(feed.iter().filter(|line| line.summary == "Goes on: the pause is over").count(), 1);
}

#[tokio::test]
async fn until_tomorrow_is_until_the_day_begins() {
    let app = TestApp::open().await;
    pause(&app, PauseLength::Tomorrow).await;
    let until = status(&app).await.paused.unwrap().until;
    assert_eq!(until, Some(at("2026-11-24T00:00:00+11:00")));
    pause(&app, PauseLength::Resumed).await;
    app.wait(40 * DAY);
    assert!(app.engine.tick().await.unwrap().is_empty(), "it went on though nobody resumed it");
}

#[tokio::test]
async fn a_schedule_that_stands_still_is_found() {
    let app = TestApp::quiet().await;
    app.engine.tick().await.unwrap();
    let schedule = async || {
        let checks = trigger::doctor(&app.engine, DoctorRequest { program: true, brand: None }).await.unwrap();
        checks.into_iter().find(|check| check.check == "schedule").unwrap()
    };
    assert!(schedule().await.ok);
    app.wait(2 * HOUR);
    let check = schedule().await;
    assert!(!check.ok && check.detail.contains("check_email_replies"), "{check:?}");
    app.engine.tick().await.unwrap();
    assert!(schedule().await.ok);
}

#[tokio::test]
async fn diagnostics_name_nobody() {
    let app = two_answers().await;
    app.set("codeteki", &[("legal.address", "1 Secret Lane")]).await;
    let text = trigger::diagnostics(&app.engine, Nothing {}).await.unwrap().text;
    assert!(text.contains("check_email_replies") && text.contains("brand codeteki"), "{text}");
    for private in ["ann@", "ann-site", "Robin", "Secret Lane", "sales@"] {
        assert!(!text.contains(private), "{private} is in it:\n{text}");
    }
}
