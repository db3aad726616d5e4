//! The page: installs its packages when the lock has changed, and runs its scripts. What they do is written in `ui/package.json`.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::run;

const LOCK: &str = "ui/package-lock.json";
/// The lock that `node_modules` was installed from. Times would lie after a checkout.
const INSTALLED: &str = "ui/node_modules/.installed-lock.json";
const OLDEST_NODE: u32 = 20;

/// Installs exactly what the lock names, unless that is what is there.
///
/// # Errors
/// Node is missing or too old, or npm can't install.
pub(crate) fn install() -> Result<()> {
    let lock = fs::read(LOCK).with_context(|| format!("{LOCK} can't be read"))?;
    if fs::read(INSTALLED).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    check_node()?;
    run::run(&mut npm(&["ci", "--no-audit", "--no-fund"]))?;
    fs::write(INSTALLED, lock).with_context(|| format!("{INSTALLED} can't be written"))
}

/// Installs and builds the page into `ui/dist`, where the window's build finds it.
///
/// # Errors
/// The installation or the build fails.
pub(crate) fn build() -> Result<()> {
    install()?;
    script("build")
}

/// Runs a script of `ui/package.json`.
///
/// # Errors
/// The script fails.
pub(crate) fn script(name: &str) -> Result<()> {
    run::run(&mut npm(&["run", "--silent", name]))
}

fn npm(arguments: &[&str]) -> Command {
    let mut npm = run::command(if cfg!(windows) { "npm.cmd" } else { "npm" }, arguments);
    npm.current_dir("ui");
    npm
}

fn check_node() -> Result<()> {
    let version = run::read(&mut run::command("node", ["--version"]))
        .with_context(|| format!("Node {OLDEST_NODE} or newer is needed to build the page: https://nodejs.org"))?;
    let major = version.trim().trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    if major.is_none_or(|major| major < OLDEST_NODE) {
        bail!("Node {OLDEST_NODE} or newer is needed, here is {}: https://nodejs.org", version.trim());
    }
    Ok(())
}
