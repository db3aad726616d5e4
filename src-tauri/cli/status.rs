//! `seed` and `status`: how the whole program stands.

use engine::Engine;
use engine::api::query;
use engine::api::wire::{Nothing, Status};

use crate::brand;
use crate::failure::Failure;
use crate::output::Output;

/// Opening the engine seeded what was missing; this says what is there.
pub(crate) async fn seed(engine: &Engine, output: &mut Output) -> Result<(), Failure> {
    let brands = query::brands(engine, Nothing {}).await?;
    output.answer(&brands, |output, brands| {
        output.line(format!("The database is ready: {}", engine.database().display()));
        brand::draw_list(output, brands);
    })
}

pub(crate) async fn status(engine: &Engine, output: &mut Output) -> Result<(), Failure> {
    let status = query::status(engine, Nothing {}).await?;
    output.answer(&status, draw)
}

fn draw(output: &mut Output, status: &Status) {
    output.field("Version", &status.version);
    output.field("Now", output.time(status.now));
    output.field("Tasks run in", status.owned_by.as_deref().unwrap_or("no process at the moment"));
    output.field("Paused", status.paused.as_ref().map_or("", |pause| pause.reason.as_str()));
    output.field(
        "Wait for you",
        format!(
            "{} mails to approve, {} questions, {} uncertain mails",
            status.awaiting_approval, status.questions, status.unconfirmed
        ),
    );
    output.heading("Brands");
    brand::draw_list(output, &status.brands);
    output.heading("Tasks");
    crate::tasks::draw_list(output, &status.tasks);
}
