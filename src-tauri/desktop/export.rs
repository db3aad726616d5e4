//! Saving contacts as a file where the person chooses. What is in it belongs to the engine; no path comes from the page.

use std::fs::File;
use std::io::BufWriter;

use engine::api::wire::ContactsExport;
use engine::export::{Written, contacts};
use engine::{ApiError, ErrorCode};
use tauri::{AppHandle, State};
use tauri_plugin_dialog::DialogExt;

use crate::core::Core;

/// Asks where contacts are to be saved, and writes them there; `None` if the person changes their mind.
#[tauri::command]
pub(crate) async fn export_contacts(
    app: AppHandle,
    core: State<'_, Core>,
    title: String,
    request: ContactsExport,
) -> Result<Option<Written>, ApiError> {
    let engine = core.engine().await.ok_or_else(|| ApiError {
        code: ErrorCode::Refused,
        message: "CRM Autopilot is closing; nothing was written.".into(),
    })?;
    let dialog = app.dialog().file().set_title(title).set_file_name(contacts::name(request.format));
    let Some(path) = dialog.blocking_save_file().and_then(|file| file.into_path().ok()) else { return Ok(None) };
    let failed = |error: std::io::Error| ApiError {
        code: ErrorCode::Failed,
        message: format!("{} cannot be written: {error}. Choose another place.", path.display()),
    };
    let file = File::create(&path).map_err(failed)?;
    let rows = contacts::write(&engine, &request, BufWriter::new(file)).await?;
    Ok(Some(Written { file: path.display().to_string(), rows }))
}
