//! `reviews …`: what the morning reviews say.

use clap::Subcommand;
use engine::Engine;
use engine::api::query;
use engine::api::wire::{Nothing, ReviewLine, ReviewReport};

use crate::failure::Failure;
use crate::output::{Output, short};
use crate::table::Table;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Morning reviews, newest first: scores, what needs you, what is stale
    #[command(after_help = "Example:\n  autopilot reviews list")]
    List,
}

pub(crate) async fn perform(engine: &Engine, command: &Command, output: &mut Output) -> Result<(), Failure> {
    let Command::List = command;
    let reviews = query::reviews_list(engine, Nothing {}).await?;
    output.answer(&reviews, |output, reviews| {
        if reviews.is_empty() {
            output.line("There is no review yet; `autopilot run daily_ai_review` makes one.");
        }
        reviews.iter().for_each(|review| draw(output, review));
    })
}

fn draw(output: &mut Output, review: &ReviewReport) {
    output.heading(&format!("{}, {}", review.brand, review.day));
    output.line(format!(
        "Deals scored: {}. Yesterday: sent {}, replies {}. Decisions: {}, tokens: {}.",
        review.scored, review.sent_yesterday, review.replies_yesterday, review.decisions, review.tokens
    ));
    let mut table = Table::new(["list", "score", "who", "stage", "why"]);
    let mut add = |list: &str, lines: &[ReviewLine]| {
        for line in lines {
            let who = short(&format!("{}, {}", line.name, line.company), 40);
            table.row([list.to_owned(), line.score.to_string(), who, line.stage.clone(), short(&line.why, 72)]);
        }
    };
    add("needs you", &review.needs_you);
    add("stale", &review.stale);
    add("best", &review.best);
    output.table(&table, "Nothing stands out.");
}
