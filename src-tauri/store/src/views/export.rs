//! Whole tables as records, for people and other programs: everything, or what there is about one person. Secrets are not in the file, so
//! none can come out of it.

use domain::EmailAddress;
use domain::suppression::forms;
use futures::TryStreamExt as _;
use serde_json::Value;
use sqlx::sqlite::SqliteRow;
use sqlx::{Column as _, Row as _, TypeInfo as _, ValueRef as _};

use crate::error::{Doing, Result};
use crate::row::json;
use crate::{Connection, suppressions};

/// A table that can be taken out.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    select: &'static str,
}

/// One row: the names of its columns with their values. Times are RFC 3339 in UTC, ids are UUIDs.
pub type Record = Vec<(String, Value)>;

/// Columns that hold JSON.
pub const NESTED: [&str; 6] = ["tags", "custom", "score_reasons", "detail", "inputs", "class_detail"];

/// An id as people see it.
macro_rules! id {
    ($column:literal) => {
        concat!(
            "iif(",
            $column,
            " IS NULL, NULL, lower(substr(hex(",
            $column,
            "), 1, 8) || '-' || substr(hex(",
            $column,
            "), 9, 4) || '-' || substr(hex(",
            $column,
            "), 13, 4) || '-' || substr(hex(",
            $column,
            "), 17, 4) || '-' || substr(hex(",
            $column,
            "), 21)))"
        )
    };
}

/// A time as people read it.
macro_rules! time {
    ($column:literal) => {
        concat!("strftime('%Y-%m-%dT%H:%M:%fZ', ", $column, " / 1000.0, 'unixepoch')")
    };
}

/// Whether an address is the person's, whatever its plus tag; everybody's when nobody is asked for.
macro_rules! theirs {
    ($address:literal) => {
        concat!(
            "(?1 IS NULL OR ",
            $address,
            " = ?1 OR (substr(",
            $address,
            ", 1, length(?2)) = ?2 AND substr(",
            $address,
            ", -length(?3)) = ?3))"
        )
    };
}

/// The tables, in the order they are read.
pub const TABLES: [Table; 8] = [
    Table {
        name: "contacts",
        select: concat!(
            "SELECT ", id!("c.id"), " AS id, b.slug AS brand, c.email, c.name, c.company, c.website, c.domain_authority, c.notes, c.tags,
                c.kind AS type, c.source, c.basis, c.basis_note, c.country, c.timezone, c.custom, i.file_name AS imported_from, ",
            time!("i.created_at"), " AS imported_at, c.import_row AS imported_line, ",
            time!("c.created_at"), " AS created_at, ", time!("c.updated_at"), " AS updated_at
             FROM contacts c JOIN brands b ON b.id = c.brand_id LEFT JOIN imports i ON i.id = c.import_id
             WHERE ", theirs!("c.email"), " ORDER BY c.rowid"
        ),
    },
    Table {
        name: "deals",
        select: concat!(
            "SELECT ", id!("d.id"), " AS id, b.slug AS brand, c.email AS contact, p.key AS pipeline, s.key AS stage, d.status, d.value_cents,
                d.notes, d.question, d.reason, d.emails_sent, ", time!("d.last_sent_at"), " AS last_sent_at, d.last_reply, ",
            time!("d.last_reply_at"), " AS last_reply_at, ", time!("d.next_action_at"), " AS next_action_at, ",
            time!("d.hold_until"), " AS hold_until, d.score, d.score_reasons, ", time!("d.created_at"), " AS created_at, ",
            time!("d.updated_at"), " AS updated_at, ", time!("d.closed_at"), " AS closed_at
             FROM deals d JOIN brands b ON b.id = d.brand_id JOIN contacts c ON c.id = d.contact_id JOIN pipelines p ON p.id = d.pipeline_id
             JOIN stages s ON s.id = d.stage_id WHERE ", theirs!("c.email"), " ORDER BY d.rowid"
        ),
    },
    Table {
        name: "emails",
        select: concat!(
            "SELECT ", id!("e.id"), " AS id, b.slug AS brand, ", id!("e.deal_id"), " AS deal, e.step, e.kind, e.state, e.to_address, e.to_name,
                e.from_address, e.from_name, e.reply_to, e.subject, e.body_text AS text, e.body_html AS html, e.original_subject,
                e.original_text, e.edited_by, ", time!("e.edited_at"), " AS edited_at, e.content_hash,
                e.approved_hash, e.approved_by, ", time!("e.approved_at"), " AS approved_at, e.token AS reference, e.written_by, ",
            id!("e.decision_id"), " AS decision, ", time!("e.created_at"), " AS created_at, ", time!("e.not_before"), " AS not_before,
                e.attempts, ", time!("e.attempted_at"), " AS attempted_at, ", time!("e.sent_at"), " AS sent_at, e.provider_message_id,
                e.wire_message_id, e.thread_id, e.trouble
             FROM emails e JOIN brands b ON b.id = e.brand_id WHERE ", theirs!("e.to_address"), " ORDER BY e.rowid"
        ),
    },
    Table {
        name: "messages",
        select: concat!(
            "SELECT ", id!("m.id"), " AS id, b.slug AS brand, ", id!("m.deal_id"), " AS deal, ", id!("m.email_id"), " AS answers, m.folder,
                m.from_address, m.from_name, m.subject, ", time!("m.received_at"), " AS received_at, m.body_text AS text,
                m.quoted_text AS quoted, m.html, m.nature, m.class, m.class_detail, m.confidence, m.classified_by, m.why, m.evidence,
                m.provider_message_id, m.wire_message_id, m.thread_id, ", time!("m.done_at"), " AS done_at, ",
            time!("m.corrected_at"), " AS corrected_at, m.read_as, m.read_by, m.read_confidence
             FROM messages m JOIN brands b ON b.id = m.brand_id LEFT JOIN contacts c ON c.id = m.contact_id
             WHERE ", theirs!("c.email"), " OR ", theirs!("lower(m.from_address)"), " ORDER BY m.rowid"
        ),
    },
    Table {
        name: "decisions",
        select: concat!(
            "SELECT ", id!("x.id"), " AS id, b.slug AS brand, ", id!("x.deal_id"), " AS deal, c.email AS contact, ", time!("x.at"), " AS at,
                x.action, x.detail, x.reason, x.confidence, x.provider, x.model, x.prompt_version, x.input_hash, x.input AS inputs,
                x.tokens_in, x.tokens_out, x.latency_ms, x.trouble
             FROM decisions x JOIN deals d ON d.id = x.deal_id JOIN brands b ON b.id = d.brand_id JOIN contacts c ON c.id = d.contact_id
             WHERE ", theirs!("c.email"), " ORDER BY x.at, x.rowid"
        ),
    },
    Table {
        name: "activities",
        select: concat!(
            "SELECT ", id!("a.id"), " AS id, b.slug AS brand, ", id!("a.deal_id"), " AS deal, c.email AS contact, ", time!("a.at"), " AS at,
                a.author, a.kind, a.summary
             FROM activities a LEFT JOIN brands b ON b.id = a.brand_id LEFT JOIN deals d ON d.id = a.deal_id
             LEFT JOIN contacts c ON c.id = ifnull(a.contact_id, d.contact_id)
             WHERE ", theirs!("c.email"), " OR instr(lower(a.summary), ?1) ORDER BY a.at, a.rowid"
        ),
    },
    Table {
        name: "engagement",
        select: concat!(
            "SELECT ", id!("g.email_id"), " AS email, g.kind, g.nature, g.by_whom, g.address, ", time!("g.first_at"), " AS first_at, ",
            time!("g.last_at"), " AS last_at, g.times
             FROM engagement g JOIN emails e ON e.id = g.email_id WHERE ", theirs!("e.to_address"), " ORDER BY g.first_at, g.email_id"
        ),
    },
    Table {
        name: "suppressions",
        select: concat!(
            "SELECT b.slug AS brand, s.kind, s.value, s.reason, s.author, ", time!("s.created_at"), " AS created_at
             FROM suppressions s LEFT JOIN brands b ON b.id = s.brand_id
             WHERE ?1 IS NULL OR s.value IN (SELECT value FROM json_each(?4)) ORDER BY s.created_at, s.rowid"
        ),
    },
];

/// Hands out the rows of a table one by one, only those about a person if one is named. Ends early with what `take` fails with.
pub async fn each<E>(
    conn: &mut Connection,
    table: Table,
    person: Option<&EmailAddress>,
    take: &mut (dyn FnMut(Record) -> std::result::Result<(), E> + Send),
) -> Result<std::result::Result<(), E>> {
    let keys = suppressions::keys(&mut *conn).await?;
    let plain = person.map(EmailAddress::without_tag);
    let parts = plain.as_deref().and_then(|plain| plain.rsplit_once('@'));
    let values: Vec<String> =
        person.into_iter().flat_map(|person| forms(person, &keys)).map(|(_, value)| value).collect();
    let mut rows = sqlx::query(table.select)
        .bind(plain.as_deref())
        .bind(parts.map(|(local, _)| format!("{local}+")))
        .bind(parts.map(|(_, domain)| format!("@{domain}")))
        .bind(json(&values))
        .fetch(conn);
    while let Some(row) = rows.try_next().await.doing("take a table out")? {
        if let Err(error) = take(record(&row)?) {
            return Ok(Err(error));
        }
    }
    Ok(Ok(()))
}

fn record(row: &SqliteRow) -> Result<Record> {
    row.columns().iter().map(|column| Ok((column.name().to_owned(), cell(row, column.ordinal())?))).collect()
}

fn cell(row: &SqliteRow, at: usize) -> Result<Value> {
    let what = "take a cell out";
    let raw = row.try_get_raw(at).doing(what)?;
    if raw.is_null() {
        return Ok(Value::Null);
    }
    Ok(match raw.type_info().name() {
        "INTEGER" | "BOOLEAN" => row.try_get::<i64, _>(at).doing(what)?.into(),
        "REAL" => row.try_get::<f64, _>(at).doing(what)?.into(),
        _ => row.try_get::<String, _>(at).doing(what)?.into(),
    })
}
