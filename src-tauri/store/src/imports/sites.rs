//! Adding sites of a list: what becomes of each row is decided by the same statements that do it, as with contacts.

use domain::id::Id as _;
use domain::id::ProspectId;

use super::{Act, Decided, Fate, Tally, Wanted, padded, prefix};
use crate::Connection;
use crate::error::{Doing, Result};
use crate::prospects::LISTED;
use crate::row::{Cells, json};

/// One row of a file that names a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncomingSite {
    /// Its number among the rows, from 1. Ascends.
    pub row: u32,
    /// The line of the file it begins on.
    pub line: u32,
    /// Registrable domain.
    pub site: String,
    /// The page that the row names, else the home page.
    pub page: String,
    /// Authority, if the row gives one.
    pub authority: Option<u8>,
    /// Who says so; the same for all rows.
    pub authority_source: &'static str,
    /// What the page links to, if that is not ours.
    pub rival: Option<String>,
}

/// Adds rows and says what became of them.
pub async fn add(conn: &mut Connection, act: &Act, rows: &[IncomingSite]) -> Result<Tally> {
    load(conn, act, rows).await?;
    recognise(conn, act).await?;
    judge(conn).await?;
    update(conn, act).await?;
    create(conn, act).await?;
    tally(conn).await
}

async fn load(conn: &mut Connection, act: &Act, rows: &[IncomingSite]) -> Result<()> {
    sqlx::query("DELETE FROM temp.incoming_sites").execute(&mut *conn).await.doing("make room for sites")?;
    let rows: Vec<_> = rows
        .iter()
        .map(|one| (one.row, one.line, &one.site, &one.page, one.authority, one.authority_source, &one.rival))
        .collect();
    let ids = prefix(ProspectId::mint(act.at, padded(act.chance[0])).bytes());
    let insert = "
        INSERT INTO temp.incoming_sites (row, line, site, page, authority, authority_source, rival, id)
        SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6,
               unhex(?2 || printf('%08x', value ->> 0))
        FROM json_each(?1)";
    sqlx::query(insert).bind(json(&rows)).bind(ids).execute(conn).await.doing("take in sites")?;
    Ok(())
}

/// Finds the sites that an earlier row has, and those that were prospects before.
async fn recognise(conn: &mut Connection, act: &Act) -> Result<()> {
    for statement in [
        "INSERT OR IGNORE INTO temp.seen_sites (site, row, line) SELECT site, row, line FROM temp.incoming_sites ORDER BY row",
        "UPDATE temp.incoming_sites SET twin = s.line FROM temp.seen_sites s
         WHERE s.site = incoming_sites.site AND s.row <> incoming_sites.row",
    ] {
        sqlx::query(statement).execute(&mut *conn).await.doing("recognise rows of the same site")?;
    }
    let find = "
        UPDATE temp.incoming_sites SET prospect = p.id, aside = p.set_aside_at IS NOT NULL
        FROM prospects p WHERE p.brand_id = ? AND p.site = incoming_sites.site AND incoming_sites.twin IS NULL";
    sqlx::query(find).bind(act.brand.bytes()).execute(conn).await.doing("recognise prospects")?;
    Ok(())
}

/// Decides what a row changes of a prospect from before: a rival where none was known; and an authority where there was none, where the same
/// program says another, where only an unnamed list had said one, or where it is higher.
async fn judge(conn: &mut Connection) -> Result<()> {
    let judge = "
        UPDATE temp.incoming_sites SET
            new_authority = incoming_sites.authority IS NOT NULL AND (p.authority IS NULL
                OR p.authority_source = incoming_sites.authority_source AND p.authority <> incoming_sites.authority
                OR p.authority_source <> incoming_sites.authority_source AND incoming_sites.authority_source <> ?1
                   AND (p.authority_source = ?1 OR p.authority < incoming_sites.authority)),
            new_rival = incoming_sites.rival IS NOT NULL AND p.rival IS NULL
        FROM prospects p WHERE p.id = incoming_sites.prospect AND NOT incoming_sites.aside";
    sqlx::query(judge).bind(LISTED).execute(&mut *conn).await.doing("compare sites with prospects")?;
    let note = "UPDATE temp.incoming_sites SET changed = concat_ws(', ', iif(new_authority, 'authority', NULL), iif(new_rival, 'rival', NULL))
        WHERE new_authority OR new_rival";
    sqlx::query(note).execute(conn).await.doing("note what sites change")?;
    Ok(())
}

async fn update(conn: &mut Connection, act: &Act) -> Result<()> {
    // Who said what, and when, go together: they are one field.
    let keep = "
        INSERT INTO prospect_updates (import_id, prospect_id, before, after)
        SELECT ?1, p.id,
            json_object('authority', json_array(p.authority, p.authority_source, p.authority_at), 'rival', p.rival, 'updated_at', p.updated_at),
            json_object('authority', iif(i.new_authority, json_array(i.authority, i.authority_source, ?2), NULL), 'rival', iif(i.new_rival, i.rival, NULL),
                'updated_at', ?2)
        FROM temp.incoming_sites i JOIN prospects p ON p.id = i.prospect WHERE i.changed IS NOT NULL";
    let keep = sqlx::query(keep).bind(act.id.bytes()).bind(act.at.millis());
    keep.execute(&mut *conn).await.doing("keep what an import changes")?;
    let change = "
        UPDATE prospects SET
            authority = iif(i.new_authority, i.authority, prospects.authority),
            authority_source = iif(i.new_authority, i.authority_source, prospects.authority_source),
            authority_at = iif(i.new_authority, ?1, prospects.authority_at),
            rival = iif(i.new_rival, i.rival, prospects.rival),
            updated_at = ?1
        FROM temp.incoming_sites i WHERE prospects.id = i.prospect AND i.changed IS NOT NULL";
    sqlx::query(change).bind(act.at.millis()).execute(conn).await.doing("update prospects")?;
    Ok(())
}

async fn create(conn: &mut Connection, act: &Act) -> Result<()> {
    let insert = "
        INSERT INTO prospects (id, brand_id, site, page, authority, authority_source, authority_at, rival, source, import_id, import_row, created_at, updated_at)
        SELECT id, ?1, site, page, authority, iif(authority IS NULL, '', authority_source), iif(authority IS NULL, NULL, ?2), rival, ?3, ?4, line, ?2, ?2
        FROM temp.incoming_sites WHERE prospect IS NULL AND twin IS NULL ORDER BY row";
    sqlx::query(insert)
        .bind(act.brand.bytes())
        .bind(act.at.millis())
        .bind(&act.source)
        .bind(act.id.bytes())
        .execute(conn)
        .await
        .doing("create prospects")?;
    Ok(())
}

async fn tally(conn: &mut Connection) -> Result<Tally> {
    let count = "
        SELECT count(*) FILTER (WHERE prospect IS NULL AND twin IS NULL) AS created, count(*) FILTER (WHERE twin IS NOT NULL) AS twins,
               count(*) FILTER (WHERE changed IS NOT NULL) AS updated, count(*) FILTER (WHERE aside) AS aside,
               count(*) FILTER (WHERE prospect IS NOT NULL AND changed IS NULL AND NOT aside) AS known
        FROM temp.incoming_sites";
    let row = sqlx::query(count).fetch_one(conn).await.doing("count what an import does")?;
    Ok(Tally {
        created: row.count("created")?,
        updated: row.count("updated")?,
        twins: row.count("twins")?,
        known: row.count("known")?,
        aside: row.count("aside")?,
        ..Tally::default()
    })
}

/// What became of the wanted rows of the last chunk, in the order of the file: the site stands for the address, its page for the name.
pub async fn decided(conn: &mut Connection, wanted: Wanted) -> Result<Vec<Decided>> {
    let select = "
        WITH judged AS (
            SELECT row, line, site, page, twin, changed, aside, prospect,
                CASE WHEN twin IS NOT NULL OR aside THEN 'skipped' WHEN prospect IS NULL THEN 'created'
                     WHEN changed IS NOT NULL THEN 'updated' ELSE 'skipped' END AS fate
            FROM temp.incoming_sites
        ), placed AS (SELECT *, row_number() OVER (PARTITION BY fate ORDER BY row) AS nth FROM judged)
        SELECT row, line, site, page, twin, changed, aside, prospect IS NULL AS created FROM placed
        WHERE row <= ?1 OR nth <= CASE fate WHEN 'created' THEN ?2 WHEN 'updated' THEN ?3 ELSE ?4 END
        ORDER BY row";
    let query = sqlx::query(select).bind(wanted.last).bind(wanted.created).bind(wanted.updated).bind(wanted.skipped);
    let rows = query.fetch_all(conn).await.doing("read what an import does")?;
    rows.iter()
        .map(|row| {
            let fate = match (row.opt_count("twin")?, row.cell("created")?, row.opt_text("changed")?) {
                (Some(line), _, _) => Fate::Twin(line),
                (None, true, _) => Fate::Created,
                (None, false, Some(changed)) => Fate::Updated(changed),
                (None, false, None) if row.cell("aside")? => Fate::SetAside,
                (None, false, None) => Fate::Known,
            };
            Ok(Decided {
                row: row.count("row")?,
                line: row.count("line")?,
                email: row.text("site")?,
                name: row.text("page")?,
                company: String::new(),
                fate,
                deal: false,
                suppressed: false,
            })
        })
        .collect()
}
