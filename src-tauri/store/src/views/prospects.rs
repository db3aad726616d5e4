//! Prospects as a table: which there are under a filter, in which order, and those that are in sight.
//!
//! A priority depends on the day and on everything that happened at a site, so none is stored: it is worked out for all prospects of a brand
//! each time, from what [`super::prospect_facts`] reads in a few statements. Contacts and deals are read for the rows in sight only.

use std::cmp::Ordering;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use domain::brand::Brand;
use domain::contact::ContactType;
use domain::id::{BrandId, ContactId, DealId, Id as _, ProspectId};
use domain::prospect::{LATELY_DAYS, ProspectState, days_since, points, priority};
use domain::{EmailAddress, Timestamp};
use sqlx::sqlite::SqliteRow;

use super::prospect_facts::{self, Light};
use super::{Query, rows, select};
use crate::Connection;
use crate::error::Result;
use crate::row::{Cells, json};
use crate::suppressions::Rules;

/// Which prospects; what is empty does not filter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Whose.
    pub brand: Option<BrandId>,
    /// How they stand.
    pub state: Option<ProspectState>,
    /// Part of the domain, or of a contact's name or address.
    pub search: Option<String>,
}

/// What they are ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// The most promising first.
    Priority,
    /// The highest authority first; those without one come last.
    Authority,
    /// By name.
    Site,
    /// The newest first.
    Added,
}

/// Some prospects, how many the filter has, and how many of all are in each state.
#[derive(Debug, Default)]
pub struct Page {
    /// Those in sight.
    pub rows: Vec<ProspectView>,
    /// Those under the filter.
    pub total: u32,
    /// All of the brand, by state.
    pub counts: Vec<(ProspectState, u32)>,
}

/// A prospect in the table.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the columns of the table, explained there")]
pub struct ProspectView {
    pub id: ProspectId,
    /// The brand's slug.
    pub brand: String,
    pub site: String,
    pub page: String,
    pub state: ProspectState,
    pub authority: Option<u8>,
    pub authority_source: String,
    pub authority_at: Option<Timestamp>,
    /// 0 to 100: who to write to first.
    pub priority: u8,
    /// Why, in short sentences.
    pub reasons: Vec<String>,
    /// Who is written to, or would be.
    pub contact: Option<Person>,
    /// Contacts of the brand at the site.
    pub contacts: u32,
    /// When any brand last wrote to anybody there.
    pub last_contacted_at: Option<Timestamp>,
    /// That was within the last hundred days.
    pub contacted_lately: bool,
    pub deal: Option<DealId>,
    pub stage: Option<String>,
    /// Links to us that stand.
    pub links: u32,
    pub rival: Option<String>,
    pub researched_at: Option<Timestamp>,
    pub source: String,
    pub created_at: Timestamp,
}

/// A contact at a site.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the columns of the table, explained there")]
pub struct Person {
    pub id: ContactId,
    pub name: String,
    pub email: String,
}

/// Prospects under a filter, in order, from `offset` on. `brands`: all there are.
pub async fn page(
    conn: &mut Connection,
    brands: &[Brand],
    filter: &Filter,
    sort: Sort,
    (offset, limit): (u32, u32),
    now: Timestamp,
) -> Result<Page> {
    let (mut all, mut page) = (Vec::new(), Page::default());
    for brand in brands.iter().filter(|one| filter.brand.is_none_or(|only| only == one.id)) {
        let some = prospect_facts::read(conn, brand, brands, now).await?;
        some.iter().for_each(|one| count(&mut page.counts, one.state));
        let text = filter.search.as_deref().map(|text| text.trim().to_lowercase()).filter(|text| !text.is_empty());
        let people = match &text {
            Some(text) => sites_of_people(conn, brand.id, text).await?,
            None => HashSet::new(),
        };
        let fits = |one: &Light| {
            filter.state.is_none_or(|state| state == one.state)
                && text.as_ref().is_none_or(|text| one.site.contains(text.as_str()) || people.contains(&one.site))
        };
        all.extend(some.into_iter().filter(fits).map(|light| Ranked { points: points(&light.known), light, brand }));
    }
    page.counts.sort_unstable();
    page.total = u32::try_from(all.len()).unwrap_or(u32::MAX);
    all.sort_by(|a, b| order(a, b, sort));
    let (offset, limit) = (usize::try_from(offset).unwrap_or(usize::MAX), usize::try_from(limit).unwrap_or(0));
    let seen: Vec<Ranked<'_>> = all.into_iter().skip(offset).take(limit).collect();
    page.rows = views(conn, seen, now).await?;
    Ok(page)
}

/// A prospect with what puts it in its place.
struct Ranked<'b> {
    light: Light,
    brand: &'b Brand,
    points: u8,
}

fn count(counts: &mut Vec<(ProspectState, u32)>, state: ProspectState) {
    match counts.iter_mut().find(|(known, _)| *known == state) {
        Some((_, n)) => *n += 1,
        None => counts.push((state, 1)),
    }
}

fn order(a: &Ranked<'_>, b: &Ranked<'_>, sort: Sort) -> Ordering {
    let authority = |one: &Ranked<'_>| one.light.known.authority.as_ref().map(|(authority, _)| *authority);
    let first = match sort {
        Sort::Priority => b.points.cmp(&a.points),
        Sort::Authority => authority(b).cmp(&authority(a)),
        Sort::Site => Ordering::Equal,
        Sort::Added => (b.light.created_at, b.light.place).cmp(&(a.light.created_at, a.light.place)),
    };
    first.then_with(|| a.light.site.cmp(&b.light.site)).then_with(|| a.brand.slug.cmp(&b.brand.slug))
}

/// The sites at which somebody's name or address has this text, given in lower case.
async fn sites_of_people(conn: &mut Connection, brand: BrandId, text: &str) -> Result<HashSet<String>> {
    let mut query = select(
        "SELECT DISTINCT s.site FROM contact_sites s JOIN contacts c ON c.id = s.contact_id
         WHERE s.site IS NOT NULL AND s.brand_id = ",
    );
    query.push_bind(brand.bytes().to_vec()).push(" AND (instr(lower(c.name), ").push_bind(text.to_owned());
    query.push(") OR instr(c.email, ").push_bind(text.to_owned()).push("))");
    Ok(rows(conn, query, "search the contacts of prospects", |row| row.text("site")).await?.into_iter().collect())
}

async fn views(conn: &mut Connection, seen: Vec<Ranked<'_>>, now: Timestamp) -> Result<Vec<ProspectView>> {
    let places: Vec<i64> = seen.iter().map(|one| one.light.place).collect();
    let mut rest = rest(conn, &places).await?;
    let mut around: HashMap<BrandId, At> = HashMap::new();
    for one in &seen {
        let id = one.brand.id;
        if let Entry::Vacant(new) = around.entry(id) {
            let sites = seen.iter().filter(|other| other.brand.id == id).map(|other| other.light.site.as_str());
            new.insert(At::read(conn, id, &sites.collect::<Vec<_>>()).await?);
        }
    }
    let view = |one: Ranked<'_>| {
        let rest = rest.remove(&one.light.place)?;
        let at = around.get(&one.brand.id)?;
        Some(rest.view(one, at, now))
    };
    Ok(seen.into_iter().filter_map(view).collect())
}

/// What only a prospect in sight needs of its row.
struct Rest {
    id: ProspectId,
    page: String,
    authority_at: Option<Timestamp>,
    source: String,
    researched_at: Option<Timestamp>,
}

async fn rest(conn: &mut Connection, places: &[i64]) -> Result<HashMap<i64, Rest>> {
    let mut query = select(
        "SELECT p.rowid AS place, p.id, p.page, p.authority_at, p.source,
            (SELECT r.read_at FROM site_readings r WHERE r.brand_id = p.brand_id AND r.site = p.site) AS researched_at
         FROM prospects p WHERE p.rowid IN (SELECT value FROM json_each(",
    );
    query.push_bind(json(&places)).push("))");
    let read = |row: &SqliteRow| {
        let rest = Rest {
            id: row.id("id")?,
            page: row.text("page")?,
            authority_at: row.opt_time("authority_at")?,
            source: row.text("source")?,
            researched_at: row.opt_time("researched_at")?,
        };
        Ok((row.cell("place")?, rest))
    };
    Ok(rows(conn, query, "read prospects", read).await?.into_iter().collect())
}

impl Rest {
    fn view(self, one: Ranked<'_>, at: &At, now: Timestamp) -> ProspectView {
        let Ranked { light, brand, .. } = one;
        let (priority, reasons) = priority(&light.known);
        let deal = at.deals.get(&light.site);
        let (authority, authority_source) = light.known.authority.unzip();
        ProspectView {
            id: self.id,
            brand: brand.slug.clone(),
            page: self.page,
            state: light.state,
            authority,
            authority_source: authority_source.unwrap_or_default(),
            authority_at: self.authority_at,
            priority,
            reasons,
            contact: at.contact(&light.site).cloned(),
            contacts: light.contacts,
            last_contacted_at: light.written_at,
            contacted_lately: light.written_at.is_some_and(|then| days_since(then, now) <= LATELY_DAYS),
            deal: deal.map(|deal| deal.id),
            stage: deal.map(|deal| deal.stage.clone()),
            links: light.links,
            rival: light.known.rival,
            researched_at: self.researched_at,
            source: self.source,
            created_at: Timestamp::from_millis(light.created_at),
            site: light.site,
        }
    }
}

/// Who is at some sites, and the deals about links with them.
struct At {
    people: HashMap<String, Vec<Somebody>>,
    deals: HashMap<String, DealAt>,
}

struct Somebody {
    person: Person,
    /// The lower, the rather they are written to.
    rank: (bool, bool, bool),
}

struct DealAt {
    id: DealId,
    contact: ContactId,
    open: bool,
    stage: String,
}

impl At {
    async fn read(conn: &mut Connection, brand: BrandId, sites: &[&str]) -> Result<Self> {
        Ok(Self { people: people(conn, brand, sites).await?, deals: deals(conn, brand, sites).await? })
    }

    /// Whom the open deal is with; else who may be mailed, was chosen by a person, may link to us; else the oldest.
    fn contact(&self, site: &str) -> Option<&Person> {
        let people = self.people.get(site)?;
        let with = self.deals.get(site).filter(|deal| deal.open).map(|deal| deal.contact);
        let of_deal = people.iter().find(|one| Some(one.person.id) == with);
        of_deal.or_else(|| people.iter().min_by_key(|one| one.rank)).map(|one| &one.person)
    }
}

fn at_sites(query: &mut Query, brand: BrandId, sites: &[&str]) {
    query.push(" WHERE s.brand_id = ").push_bind(brand.bytes().to_vec());
    query.push(" AND s.site IN (SELECT value FROM json_each(").push_bind(json(&sites)).push("))");
}

async fn people(conn: &mut Connection, brand: BrandId, sites: &[&str]) -> Result<HashMap<String, Vec<Somebody>>> {
    let mut query = select(
        "SELECT s.site, s.chosen, c.id, c.name, c.email, c.kind FROM contact_sites s JOIN contacts c ON c.id = s.contact_id",
    );
    at_sites(&mut query, brand, sites);
    query.push(" ORDER BY c.rowid");
    let read = |row: &SqliteRow| {
        let person = Person { id: row.id("id")?, name: row.text("name")?, email: row.text("email")? };
        let target = row.word::<ContactType>("kind")? == ContactType::BacklinkTarget;
        Ok((row.text("site")?, row.word::<EmailAddress>("email")?, row.cell::<i64>("chosen")? != 0, target, person))
    };
    let found = rows(conn, query, "read the contacts of prospects", read).await?;
    let rules = Rules::about(conn, found.iter().map(|(_, email, ..)| email)).await?;
    let mut people: HashMap<String, Vec<Somebody>> = HashMap::new();
    for (site, email, chosen, target, person) in found {
        let rank = (rules.reason(brand, &email).is_some(), !chosen, !target);
        people.entry(site).or_default().push(Somebody { person, rank });
    }
    Ok(people)
}

async fn deals(conn: &mut Connection, brand: BrandId, sites: &[&str]) -> Result<HashMap<String, DealAt>> {
    let mut query = select(
        "SELECT s.site, d.id, d.contact_id, d.status IN ('active', 'paused') AS open, st.name AS stage
         FROM contact_sites s JOIN deals d ON d.contact_id = s.contact_id
         JOIN pipelines p ON p.id = d.pipeline_id AND p.purpose = 'backlink' JOIN stages st ON st.id = d.stage_id",
    );
    at_sites(&mut query, brand, sites);
    // The last one counts: an open one, the newest.
    query.push(" ORDER BY open, d.rowid");
    let read = |row: &SqliteRow| {
        let deal = DealAt {
            id: row.id("id")?,
            contact: row.id("contact_id")?,
            open: row.cell::<i64>("open")? != 0,
            stage: row.text("stage")?,
        };
        Ok((row.text("site")?, deal))
    };
    Ok(rows(conn, query, "read the deals of prospects", read).await?.into_iter().collect())
}

/// Who at a site is written to, or would be.
pub async fn contact_at(conn: &mut Connection, brand: BrandId, site: &str) -> Result<Option<Person>> {
    Ok(At::read(conn, brand, &[site]).await?.contact(site).cloned())
}

/// With whom at a site there is an open deal about links, and its stage.
pub async fn open_deal_at(conn: &mut Connection, brand: BrandId, site: &str) -> Result<Option<(Person, String)>> {
    let mut at = At::read(conn, brand, &[site]).await?;
    let Some(deal) = at.deals.remove(site).filter(|deal| deal.open) else { return Ok(None) };
    let with = at.people.remove(site).unwrap_or_default().into_iter().find(|one| one.person.id == deal.contact);
    Ok(with.map(|one| (one.person, deal.stage)))
}
