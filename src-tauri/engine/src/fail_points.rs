//! Places between two things that must not be torn apart, at which a proof can make the program die: a killed process in debug builds, a
//! work that never goes on in a simulation.

use std::sync::Arc;

type EndsHere = dyn Fn(&str) -> bool + Send + Sync;

/// Decides at which places work ends for ever. Without one, nowhere.
#[derive(Clone, Default)]
pub struct FailPoints(Option<Arc<EndsHere>>);

impl FailPoints {
    /// Work that passes a place for which `ends_here` says so stands still there and never goes on; whoever awaits it drops it, as death
    /// would.
    pub fn new(ends_here: impl Fn(&str) -> bool + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(ends_here)))
    }

    /// Debug builds obey `AUTOPILOT_DIE_AT=send.after_intent:3`: the process ends without any clean-up at the third pass of that place. A
    /// program that people run has none of this.
    pub fn from_environment() -> Self {
        #[cfg(debug_assertions)]
        if let Ok(order) = std::env::var("AUTOPILOT_DIE_AT") {
            return Self::abort_at(&order);
        }
        Self::default()
    }

    #[cfg(debug_assertions)]
    fn abort_at(order: &str) -> Self {
        use std::sync::atomic::{AtomicU32, Ordering};
        let (place, pass) = order.split_once(':').unwrap_or((order, "1"));
        let (place, pass, passes) = (place.to_owned(), pass.parse().unwrap_or(1), AtomicU32::new(0));
        Self::new(move |name| {
            if place == name && passes.fetch_add(1, Ordering::SeqCst) + 1 == pass {
                std::process::abort();
            }
            false
        })
    }

    /// A place that work can end at.
    pub(crate) async fn pass(&self, name: &str) {
        if self.0.as_ref().is_some_and(|ends_here| ends_here(name)) {
            std::future::pending::<()>().await;
        }
    }

    /// A place where nothing can wait: only a process can die here.
    pub(crate) fn pass_at_once(&self, name: &str) {
        if let Some(ends_here) = &self.0 {
            ends_here(name);
        }
    }
}
