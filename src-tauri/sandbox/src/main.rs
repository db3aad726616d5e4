//! `autopilot-sandbox`: the loopback world as a program of its own, for scripts and for trying things by hand.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;
use chrono::{DateTime, Utc};
use clap::Parser;
use sandbox::{API_KEY, Fault, Limits, Now, Options, Sandbox, default_mailboxes};
use serde_json::{Value, json};

/// A loopback world that speaks Zoho Mail and OpenAI, with people in it.
#[derive(Debug, Parser)]
#[command(name = "autopilot-sandbox", version)]
struct Arguments {
    /// Port on 127.0.0.1; 0 takes a free one.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Decides who lives in the world.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Nobody answers.
    #[arg(long)]
    no_people: bool,
    /// No limit on calls and tokens.
    #[arg(long)]
    no_limits: bool,
    /// Append one JSON line per accepted mail to this file.
    #[arg(long, value_name = "FILE")]
    ledger: Option<PathBuf>,
    /// `real`, or the RFC 3339 time at which the world's clock starts; it runs on from there.
    #[arg(long, default_value = "real")]
    clock: String,
    /// Let every mail call take this many milliseconds longer.
    #[arg(long, value_name = "N")]
    slow_ms: Option<u64>,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let options = Options {
        port: arguments.port,
        people: !arguments.no_people,
        limits: if arguments.no_limits { Limits::NONE } else { Limits::default() },
        ledger_file: arguments.ledger,
        ..Options::new(arguments.seed, clock(&arguments.clock)?)
    };
    let sandbox = Sandbox::start(options).await?;
    if let Some(ms) = arguments.slow_ms {
        sandbox.set_fault(Fault::Slow { ms }, None);
    }
    announce(&sandbox.url())?;
    tokio::signal::ctrl_c().await.context("wait for the end")?;
    sandbox.stop().await;
    Ok(())
}

fn clock(choice: &str) -> anyhow::Result<Now> {
    if choice == "real" {
        return Ok(Arc::new(system_now));
    }
    let start = DateTime::parse_from_rfc3339(choice).context("--clock wants `real` or an RFC 3339 time")?;
    let offset = start.timestamp_millis().saturating_sub(system_now());
    Ok(Arc::new(move || system_now().saturating_add(offset)))
}

#[expect(clippy::disallowed_methods, reason = "the program is the owner of the clock that it hands to the world")]
fn system_now() -> i64 {
    Utc::now().timestamp_millis()
}

/// One JSON line that tells a script where everything is.
fn announce(url: &str) -> anyhow::Result<()> {
    let mailboxes: Vec<Value> = default_mailboxes()
        .iter()
        .map(|spec| {
            json!({
                "slug": spec.slug, "address": spec.address, "account_id": spec.account_id,
                "client_id": spec.client_id, "client_secret": spec.client_secret, "refresh_token": spec.refresh_token,
            })
        })
        .collect();
    let line = json!({
        "url": url, "accounts_url": url, "mail_url": url, "model_url": format!("{url}/v1"), "model_key": API_KEY,
        "mailboxes": mailboxes,
    });
    let mut out = std::io::stdout();
    writeln!(out, "{line}").and_then(|()| out.flush()).context("announce the addresses")
}
