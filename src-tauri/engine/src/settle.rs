//! Settling uncertain mails by evidence: the Sent folder is listed, and a copy with our Message-ID or our token proves that the mail went out.
//! Absence proves nothing: after the last look the mail stays uncertain until a reply, a bounce or a person settles it.

use domain::activity::{ActivityKind, Author};
use domain::brand::Brand;
use domain::email::{Email, EmailEvent, EmailState};
use domain::mailbox::{MailboxKind, SentCopy};
use domain::notice::NoticeKind;
use gateways::{Mailbox, SentRow, Trouble};

use crate::act::{About, Act};
use crate::book::Book;
use crate::send::{self, Ids, Sheet};
use crate::tasks::Outcome;
use crate::{Engine, EngineError};

/// Seconds after each look until the next; after the last there is none.
const LOOKS: [i64; 3] = [60, 300, 1_800];
/// The Sent copy is searched from this long before the attempt, in seconds: clocks differ.
const BEFORE: i64 = 600;
/// And until this long after it.
const AFTER: i64 = 1_800;

/// Looks for a brand's uncertain mails whose next look is due.
pub(crate) async fn settle(
    engine: &Engine,
    book: &Book,
    brand: &Brand,
    outcome: &mut Outcome,
) -> Result<(), EngineError> {
    let due = store::emails::to_settle(&mut *engine.store.read().await?, brand.id, engine.now()).await?;
    let Some(since) = due.iter().filter_map(|(mail, _)| mail.attempted_at).min() else { return Ok(()) };
    let mailbox = match engine.ports.connect.mailbox(brand) {
        Ok(mailbox) => mailbox,
        Err(trouble) => return send::stop_brand(engine, brand, &trouble, outcome).await,
    };
    let listed = match mailbox.list_sent(since.plus_seconds(-BEFORE)).await {
        Ok(listed) => listed,
        Err(trouble) => return not_now(engine, brand, &trouble, outcome).await,
    };
    engine.fail_points.pass("settle.listed").await;
    for (mail, looks) in due {
        match find_copy(&*mailbox, &mail, &listed).await {
            Ok(Some(copy)) => {
                engine.fail_points.pass("settle.found").await;
                let ids = Ids {
                    provider_message_id: Some(copy.provider_message_id),
                    wire_message_id: copy.wire_message_id,
                    thread_id: copy.thread_id,
                };
                send::accepted(engine, book, mail.id, EmailEvent::FoundSent, ids, ", found in the Sent folder").await?;
                outcome.count("settled");
            }
            Ok(None) => {
                match LOOKS.get(looks as usize) {
                    Some(wait) => look_again(engine, &mail, *wait).await?,
                    None => leave_to_a_person(engine, brand, &mail, looks + 1).await?,
                }
                outcome.count("still_unconfirmed");
            }
            Err(trouble) => return not_now(engine, brand, &trouble, outcome).await,
        }
    }
    Ok(())
}

async fn look_again(engine: &Engine, mail: &Email, wait: i64) -> Result<(), EngineError> {
    let mut write = engine.store.write().await?;
    store::emails::note_look(&mut write, mail.id, Some(engine.now().plus_seconds(wait))).await?;
    Ok(write.commit().await?)
}

/// The last look found nothing, which proves nothing: says what was looked at, and asks. A reply or a bounce can still settle it.
async fn leave_to_a_person(engine: &Engine, brand: &Brand, mail: &Email, looks: u32) -> Result<(), EngineError> {
    let mut act = Act::begin(engine).await?;
    let mut sheet = Sheet::read(&mut act, mail.id).await?;
    if sheet.mail.state != EmailState::Unconfirmed {
        return Ok(());
    }
    let found = format!(
        "I looked in the Sent folder {looks} times in the half hour after it and found no copy with its reference.{} It may have gone out nevertheless: look in the mailbox, then say whether it did. Until then this deal waits.",
        if files_copies(brand) { " This mailbox leaves the copy to me, and I had not filed one yet." } else { "" }
    );
    sheet.mail.trouble = Some(found.clone());
    store::emails::save(&mut act.tx, &sheet.mail, EmailState::Unconfirmed).await?;
    store::emails::note_look(&mut act.tx, mail.id, None).await?;
    let about = About { brand: Some(brand), deal: Some(sheet.deal.id), contact: Some(&sheet.contact) };
    let subject = &sheet.mail.content.subject;
    act.note(
        Author::Autopilot,
        ActivityKind::Flagged,
        about,
        format!("Sent or not? “{subject}” is not in the Sent folder"),
    );
    act.notice(NoticeKind::Trouble, about, "A mail may or may not have gone out", found).await?;
    Ok(act.commit().await?)
}

/// Whether a copy in Sent would be ours, and says nothing where it is missing.
fn files_copies(brand: &Brand) -> bool {
    let mailbox = &brand.settings.mailbox;
    mailbox.kind == MailboxKind::SmtpImap && mailbox.sent_copy == SentCopy::Append
}

async fn not_now(engine: &Engine, brand: &Brand, trouble: &Trouble, outcome: &mut Outcome) -> Result<(), EngineError> {
    if trouble.code.stops_brand() {
        return send::stop_brand(engine, brand, trouble, outcome).await;
    }
    outcome.trouble(format!("{}: {} {}", brand.slug, trouble.message, trouble.fix));
    let again = engine.now().plus_seconds(300);
    let due = store::emails::to_settle(&mut *engine.store.read().await?, brand.id, engine.now()).await?;
    let mut write = engine.store.write().await?;
    for (mail, _) in due {
        store::emails::look_again(&mut write, mail.id, again).await?;
    }
    Ok(write.commit().await?)
}

async fn find_copy(mailbox: &dyn Mailbox, mail: &Email, listed: &[SentRow]) -> Result<Option<SentRow>, Trouble> {
    let named = |row: &&SentRow| row.wire_message_id.is_some() && row.wire_message_id == mail.wire_message_id;
    if let Some(row) = listed.iter().find(named) {
        return Ok(Some(row.clone()));
    }
    let Some(attempted) = mail.attempted_at else { return Ok(None) };
    let near = |row: &&SentRow| {
        let seconds = row.received_at.since(attempted) / 1_000;
        (-BEFORE..=AFTER).contains(&seconds) && row.to_address.to_lowercase().contains(mail.content.to.as_str())
    };
    for row in listed.iter().filter(near) {
        if mailbox.sent_content(&row.provider_message_id).await?.contains(&mail.token) {
            return Ok(Some(row.clone()));
        }
    }
    Ok(None)
}
