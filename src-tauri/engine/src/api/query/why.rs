//! Why a deal's next mail is, or is not, sent: every gate's answer in one sentence.

use domain::Timestamp;
use domain::brand::Brand;
use domain::deal::Deal;
use domain::email::{Email, EmailState};
use domain::gate::Verdict;

use crate::api::Reply;
use crate::api::wire::{DealRef, WhyReply};
use crate::send::verdict;
use crate::{Engine, EngineError};

/// The gates' answers for the deal's mail that is on its way, or without one for a mail that would be written and approved now.
pub async fn why(engine: &Engine, request: DealRef) -> Reply<WhyReply> {
    let mut conn = engine.store.read().await?;
    let now = engine.now();
    let missing = || EngineError::missing("deal", request.id);
    let deal = store::deals::find(&mut conn, request.id).await?.ok_or_else(missing)?;
    let brand = store::brands::find(&mut conn, deal.brand).await?.ok_or_else(missing)?;
    let mail = store::emails::pending_of_deal(&mut conn, deal.id).await?;
    let verdict = verdict(&mut conn, &brand, &deal, mail.as_ref(), now).await?;
    Ok(WhyReply {
        deal_id: deal.id,
        summary: summary(&brand, &deal, mail.as_ref(), &verdict, now),
        email_id: mail.as_ref().map(|mail| mail.id),
        email_state: mail.as_ref().map(|mail| mail.state),
        verdict,
    })
}

/// One plain sentence that sums a verdict up.
pub(crate) fn summary(brand: &Brand, deal: &Deal, mail: Option<&Email>, verdict: &Verdict, now: Timestamp) -> String {
    let when = |at: Timestamp| at.local(brand.settings.timezone).format("%a %-d %b %Y, %H:%M");
    match mail.map(|mail| mail.state) {
        Some(EmailState::Sending) => return "Its mail is being sent right now.".to_owned(),
        Some(EmailState::Unconfirmed) => {
            return "Its last mail may or may not have gone out; settle that first.".to_owned();
        }
        _ => {}
    }
    if let Some(blocker) = verdict.checks.iter().find(|check| !check.pass && check.next.is_none()) {
        return format!("{}.", blocker.why);
    }
    let (zone, slot) = (brand.settings.timezone.name(), verdict.next.unwrap_or(now));
    match (mail, deal.next_action_at, &deal.question) {
        (Some(_), ..) if verdict.allowed => {
            "Every gate is open: its mail goes with the next run of send_scheduled_emails.".to_owned()
        }
        (Some(_), ..) => format!("Its mail waits for {} ({zone}).", when(slot)),
        (None, Some(due), _) if due > now => {
            format!("No mail is on its way; the next step is due {} ({zone}).", when(due))
        }
        (None, Some(_), _) => {
            "No mail is on its way; the next step is due now, with the next run of process_pending_deals.".to_owned()
        }
        (None, None, Some(question)) => format!("No mail is on its way; the deal waits for you: {question}"),
        (None, None, None) => "No mail is on its way and none is planned.".to_owned(),
    }
}
