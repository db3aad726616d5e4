//! The board: a pipeline as columns, any stretch of a column, the labels there are, and the views a person kept.

use std::collections::BTreeMap;

use chrono_tz::Tz;
use domain::Timestamp;
use domain::id::StageId;
use domain::time::start_of_day;
use store::views;
use store::views::board::{Filter, Next, Stretch};

use super::rows::pipeline_row;
use crate::api::Reply;
use crate::api::wire::{
    Board, BoardFilter, BoardRequest, BoardTagsRequest, Card, Column, ColumnRequest, NextAction, SavedView, StageRow,
    TagCount, ViewsRequest,
};
use crate::{Engine, EngineError};

/// Cards of one stage at the most.
const MOST_CARDS: u32 = 500;
/// Labels to choose from at the most.
const MOST_TAGS: u32 = 60;

/// A pipeline as columns.
pub async fn board(engine: &Engine, request: BoardRequest) -> Reply<Board> {
    let mut conn = engine.store.read().await?;
    let missing = || EngineError::missing("pipeline", request.pipeline);
    let pipeline = store::pipelines::find(&mut conn, request.pipeline).await?.ok_or_else(missing)?;
    let brand = store::brands::find(&mut conn, pipeline.brand).await?.ok_or_else(missing)?;
    let filter = filter(request.filter.unwrap_or_default(), engine.now(), brand.settings.timezone);
    let sums = views::board::sums(&mut conn, pipeline.id, &filter).await?;
    let mut cards: BTreeMap<StageId, Vec<Card>> = BTreeMap::new();
    let beginnings = Stretch::Beginnings(pipeline.id);
    for card in views::board::cards(&mut conn, beginnings, &filter, request.limit.min(MOST_CARDS)).await? {
        cards.entry(card.stage_id).or_default().push(card.into());
    }
    let needs_you = views::board::count_needing(&mut conn, brand.id, pipeline.id).await?;
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
        needs_you,
    })
}

/// A stretch of a column.
///
/// It is asked for by its place, not by the card before it: whoever scrolls may jump anywhere, and a stretch that is asked for again after
/// a change is then true by itself, whatever became of the cards before it.
pub async fn board_column(engine: &Engine, request: ColumnRequest) -> Reply<Vec<Card>> {
    let mut conn = engine.store.read().await?;
    let missing = || EngineError::missing("stage", request.stage);
    let pipelines = store::pipelines::all(&mut conn).await?;
    let pipeline = pipelines.iter().find(|one| one.stage(request.stage).is_some()).ok_or_else(missing)?;
    let brand = store::brands::find(&mut conn, pipeline.brand).await?.ok_or_else(missing)?;
    let filter = filter(request.filter.unwrap_or_default(), engine.now(), brand.settings.timezone);
    let stretch = Stretch::After(request.stage, request.from);
    Ok(super::many(views::board::cards(&mut conn, stretch, &filter, request.limit.min(MOST_CARDS)).await?))
}

/// The labels that open deals of a pipeline have, the commonest first.
pub async fn board_tags(engine: &Engine, request: BoardTagsRequest) -> Reply<Vec<TagCount>> {
    let mut conn = engine.store.read().await?;
    let tags = views::board::tags(&mut conn, request.pipeline, MOST_TAGS).await?;
    Ok(tags.into_iter().map(|one| TagCount { tag: one.tag, count: one.count }).collect())
}

/// The views that are kept of a list, the oldest first.
pub async fn views_list(engine: &Engine, request: ViewsRequest) -> Reply<Vec<SavedView>> {
    let mut conn = engine.store.read().await?;
    let kept = store::saved_views::list(&mut conn, request.kind.word()).await?;
    let kind = request.kind;
    Ok(kept.into_iter().map(|view| SavedView { kind, name: view.name, filter: view.filter }).collect())
}

/// What a person asks for, with "now" and "today" as instants.
fn filter(asked: BoardFilter, now: Timestamp, zone: Tz) -> Filter {
    let today = now.day(zone);
    let next = asked.next.map(|next| match next {
        NextAction::Overdue => Next::Before(now),
        NextAction::Today => {
            Next::Within(start_of_day(today, zone), start_of_day(today.succ_opt().unwrap_or(today), zone))
        }
        NextAction::Nothing => Next::Nothing,
    });
    Filter {
        statuses: asked.statuses,
        tags: asked.tags,
        score_from: asked.score_from,
        next,
        needs_person: asked.needs_you,
        replied: asked.replied,
        text: asked.text,
    }
}
