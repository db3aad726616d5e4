//! Native notifications: shows what the engine calls a notice, and brings the window to the right deal on a click.
//! Leaves to the engine what is worth a notice.

use serde_json::Value;
use tauri::{AppHandle, Emitter, Wry};
use tauri_plugin_notification::{NotificationBuilder, NotificationExt};

use crate::window;
use engine::api::wire::NoticeRow;

/// Tells the page which deal a clicked notification was about.
const EVENT: &str = "open-deal";

/// The key under which a notification remembers its deal.
const DEAL: &str = "deal";

/// Listens for clicks on notifications.
///
/// # Errors
/// The notification plugin refuses the listener.
pub(crate) fn set_up(app: &AppHandle) -> anyhow::Result<()> {
    let handle = app.clone();
    app.notification().on_action(move |action| {
        window::show(&handle);
        let deal = action.notification().and_then(|notification| notification.extra().get(DEAL).cloned());
        if let Some(deal @ Value::String(_)) = deal
            && let Err(error) = handle.emit(EVENT, deal)
        {
            tracing::warn!(%error, "a clicked notification could not be followed");
        }
    })?;
    Ok(())
}

/// Shows a notice of the engine.
pub(crate) fn notice(app: &AppHandle, notice: &NoticeRow) {
    show(app.notification().builder().title(&notice.title).body(&notice.body).extra(DEAL, notice.deal_id));
}

/// Says why the engine refused what was asked for from the tray.
pub(crate) fn refusal(app: &AppHandle, message: &str) {
    show(app.notification().builder().title("Not now").body(message));
}

fn show(notification: NotificationBuilder<Wry>) {
    if let Err(error) = notification.show() {
        tracing::warn!(%error, "a notification could not be shown; what it says stays in the window");
    }
}
