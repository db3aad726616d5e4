//! Backups: copies of the file that were opened and checked before they count, the newest kept, and the way back.

use std::fs::File;
use std::path::{Path, PathBuf};

use domain::Timestamp;
use domain::backup::{file_name, made_at, surplus};
use store::StoreError;
use store::erasure::copies::Memory;

use crate::api::wire::BackupRow;
use crate::tasks::Outcome;
use crate::{DATABASE, Engine, EngineError, guard, owner};

/// Folder of the backups inside the data folder.
const FOLDER: &str = "backups";

/// The task `backup_database`: a verified copy, and the older ones thinned out.
pub(crate) async fn backup_database(engine: &Engine, outcome: &mut Outcome) -> Result<(), EngineError> {
    let folder = folder(engine);
    std::fs::create_dir_all(&folder).map_err(|source| failed(&folder, source))?;
    let fresh = file_name(engine.now());
    copy(engine, &folder.join(&fresh)).await?;
    outcome.count("copied");
    let names = names(&folder);
    // Where the clock was set back, the others may look newer.
    for name in surplus(&names).into_iter().filter(|name| *name != fresh) {
        std::fs::remove_file(folder.join(name)).map_err(|source| failed(&folder, source))?;
        outcome.count("removed");
    }
    Ok(())
}

/// Every copy of the database that we made in a data folder: backups, what was set aside, what was kept before an update.
pub(crate) fn copies(data_dir: &Path) -> Vec<PathBuf> {
    let backups = data_dir.join(FOLDER);
    let mut found: Vec<PathBuf> = names(&backups).into_iter().map(|name| backups.join(name)).collect();
    let aside = |name: &str| name.ends_with(".sqlite") && name.contains(".before-");
    found.extend(files(data_dir).filter(|path| named(path).is_some_and(aside)));
    found.sort();
    found
}

/// Removes what a death left half made: it is worth nothing and holds what the whole file held. For whoever has the lock.
pub(crate) fn remove_unfinished(data_dir: &Path) {
    let half = |path: &PathBuf| {
        named(path).is_some_and(|name| {
            [".unfinished", ".unfinished-journal", CLEANING, "restoring.sqlite", "restoring.sqlite-journal"]
                .iter()
                .any(|end| name.ends_with(end))
                || name.contains(&format!("{CLEANING}-"))
        })
    };
    for path in files(data_dir).chain(files(&data_dir.join(FOLDER))).filter(half) {
        if let Err(error) = std::fs::remove_file(&path) {
            tracing::warn!(path = %path.display(), error = %error, "A half-made copy could not be removed.");
        }
    }
}

/// Ending of a copy that is being cleaned beside the one it replaces.
const CLEANING: &str = ".cleaning";

/// Where a copy is cleaned.
pub(crate) fn cleaning(copy: &Path) -> PathBuf {
    tailed(copy, CLEANING)
}

fn files(folder: &Path) -> impl Iterator<Item = PathBuf> {
    std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).filter(|path| path.is_file())
}

fn named(path: &Path) -> Option<&str> {
    path.file_name()?.to_str()
}

fn folder(engine: &Engine) -> PathBuf {
    engine.store.path().with_file_name(FOLDER)
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| made_at(name).is_some())
        .collect()
}

fn failed(path: &Path, source: std::io::Error) -> EngineError {
    EngineError::Backup { path: path.display().to_string(), source }
}

/// Copies the open file to a new one. It appears under its name only once it was opened, checked and written to the disk; otherwise
/// nothing is left of it.
pub async fn copy(engine: &Engine, target: &Path) -> Result<(), EngineError> {
    if target.exists() {
        return Err(EngineError::Refused(format!("{} is there already; name another file", target.display())));
    }
    let unfinished = target.with_extension("unfinished");
    let made = make(engine, &unfinished, target).await;
    if made.is_err() {
        // What could not be finished is worth nothing; that it could not be removed either changes nothing.
        let _ = std::fs::remove_file(&unfinished);
    }
    made
}

async fn make(engine: &Engine, unfinished: &Path, target: &Path) -> Result<(), EngineError> {
    if unfinished.exists() {
        std::fs::remove_file(unfinished).map_err(|source| failed(unfinished, source))?;
    }
    engine.store.copy_to(unfinished).await?;
    engine.fail_points.pass("backup.made").await;
    store::check::verify(unfinished).await?;
    keep(unfinished, target)?;
    engine.fail_points.pass("backup.kept").await;
    Ok(())
}

/// Writes a file through to the disk and gives it its name.
pub(crate) fn keep(from: &Path, to: &Path) -> Result<(), EngineError> {
    let synced = File::options().write(true).open(from).and_then(|file| file.sync_all());
    synced.and_then(|()| std::fs::rename(from, to)).map_err(|source| failed(to, source))
}

/// The backups of a data folder, newest first.
pub(crate) fn list(data_dir: &Path) -> Vec<BackupRow> {
    let folder = data_dir.join(FOLDER);
    let mut names = names(&folder);
    names.sort_unstable();
    names.reverse();
    let row = |name: String| {
        let made_at = Timestamp::from_millis(made_at(&name)?.and_utc().timestamp_millis());
        let path = folder.join(name);
        let bytes = std::fs::metadata(&path).map_or(0, |file| file.len());
        Some(BackupRow { file: path.display().to_string(), made_at, bytes })
    };
    names.into_iter().filter_map(row).collect()
}

/// The newest backup that can be opened and is whole.
pub(crate) async fn newest_good(data_dir: &Path) -> Option<PathBuf> {
    for path in list(data_dir).into_iter().map(|row| PathBuf::from(row.file)) {
        if store::check::verify(&path).await.is_ok() {
            return Some(path);
        }
    }
    None
}

/// What restoring did.
#[derive(Debug)]
pub struct Restored {
    /// Where the former file is, if there was one.
    pub aside: Option<PathBuf>,
    /// Suppressions of the former file that the copy did not have.
    pub suppressions: u32,
    /// Why the former file could not be asked who must not be mailed, if it could not.
    pub unread: Option<String>,
}

/// Puts a copy in the place of the data folder's file, which is kept aside. Whoever the former file suppresses or has erased stays so.
/// Refused while another process has the autopilot. The restored file starts paused: see [`guard`].
pub async fn restore(data_dir: &Path, copy: &Path, now: Timestamp) -> Result<Restored, EngineError> {
    std::fs::create_dir_all(data_dir)
        .map_err(|source| EngineError::DataDir { path: data_dir.display().to_string(), source })?;
    // Held until the end: nobody starts the autopilot meanwhile.
    let lock = owner::claim(data_dir, true)?;
    if let Some(owner) = lock.owned_by() {
        return Err(EngineError::Refused(format!("{owner} has this data open; end it first")));
    }
    store::check::verify(copy).await.map_err(|error| not_good(copy, &error))?;
    remove_unfinished(data_dir);
    let unfinished = data_dir.join("restoring.sqlite");
    std::fs::copy(copy, &unfinished).map_err(|source| failed(&unfinished, source))?;
    // Without a home the file belongs nowhere: whoever opens it has to be asked.
    store::copy::set(&unfinished, guard::HOME, "restored").await?;
    let present = data_dir.join(DATABASE);
    let (suppressions, unread) = take_along(&present, &unfinished).await?;
    let aside = set_aside(&present, now)?;
    keep(&unfinished, &present)?;
    drop(lock);
    Ok(Restored { aside, suppressions, unread })
}

/// Brings what the present file knows of who must not be mailed into the one that takes its place, before it does.
async fn take_along(present: &Path, restored: &Path) -> Result<(u32, Option<String>), EngineError> {
    if !present.exists() {
        return Ok((0, None));
    }
    match Memory::of_file(present).await {
        Ok(memory) => Ok((store::erasure::copies::clean(restored, &memory, None).await?.suppressions, None)),
        Err(error) => Ok((0, Some(EngineError::Store(error).sentence()))),
    }
}

fn not_good(copy: &Path, error: &StoreError) -> EngineError {
    EngineError::Refused(format!(
        "{} is no good copy of a CRM Autopilot file ({error}); nothing was changed",
        copy.display()
    ))
}

/// Moves the file away with what belongs to it.
fn set_aside(present: &Path, now: Timestamp) -> Result<Option<PathBuf>, EngineError> {
    if !present.exists() {
        return Ok(None);
    }
    let aside = present.with_extension(format!("before-restore-{}.sqlite", now.utc().format("%Y%m%d-%H%M%S")));
    for tail in ["-wal", "-shm", ""] {
        let (from, to) = (tailed(present, tail), tailed(&aside, tail));
        if from.exists() {
            std::fs::rename(&from, &to).map_err(|source| failed(&from, source))?;
        }
    }
    Ok(Some(aside))
}

fn tailed(path: &Path, tail: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(tail);
    name.into()
}
