//! What people do with this repository, by name. Reads the command line; leaves the doing to one module per command.

mod app;
mod appimage;
mod bench;
mod check;
mod demo;
mod dist;
mod generate;
mod packages;
mod run;
mod screens;
mod signing;
mod simulate;
mod test;
mod ui;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// What people do with this repository.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Xtask {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Install what is missing, build, and open a made-up month of work: nothing real is read or sent
    Demo(demo::Demo),
    /// Run every test: the same as continuous integration
    Test(test::Test),
    /// Run the window on the development server, which reloads the page on every change
    App(app::App),
    /// Format, lints, licences, generated types: what a review would say first
    Check,
    /// Write the page's types anew from Rust
    Gen,
    /// Measure: `bench` alone lists what can be measured
    Bench(bench::Bench),
    /// Play months from seeds in which everything goes wrong, and check every promise after each step
    Simulate(simulate::Simulate),
    /// Photograph every screen of the demo, at two sizes and in both themes
    Screens,
    /// Build the installable packages, and with `--check` try them on a bare Debian
    Dist(dist::Dist),
}

fn main() -> ExitCode {
    match dispatch(Xtask::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // One line, without the backtrace that RUST_BACKTRACE would add: what failed has already said why.
            let _ = writeln!(io::stderr(), "\n{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(command: Command) -> anyhow::Result<()> {
    run::go_to_root()?;
    match command {
        Command::Demo(demo) => demo.run(),
        Command::Test(test) => test.run(),
        Command::App(app) => app.run(),
        Command::Check => check::run(),
        Command::Gen => generate::run(),
        Command::Bench(bench) => bench.run(),
        Command::Simulate(simulate) => simulate.run(),
        Command::Screens => screens::run(),
        Command::Dist(dist) => dist.run(),
    }
}
