//! The task `process_pending_deals`: decides for each deal that is due, under a lease, and writes the mail if one is to be written.
//!
//! Deals are claimed in batches. The playbook's decisions of a batch are kept in one transaction; a model's one by one, since the network
//! lies between. A claim that somebody overruled meanwhile is simply not kept.

mod keep;
mod model;

use domain::Timestamp;
use domain::brand::{Autonomy, Brand, Provider};
use domain::contact::Contact;
use domain::deal::Deal;
use domain::decision::{self, Action, Choice, Facts};
use domain::notice::NoticeKind;
use domain::pipeline::{Pipeline, Purpose};
use domain::reply::ReplyKind;
use domain::time::DAY;
use store::deals::{Claimed, Scope};

use self::keep::keep;
use self::model::ask_model;
use crate::act::{About, Act};
use crate::ask::Trail;
use crate::book::Book;
use crate::compose::{self, Brief, NoMail, Written};
use crate::sender::{self, Longest};
use crate::tasks::Outcome;
use crate::{Engine, EngineError, recipients, research};

const BATCH: u32 = 500;
/// Batches in one run: the work of a run is bounded, the next run goes on.
const BATCHES: u32 = 20;
/// How long a claim holds if the process dies. Longer than a model may take for one batch of one.
const LEASE_SECONDS: i64 = 600;

/// Under what a run counts the mails that were written.
const WRITTEN: &str = "send_email";

/// A decision ready to be kept.
struct Plan {
    claimed: Claimed,
    choice: Choice,
    facts: Facts,
    provider: &'static str,
    /// What was asked of a model; the mail's tokens are added.
    trail: Trail,
    trouble: Option<String>,
    mail: Option<Written>,
    /// Their site has yet to be read: nothing is decided, and the deal is looked at again by the next run.
    unread: bool,
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
        // Before there are mails to approve: what is wrong with the sender is said before the first one goes out.
        sender::look_if_due(engine, brand, Longest::AsPlanned).await?;
        match brand.settings.identity_gap() {
            None => {
                let before = outcome.of(WRITTEN);
                research::read_due(engine, &book, brand, scope, outcome).await?;
                process_brand(engine, &book, scope, outcome).await?;
                tell_of_mails(engine, brand, outcome.of(WRITTEN) - before).await?;
            }
            // A mail that does not say who we are could never be sent, so none is written.
            Some(key) if store::deals::any_due(&mut *engine.store.read().await?, scope, engine.now()).await? => {
                let slug = &brand.slug;
                outcome.trouble(format!("{slug}: {key} is empty, so no mail can say who we are. Set it (autopilot brand set {slug} {key}=…); its deals stay due."));
            }
            Some(_) => {}
        }
    }
    recipients::look_if_due(engine, &book).await
}

/// Tells a person that mails wait for approval, where the brand wants it.
async fn tell_of_mails(engine: &Engine, brand: &Brand, written: u32) -> Result<(), EngineError> {
    if written == 0 || brand.settings.autonomy == Autonomy::Autopilot {
        return Ok(());
    }
    let mut act = Act::begin(engine).await?;
    let about = About { brand: Some(brand), ..About::default() };
    let title = match written {
        1 => "A mail waits for your approval".to_owned(),
        n => format!("{n} mails wait for your approval"),
    };
    act.notice(NoticeKind::Approval, about, title, brand.name.clone()).await?;
    Ok(act.commit().await?)
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
        engine.fail_points.pass("decide.claimed").await;
        let done = work_batch(engine, book, &lease, outcome).await;
        engine.fail_points.pass("decide.kept").await;
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
        pitch: String::new(),
        topic: String::new(),
        site_facts: Vec::new(),
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
    let mut facts = facts(brand, pipeline, &claimed.deal, &claimed.contact, claimed.suppressed, now);
    let site_read = match pipeline.purpose {
        Purpose::Backlink => {
            let mut conn = engine.store.read().await.map_err(EngineError::from)?;
            research::tell(&mut conn, brand, &claimed.contact, &mut facts).await?
        }
        Purpose::Sales => true,
    };
    let mut plan = Plan {
        choice: Choice::rule(Action::Wait { days: 1 }, "A mail of this deal is already on its way"),
        unread: !site_read && facts.emails_sent == 0,
        claimed,
        facts,
        provider: "rule",
        trail: Trail::default(),
        trouble: None,
        mail: None,
    };
    if plan.claimed.mail_pending || plan.unread {
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
        let subject = plan.claimed.thread_subject.as_deref().map(compose::thread_subject);
        let mut trail = Trail::default();
        let brief = Brief {
            brand,
            contact: &plan.claimed.contact,
            facts: &plan.facts,
            kind,
            thread_subject: subject.as_deref(),
        };
        let written = compose::write(engine, book, brief, &mut trail).await;
        plan.trail.usage = plan.trail.usage.plus(trail.usage);
        match written {
            Ok(written) => plan.mail = Some(written),
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
