//! The tray icon and its menu: open, run a task now, pause or resume, quit. Leaves what these mean to the engine.

use domain::task::TaskName;
use serde_json::json;
use tauri::menu::{Menu, MenuEvent, MenuItem, PredefinedMenuItem, Submenu};
use tauri::tray::{MouseButton, TrayIcon, TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, Manager, Wry};

use crate::{core, window};

const TRAY: &str = "main";
const OPEN: &str = "open";
const PAUSE: &str = "pause";
const RESUME: &str = "resume";
const QUIT: &str = "quit";
const RUN: &str = "run:";

/// The two menu items of which one is always greyed out.
struct Switch {
    pause: MenuItem<Wry>,
    resume: MenuItem<Wry>,
}

/// Puts the icon into the tray. It always has a menu: some desktops show an icon only with one.
///
/// # Errors
/// The desktop refuses the icon or the menu.
pub(crate) fn create(app: &AppHandle) -> tauri::Result<()> {
    let switch = Switch {
        pause: MenuItem::with_id(app, PAUSE, "Pause the autopilot", true, None::<&str>)?,
        resume: MenuItem::with_id(app, RESUME, "Resume the autopilot", false, None::<&str>)?,
    };
    let menu = Menu::with_items(
        app,
        &[
            &MenuItem::with_id(app, OPEN, "Open", true, None::<&str>)?,
            &tasks(app)?,
            &PredefinedMenuItem::separator(app)?,
            &switch.pause,
            &switch.resume,
            &PredefinedMenuItem::separator(app)?,
            &MenuItem::with_id(app, QUIT, "Quit", true, None::<&str>)?,
        ],
    )?;
    let mut tray = TrayIconBuilder::with_id(TRAY)
        .tooltip("CRM Autopilot")
        .menu(&menu)
        .show_menu_on_left_click(false)
        .on_menu_event(on_menu)
        .on_tray_icon_event(on_click);
    if let Some(icon) = app.default_window_icon() {
        tray = tray.icon(icon.clone());
    }
    tray.build(app)?;
    app.manage(switch);
    Ok(())
}

fn tasks(app: &AppHandle) -> tauri::Result<Submenu<Wry>> {
    let menu = Submenu::new(app, "Run now", true)?;
    for task in TaskName::ALL {
        let id = format!("{RUN}{task}");
        menu.append(&MenuItem::with_id(app, id, task.describe(), true, None::<&str>)?)?;
    }
    Ok(menu)
}

/// Whether the icon is in the tray.
pub(crate) fn exists(app: &AppHandle) -> bool {
    app.tray_by_id(TRAY).is_some()
}

/// Makes the menu offer what is possible now.
pub(crate) fn show_paused(app: &AppHandle, paused: bool) {
    if let Some(switch) = app.try_state::<Switch>() {
        let shown = switch.pause.set_enabled(!paused).and_then(|()| switch.resume.set_enabled(paused));
        if let Err(error) = shown {
            tracing::warn!(%error, "the tray menu could not be brought up to date");
        }
    }
}

fn on_menu(app: &AppHandle, event: MenuEvent) {
    match event.id().as_ref() {
        OPEN => window::show(app),
        PAUSE => core::ask(app, "pause_all", json!({ "reason": "Paused from the tray." })),
        RESUME => core::ask(app, "resume_all", json!({})),
        QUIT => app.exit(0),
        id => {
            if let Some(task) = id.strip_prefix(RUN) {
                core::ask(app, "run_task", json!({ "task": task }));
            }
        }
    }
}

fn on_click(tray: &TrayIcon, event: TrayIconEvent) {
    if let TrayIconEvent::Click { button: MouseButton::Left, .. } = event {
        window::show(tray.app_handle());
    }
}

/// Whether this desktop shows tray icons at all. macOS and Windows always do; on Linux a host must be on the session bus,
/// and without one a hidden window could never come back.
#[cfg(target_os = "linux")]
pub(crate) fn has_host() -> bool {
    let answer = std::process::Command::new("gdbus")
        .args(["call", "--session", "--timeout", "2", "--dest", "org.freedesktop.DBus"])
        .args(["--object-path", "/org/freedesktop/DBus", "--method", "org.freedesktop.DBus.NameHasOwner"])
        .arg("org.kde.StatusNotifierWatcher")
        .output();
    answer.is_ok_and(|answer| String::from_utf8_lossy(&answer.stdout).contains("true"))
}

/// Whether this desktop shows tray icons at all. macOS and Windows always do.
#[cfg(not(target_os = "linux"))]
pub(crate) fn has_host() -> bool {
    true
}
