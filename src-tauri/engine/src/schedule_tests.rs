//! Tests of `schedule`: whole decades in every zone, and a rule of what is right that shares nothing with the code: a clock on the wall that is
//! looked at once a minute.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike as _, Duration as Span, NaiveDate, NaiveDateTime, Timelike as _};
use domain::time::{HOUR, MINUTE, start_of_day};
use proptest::prelude::*;

use super::*;

/// Times of day that clock changes skip and repeat: at two, at midnight, by half an hour, and none of these.
const DAILY: [&str; 5] = ["0 9 * * *", "30 2 * * *", "0 0 * * *", "30 0 * * *", "15 3 * * *"];

/// Decades ahead, and the years in which zones did the oddest things: whole days skipped, changes at midnight.
const YEARS: [(&str, i64); 4] = [("2026-11-23", 7_305), ("2023-03-01", 240), ("2011-09-01", 240), ("1993-08-01", 40)];
/// Of the decades ahead, so many days without `ZONES=all`.
const SHORT: i64 = 731;

fn whole() -> bool {
    std::env::var("ZONES").is_ok_and(|zones| zones == "all")
}

#[test]
fn what_is_no_schedule_is_said() {
    let at = Timestamp::parse("2026-10-01T00:00:00Z").unwrap();
    assert!(next_occurrence("every day", at, Tz::Australia__Melbourne).is_err());
}

#[test]
fn a_schedule_is_shown_by_its_next_times_across_a_clock_change() {
    let at = Timestamp::parse("2026-10-02T12:00:00Z").unwrap();
    let times = next_occurrences("0 9 * * *", at, Tz::Australia__Melbourne, 3).unwrap();
    let said: Vec<String> = times.iter().map(ToString::to_string).collect();
    assert_eq!(
        said.iter().map(|time| &time[..16]).collect::<Vec<_>>(),
        ["2026-10-02T23:00", "2026-10-03T22:00", "2026-10-04T22:00"]
    );
    assert!(next_occurrences("0 0 31 2 *", at, Tz::UTC, 5).is_err());
}

#[test]
fn a_look_holds_until_its_time_or_until_the_clocks_part() {
    let every = Duration::from_secs(15);
    let look = |wall, seconds| Look {
        wall: Timestamp::from_millis(wall),
        steady: *BEGIN.get_or_init(Instant::now) + Duration::from_secs(seconds),
    };
    static BEGIN: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    let first = look(0, 0);
    assert!(first.lasts(look(3_000, 3), every), "time goes by on both");
    assert!(first.lasts(look(4_500, 3), every), "a time server corrects a little");
    assert!(!first.lasts(look(15_000, 15), every), "its time is over");
    assert!(!first.lasts(look(HOUR, 3), every), "slept");
    assert!(!first.lasts(look(-HOUR, 3), every), "set back");
}

/// Without `ZONES=all` only two years are looked at, and of these the days around each change.
#[test]
fn a_daily_task_comes_once_on_each_local_day_in_every_zone() {
    let (mut zones, mut days_seen) = (BTreeSet::new(), 0);
    for (from, days) in YEARS {
        let days = if whole() { days } else { days.min(SHORT) };
        for (zone, changes) in different_zones(from.parse().unwrap(), days) {
            let around = changes.iter().map(|day| (day - 2, 5));
            let spans: Vec<_> = if whole() { vec![(0, days)] } else { around.collect() };
            for (ahead, days) in spans {
                let first = from.parse::<NaiveDate>().unwrap() + Span::days(ahead);
                DAILY.iter().for_each(|schedule| comes_daily(schedule, zone, first, days));
                days_seen += days;
            }
            zones.insert(zone.name());
        }
    }
    println!("{} zones that differ, {days_seen} local days, {} schedules", zones.len(), DAILY.len());
}

fn comes_daily(schedule: &str, zone: Tz, from: NaiveDate, days: i64) {
    let end = start_of_day(from + Span::days(days), zone);
    let mut times: BTreeMap<NaiveDate, Vec<Timestamp>> = BTreeMap::new();
    let mut at = start_of_day(from, zone).plus_millis(-1);
    loop {
        let next = next_occurrence(schedule, at, zone).unwrap();
        assert!(next > at, "{zone} {schedule}: {next} is not after {at}");
        if next >= end {
            break;
        }
        times.entry(next.day(zone)).or_default().push(next);
        at = next;
    }
    for day in (0..days).map(|ahead| from + Span::days(ahead)) {
        let came = times.get(&day).map_or(0, Vec::len);
        assert_eq!(came, usize::from(exists(day, zone)), "{zone} {schedule}: {day} {:?}", times.get(&day));
    }
}

/// At the date line whole days were left out.
fn exists(day: NaiveDate, zone: Tz) -> bool {
    start_of_day(day, zone).day(zone) == day
}

/// Every change of every zone, with schedules of each kind: the odd hour and the days around it, minute by minute.
#[test]
fn around_each_change_the_wall_clock_is_followed() {
    let plans = [
        Plan { hour: Some(2), minute: Minute::At(30), weekdays: false },
        Plan { hour: Some(23), minute: Minute::At(30), weekdays: false },
        Plan { hour: Some(0), minute: Minute::At(0), weekdays: true },
        Plan { hour: None, minute: Minute::At(30), weekdays: false },
        Plan { hour: None, minute: Minute::Quarters, weekdays: false },
    ];
    let (mut changes_seen, mut times_seen) = (0, 0);
    for (from, days) in YEARS {
        let days = if whole() { days } else { days.min(SHORT) };
        let first = start_of_day(from.parse().unwrap(), Tz::UTC);
        for (zone, changes) in different_zones(from.parse().unwrap(), days) {
            for day in changes {
                let start = first.plus_millis((day - 1) * DAY);
                let wall = wall(start, zone);
                times_seen += plans.iter().map(|plan| plan.is_followed(start, zone, &wall)).sum::<usize>();
                changes_seen += 1;
            }
        }
    }
    println!("{changes_seen} changes, {} schedules, {times_seen} times", plans.len());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: if whole() { 2_000 } else { 96 }, ..ProptestConfig::default() })]

    /// Any zone, any schedule of the kinds that people have, from any moment; half of the moments lie near a change.
    #[test]
    fn the_wall_clock_is_followed(
        zone in 0..chrono_tz::TZ_VARIANTS.len(),
        plan in plans(),
        seconds in 0..(7_305 * DAY / SECOND),
        near in proptest::option::of(-26 * HOUR..26 * HOUR),
    ) {
        let zone = chrono_tz::TZ_VARIANTS[zone];
        let mut start = Timestamp::parse("2026-11-23T00:00:00Z").unwrap().plus_seconds(seconds);
        if let Some(near) = near {
            start = change_after(start, zone).plus_millis(near);
        }
        plan.is_followed(start, zone, &wall(start, zone));
    }
}

fn plans() -> impl Strategy<Value = Plan> {
    // Changes happen at night.
    let hour = prop_oneof![3 => 0..4u32, 1 => Just(23u32), 1 => 0..24u32];
    let minute = prop_oneof![1 => Just(0u32), 1 => 0..60u32];
    prop_oneof![
        2 => (hour, minute.clone(), any::<bool>())
            .prop_map(|(hour, at, weekdays)| Plan { hour: Some(hour), minute: Minute::At(at), weekdays }),
        1 => minute.prop_map(|at| Plan { hour: None, minute: Minute::At(at), weekdays: false }),
        1 => Just(Plan { hour: None, minute: Minute::Quarters, weekdays: false }),
    ]
}

/// The next change of a zone within a year; the moment itself where there is none.
fn change_after(start: Timestamp, zone: Tz) -> Timestamp {
    let days = (0..366).map(|day| start.plus_millis(day * DAY));
    let changes = |at: &Timestamp| offset(zone, *at) != offset(zone, at.plus_millis(DAY));
    days.into_iter().find(changes).map_or(start, |day| next_change(day, zone))
}

/// Most days that one look at a plan takes.
const LOOK: i64 = 4;

/// A schedule of a kind that people have.
#[derive(Debug, Clone, Copy)]
struct Plan {
    /// Once a day then; every hour without.
    hour: Option<u32>,
    minute: Minute,
    weekdays: bool,
}

#[derive(Debug, Clone, Copy)]
enum Minute {
    At(u32),
    Quarters,
}

impl Plan {
    fn text(self) -> String {
        let minute = match self.minute {
            Minute::At(minute) => minute.to_string(),
            Minute::Quarters => "*/15".to_owned(),
        };
        let hour = self.hour.map_or_else(|| "*".to_owned(), |hour| hour.to_string());
        format!("{minute} {hour} * * {}", if self.weekdays { "1-5" } else { "*" })
    }

    /// Compares some days with what is right, and says how many times there were.
    fn is_followed(self, start: Timestamp, zone: Tz, wall: &[Shown]) -> usize {
        let (schedule, end) = (self.text(), start.plus_millis(LOOK * DAY));
        let mut came = Vec::new();
        let mut at = start;
        loop {
            let next = next_occurrence(&schedule, at, zone).unwrap();
            assert!(next > at, "{zone} {schedule}: {next} is not after {at}");
            if next >= end {
                break;
            }
            came.push(next);
            at = next;
        }
        let right = self.right(start, zone, wall);
        let right: Vec<_> = right.into_iter().filter(|at| start < *at && *at < end).collect();
        let said = |times: &[Timestamp]| {
            times.iter().map(|at| format!("{at} ({})", at.local(zone))).collect::<Vec<_>>().join(", ")
        };
        assert!(came == right, "{zone} {schedule} from {start}:\n  came  {}\n  right {}", said(&came), said(&right));
        came.len()
    }

    /// What is right, and perhaps more than was asked for.
    fn right(self, start: Timestamp, zone: Tz, wall: &[Shown]) -> Vec<Timestamp> {
        let Some(hour) = self.hour else {
            // Every hour or oftener is a rhythm: it keeps on through the hour that comes twice, and has nothing to make up for behind one that is
            // left out.
            let matches = |shown: &NaiveDateTime| match self.minute {
                Minute::At(minute) => shown.minute() == minute,
                Minute::Quarters => shown.minute().is_multiple_of(15),
            };
            return wall.iter().filter(|(_, shown)| matches(shown)).map(|(at, _)| *at).collect();
        };
        let Minute::At(minute) = self.minute else { unreachable!("no quarters within one hour") };
        // Once on each day that there is: the first moment at which the clock on the wall shows that time or a later one. It is the first of two, and
        // the one right behind a gap.
        let days = (-1..=LOOK + 1).map(|ahead| start.day(zone) + Span::days(ahead));
        let wanted =
            |day: &NaiveDate| exists(*day, zone) && !(self.weekdays && day.weekday().num_days_from_monday() > 4);
        let first = |day: NaiveDate| {
            let time = day.and_hms_opt(hour, minute, 0)?;
            wall.iter().find(|(_, shown)| *shown >= time).map(|(at, _)| *at)
        };
        days.filter(wanted).filter_map(first).collect()
    }
}

/// A moment and what a clock on the wall shows then.
type Shown = (Timestamp, NaiveDateTime);

/// The clock on the wall once a minute, from two days before a look to its end.
fn wall(start: Timestamp, zone: Tz) -> Vec<Shown> {
    let first = start.plus_millis(-2 * DAY).millis().div_euclid(MINUTE) * MINUTE;
    let minutes = (first..start.plus_millis(LOOK * DAY).millis()).step_by(usize::try_from(MINUTE).unwrap());
    minutes.map(Timestamp::from_millis).map(|at| (at, at.local(zone))).collect()
}

fn offset(zone: Tz, at: Timestamp) -> chrono::FixedOffset {
    zone.offset_from_utc_datetime(&at.utc().naive_utc()).fix()
}

/// Every zone with the days on which its offset changes, but of those that show the same time all through only one.
fn different_zones(from: NaiveDate, days: i64) -> Vec<(Tz, Vec<i64>)> {
    let mut known = BTreeSet::new();
    let begin = Timestamp::from_millis(from.and_time(NaiveTime::MIN).and_utc().timestamp_millis());
    let of = |zone: Tz| {
        let days = (0..days).map(|day| (day, begin.plus_millis(day * DAY)));
        let change = |at: Timestamp| offset(zone, at) != offset(zone, at.plus_millis(DAY));
        let changes: Vec<i64> = days.filter(|(_, at)| change(*at)).map(|(day, _)| day).collect();
        let hours = changes.iter().flat_map(|day| (0..=24).map(move |hour| begin.plus_millis(day * DAY + hour * HOUR)));
        let marks: Vec<_> = hours.chain([begin]).map(|at| (at, offset(zone, at).local_minus_utc())).collect();
        (marks, changes)
    };
    let all = chrono_tz::TZ_VARIANTS.into_iter().map(|zone| (zone, of(zone)));
    all.filter_map(|(zone, (marks, changes))| known.insert(marks).then_some((zone, changes))).collect()
}
