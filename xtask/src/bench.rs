//! `bench`: measures with an optimised build. What is measured, and beside what, is written where it is measured.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;

use crate::{packages, run, screens, ui};

/// Deals on the boards that are measured; the last is that of the real window.
const BOARDS: [u32; 3] = [500, 2_000, 20_000];

/// What to measure.
#[derive(Args)]
pub(crate) struct Bench {
    /// `start`, `board` or `idle`, in the real window; `links` or `inbox`, beside a peer's program; or a measurement of the engine with its options, see `bench help`
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

impl Bench {
    /// Builds and measures.
    pub(crate) fn run(self) -> Result<()> {
        packages::ensure(packages::BUILD)?;
        match self.arguments.first().map(String::as_str) {
            Some("start") => start(),
            Some("board") => board(),
            Some("idle") => idle(),
            Some("links") => links(&self.arguments),
            Some("inbox") => inbox(&self.arguments),
            _ => engine(&self.arguments),
        }
    }
}

fn engine(arguments: &[impl AsRef<std::ffi::OsStr>]) -> Result<()> {
    run::run(
        run::cargo(["run", "--release", "--quiet", "--package", "bench", "--bin", "autopilot-bench", "--"])
            .args(arguments),
    )
}

/// The peer of `links`, built once.
const LYCHEE: &str = "target/peers/bin/lychee";

/// Pages that should link to us, beside a checker of links.
fn links(arguments: &[String]) -> Result<()> {
    if !Path::new(LYCHEE).exists() {
        run::run(&mut run::cargo(["install", "lychee", "--version", "0.24.2", "--root", "target/peers", "--locked"]))?;
    }
    engine(arguments)
}

/// An inbox of real mails, beside mbsync.
fn inbox(arguments: &[String]) -> Result<()> {
    packages::ensure(packages::PROOFS)?;
    run::run(&mut run::command("bash", ["tests/scripts/corpus.sh", "--fetch"]))?;
    engine(arguments)
}

/// The window's start and memory with 100,000 contacts, beside an empty window.
fn start() -> Result<()> {
    screens::prepare()?;
    let data = filled("start", ["--deals", "0", "--contacts", "100000"])?;
    let program = window()?;
    screens::drive("start.py", &[program, run::optimised("examples/empty-window")?, data])
}

/// What the program costs in the tray, with 100,000 deals of which none is due.
fn idle() -> Result<()> {
    screens::prepare()?;
    packages::ensure(packages::DESKTOP)?;
    let data = filled("idle", ["--deals", "100000"])?;
    ui::build()?;
    run::run(&mut run::cargo([
        "build",
        "--release",
        "--quiet",
        "--features",
        "desktop",
        "--bin",
        "crm-autopilot",
        "--bin",
        "autopilot",
    ]))?;
    screens::drive("idle.py", &[run::optimised("crm-autopilot")?, run::optimised("autopilot")?, data])
}

/// The board of the real window, then of the page in a browser beside another library.
fn board() -> Result<()> {
    screens::prepare()?;
    packages::ensure(packages::BROWSER)?;
    let mut boards = Vec::new();
    for deals in BOARDS {
        boards.push((deals, filled(&format!("board-{deals}"), ["--deals", &deals.to_string()])?));
    }
    let program = window()?;
    if let Some((_, data)) = boards.last() {
        screens::drive("board.py", &[program, data.clone()])?;
    }
    // The bridge that a browser needs exists in development builds only.
    run::run(&mut run::cargo(["build", "--quiet", "--bin", "autopilot"]))?;
    let beside = boards.iter().map(|(deals, data)| format!("{deals}={}", data.display()));
    let mut browser = run::command("node", ["e2e/kanban.bench.mjs".to_owned()]);
    run::run(browser.args(beside).current_dir("ui").env("AUTOPILOT", run::built("autopilot")?))
}

/// A folder of data, made anew.
fn filled<const N: usize>(name: &str, size: [&str; N]) -> Result<PathBuf> {
    let folder = std::env::current_dir()?.join(Path::new("target/bench").join(name));
    let shown = folder.display().to_string();
    engine(&[&["fill", &shown], &size[..]].concat())?;
    Ok(folder)
}

/// Builds the page, the window and the empty one.
fn window() -> Result<PathBuf> {
    ui::build()?;
    // One after the other: both lay the page into the same folder on their way, and would read what the other has only half written.
    for program in [["--bin", "crm-autopilot"], ["--example", "empty-window"]] {
        run::run(run::cargo(["build", "--release", "--quiet", "--features", "desktop"]).args(program))?;
    }
    run::optimised("crm-autopilot")
}
