//! An engine for tests: a seeded file in a folder of its own, a clock that stands still, secrets in memory, and no network.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::Timestamp;
use gateways::{Clock, ManualClock, MemorySecrets, SecretStore, SeededRandom};

use crate::api::mutation::brand_set;
use crate::api::wire::BrandSet;
use crate::{Engine, OpenOptions, Ports};

/// Monday, ten in the morning in Melbourne.
pub(crate) const MONDAY: &str = "2026-11-23T10:00:00+11:00";

pub(crate) struct Stage {
    pub(crate) engine: Arc<Engine>,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) folder: tempfile::TempDir,
}

impl Stage {
    pub(crate) async fn open(at: &str) -> Self {
        gateways::install_crypto();
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(ManualClock::new(Timestamp::parse(at).unwrap()));
        let secrets: Arc<dyn SecretStore> = Arc::new(MemorySecrets::default());
        let mut ports = Ports::real(Arc::clone(&clock) as Arc<dyn Clock>, secrets);
        ports.random = Arc::new(SeededRandom::new(7));
        let data_dir = folder.path().to_owned();
        let options = OpenOptions { witness: data_dir.clone(), data_dir, ports, own: true, demo: false };
        Self { engine: Engine::open(options).await.unwrap(), clock, folder }
    }

    /// Changes settings of Codeteki.
    pub(crate) async fn set<const N: usize>(&self, values: [(&str, &str); N]) {
        let values: BTreeMap<_, _> = values.map(|(key, value)| (key.to_owned(), value.to_owned())).into();
        brand_set(&self.engine, BrandSet { brand: "codeteki".to_owned(), values }).await.unwrap();
    }
}
