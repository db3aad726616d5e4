//! How deals were before a person's last act on each, remembered for as long as the process lives, so that the act can be taken back. It is
//! not written down: what a person takes back, they take back at once, and a file would keep what somebody asked to be forgotten.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use domain::Timestamp;
use domain::deal::Deal;
use domain::id::DealId;

/// Acts that are remembered; the oldest give way.
const MOST: usize = 2_000;

/// A deal before an act, and what the act left.
#[derive(Debug, Clone)]
pub(crate) struct Before {
    pub(crate) deal: Deal,
    pub(crate) stage_since: Timestamp,
    /// The fence the act left: as long as the deal has it, nobody has touched the deal since.
    pub(crate) fence: i64,
    /// Mails that were cancelled with it. They stay cancelled.
    pub(crate) cancelled: usize,
}

/// The last act on each deal.
#[derive(Debug, Default)]
pub(crate) struct Undos(Mutex<VecDeque<Before>>);

impl Undos {
    /// Remembers how a deal was. Call it once the act is committed.
    pub(crate) fn keep(&self, before: Before) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|one| one.deal.id != before.deal.id);
        all.push_back(before);
        if all.len() > MOST {
            all.pop_front();
        }
    }

    /// How a deal was before the last act on it.
    pub(crate) fn of(&self, id: DealId) -> Option<Before> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().find(|one| one.deal.id == id).cloned()
    }

    /// Forgets a deal's last act: it was taken back.
    pub(crate) fn forget(&self, id: DealId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).retain(|one| one.deal.id != id);
    }
}
