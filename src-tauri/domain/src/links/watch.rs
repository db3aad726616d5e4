//! When a link is looked at again, and when it counts as lost. A look that finds nobody at home proves nothing; a look that misses the link
//! proves something only together with others on other days.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate, NaiveTime};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::LinkState;
use crate::Timestamp;
use crate::time::DAY;

/// How a link stands, as all looks together say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Standing {
    /// It was there and is no more: somebody should ask for it back.
    Lost,
    /// It was missed; further looks will tell.
    Missing,
    /// It was never seen yet.
    Awaited,
    /// It stands, and not as it was agreed: without weight, or with other words.
    Weak,
    /// It stands.
    Standing,
    /// Nobody looks any more.
    Ended,
}
crate::text_enum!(Standing {
    Lost = "lost",
    Missing = "missing",
    Awaited = "awaited",
    Weak = "weak",
    Standing = "standing",
    Ended = "ended",
});

/// What a look means for a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    /// It stands as agreed.
    Stands,
    /// It stands, and counts for less.
    Weak,
    /// It is not there.
    Missed,
    /// Nothing: nobody let us look.
    Nothing,
}

impl LinkState {
    fn meaning(self) -> Meaning {
        match self {
            Self::Live => Meaning::Stands,
            Self::LiveNofollow | Self::LiveNoindex | Self::WrongAnchor => Meaning::Weak,
            Self::Hidden | Self::WrongTarget | Self::Redirected | Self::Removed | Self::PageGone => Meaning::Missed,
            Self::Blocked | Self::Unreachable => Meaning::Nothing,
        }
    }

    /// Whether a link that is found so is there for whoever reads the page.
    pub fn is_seen(self) -> bool {
        matches!(self.meaning(), Meaning::Stands | Meaning::Weak)
    }
}

/// Different days on which a link has to be missed, without being seen in between, before it counts as lost.
const MISSES: usize = 4;
/// Each time it was missed and came back by itself asks for one day more, up to this.
const MOST_MISSES: usize = 8;
/// A miss that lies longer back says nothing any more, in days: nobody was let in since.
const FORGOTTEN: u64 = 30;
/// Days for which a link that was never seen is looked for.
const PATIENCE: i64 = 60;

/// What is remembered of the looks at a link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Watch {
    /// Local days on which it was missed since it was last seen.
    missed: BTreeSet<NaiveDate>,
    /// How often it was missed and came back by itself.
    flaps: usize,
    /// It was seen at least once.
    seen: bool,
    /// It counts as lost.
    lost: bool,
}

/// What a look changed, for whoever has to be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// Nothing worth telling.
    Nothing,
    /// It is seen for the first time.
    Placed,
    /// It stands, and counts for less than it did.
    Weakened,
    /// It was missed often enough.
    Lost,
    /// It is back after it was lost.
    Back,
}

impl Watch {
    /// Takes a look into account. `before`: how the link stood. Says how it stands now, and what of that is news.
    pub fn look(&mut self, state: LinkState, before: Standing, at: Timestamp, zone: Tz) -> (Standing, Heard) {
        match state.meaning() {
            Meaning::Nothing => (before, Heard::Nothing),
            Meaning::Missed => self.miss(at.local(zone).date()),
            found @ (Meaning::Stands | Meaning::Weak) => self.find(found == Meaning::Stands, before),
        }
    }

    fn find(&mut self, whole: bool, before: Standing) -> (Standing, Heard) {
        let first = !std::mem::replace(&mut self.seen, true);
        let back = std::mem::take(&mut self.lost);
        if !first && !back && !self.missed.is_empty() {
            self.flaps += 1;
        }
        self.missed.clear();
        let standing = if whole { Standing::Standing } else { Standing::Weak };
        let heard = match (first, back) {
            (true, _) => Heard::Placed,
            (_, true) => Heard::Back,
            _ if !whole && before == Standing::Standing => Heard::Weakened,
            _ => Heard::Nothing,
        };
        (standing, heard)
    }

    fn miss(&mut self, day: NaiveDate) -> (Standing, Heard) {
        if !self.seen {
            return (Standing::Awaited, Heard::Nothing);
        }
        if self.lost {
            return (Standing::Lost, Heard::Nothing);
        }
        self.missed.insert(day);
        self.missed.retain(|missed| *missed + Days::new(FORGOTTEN) >= day);
        if self.missed.len() < (MISSES + self.flaps).min(MOST_MISSES) {
            return (Standing::Missing, Heard::Nothing);
        }
        self.lost = true;
        (Standing::Lost, Heard::Lost)
    }

    /// Whether it was ever seen.
    pub fn was_seen(&self) -> bool {
        self.seen
    }

    /// A person has seen it and signed for that.
    pub fn vouch(&mut self) {
        self.seen = true;
        self.lost = false;
        self.missed.clear();
    }

    /// Different days on which it was missed since it was last seen.
    pub fn misses(&self) -> u32 {
        u32::try_from(self.missed.len()).unwrap_or(u32::MAX)
    }
}

/// When a link is looked at next: daily for a week, weekly to a month, monthly to half a year, then quarterly; every day while it is missed. Days
/// begin at midnight, so that a daily run never comes too early for one. `None` once nobody looks any more.
pub fn next_look(
    standing: Standing,
    state: LinkState,
    since: Timestamp,
    now: Timestamp,
    zone: Tz,
) -> Option<Timestamp> {
    let age = now.since(since) / DAY;
    let days = match standing {
        Standing::Ended => return None,
        Standing::Missing => 1,
        Standing::Awaited if age >= PATIENCE => return None,
        Standing::Awaited | Standing::Lost | Standing::Weak | Standing::Standing => by_age(age),
    };
    // Nobody answered: that is asked again sooner than a page that was read.
    let days = if state.meaning() == Meaning::Nothing { days.min(3) } else { days };
    let day = now.local(zone).date() + Days::new(days);
    Some(Timestamp::from_local(day.and_time(NaiveTime::MIN), zone))
}

fn by_age(days: i64) -> u64 {
    match days {
        ..7 => 1,
        7..30 => 7,
        30..182 => 30,
        _ => 91,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ZONE: Tz = Tz::Australia__Melbourne;

    /// One look a day, from its beginning.
    fn looks(states: &[LinkState]) -> Vec<(Standing, Heard)> {
        let (mut watch, mut standing) = (Watch::default(), Standing::Awaited);
        let begin = Timestamp::parse("2026-01-05T04:00:00+11:00").unwrap();
        let look = |(day, state): (usize, &LinkState)| {
            let at = begin.plus_millis(i64::try_from(day).unwrap() * DAY);
            let told = watch.look(*state, standing, at, ZONE);
            standing = told.0;
            told
        };
        states.iter().enumerate().map(look).collect()
    }

    #[test]
    fn four_days_without_it_are_a_loss_and_three_are_not() {
        use LinkState::{Live, PageGone, Removed};
        let told = looks(&[Live, Removed, PageGone, Removed, Removed, Removed, Live]);
        let expected = [
            (Standing::Standing, Heard::Placed),
            (Standing::Missing, Heard::Nothing),
            (Standing::Missing, Heard::Nothing),
            (Standing::Missing, Heard::Nothing),
            (Standing::Lost, Heard::Lost),
            (Standing::Lost, Heard::Nothing),
            (Standing::Standing, Heard::Back),
        ];
        assert_eq!(told, expected);
        let told = looks(&[Live, Removed, Removed, Removed, Live]);
        assert_eq!(told.last(), Some(&(Standing::Standing, Heard::Nothing)));
    }

    #[test]
    fn one_that_comes_and_goes_is_given_more_days() {
        use LinkState::{Live, Removed};
        let told = looks(&[Live, Removed, Live, Removed, Removed, Removed, Removed, Removed]);
        let last: Vec<Standing> = told.iter().skip(5).map(|(standing, _)| *standing).collect();
        assert_eq!(last, [Standing::Missing, Standing::Missing, Standing::Lost]);
    }

    #[test]
    fn closed_doors_prove_nothing_in_either_direction() {
        use LinkState::{Blocked, Live, Removed, Unreachable};
        let told = looks(&[Blocked, Live, Removed, Blocked, Unreachable, Removed, Blocked, Removed, Blocked, Removed]);
        let losses = told.iter().filter(|(_, heard)| *heard == Heard::Lost).count();
        assert_eq!(
            (told.first().unwrap().0, told.get(3).unwrap().0, losses),
            (Standing::Awaited, Standing::Missing, 1)
        );
        assert!(
            looks(&[[Live].as_slice(), &[Blocked; 300], &[Unreachable; 300]].concat())
                .iter()
                .all(|(standing, _)| *standing == Standing::Standing)
        );
        // One miss before a long time without any answer, and three after it: the first one is forgotten.
        let told = looks(&[[Live, Removed].as_slice(), &[Blocked; 40], &[Removed; 3]].concat());
        assert_eq!(told.last().unwrap().0, Standing::Missing);
    }

    #[test]
    fn several_looks_on_a_day_are_one_miss() {
        let mut watch = Watch::default();
        let at = |text: &str| Timestamp::parse(text).unwrap();
        watch.look(LinkState::Live, Standing::Awaited, at("2026-01-05T01:00:00+11:00"), ZONE);
        for hour in 2..20 {
            watch.look(LinkState::Removed, Standing::Standing, at(&format!("2026-01-05T{hour:02}:00:00+11:00")), ZONE);
        }
        assert_eq!(watch.misses(), 1);
    }

    #[test]
    fn what_lost_weight_is_told_once() {
        use LinkState::{Live, LiveNofollow};
        let told = looks(&[Live, LiveNofollow, LiveNofollow]).iter().map(|(_, heard)| *heard).collect::<Vec<_>>();
        assert_eq!(told, [Heard::Placed, Heard::Weakened, Heard::Nothing]);
    }

    #[test]
    fn looks_become_rarer_with_age() {
        let placed = Timestamp::parse("2026-01-05T15:00:00+11:00").unwrap();
        let next = |age: i64, standing, state| {
            let now = placed.plus_millis(age * DAY);
            let next = next_look(standing, state, placed, now, ZONE)?;
            Some((next.local(ZONE).date() - now.local(ZONE).date()).num_days())
        };
        let stands = |age| next(age, Standing::Standing, LinkState::Live);
        assert_eq!([0, 6, 7, 29, 30, 181, 182, 900].map(stands), [1, 1, 7, 7, 30, 30, 91, 91].map(Some));
        assert_eq!(next(400, Standing::Missing, LinkState::Removed), Some(1));
        assert_eq!(next(400, Standing::Standing, LinkState::Blocked), Some(3));
        assert_eq!(next(59, Standing::Awaited, LinkState::Removed), Some(30));
        assert_eq!(next(60, Standing::Awaited, LinkState::Removed), None);
        assert_eq!(next(1, Standing::Ended, LinkState::Live), None);
    }
}
