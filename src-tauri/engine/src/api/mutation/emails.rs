//! Approving, editing, rejecting and settling mails. An approval is bound to the exact content that was there to read.

use domain::activity::{ActivityKind, Author};
use domain::brand::Brand;
use domain::compose::{self, Draft};
use domain::email::{EmailEvent, EmailState};
use domain::id::EmailId;
use store::StoreError;

use super::done;
use crate::act::{About, Act};
use crate::api::Reply;
use crate::api::wire::{
    ApproveMany, ApprovedMany, Done, EmailApprove, EmailEdit, EmailRef, EmailReject, EmailSettle, EmailsRef,
    NotApproved,
};
use crate::book::Book;
use crate::compose::finish_as;
use crate::send::{Ids, Sheet, mark_sent};
use crate::{Engine, EngineError, sender};

/// The longest reason for a no.
const MOST_REASON: usize = 400;

/// Approves a mail exactly as it stands. Refused for an address that must not be mailed, after a reply, and if the person saw another text.
pub async fn email_approve(engine: &Engine, request: EmailApprove) -> Reply<Done> {
    let mut act = Act::begin(engine).await?;
    let mut sheet = Sheet::read(&mut act, request.id).await?;
    approve(&mut act, &mut sheet, request.content_hash.as_deref()).await?;
    let warning = before_the_first(&mut act, &sheet).await?;
    act.commit().await?;
    Ok(done(format!("Approved; it goes out when every gate lets it.{warning}")))
}

/// Approves many in one act, each bound to what was seen. One that cannot be approved is named and does not stop the others.
pub async fn emails_approve_many(engine: &Engine, request: ApproveMany) -> Reply<ApprovedMany> {
    let mut act = Act::begin(engine).await?;
    let mut result = ApprovedMany { approved: Vec::new(), refused: Vec::new() };
    for seen in request.mails {
        let mut who = String::new();
        let approved = match Sheet::read(&mut act, seen.id).await {
            Ok(mut sheet) => {
                who = About { contact: Some(&sheet.contact), ..About::default() }.who().unwrap_or_default();
                approve(&mut act, &mut sheet, Some(&seen.content_hash)).await
            }
            Err(error) => Err(error),
        };
        match approved {
            Ok(()) => result.approved.push(seen.id),
            // Everything is checked before anything is written, so what was refused left no trace.
            Err(error @ (EngineError::Refused(_) | EngineError::NotFound { .. })) => {
                result.refused.push(NotApproved { id: seen.id, who, why: error.sentence() });
            }
            Err(error) => return Err(error.into()),
        }
    }
    act.commit().await?;
    Ok(result)
}

/// What a person should know of the brand's domain before its first mail goes out.
async fn before_the_first(act: &mut Act<'_>, sheet: &Sheet) -> Result<String, EngineError> {
    let brand = brand_of(act, sheet).await?;
    if brand.first_sent_at.is_some() {
        return Ok(String::new());
    }
    let warning = sender::warning(&mut act.tx, &brand).await?;
    Ok(warning.map_or_else(String::new, |(sentence, fix)| format!(" Before the first one does: {sentence}. {fix}")))
}

async fn approve(act: &mut Act<'_>, sheet: &mut Sheet, seen: Option<&str>) -> Result<(), EngineError> {
    let brand = brand_of(act, sheet).await?;
    if sheet.mail.state != EmailState::AwaitingApproval && seen.is_some() {
        let why = sheet.mail.trouble.as_deref().map(|why| format!(": {why}")).unwrap_or_default();
        return Err(EngineError::Refused(format!("The mail does not wait any more, it is {}{why}", sheet.mail.state)));
    }
    if seen.is_some_and(|seen| seen != sheet.mail.content_hash) {
        return Err(EngineError::Refused("The text changed after you saw it; read it again".to_owned()));
    }
    if let Some(reason) = store::suppressions::reason(&mut act.tx, brand.id, &sheet.mail.content.to).await? {
        return Err(EngineError::Refused(format!("This address must not be mailed: {reason}")));
    }
    if sheet.deal.last_reply_at.is_some_and(|at| at >= sheet.mail.created_at) {
        return Err(EngineError::Refused("They replied after this mail was written; read the reply first".to_owned()));
    }
    sheet.mail.approved_hash = Some(sheet.mail.content_hash.clone());
    sheet.step(act, EmailEvent::Approve).await?;
    store::emails::note_approval(&mut act.tx, sheet.mail.id, "person", act.now).await?;
    note(act, &brand, sheet, ActivityKind::Approved, format!("Approved “{}”", sheet.mail.content.subject));
    Ok(())
}

/// Takes approvals back, of those mails that have not left: they wait for a person again, as they were.
pub async fn emails_take_back(engine: &Engine, request: EmailsRef) -> Reply<Done> {
    let mut act = Act::begin(engine).await?;
    let (mut back, asked) = (0, request.ids.len());
    for id in request.ids {
        let mut sheet = Sheet::read(&mut act, id).await?;
        if sheet.mail.state != EmailState::Queued {
            continue;
        }
        let brand = brand_of(&mut act, &sheet).await?;
        sheet.mail.approved_hash = None;
        sheet.mail.not_before = None;
        sheet.step(&mut act, EmailEvent::Edit).await?;
        store::emails::forget_approval(&mut act.tx, id).await?;
        let told = format!("Took the approval of “{}” back", sheet.mail.content.subject);
        note(&mut act, &brand, &sheet, ActivityKind::Edited, told);
        back += 1;
    }
    if back == 0 {
        return Err(EngineError::Refused("It is on its way already and cannot be taken back".to_owned()).into());
    }
    act.commit().await?;
    Ok(done(match (back, asked) {
        (1, 1) => "Taken back; it waits for you again.".to_owned(),
        (back, asked) if back == asked => format!("{back} taken back; they wait for you again."),
        (back, asked) => format!("{back} of {asked} taken back; the others are on their way already."),
    }))
}

async fn brand_of(act: &mut Act<'_>, sheet: &Sheet) -> Result<Brand, StoreError> {
    store::brands::find(&mut act.tx, sheet.mail.brand).await?.ok_or(StoreError::Missing { what: "brand" })
}

fn note(act: &mut Act<'_>, brand: &Brand, sheet: &Sheet, kind: ActivityKind, told: String) {
    let about = About { brand: Some(brand), deal: Some(sheet.deal.id), contact: Some(&sheet.contact) };
    act.note(Author::Person, kind, about, told);
}

/// Changes subject and body; signature and footer are added anew, and the mail waits for approval again.
pub async fn email_edit(engine: &Engine, request: EmailEdit) -> Reply<Done> {
    let book = Book::read(engine).await?;
    let mut act = Act::begin(engine).await?;
    let mut sheet = Sheet::read(&mut act, request.id).await?;
    let brand = brand_of(&mut act, &sheet).await?;
    let draft = Draft { subject: request.subject, body: request.body };
    compose::check(&draft, None)
        .map_err(|unfinished| EngineError::BadRequest(format!("The mail cannot leave like this: {unfinished}")))?;
    let composed = finish_as(book.relay_key(), &brand, &sheet.contact, &draft, &sheet.mail.token, act.now);
    store::originals::note_edit(&mut act.tx, sheet.mail.id, Author::Person, act.now).await?;
    sheet.mail.content.subject = composed.subject;
    sheet.mail.content.text = composed.text;
    sheet.mail.content.html = composed.html;
    sheet.mail.content_hash = sheet.mail.content.hash();
    sheet.mail.approved_hash = None;
    sheet.step(&mut act, EmailEvent::Edit).await?;
    let told = format!("Edited “{}”; it waits for approval", sheet.mail.content.subject);
    note(&mut act, &brand, &sheet, ActivityKind::Edited, told);
    act.commit().await?;
    Ok(done("Changed; it waits for approval."))
}

/// Says no to a mail, and why if the person says so; the deal then asks what to do instead.
pub async fn email_reject(engine: &Engine, request: EmailReject) -> Reply<Done> {
    let reason = request.reason.map(|reason| reason.trim().chars().take(MOST_REASON).collect::<String>());
    let reason = reason.filter(|reason| !reason.is_empty());
    Ok(withdraw(engine, request.id, EmailEvent::Reject, "Rejected", reason).await?)
}

/// Takes a no back: the mail waits for a person again, and the deal does not ask any more what to do instead. Refused once anything else
/// became of either.
pub async fn email_reconsider(engine: &Engine, request: EmailRef) -> Reply<Done> {
    let mut act = Act::begin(engine).await?;
    let mut sheet = Sheet::read(&mut act, request.id).await?;
    let brand = brand_of(&mut act, &sheet).await?;
    let asks = sheet.mail.trouble.as_deref().map(|said| instead(said, &sheet.mail.content.subject));
    if sheet.mail.state != EmailState::Rejected || sheet.deal.question.is_none() || sheet.deal.question != asks {
        return Err(
            EngineError::Refused("The deal has gone on without this mail; have one written anew".to_owned()).into()
        );
    }
    sheet.mail.trouble = None;
    sheet.mail.approved_hash = None;
    sheet.step(&mut act, EmailEvent::Reconsider).await?;
    sheet.deal.question = None;
    sheet.keep_deal(&mut act).await?;
    let told = format!("Took the no to “{}” back", sheet.mail.content.subject);
    note(&mut act, &brand, &sheet, ActivityKind::Edited, told);
    act.commit().await?;
    Ok(done("Taken back; it waits for you again."))
}

/// What a deal asks after a no; `said` is what the mail says of it.
fn instead(said: &str, subject: &str) -> String {
    format!("{}. What should happen instead?", said.replacen(" it", &format!(" the mail “{subject}”"), 1))
}

/// Takes a queued or waiting mail back.
pub async fn email_cancel(engine: &Engine, request: EmailRef) -> Reply<Done> {
    Ok(withdraw(engine, request.id, EmailEvent::Overtaken, "Cancelled", None).await?)
}

async fn withdraw(
    engine: &Engine,
    id: EmailId,
    event: EmailEvent,
    word: &str,
    reason: Option<String>,
) -> Result<Done, EngineError> {
    let mut act = Act::begin(engine).await?;
    let mut sheet = Sheet::read(&mut act, id).await?;
    let brand = brand_of(&mut act, &sheet).await?;
    let because = reason.as_deref().map(|reason| format!(": {reason}")).unwrap_or_default();
    sheet.mail.trouble = Some(format!("You {} it{because}", word.to_lowercase()));
    sheet.step(&mut act, event).await?;
    if sheet.deal.status.is_open() {
        sheet.deal.question = sheet.mail.trouble.as_deref().map(|said| instead(said, &sheet.mail.content.subject));
        sheet.keep_deal(&mut act).await?;
    }
    let told = format!("{word} “{}”{because}", sheet.mail.content.subject);
    note(&mut act, &brand, &sheet, ActivityKind::Cancelled, told);
    act.commit().await?;
    Ok(done(format!("{word}.")))
}

/// Settles an uncertain mail by a person's word.
pub async fn email_settle(engine: &Engine, request: EmailSettle) -> Reply<Done> {
    let book = Book::read(engine).await?;
    let mut act = Act::begin(engine).await?;
    let mut sheet = Sheet::read(&mut act, request.id).await?;
    if sheet.mail.state != EmailState::Unconfirmed {
        return Err(EngineError::Refused(format!(
            "Only an unconfirmed mail can be settled; this one is {}",
            sheet.mail.state
        ))
        .into());
    }
    if request.sent {
        let nothing = Ids { provider_message_id: None, wire_message_id: None, thread_id: None };
        mark_sent(&mut act, &book, &mut sheet, EmailEvent::FoundSent, nothing, ", as you said").await?;
        act.commit().await?;
        return Ok(done("Settled: it went out."));
    }
    sheet.step(&mut act, EmailEvent::FoundNotSent).await?;
    sheet.deal.next_action_at = sheet.deal.status.is_open().then_some(act.now);
    sheet.keep_deal(&mut act).await?;
    let (brand, _) = book.of(&sheet.deal)?;
    let about = About { brand: Some(brand), deal: Some(sheet.deal.id), contact: Some(&sheet.contact) };
    let told = format!("You said that “{}” did not go out", sheet.mail.content.subject);
    act.note(Author::Person, ActivityKind::Trouble, about, told);
    act.commit().await?;
    Ok(done("Settled: it did not go out. The deal is due again."))
}
