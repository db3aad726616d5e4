//! The task `process_pending_deals`: decides for each deal that is due, under a lease, and writes the mail if one is to be written.
//!
//! Deals are claimed in batches. The playbook's decisions of a batch are kept in one transaction; a model's one by one, since the network
//! lies between. A claim that somebody overruled meanwhile is simply not kept.

use std::collections::BTreeMap;

use chrono_tz::Tz;
use domain::Timestamp;
use domain::activity::{ActivityKind, Author};
use domain::brand::{Autonomy, Brand, Provider};
use domain::contact::Contact;
use domain::deal::{Deal, DealStatus};
use domain::decision::{self, Action, Choice, Facts};
use domain::email::EmailState;
use domain::id::{BrandId, DecisionId, PipelineId};
use domain::pipeline::Pipeline;
use domain::reply::ReplyKind;
use domain::time::{DAY, add_working_days};
use gateways::Usage;
use serde::Deserialize;
use serde_json::json;
use store::StoreError;
use store::deals::{Claimed, Scope};
use store::decisions::NewDecision;
use store::emails::NewEmail;
use store::wordings::Wordings;

use crate::act::{About, Act};
use crate::ask::{Question, ask};
use crate::compose::{self, MailOf, NoMail, Written};
use crate::tasks::Outcome;
use crate::{Engine, EngineError};

const BATCH: u32 = 500;
/// Batches in one run: the work of a run is bounded, the next run goes on.
const BATCHES: u32 = 20;
/// How long a claim holds if the process dies. Longer than a model may take for one batch of one.
const LEASE_SECONDS: i64 = 600;

/// Brands, pipelines and wordings, read once per run.
pub(crate) struct Book {
    brands: BTreeMap<BrandId, Brand>,
    pipelines: BTreeMap<PipelineId, Pipeline>,
    wordings: Wordings,
}

impl Book {
    pub(crate) async fn read(engine: &Engine) -> Result<Self, EngineError> {
        let mut conn = engine.store.read().await?;
        let brands = store::brands::all(&mut conn).await?.into_iter().map(|brand| (brand.id, brand)).collect();
        let pipelines =
            store::pipelines::all(&mut conn).await?.into_iter().map(|pipeline| (pipeline.id, pipeline)).collect();
        let wordings = store::wordings::newest(&mut conn).await?;
        Ok(Self { brands, pipelines, wordings })
    }

    pub(crate) fn of(&self, deal: &Deal) -> Result<(&Brand, &Pipeline), EngineError> {
        let brand = self.brands.get(&deal.brand).ok_or(StoreError::Missing { what: "brand" })?;
        let pipeline = self.pipelines.get(&deal.pipeline).ok_or(StoreError::Missing { what: "pipeline" })?;
        Ok((brand, pipeline))
    }

    /// The brand's own newest wording of a template or prompt.
    pub(crate) fn wording(&self, brand: &Brand, name: &str) -> Option<(u32, &str)> {
        let (version, text) = self.wordings.get(&(brand.id, name.to_owned()))?;
        Some((*version, text))
    }

    pub(crate) fn brands(&self) -> impl Iterator<Item = &Brand> {
        self.brands.values()
    }
}

/// A decision ready to be kept.
struct Plan {
    claimed: Claimed,
    choice: Choice,
    facts: Facts,
    provider: &'static str,
    model: String,
    prompt_version: String,
    usage: Usage,
    latency_ms: Option<u64>,
    trouble: Option<String>,
    mail: Option<Written>,
}

/// Decides for everything that is due, brand by brand, within one run's bounds. Trouble with one brand does not stop another.
pub(crate) async fn process_pending_deals(
    engine: &Engine,
    scope: Scope,
    outcome: &mut Outcome,
) -> Result<(), EngineError> {
    let book = Book::read(engine).await?;
    for brand in book.brands().filter(|brand| scope.brand.is_none_or(|only| only == brand.id)) {
        let scope = Scope { brand: Some(brand.id), ..scope };
        match brand.settings.identity_gap() {
            None => process_brand(engine, &book, scope, outcome).await?,
            // A mail that does not say who we are could never be sent, so none is written.
            Some(key) if store::deals::any_due(&mut *engine.store.read().await?, scope, engine.now()).await? => {
                let slug = &brand.slug;
                outcome.trouble(format!("{slug}: {key} is empty, so no mail can say who we are. Set it (autopilot brand set {slug} {key}=…); its deals stay due."));
            }
            Some(_) => {}
        }
    }
    Ok(())
}

async fn process_brand(engine: &Engine, book: &Book, scope: Scope, outcome: &mut Outcome) -> Result<(), EngineError> {
    let nonce = format!("{}/{}", engine.holder, domain::email::hex(&engine.ten_random_bytes()));
    for batch in 0..BATCHES {
        let lease = format!("{nonce}/{batch}");
        let now = engine.now();
        let mut write = engine.store.write().await?;
        let until = now.plus_seconds(LEASE_SECONDS);
        let count = store::deals::claim_due(&mut write, scope, now, &lease, until, BATCH).await?;
        write.commit().await?;
        if count == 0 {
            break;
        }
        let done = work_batch(engine, book, &lease, outcome).await;
        let mut write = engine.store.write().await?;
        store::deals::release(&mut write, &lease).await?;
        write.commit().await?;
        if !done? {
            break;
        }
    }
    Ok(())
}

/// Works one batch. False when a model is out of order: its deals stay due, and there is no use in going on.
async fn work_batch(engine: &Engine, book: &Book, lease: &str, outcome: &mut Outcome) -> Result<bool, EngineError> {
    let claimed = store::deals::claimed(&mut *engine.store.read().await?, lease).await?;
    let (by_rule, by_model): (Vec<_>, Vec<_>) = claimed
        .into_iter()
        .partition(|one| book.of(&one.deal).is_ok_and(|(brand, _)| brand.settings.provider == Provider::Playbook));
    let mut plans = Vec::with_capacity(by_rule.len());
    for one in by_rule {
        match plan(engine, book, one).await {
            Ok(plan) => plans.push(plan),
            Err(NoMail::Engine(error)) => return Err(error),
            Err(NoMail::Outage(_) | NoMail::Unusable(_)) => {}
        }
    }
    keep(engine, book, plans, outcome).await?;
    for one in by_model {
        let brand = book.of(&one.deal)?.0.slug.clone();
        match plan(engine, book, one).await {
            Ok(plan) => keep(engine, book, vec![plan], outcome).await?,
            Err(NoMail::Outage(error)) => {
                outcome.trouble(format!("{brand}: {} {} Its deals stay due.", error.message(), error.fix()));
                return Ok(false);
            }
            Err(NoMail::Unusable(why)) => outcome.trouble(why),
            Err(NoMail::Engine(error)) => return Err(error),
        }
    }
    Ok(true)
}

/// What is known about a deal, as the seed's sender, recipient and campaign context.
pub(crate) fn facts(
    brand: &Brand,
    pipeline: &Pipeline,
    deal: &Deal,
    contact: &Contact,
    suppressed: bool,
    now: Timestamp,
) -> Facts {
    let settings = &brand.settings;
    let stage = pipeline.stage(deal.stage);
    Facts {
        brand: brand.name.clone(),
        sender_name: settings.from_name.clone(),
        company_description: settings.company_description.clone(),
        value_proposition: settings.value_proposition.clone(),
        style: settings.style.clone(),
        recipient_name: contact.name.clone(),
        recipient_first_name: contact.first_name().map(str::to_owned),
        recipient_company: contact.company.clone(),
        recipient_website: contact.website.clone(),
        domain_authority: contact.domain_authority,
        notes: contact.notes.chars().take(2_000).collect(),
        tags: contact.tags.clone(),
        pipeline: pipeline.name.clone(),
        purpose: pipeline.purpose,
        stage: stage.map(|stage| stage.name.clone()).unwrap_or_default(),
        stage_key: stage.map(|stage| stage.key.clone()).unwrap_or_default(),
        emails_sent: deal.emails_sent,
        max_per_deal: settings.max_per_deal,
        days_since_last_mail: deal.last_sent_at.map(|at| now.since(at) / DAY),
        days_since_last_reply: deal.last_reply_at.map(|at| now.since(at) / DAY),
        last_reply: deal.last_reply.filter(|kind| kind.is_human()).map(|kind: ReplyKind| kind.to_string()),
        suppressed,
    }
}

async fn plan(engine: &Engine, book: &Book, claimed: Claimed) -> Result<Plan, NoMail> {
    let (brand, pipeline) = book.of(&claimed.deal)?;
    let now = engine.now();
    let facts = facts(brand, pipeline, &claimed.deal, &claimed.contact, claimed.suppressed, now);
    let mut plan = Plan {
        choice: Choice::rule(Action::Wait { days: 1 }, "A mail of this deal is already on its way"),
        claimed,
        facts,
        provider: "rule",
        model: String::new(),
        prompt_version: String::new(),
        usage: Usage::default(),
        latency_ms: None,
        trouble: None,
        mail: None,
    };
    if plan.claimed.mail_pending {
        return Ok(plan);
    }
    if let Some(choice) = decision::preflight(&plan.facts) {
        plan.choice = choice;
    } else if brand.settings.provider == Provider::Playbook {
        plan.provider = "playbook";
        plan.choice = decision::playbook(&plan.facts, pipeline);
    } else {
        ask_model(engine, book, pipeline, &mut plan).await?;
    }
    if let Action::SendEmail { kind } = plan.choice.action {
        let deal = &plan.claimed.deal;
        let last = if deal.emails_sent > 0 {
            store::emails::last_sent_of_deal(&mut *engine.store.read().await?, deal.id).await?
        } else {
            None
        };
        let subject = last.map(|mail| compose::thread_subject(&mail.content.subject));
        match compose::write(engine, book, brand, &plan.claimed.contact, &plan.facts, kind, subject.as_deref()).await {
            Ok(written) => {
                plan.usage = plan.usage.plus(written.usage);
                plan.mail = Some(written);
            }
            Err(NoMail::Unusable(why)) => flag(&mut plan, why),
            Err(other) => return Err(other),
        }
    }
    Ok(plan)
}

/// Hands the deal to a person because the writer's answer cannot be used. Never falls back to another writer.
fn flag(plan: &mut Plan, why: String) {
    plan.choice = Choice::rule(
        Action::FlagForReview { question: format!("{why}. Write this mail yourself, or try again?") },
        "What was written cannot be sent",
    );
    plan.trouble = Some(why);
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    reason: String,
    action: String,
    days: Option<u32>,
    stage: Option<String>,
    text: Option<String>,
    confidence: Option<f64>,
}

impl Answer {
    fn action(&self, facts: &Facts) -> Result<Action, String> {
        let text = || self.text.clone().filter(|text| !text.trim().is_empty()).unwrap_or_else(|| self.reason.clone());
        Ok(match self.action.as_str() {
            "send_email" => Action::SendEmail { kind: facts.next_kind() },
            "wait" => Action::Wait { days: self.days.unwrap_or(0) },
            "move_stage" => Action::MoveStage { stage: self.stage.clone().unwrap_or_default() },
            "flag_for_review" => Action::FlagForReview { question: clip(text()) },
            "pause" => Action::Pause { reason: clip(text()) },
            "close_lost" => Action::CloseLost { reason: clip(text()) },
            other => return Err(format!("“{}” is not an action", other.chars().take(40).collect::<String>())),
        })
    }
}

fn clip(text: String) -> String {
    text.chars().filter(|c| !c.is_control() || *c == '\n').take(400).collect()
}

async fn ask_model(engine: &Engine, book: &Book, pipeline: &Pipeline, plan: &mut Plan) -> Result<(), NoMail> {
    let (brand, _) = book.of(&plan.claimed.deal)?;
    plan.provider = "openai";
    let stages = pipeline.stages.iter().map(|stage| stage.key.as_str()).collect::<Vec<_>>().join(", ");
    let nullable = |kind: &str| json!({"type": [kind, "null"]});
    let question = Question {
        name: "decision",
        context: json!({"brand": brand.name, "stages": stages, "max_per_deal": plan.facts.max_per_deal, "emails_sent": plan.facts.emails_sent}),
        data: &plan.facts,
        schema: json!({"type": "object", "additionalProperties": false, "required": ["reason", "action", "days", "stage", "text", "confidence"],
            "properties": {"reason": {"type": "string"}, "action": {"type": "string", "enum": ACTIONS}, "days": nullable("integer"),
                "stage": nullable("string"), "text": nullable("string"), "confidence": {"type": "number"}}}),
        max_tokens: 800,
    };
    let (now, zone) = (engine.now(), brand.settings.timezone);
    match ask(engine, book, brand, question, |json| judge(json, pipeline, plan, now, zone)).await {
        Ok(answered) => {
            plan.choice = answered.value;
            plan.model = answered.model;
            plan.prompt_version = answered.prompt_version;
            plan.usage = answered.usage;
            plan.latency_ms = Some(answered.latency_ms);
        }
        Err(NoMail::Unusable(why)) => {
            let question = "The model gave no usable answer for this deal. What should happen?".to_owned();
            plan.choice = Choice::rule(Action::FlagForReview { question }, why.clone());
            plan.trouble = Some(why);
        }
        Err(other) => return Err(other),
    }
    Ok(())
}

/// The words of the closed list.
const ACTIONS: [&str; 6] = ["send_email", "wait", "move_stage", "flag_for_review", "pause", "close_lost"];

fn judge(
    answer: serde_json::Value,
    pipeline: &Pipeline,
    plan: &Plan,
    now: Timestamp,
    zone: Tz,
) -> Result<Choice, String> {
    let answer: Answer = serde_json::from_value(answer).map_err(|error| error.to_string())?;
    let action = answer.action(&plan.facts)?;
    let action = decision::check(action, &plan.facts, pipeline, plan.claimed.deal.last_sent_at, now, zone)
        .map_err(|illegal| illegal.to_string())?;
    let confidence = answer.confidence.filter(|c| c.is_finite()).unwrap_or(0.5).clamp(0.0, 1.0);
    Ok(Choice { action, reason: clip(answer.reason), confidence })
}

async fn keep(engine: &Engine, book: &Book, plans: Vec<Plan>, outcome: &mut Outcome) -> Result<(), EngineError> {
    if plans.is_empty() {
        return Ok(());
    }
    let mut act = Act::begin(engine).await?;
    let mut kept = Kept::default();
    for plan in plans {
        let name = plan.choice.action.name();
        match keep_one(engine, book, &mut act, &mut kept, plan).await {
            Ok(true) => {
                outcome.count("decided");
                outcome.count(name);
            }
            Ok(false) => {}
            Err(EngineError::Store(StoreError::FenceLost)) => outcome.count("overruled"),
            Err(error) => return Err(error),
        }
    }
    store::decisions::insert(&mut act.tx, &kept.decisions).await?;
    store::emails::insert(&mut act.tx, &kept.mails).await?;
    Ok(act.commit().await?)
}

/// What a batch adds, written in a few statements at its end.
#[derive(Default)]
struct Kept {
    decisions: Vec<NewDecision>,
    mails: Vec<NewEmail>,
}

/// Keeps one decision with its consequences. The deal is saved first: if its fence is lost, nothing else of it is written.
async fn keep_one(
    engine: &Engine,
    book: &Book,
    act: &mut Act<'_>,
    kept: &mut Kept,
    plan: Plan,
) -> Result<bool, EngineError> {
    let (brand, pipeline) = book.of(&plan.claimed.deal)?;
    let now = act.now;
    let mut deal = plan.claimed.deal.clone();
    if plan.claimed.mail_pending {
        // The mail's own end makes the deal due again.
        deal.next_action_at = None;
        store::deals::save(&mut act.tx, &deal, now).await?;
        return Ok(false);
    }
    let about = About { brand: Some(brand), deal: Some(deal.id), contact: Some(&plan.claimed.contact) };
    let (kind, told) = apply(&mut deal, &plan.choice.action, pipeline, now, brand.settings.timezone);
    store::deals::save(&mut act.tx, &deal, now).await?;
    let id = DecisionId::mint(now, engine.ten_random_bytes());
    act.note(Author::Autopilot, kind, about, format!("{told}: {}", plan.choice.reason));
    if let Action::FlagForReview { question } = &plan.choice.action {
        act.notice("question", about, about.who().unwrap_or_default(), question.clone()).await?;
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
        deal: deal.id,
        at: now,
        choice: plan.choice,
        provider: plan.provider,
        model: plan.model,
        prompt_version: plan.prompt_version,
        input: serde_json::to_string(&plan.facts).unwrap_or_default(),
        tokens_in: plan.usage.prompt_tokens,
        tokens_out: plan.usage.completion_tokens,
        latency_ms: plan.latency_ms,
        trouble: plan.trouble,
    });
    Ok(true)
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
    }
}
