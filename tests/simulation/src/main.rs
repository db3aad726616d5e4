//! Months of the main job with everything going wrong, each of them played from a seed: faults of mailboxes and models, deaths of the
//! program, a computer that sleeps, a person who changes their mind. After each step the promises are checked from outside.
//!
//! A seed that breaks one is played again, to show that it replays exactly, and named with the command that repeats it.

mod dice;
mod month;
mod person;
mod referee;
mod stage;
mod trace;
mod weather;

use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use clap::Parser;

use crate::month::{Ending, Month};

#[derive(Debug, Parser)]
#[command(name = "autopilot-simulate", about = "Plays months from seeds, with everything going wrong")]
struct Arguments {
    /// How many seeds to play
    #[arg(long, default_value_t = 50)]
    seeds: u64,
    /// The first of them
    #[arg(long, default_value_t = 1)]
    first: u64,
    /// Days of each month
    #[arg(long, default_value_t = 30)]
    days: i64,
    /// Seeds played beside each other
    #[arg(long, default_value_t = 2)]
    threads: u64,
    /// Play every so-maniest seed twice and compare
    #[arg(long, default_value_t = 10)]
    again: u64,
    /// Play this seed alone and tell every step
    #[arg(long, value_name = "SEED")]
    tell: Option<u64>,
}

fn main() -> anyhow::Result<ExitCode> {
    let arguments = Arguments::parse();
    if let Some(seed) = arguments.tell {
        let ending = play(seed, arguments.days, true)?;
        println!("{}", ending.digest);
        return Ok(judge(&ending));
    }
    let next = AtomicU64::new(arguments.first);
    let sum = Mutex::new(Sum::default());
    std::thread::scope(|scope| {
        let players: Vec<_> =
            (0..arguments.threads.max(1)).map(|_| scope.spawn(|| play_in_turn(&arguments, &next, &sum))).collect();
        players.into_iter().try_for_each(|player| player.join().map_err(|_| anyhow::anyhow!("a player broke down"))?)
    })?;
    let sum = sum.into_inner()?;
    sum.print();
    Ok(if sum.broken.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn judge(ending: &Ending) -> ExitCode {
    for violation in &ending.violations {
        println!("broken: {violation}");
    }
    if ending.violations.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn play_in_turn(arguments: &Arguments, next: &AtomicU64, sum: &Mutex<Sum>) -> anyhow::Result<()> {
    loop {
        let seed = next.fetch_add(1, Ordering::SeqCst);
        if seed >= arguments.first + arguments.seeds {
            return Ok(());
        }
        let ending = play(seed, arguments.days, false)?;
        let twice = !ending.violations.is_empty() || (arguments.again > 0 && seed.is_multiple_of(arguments.again));
        let again = if twice { Some(play(seed, arguments.days, false)?.digest) } else { None };
        let mut sum = sum.lock().map_err(|_| anyhow::anyhow!("a player broke down"))?;
        sum.add(seed, &ending, again.as_deref());
        if sum.months.is_multiple_of(10) {
            // How far it is, beside the figures; nobody may be listening.
            let _ = writeln!(io::stderr(), "{} of {} months, {} broken", sum.months, arguments.seeds, sum.broken.len());
        }
    }
}

/// One month, on one thread: nothing in it happens beside something else.
fn play(seed: u64, days: i64, tell: bool) -> anyhow::Result<Ending> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async { Month::begin(seed, days, tell).await?.play().await })
}

/// What all months came to.
#[derive(Debug, Default)]
struct Sum {
    months: u64,
    counts: BTreeMap<&'static str, u64>,
    replayed: u64,
    broken: Vec<String>,
}

impl Sum {
    fn add(&mut self, seed: u64, ending: &Ending, again: Option<&str>) {
        self.months += 1;
        for (word, count) in &ending.counts {
            *self.counts.entry(word).or_default() += count;
        }
        let repeat = format!("cargo xtask simulate --tell {seed}");
        self.broken.extend(ending.violations.iter().map(|what| format!("seed {seed}: {what} ({repeat})")));
        match again {
            Some(digest) if digest == ending.digest => self.replayed += 1,
            Some(_) => self.broken.push(format!("seed {seed} did not replay exactly ({repeat})")),
            None => {}
        }
    }

    fn print(&self) {
        println!("{:<44}{:>10}", "months", self.months);
        for (word, count) in &self.counts {
            println!("{word:<44}{count:>10}");
        }
        println!("{:<44}{:>10}", "months played twice, equal to the last byte", self.replayed);
        println!("{:<44}{:>10}", "promises broken", self.broken.len());
        self.broken.iter().for_each(|line| println!("  {line}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `SEEDS=1000` plays more of them.
    #[test]
    fn months_of_trouble_keep_every_promise_and_replay_exactly() {
        let seeds = std::env::var("SEEDS").ok().and_then(|text| text.parse().ok()).unwrap_or(4);
        let arguments = Arguments { seeds, first: 1, days: 30, threads: 2, again: 4, tell: None };
        let (next, sum) = (AtomicU64::new(1), Mutex::new(Sum::default()));
        std::thread::scope(|scope| {
            for _ in 0..arguments.threads {
                scope.spawn(|| play_in_turn(&arguments, &next, &sum).unwrap());
            }
        });
        let sum = sum.into_inner().unwrap();
        sum.print();
        assert_eq!((sum.months, &sum.broken), (seeds, &Vec::new()));
        assert!(sum.replayed > 0);
    }
}
