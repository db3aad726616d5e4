//! `dist`: the installable packages of this system, and a table of what was made. What goes into them is written in `tauri.conf.json`;
//! keys and certificates come from the environment (`docs/PACKAGING.md`).

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::{appimage, packages, run, signing, ui};

/// Where the bundler lays packages.
pub(crate) const BUNDLES: &str = "target/release/bundle";
const PROGRAMS: &[&str] = &["autopilot", "crm-autopilot"];
/// What people download, what the updater downloads, and the signatures beside it.
const PACKAGES: &[&str] = &["deb", "rpm", "AppImage", "dmg", "exe", "msi", "gz", "sig"];

/// What to make.
#[derive(Args)]
pub(crate) struct Dist {
    /// Then install and start the packages on a bare Debian 12 in a folder of its own. On Debian, as root
    #[arg(long)]
    check: bool,
    /// Check the packages that were made before, and make none
    #[arg(long, conflicts_with = "check")]
    check_only: bool,
    /// Pack the programs that were built before
    #[arg(long, conflicts_with = "check_only")]
    no_build: bool,
}

/// What became of a package.
enum Outcome {
    Made,
    /// This system cannot make it, and nothing is wrong with that.
    LeftOut(String),
    Failed(String),
}

impl Dist {
    /// Makes the packages into `target/release/bundle` and says which.
    ///
    /// # Errors
    /// The page or the programs can't be built, or a package failed that should have worked here.
    pub(crate) fn run(self) -> Result<()> {
        if !self.check_only {
            make(self.no_build)?;
        }
        if self.check || self.check_only { check() } else { Ok(()) }
    }
}

fn make(built: bool) -> Result<()> {
    packages::ensure(&[packages::WINDOW, packages::PACKING].concat())?;
    ui::install()?;
    // What lies there is of this build.
    if Path::new(BUNDLES).exists() {
        fs::remove_dir_all(BUNDLES)?;
    }
    let signing = signing::from_environment()?;
    if !built {
        run::step("The programs are built", "Mend what the compiler names.", || {
            run::run(tauri(["build", "--no-bundle"]).args(&signing))
        })?;
    }
    if cfg!(target_os = "linux") {
        strip()?;
    }

    let mut outcomes = Vec::new();
    for kind in kinds() {
        let bundle = || {
            run::run(tauri(["bundle", "--features", "desktop", "--bundles", kind]).args(&signing))?;
            holds_both(kind)
        };
        outcomes.push((*kind, outcome(kind, &bundle)));
    }
    if cfg!(target_os = "linux") {
        let made = match appimage::obstacle() {
            Some(why) => Outcome::LeftOut(why),
            None => outcome("appimage", &|| appimage::make(&package("deb")?)),
        };
        outcomes.push(("appimage", made));
    }
    tell(&outcomes)
}

/// The bundler's packages for this system. A disk image holds the application, so the two are made together.
fn kinds() -> &'static [&'static str] {
    if cfg!(target_os = "macos") {
        &["app,dmg"]
    } else if cfg!(windows) {
        &["nsis", "msi"]
    } else {
        &["deb", "rpm"]
    }
}

/// The bundler decides by itself which programs belong in, and has left one out before.
fn holds_both(kind: &str) -> Result<()> {
    if kind != "deb" {
        return Ok(());
    }
    let listed = run::read(run::command("dpkg-deb", ["--contents"]).arg(package("deb")?))?;
    match PROGRAMS.iter().find(|program| !listed.lines().any(|line| line.ends_with(&format!("usr/bin/{program}")))) {
        Some(program) => bail!("`{program}` is not in it"),
        None => Ok(()),
    }
}

fn outcome(kind: &str, work: &dyn Fn() -> Result<()>) -> Outcome {
    println!("\n▶ {kind}");
    let start = Instant::now();
    let done = work();
    println!("{kind} took {:.1} s", start.elapsed().as_secs_f32());
    match done {
        Ok(()) => Outcome::Made,
        Err(error) => Outcome::Failed(format!("{error:#}")),
    }
}

fn tell(outcomes: &[(&str, Outcome)]) -> Result<()> {
    println!("\nPackages:");
    for file in made()? {
        let size = fs::metadata(&file)?.len();
        println!("  {:>7.1} MB  {}", size as f64 / 1e6, file.display());
    }
    for (kind, outcome) in outcomes {
        match outcome {
            Outcome::Made => {}
            Outcome::LeftOut(why) => println!("  not made    {kind}: {why}"),
            Outcome::Failed(why) => println!("  FAILED      {kind}: {why}"),
        }
    }
    let failed: Vec<&str> =
        outcomes.iter().filter(|(_, outcome)| matches!(outcome, Outcome::Failed(_))).map(|(kind, _)| *kind).collect();
    if !failed.is_empty() {
        bail!("these packages should have worked here and did not: {}", failed.join(", "));
    }
    Ok(())
}

/// Takes the line tables out of the programs: they are three quarters of a file that people download. Names stay, so that a backtrace
/// can be read. macOS and Windows keep theirs in files of their own.
fn strip() -> Result<()> {
    let programs = PROGRAMS.iter().map(|program| Path::new("target/release").join(program));
    run::run(run::command("strip", ["--strip-debug"]).args(programs))
}

fn tauri(arguments: impl IntoIterator<Item = &'static str>) -> Command {
    let mut command = run::command("node", [TAURI]);
    command.args(arguments);
    command
}

/// Tauri's command line, as the lock names it.
pub(crate) const TAURI: &str = "ui/node_modules/@tauri-apps/cli/tauri.js";

/// The packages that lie there.
fn made() -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for folder in fs::read_dir(BUNDLES).with_context(|| format!("{BUNDLES} can't be read"))? {
        let Ok(files) = fs::read_dir(folder?.path()) else { continue };
        for file in files {
            let file = file?;
            let is_package =
                file.path().extension().is_some_and(|kind| PACKAGES.iter().any(|package| kind == *package));
            if is_package {
                found.push(file.path());
            }
        }
    }
    found.sort();
    Ok(found)
}

fn package(kind: &str) -> Result<PathBuf> {
    let found = made()?.into_iter().find(|file| file.extension().is_some_and(|found| found == kind));
    found.with_context(|| format!("there is no .{kind} in {BUNDLES}: run `cargo xtask dist`"))
}

/// Installs, starts and removes the packages where nothing else is installed.
fn check() -> Result<()> {
    if !cfg!(target_os = "linux") {
        bail!("only a Debian machine can make a bare Debian in a folder");
    }
    packages::ensure(packages::BARE)?;
    let mut script = run::command("bash", ["tests/packages/bare.sh"]);
    script.arg(package("deb")?).args(package("AppImage"));
    run::step("The packages work on a bare Debian 12", "Run `cargo xtask dist --check-only` again.", || {
        run::run(&mut script)
    })
}
