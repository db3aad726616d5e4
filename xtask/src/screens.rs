//! `screens`, and whatever else drives the real window without a screen. The scripts in `tests/window` say what is looked at.

use std::fs::{self, File};
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::{packages, run, ui};

const SCREENS: &str = "target/screens";
const LOG: &str = "target/screens/window.log";

/// Photographs every screen of the demo into `target/screens`.
///
/// # Errors
/// The window can't be built or driven.
pub(crate) fn run() -> Result<()> {
    drive("screens.py", &[window()?])
}

/// Installs what building and driving the window takes, where that is possible at all.
///
/// # Errors
/// This is not Linux, or the packages fail.
pub(crate) fn prepare() -> Result<()> {
    if !cfg!(target_os = "linux") {
        bail!("only Linux can drive its own webview without a screen");
    }
    packages::ensure(&[packages::WINDOW, packages::SCREENLESS].concat())
}

/// Builds the page and the window around it, ready to be driven.
///
/// # Errors
/// The packages or the build fail.
pub(crate) fn window() -> Result<PathBuf> {
    prepare()?;
    ui::build()?;
    run::run(&mut run::cargo(["build", "--features", "desktop", "--bin", "crm-autopilot"]))?;
    run::built("crm-autopilot")
}

/// Runs a script of `tests/window` on a screen and a session bus of its own; `arguments` are the window's program and what else it needs.
///
/// # Errors
/// The script fails.
pub(crate) fn drive(script: &str, arguments: &[PathBuf]) -> Result<()> {
    let mut driven = run::command("xvfb-run", ["--auto-servernum", "--server-args=-screen 0 1920x1200x24"]);
    driven.args(["dbus-run-session", "--", "python3"]).arg(format!("tests/window/{script}")).args(arguments);
    // The renderer that the window otherwise avoids: without it WebKitGTK never answers a request for a picture.
    driven.envs([("WEBKIT_DISABLE_DMABUF_RENDERER", "0"), ("NO_AT_BRIDGE", "1"), ("TAURI_WEBVIEW_AUTOMATION", "true")]);
    fs::create_dir_all(SCREENS)?;
    driven.stderr(File::create(LOG)?);
    run::run(&mut driven).with_context(|| last_words().unwrap_or_default())
}

/// The end of what the program, the driver and the script had to say, without the session bus's chatter.
fn last_words() -> Result<String> {
    let log = fs::read_to_string(LOG)?;
    let lines: Vec<&str> = log.lines().filter(|line| !line.starts_with("dbus-daemon")).collect();
    let end = lines.len().saturating_sub(30);
    Ok(format!("{}\n(all of it is in {LOG})", lines.split_at(end).1.join("\n")))
}
