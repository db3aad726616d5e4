//! Tables `engagement` and `relays`: what came back from mails through a relay, and how far each relay was read.

use domain::Timestamp;
use domain::email::Email;
use domain::engagement::{By, EventKind, Label, Nature};
use domain::id::{EmailId, Id as _};

use crate::Connection;
use crate::error::{Doing, Result};
use crate::row::Cells;

/// How far a relay was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cursor {
    /// The name of the relay's file; empty before the first reading.
    pub relay: String,
    /// The last event of it that was kept.
    pub seq: u64,
}

/// How far a relay was read.
pub async fn cursor(conn: &mut Connection, address: &str) -> Result<Cursor> {
    let row = sqlx::query("SELECT name, seq FROM relays WHERE address = ?").bind(address).fetch_optional(conn).await;
    let Some(row) = row.doing("read how far a relay was read")? else { return Ok(Cursor::default()) };
    Ok(Cursor { relay: row.text("name")?, seq: row.cell::<i64>("seq")?.unsigned_abs() })
}

/// Keeps how far a relay was read.
pub async fn advance(conn: &mut Connection, address: &str, cursor: &Cursor) -> Result<()> {
    let insert = "INSERT INTO relays (address, name, seq) VALUES (?, ?, ?)
        ON CONFLICT (address) DO UPDATE SET name = excluded.name, seq = excluded.seq";
    sqlx::query(insert)
        .bind(address)
        .bind(&cursor.relay)
        .bind(i64::try_from(cursor.seq).unwrap_or(i64::MAX))
        .execute(conn)
        .await
        .doing("keep how far a relay was read")?;
    Ok(())
}

/// Keeps what was done with a mail; the same done again is counted. Says whether it is new.
pub async fn note(
    conn: &mut Connection,
    mail: &Email,
    (kind, label): (EventKind, Label),
    address: &str,
    at: Timestamp,
) -> Result<bool> {
    let insert = "INSERT INTO engagement (email_id, kind, nature, by_whom, address, first_at, last_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)
        ON CONFLICT DO UPDATE SET times = times + 1, first_at = min(first_at, excluded.first_at), last_at = max(last_at, excluded.last_at)
        RETURNING times";
    let row = sqlx::query(insert)
        .bind(mail.id.bytes())
        .bind(kind.as_str())
        .bind(label.nature.as_str())
        .bind(label.by.as_str())
        .bind(address)
        .bind(at.millis())
        .fetch_one(conn)
        .await
        .doing("keep what was done with a mail")?;
    Ok(row.count("times")? == 1)
}

/// What was done with a mail, by whom, and how often.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the columns of the table, explained there")]
pub struct Seen {
    pub email: EmailId,
    pub kind: EventKind,
    pub nature: Nature,
    pub by: By,
    pub address: String,
    pub first_at: Timestamp,
    pub last_at: Timestamp,
    pub times: u32,
}

/// What was done with one mail, or with the mails of a deal: the oldest first.
pub async fn of(conn: &mut Connection, whose: Whose) -> Result<Vec<Seen>> {
    let (mail, deal) = match whose {
        Whose::Mail(mail) => (Some(mail.bytes().to_vec()), None),
        Whose::Deal(deal) => (None, Some(deal.bytes().to_vec())),
    };
    let select = "SELECT g.* FROM engagement g
        WHERE g.email_id IN (SELECT id FROM emails WHERE id = ?1 UNION SELECT id FROM emails WHERE deal_id = ?2)
        ORDER BY g.first_at, g.email_id, g.kind, g.by_whom, g.address";
    let rows =
        sqlx::query(select).bind(mail).bind(deal).fetch_all(conn).await.doing("read what was done with mails")?;
    rows.iter()
        .map(|row| {
            Ok(Seen {
                email: row.id("email_id")?,
                kind: row.word("kind")?,
                nature: row.word("nature")?,
                by: row.word("by_whom")?,
                address: row.text("address")?,
                first_at: row.time("first_at")?,
                last_at: row.time("last_at")?,
                times: row.count("times")?,
            })
        })
        .collect()
}

/// Whose mails are meant.
#[derive(Debug, Clone, Copy)]
pub enum Whose {
    /// One mail.
    Mail(EmailId),
    /// Every mail of a deal.
    Deal(domain::id::DealId),
}
