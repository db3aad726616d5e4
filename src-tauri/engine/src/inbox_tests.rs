//! A person's word about incoming mail, on a real file and without a network.

use std::sync::Arc;

use domain::Timestamp;
use domain::id::ContactId;
use domain::reply::Evidence;
use gateways::ManualClock;
use store::messages::NewMessage;

use super::*;
use crate::api::mutation::message_done;
use crate::api::query::{
    deal_show, message_candidates, message_html, message_show, messages_page, status, suppressions_list,
};
use crate::api::wire::*;
use crate::react::keep;
use crate::replies::Incoming;
use crate::test_stage::{MONDAY, Stage};

struct App {
    _folder: tempfile::TempDir,
    clock: Arc<ManualClock>,
    engine: Arc<Engine>,
}

async fn app() -> App {
    let stage = Stage::open(MONDAY).await;
    stage.set([("legal.address", "11 Example St, Melbourne")]).await;
    let Stage { engine, clock, folder } = stage;
    App { _folder: folder, clock, engine }
}

impl App {
    /// Somebody with a deal that has had one mail.
    async fn person(&self, address: &str) -> DealId {
        let book = Book::read(&self.engine).await.unwrap();
        let brand = book.brands().find(|brand| brand.slug == "codeteki").unwrap().clone();
        let mut act = Act::begin(&self.engine).await.unwrap();
        let pipelines = store::pipelines::all(&mut act.tx).await.unwrap();
        let sales = pipelines.iter().find(|pipeline| pipeline.brand == brand.id && pipeline.key == "sales").unwrap();
        let id = ContactId::mint(act.now, self.engine.ten_random_bytes());
        let contact = Contact {
            name: "Jo Baker".to_owned(),
            company: "Bakery".to_owned(),
            ..Contact::of(id, brand.id, EmailAddress::parse(address).unwrap())
        };
        store::contacts::insert(&mut act.tx, &contact, act.now).await.unwrap();
        let id = DealId::mint(act.now, self.engine.ten_random_bytes());
        let contacted = sales.stage_named("contacted").unwrap().id;
        let begun = Deal::begin(id, &contact, sales.id, contacted, act.now);
        let deal = Deal { emails_sent: 1, last_sent_at: Some(act.now), ..begun };
        store::deals::insert(&mut act.tx, &deal, act.now).await.unwrap();
        store::deals::save(&mut act.tx, std::slice::from_ref(&deal), act.now).await.unwrap();
        act.commit().await.unwrap();
        deal.id
    }

    /// A person's mail comes in, read as that.
    async fn mail(&self, from: &str, text: &str, kind: Option<ReplyKind>) -> MessageId {
        self.clock.advance(60);
        let book = Book::read(&self.engine).await.unwrap();
        let brand = book.brands().find(|brand| brand.slug == "codeteki").unwrap();
        let id = MessageId::mint(self.engine.now(), self.engine.ten_random_bytes());
        let class = kind.map(ReplyClass::plain);
        let message = NewMessage {
            id,
            brand: brand.id,
            provider_message_id: id.to_string(),
            wire_message_id: None,
            thread_id: None,
            folder: "inbox",
            from_address: from.to_owned(),
            from_name: String::new(),
            subject: "Re: hello".to_owned(),
            received_at: self.engine.now(),
            body_text: text.to_owned(),
            quoted_text: String::new(),
            html: format!("<p onclick=x()>{text}</p><script>x()</script>"),
            nature: "human",
            class: class.clone(),
            confidence: 0.7,
            classified_by: "some-model".to_owned(),
            why: "it looked so".to_owned(),
            evidence: format!("perhaps: {}", Evidence::Sender),
            contact: None,
            deal: None,
            email: None,
        };
        let incoming = Incoming { message, class, nature: Nature::Human, linked: None, certain: false };
        keep(&self.engine, &book, brand, incoming).await.unwrap();
        id
    }

    async fn deal(&self, id: DealId) -> DealDetail {
        deal_show(&self.engine, DealRef { id }).await.unwrap()
    }

    async fn says(&self, id: MessageId, class: ReplyKind, until: Option<&str>) -> String {
        let until = until.map(|day| day.parse().unwrap());
        let request = MessageReclassify { id, class, until, referral: None };
        reclassify(&self.engine, request).await.unwrap()
    }

    async fn page(&self, part: InboxPart, search: Option<&str>, before: Option<MessageId>) -> MessagesPage {
        let search = search.map(str::to_owned);
        let request = MessagesPageRequest { part, brand: None, class: None, search, before, limit: Some(2) };
        messages_page(&self.engine, request).await.unwrap()
    }
}

#[tokio::test]
async fn what_was_wrongly_taken_for_an_answer_lets_the_sequence_go_on() {
    let app = app().await;
    let deal = app.person("jo@bakery.example").await;
    let mail = app.mail("jo@bakery.example", "Back on the 14th.", Some(ReplyKind::Unclear)).await;
    let card = app.deal(deal).await.deal.card;
    assert!(card.question.is_some() && card.next_action_at.is_none());

    let told = app.says(mail, ReplyKind::OutOfOffice, Some("2026-12-14")).await;
    assert!(told.contains("stays cancelled; the deal is due again"), "{told}");
    let card = app.deal(deal).await.deal.card;
    assert_eq!((card.question, card.last_reply), (None, Some(ReplyKind::OutOfOffice)));
    assert!(card.next_action_at.unwrap() > Timestamp::parse("2026-12-14T12:00:00+11:00").unwrap());
    assert_eq!(card.last_reply_at, None, "an absence is no answer");

    let detail = message_show(&app.engine, MessageRef { id: mail }).await.unwrap();
    let before = detail.before.unwrap();
    assert_eq!((before.class, before.by.as_str(), before.confidence), (Some(ReplyKind::Unclear), "some-model", 0.7));
    assert_eq!((detail.row.classified_by.as_str(), detail.row.confidence), ("person", 1.0));

    // Changing one's mind once more keeps what the machine had said, and takes the absence back.
    app.says(mail, ReplyKind::Question, None).await;
    let detail = message_show(&app.engine, MessageRef { id: mail }).await.unwrap();
    assert_eq!(detail.before.unwrap().class, Some(ReplyKind::Unclear));
    let card = app.deal(deal).await.deal.card;
    assert!(card.question.is_some() && card.next_action_at.is_none());
}

#[tokio::test]
async fn a_no_that_was_none_opens_the_deal_again_but_lifts_no_suppression() {
    let app = app().await;
    let deal = app.person("jo@bakery.example").await;
    let mail = app
        .mail("jo@bakery.example", "Stop calling it a bakery, we are interested!", Some(ReplyKind::Unsubscribe))
        .await;
    assert_eq!(app.deal(deal).await.deal.card.status, DealStatus::Lost);

    let told = app.says(mail, ReplyKind::Interested, None).await;
    assert!(told.contains("open again") && told.contains("stays on the list"), "{told}");
    let shown = app.deal(deal).await;
    assert_eq!((shown.deal.card.status, shown.deal.stage.as_str()), (DealStatus::Active, "Engaged"));
    assert!(shown.deal.card.question.is_some() && shown.deal.card.next_action_at.is_none());
    assert_eq!(suppressions_list(&app.engine, Nothing {}).await.unwrap().len(), 1, "only a person takes that back");
}

#[tokio::test]
async fn an_opt_out_by_a_persons_word_closes_and_suppresses() {
    let app = app().await;
    let deal = app.person("jo@bakery.example").await;
    let mail = app.mail("jo@bakery.example", "enough", Some(ReplyKind::Unclear)).await;
    app.says(mail, ReplyKind::Unsubscribe, None).await;
    let card = app.deal(deal).await.deal.card;
    assert_eq!((card.status, card.reason.as_deref()), (DealStatus::Lost, Some("asked not to be mailed")));
    let stranger = app.mail("who@elsewhere.example", "me neither", None).await;
    let told = app.says(stranger, ReplyKind::Unsubscribe, None).await;
    assert!(told.contains("who@elsewhere.example is not mailed any more"), "{told}");
    assert_eq!(suppressions_list(&app.engine, Nothing {}).await.unwrap().len(), 2);

    let lines = app.deal(deal).await.timeline.len();
    let told = app.says(mail, ReplyKind::Unsubscribe, None).await;
    assert!(told.contains("you confirmed it"), "{told}");
    assert_eq!(app.deal(deal).await.timeline.len(), lines, "a second time does nothing");
}

#[tokio::test]
async fn a_mail_of_nobody_becomes_somebodys_once() {
    let app = app().await;
    let deal = app.person("jo@bakery.example").await;
    let mail = app.mail("ann@bakery.example", "Jo gave me your mail.", None).await;
    let search = MessageCandidates { id: mail, search: None };
    let found = message_candidates(&app.engine, search).await.unwrap();
    assert_eq!(found.iter().map(|row| row.card.id).collect::<Vec<_>>(), [deal], "a colleague is proposed");

    link(&app.engine, mail, deal).await.unwrap();
    let shown = app.deal(deal).await;
    assert!(shown.deal.card.question.is_some() && shown.deal.card.next_action_at.is_none());
    assert_eq!((shown.messages.len(), shown.messages[0].evidence.as_str()), (1, "person"));
    let again = link(&app.engine, mail, deal).await.unwrap_err();
    assert!(again.to_string().contains("belongs to a deal already"), "{again}");
}

#[tokio::test]
async fn the_inbox_comes_in_pages_and_counts_what_waits() {
    let app = app().await;
    app.person("jo@bakery.example").await;
    let first = app.mail("jo@bakery.example", "How much is a rocket?", Some(ReplyKind::Question)).await;
    let second = app.mail("jo@bakery.example", "And a small one?", Some(ReplyKind::Question)).await;
    let robot = app.mail("jo@bakery.example", "I am away.", Some(ReplyKind::AutoReply)).await;
    let ids = |page: &MessagesPage| page.rows.iter().map(|row| row.message.id).collect::<Vec<_>>();

    let page = app.page(InboxPart::All, None, None).await;
    assert_eq!((ids(&page), page.more, page.counts.all, page.counts.robots), (vec![robot, second], true, 3, 1));
    let rest = app.page(InboxPart::All, None, Some(second)).await;
    assert_eq!((ids(&rest), rest.more), (vec![first], false));
    let found = app.page(InboxPart::NeedsYou, Some("rock"), None).await;
    assert_eq!((ids(&found), found.rows[0].name.as_str()), (vec![first], "Jo Baker"));

    let waiting = async || status(&app.engine, Nothing {}).await.unwrap().inbox_waiting;
    assert_eq!(waiting().await, 3, "nobody signed the absence, so a person reads it");
    message_done(&app.engine, MessageDone { id: first, done: true }).await.unwrap();
    assert_eq!((waiting().await, app.page(InboxPart::NeedsYou, None, None).await.counts.needs_you), (2, 2));
    message_done(&app.engine, MessageDone { id: first, done: false }).await.unwrap();
    assert_eq!(waiting().await, 3);

    let html = message_html(&app.engine, MessageHtmlRequest { id: first, dark: true }).await.unwrap();
    assert!(
        html.document.contains("<p>How much is a rocket?</p>") && !html.document.contains("x()"),
        "{}",
        html.document
    );
}
