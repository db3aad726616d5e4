//! `pause` and `resume`: the whole autopilot.

use clap::Args;
use domain::brand::PauseLength;
use engine::Engine;
use engine::api::mutation;
use engine::api::wire::{Nothing, PauseAll};

use crate::brand::draw_done;
use crate::failure::Failure;
use crate::output::Output;

#[derive(Debug, Args)]
#[command(
    after_help = "Nothing is decided or sent until then, or until `autopilot resume`.\n\nExamples:\n  autopilot pause --reason \"holidays\"\n  autopilot pause --for tomorrow"
)]
pub(crate) struct Arguments {
    #[arg(long, default_value = "paused on the command line")]
    reason: String,
    /// hour, tomorrow, or until it is resumed
    #[arg(long = "for", value_name = "LENGTH", default_value_t = PauseLength::Resumed)]
    length: PauseLength,
}

pub(crate) async fn pause(engine: &Engine, arguments: &Arguments, output: &mut Output) -> Result<(), Failure> {
    let request = PauseAll { reason: arguments.reason.clone(), length: arguments.length };
    draw_done(output, &mutation::pause_all(engine, request).await?)
}

pub(crate) async fn resume(engine: &Engine, output: &mut Output) -> Result<(), Failure> {
    draw_done(output, &mutation::resume_all(engine, Nothing {}).await?)
}
