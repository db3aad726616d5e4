//! Adding a chunk: what becomes of each row is decided by the same statements that do it.

use domain::EmailAddress;
use domain::id::Id as _;

use super::{Act, Chunk};
use crate::Connection;
use crate::error::{Doing, Result};
use crate::row::{Cells, json};
use crate::suppressions::{self, Rules};

/// What became of the rows of a chunk, counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// New contacts.
    pub created: u32,
    /// Contacts changed or given a deal.
    pub updated: u32,
    /// Rows whose address an earlier row of the file has.
    pub twins: u32,
    /// Rows whose address was a contact already and that changed nothing, as wanted or for want of news.
    pub known: u32,
    /// Rows of people who asked to be forgotten: nothing of them is taken in.
    pub forgotten: u32,
    /// Rows of sites that a person set aside.
    pub aside: u32,
    /// New deals.
    pub deals: u32,
    /// New or updated contacts that are suppressed: they get no deal.
    pub suppressed: u32,
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.created += other.created;
        self.updated += other.updated;
        self.twins += other.twins;
        self.known += other.known;
        self.forgotten += other.forgotten;
        self.aside += other.aside;
        self.deals += other.deals;
        self.suppressed += other.suppressed;
    }
}

/// What became of one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// A new contact.
    Created,
    /// A known contact was changed: names of the fields, comma-separated; empty when it only got a deal.
    Updated(String),
    /// The row on this line of the file has the same address.
    Twin(u32),
    /// The address is a contact already.
    Known,
    /// The person asked to be forgotten.
    Forgotten,
    /// A person does not want the site.
    SetAside,
}

/// One row and what became of it.
#[derive(Debug, Clone)]
pub struct Decided {
    /// Number of the row.
    pub row: u32,
    /// Line of the file.
    pub line: u32,
    /// Address.
    pub email: String,
    /// Name.
    pub name: String,
    /// Company.
    pub company: String,
    /// What became of it.
    pub fate: Fate,
    /// It got a deal.
    pub deal: bool,
    /// It must not be mailed.
    pub suppressed: bool,
}

/// Adds a chunk of rows and says what became of them.
pub async fn add(conn: &mut Connection, act: &Act, chunk: Chunk) -> Result<Tally> {
    let rows = chunk.len();
    load(conn, act, chunk).await?;
    mark_suppressed(conn, act).await?;
    if create(conn, act).await? < rows as u64 {
        recognise(conn, act).await?;
        if act.update_known {
            update(conn, act).await?;
        }
    }
    make_deals(conn, act).await?;
    tally(conn).await
}

async fn load(conn: &mut Connection, act: &Act, chunk: Chunk) -> Result<()> {
    sqlx::query("DELETE FROM temp.incoming").execute(&mut *conn).await.doing("make room for rows")?;
    let insert = "
        INSERT INTO temp.incoming (email, row, line, name, company, website, domain_authority, notes, tags, custom, country, timezone, basis, basis_note, id)
        SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7, value ->> 8, value ->> 9,
               value ->> 10, value ->> 11, value ->> 12, value ->> 13,
               unhex(?2 || printf('%08x', value ->> 1))
        FROM jsonb_each(?1)";
    sqlx::query(insert).bind(chunk.into_json()).bind(act.contact_ids()).execute(conn).await.doing("take in rows")?;
    Ok(())
}

/// Creates a contact for each row whose address is free; the first row of the file with an address has it.
async fn create(conn: &mut Connection, act: &Act) -> Result<u64> {
    // One statement for the whole chunk: the search index writes its segments when a statement ends.
    let insert = "
        INSERT INTO contacts (id, brand_id, email, name, company, website, domain_authority, notes, tags, kind, source, custom,
                              import_id, import_row, created_at, updated_at, country, timezone, basis, basis_note)
        SELECT id, ?1, email, name, company, website, domain_authority, notes, tags, ?2, ?3, custom, ?4, line, ?5, ?5,
               country, timezone, iif(basis = '', ?6, basis), iif(basis = '', ?7, basis_note)
        FROM temp.incoming WHERE NOT erased ORDER BY place
        ON CONFLICT (brand_id, email) DO NOTHING";
    let done = sqlx::query(insert)
        .bind(act.brand.bytes())
        .bind(act.kind.as_str())
        .bind(&act.source)
        .bind(act.id.bytes())
        .bind(act.at.millis())
        .bind(act.basis.0.as_str())
        .bind(&act.basis.1)
        .execute(conn)
        .await
        .doing("create contacts")?;
    Ok(done.rows_affected())
}

/// Finds who had the addresses of the rows that were not created: an earlier row of this file, or a contact from before.
async fn recognise(conn: &mut Connection, act: &Act) -> Result<()> {
    let find = "
        UPDATE temp.incoming SET contact = c.id, contact_row = c.rowid, twin = CASE WHEN c.import_id = ?2 THEN c.import_row END
        FROM contacts c WHERE c.brand_id = ?1 AND c.email = incoming.email AND c.id <> incoming.id";
    sqlx::query(find)
        .bind(act.brand.bytes())
        .bind(act.id.bytes())
        .execute(&mut *conn)
        .await
        .doing("recognise contacts")?;
    for statement in [
        "INSERT INTO temp.seen (contact_row, row, line)
         SELECT contact_row, row, line FROM temp.incoming WHERE contact IS NOT NULL AND twin IS NULL ORDER BY place ON CONFLICT DO NOTHING",
        "UPDATE temp.incoming SET twin = s.line FROM temp.seen s
         WHERE s.contact_row = incoming.contact_row AND incoming.twin IS NULL AND s.row <> incoming.row",
    ] {
        sqlx::query(statement).execute(&mut *conn).await.doing("recognise rows with the same address")?;
    }
    Ok(())
}

/// Takes over what rows bring to contacts from before, and keeps what was there.
async fn update(conn: &mut Connection, act: &Act) -> Result<()> {
    propose(conn).await?;
    let keep = "INSERT INTO import_updates (import_id, contact_id, before, after)
        SELECT ?1, contact, before, json_set(after, '$.updated_at', ?2) FROM temp.proposed";
    sqlx::query(keep)
        .bind(act.id.bytes())
        .bind(act.at.millis())
        .execute(&mut *conn)
        .await
        .doing("keep what an import changes")?;
    let change = "
        UPDATE contacts SET name = p.name, company = p.company, website = p.website, domain_authority = p.domain_authority,
            notes = p.notes, tags = p.tags, custom = p.custom, country = p.country, timezone = p.timezone,
            basis = p.basis, basis_note = p.basis_note, updated_at = ?1
        FROM temp.proposed p WHERE contacts.id = p.contact";
    sqlx::query(change).bind(act.at.millis()).execute(&mut *conn).await.doing("update contacts")?;
    let note = "
        UPDATE temp.incoming SET changed = (SELECT group_concat(key, ', ') FROM json_each(p.after))
        FROM temp.proposed p WHERE p.contact = incoming.contact AND incoming.twin IS NULL";
    sqlx::query(note).execute(conn).await.doing("note what an import changes")?;
    Ok(())
}

/// Works out what each row would change.
async fn propose(conn: &mut Connection) -> Result<()> {
    sqlx::query("DELETE FROM temp.proposed").execute(&mut *conn).await.doing("make room for changes")?;
    // In `before` and `after` stand only the fields that differ: json_patch drops the nulls. `before` has no authority where there was none.
    let propose = "
        INSERT INTO temp.proposed (contact, name, company, website, domain_authority, notes, tags, custom, country, timezone, basis, basis_note, before, after)
        WITH united AS (
            SELECT c.*,
                iif(i.name = '', c.name, i.name) AS new_name,
                iif(i.company = '', c.company, i.company) AS new_company,
                iif(i.website = '', c.website, i.website) AS new_website,
                ifnull(i.domain_authority, c.domain_authority) AS new_authority,
                iif(i.notes = '', c.notes, i.notes) AS new_notes,
                iif(i.tags = '[]', c.tags, (
                    SELECT json_group_array(value) FROM (
                        SELECT value FROM json_each(c.tags)
                        UNION ALL
                        SELECT value FROM json_each(i.tags) WHERE lower(value) NOT IN (SELECT lower(value) FROM json_each(c.tags))
                    ))) AS new_tags,
                iif(i.custom = '{}', c.custom, json_patch(c.custom, i.custom)) AS new_custom,
                iif(i.country = '', c.country, i.country) AS new_country,
                iif(i.timezone = '', c.timezone, i.timezone) AS new_timezone,
                iif(i.basis = '', c.basis, i.basis) AS new_basis,
                iif(i.basis = '', c.basis_note, i.basis_note) AS new_basis_note
            FROM temp.incoming i JOIN contacts c ON c.rowid = i.contact_row
            WHERE i.twin IS NULL
        )
        SELECT id, new_name, new_company, new_website, new_authority, new_notes, new_tags, new_custom, new_country, new_timezone, new_basis, new_basis_note,
            json_patch('{}', json_object(
                'name', iif(name <> new_name, name, NULL),
                'company', iif(company <> new_company, company, NULL),
                'website', iif(website <> new_website, website, NULL),
                'domain_authority', iif(domain_authority IS NOT new_authority, domain_authority, NULL),
                'notes', iif(notes <> new_notes, notes, NULL),
                'tags', iif(tags <> new_tags, tags, NULL),
                'custom', iif(custom <> new_custom, custom, NULL),
                'country', iif(country <> new_country, country, NULL),
                'timezone', iif(timezone <> new_timezone, timezone, NULL),
                'basis', iif(basis <> new_basis, basis, NULL),
                'basis_note', iif(basis_note <> new_basis_note, basis_note, NULL),
                'updated_at', updated_at)),
            json_patch('{}', json_object(
                'name', iif(name <> new_name, new_name, NULL),
                'company', iif(company <> new_company, new_company, NULL),
                'website', iif(website <> new_website, new_website, NULL),
                'domain_authority', iif(domain_authority IS NOT new_authority, new_authority, NULL),
                'notes', iif(notes <> new_notes, new_notes, NULL),
                'tags', iif(tags <> new_tags, new_tags, NULL),
                'custom', iif(custom <> new_custom, new_custom, NULL),
                'country', iif(country <> new_country, new_country, NULL),
                'timezone', iif(timezone <> new_timezone, new_timezone, NULL),
                'basis', iif(basis <> new_basis, new_basis, NULL),
                'basis_note', iif(basis_note <> new_basis_note, new_basis_note, NULL)))
        FROM united";
    sqlx::query(propose).execute(&mut *conn).await.doing("compare rows with contacts")?;
    sqlx::query("DELETE FROM temp.proposed WHERE after = '{}'")
        .execute(&mut *conn)
        .await
        .doing("leave out what is the same")?;
    Ok(())
}

/// Marks the rows that must not be mailed, and those of people of whom nothing may be kept.
async fn mark_suppressed(conn: &mut Connection, act: &Act) -> Result<()> {
    if !suppressions::any(conn).await? {
        return Ok(());
    }
    let rows = sqlx::query("SELECT place, email FROM temp.incoming").fetch_all(&mut *conn).await;
    let rows = rows.doing("read the addresses of rows")?;
    let address = |row| Some((Cells::cell::<i64>(row, "place").ok()?, Cells::word::<EmailAddress>(row, "email").ok()?));
    let addresses: Vec<(i64, EmailAddress)> = rows.iter().filter_map(address).collect();
    let rules = Rules::about(conn, addresses.iter().map(|(_, address)| address)).await?;
    let named = addresses.iter().filter(|(_, address)| rules.reason(act.brand, address).is_some());
    let (erased, suppressed): (Vec<_>, Vec<_>) = named.partition(|(_, address)| rules.is_erased(act.brand, address));
    for (rows, erased) in [(suppressed, false), (erased, true)] {
        let places: Vec<i64> = rows.into_iter().map(|(place, _)| *place).collect();
        let mark =
            "UPDATE temp.incoming SET suppressed = 1, erased = ? WHERE place IN (SELECT value FROM json_each(?))";
        let mark = sqlx::query(mark).bind(erased).bind(json(&places));
        mark.execute(&mut *conn).await.doing("mark who must not be mailed")?;
    }
    Ok(())
}

/// Opens a deal, due now, for each new or updated contact that may be mailed and has none open in the pipeline.
async fn make_deals(conn: &mut Connection, act: &Act) -> Result<()> {
    let Some((pipeline, stage)) = &act.deals else { return Ok(()) };
    let choose = "
        UPDATE temp.incoming SET deal = 1
        WHERE suppressed = 0 AND twin IS NULL AND (contact IS NULL OR ?1)
          AND NOT EXISTS (SELECT 1 FROM deals d WHERE d.contact_id = incoming.contact AND d.pipeline_id = ?2 AND d.status IN ('active', 'paused'))";
    sqlx::query(choose)
        .bind(act.update_known)
        .bind(pipeline.bytes())
        .execute(&mut *conn)
        .await
        .doing("choose who gets a deal")?;
    let insert = "
        INSERT INTO deals (id, brand_id, contact_id, pipeline_id, stage_id, next_action_at, import_id, created_at, updated_at, stage_since)
        SELECT unhex(?1 || printf('%08x', row)), ?2, ifnull(contact, id), ?3, ?4, ?5, ?6, ?5, ?5, ?5
        FROM temp.incoming WHERE deal = 1 ORDER BY row";
    sqlx::query(insert)
        .bind(act.deal_ids())
        .bind(act.brand.bytes())
        .bind(pipeline.bytes())
        .bind(stage.bytes())
        .bind(act.at.millis())
        .bind(act.id.bytes())
        .execute(conn)
        .await
        .doing("open deals")?;
    Ok(())
}

async fn tally(conn: &mut Connection) -> Result<Tally> {
    let count = "
        SELECT count(*) FILTER (WHERE contact IS NULL AND NOT erased) AS created,
               count(*) FILTER (WHERE contact IS NULL AND erased) AS forgotten,
               count(*) FILTER (WHERE twin IS NOT NULL) AS twins,
               count(*) FILTER (WHERE contact IS NOT NULL AND twin IS NULL AND (changed IS NOT NULL OR deal)) AS updated,
               count(*) FILTER (WHERE contact IS NOT NULL AND twin IS NULL AND changed IS NULL AND NOT deal) AS known,
               count(*) FILTER (WHERE deal) AS deals,
               count(*) FILTER (WHERE suppressed AND (contact IS NULL AND NOT erased OR changed IS NOT NULL)) AS suppressed
        FROM temp.incoming";
    let row = sqlx::query(count).fetch_one(conn).await.doing("count what an import does")?;
    Ok(Tally {
        created: row.count("created")?,
        updated: row.count("updated")?,
        twins: row.count("twins")?,
        known: row.count("known")?,
        forgotten: row.count("forgotten")?,
        aside: 0,
        deals: row.count("deals")?,
        suppressed: row.count("suppressed")?,
    })
}

/// Which rows of a chunk are told one by one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Wanted {
    /// All up to this row number.
    pub last: u32,
    /// And so many of the created ones.
    pub created: u32,
    /// Of the updated ones.
    pub updated: u32,
    /// Of those that were left out.
    pub skipped: u32,
}

/// What became of the wanted rows of the last chunk, in the order of the file.
pub async fn decided(conn: &mut Connection, wanted: Wanted) -> Result<Vec<Decided>> {
    let select = "
        WITH judged AS (
            SELECT row, line, email, name, company, contact IS NULL AS created, contact IS NULL AND erased AS forgotten, twin, changed, deal, suppressed,
                CASE WHEN twin IS NOT NULL OR contact IS NULL AND erased THEN 'skipped' WHEN contact IS NULL THEN 'created'
                     WHEN changed IS NOT NULL OR deal THEN 'updated' ELSE 'skipped' END AS fate
            FROM temp.incoming
        ), placed AS (SELECT *, row_number() OVER (PARTITION BY fate ORDER BY row) AS nth FROM judged)
        SELECT row, line, email, name, company, created, forgotten, twin, changed, deal, suppressed FROM placed
        WHERE row <= ?1 OR nth <= CASE fate WHEN 'created' THEN ?2 WHEN 'updated' THEN ?3 ELSE ?4 END
        ORDER BY row";
    let query = sqlx::query(select).bind(wanted.last).bind(wanted.created).bind(wanted.updated).bind(wanted.skipped);
    let rows = query.fetch_all(conn).await.doing("read what an import does")?;
    rows.iter()
        .map(|row| {
            let (created, deal): (bool, bool) = (row.cell("created")?, row.cell("deal")?);
            let fate = match (row.opt_count("twin")?, created, row.opt_text("changed")?) {
                (Some(line), _, _) => Fate::Twin(line),
                (None, true, _) if row.cell("forgotten")? => Fate::Forgotten,
                (None, true, _) => Fate::Created,
                (None, false, None) if !deal => Fate::Known,
                (None, false, changed) => Fate::Updated(changed.unwrap_or_default()),
            };
            Ok(Decided {
                row: row.count("row")?,
                line: row.count("line")?,
                email: row.text("email")?,
                name: row.text("name")?,
                company: row.text("company")?,
                fate,
                deal,
                suppressed: row.cell("suppressed")?,
            })
        })
        .collect()
}
