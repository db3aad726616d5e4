//! Deals: as a board, as a list, and one with all that happened to it.

use std::collections::BTreeMap;

use domain::id::StageId;
use store::views;

use super::rows::pipeline_row;
use super::{limit, many, names};
use crate::api::Reply;
use crate::api::wire::{
    Board, BoardRequest, Card, Column, DealDetail, DealRef, DealRow, DealsRequest, DecisionRow, DecisionsRequest,
    StageRow,
};
use crate::{Engine, EngineError};

/// Cards of one stage at the most.
const MOST_CARDS: u32 = 500;

/// A pipeline as columns.
pub async fn board(engine: &Engine, request: BoardRequest) -> Reply<Board> {
    let mut conn = engine.store.read().await?;
    let missing = || EngineError::missing("pipeline", request.pipeline);
    let pipeline = store::pipelines::find(&mut conn, request.pipeline).await?.ok_or_else(missing)?;
    let brand = store::brands::find(&mut conn, pipeline.brand).await?.ok_or_else(missing)?;
    let sums = views::board::sums(&mut conn, pipeline.id).await?;
    let mut cards: BTreeMap<StageId, Vec<Card>> = BTreeMap::new();
    for card in views::board::cards(&mut conn, pipeline.id, request.limit.min(MOST_CARDS)).await? {
        cards.entry(card.stage_id).or_default().push(card.into());
    }
    let pipeline = pipeline_row(pipeline, &brand.slug);
    let column = |stage: &StageRow| {
        let sum = sums.iter().find(|sum| sum.stage == stage.id);
        Column {
            stage: stage.clone(),
            count: sum.map_or(0, |sum| sum.count),
            value_cents: sum.map_or(0, |sum| sum.value_cents),
            cards: cards.remove(&stage.id).unwrap_or_default(),
        }
    };
    Ok(Board {
        deals: sums.iter().map(|sum| sum.count).sum(),
        value_cents: sums.iter().map(|sum| sum.value_cents).sum(),
        columns: pipeline.stages.iter().map(column).collect(),
        pipeline,
    })
}

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
    })
}

/// Decisions of the autopilot, newest first.
pub async fn decisions_list(engine: &Engine, request: DecisionsRequest) -> Reply<Vec<DecisionRow>> {
    let mut conn = engine.store.read().await?;
    Ok(many(views::decisions::list(&mut conn, request.deal, limit(request.limit)).await?))
}
