//! A new deal by a person's hand, and its contact if nobody has the address yet.

use domain::EmailAddress;
use domain::activity::{ActivityKind, Author};
use domain::brand::Brand;
use domain::contact::{Contact, ContactType};
use domain::deal::Deal;
use domain::id::{ContactId, DealId};
use domain::pipeline::{Pipeline, Purpose, Stage, StageKind};
use store::StoreError;

use super::by_hand::worth;
use crate::act::{About, Act};
use crate::api::Reply;
use crate::api::wire::{DealMade, DealNew};
use crate::{Engine, EngineError};

/// Makes a deal that is due now. Refused for an address that must not be mailed, and while the contact has an open deal in the pipeline.
pub async fn deal_new(engine: &Engine, request: DealNew) -> Reply<DealMade> {
    worth(request.value_cents)?;
    let mut act = Act::begin(engine).await?;
    let (brand, mut contact, is_new) = person(engine, &mut act, &request).await?;
    let pipeline = store::pipelines::by_key(&mut act.tx, brand.id, &request.pipeline)
        .await?
        .ok_or_else(|| EngineError::missing("pipeline", &request.pipeline))?;
    let stage = stage(&pipeline, request.stage.as_deref())?;
    let who = About { contact: Some(&contact), ..About::default() }.who().unwrap_or_default();
    if let Some(reason) = store::suppressions::reason(&mut act.tx, brand.id, &contact.email).await? {
        return Err(EngineError::Refused(format!("{} must not be mailed: {reason}", contact.email)).into());
    }
    let others = store::deals::open_of_contact(&mut act.tx, contact.id).await?;
    if let Some(other) = others.iter().find(|deal| deal.pipeline == pipeline.id) {
        let place = pipeline.stage(other.stage).map(|stage| stage.name.as_str()).unwrap_or_default();
        return Err(EngineError::Refused(format!(
            "{who} already has an open deal in {}, in {place}; close that one first, or go on with it",
            pipeline.name
        ))
        .into());
    }
    if is_new {
        if pipeline.purpose == Purpose::Backlink {
            contact.kind = ContactType::BacklinkTarget;
        }
        store::contacts::insert(&mut act.tx, &contact, act.now).await?;
    }
    let id = DealId::mint(act.now, engine.ten_random_bytes());
    let begun = Deal::begin(id, &contact, pipeline.id, stage.id, act.now);
    let deal = Deal { value_cents: request.value_cents, ..begun };
    store::deals::insert(&mut act.tx, &deal, act.now).await?;
    let with = if is_new { " with a new contact" } else { "" };
    let told = format!("Made the deal by hand{with}, in {}", stage.name);
    let about = About { brand: Some(&brand), deal: Some(deal.id), contact: Some(&contact) };
    act.note(Author::Person, ActivityKind::Created, about, told);
    act.commit().await?;
    Ok(DealMade { id: deal.id, done: format!("{who} is in {}; the next step is due now.", pipeline.name) })
}

/// The brand and the contact that are meant, and whether the contact has yet to be kept.
async fn person(engine: &Engine, act: &mut Act<'_>, request: &DealNew) -> Result<(Brand, Contact, bool), EngineError> {
    let named = request.contact.trim();
    if let Ok(id) = named.parse::<ContactId>() {
        let found = store::contacts::find(&mut act.tx, id).await?;
        let contact = found.ok_or_else(|| EngineError::missing("contact", named))?;
        let brand = store::brands::find(&mut act.tx, contact.brand).await?;
        return Ok((brand.ok_or(StoreError::Missing { what: "brand" })?, contact, false));
    }
    let address = EmailAddress::parse(named).map_err(|wrong| EngineError::BadRequest(wrong.to_string()))?;
    let Some(slug) = &request.brand else {
        return Err(EngineError::BadRequest("Say which brand the deal is for".to_owned()));
    };
    let brand = super::brand(&mut act.tx, slug).await?;
    let given = |text: &Option<String>| text.as_deref().map(str::trim).unwrap_or_default().to_owned();
    match store::contacts::by_email(&mut act.tx, brand.id, &address).await? {
        Some(contact) => Ok((brand, contact, false)),
        None => {
            let id = ContactId::mint(act.now, engine.ten_random_bytes());
            let contact = Contact {
                name: given(&request.name),
                company: given(&request.company),
                source: given(&request.source),
                ..Contact::of(id, brand.id, address)
            };
            Ok((brand, contact, true))
        }
    }
}

/// Where the deal begins: only in an open stage.
fn stage<'p>(pipeline: &'p Pipeline, named: Option<&str>) -> Result<&'p Stage, EngineError> {
    let Some(name) = named.map(str::trim).filter(|name| !name.is_empty()) else {
        return pipeline.first().ok_or_else(|| EngineError::missing("stage in", &pipeline.name));
    };
    let stage = pipeline.stage_named(name).ok_or_else(|| EngineError::missing("stage in this pipeline", name))?;
    if stage.kind == StageKind::Open {
        Ok(stage)
    } else {
        Err(EngineError::BadRequest(format!("{} closes deals; a new one begins in an open stage", stage.name)))
    }
}
