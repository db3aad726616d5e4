//! What a person does with a deal by hand, on a real file and without a network.

use std::sync::Arc;

use domain::activity::{ActivityKind, Author};
use domain::email::EmailState;
use domain::id::DealId;
use domain::time::DAY;
use gateways::ManualClock;

use super::*;
use crate::Engine;
use crate::api::query::{deal_show, decision_show, decisions_list, email_frame, email_show};
use crate::api::trigger::run_task;
use crate::api::wire::*;
use crate::test_stage::{MONDAY, Stage};

struct App {
    _folder: tempfile::TempDir,
    clock: Arc<ManualClock>,
    engine: Arc<Engine>,
}

/// Monday morning in Melbourne, with a brand that says who it is and waits for nothing else.
async fn app() -> App {
    let stage = Stage::open(MONDAY).await;
    stage.set([("legal.address", "11 Example St, Melbourne"), ("sending.window", "Mon-Sun 00:00-23:59")]).await;
    let Stage { engine, clock, folder } = stage;
    App { _folder: folder, clock, engine }
}

fn new(contact: &str) -> DealNew {
    DealNew {
        contact: contact.to_owned(),
        brand: Some("codeteki".to_owned()),
        pipeline: "sales".to_owned(),
        stage: None,
        value_cents: 320_000,
        name: Some("Jo Baker".to_owned()),
        company: Some("Bakery".to_owned()),
        source: Some("a phone call".to_owned()),
    }
}

fn mail(deal: DealId, send: bool) -> EmailWrite {
    EmailWrite { deal, subject: "The price".to_owned(), body: "Hi Jo,\n\nit is 3,200.".to_owned(), send }
}

impl App {
    async fn deal(&self, contact: &str) -> DealId {
        deal_new(&self.engine, new(contact)).await.unwrap().id
    }

    async fn show(&self, id: DealId) -> DealDetail {
        deal_show(&self.engine, DealRef { id }).await.unwrap()
    }
}

#[tokio::test]
async fn a_deal_is_made_once_and_says_who_it_is_with() {
    let app = app().await;
    let made = deal_new(&app.engine, new("Jo@Bakery.example")).await.unwrap();
    let deal = app.show(made.id).await;
    let card = &deal.deal.card;
    assert_eq!(
        (card.name.as_str(), card.value_cents, card.next_action_at),
        ("Jo Baker", 320_000, Some(app.engine.now()))
    );
    assert_eq!((deal.deal.stage.as_str(), deal.timeline[0].author), ("New Lead", Author::Person));

    let again = deal_new(&app.engine, new("jo@bakery.example")).await.unwrap_err();
    assert!(
        again.code == ErrorCode::Refused && again.message.contains("already has an open deal in Sales, in New Lead")
    );
    let by_id = DealNew { brand: None, pipeline: "backlink".to_owned(), ..new(&card.contact_id.to_string()) };
    assert!(deal_new(&app.engine, by_id).await.is_ok(), "another pipeline is another deal");

    let closing = DealNew { stage: Some("closed".to_owned()), ..new("ann@bakery.example") };
    assert_eq!(deal_new(&app.engine, closing).await.unwrap_err().code, ErrorCode::BadRequest);
}

#[tokio::test]
async fn who_said_no_gets_no_deal_and_leaves_no_trace() {
    let app = app().await;
    let wish = Suppress { target: "bakery.example".to_owned(), brand: None, reason: "asked by phone".to_owned() };
    suppress(&app.engine, wish).await.unwrap();
    let refused = deal_new(&app.engine, new("jo@bakery.example")).await.unwrap_err();
    assert!(refused.message.contains("must not be mailed: asked by phone"), "{refused}");
    let all = crate::api::query::contacts_list(&app.engine, ContactsRequest::default()).await.unwrap();
    assert!(all.is_empty());
}

#[tokio::test]
async fn a_mail_by_hand_is_approved_by_who_wrote_it_and_carries_the_footer() {
    let app = app().await;
    let id = app.deal("jo@bakery.example").await;
    let frame = email_frame(&app.engine, DealRef { id }).await.unwrap();
    assert_eq!((frame.refused, frame.waits, frame.to_address.as_str()), (None, None, "jo@bakery.example"));
    let written = email_write(&app.engine, mail(id, true)).await.unwrap();
    assert_eq!(written.state, EmailState::Queued);
    let kept = email_show(&app.engine, EmailRef { id: written.id }).await.unwrap();
    assert_eq!(kept.approved_hash.as_deref(), Some(kept.content_hash.as_str()));
    assert_eq!((kept.row.written_by.as_str(), kept.row.to_address.as_str()), ("person", "jo@bakery.example"));
    assert!(kept.text.contains(domain::compose::OPT_OUT) && kept.text.contains(&kept.token));
    assert!(kept.text.contains("We have your address from: a phone call."));
    assert!(frame.below.lines().zip(kept.text.lines().skip(4)).all(|(said, is)| said == is || said.contains("ref:")));
    assert_eq!(app.show(id).await.deal.card.next_action_at, None, "nothing is decided while it is on its way");

    let twice = email_write(&app.engine, mail(id, true)).await.unwrap_err();
    assert!(twice.code == ErrorCode::Refused && twice.message.contains("queued already"), "{twice}");
    assert!(email_frame(&app.engine, DealRef { id }).await.unwrap().refused.is_some());
}

#[tokio::test]
async fn a_draft_waits_and_an_unfinished_mail_stays_with_its_writer() {
    let app = app().await;
    let id = app.deal("jo@bakery.example").await;
    let unfinished = EmailWrite { body: "Hi [Name],".to_owned(), ..mail(id, true) };
    assert_eq!(email_write(&app.engine, unfinished).await.unwrap_err().code, ErrorCode::BadRequest);
    assert!(app.show(id).await.emails.is_empty());
    let written = email_write(&app.engine, mail(id, false)).await.unwrap();
    assert_eq!(written.state, EmailState::AwaitingApproval);
    email_approve(&app.engine, EmailApprove { id: written.id, content_hash: None }).await.unwrap();
}

#[tokio::test]
async fn a_mail_by_hand_waits_for_the_hold_like_any_other_and_is_refused_where_it_could_never_go() {
    let app = app().await;
    let id = app.deal("jo@bakery.example").await;
    let until = app.engine.now().plus_millis(2 * DAY);
    deal_hold(&app.engine, DealHold { id, until: Some(until) }).await.unwrap();
    let frame = email_frame(&app.engine, DealRef { id }).await.unwrap();
    assert!(frame.waits.is_some() && frame.next == Some(until));
    let written = email_write(&app.engine, mail(id, true)).await.unwrap();
    assert!(written.done.starts_with("Queued. Its mail waits for Wed 25 Nov 2026"), "{}", written.done);
    assert_eq!(
        deal_next_action(&app.engine, DealNextAction { id, at: None }).await.unwrap_err().code,
        ErrorCode::Refused
    );
    email_cancel(&app.engine, EmailRef { id: written.id }).await.unwrap();

    deal_close(&app.engine, DealClose { id, won: true, reason: None }).await.unwrap();
    assert!(email_write(&app.engine, mail(id, true)).await.unwrap_err().message.contains("closed"));
    let other = app.deal("ann@bakery.example").await;
    let wish = Suppress { target: "ann@bakery.example".to_owned(), brand: None, reason: "said no".to_owned() };
    suppress(&app.engine, wish).await.unwrap();
    assert!(email_write(&app.engine, mail(other, false)).await.unwrap_err().message.contains("said no"));
}

#[tokio::test]
async fn a_hold_ends_and_can_be_lifted_and_the_next_step_is_set() {
    let app = app().await;
    let id = app.deal("jo@bakery.example").await;
    let now = app.engine.now();
    assert!(deal_hold(&app.engine, DealHold { id, until: Some(now) }).await.is_err(), "a hold ends in the future");
    deal_hold(&app.engine, DealHold { id, until: Some(now.plus_millis(DAY)) }).await.unwrap();
    let card = app.show(id).await.deal.card;
    assert_eq!((card.hold_until, card.next_action_at), (Some(now.plus_millis(DAY)), Some(now.plus_millis(DAY))));
    deal_hold(&app.engine, DealHold { id, until: None }).await.unwrap();
    let card = app.show(id).await.deal.card;
    assert_eq!((card.hold_until, card.next_action_at), (None, Some(now)));
    assert_eq!(deal_hold(&app.engine, DealHold { id, until: None }).await.unwrap().done, "There was no hold.");

    let later = Some(now.plus_millis(3 * DAY));
    deal_next_action(&app.engine, DealNextAction { id, at: later }).await.unwrap();
    assert_eq!(app.show(id).await.deal.card.next_action_at, later);
    app.clock.advance(5 * 86_400);
    deal_next_action(&app.engine, DealNextAction { id, at: later }).await.unwrap();
    assert_eq!(app.show(id).await.deal.card.next_action_at, Some(app.engine.now()), "the past means now");
    deal_next_action(&app.engine, DealNextAction { id, at: None }).await.unwrap();
    assert_eq!(app.show(id).await.deal.card.next_action_at, None);
}

#[tokio::test]
async fn value_notes_and_lines_are_kept_with_who_wrote_them() {
    let app = app().await;
    let id = app.deal("jo@bakery.example").await;
    let edit = DealEdit { id, value_cents: Some(1_234_550), notes: Some(" Likes mornings. ".to_owned()) };
    deal_edit(&app.engine, edit.clone()).await.unwrap();
    assert_eq!(deal_edit(&app.engine, edit).await.unwrap().done, "Nothing changed.");
    assert!(deal_edit(&app.engine, DealEdit { id, value_cents: Some(-1), notes: None }).await.is_err());
    note_add(&app.engine, NoteAdd { id, text: "Called, nobody there".to_owned() }).await.unwrap();
    assert!(note_add(&app.engine, NoteAdd { id, text: "  ".to_owned() }).await.is_err());
    let deal = app.show(id).await;
    assert_eq!((deal.notes.as_str(), deal.deal.card.value_cents), ("Likes mornings.", 1_234_550));
    assert_eq!((deal.timeline[0].kind, deal.timeline[0].author), (ActivityKind::Noted, Author::Person));
    assert_eq!(deal.timeline[1].summary, "Edited the deal: it is worth 12,345.50, its notes are new");
}

#[tokio::test]
async fn a_decision_shows_what_it_was_made_on() {
    let app = app().await;
    let id = app.deal("jo@bakery.example").await;
    let task = domain::task::TaskName::ProcessPendingDeals;
    run_task(&app.engine, RunTask { task, brand: None, deal: Some(id) }).await.unwrap();
    let decided = decisions_list(&app.engine, DecisionsRequest { deal: Some(id), limit: None }).await.unwrap();
    let whole = decision_show(&app.engine, DecisionRef { id: decided[0].id }).await.unwrap();
    assert_eq!((whole.action.name(), whole.row.reason.as_str()), ("send_email", decided[0].reason.as_str()));
    assert_eq!((&whole.facts["recipient_company"], whole.raw), (&serde_json::json!("Bakery"), None));
}
