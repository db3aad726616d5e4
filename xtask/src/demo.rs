//! `demo`: from a fresh clone to a working product with one command. What the demo shows is written in the `demo` room.

use anyhow::Result;
use clap::Args;

use crate::{packages, run, ui};

/// How to show the demo.
#[derive(Args)]
pub(crate) struct Demo {
    /// Print the month in the terminal instead of opening a window (the default where there is no screen)
    #[arg(long)]
    headless: bool,
    /// The seed of the demo's people and their moods
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
}

impl Demo {
    /// Installs, builds and shows.
    pub(crate) fn run(self) -> Result<()> {
        let seed = self.seed.to_string();
        if self.headless || !has_screen() {
            packages::ensure(packages::BUILD)?;
            return run::run(&mut run::cargo(["run", "--bin", "autopilot", "--", "demo", "--seed", &seed]));
        }
        packages::ensure(packages::WINDOW)?;
        ui::build()?;
        let window = ["run", "--features", "desktop", "--bin", "crm-autopilot", "--", "--demo", "--seed", &seed];
        run::run(&mut run::cargo(window))
    }
}

/// Only Linux and its relatives can be without one.
fn has_screen() -> bool {
    let set = |variable| std::env::var_os(variable).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}
