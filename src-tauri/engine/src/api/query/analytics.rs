//! How it goes, over days of the owner's zone. Everything is counted by the database; here it is put into days and stages.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use chrono_tz::Tz;
use domain::brand::Brand;
use domain::id::PipelineId;
use domain::pipeline::{Pipeline, Stage, StageKind};
use domain::time::start_of_day;
use store::Connection;
use store::views::analytics::{self as figures, Furthest, Range, Stay, Tick, Usage};

use super::{many, names};
use crate::api::Reply;
use crate::api::wire::{
    Analytics, AnalyticsRequest, DayFigures, ForecastRow, Funnel, FunnelStage, RateRow, StageTime, UsageRow,
};
use crate::{Engine, EngineError};

/// The longest range: some years.
const MOST_DAYS: i64 = 1_500;

impl From<figures::Rate> for RateRow {
    fn from(rate: figures::Rate) -> Self {
        let figures::Rate { kind, purpose, written_by, sent, replied, positive, bounced, opted_out } = rate;
        Self { kind, purpose, written_by, sent, replied, positive, bounced, opted_out }
    }
}

/// The figures of a range of days.
pub async fn analytics(engine: &Engine, request: AnalyticsRequest) -> Reply<Analytics> {
    let zone = engine.zone().await?;
    let days = days(&request.from, &request.to)?;
    let mut conn = engine.store.read().await?;
    let brand = names::brand_filter(&mut conn, request.brand.as_deref()).await?;
    let (Some(first), Some(last)) = (days.first().copied(), days.last().and_then(NaiveDate::succ_opt)) else {
        return Err(no_range(&request.from, &request.to).into());
    };
    let (from, to) = (start_of_day(first, zone), start_of_day(last, zone));
    let range = Range { from, to, brand, pipeline: request.pipeline };
    let ways = Ways::read(&mut conn, &range).await?;
    let sent = by_day(figures::sent(&mut conn, &range).await?, zone);
    let replies = by_day(figures::replies(&mut conn, &range).await?, zone);
    let day = |day: &NaiveDate| DayFigures {
        day: day.to_string(),
        sent: sent.get(day).map_or(0, |sums| sums.0),
        replies: replies.get(day).map_or(0, |sums| sums.0),
        positive: replies.get(day).map_or(0, |sums| sums.1),
    };
    Ok(Analytics {
        days: days.iter().map(day).collect(),
        rates: many(figures::rates(&mut conn, &range).await?),
        funnels: ways.funnels(&figures::funnel(&mut conn, &range).await?),
        stays: ways.stays(&figures::stays(&mut conn, &range).await?),
        measured_since: figures::measured_since(&mut conn).await?,
        usage: usage_by_day(figures::usage(&mut conn, &range).await?, zone),
        forecast: ways.forecast(&mut conn, &range).await?,
        engagement: many(figures::engagement(&mut conn, &range).await?),
        relay: ways.0.iter().any(|(_, brand)| !brand.settings.relay_url.is_empty()),
        from: request.from,
        to: request.to,
        zone: zone.name().to_owned(),
    })
}

fn no_range(from: &str, to: &str) -> EngineError {
    EngineError::BadRequest(format!(
        "“{from}” to “{to}” is no range of days; write days as 2026-11-01, the earlier first"
    ))
}

/// The days of a range, both ends included.
fn days(from: &str, to: &str) -> Result<Vec<NaiveDate>, EngineError> {
    let read = |text: &str| text.trim().parse::<NaiveDate>().ok();
    let (Some(first), Some(last)) = (read(from), read(to)) else { return Err(no_range(from, to)) };
    let many = (last - first).num_days();
    if !(0..MOST_DAYS).contains(&many) {
        return Err(no_range(from, to));
    }
    Ok(first.iter_days().take_while(|day| *day <= last).collect())
}

/// Sums by day: of all, and of good news.
fn by_day(ticks: Vec<Tick>, zone: Tz) -> BTreeMap<NaiveDate, (u32, u32)> {
    let mut sums: BTreeMap<NaiveDate, (u32, u32)> = BTreeMap::new();
    for tick in ticks {
        let sum = sums.entry(tick.at.day(zone)).or_default();
        *sum = (sum.0 + tick.count, sum.1 + tick.positive);
    }
    sums
}

fn usage_by_day(ticks: Vec<Usage>, zone: Tz) -> Vec<UsageRow> {
    let mut sums: BTreeMap<(NaiveDate, String), (u32, i64, i64)> = BTreeMap::new();
    for tick in ticks {
        let sum = sums.entry((tick.at.day(zone), tick.model)).or_default();
        *sum = (sum.0 + tick.calls, sum.1 + tick.tokens_in, sum.2 + tick.tokens_out);
    }
    let row = |((day, model), (calls, tokens_in, tokens_out)): ((NaiveDate, String), _)| UsageRow {
        day: day.to_string(),
        model,
        calls,
        tokens_in,
        tokens_out,
    };
    sums.into_iter().map(row).collect()
}

/// The pipelines that are asked about, each with its brand.
struct Ways(Vec<(Pipeline, Brand)>);

impl Ways {
    async fn read(conn: &mut Connection, range: &Range) -> Result<Self, EngineError> {
        let brands = store::brands::all(conn).await?;
        let asked = |pipeline: &Pipeline| {
            range.brand.is_none_or(|brand| brand == pipeline.brand) && range.pipeline.is_none_or(|id| id == pipeline.id)
        };
        let pipelines = store::pipelines::all(conn).await?.into_iter().filter(asked);
        let with_brand = |pipeline: Pipeline| {
            let brand = brands.iter().find(|brand| brand.id == pipeline.brand)?;
            Some((pipeline, brand.clone()))
        };
        Ok(Self(pipelines.filter_map(with_brand).collect()))
    }

    fn funnels(&self, counted: &[Furthest]) -> Vec<Funnel> {
        let funnel = |(pipeline, brand): &(Pipeline, Brand)| {
            let of = |row: &&Furthest| row.pipeline == pipeline.id;
            let sum = |what: fn(&Furthest) -> u32| counted.iter().filter(of).map(what).sum::<u32>();
            let reached = |place: usize| reached(counted, pipeline.id, place, |row| row.open + row.lost, |row| row.won);
            let stage = |(place, stage): (usize, &Stage)| FunnelStage {
                stage_id: stage.id,
                name: stage.name.clone(),
                reached: reached(place),
            };
            Funnel {
                pipeline_id: pipeline.id,
                pipeline: pipeline.name.clone(),
                brand: brand.slug.clone(),
                deals: sum(|row| row.open + row.won + row.lost),
                open: sum(|row| row.open),
                won: sum(|row| row.won),
                lost: sum(|row| row.lost),
                stages: open_stages(pipeline).map(stage).collect(),
            }
        };
        self.0.iter().map(funnel).collect()
    }

    fn stays(&self, told: &[Stay]) -> Vec<StageTime> {
        let mut rows = Vec::new();
        for (pipeline, brand) in &self.0 {
            for stage in &pipeline.stages {
                let of: Vec<&Stay> = told.iter().filter(|stay| stay.stage == stage.id).collect();
                let Some(ended) = of.first().map(|stay| stay.of) else { continue };
                rows.push(StageTime {
                    pipeline_id: pipeline.id,
                    pipeline: pipeline.name.clone(),
                    brand: brand.slug.clone(),
                    stage_id: stage.id,
                    name: stage.name.clone(),
                    ended,
                    median_ms: median(&of, ended),
                    stays_ms: of.iter().map(|stay| stay.took).collect(),
                });
            }
        }
        rows
    }

    async fn forecast(&self, conn: &mut Connection, range: &Range) -> Result<Vec<ForecastRow>, EngineError> {
        let open = figures::open(conn, range).await?;
        let closed = figures::closed(conn, range).await?;
        let mut rows = Vec::new();
        for (pipeline, brand) in &self.0 {
            for (place, stage) in open_stages(pipeline) {
                let here = open.iter().find(|row| row.stage == stage.id);
                rows.push(ForecastRow {
                    pipeline_id: pipeline.id,
                    pipeline: pipeline.name.clone(),
                    brand: brand.slug.clone(),
                    stage_id: stage.id,
                    name: stage.name.clone(),
                    deals: here.map_or(0, |row| row.deals),
                    value_cents: here.map_or(0, |row| row.value_cents),
                    closed: reached(&closed, pipeline.id, place, |row| row.lost, |row| row.won),
                    won: reached(&closed, pipeline.id, place, |_| 0, |row| row.won),
                });
            }
        }
        Ok(rows)
    }
}

/// The stages in which work goes on, with their place among all.
fn open_stages(pipeline: &Pipeline) -> impl Iterator<Item = (usize, &Stage)> {
    pipeline.stages.iter().enumerate().filter(|(_, stage)| stage.kind == StageKind::Open)
}

/// Deals that were at that place or further on, and those that were won, who have passed every place.
fn reached(
    counted: &[Furthest],
    pipeline: PipelineId,
    place: usize,
    far: fn(&Furthest) -> u32,
    won: fn(&Furthest) -> u32,
) -> u32 {
    let of = counted.iter().filter(|row| row.pipeline == pipeline);
    let there = |row: &Furthest| row.place.and_then(|at| usize::try_from(at).ok()).is_some_and(|at| at >= place);
    of.map(|row| won(row) + if there(row) { far(row) } else { 0 }).sum()
}

/// The stay in the middle; between two, the mean.
fn median(stays: &[&Stay], ended: u32) -> i64 {
    let at = |nth: u32| stays.iter().find(|stay| stay.nth == nth).map_or(0, |stay| stay.took);
    at(ended.div_ceil(2)).midpoint(at(ended / 2 + 1))
}
