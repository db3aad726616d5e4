//! Everything that a month leaves to chance, thrown from its seed.

use std::sync::Arc;

use gateways::{Random as _, SeededRandom};

/// The dice of one month. The engine has chance of its own, so that a throw more or less here changes nothing there.
#[derive(Clone)]
pub(crate) struct Dice(Arc<SeededRandom>);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(Arc::new(SeededRandom::new(seed)))
    }

    /// True once in so many throws.
    pub(crate) fn one_in(&self, n: u64) -> bool {
        self.0.below(n.max(1)) == 0
    }

    /// From `low` up to and including `high`.
    pub(crate) fn between(&self, low: u32, high: u32) -> u32 {
        low + u32::try_from(self.0.below(u64::from(high - low) + 1)).unwrap_or(0)
    }

    /// One of several; `None` when there are none.
    pub(crate) fn one_of<'a, T>(&self, all: &'a [T]) -> Option<&'a T> {
        let index = usize::try_from(self.0.below(all.len() as u64)).ok()?;
        all.get(index)
    }
}
