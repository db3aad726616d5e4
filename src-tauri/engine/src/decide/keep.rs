//! Keeping decisions with all their consequences: a batch in one transaction. Deals are saved first; of a deal that somebody overruled
//! meanwhile nothing else is written.

use chrono_tz::Tz;
use domain::Timestamp;
use domain::activity::{ActivityKind, Author};
use domain::brand::Autonomy;
use domain::deal::{Deal, DealStatus};
use domain::decision::Action;
use domain::email::EmailState;
use domain::id::DecisionId;
use domain::notice::NoticeKind;
use domain::pipeline::Pipeline;
use domain::time::add_working_days;
use store::decisions::NewDecision;
use store::emails::NewEmail;

use super::Plan;
use crate::act::{About, Act};
use crate::book::Book;
use crate::compose::{self, MailOf};
use crate::tasks::Outcome;
use crate::{Engine, EngineError};

/// How long a deal waits for its turn to have its site read.
const UNREAD_SECONDS: i64 = 3_600;

/// Keeps a batch of plans and counts what became of them.
pub(super) async fn keep(
    engine: &Engine,
    book: &Book,
    plans: Vec<Plan>,
    outcome: &mut Outcome,
) -> Result<(), EngineError> {
    if plans.is_empty() {
        return Ok(());
    }
    let mut act = Act::begin(engine).await?;
    let steps = plans.iter().map(|plan| take(book, plan, act.now)).collect::<Result<Vec<_>, _>>()?;
    let deals: Vec<Deal> = steps.iter().map(|step| step.deal.clone()).collect();
    let saved = store::deals::save(&mut act.tx, &deals, act.now).await?;
    let mut kept = Kept::default();
    for (plan, step) in plans.into_iter().zip(steps) {
        if !saved.contains(&step.deal.id) {
            outcome.count("overruled");
        } else if let Some(told) = step.told {
            outcome.count("decided");
            outcome.count(plan.choice.action.name());
            record(engine, book, &mut act, &mut kept, plan, told).await?;
        }
    }
    engine.fail_points.pass("decide.keeping").await;
    store::decisions::insert(&mut act.tx, &kept.decisions).await?;
    store::emails::insert(&mut act.tx, &kept.mails).await?;
    Ok(act.commit().await?)
}

/// A deal as a plan leaves it, and how that is told. Nothing is told of a deal that only waits for its mail: the mail's end makes it due.
struct Step {
    deal: Deal,
    told: Option<(ActivityKind, String)>,
}

fn take(book: &Book, plan: &Plan, now: Timestamp) -> Result<Step, EngineError> {
    let (brand, pipeline) = book.of(&plan.claimed.deal)?;
    let mut deal = plan.claimed.deal.clone();
    if plan.claimed.mail_pending {
        deal.next_action_at = None;
        return Ok(Step { deal, told: None });
    }
    if plan.unread {
        deal.next_action_at = Some(now.plus_seconds(UNREAD_SECONDS));
        return Ok(Step { deal, told: None });
    }
    let told = apply(&mut deal, &plan.choice.action, pipeline, now, brand.settings.timezone);
    Ok(Step { deal, told: Some(told) })
}

/// What a batch adds, written in a few statements at its end.
#[derive(Default)]
struct Kept {
    decisions: Vec<NewDecision>,
    mails: Vec<NewEmail>,
}

/// Notes one decision and the mail it led to.
async fn record(
    engine: &Engine,
    book: &Book,
    act: &mut Act<'_>,
    kept: &mut Kept,
    plan: Plan,
    (kind, told): (ActivityKind, String),
) -> Result<(), EngineError> {
    let deal = &plan.claimed.deal;
    let (brand, _) = book.of(deal)?;
    let now = act.now;
    let about = About { brand: Some(brand), deal: Some(deal.id), contact: Some(&plan.claimed.contact) };
    let id = DecisionId::mint(now, engine.ten_random_bytes());
    act.note(Author::Autopilot, kind, about, format!("{told}: {}", plan.choice.reason));
    if let Action::FlagForReview { question } = &plan.choice.action {
        act.notice(NoticeKind::Question, about, about.who().unwrap_or_default(), question.clone()).await?;
    }
    if let (Action::SendEmail { kind }, Some(written)) = (&plan.choice.action, plan.mail) {
        let approved = brand.settings.autonomy == Autonomy::Autopilot;
        let of = MailOf { deal: deal.id, step: deal.emails_sent + 1, kind: *kind, approved };
        let mail = compose::address(engine, brand, &plan.claimed.contact, written, of, now)?;
        let rest = if mail.state == EmailState::Queued { "queued" } else { "waits for approval" };
        let told = format!("Wrote “{}” ({}), {rest}", mail.content.subject, mail.written_by);
        act.note(Author::Autopilot, ActivityKind::Drafted, about, told);
        kept.mails.push(NewEmail { mail, decision: Some(id), approved_by: approved.then_some("autopilot") });
    }
    kept.decisions.push(NewDecision {
        id,
        deal: plan.claimed.deal.id,
        at: now,
        choice: plan.choice,
        provider: plan.provider,
        model: plan.trail.model,
        prompt_version: plan.trail.prompt_version,
        input: serde_json::to_string(&plan.facts).unwrap_or_default(),
        tokens_in: plan.trail.usage.prompt_tokens,
        tokens_out: plan.trail.usage.completion_tokens,
        latency_ms: plan.trail.latency_ms,
        trouble: plan.trouble,
    });
    Ok(())
}

/// What an action does to the deal itself, and how it is told.
fn apply(deal: &mut Deal, action: &Action, pipeline: &Pipeline, now: Timestamp, zone: Tz) -> (ActivityKind, String) {
    deal.next_action_at = None;
    match action {
        Action::SendEmail { kind } => (ActivityKind::Decided, format!("Decided: {}", kind_words(*kind))),
        Action::Wait { days } => {
            deal.next_action_at = Some(add_working_days(now, *days, zone));
            (ActivityKind::Decided, format!("Decided: wait {days} working days"))
        }
        Action::MoveStage { stage } => {
            deal.next_action_at = Some(now);
            let name = pipeline.stage_named(stage).map(|stage| {
                deal.stage = stage.id;
                stage.name.clone()
            });
            (ActivityKind::Moved, format!("Moved to {}", name.unwrap_or_else(|| stage.clone())))
        }
        Action::FlagForReview { question } => {
            deal.question = Some(question.clone());
            (ActivityKind::Flagged, "Asks you".to_owned())
        }
        Action::Pause { reason } => {
            deal.status = DealStatus::Paused;
            deal.reason = Some(reason.clone());
            (ActivityKind::Paused, "Paused".to_owned())
        }
        Action::CloseLost { reason } => {
            deal.status = DealStatus::Lost;
            deal.reason = Some(reason.clone());
            if let Some(stage) = pipeline.closing(false) {
                deal.stage = stage.id;
            }
            (ActivityKind::Closed, "Closed as lost".to_owned())
        }
    }
}

fn kind_words(kind: domain::email::EmailKind) -> &'static str {
    use domain::email::EmailKind as K;
    match kind {
        K::Initial => "first mail",
        K::FirstFollowUp => "first follow-up",
        K::SecondFollowUp => "second follow-up",
        K::LaterFollowUp => "last follow-up",
        K::Reclaim => "mail about a lost link",
    }
}
