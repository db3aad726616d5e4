//! Approving, editing, rejecting and settling mails. An approval is bound to the exact content that was there to read.

use domain::activity::{ActivityKind, Author};
use domain::compose::{self, Draft};
use domain::email::{EmailEvent, EmailState};
use domain::id::EmailId;
use store::StoreError;

use super::done;
use crate::act::{About, Act};
use crate::api::Reply;
use crate::api::wire::{Done, EmailEdit, EmailRef, EmailSettle};
use crate::book::Book;
use crate::send::{Ids, Sheet, mark_sent};
use crate::{Engine, EngineError};

/// Approves a mail exactly as it stands. Refused for an address that must not be mailed and after a reply.
pub async fn email_approve(engine: &Engine, request: EmailRef) -> Reply<Done> {
    let mut act = Act::begin(engine).await?;
    let mut sheet = Sheet::read(&mut act, request.id).await?;
    let brand =
        store::brands::find(&mut act.tx, sheet.mail.brand).await?.ok_or(StoreError::Missing { what: "brand" })?;
    if let Some(reason) = store::suppressions::reason(&mut act.tx, brand.id, &sheet.mail.content.to).await? {
        return Err(EngineError::Refused(format!("This address must not be mailed: {reason}")).into());
    }
    if sheet.deal.last_reply_at.is_some_and(|at| at >= sheet.mail.created_at) {
        return Err(
            EngineError::Refused("They replied after this mail was written; read the reply first".to_owned()).into()
        );
    }
    sheet.mail.approved_hash = Some(sheet.mail.content_hash.clone());
    sheet.step(&mut act, EmailEvent::Approve).await?;
    store::emails::note_approval(&mut act.tx, sheet.mail.id, "person", act.now).await?;
    let about = About { brand: Some(&brand), deal: Some(sheet.deal.id), contact: Some(&sheet.contact) };
    act.note(Author::Person, ActivityKind::Approved, about, format!("Approved “{}”", sheet.mail.content.subject));
    act.commit().await?;
    Ok(done("Approved; it goes out when every gate lets it."))
}

/// Changes subject and body; signature and footer are added anew, and the mail waits for approval again.
pub async fn email_edit(engine: &Engine, request: EmailEdit) -> Reply<Done> {
    let mut act = Act::begin(engine).await?;
    let mut sheet = Sheet::read(&mut act, request.id).await?;
    let brand =
        store::brands::find(&mut act.tx, sheet.mail.brand).await?.ok_or(StoreError::Missing { what: "brand" })?;
    let draft = Draft { subject: request.subject, body: request.body };
    compose::check(&draft, None)
        .map_err(|unfinished| EngineError::BadRequest(format!("The mail cannot leave like this: {unfinished}")))?;
    let composed = compose::finish(&draft, &brand.settings, &sheet.contact.source, &sheet.mail.token);
    sheet.mail.content.subject = composed.subject;
    sheet.mail.content.text = composed.text;
    sheet.mail.content.html = composed.html;
    sheet.mail.content_hash = sheet.mail.content.hash();
    sheet.mail.approved_hash = None;
    sheet.step(&mut act, EmailEvent::Edit).await?;
    let about = About { brand: Some(&brand), deal: Some(sheet.deal.id), contact: Some(&sheet.contact) };
    act.note(
        Author::Person,
        ActivityKind::Edited,
        about,
        format!("Edited “{}”; it waits for approval", sheet.mail.content.subject),
    );
    act.commit().await?;
    Ok(done("Changed; it waits for approval."))
}

/// Says no to a mail; the deal then asks what to do instead.
pub async fn email_reject(engine: &Engine, request: EmailRef) -> Reply<Done> {
    Ok(withdraw(engine, request.id, EmailEvent::Reject, "Rejected").await?)
}

/// Takes a queued or waiting mail back.
pub async fn email_cancel(engine: &Engine, request: EmailRef) -> Reply<Done> {
    Ok(withdraw(engine, request.id, EmailEvent::Overtaken, "Cancelled").await?)
}

async fn withdraw(engine: &Engine, id: EmailId, event: EmailEvent, word: &str) -> Result<Done, EngineError> {
    let mut act = Act::begin(engine).await?;
    let mut sheet = Sheet::read(&mut act, id).await?;
    let brand =
        store::brands::find(&mut act.tx, sheet.mail.brand).await?.ok_or(StoreError::Missing { what: "brand" })?;
    sheet.step(&mut act, event).await?;
    if sheet.deal.status.is_open() {
        sheet.deal.question = Some(format!(
            "You {} the mail “{}”. What should happen instead?",
            word.to_lowercase(),
            sheet.mail.content.subject
        ));
        sheet.keep_deal(&mut act).await?;
    }
    let about = About { brand: Some(&brand), deal: Some(sheet.deal.id), contact: Some(&sheet.contact) };
    act.note(Author::Person, ActivityKind::Cancelled, about, format!("{word} “{}”", sheet.mail.content.subject));
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
    act.note(
        Author::Person,
        ActivityKind::Trouble,
        about,
        format!("You said that “{}” did not go out", sheet.mail.content.subject),
    );
    act.commit().await?;
    Ok(done("Settled: it did not go out. The deal is due again."))
}
