//! What the page may ask: one door to the engine's command table, and the few things that only a desktop can do.
//! Holds no decisions; names and types of the commands belong to the engine.

use std::process::{Child, Command};
use std::sync::{Arc, Mutex, PoisonError};

use engine::api::wire::ChosenFile;
use engine::{ApiError, Engine, ErrorCode, api};
use serde_json::Value;
use tauri::{AppHandle, State, Url};
use tauri_plugin_dialog::DialogExt;
use tauri_plugin_opener::OpenerExt;

use crate::core::Core;
use crate::window;

/// Calls a command of the engine by its name. Waits while the database is being opened.
#[tauri::command]
pub(crate) async fn call(core: State<'_, Core>, name: String, args: Value) -> Result<Value, ApiError> {
    let engine = opened(&core).await?;
    api::call(&engine, &name, args).await
}

async fn opened(core: &Core) -> Result<Arc<Engine>, ApiError> {
    core.engine().await.ok_or_else(|| ApiError {
        code: ErrorCode::Refused,
        message: "CRM Autopilot is closing; nothing was changed.".into(),
    })
}

/// Asks the person for a file to read, with one of `extensions` (no dots); `None` if they change their mind. The page gets a token for it.
#[tauri::command]
pub(crate) async fn pick_file(
    app: AppHandle,
    core: State<'_, Core>,
    title: String,
    extensions: Vec<String>,
) -> Result<Option<ChosenFile>, ApiError> {
    let engine = opened(&core).await?;
    let extensions: Vec<&str> = extensions.iter().map(String::as_str).collect();
    let dialog = app.dialog().file().set_title(title).add_filter("Files", &extensions);
    let picked = dialog.blocking_pick_file().and_then(|file| file.into_path().ok());
    Ok(picked.map(|path| engine.choose_file(&path)).transpose()?)
}

/// Asks the person where to save what the engine offers under `token`, and writes it there; the name it got, `None` if they change their mind.
#[tauri::command]
pub(crate) async fn save_file(
    app: AppHandle,
    core: State<'_, Core>,
    title: String,
    token: String,
) -> Result<Option<String>, ApiError> {
    let engine = opened(&core).await?;
    let offered = engine.offered_file(&token)?;
    let dialog = app.dialog().file().set_title(title).set_file_name(offered.name);
    let Some(path) = dialog.blocking_save_file().and_then(|file| file.into_path().ok()) else { return Ok(None) };
    engine.save_offered(&token, &path).await?;
    Ok(path.file_name().map(|name| name.to_string_lossy().into_owned()))
}

/// Opens a web or mail link in the program the user has chosen for it; says whether it did.
#[tauri::command]
pub(crate) fn open_link(app: AppHandle, link: Url) -> bool {
    window::is_outside_link(&link) && app.opener().open_url(link.as_str(), None::<&str>).is_ok()
}

/// The demonstration that was started from here, while it runs.
static DEMO: Mutex<Option<Child>> = Mutex::new(None);

/// Starts this program once more as a demonstration, in a window of its own; says whether it runs. One at a time: two would share a folder.
#[tauri::command]
pub(crate) fn open_demo() -> bool {
    let mut demo = DEMO.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(running) = demo.as_mut()
        && matches!(running.try_wait(), Ok(None))
    {
        return true;
    }
    match std::env::current_exe().and_then(|program| Command::new(program).arg("--demo").spawn()) {
        Ok(child) => {
            *demo = Some(child);
            true
        }
        Err(error) => {
            tracing::warn!(%error, "the demonstration could not be started");
            false
        }
    }
}

/// Quits for good: the way out where there is neither a tray nor a menu.
#[tauri::command]
pub(crate) fn quit(app: AppHandle) {
    app.exit(0);
}
