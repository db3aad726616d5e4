//! Starting with the desktop: hidden, in the tray.

use engine::{ApiError, ErrorCode};
use tauri::AppHandle;
use tauri::plugin::TauriPlugin;
use tauri_plugin_autostart::ManagerExt as _;

pub(crate) fn plugin() -> TauriPlugin<tauri::Wry> {
    tauri_plugin_autostart::Builder::new().args(["--hidden"]).app_name("CRM Autopilot").build()
}

/// Whether it starts when the person logs in.
#[tauri::command]
pub(crate) async fn starts_at_login(app: AppHandle) -> Result<bool, ApiError> {
    app.autolaunch().is_enabled().map_err(refused)
}

/// Has it start when the person logs in, or not.
#[tauri::command]
pub(crate) async fn start_at_login(app: AppHandle, on: bool) -> Result<(), ApiError> {
    let login = app.autolaunch();
    if on { login.enable() } else { login.disable() }.map_err(refused)
}

#[expect(clippy::needless_pass_by_value, reason = "handed to map_err")]
fn refused(error: tauri_plugin_autostart::Error) -> ApiError {
    ApiError { code: ErrorCode::Failed, message: format!("The system does not take it: {error}.") }
}
