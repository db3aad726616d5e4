//! What was read on the site of a deal's contact.

use domain::prospect::site_of_contact;

use crate::api::Reply;
use crate::api::wire::{AngleRow, DealRef, ReadPage, Research, SiteFactRow};
use crate::research::Known;
use crate::{Engine, EngineError};

/// The last reading, and what a mail could say because of it.
pub async fn research(engine: &Engine, request: DealRef) -> Reply<Research> {
    let mut conn = engine.store.read().await?;
    let missing = || EngineError::missing("deal", request.id);
    let deal = store::deals::find(&mut conn, request.id).await?.ok_or_else(missing)?;
    let brand = store::brands::find(&mut conn, deal.brand).await?.ok_or_else(missing)?;
    let contact = store::contacts::find(&mut conn, deal.contact).await?.ok_or_else(missing)?;
    let site = site_of_contact(&contact.website, &contact.email);
    let reading = match &site {
        Some(site) => store::sites::find(&mut conn, brand.id, site).await?,
        None => None,
    };
    let Some(reading) = reading else {
        return Ok(Research {
            site,
            read_at: None,
            pages: Vec::new(),
            trouble: None,
            facts: Vec::new(),
            angles: Vec::new(),
        });
    };
    let known = Known::from(reading.facts, &brand);
    let place = |place: &usize| u32::try_from(*place).unwrap_or(u32::MAX);
    let angles = known
        .angles
        .iter()
        .map(|angle| AngleRow { sentence: angle.sentence.clone(), facts: angle.facts.iter().map(place).collect() });
    Ok(Research {
        site,
        read_at: Some(reading.read_at),
        pages: reading.pages.into_iter().map(|page| ReadPage { address: page.address, status: page.status }).collect(),
        trouble: reading.trouble,
        angles: angles.collect(),
        facts: known
            .facts
            .into_iter()
            .map(|fact| SiteFactRow { kind: fact.kind, value: fact.value, passage: fact.passage, page: fact.page })
            .collect(),
    })
}
