//! Acts on the board, on a seeded file: what is done, what is refused, and what can be taken back.

use std::sync::Arc;

use domain::contact::Contact;
use domain::deal::{Deal, DealStatus};
use domain::email::EmailState;
use domain::id::{ContactId, DealId, PipelineId};
use domain::{EmailAddress, Timestamp};
use gateways::ManualClock;

use crate::api::wire::{
    BoardFilter, BoardRequest, BulkReply, DealAct, DealDetail, DealEmail, DealMove, DealRef, DealsBulk, DealsRef,
    NextAction, Nothing, SavedView, ViewKind, ViewRef, ViewsRequest,
};
use crate::api::{mutation, query, trigger};
use crate::test_stage::Stage;
use crate::{Engine, ErrorCode};

const START: &str = "2026-11-24T10:40:00+11:00";

struct World {
    engine: Arc<Engine>,
    clock: Arc<ManualClock>,
    pipeline: PipelineId,
    _folder: tempfile::TempDir,
}

/// A seeded file with `people` active deals in the first stage of Codeteki's sales.
async fn world(people: u8) -> World {
    let Stage { engine, clock, folder } = Stage::open(START).await;
    let pipelines = query::pipelines(&engine, Nothing {}).await.unwrap();
    let sales = pipelines.iter().find(|one| one.brand == "codeteki" && one.key == "sales").unwrap();
    let now = engine.now();
    let mut write = engine.store.write().await.unwrap();
    for n in 1..=people {
        let address = EmailAddress::parse(&format!("p{n}@ex.com")).unwrap();
        let nobody = Contact::of(ContactId::mint(now, [n; 10]), sales.brand_id, address);
        let contact = Contact { name: format!("Person {n}"), ..nobody };
        store::contacts::insert(&mut write, &contact, now).await.unwrap();
        let begun = Deal::begin(DealId::mint(now, [n; 10]), &contact, sales.id, sales.stages[0].id, now);
        let deal = Deal { value_cents: 10_000, ..begun };
        store::deals::insert(&mut write, &deal, now).await.unwrap();
    }
    write.commit().await.unwrap();
    World { engine, clock, pipeline: sales.id, _folder: folder }
}

impl World {
    fn id(&self, n: u8) -> DealId {
        DealId::mint(Timestamp::parse(START).unwrap(), [n; 10])
    }

    fn ids(&self, all: impl IntoIterator<Item = u8>) -> Vec<DealId> {
        all.into_iter().map(|n| self.id(n)).collect()
    }

    async fn bulk(&self, ids: Vec<DealId>, act: DealAct) -> BulkReply {
        mutation::deals_bulk(&self.engine, DealsBulk { ids, act }).await.unwrap()
    }

    async fn undo(&self, ids: Vec<DealId>) -> BulkReply {
        mutation::deals_undo(&self.engine, DealsRef { ids }).await.unwrap()
    }

    async fn show(&self, n: u8) -> DealDetail {
        query::deal_show(&self.engine, DealRef { id: self.id(n) }).await.unwrap()
    }

    /// The deal as the file has it, but for the fence.
    async fn kept(&self, n: u8) -> (Deal, Timestamp) {
        let mut conn = self.engine.store.read().await.unwrap();
        let since = store::deals::stage_since(&mut conn, self.id(n)).await.unwrap();
        (Deal { fence: 0, ..store::deals::find(&mut conn, self.id(n)).await.unwrap().unwrap() }, since)
    }
}

fn to(stage: &str) -> DealAct {
    DealAct::Move { stage: stage.to_owned(), won: None, reason: None }
}

fn lost(reason: &str) -> DealAct {
    DealAct::Close { won: false, reason: Some(reason.to_owned()) }
}

#[tokio::test]
async fn many_deals_move_at_once_and_each_refusal_has_its_reason() {
    let world = world(3).await;
    world.bulk(world.ids([2]), to("engaged")).await;
    let stranger = DealId::mint(world.engine.now(), [99; 10]);
    let mut ids = world.ids(1..=3);
    ids.push(stranger);
    let reply = world.bulk(ids, to("Engaged")).await;
    assert_eq!(reply.done, 2);
    let refused: Vec<_> = reply.refused.iter().map(|one| (one.id, one.who.as_str(), one.why.as_str())).collect();
    assert_eq!(refused[0], (world.id(2), "Person 2", "The deal is already in Engaged."));
    assert_eq!((refused[1].0, refused[1].1), (stranger, ""));
    assert_eq!(world.show(3).await.deal.stage, "Engaged");

    let again = world.bulk(world.ids(1..=3), to("Engaged")).await;
    assert_eq!((again.done, again.refused.len()), (0, 3));
    let asks = world.bulk(world.ids([1]), to("Closed")).await;
    assert_eq!(asks.refused[0].why, "Closed closes the deal: say whether it is won or lost.");
    let too_many = mutation::deals_bulk(&world.engine, DealsBulk { ids: vec![stranger; 501], act: DealAct::Resume });
    assert_eq!(too_many.await.unwrap_err().code, ErrorCode::BadRequest);
}

#[tokio::test]
async fn a_move_that_is_taken_back_leaves_no_trace_but_its_lines() {
    let world = world(2).await;
    let before = world.kept(1).await;
    world.clock.advance(3_600);
    world.bulk(world.ids(1..=2), to("qualified")).await;
    assert!(world.kept(1).await.0.hold_until.is_some());
    let reply = world.undo(world.ids(1..=2)).await;
    assert_eq!((reply.done, reply.refused.len(), reply.note), (2, 0, None));
    assert_eq!(world.kept(1).await, before);
    assert!(world.show(1).await.timeline.iter().any(|line| line.summary == "Took it back: again in New Lead, active"));
    // There is nothing more to take back.
    let again = world.undo(world.ids([1])).await;
    assert_eq!((again.done, again.refused.len()), (0, 1));
}

#[tokio::test]
async fn a_deal_that_changed_since_is_not_taken_back() {
    let world = world(2).await;
    world.bulk(world.ids(1..=2), to("qualified")).await;
    let mut act = crate::act::Act::begin(&world.engine).await.unwrap();
    crate::silence::decide_again(&mut act, world.id(1)).await.unwrap();
    act.commit().await.unwrap();
    let reply = world.undo(world.ids(1..=2)).await;
    assert_eq!((reply.done, reply.refused.len()), (1, 1));
    assert_eq!(reply.refused[0].who, "Person 1");
    assert_eq!(world.show(1).await.deal.stage, "Qualified");
    assert_eq!(world.show(2).await.deal.stage, "New Lead");
}

#[tokio::test]
async fn a_close_that_is_taken_back_opens_the_deal_but_not_its_cancelled_mail() {
    let world = world(1).await;
    trigger::deal_email(&world.engine, DealEmail { id: world.id(1), kind: None }).await.unwrap();
    let reply = world.bulk(world.ids([1]), lost("too dear")).await;
    assert_eq!(reply.note.as_deref(), Some("The mail that waited was cancelled."));
    assert_eq!(world.show(1).await.deal.card.status, DealStatus::Lost);
    let reply = world.undo(world.ids([1])).await;
    assert!(reply.note.is_some_and(|note| note.contains("stays cancelled")));
    let shown = world.show(1).await;
    assert_eq!((shown.deal.card.status, shown.deal.stage.as_str()), (DealStatus::Active, "New Lead"));
    assert_eq!(shown.emails[0].state, EmailState::Cancelled);
    assert_eq!(shown.deal.card.next_action_at, Some(world.engine.now()), "it is decided anew, not forgotten");
}

#[tokio::test]
async fn a_closed_deal_is_not_opened_beside_a_newer_one() {
    let world = world(1).await;
    world.bulk(world.ids([1]), lost("too dear")).await;
    let (closed, _) = world.kept(1).await;
    let mut write = world.engine.store.write().await.unwrap();
    let newer = Deal { id: DealId::mint(world.engine.now(), [9; 10]), status: DealStatus::Active, ..closed };
    store::deals::insert(&mut write, &newer, world.engine.now()).await.unwrap();
    write.commit().await.unwrap();
    let why = "Person 1 has another open deal in Sales; this one stays closed as long as that one is open.";
    assert_eq!(world.undo(world.ids([1])).await.refused[0].why, why);
    let request = DealMove { id: world.id(1), stage: "engaged".to_owned(), won: None, reason: None };
    let refused = mutation::deal_move(&world.engine, request).await.unwrap_err();
    assert_eq!((refused.code, refused.message.as_str()), (ErrorCode::Refused, why));
}

#[tokio::test]
async fn the_board_filters_its_cards_and_counts_and_says_what_needs_a_person() {
    let world = world(3).await;
    trigger::deal_email(&world.engine, DealEmail { id: world.id(1), kind: None }).await.unwrap();
    world.bulk(world.ids([2]), DealAct::Pause { reason: String::new() }).await;
    let ask = async |filter: BoardFilter| {
        let request = BoardRequest { pipeline: world.pipeline, limit: 10, filter: Some(filter) };
        query::board(&world.engine, request).await.unwrap()
    };
    let all = BoardFilter::default();
    assert_eq!((ask(all.clone()).await.deals, ask(all.clone()).await.needs_you), (3, 1));
    for (filter, expected) in [
        (BoardFilter { needs_you: true, ..all.clone() }, "Person 1"),
        (BoardFilter { statuses: vec![DealStatus::Paused], ..all.clone() }, "Person 2"),
        (BoardFilter { next: Some(NextAction::Today), ..all.clone() }, "Person 3"),
        (BoardFilter { text: "person 3".to_owned(), ..all }, "Person 3"),
    ] {
        let board = ask(filter).await;
        assert_eq!((board.deals, board.value_cents, board.needs_you), (1, 10_000, 1));
        assert_eq!(board.columns[0].cards[0].name, expected);
    }
}

#[tokio::test]
async fn views_are_kept_per_list_and_only_if_they_have_a_name() {
    let world = world(0).await;
    let view = |name: &str, filter: &str| SavedView {
        kind: ViewKind::Board,
        name: name.to_owned(),
        filter: filter.to_owned(),
    };
    mutation::view_save(&world.engine, view(" Hot ", "{\"score_from\":60}")).await.unwrap();
    for wrong in [view("  ", "{}"), view("x", "no JSON"), view(&"x".repeat(61), "{}")] {
        assert_eq!(mutation::view_save(&world.engine, wrong).await.unwrap_err().code, ErrorCode::BadRequest);
    }
    let list = async |kind| query::views_list(&world.engine, ViewsRequest { kind }).await.unwrap();
    assert_eq!(list(ViewKind::Board).await[0].name, "Hot");
    assert!(list(ViewKind::Contacts).await.is_empty());
    let gone = || ViewRef { kind: ViewKind::Board, name: "Hot".to_owned() };
    mutation::view_remove(&world.engine, gone()).await.unwrap();
    assert_eq!(mutation::view_remove(&world.engine, gone()).await.unwrap_err().code, ErrorCode::NotFound);
}
