//! Door 2: `autopilot`, the same engine without a window. Reads the command line, asks the engine, prints the answer; decides nothing.

mod backup;
mod brand;
#[cfg(debug_assertions)]
mod bridge;
mod connect;
mod connect_mailbox;
mod contacts;
mod daemon;
mod deals;
mod decisions;
mod demo;
mod doctor;
mod emails;
mod export;
mod failure;
mod import;
mod links;
mod messages;
mod output;
mod pause;
mod prospects;
mod research;
mod reviews;
mod run;
mod session;
mod status;
mod table;
mod tasks;
mod test_email;
mod why;

use std::ffi::OsStr;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::failure::Failure;
use crate::output::Output;
use crate::session::Globals;

/// CRM Autopilot without a window.
#[derive(Debug, Parser)]
#[command(name = "autopilot", version, max_term_width = 110, after_help = AFTER_HELP)]
struct Cli {
    #[command(flatten)]
    globals: Globals,
    #[command(subcommand)]
    command: Command,
}

const AFTER_HELP: &str = "Examples:
  autopilot seed                                            make the database with its two brands
  autopilot import people.csv --brand codeteki --create-deals --pipeline sales
  autopilot run process_pending_deals                       decide and write
  autopilot emails list --state awaiting_approval           see what waits for you
  autopilot emails approve --all                            let it go
  autopilot why jo@example.com                              why is nothing sent?

Exit codes: 0 done, 1 the operation failed, 2 bad usage, 3 refused (locked, paused, unsafe).";

#[derive(Debug, Subcommand)]
enum Command {
    /// Make the database and its two brands; doing it twice changes nothing
    #[command(after_help = "Example:\n  autopilot seed --data-dir ./data")]
    Seed,
    /// Show how the whole program stands
    #[command(after_help = "Example:\n  autopilot status --json")]
    Status,
    /// Brands: settings, mailbox, pause
    #[command(subcommand)]
    Brand(brand::Command),
    /// Import contacts, or sites that could link to us, from CSV, TSV or XLSX
    Import(import::Arguments),
    /// Imports that were done, and undoing them
    #[command(subcommand)]
    Imports(import::Command),
    /// Contacts, and who must not be mailed
    #[command(subcommand)]
    Contacts(contacts::Command),
    /// Sites that could link to us
    #[command(subcommand)]
    Prospects(prospects::Command),
    /// Deals
    #[command(subcommand)]
    Deals(deals::Command),
    /// Outgoing mails: read, approve, reject
    #[command(subcommand)]
    Emails(emails::Command),
    /// Incoming mails
    #[command(subcommand)]
    Messages(messages::Command),
    /// Links to our pages: watch, look, prove
    #[command(subcommand)]
    Links(links::Command),
    /// Read the site of a deal's contact
    Research(research::Arguments),
    /// What the autopilot decided
    #[command(subcommand)]
    Decisions(decisions::Command),
    /// Run a task now
    Run(run::Arguments),
    /// Tasks and their schedules
    #[command(subcommand)]
    Tasks(tasks::Command),
    /// Why a deal's next mail is, or is not, sent
    Why(why::Arguments),
    /// Pause the whole autopilot
    Pause(pause::Arguments),
    /// Let the paused autopilot go on
    #[command(after_help = "Example:\n  autopilot resume")]
    Resume,
    /// Run the scheduler without a window until Ctrl-C
    Daemon(daemon::Arguments),
    /// What the morning reviews say
    #[command(subcommand)]
    Reviews(reviews::Command),
    /// Play a made-up month against a sandbox on this machine
    Demo(demo::Arguments),
    /// Put the engine behind a plain browser
    #[cfg(debug_assertions)]
    #[command(hide = true)]
    Bridge(bridge::Arguments),
    /// Copy the database to a file
    Backup(backup::BackupArguments),
    /// Put a copy back in the place of the database
    Restore(backup::RestoreArguments),
    /// The copies that were made
    #[command(after_help = "Example:\n  autopilot backups --json")]
    Backups,
    /// Take the data out: tables as CSV, or all that is kept about one person
    Export(export::Arguments),
    /// Check everything the autopilot leans on
    Doctor(doctor::Arguments),
}

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    let _log = log(&cli);
    let mut output = Output::new(cli.globals.json);
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return output.fail(&Failure::failed(format!("The runtime could not be started: {error}."))),
    };
    match runtime.block_on(perform(&cli, &mut output)) {
        Ok(()) => output.end(),
        Err(failure) => output.fail(&failure),
    }
}

async fn perform(cli: &Cli, output: &mut Output) -> Result<(), Failure> {
    if let Command::Demo(arguments) = &cli.command {
        // It brings its own world: real data, secrets and clock stay out of it.
        return demo::demo(&cli.globals, arguments, output).await;
    }
    #[cfg(debug_assertions)]
    if let Command::Bridge(arguments) = &cli.command {
        return bridge::bridge(&cli.globals, arguments).await;
    }
    if let Command::Restore(arguments) = &cli.command {
        // The file that is there may be too damaged to be opened.
        return backup::restore(&cli.globals, arguments, session::clock(&cli.globals).now(), output).await;
    }
    // Erasing cleans every copy of the file, so nobody else may be at work on it.
    let own = matches!(
        cli.command,
        Command::Run(_) | Command::Daemon(_) | Command::Contacts(contacts::Command::Erase { .. })
    );
    let session = session::open(&cli.globals, own).await?;
    output.set_zone(session.engine.zone().await?);
    let done = dispatch(&session, &cli.command, output).await;
    session.engine.close().await;
    done
}

async fn dispatch(session: &session::Session, command: &Command, output: &mut Output) -> Result<(), Failure> {
    let engine = &*session.engine;
    match command {
        Command::Seed => status::seed(engine, output).await,
        Command::Status => status::status(engine, output).await,
        Command::Brand(command) => brand::perform(session, command, output).await,
        Command::Import(arguments) => import::import(engine, arguments, output).await,
        Command::Imports(command) => import::perform(engine, command, output).await,
        Command::Contacts(command) => contacts::perform(engine, command, output).await,
        Command::Prospects(command) => prospects::perform(engine, command, output).await,
        Command::Deals(command) => deals::perform(engine, command, output).await,
        Command::Emails(command) => emails::perform(engine, command, output).await,
        Command::Messages(command) => messages::perform(engine, command, output).await,
        Command::Links(command) => links::perform(engine, command, output).await,
        Command::Research(arguments) => research::research(engine, arguments, output).await,
        Command::Decisions(command) => decisions::perform(engine, command, output).await,
        Command::Run(arguments) => run::run(engine, arguments, output).await,
        Command::Tasks(command) => tasks::perform(engine, command, output).await,
        Command::Why(arguments) => why::why(engine, arguments, output).await,
        Command::Pause(arguments) => pause::pause(engine, arguments, output).await,
        Command::Resume => pause::resume(engine, output).await,
        Command::Daemon(arguments) => daemon::daemon(session, arguments, output).await,
        Command::Reviews(command) => reviews::perform(engine, command, output).await,
        Command::Backup(arguments) => backup::backup(engine, arguments, output).await,
        Command::Backups => backup::backups(engine, output).await,
        Command::Export(arguments) => export::export(engine, arguments, output).await,
        Command::Demo(_) | Command::Restore(_) => Ok(()),
        #[cfg(debug_assertions)]
        Command::Bridge(_) => Ok(()),
        Command::Doctor(arguments) => doctor::doctor(engine, arguments, output).await,
    }
}

/// Says what is wrong with the command line, or shows the help that was asked for.
fn usage(error: &clap::Error) -> ExitCode {
    if error.use_stderr() && std::env::args_os().any(|argument| argument == OsStr::new("--json")) {
        let text = error.to_string();
        let first = text.lines().next().unwrap_or_default().trim_start_matches("error: ");
        return Output::new(true).fail(&Failure::usage(first));
    }
    // The stream may be gone; then there is nobody to tell.
    let _ = error.print();
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(1))
}

/// What runs for days also writes files.
fn log(cli: &Cli) -> gateways::logs::Guard {
    let files = match &cli.command {
        Command::Daemon(_) => session::folder(&cli.globals).ok().map(|folder| gateways::logs::folder(&folder)),
        _ => None,
    };
    gateways::logs::begin(if cli.globals.verbose { "info" } else { "error" }, files.as_deref())
}
