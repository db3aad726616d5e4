//! Finding things by what a person can type: the beginning of an id, or an address.

use domain::EmailAddress;
use domain::id::{DealId, Id};

use super::{rows, select};
use crate::Connection;
use crate::error::Result;
use crate::row::Cells;

/// Tables whose rows can be named by the beginning of their id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Table {
    /// Deals.
    Deals,
    /// Outgoing mails.
    Emails,
    /// Incoming mails.
    Messages,
    /// Contacts.
    Contacts,
    /// Imports.
    Imports,
    /// Prospects.
    Prospects,
}

/// Up to two ids that begin with the hexadecimal digits of `prefix` (hyphens do not count); none if it is no such text. Two mean
/// that the beginning is not enough.
pub async fn by_prefix<T: Id>(conn: &mut Connection, table: Table, prefix: &str) -> Result<Vec<T>> {
    let Some((first, last)) = range(prefix) else { return Ok(Vec::new()) };
    let mut query = select(match table {
        Table::Deals => "SELECT id FROM deals WHERE id BETWEEN ",
        Table::Emails => "SELECT id FROM emails WHERE id BETWEEN ",
        Table::Messages => "SELECT id FROM messages WHERE id BETWEEN ",
        Table::Contacts => "SELECT id FROM contacts WHERE id BETWEEN ",
        Table::Imports => "SELECT id FROM imports WHERE id BETWEEN ",
        Table::Prospects => "SELECT id FROM prospects WHERE id BETWEEN ",
    });
    query.push_bind(first).push(" AND ").push_bind(last).push(" ORDER BY id LIMIT 2");
    rows(conn, query, "look for an id", |row| row.id("id")).await
}

/// The deals of everybody with that address, open ones first, then the newest; and whether each is open.
pub async fn deals_of(conn: &mut Connection, email: &EmailAddress) -> Result<Vec<(DealId, bool)>> {
    let mut query = select(
        "
        SELECT d.id, d.status IN ('active', 'paused') AS open
        FROM contacts c JOIN deals d ON d.contact_id = c.id WHERE c.email = ",
    );
    query.push_bind(email.as_str().to_owned()).push(" ORDER BY open DESC, d.rowid DESC");
    rows(conn, query, "look for deals of an address", |row| Ok((row.id("id")?, row.cell::<i64>("open")? != 0))).await
}

/// The first and the last id that begin with these digits.
fn range(prefix: &str) -> Option<(Vec<u8>, Vec<u8>)> {
    let digits: Vec<u8> = prefix
        .chars()
        .filter(|c| *c != '-')
        .map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok()))
        .collect::<Option<_>>()?;
    if digits.is_empty() || digits.len() > 32 {
        return None;
    }
    let filled = |with: u8| -> Vec<u8> {
        let mut nibbles = digits.clone();
        nibbles.resize(32, with);
        nibbles.chunks(2).map(|pair| pair.iter().fold(0, |byte, nibble| byte << 4 | nibble)).collect()
    };
    Some((filled(0), filled(15)))
}

#[cfg(test)]
mod tests {
    use super::range;

    #[test]
    fn a_beginning_spans_all_ids_that_share_it() {
        let (first, last) = range("0192f-0c").unwrap();
        assert_eq!((first.len(), last.len()), (16, 16));
        assert_eq!((&first[..4], &last[..4]), (&[0x01, 0x92, 0xf0, 0xc0][..], &[0x01, 0x92, 0xf0, 0xcf][..]));
        assert!(range("jo@ex.com").is_none() && range("").is_none() && range(&"0".repeat(33)).is_none());
    }
}
