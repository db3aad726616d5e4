//! What a person does in the review queue and looks up in the logs, on a real file and without a network.

use std::ops::ControlFlow;
use std::sync::Arc;

use domain::email::EmailState;
use domain::grounds::Source;
use domain::id::EmailId;
use domain::task::TaskName;
use gateways::ManualClock;

use super::*;
use crate::Engine;
use crate::api::query::{deal_show, decisions_page, email_context, email_show, emails_page, pipelines, review_queue};
use crate::api::trigger::run_task;
use crate::api::wire::*;
use crate::import::{DealTarget, ImportOptions, Mode};
use crate::test_stage::{MONDAY, Stage};

struct App {
    _folder: tempfile::TempDir,
    clock: Arc<ManualClock>,
    engine: Arc<Engine>,
}

/// Monday morning in Melbourne: three people were imported and a first mail to each waits.
async fn app() -> App {
    let stage = Stage::open(MONDAY).await;
    stage.set([("legal.address", "11 Example St, Melbourne"), ("timezone", "Australia/Melbourne")]).await;
    let Stage { engine, clock, folder } = stage;
    let file = folder.path().join("people.csv");
    let people = "email,name,company,notes\nann@garden.example,Ann Lee,Ann's Garden,met at the expo\n\
        bob@bakery.example,Bob Ray,Bob's Bakery,\njo@cafe.example,Jo Marsh,Local Cafe,\n";
    std::fs::write(&file, people).unwrap();
    let rows = pipelines(&engine, Nothing {}).await.unwrap();
    let sales = rows.iter().find(|row| row.brand == "codeteki" && row.key == "sales").unwrap();
    let mut options = ImportOptions::new(sales.brand_id);
    options.create_deals = Some(DealTarget { pipeline: sales.id, stage: sales.stages[0].id });
    let go_on = &mut |_| ControlFlow::Continue(());
    let (now, random) = (engine.now(), engine.random());
    crate::import::run(engine.store(), &file, &options, Mode::Commit, now, random, go_on).await.unwrap();
    run_task(&engine, RunTask { task: TaskName::ProcessPendingDeals, brand: None, deal: None }).await.unwrap();
    App { _folder: folder, clock, engine }
}

impl App {
    async fn queue(&self) -> ReviewQueue {
        review_queue(&self.engine, ReviewRequest::default()).await.unwrap()
    }

    async fn seen(&self) -> Vec<SeenMail> {
        let seen = |line: WaitingMail| SeenMail { id: line.mail.id, content_hash: line.content_hash };
        self.queue().await.mails.into_iter().map(seen).collect()
    }

    async fn show(&self, id: EmailId) -> EmailDetail {
        email_show(&self.engine, EmailRef { id }).await.unwrap()
    }

    async fn edit(&self, id: EmailId, body: &str) {
        let edit = EmailEdit { id, subject: "A thought".to_owned(), body: body.to_owned() };
        email_edit(&self.engine, edit).await.unwrap();
    }

    async fn state(&self, id: EmailId) -> EmailState {
        self.show(id).await.row.state
    }
}

#[tokio::test]
async fn many_are_approved_exactly_as_they_were_seen() {
    let app = app().await;
    let seen = app.seen().await;
    let [first, second, third] = [seen[0].id, seen[1].id, seen[2].id];
    app.edit(first, "Hi,\n\nsomething else.").await;
    email_cancel(&app.engine, EmailRef { id: second }).await.unwrap();
    let result = emails_approve_many(&app.engine, ApproveMany { mails: seen.clone() }).await.unwrap();
    assert_eq!(result.approved, [third]);
    assert_eq!(result.refused.iter().map(|one| one.id).collect::<Vec<_>>(), [first, second]);
    assert!(result.refused[0].why.contains("text changed") && !result.refused[0].who.is_empty());
    assert!(result.refused[1].why.contains("cancelled"));
    let again = emails_approve_many(&app.engine, ApproveMany { mails: seen }).await.unwrap();
    assert_eq!((again.approved.len(), again.refused.len()), (0, 3), "done twice it approves nothing twice");
    assert_eq!(app.state(first).await, EmailState::AwaitingApproval);
}

#[tokio::test]
async fn one_is_approved_as_it_was_seen_or_not_at_all() {
    let app = app().await;
    let seen = app.seen().await.remove(0);
    app.edit(seen.id, "Hi,\n\nsomething else.").await;
    let stale = EmailApprove { id: seen.id, content_hash: Some(seen.content_hash) };
    let refused = email_approve(&app.engine, stale).await.unwrap_err();
    assert!(refused.code == ErrorCode::Refused && refused.message.contains("text changed"), "{}", refused.message);
    let content_hash = Some(app.show(seen.id).await.content_hash);
    email_approve(&app.engine, EmailApprove { id: seen.id, content_hash }).await.unwrap();
    assert_eq!(app.state(seen.id).await, EmailState::Queued);
}

#[tokio::test]
async fn an_approval_is_taken_back_while_the_mail_is_here() {
    let app = app().await;
    let seen = app.seen().await;
    let ids: Vec<_> = seen.iter().map(|one| one.id).collect();
    emails_approve_many(&app.engine, ApproveMany { mails: seen }).await.unwrap();
    emails_take_back(&app.engine, EmailsRef { ids: ids.clone() }).await.unwrap();
    let mail = app.show(ids[0]).await;
    assert_eq!(
        (mail.row.state, mail.approved_hash, mail.original.is_none()),
        (EmailState::AwaitingApproval, None, true)
    );
    assert_eq!(app.queue().await.total, 3);
    let refused = emails_take_back(&app.engine, EmailsRef { ids }).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::Refused);
}

#[tokio::test]
async fn a_no_is_taken_back_until_something_else_became_of_the_deal() {
    let app = app().await;
    let id = app.seen().await[0].id;
    let deal = app.show(id).await.row.deal_id;
    let question = async || deal_show(&app.engine, DealRef { id: deal }).await.unwrap().deal.card.question;
    let reject =
        async || email_reject(&app.engine, EmailReject { id, reason: Some("too long".to_owned()) }).await.unwrap();
    reject().await;
    assert!(question().await.unwrap().ends_with(": too long. What should happen instead?"));
    email_reconsider(&app.engine, EmailRef { id }).await.unwrap();
    assert_eq!((app.state(id).await, question().await), (EmailState::AwaitingApproval, None));
    assert_eq!((app.show(id).await.approved_hash, app.queue().await.total), (None, 3));
    let refused = email_reconsider(&app.engine, EmailRef { id }).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::Refused, "it waits already");

    reject().await;
    deal_resume(&app.engine, DealRef { id: deal }).await.unwrap();
    let refused = email_reconsider(&app.engine, EmailRef { id }).await.unwrap_err();
    assert!(refused.message.contains("gone on"), "{}", refused.message);
    assert_eq!(app.state(id).await, EmailState::Rejected);
}

#[tokio::test]
async fn what_was_written_first_stays_beside_what_a_person_made_of_it() {
    let app = app().await;
    let id = app.seen().await[0].id;
    let before = app.show(id).await;
    assert!(before.original.is_none());
    app.edit(id, "Hi,\n\nonce.").await;
    app.clock.advance(60);
    app.edit(id, "Hi,\n\ntwice.").await;
    let after = app.show(id).await;
    let original = after.original.unwrap();
    assert_eq!((original.subject, original.body), (before.row.subject, before.body));
    assert_eq!((after.body.as_str(), original.edited_by.as_str()), ("Hi,\n\ntwice.", "person"));
    assert_eq!(original.edited_at, app.engine.now());
    assert!(app.queue().await.mails[0].edited);
}

#[tokio::test]
async fn a_no_keeps_its_reason_and_asks_what_to_do_instead() {
    let app = app().await;
    let id = app.seen().await[0].id;
    let reject = EmailReject { id, reason: Some("  We know them already ".to_owned()) };
    email_reject(&app.engine, reject.clone()).await.unwrap();
    let mail = app.show(id).await;
    assert_eq!(mail.row.state, EmailState::Rejected);
    assert_eq!(mail.row.trouble.as_deref(), Some("You rejected it: We know them already"));
    let deal = deal_show(&app.engine, DealRef { id: mail.row.deal_id }).await.unwrap();
    assert!(deal.deal.card.question.unwrap().contains("We know them already"));
    assert_eq!(email_reject(&app.engine, reject).await.unwrap_err().code, ErrorCode::Refused);
}

#[tokio::test]
async fn a_mail_says_what_it_is_based_on_and_when_it_would_go() {
    let app = app().await;
    // Mails of one moment are in no order.
    let waiting = app.queue().await.mails;
    let id = waiting.iter().find(|line| line.mail.to_name == "Ann Lee").unwrap().mail.id;
    let context = email_context(&app.engine, EmailRef { id }).await.unwrap();
    assert!(context.facts_recorded && context.facts.iter().any(|fact| fact.value == "met at the expo"));
    let leans: Vec<_> = context.grounds.leans_on.iter().map(|one| (one.phrase.as_str(), one.source)).collect();
    assert!(leans.contains(&("Ann", Source::Name)) && leans.contains(&("Ann's Garden", Source::Company)), "{leans:?}");
    assert!(context.grounds.unknown.is_empty(), "a template is not searched for the unknown");
    assert_eq!(context.goes_at, Some(app.engine.now()), "inside the window and approved, nothing holds it");
    assert!(context.checks.iter().any(|check| !check.pass));
    pause_all(&app.engine, PauseAll { reason: "by hand".to_owned(), length: Default::default() }).await.unwrap();
    let context = email_context(&app.engine, EmailRef { id }).await.unwrap();
    assert_eq!(context.goes_at, None, "only a person ends a pause");
    email_cancel(&app.engine, EmailRef { id }).await.unwrap();
    let context = email_context(&app.engine, EmailRef { id }).await.unwrap();
    assert!(context.checks.is_empty() && context.goes_at.is_none());
}

#[tokio::test]
async fn the_logs_come_in_pages_and_count_once() {
    let app = app().await;
    let page = |after| EmailsPageRequest { after, limit: Some(2), ..EmailsPageRequest::default() };
    let first = emails_page(&app.engine, page(None)).await.unwrap();
    let second = emails_page(&app.engine, page(first.next)).await.unwrap();
    assert_eq!((first.mails.len(), second.mails.len(), second.next), (2, 1, None));
    assert_eq!(first.states.iter().map(|one| one.count).sum::<u32>(), 3);
    assert!(second.states.is_empty());
    let decided = DecisionsPageRequest { search: Some("bakery".to_owned()), ..DecisionsPageRequest::default() };
    let decided = decisions_page(&app.engine, decided).await.unwrap();
    assert_eq!((decided.decisions.len(), decided.decisions[0].who.as_str()), (1, "Bob Ray"));
    assert!(decided.decisions[0].email_id.is_some() && decided.actions[0].action == "send_email");
}
