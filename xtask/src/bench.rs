//! `bench`: measures with an optimised build. What is measured, and against which budget, is written in the benches.

use anyhow::Result;
use clap::Args;

use crate::{packages, run};

/// What to measure.
#[derive(Args)]
pub(crate) struct Bench {
    /// A measurement and its options, passed on as they are
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

impl Bench {
    /// Builds and measures.
    pub(crate) fn run(self) -> Result<()> {
        packages::ensure(packages::BUILD)?;
        run::run(
            run::cargo(["run", "--release", "--package", "bench", "--bin", "autopilot-bench", "--"])
                .args(&self.arguments),
        )
    }
}
