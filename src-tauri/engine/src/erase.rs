//! Erasing a person on request: their rows in one act, then the bytes they stood in, then the copies in the data folder.
//!
//! Whatever a process dies at, doing it again finishes it; the next owner does so by itself (see [`resume`]).

use std::path::Path;

use domain::EmailAddress;
use domain::activity::{ActivityKind, Author};
use domain::id::SuppressionId;
use domain::suppression::ErasureKey;
use store::erasure::copies::{self, Memory};
use store::erasure::{self, Erased, UNFINISHED};
use store::meta;

use crate::act::{About, Act};
use crate::api::wire::ErasedReply;
use crate::{Engine, EngineError, backup};

/// Erases everything about a person. Refused for a guest, while a task runs, and while a mail of theirs is in flight or uncertain.
pub(crate) async fn erase(engine: &Engine, address: &EmailAddress) -> Result<ErasedReply, EngineError> {
    if !engine.owner.is_owner() {
        let owner = engine.owner.owned_by().unwrap_or("another process");
        return Err(EngineError::Refused(format!("{owner} has this data open; end it first, then erase")));
    }
    // A task in the middle of its work may hold the person in its hands.
    let _still = engine.tasks.all().ok_or_else(|| {
        EngineError::Refused("A task is running and may be at work on this person; try again in a moment".to_owned())
    })?;
    let mut act = Act::begin(engine).await?;
    refuse_open_mails(&erasure::open_mails(&mut act.tx, address).await?)?;
    let erased = erasure::erase(&mut act.tx, address).await?;
    let mut key = [0; 32];
    engine.ports.random.fill(&mut key);
    let id = SuppressionId::mint(act.now, engine.ten_random_bytes());
    erasure::remember(&mut act.tx, id, address, ErasureKey::new(key), act.now).await?;
    meta::set(&mut act.tx, UNFINISHED, Some("yes")).await?;
    act.note(Author::Person, ActivityKind::Edited, About::default(), "Erased one person on request");
    act.commit().await?;
    // Rejected rows and exports that still wait to be saved may hold the person.
    crate::import::desk::leave(engine);
    engine.files.forget_offered(None);
    engine.fail_points.pass("erase.rows_gone").await;
    let (cleaned, left) = finish(engine, Some(address)).await?;
    Ok(ErasedReply {
        done: sentence(address, erased, cleaned.len(), &left),
        contacts: erased.contacts,
        deals: erased.deals,
        emails: erased.emails,
        messages: erased.messages,
        mentions: erased.mentions,
        cleaned,
        left,
    })
}

/// Ends an erasure that a death cut off. For the owner, before it does anything else with the file.
pub(crate) async fn resume(engine: &Engine) -> Result<(), EngineError> {
    let unfinished = meta::get(&mut *engine.store.read().await?, UNFINISHED).await?.is_some();
    if unfinished {
        finish(engine, None).await?;
    }
    Ok(())
}

fn refuse_open_mails(open: &[erasure::Open]) -> Result<(), EngineError> {
    if open.is_empty() {
        return Ok(());
    }
    let mails: Vec<String> =
        open.iter().map(|mail| format!("“{}” ({}, {})", mail.subject, mail.state, mail.id)).collect();
    Err(EngineError::Refused(format!(
        "Nobody knows yet whether a mail to this person went out: {}. Wait for it, or settle it with “autopilot emails settle”, then erase",
        mails.join(", ")
    )))
}

/// Overwrites what the file still holds, and cleans the copies. Says which copies were cleaned and which could not be.
async fn finish(engine: &Engine, also: Option<&EmailAddress>) -> Result<(Vec<String>, Vec<String>), EngineError> {
    scrub(engine).await?;
    engine.fail_points.pass("erase.file_clean").await;
    let memory = Memory::of(&mut *engine.store.read().await?).await?;
    let data_dir = engine.data_dir();
    backup::remove_unfinished(data_dir);
    let (mut cleaned, mut left) = (Vec::new(), Vec::new());
    for copy in backup::copies(data_dir) {
        match clean(&copy, &memory, also).await {
            Ok(true) => cleaned.push(copy.display().to_string()),
            Ok(false) => {}
            Err(error) => {
                tracing::warn!(copy = %copy.display(), error = %error.sentence(), "A copy could not be cleaned of an erased person.");
                left.push(copy.display().to_string());
            }
        }
        engine.fail_points.pass("erase.copy_clean").await;
    }
    let mut write = engine.store.write().await?;
    meta::set(&mut write, UNFINISHED, None).await?;
    write.commit().await?;
    Ok((cleaned, left))
}

async fn scrub(engine: &Engine) -> Result<(), EngineError> {
    let done = erasure::scrub(&mut *engine.store.writer().await?).await;
    done.map_err(|error| {
        let why = EngineError::Store(error).sentence();
        EngineError::Outside(format!(
            "The person is out of every table, but what they stood in could not be overwritten yet. {why} Do it again, or start the program anew: it finishes by itself"
        ))
    })
}

/// Cleans a copy beside itself and puts the clean one in its place, so that there is a whole one at any time. Says whether the person was in it.
async fn clean(copy: &Path, memory: &Memory, also: Option<&EmailAddress>) -> Result<bool, EngineError> {
    copies::fold(copy).await?;
    let fresh = backup::cleaning(copy);
    let copied = std::fs::copy(copy, &fresh);
    copied.map_err(|source| EngineError::Backup { path: fresh.display().to_string(), source })?;
    let done = put_clean(copy, &fresh, memory, also).await;
    if fresh.exists() {
        // It was not needed, or could not be finished: then it still holds them.
        std::fs::remove_file(&fresh)
            .map_err(|source| EngineError::Backup { path: fresh.display().to_string(), source })?;
    }
    done
}

async fn put_clean(
    copy: &Path,
    fresh: &Path,
    memory: &Memory,
    also: Option<&EmailAddress>,
) -> Result<bool, EngineError> {
    let cleaned = copies::clean(fresh, memory, also).await?;
    if cleaned.erased.is_some() || cleaned.suppressions > 0 {
        store::check::verify(fresh).await?;
        backup::keep(fresh, copy)?;
    }
    Ok(cleaned.erased.is_some())
}

fn sentence(address: &EmailAddress, erased: Erased, cleaned: usize, left: &[String]) -> String {
    let known = if erased.is_empty() {
        format!("Nothing was known of {address}.")
    } else {
        format!(
            "Erased {address}: contacts {}, deals {}, mails {}, messages {}, mentions elsewhere {}.",
            erased.contacts, erased.deals, erased.emails, erased.messages, erased.mentions
        )
    };
    let copies = match (cleaned, left) {
        (0, []) => String::new(),
        (n, []) => format!(" Copies in the data folder that were cleaned: {n}."),
        (_, left) => format!(
            " These copies could not be cleaned and may hold the person; delete them yourself: {}.",
            left.join(", ")
        ),
    };
    format!("{known} The address stays suppressed for every brand, known only by its hash.{copies}")
}
