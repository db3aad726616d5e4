//! A mail that a person writes: put together, addressed and bound to its hash like any other. Sending it is the person's approval; the
//! gates are still to be passed.

use domain::activity::{ActivityKind, Author};
use domain::brand::Brand;
use domain::compose::{self, Draft};
use domain::contact::Contact;
use domain::deal::Deal;
use domain::email::EmailState;
use domain::pipeline::Pipeline;
use store::Connection;
use store::emails::NewEmail;

use super::deals::Folder;
use crate::act::Act;
use crate::api::Reply;
use crate::api::query::summary;
use crate::api::wire::{EmailWrite, EmailWritten};
use crate::book::Book;
use crate::compose::{MailOf, address, finish};
use crate::{Engine, EngineError, send};

/// Who wrote a mail that a person wrote.
const PERSON: &str = "person";

/// Keeps a mail of the person's own. Sent, it is approved and queued; kept as a draft, it waits for approval. Nothing is decided about the
/// deal meanwhile.
pub async fn email_write(engine: &Engine, request: EmailWrite) -> Reply<EmailWritten> {
    let draft = Draft { subject: request.subject, body: request.body };
    compose::check(&draft, None)
        .map_err(|unfinished| EngineError::BadRequest(format!("The mail cannot leave like this: {unfinished}")))?;
    let book = Book::read(engine).await?;
    let mut act = Act::begin(engine).await?;
    let mut folder = Folder::read(&mut act, request.deal).await?;
    if let Some(why) = refusal(&mut act.tx, &folder.brand, &folder.deal, &folder.contact).await? {
        return Err(EngineError::Refused(why).into());
    }
    let written = finish(engine, &book, &folder.brand, &folder.contact, &draft, PERSON.to_owned());
    let step = folder.deal.emails_sent + 1;
    let kind = Pipeline::kind_after(folder.deal.emails_sent);
    let of = MailOf { deal: folder.deal.id, step, kind, approved: request.send };
    let mail = address(engine, &folder.brand, &folder.contact, written, of, act.now)?;
    let new = NewEmail { mail: mail.clone(), decision: None, approved_by: request.send.then_some(PERSON) };
    store::emails::insert(&mut act.tx, &[new]).await?;
    folder.deal.next_action_at = None;
    if request.send {
        // The person's mail is the answer to whatever was asked.
        folder.deal.question = None;
    }
    store::deals::overrule(&mut act.tx, &folder.deal, act.now).await?;
    let rest = if request.send { "queued" } else { "kept as a draft" };
    let told = format!("Wrote “{}” by hand, {rest}", mail.content.subject);
    act.note(Author::Person, ActivityKind::Drafted, folder.about(), told);
    let verdict = send::verdict(&mut act.tx, &folder.brand, &folder.deal, Some(&mail), act.now).await?;
    let done = match mail.state {
        EmailState::Queued => {
            format!("Queued. {}", summary(&folder.brand, &folder.deal, Some(&mail), &verdict, act.now))
        }
        _ => "Kept as a draft; it waits for your approval.".to_owned(),
    };
    act.commit().await?;
    Ok(EmailWritten { id: mail.id, state: mail.state, done })
}

/// Why a person can write no mail for a deal now, if they can't: it could never leave.
pub(crate) async fn refusal(
    conn: &mut Connection,
    brand: &Brand,
    deal: &Deal,
    contact: &Contact,
) -> Result<Option<String>, EngineError> {
    let settings = &brand.settings;
    if !deal.status.is_open() {
        return Ok(Some("The deal is closed; move it to an open stage first".to_owned()));
    }
    if let Some(reason) = store::suppressions::reason(conn, brand.id, &contact.email).await? {
        return Ok(Some(format!("This address must not be mailed: {reason}")));
    }
    if let Some(pending) = store::emails::pending_of_deal(conn, deal.id).await? {
        return Ok(Some(format!("A mail of this deal {}", on_its_way(pending.state))));
    }
    if deal.emails_sent >= settings.max_per_deal {
        return Ok(Some(format!(
            "This deal has had {} of at most {} mails; raise sending.max_per_deal of {} to write more",
            deal.emails_sent, settings.max_per_deal, brand.slug
        )));
    }
    Ok(settings.identity_gap().map(|key| {
        format!("A mail that does not say who we are is not sent: set {key} in the settings of {}", brand.slug)
    }))
}

fn on_its_way(state: EmailState) -> &'static str {
    match state {
        EmailState::Queued => "is queued already; take it back first, or let it go",
        EmailState::Sending => "is being sent right now; wait for its end",
        EmailState::Unconfirmed => "may or may not have gone out; settle that one first",
        _ => "waits for your approval already; edit that one, or reject it first",
    }
}
