//! Tables `links` and `link_checks`: the links that are watched, and what every look at them found.

use domain::Timestamp;
use domain::id::{BrandId, DealId, Id as _, LinkCheckId, LinkId};
use domain::links::{Finding, Link};
use sqlx::sqlite::SqliteRow;

use crate::Connection;
use crate::deals::Scope;
use crate::error::{Doing, Result};
use crate::row::{Cells, json};

const SELECT: &str = "
    SELECT id, brand_id, deal_id, source, target, anchors, standing, state, why, anchor, watch, next_check_at, checked_at, first_live_at, lost_at,
           verified_at, verified_by, created_at FROM links";

pub(crate) fn link(row: &SqliteRow) -> Result<Link> {
    Ok(Link {
        id: row.id("id")?,
        brand: row.id("brand_id")?,
        deal: row.opt_id("deal_id")?,
        source: row.word("source")?,
        target: row.word("target")?,
        anchors: row.json("anchors")?,
        standing: row.word("standing")?,
        state: row.opt_word("state")?,
        why: row.text("why")?,
        anchor: row.opt_text("anchor")?,
        watch: row.json("watch")?,
        next_check_at: row.opt_time("next_check_at")?,
        checked_at: row.opt_time("checked_at")?,
        first_live_at: row.opt_time("first_live_at")?,
        lost_at: row.opt_time("lost_at")?,
        verified_at: row.opt_time("verified_at")?,
        verified_by: row.opt_text("verified_by")?,
        created_at: row.time("created_at")?,
    })
}

/// Begins to watch a link. False when it is watched already.
pub async fn insert(conn: &mut Connection, link: &Link) -> Result<bool> {
    let insert = "INSERT INTO links (id, brand_id, deal_id, source, target, standing, watch, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (brand_id, source, target) DO NOTHING";
    let done = sqlx::query(insert)
        .bind(link.id.bytes())
        .bind(link.brand.bytes())
        .bind(link.deal.as_ref().map(|id| id.bytes()))
        .bind(link.source.as_str())
        .bind(link.target.as_str())
        .bind(link.standing.as_str())
        .bind(json(&link.watch))
        .bind(link.created_at.millis())
        .execute(&mut *conn)
        .await
        .doing("watch a link")?;
    let new = done.rows_affected() > 0;
    if new {
        save(conn, link).await?;
    }
    Ok(new)
}

/// Keeps a link as it is now.
pub async fn save(conn: &mut Connection, link: &Link) -> Result<()> {
    let update = "
        UPDATE links SET deal_id = ?, target = ?, anchors = ?, standing = ?, state = ?, why = ?, anchor = ?, watch = ?, next_check_at = ?,
               checked_at = ?, first_live_at = ?, lost_at = ?, verified_at = ?, verified_by = ?
        WHERE id = ?";
    let millis = |at: Option<Timestamp>| at.map(Timestamp::millis);
    sqlx::query(update)
        .bind(link.deal.as_ref().map(|id| id.bytes()))
        .bind(link.target.as_str())
        .bind(json(&link.anchors))
        .bind(link.standing.as_str())
        .bind(link.state.map(|state| state.as_str()))
        .bind(&link.why)
        .bind(&link.anchor)
        .bind(json(&link.watch))
        .bind(millis(link.next_check_at))
        .bind(millis(link.checked_at))
        .bind(millis(link.first_live_at))
        .bind(millis(link.lost_at))
        .bind(millis(link.verified_at))
        .bind(&link.verified_by)
        .bind(link.id.bytes())
        .execute(conn)
        .await
        .doing("keep a link")?;
    Ok(())
}

/// A link by its id.
pub async fn find(conn: &mut Connection, id: LinkId) -> Result<Option<Link>> {
    let mut query = sqlx::QueryBuilder::new(SELECT);
    query.push(" WHERE id = ").push_bind(id.bytes().to_vec());
    query.build().fetch_optional(conn).await.doing("read a link")?.as_ref().map(link).transpose()
}

/// A link by where it stands and where it leads.
pub async fn at(conn: &mut Connection, brand: BrandId, source: &str, target: &str) -> Result<Option<Link>> {
    let mut query = sqlx::QueryBuilder::new(SELECT);
    query.push(" WHERE brand_id = ").push_bind(brand.bytes().to_vec());
    query.push(" AND source = ").push_bind(source).push(" AND target = ").push_bind(target);
    query.build().fetch_optional(conn).await.doing("read a link by its place")?.as_ref().map(link).transpose()
}

/// The links of a deal, the oldest first.
pub async fn of_deal(conn: &mut Connection, deal: DealId) -> Result<Vec<Link>> {
    let mut query = sqlx::QueryBuilder::new(SELECT);
    query.push(" WHERE deal_id = ").push_bind(deal.bytes().to_vec()).push(" ORDER BY created_at, id");
    query.build().fetch_all(conn).await.doing("read the links of a deal")?.iter().map(link).collect()
}

/// Links that are to be looked at, the longest due first. `since`: only those that became due then or later.
pub async fn due(
    conn: &mut Connection,
    scope: Scope,
    since: Option<Timestamp>,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<Link>> {
    let mut query = sqlx::QueryBuilder::new(SELECT);
    query.push(" WHERE next_check_at <= ").push_bind(now.millis());
    if let Some(brand) = scope.brand {
        query.push(" AND brand_id = ").push_bind(brand.bytes().to_vec());
    }
    if let Some(deal) = scope.deal {
        query.push(" AND deal_id = ").push_bind(deal.bytes().to_vec());
    }
    if let Some(since) = since {
        query.push(" AND next_check_at >= ").push_bind(since.millis());
    }
    query.push(" ORDER BY next_check_at, id LIMIT ").push_bind(limit);
    query.build().fetch_all(conn).await.doing("look for links that are due")?.iter().map(link).collect()
}

/// What a look found.
#[derive(Debug, Clone)]
pub struct Check {
    /// Its id.
    pub id: LinkCheckId,
    /// Of which link.
    pub link: LinkId,
    /// When.
    pub at: Timestamp,
    /// What.
    pub finding: Finding,
}

/// Keeps what a look found.
pub async fn add_check(conn: &mut Connection, check: &Check) -> Result<()> {
    sqlx::query("INSERT INTO link_checks (id, link_id, at, state, finding) VALUES (?, ?, ?, ?, ?)")
        .bind(check.id.bytes())
        .bind(check.link.bytes())
        .bind(check.at.millis())
        .bind(check.finding.state.as_str())
        .bind(json(&check.finding))
        .execute(conn)
        .await
        .doing("keep what a look found")?;
    Ok(())
}

/// What the latest looks at a link found, newest first.
pub async fn checks(conn: &mut Connection, link: LinkId, limit: u32) -> Result<Vec<Check>> {
    let select =
        "SELECT id, link_id, at, finding FROM link_checks WHERE link_id = ? ORDER BY at DESC, rowid DESC LIMIT ?";
    let rows = sqlx::query(select).bind(link.bytes()).bind(limit).fetch_all(conn).await;
    rows.doing("read what was found of a link")?
        .iter()
        .map(|row| {
            Ok(Check {
                id: row.id("id")?,
                link: row.id("link_id")?,
                at: row.time("at")?,
                finding: row.json("finding")?,
            })
        })
        .collect()
}
