//! What the window's engine is made of: the user's own data on the machine's clock and keychain, or a demonstration.
//! The same for a person as `autopilot daemon` is for a server.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use engine::{Engine, Heartbeat, OpenOptions, Ports, RealConnect};
use gateways::{Clock, MemorySecrets, SecretStore, SystemClock, SystemRandom};
use tauri::{AppHandle, Manager};

use crate::Flags;

/// How often the engine looks what is due, in seconds.
const BEAT: u32 = 10;

/// An open engine and what keeps it going.
pub(crate) struct World {
    engine: Arc<Engine>,
    heart: Heartbeat,
}

impl World {
    /// Opens the data and starts the tasks, if no other process has them.
    ///
    /// # Errors
    /// The data can't be opened; the message is for a person.
    pub(crate) async fn open(app: &AppHandle, flags: &Flags) -> anyhow::Result<Self> {
        gateways::install_crypto();
        let data_dir = match &flags.data_dir {
            Some(given) => given.clone(),
            None if flags.demo => demo_dir(flags.seed),
            None => app.path().app_data_dir().context("this system has no folder for the data of apps")?,
        };
        let engine =
            Engine::open(OpenOptions { data_dir, ports: ports(flags.demo), own: true, demo: flags.demo }).await?;
        let heart = Heartbeat::start(Arc::clone(&engine), BEAT).await?;
        Ok(Self { engine, heart })
    }

    pub(crate) fn engine(&self) -> Arc<Engine> {
        Arc::clone(&self.engine)
    }

    /// Waits for the task at work, at most `patience`, and closes the database.
    pub(crate) async fn close(self, patience: Duration) {
        self.heart.stop(patience).await;
        self.engine.close().await;
    }
}

/// The machine's own clock, chance and network, and its keychain; a demonstration never sees the keychain.
fn ports(demo: bool) -> Ports {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let secrets: Arc<dyn SecretStore> =
        if demo { Arc::new(MemorySecrets::default()) } else { gateways::secrets::choose(std::env::vars()) };
    Ports {
        random: Arc::new(SystemRandom),
        connect: Arc::new(RealConnect::new(Arc::clone(&secrets), Arc::clone(&clock))),
        clock,
        secrets,
    }
}

/// A demo is thrown away: it lives where the system clears up.
fn demo_dir(seed: u64) -> PathBuf {
    std::env::temp_dir().join(format!("crm-autopilot-demo-{seed}-{}", std::process::id()))
}
