//! The one window: how it is made, shown and closed, and where its page may go. Leaves what is in it to the page.

use tauri::{AppHandle, CloseRequestApi, Manager, Url, WebviewUrl, WebviewWindowBuilder, Window, WindowEvent};

use crate::{Flags, dropped, tray};

/// The label of the window, also in `capabilities/main.json`.
const MAIN: &str = "main";

/// Makes the window; `hidden` keeps it off the screen until [`show`].
///
/// # Errors
/// The system has no display or no webview.
pub(crate) fn create(app: &AppHandle, hidden: bool) -> tauri::Result<()> {
    let owner = app.clone();
    WebviewWindowBuilder::new(app, MAIN, WebviewUrl::default())
        .title("CRM Autopilot")
        .inner_size(1280.0, 800.0)
        .min_inner_size(900.0, 600.0)
        .visible(!hidden)
        .on_navigation(move |target| may_load(&owner, target))
        .build()?;
    Ok(())
}

/// Brings the window to the front, from the tray or from the task bar.
pub(crate) fn show(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(MAIN) {
        let shown = window.show().and_then(|()| window.unminimize()).and_then(|()| window.set_focus());
        if let Err(error) = shown {
            tracing::warn!(%error, "the window could not be brought to the front");
        }
    }
}

/// What happens to the window: it is asked to close, or files are dragged over it.
pub(crate) fn on_event(window: &Window, event: &WindowEvent) {
    match event {
        WindowEvent::CloseRequested { api, .. } => on_close(window, api),
        WindowEvent::DragDrop(event) => dropped::on_drag(window.app_handle(), event),
        _ => {}
    }
}

/// Closing the window does not stop the autopilot on the user's own data: it hides into the tray, or where there is none into the
/// task bar. A demo just ends.
fn on_close(window: &Window, api: &CloseRequestApi) {
    let app = window.app_handle();
    if app.state::<Flags>().is_everyday() {
        api.prevent_close();
        let gone = if tray::exists(app) { window.hide() } else { window.minimize() };
        if let Err(error) = gone {
            tracing::warn!(%error, "the window could not be put away");
        }
    }
}

/// Whether the page, or a frame in it, may load `target` here: nothing but the page itself. What leads elsewhere leads nowhere; the
/// page asks for links to be opened, after it has shown a person where they go.
fn may_load(app: &AppHandle, target: &Url) -> bool {
    let development = app.config().build.dev_url.as_ref();
    match target.scheme() {
        "tauri" | "about" => true,
        "http" | "https" if target.host_str() == Some("tauri.localhost") => true,
        "http" => development.is_some_and(|server| server.origin() == target.origin()),
        _ => false,
    }
}

/// Only these schemes may leave the window; a `file:` or a foreign app's scheme in a mail must lead nowhere.
pub(crate) fn is_outside_link(target: &Url) -> bool {
    matches!(target.scheme(), "http" | "https" | "mailto")
}
