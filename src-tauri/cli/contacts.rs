//! `contacts …`: people, and who must not be mailed.

use clap::Subcommand;
use domain::contact::{Basis, ContactType};
use engine::Engine;
use engine::api::wire::{
    ContactEdit, ContactErase, ContactRef, ContactRow, ContactsRequest, Nothing, Suppress, Unsuppress,
};
use engine::api::{mutation, query};

use crate::brand::draw_done;
use crate::failure::Failure;
use crate::output::{Output, short};
use crate::table::Table;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Contacts, newest first; with a search, the best first
    #[command(
        after_help = "Examples:\n  autopilot contacts list --brand codeteki\n  autopilot contacts list --search \"jo bakery\""
    )]
    List {
        #[arg(long, value_name = "SLUG")]
        brand: Option<String>,
        /// Words that begin like these, in any field
        #[arg(long, value_name = "WORDS")]
        search: Option<String>,
        #[arg(long, value_name = "N")]
        limit: Option<u32>,
    },
    /// One contact
    #[command(after_help = "Example:\n  autopilot contacts show jo@example.com")]
    Show {
        /// Address, id, or the beginning of the id
        contact: String,
    },
    /// Change fields of a contact; those left out stay
    #[command(
        after_help = "Example:\n  autopilot contacts edit jo@example.com --company \"Jo's Bakery\" --tag vip --tag melbourne"
    )]
    Edit {
        /// Address, id, or the beginning of the id
        contact: String,
        #[arg(long)]
        name: Option<String>,
        #[arg(long)]
        company: Option<String>,
        #[arg(long)]
        website: Option<String>,
        #[arg(long, value_name = "0-100")]
        domain_authority: Option<u8>,
        #[arg(long)]
        notes: Option<String>,
        /// Replaces all labels; repeat it for several
        #[arg(long = "tag", value_name = "LABEL")]
        tags: Option<Vec<String>>,
        /// lead, backlink_target or partner
        #[arg(long = "type", value_name = "TYPE")]
        kind: Option<ContactType>,
        /// A code or a name, such as AU or Australia; "" forgets it
        #[arg(long)]
        country: Option<String>,
        /// An IANA name, such as Australia/Sydney; "" forgets it
        #[arg(long, value_name = "ZONE")]
        timezone: Option<String>,
        /// none, express, inferred_relationship, inferred_published or legitimate_interest
        #[arg(long)]
        basis: Option<Basis>,
        /// The evidence for the basis
        #[arg(long, value_name = "TEXT")]
        basis_note: Option<String>,
    },
    /// Erase everything about a person, in every brand and in the copies in the data folder
    #[command(
        after_help = "Only a hash of the address stays, so that nobody mails or imports it again. Refused (exit 3) while another process has the
autopilot, and while a mail to the person may still be on its way. It cannot be taken back.

Example:\n  autopilot contacts erase jo@example.com --yes"
    )]
    Erase {
        /// Their address; any plus tag is the same person
        address: String,
        /// You have read that it cannot be taken back
        #[arg(long, required = true)]
        yes: bool,
    },
    /// Never mail an address or a domain again
    #[command(after_help = "Examples:
  autopilot contacts suppress jo@example.com --reason \"asked by phone\"
  autopilot contacts suppress example.com --brand codeteki --reason \"a competitor\"")]
    Suppress {
        /// An address or a domain
        target: String,
        /// Only for this brand; without it, for all
        #[arg(long, value_name = "SLUG")]
        brand: Option<String>,
        #[arg(long)]
        reason: String,
    },
    /// Take a suppression back
    #[command(after_help = "Example:\n  autopilot contacts unsuppress jo@example.com")]
    Unsuppress {
        /// An address or a domain
        target: String,
        /// The suppression of this brand; without it, the one for all
        #[arg(long, value_name = "SLUG")]
        brand: Option<String>,
    },
    /// Addresses and domains that must not be mailed
    #[command(after_help = "Example:\n  autopilot contacts suppressed --json")]
    Suppressed,
}

pub(crate) async fn perform(engine: &Engine, command: &Command, output: &mut Output) -> Result<(), Failure> {
    match command {
        Command::List { brand, search, limit } => {
            let request = ContactsRequest { brand: brand.clone(), search: search.clone(), limit: *limit };
            output.answer(&query::contacts_list(engine, request).await?, |output, contacts| draw_list(output, contacts))
        }
        Command::Show { contact } => {
            let contact = query::contact_show(engine, ContactRef { contact: contact.clone() }).await?;
            output.answer(&contact, draw)
        }
        Command::Edit {
            contact,
            name,
            company,
            website,
            domain_authority,
            notes,
            tags,
            kind,
            country,
            timezone,
            basis,
            basis_note,
        } => {
            let id = query::contact_show(engine, ContactRef { contact: contact.clone() }).await?.id;
            let edit = ContactEdit {
                id,
                name: name.clone(),
                company: company.clone(),
                website: website.clone(),
                domain_authority: *domain_authority,
                notes: notes.clone(),
                tags: tags.clone(),
                kind: *kind,
                country: country.clone(),
                timezone: timezone.clone(),
                basis: *basis,
                basis_note: basis_note.clone(),
            };
            draw_done(output, &mutation::contact_edit(engine, edit).await?)
        }
        Command::Erase { address, yes: _ } => {
            let erased = mutation::contact_erase(engine, ContactErase { address: address.clone() }).await?;
            output.answer(&erased, |output, erased| output.line(&erased.done))
        }
        Command::Suppress { target, brand, reason } => {
            let request = Suppress { target: target.clone(), brand: brand.clone(), reason: reason.clone() };
            draw_done(output, &mutation::suppress(engine, request).await?)
        }
        Command::Unsuppress { target, brand } => {
            let request = Unsuppress { target: target.clone(), brand: brand.clone() };
            draw_done(output, &mutation::unsuppress(engine, request).await?)
        }
        Command::Suppressed => suppressed(engine, output).await,
    }
}

async fn suppressed(engine: &Engine, output: &mut Output) -> Result<(), Failure> {
    output.answer(&query::suppressions_list(engine, Nothing {}).await?, |output, suppressions| {
        let mut table = Table::new(["value", "brand", "since", "by", "reason"]);
        for one in suppressions {
            let brand = one.brand.clone().unwrap_or_else(|| "all".to_owned());
            let value =
                if one.kind == "erased" { format!("(erased, {})", short(&one.value, 9)) } else { one.value.clone() };
            table.row([value, brand, output.time(one.created_at), one.author.to_string(), short(&one.reason, 60)]);
        }
        output.table(&table, "Nobody is suppressed.");
    })
}

fn draw_list(output: &mut Output, contacts: &[ContactRow]) {
    let mut table = Table::new(["email", "name", "company", "type", "brand", "marks", "suppressed"]);
    for contact in contacts {
        table.row([
            contact.email.clone(),
            short(&contact.name, 28),
            short(&contact.company, 28),
            contact.kind.to_string(),
            contact.brand.clone(),
            contact.marks.iter().map(|mark| mark.name()).collect::<Vec<_>>().join(", "),
            short(contact.suppressed.as_deref().unwrap_or_default(), 40),
        ]);
    }
    output.table(&table, "No contact fits.");
}

fn draw(output: &mut Output, contact: &ContactRow) {
    output.field("Id", contact.id.to_string());
    output.field("Brand", &contact.brand);
    output.field("E-mail", &contact.email);
    output.field("Name", &contact.name);
    output.field("Company", &contact.company);
    output.field("Website", &contact.website);
    output.field(
        "Domain authority",
        contact.domain_authority.map_or_else(String::new, |authority| authority.to_string()),
    );
    output.field("Type", contact.kind.to_string());
    output.field("Tags", contact.tags.join(", "));
    output.field("Source", &contact.source);
    let note = if contact.basis_note.is_empty() { String::new() } else { format!(" ({})", contact.basis_note) };
    output.field("Basis", format!("{}{note}", contact.basis));
    output.field("Country", &contact.country);
    output.field("Time zone", &contact.timezone);
    output.field("Notes", &contact.notes);
    let marks: Vec<&str> = contact.marks.iter().map(|mark| mark.name()).collect();
    output.field("Marks", marks.join(", "));
    output.field("Must not be mailed", contact.suppressed.as_deref().unwrap_or_default());
}
