//! What waits for the app: one table in a file of its own. An event lies in the file before anybody is told that it was taken.
//!
//! One task writes, many events in one transaction, so that a thousand opt-outs do not wait for a thousand disks. The file has a most size; when it
//! is reached, opens and clicks go, and opt-outs stay.

use std::path::Path;
use std::time::Duration;

use anyhow::Context as _;
use domain::Timestamp;
use domain::engagement::{Batch, Event, EventKind, Label, Mark};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection as _, Row as _, SqliteConnection, SqlitePool};
use tokio::sync::{mpsc, oneshot};

/// Events that may wait to be written; opt-outs wait for room, the rest is dropped.
const QUEUE: usize = 1_024;
/// Events in one transaction.
const TOGETHER: usize = 256;
/// Events in one answer to the app.
const MOST_AT_ONCE: i64 = 500;
/// Opens and clicks that make room for opt-outs at a time.
const MAKE_ROOM: i64 = 1_000;
const PAGE_BYTES: u32 = 4_096;

const TABLES: &str = "
    CREATE TABLE IF NOT EXISTS relay (id TEXT NOT NULL) STRICT;
    INSERT INTO relay (id) SELECT lower(hex(randomblob(16))) WHERE NOT EXISTS (SELECT 1 FROM relay);
    CREATE TABLE IF NOT EXISTS events (
        -- Numbers are never used again: the app acknowledges by them.
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        mail BLOB NOT NULL,
        at INTEGER NOT NULL,
        nature TEXT NOT NULL,
        by TEXT NOT NULL,
        address TEXT NOT NULL,
        -- The same done twice is one event, so nobody can fill the file with one link.
        UNIQUE (kind, mail, nature, by, address)
    ) STRICT;";

/// Something that was done with a mail.
#[derive(Debug, Clone)]
pub(crate) struct Done {
    pub(crate) kind: EventKind,
    pub(crate) mail: Mark,
    pub(crate) at: Timestamp,
    pub(crate) label: Label,
    pub(crate) address: String,
}

type Job = (Done, oneshot::Sender<()>);

/// The file, and the way into it.
#[derive(Clone)]
pub(crate) struct Shelf {
    pool: SqlitePool,
    queue: mpsc::Sender<Job>,
}

impl Shelf {
    /// Opens the file in a folder, and begins to write.
    pub(crate) async fn open(folder: &Path, max_mb: u32) -> anyhow::Result<Self> {
        std::fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        let file = folder.join("relay.sqlite");
        let options = SqliteConnectOptions::new()
            .filename(&file)
            .create_if_missing(true)
            .page_size(PAGE_BYTES)
            .journal_mode(SqliteJournalMode::Wal)
            // A 200 is a promise: it holds even if the power goes.
            .synchronous(SqliteSynchronous::Full)
            .pragma("secure_delete", "ON")
            .pragma("max_page_count", (max_mb.saturating_mul(1_000_000 / PAGE_BYTES)).to_string())
            .busy_timeout(Duration::from_secs(5));
        let pool = SqlitePoolOptions::new().max_connections(1).acquire_timeout(Duration::from_secs(10));
        let pool = pool.connect_with(options).await.with_context(|| format!("{} cannot be opened", file.display()))?;
        sqlx::raw_sql(TABLES).execute(&pool).await.context("the tables cannot be made")?;
        let (queue, jobs) = mpsc::channel(QUEUE);
        tokio::spawn(write(pool.clone(), jobs));
        Ok(Self { pool, queue })
    }

    /// Keeps an opt-out. Says whether it lies in the file for good.
    pub(crate) async fn keep(&self, done: Done) -> bool {
        let (told, kept) = oneshot::channel();
        self.queue.send((done, told)).await.is_ok() && kept.await.is_ok()
    }

    /// Keeps an open or a click if there is room. Whoever fetches a picture gets it either way.
    pub(crate) async fn note(&self, done: Done) {
        let (told, kept) = oneshot::channel();
        if self.queue.try_send((done, told)).is_ok() {
            let _ = kept.await;
        }
    }

    /// Deletes what the app has acknowledged, if it speaks of this file, and gives the oldest of the rest.
    pub(crate) async fn after(&self, relay: &str, seq: u64, most: u32) -> sqlx::Result<Batch> {
        let mut tx = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        let name: String = sqlx::query("SELECT id FROM relay").fetch_one(&mut *tx).await?.try_get("id")?;
        let acknowledged = if relay == name { i64::try_from(seq).unwrap_or(0) } else { 0 };
        if acknowledged > 0 {
            sqlx::query("DELETE FROM events WHERE seq <= ?").bind(acknowledged).execute(&mut *tx).await?;
        }
        let rows = sqlx::query("SELECT seq, kind, mail, at, nature, by, address FROM events ORDER BY seq LIMIT ?")
            .bind(i64::from(most).min(MOST_AT_ONCE))
            .fetch_all(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(Batch { relay: name, events: rows.iter().map(event).collect::<sqlx::Result<_>>()? })
    }

    /// Closes the file.
    pub(crate) async fn close(&self) {
        self.pool.close().await;
    }
}

fn event(row: &sqlx::sqlite::SqliteRow) -> sqlx::Result<Event> {
    fn read<T, E: std::error::Error + Send + Sync + 'static>(value: Result<T, E>) -> sqlx::Result<T> {
        value.map_err(|error| sqlx::Error::Decode(Box::new(error)))
    }
    let mail: Vec<u8> = row.try_get("mail")?;
    Ok(Event {
        seq: row.try_get::<i64, _>("seq")?.unsigned_abs(),
        kind: read(row.try_get::<&str, _>("kind")?.parse())?,
        mail: Mark(read(mail.as_slice().try_into())?).reference(),
        at: Timestamp::from_millis(row.try_get("at")?),
        label: Label {
            nature: read(row.try_get::<&str, _>("nature")?.parse())?,
            by: read(row.try_get::<&str, _>("by")?.parse())?,
        },
        address: row.try_get("address")?,
    })
}

/// Writes what comes, until nobody can send any more. Whoever waits is told after the commit; where it failed, they are told by a dropped sender.
async fn write(pool: SqlitePool, mut jobs: mpsc::Receiver<Job>) {
    let mut batch = Vec::new();
    while jobs.recv_many(&mut batch, TOGETHER).await > 0 {
        let (opt_outs, rest): (Vec<Job>, Vec<Job>) =
            batch.drain(..).partition(|(done, _)| done.kind == EventKind::Unsubscribe);
        match insert(&pool, opt_outs.iter().chain(&rest)).await {
            Ok(()) => tell(opt_outs.into_iter().chain(rest)),
            Err(error) => {
                tracing::warn!(%error, "Opens and clicks could not be kept; opt-outs are tried again.");
                match insert_after_making_room(&pool, &opt_outs).await {
                    Ok(()) => tell(opt_outs),
                    Err(error) => {
                        tracing::error!(%error, "Opt-outs could not be kept; whoever sent them was told so.")
                    }
                }
            }
        }
    }
}

fn tell(jobs: impl IntoIterator<Item = Job>) {
    for (_, told) in jobs {
        // Who has gone meanwhile will ask again, and find it done.
        let _ = told.send(());
    }
}

async fn insert(pool: &SqlitePool, jobs: impl Iterator<Item = &Job>) -> sqlx::Result<()> {
    let mut conn = pool.acquire().await?;
    let kept = insert_all(&mut conn, jobs).await;
    if kept.is_err() {
        // A full file ends a transaction by itself, and the connection does not notice: another one takes its place.
        conn.close_on_drop();
    }
    kept
}

async fn insert_all(conn: &mut SqliteConnection, jobs: impl Iterator<Item = &Job>) -> sqlx::Result<()> {
    let mut tx = conn.begin_with("BEGIN IMMEDIATE").await?;
    for (done, _) in jobs {
        insert_one(&mut tx, done).await?;
    }
    tx.commit().await
}

async fn insert_after_making_room(pool: &SqlitePool, opt_outs: &[Job]) -> sqlx::Result<()> {
    if opt_outs.is_empty() {
        return Ok(());
    }
    let delete =
        "DELETE FROM events WHERE seq IN (SELECT seq FROM events WHERE kind <> 'unsubscribe' ORDER BY seq LIMIT ?)";
    sqlx::query(delete).bind(MAKE_ROOM).execute(pool).await?;
    insert(pool, opt_outs.iter()).await
}

async fn insert_one(conn: &mut SqliteConnection, done: &Done) -> sqlx::Result<()> {
    sqlx::query("INSERT OR IGNORE INTO events (kind, mail, at, nature, by, address) VALUES (?, ?, ?, ?, ?, ?)")
        .bind(done.kind.as_str())
        .bind(done.mail.0.as_slice())
        .bind(done.at.millis())
        .bind(done.label.nature.as_str())
        .bind(done.label.by.as_str())
        .bind(&done.address)
        .execute(conn)
        .await?;
    Ok(())
}
