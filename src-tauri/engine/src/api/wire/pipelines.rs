//! What crosses the border about pipelines and their stages.

use domain::id::{BrandId, PipelineId, StageId};
use domain::pipeline::{Purpose, StageKind};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

wire! {
    /// A pipeline with its stages.
    PipelineRow { id: PipelineId, brand_id: BrandId, brand: String, key: String, name: String, purpose: Purpose, cadence: Vec<u32>, stages: Vec<StageRow> }

    /// A stage.
    StageRow { id: StageId, key: String, name: String, kind: StageKind }
}
