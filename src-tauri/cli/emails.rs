//! `emails …`: outgoing mails, and what a person decides about them.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use clap::Subcommand;
use domain::email::EmailState;
use domain::engagement::By;
use engine::Engine;
use engine::api::wire::{
    EmailApprove, EmailDetail, EmailEdit, EmailRef, EmailReject, EmailRow, EmailSettle, EmailsRequest,
};
use engine::api::{mutation, query};
use serde::Serialize;

use crate::brand::draw_done;
use crate::failure::Failure;
use crate::output::{Output, short};
use crate::table::Table;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Outgoing mails, newest first
    #[command(after_help = "Example:\n  autopilot emails list --state awaiting_approval --brand codeteki")]
    List {
        #[arg(long, value_name = "SLUG")]
        brand: Option<String>,
        /// draft, awaiting_approval, queued, sending, sent, unconfirmed, bounced, replied, rejected, cancelled or failed
        #[arg(long)]
        state: Option<EmailState>,
        /// Of one deal: id, the beginning of the id, or the contact's address
        #[arg(long)]
        deal: Option<String>,
        #[arg(long, value_name = "N")]
        limit: Option<u32>,
    },
    /// One mail, exactly as it goes out
    #[command(after_help = "Example:\n  autopilot emails show 0192f0c1-7b3a")]
    Show {
        #[command(flatten)]
        mail: MailArgument,
    },
    /// Approve mails exactly as they stand
    #[command(
        after_help = "Examples:\n  autopilot emails approve 0192f0c1-7b3a\n  autopilot emails approve --all --brand codeteki"
    )]
    Approve {
        /// Ids, or the beginnings of ids
        #[arg(value_name = "MAIL", required_unless_present = "all", conflicts_with = "all")]
        mails: Vec<String>,
        /// Every mail that waits for approval
        #[arg(long)]
        all: bool,
        /// With --all: only this brand's
        #[arg(long, value_name = "SLUG", requires = "all")]
        brand: Option<String>,
    },
    /// Reject a mail: it never goes out
    #[command(after_help = "Example:\n  autopilot emails reject 0192f0c1-7b3a")]
    Reject {
        #[command(flatten)]
        mail: MailArgument,
    },
    /// Cancel a mail that waits for its time
    #[command(after_help = "Example:\n  autopilot emails cancel 0192f0c1-7b3a")]
    Cancel {
        #[command(flatten)]
        mail: MailArgument,
    },
    /// Change a mail's words; it needs approval again
    #[command(after_help = "Signature and footer are added by themselves.

Examples:
  autopilot emails edit 0192f0c1-7b3a --subject \"A question\"
  autopilot emails edit 0192f0c1-7b3a --body-file text.txt        (- reads the standard input)")]
    Edit {
        #[command(flatten)]
        mail: MailArgument,
        #[arg(long, required_unless_present_any = ["body", "body_file"])]
        subject: Option<String>,
        #[arg(long, conflicts_with = "body_file")]
        body: Option<String>,
        /// Read the body from a file
        #[arg(long, value_name = "FILE")]
        body_file: Option<PathBuf>,
    },
    /// Say what became of a mail that may or may not have gone out
    #[command(
        after_help = "Look into the mailbox's Sent folder first.\n\nExample:\n  autopilot emails settle 0192f0c1-7b3a --not-sent"
    )]
    Settle {
        #[command(flatten)]
        mail: MailArgument,
        /// It went out
        #[arg(long, required_unless_present = "not_sent", conflicts_with = "not_sent")]
        sent: bool,
        /// It did not go out
        #[arg(long)]
        not_sent: bool,
    },
}

/// Names an outgoing mail.
#[derive(Debug, clap::Args)]
pub(crate) struct MailArgument {
    /// Id, or the beginning of the id
    #[arg(value_name = "MAIL")]
    mail: String,
}

impl MailArgument {
    async fn find(&self, engine: &Engine) -> Result<EmailRef, Failure> {
        Ok(EmailRef { id: query::email_named(engine, &self.mail).await? })
    }
}

pub(crate) async fn perform(engine: &Engine, command: &Command, output: &mut Output) -> Result<(), Failure> {
    let done = match command {
        Command::List { brand, state, deal, limit } => {
            let deal = match deal {
                Some(deal) => Some(query::deal_named(engine, deal).await?),
                None => None,
            };
            let request = EmailsRequest { brand: brand.clone(), state: *state, deal, limit: *limit };
            let mails = query::emails_list(engine, request).await?;
            return output.answer(&mails, |output, mails| draw_list(output, mails));
        }
        Command::Show { mail } => {
            let mail = query::email_show(engine, mail.find(engine).await?).await?;
            return output.answer(&mail, draw);
        }
        Command::Approve { mails, all, brand } => return approve(engine, mails, *all, brand.as_deref(), output).await,
        Command::Reject { mail } => {
            mutation::email_reject(engine, EmailReject { id: mail.find(engine).await?.id, reason: None }).await?
        }
        Command::Cancel { mail } => mutation::email_cancel(engine, mail.find(engine).await?).await?,
        Command::Edit { mail, subject, body, body_file } => {
            let body = match body_file {
                Some(path) => Some(read_text(path)?),
                None => body.clone(),
            };
            edit(engine, mail, subject.clone(), body).await?
        }
        Command::Settle { mail, sent, not_sent: _ } => {
            mutation::email_settle(engine, EmailSettle { id: mail.find(engine).await?.id, sent: *sent }).await?
        }
    };
    draw_done(output, &done)
}

async fn edit(
    engine: &Engine,
    mail: &MailArgument,
    subject: Option<String>,
    body: Option<String>,
) -> Result<engine::api::wire::Done, Failure> {
    let reference = mail.find(engine).await?;
    let id = reference.id;
    let now = query::email_show(engine, reference).await?;
    let edit = EmailEdit { id, subject: subject.unwrap_or(now.row.subject), body: body.unwrap_or(now.body) };
    Ok(mutation::email_edit(engine, edit).await?)
}

fn read_text(path: &Path) -> Result<String, Failure> {
    let read = if path == Path::new("-") {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).map(|_| text)
    } else {
        std::fs::read_to_string(path)
    };
    read.map_err(|error| Failure::failed(format!("{} cannot be read: {error}.", path.display())))
}

/// What became of approving several mails.
#[derive(Debug, Serialize)]
struct Approved {
    approved: Vec<String>,
    refused: Vec<Refused>,
}

/// A mail that was not approved.
#[derive(Debug, Serialize)]
struct Refused {
    id: String,
    message: String,
}

async fn approve(
    engine: &Engine,
    mails: &[String],
    all: bool,
    brand: Option<&str>,
    output: &mut Output,
) -> Result<(), Failure> {
    let mut ids = Vec::new();
    if all {
        let waiting = EmailsRequest {
            brand: brand.map(str::to_owned),
            state: Some(EmailState::AwaitingApproval),
            deal: None,
            limit: Some(u32::MAX),
        };
        // Oldest first: who waited longest goes first.
        ids.extend(query::emails_list(engine, waiting).await?.into_iter().rev().map(|mail| mail.id));
    }
    for mail in mails {
        ids.push(query::email_named(engine, mail).await?);
    }
    let mut result = Approved { approved: Vec::new(), refused: Vec::new() };
    let mut first = None;
    for id in ids {
        match mutation::email_approve(engine, EmailApprove { id, content_hash: None }).await {
            Ok(_) => result.approved.push(id.to_string()),
            Err(error) => {
                result.refused.push(Refused { id: id.to_string(), message: error.message.clone() });
                first = first.or(Some(error));
            }
        }
    }
    output.answer(&result, |output, result| {
        output.line(format!("{} approved.", result.approved.len()));
        for refused in &result.refused {
            output.line(format!("{}  {}", refused.id, refused.message));
        }
    })?;
    first.map_or(Ok(()), |error| Err(error.into()))
}

pub(crate) fn draw_list(output: &mut Output, mails: &[EmailRow]) {
    let mut table = Table::new(["id", "state", "to", "subject", "kind", "by", "written", "sent", "trouble"]);
    for mail in mails {
        table.row([
            mail.id.to_string(),
            mail.state.to_string(),
            mail.to_address.clone(),
            short(&mail.subject, 48),
            mail.kind.to_string(),
            mail.written_by.clone(),
            output.time(mail.created_at),
            output.maybe_time(mail.sent_at),
            short(mail.trouble.as_deref().unwrap_or_default(), 48),
        ]);
    }
    output.table(&table, "No mail fits.");
}

fn draw(output: &mut Output, mail: &EmailDetail) {
    let row = &mail.row;
    output.field("Id", row.id.to_string());
    output.field("Deal", row.deal_id.to_string());
    output.field("State", row.state.to_string());
    output.field("Trouble", row.trouble.as_deref().unwrap_or_default());
    output.field("Written by", format!("{}, {}", row.written_by, output.time(row.created_at)));
    output.field("Why", mail.decision.as_ref().map_or("", |decision| decision.reason.as_str()));
    output.field("Not before", output.maybe_time(row.not_before));
    output.field("Sent", output.maybe_time(row.sent_at));
    output.field("From", format!("{} <{}>", mail.from_name, mail.from_address));
    output.field("Reply-To", &mail.reply_to);
    output.field("To", format!("{} <{}>", row.to_name, row.to_address));
    output.field("Subject", &row.subject);
    for seen in &mail.engagement {
        let by = if seen.by == By::Unknown { String::new() } else { format!(" ({})", seen.by) };
        let times = if seen.times == 1 { String::new() } else { format!(", {} times", seen.times) };
        output.field("By the relay", format!("{}{by}{times}, {}", seen.said, output.time(seen.last_at)));
    }
    output.line("");
    output.line(&mail.text);
}
