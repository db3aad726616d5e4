//! The engine's life inside the window: opened behind the first paint, listened to, closed before the process ends.
//! Leaves questions of the page to `ipc`.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tauri::{AppHandle, Emitter, Manager, async_runtime};
use tauri_plugin_dialog::{DialogExt, MessageDialogKind};
use tokio::sync::{broadcast, watch};

use crate::engine_stub::{Engine, Event, OpenOptions, api};
use crate::ipc::EVENT;
use crate::{Flags, notify, tray};

/// How long the running tasks get to finish when the user quits. What is cut off is settled at the next start.
const FAREWELL: Duration = Duration::from_secs(10);

/// The engine, from the moment it is open.
pub(crate) struct Core(watch::Receiver<Option<Arc<Engine>>>);

impl Core {
    /// The engine, once it is open; `None` if the process ends before.
    pub(crate) async fn engine(&self) -> Option<Arc<Engine>> {
        let mut opened = self.0.clone();
        opened.wait_for(Option::is_some).await.ok()?.clone()
    }
}

/// Opens the engine in the background, so that the window is there at once and can say what is going on.
pub(crate) fn open(app: &AppHandle, flags: Flags) {
    let (opened, core) = watch::channel(None);
    app.manage(Core(core));
    let app = app.clone();
    async_runtime::spawn(async move {
        let options = OpenOptions { data_dir: flags.data_dir, demo: flags.demo.then_some(flags.seed) };
        match Engine::open(options).await {
            Ok(engine) => {
                let events = engine.events();
                opened.send_replace(Some(Arc::clone(&engine)));
                show_whether_paused(&app, &engine).await;
                listen(&app, &engine, events).await;
            }
            Err(error) => give_up(&app, &error.into()),
        }
    });
}

/// Passes every event on to the page; notices also go to the desktop, and whether it is paused to the tray.
async fn listen(app: &AppHandle, engine: &Engine, mut events: broadcast::Receiver<Event>) {
    loop {
        let event = match events.recv().await {
            Ok(event) => event,
            // Something was missed and nobody can know what: the page asks again for everything it shows.
            Err(broadcast::error::RecvError::Lagged(_)) => Event::Changed,
            Err(broadcast::error::RecvError::Closed) => return,
        };
        match &event {
            Event::Notice { notice } => notify::notice(app, notice),
            Event::Changed => show_whether_paused(app, engine).await,
            _ => {}
        }
        if let Err(error) = app.emit(EVENT, event) {
            tracing::warn!(%error, "an event did not reach the page");
        }
    }
}

/// Lets the tray offer what is possible: to pause, or to resume.
async fn show_whether_paused(app: &AppHandle, engine: &Engine) {
    if !tray::exists(app) {
        return;
    }
    match api::call(engine, "status", json!({})).await {
        Ok(status) => tray::show_paused(app, status.get("paused").is_some_and(|paused| !paused.is_null())),
        Err(refused) => {
            tracing::warn!(message = refused.message, "the tray could not learn whether the autopilot is paused")
        }
    }
}

/// Without a database there is nothing to show: says why in a native dialog and ends.
fn give_up(app: &AppHandle, error: &anyhow::Error) {
    tracing::error!("CRM Autopilot could not open its data: {error:#}");
    let message = format!(
        "{error:#}\n\nYour data was left as it is. \"autopilot doctor\" in a terminal says more and offers a fix."
    );
    let dialog = app.dialog().message(message).title("CRM Autopilot could not open its data");
    let app = app.clone();
    dialog.kind(MessageDialogKind::Error).show(move |_| app.exit(1));
}

/// Asks the engine for something nobody waits for, from the tray. A refusal is shown as a notification.
pub(crate) fn ask(app: &AppHandle, name: &'static str, args: Value) {
    let app = app.clone();
    async_runtime::spawn(async move {
        let Some(engine) = app.state::<Core>().engine().await else { return };
        if let Err(refused) = api::call(&engine, name, args).await {
            tracing::warn!(name, message = refused.message, "the engine refused what the tray asked for");
            notify::refusal(&app, &refused.message);
        }
    });
}

/// Lets the tasks finish and closes the database, before the process ends.
pub(crate) fn close(app: &AppHandle) {
    let engine = app.try_state::<Core>().and_then(|core| core.0.borrow().clone());
    if let Some(engine) = engine {
        async_runtime::block_on(engine.close(FAREWELL));
    }
}
