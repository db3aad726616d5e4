//! Deals: as a list, and one with all that happened to it.

use store::engagement::Whose;
use store::views;

use super::{engagement, limit, many, names};
use crate::api::Reply;
use crate::api::wire::{DealDetail, DealRef, DealRow, DealsRequest, DecisionRow, DecisionsRequest};
use crate::{Engine, EngineError};

/// Deals, those that changed last first.
pub async fn deals_list(engine: &Engine, request: DealsRequest) -> Reply<Vec<DealRow>> {
    let mut conn = engine.store.read().await?;
    let brand = names::brand_filter(&mut conn, request.brand.as_deref()).await?;
    let stages = names::stages(&mut conn, brand, request.pipeline.as_deref(), request.stage.as_deref()).await?;
    let filter = views::deals::Filter { brand, stages, status: request.status, asking: request.asking };
    Ok(many(views::deals::list(&mut conn, &filter, limit(request.limit)).await?))
}

/// Everything about a deal.
pub async fn deal_show(engine: &Engine, request: DealRef) -> Reply<DealDetail> {
    let mut conn = engine.store.read().await?;
    let all = limit(None);
    let mut deal =
        views::deals::find(&mut conn, request.id).await?.ok_or_else(|| EngineError::missing("deal", request.id))?;
    let mails = views::emails::Filter { deal: Some(request.id), ..views::emails::Filter::default() };
    let messages = views::messages::Filter { deal: Some(request.id), ..views::messages::Filter::default() };
    Ok(DealDetail {
        score_reasons: std::mem::take(&mut deal.score_reasons),
        deal: deal.into(),
        notes: store::deals::notes(&mut conn, request.id).await?.unwrap_or_default(),
        timeline: many(views::activities::timeline(&mut conn, request.id, all).await?),
        emails: many(views::emails::list(&mut conn, &mails, all).await?),
        messages: many(views::messages::list(&mut conn, &messages, all).await?),
        decisions: many(views::decisions::list(&mut conn, Some(request.id), all).await?),
        engagement: engagement::of(&mut conn, Whose::Deal(request.id)).await?,
    })
}

/// Decisions of the autopilot, newest first.
pub async fn decisions_list(engine: &Engine, request: DecisionsRequest) -> Reply<Vec<DecisionRow>> {
    let mut conn = engine.store.read().await?;
    Ok(many(views::decisions::list(&mut conn, request.deal, limit(request.limit)).await?))
}
