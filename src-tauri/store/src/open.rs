//! Opening the file: one writer, readers that cannot write, migrations with a safety copy, and no going back to an older program.

use std::ops::{Deref, DerefMut};
use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::pool::PoolConnection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Row as _, Sqlite, SqliteConnection, SqlitePool, Transaction};

use crate::error::{Doing, Result, StoreError};

static MIGRATIONS: Migrator = sqlx::migrate!("../../migrations");

/// How long a statement waits for another program's lock before it gives up with a clear error.
const BUSY: Duration = Duration::from_secs(10);

/// Takes the lock at once, so that a transaction never fails half-way for want of it.
const BEGIN: &str = "BEGIN IMMEDIATE";

/// The open database file.
#[derive(Debug, Clone)]
pub struct Store {
    writer: SqlitePool,
    readers: SqlitePool,
    path: PathBuf,
}

/// A write transaction; it began IMMEDIATE, so it never fails half-way for want of the lock. Dropped without a commit, it is undone.
#[derive(Debug)]
pub struct Write(Transaction<'static, Sqlite>);

impl Write {
    /// Makes everything durable.
    pub async fn commit(self) -> Result<()> {
        self.0.commit().await.doing("commit")
    }
}

impl Deref for Write {
    type Target = SqliteConnection;
    fn deref(&self) -> &SqliteConnection {
        &self.0
    }
}

impl DerefMut for Write {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        &mut self.0
    }
}

impl Store {
    /// Opens or makes the file and brings it up to date. The first start of a new version copies the file beside itself first;
    /// a file of a newer version is refused untouched.
    pub async fn open(path: &Path) -> Result<Self> {
        Self::open_as(path, true).await
    }

    /// Opens the file beside the process that owns it: one of an older version is refused, since the owner still works with that.
    pub async fn open_beside_owner(path: &Path) -> Result<Self> {
        Self::open_as(path, false).await
    }

    async fn open_as(path: &Path, may_migrate: bool) -> Result<Self> {
        let failed = |source| StoreError::Open { path: path.display().to_string(), source };
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // A committed intent must survive a power cut: the network is used right after.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY)
            .statement_cache_capacity(200)
            .pragma("temp_store", "FILE")
            .pragma("trusted_schema", "OFF");
        let writer = SqlitePoolOptions::new().max_connections(1).connect_with(options.clone()).await.map_err(failed)?;
        migrate(&writer, path, may_migrate).await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(4)
            .connect_with(options.read_only(true).create_if_missing(false).pragma("query_only", "ON"))
            .await
            .map_err(failed)?;
        Ok(Self { writer, readers, path: path.to_owned() })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Begins a write transaction. Keep it short and never await the network inside.
    pub async fn write(&self) -> Result<Write> {
        let begin = || self.writer.begin_with(BEGIN);
        let begun = match begin().await {
            // SQLite undoes a transaction by itself when the disk is full. Its connection is not told and takes itself to be inside of one for ever.
            Err(sqlx::Error::InvalidSavePointStatement) => {
                self.writer().await?.close().await.doing("begin anew")?;
                begin().await
            }
            begun => begun,
        };
        begun.map(Write).doing("begin writing")
    }

    /// The writer's connection outside a transaction: for temporary tables, and for what overwrites deleted bytes.
    pub async fn writer(&self) -> Result<PoolConnection<Sqlite>> {
        self.writer.acquire().await.doing("reach the writer")
    }

    /// A connection that can only read.
    pub async fn read(&self) -> Result<PoolConnection<Sqlite>> {
        self.readers.acquire().await.doing("begin reading")
    }

    /// Folds the write-ahead log into the file and gives its space back, as far as nobody reads in it.
    pub async fn fold(&self) -> Result<()> {
        let mut conn = self.writer().await?;
        sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").fetch_all(&mut *conn).await.doing("fold its log")?;
        Ok(())
    }

    /// Closes the file and folds the write-ahead log into it.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

async fn migrate(writer: &SqlitePool, path: &Path, may: bool) -> Result<()> {
    let known = MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or(0);
    let found = newest_applied(writer).await?;
    if found > known {
        return Err(StoreError::Newer { found, known });
    }
    if found < known && !may {
        return Err(StoreError::Older);
    }
    if found > 0 && found < known {
        safety_copy(writer, path, found).await?;
    }
    MIGRATIONS.run(writer).await.map_err(StoreError::Migrate)
}

async fn newest_applied(writer: &SqlitePool) -> Result<i64> {
    let exists = sqlx::query("SELECT count(*) AS n FROM sqlite_schema WHERE name = '_sqlx_migrations'")
        .fetch_one(writer)
        .await
        .doing("read its version")?;
    if exists.try_get::<i64, _>("n").doing("read its version")? == 0 {
        return Ok(0);
    }
    let row = sqlx::query("SELECT ifnull(max(version), 0) AS version FROM _sqlx_migrations")
        .fetch_one(writer)
        .await
        .doing("read its version")?;
    row.try_get("version").doing("read its version")
}

async fn safety_copy(writer: &SqlitePool, path: &Path, version: i64) -> Result<()> {
    let copy = path.with_extension(format!("before-{version}.sqlite"));
    if copy.exists() {
        std::fs::remove_file(&copy).map_err(StoreError::SafetyCopy)?;
    }
    sqlx::query("VACUUM INTO ?")
        .bind(copy.to_string_lossy().into_owned())
        .execute(writer)
        .await
        .doing("make the safety copy")?;
    Ok(())
}
