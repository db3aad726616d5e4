//! The sending window: on which weekdays and between which local times a brand may send, and on which days it rests.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, NaiveDate, NaiveTime, Timelike, Weekday};
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

    fn open_on(&self, day: Weekday) -> bool {
        self.days.get(day.num_days_from_monday() as usize).copied().unwrap_or(false)
    }
}

/// The most dates somebody can rest on.
const MOST_DAYS_OFF: usize = 100;
/// Days looked ahead for an opening: more than a year, in which every date that returns has passed.
const AHEAD: u64 = 400;

/// Dates on which nothing is sent: `12-25` every year, `2027-01-26` once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DaysOff(Vec<(Option<i32>, u32, u32)>);

impl DaysOff {
    /// Whether the day is one of them.
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.0.iter().any(|(year, month, date)| {
            year.is_none_or(|year| year == day.year()) && (*month, *date) == (day.month(), day.day())
        })
    }
}

/// Why a text is not a list of dates.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("“{0}” is not a list of dates; write 12-25 for every year or 2027-01-26 for once, with commas between")]
pub struct ParseDaysOffError(pub String);

impl FromStr for DaysOff {
    type Err = ParseDaysOffError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || ParseDaysOffError(text.to_owned());
        let day = |part: &str| {
            let numbers: Vec<u32> = part.trim().split('-').map(str::parse).collect::<Result<_, _>>().ok()?;
            let (year, month, date) = match *numbers.as_slice() {
                [month, date] => (None, month, date),
                [year, month, date] => (Some(i32::try_from(year).ok()?), month, date),
                _ => return None,
            };
            // A leap year, so that 02-29 is a date.
            NaiveDate::from_ymd_opt(year.unwrap_or(2028), month, date).map(|_| (year, month, date))
        };
        let parts = text.split(',').filter(|part| !part.trim().is_empty());
        let days: Vec<_> = parts.map(|part| day(part).ok_or_else(wrong)).collect::<Result<_, _>>()?;
        if days.len() > MOST_DAYS_OFF { Err(wrong()) } else { Ok(Self(days)) }
    }
}

impl fmt::Display for DaysOff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, (year, month, date)) in self.0.iter().enumerate() {
            let comma = if place > 0 { ", " } else { "" };
            match year {
                Some(year) => write!(f, "{comma}{year:04}-{month:02}-{date:02}")?,
                None => write!(f, "{comma}{month:02}-{date:02}")?,
            }
        }
        Ok(())
    }
}

/// A window on somebody's wall: when a mail may go to them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hours {
    /// Weekdays and times.
    pub window: SendWindow,
    /// Days of rest.
    pub days_off: DaysOff,
    /// Whose wall.
    pub zone: Tz,
}

impl Hours {
    /// Whether a mail may go at that instant.
    pub fn are_open(&self, at: Timestamp) -> bool {
        self.window.contains(at, self.zone) && !self.days_off.contains(at.day(self.zone))
    }

    /// The instant itself if a mail may go then, else the next opening.
    pub fn next_open(&self, at: Timestamp) -> Timestamp {
        if self.are_open(at) {
            return at;
        }
        let today = at.day(self.zone);
        let openings = (0..=AHEAD).filter_map(|ahead| {
            let day = today.checked_add_days(Days::new(ahead))?;
            Some(Timestamp::from_local(day.and_time(self.window.opens), self.zone))
        });
        openings
            .into_iter()
            .find(|opening| *opening >= at && self.are_open(*opening))
            .unwrap_or(at.plus_seconds(86_400))
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
        let friday_evening = at("2026-11-20T17:00:00+11:00");
        assert!(!office(Melbourne, "").are_open(friday_evening));
        assert_eq!(office(Melbourne, "").next_open(friday_evening), at("2026-11-23T09:00:00+11:00"));
        let monday_noon = at("2026-11-23T12:00:00+11:00");
        assert_eq!(office(Melbourne, "").next_open(monday_noon), monday_noon);
    }

    fn office(zone: Tz, days_off: &str) -> Hours {
        Hours { window: SendWindow::office_hours(), days_off: days_off.parse().unwrap(), zone }
    }

    #[test]
    fn days_of_rest_are_kept() {
        let hours = office(Melbourne, "12-25, 2026-11-23");
        assert_eq!(hours.next_open(at("2026-11-22T12:00:00+11:00")), at("2026-11-24T09:00:00+11:00"));
        assert!(office(Melbourne, "2025-11-23").are_open(at("2026-11-23T12:00:00+11:00")));
        assert_eq!(hours.next_open(at("2026-12-25T10:00:00+11:00")), at("2026-12-28T09:00:00+11:00"));
        for text in ["12-25, 2026-11-23", "02-29", ""] {
            assert_eq!(text.parse::<DaysOff>().unwrap().to_string(), text);
        }
        for text in ["13-01", "12-32", "christmas", "2026-02-29", "1-2-3-4"] {
            assert!(text.parse::<DaysOff>().is_err(), "{text}");
        }
    }

    /// In every zone of the world, through a whole year with its changes of the clock: openings are inside local hours, never earlier than
    /// asked, and no earlier one was missed.
    #[test]
    fn every_zone_opens_only_inside_its_own_hours() {
        let year = at("2026-01-01T00:00:00Z");
        for zone in chrono_tz::TZ_VARIANTS {
            let hours = office(zone, "12-25");
            // A stride that visits every hour of the day and every day of the week.
            for step in 0..300 {
                let now = year.plus_seconds(step * 105_401);
                let next = hours.next_open(now);
                assert!(next >= now && hours.are_open(next), "{zone} at {now}");
                let local = next.local(zone);
                assert!((9..17).contains(&local.hour()), "{zone}: {local}");
                assert!(!matches!(local.weekday(), Weekday::Sat | Weekday::Sun), "{zone}: {local}");
                if next > now {
                    assert!(!hours.are_open(next.plus_seconds(-1)), "{zone}: an opening before {next} was missed");
                }
            }
        }
    }
}
