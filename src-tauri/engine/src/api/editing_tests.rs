//! What a person may change about wordings, pipelines and schedules, and what the figures say, on a whole engine without a network.

use std::ops::ControlFlow;
use std::sync::Arc;

use domain::Timestamp;
use domain::email::EmailState;
use domain::id::{DealId, MessageId, StageId};
use domain::pipeline::{Advance, StageKind};
use domain::reply::{ReplyClass, ReplyKind};
use gateways::ManualClock;

use super::wire::*;
use super::{mutation, query, trigger};
use crate::Engine;
use crate::import::{DealTarget, ImportOptions, Mode};
use crate::test_stage::{self, MONDAY};

/// On Melbourne's calendar.
struct Stage {
    engine: Arc<Engine>,
    clock: Arc<ManualClock>,
    folder: tempfile::TempDir,
}

async fn stage() -> Stage {
    let test_stage::Stage { engine, clock, folder } = test_stage::Stage::open(MONDAY).await;
    engine.set_zone(chrono_tz::Tz::Australia__Melbourne).await.unwrap();
    Stage { engine, clock, folder }
}

impl Stage {
    async fn sales(&self) -> PipelineRow {
        let all = query::pipelines(&self.engine, Nothing {}).await.unwrap();
        all.into_iter().find(|row| row.brand == "codeteki" && row.key == "sales").unwrap()
    }

    /// Deals of so many people in the first stage.
    async fn deals(&self, many: usize) -> Vec<DealId> {
        let sales = self.sales().await;
        let mut text = String::from("email,name,company\n");
        (0..many).for_each(|nth| text.push_str(&format!("robin{nth}@cafe{nth}.com.au,Robin Miller,Cafe {nth}\n")));
        let file = self.folder.path().join("people.csv");
        std::fs::write(&file, text).unwrap();
        let mut options = ImportOptions::new(sales.brand_id);
        options.create_deals = Some(DealTarget { pipeline: sales.id, stage: sales.stages[0].id });
        let (now, random) = (self.engine.now(), self.engine.random());
        crate::import::run(self.engine.store(), &file, &options, Mode::Commit, now, random, &mut |_| {
            ControlFlow::Continue(())
        })
        .await
        .unwrap();
        let request =
            DealsRequest { brand: None, pipeline: None, stage: None, status: None, asking: false, limit: None };
        query::deals_list(&self.engine, request).await.unwrap().into_iter().map(|row| row.card.id).collect()
    }

    async fn move_to(&self, id: DealId, stage: &str) {
        let request = DealMove { id, stage: stage.to_owned(), won: None, reason: None };
        mutation::deal_move(&self.engine, request).await.unwrap();
    }

    fn wording(&self, name: &str) -> WordingRef {
        WordingRef { brand: "codeteki".to_owned(), name: name.to_owned() }
    }

    async fn set(&self, name: &str, text: &str) -> Result<Done, ApiError> {
        let request = WordingSet { brand: "codeteki".to_owned(), name: name.to_owned(), text: text.to_owned() };
        mutation::wording_set(&self.engine, request).await
    }
}

fn named(pipeline: &PipelineRow, name: &str) -> StageId {
    pipeline.stages.iter().find(|stage| stage.name == name).unwrap().id
}

fn names(pipeline: &PipelineRow) -> Vec<&str> {
    pipeline.stages.iter().map(|stage| stage.name.as_str()).collect()
}

const OWN: &str = "A thought for {{ recipient_company or 'you' }}\n\nHello,\n\nwe build. Shall we talk?";

#[tokio::test]
async fn a_wording_is_kept_in_versions_and_taken_back() {
    let stage = stage().await;
    let shown = query::wording_show(&stage.engine, stage.wording("sales_initial")).await.unwrap();
    assert_eq!((shown.version, shown.versions.len(), shown.text == shown.shipped), (0, 0, true));
    stage.set("sales_initial", OWN).await.unwrap();
    stage.set("sales_initial", &OWN.replace("thought", "word")).await.unwrap();
    let refused = stage.set("sales_initial", "No body").await.unwrap_err();
    assert!(refused.message.contains("was not kept"), "{}", refused.message);
    let own = query::wording_show(&stage.engine, stage.wording("sales_initial")).await.unwrap();
    assert_eq!((own.version, own.versions.len()), (2, 2));
    mutation::wording_reset(&stage.engine, stage.wording("sales_initial")).await.unwrap();
    let again = mutation::wording_reset(&stage.engine, stage.wording("sales_initial")).await.unwrap();
    assert!(again.done.contains("already"), "{}", again.done);
    let back = query::wording_show(&stage.engine, stage.wording("sales_initial")).await.unwrap();
    assert_eq!((back.version, back.text == back.shipped, back.versions.len()), (0, true, 3));
    assert_eq!(back.versions[0].text, None);
    assert!(back.versions[1].text.as_ref().unwrap().starts_with("A word"));
    // The shipped text, saved by hand, is no version of one's own either.
    stage.set("sales_initial", OWN).await.unwrap();
    stage.set("sales_initial", &back.shipped).await.unwrap();
    let rows = query::wordings(&stage.engine, BrandRef { brand: "codeteki".to_owned() }).await.unwrap();
    assert!(rows.iter().all(|row| row.version == 0));
}

#[tokio::test]
async fn a_preview_is_the_mail_that_would_be_written() {
    let stage = stage().await;
    let deal = stage.deals(1).await[0];
    let ask = |text: &str, deal| WordingTry {
        brand: "codeteki".to_owned(),
        name: "sales_initial".to_owned(),
        text: text.to_owned(),
        deal,
    };
    let preview = query::wording_preview(&stage.engine, ask(OWN, Some(deal))).await.unwrap();
    assert_eq!((preview.to.as_str(), preview.subject.as_deref()), ("Robin Miller", Some("A thought for Cafe 0")));
    stage.set("sales_initial", OWN).await.unwrap();
    let written = trigger::deal_email(&stage.engine, DealEmail { id: deal, kind: None }).await.unwrap();
    let mail = query::email_show(&stage.engine, EmailRef { id: written.id }).await.unwrap();
    let without_mark = |text: &str| text.split("Our reference").next().unwrap().to_owned();
    assert_eq!(without_mark(&preview.whole.unwrap()), without_mark(&mail.text));
    let wrong = query::wording_preview(&stage.engine, ask("S\n\nHi {{ nobody }}", None)).await.unwrap();
    assert_eq!(wrong.trouble.unwrap().line, Some(3));
    let theirs = WordingTry { brand: "desifirms".to_owned(), ..ask(OWN, Some(deal)) };
    assert!(query::wording_preview(&stage.engine, theirs).await.is_err());
}

#[tokio::test]
async fn stages_are_added_renamed_ordered_and_removed_with_a_place_for_their_deals() {
    let stage = stage().await;
    let deals = stage.deals(3).await;
    for deal in &deals {
        stage.move_to(*deal, "engaged").await;
    }
    let sales = stage.sales().await;
    let (engaged, contacted) = (named(&sales, "Engaged"), named(&sales, "Contacted"));
    let asked = mutation::stage_remove(&stage.engine, StageRemove { stage: engaged, to: None }).await.unwrap_err();
    assert_eq!(asked.message, "3 deals are in “Engaged”; say where they go.");
    let closed = named(&sales, "Closed");
    assert!(mutation::stage_remove(&stage.engine, StageRemove { stage: engaged, to: Some(closed) }).await.is_err());
    let request = StageRemove { stage: engaged, to: Some(contacted) };
    let done = mutation::stage_remove(&stage.engine, request.clone()).await.unwrap();
    assert_eq!(done.done, "Removed the stage “Engaged”; 3 deals went to “Contacted”.");
    assert!(mutation::stage_remove(&stage.engine, request).await.is_err(), "it is gone");
    let deal = query::deal_show(&stage.engine, DealRef { id: deals[0] }).await.unwrap();
    assert_eq!(deal.deal.stage, "Contacted");
    assert!(deal.timeline.iter().any(|line| line.summary.contains("because the stage Engaged was removed")));

    let add = StageAdd { pipeline: sales.id, name: "Visited".to_owned(), kind: StageKind::Open, at: None };
    mutation::stage_add(&stage.engine, add.clone()).await.unwrap();
    assert!(mutation::stage_add(&stage.engine, add).await.is_err(), "two stages of one name");
    let sales = stage.sales().await;
    let visited = named(&sales, "Visited");
    let rename = StageRename { stage: visited, name: "Met".to_owned() };
    mutation::stage_rename(&stage.engine, rename).await.unwrap();
    mutation::stage_advance(&stage.engine, StageAdvance { stage: visited, on: Some(Advance::PositiveReply) })
        .await
        .unwrap();
    let mut order: Vec<StageId> = sales.stages.iter().map(|stage| stage.id).collect();
    order.swap(4, 5);
    mutation::stage_reorder(&stage.engine, StageReorder { pipeline: sales.id, order }).await.unwrap();
    let sales = stage.sales().await;
    assert_eq!(names(&sales), ["New Lead", "Contacted", "Qualified", "Proposal Sent", "Met", "Negotiation", "Closed"]);
    assert_eq!((sales.stages[4].key.as_str(), sales.stages[4].advance_on), ("visited", Some(Advance::PositiveReply)));
    let kind = StageKindSet { stage: contacted, kind: StageKind::Lost };
    assert!(mutation::stage_kind(&stage.engine, kind).await.is_err(), "it holds open deals");
}

#[tokio::test]
async fn pipelines_are_added_renamed_and_paced() {
    let stage = stage().await;
    let new = PipelineNew {
        brand: "codeteki".to_owned(),
        name: "Partners".to_owned(),
        purpose: domain::pipeline::Purpose::Sales,
    };
    mutation::pipeline_new(&stage.engine, new.clone()).await.unwrap();
    assert!(mutation::pipeline_new(&stage.engine, new).await.is_err());
    let all = query::pipelines(&stage.engine, Nothing {}).await.unwrap();
    let partners = all.iter().find(|row| row.key == "partners").unwrap();
    assert_eq!(partners.stages.len(), 7);
    let cadence = |days: Vec<u32>| PipelineCadence { pipeline: partners.id, days };
    assert!(mutation::pipeline_cadence(&stage.engine, cadence(vec![])).await.is_err());
    mutation::pipeline_cadence(&stage.engine, cadence(vec![0, 2])).await.unwrap();
    let taken = PipelineRename { pipeline: partners.id, name: "sales".to_owned() };
    assert!(mutation::pipeline_rename(&stage.engine, taken).await.is_err());
    let rename = PipelineRename { pipeline: partners.id, name: "Allies".to_owned() };
    mutation::pipeline_rename(&stage.engine, rename).await.unwrap();
    let all = query::pipelines(&stage.engine, Nothing {}).await.unwrap();
    let allies = all.iter().find(|row| row.id == partners.id).unwrap();
    assert_eq!(
        (allies.key.as_str(), allies.name.as_str(), allies.cadence.as_slice()),
        ("partners", "Allies", &[0, 2][..])
    );
}

#[tokio::test]
async fn a_schedule_is_shown_in_the_owners_zone_before_it_is_kept() {
    let stage = stage().await;
    let ask = |schedule: &str| SchedulePreview { schedule: schedule.to_owned() };
    let times = query::schedule_preview(&stage.engine, ask("0 9 * * 1-5")).await.unwrap();
    assert_eq!((times.next.len(), times.wrong), (5, None));
    assert_eq!(times.next[0].to_string(), "2026-11-23T22:00:00Z");
    let wrong = query::schedule_preview(&stage.engine, ask("now and then")).await.unwrap();
    assert!(wrong.next.is_empty() && wrong.wrong.unwrap().contains("is not a schedule"));
}

/// A mail that went out now, and an answer to it an hour later.
async fn written_and_answered(stage: &Stage, deal: DealId, class: Option<ReplyKind>) {
    let row = trigger::deal_email(&stage.engine, DealEmail { id: deal, kind: None }).await.unwrap();
    let mut write = stage.engine.store().write().await.unwrap();
    let mut mail = store::emails::find(&mut write, row.id).await.unwrap().unwrap();
    let from = mail.state;
    mail.state = EmailState::Sent;
    mail.sent_at = Some(stage.engine.now());
    store::emails::save(&mut write, &mail, from).await.unwrap();
    if let Some(kind) = class {
        let message = store::messages::NewMessage {
            id: MessageId::mint(stage.engine.now(), stage.engine.ten_random_bytes()),
            brand: mail.brand,
            provider_message_id: format!("p-{deal}"),
            wire_message_id: None,
            thread_id: None,
            folder: "inbox",
            from_address: mail.content.to.to_string(),
            from_name: String::new(),
            subject: "Re".to_owned(),
            received_at: stage.engine.now().plus_seconds(3_600),
            body_text: "Yes".to_owned(),
            quoted_text: String::new(),
            html: String::new(),
            nature: "human",
            class: Some(ReplyClass::plain(kind)),
            confidence: 1.0,
            classified_by: "rule".to_owned(),
            why: String::new(),
            evidence: String::new(),
            contact: Some(mail.contact),
            deal: Some(deal),
            email: Some(mail.id),
        };
        store::messages::insert(&mut write, &message, stage.engine.now()).await.unwrap();
    }
    write.commit().await.unwrap();
}

#[tokio::test]
async fn the_figures_count_what_happened_by_the_owners_days() {
    let stage = stage().await;
    let deals = stage.deals(4).await;
    // 23:30 in Melbourne: the answer comes on the next day there, and on the same in Greenwich.
    stage.clock.set(Timestamp::parse("2026-11-23T23:30:00+11:00").unwrap());
    written_and_answered(&stage, deals[0], Some(ReplyKind::Interested)).await;
    written_and_answered(&stage, deals[1], Some(ReplyKind::Unsubscribe)).await;
    written_and_answered(&stage, deals[2], Some(ReplyKind::OutOfOffice)).await;
    stage.clock.set(Timestamp::parse("2026-11-25T10:00:00+11:00").unwrap());
    stage.move_to(deals[0], "qualified").await;
    stage.move_to(deals[1], "contacted").await;
    let close = DealClose { id: deals[0], won: true, reason: None };
    mutation::deal_close(&stage.engine, close).await.unwrap();
    let close = DealClose { id: deals[1], won: false, reason: Some("said no".to_owned()) };
    mutation::deal_close(&stage.engine, close).await.unwrap();

    let ask = |from: &str, to: &str, brand: &str| AnalyticsRequest {
        from: from.to_owned(),
        to: to.to_owned(),
        brand: Some(brand.to_owned()),
        pipeline: None,
    };
    let said = query::analytics(&stage.engine, ask("2026-11-23", "2026-11-25", "codeteki")).await.unwrap();
    let days: Vec<_> = said.days.iter().map(|day| (day.day.as_str(), day.sent, day.replies, day.positive)).collect();
    assert_eq!(days, [("2026-11-23", 3, 0, 0), ("2026-11-24", 0, 2, 1), ("2026-11-25", 0, 0, 0)]);
    assert_eq!(said.rates.len(), 1);
    let rate = &said.rates[0];
    assert_eq!((rate.sent, rate.replied, rate.positive, rate.opted_out, rate.bounced), (3, 2, 1, 1, 0));
    let funnel = said.funnels.iter().find(|funnel| funnel.pipeline == "Sales").unwrap();
    assert_eq!((funnel.deals, funnel.open, funnel.won, funnel.lost), (4, 2, 1, 1));
    let reached: Vec<u32> = funnel.stages.iter().map(|stage| stage.reached).collect();
    assert_eq!(reached, [4, 2, 1, 1, 1, 1], "the won one passed all, the lost one came as far as Contacted");
    let stay = said.stays.iter().find(|stay| stay.name == "New Lead").unwrap();
    assert_eq!((stay.ended, stay.median_ms / 3_600_000), (2, 48));
    assert!(said.measured_since.is_some());
    let first = &said.forecast[0];
    assert_eq!((first.deals, first.closed, first.won), (2, 2, 1));

    let other = query::analytics(&stage.engine, ask("2026-11-23", "2026-11-25", "desifirms")).await.unwrap();
    assert!(other.rates.is_empty() && other.days.iter().all(|day| day.sent == 0));
    assert!(query::analytics(&stage.engine, ask("2026-11-25", "2026-11-23", "codeteki")).await.is_err());
}
