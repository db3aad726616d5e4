//! Places at which the program can be made to die, so that a proof can hit each of them. They exist in debug builds only.
//!
//! `AUTOPILOT_DIE_AT=send.after_intent:3` ends the process without any clean-up at the third pass of that place.

/// A named place between two things that must not be torn apart.
#[cfg(debug_assertions)]
pub(crate) fn point(name: &str) {
    use std::sync::atomic::{AtomicU32, Ordering};
    static PASSES: AtomicU32 = AtomicU32::new(0);
    let Ok(order) = std::env::var("AUTOPILOT_DIE_AT") else { return };
    let (place, pass) = order.split_once(':').unwrap_or((&order, "1"));
    if place == name && PASSES.fetch_add(1, Ordering::SeqCst) + 1 == pass.parse().unwrap_or(1) {
        std::process::abort();
    }
}

/// Nothing, in a program that people run.
#[cfg(not(debug_assertions))]
pub(crate) fn point(_name: &str) {}
