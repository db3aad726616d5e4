//! `dist`: the installable packages of this system. What goes into them is written in `tauri.conf.json`.

use anyhow::Result;

use crate::{packages, run, ui};

/// Builds the packages into `target/release/bundle`.
///
/// # Errors
/// The page, the window or the bundling fails.
pub(crate) fn run() -> Result<()> {
    packages::ensure(packages::WINDOW)?;
    ui::install()?;
    let mut build = run::command("node", ["ui/node_modules/@tauri-apps/cli/tauri.js", "build"]);
    if cfg!(target_os = "linux") {
        build.args(["--bundles", "deb"]);
    }
    run::run(&mut build)
}
