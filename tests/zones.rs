//! Clocks all over the world, and clocks that jump. Mails go only inside the recipient's own office hours, daily tasks run once on each local day, and
//! neither a sleep nor a clock that is set makes a burst or a standstill. `ZONES=all` takes every zone instead of the oddest ones, `YEAR=365` says for how
//! many days mails are sent.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike as _, NaiveDate, Offset as _, TimeZone as _, Timelike as _, Weekday};
use chrono_tz::{TZ_VARIANTS, Tz};
use domain::email::EmailState;
use domain::task::TaskName;
use domain::{EmailAddress, Timestamp};
use engine::api::wire::{FeedRequest, Nothing, RunRow, TaskEnable, TaskSchedule};
use engine::api::{mutation, query};

use crate::support::{DAY, DECIDE, HOUR, MINUTE, OPEN, READ, REVIEW, SEND, TestApp, at};

const BACKUP: TaskName = TaskName::BackupDatabase;
const WINDOW: (&str, &str) = ("sending.window", "Mon-Fri 09:00-17:00");

/// Half hours, quarters of an hour, changes at midnight, changes by half an hour or by two, changes that follow the moon, and the date line.
const ODD: [Tz; 24] = [
    Tz::Africa__Cairo,
    Tz::Africa__Casablanca,
    Tz::America__Asuncion,
    Tz::America__Havana,
    Tz::America__Los_Angeles,
    Tz::America__New_York,
    Tz::America__Nuuk,
    Tz::America__Santiago,
    Tz::America__Sao_Paulo,
    Tz::America__St_Johns,
    Tz::Antarctica__Troll,
    Tz::Asia__Beirut,
    Tz::Asia__Gaza,
    Tz::Asia__Kathmandu,
    Tz::Asia__Kolkata,
    Tz::Asia__Tehran,
    Tz::Australia__Lord_Howe,
    Tz::Australia__Melbourne,
    Tz::Europe__Dublin,
    Tz::Europe__London,
    Tz::Pacific__Apia,
    Tz::Pacific__Chatham,
    Tz::Pacific__Kiritimati,
    Tz::Pacific__Pago_Pago,
];

fn zones() -> Vec<Tz> {
    if all() { TZ_VARIANTS.to_vec() } else { ODD.to_vec() }
}

fn all() -> bool {
    std::env::var("ZONES").is_ok_and(|zones| zones == "all")
}

/// The wall-clock time of an instant, by nothing of ours.
fn wall(millis: i64, zone: Tz) -> DateTime<Tz> {
    zone.timestamp_millis_opt(millis).unwrap()
}

fn in_office_hours(millis: i64, zone: Tz) -> bool {
    let wall = wall(millis, zone);
    !matches!(wall.weekday(), Weekday::Sat | Weekday::Sun) && (9..17).contains(&wall.hour())
}

async fn schedule(app: &TestApp, task: TaskName, schedule: &str) {
    let request = TaskSchedule { task, schedule: schedule.to_owned() };
    mutation::task_schedule(&app.engine, request).await.unwrap();
}

/// Only these tasks run.
async fn only(app: &TestApp, tasks: &[TaskName]) {
    for task in TaskName::ALL {
        let request = TaskEnable { task: *task, enabled: tasks.contains(task) };
        mutation::task_enable(&app.engine, request).await.unwrap();
    }
}

/// Goes from one thing that is due to the next.
async fn drive(app: &TestApp, until: Timestamp) {
    while app.engine.now() < until {
        let now = app.engine.now();
        let next = app.engine.next_wake().await.unwrap().unwrap_or(until);
        app.clock.set(next.clamp(now.plus_seconds(1), until.max(now.plus_seconds(1))));
        app.engine.tick().await.unwrap();
    }
}

#[derive(Debug, Default)]
#[expect(dead_code, reason = "the figures are for whoever reads the run")]
struct Sends {
    zones: usize,
    days: i64,
    people: usize,
    mails: usize,
    outside_the_window: usize,
    /// On a day on which the recipient's clock changed, or on the working day after one.
    right_after_a_change: usize,
    people_without_a_mail: usize,
}

#[tokio::test]
async fn nobody_is_written_to_outside_their_own_office_hours() {
    let days: i64 = std::env::var("YEAR").ok().and_then(|text| text.parse().ok()).unwrap_or(60);
    let app = TestApp::quiet().await;
    // Sixty days from here, half of the world changes its clocks.
    app.clock.set(at("2027-02-11T00:00:00Z"));
    let begin = app.engine.now();
    app.set("codeteki", OPEN).await;
    app.set("codeteki", &[WINDOW, ("sending.max_per_deal", "2")]).await;
    only(&app, &[DECIDE, SEND]).await;
    schedule(&app, DECIDE, "10 */8 * * *").await;
    schedule(&app, SEND, "20 */8 * * *").await;
    let zones = zones();
    let mut lives: BTreeMap<String, Tz> = BTreeMap::new();
    for fortnight in 0..days.div_euclid(16) {
        // Another weekday and hour each time.
        drive(&app, begin.plus_seconds(fortnight * (14 * DAY + 29 * HOUR))).await;
        let place = |(nth, zone): (usize, &Tz)| (format!("p{nth}@f{fortnight}z{nth}.example"), *zone);
        let people: BTreeMap<String, Tz> = zones.iter().enumerate().map(place).collect();
        app.people(&people.keys().collect::<Vec<_>>()).await;
        give_zones(&app, &people).await;
        lives.extend(people);
    }
    drive(&app, begin.plus_seconds((days + 14) * DAY)).await;
    let mut figures = Sends { zones: zones.len(), days, people: lives.len(), ..Sends::default() };
    let mut reached = BTreeMap::new();
    for mail in app.ledger() {
        let zone = lives[&mail.to];
        figures.mails += 1;
        if !in_office_hours(mail.at, zone) {
            println!("{} in {zone}: {}", mail.to, wall(mail.at, zone));
            figures.outside_the_window += 1;
        }
        figures.right_after_a_change += usize::from(changed(mail.at, zone));
        *reached.entry(mail.to).or_insert(0) += 1;
    }
    figures.people_without_a_mail = lives.keys().filter(|to| !reached.contains_key(*to)).count();
    println!("{figures:#?}");
    assert_eq!((figures.outside_the_window, figures.people_without_a_mail), (0, 0));
    assert!(reached.values().all(|mails| *mails <= 2) && figures.right_after_a_change > 0);
}

/// Says where people live, as if it had been given for each of them.
async fn give_zones(app: &TestApp, people: &BTreeMap<String, Tz>) {
    let mut write = app.engine.store().write().await.unwrap();
    let brand = store::brands::by_slug(&mut write, "codeteki").await.unwrap().unwrap().id;
    for (address, zone) in people {
        let address = EmailAddress::parse(address).unwrap();
        let mut contact = store::contacts::by_email(&mut write, brand, &address).await.unwrap().unwrap();
        contact.timezone = Some(*zone);
        store::contacts::save(&mut write, &contact, app.engine.now()).await.unwrap();
    }
    write.commit().await.unwrap();
}

/// Whether the clock of a zone changed in the three days before.
fn changed(millis: i64, zone: Tz) -> bool {
    let offset = |millis| wall(millis, zone).offset().fix();
    offset(millis) != offset(millis - 3 * DAY * 1_000)
}

#[derive(Debug, Default)]
struct Daily {
    zones: usize,
    clock_changes: usize,
    local_days: usize,
    runs: usize,
    days_without: usize,
    days_with_two: usize,
}

#[tokio::test]
async fn daily_tasks_run_once_on_each_local_day() {
    let mut figures = Daily::default();
    let app = TestApp::quiet().await;
    only(&app, &[REVIEW, BACKUP]).await;
    let mut known = std::collections::BTreeSet::new();
    for zone in zones() {
        let changes = changes_of_a_year(zone);
        if known.insert(changes.clone()) {
            figures.zones += 1;
            for change in changes {
                around(&app, zone, change, &mut figures).await;
            }
        }
    }
    println!("{figures:#?}");
    assert_eq!((figures.days_without, figures.days_with_two), (0, 0));
    assert!(figures.clock_changes > 20);
}

/// The hours, epoch ms, at which a zone's clock changes within a year.
fn changes_of_a_year(zone: Tz) -> Vec<i64> {
    let begin = at("2026-12-01T00:00:00Z").millis();
    let hours = (0..365 * 24).map(|hour| begin + hour * HOUR * 1_000);
    let offset = |millis| wall(millis, zone).offset().fix();
    hours.filter(|at| offset(*at) != offset(at + HOUR * 1_000)).collect()
}

/// Lives through the days around a change of clocks, with two tasks at hours that the change may skip or repeat.
async fn around(app: &TestApp, zone: Tz, change: i64, figures: &mut Daily) {
    let day = wall(change, zone).date_naive();
    let first = day - chrono::Duration::days(2);
    let midnight = |day: NaiveDate| domain::time::start_of_day(day, zone);
    // Each zone lives through the same year in the same file.
    let _ = std::fs::remove_dir_all(app.data_dir().join("backups"));
    app.clock.set(midnight(first).plus_seconds(-MINUTE));
    app.engine.set_zone(zone).await.unwrap();
    app.engine.tick().await.unwrap();
    for (task, times) in [(REVIEW, "30 2 * * *"), (BACKUP, "0 0 * * *")] {
        schedule(app, task, times).await;
    }
    let mut runs: BTreeMap<(TaskName, NaiveDate), usize> = BTreeMap::new();
    let end = midnight(day + chrono::Duration::days(3));
    while app.engine.now() < end {
        app.clock.set(app.engine.next_wake().await.unwrap().unwrap().min(end));
        for run in app.engine.tick().await.unwrap() {
            assert_eq!(run.error, None, "{zone}");
            *runs.entry((run.task, run.started_at.day(zone))).or_default() += 1;
        }
    }
    for day in (0..5).map(|ahead| first + chrono::Duration::days(ahead)) {
        for task in [REVIEW, BACKUP] {
            let came = runs.get(&(task, day)).copied().unwrap_or(0);
            figures.runs += came;
            figures.days_without += usize::from(came == 0);
            figures.days_with_two += usize::from(came > 1);
            if came != 1 {
                println!("{zone}, {day}: {task} ran {came} times");
            }
        }
        figures.local_days += 1;
    }
    figures.clock_changes += 1;
}

const YEAR: i64 = 365 * DAY;
/// What the clock does, in seconds: sleeps, and clocks that are set, ahead by mistake and back, or back.
const JUMPS: [&[i64]; 8] =
    [&[30 * DAY], &[-HOUR], &[YEAR, -YEAR], &[MINUTE], &[3 * HOUR], &[3 * DAY], &[YEAR], &[-YEAR]];
/// So many of them where not all are asked for.
const SOME: usize = 3;
const PEOPLE: usize = 12;
const GAP: i64 = 90;
const HOURLY: usize = 4;

#[tokio::test]
async fn a_sleep_or_a_clock_that_is_set_makes_no_burst_and_no_standstill() {
    for jumps in JUMPS.into_iter().take(if all() { JUMPS.len() } else { SOME }) {
        let app = restless().await;
        drive(&app, app.engine.now().plus_seconds(HOUR / 2)).await;
        let mut set_back = Vec::new();
        for seconds in jumps {
            app.wait(*seconds);
            set_back.extend((*seconds < 0).then(|| (app.ledger().len(), app.engine.now().millis())));
            let runs = app.engine.tick().await.unwrap();
            once_each(&runs, jumps);
            drive(&app, app.engine.now().plus_seconds(HOUR / 2)).await;
        }
        let jumped = app.engine.now();
        nothing_lies_far_ahead(&app, jumps).await;
        drive(&app, jumped.plus_seconds(9 * DAY)).await;
        let ledger = app.ledger();
        let mut times: BTreeMap<&str, usize> = BTreeMap::new();
        ledger.iter().for_each(|mail| *times.entry(&mail.to).or_default() += 1);
        // A first mail and a follow-up for each, and none twice.
        assert_eq!(ledger.len(), 2 * PEOPLE, "{jumps:?}");
        assert!(times.len() == PEOPLE && times.values().all(|times| *times == 2), "{jumps:?}: {times:?}");
        no_burst(&ledger.iter().map(|mail| mail.at).collect::<Vec<_>>(), &set_back, jumps);
        daily_goes_on(&app, jumped, jumps).await;
    }
}

/// Mails for some hours are queued on a Monday morning, under a gap, an hourly cap and office hours.
async fn restless() -> TestApp {
    let app = TestApp::quiet().await;
    app.set("codeteki", OPEN).await;
    let pace = [WINDOW, ("sending.min_gap_seconds", "90"), ("sending.hourly_cap", "4"), ("sending.max_per_deal", "2")];
    app.set("codeteki", &pace).await;
    let people: Vec<String> = (0..PEOPLE).map(|n| format!("p{n}@site{n}.example")).collect();
    app.people(&people).await;
    for (task, times) in [(READ, "0 */12 * * *"), (DECIDE, "5 */6 * * *"), (SEND, "10 */3 * * *")] {
        schedule(&app, task, times).await;
    }
    app.run_well(DECIDE).await;
    app
}

/// What was missed many times runs once.
fn once_each(runs: &[RunRow], jumps: &[i64]) {
    let mut tasks: Vec<_> = runs.iter().map(|run| run.task).collect();
    tasks.dedup();
    assert_eq!(tasks.len(), runs.len(), "{jumps:?}: {runs:?}");
}

/// The gap, the hourly cap and the recipients' hours hold. What was sent before the clock was set back counts as sent at that moment.
fn no_burst(times: &[i64], set_back: &[(usize, i64)], jumps: &[i64]) {
    let mut stretches = vec![times];
    for (sent, at) in set_back {
        let (before, after) = times.split_at(*sent);
        assert!(after[0] - at >= GAP * 1_000, "{jumps:?}: a mail right after the clock was set back");
        stretches = vec![before, after];
    }
    for stretch in stretches {
        for (place, time) in stretch.iter().enumerate() {
            let gap = stretch.get(place + 1).map_or(GAP * 1_000, |next| next - time);
            assert!(gap >= GAP * 1_000, "{jumps:?}: two mails within {gap} ms");
            let hour = stretch.iter().filter(|other| (*time..time + HOUR * 1_000).contains(other)).count();
            assert!(hour <= HOURLY, "{jumps:?}: {hour} mails in an hour");
            assert!(in_office_hours(*time, Tz::Australia__Melbourne), "{jumps:?}: {time} is outside office hours");
        }
    }
}

/// Nothing waits for a time that only a wrong clock has seen.
async fn nothing_lies_far_ahead(app: &TestApp, jumps: &[i64]) {
    let soon = app.engine.now().plus_seconds(14 * DAY);
    let near = |at: Option<Timestamp>| at.is_none_or(|at| at <= soon);
    for task in query::tasks_list(&app.engine, Nothing {}).await.unwrap() {
        assert!(near(task.next_run_at), "{jumps:?}: {} waits until {:?}", task.name, task.next_run_at);
    }
    for mail in app.mails().await {
        assert!(near(mail.not_before.filter(|_| mail.state == EmailState::Queued)), "{jumps:?}: {mail:?}");
    }
    for n in 0..PEOPLE {
        let card = app.card(&format!("p{n}@site{n}.example")).await;
        assert!(near(card.next_action_at), "{jumps:?}: the deal waits until {:?}", card.next_action_at);
    }
}

/// The morning review came on each of the days that followed, once.
async fn daily_goes_on(app: &TestApp, since: Timestamp, jumps: &[i64]) {
    let reviews = query::reviews_list(&app.engine, Nothing {}).await.unwrap();
    let days = reviews.iter().filter(|review| review.brand == "codeteki" && review.created_at >= since).count();
    assert!((8..=10).contains(&days), "{jumps:?}: {days} reviews in nine days");
    let lines = query::feed(&app.engine, FeedRequest { limit: 1_000 }).await.unwrap();
    let told = lines.iter().filter(|line| line.summary.starts_with("The clock went back")).count();
    assert_eq!(told, jumps.iter().filter(|seconds| **seconds < 0).count(), "{jumps:?}");
}
