//! Tables `prospects` and `contact_sites`: which sites could link to us, and which contacts are at them.
//!
//! Triggers say which contacts are to be looked at; [`catch_up`] works out their sites, because SQL knows no public suffixes. What an
//! import of a list of sites does is in [`crate::imports`], what doors show in [`crate::views::prospects`].

use std::collections::{BTreeMap, BTreeSet};

use domain::contact::ContactType;
use domain::email::hex;
use domain::id::{BrandId, ContactId, Id as _, ProspectId};
use domain::prospect::{own_sites, site_of_contact};
use domain::{EmailAddress, Timestamp};
use sqlx::sqlite::SqliteRow;

use crate::Connection;
use crate::error::{Doing, Result};
use crate::row::{Cells, json};

/// Who says the authority that a list of contacts brought along.
pub const LISTED: &str = "DA (list)";

/// Contacts looked at together.
const AT_ONCE: u32 = 2_000;

/// A prospect as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prospect {
    /// Its id.
    pub id: ProspectId,
    /// Whose.
    pub brand: BrandId,
    /// Registrable domain.
    pub site: String,
    /// The page that a list named, else the home page.
    pub page: String,
    /// When a person set it aside, if one did.
    pub set_aside_at: Option<Timestamp>,
    /// Which list it is from; may be empty.
    pub source: String,
}

fn prospect(row: &SqliteRow) -> Result<Prospect> {
    Ok(Prospect {
        id: row.id("id")?,
        brand: row.id("brand_id")?,
        site: row.text("site")?,
        page: row.text("page")?,
        set_aside_at: row.opt_time("set_aside_at")?,
        source: row.text("source")?,
    })
}

/// One prospect.
pub async fn find(conn: &mut Connection, id: ProspectId) -> Result<Option<Prospect>> {
    let select = "SELECT id, brand_id, site, page, set_aside_at, source FROM prospects WHERE id = ?";
    let row = sqlx::query(select).bind(id.bytes()).fetch_optional(conn).await.doing("read a prospect")?;
    row.as_ref().map(prospect).transpose()
}

/// The prospects of a site, of all brands, the oldest first.
pub async fn of_site(conn: &mut Connection, site: &str) -> Result<Vec<Prospect>> {
    let select = "SELECT id, brand_id, site, page, set_aside_at, source FROM prospects WHERE site = ? ORDER BY rowid";
    let rows = sqlx::query(select).bind(site).fetch_all(conn).await.doing("read the prospects of a site")?;
    rows.iter().map(prospect).collect()
}

/// Sets a prospect aside, or takes it back (`None`).
pub async fn set_aside(conn: &mut Connection, id: ProspectId, since: Option<Timestamp>, now: Timestamp) -> Result<()> {
    let update = sqlx::query("UPDATE prospects SET set_aside_at = ?, updated_at = ? WHERE id = ?");
    let update = update.bind(since.map(Timestamp::millis)).bind(now.millis()).bind(id.bytes());
    update.execute(conn).await.doing("set a prospect aside")?;
    Ok(())
}

/// Keeps that a person says at which site a contact is.
pub async fn choose(conn: &mut Connection, contact: ContactId, brand: BrandId, site: &str) -> Result<()> {
    let insert = "
        INSERT INTO contact_sites (contact_id, brand_id, site, known, chosen) VALUES (?, ?, ?, 1, 1)
        ON CONFLICT (contact_id) DO UPDATE SET site = excluded.site, known = 1, chosen = 1";
    let insert = sqlx::query(insert).bind(contact.bytes()).bind(brand.bytes()).bind(site);
    insert.execute(conn).await.doing("keep at which site a contact is")?;
    Ok(())
}

/// Our own sites, of all brands: none of them is a prospect.
pub async fn own(conn: &mut Connection) -> Result<BTreeSet<String>> {
    let brands = crate::brands::all(conn).await?;
    Ok(brands.iter().flat_map(|brand| own_sites(&brand.settings)).collect())
}

/// Where an address of a site was read, and on what page: research found it there.
pub async fn published(
    conn: &mut Connection,
    brand: BrandId,
    site: &str,
    email: &EmailAddress,
) -> Result<Option<String>> {
    let select =
        "SELECT page FROM site_facts WHERE brand_id = ? AND site = ? AND kind = 'contact_address' AND lower(value) = ?
        ORDER BY position LIMIT 1";
    let select = sqlx::query(select).bind(brand.bytes()).bind(site).bind(email.as_str());
    let row = select.fetch_optional(conn).await.doing("look where an address is published")?;
    row.map(|row| row.text("page")).transpose()
}

/// Whether there are contacts whose site is not worked out yet. Costs next to nothing.
pub async fn is_behind(conn: &mut Connection) -> Result<bool> {
    let select = sqlx::query("SELECT EXISTS (SELECT 1 FROM contact_sites WHERE known = 0) AS yes");
    Ok(select.fetch_one(conn).await.doing("look for contacts without a site")?.cell::<i64>("yes")? != 0)
}

/// A contact whose site is to be worked out.
struct Waiting {
    contact: ContactId,
    brand: BrandId,
    site: Option<String>,
    /// It may link to us, so that its site is a prospect.
    target: bool,
    authority: Option<u32>,
    source: String,
    import: Option<Vec<u8>>,
    changed_at: Timestamp,
}

fn waiting(row: &SqliteRow) -> Result<Waiting> {
    let email: EmailAddress = row.word("email")?;
    let site = match row.cell::<i64>("chosen")? {
        0 => site_of_contact(&row.text("website")?, &email),
        _ => row.opt_text("site")?,
    };
    Ok(Waiting {
        contact: row.id("contact_id")?,
        brand: row.id("brand_id")?,
        site,
        target: row.word::<ContactType>("kind")? == ContactType::BacklinkTarget,
        authority: row.opt_count("domain_authority")?,
        source: row.text("source")?,
        import: row.cell("import_id")?,
        changed_at: row.time("updated_at")?,
    })
}

/// Works out the sites of contacts that are new or changed, and makes prospects of those of backlink targets. `chance`: random bytes of the
/// ids of new prospects. Says how many prospects are new. Does nothing, and costs next to nothing, when nothing is new.
pub async fn catch_up(conn: &mut Connection, now: Timestamp, chance: [u8; 6]) -> Result<u32> {
    let (mut new, mut looked_at) = (0, 0);
    if !is_behind(conn).await? {
        return Ok(0);
    }
    let own = own(conn).await?;
    loop {
        let select = "
            SELECT s.contact_id, s.brand_id, s.site, s.chosen, c.website, c.email, c.kind, c.domain_authority, c.source, c.import_id, c.updated_at
            FROM contact_sites s JOIN contacts c ON c.id = s.contact_id WHERE s.known = 0 ORDER BY s.contact_id LIMIT ?";
        let rows =
            sqlx::query(select).bind(AT_ONCE).fetch_all(&mut *conn).await.doing("read contacts without a site")?;
        if rows.is_empty() {
            return Ok(new);
        }
        let some: Vec<Waiting> = rows.iter().map(waiting).collect::<Result<_>>()?;
        note_sites(conn, &some).await?;
        new += make(conn, &some, &own, now, (chance, looked_at)).await?;
        looked_at = looked_at.saturating_add(AT_ONCE);
    }
}

async fn note_sites(conn: &mut Connection, some: &[Waiting]) -> Result<()> {
    let sites: Vec<(String, Option<&str>)> =
        some.iter().map(|one| (hex(one.contact.bytes()), one.site.as_deref())).collect();
    let update = "
        UPDATE contact_sites SET site = j.value ->> 1, known = 1
        FROM json_each(?) j WHERE contact_sites.contact_id = unhex(j.value ->> 0)";
    sqlx::query(update).bind(json(&sites)).execute(conn).await.doing("keep the sites of contacts")?;
    Ok(())
}

/// Makes prospects of the sites of these contacts, and takes over the authority that their list gave. An authority that a program of the
/// trade measured stays.
async fn make(
    conn: &mut Connection,
    some: &[Waiting],
    own: &BTreeSet<String>,
    now: Timestamp,
    (chance, before): ([u8; 6], u32),
) -> Result<u32> {
    let mut sites: BTreeMap<(BrandId, &str), &Waiting> = BTreeMap::new();
    for one in some.iter().filter(|one| one.target) {
        let Some(site) = one.site.as_deref().filter(|site| !own.contains(*site)) else { continue };
        let kept = sites.entry((one.brand, site)).or_insert(one);
        if kept.authority.is_none() {
            *kept = one;
        }
    }
    let rows: Vec<_> = sites
        .iter()
        .zip(before..)
        .map(|(((brand, site), of), n)| {
            let id = ProspectId::mint(now, numbered(chance, n));
            let import = of.import.as_deref().map(hex);
            (hex(id.bytes()), hex(brand.bytes()), site, of.authority, of.changed_at.millis(), &of.source, import)
        })
        .collect();
    let rows = json(&rows);
    let fresh = "
        INSERT INTO prospects (id, brand_id, site, page, authority, authority_source, authority_at, source, import_id, created_at, updated_at)
        SELECT unhex(value ->> 0), unhex(value ->> 1), value ->> 2, 'https://' || (value ->> 2) || '/', value ->> 3,
               iif(value ->> 3 IS NULL, '', ?2), iif(value ->> 3 IS NULL, NULL, value ->> 4), value ->> 5, unhex(value ->> 6), ?3, ?3
        FROM json_each(?1) WHERE true ON CONFLICT (brand_id, site) DO NOTHING";
    let fresh = sqlx::query(fresh).bind(&rows).bind(LISTED).bind(now.millis());
    let made = fresh.execute(&mut *conn).await.doing("make prospects of contacts")?;
    let update = "
        UPDATE prospects SET authority = j.value ->> 3, authority_source = ?2, authority_at = j.value ->> 4
        FROM json_each(?1) j
        WHERE prospects.brand_id = unhex(j.value ->> 1) AND prospects.site = j.value ->> 2 AND j.value ->> 3 IS NOT NULL
          AND (prospects.authority IS NULL OR prospects.authority_source = ?2 AND prospects.authority <> j.value ->> 3)";
    sqlx::query(update).bind(&rows).bind(LISTED).execute(conn).await.doing("take over authorities")?;
    Ok(u32::try_from(made.rows_affected()).unwrap_or(u32::MAX))
}

/// Random bytes of an id, with a number at their end.
fn numbered([a, b, c, d, e, f]: [u8; 6], n: u32) -> [u8; 10] {
    let [w, x, y, z] = n.to_be_bytes();
    [a, b, c, d, e, f, w, x, y, z]
}

/// Pages of rivals that lists of prospects say others link to, each once.
pub async fn rivals(conn: &mut Connection, brand: BrandId) -> Result<Vec<String>> {
    let select =
        "SELECT DISTINCT rival FROM prospects WHERE brand_id = ? AND rival IS NOT NULL ORDER BY rival LIMIT 1000";
    let rows = sqlx::query(select).bind(brand.bytes()).fetch_all(conn).await.doing("read pages of rivals")?;
    rows.iter().map(|row| row.text("rival")).collect()
}
