//! What the page is told without asking for each: kept here for a while, and fetched by the page with a question that is answered as soon
//! as there is something new. Told by running a script in the page, as the toolkit's own events are, it would cost this process an engine
//! for scripts of its own.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use engine::Event;
use engine::api::wire::{Signal, Signals};
use tauri::{AppHandle, Manager, State};
use tokio::sync::watch;
use tokio::time::timeout;

/// How many are kept for a page that is busy.
const KEPT: usize = 256;
/// Until a question to which there is no answer yet is answered with nothing: no question is open for so long that somebody on the way
/// gives up on it.
const LONGEST: Duration = Duration::from_secs(25);

/// What was told last, and how much in all.
#[derive(Default)]
pub(crate) struct Told {
    kept: Mutex<VecDeque<Signal>>,
    count: watch::Sender<u64>,
    /// How much when the page began to load.
    before: AtomicU64,
}

/// Tells the page, if there is one.
pub(crate) fn tell(app: &AppHandle, signal: Signal) {
    app.state::<Told>().add(signal);
}

/// A page begins to load, which has not been told anything yet.
pub(crate) fn begin(app: &AppHandle) {
    let told = app.state::<Told>();
    told.before.store(*told.count.borrow(), Ordering::Relaxed);
}

/// What was told after the first `after` signals, as soon as there is something; without `after`, what was told since the page began to load.
#[tauri::command]
pub(crate) async fn signals(told: State<'_, Told>, after: Option<u64>) -> Result<Signals, String> {
    let Some(after) = after else { return Ok(told.since(told.before.load(Ordering::Relaxed))) };
    let mut count = told.count.subscribe();
    let _ = timeout(LONGEST, count.wait_for(|count| *count > after)).await;
    Ok(told.since(after))
}

impl Told {
    fn add(&self, signal: Signal) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() == KEPT {
            kept.pop_front();
        }
        kept.push_back(signal);
        self.count.send_modify(|count| *count += 1);
    }

    fn since(&self, after: u64) -> Signals {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let count = *self.count.borrow();
        let new = usize::try_from(count.saturating_sub(after)).unwrap_or(usize::MAX);
        // Something was missed and nobody can know what: the page asks again for everything it shows.
        let missed = (new > kept.len()).then_some(Signal::Engine(Event::Changed));
        let known = kept.iter().skip(kept.len().saturating_sub(new)).cloned();
        Signals { count, signals: missed.into_iter().chain(known).collect() }
    }
}

#[cfg(test)]
mod tests {
    use engine::api::wire::FileDrop;

    use super::*;

    #[test]
    fn a_page_learns_each_signal_once_and_that_it_missed_some() {
        let told = Told::default();
        let kinds = |after| {
            let found = told.since(after);
            let said = |signal: &Signal| matches!(signal, Signal::Files(_));
            (found.count, found.signals.iter().map(said).collect::<Vec<bool>>())
        };
        assert_eq!(kinds(0), (0, vec![]));
        told.add(Signal::Files(FileDrop::Over));
        told.add(Signal::Files(FileDrop::Away));
        assert_eq!(kinds(0), (2, vec![true, true]));
        assert_eq!(kinds(1), (2, vec![true]));
        assert_eq!(kinds(2), (2, vec![]));
        for _ in 0..KEPT {
            told.add(Signal::Files(FileDrop::Over));
        }
        let (count, found) = kinds(1);
        assert_eq!((count, found.len()), (KEPT as u64 + 2, KEPT + 1));
        assert_eq!(found.first(), Some(&false), "it is told that something is missing");
    }
}
