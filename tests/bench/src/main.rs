//! Figures for speed and memory, each beside a peer measured in the same run. They are printed as they are; nothing passes or fails.

mod figures;
mod fill;
mod import;
mod inbox;
mod links;
mod list;
mod search;
mod tick;

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Parser, Subcommand};

#[derive(Debug, Parser)]
#[command(name = "autopilot-bench", about = "Measures the engine")]
struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Import a large list, beside `sqlite3 .import` plus `INSERT … SELECT` into the same schema
    Import {
        /// Rows of the list
        #[arg(long, default_value_t = 1_000_000)]
        rows: u32,
        /// How often each side runs, in turn
        #[arg(long, default_value_t = 3)]
        runs: u32,
        /// Also open a deal for each contact
        #[arg(long)]
        deals: bool,
    },
    /// Find due deals among many, and decide with the playbook
    Tick {
        /// Deals in the database
        #[arg(long, default_value_t = 1_000_000)]
        deals: u32,
        /// Deals that are due and decided
        #[arg(long, default_value_t = 20_000)]
        due: u32,
    },
    /// Look for people in the palette and jump about in their table
    Search {
        #[command(flatten)]
        size: fill::Size,
        /// People who are looked for
        #[arg(long, default_value_t = 300)]
        people: u32,
    },
    /// Visit and judge pages that should link to us, beside lychee on the same pages
    Links {
        /// Pages
        #[arg(long, default_value_t = 10_000)]
        pages: u32,
        /// How often each side runs, in turn
        #[arg(long, default_value_t = 3)]
        runs: u32,
        /// The peer's program
        #[arg(long, default_value = "target/peers/bin/lychee")]
        lychee: PathBuf,
    },
    /// Read a large inbox for the first time, beside mbsync copying the same one
    Inbox {
        /// Mails
        #[arg(long, default_value_t = 60_000)]
        mails: u32,
        /// The folder of raw mails
        #[arg(long, default_value = "target/scripts/corpus/package/data")]
        corpus: PathBuf,
    },
    /// Fill a folder for a measurement from outside
    #[command(hide = true)]
    Fill {
        /// The folder, made anew
        data_dir: PathBuf,
        #[command(flatten)]
        size: fill::Size,
    },
    /// Our side of `links` in a process of its own
    #[command(hide = true)]
    OneLinks {
        /// Where the pages are
        address: SocketAddr,
        /// How many there are
        pages: u32,
    },
    /// Our side of `inbox` in a process of its own
    #[command(hide = true)]
    OneInbox {
        /// The folder of the database
        data_dir: PathBuf,
    },
    /// One import in a process of its own, so that its memory can be read from outside
    #[command(hide = true)]
    OneImport {
        /// The list
        file: PathBuf,
        /// The folder of the database
        data_dir: PathBuf,
        /// Also open deals
        #[arg(long)]
        deals: bool,
    },
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    match arguments.what {
        What::Import { rows, runs, deals } => import::measure(&runtime, rows, runs, deals),
        What::Tick { deals, due } => runtime.block_on(tick::measure(deals, due)),
        What::Search { size, people } => runtime.block_on(search::measure(size, people)),
        What::Links { pages, runs, lychee } => runtime.block_on(links::measure(pages, runs, lychee)),
        What::OneLinks { address, pages } => runtime.block_on(links::one(address, pages)),
        What::Inbox { mails, corpus } => runtime.block_on(inbox::measure(mails, &corpus)),
        What::OneInbox { data_dir } => runtime.block_on(inbox::one(&data_dir)),
        What::Fill { data_dir, size } => runtime.block_on(async {
            fill::fill(&data_dir, size).await?.close().await;
            Ok(())
        }),
        What::OneImport { file, data_dir, deals } => runtime.block_on(import::one(&file, &data_dir, deals)),
    }
}
