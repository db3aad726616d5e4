//! What a run reads once at its start: brands, pipelines and wordings.

use std::collections::{BTreeMap, BTreeSet};

use domain::brand::Brand;
use domain::deal::Deal;
use domain::engagement::Key;
use domain::id::{BrandId, PipelineId};
use domain::pipeline::Pipeline;
use store::StoreError;
use store::wordings::Wordings;

use crate::{Engine, EngineError, engagement};

/// Brands, pipelines and wordings, read once per run.
pub(crate) struct Book {
    brands: BTreeMap<BrandId, Brand>,
    pipelines: BTreeMap<PipelineId, Pipeline>,
    wordings: Wordings,
    relay_key: Option<Key>,
}

impl Book {
    pub(crate) async fn read(engine: &Engine) -> Result<Self, EngineError> {
        let mut conn = engine.store.read().await?;
        let brands = store::brands::all(&mut conn).await?.into_iter().map(|brand| (brand.id, brand)).collect();
        let pipelines =
            store::pipelines::all(&mut conn).await?.into_iter().map(|pipeline| (pipeline.id, pipeline)).collect();
        let wordings = store::wordings::newest(&mut conn).await?;
        drop(conn);
        let book = Self { brands, pipelines, wordings, relay_key: None };
        let relay_key = if book.relays().is_empty() { None } else { engagement::key(engine).await };
        Ok(Self { relay_key, ..book })
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

    /// What mails are signed with for a relay; `None` where no brand has one, or its key cannot be had.
    pub(crate) fn relay_key(&self) -> Option<&Key> {
        self.relay_key.as_ref()
    }

    /// The relays of all brands.
    pub(crate) fn relays(&self) -> BTreeSet<&str> {
        let relays = self.brands.values().map(|brand| brand.settings.relay_url.as_str());
        relays.filter(|relay| !relay.is_empty()).collect()
    }

    pub(crate) fn brands(&self) -> impl Iterator<Item = &Brand> {
        self.brands.values()
    }
}
