//! How many calls one mailbox may make. Zoho allows 30 a minute; we plan with 25, and the less urgent a call is, the more
//! it leaves for the urgent ones. Nothing here waits: it answers with the time to wait.

use std::collections::VecDeque;
use std::time::Duration;

use domain::Timestamp;

/// How urgent a call is, most urgent first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Priority {
    /// Sending an approved mail.
    Send,
    /// Finding out whether a mail was sent.
    Recover,
    /// Looking for replies.
    Poll,
    /// A person looks at the mailbox.
    Browse,
}

impl Priority {
    /// Calls that stay reserved for more urgent ones.
    fn reserve(self) -> usize {
        match self {
            Self::Send => 0,
            Self::Recover => 3,
            Self::Poll => 7,
            Self::Browse => 14,
        }
    }
}

/// Calls in any sixty seconds.
const CALLS: usize = 25;
const WINDOW: Duration = Duration::from_secs(60);

const FIRST_PAUSE: Duration = Duration::from_secs(60);
const LONGEST_PAUSE: Duration = Duration::from_secs(15 * 60);

/// The calls of the last minute on the injected clock, and the pause that Zoho imposes when it throttles.
///
/// A sliding window, because a bucket that refills while it drains lets twice its size through in one minute.
#[derive(Debug)]
pub(super) struct Budget {
    taken: VecDeque<Timestamp>,
    paused: Option<Rest>,
    next_pause: Duration,
}

impl Default for Budget {
    fn default() -> Self {
        Self { taken: VecDeque::new(), paused: None, next_pause: FIRST_PAUSE }
    }
}

impl Budget {
    /// Takes one call, or says how long to wait for it.
    pub(super) fn take(&mut self, priority: Priority, now: Timestamp) -> Result<(), Duration> {
        if let Some(wait) = self.paused.and_then(|rest| rest.left(now)) {
            return Err(wait);
        }
        // A call "in the future" was counted before the clock was set back; it must not block us until then.
        self.taken.retain(|at| *at <= now && until_then(now, after(*at, WINDOW)).is_some());
        let usable = CALLS.saturating_sub(priority.reserve());
        if let Some(surplus) = self.taken.len().checked_sub(usable) {
            let frees_one = self.taken.get(surplus).copied().unwrap_or(now);
            return Err(until_then(now, after(frees_one, WINDOW)).unwrap_or(WINDOW));
        }
        self.taken.push_back(now);
        Ok(())
    }

    /// Zoho throttled us: no call for as long as it says, otherwise 1, 2, 4 … 15 minutes. Returns the pause.
    pub(super) fn throttled(&mut self, now: Timestamp, asked: Option<Duration>) -> Duration {
        let pause = asked.unwrap_or(self.next_pause);
        self.next_pause = (self.next_pause * 2).min(LONGEST_PAUSE);
        self.paused = Some(Rest::of(now, pause));
        pause
    }

    /// A call succeeded: the next throttling starts with a short pause again.
    pub(super) fn succeeded(&mut self) {
        self.next_pause = FIRST_PAUSE;
    }
}

/// A time in which nothing is asked. A clock that is set back to before its beginning ends it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rest {
    since: Timestamp,
    until: Timestamp,
}

impl Rest {
    /// So long, from `now` on.
    pub(super) fn of(now: Timestamp, time: Duration) -> Self {
        Self { since: now, until: after(now, time) }
    }

    /// What is left of it.
    pub(super) fn left(self, now: Timestamp) -> Option<Duration> {
        if now < self.since { None } else { until_then(now, self.until) }
    }
}

/// The instant that lies `time` after `at`.
pub(super) fn after(at: Timestamp, time: Duration) -> Timestamp {
    Timestamp::from_millis(at.millis().saturating_add(i64::try_from(time.as_millis()).unwrap_or(i64::MAX)))
}

/// The time from `now` to a later `until`; nothing if it has passed.
pub(super) fn until_then(now: Timestamp, until: Timestamp) -> Option<Duration> {
    u64::try_from(until.millis() - now.millis()).ok().filter(|millis| *millis > 0).map(Duration::from_millis)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millis(millis)
    }

    fn drain(budget: &mut Budget, priority: Priority, now: Timestamp) -> usize {
        (0..100).take_while(|_| budget.take(priority, now).is_ok()).count()
    }

    #[test]
    fn the_less_urgent_leaves_calls_for_the_urgent() {
        let mut budget = Budget::default();
        assert_eq!(drain(&mut budget, Priority::Browse, at(0)), 11);
        assert_eq!(drain(&mut budget, Priority::Poll, at(0)), 7);
        assert_eq!(drain(&mut budget, Priority::Recover, at(0)), 4);
        assert_eq!(drain(&mut budget, Priority::Send, at(1_000)), 3);
        assert_eq!(budget.take(Priority::Send, at(2_000)), Err(Duration::from_secs(58)));
        assert_eq!(budget.take(Priority::Send, at(60_000)), Ok(()));
    }

    #[test]
    fn pauses_double_until_a_call_succeeds_and_the_server_knows_better() {
        let mut budget = Budget::default();
        let pauses: Vec<_> = (0..6).map(|_| budget.throttled(at(0), None).as_secs()).collect();
        assert_eq!(pauses, [60, 120, 240, 480, 900, 900]);
        budget.succeeded();
        assert_eq!(budget.throttled(at(0), Some(Duration::from_secs(7))).as_secs(), 7);
        assert_eq!(budget.take(Priority::Send, at(2_000)), Err(Duration::from_secs(5)));
        assert_eq!(budget.take(Priority::Send, at(7_000)), Ok(()));
    }

    #[test]
    fn a_clock_set_back_does_not_block() {
        let mut budget = Budget::default();
        assert_eq!(drain(&mut budget, Priority::Send, at(1_000_000)), 25);
        assert_eq!(budget.take(Priority::Send, at(0)), Ok(()));
        budget.throttled(at(1_000_000), None);
        assert_eq!(budget.take(Priority::Send, at(0)), Ok(()));
    }

    proptest! {
        #[test]
        fn never_more_than_the_limit_in_any_minute(steps in prop::collection::vec(0_i64..5_000, 1..300)) {
            let (mut budget, mut now, mut taken) = (Budget::default(), 0, vec![]);
            for step in steps {
                now += step;
                if budget.take(Priority::Send, at(now)).is_ok() {
                    taken.push(now);
                }
            }
            for start in &taken {
                prop_assert!(taken.iter().filter(|t| (*start..start + 60_000).contains(*t)).count() <= CALLS);
            }
        }

        #[test]
        fn the_wait_is_exactly_long_enough(steps in prop::collection::vec(0_i64..3_000, 30..80)) {
            let (mut budget, mut now) = (Budget::default(), 0);
            for step in steps {
                now += step;
                if let Err(wait) = budget.take(Priority::Poll, at(now)) {
                    let wait = i64::try_from(wait.as_millis()).unwrap();
                    prop_assert!(budget.take(Priority::Poll, at(now + wait - 1)).is_err());
                    now += wait;
                    prop_assert!(budget.take(Priority::Poll, at(now)).is_ok());
                }
            }
        }
    }
}
