//! `research DEAL`: reads the site of a deal's contact and shows what it says, with the passages.

use engine::Engine;
use engine::api::trigger;
use engine::api::wire::Research;

use crate::deals::DealArgument;
use crate::failure::Failure;
use crate::output::{Output, short};
use crate::table::Table;

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  autopilot research jo@harbourblog.example")]
pub(crate) struct Arguments {
    #[command(flatten)]
    deal: DealArgument,
}

pub(crate) async fn research(engine: &Engine, arguments: &Arguments, output: &mut Output) -> Result<(), Failure> {
    let deal = arguments.deal.find(engine).await?;
    output.answer(&trigger::research_run(engine, deal).await?, draw)
}

fn draw(output: &mut Output, research: &Research) {
    output.field("Site", research.site.as_deref().unwrap_or_default());
    output.field("Read", output.maybe_time(research.read_at));
    output.field("Trouble", research.trouble.as_deref().unwrap_or_default());
    output.heading("Pages");
    for page in &research.pages {
        output.line(format!("{} {}", page.status, page.address));
    }
    output.heading("What it says");
    let mut table = Table::new(["fact", "value", "passage", "page"]);
    for fact in &research.facts {
        table.row([fact.kind.to_string(), short(&fact.value, 50), short(&fact.passage, 50), short(&fact.page, 50)]);
    }
    output.table(&table, "Nothing that could be quoted.");
    if !research.angles.is_empty() {
        output.heading("What a mail may say");
        for angle in &research.angles {
            output.line(&angle.sentence);
        }
    }
}
