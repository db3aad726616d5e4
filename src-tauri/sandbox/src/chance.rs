//! Chance that repeats itself: dice whose throws follow from the seed and a label alone.
//! Nothing here knows what the throws are used for.

use sha2::{Digest, Sha256};

/// A row of throws that is the same for the same seed and label.
#[derive(Debug, Clone)]
pub(crate) struct Dice(u64);

impl Dice {
    /// Dice for one purpose. The label keeps purposes apart: an extra throw in one never moves another.
    pub(crate) fn new(seed: u64, label: &str) -> Self {
        let digest = Sha256::new().chain_update(seed.to_be_bytes()).chain_update(label).finalize();
        Self(digest.iter().take(8).fold(0, |sum, byte| (sum << 8) | u64::from(*byte)))
    }

    /// The next throw, any 64-bit number (splitmix64).
    pub(crate) fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to `limit` - 1; 0 if the limit is 0.
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.throw().checked_rem(limit).unwrap_or(0)
    }

    /// A number between two ends, both included.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = u64::try_from(high.saturating_sub(low).saturating_add(1)).unwrap_or(1);
        low.saturating_add(i64::try_from(self.below(width)).unwrap_or(0))
    }

    /// True in about `percent` of a hundred throws.
    pub(crate) fn percent(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One of the choices; the default of an empty list.
    pub(crate) fn pick<T: Copy + Default>(&mut self, choices: &[T]) -> T {
        let index = self.below(choices.len() as u64);
        usize::try_from(index).ok().and_then(|index| choices.get(index)).copied().unwrap_or_default()
    }

    /// Thirty-two hexadecimal digits, for tokens.
    pub(crate) fn hex32(&mut self) -> String {
        format!("{:016x}{:016x}", self.throw(), self.throw())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn same_seed_and_label_repeat_and_others_differ() {
        let row = |seed, label| {
            (0..5)
                .map({
                    let mut dice = Dice::new(seed, label);
                    move |_| dice.throw()
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(row(1, "a"), row(1, "a"));
        assert_ne!(row(1, "a"), row(2, "a"));
        assert_ne!(row(1, "a"), row(1, "b"));
    }

    #[test]
    fn throws_stay_inside_their_limits() {
        let mut dice = Dice::new(7, "limits");
        assert!((0..500).all(|_| (-3..=4).contains(&dice.between(-3, 4))));
        assert_eq!(dice.below(0), 0);
        assert_eq!(dice.pick::<u8>(&[]), 0);
        let hits = (0..2000).filter(|_| dice.percent(25)).count();
        assert!((400..600).contains(&hits), "{hits}");
    }
}
