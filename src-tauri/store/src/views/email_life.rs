//! What happened to one outgoing mail and when, what came back for it, and what its writer knew.

use domain::Timestamp;
use domain::id::{DecisionId, EmailId, Id as _, MessageId};
use domain::reply::ReplyKind;

use super::{row, select};
use crate::Connection;
use crate::error::Result;
use crate::row::Cells;

/// The times of a mail's life that its row does not show, and the newest message that answers it.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the columns of the table, explained there")]
pub struct LifeView {
    pub approved_by: Option<String>,
    pub approved_at: Option<Timestamp>,
    pub edited_at: Option<Timestamp>,
    pub attempted_at: Option<Timestamp>,
    /// Looks into the Sent folder so far, while nobody knows whether it went out.
    pub looks: u32,
    /// When it is looked for again; `None`: never by itself.
    pub next_look_at: Option<Timestamp>,
    pub answer_id: Option<MessageId>,
    pub answer_at: Option<Timestamp>,
    pub answer_class: Option<ReplyKind>,
}

/// The life of one mail.
pub async fn find(conn: &mut Connection, id: EmailId) -> Result<Option<LifeView>> {
    let mut query = select(
        "
        SELECT e.approved_by, e.approved_at, e.edited_at, e.attempted_at, e.settle_looks, e.settle_at,
               m.id AS answer_id, m.received_at AS answer_at, m.class AS answer_class
        FROM emails e
        LEFT JOIN messages m ON m.rowid = (SELECT rowid FROM messages WHERE email_id = e.id ORDER BY received_at DESC LIMIT 1)
        WHERE e.id = ",
    );
    query.push_bind(id.bytes().to_vec());
    row(conn, query, "read the life of a mail", |row| {
        Ok(LifeView {
            approved_by: row.opt_text("approved_by")?,
            approved_at: row.opt_time("approved_at")?,
            edited_at: row.opt_time("edited_at")?,
            attempted_at: row.opt_time("attempted_at")?,
            looks: row.count("settle_looks")?,
            next_look_at: row.opt_time("settle_at")?,
            answer_id: row.opt_id("answer_id")?,
            answer_at: row.opt_time("answer_at")?,
            answer_class: row.opt_word("answer_class")?,
        })
    })
    .await
}

/// What was known when a decision was made: the recorded facts as JSON.
pub async fn inputs(conn: &mut Connection, decision: DecisionId) -> Result<Option<String>> {
    let mut query = select("SELECT input FROM decisions WHERE id = ");
    query.push_bind(decision.bytes().to_vec());
    row(conn, query, "read what a mail was written from", |row| row.text("input")).await
}
