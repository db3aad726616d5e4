//! The engine behind a command: which data, which clock, which secrets.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use domain::Timestamp;
use engine::{Engine, OpenOptions, Ports};
use gateways::{Clock, ManualClock, SecretStore, SystemClock};

use crate::failure::Failure;

/// Flags that every command knows.
#[derive(Debug, Args)]
pub(crate) struct Globals {
    /// Where the data lives, instead of the platform's folder for app data
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) data_dir: Option<PathBuf>,
    /// Print one JSON document and nothing else
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Act as if it were this time, such as 2026-11-23T09:00:00+11:00
    #[arg(long, global = true, value_name = "RFC3339", value_parser = time)]
    now: Option<Timestamp>,
    /// Say on stderr what is going on
    #[arg(long, global = true)]
    pub(crate) verbose: bool,
}

fn time(text: &str) -> Result<Timestamp, String> {
    Timestamp::parse(text)
        .ok_or_else(|| "write a date and time with an offset, such as 2026-11-23T09:00:00+11:00".to_owned())
}

/// An open engine and what it was opened with.
pub(crate) struct Session {
    pub(crate) engine: Arc<Engine>,
    pub(crate) secrets: Arc<dyn SecretStore>,
}

/// Opens the engine; `own`: also take the tasks, if nobody has them.
pub(crate) async fn open(globals: &Globals, own: bool) -> Result<Session, Failure> {
    gateways::install_crypto();
    let data_dir = folder(globals)?;
    let ports = Ports::real(clock(globals), gateways::secrets::of_this_process());
    let secrets = Arc::clone(&ports.secrets);
    let witness = engine::witness_folder(&data_dir);
    let engine = Engine::open(OpenOptions { data_dir, ports, own, witness, demo: false }).await?;
    Ok(Session { engine, secrets })
}

/// The clock that the flags name.
pub(crate) fn clock(globals: &Globals) -> Arc<dyn Clock> {
    match globals.now {
        Some(at) => Arc::new(ManualClock::new(at)),
        None => Arc::new(SystemClock),
    }
}

/// The data folder that the flags name.
pub(crate) fn folder(globals: &Globals) -> Result<PathBuf, Failure> {
    if let Some(given) = &globals.data_dir {
        return Ok(given.clone());
    }
    gateways::app_data()
        .ok_or_else(|| Failure::failed("This system has no folder for the data of apps; name one with --data-dir."))
}
