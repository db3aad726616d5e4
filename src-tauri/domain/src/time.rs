//! Instants and days. Nothing here knows what time it is now; that always comes in as an argument.

use std::fmt;

use chrono::{
    DateTime, Datelike, Days, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, SecondsFormat, TimeZone, Utc, Weekday,
};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// An instant in milliseconds since 1970-01-01T00:00:00Z, as it is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(transparent)]
#[ts(export, type = "number")]
pub struct Timestamp(i64);

/// One minute in milliseconds.
pub const MINUTE: i64 = 60_000;
/// One hour in milliseconds.
pub const HOUR: i64 = 60 * MINUTE;
/// Twenty-four hours in milliseconds.
pub const DAY: i64 = 24 * HOUR;

/// Quarters of an hour in the longest gap that a zone ever had: at the date line, whole days were skipped.
const QUARTERS: u32 = 100;

impl Timestamp {
    /// From epoch milliseconds.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Epoch milliseconds.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// This instant moved by whole seconds, backwards if negative.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1_000)))
    }

    /// This instant moved by milliseconds, backwards if negative.
    #[must_use]
    pub const fn plus_millis(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }

    /// Milliseconds from `earlier` to this instant; negative if this one is earlier.
    pub const fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// Reads RFC 3339, with any offset. `None` when the text is not a date and time.
    pub fn parse(text: &str) -> Option<Self> {
        DateTime::parse_from_rfc3339(text).ok().map(|t| Self(t.timestamp_millis()))
    }

    /// As a chrono value; instants outside chrono's range read as the epoch.
    pub fn utc(self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.0).unwrap_or(DateTime::UNIX_EPOCH)
    }

    /// Wall-clock date and time in a zone.
    pub fn local(self, zone: Tz) -> NaiveDateTime {
        self.utc().with_timezone(&zone).naive_local()
    }

    /// The calendar day in a zone.
    pub fn day(self, zone: Tz) -> NaiveDate {
        self.local(zone).date()
    }

    /// The instant of a wall-clock time in a zone. A time that a clock change skips becomes the first one after the gap; one that
    /// happens twice becomes the earlier.
    pub fn from_local(local: NaiveDateTime, zone: Tz) -> Self {
        let mut probe = local;
        for _ in 0..QUARTERS {
            match zone.from_local_datetime(&probe) {
                LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => return Self(at.timestamp_millis()),
                LocalResult::None => probe += chrono::Duration::minutes(15),
            }
        }
        Self(local.and_utc().timestamp_millis())
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.utc().to_rfc3339_opts(SecondsFormat::Secs, true))
    }
}

/// Monday to Friday.
pub fn is_working_day(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// The same wall-clock time `days` working days later in `zone`; zero days returns the instant unchanged.
pub fn add_working_days(from: Timestamp, days: u32, zone: Tz) -> Timestamp {
    if days == 0 {
        return from;
    }
    let local = from.local(zone);
    Timestamp::from_local(working_day_after(local.date(), days).and_time(local.time()), zone)
}

/// The day `days` working days after `day`; with zero, `day` itself or the next working day.
pub fn working_day_after(day: NaiveDate, days: u32) -> NaiveDate {
    let mut day = day;
    let mut left = days;
    while left > 0 || !is_working_day(day) {
        day = day.checked_add_days(Days::new(1)).unwrap_or(NaiveDate::MAX);
        if day == NaiveDate::MAX {
            return day;
        }
        if is_working_day(day) && left > 0 {
            left -= 1;
        }
    }
    day
}

/// The first instant of a day in a zone.
pub fn start_of_day(day: NaiveDate, zone: Tz) -> Timestamp {
    Timestamp::from_local(day.and_time(NaiveTime::MIN), zone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::Australia::Melbourne;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    #[test]
    fn working_days_skip_weekends() {
        // Friday 20 November 2026, 10:00 in Melbourne.
        let friday = at("2026-11-20T10:00:00+11:00");
        assert_eq!(add_working_days(friday, 0, Melbourne), friday);
        assert_eq!(add_working_days(friday, 1, Melbourne), at("2026-11-23T10:00:00+11:00"));
        assert_eq!(add_working_days(friday, 3, Melbourne), at("2026-11-25T10:00:00+11:00"));
    }

    #[test]
    fn a_skipped_hour_becomes_the_first_instant_after_it() {
        // 2026-10-04 02:00 to 03:00 does not exist in Melbourne.
        let local = NaiveDate::from_ymd_opt(2026, 10, 4).unwrap().and_hms_opt(2, 30, 0).unwrap();
        assert_eq!(Timestamp::from_local(local, Melbourne), at("2026-10-04T03:00:00+11:00"));
    }

    #[test]
    fn text_form_round_trips() {
        assert_eq!(at("2026-11-20T10:00:00+11:00").to_string(), "2026-11-19T23:00:00Z");
        assert_eq!(Timestamp::parse("yesterday"), None);
    }
}
