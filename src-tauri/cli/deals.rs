//! `deals …`: contacts in pipelines.

use clap::Subcommand;
use domain::deal::DealStatus;
use domain::email::EmailKind;
use engine::Engine;
use engine::api::wire::{
    DealClose, DealDetail, DealEmail, DealMove, DealPause, DealRef, DealRow, DealsRequest, EmailRow,
};
use engine::api::{mutation, query, trigger};

use crate::brand::draw_done;
use crate::failure::Failure;
use crate::output::{Output, money, short};
use crate::table::Table;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Deals, those that changed last first
    #[command(after_help = "Examples:
  autopilot deals list --brand codeteki --pipeline sales --stage engaged
  autopilot deals list --asking                            those that ask you something")]
    List {
        #[arg(long, value_name = "SLUG")]
        brand: Option<String>,
        #[arg(long, value_name = "KEY")]
        pipeline: Option<String>,
        #[arg(long, value_name = "KEY")]
        stage: Option<String>,
        /// active, paused, won or lost
        #[arg(long)]
        status: Option<DealStatus>,
        /// Only those that ask a person something
        #[arg(long)]
        asking: bool,
        #[arg(long, value_name = "N")]
        limit: Option<u32>,
    },
    /// One deal with all that happened to it
    #[command(after_help = "Example:\n  autopilot deals show jo@example.com")]
    Show {
        #[command(flatten)]
        deal: DealArgument,
    },
    /// Move a deal to another stage; the autopilot then holds back
    #[command(after_help = "Examples:
  autopilot deals move jo@example.com qualified
  autopilot deals move jo@example.com closed --lost --reason \"too expensive\"")]
    Move {
        #[command(flatten)]
        deal: DealArgument,
        /// Key or name of the stage
        stage: String,
        #[command(flatten)]
        outcome: Outcome,
        /// Why; needed for a lost deal
        #[arg(long)]
        reason: Option<String>,
    },
    /// Pause a deal
    #[command(after_help = "Example:\n  autopilot deals pause jo@example.com --reason \"on holiday\"")]
    Pause {
        #[command(flatten)]
        deal: DealArgument,
        #[arg(long, default_value = "paused on the command line")]
        reason: String,
    },
    /// Let a paused deal go on
    #[command(after_help = "Example:\n  autopilot deals resume jo@example.com")]
    Resume {
        #[command(flatten)]
        deal: DealArgument,
    },
    /// Close a deal as won or lost
    #[command(after_help = "Examples:
  autopilot deals close jo@example.com --won
  autopilot deals close jo@example.com --lost --reason \"no budget\"")]
    Close {
        #[command(flatten)]
        deal: DealArgument,
        #[command(flatten)]
        outcome: Outcome,
        /// Why; needed for a lost deal
        #[arg(long)]
        reason: Option<String>,
    },
    /// Write a mail for a deal now; it still needs approval and passes every gate
    #[command(after_help = "Example:\n  autopilot deals email jo@example.com --kind first_follow_up")]
    Email {
        #[command(flatten)]
        deal: DealArgument,
        /// initial, first_follow_up, second_follow_up or later_follow_up; without it, the one that is next
        #[arg(long)]
        kind: Option<EmailKind>,
    },
}

/// Names a deal.
#[derive(Debug, clap::Args)]
pub(crate) struct DealArgument {
    /// Id, the beginning of the id, or the contact's address
    #[arg(value_name = "DEAL")]
    deal: String,
}

impl DealArgument {
    /// The deal that is meant.
    pub(crate) async fn find(&self, engine: &Engine) -> Result<DealRef, Failure> {
        Ok(DealRef { id: query::deal_named(engine, &self.deal).await? })
    }
}

/// Won or lost.
#[derive(Debug, clap::Args)]
#[group(multiple = false)]
pub(crate) struct Outcome {
    /// The deal is won
    #[arg(long)]
    won: bool,
    /// The deal is lost
    #[arg(long)]
    lost: bool,
}

impl Outcome {
    fn won(&self) -> Option<bool> {
        (self.won || self.lost).then_some(self.won)
    }
}

pub(crate) async fn perform(engine: &Engine, command: &Command, output: &mut Output) -> Result<(), Failure> {
    let done = match command {
        Command::List { brand, pipeline, stage, status, asking, limit } => {
            let request = DealsRequest {
                brand: brand.clone(),
                pipeline: pipeline.clone(),
                stage: stage.clone(),
                status: *status,
                asking: *asking,
                limit: *limit,
            };
            let deals = query::deals_list(engine, request).await?;
            return output.answer(&deals, |output, deals| draw_list(output, deals));
        }
        Command::Show { deal } => {
            let detail = query::deal_show(engine, deal.find(engine).await?).await?;
            return output.answer(&detail, draw);
        }
        Command::Email { deal, kind } => {
            let request = DealEmail { id: deal.find(engine).await?.id, kind: *kind };
            let mail = trigger::deal_email(engine, request).await?;
            return output.answer(&mail, |output, mail: &EmailRow| {
                output.line(format!(
                    "Wrote “{}” to {} ({}): {}.",
                    mail.subject, mail.to_address, mail.written_by, mail.state
                ));
                output.line(format!("Read it with: autopilot emails show {}", mail.id));
            });
        }
        Command::Move { deal, stage, outcome, reason } => {
            let id = deal.find(engine).await?.id;
            let request = DealMove { id, stage: stage.clone(), won: outcome.won(), reason: reason.clone() };
            mutation::deal_move(engine, request).await?
        }
        Command::Pause { deal, reason } => {
            mutation::deal_pause(engine, DealPause { id: deal.find(engine).await?.id, reason: reason.clone() }).await?
        }
        Command::Resume { deal } => mutation::deal_resume(engine, deal.find(engine).await?).await?,
        Command::Close { deal, outcome, reason } => {
            let won = outcome.won().ok_or_else(|| Failure::usage("Say how the deal ends: --won or --lost."))?;
            mutation::deal_close(engine, DealClose { id: deal.find(engine).await?.id, won, reason: reason.clone() })
                .await?
        }
    };
    draw_done(output, &done)
}

fn draw_list(output: &mut Output, deals: &[DealRow]) {
    let mut table = Table::new([
        "id", "email", "company", "pipeline", "stage", "status", "score", "value", "sent", "next", "mail", "question",
    ]);
    for deal in deals {
        let card = &deal.card;
        table.row([
            card.id.to_string(),
            card.email.clone(),
            short(&card.company, 24),
            format!("{}/{}", deal.brand, deal.pipeline),
            deal.stage.clone(),
            card.status.to_string(),
            card.score.map_or_else(String::new, |score| score.to_string()),
            money(card.value_cents),
            card.emails_sent.to_string(),
            output.maybe_time(card.next_action_at),
            card.email_state.map_or_else(String::new, |state| state.to_string()),
            short(card.question.as_deref().unwrap_or_default(), 40),
        ]);
    }
    output.table(&table, "No deal fits.");
}

fn draw(output: &mut Output, detail: &DealDetail) {
    let DealRow { card, brand, pipeline, stage } = &detail.deal;
    output.field("Id", card.id.to_string());
    output.field("Contact", format!("{} <{}>", card.name, card.email));
    output.field("Company", &card.company);
    output.field("Stage", format!("{brand}/{pipeline}: {stage} ({})", card.status));
    output.field("Value", money(card.value_cents));
    output.field("Score", card.score.map_or_else(String::new, |score| score.to_string()));
    output.field("Mails sent", card.emails_sent.to_string());
    output.field("Next step", output.maybe_time(card.next_action_at));
    output.field("You hold it until", output.maybe_time(card.hold_until));
    output.field(
        "Last reply",
        card.last_reply.map_or_else(String::new, |kind| format!("{kind}, {}", output.maybe_time(card.last_reply_at))),
    );
    output.field("Asks", card.question.as_deref().unwrap_or_default());
    output.field("Reason", card.reason.as_deref().unwrap_or_default());
    if !detail.emails.is_empty() {
        output.heading("Mails");
        crate::emails::draw_list(output, &detail.emails);
    }
    if !detail.messages.is_empty() {
        output.heading("Replies");
        crate::messages::draw_list(output, &detail.messages);
    }
    if !detail.decisions.is_empty() {
        output.heading("Decisions");
        crate::decisions::draw_list(output, &detail.decisions);
    }
    output.heading("Timeline");
    let mut table = Table::new(["at", "by", "what"]);
    for line in &detail.timeline {
        table.row([output.time(line.at), line.author.to_string(), short(&line.summary, 100)]);
    }
    output.table(&table, "Nothing happened yet.");
}
