//! The task `daily_ai_review`: scores every open deal with reasons, and says what needs a person, what went stale and what looks best.

use domain::Timestamp;
use domain::brand::Brand;
use domain::deal::Deal;
use domain::id::DealId;
use domain::notice::NoticeKind;
use domain::pipeline::Pipeline;
use domain::score::{ScoreFacts, score};
use domain::time::{DAY, start_of_day};
use store::deals::{Scope, Scorable};

use crate::act::{About, Act};
use crate::api::wire::{ReviewLine, ReviewReport};
use crate::book::Book;
use crate::tasks::Outcome;
use crate::{Engine, EngineError};

const PAGE: u32 = 500;
/// Lines of each list in the report.
const LINES: usize = 20;
/// Days without anything happening after which a deal is stale.
const STALE_DAYS: i64 = 14;

/// Reviews each brand.
pub(crate) async fn daily_ai_review(engine: &Engine, scope: Scope, outcome: &mut Outcome) -> Result<(), EngineError> {
    let book = Book::read(engine).await?;
    for brand in book.brands().filter(|brand| scope.brand.is_none_or(|only| only == brand.id)) {
        review_brand(engine, &book, brand, outcome).await?;
    }
    Ok(())
}

async fn review_brand(engine: &Engine, book: &Book, brand: &Brand, outcome: &mut Outcome) -> Result<(), EngineError> {
    let now = engine.now();
    let today = now.day(brand.settings.timezone);
    let mut report = ReviewReport {
        brand: brand.slug.clone(),
        day: today.to_string(),
        created_at: now,
        scored: 0,
        needs_you: Vec::new(),
        stale: Vec::new(),
        best: Vec::new(),
        decisions: 0,
        tokens: 0,
        sent_yesterday: 0,
        replies_yesterday: 0,
    };
    let mut after: Option<DealId> = None;
    loop {
        let page = store::deals::scorable(&mut *engine.store.read().await?, brand.id, after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.deal.id);
        score_page(engine, book, page, &mut report, now).await?;
    }
    let since = start_of_day(today.pred_opt().unwrap_or(today), brand.settings.timezone);
    let figures = store::reviews::figures(&mut *engine.store.read().await?, brand.id, since).await?;
    report.sent_yesterday = figures.sent;
    report.replies_yesterday = figures.replies;
    report.decisions = figures.decisions;
    report.tokens = figures.tokens;
    for lines in [&mut report.needs_you, &mut report.stale, &mut report.best] {
        lines.sort_by(|one, two| two.score.cmp(&one.score).then_with(|| one.deal_id.cmp(&two.deal_id)));
    }
    outcome.add("scored", report.scored);
    outcome.add("needs_you", u32::try_from(report.needs_you.len()).unwrap_or(u32::MAX));
    outcome.add("stale", u32::try_from(report.stale.len()).unwrap_or(u32::MAX));
    engine.fail_points.pass("review.scored").await;
    keep(engine, brand, report, now).await?;
    engine.fail_points.pass("review.kept").await;
    Ok(())
}

async fn score_page(
    engine: &Engine,
    book: &Book,
    page: Vec<Scorable>,
    report: &mut ReviewReport,
    now: Timestamp,
) -> Result<(), EngineError> {
    let mut write = engine.store.write().await?;
    for one in page {
        let (_, pipeline) = book.of(&one.deal)?;
        let (points, reasons) = score(&score_facts(&one, pipeline, now));
        store::deals::set_score(&mut write, one.deal.id, points, &reasons).await?;
        report.scored += 1;
        let best_reason =
            reasons.iter().skip(1).max_by_key(|reason| reason.points.abs()).map(|reason| reason.why.clone());
        let line = |why: String| line_of(&one, pipeline, points, why);
        if let Some(question) = &one.deal.question {
            report.needs_you.push(line(question.clone()));
        } else if is_stale(&one.deal, now) {
            report.stale.push(line("nothing has happened for two weeks and nothing is planned".to_owned()));
        } else if points >= 60 {
            report.best.push(line(best_reason.unwrap_or_default()));
        }
    }
    Ok(write.commit().await?)
}

fn score_facts(one: &Scorable, pipeline: &Pipeline, now: Timestamp) -> ScoreFacts {
    let days = |at: Option<Timestamp>| at.map(|at| now.since(at) / DAY);
    let here = pipeline.stages.iter().position(|stage| stage.id == one.deal.stage).unwrap_or(0);
    let last = pipeline.stages.len().saturating_sub(1).max(1);
    ScoreFacts {
        last_reply: one.deal.last_reply,
        days_since_reply: days(one.deal.last_reply_at),
        emails_sent: one.deal.emails_sent,
        days_since_mail: days(one.deal.last_sent_at),
        stage_progress: u32::try_from(here * 100 / last).unwrap_or(0),
        domain_authority: one.contact.domain_authority,
        profile_complete: !one.contact.name.is_empty()
            && !one.contact.company.is_empty()
            && !one.contact.website.is_empty(),
        has_value: one.deal.value_cents > 0,
    }
}

fn is_stale(deal: &Deal, now: Timestamp) -> bool {
    let last = [deal.last_sent_at, deal.last_reply_at].into_iter().flatten().max();
    deal.next_action_at.is_none() && last.is_some_and(|at| now.since(at) > STALE_DAYS * DAY)
}

fn line_of(one: &Scorable, pipeline: &Pipeline, score: u8, why: String) -> ReviewLine {
    let stage = pipeline.stage(one.deal.stage).map(|stage| stage.name.clone()).unwrap_or_default();
    let name = if one.contact.name.is_empty() { one.contact.email.to_string() } else { one.contact.name.clone() };
    ReviewLine { deal_id: one.deal.id, name, company: one.contact.company.clone(), stage, score, why }
}

async fn keep(engine: &Engine, brand: &Brand, mut report: ReviewReport, now: Timestamp) -> Result<(), EngineError> {
    let needs = report.needs_you.len();
    for lines in [&mut report.needs_you, &mut report.stale, &mut report.best] {
        lines.truncate(LINES);
    }
    let mut id = [0u8; 16];
    engine.ports.random.fill(&mut id);
    let mut act = Act::begin(engine).await?;
    let first = store::reviews::save(
        &mut act.tx,
        &id,
        brand.id,
        &report.day,
        &serde_json::to_string(&report).unwrap_or_default(),
        now,
    )
    .await?;
    let about = About { brand: Some(brand), ..About::default() };
    let body = format!(
        "{needs} deals need you, {} look stale. {} mails and {} replies since yesterday.",
        report.stale.len(),
        report.sent_yesterday,
        report.replies_yesterday
    );
    // Told once a day, however often it is made: after a death it is made anew.
    if first {
        act.notice(NoticeKind::Review, about, format!("{}: morning review", brand.name), body).await?;
    }
    Ok(act.commit().await?)
}
