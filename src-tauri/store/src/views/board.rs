//! A pipeline as columns: counts and sums of everything in them, and any stretch of a column's cards.
//!
//! A column is ordered by what changed last. Its order is that of the index `deals_by_stage` to the last term, so that a board's sums and
//! the way down a long column read nothing else, and nothing is sorted.

use domain::Timestamp;
use domain::deal::DealStatus;
use domain::id::{BrandId, Id as _, PipelineId, StageId};
use sqlx::sqlite::SqliteRow;

use super::deals::{CardView, card, card_columns};
use super::search::terms;
use super::{Query, row, rows, select};
use crate::Connection;
use crate::error::Result;
use crate::row::Cells;

/// Which cards; empty fields do not filter.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// With any of these. Without one, stages that are open show what is not over: a deal that was lost there is only in lists.
    pub statuses: Vec<DealStatus>,
    /// Of contacts with any of these, letter case aside.
    pub tags: Vec<String>,
    /// With that score or more.
    pub score_from: Option<u8>,
    /// By what the autopilot does next.
    pub next: Option<Next>,
    /// Only those that wait for a person.
    pub needs_person: bool,
    /// Only those where the last word is theirs.
    pub replied: bool,
    /// Words of the contact or of the deal's notes, each as the beginning of a word.
    pub text: String,
}

/// When the autopilot looks at an active deal next.
#[derive(Debug, Clone, Copy)]
pub enum Next {
    /// It should have by now.
    Before(Timestamp),
    /// From the first instant up to the second.
    Within(Timestamp, Timestamp),
    /// Never, and no mail is on its way either.
    Nothing,
}

/// What a stage holds in all.
#[derive(Debug, Clone, Copy)]
pub struct StageSum {
    /// Which stage.
    pub stage: StageId,
    /// Deals in it.
    pub count: u32,
    /// Sum of their values, in cents.
    pub value_cents: i64,
}

/// A label with the number of open deals whose contact has it.
#[derive(Debug, Clone)]
pub struct TagCount {
    /// The label.
    pub tag: String,
    /// How many.
    pub count: u32,
}

/// Which columns, and which stretch of each.
#[derive(Debug, Clone, Copy)]
pub enum Stretch {
    /// The beginning of every stage of a pipeline.
    Beginnings(PipelineId),
    /// Of one stage, after so many cards.
    After(StageId, u32),
}

pub(super) fn sums_query(pipeline: PipelineId, filter: &Filter) -> Query {
    let mut query = select(
        "SELECT s.id AS stage_id, count(*) AS n, sum(x.value_cents) AS value_cents
         FROM stages s CROSS JOIN deals x ON x.stage_id = s.id WHERE s.pipeline_id = ",
    );
    query.push_bind(pipeline.bytes().to_vec());
    narrow(&mut query, filter);
    // By the key, in whose order the stages are found: grouped by their ids, every deal would go through a sort first.
    query.push(" GROUP BY s.key");
    query
}

/// Counts and sums of every stage that holds a deal.
pub async fn sums(conn: &mut Connection, pipeline: PipelineId, filter: &Filter) -> Result<Vec<StageSum>> {
    let read = |row: &SqliteRow| {
        Ok(StageSum { stage: row.id("stage_id")?, count: row.count("n")?, value_cents: row.cell("value_cents")? })
    };
    rows(conn, sums_query(pipeline, filter), "sum up the board", read).await
}

pub(super) fn cards_query(stretch: Stretch, filter: &Filter, limit: u32) -> Query {
    let mut query = select(concat!(
        "SELECT ",
        card_columns!(),
        " FROM stages s JOIN deals d ON d.rowid IN (SELECT x.rowid FROM deals x WHERE x.stage_id = s.id"
    ));
    narrow(&mut query, filter);
    query.push(" ORDER BY x.updated_at DESC, x.status DESC, x.value_cents DESC, x.rowid DESC LIMIT ").push_bind(limit);
    if let Stretch::After(_, skipped) = stretch {
        query.push(" OFFSET ").push_bind(skipped);
    }
    query.push(") JOIN contacts c ON c.id = d.contact_id WHERE ");
    match stretch {
        Stretch::Beginnings(pipeline) => query.push("s.pipeline_id = ").push_bind(pipeline.bytes().to_vec()),
        Stretch::After(stage, _) => query.push("s.id = ").push_bind(stage.bytes().to_vec()),
    };
    query.push(" ORDER BY s.position, d.updated_at DESC, d.status DESC, d.value_cents DESC, d.rowid DESC");
    query
}

/// Up to `limit` cards of each stage, those that changed last first.
pub async fn cards(conn: &mut Connection, stretch: Stretch, filter: &Filter, limit: u32) -> Result<Vec<CardView>> {
    rows(conn, cards_query(stretch, filter, limit), "read the board", card).await
}

/// Keeps the deals `x` of the stages `s` that the filter lets through.
fn narrow(query: &mut Query, filter: &Filter) {
    if filter.statuses.is_empty() {
        query.push(" AND (s.kind <> 'open' OR x.status IN ('active', 'paused'))");
    } else {
        query.push(" AND x.status IN (");
        let mut words = query.separated(", ");
        for status in &filter.statuses {
            words.push_bind(status.as_str());
        }
        query.push(")");
    }
    if let Some(score) = filter.score_from {
        query.push(" AND x.score >= ").push_bind(score);
    }
    if filter.needs_person {
        query.push(
            " AND (x.question IS NOT NULL OR x.id IN (SELECT e.deal_id FROM emails e WHERE e.state IN ('awaiting_approval', 'unconfirmed')))",
        );
    }
    if filter.replied {
        query
            .push(" AND x.last_reply_at IS NOT NULL AND (x.last_sent_at IS NULL OR x.last_sent_at <= x.last_reply_at)");
    }
    if let Some(next) = filter.next {
        narrow_next(query, next);
    }
    narrow_contact(query, filter);
}

fn narrow_next(query: &mut Query, next: Next) {
    query.push(" AND x.status = 'active'");
    match next {
        Next::Before(now) => {
            query.push(" AND x.next_action_at < ").push_bind(now.millis());
        }
        Next::Within(from, until) => {
            query.push(" AND x.next_action_at >= ").push_bind(from.millis());
            query.push(" AND x.next_action_at < ").push_bind(until.millis());
        }
        Next::Nothing => {
            query.push(
                " AND x.next_action_at IS NULL AND NOT EXISTS (SELECT 1 FROM emails e WHERE e.deal_id = x.id
                   AND e.state IN ('draft', 'awaiting_approval', 'queued', 'sending', 'unconfirmed'))",
            );
        }
    }
}

fn narrow_contact(query: &mut Query, filter: &Filter) {
    if !filter.tags.is_empty() {
        query.push(" AND EXISTS (SELECT 1 FROM contacts t, json_each(t.tags) j WHERE t.id = x.contact_id AND j.value COLLATE NOCASE IN (");
        let mut tags = query.separated(", ");
        for tag in &filter.tags {
            tags.push_bind(tag.clone());
        }
        query.push("))");
    }
    match terms(&filter.text) {
        Some(terms) => {
            query
                .push(
                    " AND (x.contact_id IN (SELECT t.id FROM contacts_search f JOIN contacts t ON t.rowid = f.rowid
                                            WHERE contacts_search MATCH ",
                )
                .push_bind(terms.clone())
                .push(") OR x.rowid IN (SELECT rowid FROM deals_search WHERE deals_search MATCH ")
                .push_bind(terms)
                .push("))");
        }
        // Typed, but not a word: as in every search, nothing is found.
        None if !filter.text.trim().is_empty() => {
            query.push(" AND false");
        }
        None => {}
    }
}

/// How many deals of a pipeline wait for a person.
pub async fn count_needing(conn: &mut Connection, brand: BrandId, pipeline: PipelineId) -> Result<u32> {
    let mut query = select("SELECT count(*) AS n FROM deals d WHERE d.pipeline_id = ");
    query.push_bind(pipeline.bytes().to_vec());
    query.push(" AND d.rowid IN (SELECT x.rowid FROM deals x WHERE x.question IS NOT NULL AND x.brand_id = ");
    query.push_bind(brand.bytes().to_vec());
    query.push(
        " UNION SELECT x.rowid FROM emails e JOIN deals x ON x.id = e.deal_id
          WHERE e.state IN ('awaiting_approval', 'unconfirmed') AND e.brand_id = ",
    );
    query.push_bind(brand.bytes().to_vec()).push(")");
    Ok(row(conn, query, "count what waits for a person", |row| row.count("n")).await?.unwrap_or(0))
}

/// The labels of a pipeline's open deals, the commonest first.
pub async fn tags(conn: &mut Connection, pipeline: PipelineId, limit: u32) -> Result<Vec<TagCount>> {
    let mut query = select(
        "SELECT j.value AS tag, count(*) AS n FROM deals d JOIN contacts c ON c.id = d.contact_id, json_each(c.tags) j
         WHERE d.status IN ('active', 'paused') AND d.stage_id IN (SELECT id FROM stages WHERE pipeline_id = ",
    );
    query.push_bind(pipeline.bytes().to_vec());
    query.push(") GROUP BY j.value ORDER BY n DESC, tag LIMIT ").push_bind(limit);
    let read = |row: &SqliteRow| Ok(TagCount { tag: row.text("tag")?, count: row.count("n")? });
    rows(conn, query, "read the labels", read).await
}
