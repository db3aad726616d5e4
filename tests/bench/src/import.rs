//! `import`: the importer against `sqlite3 .import` plus `INSERT … SELECT`, in turn, into the same schema with the same durability.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use engine::import::{DealTarget, ImportOptions, Mode};
use engine::{DATABASE, Engine, OpenOptions, Ports};
use gateways::{Clock, MemorySecrets, SecretStore, SystemClock};

use crate::figures::{Figure, median, run};
use crate::list;

/// An engine on a folder, with the machine's clock and no secrets.
pub(crate) async fn open(data_dir: &Path, clock: Arc<dyn Clock>) -> anyhow::Result<Arc<Engine>> {
    let secrets: Arc<dyn SecretStore> = Arc::new(MemorySecrets::default());
    Ok(Engine::open(OpenOptions {
        data_dir: data_dir.to_owned(),
        ports: Ports::real(clock, secrets),
        own: true,
        witness: data_dir.to_owned(),
        demo: false,
    })
    .await?)
}

/// Imports a list for the first brand, with deals in its sales pipeline if asked.
pub(crate) async fn import(engine: &Engine, file: &Path, deals: bool) -> anyhow::Result<u32> {
    let mut conn = engine.store().read().await?;
    let brand = store::brands::by_slug(&mut conn, "codeteki").await?.context("the seeded brand")?;
    let pipeline = store::pipelines::by_key(&mut conn, brand.id, "sales").await?.context("the seeded pipeline")?;
    drop(conn);
    let mut options = ImportOptions::new(brand.id);
    if deals {
        options.create_deals =
            Some(DealTarget { pipeline: pipeline.id, stage: pipeline.first().context("a first stage")?.id });
    }
    let report =
        engine::import::run(engine.store(), file, &options, Mode::Commit, engine.now(), engine.random(), &mut |_| {
            ControlFlow::Continue(())
        })
        .await?;
    Ok(report.created)
}

/// One import, in this process.
pub(crate) async fn one(file: &Path, data_dir: &Path, deals: bool) -> anyhow::Result<()> {
    let engine = open(data_dir, Arc::new(SystemClock)).await?;
    let created = import(&engine, file, deals).await?;
    engine.close().await;
    println!("  created {created}");
    Ok(())
}

/// Both sides in turn.
pub(crate) fn measure(runtime: &tokio::runtime::Runtime, rows: u32, runs: u32, deals: bool) -> anyhow::Result<()> {
    let folder = PathBuf::from("target/bench");
    std::fs::create_dir_all(&folder)?;
    let file = folder.join("list.csv");
    list::write(&file, rows, 0)?;
    println!(
        "{rows} rows, {} MB, {}",
        std::fs::metadata(&file)?.len() / 1_000_000,
        if deals { "with deals" } else { "contacts only" }
    );
    let (mut ours, mut theirs): (Vec<Figure>, Vec<Figure>) = (Vec::new(), Vec::new());
    for n in 0..runs {
        let dir = fresh(runtime, &folder, &format!("ours-{n}"))?;
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("one-import").arg(&file).arg(&dir).args(deals.then_some("--deals"));
        ours.push(run(&mut command)?);
        let dir = fresh(runtime, &folder, &format!("peer-{n}"))?;
        theirs.push(peer(&file, &dir.join(DATABASE), deals)?);
    }
    report("CRM Autopilot import", &ours);
    report("sqlite3 .import + INSERT … SELECT", &theirs);
    let wall = |figures: &[Figure]| median(figures.iter().map(|figure| figure.wall).collect());
    println!("ratio of the medians {:.2}", wall(&ours).as_secs_f64() / wall(&theirs).as_secs_f64());
    Ok(())
}

/// A folder with an empty, seeded database.
fn fresh(runtime: &tokio::runtime::Runtime, folder: &Path, name: &str) -> anyhow::Result<PathBuf> {
    let dir = folder.join(name);
    if dir.exists() {
        std::fs::remove_dir_all(&dir)?;
    }
    runtime.block_on(async {
        let engine = open(&dir, Arc::new(SystemClock)).await?;
        engine.close().await;
        anyhow::Ok(())
    })?;
    Ok(dir)
}

/// The peer: what somebody would do by hand who trusts the file. Addresses are lowered and trimmed, duplicates ignored.
fn peer(file: &Path, database: &Path, deals: bool) -> anyhow::Result<Figure> {
    let file = file.display();
    let mut script = format!(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = FILE;
CREATE TEMP TABLE raw (email TEXT, name TEXT, company TEXT, website TEXT, domain_authority TEXT, notes TEXT, tags TEXT);
.mode csv
.import --skip 1 --schema temp {file} raw
BEGIN IMMEDIATE;
INSERT OR IGNORE INTO contacts (id, brand_id, email, name, company, website, domain_authority, notes, tags, kind, source, created_at, updated_at)
SELECT randomblob(16), (SELECT id FROM brands WHERE slug = 'codeteki'), lower(trim(email)), trim(name), trim(company), trim(website),
       CAST(domain_authority AS INTEGER), trim(notes), json_array(tags), 'lead', '', 1763790000000, 1763790000000
FROM raw WHERE email LIKE '%_@_%._%';
"
    );
    if deals {
        script.push_str(
            "INSERT INTO deals (id, brand_id, contact_id, pipeline_id, stage_id, next_action_at, created_at, updated_at, stage_since)
SELECT randomblob(16), c.brand_id, c.id, p.id, (SELECT id FROM stages WHERE pipeline_id = p.id ORDER BY position LIMIT 1),
       1763790000000, 1763790000000, 1763790000000, 1763790000000
FROM contacts c JOIN pipelines p ON p.brand_id = c.brand_id AND p.key = 'sales';
",
        );
    }
    script.push_str("COMMIT;\n");
    let path = database.with_extension("peer.sql");
    std::fs::write(&path, script)?;
    let input = std::fs::File::open(&path)?;
    run(Command::new("sqlite3").arg("-bail").arg(database).stdin(input).stdout(Stdio::null()))
        .context("the peer needs the sqlite3 program")
}

fn report(name: &str, figures: &[Figure]) {
    let times: Vec<Duration> = figures.iter().map(|figure| figure.wall).collect();
    let peak = figures.iter().map(|figure| figure.peak_kb).max().unwrap_or(0);
    let all: Vec<String> = times.iter().map(|time| format!("{:.2}", time.as_secs_f64())).collect();
    println!(
        "{name:<36} median {:>6.2} s of [{}], peak {:.1} MB",
        median(times).as_secs_f64(),
        all.join(", "),
        f64::from(u32::try_from(peak).unwrap_or(u32::MAX)) / 1_024.0
    );
}
