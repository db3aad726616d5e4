//! `screens`, and whatever else drives the real window without a screen. The scripts in `tests/window` say what is looked at.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Context, Result, bail};

use crate::{packages, run, ui};

const SCREENS: &str = "target/screens";

/// Number of the next screen; two that begin at once must not take the same one.
static SCREEN: AtomicU32 = AtomicU32::new(99);

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
    let screen = format!("--server-num={}", SCREEN.fetch_add(1, Ordering::Relaxed));
    let mut driven = run::command("xvfb-run", [&screen, "--auto-servernum", "--server-args=-screen 0 1920x1200x24"]);
    driven.args(["dbus-run-session", "--", "python3"]).arg(format!("tests/window/{script}")).args(arguments);
    // The renderer that the window otherwise avoids: without it WebKitGTK never answers a request for a picture.
    driven.envs([("WEBKIT_DISABLE_DMABUF_RENDERER", "0"), ("NO_AT_BRIDGE", "1"), ("TAURI_WEBVIEW_AUTOMATION", "true")]);
    fs::create_dir_all(SCREENS)?;
    let log = Path::new(SCREENS).join(format!("{script}.log"));
    driven.stderr(File::create(&log)?);
    run::run(&mut driven).with_context(|| last_words(&log).unwrap_or_default())
}

/// The end of what the program, the driver and the script had to say, without the session bus's chatter.
fn last_words(log: &Path) -> Result<String> {
    let said = fs::read_to_string(log)?;
    let lines: Vec<&str> = said.lines().filter(|line| !line.starts_with("dbus-daemon")).collect();
    let end = lines.len().saturating_sub(30);
    Ok(format!("{}\n(all of it is in {})", lines.split_at(end).1.join("\n"), log.display()))
}
