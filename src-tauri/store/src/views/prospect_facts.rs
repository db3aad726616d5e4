//! What is known of all prospects of a brand, in a few statements that read little of each: enough to put any number of them in order.

use std::collections::HashMap;

use domain::EmailAddress;
use domain::Timestamp;
use domain::brand::Brand;
use domain::email::hex;
use domain::id::{BrandId, Id as _};
use domain::prospect::{Answers, Known, ProspectState, Topics, days_since, site_of};
use domain::reply::ReplyKind;
use domain::research::SiteFactKind;
use serde::de::DeserializeOwned;

use crate::Connection;
use crate::error::{Doing, Result};
use crate::row::{Cells, stored};
use crate::suppressions::Rules;

/// A prospect and what speaks for it.
#[derive(Debug)]
pub(super) struct Light {
    /// Row number.
    pub(super) place: i64,
    pub(super) site: String,
    pub(super) created_at: i64,
    pub(super) state: ProspectState,
    pub(super) known: Known,
    pub(super) contacts: u32,
    pub(super) written_at: Option<Timestamp>,
    pub(super) links: u32,
}

/// What a prospect's own row says: row number, site, authority, who says so, rival, set aside, when it was added.
type Own = (i64, String, Option<u8>, String, Option<String>, bool, i64);

/// All prospects of a brand. `brands`: all there are, for their names.
pub(super) async fn read(conn: &mut Connection, brand: &Brand, brands: &[Brand], now: Timestamp) -> Result<Vec<Light>> {
    let select = "
        SELECT json_group_array(json_array(rowid, site, authority, authority_source, rival,
            json(iif(set_aside_at IS NULL, 'false', 'true')), created_at)) AS found
        FROM prospects WHERE brand_id = ?";
    let own: Vec<Own> = array(conn, select, Some(brand.id)).await?;
    let mut around = Around::read(conn, brand, brands).await?;
    Ok(own.into_iter().map(|own| around.light(own, brand.id, now)).collect())
}

/// One array of everything: twenty thousand rows one by one would take longer than all that is done with them.
async fn array<T: DeserializeOwned>(
    conn: &mut Connection,
    select: &'static str,
    brand: Option<BrandId>,
) -> Result<Vec<T>> {
    let mut query = sqlx::query(select);
    if let Some(brand) = brand {
        query = query.bind(brand.bytes().to_vec());
    }
    let text = query.fetch_one(conn).await.doing("read what is known of prospects")?.text("found")?;
    serde_json::from_str(&text).map_err(|_| stored("prospects", &text))
}

/// What lies around the sites of a brand, by site.
struct Around {
    contacts: HashMap<String, u32>,
    /// Whether deals in the pipelines for links are open, or over.
    deals: HashMap<String, bool>,
    written: HashMap<String, (Timestamp, String)>,
    answers: HashMap<String, Answers>,
    facts: HashMap<String, Facts>,
    links: HashMap<String, u32>,
    silent: Silent,
}

/// What was read on a site.
#[derive(Default)]
struct Facts {
    topics: Vec<String>,
    write_for_us: bool,
    rival: Option<String>,
}

impl Around {
    async fn read(conn: &mut Connection, brand: &Brand, brands: &[Brand]) -> Result<Self> {
        let count = "
            SELECT json_group_array(json_array(site, n)) AS found FROM (
                SELECT site, count(*) AS n FROM contact_sites WHERE brand_id = ? AND site IS NOT NULL GROUP BY site)";
        let deals = "
            SELECT json_group_array(json_array(site, json(iif(open, 'true', 'false')))) AS found FROM (
                SELECT s.site, max(d.status IN ('active', 'paused')) AS open
                FROM pipelines p JOIN stages st ON st.pipeline_id = p.id JOIN deals d ON d.stage_id = st.id
                JOIN contact_sites s ON s.contact_id = d.contact_id
                WHERE p.brand_id = ? AND p.purpose = 'backlink' AND s.site IS NOT NULL GROUP BY s.site)";
        let contacts: Vec<(String, u32)> = array(conn, count, Some(brand.id)).await?;
        let deals: Vec<(String, bool)> = array(conn, deals, Some(brand.id)).await?;
        Ok(Self {
            contacts: contacts.into_iter().collect(),
            deals: deals.into_iter().collect(),
            written: written(conn, brands).await?,
            answers: answers(conn).await?,
            facts: facts(conn, brand).await?,
            links: links(conn, brand.id).await?,
            silent: Silent::read(conn, brand.id).await?,
        })
    }

    fn light(&mut self, own: Own, brand: BrandId, now: Timestamp) -> Light {
        let (place, site, authority, authority_source, rival, set_aside, created_at) = own;
        let facts = self.facts.remove(&site).unwrap_or_default();
        let contacts = self.contacts.get(&site).copied().unwrap_or_default();
        let links = self.links.get(&site).copied().unwrap_or_default();
        let written = self.written.remove(&site);
        let known = Known {
            authority: authority.map(|authority| (authority, authority_source)),
            rival: rival.or(facts.rival),
            write_for_us: facts.write_for_us,
            topics: facts.topics,
            answers: self.answers.get(&site).copied().unwrap_or_default(),
            contacted: written.as_ref().map(|(at, by)| (days_since(*at, now), by.clone())),
            suppressed: self.silent.reason(brand, &site),
            has_contact: contacts > 0,
        };
        let state = ProspectState::of(set_aside, self.deals.get(&site).copied(), links > 0);
        Light { place, site, created_at, state, known, contacts, written_at: written.map(|(at, _)| at), links }
    }
}

/// When and by which brand anybody at a site was last written to.
async fn written(conn: &mut Connection, brands: &[Brand]) -> Result<HashMap<String, (Timestamp, String)>> {
    let select = "
        SELECT json_group_array(json_array(site, at, lower(hex(brand_id)))) AS found FROM (
            SELECT site, max(written_at) AS at, brand_id FROM contact_sites
            WHERE site IS NOT NULL AND written_at IS NOT NULL GROUP BY site)";
    let names: HashMap<String, &str> = brands.iter().map(|one| (hex(one.id.bytes()), one.name.as_str())).collect();
    let found: Vec<(String, i64, String)> = array(conn, select, None).await?;
    let named = |id: &String| names.get(id).copied().unwrap_or_default().to_owned();
    Ok(found.into_iter().map(|(site, at, by)| (site, (Timestamp::from_millis(at), named(&by)))).collect())
}

/// What was heard from sites, by any brand.
async fn answers(conn: &mut Connection) -> Result<HashMap<String, Answers>> {
    let select = "
        SELECT json_group_array(json_array(s.site, d.last_reply)) AS found
        FROM contact_sites s JOIN deals d ON d.contact_id = s.contact_id
        WHERE s.written_at IS NOT NULL AND s.site IS NOT NULL AND d.last_reply IS NOT NULL";
    let found: Vec<(String, ReplyKind)> = array(conn, select, None).await?;
    let mut answers: HashMap<String, Answers> = HashMap::new();
    for (site, kind) in found {
        let heard = match kind {
            ReplyKind::Interested | ReplyKind::Question | ReplyKind::LinkPlaced => Answers::Positive,
            ReplyKind::NotInterested | ReplyKind::Unsubscribe => Answers::Negative,
            ReplyKind::NotNow
            | ReplyKind::OutOfOffice
            | ReplyKind::WrongPerson
            | ReplyKind::LeftCompany
            | ReplyKind::BounceHard
            | ReplyKind::BounceSoft
            | ReplyKind::AutoReply
            | ReplyKind::PaymentRequest
            | ReplyKind::Unclear => Answers::None,
        };
        let known = answers.entry(site).or_default();
        *known = (*known).max(heard);
    }
    Ok(answers)
}

/// What research found: topics in common with the brand, a page for guests, links to rivals.
async fn facts(conn: &mut Connection, brand: &Brand) -> Result<HashMap<String, Facts>> {
    let select = "
        SELECT json_group_array(json_array(site, kind, value)) AS found FROM (
            SELECT site, kind, value FROM site_facts
            WHERE brand_id = ? AND kind IN ('title', 'description', 'topic', 'write_for_us', 'link_to_rival') ORDER BY site, position)";
    let found: Vec<(String, SiteFactKind, String)> = array(conn, select, Some(brand.id)).await?;
    let settings = &brand.settings;
    let ours = Topics::of(&format!("{} {}", settings.company_description, settings.value_proposition));
    let mut words: HashMap<String, String> = HashMap::new();
    let mut facts: HashMap<String, Facts> = HashMap::new();
    for (site, kind, value) in found {
        let known = facts.entry(site.clone()).or_default();
        match kind {
            SiteFactKind::WriteForUs => known.write_for_us = true,
            SiteFactKind::LinkToRival => known.rival = known.rival.take().or(Some(value)),
            _ => {
                let words = words.entry(site).or_default();
                words.push(' ');
                words.push_str(&value);
            }
        }
    }
    for (site, words) in words {
        facts.entry(site).or_default().topics = ours.in_common(&Topics::of(&words));
    }
    Ok(facts)
}

/// How many links of a site to us stand.
async fn links(conn: &mut Connection, brand: BrandId) -> Result<HashMap<String, u32>> {
    let select =
        "SELECT json_group_array(source) AS found FROM links WHERE brand_id = ? AND standing IN ('standing', 'weak')";
    let sources: Vec<String> = array(conn, select, Some(brand)).await?;
    let mut links = HashMap::new();
    for site in sources.iter().filter_map(|source| site_of(source)) {
        *links.entry(site).or_default() += 1;
    }
    Ok(links)
}

/// Which sites must not be mailed: as domains, or because everybody known there must not.
struct Silent {
    rules: Rules,
    /// Why all contacts of a site are silent; `None` if one is not.
    people: HashMap<String, Option<String>>,
}

impl Silent {
    async fn read(conn: &mut Connection, brand: BrandId) -> Result<Self> {
        let rules = Rules::all(conn).await?;
        let mut people: HashMap<String, Option<String>> = HashMap::new();
        if rules.is_empty() {
            return Ok(Self { rules, people });
        }
        let select = "
            SELECT json_group_array(json_array(s.site, c.email)) AS found
            FROM contact_sites s JOIN contacts c ON c.id = s.contact_id WHERE s.brand_id = ? AND s.site IS NOT NULL";
        let found: Vec<(String, EmailAddress)> = array(conn, select, Some(brand)).await?;
        for (site, email) in found {
            let why = rules.reason(brand, &email).map(str::to_owned);
            let all = people.entry(site).or_insert_with(|| why.clone());
            if why.is_none() {
                *all = None;
            }
        }
        Ok(Self { rules, people })
    }

    fn reason(&self, brand: BrandId, site: &str) -> Option<String> {
        let domain = self.rules.domain_reason(brand, site).map(str::to_owned);
        domain.or_else(|| self.people.get(site).cloned().flatten())
    }
}
