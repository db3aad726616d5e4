//! `brand …`: who we write as.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Subcommand;
use engine::api::wire::{BrandDetail, BrandPause, BrandRef, BrandSet, BrandSummary, Done, Nothing, SenderHealth};
use engine::api::{mutation, query, trigger};

use crate::connect::Brought;
use crate::failure::Failure;
use crate::output::Output;
use crate::session::Session;
use crate::table::Table;
use crate::{connect, connect_mailbox, test_email};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// All brands at a glance
    #[command(after_help = "Example:\n  autopilot brand list")]
    List,
    /// One brand with its settings, pipelines and which secrets are there
    #[command(after_help = "Example:\n  autopilot brand show codeteki")]
    Show { slug: String },
    /// Change settings; all of them or, if one does not fit, none
    #[command(after_help = "Examples:
  autopilot brand set codeteki \"legal.address=1 Main St, Melbourne\"
  autopilot brand set codeteki sending.daily_cap=30 sending.ramp=off

`autopilot brand show SLUG` lists the keys with what they mean.")]
    Set {
        slug: String,
        #[arg(required = true, value_name = "KEY=VALUE")]
        values: Vec<String>,
    },
    /// Connect the mailbox: in the browser, by its servers, or with what you have already
    #[command(after_help = "Examples:
  autopilot brand connect codeteki                      Zoho: ask in the browser
  autopilot brand connect codeteki --code 1000.abc      Zoho: a code generated in its API console (self client)
  autopilot brand connect codeteki --from-env .env      move a .env file's secrets into the keychain
  autopilot brand connect codeteki --mailbox            any other mailbox: find its servers, ask for the app password
  autopilot brand connect codeteki --mailbox --imap imap.example.com --smtp smtp.example.com:587 < password.txt
  autopilot brand connect codeteki --mailbox --sign-in google --client-id ID --client-secret-file FILE

The file may hold ZOHO_CLIENT_ID, ZOHO_CLIENT_SECRET, ZOHO_REFRESH_TOKEN, OPENAI_API_KEY (kept in the keychain) and
ZOHO_ACCOUNT_ID, ZOHO_FROM_EMAIL, ZOHO_API_DOMAIN (kept in the brand's settings). Without Zoho's it may name a mailbox by
EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD, EMAIL_USE_TLS, EMAIL_USE_SSL and IMAP_HOST, IMAP_PORT,
IMAP_USER, IMAP_PASSWORD; that is kept only if the mailbox answers.

A password is read from standard input or from a file, never from the command line. Where the environment gives the secrets
(AUTOPILOT_SECRET__CODETEKI__IMAP_PASSWORD), nothing is asked: the mailbox is tried, and the settings are kept if it answers.")]
    Connect {
        slug: String,
        /// A .env file; its secrets move into the keychain
        #[arg(long, value_name = "FILE")]
        from_env: Option<PathBuf>,
        /// A code generated in Zoho's API console
        #[arg(long, value_name = "CODE")]
        code: Option<String>,
        #[command(flatten)]
        servers: connect_mailbox::Arguments,
    },
    /// Send one mail to yourself, to see that the mailbox works
    #[command(after_help = "It carries the brand's signature and legal footer and is not part of any deal.

Example:
  autopilot brand test-email codeteki --to me@example.com")]
    TestEmail {
        slug: String,
        /// Who receives it
        #[arg(long, value_name = "ADDRESS")]
        to: String,
    },
    /// How the brand's domain stands: SPF, DKIM and DMARC, and what to do about them
    #[command(after_help = "Looks them up now; --kept shows what was found last.

Example:
  autopilot brand health codeteki")]
    Health {
        slug: String,
        /// Ask nobody; show what was found last
        #[arg(long)]
        kept: bool,
    },
    /// Pause a brand: it decides and sends nothing
    #[command(after_help = "Example:\n  autopilot brand pause codeteki --reason \"new address\"")]
    Pause {
        slug: String,
        #[arg(long, default_value = "paused on the command line")]
        reason: String,
    },
    /// Let a paused brand go on
    #[command(after_help = "Example:\n  autopilot brand resume codeteki")]
    Resume { slug: String },
}

pub(crate) async fn perform(session: &Session, command: &Command, output: &mut Output) -> Result<(), Failure> {
    let engine = &*session.engine;
    let done = match command {
        Command::List => {
            let brands = query::brands(engine, Nothing {}).await?;
            return output.answer(&brands, |output, brands| draw_list(output, brands));
        }
        Command::Show { slug } => {
            let brand = query::brand_show(engine, BrandRef { brand: slug.clone() }).await?;
            return output.answer(&brand, draw);
        }
        Command::Connect { slug, from_env, code, servers } => {
            let brought = Brought { from_env: from_env.as_deref(), code: code.as_deref(), servers };
            return connect::connect(session, slug, brought, output).await;
        }
        Command::Health { slug, kept } => {
            let request = BrandRef { brand: slug.clone() };
            let health = if *kept {
                query::sender_health(engine, request).await?
            } else {
                trigger::sender_look(engine, request).await?
            };
            return output.answer(&health, draw_health);
        }
        Command::TestEmail { slug, to } => return test_email::send(session, slug, to, output).await,
        Command::Set { slug, values } => {
            mutation::brand_set(engine, BrandSet { brand: slug.clone(), values: parsed(values)? }).await?
        }
        Command::Pause { slug, reason } => {
            mutation::brand_pause(engine, BrandPause { brand: slug.clone(), reason: reason.clone() }).await?
        }
        Command::Resume { slug } => mutation::brand_resume(engine, BrandRef { brand: slug.clone() }).await?,
    };
    draw_done(output, &done)
}

/// A confirmation.
pub(crate) fn draw_done(output: &mut Output, done: &Done) -> Result<(), Failure> {
    output.answer(done, |output, done| output.line(&done.done))
}

fn parsed(values: &[String]) -> Result<BTreeMap<String, String>, Failure> {
    let pair = |text: &String| {
        let (key, value) = text
            .split_once('=')
            .ok_or_else(|| Failure::usage(format!("“{text}” is not a setting; write KEY=VALUE.")))?;
        Ok((key.trim().to_owned(), value.to_owned()))
    };
    values.iter().map(pair).collect()
}

pub(crate) fn draw_list(output: &mut Output, brands: &[BrandSummary]) {
    let mut table = Table::new(["slug", "from", "today", "to approve", "queued", "next", "paused"]);
    for brand in brands {
        table.row([
            brand.slug.clone(),
            brand.from_email.clone(),
            format!("{} of {}", brand.sent_today, brand.cap_today),
            brand.awaiting_approval.to_string(),
            brand.queued.to_string(),
            output.maybe_time(brand.next_send_at),
            brand.paused.as_ref().map_or_else(String::new, |pause| pause.reason.clone()),
        ]);
    }
    output.table(&table, "There is no brand; run `autopilot seed`.");
}

fn draw_health(output: &mut Output, health: &SenderHealth) {
    output.field("Domain", &health.domain);
    output.field("Sends through", &health.house);
    output.field("Looked up", output.maybe_time(health.looked_at));
    for finding in &health.findings {
        let mark = output.mark(!finding.verdict.fails());
        output.line(format!("{mark}  {} ({}): {}", finding.record, finding.verdict, finding.sentence));
        if let Some(fix) = &finding.fix {
            output.line(format!("    {}", fix.in_words()));
        }
    }
    if let Some(warning) = &health.warning {
        output.heading("Before the first mail");
        output.line(format!("{}. {}", warning.sentence, warning.fix));
    }
}

fn draw(output: &mut Output, brand: &BrandDetail) {
    draw_list(output, std::slice::from_ref(&brand.summary));
    output.heading("Settings");
    let mut settings = Table::new(["key", "value", "meaning"]);
    for setting in &brand.settings {
        settings.row([setting.key.clone(), crate::output::short(&setting.value, 48), setting.meaning.clone()]);
    }
    output.table(&settings, "None.");
    output.heading("Secrets");
    for (name, present) in &brand.secrets {
        let mark = output.mark(*present);
        output.line(format!("{mark}  {name}"));
    }
    output.heading("Pipelines");
    let mut pipelines = Table::new(["key", "name", "stages"]);
    for pipeline in &brand.pipelines {
        let stages: Vec<&str> = pipeline.stages.iter().map(|stage| stage.key.as_str()).collect();
        pipelines.row([pipeline.key.clone(), pipeline.name.clone(), stages.join(", ")]);
    }
    output.table(&pipelines, "None.");
}
