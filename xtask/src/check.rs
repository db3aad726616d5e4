//! `check`: what a review would say first, on every feature at once.

use std::process::Stdio;

use anyhow::Result;

use crate::{generate, packages, run, test, ui};

/// Runs all checks; stops at the first that fails.
///
/// # Errors
/// The check that failed, with the way out.
pub(crate) fn run() -> Result<()> {
    run::step("Rust is formatted", "Run `cargo fmt --all`.", test::format)?;
    run::step("The page is clean", "Run `npm run check` in ui/.", || {
        ui::install()?;
        ui::script("check")
    })?;
    run::step("Rust has no warnings, window included", "Mend what clippy names.", || {
        packages::ensure(packages::WINDOW)?;
        ui::build()?;
        run::run(&mut run::cargo(["clippy", "--workspace", "--all-targets", "--all-features", "--", "-D", "warnings"]))
    })?;
    run::step("The page's types are fresh", "Run `cargo xtask gen` and commit.", generate::check)?;
    run::step("Dependencies are allowed", "Read deny.toml; an exception needs its reason there.", deny)
}

fn deny() -> Result<()> {
    let version = run::cargo(["deny", "--version"]).stdout(Stdio::null()).stderr(Stdio::null()).status();
    if !version.is_ok_and(|status| status.success()) {
        run::run(&mut run::cargo(["install", "--locked", "cargo-deny"]))?;
    }
    // Advisories are looked up by continuous integration: they need the network, and change without a change here.
    run::run(&mut run::cargo(["deny", "check", "bans", "licenses", "sources"]))
}
