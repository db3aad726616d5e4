//! `decisions …`: what the autopilot chose, and why.

use clap::Subcommand;
use engine::Engine;
use engine::api::query;
use engine::api::wire::{DecisionRow, DecisionsRequest};

use crate::failure::Failure;
use crate::output::{Output, short};
use crate::table::Table;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Decisions, newest first
    #[command(after_help = "Example:\n  autopilot decisions list --deal jo@example.com")]
    List {
        /// Of one deal: id, the beginning of the id, or the contact's address
        #[arg(long)]
        deal: Option<String>,
        #[arg(long, value_name = "N")]
        limit: Option<u32>,
    },
}

pub(crate) async fn perform(engine: &Engine, command: &Command, output: &mut Output) -> Result<(), Failure> {
    let Command::List { deal, limit } = command;
    let deal = match deal {
        Some(deal) => Some(query::deal_named(engine, deal).await?),
        None => None,
    };
    let decisions = query::decisions_list(engine, DecisionsRequest { deal, limit: *limit }).await?;
    output.answer(&decisions, |output, decisions| draw_list(output, decisions))
}

pub(crate) fn draw_list(output: &mut Output, decisions: &[DecisionRow]) {
    let mut table = Table::new(["at", "deal", "action", "by", "sure", "tokens", "reason", "trouble"]);
    for decision in decisions {
        let tokens = decision.tokens_in.unwrap_or(0).saturating_add(decision.tokens_out.unwrap_or(0));
        table.row([
            output.time(decision.at),
            decision.deal_id.to_string(),
            decision.action.clone(),
            if decision.model.is_empty() { decision.provider.clone() } else { decision.model.clone() },
            format!("{:.0} %", decision.confidence * 100.0),
            if tokens == 0 { String::new() } else { tokens.to_string() },
            short(&decision.reason, 64),
            short(decision.trouble.as_deref().unwrap_or_default(), 48),
        ]);
    }
    output.table(&table, "The autopilot has decided nothing yet.");
}
