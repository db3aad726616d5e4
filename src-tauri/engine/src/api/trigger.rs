//! Requests that set something off: a task, a mail written now, the doctor.

use domain::brand::{Autonomy, Brand, Provider};
use domain::email::EmailState;
use gateways::{SecretKind, SecretName};
use store::deals::Scope;
use store::emails::NewEmail;

use super::Reply;
use super::wire::{DealEmail, DoctorCheck, EmailRow, Nothing, RunRow, RunTask};
use crate::act::{About, Act};
use crate::ask::Trail;
use crate::compose::{self, Brief, MailOf, NoMail};
use crate::{Engine, EngineError, decide, tasks};

/// Runs a task now, for everything or only for one brand or deal.
pub async fn run_task(engine: &Engine, request: RunTask) -> Reply<RunRow> {
    let brand = match &request.brand {
        Some(slug) => Some(super::mutation::brand(&mut *engine.store.read().await?, slug).await?.id),
        None => None,
    };
    Ok(tasks::run(engine, request.task, Scope { brand, deal: request.deal }, "person").await?)
}

/// Writes a mail for a deal now. It is subject to approval and to every gate like any other.
pub async fn deal_email(engine: &Engine, request: DealEmail) -> Reply<EmailRow> {
    let id = request.id;
    let book = crate::book::Book::read(engine).await?;
    let (brand, deal, contact, facts, thread) = {
        let mut conn = engine.store.read().await?;
        let deal = store::deals::find(&mut conn, id).await?.ok_or_else(|| EngineError::missing("deal", id))?;
        let (brand, pipeline) = book.of(&deal)?;
        let contact = store::contacts::find(&mut conn, deal.contact)
            .await?
            .ok_or_else(|| EngineError::missing("contact", deal.contact))?;
        if let Some(pending) = store::emails::pending_of_deal(&mut conn, id).await? {
            return Err(EngineError::Refused(format!(
                "A mail of this deal is already on its way ({}); settle that one first",
                pending.state
            ))
            .into());
        }
        if let Some(reason) = store::suppressions::reason(&mut conn, brand.id, &contact.email).await? {
            return Err(EngineError::Refused(format!("This address must not be mailed: {reason}")).into());
        }
        let facts = decide::facts(brand, pipeline, &deal, &contact, false, engine.now());
        let last = store::emails::last_sent_of_deal(&mut conn, id).await?;
        (brand.clone(), deal, contact, facts, last.map(|mail| compose::thread_subject(&mail.content.subject)))
    };
    let kind = request.kind.unwrap_or_else(|| facts.next_kind());
    let brief = Brief { brand: &brand, contact: &contact, facts: &facts, kind, thread_subject: thread.as_deref() };
    let written = compose::write(engine, &book, brief, &mut Trail::default()).await.map_err(|why| match why {
        NoMail::Outage(error) => EngineError::Outside(format!("{} {}", error.message(), error.fix())),
        NoMail::Unusable(why) => EngineError::Outside(why),
        NoMail::Engine(error) => error,
    })?;
    let mut act = Act::begin(engine).await?;
    let approved = brand.settings.autonomy == Autonomy::Autopilot;
    let of = MailOf { deal: id, step: deal.emails_sent + 1, kind, approved };
    let mail = compose::address(engine, &brand, &contact, written, of, act.now)?;
    let new = NewEmail { mail: mail.clone(), decision: None, approved_by: approved.then_some("autopilot") };
    store::emails::insert(&mut act.tx, &[new]).await?;
    let changed = domain::deal::Deal { next_action_at: None, ..deal };
    store::deals::overrule(&mut act.tx, &changed, act.now).await?;
    let about = About { brand: Some(&brand), deal: Some(id), contact: Some(&contact) };
    let rest = if mail.state == EmailState::Queued { "queued" } else { "waits for approval" };
    act.note(
        domain::activity::Author::Person,
        domain::activity::ActivityKind::Drafted,
        about,
        format!("Had “{}” written ({}), {rest}", mail.content.subject, mail.written_by),
    );
    act.commit().await?;
    Ok(EmailRow {
        id: mail.id,
        deal_id: id,
        brand: brand.slug,
        step: mail.step,
        kind,
        state: mail.state,
        to_address: mail.content.to.to_string(),
        to_name: mail.content.to_name,
        subject: mail.content.subject,
        written_by: mail.written_by,
        created_at: mail.created_at,
        sent_at: None,
        not_before: None,
        attempts: 0,
        trouble: None,
    })
}

/// Checks everything the autopilot leans on; each failing check says what to do.
pub async fn doctor(engine: &Engine, _: Nothing) -> Reply<Vec<DoctorCheck>> {
    let mut checks = vec![database(engine), disk(engine), clock(engine).await?, ownership(engine)];
    let brands = store::brands::all(&mut *engine.store.read().await?).await?;
    for brand in &brands {
        checks.push(identity(brand));
        checks.push(secrets(engine, brand).await);
        checks.push(mailbox(engine, brand).await);
        if brand.settings.provider == Provider::OpenAi {
            checks.push(model(engine, brand).await);
        }
        if let Some(pause) = &brand.paused {
            checks.push(check(
                "paused",
                Some(brand),
                Err((pause.reason.clone(), pause.fix.clone().unwrap_or_else(|| "Resume the brand.".to_owned()))),
            ));
        }
    }
    Ok(checks)
}

fn check(name: &str, brand: Option<&Brand>, result: Result<String, (String, String)>) -> DoctorCheck {
    let (ok, detail, fix) = match result {
        Ok(detail) => (true, detail, None),
        Err((detail, fix)) => (false, detail, Some(fix)),
    };
    DoctorCheck { check: name.to_owned(), brand: brand.map(|brand| brand.slug.clone()), ok, detail, fix }
}

fn database(engine: &Engine) -> DoctorCheck {
    check("database", None, Ok(engine.database().display().to_string()))
}

/// Least free space in bytes before the doctor warns.
const LEAST_SPACE: u64 = 500_000_000;

fn disk(engine: &Engine) -> DoctorCheck {
    let folder = engine.database().parent().unwrap_or(engine.database());
    let result = match fs4::available_space(folder) {
        Ok(free) if free >= LEAST_SPACE => Ok(format!("{} MB free", free / 1_000_000)),
        Ok(free) => Err((
            format!("only {} MB free", free / 1_000_000),
            "Free some space; nothing is lost meanwhile.".to_owned(),
        )),
        Err(error) => {
            Err((format!("cannot be asked: {error}"), "Check that the folder of the database is there.".to_owned()))
        }
    };
    check("disk", None, result)
}

/// A clock that runs behind what was recorded makes everything look due later than it is.
async fn clock(engine: &Engine) -> Reply<DoctorCheck> {
    let newest = super::query::feed(engine, super::wire::FeedRequest { limit: 1 }).await?.first().map(|line| line.at);
    let now = engine.now();
    let result = match newest {
        Some(at) if at.since(now) > domain::time::HOUR => {
            Err((format!("says {now}, but something was recorded at {at}"), "Set the computer's clock.".to_owned()))
        }
        _ => Ok(now.to_string()),
    };
    Ok(check("clock", None, result))
}

fn ownership(engine: &Engine) -> DoctorCheck {
    let detail = match engine.ownership().owned_by() {
        Some(owner) => format!("{owner} runs the tasks; this process reads and edits"),
        None => "no other process runs the tasks".to_owned(),
    };
    check("autopilot", None, Ok(detail))
}

fn identity(brand: &Brand) -> DoctorCheck {
    let slug = &brand.slug;
    let result = match brand.settings.identity_gap() {
        None => Ok("says who we are".to_owned()),
        Some(key) => {
            Err((format!("{key} is empty, so nothing can be sent"), format!("autopilot brand set {slug} {key}=…")))
        }
    };
    check("legal footer", Some(brand), result)
}

async fn secrets(engine: &Engine, brand: &Brand) -> DoctorCheck {
    let kinds = [SecretKind::ZohoClientId, SecretKind::ZohoClientSecret, SecretKind::ZohoRefreshToken];
    for kind in kinds {
        let name = SecretName::of_brand(&brand.slug, kind);
        match engine.ports.secrets.get(&name).await {
            Ok(Some(_)) => {}
            Ok(None) => {
                return check(
                    "secrets",
                    Some(brand),
                    Err((
                        format!("{name} is missing"),
                        format!("autopilot brand connect {} --from-env FILE", brand.slug),
                    )),
                );
            }
            Err(error) => return check("secrets", Some(brand), Err((error.to_string(), error.fix()))),
        }
    }
    check("secrets", Some(brand), Ok(format!("all present in the {}", engine.ports.secrets.describe())))
}

async fn mailbox(engine: &Engine, brand: &Brand) -> DoctorCheck {
    let asked = match engine.ports.connect.mailbox(brand) {
        Ok(mailbox) => mailbox.identity().await,
        Err(trouble) => Err(trouble),
    };
    let result = match asked {
        Err(trouble) => Err((trouble.message, trouble.fix)),
        Ok(identity)
            if identity.send_as.iter().any(|address| address.eq_ignore_ascii_case(&brand.settings.from_email)) =>
        {
            Ok(format!("connected, account {}", identity.account_id))
        }
        Ok(_) => Err((
            "the mailbox may not send as from.email".to_owned(),
            "Confirm the address in the mailbox, or change from.email.".to_owned(),
        )),
    };
    check("mailbox", Some(brand), result)
}

async fn model(engine: &Engine, brand: &Brand) -> DoctorCheck {
    let asked = match engine.ports.connect.model(brand) {
        Ok(model) => model.probe().await,
        Err(error) => Err(error),
    };
    let result = match asked {
        Ok(models) if models.is_empty() || models.contains(&brand.settings.model) => {
            Ok(format!("{} answers", brand.settings.base_url))
        }
        Ok(_) => Err((
            format!("{} does not list the model {}", brand.settings.base_url, brand.settings.model),
            "Choose another ai.model.".to_owned(),
        )),
        Err(error) => Err((error.message(), error.fix().to_owned())),
    };
    check("model", Some(brand), result)
}
