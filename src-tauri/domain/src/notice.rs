//! What is worth telling a person: kinds of notices, which of them interrupt, when to be quiet, and how many become one.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use chrono::{Days, NaiveTime};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::id::DealId;

/// Why a person is told something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum NoticeKind {
    /// An answer, or a deal, that needs a person.
    Question,
    /// Somebody wants to hear more, or has placed a link.
    Interested,
    /// A link of ours is gone, or counts for less.
    LinkLost,
    /// Mails wait for approval.
    Approval,
    /// Something does not work.
    Trouble,
    /// It works again.
    Solved,
    /// The morning review is there.
    Review,
}
crate::text_enum!(NoticeKind {
    Question = "question",
    Interested = "interested",
    LinkLost = "link_lost",
    Approval = "approval",
    Trouble = "trouble",
    Solved = "solved",
    Review = "review",
});

impl NoticeKind {
    /// What several of a kind are called together.
    fn together(self, how_many: usize) -> String {
        match self {
            Self::Question => format!("{how_many} deals need you"),
            Self::Interested => format!("{how_many} people are interested"),
            Self::LinkLost => format!("{how_many} links need a look"),
            Self::Approval => "Mails wait for your approval".to_owned(),
            Self::Trouble => format!("{how_many} things need a look"),
            Self::Solved => format!("{how_many} things work again"),
            Self::Review => "The morning reviews are ready".to_owned(),
        }
    }
}

/// The kinds that interrupt, written `question, interested` or `none`. The others are only listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeKinds(BTreeSet<NoticeKind>);

impl Default for NoticeKinds {
    fn default() -> Self {
        Self(NoticeKind::ALL.iter().copied().collect())
    }
}

impl NoticeKinds {
    /// Whether it is one of them.
    pub fn contains(&self, kind: NoticeKind) -> bool {
        self.0.contains(&kind)
    }
}

impl FromStr for NoticeKinds {
    type Err = crate::UnknownWord;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.trim() == "none" {
            return Ok(Self(BTreeSet::new()));
        }
        let words = text.split(',').map(str::trim).filter(|word| !word.is_empty());
        words.map(str::parse).collect::<Result<_, _>>().map(Self)
    }
}

impl fmt::Display for NoticeKinds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("none");
        }
        let words: Vec<&str> = self.0.iter().map(|kind| kind.as_str()).collect();
        f.write_str(&words.join(", "))
    }
}

/// The hours of a day in which nothing interrupts, written `22:00-07:00`; they may pass midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuietHours {
    from: NaiveTime,
    to: NaiveTime,
}

/// Why a text is no span of hours.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("“{0}” is not a span of hours; write two different times, such as 22:00-07:00")]
pub struct ParseQuietHoursError(pub String);

impl FromStr for QuietHours {
    type Err = ParseQuietHoursError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let time = |part: &str| NaiveTime::parse_from_str(part.trim(), "%H:%M").ok();
        text.split_once('-')
            .and_then(|(from, to)| Some(Self { from: time(from)?, to: time(to)? }))
            .filter(|hours| hours.from != hours.to)
            .ok_or_else(|| ParseQuietHoursError(text.to_owned()))
    }
}

impl fmt::Display for QuietHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.from.format("%H:%M"), self.to.format("%H:%M"))
    }
}

impl QuietHours {
    /// When they end, if the instant falls into them.
    pub fn end(&self, at: Timestamp, zone: Tz) -> Option<Timestamp> {
        let local = at.local(zone);
        let (day, time) = (local.date(), local.time());
        let ends_on = match (self.from < self.to, time) {
            (true, time) if (self.from..self.to).contains(&time) => day,
            (false, time) if time < self.to => day,
            (false, time) if time >= self.from => day.checked_add_days(Days::new(1))?,
            _ => return None,
        };
        Some(Timestamp::from_local(ends_on.and_time(self.to), zone))
    }
}

/// A notice that nobody was told of yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Untold {
    /// Why.
    pub kind: NoticeKind,
    /// The brand's slug.
    pub brand: Option<String>,
    /// Which deal it opens.
    pub deal: Option<DealId>,
    /// First line.
    pub title: String,
    /// The rest.
    pub body: String,
}

/// What comes up on the desktop: one notice, or several of a kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct Bubble {
    /// Why.
    pub kind: NoticeKind,
    /// The brand's slug, if all are about one.
    pub brand: Option<String>,
    /// The deal that a click opens, if it is about one.
    pub deal: Option<DealId>,
    /// First line.
    pub title: String,
    /// The rest.
    pub body: String,
}

/// Titles listed in a bubble of several.
const LISTED: usize = 3;

/// As few bubbles as possible: what came together and is of one kind comes up as one. In the order of the kinds, most urgent first.
pub fn bubbles(untold: &[Untold]) -> Vec<Bubble> {
    let of = |kind: &NoticeKind| untold.iter().filter(|one| one.kind == *kind).collect::<Vec<_>>();
    NoticeKind::ALL.iter().filter_map(|kind| together(*kind, &of(kind))).collect()
}

fn together(kind: NoticeKind, all: &[&Untold]) -> Option<Bubble> {
    let (first, rest) = all.split_first()?;
    let brand = first.brand.clone().filter(|_| rest.iter().all(|one| one.brand == first.brand));
    if rest.is_empty() {
        return Some(Bubble { kind, brand, deal: first.deal, title: first.title.clone(), body: first.body.clone() });
    }
    let titles: Vec<&str> = all.iter().take(LISTED).map(|one| one.title.as_str()).collect();
    let more = all.len().saturating_sub(LISTED);
    let more = if more > 0 { format!(", and {more} more") } else { String::new() };
    let body = format!("{}{more}", titles.join(", "));
    Some(Bubble { kind, brand, deal: None, title: kind.together(all.len()), body })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn untold(kind: NoticeKind, title: &str) -> Untold {
        Untold { kind, brand: Some("codeteki".to_owned()), deal: None, title: title.to_owned(), body: String::new() }
    }

    #[rstest]
    #[case("22:00-07:00", "2026-11-29T22:00:00+11:00", Some("2026-11-30T07:00:00+11:00"))]
    #[case("22:00-07:00", "2026-11-29T06:59:00+11:00", Some("2026-11-29T07:00:00+11:00"))]
    #[case("22:00-07:00", "2026-11-29T07:00:00+11:00", None)]
    #[case("12:00-13:30", "2026-11-29T12:30:00+11:00", Some("2026-11-29T13:30:00+11:00"))]
    #[case("12:00-13:30", "2026-11-29T13:30:00+11:00", None)]
    // The end is skipped: clocks go from two to three on this morning.
    #[case("22:00-02:30", "2026-10-04T01:00:00+10:00", Some("2026-10-04T03:00:00+11:00"))]
    fn quiet_hours_end_when_the_wall_says_so(#[case] hours: &str, #[case] at: &str, #[case] end: Option<&str>) {
        let hours: QuietHours = hours.parse().unwrap();
        let time = |text: &str| Timestamp::parse(text).unwrap();
        assert_eq!(hours.end(time(at), Tz::Australia__Melbourne), end.map(time));
    }

    #[rstest]
    #[case("")]
    #[case("22-7")]
    #[case("22:00-22:00")]
    #[case("25:00-07:00")]
    fn what_are_no_hours_is_said(#[case] text: &str) {
        assert!(text.parse::<QuietHours>().is_err());
    }

    #[test]
    fn kinds_are_read_and_written_back() {
        for text in ["question, trouble", "none"] {
            assert_eq!(text.parse::<NoticeKinds>().unwrap().to_string(), text);
        }
        assert!("question, gossip".parse::<NoticeKinds>().is_err());
        assert_eq!(NoticeKinds::default(), NoticeKinds::default().to_string().parse().unwrap());
    }

    #[test]
    fn several_of_a_kind_come_up_as_one() {
        let names = ["Ann", "Bo", "Cy", "Di", "Eve"];
        let mut all: Vec<Untold> = names.iter().map(|name| untold(NoticeKind::Question, name)).collect();
        all.push(untold(NoticeKind::Trouble, "Codeteki is paused"));
        let shown = bubbles(&all);
        let lines: Vec<_> = shown.iter().map(|one| (one.title.as_str(), one.body.as_str())).collect();
        assert_eq!(lines, [("5 deals need you", "Ann, Bo, Cy, and 2 more"), ("Codeteki is paused", "")]);
        assert_eq!(bubbles(&[]), []);
    }

    #[test]
    fn a_bubble_of_several_brands_belongs_to_none() {
        let other = Untold { brand: Some("desifirms".to_owned()), ..untold(NoticeKind::Review, "Desi Firms") };
        let shown = bubbles(&[untold(NoticeKind::Review, "Codeteki"), other]);
        assert_eq!(shown.iter().map(|one| one.brand.as_deref()).collect::<Vec<_>>(), [None]);
    }
}
