//! Contacts of one brand that may be the same person, as suggestions: nobody is joined without being looked at.

use domain::Timestamp;
use domain::contact::ContactType;
use domain::id::{BrandId, ContactId, Id as _};
use sqlx::sqlite::SqliteRow;

use super::{Query, rows, select};
use crate::Connection;
use crate::error::Result;
use crate::row::Cells;

/// Contacts that are looked through, the newest: more would take longer than somebody waits.
pub const LOOKED_AT: u32 = 100_000;

/// Why two contacts may be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alike {
    /// One address, with different plus tags.
    Address,
    /// The same name at the same company.
    NameAndCompany,
    /// The same name under the same domain.
    NameAndDomain,
}

/// A contact that may be another one too.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the columns of the table, explained there")]
pub struct TwinView {
    /// Contacts with the same of it may be one person.
    pub sign: String,
    pub id: ContactId,
    pub brand: String,
    pub email: String,
    pub name: String,
    pub company: String,
    pub website: String,
    pub kind: ContactType,
    pub created_at: Timestamp,
    pub deals: u32,
    pub emails: u32,
}

/// What two contacts have in common; empty for contacts that cannot be compared by it.
fn sign(alike: Alike) -> &'static str {
    match alike {
        Alike::Address => {
            "iif(instr(email, '+') BETWEEN 2 AND instr(email, '@'), substr(email, 1, instr(email, '+') - 1) || substr(email, instr(email, '@')), email)"
        }
        Alike::NameAndCompany => {
            "iif(instr(trim(name), ' ') AND company <> '', lower(trim(name)) || char(31) || lower(trim(company)), '')"
        }
        Alike::NameAndDomain => {
            "iif(instr(trim(name), ' '), lower(trim(name)) || char(31) || substr(email, instr(email, '@')), '')"
        }
    }
}

pub(super) fn query(alike: Alike, brand: Option<BrandId>, groups: u32) -> Query {
    let mut query = select("WITH some AS MATERIALIZED (SELECT rowid AS place, brand_id, ");
    query.push(sign(alike)).push(" AS sign FROM contacts WHERE true");
    if let Some(brand) = brand {
        query.push(" AND +brand_id = ").push_bind(brand.bytes().to_vec());
    }
    query.push(" ORDER BY rowid DESC LIMIT ").push_bind(LOOKED_AT);
    query.push("), twins AS MATERIALIZED (SELECT brand_id, sign, max(place) AS newest FROM some WHERE sign <> '' GROUP BY brand_id, sign HAVING count(*) > 1
        ORDER BY newest DESC LIMIT ").push_bind(groups);
    query.push(
        ") SELECT hex(t.brand_id) || t.sign AS sign, c.id, b.slug AS brand, c.email, c.name, c.company, c.website, c.kind, c.created_at,
                (SELECT count(*) FROM deals d WHERE d.contact_id = c.id) AS deals,
                (SELECT count(*) FROM emails e WHERE e.contact_id = c.id) AS emails
           FROM twins t JOIN some s ON s.brand_id = t.brand_id AND s.sign = t.sign JOIN contacts c ON c.rowid = s.place JOIN brands b ON b.id = c.brand_id
           ORDER BY t.newest DESC, c.rowid LIMIT 1000",
    );
    query
}

/// Contacts that have something in common with another of their brand, those of one group one after the other; the newest groups first.
pub async fn list(conn: &mut Connection, alike: Alike, brand: Option<BrandId>, groups: u32) -> Result<Vec<TwinView>> {
    let read = |row: &SqliteRow| {
        Ok(TwinView {
            sign: row.text("sign")?,
            id: row.id("id")?,
            brand: row.text("brand")?,
            email: row.text("email")?,
            name: row.text("name")?,
            company: row.text("company")?,
            website: row.text("website")?,
            kind: row.word("kind")?,
            created_at: row.time("created_at")?,
            deals: row.count("deals")?,
            emails: row.count("emails")?,
        })
    };
    rows(conn, query(alike, brand, groups), "look for duplicates", read).await
}
