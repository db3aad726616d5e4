//! Links that are watched, the evidence of each look, and the pages of ours that are to be linked.

use domain::links::{Finding, Link};
use store::links::Check;
use store::views;
use store::views::links::{Filter, LinkView};

use super::{limit, names};
use crate::api::Reply;
use crate::api::mutation::brand;
use crate::api::wire::{
    AnchorUse, BrandRef, LinkCheckRow, LinkDetail, LinkHeader, LinkHop, LinkLook, LinkRef, LinkRow, LinkTargetRow,
    LinksPage, LinksRequest, StandingCount,
};
use crate::{Engine, EngineError};

/// Looks that a link's detail shows.
const CHECKS: u32 = 120;

/// A page of links, those that need somebody first.
pub async fn links_page(engine: &Engine, request: LinksRequest) -> Reply<LinksPage> {
    let mut conn = engine.store.read().await?;
    let brand = names::brand_filter(&mut conn, request.brand.as_deref()).await?;
    let filter =
        Filter { brand, standing: request.standing, deal: request.deal, search: request.search, ..Filter::default() };
    let rows = views::links::list(&mut conn, &filter, request.offset.unwrap_or(0), limit(request.limit)).await?;
    let counts = views::links::counts(&mut conn, &filter).await?;
    let wanted = |standing| filter.standing.is_none_or(|wanted| wanted == standing);
    Ok(LinksPage {
        rows: rows.into_iter().map(row).collect(),
        total: counts.iter().filter(|(standing, _)| wanted(*standing)).map(|(_, count)| count).sum(),
        counts: counts.into_iter().map(|(standing, count)| StandingCount { standing, count }).collect(),
    })
}

/// One link with the evidence of its looks.
pub async fn link_show(engine: &Engine, request: LinkRef) -> Reply<LinkDetail> {
    let mut conn = engine.store.read().await?;
    let filter = Filter { id: Some(request.id), ..Filter::default() };
    let view = views::links::list(&mut conn, &filter, 0, 1).await?.pop();
    let view = view.ok_or_else(|| EngineError::missing("link", request.id))?;
    let reclaim = match view.link.deal {
        Some(deal) => store::emails::pending_of_deal(&mut conn, deal).await?,
        None => None,
    };
    let reclaim = reclaim.filter(|mail| mail.kind == domain::email::EmailKind::Reclaim).map(|mail| mail.id);
    let checks = store::links::checks(&mut conn, request.id, CHECKS).await?;
    Ok(LinkDetail { link: row(view), checks: checks.into_iter().map(check).collect(), reclaim })
}

/// The one link of a filter.
pub(crate) async fn link_row(engine: &Engine, filter: &Filter) -> Result<LinkRow, EngineError> {
    let view = views::links::list(&mut *engine.store.read().await?, filter, 0, 1).await?.pop();
    view.map(row).ok_or(EngineError::Store(store::StoreError::Missing { what: "link" }))
}

/// A link by what a person types: its id, or a part of its page that no other link has.
pub async fn link_named(engine: &Engine, name: &str) -> Result<domain::id::LinkId, EngineError> {
    let mut conn = engine.store.read().await?;
    if let Ok(id) = name.parse() {
        return Ok(id);
    }
    let filter = Filter { search: Some(name.to_owned()), ..Filter::default() };
    let mut found = views::links::list(&mut conn, &filter, 0, 2).await?;
    match (found.pop(), found.pop()) {
        (Some(only), None) => Ok(only.link.id),
        (Some(_), Some(_)) => {
            Err(EngineError::BadRequest(format!("Several links have “{name}” in them; name one by its id")))
        }
        (None, _) => Err(EngineError::missing("link", name)),
    }
}

/// The pages of ours that a brand wants linked, with how often each of their texts is used.
pub async fn link_targets(engine: &Engine, request: BrandRef) -> Reply<Vec<LinkTargetRow>> {
    let mut conn = engine.store.read().await?;
    let brand = brand(&mut conn, &request.brand).await?;
    let used = store::link_targets::in_use(&mut conn, brand.id).await?;
    let targets = store::link_targets::of_brand(&mut conn, brand.id).await?;
    let row = |target: store::link_targets::LinkTarget| {
        let here: Vec<&Option<String>> =
            used.iter().filter(|(page, _)| page == target.address.as_str()).map(|(_, anchor)| anchor).collect();
        let count =
            |anchor: &str| here.iter().filter(|said| said.as_deref().is_some_and(|said| same(said, anchor))).count();
        let anchors: Vec<AnchorUse> = target
            .anchors
            .iter()
            .map(|anchor| AnchorUse { anchor: anchor.clone(), used: size(count(anchor)) })
            .collect();
        let next_anchor = anchors.iter().min_by_key(|anchor| anchor.used).map(|anchor| anchor.anchor.clone());
        LinkTargetRow { id: target.id, address: target.address.into(), anchors, used: size(here.len()), next_anchor }
    };
    Ok(targets.into_iter().map(row).collect())
}

fn same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

fn size(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn row(view: LinkView) -> LinkRow {
    let LinkView { link, brand, who, history } = view;
    let misses = link.watch.misses();
    let Link { id, deal, source, target, anchors, standing, state, why, .. } = link;
    LinkRow {
        id,
        brand,
        deal_id: deal,
        who,
        source: source.into(),
        target: target.into(),
        anchors,
        standing,
        state,
        why,
        misses,
        checked_at: link.checked_at,
        next_check_at: link.next_check_at,
        first_live_at: link.first_live_at,
        lost_at: link.lost_at,
        verified_at: link.verified_at,
        verified_by: link.verified_by,
        created_at: link.created_at,
        history: history.into_iter().map(|(at, state)| LinkLook { at, state }).collect(),
    }
}

fn check(check: Check) -> LinkCheckRow {
    let Finding {
        state, why, hops, rel, anchor, position, excerpt, hash, headers, canonical, noindex, moved_to, ..
    } = check.finding;
    LinkCheckRow {
        id: check.id,
        at: check.at,
        state,
        why,
        hops: hops.into_iter().map(|hop| LinkHop { address: hop.address.into(), status: hop.status }).collect(),
        rel,
        anchor,
        position,
        excerpt: Some(excerpt).filter(|text| !text.is_empty()),
        hash,
        headers: headers.into_iter().map(|(name, value)| LinkHeader { name, value }).collect(),
        canonical: canonical.map(String::from),
        noindex,
        moved_to: moved_to.map(String::from),
    }
}
