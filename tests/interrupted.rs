//! The real program is killed (SIGKILL) while it works on each of its tasks: at named places, at random moments, and as a daemon with all tasks
//! due at once. The next start says which run was interrupted and takes up where it was; in the end nothing is missing and nothing was done twice.
//! `KILLS=1000` sets how often.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use domain::email::EmailState;
use domain::notice::NoticeKind;
use domain::task::TaskName;
use engine::api::query;
use engine::api::wire::{FeedRequest, Nothing};
use gateways::{Clock as _, Random as _, SeededRandom};
use store::views;

use crate::kill::{Stage, autopilot};
use crate::support::{self, DECIDE, HOUR, MINUTE, READ, REVIEW, SEND};

const BACKUP: TaskName = TaskName::BackupDatabase;
const VERIFY: TaskName = TaskName::VerifyBacklinks;
/// Where a task dies on purpose.
const PLACES: [(TaskName, &str); 14] = [
    (READ, "run.begun"),
    (READ, "read.fetched"),
    (READ, "read.kept"),
    (DECIDE, "decide.claimed"),
    (DECIDE, "decide.keeping"),
    (DECIDE, "decide.kept"),
    (SEND, "send.after_intent"),
    (SEND, "send.after_answer"),
    (REVIEW, "run.begun"),
    (REVIEW, "review.scored"),
    (REVIEW, "review.kept"),
    (VERIFY, "run.begun"),
    (BACKUP, "backup.made"),
    (BACKUP, "backup.kept"),
];
/// So many people are new before each kill, and so many answer.
const NEW: usize = 2;
/// Kills after which a world is wound up: later, follow-ups would be due.
const ROUND: usize = 40;

/// What happened in all rounds.
#[derive(Debug, Default)]
struct Figures {
    kills: usize,
    /// Runs that were cut off, by task.
    interrupted: BTreeMap<&'static str, usize>,
    /// Kills that hit no run.
    between: usize,
    mails: usize,
    uncertain: usize,
    answers: usize,
    backups: usize,
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_cut_off_is_taken_up() {
    let kills = std::env::var("KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(PLACES.len() + 8);
    let (random, mut figures) = (SeededRandom::new(20_261_129), Figures::default());
    while figures.kills < kills {
        round(&mut figures, kills, &random).await;
    }
    println!("{figures:#?}");
    for task in TaskName::ALL {
        assert!(figures.interrupted.contains_key(task.as_str()), "no kill hit {task}");
    }
}

async fn round(figures: &mut Figures, most: usize, random: &SeededRandom) {
    let stage = Stage::set(NEW).await;
    let mut world = World { stage, people: NEW, answered: Vec::new() };
    let mut places = PLACES.iter();
    for _ in 0..ROUND {
        if figures.kills == most {
            break;
        }
        world.make_work().await;
        let stage = &world.stage;
        if let Some((task, place)) = places.next() {
            for before in [DECIDE, SEND].iter().take_while(|before| *before != task) {
                stage.live(*before).await;
            }
            world.answers();
            assert!(world.stage.die_at(*task, place, 1).await, "{task} never came to {place}");
        } else if random.below(2) == 0 {
            let task = TaskName::ALL[usize::try_from(random.below(6)).unwrap()];
            world.answers();
            world.stage.kill_after(task, Duration::from_millis(100 + random.below(500))).await;
        } else {
            // All of them, one after the other, as soon as its heart has beaten once.
            let daemon = autopilot(&["daemon", "--every", "1"], &stage.data(), &stage.clock);
            world.answers();
            world.stage.kill(daemon, Duration::from_millis(1_100 + random.below(1_500))).await;
        }
        figures.kills += 1;
        taken_up(&world.stage, figures).await;
    }
    // The last starts are left alone.
    for _ in 0..5 {
        world.stage.clock.advance(HOUR);
        for task in TaskName::ALL {
            world.stage.live(*task).await;
        }
    }
    world.judge(figures).await;
}

struct World {
    stage: Stage,
    /// So many deals were made.
    people: usize,
    /// Whose answers lie in the mailbox.
    answered: Vec<String>,
}

impl World {
    /// Some time later, new people are due, and all tasks.
    async fn make_work(&mut self) {
        // Longer than a claim lasts.
        self.stage.clock.advance(11 * MINUTE);
        self.stage.people(self.people..self.people + NEW).await;
        self.people += NEW;
        let store = self.stage.store().await;
        let mut write = store.write().await.unwrap();
        for task in TaskName::ALL {
            store::tasks::set_next(&mut write, *task, Some(self.stage.clock.now())).await.unwrap();
        }
        write.commit().await.unwrap();
        store.close().await;
    }

    /// A few of those who got a mail answer it.
    fn answers(&mut self) {
        let sent = self.stage.sandbox.ledger();
        let silent: Vec<_> = sent.iter().filter(|mail| !self.answered.contains(&mail.to)).take(NEW).collect();
        for mail in silent {
            self.stage.answer(mail);
            self.answered.push(mail.to.clone());
        }
    }

    /// Nothing is missing, nothing was done twice.
    async fn judge(self, figures: &mut Figures) {
        let (sent, stage) = (self.stage.sandbox.ledger(), self.stage);
        let engine = support::open(&stage.data(), &stage.clock, &support::keys().await, 9).await.unwrap();
        let mut conn = engine.store().read().await.unwrap();
        let mails = views::emails::list(&mut conn, &views::emails::Filter::default(), 1_000).await.unwrap();
        assert_eq!(mails.len(), self.people, "one mail for each deal");
        let decisions = views::decisions::list(&mut conn, None, 1_000).await.unwrap();
        assert_eq!(decisions.len(), self.people, "one decision for each deal");
        for mail in &mails {
            let copies = sent.iter().filter(|one| one.to == mail.to_address).count();
            let right = match mail.state {
                EmailState::Unconfirmed => 0,
                EmailState::Replied if self.answered.contains(&mail.to_address) => 1,
                EmailState::Sent if !self.answered.contains(&mail.to_address) => 1,
                state => panic!("{} is {state:?}", mail.to_address),
            };
            assert_eq!(copies, right, "{}", mail.to_address);
            figures.uncertain += usize::from(copies == 0);
        }
        let strangers = views::messages::Filter { strangers: true, ..views::messages::Filter::default() };
        let answers = views::messages::list(&mut conn, &strangers, 1_000).await.unwrap();
        assert_eq!(answers.len(), self.answered.len(), "each answer is kept once");
        drop(conn);
        let notices = query::notices_list(&engine, FeedRequest { limit: 500 }).await.unwrap();
        let mut reviews = BTreeMap::<_, usize>::new();
        for notice in notices.iter().filter(|notice| notice.kind == NoticeKind::Review) {
            let day = notice.at.day(chrono_tz::Tz::Australia__Melbourne);
            *reviews.entry((notice.brand.clone(), day)).or_default() += 1;
        }
        assert!(reviews.values().all(|told| *told == 1), "a review is told twice: {reviews:?}");
        let backups = query::backups(&engine, Nothing {}).await.unwrap();
        for backup in &backups {
            store::check::verify(Path::new(&backup.file)).await.unwrap();
        }
        engine.close().await;
        for task in TaskName::ALL {
            let ended = runs(&stage, "ok").await;
            let last = stage.clock.now().millis();
            assert!(ended.contains(&(*task, last)), "the last run of {task} did not end well");
        }
        figures.mails += mails.len();
        figures.answers += answers.len();
        figures.backups += backups.len();
        stage.sandbox.stop().await;
    }
}

/// After a death the next start closes each open run as interrupted, its task is due, and no half copy is there.
async fn taken_up(stage: &Stage, figures: &mut Figures) {
    let open = runs(stage, "running").await;
    figures.between += usize::from(open.is_empty());
    for (task, _) in &open {
        *figures.interrupted.entry(task.as_str()).or_default() += 1;
    }
    let before = runs(stage, "interrupted").await;
    stage.restart().await;
    assert_eq!(runs(stage, "running").await, []);
    let mut expected: Vec<_> = before.into_iter().chain(open.iter().copied()).collect();
    let mut said = runs(stage, "interrupted").await;
    expected.sort_unstable();
    said.sort_unstable();
    assert_eq!(said, expected);
    let store = stage.store().await;
    let tasks = store::tasks::all(&mut store.read().await.unwrap()).await.unwrap();
    store.close().await;
    for task in tasks.iter().filter(|task| open.iter().any(|(name, _)| *name == task.name)) {
        assert!(task.next_run_at.is_some_and(|at| at <= stage.clock.now()), "{} is not taken up", task.name);
    }
    let copies = std::fs::read_dir(stage.data().join("backups")).into_iter().flatten().flatten();
    let half: Vec<_> =
        copies.map(|file| file.file_name()).filter(|name| !name.to_string_lossy().ends_with(".sqlite")).collect();
    assert!(half.is_empty(), "half a copy: {half:?}");
}

/// The runs with an outcome: their task and when they began.
async fn runs(stage: &Stage, outcome: &str) -> Vec<(TaskName, i64)> {
    let store = stage.store().await;
    let mut found = Vec::new();
    for task in TaskName::ALL {
        let all = views::runs::history(&mut store.read().await.unwrap(), *task, None, 10_000).await.unwrap();
        let with = all.into_iter().filter(|run| run.outcome == outcome);
        found.extend(with.map(|run| (run.task, run.started_at.millis())));
    }
    store.close().await;
    found
}
