//! `tick`: how fast what is due is found among many deals, and how many decisions a second the playbook makes, each of them durable.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::Timestamp;
use domain::task::TaskName;
use engine::Engine;
use engine::api::wire::{BrandSet, RunTask};
use engine::api::{mutation, trigger};
use gateways::ManualClock;
use store::deals::Scope;

use crate::figures::median;
use crate::import::{import, open};
use crate::list;

/// Fills a database with deals of which `due` are due, then measures.
pub(crate) async fn measure(deals: u32, due: u32) -> anyhow::Result<()> {
    let folder = PathBuf::from("target/bench/tick");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    let now = Timestamp::from_millis(1_763_790_000_000);
    let clock = Arc::new(ManualClock::new(now.plus_seconds(30 * 86_400)));
    let engine = open(&folder, Arc::clone(&clock) as Arc<dyn gateways::Clock>).await?;
    let address = BTreeMap::from([("legal.address".to_owned(), "11 Example Street, Melbourne".to_owned())]);
    mutation::brand_set(&engine, BrandSet { brand: "codeteki".to_owned(), values: address }).await?;
    let (later, sooner) = (folder.join("later.csv"), folder.join("sooner.csv"));
    list::write(&later, deals.saturating_sub(due), 0)?;
    list::write(&sooner, due, deals)?;
    let waiting = import(&engine, &later, true).await?;
    clock.set(now);
    let ready = import(&engine, &sooner, true).await?;
    println!("{} deals, {ready} of them due", waiting + ready);
    find(&engine, now).await?;
    decide(&engine, ready).await?;
    engine.close().await;
    Ok(())
}

/// Finding and claiming a batch of 500, undone each time.
async fn find(engine: &Engine, now: Timestamp) -> anyhow::Result<()> {
    let mut times = Vec::new();
    let mut counts = Vec::new();
    for _ in 0..50 {
        let mut write = engine.store().write().await?;
        let begin = Instant::now();
        store::deals::claim_due(&mut write, Scope::default(), now, "bench", now.plus_seconds(60), 500).await?;
        times.push(begin.elapsed());
        drop(write);
        let mut conn = engine.store().read().await?;
        let begin = Instant::now();
        store::deals::next_due(&mut conn).await?;
        counts.push(begin.elapsed());
    }
    println!("finding and claiming 500 due deals   median {:.2} ms", millis(median(times)));
    println!("finding the next due time            median {:.3} ms", millis(median(counts)));
    Ok(())
}

async fn decide(engine: &Engine, due: u32) -> anyhow::Result<()> {
    let begin = Instant::now();
    let mut decided = 0;
    while decided < due {
        let run =
            trigger::run_task(engine, RunTask { task: TaskName::ProcessPendingDeals, brand: None, deal: None }).await?;
        let these = run.counts.get("decided").copied().unwrap_or(0);
        anyhow::ensure!(these > 0, "nothing was decided: {run:?}");
        decided += these;
    }
    let seconds = begin.elapsed().as_secs_f64();
    println!(
        "playbook decisions, mail written, durable: {decided} in {seconds:.2} s, {:.0} a second",
        f64::from(decided) / seconds
    );
    Ok(())
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}
