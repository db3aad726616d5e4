//! Forgetting a person: every row of theirs goes in one transaction, and what stays of them is the hash of their address among the
//! suppressions. [`mentions`] cuts them out of what others wrote, [`scrub`] overwrites the bytes, [`copies`] does the same to a copy.
//!
//! The statements name only columns of the first schema, so that they fit a copy of any version.

pub mod copies;
mod mentions;
mod scrub;

use std::collections::BTreeSet;

use domain::activity::Author;
use domain::email::EmailState;
use domain::forget::Names;
use domain::id::{DealId, EmailId, SuppressionId};
use domain::suppression::{ErasureKey, SuppressionKind};
use domain::{EmailAddress, Timestamp};

use crate::Connection;
use crate::error::{Doing, Result};
use crate::row::Cells;
use crate::suppressions::{self, NewSuppression};

pub use scrub::scrub;

/// Key in `meta`: set from the moment a person's rows are gone until no byte of them is left.
pub const UNFINISHED: &str = "erasing";

/// What was known of a person, counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Erased {
    /// Contacts.
    pub contacts: u32,
    /// Deals.
    pub deals: u32,
    /// Mails to them.
    pub emails: u32,
    /// Mails from them or about mails to them.
    pub messages: u32,
    /// Texts about others that named them.
    pub mentions: u32,
}

impl Erased {
    /// Nothing was known.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A mail of which nobody knows yet whether it went out.
#[derive(Debug, Clone)]
pub struct Open {
    /// Its id.
    pub id: EmailId,
    /// Being sent, or uncertain.
    pub state: EmailState,
    /// Its subject.
    pub subject: String,
}

/// The mails to a person that are in flight or uncertain: before they are settled nobody can be forgotten.
pub async fn open_mails(conn: &mut Connection, address: &EmailAddress) -> Result<Vec<Open>> {
    gather(conn, address).await?;
    let select = "SELECT id, state, subject FROM emails
        WHERE state IN ('sending', 'unconfirmed') AND id IN (SELECT id FROM temp.gone WHERE kind = 'email') ORDER BY attempted_at, id";
    let rows = sqlx::query(select).fetch_all(conn).await.doing("look for mails in flight")?;
    rows.iter()
        .map(|row| Ok(Open { id: row.id("id")?, state: row.word("state")?, subject: row.text("subject")? }))
        .collect()
}

/// Removes a person by address, with any plus tag, from every table; does nothing about the bytes that are left in the file.
pub async fn erase(conn: &mut Connection, address: &EmailAddress) -> Result<Erased> {
    for statement in [
        "INSERT INTO contacts_search (contacts_search, rank) VALUES ('secure-delete', 1)",
        "INSERT INTO deals_search (deals_search, rank) VALUES ('secure-delete', 1)",
        "INSERT INTO emails_search (emails_search, rank) VALUES ('secure-delete', 1)",
        "INSERT INTO messages_search (messages_search, rank) VALUES ('secure-delete', 1)",
    ] {
        sqlx::query(statement).execute(&mut *conn).await.doing("let the search index forget")?;
    }
    gather(conn, address).await?;
    let names = names(conn, address).await?;
    let deals = deals(conn).await?;
    let mut erased = remove(conn).await?;
    let free = "DELETE FROM suppressions WHERE kind = 'address' AND value = ?";
    sqlx::query(free).bind(address.without_tag()).execute(&mut *conn).await.doing("forget a suppressed address")?;
    forget_domain(conn, address.domain()).await?;
    erased.mentions = mentions::leave_reviews(conn, &deals).await? + mentions::cut(conn, names).await?;
    Ok(erased)
}

/// Keeps the hash of an address among the suppressions, for every brand. `fresh` becomes the key if there is none yet.
pub async fn remember(
    conn: &mut Connection,
    id: SuppressionId,
    address: &EmailAddress,
    fresh: ErasureKey,
    now: Timestamp,
) -> Result<()> {
    let key = match suppressions::keys(conn).await?.into_iter().next() {
        Some(key) => key,
        None => {
            suppressions::add_key(conn, &fresh).await?;
            fresh
        }
    };
    let new = NewSuppression {
        id,
        brand: None,
        kind: SuppressionKind::Erased,
        value: &key.hash(address),
        reason: "asked to be forgotten",
        author: Author::Person,
        at: now,
    };
    suppressions::insert(conn, &new).await?;
    Ok(())
}

/// Collects the ids of everything that is theirs into a table of this connection.
async fn gather(conn: &mut Connection, address: &EmailAddress) -> Result<()> {
    for statement in [
        "DROP TABLE IF EXISTS temp.gone",
        "CREATE TEMP TABLE gone (kind TEXT NOT NULL, id BLOB NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID",
    ] {
        sqlx::query(statement).execute(&mut *conn).await.doing("prepare to forget somebody")?;
    }
    let plain = address.without_tag();
    let (local, domain) = plain.rsplit_once('@').unwrap_or_default();
    let (tagged, domain) = (format!("{local}+"), format!("@{domain}"));
    for statement in [
        "INSERT OR IGNORE INTO temp.gone SELECT 'contact', id FROM contacts
         WHERE email = ?1 OR (substr(email, 1, length(?2)) = ?2 AND substr(email, -length(?3)) = ?3)",
        "INSERT OR IGNORE INTO temp.gone SELECT 'deal', id FROM deals WHERE contact_id IN (SELECT id FROM temp.gone WHERE kind = 'contact')",
        "INSERT OR IGNORE INTO temp.gone SELECT 'email', id FROM emails
         WHERE contact_id IN (SELECT id FROM temp.gone WHERE kind = 'contact') OR deal_id IN (SELECT id FROM temp.gone WHERE kind = 'deal')
            OR to_address = ?1 OR (substr(to_address, 1, length(?2)) = ?2 AND substr(to_address, -length(?3)) = ?3)",
        "INSERT OR IGNORE INTO temp.gone SELECT 'message', id FROM messages
         WHERE contact_id IN (SELECT id FROM temp.gone WHERE kind = 'contact') OR deal_id IN (SELECT id FROM temp.gone WHERE kind = 'deal')
            OR email_id IN (SELECT id FROM temp.gone WHERE kind = 'email')
            OR lower(from_address) = ?1
            OR (substr(lower(from_address), 1, length(?2)) = ?2 AND substr(lower(from_address), -length(?3)) = ?3)",
    ] {
        let statement = sqlx::query(statement).bind(&plain).bind(&tagged).bind(&domain);
        statement.execute(&mut *conn).await.doing("find what is somebody's")?;
    }
    Ok(())
}

/// What they are called in what is known of them, now that it is still there.
async fn names(conn: &mut Connection, address: &EmailAddress) -> Result<Names> {
    let select = "
        SELECT email AS address, name FROM contacts WHERE id IN (SELECT id FROM temp.gone WHERE kind = 'contact')
        UNION SELECT to_address, to_name FROM emails WHERE id IN (SELECT id FROM temp.gone WHERE kind = 'email')";
    let rows = sqlx::query(select).fetch_all(&mut *conn).await.doing("read what somebody is called")?;
    let mut addresses = BTreeSet::from([address.to_string(), address.without_tag()]);
    let mut names = BTreeSet::new();
    for row in &rows {
        addresses.insert(row.text("address")?);
        names.insert(row.text("name")?);
    }
    let mut their_own = Vec::new();
    for name in names {
        // Whoever has the same name and stays keeps it.
        let namesake = "SELECT EXISTS (SELECT 1 FROM contacts WHERE lower(name) = lower(?) AND id NOT IN (SELECT id FROM temp.gone WHERE kind = 'contact')) AS yes";
        let row = sqlx::query(namesake).bind(&name).fetch_one(&mut *conn).await.doing("look for a namesake")?;
        if row.cell::<i64>("yes")? == 0 {
            their_own.push(name);
        }
    }
    Ok(Names::new(addresses, their_own))
}

async fn deals(conn: &mut Connection) -> Result<BTreeSet<String>> {
    let rows = sqlx::query("SELECT id FROM temp.gone WHERE kind = 'deal'").fetch_all(conn).await;
    rows.doing("read somebody's deals")?.iter().map(|row| Ok(row.id::<DealId>("id")?.to_string())).collect()
}

/// Caps look back a day, so they need to know when the last mails left. A copy of an older version has no place for it, and sends nothing.
async fn keep_attempts(conn: &mut Connection) -> Result<()> {
    let exists = "SELECT count(*) AS n FROM sqlite_schema WHERE name = 'erased_attempts'";
    if sqlx::query(exists).fetch_one(&mut *conn).await.doing("look for a table")?.count("n")? == 0 {
        return Ok(());
    }
    let keep = "INSERT INTO erased_attempts (brand_id, attempted_at)
        SELECT brand_id, attempted_at FROM emails
        WHERE id IN (SELECT id FROM temp.gone WHERE kind = 'email')
          AND attempted_at > (SELECT max(attempted_at) FROM emails) - 86400000";
    sqlx::query(keep).execute(conn).await.doing("keep when mails left")?;
    Ok(())
}

/// A prospect that is known from nobody but them is theirs; one that a list named stays. Older files have no prospects. The rows that say
/// at which site they are go with the contact.
async fn remove_sites(conn: &mut Connection) -> Result<()> {
    let exists = "SELECT count(*) AS n FROM sqlite_schema WHERE name = 'contact_sites'";
    if sqlx::query(exists).fetch_one(&mut *conn).await.doing("look for a table")?.count("n")? == 0 {
        return Ok(());
    }
    let delete = "DELETE FROM prospects WHERE import_row IS NULL
        AND EXISTS (SELECT 1 FROM contact_sites s WHERE s.brand_id = prospects.brand_id AND s.site = prospects.site
            AND s.contact_id IN (SELECT id FROM temp.gone WHERE kind = 'contact'))
        AND NOT EXISTS (SELECT 1 FROM contact_sites s WHERE s.brand_id = prospects.brand_id AND s.site = prospects.site
            AND s.contact_id NOT IN (SELECT id FROM temp.gone WHERE kind = 'contact'))";
    sqlx::query(delete).execute(conn).await.doing("forget somebody's site")?;
    Ok(())
}

/// A domain at which nobody else is was known from them. Older files know of no domains.
async fn forget_domain(conn: &mut Connection, domain: &str) -> Result<()> {
    let exists = "SELECT count(*) AS n FROM sqlite_schema WHERE name = 'mail_domains'";
    if sqlx::query(exists).fetch_one(&mut *conn).await.doing("look for a table")?.count("n")? == 0 {
        return Ok(());
    }
    crate::mail_domains::forget_unused(conn, domain).await
}

async fn remove(conn: &mut Connection) -> Result<Erased> {
    let mut erased = Erased::default();
    keep_attempts(conn).await?;
    remove_sites(conn).await?;
    let own = [
        ("DELETE FROM messages WHERE id IN (SELECT id FROM temp.gone WHERE kind = 'message')", &mut erased.messages),
        ("DELETE FROM emails WHERE id IN (SELECT id FROM temp.gone WHERE kind = 'email')", &mut erased.emails),
    ];
    for (statement, count) in own {
        let done = sqlx::query(statement).execute(&mut *conn).await.doing("forget somebody's mail")?;
        *count = u32::try_from(done.rows_affected()).unwrap_or(u32::MAX);
    }
    for statement in [
        "DELETE FROM decisions WHERE deal_id IN (SELECT id FROM temp.gone WHERE kind = 'deal')",
        "DELETE FROM activities WHERE deal_id IN (SELECT id FROM temp.gone WHERE kind = 'deal')
                                   OR contact_id IN (SELECT id FROM temp.gone WHERE kind = 'contact')",
        "DELETE FROM notices WHERE deal_id IN (SELECT id FROM temp.gone WHERE kind = 'deal')",
        "DELETE FROM import_updates WHERE contact_id IN (SELECT id FROM temp.gone WHERE kind = 'contact')",
    ] {
        sqlx::query(statement).execute(&mut *conn).await.doing("forget what was noted of somebody")?;
    }
    let own = [
        ("DELETE FROM deals WHERE id IN (SELECT id FROM temp.gone WHERE kind = 'deal')", &mut erased.deals),
        ("DELETE FROM contacts WHERE id IN (SELECT id FROM temp.gone WHERE kind = 'contact')", &mut erased.contacts),
    ];
    for (statement, count) in own {
        let done = sqlx::query(statement).execute(&mut *conn).await.doing("forget somebody")?;
        *count = u32::try_from(done.rows_affected()).unwrap_or(u32::MAX);
    }
    Ok(erased)
}
