//! Starting programs, and saying what is being done, how long it took and what to do when it fails.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};

/// A program and its arguments, run from the repository's root unless told otherwise.
pub(crate) fn command(program: &str, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Command {
    let mut command = Command::new(program);
    command.args(arguments);
    command
}

/// The cargo that runs us, so that a `+toolchain` is kept.
pub(crate) fn cargo(arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Command {
    command(&std::env::var("CARGO").unwrap_or_else(|_| "cargo".into()), arguments)
}

/// Waits for `command`, which shares our terminal.
///
/// # Errors
/// It could not be started, or ended with anything but 0.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let shown = shown(command);
    let status = command.status().with_context(|| format!("could not start {shown}: is it installed?"))?;
    if !status.success() {
        bail!("{shown} failed ({status})");
    }
    Ok(())
}

/// What `command` prints on its standard output.
///
/// # Errors
/// It could not be started, or ended with anything but 0.
pub(crate) fn read(command: &mut Command) -> Result<String> {
    let shown = shown(command);
    let output = command.output().with_context(|| format!("could not start {shown}: is it installed?"))?;
    if !output.status.success() {
        bail!("{shown} failed ({}): {}", output.status, String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Does a named part of the work, and says so.
///
/// # Errors
/// Those of `work`; `remedy` is printed with them, for the person who reads it.
pub(crate) fn step(name: &str, remedy: &str, work: impl FnOnce() -> Result<()>) -> Result<()> {
    println!("\n▶ {name}");
    let start = Instant::now();
    let done = work();
    let seconds = start.elapsed().as_secs_f32();
    match &done {
        Ok(()) => println!("✔ {name} in {seconds:.1} s"),
        Err(_) => println!("✘ {name} after {seconds:.1} s. {remedy}"),
    }
    done.with_context(|| format!("not true yet: {name}"))
}

/// Makes the repository's root the current folder, wherever the command was typed.
///
/// # Errors
/// The repository was moved since the last build.
pub(crate) fn go_to_root() -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("xtask lies inside the repository")?;
    std::env::set_current_dir(root).with_context(|| format!("the repository is no longer at {}", root.display()))
}

/// A program that cargo has built: it lies beside this one.
///
/// # Errors
/// This program's own place can't be told.
pub(crate) fn built(name: &str) -> Result<PathBuf> {
    let itself = std::env::current_exe().context("where does xtask itself lie?")?;
    let folder = itself.parent().context("xtask lies in a folder")?;
    Ok(folder.join(name).with_extension(std::env::consts::EXE_EXTENSION))
}

/// A program that cargo has built with optimisation.
///
/// # Errors
/// This program's own place can't be told.
pub(crate) fn optimised(name: &str) -> Result<PathBuf> {
    let here = built(name)?;
    let target = here.ancestors().find(|folder| folder.ends_with("debug")).and_then(Path::parent);
    Ok(target.context("xtask lies in a folder of cargo's")?.join("release").join(name))
}

fn shown(command: &Command) -> String {
    let words: Vec<_> = std::iter::once(command.get_program()).chain(command.get_args()).collect();
    words.join(OsStr::new(" ")).to_string_lossy().into_owned()
}
