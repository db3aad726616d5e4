//! `messages …`: incoming mails.

use clap::Subcommand;
use domain::reply::ReplyKind;
use engine::Engine;
use engine::api::query;
use engine::api::wire::{MessageDetail, MessageRef, MessageRow, MessagesRequest};

use crate::failure::Failure;
use crate::output::{Output, short};
use crate::table::Table;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Incoming mails of deals, newest first
    #[command(after_help = "Example:\n  autopilot messages list --class interested")]
    List {
        #[arg(long, value_name = "SLUG")]
        brand: Option<String>,
        /// What they mean: interested, question, not_now, not_interested, unsubscribe, out_of_office, unclear, …
        #[arg(long)]
        class: Option<ReplyKind>,
        /// Of one deal: id, the beginning of the id, or the contact's address
        #[arg(long)]
        deal: Option<String>,
        /// Also mails of strangers
        #[arg(long)]
        all: bool,
        #[arg(long, value_name = "N")]
        limit: Option<u32>,
    },
    /// One incoming mail with its text
    #[command(after_help = "Example:\n  autopilot messages show 0192f0c1-7b3a")]
    Show {
        /// Id, or the beginning of the id
        message: String,
    },
}

pub(crate) async fn perform(engine: &Engine, command: &Command, output: &mut Output) -> Result<(), Failure> {
    match command {
        Command::List { brand, class, deal, all, limit } => {
            let deal = match deal {
                Some(deal) => Some(query::deal_named(engine, deal).await?),
                None => None,
            };
            let request = MessagesRequest { brand: brand.clone(), class: *class, deal, all: *all, limit: *limit };
            output.answer(&query::messages_list(engine, request).await?, |output, messages| draw_list(output, messages))
        }
        Command::Show { message } => {
            let id = query::message_named(engine, message).await?;
            output.answer(&query::message_show(engine, MessageRef { id }).await?, draw)
        }
    }
}

pub(crate) fn draw_list(output: &mut Output, messages: &[MessageRow]) {
    let mut table = Table::new(["id", "received", "from", "subject", "means", "sure", "why"]);
    for message in messages {
        table.row([
            message.id.to_string(),
            output.time(message.received_at),
            message.from_address.clone(),
            short(&message.subject, 40),
            message.class.map_or_else(|| message.nature.clone(), |class| class.to_string()),
            format!("{:.0} %", message.confidence * 100.0),
            short(&message.why, 48),
        ]);
    }
    output.table(&table, "No message fits.");
}

fn draw(output: &mut Output, message: &MessageDetail) {
    let row = &message.row;
    output.field("Id", row.id.to_string());
    output.field("Deal", row.deal_id.map_or_else(String::new, |id| id.to_string()));
    output.field("From", format!("{} <{}>", row.from_name, row.from_address));
    output.field("Received", output.time(row.received_at));
    output.field("Subject", &row.subject);
    output.field("Means", row.class.map_or_else(|| row.nature.clone(), |class| class.to_string()));
    output.field("Why", &row.why);
    output.field("Matched by", &row.evidence);
    output.line("");
    output.line(&message.text);
}
