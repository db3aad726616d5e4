//! What happens when the window is closed: the autopilot goes on in the tray, or the program ends. A person is asked once.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use engine::Engine;
use engine::api::wire::{Nothing, OnClose, ProgramSet};
use engine::api::{mutation, query};
use tauri::{AppHandle, CloseRequestApi, Manager, Window, async_runtime};
use tauri_plugin_dialog::{DialogExt, MessageDialogButtons, MessageDialogResult};

use crate::core::Core;
use crate::{Flags, tray, window};

/// How long a window that was put away keeps its page: it is back at once meanwhile, and after that its memory is free.
const KEEPS_PAGE: Duration = Duration::from_secs(5 * 60);

/// How often the window was put away: only the last time counts.
static CLOSED: AtomicU32 = AtomicU32::new(0);

const KEEP: &str = "Keep working";
const QUIT: &str = "Quit";

/// On the user's own data, closing is a question; a demo just ends.
pub(crate) fn on_close(window: &Window, api: &CloseRequestApi) {
    let app = window.app_handle().clone();
    if !app.state::<Flags>().is_everyday() {
        return;
    }
    api.prevent_close();
    async_runtime::spawn(async move {
        match wish(&app).await {
            OnClose::Keep => put_away(&app),
            OnClose::Quit => app.exit(0),
            OnClose::Ask => ask(&app),
        }
    });
}

async fn wish(app: &AppHandle) -> OnClose {
    let Some(engine) = app.state::<Core>().engine().await else { return OnClose::Quit };
    match query::program_settings(&engine, Nothing {}).await {
        Ok(settings) => settings.on_close,
        Err(refused) => {
            tracing::warn!(%refused, "it is not known what closing should do");
            OnClose::Ask
        }
    }
}

fn ask(app: &AppHandle) {
    let place = if tray::exists(app) {
        "The window goes; its icon stays in the tray, and a click on it brings the window back."
    } else {
        "This desktop shows no icons of programs at work, so the window only becomes small."
    };
    let message = format!(
        "The autopilot can go on without the window: it sends what you approved, fetches replies and tells you what \
         matters. {place}\n\nYou can change this in Settings, This computer."
    );
    let buttons = MessageDialogButtons::YesNoCancelCustom(KEEP.into(), QUIT.into(), "Cancel".into());
    let dialog = app.dialog().message(message).title("Keep working in the background?").buttons(buttons);
    let app = app.clone();
    dialog.show_with_result(move |answer| match answer {
        MessageDialogResult::Custom(word) if word == KEEP => remember(&app, OnClose::Keep),
        MessageDialogResult::Custom(word) if word == QUIT => remember(&app, OnClose::Quit),
        _ => {}
    });
}

fn remember(app: &AppHandle, on_close: OnClose) {
    let app = app.clone();
    async_runtime::spawn(async move {
        if let Some(engine) = app.state::<Core>().engine().await {
            keep(&engine, on_close).await;
        }
        match on_close {
            OnClose::Quit => app.exit(0),
            OnClose::Keep | OnClose::Ask => put_away(&app),
        }
    });
}

async fn keep(engine: &Engine, on_close: OnClose) {
    let set = ProgramSet { quiet_hours: None, on_close: Some(on_close) };
    if let Err(refused) = mutation::program_set(engine, set).await {
        tracing::warn!(%refused, "the answer was not kept; it is asked for again");
    }
}

/// Into the tray, or where there is none into the task bar.
fn put_away(app: &AppHandle) {
    if !tray::exists(app) {
        return window::minimize(app);
    }
    window::hide(app);
    let app = app.clone();
    let nth = CLOSED.fetch_add(1, Ordering::Relaxed) + 1;
    async_runtime::spawn(async move {
        tokio::time::sleep(KEEPS_PAGE).await;
        if CLOSED.load(Ordering::Relaxed) == nth {
            window::free(&app);
        }
    });
}
