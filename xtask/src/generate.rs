//! `gen`: the types that cross into the page are declared in Rust and written from there. Leaves their shape to the rooms.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::run;

const GENERATED: &str = "ui/src/generated";

/// Where tests may write types without touching the sources.
pub(crate) const SCRATCH: &str = "target/generated";

/// Writes the types into the page's sources.
///
/// # Errors
/// Rust does not compile, or the files can't be written.
pub(crate) fn run() -> Result<()> {
    let fresh = export()?;
    let old = files(Path::new(GENERATED))?;
    for gone in old.keys().filter(|name| !fresh.contains_key(*name)) {
        fs::remove_file(Path::new(GENERATED).join(gone))?;
    }
    for (name, text) in fresh.iter().filter(|(name, text)| old.get(*name) != Some(text)) {
        let path = Path::new(GENERATED).join(name);
        fs::create_dir_all(path.parent().unwrap_or(&path))?;
        fs::write(&path, text).with_context(|| format!("{} can't be written", path.display()))?;
        println!("wrote {}", path.display());
    }
    Ok(())
}

/// Fails when the page's types are not what Rust says.
///
/// # Errors
/// The types that differ, by file.
pub(crate) fn check() -> Result<()> {
    let (fresh, committed) = (export()?, files(Path::new(GENERATED))?);
    let mut names: Vec<_> = fresh.keys().chain(committed.keys()).collect();
    names.sort();
    names.dedup();
    names.retain(|name| fresh.get(*name) != committed.get(*name));
    if let Some(first) = names.first() {
        bail!("{} of the types in {GENERATED} are not what Rust says, first {}", names.len(), first.display());
    }
    Ok(())
}

/// Lets the rooms write their types into the scratch folder, and reads them.
fn export() -> Result<BTreeMap<PathBuf, String>> {
    let scratch = std::env::current_dir()?.join(SCRATCH);
    if scratch.exists() {
        fs::remove_dir_all(&scratch)?;
    }
    let export = ["test", "--quiet", "--lib", "--package", "domain", "--package", "engine", "export_bindings"];
    run::read(run::cargo(export).env("TS_RS_EXPORT_DIR", &scratch))?;
    files(&scratch)
}

fn files(folder: &Path) -> Result<BTreeMap<PathBuf, String>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        if !next.exists() {
            continue;
        }
        for entry in fs::read_dir(&next)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "ts") {
                found.insert(path.strip_prefix(folder)?.to_path_buf(), fs::read_to_string(&path)?);
            }
        }
    }
    Ok(found)
}
