//! Beginning with a prospect, and setting one aside.

use domain::EmailAddress;
use domain::activity::{ActivityKind, Author};
use domain::brand::Brand;
use domain::contact::{Basis, Contact, ContactType};
use domain::deal::Deal;
use domain::id::{ContactId, DealId, ProspectId};
use domain::pipeline::{Pipeline, Purpose};
use store::StoreError;
use store::prospects::Prospect;
use store::views::prospects as views;

use super::bulk::who;
use super::done;
use crate::act::{About, Act};
use crate::api::Reply;
use crate::api::wire::{DealMade, Done, ProspectSetAside, ProspectStart};
use crate::{Engine, EngineError};

/// Opens a deal with a prospect in the first stage of the brand's pipeline for links, due now. The contact is the one whose address is given,
/// made if nobody has it, or else the one known there. Refused for an address that must not be mailed, and while a deal with the site is open.
pub async fn prospect_start(engine: &Engine, request: ProspectStart) -> Reply<DealMade> {
    let mut act = Act::begin(engine).await?;
    let (prospect, brand) = find(&mut act, request.id).await?;
    let pipeline = pipeline(&mut act, &brand).await?;
    let stage = pipeline.first().ok_or_else(|| EngineError::missing("stage in", &pipeline.name))?.clone();
    let (contact, is_new) = contact(engine, &mut act, &prospect, &request).await?;
    refuse(&mut act, &prospect, &contact, &pipeline).await?;
    if is_new {
        store::contacts::insert(&mut act.tx, &contact, act.now).await?;
    }
    // Whoever gave the address says where the person is, whatever the address looks like.
    store::prospects::choose(&mut act.tx, contact.id, brand.id, &prospect.site).await?;
    if prospect.set_aside_at.is_some() {
        store::prospects::set_aside(&mut act.tx, prospect.id, None, act.now).await?;
    }
    let deal = Deal::begin(DealId::mint(act.now, engine.ten_random_bytes()), &contact, pipeline.id, stage.id, act.now);
    store::deals::insert(&mut act.tx, &deal, act.now).await?;
    let with = if is_new { " with a new contact" } else { "" };
    let told = format!("Began with {}{with}, in {}", prospect.site, stage.name);
    let about = About { brand: Some(&brand), deal: Some(deal.id), contact: Some(&contact) };
    act.note(Author::Person, ActivityKind::Created, about, told);
    act.commit().await?;
    let done = format!("{} ({}) is in {}; the next step is due now.", who(&contact), prospect.site, pipeline.name);
    Ok(DealMade { id: deal.id, done })
}

/// Sets a prospect aside, so that no list brings it back, or takes it back. Refused while a deal with the site is open.
pub async fn prospect_set_aside(engine: &Engine, request: ProspectSetAside) -> Reply<Done> {
    let mut act = Act::begin(engine).await?;
    let (prospect, brand) = find(&mut act, request.id).await?;
    let site = &prospect.site;
    if prospect.set_aside_at.is_some() == request.aside {
        let how = if request.aside { "set aside already" } else { "not set aside" };
        return Ok(done(format!("{site} is {how}; nothing changed.")));
    }
    if request.aside
        && let Some((person, stage)) = views::open_deal_at(&mut act.tx, brand.id, site).await?
    {
        let with = if person.name.is_empty() { person.email } else { person.name };
        return Err(EngineError::Refused(format!(
            "There is an open deal with {with} of {site}, in {stage}. Close it first; nothing was set aside"
        ))
        .into());
    }
    let since = request.aside.then_some(act.now);
    store::prospects::set_aside(&mut act.tx, prospect.id, since, act.now).await?;
    let told =
        if request.aside { format!("Set {site} aside") } else { format!("Took {site} back among the prospects") };
    act.note(Author::Person, ActivityKind::Edited, About { brand: Some(&brand), ..About::default() }, told);
    act.commit().await?;
    Ok(done(if request.aside {
        format!("{site} is set aside; lists do not bring it back.")
    } else {
        format!("{site} is a prospect again.")
    }))
}

async fn find(act: &mut Act<'_>, id: ProspectId) -> Result<(Prospect, Brand), EngineError> {
    let found = store::prospects::find(&mut act.tx, id).await?;
    let prospect = found.ok_or_else(|| EngineError::missing("prospect", id))?;
    let brand = store::brands::find(&mut act.tx, prospect.brand).await?;
    Ok((prospect, brand.ok_or(StoreError::Missing { what: "brand" })?))
}

/// The brand's pipeline for links.
async fn pipeline(act: &mut Act<'_>, brand: &Brand) -> Result<Pipeline, EngineError> {
    let mut all = store::pipelines::all(&mut act.tx).await?.into_iter();
    let found = all.find(|one| one.brand == brand.id && one.purpose == Purpose::Backlink);
    found.ok_or_else(|| EngineError::missing("pipeline for links of", &brand.name))
}

/// Who is to be written to, and whether they have yet to be kept.
async fn contact(
    engine: &Engine,
    act: &mut Act<'_>,
    prospect: &Prospect,
    request: &ProspectStart,
) -> Result<(Contact, bool), EngineError> {
    let Some(email) = request.email.as_deref().map(str::trim).filter(|email| !email.is_empty()) else {
        let known = views::contact_at(&mut act.tx, prospect.brand, &prospect.site).await?;
        let nobody =
            || EngineError::BadRequest(format!("Nobody is known at {}; give an address to write to", prospect.site));
        let id = known.ok_or_else(nobody)?.id;
        let contact = store::contacts::find(&mut act.tx, id).await?;
        return Ok((contact.ok_or(StoreError::Missing { what: "contact" })?, false));
    };
    let address = EmailAddress::parse(email).map_err(|wrong| EngineError::BadRequest(wrong.to_string()))?;
    if let Some(contact) = store::contacts::by_email(&mut act.tx, prospect.brand, &address).await? {
        return Ok((contact, false));
    }
    let id = ContactId::mint(act.now, engine.ten_random_bytes());
    let published = store::prospects::published(&mut act.tx, prospect.brand, &prospect.site, &address).await?;
    let contact = Contact {
        name: request.name.as_deref().map(str::trim).unwrap_or_default().to_owned(),
        website: format!("https://{}/", prospect.site),
        kind: ContactType::BacklinkTarget,
        source: prospect.source.clone(),
        ..Contact::of(id, prospect.brand, address)
    };
    let contact = match published {
        // Read on their own site: that is where it is from, and the ground to write on.
        Some(page) => {
            let basis_note = format!("Published on {page}");
            Contact { source: page, basis: Basis::InferredPublished, basis_note, ..contact }
        }
        None => contact,
    };
    Ok((contact, true))
}

/// Says no where nobody may be written to, and where somebody already is.
async fn refuse(
    act: &mut Act<'_>,
    prospect: &Prospect,
    contact: &Contact,
    pipeline: &Pipeline,
) -> Result<(), EngineError> {
    if let Some(reason) = store::suppressions::reason(&mut act.tx, prospect.brand, &contact.email).await? {
        return Err(EngineError::Refused(format!("{} must not be mailed: {reason}", contact.email)));
    }
    let go_on = "close that one first, or go on with it";
    if let Some((person, stage)) = views::open_deal_at(&mut act.tx, prospect.brand, &prospect.site).await? {
        let with = if person.name.is_empty() { person.email } else { person.name };
        return Err(EngineError::Refused(format!(
            "There is an open deal with {with} of {}, in {stage}; {go_on}",
            prospect.site
        )));
    }
    let open = store::deals::open_of_contact(&mut act.tx, contact.id).await?;
    if let Some(other) = open.iter().find(|deal| deal.pipeline == pipeline.id) {
        let stage = pipeline.stage(other.stage).map(|stage| stage.name.as_str()).unwrap_or_default();
        let who = who(contact);
        return Err(EngineError::Refused(format!(
            "{who} already has an open deal in {}, in {stage}; {go_on}",
            pipeline.name
        )));
    }
    Ok(())
}
