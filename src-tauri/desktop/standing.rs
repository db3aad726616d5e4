//! How the tray says how things stand: pure words about a status.

use chrono_tz::Tz;
use domain::Timestamp;
use engine::api::wire::{Light, Status};

/// What is shown in the tray and its menu.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) light: Light,
    /// Things that wait for a person.
    pub(crate) waiting: u32,
    /// `Next: sends approved mails, 14:15`.
    pub(crate) next: String,
    /// `Sent today: 12 of 50`.
    pub(crate) sent: String,
    /// `3 things wait for you`.
    pub(crate) needs: String,
    pub(crate) paused: bool,
    /// `Resume (paused until 15:00)`.
    pub(crate) resume: String,
}

impl Standing {
    pub(crate) fn of(status: &Status) -> Self {
        let zone: Tz = status.timezone.parse().unwrap_or(Tz::UTC);
        let waiting = status.needs_you();
        let end = status.paused.as_ref().and_then(|pause| pause.until);
        Self {
            light: status.light,
            waiting,
            next: next(status, zone),
            sent: sent(status),
            needs: match waiting {
                0 => "Nothing waits for you".to_owned(),
                1 => "One thing waits for you".to_owned(),
                n => format!("{n} things wait for you"),
            },
            paused: status.paused.is_some(),
            resume: match end {
                Some(end) => format!("Resume (paused until {})", clock(end, status.now, zone)),
                None => "Resume".to_owned(),
            },
        }
    }

    /// One line for the pointer that rests on the icon.
    pub(crate) fn hint(&self) -> String {
        let light = match self.light {
            Light::Running => "running",
            Light::Paused => "paused",
            Light::NeedsYou => "needs you",
            Light::Problem => "has a problem",
        };
        format!("CRM Autopilot: {light}. {}. {}", self.needs, self.sent)
    }
}

fn next(status: &Status, zone: Tz) -> String {
    if status.paused.is_some() {
        return "Next: nothing, it is paused".to_owned();
    }
    let sends = status.brands.iter().filter_map(|brand| Some((brand.next_send_at?, "Sends a mail".to_owned())));
    let runs = status.tasks.iter().filter(|task| task.enabled);
    let runs = runs.filter_map(|task| Some((task.next_run_at?, task.does.clone())));
    match sends.chain(runs).min_by_key(|(at, _)| *at) {
        Some((at, what)) => format!("Next at {}: {}", clock(at.max(status.now), status.now, zone), lower(&what)),
        None => "Next: nothing is planned".to_owned(),
    }
}

fn sent(status: &Status) -> String {
    let sent: u32 = status.brands.iter().map(|brand| brand.sent_today).sum();
    let cap: u32 = status.brands.iter().map(|brand| brand.cap_today).sum();
    format!("Sent today: {sent} of at most {cap}")
}

/// The time of day, with the day where that is not today.
fn clock(at: Timestamp, now: Timestamp, zone: Tz) -> String {
    let pattern = if at.day(zone) == now.day(zone) { "%H:%M" } else { "%a %H:%M" };
    at.local(zone).format(pattern).to_string()
}

fn lower(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const NOW: i64 = 1_795_953_600_000; // 2026-11-29T12:00:00Z

    fn status(changes: serde_json::Value) -> Status {
        let task = json!({ "name": "check_email_replies", "does": "Fetches replies", "schedule": "*/30 * * * *",
            "enabled": true, "next_run_at": NOW + 1_800_000, "running": false, "last_run": null });
        let mut all = json!({ "version": "1", "now": NOW, "owner": true, "owned_by": null, "demo": false, "fresh": false,
            "timezone": "UTC", "paused": null, "brands": [], "tasks": [task], "awaiting_approval": 0, "unconfirmed": 0,
            "questions": 0, "inbox_waiting": 0, "notices_unseen": 0, "light": "running" });
        for (key, value) in changes.as_object().unwrap() {
            all[key] = value.clone();
        }
        serde_json::from_value(all).unwrap()
    }

    #[test]
    fn it_says_what_is_next_and_what_waits() {
        let standing = Standing::of(&status(json!({ "questions": 2, "awaiting_approval": 1, "light": "needs_you" })));
        assert_eq!(standing.next, "Next at 12:30: fetches replies");
        assert_eq!((standing.waiting, standing.needs.as_str()), (3, "3 things wait for you"));
        assert_eq!(standing.hint(), "CRM Autopilot: needs you. 3 things wait for you. Sent today: 0 of at most 0");
    }

    #[test]
    fn a_pause_says_when_it_ends() {
        let pause = json!({ "reason": "you paused it", "fix": null, "since": NOW, "by_person": true, "until": NOW + 43_200_000 });
        let standing = Standing::of(&status(json!({ "paused": pause, "light": "paused" })));
        assert_eq!(standing.resume, "Resume (paused until Mon 00:00)");
        assert_eq!(standing.next, "Next: nothing, it is paused");
    }
}
