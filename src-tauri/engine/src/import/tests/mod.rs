//! Imports of real files into a real database.

mod acts;
mod files;
mod sites;

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use domain::brand::{Brand, Settings};
use domain::id::{BrandId, PipelineId, StageId};
use domain::pipeline::{Pipeline, Purpose, Stage, StageKind};
use domain::{EmailAddress, Timestamp};
use gateways::SeededRandom;
use store::Store;

use super::*;

const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);

/// A database with one brand and one pipeline.
struct World {
    store: Store,
    random: SeededRandom,
    options: ImportOptions,
    target: DealTarget,
    folder: tempfile::TempDir,
}

impl World {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("test.sqlite")).await.unwrap();
        let (brand, pipeline, stage) =
            (BrandId::mint(NOW, [1; 10]), PipelineId::mint(NOW, [2; 10]), StageId::mint(NOW, [3; 10]));
        let mut write = store.write().await.unwrap();
        let codeteki = Brand {
            id: brand,
            slug: "codeteki".into(),
            name: "Codeteki".into(),
            settings: Settings::default(),
            paused: None,
            first_sent_at: None,
        };
        store::brands::insert(&mut write, &codeteki, NOW).await.unwrap();
        let first = Stage {
            id: stage,
            key: "new_lead".into(),
            name: "New Lead".into(),
            kind: StageKind::Open,
            advance_on: None,
        };
        let sales = Pipeline {
            id: pipeline,
            brand,
            key: "sales".into(),
            name: "Sales".into(),
            purpose: Purpose::Sales,
            cadence: vec![0],
            stages: vec![first],
        };
        store::pipelines::insert(&mut write, &sales, 0).await.unwrap();
        write.commit().await.unwrap();
        Self {
            store,
            random: SeededRandom::new(7),
            options: ImportOptions::new(brand),
            target: DealTarget { pipeline, stage },
            folder,
        }
    }

    async fn run(&self, path: &Path, mode: Mode) -> Result<ImportReport, ImportError> {
        run(&self.store, path, &self.options, mode, NOW, &self.random, &mut |_| ControlFlow::Continue(())).await
    }

    async fn fixture(&self, name: &str) -> Result<ImportReport, ImportError> {
        self.run(&fixture(name), Mode::Commit).await
    }

    async fn bytes(&self, bytes: &[u8]) -> Result<ImportReport, ImportError> {
        self.run(&self.file(bytes), Mode::Commit).await
    }

    fn file(&self, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join("list.csv");
        std::fs::write(&path, bytes).unwrap();
        path
    }

    async fn contact(&self, email: &str) -> Option<domain::contact::Contact> {
        let email = EmailAddress::parse(email).unwrap();
        store::contacts::by_email(&mut self.store.read().await.unwrap(), self.options.brand, &email).await.unwrap()
    }

    async fn imports(&self) -> Vec<store::imports::Import> {
        store::imports::list(&mut self.store.read().await.unwrap(), None).await.unwrap()
    }
}

fn fixture(name: &str) -> PathBuf {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src/import/fixtures")).join(name)
}

fn assert_sums(report: &ImportReport) {
    assert_eq!(report.rows_in, report.created + report.updated + report.skipped + report.rejected, "{report:?}");
    assert_eq!(report.reasons.values().sum::<u32>(), report.skipped + report.rejected, "{report:?}");
    let shown: Vec<u32> = report.rows.iter().map(|row| row.row).collect();
    assert_eq!(shown, (1..=report.rows_in.min(200)).collect::<Vec<_>>(), "each row once, in order");
}
