//! A sliding window of moments, to say when too much was asked.

use std::collections::VecDeque;

/// The moments of recent events.
#[derive(Debug, Clone, Default)]
pub(crate) struct Window(VecDeque<i64>);

impl Window {
    /// Counts an event at `now` unless `limit` events lie within the last `span` ms; says whether it counted.
    pub(crate) fn admit(&mut self, now: i64, span: i64, limit: Option<u32>) -> bool {
        while self.0.front().is_some_and(|at| now.saturating_sub(*at) >= span) {
            self.0.pop_front();
        }
        let room = limit.is_none_or(|limit| self.0.len() < limit as usize);
        if room {
            self.0.push_back(now);
        }
        room
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refused_events_do_not_count() {
        let mut window = Window::default();
        assert!(window.admit(0, 100, Some(2)));
        assert!(window.admit(50, 100, Some(2)));
        assert!(!window.admit(99, 100, Some(2)));
        assert!(window.admit(100, 100, Some(2)));
        assert!(!window.admit(140, 100, Some(2)));
        assert!(window.admit(140, 100, None));
    }
}
