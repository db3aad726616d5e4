//! A storm over both mailboxes: throttling in three shapes, server faults, broken and half answers, and calls that hang for longer than anybody
//! waits, while the mailboxes keep to their published limits. The pace holds in every minute, nothing goes twice, and what waited goes when the storm is
//! over. `STORM=100000` sets how many calls it lasts.

use std::collections::BTreeMap;
use std::time::Duration;

use domain::email::EmailState;
use domain::notice::NoticeKind;
use domain::reply::find_tokens;
use domain::task::TaskName;
use engine::api::mutation;
use engine::api::wire::{BrandRef, TaskEnable, TaskSchedule};
use gateways::{Random as _, SeededRandom};
use sandbox::{Fault, Limits, default_mailboxes};
use store::views::emails::{EmailView, Filter};

use crate::support::{DAY, DECIDE, HOUR, MINUTE, OPEN, READ, SEND, TestApp};

/// How long a call is waited for here; a send twice as long.
const PATIENCE: Duration = Duration::from_millis(80);
/// Longer than that.
const HANG: u64 = 200;
/// What the mailboxes publish: calls in a minute, tokens in ten.
const CALLS_A_MINUTE: usize = 30;
const TOKENS: usize = 10;
/// One person for so many calls.
const CALLS_PER_PERSON: usize = 12;

#[derive(Debug, Default)]
struct Figures {
    calls: usize,
    without_answer: usize,
    refused: usize,
    hours: i64,
    most_calls_in_a_minute: usize,
    most_tokens_in_ten_minutes: usize,
    mails: usize,
    sent: usize,
    sent_twice: usize,
    ever_uncertain: usize,
    uncertain_and_shown: usize,
    /// In the ledger, but no look at the Sent folder found it.
    sent_but_uncertain: usize,
    /// Overtaken by a reply or a suppression, and saying so.
    cancelled: usize,
    failed_and_shown: usize,
    still_waiting: usize,
    /// Neither of these, or not as the ledger has it.
    unexplained: usize,
    /// How often a mailbox rested because too much came back, and a person let it go on.
    rests: usize,
}

#[tokio::test(flavor = "multi_thread")]
async fn a_storm_breaks_no_limit_and_sends_nothing_twice() {
    let calls: usize = std::env::var("STORM").ok().and_then(|text| text.parse().ok()).unwrap_or(900);
    let app = TestApp::with_patience(PATIENCE, |options| {
        options.people = true;
        options.limits = Limits::default();
    })
    .await;
    let mut figures = Figures::default();
    let begin = app.engine.now();
    for (brand, task) in [("codeteki", DECIDE), ("desifirms", SEND)] {
        app.set(brand, OPEN).await;
        // So that mails leave all through the storm.
        app.set(brand, &[("sending.min_gap_seconds", "10")]).await;
        // Both run every few minutes; mails are read whenever somebody presses the button.
        schedule(&app, task, "*/2 * * * *").await;
    }
    let people = |brand: &str| -> Vec<String> {
        (0..calls / CALLS_PER_PERSON / 2).map(|n| format!("p{n}@{brand}{n}.example")).collect()
    };
    app.people(&people("codeteki")).await;
    app.people_of("desifirms", "sales", &people("desifirms")).await;
    storm(&app, calls, &mut figures).await;
    drain(&app, &mut figures).await;
    figures.hours = app.engine.now().since(begin) / 1_000 / HOUR;
    judge_calls(&app, &mut figures);
    judge_mails(&app, &mut figures).await;
    println!("{figures:#?}");
    assert!(figures.calls >= calls && figures.refused > calls / 50 && figures.without_answer > calls / 200);
    assert!(figures.most_calls_in_a_minute * 10 <= CALLS_A_MINUTE * 11, "too many calls");
    assert!(figures.most_tokens_in_ten_minutes <= TOKENS, "too many tokens");
    assert_eq!((figures.sent_twice, figures.still_waiting, figures.unexplained), (0, 0, 0));
    assert!(figures.sent > 0 && figures.ever_uncertain > 0);
    assert!(figures.sent_but_uncertain * 100 <= figures.sent, "too many are left to a person");
}

async fn schedule(app: &TestApp, task: TaskName, schedule: &str) {
    let request = TaskSchedule { task, schedule: schedule.to_owned() };
    mutation::task_schedule(&app.engine, request).await.unwrap();
}

/// Goes on until so many calls were made, under a new weather each time something is due. An impatient person helps: they press "check" and "send"
/// over and over.
async fn storm(app: &TestApp, calls: usize, figures: &mut Figures) {
    let random = SeededRandom::new(20_261_125);
    while app.sandbox.calls().len() < calls {
        for _ in 0..20 {
            weather(app, &random);
            step(app, MINUTE).await;
            for _ in 0..random.below(6) {
                app.run(READ).await;
                app.run(SEND).await;
                app.wait(i64::try_from(random.below(15)).unwrap());
            }
        }
        figures.ever_uncertain = figures.ever_uncertain.max(count(app, EmailState::Unconfirmed).await);
        let_rested_go_on(app, figures).await;
    }
}

/// Two or three things go wrong, now and then nothing.
fn weather(app: &TestApp, random: &SeededRandom) {
    app.sandbox.clear_faults();
    for _ in 0..random.below(4) {
        let fault = match random.below(14) {
            0 | 1 => Fault::RateLimit429,
            2 => Fault::Throttle400,
            3 => Fault::Throttle500,
            4 => Fault::ServerError,
            5 => Fault::ServerErrorBeforeStoring,
            6 => Fault::ServerErrorAfterStoring,
            7 => Fault::AcceptThenDrop,
            8 => Fault::DropBefore,
            9 => Fault::Hang { ms: HANG },
            10 => Fault::HangAfterStoring { ms: HANG },
            11 => Fault::Slow { ms: 10 },
            _ => Fault::HalfAnswer,
        };
        app.fault(fault, Some(1 + u32::try_from(random.below(3)).unwrap()));
    }
    app.fault(Fault::SentListingDelay { ms: 30_000 }, Some(1));
}

/// Goes to the next moment at which something is due, but no further than so many seconds.
async fn step(app: &TestApp, most: i64) {
    let now = app.engine.now();
    let next = app.engine.next_wake().await.unwrap().unwrap_or(now.plus_seconds(most));
    app.clock.set(next.clamp(now.plus_seconds(1), now.plus_seconds(most)));
    app.engine.tick().await.unwrap();
}

/// The storm is over. Nothing new is written; what waits has days to go.
async fn drain(app: &TestApp, figures: &mut Figures) {
    app.sandbox.clear_faults();
    mutation::task_enable(&app.engine, TaskEnable { task: DECIDE, enabled: false }).await.unwrap();
    schedule(app, READ, "*/30 * * * *").await;
    schedule(app, SEND, "*/15 * * * *").await;
    let end = app.engine.now().plus_seconds(40 * DAY);
    let mut quiet = 0;
    while quiet < 4 && app.engine.now() < end {
        for _ in 0..4 {
            step(app, HOUR).await;
        }
        let_rested_go_on(app, figures).await;
        let waiting = count(app, EmailState::Queued).await + count(app, EmailState::Sending).await;
        quiet = if waiting == 0 { quiet + 1 } else { 0 };
    }
}

/// A mailbox to which too much comes back rests until a person lets it go on; nothing of this storm may stop it otherwise.
async fn let_rested_go_on(app: &TestApp, figures: &mut Figures) {
    for brand in ["codeteki", "desifirms"] {
        if let Some(pause) = app.brand(brand).await.summary.paused {
            assert!(pause.reason.contains("came back"), "{brand}: {}", pause.reason);
            mutation::brand_resume(&app.engine, BrandRef { brand: brand.to_owned() }).await.unwrap();
            figures.rests += 1;
        }
    }
}

async fn mails(app: &TestApp, state: Option<EmailState>) -> Vec<EmailView> {
    let mut conn = app.engine.store().read().await.unwrap();
    store::views::emails::list(&mut conn, &Filter { state, ..Filter::default() }, 1_000_000).await.unwrap()
}

async fn count(app: &TestApp, state: EmailState) -> usize {
    mails(app, Some(state)).await.len()
}

/// How often the mailboxes were asked, by their own clock.
fn judge_calls(app: &TestApp, figures: &mut Figures) {
    let calls = app.sandbox.calls();
    figures.calls = calls.len();
    figures.without_answer = calls.iter().filter(|call| call.status == 0).count();
    figures.refused = calls.iter().filter(|call| call.status >= 400).count();
    let times = |of: &dyn Fn(&str) -> bool| -> Vec<i64> {
        calls.iter().filter(|call| of(&call.path)).map(|call| call.at).collect()
    };
    for mailbox in default_mailboxes() {
        let account = format!("/api/accounts/{}", mailbox.account_id);
        let most = most_within(times(&|path| path.starts_with(&account)), MINUTE * 1_000);
        figures.most_calls_in_a_minute = figures.most_calls_in_a_minute.max(most);
    }
    figures.most_tokens_in_ten_minutes = most_within(times(&|path| path == "/oauth/v2/token"), 10 * MINUTE * 1_000);
}

/// The most of these moments that lie within any span.
fn most_within(mut times: Vec<i64>, span: i64) -> usize {
    times.sort_unstable();
    let within = |(first, begin): (usize, &i64)| times.partition_point(|at| *at < begin + span) - first;
    times.iter().enumerate().map(within).max().unwrap_or(0)
}

/// What became of each mail, and whether the ledger agrees.
async fn judge_mails(app: &TestApp, figures: &mut Figures) {
    let mut copies: BTreeMap<String, usize> = BTreeMap::new();
    for sent in app.ledger() {
        for token in find_tokens(&sent.content) {
            *copies.entry(format!("{} {token}", sent.to)).or_default() += 1;
        }
    }
    figures.sent_twice = copies.values().filter(|copies| **copies > 1).count();
    let notices = {
        let mut conn = app.engine.store().read().await.unwrap();
        store::views::notices::list(&mut conn, 1_000_000).await.unwrap()
    };
    let asked: std::collections::BTreeSet<_> = notices
        .into_iter()
        .filter(|notice| notice.kind == NoticeKind::Trouble)
        .filter_map(|notice| notice.deal_id)
        .collect();
    for row in mails(app, None).await {
        figures.mails += 1;
        let mail = store::emails::find(&mut app.engine.store().read().await.unwrap(), row.id).await.unwrap().unwrap();
        let accepted = copies.get(&format!("{} {}", row.to_address, mail.token)).copied().unwrap_or(0);
        let shown = mail.trouble.is_some();
        let told = asked.contains(&row.deal_id);
        let fate = match (row.state, accepted) {
            (EmailState::Sent | EmailState::Bounced | EmailState::Replied, 1) => &mut figures.sent,
            (EmailState::Unconfirmed, 0) if shown && told => &mut figures.uncertain_and_shown,
            (EmailState::Unconfirmed, 1) if shown && told => &mut figures.sent_but_uncertain,
            (EmailState::Cancelled, 0) if shown => &mut figures.cancelled,
            (EmailState::Failed, 0) if shown && told => &mut figures.failed_and_shown,
            (EmailState::Queued | EmailState::Sending, _) => &mut figures.still_waiting,
            _ => {
                println!("{row:?}: accepted {accepted} times");
                &mut figures.unexplained
            }
        };
        *fate += 1;
    }
}
