//! The story as lines of text: an event of the engine with its simulated time.

use chrono_tz::Tz;
use domain::activity::{ActivityKind, Author};
use engine::Event;

/// A line for an event worth telling; `None` for the rest.
pub fn line(event: &Event, zone: Tz) -> Option<String> {
    let Event::Activity { activity } = event else { return None };
    if matches!(activity.kind, ActivityKind::Drafted | ActivityKind::Approved | ActivityKind::Settings) {
        return None;
    }
    let at = activity.at.local(zone).format("%a %d %b %H:%M");
    let who = activity.who.as_deref().unwrap_or("");
    let brand = activity.brand.as_deref().unwrap_or("");
    let mark = match (activity.kind, activity.author) {
        (ActivityKind::Sent, _) => '→',
        (ActivityKind::Replied, _) => '←',
        (ActivityKind::Bounced, _) => '×',
        (ActivityKind::Moved, _) => '⇥',
        (ActivityKind::Closed, _) => '▪',
        (ActivityKind::Trouble, _) => '!',
        (ActivityKind::Flagged, _) => '?',
        (_, Author::Person) => '•',
        _ => '·',
    };
    Some(format!("{at}  {mark} {brand:<9} {who:<22} {}", activity.summary))
}
