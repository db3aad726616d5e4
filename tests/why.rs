//! `why` against the engine on states made up from a seed: the same verdict and the same next time as what the sender then does, and at that
//! time, if nothing else happens, the mail goes. `STATES=10000` sets how many.

use domain::email::EmailState;
use domain::gate::Gate;
use engine::api::wire::{BrandPause, BrandRef, DealMove, DealPause, DealRef, EmailEdit, RunTask, Suppress};
use engine::api::{mutation, trigger};
use gateways::{Random as _, SeededRandom};

use crate::support::{DECIDE, SEND, TestApp};

#[derive(Debug, Default)]
struct Figures {
    states: u32,
    sent_at_once: u32,
    waits_for_a_time: u32,
    sent_at_that_time: u32,
    waits_for_somebody: u32,
    gates_seen: std::collections::BTreeSet<Gate>,
}

/// People whose mails share one setting of the brand.
const ROUND: u64 = 10;

#[tokio::test]
async fn why_and_the_sender_agree() {
    let states: u32 = std::env::var("STATES").ok().and_then(|text| text.parse().ok()).unwrap_or(200);
    let app = TestApp::open().await;
    let random = SeededRandom::new(10);
    let mut figures = Figures::default();
    let mut round = 0;
    while figures.states < states {
        round += 1;
        // Three days and some hours later, so that every hour of the week is met and yesterday's caps are open again.
        app.wait(3 * 86_400 + i64::try_from(random.below(86_400)).unwrap());
        app.set("codeteki", crate::support::OPEN).await;
        let people: Vec<String> = (0..ROUND).map(|n| format!("p{n}@s{round}.{}", ending(&random))).collect();
        app.people(&people).await;
        app.run(DECIDE).await;
        change_the_brand(&app, &random).await;
        for to in people {
            change_the_deal(&app, &to, &random).await;
            one_state(&app, &to, &random, &mut figures).await;
        }
        let _ = mutation::brand_resume(&app.engine, BrandRef { brand: "codeteki".to_owned() }).await;
    }
    println!("{figures:#?}");
    assert!(figures.gates_seen.len() >= 8, "few gates were met: {figures:?}");
}

fn ending(random: &SeededRandom) -> &'static str {
    ["example", "de", "co.uk", "jp", "com.au", "us"][usize::try_from(random.below(6)).unwrap()]
}

async fn change_the_brand(app: &TestApp, random: &SeededRandom) {
    let mut values = vec![("sending.max_per_deal", "4")];
    let windows = ["Mon-Fri 09:00-17:00", "Mon-Sun 00:00-23:59", "Tue,Thu 10:00-11:30"];
    values.push(("sending.window", windows[usize::try_from(random.below(3)).unwrap()]));
    values.push(("sending.hourly_cap", ["1", "3", "200"][usize::try_from(random.below(3)).unwrap()]));
    values.push(("sending.daily_cap", ["2", "500"][usize::try_from(random.below(2)).unwrap()]));
    values.push(("sending.min_gap_seconds", ["0", "900"][usize::try_from(random.below(2)).unwrap()]));
    values.push(("sending.domain_cap", ["2", "500"][usize::try_from(random.below(2)).unwrap()]));
    values.push(("sending.days_off", ["", "12-25, 01-01", "11-30"][usize::try_from(random.below(3)).unwrap()]));
    values.push(("sending.ramp", ["off", "2+1"][usize::try_from(random.below(2)).unwrap()]));
    app.set("codeteki", &values).await;
    if random.below(12) == 0 {
        let pause = BrandPause { brand: "codeteki".to_owned(), reason: "a break".to_owned() };
        mutation::brand_pause(&app.engine, pause).await.unwrap();
    }
}

async fn change_the_deal(app: &TestApp, to: &str, random: &SeededRandom) {
    let id = app.deal_id(to).await;
    let mail = app.mail(to).await;
    match random.below(12) {
        0 => drop(mutation::deal_pause(&app.engine, DealPause { id, reason: "wait".to_owned() }).await.unwrap()),
        1 => {
            let suppress = Suppress { target: to.to_owned(), brand: None, reason: "said no".to_owned() };
            mutation::suppress(&app.engine, suppress).await.unwrap();
        }
        2 => {
            let edit = EmailEdit { id: mail.row.id, subject: "Other".to_owned(), body: mail.body };
            mutation::email_edit(&app.engine, edit).await.unwrap();
        }
        3 => {
            let stage = "contacted".to_owned();
            mutation::deal_move(&app.engine, DealMove { id, stage, won: None, reason: None }).await.unwrap();
        }
        4 => app.wait(i64::try_from(random.below(7_200)).unwrap()),
        _ => {}
    }
}

/// Asks `why`, lets the sender act on this deal alone, and compares.
async fn one_state(app: &TestApp, to: &str, random: &SeededRandom, figures: &mut Figures) {
    let id = app.deal_id(to).await;
    let why = engine::api::query::why(&app.engine, DealRef { id }).await.unwrap();
    let verdict = why.verdict;
    let queued = app.mail(to).await.row.state == EmailState::Queued;
    figures.states += 1;
    figures.gates_seen.extend(verdict.checks.iter().filter(|check| !check.pass).map(|check| check.gate));
    send(app, id).await;
    let mail = app.mail(to).await.row;
    if verdict.allowed {
        assert!(queued, "{to}: a mail that is not queued was allowed: {verdict:?}");
        assert_eq!(mail.state, EmailState::Sent, "{to}: `why` said it goes");
        figures.sent_at_once += 1;
        return;
    }
    assert_ne!(mail.state, EmailState::Sent, "{to}: `why` said it does not go: {verdict:?}");
    let Some(next) = verdict.next else {
        figures.waits_for_somebody += 1;
        return;
    };
    figures.waits_for_a_time += 1;
    assert_eq!(mail.not_before, Some(next), "{to}: the sender plans another time: {verdict:?}");
    if random.below(4) == 0 {
        app.clock.set(next.plus_millis(-1));
        send(app, id).await;
        assert_ne!(app.mail(to).await.row.state, EmailState::Sent, "{to}: it went early");
        app.clock.set(next);
        send(app, id).await;
        assert_eq!(app.mail(to).await.row.state, EmailState::Sent, "{to}: its time came and it did not go");
        figures.sent_at_that_time += 1;
    }
}

async fn send(app: &TestApp, deal: domain::id::DealId) {
    // Refused as a whole while everything is paused.
    let _ = trigger::run_task(&app.engine, RunTask { task: SEND, brand: None, deal: Some(deal) }).await;
}
