//! Editing contacts, suppressing addresses and domains.

use chrono_tz::Tz;
use domain::EmailAddress;
use domain::activity::{ActivityKind, Author};
use domain::suppression::{SuppressionKind, parse_target};
use domain::zone::country_code;

use super::{brand, done};
use crate::act::{About, Act};
use crate::api::Reply;
use crate::api::wire::{ContactEdit, ContactErase, Done, ErasedReply, Suppress, Unsuppress};
use crate::silence::{self, Silent, Wish};
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
    if let Some(text) = request.country {
        contact.country = country(text.trim())?;
    }
    if let Some(text) = request.timezone {
        contact.timezone = timezone(text.trim())?;
    }
    contact.basis = request.basis.unwrap_or(contact.basis);
    contact.basis_note = request.basis_note.unwrap_or(contact.basis_note);
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

/// Erases everything about a person, in every brand and in every copy of the data folder. Their address stays suppressed by its hash.
pub async fn contact_erase(engine: &Engine, request: ContactErase) -> Reply<ErasedReply> {
    Ok(crate::erase::erase(engine, &address(&request.address)?).await?)
}

fn address(text: &str) -> Result<EmailAddress, EngineError> {
    EmailAddress::parse(text).map_err(|wrong| EngineError::BadRequest(wrong.to_string()))
}

fn country(text: &str) -> Result<String, EngineError> {
    if text.is_empty() {
        return Ok(String::new());
    }
    let code = country_code(text).ok_or_else(|| EngineError::BadRequest(format!("“{text}” is no country we know")))?;
    Ok(code.to_owned())
}

fn timezone(text: &str) -> Result<Option<Tz>, EngineError> {
    if text.is_empty() {
        return Ok(None);
    }
    let wrong = || EngineError::BadRequest(format!("“{text}” is no IANA time zone, such as Europe/Berlin"));
    Ok(Some(text.parse().map_err(|_| wrong())?))
}

/// Suppresses an address or a domain for one brand, or for all. Mails that wait for it are cancelled.
pub async fn suppress(engine: &Engine, request: Suppress) -> Reply<Done> {
    let (kind, value) = target(&request.target)?;
    let mut act = Act::begin(engine).await?;
    let silent = match &request.brand {
        Some(slug) => Silent::Some(vec![brand(&mut act.tx, slug).await?]),
        None => Silent::All,
    };
    let reason = if request.reason.trim().is_empty() { "you suppressed it" } else { request.reason.trim() };
    let wish = Wish { kind, value: &value, reason, author: Author::Person };
    let new = silence::suppress(engine, &mut act, &silent, &wish).await?;
    let about = match &silent {
        Silent::Some(brands) => About { brand: brands.first(), ..About::default() },
        Silent::All => About::default(),
    };
    let whom = silent.words();
    if new {
        let told = format!("Suppressed {value} for {whom}: {reason}");
        act.note(Author::Person, ActivityKind::Suppressed, about, told);
    }
    act.commit().await?;
    Ok(done(if new {
        format!("{value} is suppressed for {whom}.")
    } else {
        format!("{value} was suppressed already.")
    }))
}

/// Takes a suppression back.
pub async fn unsuppress(engine: &Engine, request: Unsuppress) -> Reply<Done> {
    let (kind, value) = target(&request.target)?;
    let mut act = Act::begin(engine).await?;
    let brand = match &request.brand {
        Some(slug) => Some(brand(&mut act.tx, slug).await?),
        None => None,
    };
    let for_brand = brand.as_ref().map(|brand| brand.id);
    let mut freed = store::suppressions::remove(&mut act.tx, for_brand, kind, &value).await?;
    if let Ok(address) = EmailAddress::parse(&value) {
        for key in store::suppressions::keys(&mut act.tx).await? {
            let hash = key.hash(&address);
            freed |= store::suppressions::remove(&mut act.tx, for_brand, SuppressionKind::Erased, &hash).await?;
        }
    }
    if !freed {
        return Err(EngineError::missing("suppression for", value).into());
    }
    let about = About { brand: brand.as_ref(), ..About::default() };
    act.note(Author::Person, ActivityKind::Suppressed, about, format!("Took the suppression of {value} back"));
    act.commit().await?;
    Ok(done(format!("{value} may be mailed again.")))
}

fn target(text: &str) -> Result<(SuppressionKind, String), EngineError> {
    parse_target(text).ok_or_else(|| {
        EngineError::BadRequest(format!("“{text}” is neither an e-mail address nor a domain that somebody owns"))
    })
}
