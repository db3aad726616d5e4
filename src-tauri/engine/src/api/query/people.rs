//! Contacts, and who must not be mailed.

use domain::EmailAddress;
use store::views;

use super::{limit, many, names};
use crate::api::Reply;
use crate::api::wire::{ContactRef, ContactRow, ContactsRequest, Evidence, EvidenceRequest, Nothing, SuppressionRow};
use crate::{Engine, EngineError};

/// Contacts, newest first; with a search, those that have every word of it, the best first.
pub async fn contacts_list(engine: &Engine, request: ContactsRequest) -> Reply<Vec<ContactRow>> {
    let mut conn = engine.store.read().await?;
    let brand = names::brand_filter(&mut conn, request.brand.as_deref()).await?;
    let limit = limit(request.limit);
    let found = match request.search.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
        Some(text) => views::contacts::search(&mut conn, text, brand, limit).await?,
        None => views::contacts::list(&mut conn, brand, limit).await?,
    };
    Ok(many(found))
}

/// The contact that is meant by address or by the beginning of its id.
pub async fn contact_show(engine: &Engine, request: ContactRef) -> Reply<ContactRow> {
    let missing = || EngineError::missing("contact", &request.contact);
    let Ok(address) = EmailAddress::parse(&request.contact) else {
        let id = super::contact_named(engine, &request.contact).await?;
        let found = views::contacts::find(&mut *engine.store.read().await?, id).await?;
        return Ok(found.ok_or_else(missing)?.into());
    };
    let found = views::contacts::by_email(&mut *engine.store.read().await?, &address).await?;
    let ids: Vec<String> = found.iter().map(|contact| format!("{} of {}", contact.id, contact.brand)).collect();
    let mut found = found.into_iter();
    match (found.next(), found.next()) {
        (Some(only), None) => Ok(only.into()),
        (None, _) => Err(missing().into()),
        (Some(_), Some(_)) => Err(EngineError::BadRequest(format!(
            "More than one brand has the contact {address}; name it by id: {}",
            ids.join(", ")
        ))
        .into()),
    }
}

/// Everything that is kept about a person, over all brands. Errors when there is nothing.
pub async fn evidence(engine: &Engine, request: EvidenceRequest) -> Reply<Evidence> {
    let address = EmailAddress::parse(&request.address).map_err(|wrong| EngineError::BadRequest(wrong.to_string()))?;
    let found = crate::export::evidence(engine, &address).await?;
    let any = [&found.contacts, &found.emails, &found.messages, &found.activities, &found.suppressions];
    if any.iter().all(|rows| rows.is_empty()) {
        Err(EngineError::missing("trace of", address).into())
    } else {
        Ok(found)
    }
}

/// Addresses and domains that must not be mailed, newest first.
pub async fn suppressions_list(engine: &Engine, _: Nothing) -> Reply<Vec<SuppressionRow>> {
    Ok(many(views::suppressions::list(&mut *engine.store.read().await?, super::MOST).await?))
}
