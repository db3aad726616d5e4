//! Which backups are kept: the newest seven, and of each of the four weeks before them the newest.

use chrono::{Datelike as _, NaiveDateTime};

/// Newest backups that are kept whatever their age.
const NEWEST: usize = 7;
/// Weeks before them of which one backup is kept.
const WEEKS: usize = 4;
const PREFIX: &str = "crm-autopilot-";
const SUFFIX: &str = ".sqlite";
const SHAPE: &str = "%Y%m%d-%H%M%S";

/// The file name of a backup made at a time, UTC.
pub fn file_name(at: crate::Timestamp) -> String {
    format!("{PREFIX}{}{SUFFIX}", at.utc().format(SHAPE))
}

/// When a backup was made, UTC, by its name; `None` for a file that is no backup of ours.
pub fn made_at(file_name: &str) -> Option<NaiveDateTime> {
    let stamp = file_name.strip_prefix(PREFIX)?.strip_suffix(SUFFIX)?;
    NaiveDateTime::parse_from_str(stamp, SHAPE).ok()
}

/// The backups that may go, out of these names. Names that are no backups are never among them.
pub fn surplus(names: &[String]) -> Vec<&str> {
    let mut known: Vec<(NaiveDateTime, &str)> =
        names.iter().filter_map(|name| Some((made_at(name)?, name.as_str()))).collect();
    known.sort_unstable();
    known.reverse();
    let mut weeks = Vec::new();
    let mut surplus = Vec::new();
    for (at, name) in known.into_iter().skip(NEWEST) {
        let week = (at.iso_week().year(), at.iso_week().week());
        if weeks.last() == Some(&week) || weeks.len() == WEEKS {
            surplus.push(name);
        } else {
            weeks.push(week);
        }
    }
    surplus
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Timestamp;
    use crate::time::DAY;

    #[test]
    fn a_week_of_days_and_a_month_of_weeks_are_kept() {
        let begin = Timestamp::parse("2026-01-01T03:30:00Z").unwrap();
        let mut kept: Vec<String> = Vec::new();
        for day in 0..200 {
            kept.push(file_name(begin.plus_millis(day * DAY)));
            let gone: Vec<String> = surplus(&kept).into_iter().map(str::to_owned).collect();
            kept.retain(|name| !gone.contains(name));
        }
        assert_eq!(kept.len(), NEWEST + WEEKS);
        let oldest = made_at(&kept[0]).unwrap();
        let last = made_at(kept.last().unwrap()).unwrap();
        assert!((last - oldest).num_days() >= 28, "the oldest is from {oldest}");
    }

    #[test]
    fn a_foreign_file_is_never_surplus() {
        let names: Vec<String> = (0..30).map(|n| format!("holiday-{n}.sqlite")).collect();
        assert!(surplus(&names).is_empty());
        assert_eq!(made_at("crm-autopilot-yesterday.sqlite"), None);
    }
}
