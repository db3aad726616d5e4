//! Editing contacts, suppressing addresses and domains.

use domain::activity::{ActivityKind, Author};
use domain::id::SuppressionId;
use domain::suppression::{SuppressionKind, parse_target};
use store::suppressions::NewSuppression;

use super::{brand, done};
use crate::act::{About, Act};
use crate::api::Reply;
use crate::api::wire::{ContactEdit, Done, Suppress, Unsuppress};
use crate::{Engine, EngineError};

/// Edits fields of a contact; the address itself is who they are and stays.
pub async fn contact_edit(engine: &Engine, request: ContactEdit) -> Reply<Done> {
    let mut act = Act::begin(engine).await?;
    let mut contact = store::contacts::find(&mut act.tx, request.id)
        .await?
        .ok_or_else(|| EngineError::missing("contact", request.id))?;
    if request.domain_authority.is_some_and(|da| da > 100) {
        return Err(EngineError::BadRequest("Domain authority is a number from 0 to 100".to_owned()).into());
    }
    let before = contact.clone();
    contact.name = request.name.unwrap_or(contact.name);
    contact.company = request.company.unwrap_or(contact.company);
    contact.website = request.website.unwrap_or(contact.website);
    contact.domain_authority = request.domain_authority.or(contact.domain_authority);
    contact.notes = request.notes.unwrap_or(contact.notes);
    contact.tags = request.tags.unwrap_or(contact.tags);
    contact.kind = request.kind.unwrap_or(contact.kind);
    if contact == before {
        return Ok(done("Nothing changed."));
    }
    store::contacts::save(&mut act.tx, &contact, act.now).await?;
    let brand = store::brands::find(&mut act.tx, contact.brand).await?;
    let about = About { brand: brand.as_ref(), deal: None, contact: Some(&contact) };
    act.note(Author::Person, ActivityKind::Edited, about, "Edited the contact");
    act.commit().await?;
    Ok(done("Changed."))
}

/// Suppresses an address or a domain for one brand, or for all. Mails that wait are stopped by the gate at the moment of sending.
pub async fn suppress(engine: &Engine, request: Suppress) -> Reply<Done> {
    let (kind, value) = target(&request.target)?;
    let mut act = Act::begin(engine).await?;
    let brand = match &request.brand {
        Some(slug) => Some(brand(&mut act.tx, slug).await?),
        None => None,
    };
    let reason = if request.reason.trim().is_empty() { "you suppressed it" } else { request.reason.trim() };
    let new = NewSuppression {
        id: SuppressionId::mint(act.now, engine.ten_random_bytes()),
        brand: brand.as_ref().map(|brand| brand.id),
        kind,
        value: &value,
        reason,
        author: Author::Person,
        at: act.now,
    };
    if !store::suppressions::insert(&mut act.tx, &new).await? {
        return Ok(done(format!("{value} was suppressed already.")));
    }
    let whom = brand.as_ref().map_or_else(|| "every brand".to_owned(), |brand| brand.name.clone());
    let about = About { brand: brand.as_ref(), ..About::default() };
    act.note(Author::Person, ActivityKind::Suppressed, about, format!("Suppressed {value} for {whom}: {reason}"));
    act.commit().await?;
    Ok(done(format!("{value} is suppressed for {whom}.")))
}

/// Takes a suppression back.
pub async fn unsuppress(engine: &Engine, request: Unsuppress) -> Reply<Done> {
    let (kind, value) = target(&request.target)?;
    let mut act = Act::begin(engine).await?;
    let brand = match &request.brand {
        Some(slug) => Some(brand(&mut act.tx, slug).await?),
        None => None,
    };
    if !store::suppressions::remove(&mut act.tx, brand.as_ref().map(|brand| brand.id), kind, &value).await? {
        return Err(EngineError::missing("suppression for", value).into());
    }
    let about = About { brand: brand.as_ref(), ..About::default() };
    act.note(Author::Person, ActivityKind::Suppressed, about, format!("Took the suppression of {value} back"));
    act.commit().await?;
    Ok(done(format!("{value} may be mailed again.")))
}

fn target(text: &str) -> Result<(SuppressionKind, String), EngineError> {
    parse_target(text)
        .ok_or_else(|| EngineError::BadRequest(format!("“{text}” is neither an e-mail address nor a domain")))
}
