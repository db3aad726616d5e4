//! Requests that set something off: a task, a mail written now, the doctor.

mod connect;
mod diagnostics;
mod doctor;
mod files;
mod imports;
mod links;
mod mailbox_find;
mod relay;
mod sender;
mod trial;

use domain::brand::Autonomy;
use domain::email::EmailState;
use store::deals::Scope;
use store::emails::NewEmail;

use super::Reply;
use super::wire::{DealEmail, EmailRow, MessageHtml, MessageHtmlRequest, Nothing, RunRow, RunTask, Telling};
use crate::act::{About, Act};
use crate::ask::Trail;
use crate::compose::{self, Brief, MailOf, NoMail};
use crate::{Engine, EngineError, decide, pictures, research, tasks, tell};

pub use connect::{
    brand_connect_browser, brand_connect_code, brand_connect_env, brand_connect_permission, brand_connect_servers,
    brand_connect_stop, brand_connect_wait,
};
pub use diagnostics::diagnostics;
pub use doctor::doctor;
pub use files::{contacts_file, evidence_file};
pub use imports::{import_example, import_leave, import_preview, import_start, import_stop};
pub use links::{link_check, research_run};
pub use mailbox_find::mailbox_find;
pub use relay::relay_test;
pub use sender::sender_look;
pub use trial::{ai_test, brand_test_email};

/// Runs a task now, for everything or only for one brand or deal.
pub async fn run_task(engine: &Engine, request: RunTask) -> Reply<RunRow> {
    let brand = match &request.brand {
        Some(slug) => Some(super::mutation::brand(&mut *engine.store.read().await?, slug).await?.id),
        None => None,
    };
    Ok(tasks::run(engine, request.task, Scope { brand, deal: request.deal }, "person").await?)
}

/// What is to come up on the desktop now. Each notice is handed out once.
pub async fn notices_tell(engine: &Engine, _: Nothing) -> Reply<Telling> {
    Ok(tell::now(engine).await?)
}

/// A mail as it was sent, made safe, with its pictures from elsewhere. Whoever keeps them learns that they were fetched.
pub async fn message_pictures(engine: &Engine, request: MessageHtmlRequest) -> Reply<MessageHtml> {
    Ok(pictures::with_pictures(engine, request.id, request.dark).await?)
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
        let mut facts = decide::facts(brand, pipeline, &deal, &contact, false, engine.now());
        research::tell(&mut conn, brand, &contact, &mut facts).await?;
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
