//! Prospects: sites that could link to us.

use domain::id::ProspectId;
use domain::prospect::site_of;
use store::views::names::Table;
use store::views::prospects::{self as views, Filter, ProspectView, Sort};

use super::{limit, names};
use crate::api::Reply;
use crate::api::wire::{ProspectCount, ProspectRow, ProspectSort, ProspectsPage, ProspectsRequest};
use crate::{Engine, EngineError};

/// Prospects in order, from anywhere in it.
pub async fn prospects_page(engine: &Engine, request: ProspectsRequest) -> Reply<ProspectsPage> {
    let mut conn = engine.store.read().await?;
    let brand = names::brand_filter(&mut conn, request.brand.as_deref().filter(|slug| !slug.is_empty())).await?;
    let filter = Filter { brand, state: request.state, search: request.search };
    let sort = match request.sort {
        ProspectSort::Priority => Sort::Priority,
        ProspectSort::Authority => Sort::Authority,
        ProspectSort::Site => Sort::Site,
        ProspectSort::Added => Sort::Added,
    };
    let brands = store::brands::all(&mut conn).await?;
    let stretch = (request.offset.unwrap_or(0), limit(request.limit));
    let page = views::page(&mut conn, &brands, &filter, sort, stretch, engine.now()).await?;
    let counts = page.counts.into_iter().map(|(state, count)| ProspectCount { state, count }).collect();
    Ok(ProspectsPage { rows: super::many(page.rows), total: page.total, counts })
}

impl From<ProspectView> for ProspectRow {
    fn from(view: ProspectView) -> Self {
        let (contact_id, contact_name, contact_email) = match view.contact {
            Some(person) => (Some(person.id), person.name, person.email),
            None => (None, String::new(), String::new()),
        };
        Self {
            id: view.id,
            brand: view.brand,
            site: view.site,
            page: view.page,
            state: view.state,
            authority: view.authority,
            authority_source: view.authority_source,
            authority_at: view.authority_at,
            priority: view.priority,
            reasons: view.reasons,
            contact_id,
            contact_name,
            contact_email,
            contacts: view.contacts,
            last_contacted_at: view.last_contacted_at,
            contacted_lately: view.contacted_lately,
            deal_id: view.deal,
            stage: view.stage,
            links: view.links,
            rival: view.rival,
            researched_at: view.researched_at,
            source: view.source,
            created_at: view.created_at,
        }
    }
}

/// The prospect that is meant by its site, or by the beginning of its id. Errors when several brands have the site.
pub async fn prospect_named(engine: &Engine, typed: &str) -> Reply<ProspectId> {
    let Some(site) = site_of(typed) else { return Ok(names::id(engine, Table::Prospects, "prospect", typed).await?) };
    let found = store::prospects::of_site(&mut *engine.store.read().await?, &site).await?;
    match found.as_slice() {
        [] => Err(EngineError::missing("prospect", site).into()),
        [only] => Ok(only.id),
        several => {
            let ids: Vec<String> = several.iter().map(|one| one.id.to_string()).collect();
            let (n, ids) = (ids.len(), ids.join(", "));
            Err(EngineError::BadRequest(format!("{n} brands have {site}; name one by its id: {ids}")).into())
        }
    }
}
