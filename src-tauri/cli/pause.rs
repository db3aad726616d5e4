//! `pause` and `resume`: the whole autopilot.

use clap::Args;
use engine::Engine;
use engine::api::mutation;
use engine::api::wire::{Nothing, PauseAll};

use crate::brand::draw_done;
use crate::failure::Failure;
use crate::output::Output;

#[derive(Debug, Args)]
#[command(
    after_help = "Nothing is decided or sent until `autopilot resume`.\n\nExample:\n  autopilot pause --reason \"holidays\""
)]
pub(crate) struct Arguments {
    #[arg(long, default_value = "paused on the command line")]
    reason: String,
}

pub(crate) async fn pause(engine: &Engine, arguments: &Arguments, output: &mut Output) -> Result<(), Failure> {
    draw_done(output, &mutation::pause_all(engine, PauseAll { reason: arguments.reason.clone() }).await?)
}

pub(crate) async fn resume(engine: &Engine, output: &mut Output) -> Result<(), Failure> {
    draw_done(output, &mutation::resume_all(engine, Nothing {}).await?)
}
