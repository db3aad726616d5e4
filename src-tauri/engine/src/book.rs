//! What a run reads once at its start: brands, pipelines and wordings.

use std::collections::BTreeMap;

use domain::brand::Brand;
use domain::deal::Deal;
use domain::id::{BrandId, PipelineId};
use domain::pipeline::Pipeline;
use store::StoreError;
use store::wordings::Wordings;

use crate::{Engine, EngineError};

/// Brands, pipelines and wordings, read once per run.
pub(crate) struct Book {
    brands: BTreeMap<BrandId, Brand>,
    pipelines: BTreeMap<PipelineId, Pipeline>,
    wordings: Wordings,
}

impl Book {
    pub(crate) async fn read(engine: &Engine) -> Result<Self, EngineError> {
        let mut conn = engine.store.read().await?;
        let brands = store::brands::all(&mut conn).await?.into_iter().map(|brand| (brand.id, brand)).collect();
        let pipelines =
            store::pipelines::all(&mut conn).await?.into_iter().map(|pipeline| (pipeline.id, pipeline)).collect();
        let wordings = store::wordings::newest(&mut conn).await?;
        Ok(Self { brands, pipelines, wordings })
    }

    pub(crate) fn of(&self, deal: &Deal) -> Result<(&Brand, &Pipeline), EngineError> {
        let brand = self.brands.get(&deal.brand).ok_or(StoreError::Missing { what: "brand" })?;
        let pipeline = self.pipelines.get(&deal.pipeline).ok_or(StoreError::Missing { what: "pipeline" })?;
        Ok((brand, pipeline))
    }

    /// The brand's own newest wording of a template or prompt.
    pub(crate) fn wording(&self, brand: &Brand, name: &str) -> Option<(u32, &str)> {
        let (version, text) = self.wordings.get(&(brand.id, name.to_owned()))?;
        Some((*version, text))
    }

    pub(crate) fn brands(&self) -> impl Iterator<Item = &Brand> {
        self.brands.values()
    }
}
