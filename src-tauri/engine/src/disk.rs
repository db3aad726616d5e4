//! Room on the disk. Where there is too little to write down what happens, nothing is begun; the autopilot says so once, and goes on by itself as soon as
//! there is room again.

use std::sync::{Mutex, PoisonError};

use domain::Timestamp;
use domain::activity::{ActivityKind, Author};
use domain::brand::Pause;
use domain::notice::NoticeKind;

use crate::act::{About, Act};
use crate::{Engine, EngineError, Event};

/// With less free space, in bytes, nothing is begun: an intent to send, its outcome and the notes beside the database need room.
const LEAST: u64 = 16_000_000;
/// How long, in seconds, a disk on which something could not be written is left alone, whatever it says of its free space.
const REST: i64 = 60;
const REASON: &str = "The disk is full";
const FIX: &str = "Free some space: nothing is lost, and it goes on by itself.";

/// Whether the autopilot waits for room.
#[derive(Debug, Default)]
pub(crate) struct Disk(Mutex<Option<Full>>);

#[derive(Debug, Clone, Copy)]
struct Full {
    since: Timestamp,
    /// When it is looked at again at the earliest.
    again: Timestamp,
}

impl Disk {
    fn state(&self) -> Option<Full> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set(&self, state: Option<Full>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = state;
    }
}

/// The pause that a full disk makes; no person has to end it.
pub(crate) fn pause(engine: &Engine) -> Option<Pause> {
    let state = engine.disk.state();
    let since = state.map_or(engine.now(), |full| full.since);
    let waits = state.is_some() || is_low(engine);
    waits.then(|| Pause { reason: REASON.to_owned(), fix: Some(FIX.to_owned()), since, by_person: false, until: None })
}

/// What is said to whoever wants to begin something.
pub(crate) fn refusal() -> EngineError {
    EngineError::Refused(format!("{REASON}. {FIX}"))
}

/// Whether nothing may be begun for want of room. Goes on by itself: what the full disk left open is closed then.
pub(crate) async fn rests(engine: &Engine) -> Result<bool, EngineError> {
    match engine.disk.state() {
        None if is_low(engine) => {
            // Our own log of writes may be what fills it; if it cannot be folded, it stays.
            let _ = engine.store.fold().await;
            if is_low(engine) {
                begin(engine).await;
            }
            Ok(engine.disk.state().is_some())
        }
        None => Ok(false),
        Some(full) if is_low(engine) || (full.since..full.again).contains(&engine.now()) => Ok(true),
        Some(full) => match go_on(engine, full.since).await {
            Err(error) if error.is_disk_full() => {
                engine.disk.set(Some(Full { again: engine.now().plus_seconds(REST), ..full }));
                Ok(true)
            }
            done => {
                done?;
                engine.disk.set(None);
                Ok(false)
            }
        },
    }
}

/// Passes a result on; one that failed for want of room begins a rest.
pub(crate) async fn heed<T>(engine: &Engine, done: Result<T, EngineError>) -> Result<T, EngineError> {
    if done.as_ref().is_err_and(EngineError::is_disk_full) && engine.disk.state().is_none() {
        begin(engine).await;
    }
    done
}

async fn begin(engine: &Engine) {
    let now = engine.now();
    engine.disk.set(Some(Full { since: now, again: now.plus_seconds(REST) }));
    tracing::error!("{REASON}, so the autopilot waits. {FIX}");
    // The last room is for these lines; without it, the status says the same.
    if tell(engine).await.is_err() {
        engine.say(Event::Changed);
    }
}

async fn tell(engine: &Engine) -> Result<(), EngineError> {
    let mut act = Act::begin(engine).await?;
    act.note(Author::Autopilot, ActivityKind::Paused, About::default(), format!("Waits: {REASON}"));
    act.notice(NoticeKind::Trouble, About::default(), REASON, format!("The autopilot waits. {FIX}")).await?;
    Ok(act.commit().await?)
}

async fn go_on(engine: &Engine, since: Timestamp) -> Result<(), EngineError> {
    let mut act = Act::begin(engine).await?;
    store::tasks::interrupt_open_runs(&mut act.tx, act.now).await?;
    let line = format!("Goes on: the disk, full since {since}, has room again");
    act.note(Author::Autopilot, ActivityKind::Paused, About::default(), line);
    act.notice(NoticeKind::Solved, About::default(), "The disk has room again", "The autopilot goes on.").await?;
    Ok(act.commit().await?)
}

/// Both the database and the notes beside it need room.
fn is_low(engine: &Engine) -> bool {
    let folders = [Some(engine.data_dir()), engine.witness.folder()];
    folders.into_iter().flatten().any(|folder| fs4::available_space(folder).is_ok_and(|free| free < LEAST))
}
