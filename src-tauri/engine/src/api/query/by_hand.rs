//! What a person needs to see before they write a mail themselves, and a decision with what it was made on.

use std::collections::BTreeMap;

use domain::compose::below;
use domain::engagement::may_track;
use store::{StoreError, views};

use crate::api::Reply;
use crate::api::mutation::refusal;
use crate::api::wire::{DealRef, DecisionDetail, DecisionRef, EmailFrame};
use crate::{Engine, EngineError, compose, send};

/// Stands for the reference, which is made when a mail is kept.
const REFERENCE: &str = "ref:…";

/// What a mail of a person's own begins with, what is added to it, and whether and when it could go.
pub async fn email_frame(engine: &Engine, request: DealRef) -> Reply<EmailFrame> {
    let mut conn = engine.store.read().await?;
    let found = store::deals::find(&mut conn, request.id).await?;
    let deal = found.ok_or_else(|| EngineError::missing("deal", request.id))?;
    let brand = store::brands::find(&mut conn, deal.brand).await?.ok_or(StoreError::Missing { what: "brand" })?;
    let contact =
        store::contacts::find(&mut conn, deal.contact).await?.ok_or(StoreError::Missing { what: "contact" })?;
    let refused = refusal(&mut conn, &brand, &deal, &contact).await?;
    let verdict = send::verdict(&mut conn, &brand, &deal, None, engine.now()).await?;
    let last = store::emails::last_sent_of_deal(&mut conn, deal.id).await?;
    // What only a person or an event opens comes before what opens by itself.
    let stops = verdict.checks.iter().filter(|check| !check.pass);
    let waits = stops.min_by_key(|check| check.next.is_some()).map(|check| check.why.clone());
    let tracked = may_track(&brand.settings, &contact.country) && !brand.settings.relay_url.is_empty();
    Ok(EmailFrame {
        deal_id: deal.id,
        from_name: brand.settings.from_name.clone(),
        from_address: brand.settings.from_email.clone(),
        to_name: contact.name,
        to_address: contact.email.to_string(),
        subject: last.map(|mail| compose::thread_subject(&mail.content.subject)).unwrap_or_default(),
        below: below(&brand.settings, &contact.source, REFERENCE).trim().to_owned(),
        tells_opens: tracked && brand.settings.relay_opens,
        tells_clicks: tracked && brand.settings.relay_clicks,
        refused,
        waits,
        next: verdict.next,
    })
}

/// A decision with what was known when it was made. Inputs that cannot be read as facts come as they were recorded.
pub async fn decision_show(engine: &Engine, request: DecisionRef) -> Reply<DecisionDetail> {
    let mut conn = engine.store.read().await?;
    let found = views::decisions::whole(&mut conn, request.id).await?;
    let found = found.ok_or_else(|| EngineError::missing("decision", request.id))?;
    let facts: Option<BTreeMap<String, serde_json::Value>> = serde_json::from_str(&found.input).ok();
    Ok(DecisionDetail {
        row: found.decision.into(),
        action: found.action,
        raw: if facts.is_none() { Some(found.input) } else { None },
        facts: facts.unwrap_or_default(),
    })
}
