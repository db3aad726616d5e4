//! How fast a mailbox may send as a whole: rolling caps, the ramp, and a jittered pause between two mails. What is due at once is planned
//! one slot after the other.

use chrono_tz::Tz;

use crate::Timestamp;
use crate::brand::Ramp;
use crate::time::{DAY, HOUR};

/// What limits a brand's sending as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pace {
    /// Cap of 24 hours before the ramp.
    pub daily_cap: u32,
    /// Cap of an hour.
    pub hourly_cap: u32,
    /// How the daily cap grows.
    pub ramp: Option<Ramp>,
    /// The brand's first mail ever.
    pub first_sent_at: Option<Timestamp>,
    /// The brand's zone: its days make the ramp.
    pub zone: Tz,
    /// Least pause between two mails, in seconds, before the jitter.
    pub min_gap_seconds: u32,
    /// When the mailbox handed mails to the network in the last 24 hours, oldest first; those of brands that share it are among them.
    pub recent: Vec<Timestamp>,
}

/// Slots that are tried before one is given up; each try moves time on by at least the reason for the last.
const TRIES: u32 = 64;

impl Pace {
    /// The daily cap on the day of `now`.
    pub fn daily_cap_at(&self, now: Timestamp) -> u32 {
        daily_cap_at(self.daily_cap, self.ramp, self.first_sent_at, self.zone, now)
    }

    /// How many mails left in the span before `now`, and when one more fits, if that is later.
    pub fn used(&self, span: i64, most: u32, now: Timestamp) -> (usize, Option<Timestamp>) {
        let inside: Vec<Timestamp> = self.recent.iter().copied().filter(|at| now.since(*at) < span).collect();
        let most = most as usize;
        if inside.len() < most || most == 0 {
            return (inside.len(), None);
        }
        // Enough of the oldest must fall out of the span for one more to fit.
        let leaves = inside.get(inside.len() - most).copied().unwrap_or(now);
        (inside.len(), Some(leaves.plus_millis(span)))
    }

    /// The pause after the last mail in milliseconds. It is jittered upwards by up to a half, the same way for everybody who asks: the
    /// jitter comes from the time of the last mail.
    pub fn gap_millis(&self) -> i64 {
        let base = i64::from(self.min_gap_seconds) * 1_000;
        let spread = base / 2;
        let mixed = self.recent.last().map_or(0, |last| last.millis().wrapping_mul(0x5851_F42D_4C95_7F2D) >> 33);
        base + if spread > 0 { mixed.rem_euclid(spread) } else { 0 }
    }

    /// When the pause after the last mail ends.
    pub fn gap_ends(&self) -> Option<Timestamp> {
        self.recent.last().map(|last| last.plus_millis(self.gap_millis()))
    }

    /// The earliest time from `at` on, and behind everything that is planned, at which one more mail fits; `None` if none ever does.
    pub fn next_free(&self, at: Timestamp) -> Option<Timestamp> {
        let mut at = self.recent.last().map_or(at, |last| at.max(*last));
        for _ in 0..TRIES {
            let daily = self.daily_cap_at(at);
            if daily == 0 || self.hourly_cap == 0 {
                return None;
            }
            let waits = [
                self.used(DAY, daily, at).1,
                self.used(HOUR, self.hourly_cap, at).1,
                self.gap_ends().filter(|end| *end > at),
            ];
            match waits.into_iter().flatten().max() {
                Some(later) if later > at => at = later,
                _ => return Some(at),
            }
        }
        None
    }

    /// Plans one mail at a time that is free.
    pub fn take(&mut self, at: Timestamp) {
        let place = self.recent.partition_point(|other| *other <= at);
        self.recent.insert(place, at);
        self.first_sent_at = self.first_sent_at.or(Some(at));
    }
}

/// The daily cap on the day of `now`: the ramp counts days of sending from the brand's first mail.
pub fn daily_cap_at(cap: u32, ramp: Option<Ramp>, first_sent_at: Option<Timestamp>, zone: Tz, now: Timestamp) -> u32 {
    let Some(ramp) = ramp else { return cap };
    let days = first_sent_at.map_or(0, |first| (now.day(zone) - first.day(zone)).num_days().max(0));
    let grown = u64::from(ramp.start) + u64::from(ramp.step) * days.unsigned_abs();
    cap.min(u32::try_from(grown).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn pace(daily_cap: u32, hourly_cap: u32, min_gap_seconds: u32) -> Pace {
        Pace { daily_cap, hourly_cap, ramp: None, first_sent_at: None, zone: Tz::UTC, min_gap_seconds, recent: vec![] }
    }

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    #[test]
    fn the_ramp_grows_with_the_days_since_the_first_mail() {
        let now = at("2026-11-25T10:00:00Z");
        let pace = Pace {
            ramp: Some(Ramp { start: 10, step: 5 }),
            first_sent_at: Some(at("2026-11-23T10:00:00Z")),
            ..pace(50, 20, 90)
        };
        assert_eq!(pace.daily_cap_at(now), 20);
        assert_eq!(pace.daily_cap_at(now.plus_seconds(30 * 86_400)), 50);
    }

    #[test]
    fn slots_use_what_the_ramp_allows_on_their_day() {
        let now = at("2026-11-23T10:00:00Z");
        let mut pace = Pace {
            ramp: Some(Ramp { start: 2, step: 1 }),
            first_sent_at: Some(now),
            recent: vec![now, now],
            ..pace(50, 20, 0)
        };
        let mut slots = Vec::new();
        for _ in 0..7 {
            let slot = pace.next_free(now).unwrap();
            pace.take(slot);
            slots.push(slot.since(now) / DAY);
        }
        assert_eq!(slots, [1, 1, 1, 2, 2, 2, 2]);
    }

    #[test]
    fn a_cap_of_nothing_never_opens() {
        assert_eq!(pace(0, 20, 0).next_free(at("2026-11-25T10:00:00Z")), None);
        assert_eq!(pace(20, 0, 0).next_free(at("2026-11-25T10:00:00Z")), None);
    }

    proptest! {
        /// A plan of many mails keeps every cap over every window and every pause, and the same facts give the same plan.
        #[test]
        fn a_plan_keeps_the_rules(daily in 1u32..40, hourly in 1u32..20, gap in 0u32..600, mails in 1usize..80, start in 0i64..1_000_000) {
            let plan = || {
                let mut pace = pace(daily, hourly, gap);
                let mut slots = Vec::new();
                let mut from = at("2026-11-23T00:00:00Z").plus_seconds(start);
                for _ in 0..mails {
                    let slot = pace.next_free(from).unwrap();
                    pace.take(slot);
                    slots.push(slot);
                    from = slot;
                }
                slots
            };
            let slots = plan();
            prop_assert_eq!(&slots, &plan());
            for (place, slot) in slots.iter().enumerate() {
                let within = |span| slots[..=place].iter().filter(|other| slot.since(**other) < span).count();
                prop_assert!(within(DAY) <= daily as usize);
                prop_assert!(within(HOUR) <= hourly as usize);
                if place > 0 {
                    let pause = slot.since(slots[place - 1]);
                    prop_assert!(pause >= i64::from(gap) * 1_000);
                }
            }
        }
    }
}
