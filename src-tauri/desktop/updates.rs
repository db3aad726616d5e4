//! Updates, in builds with the feature `updater`: looks once a day whether there is a newer version, and installs it on a person's yes.
//! Leaves signatures to the plugin, which refuses whatever the key of this build did not sign.

use std::path::Path;
use std::time::Duration;

use anyhow::Context as _;
use domain::time::DAY;
use gateways::{Clock as _, SystemClock};
use tauri::{AppHandle, Manager, async_runtime};
use tauri_plugin_dialog::{DialogExt, MessageDialogButtons, MessageDialogKind};
use tauri_plugin_updater::{Update, UpdaterExt};

use crate::{Flags, core};

/// Where the updater's key and address stand in the configuration of a build that has them.
const CONFIGURED: &str = "updater";
/// The start belongs to the person's own work.
const FIRST: Duration = Duration::from_secs(60);
/// How often it asks the clock, which is cheap. A timer of a whole day would stand still while the computer sleeps.
const EVERY: Duration = Duration::from_secs(15 * 60);
/// How long a server may be silent. A download may take as long as it takes.
const PATIENCE: Duration = Duration::from_secs(30);

/// From now on, looks for a newer version once a day. Does nothing in a demo, on a folder of one's own, or without a configured key.
///
/// # Errors
/// The key or the address that were built in cannot be used.
pub(crate) fn look(app: &AppHandle) -> anyhow::Result<()> {
    if !app.state::<Flags>().is_everyday() || !app.config().plugins.0.contains_key(CONFIGURED) {
        return Ok(());
    }
    app.plugin(tauri_plugin_updater::Builder::new().build())?;
    let looked = app.path().app_cache_dir()?.join("looked-for-updates");
    let app = app.clone();
    async_runtime::spawn(async move {
        tokio::time::sleep(FIRST).await;
        loop {
            if is_due(&looked) {
                once(&app).await;
            }
            tokio::time::sleep(EVERY).await;
        }
    });
    Ok(())
}

/// Whether a day has gone by; if so, today's look counts as done, whatever comes of it.
fn is_due(looked: &Path) -> bool {
    let now = SystemClock.now().millis();
    let last = std::fs::read_to_string(looked).ok().and_then(|text| text.trim().parse::<i64>().ok());
    // A look that lies ahead was made by a clock that has been set back since.
    if last.is_some_and(|last| (now - DAY..=now).contains(&last)) {
        return false;
    }
    let written =
        looked.parent().map_or(Ok(()), std::fs::create_dir_all).and_then(|()| std::fs::write(looked, now.to_string()));
    if let Err(error) = &written {
        tracing::warn!(%error, "the day of this look for updates cannot be kept, so there is none");
    }
    written.is_ok()
}

async fn once(app: &AppHandle) {
    match find(app).await {
        Ok(Some(update)) if is_wanted(app, &update).await => {
            if let Err(error) = install(app, update).await {
                tracing::error!("the update was not installed: {error:#}");
                let message = format!("{error:#}\n\nYou go on with the version you have.");
                let dialog = app.dialog().message(message).title("The update was not installed");
                dialog.kind(MessageDialogKind::Error).show(|_| {});
            }
        }
        Ok(_) => {}
        // Most often there is no network. Tomorrow is early enough.
        Err(error) => tracing::warn!("could not look for updates: {error:#}"),
    }
}

async fn find(app: &AppHandle) -> anyhow::Result<Option<Update>> {
    let ending = app.clone();
    let updater = app
        .updater_builder()
        .configure_client(|client| client.connect_timeout(PATIENCE).read_timeout(PATIENCE))
        // On Windows the installer ends this process, which then gets no chance to close its data in the usual place.
        .on_before_exit(move || {
            core::close(&ending);
            ending.cleanup_before_exit();
        })
        .build()?;
    Ok(updater.check().await?)
}

/// Asks. Closing the question is a no, and the question comes back the next day.
async fn is_wanted(app: &AppHandle, update: &Update) -> bool {
    let question = format!(
        "Version {} is there; you have {}. Its signature is checked before it is installed, and the program starts anew afterwards. Your data \
         stays where it is.",
        update.version, update.current_version
    );
    let dialog = app.dialog().message(question).title("Install the new version of CRM Autopilot?");
    let (said, answer) = tokio::sync::oneshot::channel();
    let buttons = MessageDialogButtons::OkCancelCustom("Install".to_owned(), "Not now".to_owned());
    dialog.buttons(buttons).show(move |yes| {
        // Nobody listens any more only when the program ends.
        let _ = said.send(yes);
    });
    answer.await.unwrap_or(false)
}

async fn install(app: &AppHandle, update: Update) -> anyhow::Result<()> {
    let package = update.download(|_, _| {}, || {}).await.context("The download failed, or its signature is wrong")?;
    // It waits for an installer, and on Linux for a password.
    async_runtime::spawn_blocking(move || update.install(package))
        .await?
        .context("The package could not be installed")?;
    app.request_restart();
    Ok(())
}
