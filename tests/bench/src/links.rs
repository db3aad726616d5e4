//! `links`: how many pages a second are visited and judged, beside lychee, which asks for the same pages and looks at their status.
//!
//! The pages lie in a sandbox in this process. Ours asks for each by the name of its site, as on the web, with each site's `robots.txt` and one
//! request at a time for each; lychee cannot be sent to one place with every name and asks for the same page by its path, all on one host.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use anyhow::Context as _;
use domain::links::{Around, LinkState, Wanted, judge};
use futures::StreamExt as _;
use gateways::{Reach, Visitor, Web};
use sandbox::{Options, Sandbox, SitePage};
use url::Url;

use crate::figures::{Figure, median, run};

/// Requests that both sides may have under way.
const AT_A_TIME: usize = 64;
/// Sites among which the pages are divided.
const SITES: u32 = 500;
const TARGET: &str = "https://www.codeteki.au/services/web-design";

/// Measures both sides in turn. The peer's program is built beforehand.
pub(crate) async fn measure(pages: u32, runs: u32, lychee: PathBuf) -> anyhow::Result<()> {
    let sandbox = Sandbox::start(Options::new(1, Arc::new(|| 0))).await?;
    let folder = Path::new("target/bench/links");
    std::fs::create_dir_all(folder)?;
    let mut list = String::new();
    for number in 0..pages {
        let (host, path) = place(number);
        sandbox.put_page(&host, &path, SitePage::html(page(number)));
        list.push_str(&format!("{}/site/{host}{path}\n", sandbox.url()));
    }
    let list_file = folder.join("addresses.txt");
    std::fs::write(&list_file, list)?;
    let address = sandbox.url().replace("http://", "");

    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..runs {
        let mut one = Command::new(std::env::current_exe()?);
        one.args(["one-links", &address, &pages.to_string()]);
        ours.push(apart(one).await?);
        let mut peer = Command::new(&lychee);
        let at_a_time = AT_A_TIME.to_string();
        peer.args(["--no-progress", "--max-concurrency", &at_a_time, "--host-concurrency", &at_a_time]);
        peer.args(["--host-request-interval", "0ms", "--max-retries", "0"]).arg(&list_file).stdout(Stdio::null());
        theirs.push(apart(peer).await?);
    }
    let visits = sandbox.visits().len();
    println!("{pages} pages of {} bytes on {} sites, {visits} requests in all", page(1).len(), SITES);
    tell("CRM Autopilot", pages, &ours);
    tell("lychee", pages, &theirs);
    sandbox.stop().await;
    Ok(())
}

/// A process of its own, while this one serves.
async fn apart(mut command: Command) -> anyhow::Result<Figure> {
    tokio::task::spawn_blocking(move || run(&mut command)).await?
}

fn tell(name: &str, pages: u32, figures: &[Figure]) {
    let seconds = median(figures.iter().map(|figure| figure.wall).collect()).as_secs_f64();
    let peak = figures.iter().map(|figure| figure.peak_kb).max().unwrap_or(0);
    let peak = f64::from(u32::try_from(peak).unwrap_or(u32::MAX)) / 1_024.0;
    println!(
        "{name:<14} median {seconds:.2} s, {:.0} pages a second, at most {peak:.1} MB",
        f64::from(pages) / seconds
    );
}

/// Our side, in a process of its own: every page visited, read and judged, and every judgement checked.
pub(crate) async fn one(address: SocketAddr, pages: u32) -> anyhow::Result<()> {
    let visitor = Visitor::new(Web::new(Reach::Only(address)));
    // Neighbours in the list are of different sites, of which each is asked for one page at a time.
    let looked = futures::stream::iter(0..pages).map(|number| {
        let visitor = visitor.clone();
        async move { tokio::spawn(async move { look(&visitor, number).await }).await? }
    });
    let mut looked = looked.buffer_unordered(AT_A_TIME);
    let mut states = BTreeMap::new();
    while let Some(state) = looked.next().await {
        *states.entry(state?).or_insert(0_u32) += 1;
    }
    let removed = pages.div_ceil(10);
    anyhow::ensure!(states.get(&LinkState::Removed) == Some(&removed), "{states:?}");
    anyhow::ensure!(states.get(&LinkState::Live) == Some(&(pages - removed)), "{states:?}");
    Ok(())
}

async fn look(visitor: &Visitor, number: u32) -> anyhow::Result<LinkState> {
    let (host, path) = place(number);
    let source = Url::parse(&format!("http://{host}{path}")).context("an address")?;
    let visited = visitor.visit(&source).await;
    let wanted = Wanted { source, target: Url::parse(TARGET).context("an address")?, anchors: Vec::new() };
    let around = Around { search_engines_kept_out: visited.search_engines_kept_out, target_status: None };
    Ok(judge(&wanted, &visited.looked, &around).state)
}

fn place(number: u32) -> (String, String) {
    // Neighbours lie on different sites.
    (format!("site-{}.example", number % SITES), format!("/posts/{}", number / SITES))
}

/// A post with 40 links; every tenth has none to us.
fn page(number: u32) -> String {
    let part = "<li class=\"entry\"><p>The ferries stop in the evening, and <b>that</b> is when most of our <i>writing</i> is done: see \
                <a href=\"/posts/tools\" rel=\"bookmark\">what we use</a> and what it costs in a year.</p></li>\n";
    let link = if number.is_multiple_of(10) { String::new() } else { format!("<a href=\"{TARGET}\">Codeteki</a>") };
    format!(
        "<!doctype html><html><head><meta charset=\"utf-8\"><title>Post {number}</title></head><body><h1>Post {number}</h1><ul>{0}</ul>\
         <p>Made by {link}</p><ul>{0}</ul></body></html>",
        part.repeat(20)
    )
}
