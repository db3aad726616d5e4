//! The read models on a small file, and the plans SQLite makes for them.

mod board_filter;

use domain::activity::{ActivityKind, Author};
use domain::brand::{Brand, Settings};
use domain::contact::{Contact, ContactType};
use domain::deal::{Deal, DealStatus};
use domain::email::{Content, Email, EmailKind, EmailState};
use domain::id::{ActivityId, BrandId, ContactId, DealId, EmailId, PipelineId, StageId, SuppressionId};
use domain::pipeline::{Pipeline, Purpose, SALES, Stage};
use domain::suppression::SuppressionKind;
use domain::{EmailAddress, Timestamp};

use super::board::{Filter as BoardFilter, Stretch};
use super::names::Table;
use super::{Query, board, brands, contacts, deals, emails, messages, names, runs};
use crate::row::Cells as _;
use crate::{Connection, Store, suppressions};

pub(super) const NOW: Timestamp = Timestamp::from_millis(1_795_000_000_000);

/// Random bytes that are all `n`, so that ids differ and are known.
pub(super) fn r(n: u8) -> [u8; 10] {
    [n; 10]
}

pub(super) struct World {
    _folder: tempfile::TempDir,
    pub(super) store: Store,
    pub(super) brand: BrandId,
    pipeline: PipelineId,
}

pub(super) async fn world() -> World {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("test.sqlite")).await.unwrap();
    let (brand, pipeline) = (BrandId::mint(NOW, r(1)), PipelineId::mint(NOW, r(2)));
    let mut write = store.write().await.unwrap();
    let named = |slug: &str, id| Brand {
        id,
        slug: slug.to_owned(),
        name: slug.to_owned(),
        settings: Settings::default(),
        paused: None,
        first_sent_at: None,
    };
    crate::brands::insert(&mut write, &named("codeteki", brand), NOW).await.unwrap();
    crate::brands::insert(&mut write, &named("other", BrandId::mint(NOW, r(9))), NOW).await.unwrap();
    let stages = SALES.iter().zip(0..).map(|((key, name, kind, advance_on), n)| Stage {
        id: stage(n),
        key: (*key).to_owned(),
        name: (*name).to_owned(),
        kind: *kind,
        advance_on: *advance_on,
    });
    let sales = Pipeline {
        id: pipeline,
        brand,
        key: "sales".into(),
        name: "Sales".into(),
        purpose: Purpose::Sales,
        cadence: vec![0, 3],
        stages: stages.collect(),
    };
    crate::pipelines::insert(&mut write, &sales, 0).await.unwrap();
    write.commit().await.unwrap();
    World { _folder: folder, store, brand, pipeline }
}

fn stage(n: u8) -> StageId {
    StageId::mint(NOW, r(20 + n))
}

pub(super) fn deal_id(n: u8) -> DealId {
    DealId::mint(NOW, r(n))
}

impl World {
    /// Person `n` with a deal worth `n` dollars in that stage, changed `n` seconds after the beginning.
    pub(super) async fn deal(&self, conn: &mut Connection, n: u8, address: &str, in_stage: u8, status: DealStatus) {
        let contact = Contact {
            id: ContactId::mint(NOW, r(n)),
            brand: self.brand,
            email: EmailAddress::parse(address).unwrap(),
            name: format!("Person {n}"),
            company: "Café Zürich".to_owned(),
            website: String::new(),
            domain_authority: Some(40),
            notes: String::new(),
            tags: vec!["vip".to_owned()],
            kind: ContactType::Lead,
            source: String::new(),
            country: String::new(),
            timezone: None,
            basis: domain::contact::Basis::None,
            basis_note: String::new(),
        };
        crate::contacts::insert(conn, &contact, NOW).await.unwrap();
        let deal = Deal {
            id: deal_id(n),
            brand: self.brand,
            contact: contact.id,
            pipeline: self.pipeline,
            stage: stage(in_stage),
            status,
            value_cents: i64::from(n) * 100,
            next_action_at: None,
            emails_sent: 0,
            last_sent_at: None,
            last_reply: None,
            last_reply_at: None,
            hold_until: None,
            question: (n == 3).then(|| "Shall I go on?".to_owned()),
            reason: None,
            fence: 0,
        };
        crate::deals::insert(conn, &deal, NOW.plus_seconds(i64::from(n))).await.unwrap();
        crate::deals::save(conn, &[deal], NOW.plus_seconds(i64::from(n))).await.unwrap();
    }

    /// A mail of person `n` in that state.
    pub(super) async fn mail(&self, conn: &mut Connection, n: u8, address: &str, state: EmailState) {
        let content = Content {
            to: EmailAddress::parse(address).unwrap(),
            to_name: String::new(),
            from: EmailAddress::parse("sales@codeteki.au").unwrap(),
            from_name: String::new(),
            reply_to: String::new(),
            subject: "Hello".to_owned(),
            text: "Text".to_owned(),
            html: "Text".to_owned(),
        };
        let mail = Email {
            id: EmailId::mint(NOW, r(n)),
            brand: self.brand,
            deal: deal_id(n),
            contact: ContactId::mint(NOW, r(n)),
            step: 1,
            kind: EmailKind::Initial,
            state,
            content_hash: content.hash(),
            content,
            approved_hash: None,
            token: format!("token-{n}"),
            written_by: "playbook".to_owned(),
            created_at: NOW,
            not_before: None,
            attempts: 0,
            attempted_at: None,
            sent_at: None,
            provider_message_id: None,
            wire_message_id: None,
            thread_id: None,
            trouble: None,
        };
        crate::emails::insert(
            conn,
            &[crate::emails::NewEmail { mail: mail.clone(), decision: None, approved_by: None }],
        )
        .await
        .unwrap();
    }
}

#[tokio::test]
async fn the_board_counts_everything_and_shows_the_newest() {
    let world = world().await;
    let mut conn = world.store.write().await.unwrap();
    for n in 1..=5 {
        world.deal(&mut conn, n, &format!("p{n}@ex.com"), 0, DealStatus::Active).await;
    }
    world.deal(&mut conn, 6, "p6@ex.com", 6, DealStatus::Lost).await;
    world.mail(&mut conn, 5, "p5@ex.com", EmailState::AwaitingApproval).await;

    let mut sums = board::sums(&mut conn, world.pipeline, &BoardFilter::default()).await.unwrap();
    sums.sort_by_key(|sum| sum.stage);
    assert_eq!(
        sums.iter().map(|s| (s.stage, s.count, s.value_cents)).collect::<Vec<_>>(),
        [(stage(0), 5, 1_500), (stage(6), 1, 600)]
    );

    let cards = board::cards(&mut conn, Stretch::Beginnings(world.pipeline), &BoardFilter::default(), 2).await.unwrap();
    assert_eq!(cards.iter().map(|card| card.id).collect::<Vec<_>>(), [deal_id(5), deal_id(4), deal_id(6)]);
    assert_eq!(cards[0].email_state, Some(EmailState::AwaitingApproval));
    assert_eq!(cards[2].status, DealStatus::Lost);
}

#[tokio::test]
async fn deals_are_filtered_by_what_is_asked() {
    let world = world().await;
    let mut conn = world.store.write().await.unwrap();
    for n in 1..=4 {
        let status = if n == 4 { DealStatus::Paused } else { DealStatus::Active };
        world.deal(&mut conn, n, &format!("p{n}@ex.com"), n % 2, status).await;
    }
    let all = deals::Filter::default();
    let cases = [
        (all.clone(), vec![4, 3, 2, 1]),
        (deals::Filter { stages: Some(vec![stage(1)]), ..all.clone() }, vec![3, 1]),
        (
            deals::Filter { stages: Some(vec![stage(0), stage(1)]), status: Some(DealStatus::Paused), ..all.clone() },
            vec![4],
        ),
        (deals::Filter { asking: true, brand: Some(world.brand), ..all.clone() }, vec![3]),
        (deals::Filter { brand: Some(BrandId::mint(NOW, r(9))), ..all.clone() }, vec![]),
        (deals::Filter { stages: Some(vec![]), ..all }, vec![]),
    ];
    for (filter, expected) in cases {
        let found = deals::list(&mut conn, &filter, 10).await.unwrap();
        assert_eq!(
            found.iter().map(|d| d.card.id).collect::<Vec<_>>(),
            expected.into_iter().map(deal_id).collect::<Vec<_>>(),
            "{filter:?}"
        );
    }
    let found = deals::find(&mut conn, deal_id(1)).await.unwrap().unwrap();
    assert_eq!(
        (found.brand.as_str(), found.pipeline.as_str(), found.stage.as_str()),
        ("codeteki", "Sales", "Contacted")
    );
    assert_eq!(deals::count_asking(&mut conn).await.unwrap(), 1);
}

#[tokio::test]
async fn contacts_are_found_by_the_beginnings_of_words() {
    let world = world().await;
    let mut conn = world.store.write().await.unwrap();
    for n in 1..=3 {
        world.deal(&mut conn, n, &format!("jo{n}@ex.com"), 0, DealStatus::Active).await;
    }
    for (typed, found) in [
        ("pers", 3),
        ("jo2", 1),
        ("cafe zur", 3),
        ("person 3", 1),
        ("jo2@ex.com", 1),
        ("nobody", 0),
        ("\" OR *", 0),
        ("AND", 0),
    ] {
        assert_eq!(contacts::search(&mut conn, typed, Some(world.brand), 10).await.unwrap().len(), found, "{typed}");
    }
    assert!(contacts::search(&mut conn, "pers", Some(BrandId::mint(NOW, r(9))), 10).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_contact_shows_why_it_must_not_be_mailed() {
    let world = world().await;
    let mut conn = world.store.write().await.unwrap();
    let other = Some(BrandId::mint(NOW, r(9)));
    let suppressed = [
        (None, SuppressionKind::Domain, "closed.com"),
        (None, SuppressionKind::Address, "jo@ex.com"),
        (other, SuppressionKind::Address, "ann@ex.com"),
    ];
    for (n, (brand, kind, value)) in (0..).zip(suppressed) {
        let new = suppressions::NewSuppression {
            id: SuppressionId::mint(NOW, r(n)),
            brand,
            kind,
            value,
            reason: value,
            author: Author::Person,
            at: NOW,
        };
        suppressions::insert(&mut conn, &new).await.unwrap();
    }
    for (n, address, why) in [
        (1, "sue@closed.com", Some("closed.com")),
        (2, "jo@ex.com", Some("jo@ex.com")),
        (3, "jo+list@ex.com", Some("jo@ex.com")),
        (4, "ann@ex.com", None),
        (5, "+jo@ex.com", None),
    ] {
        world.deal(&mut conn, n, address, 0, DealStatus::Active).await;
        let found = contacts::by_email(&mut conn, &EmailAddress::parse(address).unwrap()).await.unwrap();
        assert_eq!(found[0].suppressed.as_deref(), why, "{address}");
        let rule = suppressions::reason(&mut conn, world.brand, &EmailAddress::parse(address).unwrap()).await.unwrap();
        assert_eq!(rule.as_deref(), why, "the sender's rule says the same of {address}");
    }
}

#[tokio::test]
async fn a_brand_counts_what_waits() {
    let world = world().await;
    let mut conn = world.store.write().await.unwrap();
    let states = [
        EmailState::Queued,
        EmailState::Queued,
        EmailState::AwaitingApproval,
        EmailState::Unconfirmed,
        EmailState::Sent,
    ];
    for (n, state) in (1..).zip(states) {
        let address = format!("p{n}@ex.com");
        world.deal(&mut conn, n, &address, 0, DealStatus::Active).await;
        world.mail(&mut conn, n, &address, state).await;
    }
    let figures = brands::figures(&mut conn, NOW).await.unwrap();
    let all: Vec<_> = figures.iter().map(|f| (f.awaiting_approval, f.queued, f.unconfirmed, f.sent_today)).collect();
    assert_eq!(all, [(1, 2, 1, 0), (0, 0, 0, 0)]);
    let queued = emails::Filter { state: Some(EmailState::Queued), ..emails::Filter::default() };
    assert_eq!(emails::list(&mut conn, &queued, 10).await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_deal_is_found_by_the_beginning_of_its_id_or_by_address() {
    let world = world().await;
    let mut conn = world.store.write().await.unwrap();
    world.deal(&mut conn, 0x11, "a@ex.com", 0, DealStatus::Active).await;
    world.deal(&mut conn, 0x21, "b@ex.com", 0, DealStatus::Won).await;
    let whole = deal_id(0x11).to_string();
    let find =
        async |conn: &mut Connection, text: &str| names::by_prefix::<DealId>(conn, Table::Deals, text).await.unwrap();
    assert_eq!(find(&mut conn, &whole).await, [deal_id(0x11)]);
    assert_eq!(find(&mut conn, &whole[..20]).await, [deal_id(0x11)]);
    assert_eq!(find(&mut conn, &whole[..8]).await.len(), 2);
    assert!(find(&mut conn, "zz").await.is_empty());
    let of = names::deals_of(&mut conn, &EmailAddress::parse("b@ex.com").unwrap()).await.unwrap();
    assert_eq!(of, [(deal_id(0x21), false)]);
}

#[tokio::test]
async fn the_feed_says_who_it_is_about() {
    let world = world().await;
    let mut conn = world.store.write().await.unwrap();
    world.deal(&mut conn, 1, "a@ex.com", 0, DealStatus::Active).await;
    for (n, deal) in [(1, Some(deal_id(1))), (2, None)] {
        let at = NOW.plus_seconds(i64::from(n));
        let line = crate::activities::NewActivity {
            id: ActivityId::mint(at, r(n)),
            at,
            author: Author::Autopilot,
            kind: ActivityKind::Created,
            summary: format!("line {n}"),
            brand: Some(world.brand),
            contact: None,
            deal,
        };
        crate::activities::insert(&mut conn, &[line]).await.unwrap();
    }
    let feed = super::activities::feed(&mut conn, 10).await.unwrap();
    assert_eq!(
        feed.iter().map(|l| (l.summary.as_str(), l.who.as_deref())).collect::<Vec<_>>(),
        [("line 2", None), ("line 1", Some("Person 1"))]
    );
    assert_eq!(super::activities::timeline(&mut conn, deal_id(1), 10).await.unwrap().len(), 1);
}

/// Every statement of the room runs, also on an empty file.
#[tokio::test]
async fn every_view_can_be_asked() {
    let world = world().await;
    let mut conn = world.store.read().await.unwrap();
    let all = messages::Filter {
        brand: Some(world.brand),
        class: Some(domain::reply::ReplyKind::Question),
        deal: None,
        strangers: true,
    };
    assert!(messages::list(&mut conn, &all, 1).await.unwrap().is_empty());
    assert!(
        messages::list(&mut conn, &messages::Filter { deal: Some(deal_id(1)), ..messages::Filter::default() }, 1)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(messages::find(&mut conn, domain::id::MessageId::mint(NOW, r(1))).await.unwrap().is_none());
    assert!(super::decisions::list(&mut conn, Some(deal_id(1)), 1).await.unwrap().is_empty());
    assert!(super::decisions::find(&mut conn, domain::id::DecisionId::mint(NOW, r(1))).await.unwrap().is_none());
    let (mail, decision) = (EmailId::mint(NOW, r(1)), domain::id::DecisionId::mint(NOW, r(1)));
    assert!(emails::find(&mut conn, mail).await.unwrap().is_none());
    assert!(super::email_life::find(&mut conn, mail).await.unwrap().is_none());
    assert!(super::email_life::inputs(&mut conn, decision).await.unwrap().is_none());
    assert!(crate::originals::find(&mut conn, mail).await.unwrap().is_none());
    assert!(super::decisions::whole(&mut conn, domain::id::DecisionId::mint(NOW, r(1))).await.unwrap().is_none());
    assert!(contacts::list(&mut conn, Some(world.brand), 1).await.unwrap().is_empty());
    assert!(contacts::find(&mut conn, ContactId::mint(NOW, r(1))).await.unwrap().is_none());
    assert!(super::imports::list(&mut conn, 1).await.unwrap().is_empty());
    assert!(super::notices::list(&mut conn, 1).await.unwrap().is_empty());
    assert!(super::reviews::list(&mut conn, 1).await.unwrap().is_empty());
    assert!(super::suppressions::list(&mut conn, 1).await.unwrap().is_empty());
    assert!(runs::history(&mut conn, domain::task::TaskName::DailyAiReview, None, 1).await.unwrap().is_empty());
    assert!(runs::last(&mut conn).await.unwrap().is_empty());
    for table in [Table::Emails, Table::Messages, Table::Contacts, Table::Imports] {
        assert!(names::by_prefix::<DealId>(&mut conn, table, "0").await.unwrap().is_empty());
    }
}

pub(super) async fn plan(conn: &mut Connection, query: Query) -> String {
    let mut explain = Query::new(format!("EXPLAIN QUERY PLAN {}", query.sql().as_str()));
    let rows = explain.build().fetch_all(conn).await.unwrap();
    rows.iter().map(|row| row.text("detail").unwrap()).collect::<Vec<_>>().join("\n")
}

/// What people look at most never reads and sorts a whole table: it walks an index, or the rows as they were written, up to the limit.
#[tokio::test]
async fn lists_walk_up_to_their_limit() {
    let world = world().await;
    let mut conn = world.store.read().await.unwrap();
    let waiting = emails::Filter { brand: Some(world.brand), state: Some(EmailState::AwaitingApproval), deal: None };
    for (what, query, expected) in [
        (
            "board",
            board::cards_query(Stretch::Beginnings(world.pipeline), &BoardFilter::default(), 50),
            "SEARCH x USING",
        ),
        ("feed", super::activities::feed_query(50), "SCAN a USING INDEX activities_by_time"),
        ("mails", emails::list_query(&emails::Filter::default(), 50), "SCAN e\n"),
        ("waiting mails", emails::list_query(&waiting, 50), "USING INDEX emails_by_state"),
        ("incoming", messages::list_query(&messages::Filter::default(), 50), "SCAN m USING INDEX messages_by_time"),
        ("contacts", contacts::list_query(Some(world.brand), 50), "SCAN c\n"),
    ] {
        let plan = plan(&mut conn, query).await;
        assert!(plan.contains(expected), "{what}:\n{plan}");
        // These sort the few they found: cards by stage, what waits, a contact's suppressions.
        let sorts = plan.contains("USE TEMP B-TREE FOR ORDER BY");
        assert!(!sorts || matches!(what, "board" | "waiting mails" | "contacts"), "{what} sorts:\n{plan}");
    }
}
