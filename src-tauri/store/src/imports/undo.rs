//! Undoing an import: what it made goes unless somebody worked on it since, what it changed goes back unless changed since.

use domain::Timestamp;
use domain::id::{Id as _, ImportId};

use crate::Connection;
use crate::error::{Doing, Result};

/// What undoing an import did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Undone {
    /// Contacts removed.
    pub removed: u32,
    /// Contacts and listed prospects the import created that stay: they were worked on.
    pub kept: u32,
    /// Deals removed.
    pub deals: u32,
    /// Prospects removed.
    pub sites: u32,
    /// Contacts and prospects that have their former fields back.
    pub restored: u32,
}

/// Undoes an import. `None` when it was undone before.
pub async fn undo(conn: &mut Connection, import: ImportId, at: Timestamp) -> Result<Option<Undone>> {
    super::find(conn, import).await?;
    let mark = "UPDATE imports SET state = 'undone', undone_at = ? WHERE id = ? AND state = 'done'";
    let marked = sqlx::query(mark)
        .bind(at.millis())
        .bind(import.bytes())
        .execute(&mut *conn)
        .await
        .doing("mark an import undone")?;
    if marked.rows_affected() == 0 {
        return Ok(None);
    }
    choose(conn, import).await?;
    let deals = remove_deals(conn).await?;
    let removed = delete(conn, "DELETE FROM contacts WHERE id IN (SELECT id FROM temp.leaving_contacts)").await?;
    let sites = remove_sites(conn, import).await?;
    let kept = "SELECT (SELECT count(*) FROM contacts WHERE import_id = ?1)
        + (SELECT count(*) FROM prospects WHERE import_id = ?1 AND import_row IS NOT NULL)";
    let kept = sqlx::query_scalar(kept)
        .bind(import.bytes())
        .fetch_one(&mut *conn)
        .await
        .doing("count what stays of an import")?;
    let restored = restore(conn, import).await? + restore_sites(conn, import).await?;
    for statement in ["DROP TABLE temp.leaving_deals", "DROP TABLE temp.leaving_contacts"] {
        delete(conn, statement).await?;
    }
    Ok(Some(Undone { removed, kept, deals, sites, restored }))
}

/// Lists what nobody worked on: deals without a mail that left, a message, or a person's hand; contacts unedited and without other deals.
async fn choose(conn: &mut Connection, import: ImportId) -> Result<()> {
    for statement in [
        "CREATE TEMP TABLE leaving_deals (id BLOB PRIMARY KEY) WITHOUT ROWID",
        "CREATE TEMP TABLE leaving_contacts (id BLOB PRIMARY KEY) WITHOUT ROWID",
    ] {
        delete(conn, statement).await?;
    }
    let deals = "
        INSERT INTO temp.leaving_deals SELECT d.id FROM deals d
        WHERE d.import_id = ?
          AND NOT EXISTS (SELECT 1 FROM emails e WHERE e.deal_id = d.id
                AND e.state NOT IN ('draft', 'awaiting_approval', 'queued', 'rejected', 'cancelled', 'failed'))
          AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.deal_id = d.id)
          AND NOT EXISTS (SELECT 1 FROM activities a WHERE a.deal_id = d.id AND a.author = 'person')
        ORDER BY d.id";
    let contacts = "
        INSERT INTO temp.leaving_contacts SELECT c.id FROM contacts c
        WHERE c.import_id = ? AND c.updated_at = c.created_at
          -- Messages have no index by contact; the set is made once.
          AND c.id NOT IN (SELECT contact_id FROM messages WHERE contact_id IS NOT NULL)
          AND NOT EXISTS (SELECT 1 FROM deals d WHERE d.contact_id = c.id AND d.id NOT IN (SELECT id FROM temp.leaving_deals))
        ORDER BY c.id";
    for statement in [deals, contacts] {
        sqlx::query(statement)
            .bind(import.bytes())
            .execute(&mut *conn)
            .await
            .doing("choose what leaves with an import")?;
    }
    Ok(())
}

async fn remove_deals(conn: &mut Connection) -> Result<u32> {
    for statement in [
        "DELETE FROM emails WHERE deal_id IN (SELECT id FROM temp.leaving_deals)",
        "DELETE FROM decisions WHERE deal_id IN (SELECT id FROM temp.leaving_deals)",
        "DELETE FROM activities WHERE deal_id IN (SELECT id FROM temp.leaving_deals)",
        "DELETE FROM notices WHERE deal_id IN (SELECT id FROM temp.leaving_deals)",
    ] {
        delete(conn, statement).await?;
    }
    delete(conn, "DELETE FROM deals WHERE id IN (SELECT id FROM temp.leaving_deals)").await
}

/// Removes the prospects it made that nobody worked with: untouched since, nobody known there, nothing read there.
async fn remove_sites(conn: &mut Connection, import: ImportId) -> Result<u32> {
    let delete = "
        DELETE FROM prospects WHERE import_id = ? AND updated_at = created_at AND set_aside_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM contact_sites s WHERE s.brand_id = prospects.brand_id AND s.site = prospects.site)
          AND NOT EXISTS (SELECT 1 FROM site_readings r WHERE r.brand_id = prospects.brand_id AND r.site = prospects.site)";
    let done = sqlx::query(delete).bind(import.bytes()).execute(conn).await.doing("remove the sites of an import")?;
    Ok(u32::try_from(done.rows_affected()).unwrap_or(u32::MAX))
}

/// Gives prospects back what they said before, each field where it still says what the import left.
async fn restore_sites(conn: &mut Connection, import: ImportId) -> Result<u32> {
    let restore = "
        UPDATE prospects SET
            authority = iif(u.same_authority, u.before ->> '$.authority[0]', prospects.authority),
            authority_source = iif(u.same_authority, u.before ->> '$.authority[1]', prospects.authority_source),
            authority_at = iif(u.same_authority, u.before ->> '$.authority[2]', prospects.authority_at),
            rival = iif(u.same_rival, u.before ->> '$.rival', prospects.rival),
            updated_at = iif(prospects.updated_at = u.after ->> '$.updated_at', u.before ->> '$.updated_at', prospects.updated_at)
        FROM (
            SELECT x.prospect_id, x.before, x.after,
                x.after -> '$.authority' = json_array(p.authority, p.authority_source, p.authority_at) AS same_authority,
                ifnull(x.after ->> '$.rival' = p.rival, 0) AS same_rival
            FROM prospect_updates x JOIN prospects p ON p.id = x.prospect_id WHERE x.import_id = ?
        ) u
        WHERE prospects.id = u.prospect_id AND (u.same_authority OR u.same_rival)";
    let done = sqlx::query(restore).bind(import.bytes()).execute(conn).await.doing("restore what an import changed")?;
    Ok(u32::try_from(done.rows_affected()).unwrap_or(u32::MAX))
}

async fn delete(conn: &mut Connection, statement: &'static str) -> Result<u32> {
    let done = sqlx::query(statement).execute(conn).await.doing("remove what an import made")?;
    Ok(u32::try_from(done.rows_affected()).unwrap_or(u32::MAX))
}

/// Gives each field its former value back where it still has the one the import left.
async fn restore(conn: &mut Connection, import: ImportId) -> Result<u32> {
    let restore = "
        UPDATE contacts SET
            name = CASE WHEN contacts.name = u.after ->> 'name' THEN u.before ->> 'name' ELSE contacts.name END,
            company = CASE WHEN contacts.company = u.after ->> 'company' THEN u.before ->> 'company' ELSE contacts.company END,
            website = CASE WHEN contacts.website = u.after ->> 'website' THEN u.before ->> 'website' ELSE contacts.website END,
            domain_authority = CASE WHEN contacts.domain_authority = u.after ->> 'domain_authority'
                THEN u.before ->> 'domain_authority' ELSE contacts.domain_authority END,
            notes = CASE WHEN contacts.notes = u.after ->> 'notes' THEN u.before ->> 'notes' ELSE contacts.notes END,
            tags = CASE WHEN contacts.tags = u.after ->> 'tags' THEN u.before ->> 'tags' ELSE contacts.tags END,
            custom = CASE WHEN contacts.custom = u.after ->> 'custom' THEN u.before ->> 'custom' ELSE contacts.custom END,
            country = CASE WHEN contacts.country = u.after ->> 'country' THEN u.before ->> 'country' ELSE contacts.country END,
            timezone = CASE WHEN contacts.timezone = u.after ->> 'timezone' THEN u.before ->> 'timezone' ELSE contacts.timezone END,
            basis = CASE WHEN contacts.basis = u.after ->> 'basis' THEN u.before ->> 'basis' ELSE contacts.basis END,
            basis_note = CASE WHEN contacts.basis_note = u.after ->> 'basis_note' THEN u.before ->> 'basis_note' ELSE contacts.basis_note END,
            updated_at = CASE WHEN contacts.updated_at = u.after ->> 'updated_at' THEN u.before ->> 'updated_at' ELSE contacts.updated_at END
        FROM import_updates u
        WHERE u.import_id = ? AND contacts.id = u.contact_id
          AND (contacts.name = u.after ->> 'name' OR contacts.company = u.after ->> 'company' OR contacts.website = u.after ->> 'website'
            OR contacts.domain_authority = u.after ->> 'domain_authority' OR contacts.notes = u.after ->> 'notes'
            OR contacts.tags = u.after ->> 'tags' OR contacts.custom = u.after ->> 'custom'
            OR contacts.country = u.after ->> 'country' OR contacts.timezone = u.after ->> 'timezone'
            OR contacts.basis = u.after ->> 'basis' OR contacts.basis_note = u.after ->> 'basis_note')";
    let done = sqlx::query(restore).bind(import.bytes()).execute(conn).await.doing("restore what an import changed")?;
    Ok(u32::try_from(done.rows_affected()).unwrap_or(u32::MAX))
}
