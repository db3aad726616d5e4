//! `simulate`: months of trouble from seeds, with an optimised build.

use anyhow::Result;
use clap::Args;

use crate::{packages, run};

/// What to play.
#[derive(Args)]
pub(crate) struct Simulate {
    /// Options of the simulation, passed on as they are: `--seeds N`, `--first N`, `--days N`, `--tell SEED`
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

impl Simulate {
    /// Builds and plays.
    pub(crate) fn run(self) -> Result<()> {
        packages::ensure(packages::BUILD)?;
        let program = ["run", "--release", "--package", "simulation", "--bin", "autopilot-simulate", "--"];
        run::run(run::cargo(program).args(&self.arguments))
    }
}
