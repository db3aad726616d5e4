//! `test`: everything that must hold before a change is merged, cheap first, from a cold clone without a screen.
//! Continuous integration runs exactly this.

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};

use crate::{generate, packages, run, screens, ui};

/// Which part of the tests to run.
#[derive(Args)]
pub(crate) struct Test {
    /// Leave out the window, which takes minutes to build the first time
    #[arg(long)]
    fast: bool,
    /// Run one step alone
    #[arg(long, value_name = "STEP", conflicts_with = "fast")]
    only: Option<Step>,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Step {
    Format,
    Lint,
    Rust,
    Types,
    Page,
    Browser,
    Window,
}

impl Test {
    /// Runs the steps and stops at the first that fails.
    pub(crate) fn run(self) -> Result<()> {
        packages::ensure(packages::BUILD)?;
        for step in Step::value_variants() {
            let wanted = match self.only {
                Some(only) => only == *step,
                None => !(self.fast && *step == Step::Window),
            };
            if wanted {
                step.run()?;
            }
        }
        println!("\nAll is well.");
        Ok(())
    }
}

impl Step {
    fn run(self) -> Result<()> {
        let again = "run this step again alone with `cargo xtask test --only";
        match self {
            Self::Format => run::step("Rust is formatted", "Run `cargo fmt --all`.", format),
            Self::Lint => {
                run::step("Rust has no warnings", &format!("Mend what clippy names, then {again} lint`."), lint)
            }
            Self::Rust => run::step("Rust's tests pass", &format!("Mend it, then {again} rust`."), rust),
            Self::Types => {
                run::step("The page's types are fresh", "Run `cargo xtask gen` and commit.", generate::check)
            }
            Self::Page => run::step("The page is sound", &format!("Mend it, then {again} page`."), page),
            Self::Browser => run::step(
                "The page works in a browser, on the real engine",
                &format!("Mend it, then {again} browser`."),
                browser,
            ),
            Self::Window => {
                run::step("The real window opens", &format!("Look at target/screens, then {again} window`."), window)
            }
        }
    }
}

/// Whether rustfmt would change anything.
pub(crate) fn format() -> Result<()> {
    run::run(&mut run::cargo(["fmt", "--all", "--check"]))
}

fn lint() -> Result<()> {
    run::run(&mut run::cargo(["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"]))
}

fn rust() -> Result<()> {
    packages::ensure(packages::PROOFS)?;
    let scratch = std::env::current_dir()?.join(generate::SCRATCH);
    // The proofs that are sized by a variable are longer here than while working.
    let sizes = [("SEEDS", "25"), ("KILLS", "50")];
    run::run(run::cargo(["test", "--workspace", "--quiet"]).env("TS_RS_EXPORT_DIR", scratch).envs(sizes))
}

/// Lints, types, tests and the build of the page.
pub(crate) fn page() -> Result<()> {
    ui::install()?;
    for script in ["check", "test", "build"] {
        ui::script(script)?;
    }
    Ok(())
}

/// Whole flows in Chromium, most of them with the real engine behind the development bridge.
fn browser() -> Result<()> {
    packages::ensure(packages::BROWSER)?;
    run::run(&mut run::cargo(["build", "--quiet", "--bin", "autopilot"]))?;
    ui::build()?;
    ui::script("e2e")
}

fn window() -> Result<()> {
    if !cfg!(target_os = "linux") {
        println!("Left out: only Linux can drive its own webview without a screen.");
        return Ok(());
    }
    packages::ensure(packages::DESKTOP)?;
    let program = screens::window()?;
    run::run(&mut run::cargo(["build", "--quiet", "--workspace", "--bin", "autopilot", "--bin", "autopilot-sandbox"]))?;
    let beside = [run::built("autopilot")?, run::built("autopilot-sandbox")?];
    std::thread::scope(|scope| {
        // It has a screen and a bus of its own and mostly waits, so it runs beside the others.
        let keychain = scope.spawn(|| screens::drive("keychain.py", &beside));
        screens::drive("smoke.py", std::slice::from_ref(&program))?;
        screens::drive("own.py", std::slice::from_ref(&program))?;
        // All payloads are shown in the browser, by the step before.
        screens::drive("hostile.py", &[program.clone(), "60".into()])?;
        screens::drive("background.py", &[std::slice::from_ref(&program), &beside].concat())?;
        keychain.join().unwrap_or_else(|_| bail!("the test of the keychain broke off"))
    })
}
