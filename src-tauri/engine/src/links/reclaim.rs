//! A link that is lost: its deal opens again with a question, and a mail that asks for it back is drafted. It always waits for a person.

use domain::activity::{ActivityKind, Author};
use domain::compose as rules;
use domain::deal::DealStatus;
use domain::email::EmailKind;
use domain::notice::NoticeKind;
use domain::pipeline::Advance;
use store::emails::NewEmail;

use super::keep::Matter;
use crate::act::Act;
use crate::book::Book;
use crate::compose::{self, MailOf};
use crate::{Engine, EngineError, decide, wordings};

/// Opens the deal again and drafts the mail, where nothing stands against either; tells a person in any case.
pub(super) async fn begin(
    engine: &Engine,
    book: &Book,
    act: &mut Act<'_>,
    mut matter: Matter<'_>,
) -> Result<(), EngineError> {
    let who = matter.about().who().unwrap_or_default();
    let (place, why) = (matter.place().to_owned(), matter.link.why.clone());
    let rest = match obstacle(act, &matter).await? {
        Some(obstacle) => obstacle,
        None => draft(engine, book, act, &matter).await?,
    };
    let question = format!("The link on {place} is lost. {why} {rest}");
    act.notice(NoticeKind::LinkLost, matter.about(), format!("{who}: the link is lost"), question.clone()).await?;
    act.note(Author::Autopilot, ActivityKind::Flagged, matter.about(), format!("The link on {place} is lost. {why}"));
    if matter.deal.status == DealStatus::Lost || other_open(act, &matter).await? {
        return Ok(());
    }
    let deal = &mut matter.deal;
    if let Some(stage) = matter.pipeline.stages.iter().find(|stage| stage.advance_on == Some(Advance::LinkPlaced)) {
        deal.stage = stage.id;
    }
    deal.status = if deal.status == DealStatus::Paused { DealStatus::Paused } else { DealStatus::Active };
    deal.reason = None;
    deal.next_action_at = None;
    deal.question = Some(question);
    store::deals::overrule(&mut act.tx, deal, act.now).await?;
    Ok(())
}

/// Why no mail is drafted, in a sentence.
async fn obstacle(act: &mut Act<'_>, matter: &Matter<'_>) -> Result<Option<String>, EngineError> {
    if let Some(reason) = store::suppressions::reason(&mut act.tx, matter.brand.id, &matter.contact.email).await? {
        return Ok(Some(format!("They must not be mailed: {reason}.")));
    }
    if matter.deal.status == DealStatus::Lost {
        return Ok(Some("Their deal is closed as lost, so I wrote no mail.".to_owned()));
    }
    if store::emails::pending_of_deal(&mut act.tx, matter.deal.id).await?.is_some() {
        return Ok(Some("Another mail of this deal is on its way, so I wrote none.".to_owned()));
    }
    if let Some(key) = matter.brand.settings.identity_gap() {
        return Ok(Some(format!("I wrote no mail, because {key} is empty.")));
    }
    if other_open(act, matter).await? {
        return Ok(Some("They have another open deal, so I wrote none.".to_owned()));
    }
    Ok(None)
}

async fn other_open(act: &mut Act<'_>, matter: &Matter<'_>) -> Result<bool, EngineError> {
    let open = store::deals::open_of_contact(&mut act.tx, matter.contact.id).await?;
    Ok(open.iter().any(|other| other.pipeline == matter.deal.pipeline && other.id != matter.deal.id))
}

/// By the template and never by a model: the mail names the page, and addresses come from the database alone. Says in a sentence what became of it; a
/// wording that gives no mail costs the mail, and not the look.
async fn draft(engine: &Engine, book: &Book, act: &mut Act<'_>, matter: &Matter<'_>) -> Result<String, EngineError> {
    let Matter { brand, pipeline, deal, contact, link } = matter;
    let last = store::emails::last_sent_of_deal(&mut act.tx, deal.id).await?;
    let thread = last.map(|mail| compose::thread_subject(&mail.content.subject));
    let facts = decide::facts(brand, pipeline, deal, contact, false, act.now);
    let context = wordings::reclaim_context(&facts, link.source.as_str(), link.target.as_str());
    let (template, _) = compose::wording(book, brand, wordings::RECLAIM)?;
    let filled = match compose::fill(wordings::RECLAIM, template, context) {
        Ok(filled) => filled,
        Err(error) => return Ok(format!("I wrote no mail. {}", error.sentence())),
    };
    let draft = compose::draft_of(&filled, thread.as_deref());
    if let Err(unfinished) = rules::check(&draft, None) {
        let name = wordings::RECLAIM;
        return Ok(format!("I wrote no mail: the template {name} gives no finished one, {unfinished}."));
    }
    let written = compose::finish(engine, book, brand, contact, &draft, "playbook".to_owned());
    let of = MailOf { deal: deal.id, step: deal.emails_sent + 1, kind: EmailKind::Reclaim, approved: false };
    let mail = compose::address(engine, brand, contact, written, of, act.now)?;
    let told = format!("Wrote “{}” (playbook), waits for approval", mail.content.subject);
    store::emails::insert(&mut act.tx, &[NewEmail { mail, decision: None, approved_by: None }]).await?;
    act.note(Author::Autopilot, ActivityKind::Drafted, matter.about(), told);
    Ok("I drafted a mail that asks for it back: read it, and send it or let it go.".to_owned())
}
