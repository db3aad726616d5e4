//! A year of links, day by day: pages that come and go, doors that close, and links that are taken away for good. No link that is there may be
//! called lost, and each one that is gone is reported within its rhythm and the days that make sure. `LINKS=500` plays the whole size.

use std::collections::BTreeMap;

use domain::links::Standing;
use domain::task::TaskName;
use engine::api::wire::{LinkAdd, LinksRequest};
use engine::api::{mutation, query};
use sandbox::SitePage;

use crate::support::{DAY, TestApp};

const DAYS: i64 = 365;

/// A small generator of chance, so that a year is the same whenever it is played.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: i64) -> i64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        i64::try_from(self.0 % u64::try_from(limit).unwrap()).unwrap()
    }
}

/// What a page shows on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Shows {
    Link,
    NoLink,
    Gone,
    Elsewhere,
    Hidden,
    Forbidden,
    Robot,
    Down,
    Busy,
}

impl Shows {
    fn page(self) -> SitePage {
        let link = "<a href=\"https://www.codeteki.au/\">Codeteki</a>";
        match self {
            Self::Link => SitePage::html(format!("<title>A page</title><p>See {link} for more of it.</p>")),
            Self::NoLink => SitePage::html("<title>A page</title><p>There is nothing to see here any more, read on.</p>"),
            Self::Gone => SitePage::html("<h1>Not found</h1>").with_status(404),
            Self::Elsewhere => SitePage::redirect(301, "/"),
            Self::Hidden => SitePage::html(format!("<title>A page</title><p>Words.<span style=\"display:none\">{link}</span></p>")),
            Self::Forbidden => SitePage::html("Forbidden").with_status(403),
            Self::Robot => SitePage::html("<title>Just a moment...</title><p>Checking your browser before accessing the site.</p><form id=\"challenge-form\"></form>").with_status(503).with_header("cf-mitigated", "challenge"),
            Self::Down => SitePage::html("oops").with_status(500),
            Self::Busy => SitePage::html("slow down").with_status(429),
        }
    }

    /// Whether somebody who looks can tell.
    fn can_be_told(self) -> bool {
        matches!(self, Self::Link | Self::NoLink | Self::Gone | Self::Elsewhere | Self::Hidden)
    }
}

/// The year of one link.
struct Life {
    from: i64,
    shows: Vec<Shows>,
    /// The day from which it is gone for good.
    lost: Option<i64>,
}

fn lives(count: i64, chance: &mut Chance) -> Vec<Life> {
    (0..count).map(|nth| life(nth, chance)).collect()
}

fn life(nth: i64, chance: &mut Chance) -> Life {
    let from = chance.below(60);
    let mut shows = vec![Shows::Link; usize::try_from(DAYS).unwrap()];
    let mut spell = |start: i64, days: i64, what: Shows| {
        for day in start..(start + days).min(DAYS) {
            shows[usize::try_from(day).unwrap()] = what;
        }
    };
    let missing = [Shows::NoLink, Shows::Gone, Shows::Elsewhere, Shows::Hidden];
    let closed = [Shows::Forbidden, Shows::Robot, Shows::Down, Shows::Busy];
    // One in three comes and goes, for at most three days; one in three closes its door at times, some for months.
    if nth % 3 == 1 {
        let mut day = from + 1;
        while day < DAYS {
            day += 4 + chance.below(20);
            let what = missing[usize::try_from(chance.below(3)).unwrap()];
            let days = 1 + chance.below(3);
            spell(day, days, what);
            day += days;
        }
    }
    if nth % 3 == 2 {
        let mut day = from + 1;
        while day < DAYS {
            day += chance.below(60);
            let what = closed[usize::try_from(chance.below(4)).unwrap()];
            let longest = if chance.below(5) == 0 { 90 } else { 5 };
            let days = 1 + chance.below(longest);
            spell(day, days, what);
            day += days;
        }
    }
    let lost = (chance.below(10) < 3).then(|| from + 2 + chance.below(DAYS - from - 2));
    if let Some(lost) = lost {
        let what = missing[usize::try_from(chance.below(4)).unwrap()];
        for (day, shown) in shows.iter_mut().enumerate() {
            if i64::try_from(day).unwrap() >= lost && shown.can_be_told() {
                *shown = what;
            }
        }
    }
    Life { from, shows, lost }
}

/// The day by which a loss has to be known: the next look by the link's age, then the days that make sure; days with closed doors do not count.
fn known_by(life: &Life, lost: i64) -> i64 {
    let rhythm = match lost - life.from {
        ..7 => 1,
        7..30 => 7,
        30..182 => 30,
        _ => 91,
    };
    // Four days, and one more for each time it had come and gone, to eight.
    let mut left = rhythm + 8;
    let mut day = lost;
    while left > 0 && day < DAYS {
        if life.shows[usize::try_from(day).unwrap()].can_be_told() {
            left -= 1;
        }
        // Behind a closed door it is asked every third day.
        day += 1;
    }
    day + 3
}

#[tokio::test]
async fn in_a_year_of_links_every_loss_is_told_and_no_other() {
    let count = std::env::var("LINKS").ok().and_then(|text| text.parse().ok()).unwrap_or(90);
    let app = TestApp::open().await;
    let mut chance = Chance(0x5eed_1234_abcd_ef01);
    let lives = lives(count, &mut chance);
    let mut reported: BTreeMap<i64, i64> = BTreeMap::new();
    let mut looks = 0;
    for day in 0..DAYS {
        for (nth, life) in lives.iter().enumerate() {
            let host = format!("www.site{nth}.example");
            let now = life.shows[usize::try_from(day).unwrap()];
            if day == life.from || (day > life.from && now != life.shows[usize::try_from(day - 1).unwrap()]) {
                app.sandbox.put_page(&host, "/post", now.page());
            }
            if day == life.from {
                let wish = LinkAdd {
                    brand: Some("codeteki".to_owned()),
                    source: format!("https://{host}/post"),
                    target: Some("https://www.codeteki.au/".to_owned()),
                    anchors: Vec::new(),
                    deal: None,
                };
                mutation::link_add(&app.engine, wish).await.unwrap();
            }
        }
        let counts = app.run_well(TaskName::VerifyBacklinks).await;
        looks += counts.get("looked").copied().unwrap_or(0);
        for nth in lost(&app).await {
            reported.entry(nth).or_insert(day);
        }
        app.wait(DAY);
    }
    let mut wrong = Vec::new();
    let mut losses = 0;
    for (nth, life) in lives.iter().enumerate() {
        let nth = i64::try_from(nth).unwrap();
        match (life.lost, reported.get(&nth)) {
            (None, Some(day)) => wrong.push(format!("link {nth} stands and was called lost on day {day}")),
            (Some(lost), Some(day)) if *day < lost => {
                wrong.push(format!("link {nth} was called lost on day {day}, before it was on day {lost}"));
            }
            (Some(lost), told) => {
                losses += 1;
                let due = known_by(life, lost);
                if due < DAYS && told.is_none_or(|day| *day > due) {
                    wrong.push(format!("link {nth} was lost on day {lost}, due by {due}, told {told:?}"));
                }
            }
            (None, None) => {}
        }
    }
    println!("{count} links, {looks} looks, {losses} losses, {} reported", reported.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(losses > count / 5 && reported.len() > usize::try_from(losses / 2).unwrap());
}

/// The links that count as lost now, by their number.
async fn lost(app: &TestApp) -> Vec<i64> {
    let request = LinksRequest { standing: Some(Standing::Lost), limit: Some(10_000), ..LinksRequest::default() };
    let rows = query::links_page(&app.engine, request).await.unwrap().rows;
    let number = |source: &str| source.strip_prefix("https://www.site")?.split('.').next()?.parse().ok();
    rows.iter().map(|row| number(&row.source).unwrap()).collect()
}
