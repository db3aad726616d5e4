//! Leaves an endpoint alone for a while after it has failed several times in a row.

use domain::Timestamp;

use crate::model::ModelError;

/// Outages in a row that open the circuit.
const LIMIT: u32 = 5;
/// How long it stays open, in seconds.
const PAUSE: i64 = 300;

/// Counts outages on the injected clock.
#[derive(Debug, Default)]
pub(super) struct Breaker {
    failures: u32,
    open_until: Option<Timestamp>,
}

impl Breaker {
    /// Whether a question may be asked now.
    pub(super) fn allow(&self, now: Timestamp) -> Result<(), ModelError> {
        match self.open_until {
            // An end further away was set by a clock that was ahead.
            Some(until) if now < until && until <= now.plus_seconds(PAUSE) => Err(ModelError::CircuitOpen { until }),
            _ => Ok(()),
        }
    }

    /// Takes note of how a question went. After a pause one more outage opens the circuit again, one answer closes it.
    pub(super) fn note(&mut self, outage: bool, now: Timestamp) {
        if !outage {
            *self = Self::default();
            return;
        }
        self.failures = self.failures.saturating_add(1);
        if self.failures >= LIMIT {
            self.open_until = Some(now.plus_seconds(PAUSE));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opens_after_five_in_a_row_and_closes_with_an_answer() {
        let at = |seconds: i64| Timestamp::from_millis(seconds * 1_000);
        let mut breaker = Breaker::default();
        for _ in 0..4 {
            breaker.note(true, at(0));
        }
        breaker.note(false, at(0));
        for _ in 0..4 {
            breaker.note(true, at(0));
        }
        assert!(breaker.allow(at(0)).is_ok());
        breaker.note(true, at(0));
        assert_eq!(breaker.allow(at(299)), Err(ModelError::CircuitOpen { until: at(300) }));
        assert!(breaker.allow(at(300)).is_ok());
        breaker.note(true, at(300));
        assert!(breaker.allow(at(301)).is_err(), "one failure after the pause is enough");
        breaker.note(false, at(600));
        breaker.note(true, at(600));
        assert!(breaker.allow(at(600)).is_ok());
    }
}
