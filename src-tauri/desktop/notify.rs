//! Native notifications: shows what the engine calls a notice, and brings the window to the right place on a click.
//! Leaves to the engine what is worth a notice.

use serde_json::{Value, json};
use tauri::{AppHandle, Emitter};
use tauri_plugin_notification::NotificationExt;

use crate::ipc::EVENT;
use crate::window;

/// The key under which a notification remembers the page it is about.
const PLACE: &str = "place";

/// Listens for clicks on notifications.
///
/// # Errors
/// The notification plugin refuses the listener.
pub(crate) fn set_up(app: &AppHandle) -> anyhow::Result<()> {
    let handle = app.clone();
    app.notification().on_action(move |action| {
        window::show(&handle);
        let place = action.notification().and_then(|notification| notification.extra().get(PLACE).cloned());
        if let Some(place) = place
            && let Err(error) = handle.emit(EVENT, json!({ "kind": "go_to", "place": place }))
        {
            tracing::warn!(%error, "a clicked notification could not be followed");
        }
    })?;
    Ok(())
}

/// Shows a notice of the engine: `title`, `body`, and the `place` in the window it is about.
pub(crate) fn show(app: &AppHandle, notice: &Value) {
    let text = |key: &str| notice.get(key).and_then(Value::as_str).unwrap_or_default();
    let mut notification = app.notification().builder().title(text("title")).body(text("body"));
    if let Some(place) = notice.get(PLACE) {
        notification = notification.extra(PLACE, place);
    }
    if let Err(error) = notification.show() {
        tracing::warn!(%error, "a notification could not be shown; the notice stays in the window");
    }
}
