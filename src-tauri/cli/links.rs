//! `links …`: the links that are watched, looking at one, and the pages of ours that are to be linked.

use clap::Subcommand;
use domain::links::Standing;
use engine::Engine;
use engine::api::wire::{
    BrandRef, DealVouch, LinkAdd, LinkCheckRow, LinkDetail, LinkRef, LinkRow, LinkTargetRef, LinkTargetRow,
    LinkTargetSet, LinksPage, LinksRequest,
};
use engine::api::{mutation, query, trigger};

use crate::brand::draw_done;
use crate::failure::Failure;
use crate::output::{Output, short};
use crate::table::Table;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Links, those that need somebody first
    #[command(after_help = "Example:\n  autopilot links list --standing lost")]
    List {
        #[arg(long, value_name = "SLUG")]
        brand: Option<String>,
        /// lost, missing, awaited, weak, standing or ended
        #[arg(long)]
        standing: Option<Standing>,
        /// Of one deal: id, the beginning of the id, or the contact's address
        #[arg(long)]
        deal: Option<String>,
        /// Part of an address, or of a name
        #[arg(long)]
        search: Option<String>,
        #[arg(long, value_name = "N")]
        limit: Option<u32>,
    },
    /// Begin to watch a link
    #[command(after_help = "Examples:
  autopilot links add https://harbourblog.example/guide --deal jo@harbourblog.example
  autopilot links add https://harbourblog.example/guide --brand codeteki --target https://www.codeteki.au/work --anchor \"AI assistants\"")]
    Add {
        /// The page that carries the link
        source: String,
        #[arg(long, value_name = "SLUG")]
        brand: Option<String>,
        /// The deal in which it was agreed
        #[arg(long)]
        deal: Option<String>,
        /// Our page; without it the page that is linked least
        #[arg(long)]
        target: Option<String>,
        /// A text the link may have; any will do without one
        #[arg(long = "anchor", value_name = "TEXT")]
        anchors: Vec<String>,
    },
    /// Look at a link now and show the evidence
    #[command(after_help = "Example:\n  autopilot links check harbourblog.example")]
    Check {
        /// Id, or a part of its page that no other link has
        link: String,
    },
    /// What every look at a link found
    #[command(after_help = "Example:\n  autopilot links history harbourblog.example")]
    History {
        /// Id, or a part of its page that no other link has
        link: String,
    },
    /// Look at a link no more
    #[command(after_help = "Example:\n  autopilot links end harbourblog.example")]
    End {
        /// Id, or a part of its page that no other link has
        link: String,
    },
    /// Verify a deal by your word, where a page does not let the program in
    #[command(after_help = "Example:
  autopilot links vouch jo@harbourblog.example --source https://harbourblog.example/guide --signed \"Priya N.\" --note \"seen in my browser\"")]
    Vouch {
        /// Id, the beginning of the id, or the contact's address
        deal: String,
        /// Where the link was seen
        #[arg(long)]
        source: String,
        /// Your name
        #[arg(long)]
        signed: String,
        /// How you saw it
        #[arg(long)]
        note: String,
    },
    /// Pages of ours that are to be linked
    #[command(after_help = "Example:\n  autopilot links targets codeteki")]
    Targets {
        #[arg(value_name = "SLUG")]
        brand: String,
        /// Add this page, or change its texts
        #[arg(long, value_name = "ADDRESS", conflicts_with = "remove")]
        set: Option<String>,
        /// A text that links to it may have
        #[arg(long = "anchor", value_name = "TEXT", requires = "set")]
        anchors: Vec<String>,
        /// Take this page off the list
        #[arg(long, value_name = "ADDRESS")]
        remove: Option<String>,
    },
}

pub(crate) async fn perform(engine: &Engine, command: &Command, output: &mut Output) -> Result<(), Failure> {
    match command {
        Command::List { brand, standing, deal, search, limit } => {
            let request = LinksRequest {
                brand: brand.clone(),
                standing: *standing,
                deal: deal_of(engine, deal.as_deref()).await?,
                search: search.clone(),
                offset: None,
                limit: *limit,
            };
            output.answer(&query::links_page(engine, request).await?, draw_list)
        }
        Command::Add { source, brand, deal, target, anchors } => {
            let request = LinkAdd {
                brand: brand.clone(),
                source: source.clone(),
                target: target.clone(),
                anchors: anchors.clone(),
                deal: deal_of(engine, deal.as_deref()).await?,
            };
            output.answer(&mutation::link_add(engine, request).await?, |output, link: &LinkRow| {
                output.line(format!("Watches {} for a link to {}.", link.source, link.target));
                output.line(format!("Look at it now with: autopilot links check {}", link.id));
            })
        }
        Command::Check { link } => {
            let found = trigger::link_check(engine, named(engine, link).await?).await?;
            output.answer(&found, |output, found| draw(output, found, 1))
        }
        Command::History { link } => {
            let found = query::link_show(engine, named(engine, link).await?).await?;
            output.answer(&found, |output, found| draw(output, found, usize::MAX))
        }
        Command::End { link } => draw_done(output, &mutation::link_end(engine, named(engine, link).await?).await?),
        Command::Vouch { deal, source, signed, note } => {
            let id = query::deal_named(engine, deal).await?;
            let request = DealVouch { id, signed: signed.clone(), source: source.clone(), note: note.clone() };
            draw_done(output, &mutation::deal_vouch(engine, request).await?)
        }
        Command::Targets { brand, set: Some(address), anchors, .. } => {
            let request = LinkTargetSet { brand: brand.clone(), address: address.clone(), anchors: anchors.clone() };
            draw_done(output, &mutation::link_target_set(engine, request).await?)
        }
        Command::Targets { brand, remove, .. } => {
            let targets = query::link_targets(engine, BrandRef { brand: brand.clone() }).await?;
            let Some(address) = remove else {
                return output.answer(&targets, |output, targets| draw_targets(output, targets));
            };
            let target =
                targets.iter().find(|target| target.address.trim_end_matches('/') == address.trim_end_matches('/'));
            let target = target.ok_or_else(|| Failure::usage(format!("{address} is not on the list.")))?;
            draw_done(output, &mutation::link_target_remove(engine, LinkTargetRef { id: target.id }).await?)
        }
    }
}

async fn deal_of(engine: &Engine, name: Option<&str>) -> Result<Option<domain::id::DealId>, Failure> {
    match name {
        Some(name) => Ok(Some(query::deal_named(engine, name).await?)),
        None => Ok(None),
    }
}

async fn named(engine: &Engine, name: &str) -> Result<LinkRef, Failure> {
    Ok(LinkRef { id: query::link_named(engine, name).await? })
}

fn draw_list(output: &mut Output, page: &LinksPage) {
    let mut table = Table::new(["id", "page", "leads to", "stands", "state", "why", "looked", "next", "verified by"]);
    for link in &page.rows {
        table.row([
            link.id.to_string(),
            short(&link.source, 44),
            short(&link.target, 32),
            link.standing.to_string(),
            link.state.map_or_else(String::new, |state| state.to_string()),
            short(&link.why, 48),
            output.maybe_time(link.checked_at),
            output.maybe_time(link.next_check_at),
            link.verified_by.clone().unwrap_or_default(),
        ]);
    }
    output.table(&table, "No link fits.");
}

fn draw(output: &mut Output, detail: &LinkDetail, looks: usize) {
    let link = &detail.link;
    output.field("Id", link.id.to_string());
    output.field("Page", &link.source);
    output.field("Leads to", &link.target);
    output.field("Stands", link.standing.to_string());
    output.field("Verified by", link.verified_by.as_deref().unwrap_or_default());
    output.field("First seen", output.maybe_time(link.first_live_at));
    output.field("Next look", output.maybe_time(link.next_check_at));
    output.field("Mail about it", detail.reclaim.map_or_else(String::new, |id| id.to_string()));
    for check in detail.checks.iter().take(looks) {
        let at = output.time(check.at);
        output.heading(&format!("{at}: {}", check.state));
        draw_check(output, check);
    }
}

fn draw_check(output: &mut Output, check: &LinkCheckRow) {
    output.field("Why", &check.why);
    let hops: Vec<String> = check.hops.iter().map(|hop| format!("{} {}", hop.status, hop.address)).collect();
    output.field("Way", hops.join(" → "));
    output.field("Says", check.anchor.as_deref().unwrap_or_default());
    output.field("rel", check.rel.join(" "));
    output.field("Place", check.position.map_or_else(String::new, |place| format!("link {place} of the page")));
    output.field("Around it", check.excerpt.as_deref().unwrap_or_default());
    output.field("noindex", check.noindex.as_deref().unwrap_or_default());
    output.field("Canonical", check.canonical.as_deref().unwrap_or_default());
    output.field("Moved to", check.moved_to.as_deref().unwrap_or_default());
    output.field("SHA-256", check.hash.as_deref().unwrap_or_default());
    for header in &check.headers {
        output.field(&header.name, &header.value);
    }
}

fn draw_targets(output: &mut Output, targets: &[LinkTargetRow]) {
    let mut table = Table::new(["page", "links", "texts", "next text"]);
    for target in targets {
        let texts: Vec<String> = target.anchors.iter().map(|text| format!("{} ({})", text.anchor, text.used)).collect();
        table.row([
            target.address.clone(),
            target.used.to_string(),
            texts.join(", "),
            target.next_anchor.clone().unwrap_or_default(),
        ]);
    }
    output.table(&table, "No page is listed; links may lead to the brand's website.");
}
