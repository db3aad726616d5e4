//! `screens`, and whatever else drives the real window without a screen. The scripts in `tests/window` say what is looked at.

use anyhow::{Result, bail};

use crate::{packages, run, ui};

/// Photographs every screen of the demo into `target/screens`.
///
/// # Errors
/// The window can't be built or driven.
pub(crate) fn run() -> Result<()> {
    drive("screens.py")
}

/// Builds the window and runs a script of `tests/window` beside it, on a screen and a session bus of its own.
///
/// # Errors
/// The packages, the build or the script fail.
pub(crate) fn drive(script: &str) -> Result<()> {
    if !cfg!(target_os = "linux") {
        bail!("only Linux can drive its own webview without a screen");
    }
    packages::ensure(&[packages::WINDOW, packages::SCREENLESS].concat())?;
    ui::build()?;
    run::run(&mut run::cargo(["build", "--features", "desktop", "--bin", "crm-autopilot"]))?;
    let mut driven = run::command("xvfb-run", ["--auto-servernum", "--server-args=-screen 0 1920x1200x24"]);
    driven.args(["dbus-run-session", "--", "python3"]).arg(format!("tests/window/{script}"));
    driven.arg(run::built("crm-autopilot")?);
    // WebKitGTK on a screen that no graphics card draws, with no accessibility bus to wait for.
    driven.envs([
        ("WEBKIT_DISABLE_COMPOSITING_MODE", "1"),
        ("WEBKIT_DISABLE_DMABUF_RENDERER", "1"),
        ("NO_AT_BRIDGE", "1"),
        ("TAURI_WEBVIEW_AUTOMATION", "true"),
    ]);
    run::run(&mut driven)
}
