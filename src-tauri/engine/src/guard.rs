//! Before anything is sent from a file: is it the one we left?
//!
//! A file that was restored, copied, or opened elsewhere may lack what was sent meanwhile. Its autopilot starts paused, its queued mails
//! wait for a decision each, and only a person lets it go on.

use std::path::Path;

use domain::activity::{ActivityKind, Author};
use domain::brand::Pause;
use domain::email::hex;
use domain::notice::NoticeKind;
use sha2::{Digest as _, Sha256};
use store::gates::{pause_all, set_pause_all};
use store::{Connection, StoreError, meta};

use crate::act::{About, Act};
use crate::witness::Witness;
use crate::{Engine, EngineError, backup};

/// Key in `meta`: the random name of this database.
const NAME: &str = "database";
/// Key in `meta`: where the file was at home when its owner last opened it, as a hash.
pub(crate) const HOME: &str = "home";
/// Key in `meta`: intents to send that were ever committed.
const TIDE: &str = "tide";

/// The witness of a database; names the database if it has no name yet.
pub(crate) async fn witness(store: &store::Store, folder: &Path, fresh: &str) -> Result<Witness, StoreError> {
    let found = meta::get(&mut *store.read().await?, NAME).await?;
    if let Some(name) = found {
        return Ok(Witness::of(folder, &name));
    }
    let mut write = store.write().await?;
    let name = match meta::get(&mut write, NAME).await? {
        Some(name) => name,
        None => {
            meta::set(&mut write, NAME, Some(fresh)).await?;
            fresh.to_owned()
        }
    };
    write.commit().await?;
    Ok(Witness::of(folder, &name))
}

/// Looks where the file comes from, and says whether it is the one we left. For the owner, before it does anything else.
pub(crate) async fn inspect(engine: &Engine) -> Result<bool, EngineError> {
    let mut act = Act::begin(engine).await?;
    meta::set(&mut act.tx, meta::SESSION, Some(&engine.holder)).await?;
    let here = home(engine.store.path());
    let known = meta::get(&mut act.tx, HOME).await?;
    let (tide, seen) = (tide(&mut act.tx).await?, engine.witness.read());
    let reason = if seen > tide {
        Some("This file is older than what was sent from it: a copy was put in its place, or its last writes were lost")
    } else if known.as_ref().is_some_and(|known| *known != here) {
        Some("This file was restored, copied, or moved to another place or machine")
    } else {
        None
    };
    match reason {
        Some(reason) => stand_still(&mut act, reason).await?,
        None if known.is_none() => meta::set(&mut act.tx, HOME, Some(&here)).await?,
        None => {}
    }
    act.commit().await?;
    Ok(reason.is_none())
}

/// A clean end: the next start need not doubt the file.
pub(crate) async fn leave(engine: &Engine) -> Result<(), StoreError> {
    let mut write = engine.store.write().await?;
    meta::set(&mut write, meta::SESSION, None).await?;
    write.commit().await
}

/// Counts an intent in its own transaction. What comes back is for the witness, once that is committed.
pub(crate) async fn raise_tide(conn: &mut Connection) -> Result<u64, StoreError> {
    let next = tide(conn).await? + 1;
    meta::set(conn, TIDE, Some(&next.to_string())).await?;
    Ok(next)
}

/// A person has looked: this file is the one that counts from here on.
pub(crate) async fn adopt(engine: &Engine, conn: &mut Connection) -> Result<(), StoreError> {
    let tide = tide(conn).await?.max(engine.witness.read());
    meta::set(conn, TIDE, Some(&tide.to_string())).await?;
    meta::set(conn, HOME, Some(&home(engine.store.path()))).await
}

async fn tide(conn: &mut Connection) -> Result<u64, StoreError> {
    Ok(meta::get(conn, TIDE).await?.and_then(|text| text.parse().ok()).unwrap_or(0))
}

async fn stand_still(act: &mut Act<'_>, reason: &str) -> Result<(), EngineError> {
    let waiting = store::emails::unqueue(&mut act.tx).await?;
    let mails = match waiting {
        0 => String::new(),
        1 => " One queued mail waits for your approval again.".to_owned(),
        n => format!(" {n} queued mails wait for your approval again."),
    };
    let fix = format!("Compare the last mails with the mailbox's Sent folder, then resume the autopilot.{mails}");
    let pause =
        Pause { reason: reason.to_owned(), fix: Some(fix.clone()), since: act.now, by_person: true, until: None };
    // A pause that ends by itself is not enough: a person must look.
    let lasts = pause_all(&mut act.tx, act.now).await?.is_some_and(|pause| pause.until.is_none());
    if !lasts || waiting > 0 {
        set_pause_all(&mut act.tx, Some(&pause)).await?;
        act.note(Author::Autopilot, ActivityKind::Paused, About::default(), format!("Paused the autopilot: {reason}"));
        act.notice(NoticeKind::Trouble, About::default(), "The autopilot is paused", format!("{reason}. {fix}"))
            .await?;
    }
    Ok(())
}

/// Machine, path and birth of a file, as one hash: a copy differs in at least one of them.
fn home(file: &Path) -> String {
    let path = std::fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    let born = std::fs::metadata(file).and_then(|meta| meta.created()).ok();
    let born = born.and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok()).unwrap_or_default();
    let text = format!("{}\n{}\n{}", gateways::machine_id(), path.display(), born.as_nanos());
    hex(&Sha256::digest(text.as_bytes()))
}

/// A damaged file is never touched; the sentence names the newest good backup and how to put it back.
pub(crate) async fn damaged(data_dir: &Path, error: StoreError) -> EngineError {
    if !error.is_damage() {
        return error.into();
    }
    let mut source = error.to_string();
    if let Some(cause) = std::error::Error::source(&error) {
        source = format!("{source}: {cause}");
    }
    let way_out = match backup::newest_good(data_dir).await {
        Some(backup) => format!(
            "The newest good backup is {0}. Put it back with: autopilot restore \"{0}\" --data-dir \"{1}\"",
            backup.display(),
            data_dir.display()
        ),
        None => "There is no good backup in the folder; a copy of yours can be put back with: autopilot restore FILE"
            .to_owned(),
    };
    EngineError::Damaged(format!("{source}. Nothing was sent and the file was not touched. {way_out}"))
}
