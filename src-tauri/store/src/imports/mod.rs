//! Table `imports` and what an import does to contacts and deals, or to prospects ([`sites`]), a chunk of rows at a time.
//!
//! [`begin`], [`add`] for each [`Chunk`], then [`finish`], all inside one [`crate::Write`]: dropped before its commit, nothing happened, and
//! that is all a preview is. Reading files, judging cells and wording verdicts are left to the engine. Undoing is in [`undo`].

mod chunk;
mod rows;
pub mod sites;
#[cfg(test)]
mod tests;
mod undo;

use domain::Timestamp;
use domain::contact::{Basis, ContactType};
use domain::id::{BrandId, ContactId, DealId, Id as _, ImportId, PipelineId, StageId};

use crate::Connection;
use crate::error::{Doing, Result, StoreError};
use crate::row::Cells;

pub use chunk::{Chunk, Incoming};
pub use rows::{Decided, Fate, Tally, Wanted, add, decided};
pub use undo::{Undone, undo};

/// What all rows of one import share.
#[derive(Debug, Clone)]
pub struct Act {
    /// Its id.
    pub id: ImportId,
    /// Whose contacts.
    pub brand: BrandId,
    /// Name of the file, without its folder.
    pub file_name: String,
    /// What is wanted of the contacts.
    pub kind: ContactType,
    /// Where they come from, as the person labelled it.
    pub source: String,
    /// On what ground new contacts are written to, where their row does not say, and the evidence for it.
    pub basis: (Basis, String),
    /// A row whose address is a contact already changes that contact: what the row leaves empty stays, tags are united. Otherwise the
    /// contact is left alone.
    pub update_known: bool,
    /// The pipeline and its first stage, if deals are wanted.
    pub deals: Option<(PipelineId, StageId)>,
    /// Random bytes of the new contacts' and deals' ids; the row number follows them.
    pub chance: [[u8; 6]; 2],
    /// Now.
    pub at: Timestamp,
}

impl Act {
    /// Hexadecimal start of the ids of contacts: ids of one import ascend with the rows, so that their index grows at its end only.
    fn contact_ids(&self) -> String {
        prefix(ContactId::mint(self.at, padded(self.chance[0])).bytes())
    }

    fn deal_ids(&self) -> String {
        prefix(DealId::mint(self.at, padded(self.chance[1])).bytes())
    }
}

fn padded([a, b, c, d, e, f]: [u8; 6]) -> [u8; 10] {
    [a, b, c, d, e, f, 0, 0, 0, 0]
}

fn prefix(id: &[u8]) -> String {
    id.iter().take(12).map(|byte| format!("{byte:02x}")).collect()
}

/// How an import ended, as it is kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Rows of the file.
    pub rows_in: u32,
    /// Contacts created.
    pub created: u32,
    /// Contacts changed or given a deal.
    pub updated: u32,
    /// Rows left out for a good reason.
    pub skipped: u32,
    /// Rows that cannot be contacts.
    pub rejected: u32,
    /// Deals created.
    pub deals: u32,
}

/// An import that was done.
#[derive(Debug, Clone)]
pub struct Import {
    /// Its id.
    pub id: ImportId,
    /// Whose contacts.
    pub brand: BrandId,
    /// Name of the file.
    pub file_name: String,
    /// What was wanted of the contacts.
    pub kind: ContactType,
    /// The person's label.
    pub source: String,
    /// How the file was read, as JSON.
    pub options: String,
    /// What came of it.
    pub counts: Counts,
    /// When.
    pub created_at: Timestamp,
    /// When it was undone, if it was.
    pub undone_at: Option<Timestamp>,
}

/// Records the import and makes the tables it works with; they live on this connection only.
pub async fn begin(conn: &mut Connection, act: &Act) -> Result<()> {
    // Sorted chunks touch each page of the address indexes once; this much cache keeps the pages a chunk shares with the next.
    for statement in [
        "PRAGMA main.cache_size = -16000",
        "DROP TABLE IF EXISTS temp.incoming",
        "DROP TABLE IF EXISTS temp.proposed",
        "DROP TABLE IF EXISTS temp.seen",
        "DROP TABLE IF EXISTS temp.incoming_sites",
        "DROP TABLE IF EXISTS temp.seen_sites",
        "CREATE TEMP TABLE incoming (
            place INTEGER PRIMARY KEY, row INTEGER, line INTEGER, id BLOB, email TEXT, name TEXT, company TEXT, website TEXT,
            domain_authority INTEGER, notes TEXT, tags TEXT, custom TEXT,
            country TEXT, timezone TEXT, basis TEXT, basis_note TEXT,
            contact BLOB,                       -- the contact that had the address before this row
            contact_row INTEGER,
            twin INTEGER,                       -- the line of this file that had it
            changed TEXT,                       -- names of the fields this row changes
            suppressed INTEGER NOT NULL DEFAULT 0,
            erased INTEGER NOT NULL DEFAULT 0,  -- the person asked to be forgotten
            deal INTEGER NOT NULL DEFAULT 0
        )",
        "CREATE TEMP TABLE proposed (
            contact BLOB PRIMARY KEY, name TEXT, company TEXT, website TEXT, domain_authority INTEGER, notes TEXT, tags TEXT, custom TEXT,
            country TEXT, timezone TEXT, basis TEXT, basis_note TEXT, before TEXT, after TEXT
        ) WITHOUT ROWID",
        "CREATE TEMP TABLE seen (contact_row INTEGER PRIMARY KEY, row INTEGER, line INTEGER)",
        "CREATE TEMP TABLE incoming_sites (
            row INTEGER PRIMARY KEY, line INTEGER, id BLOB, site TEXT, page TEXT, authority INTEGER, authority_source TEXT, rival TEXT,
            prospect BLOB,                      -- the prospect that had the site before this row
            aside INTEGER NOT NULL DEFAULT 0,   -- a person does not want it
            twin INTEGER,                       -- the line of this file that had the site
            new_authority INTEGER NOT NULL DEFAULT 0,
            new_rival INTEGER NOT NULL DEFAULT 0,
            changed TEXT                        -- names of the fields this row changes
        )",
        "CREATE TEMP TABLE seen_sites (site TEXT PRIMARY KEY, row INTEGER, line INTEGER) WITHOUT ROWID",
    ] {
        sqlx::query(statement).execute(&mut *conn).await.doing("prepare an import")?;
    }
    let insert = "INSERT INTO imports (id, brand_id, file_name, contact_type, source, options, state, rows_in, created, updated, skipped, rejected, deals, created_at)
        VALUES (?, ?, ?, ?, ?, '{}', 'done', 0, 0, 0, 0, 0, 0, ?)";
    sqlx::query(insert)
        .bind(act.id.bytes())
        .bind(act.brand.bytes())
        .bind(&act.file_name)
        .bind(act.kind.as_str())
        .bind(&act.source)
        .bind(act.at.millis())
        .execute(conn)
        .await
        .doing("record an import")?;
    Ok(())
}

/// Writes down what came of it and how the file was read (`options`, JSON), and drops the working tables.
pub async fn finish(conn: &mut Connection, act: &Act, counts: &Counts, options: &str) -> Result<()> {
    sqlx::query("UPDATE imports SET rows_in = ?, created = ?, updated = ?, skipped = ?, rejected = ?, deals = ?, options = ? WHERE id = ?")
        .bind(counts.rows_in)
        .bind(counts.created)
        .bind(counts.updated)
        .bind(counts.skipped)
        .bind(counts.rejected)
        .bind(counts.deals)
        .bind(options)
        .bind(act.id.bytes())
        .execute(&mut *conn)
        .await
        .doing("record what an import did")?;
    for statement in [
        "DROP TABLE temp.incoming",
        "DROP TABLE temp.proposed",
        "DROP TABLE temp.seen",
        "DROP TABLE temp.incoming_sites",
        "DROP TABLE temp.seen_sites",
        "PRAGMA main.cache_size = -2000",
    ] {
        sqlx::query(statement).execute(&mut *conn).await.doing("clear up after an import")?;
    }
    Ok(())
}

/// The imports, newest first.
pub async fn list(conn: &mut Connection, brand: Option<BrandId>) -> Result<Vec<Import>> {
    let select = "SELECT id, brand_id, file_name, contact_type, source, options, rows_in, created, updated, skipped, rejected, deals, created_at, undone_at
        FROM imports WHERE ?1 IS NULL OR brand_id = ?1 ORDER BY created_at DESC, id DESC";
    let rows =
        sqlx::query(select).bind(brand.as_ref().map(|id| id.bytes())).fetch_all(conn).await.doing("list imports")?;
    rows.iter().map(import).collect()
}

/// One import. Errors when there is none with that id.
pub async fn find(conn: &mut Connection, id: ImportId) -> Result<Import> {
    let select = "SELECT id, brand_id, file_name, contact_type, source, options, rows_in, created, updated, skipped, rejected, deals, created_at, undone_at
        FROM imports WHERE id = ?";
    let row = sqlx::query(select).bind(id.bytes()).fetch_optional(conn).await.doing("find an import")?;
    row.as_ref().map(import).transpose()?.ok_or(StoreError::Missing { what: "import" })
}

fn import(row: &sqlx::sqlite::SqliteRow) -> Result<Import> {
    Ok(Import {
        id: row.id("id")?,
        brand: row.id("brand_id")?,
        file_name: row.text("file_name")?,
        kind: row.word("contact_type")?,
        source: row.text("source")?,
        options: row.text("options")?,
        counts: Counts {
            rows_in: row.count("rows_in")?,
            created: row.count("created")?,
            updated: row.count("updated")?,
            skipped: row.count("skipped")?,
            rejected: row.count("rejected")?,
            deals: row.count("deals")?,
        },
        created_at: row.time("created_at")?,
        undone_at: row.opt_time("undone_at")?,
    })
}
