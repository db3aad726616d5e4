//! The gates from outside: for each of them, `why` names it with the next possible time, the sender does as `why` said, and the mail is
//! not lost. How a single gate decides is the domain's own test.

use domain::email::EmailState;
use domain::gate::Gate;
use engine::api::mutation;
use engine::api::wire::{BrandPause, BrandRef, DealMove, DealPause, DealRef, Nothing, PauseAll};

use crate::support::{self, DAY, DECIDE, HOUR, MINUTE, OPEN, SEND, TestApp, at};

const ROBIN: &str = "robin@site.example";

/// An open world with a queued mail for Robin.
async fn queued() -> TestApp {
    let app = TestApp::open().await;
    app.people(&[ROBIN]).await;
    app.run_well(DECIDE).await;
    app
}

/// `why` names the gate and its time; until then nothing goes, however often the sender runs; then it goes.
async fn waits_for(app: &TestApp, gate: Gate) {
    let before = app.ledger().len();
    let waiting = app.mails().await.into_iter().find(|mail| mail.state == EmailState::Queued).unwrap().to_address;
    let verdict = app.why(&waiting).await.verdict;
    assert_eq!(verdict.blocker().map(|check| check.gate), Some(gate), "{verdict:?}");
    let next = verdict.next.unwrap_or_else(|| panic!("{gate} names no time: {verdict:?}"));
    app.run_well(SEND).await;
    assert_eq!(app.ledger().len(), before, "{gate} let it through");
    assert_eq!(app.mail(&waiting).await.row.not_before, Some(next), "{gate}: the sender does not plan what `why` says");
    app.clock.set(next.plus_millis(-1));
    app.run_well(SEND).await;
    assert_eq!(app.ledger().len(), before, "{gate} let it through early");
    app.clock.set(next);
    assert!(app.why(&waiting).await.verdict.allowed, "{gate}: the time came and `why` still says no");
    app.run_well(SEND).await;
    assert_eq!(app.ledger().len(), before + 1, "{gate}: the time came and nothing went");
}

/// `why` names the gate and no time: only a person or an event opens it.
async fn stands_at(app: &TestApp, gate: Gate) {
    let before = app.ledger().len();
    let verdict = app.why(ROBIN).await.verdict;
    assert_eq!(verdict.blocker().map(|check| (check.gate, check.next)), Some((gate, None)), "{verdict:?}");
    assert_eq!((verdict.allowed, verdict.next), (false, None));
    for _ in 0..3 {
        // Refused as a whole while everything is paused; otherwise it runs and sends nothing.
        let _ = app.try_run(SEND).await;
        app.wait(2 * HOUR);
    }
    assert_eq!(app.ledger().len(), before, "{gate} let it through");
}

/// After a person opened the gate, the mail goes, at the latest with the next look an hour later.
async fn goes_now(app: &TestApp) {
    let before = app.ledger().len();
    app.run_well(SEND).await;
    app.wait(HOUR + MINUTE);
    app.run_well(SEND).await;
    assert_eq!(app.ledger().len(), before + 1, "{:?}", app.why(ROBIN).await);
}

#[tokio::test]
async fn the_window_opens_in_the_brands_morning() {
    let app = queued().await;
    app.set("codeteki", &[("sending.window", "Mon-Fri 09:00-17:00")]).await;
    app.clock.set(at("2026-11-27T17:00:00+11:00"));
    assert_eq!(app.why(ROBIN).await.verdict.next, Some(at("2026-11-30T09:00:00+11:00")));
    waits_for(&app, Gate::Window).await;
}

#[tokio::test]
async fn the_hourly_cap_holds() {
    let app = TestApp::open().await;
    app.set("codeteki", &[("sending.hourly_cap", "2")]).await;
    app.people(&["one@site.example", "two@site.example", ROBIN]).await;
    app.decide_and_send().await;
    assert_eq!(app.ledger().len(), 2);
    app.wait(10 * MINUTE);
    waits_for(&app, Gate::HourlyCap).await;
}

#[tokio::test]
async fn the_daily_cap_holds() {
    let app = TestApp::open().await;
    app.set("codeteki", &[("sending.daily_cap", "2")]).await;
    app.people(&["one@site.example", "two@site.example", ROBIN]).await;
    app.decide_and_send().await;
    app.wait(3 * HOUR);
    waits_for(&app, Gate::DailyCap).await;
}

#[tokio::test]
async fn the_ramp_starts_low_and_grows() {
    let app = TestApp::open().await;
    app.set("codeteki", &[("sending.ramp", "2+1")]).await;
    let many: Vec<String> = (0..9).map(|n| format!("p{n}@site{n}.example")).chain([ROBIN.to_owned()]).collect();
    app.people(&many).await;
    let mut days = Vec::new();
    for _ in 0..3 {
        app.run(DECIDE).await;
        app.run(SEND).await;
        days.push(app.ledger().len());
        app.wait(DAY);
    }
    assert_eq!(days, [2, 5, 9]);
}

#[tokio::test]
async fn every_waiting_mail_has_a_slot_of_its_own_and_goes_at_it() {
    let app = TestApp::open().await;
    app.set("codeteki", &[("sending.min_gap_seconds", "600"), ("sending.hourly_cap", "3")]).await;
    let many: Vec<String> = (0..8).map(|n| format!("p{n}@site{n}.example")).collect();
    app.people(&many).await;
    app.decide_and_send().await;
    let mut planned: Vec<_> =
        app.mails().await.into_iter().filter_map(|mail| Some((mail.not_before?, mail.to_address))).collect();
    planned.sort();
    assert_eq!(planned.len(), 7);
    for pair in planned.windows(2) {
        assert!(pair[1].0.since(pair[0].0) >= 600_000, "two mails share a slot: {planned:?}");
    }
    for (slot, to) in planned {
        assert_eq!(app.why(&to).await.verdict.next, Some(slot));
        app.clock.set(slot);
        app.run_well(SEND).await;
        assert_eq!(app.ledger().last().map(|mail| mail.to.clone()), Some(to), "it did not go at its slot");
    }
}

#[tokio::test]
async fn mails_to_one_domain_are_spread() {
    let app = TestApp::open().await;
    app.set("codeteki", &[("sending.domain_cap", "2")]).await;
    app.people(&["one@site.example", "two@site.example", ROBIN, "free@gmail.com", "mail@gmail.com", "host@gmail.com"])
        .await;
    app.decide_and_send().await;
    let sent = app.ledger();
    assert_eq!(sent.iter().filter(|mail| mail.to.ends_with("@site.example")).count(), 2);
    assert_eq!(sent.iter().filter(|mail| mail.to.ends_with("@gmail.com")).count(), 3);
    app.wait(3 * HOUR);
    waits_for(&app, Gate::DomainCap).await;
}

#[tokio::test]
async fn the_window_is_on_the_recipients_wall() {
    let app = TestApp::open().await;
    app.set("codeteki", &[("sending.window", "Mon-Fri 09:00-17:00")]).await;
    app.people(&["jan@werk.de"]).await;
    app.run_well(DECIDE).await;
    // Monday noon in Melbourne is the middle of the night in Berlin.
    app.clock.set(at("2026-11-23T12:00:00+11:00"));
    let verdict = app.why("jan@werk.de").await.verdict;
    assert_eq!(verdict.next, Some(at("2026-11-23T09:00:00+01:00")));
    assert!(verdict.blocker().unwrap().why.contains("Europe/Berlin (from .de, likely)"), "{verdict:?}");
    waits_for(&app, Gate::Window).await;
}

#[tokio::test]
async fn nothing_goes_on_a_day_off() {
    let app = queued().await;
    app.set("codeteki", &[("sending.window", "Mon-Fri 09:00-17:00"), ("sending.days_off", "11-24, 2026-11-25")]).await;
    app.clock.set(at("2026-11-24T12:00:00+11:00"));
    assert_eq!(app.why(ROBIN).await.verdict.next, Some(at("2026-11-26T09:00:00+11:00")));
    waits_for(&app, Gate::Window).await;
}

#[tokio::test]
async fn a_person_hears_from_one_brand_at_a_time() {
    let app = queued().await;
    app.run_well(SEND).await;
    assert_eq!(app.ledger().len(), 1);
    app.set("desifirms", OPEN).await;
    app.people_of("desifirms", "sales", &[ROBIN]).await;
    app.wait(HOUR);
    app.run(DECIDE).await;
    app.run(SEND).await;
    assert_eq!(app.ledger().len(), 1, "two brands wrote to one person on one day");
    let mails = app.mails().await;
    let waiting = mails.iter().find(|mail| mail.brand == "desifirms").unwrap();
    let verdict = engine::api::query::why(&app.engine, DealRef { id: waiting.deal_id }).await.unwrap().verdict;
    let blocker = verdict.blocker().unwrap();
    assert_eq!(blocker.gate, Gate::CrossBrand);
    assert!(blocker.why.contains("Codeteki"), "{}", blocker.why);
    assert_eq!(verdict.next, Some(at(support::START).plus_millis(14 * DAY * 1_000)));
    app.set("desifirms", &[("sending.cross_brand_days", "0")]).await;
    app.run(SEND).await;
    assert_eq!(app.ledger().len(), 2);
}

/// A plus tag is no other person, on whichever side it stands.
#[tokio::test]
async fn a_tag_is_no_other_person() {
    let app = TestApp::open().await;
    app.set("desifirms", OPEN).await;
    app.people(&["kim+list@site.example", "lee@site.example"]).await;
    app.decide_and_send().await;
    app.people_of("desifirms", "sales", &["kim@site.example", "lee+list@site.example", "kimberly@site.example"]).await;
    app.wait(HOUR);
    app.decide_and_send().await;
    let second: Vec<_> =
        app.ledger().into_iter().filter(|mail| mail.mailbox == "desifirms").map(|mail| mail.to).collect();
    assert_eq!(second, ["kimberly@site.example"]);
}

#[tokio::test]
async fn brands_that_share_a_mailbox_share_its_caps() {
    let app = TestApp::open().await;
    app.set("desifirms", OPEN).await;
    let caps = [("sending.hourly_cap", "2"), ("zoho.account_id", "77"), ("zoho.data_centre", "com")];
    for brand in ["codeteki", "desifirms"] {
        app.set(brand, &caps).await;
    }
    let sheet = |n: u32| format!("p{n}@site{n}.example");
    app.people(&[sheet(1), sheet(2), sheet(3)]).await;
    app.people_of("desifirms", "sales", &[&sheet(4), &sheet(5)]).await;
    app.run(DECIDE).await;
    app.run(SEND).await;
    let attempted = app.mails().await.iter().filter(|mail| mail.attempts > 0).count();
    assert_eq!(attempted, 2, "two brands used one mailbox beyond its cap");
}

#[tokio::test]
async fn a_setting_that_no_gate_reads_leaves_the_mailboxs_patience_alone() {
    let app = queued().await;
    app.fault(sandbox::Fault::Throttle400, Some(1));
    app.run(SEND).await;
    let put_off = app.mail(ROBIN).await.row.not_before;
    assert!(put_off.is_some());
    for setting in [("ai.style", "Short."), ("sending.daily_cap", "40")] {
        app.set("codeteki", &[setting]).await;
        assert_eq!(app.mail(ROBIN).await.row.not_before, put_off, "{} woke it", setting.0);
    }
}

#[tokio::test]
async fn two_mails_keep_their_distance() {
    let app = TestApp::open().await;
    app.set("codeteki", &[("sending.min_gap_seconds", "90")]).await;
    app.people(&["one@site.example", ROBIN]).await;
    app.decide_and_send().await;
    assert_eq!(app.ledger().len(), 1);
    waits_for(&app, Gate::MinGap).await;
    let sent = app.ledger();
    assert!(sent[1].at - sent[0].at >= 90_000, "{}", sent[1].at - sent[0].at);
}

#[tokio::test]
async fn what_could_not_go_does_not_burst_later() {
    let app = TestApp::open().await;
    app.set("codeteki", &[("sending.window", "Mon-Fri 09:00-17:00"), ("sending.min_gap_seconds", "90")]).await;
    let many: Vec<String> = (0..6).map(|n| format!("p{n}@site.example")).collect();
    app.people(&many).await;
    app.clock.set(at("2026-11-27T20:00:00+11:00"));
    app.decide_and_send().await;
    assert!(app.ledger().is_empty());
    app.clock.set(at("2026-11-30T09:00:00+11:00"));
    for _ in 0..3 {
        app.run_well(SEND).await;
    }
    assert_eq!(app.ledger().len(), 1, "six mails waited for Monday and left together");
}

#[tokio::test]
async fn a_hold_ends_by_itself() {
    let app = queued().await;
    let id = app.deal_id(ROBIN).await;
    let by_hand = DealMove { id, stage: "contacted".to_owned(), won: None, reason: None };
    mutation::deal_move(&app.engine, by_hand).await.unwrap();
    waits_for(&app, Gate::Hold).await;
}

#[tokio::test]
async fn a_paused_deal_keeps_its_mail() {
    let app = queued().await;
    let id = app.deal_id(ROBIN).await;
    mutation::deal_pause(&app.engine, DealPause { id, reason: "they moved".to_owned() }).await.unwrap();
    assert!(app.why(ROBIN).await.summary.contains("they moved"));
    stands_at(&app, Gate::Paused).await;
    mutation::deal_resume(&app.engine, DealRef { id }).await.unwrap();
    goes_now(&app).await;
}

#[tokio::test]
async fn a_paused_brand_keeps_its_mails() {
    let app = queued().await;
    let brand = "codeteki".to_owned();
    mutation::brand_pause(&app.engine, BrandPause { brand: brand.clone(), reason: "holidays".to_owned() })
        .await
        .unwrap();
    stands_at(&app, Gate::Paused).await;
    mutation::brand_resume(&app.engine, BrandRef { brand }).await.unwrap();
    goes_now(&app).await;
}

#[tokio::test]
async fn a_pause_of_everything_refuses_every_task() {
    let app = queued().await;
    mutation::pause_all(&app.engine, PauseAll { reason: "stock-taking".to_owned(), length: Default::default() })
        .await
        .unwrap();
    let refused = app.try_run(SEND).await.unwrap_err();
    assert!(refused.message.contains("stock-taking"), "{refused}");
    stands_at(&app, Gate::Paused).await;
    mutation::resume_all(&app.engine, Nothing {}).await.unwrap();
    goes_now(&app).await;
}

#[tokio::test]
async fn the_approval_is_a_gate() {
    let app = TestApp::open().await;
    app.set("codeteki", &[("autonomy", "review")]).await;
    app.people(&[ROBIN]).await;
    app.run_well(DECIDE).await;
    stands_at(&app, Gate::Approval).await;
    app.approve(ROBIN).await;
    goes_now(&app).await;
}

#[tokio::test]
async fn nobody_gets_more_mails_than_allowed() {
    let app = TestApp::open().await;
    app.set("codeteki", &[("sending.max_per_deal", "2")]).await;
    app.people(&[ROBIN]).await;
    for _ in 0..30 {
        app.decide_and_send().await;
        app.wait(DAY);
    }
    assert_eq!(app.ledger().len(), 2);
    stands_at(&app, Gate::MaxPerDeal).await;
    assert!(app.card(ROBIN).await.question.is_some(), "a person is asked instead");
}

#[tokio::test]
async fn without_a_postal_address_nothing_is_written() {
    let app = TestApp::open().await;
    app.set("codeteki", &[("legal.address", "")]).await;
    app.people(&[ROBIN]).await;
    let run = app.run(DECIDE).await;
    assert!(run.error.unwrap().contains("legal.address"), "the run says what is missing");
    app.run_well(SEND).await;
    assert!(app.ledger().is_empty());
    app.set("codeteki", &[("legal.address", "11 Example Street, Melbourne")]).await;
    app.decide_and_send().await;
    assert!(app.ledger()[0].content.contains("11 Example Street, Melbourne"), "the deal stayed due");
}

#[tokio::test]
async fn a_finished_mail_waits_for_its_postal_address() {
    let app = queued().await;
    let address = "Level 2, 11 Example Street, Melbourne VIC 3000";
    app.set("codeteki", &[("legal.address", "")]).await;
    stands_at(&app, Gate::LegalFooter).await;
    assert!(app.why(ROBIN).await.summary.contains("footer"), "{}", app.why(ROBIN).await.summary);
    assert_eq!(app.mail(ROBIN).await.row.state, EmailState::Queued, "it waits, it is not lost");
    app.set("codeteki", &[("legal.address", address)]).await;
    goes_now(&app).await;
}
