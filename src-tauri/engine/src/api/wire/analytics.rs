//! What crosses the border about how it goes: figures over a range of days.

use domain::Timestamp;
use domain::email::EmailKind;
use domain::id::{PipelineId, StageId};
use domain::pipeline::Purpose;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::EngagementSum;

wire! {
    /// Asks for the figures of some days in the owner's zone, both included: `2026-11-01`.
    AnalyticsRequest {
        from: String,
        to: String,
        #[serde(default)] brand: Option<String>,
        #[serde(default)] pipeline: Option<PipelineId>,
    }

    /// How it goes.
    Analytics {
        from: String,
        to: String,
        zone: String,
        /// Every day of the range, in order.
        days: Vec<DayFigures>,
        rates: Vec<RateRow>,
        funnels: Vec<Funnel>,
        stays: Vec<StageTime>,
        /// When the first move of a deal was noted; earlier ones are not known.
        measured_since: Option<Timestamp>,
        usage: Vec<UsageRow>,
        forecast: Vec<ForecastRow>,
        /// What was done with the mails that went out in the range, by label.
        engagement: Vec<EngagementSum>,
        /// A brand that is asked about has a relay; without one nothing is known of opens.
        relay: bool,
    }

    /// One day.
    DayFigures {
        day: String,
        sent: u32,
        /// What people answered, by the day it came.
        replies: u32,
        positive: u32,
    }

    /// What became of the mails that went out in the range, of one kind, purpose and writer.
    RateRow {
        kind: EmailKind,
        purpose: Purpose,
        written_by: String,
        sent: u32,
        replied: u32,
        positive: u32,
        bounced: u32,
        opted_out: u32,
    }

    /// How far the deals of a pipeline came that began in the range, until now.
    Funnel {
        pipeline_id: PipelineId,
        pipeline: String,
        brand: String,
        deals: u32,
        open: u32,
        won: u32,
        lost: u32,
        /// The open stages in order; a won deal has passed them all.
        stages: Vec<FunnelStage>,
    }

    /// Deals that were in this stage or a later one.
    FunnelStage { stage_id: StageId, name: String, reached: u32 }

    /// How long deals stayed in a stage, of the stays that ended in the range.
    StageTime {
        pipeline_id: PipelineId,
        pipeline: String,
        brand: String,
        stage_id: StageId,
        name: String,
        ended: u32,
        median_ms: i64,
        /// Single stays by length; of many, some at even distances.
        stays_ms: Vec<i64>,
    }

    /// What a model took on a day for decisions and mails.
    UsageRow { day: String, model: String, calls: u32, tokens_in: i64, tokens_out: i64 }

    /// What is open in a stage now, and how deals that were there ended so far.
    ForecastRow {
        pipeline_id: PipelineId,
        pipeline: String,
        brand: String,
        stage_id: StageId,
        name: String,
        deals: u32,
        value_cents: i64,
        /// Closed deals that were in this stage or a later one, ever.
        closed: u32,
        won: u32,
    }
}
