//! The engine's life inside the window: opened behind the first paint, listened to, closed before the process ends.
//! Leaves what it is made of to `world`, and questions of the page to `ipc`.

use std::sync::Arc;
use std::time::Duration;

use engine::api::wire::Signal;
use engine::{Engine, Event, api};
use serde_json::Value;
use tauri::{AppHandle, Manager, async_runtime};
use tauri_plugin_dialog::{DialogExt, MessageDialogKind};
use tokio::sync::{Mutex, broadcast, watch};

use crate::world::World;
use crate::{Flags, notify, power, signals};

/// How long a running task gets to finish when the user quits. What is cut off is settled at the next start.
const PATIENCE: Duration = Duration::from_secs(10);

/// The engine, from the moment it is open.
pub(crate) struct Core {
    engine: watch::Receiver<Option<Arc<Engine>>>,
    world: Arc<Mutex<Option<World>>>,
}

impl Core {
    /// The engine, once it is open; `None` if it never will be.
    pub(crate) async fn engine(&self) -> Option<Arc<Engine>> {
        let mut opened = self.engine.clone();
        opened.wait_for(Option::is_some).await.ok()?.clone()
    }
}

/// Opens the engine in the background, so that the window is there at once and can say what is going on.
pub(crate) fn open(app: &AppHandle, flags: Flags) {
    let (opened, engine) = watch::channel(None);
    let kept = Arc::new(Mutex::new(None));
    app.manage(Core { engine, world: Arc::clone(&kept) });
    let app = app.clone();
    async_runtime::spawn(async move {
        match World::open(&flags).await {
            Ok(world) => {
                let engine = world.engine();
                let events = engine.events();
                kept.lock().await.replace(world);
                opened.send_replace(Some(Arc::clone(&engine)));
                async_runtime::spawn(notify::tell(app.clone(), Arc::clone(&engine)));
                async_runtime::spawn(power::follow(engine));
                listen(&app, events).await;
            }
            Err(error) => give_up(&app, &error),
        }
    });
}

/// Passes every event on to the page.
async fn listen(app: &AppHandle, mut events: broadcast::Receiver<Event>) {
    loop {
        let event = match events.recv().await {
            Ok(event) => event,
            // Something was missed and nobody can know what: the page asks again for everything it shows.
            Err(broadcast::error::RecvError::Lagged(_)) => Event::Changed,
            Err(broadcast::error::RecvError::Closed) => return,
        };
        signals::tell(app, Signal::Engine(event));
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
            tracing::warn!(name, %refused, "the engine refused what the tray asked for");
            notify::refusal(&app, &refused.message);
        }
    });
}

/// Ends as by the menu when the system asks for it: at a log-out or a shutdown, or from a terminal.
pub(crate) fn end_when_asked(app: &AppHandle) {
    let app = app.clone();
    async_runtime::spawn(async move {
        match asked_to_end().await {
            Ok(()) => app.exit(0),
            Err(error) => {
                tracing::warn!(%error, "the system cannot ask the program to end; it can still be quit by hand")
            }
        }
    });
}

#[cfg(unix)]
async fn asked_to_end() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};

    let [mut ended, mut interrupted, mut hung_up] =
        [signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?, signal(SignalKind::hangup())?];
    tokio::select! {
        _ = ended.recv() => {},
        _ = interrupted.recv() => {},
        _ = hung_up.recv() => {},
    }
    Ok(())
}

#[cfg(not(unix))]
async fn asked_to_end() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}

/// Lets the task at work finish and closes the database, before the process ends.
pub(crate) fn close(app: &AppHandle) {
    if let Some(core) = app.try_state::<Core>() {
        let kept = Arc::clone(&core.world);
        async_runtime::block_on(async move {
            if let Some(world) = kept.lock().await.take() {
                world.close(PATIENCE).await;
            }
        });
    }
}
