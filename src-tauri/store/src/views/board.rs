//! A pipeline as columns: counts and sums of everything, and the first cards of each stage.

use domain::id::{Id as _, PipelineId, StageId};
use sqlx::sqlite::SqliteRow;

use super::deals::{CardView, card, card_columns};
use super::{Query, rows, select};
use crate::Connection;
use crate::error::Result;
use crate::row::Cells;

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

/// Counts and sums of every stage that holds a deal.
pub async fn sums(conn: &mut Connection, pipeline: PipelineId) -> Result<Vec<StageSum>> {
    let mut query = select(
        "SELECT d.stage_id, count(*) AS n, sum(d.value_cents) AS value_cents FROM deals d
         WHERE d.stage_id IN (SELECT id FROM stages WHERE pipeline_id = ",
    );
    query.push_bind(pipeline.bytes().to_vec()).push(") GROUP BY d.stage_id");
    let read = |row: &SqliteRow| {
        Ok(StageSum { stage: row.id("stage_id")?, count: row.count("n")?, value_cents: row.cell("value_cents")? })
    };
    rows(conn, query, "sum up the board", read).await
}

pub(super) fn cards_query(pipeline: PipelineId, limit: u32) -> Query {
    let mut query = select(concat!(
        "SELECT ",
        card_columns!(),
        " FROM stages s
          JOIN deals d ON d.rowid IN (SELECT x.rowid FROM deals x WHERE x.stage_id = s.id ORDER BY x.updated_at DESC, x.rowid DESC LIMIT "
    ));
    query
        .push_bind(limit)
        .push(") JOIN contacts c ON c.id = d.contact_id WHERE s.pipeline_id = ")
        .push_bind(pipeline.bytes().to_vec());
    query.push(" ORDER BY s.position, d.updated_at DESC, d.rowid DESC");
    query
}

/// The first `limit` cards of every stage, those that changed last first.
pub async fn cards(conn: &mut Connection, pipeline: PipelineId, limit: u32) -> Result<Vec<CardView>> {
    rows(conn, cards_query(pipeline, limit), "read the board", card).await
}
