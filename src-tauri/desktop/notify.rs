//! Native notifications: shows what the engine says is worth telling now, and follows a click on one.
//! Leaves to the engine what that is, to the page where it leads.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::notice::Bubble;
use engine::api::trigger;
use engine::api::wire::{Nothing, Signal};
use engine::{Engine, Event};
use tauri::{AppHandle, Manager, State, Wry};
use tauri_plugin_notification::{NotificationBuilder, NotificationExt};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use crate::{signals, window};

/// The key under which a notification remembers what it is about.
const BUBBLE: &str = "bubble";

/// What comes within this time comes up together.
const SETTLE: Duration = Duration::from_secs(2);
/// The longest wait before looking again: a clock may have been set, or the machine slept.
const LONGEST: Duration = Duration::from_secs(10 * 60);

/// What was clicked before there was a page that could follow it.
#[derive(Default)]
pub(crate) struct Clicked(Mutex<Option<Bubble>>);

/// A page that has just been made asks what it was opened by.
#[tauri::command]
pub(crate) fn opened_by(clicked: State<'_, Clicked>) -> Option<Bubble> {
    clicked.0.lock().unwrap_or_else(PoisonError::into_inner).take()
}

/// Listens for clicks on notifications.
///
/// # Errors
/// The notification plugin refuses the listener.
pub(crate) fn set_up(app: &AppHandle) -> anyhow::Result<()> {
    app.manage(Clicked::default());
    let handle = app.clone();
    app.notification().on_action(move |action| {
        let bubble = action.notification().and_then(|notification| notification.extra().get(BUBBLE).cloned());
        let bubble = bubble.and_then(|bubble| serde_json::from_value::<Bubble>(bubble).ok());
        follow(&handle, bubble);
    })?;
    Ok(())
}

fn follow(app: &AppHandle, bubble: Option<Bubble>) {
    if window::exists(app) {
        if let Some(bubble) = bubble {
            signals::tell(app, Signal::Clicked(bubble));
        }
    } else {
        *app.state::<Clicked>().0.lock().unwrap_or_else(PoisonError::into_inner) = bubble;
    }
    window::show(app);
}

/// Shows what is worth telling whenever there is something new, and at the end of quiet hours.
pub(crate) async fn tell(app: AppHandle, engine: Arc<Engine>) {
    loop {
        // Before it looks, so that nothing comes unnoticed in between.
        let events = engine.events();
        let mut again = None;
        match trigger::notices_tell(&engine, Nothing {}).await {
            Ok(telling) => {
                telling.bubbles.into_iter().for_each(|bubble| bring_up(&app, &bubble));
                again = telling.again_at;
            }
            Err(refused) => tracing::warn!(%refused, "it is not known what is worth telling; it stays in the window"),
        }
        match again {
            None => news(events).await,
            Some(at) => {
                let wait = Duration::from_millis(u64::try_from(at.since(engine.now())).unwrap_or(0));
                // Whether there is news or the time has come, it looks again.
                let _ = tokio::time::timeout(wait.min(LONGEST), news(events)).await;
            }
        }
        tokio::time::sleep(SETTLE).await;
    }
}

/// Waits for a notice. What was missed may have been one.
async fn news(mut events: Receiver<Event>) {
    loop {
        match events.recv().await {
            Ok(Event::Notice { .. }) | Err(RecvError::Lagged(_)) => return,
            Ok(_) => {}
            Err(RecvError::Closed) => std::future::pending().await,
        }
    }
}

fn bring_up(app: &AppHandle, bubble: &Bubble) {
    show(app.notification().builder().title(&bubble.title).body(&bubble.body).extra(BUBBLE, bubble));
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
