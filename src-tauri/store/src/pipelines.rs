//! Tables `pipelines` and `stages`.

use domain::id::{BrandId, Id as _, PipelineId, StageId};
use domain::pipeline::{Pipeline, Stage};
use sqlx::QueryBuilder;
use sqlx::sqlite::SqliteRow;

use crate::Connection;
use crate::error::{Doing, Result};
use crate::row::{Cells, json};

fn pipeline(row: &SqliteRow) -> Result<Pipeline> {
    Ok(Pipeline {
        id: row.id("id")?,
        brand: row.id("brand_id")?,
        key: row.text("key")?,
        name: row.text("name")?,
        purpose: row.word("purpose")?,
        cadence: row.json("cadence")?,
        stages: Vec::new(),
    })
}

/// Adds a pipeline with its stages, unless the brand has one of that key.
pub async fn insert(conn: &mut Connection, pipeline: &Pipeline, position: u32) -> Result<bool> {
    let insert = "INSERT INTO pipelines (id, brand_id, key, name, purpose, cadence, position) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
    let done = sqlx::query(insert)
        .bind(pipeline.id.bytes())
        .bind(pipeline.brand.bytes())
        .bind(&pipeline.key)
        .bind(&pipeline.name)
        .bind(pipeline.purpose.as_str())
        .bind(json(&pipeline.cadence))
        .bind(position)
        .execute(&mut *conn)
        .await
        .doing("add a pipeline")?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    keep_stages(conn, pipeline).await?;
    Ok(true)
}

/// Keeps a pipeline's name, cadence and stages as they are now. A stage that is not among them any more goes; no deal may stand in it.
pub async fn save(conn: &mut Connection, pipeline: &Pipeline) -> Result<()> {
    sqlx::query("UPDATE pipelines SET name = ?, cadence = ? WHERE id = ?")
        .bind(&pipeline.name)
        .bind(json(&pipeline.cadence))
        .bind(pipeline.id.bytes())
        .execute(&mut *conn)
        .await
        .doing("keep a pipeline")?;
    let mut delete = QueryBuilder::new("DELETE FROM stages WHERE pipeline_id = ");
    delete.push_bind(pipeline.id.bytes().to_vec()).push(" AND id NOT IN (");
    let mut ids = delete.separated(", ");
    for stage in &pipeline.stages {
        ids.push_bind(stage.id.bytes().to_vec());
    }
    delete.push(")");
    delete.build().execute(&mut *conn).await.doing("remove a stage")?;
    keep_stages(conn, pipeline).await
}

async fn keep_stages(conn: &mut Connection, pipeline: &Pipeline) -> Result<()> {
    let upsert = "
        INSERT INTO stages (id, pipeline_id, key, name, kind, advance_on, position) VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, kind = excluded.kind, advance_on = excluded.advance_on, position = excluded.position";
    for (position, stage) in pipeline.stages.iter().enumerate() {
        sqlx::query(upsert)
            .bind(stage.id.bytes())
            .bind(pipeline.id.bytes())
            .bind(&stage.key)
            .bind(&stage.name)
            .bind(stage.kind.as_str())
            .bind(stage.advance_on.map(|advance| advance.as_str()))
            .bind(i64::try_from(position).unwrap_or(i64::MAX))
            .execute(&mut *conn)
            .await
            .doing("keep a stage")?;
    }
    Ok(())
}

/// All pipelines with their stages in order.
pub async fn all(conn: &mut Connection) -> Result<Vec<Pipeline>> {
    let rows =
        sqlx::query("SELECT id, brand_id, key, name, purpose, cadence FROM pipelines ORDER BY brand_id, position")
            .fetch_all(&mut *conn)
            .await
            .doing("read the pipelines")?;
    let mut pipelines = rows.iter().map(pipeline).collect::<Result<Vec<_>>>()?;
    let rows =
        sqlx::query("SELECT pipeline_id, id, key, name, kind, advance_on FROM stages ORDER BY pipeline_id, position")
            .fetch_all(conn)
            .await
            .doing("read the stages")?;
    for row in &rows {
        let owner: PipelineId = row.id("pipeline_id")?;
        let stage = Stage {
            id: row.id("id")?,
            key: row.text("key")?,
            name: row.text("name")?,
            kind: row.word("kind")?,
            advance_on: row.opt_word("advance_on")?,
        };
        if let Some(pipeline) = pipelines.iter_mut().find(|pipeline| pipeline.id == owner) {
            pipeline.stages.push(stage);
        }
    }
    Ok(pipelines)
}

/// One pipeline.
pub async fn find(conn: &mut Connection, id: PipelineId) -> Result<Option<Pipeline>> {
    Ok(all(conn).await?.into_iter().find(|pipeline| pipeline.id == id))
}

/// A brand's pipeline by its key, letter case aside.
pub async fn by_key(conn: &mut Connection, brand: BrandId, key: &str) -> Result<Option<Pipeline>> {
    Ok(all(conn)
        .await?
        .into_iter()
        .find(|pipeline| pipeline.brand == brand && pipeline.key.eq_ignore_ascii_case(key.trim())))
}

/// The pipeline that a stage belongs to.
pub async fn of_stage(conn: &mut Connection, id: StageId) -> Result<Option<Pipeline>> {
    Ok(all(conn).await?.into_iter().find(|pipeline| pipeline.stage(id).is_some()))
}
