//! Figures over a range of time: mails and replies, rates, how far deals came, how long they stayed, what models took, what is open.
//!
//! A day is made of quarters of an hour, which every zone's days are; whoever asks puts them together. What was erased is not counted.

use domain::Timestamp;
use domain::email::EmailKind;
use domain::engagement::{By, EventKind, Nature};
use domain::id::{BrandId, Id as _, PipelineId, StageId};
use domain::pipeline::Purpose;
use sqlx::sqlite::SqliteRow;

use super::{Query, row, rows, select};
use crate::Connection;
use crate::error::Result;
use crate::row::Cells;

/// Milliseconds of a quarter of an hour.
pub const QUARTER: i64 = 900_000;
/// Stays of one stage that are told one by one; of more, as many at even distances.
const STAYS: i64 = 60;

/// What is asked about: a time from its first to before its last instant, and whose.
#[derive(Debug, Clone, Copy)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Range {
    pub from: Timestamp,
    pub to: Timestamp,
    pub brand: Option<BrandId>,
    pub pipeline: Option<PipelineId>,
}

impl Range {
    /// A condition on a time column and on the deal `d` that a row belongs to.
    fn limit(&self, query: &mut Query, column: &'static str) {
        query.push(column).push(" >= ").push_bind(self.from.millis());
        query.push(" AND ").push(column).push(" < ").push_bind(self.to.millis());
        self.whose(query);
    }

    fn whose(&self, query: &mut Query) {
        if let Some(brand) = self.brand {
            query.push(" AND d.brand_id = ").push_bind(brand.bytes().to_vec());
        }
        if let Some(pipeline) = self.pipeline {
            query.push(" AND d.pipeline_id = ").push_bind(pipeline.bytes().to_vec());
        }
    }
}

/// What a person wrote, as opposed to a machine: [`domain::reply::ReplyKind::is_human`].
macro_rules! human {
    () => {
        "('interested', 'question', 'not_now', 'not_interested', 'unsubscribe', 'wrong_person', 'link_placed', 'payment_request', 'unclear')"
    };
}
/// What one hopes for.
macro_rules! positive {
    () => {
        "('interested', 'question', 'link_placed')"
    };
}

/// How many of something in a quarter of an hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tick {
    /// When it began.
    pub at: Timestamp,
    /// How many.
    pub count: u32,
    /// How many of them are good news.
    pub positive: u32,
}

fn tick(row: &SqliteRow) -> Result<Tick> {
    let quarter: i64 = row.cell("quarter")?;
    Ok(Tick { at: Timestamp::from_millis(quarter * QUARTER), count: row.count("n")?, positive: row.count("positive")? })
}

/// Mails that went out, by the quarter of an hour.
pub async fn sent(conn: &mut Connection, range: &Range) -> Result<Vec<Tick>> {
    let mut query = select(
        "SELECT e.sent_at / 900000 AS quarter, count(*) AS n, 0 AS positive FROM emails e JOIN deals d ON d.id = e.deal_id WHERE ",
    );
    range.limit(&mut query, "e.sent_at");
    query.push(" GROUP BY quarter ORDER BY quarter");
    rows(conn, query, "count sent mails", tick).await
}

/// What people answered, by the quarter of an hour in which it came.
pub async fn replies(conn: &mut Connection, range: &Range) -> Result<Vec<Tick>> {
    let mut query = select(concat!(
        "SELECT m.received_at / 900000 AS quarter, count(*) AS n, count(*) FILTER (WHERE m.class IN ",
        positive!(),
        ") AS positive FROM messages m JOIN deals d ON d.id = m.deal_id WHERE m.class IN ",
        human!(),
        " AND "
    ));
    range.limit(&mut query, "m.received_at");
    query.push(" GROUP BY quarter ORDER BY quarter");
    rows(conn, query, "count replies", tick).await
}

/// What became of the mails of one kind, purpose and writer.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Rate {
    pub kind: EmailKind,
    pub purpose: Purpose,
    pub written_by: String,
    pub sent: u32,
    /// Mails that a person answered.
    pub replied: u32,
    /// Mails with good news as an answer.
    pub positive: u32,
    pub bounced: u32,
    /// Mails that were answered by a wish not to be mailed.
    pub opted_out: u32,
}

/// What became of the mails that went out, whenever it came.
pub async fn rates(conn: &mut Connection, range: &Range) -> Result<Vec<Rate>> {
    let mut query = select(concat!(
        "SELECT e.kind, p.purpose, e.written_by, count(*) AS sent, count(a.email_id) AS replied, ifnull(sum(a.positive), 0) AS positive,
                count(*) FILTER (WHERE e.state = 'bounced') AS bounced, 
                count(*) FILTER (WHERE a.opted_out OR EXISTS (
                    SELECT 1 FROM engagement g WHERE g.email_id = e.id AND g.kind = 'unsubscribe')) AS opted_out
         FROM emails e JOIN deals d ON d.id = e.deal_id JOIN pipelines p ON p.id = d.pipeline_id
         LEFT JOIN (
             SELECT email_id, max(class IN ",
        positive!(),
        ") AS positive, max(class = 'unsubscribe') AS opted_out
             FROM messages WHERE email_id IS NOT NULL AND class IN ",
        human!(),
        " GROUP BY email_id
         ) a ON a.email_id = e.id
         WHERE "
    ));
    range.limit(&mut query, "e.sent_at");
    query.push(" GROUP BY e.kind, p.purpose, e.written_by ORDER BY sent DESC, e.kind, p.purpose, e.written_by");
    rows(conn, query, "count what became of mails", |row| {
        Ok(Rate {
            kind: row.word("kind")?,
            purpose: row.word("purpose")?,
            written_by: row.text("written_by")?,
            sent: row.count("sent")?,
            replied: row.count("replied")?,
            positive: row.count("positive")?,
            bounced: row.count("bounced")?,
            opted_out: row.count("opted_out")?,
        })
    })
    .await
}

/// In how many of the mails that went out in the range something was done by somebody with that label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct SeenSum {
    pub kind: EventKind,
    pub nature: Nature,
    pub by: By,
    pub mails: u32,
}

/// What was done with the mails that went out in the range: labels and numbers, for showing only.
pub async fn engagement(conn: &mut Connection, range: &Range) -> Result<Vec<SeenSum>> {
    let mut query = select(
        "SELECT g.kind, g.nature, g.by_whom, count(DISTINCT e.id) AS mails
         FROM engagement g JOIN emails e ON e.id = g.email_id JOIN deals d ON d.id = e.deal_id WHERE ",
    );
    range.limit(&mut query, "e.sent_at");
    query.push(" GROUP BY g.kind, g.nature, g.by_whom ORDER BY g.kind, mails DESC, g.by_whom");
    rows(conn, query, "count what was done with mails", |row| {
        Ok(SeenSum {
            kind: row.word("kind")?,
            nature: row.word("nature")?,
            by: row.word("by_whom")?,
            mails: row.count("mails")?,
        })
    })
    .await
}

/// How many deals of a pipeline came as far as a stage and no further.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Furthest {
    pub pipeline: PipelineId,
    /// Place of the last open stage they were in; `None` if they were in none that is still there.
    pub place: Option<u32>,
    pub open: u32,
    pub won: u32,
    pub lost: u32,
}

fn furthest(row: &SqliteRow) -> Result<Furthest> {
    Ok(Furthest {
        pipeline: row.id("pipeline_id")?,
        place: row.opt_count("place")?,
        open: row.count("open")?,
        won: row.count("won")?,
        lost: row.count("lost")?,
    })
}

/// Whatever stands before and behind the choice of deals `d`.
const FURTHEST: (&str, &str) = (
    "WITH chosen AS (SELECT d.id, d.pipeline_id, d.stage_id, d.status FROM deals d WHERE ",
    "),
    visited AS (
        SELECT c.id AS deal_id, s.position FROM chosen c JOIN stages s ON s.id = c.stage_id WHERE s.kind = 'open'
        UNION ALL
        SELECT c.id, s.position FROM chosen c JOIN stage_stays y ON y.deal_id = c.id JOIN stages s ON s.id = y.stage_id WHERE s.kind = 'open'
    ),
    far AS (SELECT deal_id, max(position) AS place FROM visited GROUP BY deal_id)
    SELECT c.pipeline_id, far.place, count(*) FILTER (WHERE c.status IN ('active', 'paused')) AS open,
           count(*) FILTER (WHERE c.status = 'won') AS won, count(*) FILTER (WHERE c.status = 'lost') AS lost
    FROM chosen c LEFT JOIN far ON far.deal_id = c.id GROUP BY c.pipeline_id, far.place ORDER BY c.pipeline_id, far.place",
);

/// How far the deals came that began in the range, until now.
pub async fn funnel(conn: &mut Connection, range: &Range) -> Result<Vec<Furthest>> {
    let mut query = select(FURTHEST.0);
    range.limit(&mut query, "d.created_at");
    query.push(FURTHEST.1);
    rows(conn, query, "count how far deals came", furthest).await
}

/// How far the deals came that are closed, whenever they began.
pub async fn closed(conn: &mut Connection, range: &Range) -> Result<Vec<Furthest>> {
    let mut query = select(FURTHEST.0);
    query.push("d.status IN ('won', 'lost')");
    range.whose(&mut query);
    query.push(FURTHEST.1);
    rows(conn, query, "count how far closed deals came", furthest).await
}

/// One of the stays in a stage, by length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Stay {
    pub stage: StageId,
    /// Milliseconds.
    pub took: i64,
    /// Its place by length, from one, of how many.
    pub nth: u32,
    pub of: u32,
}

/// Stays that ended in the range: all of a few, or as many at even distances; those in the middle are always among them.
pub async fn stays(conn: &mut Connection, range: &Range) -> Result<Vec<Stay>> {
    let mut query = select(
        "SELECT stage_id, took, nth, n FROM (
             SELECT y.stage_id, y.left_at - y.entered_at AS took, row_number() OVER (PARTITION BY y.stage_id ORDER BY y.left_at - y.entered_at) AS nth,
                    count(*) OVER (PARTITION BY y.stage_id) AS n
             FROM stage_stays y JOIN deals d ON d.id = y.deal_id JOIN stages s ON s.id = y.stage_id WHERE ",
    );
    range.limit(&mut query, "y.left_at");
    query
        .push(") WHERE nth = n OR nth IN ((n + 1) / 2, (n + 2) / 2) OR nth * ")
        .push_bind(STAYS)
        .push(" / n <> (nth - 1) * ");
    query.push_bind(STAYS).push(" / n ORDER BY stage_id, nth");
    rows(conn, query, "read how long deals stayed", |row| {
        Ok(Stay { stage: row.id("stage_id")?, took: row.cell("took")?, nth: row.count("nth")?, of: row.count("n")? })
    })
    .await
}

/// When the first move was noted; there is nothing about earlier ones.
pub async fn measured_since(conn: &mut Connection) -> Result<Option<Timestamp>> {
    let since =
        row(conn, select("SELECT min(left_at) AS at FROM stage_stays"), "read since when moves are noted", |row| {
            row.opt_time("at")
        });
    Ok(since.await?.flatten())
}

/// What a model took in a quarter of an hour.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Usage {
    pub at: Timestamp,
    pub model: String,
    pub calls: u32,
    pub tokens_in: i64,
    pub tokens_out: i64,
}

/// What models took for decisions and for the mails that were written with them.
pub async fn usage(conn: &mut Connection, range: &Range) -> Result<Vec<Usage>> {
    let mut query = select(
        "SELECT x.at / 900000 AS quarter, x.model, count(*) AS calls, ifnull(sum(x.tokens_in), 0) AS tokens_in, ifnull(sum(x.tokens_out), 0) AS tokens_out
         FROM decisions x JOIN deals d ON d.id = x.deal_id WHERE x.tokens_in IS NOT NULL AND x.model <> '' AND ",
    );
    range.limit(&mut query, "x.at");
    query.push(" GROUP BY quarter, x.model ORDER BY quarter, x.model");
    rows(conn, query, "count tokens", |row| {
        let quarter: i64 = row.cell("quarter")?;
        Ok(Usage {
            at: Timestamp::from_millis(quarter * QUARTER),
            model: row.text("model")?,
            calls: row.count("calls")?,
            tokens_in: row.cell("tokens_in")?,
            tokens_out: row.cell("tokens_out")?,
        })
    })
    .await
}

/// What is open in a stage now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Open {
    pub stage: StageId,
    pub deals: u32,
    pub value_cents: i64,
}

/// Open deals and their value by stage, now.
pub async fn open(conn: &mut Connection, range: &Range) -> Result<Vec<Open>> {
    let mut query = select(
        "SELECT d.stage_id, count(*) AS n, sum(d.value_cents) AS value_cents FROM deals d WHERE d.status IN ('active', 'paused')",
    );
    range.whose(&mut query);
    query.push(" GROUP BY d.stage_id");
    rows(conn, query, "sum open deals", |row| {
        Ok(Open { stage: row.id("stage_id")?, deals: row.count("n")?, value_cents: row.cell("value_cents")? })
    })
    .await
}

#[cfg(test)]
mod tests {
    use domain::reply::ReplyKind;

    #[test]
    fn what_counts_as_a_persons_answer_is_what_the_domain_says() {
        for kind in ReplyKind::ALL {
            assert_eq!(human!().contains(&format!("'{kind}'")), kind.is_human(), "{kind}");
        }
    }
}
