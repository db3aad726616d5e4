//! What becomes of a mail that was handed to the network: taken, refused, or not known. It is kept right after, with its consequences for the deal.

use std::time::Duration;

use domain::Timestamp;
use domain::activity::{ActivityKind, Author};
use domain::brand::{Brand, Pause};
use domain::deal::Deal;
use domain::email::EmailEvent;
use domain::notice::NoticeKind;
use domain::pipeline::{Advance, Pipeline};
use domain::time::add_working_days;
use gateways::{Trouble, TroubleCode};

use super::{Ids, Next, Sheet, seconds};
use crate::act::{About, Act};
use crate::book::Book;
use crate::tasks::Outcome;
use crate::{Engine, EngineError};

/// Clean refusals after which a mail stops trying.
const MOST_ATTEMPTS: u32 = 6;

/// The mail went out: kept on its own, right after the network said so.
pub(crate) async fn accepted(
    engine: &Engine,
    book: &Book,
    id: domain::id::EmailId,
    event: EmailEvent,
    ids: Ids,
    how: &str,
) -> Result<(), EngineError> {
    let mut act = Act::begin(engine).await?;
    let mut sheet = Sheet::read(&mut act, id).await?;
    mark_sent(&mut act, book, &mut sheet, event, ids, how).await?;
    Ok(act.commit().await?)
}

/// The mail went out: the deal counts it, moves on and is due again by the pipeline's cadence.
pub(crate) async fn mark_sent(
    act: &mut Act<'_>,
    book: &Book,
    sheet: &mut Sheet,
    event: EmailEvent,
    ids: Ids,
    how: &str,
) -> Result<(), EngineError> {
    let now = act.now;
    let (brand, pipeline) = book.of(&sheet.deal)?;
    sheet.mail.sent_at = sheet.mail.attempted_at.or(Some(now));
    sheet.mail.provider_message_id = ids.provider_message_id.or(sheet.mail.provider_message_id.take());
    sheet.mail.wire_message_id = ids.wire_message_id.or(sheet.mail.wire_message_id.take());
    sheet.mail.thread_id = ids.thread_id.or(sheet.mail.thread_id.take());
    sheet.mail.trouble = None;
    sheet.step(act, event).await?;
    let moved = count_sent(&mut sheet.deal, brand, pipeline, sheet.mail.sent_at.unwrap_or(now));
    sheet.keep_deal(act).await?;
    let about = About { brand: Some(brand), deal: Some(sheet.deal.id), contact: Some(&sheet.contact) };
    act.note(Author::Autopilot, ActivityKind::Sent, about, format!("Sent “{}”{how}", sheet.mail.content.subject));
    if let Some(stage) = moved {
        act.note(Author::Autopilot, ActivityKind::Moved, about, format!("Moved to {stage}"));
    }
    Ok(())
}

fn count_sent(deal: &mut Deal, brand: &Brand, pipeline: &Pipeline, at: Timestamp) -> Option<String> {
    deal.emails_sent += 1;
    deal.last_sent_at = Some(at);
    let zone = brand.settings.timezone;
    // Past the cadence the deal still becomes due once more, so that the preflight can ask a person about it.
    let next = pipeline.next_mail_at(deal.emails_sent, at, zone).unwrap_or_else(|| add_working_days(at, 7, zone));
    deal.next_action_at = deal.status.is_open().then_some(next);
    let stage = Advance::on_sent(deal.emails_sent).and_then(|event| pipeline.advance(deal.stage, event))?;
    deal.stage = stage.id;
    Some(stage.name.clone())
}

pub(super) async fn refused(
    engine: &Engine,
    book: &Book,
    id: domain::id::EmailId,
    trouble: Trouble,
    outcome: &mut Outcome,
) -> Result<Next, EngineError> {
    let mut act = Act::begin(engine).await?;
    let now = act.now;
    let mut sheet = Sheet::read(&mut act, id).await?;
    let (brand, _) = book.of(&sheet.deal)?;
    let about_deal = sheet.deal.id;
    sheet.mail.trouble = Some(format!("{} {}", trouble.message, trouble.fix));
    let again = trouble.code.stops_brand() || trouble.code.is_temporary();
    // It says nothing about this mail, which may try as often as it takes.
    let harmless = matches!(
        trouble.code,
        TroubleCode::Throttled
            | TroubleCode::BudgetSpent
            | TroubleCode::NoNetwork
            | TroubleCode::WitnessUnwritable
            | TroubleCode::KeychainClosed
    ) || trouble.code.stops_brand();
    let wait = trouble.retry_after.unwrap_or_else(|| backoff(sheet.mail.attempts));
    let until = now.plus_seconds(seconds(wait));
    if again && (harmless || sheet.mail.attempts < MOST_ATTEMPTS) {
        sheet.mail.not_before = Some(until);
        sheet.step(&mut act, EmailEvent::RefusedForNow).await?;
        outcome.count("put_off");
    } else {
        sheet.step(&mut act, EmailEvent::RefusedForGood).await?;
        sheet.deal.question = Some(format!("The mailbox refused a mail: {} {}", trouble.message, trouble.fix));
        sheet.keep_deal(&mut act).await?;
        outcome.count("failed");
        let about = About { brand: Some(brand), deal: Some(about_deal), contact: Some(&sheet.contact) };
        act.notice(NoticeKind::Trouble, about, "A mail could not be sent", trouble.message.clone()).await?;
    }
    let about = About { brand: Some(brand), deal: Some(about_deal), contact: Some(&sheet.contact) };
    act.note(Author::Mailbox, ActivityKind::Trouble, about, format!("Not sent: {} {}", trouble.message, trouble.fix));
    act.commit().await?;
    tracing::warn!(brand = %brand.slug, code = trouble.code.as_str(), detail = %trouble.detail, "The mailbox refused a mail.");
    if trouble.code.stops_brand() {
        return Ok(Next::BrandStops(trouble));
    }
    if trouble.code.is_temporary() {
        outcome.trouble(format!("{}: {} {}", brand.slug, trouble.message, trouble.fix));
        return Ok(Next::MailboxWaits(until, trouble));
    }
    Ok(Next::GoOn)
}

fn backoff(attempts: u32) -> Duration {
    Duration::from_secs(60 * 5u64.saturating_pow(attempts.min(4)).min(360))
}

pub(super) async fn unknown(
    engine: &Engine,
    book: &Book,
    id: domain::id::EmailId,
    trouble: &Trouble,
    outcome: &mut Outcome,
) -> Result<(), EngineError> {
    let mut act = Act::begin(engine).await?;
    let mut sheet = Sheet::read(&mut act, id).await?;
    let (brand, _) = book.of(&sheet.deal)?;
    sheet.mail.trouble = Some("The mailbox did not answer, so this mail may or may not have gone out. I look for it in the Sent folder and never send it again by myself.".to_owned());
    sheet.step(&mut act, EmailEvent::OutcomeUnknown).await?;
    store::emails::look_again(&mut act.tx, id, act.now.plus_seconds(60)).await?;
    let about = About { brand: Some(brand), deal: Some(sheet.deal.id), contact: Some(&sheet.contact) };
    act.note(
        Author::Mailbox,
        ActivityKind::Trouble,
        about,
        format!("Uncertain whether “{}” went out: {}", sheet.mail.content.subject, trouble.message),
    );
    act.commit().await?;
    outcome.count("unconfirmed");
    Ok(())
}

/// Pauses a brand because its mailbox needs a person. Other brands go on.
pub(crate) async fn stop_brand(
    engine: &Engine,
    brand: &Brand,
    trouble: &Trouble,
    outcome: &mut Outcome,
) -> Result<(), EngineError> {
    let fix = format!("{} Then resume the brand.", trouble.fix);
    outcome.trouble(format!("{}: {} {fix}", brand.slug, trouble.message));
    let mut act = Act::begin(engine).await?;
    let pause = Pause {
        reason: trouble.message.clone(),
        fix: Some(fix.clone()),
        since: act.now,
        by_person: false,
        until: None,
    };
    store::brands::set_pause(&mut act.tx, brand.id, Some(&pause)).await?;
    let about = About { brand: Some(brand), ..About::default() };
    act.note(
        Author::Mailbox,
        ActivityKind::Paused,
        about,
        format!("{} is paused: {} {fix}", brand.name, trouble.message),
    );
    let title = format!("{} is paused", brand.name);
    act.notice(NoticeKind::Trouble, about, title, format!("{} {fix}", trouble.message)).await?;
    Ok(act.commit().await?)
}
