//! Table `contacts`.

use domain::contact::Contact;
use domain::id::{BrandId, ContactId, Id as _};
use domain::{EmailAddress, Timestamp};
use sqlx::sqlite::SqliteRow;

use crate::Connection;
use crate::error::{Doing, Result};
use crate::row::{Cells, json, stored};

/// The columns that [`contact`] reads.
macro_rules! contact_columns {
    () => {
        "contacts.id AS contact_id, contacts.brand_id AS contact_brand, contacts.email, contacts.name, contacts.company, contacts.website,
         contacts.domain_authority, contacts.notes AS contact_notes, contacts.tags, contacts.kind, contacts.source,
         contacts.country, contacts.timezone, contacts.basis, contacts.basis_note"
    };
}
pub(crate) use contact_columns;

pub(crate) fn contact(row: &SqliteRow) -> Result<Contact> {
    let email = row.text("email")?;
    Ok(Contact {
        id: row.id("contact_id")?,
        brand: row.id("contact_brand")?,
        email: EmailAddress::parse(&email).map_err(|_| stored("email", &email))?,
        name: row.text("name")?,
        company: row.text("company")?,
        website: row.text("website")?,
        domain_authority: row.opt_count("domain_authority")?.and_then(|da| u8::try_from(da).ok()),
        notes: row.text("contact_notes")?,
        tags: row.json("tags")?,
        kind: row.word("kind")?,
        source: row.text("source")?,
        country: row.text("country")?,
        // A zone that this version does not know is treated as not given.
        timezone: row.text("timezone")?.parse().ok(),
        basis: row.word("basis")?,
        basis_note: row.text("basis_note")?,
    })
}

/// Whether there is anybody at all.
pub async fn any(conn: &mut Connection) -> Result<bool> {
    let select = sqlx::query("SELECT EXISTS (SELECT 1 FROM contacts) AS yes");
    Ok(select.fetch_one(conn).await.doing("look for contacts")?.cell::<i64>("yes")? != 0)
}

/// Adds a contact. Errors with a duplicate if the brand has one of that address.
pub async fn insert(conn: &mut Connection, contact: &Contact, now: Timestamp) -> Result<()> {
    let insert = "
        INSERT INTO contacts (id, brand_id, email, name, company, website, domain_authority, notes, tags, kind, source, created_at, updated_at,
                              country, timezone, basis, basis_note)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?12, ?13, ?14, ?15, ?16)";
    sqlx::query(insert)
        .bind(contact.id.bytes())
        .bind(contact.brand.bytes())
        .bind(contact.email.as_str())
        .bind(&contact.name)
        .bind(&contact.company)
        .bind(&contact.website)
        .bind(contact.domain_authority.map(i64::from))
        .bind(&contact.notes)
        .bind(json(&contact.tags))
        .bind(contact.kind.as_str())
        .bind(&contact.source)
        .bind(now.millis())
        .bind(&contact.country)
        .bind(contact.timezone.map_or("", |zone| zone.name()))
        .bind(contact.basis.as_str())
        .bind(&contact.basis_note)
        .execute(conn)
        .await
        .doing("add a contact")?;
    Ok(())
}

/// Keeps edited fields.
pub async fn save(conn: &mut Connection, contact: &Contact, now: Timestamp) -> Result<()> {
    let update = "
        UPDATE contacts SET name = ?, company = ?, website = ?, domain_authority = ?, notes = ?, tags = ?, kind = ?, updated_at = ?, country = ?, timezone = ?,
                            basis = ?, basis_note = ?
        WHERE id = ?";
    sqlx::query(update)
        .bind(&contact.name)
        .bind(&contact.company)
        .bind(&contact.website)
        .bind(contact.domain_authority.map(i64::from))
        .bind(&contact.notes)
        .bind(json(&contact.tags))
        .bind(contact.kind.as_str())
        .bind(now.millis())
        .bind(&contact.country)
        .bind(contact.timezone.map_or("", |zone| zone.name()))
        .bind(contact.basis.as_str())
        .bind(&contact.basis_note)
        .bind(contact.id.bytes())
        .execute(conn)
        .await
        .doing("keep a contact")?;
    Ok(())
}

/// One contact.
pub async fn find(conn: &mut Connection, id: ContactId) -> Result<Option<Contact>> {
    let select = concat!("SELECT ", contact_columns!(), " FROM contacts WHERE id = ?");
    sqlx::query(select)
        .bind(id.bytes())
        .fetch_optional(conn)
        .await
        .doing("read a contact")?
        .as_ref()
        .map(contact)
        .transpose()
}

/// The brand's contact with that address.
pub async fn by_email(conn: &mut Connection, brand: BrandId, email: &EmailAddress) -> Result<Option<Contact>> {
    let select = concat!("SELECT ", contact_columns!(), " FROM contacts WHERE brand_id = ? AND email = ?");
    sqlx::query(select)
        .bind(brand.bytes())
        .bind(email.as_str())
        .fetch_optional(conn)
        .await
        .doing("read a contact")?
        .as_ref()
        .map(contact)
        .transpose()
}
