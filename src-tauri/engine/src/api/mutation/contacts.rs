//! Editing contacts, suppressing addresses and domains.

use chrono_tz::Tz;
use domain::EmailAddress;
use domain::activity::{ActivityKind, Author};
use domain::brand::Brand;
use domain::contact::Contact;
use domain::id::ContactId;
use domain::suppression::{SuppressionKind, parse_target};
use domain::zone::country_code;

use super::bulk::{begin_deal, is_forgotten, who};
use super::{brand, done};
use crate::act::{About, Act};
use crate::api::Reply;
use crate::api::wire::{ContactEdit, ContactErase, ContactMade, ContactNew, Done, ErasedReply, Suppress, Unsuppress};
use crate::silence::{self, Silent, Wish};
use crate::{Engine, EngineError};

/// Edits fields of a contact; the address itself is who they are and stays.
pub async fn contact_edit(engine: &Engine, request: ContactEdit) -> Reply<Done> {
    let mut act = Act::begin(engine).await?;
    let mut contact = store::contacts::find(&mut act.tx, request.id)
        .await?
        .ok_or_else(|| EngineError::missing("contact", request.id))?;
    authority(request.domain_authority)?;
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

/// Adds a contact by hand. Where the brand has one of that address, that one is named and nothing is added.
pub async fn contact_new(engine: &Engine, request: ContactNew) -> Reply<ContactMade> {
    let mut act = Act::begin(engine).await?;
    let brand = brand(&mut act.tx, &request.brand).await?;
    let email = address(&request.email)?;
    if let Some(known) = store::contacts::by_email(&mut act.tx, brand.id, &email).await? {
        let done = format!("{} has {} as a contact already; nothing was added.", brand.name, known.email);
        return Ok(ContactMade { done, id: known.id, known: true });
    }
    let pipeline = request.pipeline;
    let contact = new(engine, &act, &brand, email, request)?;
    if is_forgotten(&mut act, &contact).await? {
        return Err(EngineError::Refused(format!(
            "{} asked to be forgotten, so nothing may be kept about them. If they came back by themselves, take the suppression back first",
            contact.email
        ))
        .into());
    }
    store::contacts::insert(&mut act.tx, &contact, act.now).await?;
    let about = About { brand: Some(&brand), deal: None, contact: Some(&contact) };
    act.note(Author::Person, ActivityKind::Created, about, "Added the contact by hand");
    let mut done = format!("{} is a contact of {} now.", who(&contact), brand.name);
    let silent = store::suppressions::reason(&mut act.tx, brand.id, &contact.email).await?;
    if let Some(why) = &silent {
        done.push_str(&format!(" They must not be mailed: {why}."));
    }
    if let (Some(id), None) = (pipeline, &silent) {
        let pipeline = store::pipelines::find(&mut act.tx, id).await?.filter(|one| one.brand == brand.id);
        let pipeline = pipeline.ok_or_else(|| EngineError::missing("pipeline of this brand", id))?;
        begin_deal(engine, &mut act, &contact, &pipeline).await?;
    }
    act.commit().await?;
    Ok(ContactMade { done, id: contact.id, known: false })
}

fn new(
    engine: &Engine,
    act: &Act<'_>,
    brand: &Brand,
    email: EmailAddress,
    asked: ContactNew,
) -> Result<Contact, EngineError> {
    authority(asked.domain_authority)?;
    let plain = |text: String| text.trim().to_owned();
    Ok(Contact {
        id: ContactId::mint(act.now, engine.ten_random_bytes()),
        brand: brand.id,
        email,
        name: plain(asked.name),
        company: plain(asked.company),
        website: plain(asked.website),
        domain_authority: asked.domain_authority,
        notes: plain(asked.notes),
        tags: asked.tags.into_iter().map(plain).filter(|tag| !tag.is_empty()).collect(),
        kind: asked.kind,
        source: plain(asked.source),
        country: country(asked.country.trim())?,
        timezone: timezone(asked.timezone.trim())?,
        basis: asked.basis,
        basis_note: plain(asked.basis_note),
    })
}

fn authority(given: Option<u8>) -> Result<(), EngineError> {
    if given.is_some_and(|da| da > 100) {
        return Err(EngineError::BadRequest("Domain authority is a number from 0 to 100".to_owned()));
    }
    Ok(())
}

/// Erases everything about a person, in every brand and in every copy of the data folder. Their address stays suppressed by its hash.
pub async fn contact_erase(engine: &Engine, request: ContactErase) -> Reply<ErasedReply> {
    let address = address(&request.address)?;
    // Whom they were merged with is them too.
    let others = store::merge::other_addresses(&mut *engine.store.read().await?, &address).await?;
    let mut reply = crate::erase::erase(engine, &address).await?;
    for other in others {
        let more = crate::erase::erase(engine, &other).await?;
        reply.done = format!("{} {}", reply.done, more.done);
    }
    engine.orders.forget().await;
    Ok(reply)
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
