//! `doctor`: what the autopilot leans on, and how to mend it.

use clap::Args;
use engine::Engine;
use engine::api::trigger;
use engine::api::wire::{DoctorRequest, Nothing};

use crate::failure::Failure;
use crate::output::Output;

#[derive(Debug, Args)]
#[command(
    after_help = "Exit code 1 when a check fails.\n\nExamples:\n  autopilot doctor\n  autopilot doctor --diagnostics > for-support.txt"
)]
pub(crate) struct Arguments {
    /// Print what helps somebody else to find a fault: no address, no secret, no name
    #[arg(long)]
    diagnostics: bool,
}

pub(crate) async fn doctor(engine: &Engine, arguments: &Arguments, output: &mut Output) -> Result<(), Failure> {
    if arguments.diagnostics {
        let diagnostics = trigger::diagnostics(engine, Nothing {}).await?;
        return output.answer(&diagnostics, |output, diagnostics| output.line(&diagnostics.text));
    }
    let checks = trigger::doctor(engine, DoctorRequest { program: false, brand: None }).await?;
    output.answer(&checks, |output, checks| {
        for check in checks {
            let brand = check.brand.as_ref().map_or_else(String::new, |brand| format!(" of {brand}"));
            let mark = output.mark(check.ok);
            output.line(format!("{mark}  {}{brand}: {}", check.check, check.detail));
            if let Some(fix) = &check.fix {
                output.line(format!("    {fix}"));
            }
        }
    })?;
    match checks.iter().filter(|check| !check.ok).count() {
        0 => Ok(()),
        1 => Err(Failure::failed("One check failed; its fix is above.")),
        n => Err(Failure::failed(format!("{n} checks failed; their fixes are above."))),
    }
}
