//! The queue and the logs on a small file: what is found, in which order, and the plans SQLite makes for them.

use domain::Timestamp;
use domain::deal::DealStatus;
use domain::decision::{Action, Choice};
use domain::email::{EmailKind, EmailState};
use domain::id::{DecisionId, EmailId};

use super::tests::{NOW, World, deal_id, plan, r, world};
use super::{decision_log, outbox};
use crate::Connection;
use crate::decisions::NewDecision;

/// Five people with a mail each: two wait, the others left, came back, or are queued.
async fn five(world: &World, conn: &mut Connection) {
    let states = [
        EmailState::AwaitingApproval,
        EmailState::Sent,
        EmailState::AwaitingApproval,
        EmailState::Bounced,
        EmailState::Queued,
    ];
    for (n, state) in (1..).zip(states) {
        let address = format!("p{n}@ex.com");
        world.deal(conn, n, &address, 0, DealStatus::Active).await;
        world.mail(conn, n, &address, state).await;
    }
}

fn mail(n: u8) -> EmailId {
    EmailId::mint(NOW, r(n))
}

#[tokio::test]
async fn the_queue_goes_from_the_oldest_on_page_by_page() {
    let world = world().await;
    let mut conn = world.store.write().await.unwrap();
    five(&world, &mut conn).await;
    let first = outbox::waiting(&mut conn, Some(world.brand), None, 1).await.unwrap();
    assert_eq!(first.iter().map(|line| line.mail.id).collect::<Vec<_>>(), [mail(1)]);
    assert_eq!((first[0].company.as_str(), first[0].edited), ("Café Zürich", false));
    let rest = outbox::waiting(&mut conn, None, Some(mail(1)), 10).await.unwrap();
    assert_eq!(rest.iter().map(|line| line.mail.id).collect::<Vec<_>>(), [mail(3)]);
    assert_eq!(outbox::count_waiting(&mut conn, Some(world.brand)).await.unwrap(), 2);
}

#[tokio::test]
async fn the_log_finds_mails_by_what_is_asked() {
    let world = world().await;
    let mut conn = world.store.write().await.unwrap();
    five(&world, &mut conn).await;
    let all = outbox::Filter::default();
    let some = |change: fn(&mut outbox::Filter)| {
        let mut filter = outbox::Filter::default();
        change(&mut filter);
        filter
    };
    let cases = [
        (all.clone(), vec![5, 4, 3, 2, 1]),
        (some(|f| f.states = vec![EmailState::Sent, EmailState::Bounced]), vec![4, 2]),
        (some(|f| f.search = Some("p3@ex".to_owned())), vec![3]),
        (some(|f| f.search = Some("hel tex".to_owned())), vec![5, 4, 3, 2, 1]),
        (some(|f| f.search = Some("\" --".to_owned())), vec![]),
        (some(|f| f.writer = Some(outbox::Writer::Model)), vec![]),
        (some(|f| f.writer = Some(outbox::Writer::Playbook)), vec![5, 4, 3, 2, 1]),
        (some(|f| f.writer = Some(outbox::Writer::Person)), vec![]),
        (some(|f| f.kind = Some(EmailKind::SecondFollowUp)), vec![]),
        (some(|f| f.from = Some(NOW.plus_seconds(1))), vec![]),
        (some(|f| f.until = Some(NOW)), vec![]),
        (outbox::Filter { brand: Some(world.brand), ..all.clone() }, vec![5, 4, 3, 2, 1]),
    ];
    for (filter, expected) in cases {
        let found = outbox::log(&mut conn, &filter, None, 10).await.unwrap();
        let ids: Vec<_> = found.iter().map(|line| line.mail.id).collect();
        assert_eq!(ids, expected.into_iter().map(mail).collect::<Vec<_>>(), "{filter:?}");
    }
    let behind = outbox::log(&mut conn, &all, Some(mail(3)), 1).await.unwrap();
    assert_eq!(behind[0].mail.id, mail(2));
    let counted = outbox::count_by_state(&mut conn, &some(|f| f.states = vec![EmailState::Sent])).await.unwrap();
    assert_eq!(counted.iter().map(|(_, count)| count).sum::<u32>(), 5, "states are counted whatever is asked of them");
}

#[tokio::test]
async fn what_was_written_first_survives_every_edit() {
    use crate::originals;
    use domain::activity::Author;
    let world = world().await;
    let mut conn = world.store.write().await.unwrap();
    five(&world, &mut conn).await;
    for (seconds, text) in [(1, "Second"), (2, "Third")] {
        let mut found = crate::emails::find(&mut conn, mail(1)).await.unwrap().unwrap();
        originals::note_edit(&mut conn, mail(1), Author::Person, NOW.plus_seconds(seconds)).await.unwrap();
        found.content.text = text.to_owned();
        crate::emails::save(&mut conn, &found, found.state).await.unwrap();
    }
    let first = originals::find(&mut conn, mail(1)).await.unwrap().unwrap();
    assert_eq!((first.subject.as_str(), first.text.as_str()), ("Hello", "Text"));
    assert_eq!((first.edited_by, first.edited_at), (Author::Person, NOW.plus_seconds(2)));
    assert_eq!(originals::find(&mut conn, mail(2)).await.unwrap(), None);
}

fn decision(n: u8, action: Action, provider: &'static str) -> NewDecision {
    NewDecision {
        id: DecisionId::mint(NOW, r(n)),
        deal: deal_id(n),
        at: NOW,
        choice: Choice::rule(action, format!("Reason {n}")),
        provider,
        model: String::new(),
        prompt_version: String::new(),
        input: "{}".to_owned(),
        tokens_in: Some(100),
        tokens_out: Some(10),
        latency_ms: None,
        trouble: None,
    }
}

#[tokio::test]
async fn decisions_are_found_by_their_reason_and_by_whom_they_are_about() {
    let world = world().await;
    let mut conn = world.store.write().await.unwrap();
    five(&world, &mut conn).await;
    let send = || Action::SendEmail { kind: EmailKind::Initial };
    let made = [
        decision(1, send(), "playbook"),
        decision(2, send(), "openai"),
        decision(3, Action::Wait { days: 2 }, "openai"),
    ];
    crate::decisions::insert(&mut conn, &made).await.unwrap();
    let filter = |search: &str, action: Option<&str>, provider: Option<&str>| decision_log::Filter {
        brand: Some(world.brand),
        search: Some(search.to_owned()),
        actions: action.map(str::to_owned).into_iter().collect(),
        provider: provider.map(str::to_owned),
        from: Some(NOW),
        until: Some(NOW.plus_seconds(1)),
    };
    for (filter, expected) in [
        (filter("", None, None), vec![3, 2, 1]),
        (filter("REASON 2", None, None), vec![2]),
        (filter("person 3", None, None), vec![3]),
        (filter("café", Some("send_email"), None), vec![2, 1]),
        (filter("", None, Some("openai")), vec![3, 2]),
        (filter("nobody", None, None), vec![]),
    ] {
        let found = decision_log::log(&mut conn, &filter, None, 10).await.unwrap();
        let ids: Vec<_> = found.iter().map(|line| line.decision.id).collect();
        assert_eq!(ids, expected.into_iter().map(|n| DecisionId::mint(NOW, r(n))).collect::<Vec<_>>(), "{filter:?}");
    }
    let behind =
        decision_log::log(&mut conn, &filter("", None, None), Some(DecisionId::mint(NOW, r(2))), 5).await.unwrap();
    assert_eq!((behind.len(), behind[0].who.as_str(), behind[0].email_id), (1, "Person 1", None));
    let sums = decision_log::sums(&mut conn, &filter("", Some("wait"), None)).await.unwrap();
    let told: Vec<_> = sums.iter().map(|sum| (sum.action.as_str(), sum.count, sum.tokens_in, sum.tokens_out)).collect();
    assert_eq!(told, [("send_email", 2, 200, 20), ("wait", 1, 100, 10)]);
}

/// The logs walk back from the newest up to their limit; the queue is found by its state.
#[tokio::test]
async fn the_logs_walk_up_to_their_limit() {
    let world = world().await;
    let mut conn = world.store.read().await.unwrap();
    let some = outbox::Filter {
        brand: Some(world.brand),
        states: vec![EmailState::Sent],
        from: Some(Timestamp::from_millis(0)),
        ..outbox::Filter::default()
    };
    let decided = decision_log::Filter { provider: Some("openai".to_owned()), ..decision_log::Filter::default() };
    for (what, query, expected) in [
        ("mails", outbox::log_query(&some, None, 50).unwrap(), "SCAN e USING INDEX sqlite_autoindex_emails_1"),
        (
            "mails behind",
            outbox::log_query(&some, Some(mail(1)), 50).unwrap(),
            "SEARCH e USING INDEX sqlite_autoindex_emails_1",
        ),
        ("decisions", decision_log::log_query(&decided, None, 50), "SCAN x USING INDEX sqlite_autoindex_decisions_1"),
        ("waiting", outbox::waiting_query(Some(world.brand), Some(mail(1)), 50), "USING INDEX emails_by_state"),
    ] {
        let plan = plan(&mut conn, query).await;
        assert!(plan.contains(expected), "{what}:\n{plan}");
        assert!(what == "waiting" || !plan.contains("USE TEMP B-TREE"), "{what} sorts:\n{plan}");
    }
}
