//! The sending window: on which weekdays and between which local times a brand may send.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, NaiveTime, Timelike, Weekday};
use chrono_tz::Tz;

use crate::Timestamp;

/// Weekdays and a daily span, written `Mon-Fri 09:00-17:00` or `Mon,Wed,Sat 10:00-12:30`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SendWindow {
    days: [bool; 7],
    opens: NaiveTime,
    closes: NaiveTime,
}

/// Why a text is not a sending window.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("“{0}” is not a sending window; write weekdays and times, such as “Mon-Fri 09:00-17:00”")]
pub struct ParseWindowError(pub String);

const NAMES: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

impl SendWindow {
    /// Monday to Friday, nine to five: the default.
    pub fn office_hours() -> Self {
        let at = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or(NaiveTime::MIN);
        Self { days: [true, true, true, true, true, false, false], opens: at(9), closes: at(17) }
    }

    /// Whether the instant falls inside in that zone. The closing minute itself is outside.
    pub fn contains(&self, at: Timestamp, zone: Tz) -> bool {
        let local = at.local(zone);
        self.open_on(local.weekday()) && local.time() >= self.opens && local.time() < self.closes
    }

    /// The instant itself if it is inside, else the next opening in that zone.
    pub fn next_open(&self, at: Timestamp, zone: Tz) -> Timestamp {
        if self.contains(at, zone) {
            return at;
        }
        let today = at.local(zone).date();
        for ahead in 0..=8 {
            let Some(day) = today.checked_add_days(Days::new(ahead)) else { break };
            let opening = Timestamp::from_local(day.and_time(self.opens), zone);
            if self.open_on(day.weekday()) && opening >= at && self.contains(opening, zone) {
                return opening;
            }
        }
        at.plus_seconds(24 * 3600)
    }

    fn open_on(&self, day: Weekday) -> bool {
        self.days.get(day.num_days_from_monday() as usize).copied().unwrap_or(false)
    }
}

fn weekday(text: &str) -> Option<usize> {
    NAMES.iter().position(|name| name.eq_ignore_ascii_case(text.trim()))
}

fn weekdays(text: &str) -> Option<[bool; 7]> {
    let mut days = [false; 7];
    for part in text.split(',') {
        let (first, last) = match part.split_once('-') {
            Some((first, last)) => (weekday(first)?, weekday(last)?),
            None => (weekday(part)?, weekday(part)?),
        };
        let span = (last + 7 - first) % 7;
        for step in 0..=span {
            if let Some(day) = days.get_mut((first + step) % 7) {
                *day = true;
            }
        }
    }
    Some(days)
}

impl FromStr for SendWindow {
    type Err = ParseWindowError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || ParseWindowError(text.to_owned());
        let (days, span) = text.trim().rsplit_once(' ').ok_or_else(wrong)?;
        let (opens, closes) = span.split_once('-').ok_or_else(wrong)?;
        let time = |t: &str| NaiveTime::parse_from_str(t.trim(), "%H:%M").map_err(|_| wrong());
        let window = Self { days: weekdays(days).ok_or_else(wrong)?, opens: time(opens)?, closes: time(closes)? };
        if window.opens >= window.closes { Err(wrong()) } else { Ok(window) }
    }
}

impl fmt::Display for SendWindow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let open: Vec<&str> = NAMES.iter().zip(self.days).filter_map(|(name, open)| open.then_some(*name)).collect();
        let days = match open.as_slice() {
            ["Mon", "Tue", "Wed", "Thu", "Fri"] => "Mon-Fri".to_owned(),
            [_, _, _, _, _, _, _] => "Mon-Sun".to_owned(),
            _ => open.join(","),
        };
        let minutes = |t: NaiveTime| format!("{:02}:{:02}", t.hour(), t.minute());
        write!(f, "{days} {}-{}", minutes(self.opens), minutes(self.closes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::Australia::Melbourne;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    #[test]
    fn reads_and_writes_its_own_form() {
        for text in ["Mon-Fri 09:00-17:00", "Mon,Wed,Sat 10:00-12:30", "Mon-Sun 00:00-23:59"] {
            assert_eq!(text.parse::<SendWindow>().unwrap().to_string(), text);
        }
        for text in ["", "Mon-Fri", "Mon-Fri 17:00-09:00", "Foo 09:00-17:00", "Mon 9-17"] {
            assert!(text.parse::<SendWindow>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_next_opening_skips_the_weekend() {
        let window: SendWindow = "Mon-Fri 09:00-17:00".parse().unwrap();
        let friday_evening = at("2026-11-20T17:00:00+11:00");
        assert!(!window.contains(friday_evening, Melbourne));
        assert_eq!(window.next_open(friday_evening, Melbourne), at("2026-11-23T09:00:00+11:00"));
        let monday_noon = at("2026-11-23T12:00:00+11:00");
        assert_eq!(window.next_open(monday_noon, Melbourne), monday_noon);
    }
}
