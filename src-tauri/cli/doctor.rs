//! `doctor`: what the autopilot leans on, and how to mend it.

use engine::Engine;
use engine::api::trigger;
use engine::api::wire::DoctorRequest;

use crate::failure::Failure;
use crate::output::Output;

pub(crate) async fn doctor(engine: &Engine, output: &mut Output) -> Result<(), Failure> {
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
