//! A person's word about an incoming mail. Everything follows from it as if the mail had come with that meaning; first what followed from the
//! earlier reading is taken back, as far as it can be. What left the program, and who is suppressed, stays as it is, and the answer says so.

use domain::EmailAddress;
use domain::activity::{ActivityKind, Author};
use domain::brand::Brand;
use domain::contact::Contact;
use domain::deal::{Deal, DealStatus};
use domain::id::{DealId, MessageId};
use domain::pipeline::{Advance, Pipeline};
use domain::reply::{BounceVerdict, Nature, ReplyClass, ReplyKind};
use domain::suppression::SuppressionKind;
use store::StoreError;
use store::messages::Kept;

use crate::act::{About, Act};
use crate::api::wire::MessageReclassify;
use crate::book::Book;
use crate::react::{Heard, answer, closes, heading};
use crate::silence::{self, Silent, Wish};
use crate::{Engine, EngineError};

const SAID: &str = "You said so.";

/// Sets what a mail means. Says what followed, and what stayed as it was.
pub(crate) async fn reclassify(engine: &Engine, request: MessageReclassify) -> Result<String, EngineError> {
    let book = Book::read(engine).await?;
    let mut act = Act::begin(engine).await?;
    let kept = read(&mut act, request.id).await?;
    let class = class_of(&request, kept.class.as_ref())?;
    let brand = brand_of(&mut act, &kept).await?;
    store::messages::correct(&mut act.tx, kept.id, &class, SAID, act.now).await?;
    let name = heading(class.kind).to_lowercase();
    if kept.class.as_ref() == Some(&class) {
        act.commit().await?;
        return Ok(format!("Kept as “{name}”: you confirmed it."));
    }
    let mut told = vec![format!("Read as “{name}” from now on.")];
    match contact_of(&mut act, &kept).await? {
        Some(contact) => {
            if let Some(was) = kept.class.clone() {
                told.extend(take_back(&mut act, &book, &kept, &contact, &was, class.kind).await?);
            }
            answer(&mut act, engine, &book, (&brand, &contact), &class, heard(&kept, class.kind)).await?;
        }
        None if class.kind == ReplyKind::Unsubscribe => {
            told.push(silence_stranger(engine, &mut act, &brand, &kept).await?)
        }
        None => {}
    }
    act.commit().await?;
    Ok(told.join(" "))
}

/// Gives a mail to a deal.
pub(crate) async fn link(engine: &Engine, id: MessageId, deal: DealId) -> Result<String, EngineError> {
    let book = Book::read(engine).await?;
    let mut act = Act::begin(engine).await?;
    let kept = read(&mut act, id).await?;
    let deal = store::deals::find(&mut act.tx, deal).await?.ok_or_else(|| EngineError::missing("deal", deal))?;
    if kept.deal.is_some() {
        return Err(EngineError::Refused("This mail belongs to a deal already; nothing was changed".to_owned()));
    }
    if kept.brand != deal.brand || kept.nature == "own_mail" {
        return Err(EngineError::Refused(
            "This mail came to another brand's mailbox; nothing was changed. Choose a deal of that brand".to_owned(),
        ));
    }
    let brand = brand_of(&mut act, &kept).await?;
    let contact =
        store::contacts::find(&mut act.tx, deal.contact).await?.ok_or(StoreError::Missing { what: "contact" })?;
    let email = store::emails::last_sent_of_deal(&mut act.tx, deal.id).await?.map(|mail| mail.id);
    let class = kept.class.clone().unwrap_or(ReplyClass::plain(ReplyKind::Unclear));
    let why = if kept.class.is_some() { "" } else { "You said whose it is; what it means is for you to say." };
    store::messages::link(&mut act.tx, id, (contact.id, deal.id, email), &class, why).await?;
    let about = About { brand: Some(&brand), deal: Some(deal.id), contact: Some(&contact) };
    let line = format!("You said that “{}” from {} belongs here", kept.subject, kept.from_address);
    act.note(Author::Person, ActivityKind::Edited, about, line);
    let kept = Kept { deal: Some(deal.id), contact: Some(contact.id), email, ..kept };
    let nature = nature_stored(&kept.nature);
    answer(&mut act, engine, &book, (&brand, &contact), &class, Heard { nature, ..heard(&kept, class.kind) }).await?;
    let who = about_name(&contact);
    act.commit().await?;
    Ok(format!("It belongs to {who} now. What waited for them was stopped."))
}

async fn read(act: &mut Act<'_>, id: MessageId) -> Result<Kept, EngineError> {
    store::messages::find(&mut act.tx, id).await?.ok_or_else(|| EngineError::missing("message", id))
}

async fn brand_of(act: &mut Act<'_>, kept: &Kept) -> Result<Brand, EngineError> {
    Ok(store::brands::find(&mut act.tx, kept.brand).await?.ok_or(StoreError::Missing { what: "brand" })?)
}

async fn contact_of(act: &mut Act<'_>, kept: &Kept) -> Result<Option<Contact>, EngineError> {
    match kept.contact {
        Some(contact) => Ok(store::contacts::find(&mut act.tx, contact).await?),
        None => Ok(None),
    }
}

fn about_name(contact: &Contact) -> String {
    if contact.name.is_empty() { contact.email.to_string() } else { contact.name.clone() }
}

/// The meaning with its details; what the mail itself named stays where the meaning has room for it.
fn class_of(request: &MessageReclassify, was: Option<&ReplyClass>) -> Result<ReplyClass, EngineError> {
    let kind = request.class;
    let same = was.filter(|was| was.kind == kind);
    let mut class = ReplyClass::plain(kind);
    if matches!(kind, ReplyKind::NotNow | ReplyKind::OutOfOffice) {
        class.until = request.until.or(same.and_then(|was| was.until));
    }
    if matches!(kind, ReplyKind::WrongPerson | ReplyKind::LeftCompany) {
        class.referral = match request.referral.as_deref().map(str::trim).filter(|typed| !typed.is_empty()) {
            Some(typed) => {
                let wrong = |wrong| EngineError::BadRequest(format!("“{typed}” is not an address: {wrong}"));
                Some(EmailAddress::parse(typed).map_err(wrong)?.to_string())
            }
            None => same.and_then(|was| was.referral.clone()),
        };
    }
    class.url = same.and_then(|was| was.url.clone());
    Ok(class)
}

/// A person knows who wrote it: their word decides that too.
fn heard(kept: &Kept, kind: ReplyKind) -> Heard<'_> {
    let nature = match kind {
        ReplyKind::OutOfOffice | ReplyKind::AutoReply => Nature::AutoReply,
        ReplyKind::BounceHard => Nature::Bounce { verdict: BounceVerdict::Hard },
        ReplyKind::BounceSoft => Nature::Bounce { verdict: BounceVerdict::Soft },
        _ => Nature::Human,
    };
    Heard {
        deal: kept.deal,
        email: kept.email,
        nature,
        received_at: kept.received_at,
        text: &kept.body_text,
        why: SAID,
        author: Author::Person,
    }
}

/// What was found when the mail came. A stored bounce does not say of what kind; its class does.
fn nature_stored(word: &str) -> Nature {
    match word {
        "auto_reply" => Nature::AutoReply,
        "bounce" => Nature::Bounce { verdict: BounceVerdict::Unknown },
        "sender_refused" => Nature::Bounce { verdict: BounceVerdict::SenderProblem },
        "delay_notice" => Nature::DelayNotice,
        "complaint" => Nature::Complaint,
        "list_mail" => Nature::ListMail,
        _ => Nature::Human,
    }
}

/// Takes back what the earlier reading did to the contact's deals. Says what stays.
async fn take_back(
    act: &mut Act<'_>,
    book: &Book,
    kept: &Kept,
    contact: &Contact,
    was: &ReplyClass,
    now: ReplyKind,
) -> Result<Vec<String>, EngineError> {
    let mut told = Vec::new();
    let open = store::deals::open_of_contact(&mut act.tx, contact.id).await?;
    for deal in &open {
        let mut changed = deal.clone();
        lift(act, book, kept, was, &mut changed).await?;
        if changed != *deal {
            store::deals::overrule(&mut act.tx, &changed, act.now).await?;
        }
    }
    if let Some(id) = kept.deal
        && let Some(mut deal) = store::deals::find(&mut act.tx, id).await?
        && deal.status == DealStatus::Lost
        && deal.reason.as_deref() == closes(was.kind)
        && closes(now).is_none()
    {
        if open.iter().any(|other| other.pipeline == deal.pipeline) {
            told.push("The deal stays closed: the contact has another open one in this pipeline.".to_owned());
        } else {
            reopen(act, book, contact, &mut deal).await?;
            told.push("The deal is open again.".to_owned());
        }
    }
    if matches!(was.kind, ReplyKind::Unsubscribe | ReplyKind::BounceHard) && now != was.kind {
        told.push(
            "The address stays on the list of those not to be mailed; take it off there if that was wrong.".to_owned(),
        );
    }
    if was.kind.stops_sequence() && !now.stops_sequence() {
        told.push("A mail that was cancelled for it stays cancelled; the deal is due again.".to_owned());
    }
    Ok(told)
}

/// An open deal as it would be without this answer: only where it is still the last word.
async fn lift(
    act: &mut Act<'_>,
    book: &Book,
    kept: &Kept,
    was: &ReplyClass,
    deal: &mut Deal,
) -> Result<(), EngineError> {
    let away = was.kind == ReplyKind::OutOfOffice && deal.last_reply == Some(ReplyKind::OutOfOffice);
    if deal.last_reply_at != Some(kept.received_at) && !away {
        return Ok(());
    }
    deal.question = None;
    deal.last_reply = None;
    if !away {
        deal.last_reply_at = None;
    }
    let pending = store::emails::pending_of_deal(&mut act.tx, deal.id).await?.is_some();
    if matches!(was.kind, ReplyKind::NotNow | ReplyKind::OutOfOffice) || deal.next_action_at.is_none() {
        let (brand, pipeline) = book.of(deal)?;
        deal.next_action_at = if pending { None } else { Some(due(act, brand, pipeline, deal)) };
    }
    Ok(())
}

fn due(act: &Act<'_>, brand: &Brand, pipeline: &Pipeline, deal: &Deal) -> domain::Timestamp {
    let last = deal.last_sent_at.unwrap_or(act.now);
    let cadence = pipeline.next_mail_at(deal.emails_sent, last, brand.settings.timezone);
    cadence.map_or(act.now, |at| at.max(act.now))
}

/// Opens a deal again where its mails had brought it.
async fn reopen(act: &mut Act<'_>, book: &Book, contact: &Contact, deal: &mut Deal) -> Result<(), EngineError> {
    let (brand, pipeline) = book.of(deal)?;
    let reached = match deal.emails_sent {
        0 => None,
        1 => Some(Advance::FirstSent),
        2 => Some(Advance::SecondSent),
        _ => Some(Advance::ThirdSent),
    };
    let first = pipeline.first().map(|stage| stage.id).unwrap_or(deal.stage);
    let stage =
        reached.and_then(|event| pipeline.advance(first, event).or(pipeline.advance(first, Advance::FirstSent)));
    deal.stage = stage.map_or(first, |stage| stage.id);
    deal.status = DealStatus::Active;
    deal.reason = None;
    deal.last_reply = None;
    deal.last_reply_at = None;
    deal.next_action_at = Some(due(act, brand, pipeline, deal));
    store::deals::overrule(&mut act.tx, deal, act.now).await?;
    let about = About { brand: Some(brand), deal: Some(deal.id), contact: Some(contact) };
    let name = pipeline.stage(deal.stage).map(|stage| stage.name.clone()).unwrap_or_default();
    act.note(Author::Person, ActivityKind::Moved, about, format!("Opened again in {name}: the reply was read wrongly"));
    Ok(())
}

/// Somebody whom we do not know says no: that holds all the same.
async fn silence_stranger(
    engine: &Engine,
    act: &mut Act<'_>,
    brand: &Brand,
    kept: &Kept,
) -> Result<String, EngineError> {
    let Ok(address) = EmailAddress::parse(&kept.from_address) else {
        return Ok("The sender's address could not be read, so nobody was suppressed.".to_owned());
    };
    let silent = Silent::of_sender(act, brand).await?;
    let value = address.without_tag();
    let reason = "asked not to be mailed";
    let wish = Wish { kind: SuppressionKind::Address, value: &value, reason, author: Author::Person };
    silence::suppress(engine, act, &silent, &wish).await?;
    let about = About { brand: Some(brand), ..About::default() };
    act.note(
        Author::Person,
        ActivityKind::Suppressed,
        about,
        format!("Suppressed {value} for {}: {reason}", silent.words()),
    );
    Ok(format!("{value} is not mailed any more."))
}

#[cfg(test)]
#[path = "inbox_tests.rs"]
mod tests;
