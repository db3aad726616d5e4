//! The tray icon and its menu: how it stands, open, run a task now, pause or resume, quit. Leaves what these mean to the engine.

use std::time::Duration;

use domain::task::TaskName;
use engine::api::query;
use engine::api::wire::{Light, Nothing};
use serde_json::json;
use tauri::image::Image;
use tauri::menu::{Menu, MenuEvent, MenuItem, PredefinedMenuItem, Submenu};
use tauri::tray::{MouseButton, TrayIcon, TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, Manager, Wry, async_runtime};

use crate::standing::Standing;
use crate::{core, window};

const TRAY: &str = "main";
const OPEN: &str = "open";
const NEEDS: &str = "needs";
const PAUSE: &str = "pause:";
const RESUME: &str = "resume";
const QUIT: &str = "quit";
const RUN: &str = "run:";

/// Several changes at once are shown as one.
const SETTLE: Duration = Duration::from_secs(1);
/// Without a change, the day passes: what is next and what was sent today are other ones.
const REST: Duration = Duration::from_secs(15 * 60);

/// What of the menu changes.
struct Lines {
    needs: MenuItem<Wry>,
    next: MenuItem<Wry>,
    sent: MenuItem<Wry>,
    pause: Submenu<Wry>,
    resume: MenuItem<Wry>,
}

/// Puts the icon into the tray. It always has a menu: some desktops show an icon only with one.
///
/// # Errors
/// The desktop refuses the icon or the menu.
pub(crate) fn create(app: &AppHandle) -> tauri::Result<()> {
    let item = |id: &str, text: &str, enabled| MenuItem::with_id(app, id, text, enabled, None::<&str>);
    let lines = Lines {
        needs: item(NEEDS, "Opening…", false)?,
        next: item("next", "Next: not known yet", false)?,
        sent: item("sent", "Sent today: not known yet", false)?,
        pause: pauses(app)?,
        resume: item(RESUME, "Resume", false)?,
    };
    let line = || PredefinedMenuItem::separator(app);
    let menu = Menu::with_items(
        app,
        &[
            &item(OPEN, "Open CRM Autopilot", true)?,
            &lines.needs,
            &line()?,
            &lines.next,
            &lines.sent,
            &line()?,
            &tasks(app)?,
            &lines.pause,
            &lines.resume,
            &line()?,
            &item(QUIT, "Quit", true)?,
        ],
    )?;
    TrayIconBuilder::with_id(TRAY)
        .tooltip("CRM Autopilot")
        .icon(icon(Light::Running)?)
        .menu(&menu)
        .show_menu_on_left_click(false)
        .on_menu_event(on_menu)
        .on_tray_icon_event(on_click)
        .build(app)?;
    app.manage(lines);
    async_runtime::spawn(follow(app.clone()));
    Ok(())
}

fn tasks(app: &AppHandle) -> tauri::Result<Submenu<Wry>> {
    let menu = Submenu::new(app, "Run now", true)?;
    for task in TaskName::ALL {
        menu.append(&MenuItem::with_id(app, format!("{RUN}{task}"), task.describe(), true, None::<&str>)?)?;
    }
    Ok(menu)
}

fn pauses(app: &AppHandle) -> tauri::Result<Submenu<Wry>> {
    let menu = Submenu::new(app, "Pause", true)?;
    for (length, text) in [("hour", "For an hour"), ("tomorrow", "Until tomorrow"), ("resumed", "Until I resume it")] {
        menu.append(&MenuItem::with_id(app, format!("{PAUSE}{length}"), text, true, None::<&str>)?)?;
    }
    Ok(menu)
}

fn icon(light: Light) -> tauri::Result<Image<'static>> {
    Image::from_bytes(match light {
        Light::Running => include_bytes!("../../icons/tray/running.png"),
        Light::Paused => include_bytes!("../../icons/tray/paused.png"),
        Light::NeedsYou => include_bytes!("../../icons/tray/needs-you.png"),
        Light::Problem => include_bytes!("../../icons/tray/problem.png"),
    })
}

/// Whether the icon is in the tray.
pub(crate) fn exists(app: &AppHandle) -> bool {
    app.tray_by_id(TRAY).is_some()
}

/// Keeps icon and menu true, from each change to the next.
async fn follow(app: AppHandle) {
    let Some(engine) = app.state::<core::Core>().engine().await else { return };
    let mut shown = None;
    loop {
        // Before it looks, so that no change comes unnoticed in between.
        let mut events = engine.events();
        match query::status(&engine, Nothing {}).await {
            Ok(status) => {
                let standing = Standing::of(&status);
                if shown.as_ref() != Some(&standing) {
                    if let Err(error) = show(&app, &standing) {
                        tracing::warn!(%error, "the tray could not be brought up to date");
                    }
                    shown = Some(standing);
                }
            }
            Err(refused) => tracing::warn!(%refused, "the tray could not learn how things stand"),
        }
        // Whether it changed or the time is up, it looks again.
        let _ = tokio::time::timeout(REST, events.recv()).await;
        tokio::time::sleep(SETTLE).await;
    }
}

fn show(app: &AppHandle, standing: &Standing) -> tauri::Result<()> {
    let (Some(tray), Some(lines)) = (app.tray_by_id(TRAY), app.try_state::<Lines>()) else { return Ok(()) };
    lines.needs.set_text(&standing.needs)?;
    lines.needs.set_enabled(standing.waiting > 0)?;
    lines.next.set_text(&standing.next)?;
    lines.sent.set_text(&standing.sent)?;
    lines.pause.set_enabled(!standing.paused)?;
    lines.resume.set_text(&standing.resume)?;
    lines.resume.set_enabled(standing.paused)?;
    tray.set_icon(Some(icon(standing.light)?))?;
    // Windows has no text beside an icon; there, the hint says it.
    tray.set_title((standing.waiting > 0).then(|| standing.waiting.to_string()))?;
    tray.set_tooltip(Some(standing.hint()))
}

fn on_menu(app: &AppHandle, event: MenuEvent) {
    match event.id().as_ref() {
        OPEN => window::show(app),
        NEEDS => window::show_at(app, "#/"),
        RESUME => core::ask(app, "resume_all", json!({})),
        QUIT => app.exit(0),
        id => {
            if let Some(task) = id.strip_prefix(RUN) {
                core::ask(app, "run_task", json!({ "task": task }));
            } else if let Some(length) = id.strip_prefix(PAUSE) {
                core::ask(app, "pause_all", json!({ "reason": "you paused it from the tray", "length": length }));
            }
        }
    }
}

fn on_click(tray: &TrayIcon, event: TrayIconEvent) {
    if let TrayIconEvent::Click { button: MouseButton::Left, .. } = event {
        window::show(tray.app_handle());
    }
}

/// How long a start with the desktop waits for what shows its tray: it starts at the same time.
const HOST_COMES: Duration = Duration::from_secs(20);

/// Whether an icon in the tray would be seen. A start with the desktop, `hidden`, gives it a little time to get ready.
pub(crate) fn is_shown(hidden: bool) -> bool {
    let begun = std::time::Instant::now();
    while !has_host() {
        if !hidden || begun.elapsed() > HOST_COMES {
            return false;
        }
        std::thread::sleep(Duration::from_millis(500));
    }
    true
}

/// Whether this desktop shows tray icons at all. macOS and Windows always do; on Linux a host must be on the session bus,
/// and without one a hidden window could never come back.
#[cfg(target_os = "linux")]
fn has_host() -> bool {
    let answer = std::process::Command::new("gdbus")
        .args(["call", "--session", "--timeout", "2", "--dest", "org.freedesktop.DBus"])
        .args(["--object-path", "/org/freedesktop/DBus", "--method", "org.freedesktop.DBus.NameHasOwner"])
        .arg("org.kde.StatusNotifierWatcher")
        .output();
    answer.is_ok_and(|answer| String::from_utf8_lossy(&answer.stdout).contains("true"))
}

/// Whether this desktop shows tray icons at all. macOS and Windows always do.
#[cfg(not(target_os = "linux"))]
fn has_host() -> bool {
    true
}
