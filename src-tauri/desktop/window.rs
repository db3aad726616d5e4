//! The one window: how it is made, shown, put away and freed, and where its page may go. Leaves what is in it to the page.

use std::sync::{Mutex, PoisonError};

use tauri::webview::PageLoadEvent;
use tauri::{
    AppHandle, Manager, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder, Window, WindowEvent, async_runtime,
};

use crate::{closing, dropped, signals};

/// The label of the window, also in `capabilities/main.json`.
const MAIN: &str = "main";

/// Where the page was when its memory was freed, as the `#…` of its address.
static PLACE: Mutex<String> = Mutex::new(String::new());

/// Makes the window, at the place where its page was last.
///
/// # Errors
/// The system has no display or no webview.
pub(crate) fn create(app: &AppHandle) -> tauri::Result<()> {
    let owner = app.clone();
    let place = std::mem::take(&mut *PLACE.lock().unwrap_or_else(PoisonError::into_inner));
    let page = if place.is_empty() { WebviewUrl::default() } else { WebviewUrl::App(place.into()) };
    WebviewWindowBuilder::new(app, MAIN, page)
        .title("CRM Autopilot")
        .inner_size(1280.0, 800.0)
        .min_inner_size(900.0, 600.0)
        .on_document_title_changed(|window, title| {
            if let Err(error) = window.set_title(&title) {
                tracing::warn!(%error, "the window could not be called by what it shows");
            }
        })
        .on_page_load(|window, load| {
            if matches!(load.event(), PageLoadEvent::Started) {
                signals::begin(window.app_handle());
            }
        })
        .on_navigation(move |target| may_load(&owner, target))
        .build()?;
    Ok(())
}

/// Whether there is a page, be it on screen or not.
pub(crate) fn exists(app: &AppHandle) -> bool {
    app.get_webview_window(MAIN).is_some()
}

/// Brings the window to the front, from the tray, a notification or the task bar; makes it anew where it was freed.
pub(crate) fn show(app: &AppHandle) {
    let said = |shown: tauri::Result<()>| {
        if let Err(error) = shown {
            tracing::warn!(%error, "the window could not be brought to the front");
        }
    };
    match app.get_webview_window(MAIN) {
        Some(window) => said(window.show().and_then(|()| window.unminimize()).and_then(|()| window.set_focus())),
        None => {
            let app = app.clone();
            // On Windows, a window that is made while an event is being handled waits for that event for ever.
            async_runtime::spawn_blocking(move || said(create(&app)));
        }
    }
}

/// As [`show`], with the page led to a place of its own, such as `#/`.
pub(crate) fn show_at(app: &AppHandle, place: &str) {
    match app.get_webview_window(MAIN) {
        Some(window) => {
            let lead = window.url().and_then(|mut url| {
                url.set_fragment(place.strip_prefix('#'));
                window.navigate(url)
            });
            if let Err(error) = lead {
                tracing::warn!(%error, "the page could not be led anywhere");
            }
        }
        None => place.clone_into(&mut PLACE.lock().unwrap_or_else(PoisonError::into_inner)),
    }
    show(app);
}

/// Takes the window off the screen; its page stays.
pub(crate) fn hide(app: &AppHandle) {
    with(app, WebviewWindow::hide);
}

/// Makes the window small, where there is no tray to bring it back from.
pub(crate) fn minimize(app: &AppHandle) {
    with(app, WebviewWindow::minimize);
}

fn with(app: &AppHandle, act: fn(&WebviewWindow) -> tauri::Result<()>) {
    if let Some(Err(error)) = app.get_webview_window(MAIN).map(|window| act(&window)) {
        tracing::warn!(%error, "the window could not be put away");
    }
}

/// Gives the memory of a page back that nobody looks at; where it was is remembered.
pub(crate) fn free(app: &AppHandle) {
    let Some(window) = app.get_webview_window(MAIN) else { return };
    if window.is_visible().unwrap_or(true) {
        return;
    }
    if let Some(place) = window.url().ok().and_then(|url| url.fragment().map(|place| format!("#{place}"))) {
        *PLACE.lock().unwrap_or_else(PoisonError::into_inner) = place;
    }
    if let Err(error) = window.destroy() {
        tracing::warn!(%error, "the memory of the window could not be freed");
    }
}

/// What happens to the window: it is asked to close, or files are dragged over it.
pub(crate) fn on_event(window: &Window, event: &WindowEvent) {
    match event {
        WindowEvent::CloseRequested { api, .. } => closing::on_close(window, api),
        WindowEvent::DragDrop(event) => dropped::on_drag(window.app_handle(), event),
        _ => {}
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
