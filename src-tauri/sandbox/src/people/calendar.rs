//! When somebody writes, and how dates are put into words. Knows zones and office hours, nobody in particular.

use chrono::{Datelike, Days, Timelike, Weekday};
use chrono_tz::Tz;

use super::persona::Language;
use crate::chance::Dice;
use crate::mime::letter::local;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// A robot answers within a minute.
pub(crate) fn robot_time(dice: &mut Dice, now: i64) -> i64 {
    now.saturating_add(dice.between(3_000, 55_000))
}

/// A person answers after 20 minutes to 3 days, mostly in office hours.
pub(crate) fn human_time(dice: &mut Dice, now: i64, zone: Tz) -> i64 {
    let (low, high) =
        dice.pick(&[(20 * MINUTE, 3 * HOUR), (20 * MINUTE, 3 * HOUR), (3 * HOUR, 20 * HOUR), (20 * HOUR, 3 * DAY)]);
    let wish = now.saturating_add(dice.between(low, high));
    let minute = dice.between(0, 45) * MINUTE;
    if dice.percent(12) {
        return wish;
    }
    let office = next_office_time(wish, zone, minute);
    if office <= now.saturating_add(3 * DAY) { office } else { wish }
}

/// `wish` itself in office hours, else `minute` after the office next opens.
fn next_office_time(wish: i64, zone: Tz, minute: i64) -> i64 {
    let mut at = wish;
    // Hour by hour meets every odd night of a clock change; a weekend has 64 hours.
    for _ in 0..96 {
        let clock = local(at, zone);
        let works = !matches!(clock.weekday(), Weekday::Sat | Weekday::Sun) && (9..17).contains(&clock.hour());
        if works {
            let opening = at.saturating_sub(i64::from(clock.minute()) * MINUTE).saturating_add(minute);
            return if at == wish { wish } else { opening };
        }
        at = at.saturating_add(HOUR);
    }
    wish
}

const ENGLISH: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const GERMAN: [&str; 12] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];
const FRENCH: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// A date `days` after a moment, in words; always with the year, so that nobody has to guess.
pub(crate) fn date_in_words(at: i64, days: u64, zone: Tz, language: Language) -> String {
    let date = local(at, zone).date_naive();
    let date = date.checked_add_days(Days::new(days)).unwrap_or(date);
    let (day, year) = (date.day(), date.year());
    let month = |names: &[&'static str; 12]| names.get(date.month0() as usize).copied().unwrap_or_default();
    match language {
        Language::German => format!("{day}. {} {year}", month(&GERMAN)),
        Language::French => format!("{day} {} {year}", month(&FRENCH)),
        Language::English | Language::Hindi => format!("{day} {} {year}", month(&ENGLISH)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRIDAY_EVENING: i64 = 1_795_766_400_000; // 2026-11-27 08:00 UTC, 19:00 in Melbourne

    #[test]
    fn people_keep_office_hours_and_the_limits() {
        let zone = chrono_tz::Australia::Melbourne;
        let times: Vec<i64> = (0..300).map(|n| human_time(&mut Dice::new(n, "time"), FRIDAY_EVENING, zone)).collect();
        assert!(times.iter().all(|at| (FRIDAY_EVENING + 20 * MINUTE..=FRIDAY_EVENING + 3 * DAY).contains(at)));
        let at_work = |at: &&i64| {
            let clock = local(**at, zone);
            clock.weekday().num_days_from_monday() < 5 && (9..17).contains(&clock.hour())
        };
        assert!(times.iter().filter(at_work).count() > 200);
    }

    #[test]
    fn dates_are_written_in_the_language() {
        let at = FRIDAY_EVENING;
        let words = |language| date_in_words(at, 5, chrono_tz::UTC, language);
        assert_eq!(words(Language::English), "2 December 2026");
        assert_eq!(words(Language::German), "2. Dezember 2026");
        assert_eq!(words(Language::French), "2 décembre 2026");
    }
}
