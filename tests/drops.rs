//! The mailbox takes a mail and the connection breaks before it can say so, over and over: nothing is sent again, and every mail is settled by
//! its copy in the Sent folder or shown as uncertain. `DROPS=10000` sets how often.

use domain::email::EmailState;
use sandbox::Fault;

use crate::support::{DAY, DECIDE, HOUR, SEND, TestApp};

/// Mails of one round; the Sent folder is read no further back than a provider allows.
const ROUND: u32 = 100;

#[derive(Debug, Default)]
struct Figures {
    dropped: usize,
    resent: usize,
    settled: usize,
    shown: usize,
}

#[tokio::test]
async fn a_mail_whose_answer_is_lost_is_never_sent_again() {
    let drops: u32 = std::env::var("DROPS").ok().and_then(|text| text.parse().ok()).unwrap_or(60);
    let app = TestApp::open().await;
    app.set("codeteki", &[("sending.max_per_deal", "1")]).await;
    let mut figures = Figures::default();
    for round in 0..drops.div_ceil(ROUND) {
        let first = round * ROUND;
        let people: Vec<String> = (first..drops.min(first + ROUND)).map(|n| format!("p{n}@site{n}.example")).collect();
        app.people(&people).await;
        app.run_well(DECIDE).await;
        app.fault(Fault::AcceptThenDrop, None);
        // The copy is filed late, now and then later than the first look.
        app.fault(Fault::SentListingDelay { ms: i64::from(round % 4) * 60_000 }, None);
        app.run(SEND).await;
        figures.dropped += people.len();
        app.sandbox.clear_faults();
        for _ in 0..6 {
            app.wait(HOUR / 6);
            app.run(SEND).await;
        }
        judge(&app, &people, &mut figures);
        let mails = app.mails().await;
        let state = |to: &String| mails.iter().find(|mail| mail.to_address == *to).unwrap().state;
        figures.settled += people.iter().filter(|to| state(to) == EmailState::Sent).count();
        figures.shown += people.iter().filter(|to| state(to) == EmailState::Unconfirmed).count();
        app.wait(DAY);
    }
    println!("{figures:#?}");
    assert_eq!((figures.resent, figures.settled + figures.shown), (0, figures.dropped));
    assert!(figures.settled * 100 >= figures.dropped * 99, "too many are left to a person");
}

fn judge(app: &TestApp, people: &[String], figures: &mut Figures) {
    let ledger = app.ledger();
    for to in people {
        let copies = ledger.iter().rev().take(3 * ROUND as usize).filter(|mail| mail.to == *to).count();
        assert!(copies > 0, "{to} was never accepted");
        figures.resent += copies - 1;
    }
}
