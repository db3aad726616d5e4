//! `demo`: a made-up month against a sandbox on this machine. Nothing real is read, written or sent.

use clap::Args;
use demo::{Options, run_headless};

use crate::failure::Failure;
use crate::output::{Output, print};
use crate::session::Globals;

#[derive(Debug, Args)]
#[command(
    after_help = "The engine, its clients and its database are the real ones; people, mailboxes and the clock are made up.
The same seed tells the same story. --data-dir names the folder of its database; an existing one that is no demo is left alone.

Example:
  autopilot demo --seed 7"
)]
pub(crate) struct Arguments {
    /// Decides who answers and how
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
}

pub(crate) async fn demo(globals: &Globals, arguments: &Arguments, output: &mut Output) -> Result<(), Failure> {
    let options = Options { seed: arguments.seed, data_dir: globals.data_dir.clone() };
    let quiet = output.is_json();
    let tell = |line: &str| {
        if !quiet {
            print(&format!("{line}\n"));
        }
    };
    let ending =
        run_headless(&options, tell).await.map_err(|error| Failure::failed(format!("The demo failed: {error:#}.")))?;
    output.answer(&ending, |output, ending| output.line(ending.table()))?;
    if ending.duplicates == 0 && ending.to_suppressed == 0 {
        return Ok(());
    }
    Err(Failure::failed("The demo broke a promise: see the table."))
}
