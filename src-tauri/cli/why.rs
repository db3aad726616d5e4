//! `why DEAL`: each gate, whether it is open, and when it will be.

use clap::Args;
use engine::Engine;
use engine::api::query;
use engine::api::wire::WhyReply;

use crate::deals::DealArgument;
use crate::failure::Failure;
use crate::output::Output;
use crate::table::Table;

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  autopilot why jo@example.com --now 2026-11-23T09:00:00+11:00")]
pub(crate) struct Arguments {
    #[command(flatten)]
    deal: DealArgument,
}

pub(crate) async fn why(engine: &Engine, arguments: &Arguments, output: &mut Output) -> Result<(), Failure> {
    let reply = query::why(engine, arguments.deal.find(engine).await?).await?;
    output.answer(&reply, draw)
}

fn draw(output: &mut Output, reply: &WhyReply) {
    output.line(&reply.summary);
    output.line("");
    let mut table = Table::new(["gate", "opens", "why"]);
    for check in &reply.verdict.checks {
        let opens = if check.pass {
            "is open".to_owned()
        } else {
            check.next.map_or_else(|| "not by itself".to_owned(), |at| output.time(at))
        };
        table.row([check.gate.to_string(), opens, check.why.clone()]);
    }
    output.table(&table, "There are no gates.");
}
