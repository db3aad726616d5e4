//! Looking at a link, and reading a site, now.

use domain::activity::Author;
use domain::prospect::site_of_contact;

use crate::act::About;
use crate::api::wire::{DealRef, LinkDetail, LinkRef, Research};
use crate::api::{Reply, query};
use crate::book::Book;
use crate::research::Sides;
use crate::{Engine, EngineError, links, research};

/// Looks at one link now. What is seen is kept, with all that follows from it.
pub async fn link_check(engine: &Engine, request: LinkRef) -> Reply<LinkDetail> {
    links::look_now(engine, request.id).await?;
    query::link_show(engine, request).await
}

/// Reads the site of a deal's contact now, however fresh the last reading is.
pub async fn research_run(engine: &Engine, request: DealRef) -> Reply<Research> {
    let book = Book::read(engine).await?;
    let (deal, contact) = {
        let mut conn = engine.store.read().await?;
        let missing = || EngineError::missing("deal", request.id);
        let deal = store::deals::find(&mut conn, request.id).await?.ok_or_else(missing)?;
        let contact = store::contacts::find(&mut conn, deal.contact).await?.ok_or_else(missing)?;
        (deal, contact)
    };
    let (brand, _) = book.of(&deal)?;
    let Some(site) = site_of_contact(&contact.website, &contact.email) else {
        return Err(EngineError::Refused(
            "Nobody knows their site: neither website nor address says one. Add the website to the contact".to_owned(),
        )
        .into());
    };
    let sides = Sides::of(engine, &book, brand).await?;
    let reading = research::read(engine, &sides, &site, &contact.website).await;
    let about = About { brand: Some(brand), deal: Some(deal.id), contact: Some(&contact) };
    research::keep(engine, Author::Person, about, &site, &reading).await?;
    query::research(engine, request).await
}
