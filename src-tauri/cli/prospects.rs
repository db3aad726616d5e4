//! `prospects …`: sites that could link to us.

use clap::Subcommand;
use domain::prospect::ProspectState;
use engine::Engine;
use engine::api::wire::{ProspectSetAside, ProspectSort, ProspectStart, ProspectsPage, ProspectsRequest};
use engine::api::{mutation, query};

use crate::brand::draw_done;
use crate::failure::Failure;
use crate::output::{Output, short};
use crate::table::Table;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Prospects, the most promising first
    #[command(after_help = "Examples:
  autopilot prospects list --brand codeteki --state new
  autopilot prospects list --search harbour --sort authority")]
    List {
        #[arg(long, value_name = "SLUG")]
        brand: Option<String>,
        /// new, in_outreach, linked, closed or set_aside
        #[arg(long)]
        state: Option<ProspectState>,
        /// Part of the domain, or of a contact's name or address
        #[arg(long, value_name = "TEXT")]
        search: Option<String>,
        /// priority, authority, site or added
        #[arg(long, default_value = "priority", value_parser = sort)]
        sort: ProspectSort,
        #[arg(long, value_name = "N")]
        limit: Option<u32>,
    },
    /// Open a deal with a site in the pipeline for links
    #[command(after_help = "Without an address the contact that is known there is written to.

Examples:
  autopilot prospects start harbourblog.example
  autopilot prospects start harbourblog.example --email ed@harbourblog.example --name \"Ed Ito\"")]
    Start {
        /// Its domain, id, or the beginning of the id
        prospect: String,
        /// Whom to write to there
        #[arg(long, value_name = "ADDRESS")]
        email: Option<String>,
        /// What a new contact is called
        #[arg(long, requires = "email")]
        name: Option<String>,
    },
    /// Set a site aside: it is left alone, and no list brings it back
    #[command(after_help = "Example:\n  autopilot prospects aside harbourblog.example")]
    Aside {
        /// Its domain, id, or the beginning of the id
        prospect: String,
    },
    /// Take a site back that was set aside
    #[command(after_help = "Example:\n  autopilot prospects back harbourblog.example")]
    Back {
        /// Its domain, id, or the beginning of the id
        prospect: String,
    },
}

fn sort(text: &str) -> Result<ProspectSort, String> {
    match text {
        "priority" => Ok(ProspectSort::Priority),
        "authority" => Ok(ProspectSort::Authority),
        "site" => Ok(ProspectSort::Site),
        "added" => Ok(ProspectSort::Added),
        _ => Err("one of priority, authority, site and added is expected".to_owned()),
    }
}

pub(crate) async fn perform(engine: &Engine, command: &Command, output: &mut Output) -> Result<(), Failure> {
    match command {
        Command::List { brand, state, search, sort, limit } => {
            let request = ProspectsRequest {
                brand: brand.clone(),
                state: *state,
                search: search.clone(),
                sort: *sort,
                offset: None,
                limit: *limit,
            };
            output.answer(&query::prospects_page(engine, request).await?, draw)
        }
        Command::Start { prospect, email, name } => {
            let id = query::prospect_named(engine, prospect).await?;
            let start = ProspectStart { id, email: email.clone(), name: name.clone() };
            let made = mutation::prospect_start(engine, start).await?;
            output.answer(&made, |output, made| output.line(&made.done))
        }
        Command::Aside { prospect } => set_aside(engine, prospect, true, output).await,
        Command::Back { prospect } => set_aside(engine, prospect, false, output).await,
    }
}

async fn set_aside(engine: &Engine, prospect: &str, aside: bool, output: &mut Output) -> Result<(), Failure> {
    let id = query::prospect_named(engine, prospect).await?;
    draw_done(output, &mutation::prospect_set_aside(engine, ProspectSetAside { id, aside }).await?)
}

fn draw(output: &mut Output, page: &ProspectsPage) {
    let mut table =
        Table::new(["site", "brand", "state", "priority", "authority", "contact", "stage", "contacted", "why"]);
    for row in &page.rows {
        let authority = row.authority.map_or_else(String::new, |n| format!("{n} ({})", row.authority_source));
        table.row([
            short(&row.site, 40),
            row.brand.clone(),
            row.state.to_string(),
            row.priority.to_string(),
            authority,
            short(&row.contact_email, 32),
            row.stage.clone().unwrap_or_default(),
            row.last_contacted_at.map_or_else(String::new, |at| output.time(at)),
            short(&row.reasons.join("; "), 80),
        ]);
    }
    output.table(&table, "No prospect fits.");
    let counts: Vec<String> = page.counts.iter().map(|one| format!("{} {}", one.count, one.state)).collect();
    output.line("");
    output.line(format!("{} of: {}", page.total, counts.join(", ")));
}
