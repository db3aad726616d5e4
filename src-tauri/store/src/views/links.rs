//! Links as lists show them: those that need somebody first, each with its latest looks.

use domain::Timestamp;
use domain::id::{BrandId, DealId, Id as _, LinkId};
use domain::links::{LinkState, Standing};

use super::{Query, rows, select};
use crate::Connection;
use crate::error::Result;
use crate::row::{Cells, stored};

/// Which links; empty fields do not filter.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Of one brand.
    pub brand: Option<BrandId>,
    /// That stand so.
    pub standing: Option<Standing>,
    /// Of one deal.
    pub deal: Option<DealId>,
    /// One of them.
    pub id: Option<LinkId>,
    /// Part of an address or of a name.
    pub search: Option<String>,
}

/// A link in a list.
#[derive(Debug, Clone)]
pub struct LinkView {
    /// The link.
    pub link: domain::links::Link,
    /// Slug of its brand.
    pub brand: String,
    /// Who it was agreed with.
    pub who: Option<String>,
    /// Its latest looks, oldest first.
    pub history: Vec<(Timestamp, LinkState)>,
}

/// Looks that a list shows of each link.
const LOOKS: u32 = 40;

const SELECT: &str = "
    SELECT l.*, b.slug AS brand, CASE WHEN c.name <> '' THEN c.name ELSE c.email END AS who,
           (SELECT group_concat(at || ' ' || state, ',' ORDER BY at) FROM (
                SELECT at, state FROM link_checks k WHERE k.link_id = l.id ORDER BY at DESC LIMIT ";
const FROM: &str = ")) AS history
    FROM links l JOIN brands b ON b.id = l.brand_id LEFT JOIN deals d ON d.id = l.deal_id LEFT JOIN contacts c ON c.id = d.contact_id WHERE true";

/// Lost ones first, then those that were missed, are awaited, are weak, stand.
const ORDER: &str = "
    ORDER BY CASE l.standing WHEN 'lost' THEN 0 WHEN 'missing' THEN 1 WHEN 'awaited' THEN 2 WHEN 'weak' THEN 3 WHEN 'standing' THEN 4 ELSE 5 END,
             ifnull(l.lost_at, l.created_at) DESC, l.id DESC LIMIT ";

fn narrow(query: &mut Query, filter: &Filter, by_standing: bool) {
    if let Some(brand) = filter.brand {
        query.push(" AND l.brand_id = ").push_bind(brand.bytes().to_vec());
    }
    if let Some(standing) = filter.standing.filter(|_| by_standing) {
        query.push(" AND l.standing = ").push_bind(standing.as_str());
    }
    if let Some(deal) = filter.deal {
        query.push(" AND l.deal_id = ").push_bind(deal.bytes().to_vec());
    }
    if let Some(id) = filter.id {
        query.push(" AND l.id = ").push_bind(id.bytes().to_vec());
    }
    if let Some(text) = filter.search.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
        let text = text.to_lowercase();
        query.push(" AND (instr(lower(l.source), ").push_bind(text.clone());
        query.push(") OR instr(lower(l.target), ").push_bind(text.clone());
        query.push(") OR instr(lower(ifnull(c.name, '')), ").push_bind(text.clone());
        query.push(") OR instr(lower(ifnull(c.email, '')), ").push_bind(text).push("))");
    }
}

/// Links of a filter, those that need somebody first.
pub async fn list(conn: &mut Connection, filter: &Filter, offset: u32, limit: u32) -> Result<Vec<LinkView>> {
    let mut query = select(SELECT);
    query.push_bind(LOOKS).push(FROM);
    narrow(&mut query, filter, true);
    query.push(ORDER).push_bind(limit).push(" OFFSET ").push_bind(offset);
    rows(conn, query, "list links", |row| {
        let history = row.opt_text("history")?.unwrap_or_default();
        Ok(LinkView {
            link: crate::links::link(row)?,
            brand: row.text("brand")?,
            who: row.opt_text("who")?,
            history: history.split(',').filter(|look| !look.is_empty()).map(look).collect::<Result<_>>()?,
        })
    })
    .await
}

fn look(text: &str) -> Result<(Timestamp, LinkState)> {
    let bad = || stored("history", text);
    let (at, state) = text.split_once(' ').ok_or_else(bad)?;
    Ok((Timestamp::from_millis(at.parse().map_err(|_| bad())?), state.parse().map_err(|_| bad())?))
}

/// How many links of a filter stand how.
pub async fn counts(conn: &mut Connection, filter: &Filter) -> Result<Vec<(Standing, u32)>> {
    let mut query = select(
        "SELECT l.standing, count(*) AS n FROM links l LEFT JOIN deals d ON d.id = l.deal_id LEFT JOIN contacts c ON c.id = d.contact_id WHERE true",
    );
    narrow(&mut query, filter, false);
    query.push(" GROUP BY l.standing");
    let mut counts = rows(conn, query, "count links", |row| Ok((row.word("standing")?, row.count("n")?))).await?;
    counts.sort();
    Ok(counts)
}
