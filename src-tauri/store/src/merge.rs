//! Two contacts of a brand become one: what the other had is handed over, and the other is gone.

use domain::EmailAddress;
use domain::contact::Contact;
use domain::id::{ContactId, Id as _};

use crate::Connection;
use crate::error::{Doing, Result};
use crate::row::Cells;

/// The pipelines in which both have a deal that is not over.
pub async fn both_open(conn: &mut Connection, one: ContactId, other: ContactId) -> Result<Vec<String>> {
    let select = "
        SELECT DISTINCT p.name FROM deals d JOIN deals x ON x.pipeline_id = d.pipeline_id AND x.contact_id = ?2 AND x.status IN ('active', 'paused')
        JOIN pipelines p ON p.id = d.pipeline_id WHERE d.contact_id = ?1 AND d.status IN ('active', 'paused') ORDER BY p.name";
    let rows = sqlx::query(select).bind(one.bytes()).bind(other.bytes()).fetch_all(conn).await;
    rows.doing("compare deals")?.iter().map(|row| row.text("name")).collect()
}

/// The subjects of mails to a contact of which nobody knows yet whether they went out.
pub async fn in_flight(conn: &mut Connection, contact: ContactId) -> Result<Vec<String>> {
    let select =
        "SELECT subject FROM emails WHERE contact_id = ? AND state IN ('sending', 'unconfirmed') ORDER BY rowid";
    let rows = sqlx::query(select).bind(contact.bytes()).fetch_all(conn).await;
    rows.doing("look for mails in flight")?.iter().map(|row| row.text("subject")).collect()
}

/// Hands deals, mails, messages and lines of `from` over to `to`, keeps what its files said and its addresses, and removes `from`.
pub async fn hand_over(conn: &mut Connection, from: &Contact, to: ContactId) -> Result<()> {
    for statement in [
        "UPDATE deals SET contact_id = ?2 WHERE contact_id = ?1",
        "UPDATE emails SET contact_id = ?2 WHERE contact_id = ?1",
        "UPDATE messages SET contact_id = ?2 WHERE contact_id = ?1",
        "UPDATE activities SET contact_id = ?2 WHERE contact_id = ?1",
        // What an import changed of a contact that is no more can't be put back.
        "DELETE FROM import_updates WHERE contact_id = ?1 AND ?2 IS NOT NULL",
        // Where the other was found counts if nothing is known of the one that stays, and when it was written to counts anyway.
        "INSERT INTO contact_sites (contact_id, brand_id, site, known, chosen, written_at)
         SELECT ?2, brand_id, site, known, chosen, written_at FROM contact_sites WHERE contact_id = ?1
         ON CONFLICT (contact_id) DO UPDATE SET site = ifnull(site, excluded.site), chosen = max(chosen, excluded.chosen),
            written_at = ifnull(max(written_at, excluded.written_at), ifnull(written_at, excluded.written_at))",
        // Columns of both files: where both have one, that of the contact that stays counts. Its addresses come along.
        "UPDATE contacts SET custom = json_set(
            json_patch((SELECT custom FROM contacts WHERE id = ?1), custom), '$.other_addresses',
            json((SELECT json_group_array(value) FROM (
                SELECT value FROM json_each(contacts.custom, '$.other_addresses')
                UNION SELECT o.value FROM contacts x, json_each(x.custom, '$.other_addresses') o WHERE x.id = ?1
                UNION SELECT email FROM contacts WHERE id = ?1))))
         WHERE id = ?2",
        "DELETE FROM contacts WHERE id = ?1 AND ?2 IS NOT NULL",
    ] {
        let statement = sqlx::query(statement).bind(from.id.bytes()).bind(to.bytes());
        statement.execute(&mut *conn).await.doing("hand over to another contact")?;
    }
    Ok(())
}

/// The other addresses of everybody with a form of this one: whom contacts were merged with.
pub async fn other_addresses(conn: &mut Connection, address: &EmailAddress) -> Result<Vec<EmailAddress>> {
    let select = "SELECT DISTINCT o.value AS email FROM contacts c, json_each(c.custom, '$.other_addresses') o WHERE c.email = ? ORDER BY o.value";
    let rows = sqlx::query(select).bind(address.as_str()).fetch_all(conn).await;
    // What an erasure cut out of it is no address.
    Ok(rows.doing("read other addresses")?.iter().filter_map(|row| row.word("email").ok()).collect())
}
