//! Decides and does: the api that doors ask, the tasks, the gates, the scheduler.
//!
//! SQL is left to the store, sockets to the gateways, rules to the domain. Nothing here knows what time it is: the clock is injected.

pub mod api;
mod ask;

mod act;
pub mod backup;
mod book;
mod clock;
mod compose;
mod connect;
mod decide;
mod disk;
mod engagement;
pub mod env_file;
mod erase;
pub mod export;
mod fail_points;
pub mod files;
mod forgotten;
mod grant;
mod guard;
mod handed;
mod health;
pub mod import;
mod inbox;
mod links;
mod listening;
mod orders;
mod owner;
mod pause;
mod pictures;
mod plain;
mod prospects;

#[cfg(test)]
mod pitch_tests;
mod react;
mod recipients;
mod recover;
mod replies;
mod report;
mod research;
mod review;
mod schedule;
mod seed;
mod send;
mod sender;
mod settle;
mod shared_inbox;
mod silence;
mod slots;
mod spending;
mod tasks;
mod tell;
#[cfg(test)]
mod test_stage;
mod undo;
mod witness;
mod wordings;

use std::path::PathBuf;
use std::sync::Arc;

use domain::Timestamp;
use gateways::{Clock, Dns, Random, Reach, SecretStore, SystemDns, Visitor, Web};
use store::Store;
use tokio::sync::broadcast;

pub use api::wire::{ApiError, ErrorCode, Event};
pub use connect::{Connect, RealConnect, smtp_imap_settings, zoho_settings};
pub use fail_points::FailPoints;
pub use owner::Ownership;
pub use report::EngineError;
pub use schedule::Heartbeat;
pub use witness::folder as witness_folder;

/// Everything from outside that the engine uses; a test or a demonstration replaces any of it.
#[derive(Clone)]
pub struct Ports {
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub random: Arc<dyn Random>,
    /// The keychain, or what stands in for it on a server.
    pub secrets: Arc<dyn SecretStore>,
    /// Mailboxes and models of brands.
    pub connect: Arc<dyn Connect>,
    /// The public web.
    pub web: Web,
    /// The domain name system.
    pub dns: Arc<dyn Dns>,
}

impl Ports {
    /// The real outside: this clock and these secrets, the operating system's chance, the network.
    pub fn real(clock: Arc<dyn Clock>, secrets: Arc<dyn SecretStore>) -> Self {
        let connect = Arc::new(RealConnect::new(Arc::clone(&secrets), Arc::clone(&clock)));
        let dns = Arc::new(SystemDns::default());
        Self { clock, random: Arc::new(gateways::SystemRandom), secrets, connect, web: Web::new(Reach::Public), dns }
    }
}

/// How to open the engine.
pub struct OpenOptions {
    /// Folder of the database; made if missing.
    pub data_dir: PathBuf,
    /// The outside.
    pub ports: Ports,
    /// Take the tasks if nobody has them; otherwise be a guest.
    pub own: bool,
    /// Folder of the witness of what was sent; see [`witness_folder`]. Made if missing.
    pub witness: PathBuf,
    /// The database is a demonstration on simulated time.
    pub demo: bool,
}

/// The open engine. Cheap to share; closing it is explicit.
pub struct Engine {
    // Dropped before the ownership: the next session reads the marks only once nothing of this one can leave any more.
    pub(crate) marks: handed::Marks,
    pub(crate) store: Store,
    pub(crate) ports: Ports,
    pub(crate) visitor: Visitor,
    pub(crate) fail_points: FailPoints,
    pub(crate) owner: Ownership,
    pub(crate) witness: witness::Witness,
    pub(crate) disk: disk::Disk,
    pub(crate) demo: bool,
    pub(crate) holder: String,
    pub(crate) tasks: tasks::Running,
    pub(crate) orders: orders::Orders,
    pub(crate) undos: undo::Undos,
    pub(crate) browser: grant::Browser,
    pub(crate) files: Arc<files::Files>,
    pub(crate) desk: import::desk::Desk,
    pub(crate) events: broadcast::Sender<Event>,
}

/// Name of the database file inside the data folder.
pub const DATABASE: &str = "crm-autopilot.sqlite";

impl Engine {
    /// Opens the file, takes ownership if asked and free, seeds a new file, and closes what a session that died left open:
    /// runs become `interrupted`, mails that were being sent go back to the queue if they certainly did not leave and become `unconfirmed`
    /// otherwise. A damaged file is refused untouched, and one that is not
    /// the file we left starts paused.
    pub async fn open(options: OpenOptions) -> Result<Arc<Self>, EngineError> {
        Self::open_with(options, FailPoints::from_environment()).await
    }

    /// As [`Engine::open`], with places at which work ends.
    pub async fn open_with(options: OpenOptions, fail_points: FailPoints) -> Result<Arc<Self>, EngineError> {
        std::fs::create_dir_all(&options.data_dir)
            .map_err(|source| EngineError::DataDir { path: options.data_dir.display().to_string(), source })?;
        let owner = owner::claim(&options.data_dir, options.own)?;
        let store = match open_store(&options.data_dir, &owner).await {
            Ok(store) => store,
            Err(error) => return Err(guard::damaged(&options.data_dir, error).await),
        };
        let (events, _) = broadcast::channel(1_024);
        let mut nonce = [0u8; 6];
        options.ports.random.fill(&mut nonce);
        let holder = format!("{}-{}", std::process::id(), domain::email::hex(&nonce));
        let mut name = [0u8; 16];
        options.ports.random.fill(&mut name);
        let files = Arc::new(files::Files::begin(&options.data_dir, owner.is_owner()));
        let witness = guard::witness(&store, &options.witness, &domain::email::hex(&name)).await?;
        let engine = Self {
            marks: handed::Marks::default(),
            store,
            witness,
            visitor: Visitor::new(options.ports.web.clone()),
            ports: options.ports,
            fail_points,
            owner,
            disk: disk::Disk::default(),
            demo: options.demo,
            holder,
            tasks: tasks::Running::default(),
            orders: orders::Orders::default(),
            files,
            desk: import::desk::Desk::default(),
            undos: undo::Undos::default(),
            browser: grant::Browser::default(),
            events,
        };
        seed::seed(&engine).await?;
        prospects::catch_up(&engine).await?;
        if engine.owner.is_owner() {
            let trusted = guard::inspect(&engine).await?;
            recover::close_what_was_left_open(&engine, trusted).await?;
            if let Err(error) = erase::resume(&engine).await {
                tracing::error!(error = %error.sentence(), "An erasure that was cut off could not be finished; the next start tries again.");
            }
            engine.begin_marks();
        }
        Ok(Arc::new(engine))
    }

    /// The injected clock's time.
    pub fn now(&self) -> Timestamp {
        self.ports.clock.now()
    }

    /// Where the data is.
    pub fn database(&self) -> &std::path::Path {
        self.store.path()
    }

    /// The store, for what imports and benches do in bulk.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The injected chance.
    pub fn random(&self) -> &dyn Random {
        &*self.ports.random
    }

    /// What the engine says as it works, from now on. A slow listener misses lines, never truth: it asks again.
    pub fn events(&self) -> broadcast::Receiver<Event> {
        self.events.subscribe()
    }

    /// Whether this process runs the tasks.
    pub fn ownership(&self) -> &Ownership {
        &self.owner
    }

    /// Closes the database; from then on another process may own it. Call it after the tasks ended.
    pub async fn close(&self) {
        self.desk.close().await;
        self.files.forget();
        if self.owner.is_owner()
            && let Err(error) = guard::leave(self).await
        {
            tracing::warn!(error = %error, "The clean end could not be noted; the next start checks the file.");
        }
        self.store.close().await;
        self.marks.end();
        self.owner.release();
    }

    /// Folder of the database.
    pub fn data_dir(&self) -> &std::path::Path {
        self.store.path().parent().unwrap_or(self.store.path())
    }

    /// Begins this session's marks, if they are not kept yet; until they are, nothing can be sent.
    pub(crate) fn begin_marks(&self) {
        if !self.marks.are_kept()
            && let Err(error) = self.marks.begin(&self.witness.handed(), &self.holder)
        {
            tracing::error!(error = %error, "No mail can be sent for now: what leaves cannot be noted.");
        }
    }

    pub(crate) fn say(&self, event: Event) {
        // Nobody listening is fine.
        let _ = self.events.send(event);
    }

    pub(crate) fn ten_random_bytes(&self) -> [u8; 10] {
        let mut bytes = [0u8; 10];
        self.ports.random.fill(&mut bytes);
        bytes
    }
}

async fn open_store(data_dir: &std::path::Path, owner: &Ownership) -> Result<Store, store::StoreError> {
    let path = data_dir.join(DATABASE);
    if owner.owned_by().is_some() {
        return Store::open_beside_owner(&path).await;
    }
    if owner.is_owner() {
        store::check::before_opening(&path).await?;
    }
    Store::open(&path).await
}
