//! What the window's engine is made of: the user's own data on the machine's clock and keychain, or a demonstration on a clock of its own.
//! Leaves the window and its page to `core`.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use domain::time::DAY;
use engine::{Engine, Heartbeat, OpenOptions, Ports};
use gateways::SystemClock;
use tauri::async_runtime::{self, JoinHandle};

use crate::Flags;

/// How often the engine looks what is due, in seconds.
const BEAT: u32 = 15;

/// How much of the demonstration has happened when its window can be used: enough for something to wait on every stage.
const PAST: i64 = 3 * DAY;

/// How long a simulated hour takes from then on: the month is over in twenty minutes.
const HOUR: Duration = Duration::from_secs(2);

/// An open engine and what keeps it going.
pub(crate) enum World {
    /// The user's own data.
    Own { engine: Arc<Engine>, heart: Heartbeat },
    /// A demonstration, under way.
    Demo { world: Arc<demo::World>, play: JoinHandle<()> },
}

impl World {
    /// Opens the data and starts the tasks, if no other process has them.
    ///
    /// # Errors
    /// The data can't be opened; the message is for a person.
    pub(crate) async fn open(flags: &Flags) -> anyhow::Result<Self> {
        if flags.demo {
            return demonstrate(demo::Options { seed: flags.seed, data_dir: flags.data_dir.clone() }).await;
        }
        gateways::install_crypto();
        let data_dir = match &flags.data_dir {
            Some(given) => given.clone(),
            None => gateways::app_data().context("this system has no folder for the data of apps")?,
        };
        let witness = engine::witness_folder(&data_dir);
        let ports = Ports::real(Arc::new(SystemClock), gateways::secrets::of_this_process());
        let engine = Engine::open(OpenOptions { data_dir, ports, own: true, witness, demo: false }).await?;
        let heart = Heartbeat::start(Arc::clone(&engine), BEAT).await?;
        Ok(Self::Own { engine, heart })
    }

    pub(crate) fn engine(&self) -> Arc<Engine> {
        match self {
            Self::Own { engine, .. } => Arc::clone(engine),
            Self::Demo { world, .. } => world.engine(),
        }
    }

    /// Waits for the task at work, at most `patience`, and closes the database.
    pub(crate) async fn close(self, patience: Duration) {
        match self {
            Self::Own { engine, heart } => {
                heart.stop(patience).await;
                engine.close().await;
            }
            // Nothing in a demonstration is worth waiting for.
            Self::Demo { world, play } => {
                play.abort();
                let _ = play.await;
                if let Some(world) = Arc::into_inner(world) {
                    world.close().await;
                }
            }
        }
    }
}

/// Sets the stage and lets the first days pass, so that there is something to see; the rest happens before the user's eyes.
async fn demonstrate(options: demo::Options) -> anyhow::Result<World> {
    let world = Arc::new(demo::World::begin(&options).await?);
    world.import().await?;
    let engine = world.engine();
    let present = engine.now().plus_millis(PAST);
    while engine.now() < present && world.step().await? {}
    let player = Arc::clone(&world);
    let play = async_runtime::spawn(async move {
        if let Err(error) = player.play(HOUR).await {
            tracing::error!("the demonstration stopped: {error:#}");
        }
    });
    Ok(World::Demo { world, play })
}
