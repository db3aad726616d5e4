//! Somebody opts out while their mail is about to be sent. Both are one transaction in one file, so there is an order; when the opt-out came
//! first, nothing is sent. `RACES=10000` sets how often.

use std::time::Duration;

use domain::activity::Author;
use domain::email::EmailState;
use domain::id::SuppressionId;
use domain::suppression::SuppressionKind;
use engine::DATABASE;
use engine::api::trigger;
use engine::api::wire::RunTask;
use gateways::{Random as _, SeededRandom};
use store::Store;
use store::suppressions::NewSuppression;

use crate::support::{DAY, DECIDE, SEND, TestApp};

/// People of one round, within the caps of a day.
const ROUND: u32 = 100;

#[derive(Debug, Default)]
struct Figures {
    races: u32,
    opt_out_first: u32,
    intent_first: u32,
    sent_after_opt_out: u32,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nobody_is_mailed_whose_opt_out_came_first() {
    let races: u32 = std::env::var("RACES").ok().and_then(|text| text.parse().ok()).unwrap_or(200);
    let app = TestApp::open().await;
    app.set("codeteki", &[("sending.max_per_deal", "1")]).await;
    let beside = Store::open(&app.data_dir().join(DATABASE)).await.unwrap();
    let random = SeededRandom::new(4);
    let mut figures = Figures::default();
    for round in 0..races.div_ceil(ROUND) {
        let people: Vec<String> = (0..ROUND).map(|n| format!("p{n}@site{}.example", round * ROUND + n)).collect();
        app.people(&people).await;
        app.run_well(DECIDE).await;
        for to in &people {
            let mail = app.mail(to).await.row;
            let request = RunTask { task: SEND, brand: None, deal: Some(mail.deal_id) };
            let delay = Duration::from_micros(random.below(4_000));
            let opt_out = async {
                tokio::time::sleep(delay).await;
                opt_out(&beside, to, mail.id, &random).await
            };
            let (run, state) = tokio::join!(trigger::run_task(&app.engine, request), opt_out);
            run.unwrap();
            // Once more: what the race left queued must not go either.
            trigger::run_task(&app.engine, RunTask { task: SEND, brand: None, deal: Some(mail.deal_id) })
                .await
                .unwrap();
            let sent = app.ledger().last().is_some_and(|mail| mail.to == *to);
            figures.races += 1;
            match state {
                EmailState::Queued => {
                    figures.opt_out_first += 1;
                    figures.sent_after_opt_out += u32::from(sent);
                }
                _ => figures.intent_first += 1,
            }
        }
        app.wait(DAY);
    }
    println!("{figures:#?}");
    beside.close().await;
    assert_eq!(figures.sent_after_opt_out, 0);
    assert!(figures.opt_out_first > 0 && figures.intent_first > 0, "it was no race: {figures:?}");
}

/// Suppresses an address from another connection, and says what the mail was in the very same transaction.
async fn opt_out(store: &Store, to: &str, mail: domain::id::EmailId, random: &SeededRandom) -> EmailState {
    let mut write = store.write().await.unwrap();
    let mut bytes = [0; 10];
    random.fill(&mut bytes);
    let at = domain::Timestamp::from_millis(1_800_000_000_000);
    let new = NewSuppression {
        id: SuppressionId::mint(at, bytes),
        brand: None,
        kind: SuppressionKind::Address,
        value: to,
        reason: "said stop",
        author: Author::Person,
        at,
    };
    assert!(store::suppressions::insert(&mut write, &new).await.unwrap());
    let state = store::emails::find(&mut write, mail).await.unwrap().unwrap().state;
    write.commit().await.unwrap();
    state
}
