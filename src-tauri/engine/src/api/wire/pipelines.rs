//! What crosses the border about pipelines and their stages.

use domain::id::{BrandId, PipelineId, StageId};
use domain::pipeline::{Advance, Purpose, StageKind};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

wire! {
    /// A pipeline with its stages.
    PipelineRow { id: PipelineId, brand_id: BrandId, brand: String, key: String, name: String, purpose: Purpose, cadence: Vec<u32>, stages: Vec<StageRow> }

    /// A stage.
    StageRow {
        id: StageId,
        key: String,
        name: String,
        kind: StageKind,
        /// What moves a deal here by itself.
        advance_on: Option<Advance>,
    }

    /// Adds a pipeline with the shipped stages of its purpose.
    PipelineNew { brand: String, name: String, purpose: Purpose }

    /// Calls a pipeline otherwise; its key stays.
    PipelineRename { pipeline: PipelineId, name: String }

    /// Sets the working days before each mail of a pipeline.
    PipelineCadence { pipeline: PipelineId, days: Vec<u32> }

    /// Adds a stage at a place; behind the last open one without a place.
    StageAdd { pipeline: PipelineId, name: String, kind: StageKind, #[serde(default)] at: Option<u32> }

    /// Calls a stage otherwise; its key stays.
    StageRename { stage: StageId, name: String }

    /// Puts the stages of a pipeline in order; every one is named once.
    StageReorder { pipeline: PipelineId, order: Vec<StageId> }

    /// Says what being in a stage means.
    StageKindSet { stage: StageId, kind: StageKind }

    /// Says what moves a deal into a stage by itself.
    StageAdvance { stage: StageId, #[serde(default)] on: Option<Advance> }

    /// Removes a stage; its deals go to another one.
    StageRemove { stage: StageId, #[serde(default)] to: Option<StageId> }
}
