//! Table `mail_domains`: whether domains of contacts take mail, as far as somebody looked.

use std::collections::{BTreeSet, HashSet};

use domain::recipient::{Mark, TakesMail, marks};
use domain::{EmailAddress, Timestamp};
use sqlx::sqlite::SqliteRow;

use crate::error::{Doing, Result};
use crate::row::{Cells, json};
use crate::{Connection, meta};

/// Key in `meta`: the row number of the newest contact whose domain was looked at.
const SEEN: &str = "mail_domains_seen";

/// Domains of contacts that are to be looked up.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Due {
    /// The domains.
    pub domains: BTreeSet<String>,
    /// The newest contact among them, for [`seen`].
    pub upto: Option<i64>,
}

/// Contacts looked through at once.
const AT_ONCE: u32 = 2_000;

/// The domains of contacts that came since the last time, at most `most`; if there is room, also those that were looked up long ago.
pub async fn due(conn: &mut Connection, now: Timestamp, most: usize) -> Result<Due> {
    let seen = meta::get(conn, SEEN).await?.and_then(|text| text.parse::<i64>().ok()).unwrap_or(0);
    let select = "
        SELECT c.rowid AS place, substr(c.email, instr(c.email, '@') + 1) AS domain, d.domain IS NOT NULL AS known
        FROM contacts c LEFT JOIN mail_domains d ON d.domain = substr(c.email, instr(c.email, '@') + 1)
        WHERE c.rowid > ? ORDER BY c.rowid LIMIT ?";
    let rows = sqlx::query(select).bind(seen).bind(AT_ONCE).fetch_all(&mut *conn).await;
    let mut due = Due::default();
    for row in rows.doing("look for contacts whose domain is not known")? {
        if row.cell::<i64>("known")? == 0 {
            let domain = row.text("domain")?;
            if due.domains.len() >= most && !due.domains.contains(&domain) {
                return Ok(due);
            }
            due.domains.insert(domain);
        }
        due.upto = Some(row.cell("place")?);
    }
    let room = i64::try_from(most.saturating_sub(due.domains.len())).unwrap_or(0);
    let select = "SELECT domain FROM mail_domains WHERE next_at <= ? ORDER BY next_at LIMIT ?";
    let rows = sqlx::query(select).bind(now.millis()).bind(room).fetch_all(conn).await;
    for row in rows.doing("look for domains that were looked up long ago")? {
        due.domains.insert(row.text("domain")?);
    }
    Ok(due)
}

/// Notes that the domains of all contacts up to this one were looked up.
pub async fn seen(conn: &mut Connection, upto: i64) -> Result<()> {
    meta::set(conn, SEEN, Some(&upto.to_string())).await
}

/// Keeps whether a domain takes mail.
pub async fn keep(
    conn: &mut Connection,
    domain: &str,
    takes_mail: TakesMail,
    now: Timestamp,
    next_at: Timestamp,
) -> Result<()> {
    let insert = "
        INSERT INTO mail_domains (domain, takes_mail, looked_at, next_at) VALUES (?, ?, ?, ?)
        ON CONFLICT (domain) DO UPDATE SET next_at = excluded.next_at,
            -- Silence takes nothing back.
            takes_mail = CASE excluded.takes_mail WHEN 'unknown' THEN takes_mail ELSE excluded.takes_mail END,
            looked_at = CASE excluded.takes_mail WHEN 'unknown' THEN looked_at ELSE excluded.looked_at END";
    sqlx::query(insert)
        .bind(domain)
        .bind(takes_mail.as_str())
        .bind(now.millis())
        .bind(next_at.millis())
        .execute(conn)
        .await
        .doing("keep whether a domain takes mail")?;
    Ok(())
}

/// Forgets domains at which no contact is left.
pub(crate) async fn forget_unused(conn: &mut Connection, domain: &str) -> Result<()> {
    let delete = "DELETE FROM mail_domains WHERE domain = ?1
        AND NOT EXISTS (SELECT 1 FROM contacts WHERE substr(email, instr(email, '@') + 1) = ?1)";
    sqlx::query(delete).bind(domain).execute(conn).await.doing("forget a domain")?;
    Ok(())
}

/// The marks of addresses: what each says of itself, and which domains take no mail.
#[derive(Debug, Default)]
pub struct Marks {
    closed: HashSet<String>,
}

impl Marks {
    /// Reads what there is about these addresses, in one statement.
    pub async fn about(conn: &mut Connection, addresses: impl Iterator<Item = &EmailAddress>) -> Result<Self> {
        let domains: BTreeSet<&str> = addresses.map(EmailAddress::domain).collect();
        let select =
            "SELECT domain FROM mail_domains WHERE takes_mail = 'no' AND domain IN (SELECT value FROM json_each(?))";
        let rows = sqlx::query(select).bind(json(&domains)).fetch_all(conn).await;
        Self::of_rows(&rows.doing("look for domains that take no mail")?)
    }

    /// Reads all there are, for whoever has to look at everybody.
    pub async fn all(conn: &mut Connection) -> Result<Self> {
        let rows = sqlx::query("SELECT domain FROM mail_domains WHERE takes_mail = 'no'").fetch_all(conn).await;
        Self::of_rows(&rows.doing("look for domains that take no mail")?)
    }

    fn of_rows(rows: &[SqliteRow]) -> Result<Self> {
        Ok(Self { closed: rows.iter().map(|row| row.text("domain")).collect::<Result<_>>()? })
    }

    /// What is to be known of an address.
    pub fn of(&self, address: &EmailAddress) -> Vec<Mark> {
        let mut all = marks(address);
        if self.closed.contains(address.domain()) {
            all.push(Mark::NoMailServer);
        }
        all
    }
}
