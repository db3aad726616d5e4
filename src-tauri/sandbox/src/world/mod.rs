//! The state of the world behind the endpoints: one lock, one clock. Endpoints ask it; it knows no HTTP.

mod mailbox;
mod post;
mod record;
mod tokens;
mod window;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

pub(crate) use mailbox::{Arrival, Folder, Mail, Mailbox};
pub(crate) use post::{Outgoing, Threading, Wired};
pub use record::{Accepted, Call, Incoming, Parcel};
pub(crate) use record::{LedgerFile, accepted_line};
pub(crate) use tokens::{Grant, Tokens};
pub(crate) use window::Window;

use crate::chance::Dice;
use crate::faults::FaultBoard;
use crate::options::{Limits, Now, Options};
use crate::people::{self, History};
use crate::sites::Sites;

/// What all endpoints share.
pub(crate) struct Shared {
    clock: Now,
    offset: AtomicI64,
    /// Address of the world, without a slash at the end.
    pub(crate) url: String,
    /// Whether the model answers.
    pub(crate) model: bool,
    /// Whether mail is taken over SMTP.
    pub(crate) smtp: bool,
    /// Rings when a call begins to hang.
    pub(crate) hanging: Notify,
    /// The web sites of strangers.
    pub(crate) sites: Arc<Sites>,
    world: Mutex<World>,
}

/// What changes.
pub(crate) struct World {
    /// All mailboxes.
    pub(crate) mailboxes: Vec<Mailbox>,
    /// All mails accepted for sending.
    pub(crate) ledger: Vec<Accepted>,
    /// Their copy on disk.
    pub(crate) ledger_file: LedgerFile,
    /// All calls, in the order they came.
    pub(crate) calls: Vec<Call>,
    /// Faults that are on.
    pub(crate) faults: FaultBoard,
    /// OAuth grants and tokens.
    pub(crate) tokens: Tokens,
    /// Recent mail calls per mailbox.
    pub(crate) pace: Vec<Window>,
    /// How much may be asked.
    pub(crate) limits: Limits,
    /// Counts throttled calls, so that they take each shape in turn.
    pub(crate) throttled: usize,
    /// Counts answers of the model.
    pub(crate) answers: u64,
    /// Whether people answer.
    people: bool,
    seed: u64,
    sites: Arc<Sites>,
    next_id: u64,
    histories: BTreeMap<(String, String), History>,
}

impl Shared {
    /// A new world at an address. Errors if a mailbox is set up wrongly or the ledger file cannot be opened.
    pub(crate) fn new(options: Options, url: String) -> anyhow::Result<Self> {
        let now = (options.now)();
        let sites = Arc::new(Sites::default());
        let world = World::new(&options, Arc::clone(&sites), now)?;
        Ok(Self {
            clock: options.now,
            offset: AtomicI64::new(0),
            url,
            model: options.model,
            smtp: options.smtp,
            hanging: Notify::new(),
            sites,
            world: Mutex::new(world),
        })
    }

    /// The world's time, epoch ms.
    pub(crate) fn now(&self) -> i64 {
        (self.clock)().saturating_add(self.offset.load(Ordering::SeqCst))
    }

    /// Moves the world's clock so that it shows `now`; it runs on from there.
    pub(crate) fn set_now(&self, now: i64) {
        self.offset.store(now.saturating_sub((self.clock)()), Ordering::SeqCst);
    }

    /// Keeps a call waiting, and says so to whoever waits for that.
    pub(crate) async fn hang(&self, ms: u64) {
        self.hanging.notify_one();
        tokio::time::sleep(Duration::from_millis(ms)).await;
    }

    /// The state, locked. Never hold it across an await.
    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl World {
    fn new(options: &Options, sites: Arc<Sites>, now: i64) -> anyhow::Result<Self> {
        let mailboxes = options.mailboxes.iter().cloned().map(Mailbox::new).collect::<anyhow::Result<Vec<_>>>()?;
        // Beyond 2^53, so that a client which passes ids through a float shows itself.
        let first_id = 1_700_000_000_000_000_001 + Dice::new(options.seed, "ids").below(1_000_000) * 100_000_000;
        let mut world = Self {
            pace: mailboxes.iter().map(|_| Window::default()).collect(),
            tokens: Tokens::new(options.seed, &options.mailboxes),
            ledger_file: LedgerFile::open(options.ledger_file.as_deref())?,
            mailboxes,
            ledger: Vec::new(),
            calls: Vec::new(),
            faults: FaultBoard::default(),
            limits: options.limits,
            throttled: 0,
            answers: 0,
            people: options.people,
            seed: options.seed,
            sites,
            next_id: first_id,
            histories: BTreeMap::new(),
        };
        if options.people {
            for index in 0..world.mailboxes.len() {
                world.invite_strangers(index, now);
            }
        }
        Ok(world)
    }

    /// A new id of a mail.
    pub(crate) fn fresh_id(&mut self) -> u64 {
        self.next_id = self.next_id.saturating_add(10_007);
        self.next_id
    }

    /// When the next mail that came in from outside becomes visible.
    pub(crate) fn next_event_after(&self, at: i64) -> Option<i64> {
        let mails = self.mailboxes.iter().flat_map(|mailbox| &mailbox.mails);
        let incoming = mails.filter(|mail| !matches!(mail.folder, Folder::Sent | Folder::Drafts | Folder::Templates));
        incoming.map(|mail| mail.visible_at).filter(|visible| *visible > at).min()
    }

    fn invite_strangers(&mut self, index: usize, now: i64) {
        let Some(mailbox) = self.mailboxes.get(index) else { return };
        for arrival in people::strangers(self.seed, &mailbox.spec, mailbox.zone, now) {
            self.deliver(index, arrival);
        }
    }
}
