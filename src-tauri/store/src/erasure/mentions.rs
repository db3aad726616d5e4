//! Cutting a forgotten person out of what is kept about others: their notes, mails, questions, reviews and timelines.

use std::collections::BTreeSet;

use domain::forget::Names;
use serde_json::Value;

use crate::Connection;
use crate::error::{Doing, Result};
use crate::row::{Cells, json};

/// For each column of text that may name somebody: how to find such texts, and how to replace one.
macro_rules! texts {
    ($($table:literal: $($column:literal),+;)+) => {
        &[$($((
            concat!("SELECT DISTINCT ", $column, " AS text FROM ", $table, " WHERE EXISTS (
                SELECT 1 FROM json_each(?1) WHERE instr(lower(", $column, "), value) OR instr(", $column, ", value))"),
            concat!("UPDATE ", $table, " SET ", $column, " = ?2 WHERE ", $column, " = ?1"),
        )),+),+]
    };
}

const TEXTS: &[(&str, &str)] = texts! {
    "contacts": "notes", "tags", "custom", "source";
    "deals": "notes", "question", "reason", "score_reasons";
    "decisions": "detail", "reason", "input", "trouble";
    "emails": "subject", "body_text", "body_html", "trouble";
    "messages": "subject", "body_text", "quoted_text", "html", "class_detail", "why", "evidence";
    "activities": "summary";
    "notices": "title", "body";
    "reviews": "report";
    "imports": "file_name", "source", "options";
    "import_updates": "before", "after";
    "task_runs": "error";
    "suppressions": "reason";
    "wordings": "text";
    "brands": "pause";
};

/// Columns that the first schema does not have: how to see whether a file has them, and their texts.
const LATER: &[(&str, &[(&str, &str)])] = &[
    (
        "SELECT EXISTS (SELECT 1 FROM pragma_table_info('contacts') WHERE name = 'basis_note') AS yes",
        texts! { "contacts": "basis_note"; },
    ),
    (
        "SELECT EXISTS (SELECT 1 FROM pragma_table_info('emails') WHERE name = 'original_text') AS yes",
        texts! { "emails": "original_subject", "original_text"; },
    ),
    (
        "SELECT EXISTS (SELECT 1 FROM pragma_table_info('prospects')) AS yes",
        texts! { "prospects": "page", "rival", "source"; "prospect_updates": "before", "after"; },
    ),
    (
        "SELECT EXISTS (SELECT 1 FROM pragma_table_info('links')) AS yes",
        texts! { "links": "why", "anchor"; "link_checks": "finding"; "site_readings": "trouble"; },
    ),
];

/// Replaces the person in every text that stays. Says how many texts there were. A mail to somebody else that waits and names them is
/// cancelled: it is no longer what was approved.
pub(super) async fn cut(conn: &mut Connection, names: Names) -> Result<u32> {
    let spellings = json(&names.spellings());
    cancel_waiting(conn, &names, &spellings).await?;
    remove_views(conn, &names, &spellings).await?;
    remove_facts(conn, &names, &spellings).await?;
    let mut texts = TEXTS.to_vec();
    for (has, later) in LATER.iter().copied() {
        let has: i64 = sqlx::query(has).fetch_one(&mut *conn).await.doing("look at the schema")?.cell("yes")?;
        if has != 0 {
            texts.extend_from_slice(later);
        }
    }
    let mut cut = 0;
    for (find, replace) in texts {
        let rows = sqlx::query(find).bind(&spellings).fetch_all(&mut *conn).await.doing("look for a name")?;
        for row in &rows {
            let text = row.text("text")?;
            let Some(without) = names.cut_stored(&text) else { continue };
            let replace = sqlx::query(replace).bind(&text).bind(without);
            replace.execute(&mut *conn).await.doing("cut a name out")?;
            cut += 1;
        }
    }
    Ok(cut)
}

async fn cancel_waiting(conn: &mut Connection, names: &Names, spellings: &str) -> Result<()> {
    let select = "SELECT rowid AS place, subject || ' ' || body_text || ' ' || body_html AS text FROM emails
        WHERE state IN ('draft', 'awaiting_approval', 'queued') AND EXISTS (
            SELECT 1 FROM json_each(?1) WHERE instr(lower(subject || ' ' || body_text || ' ' || body_html), value)
                                           OR instr(subject || ' ' || body_text || ' ' || body_html, value))";
    let rows = sqlx::query(select).bind(spellings).fetch_all(&mut *conn).await.doing("look for mails with a name")?;
    for row in &rows {
        if names.cut(&row.text("text")?).is_none() {
            continue;
        }
        let place: i64 = row.cell("place")?;
        for statement in [
            "UPDATE emails SET state = 'cancelled', trouble = 'It named somebody who asked to be forgotten' WHERE rowid = ?",
            "UPDATE deals SET question = ifnull(question, 'The mail that waited named somebody who asked to be forgotten. Shall I write another?')
             WHERE id = (SELECT deal_id FROM emails WHERE rowid = ?)",
        ] {
            sqlx::query(statement).bind(place).execute(&mut *conn).await.doing("cancel a mail with a name")?;
        }
    }
    Ok(())
}

/// A saved view that looks for the person, or is called after them, goes as a whole: without the name it would be another view.
async fn remove_views(conn: &mut Connection, names: &Names, spellings: &str) -> Result<()> {
    let has = "SELECT count(*) AS n FROM sqlite_schema WHERE name = 'saved_views'";
    let has: i64 = sqlx::query(has).fetch_one(&mut *conn).await.doing("look at the schema")?.cell("n")?;
    if has == 0 {
        return Ok(());
    }
    let select = "SELECT kind, name, name || ' ' || filter AS text FROM saved_views WHERE EXISTS (
        SELECT 1 FROM json_each(?1) WHERE instr(lower(name || ' ' || filter), value) OR instr(name || ' ' || filter, value))";
    let rows = sqlx::query(select).bind(spellings).fetch_all(&mut *conn).await.doing("look for views with a name")?;
    for row in rows.iter() {
        if names.cut(&row.text("text")?).is_some() {
            crate::saved_views::remove(conn, &row.text("kind")?, &row.text("name")?).await?;
        }
    }
    Ok(())
}

/// What a site says of the person goes as a whole: a fact with a hole in it is none.
async fn remove_facts(conn: &mut Connection, names: &Names, spellings: &str) -> Result<()> {
    let has = "SELECT count(*) AS n FROM sqlite_schema WHERE name = 'site_facts'";
    let has: i64 = sqlx::query(has).fetch_one(&mut *conn).await.doing("look at the schema")?.cell("n")?;
    if has == 0 {
        return Ok(());
    }
    let select = "SELECT value || ' ' || passage AS text FROM site_facts WHERE EXISTS (
        SELECT 1 FROM json_each(?1) WHERE instr(lower(site_facts.value || ' ' || passage), json_each.value)
                                       OR instr(site_facts.value || ' ' || passage, json_each.value))";
    let rows = sqlx::query(select).bind(spellings).fetch_all(&mut *conn).await.doing("look for facts with a name")?;
    for row in rows.iter() {
        let text = row.text("text")?;
        if names.cut(&text).is_some() {
            let delete = sqlx::query("DELETE FROM site_facts WHERE value || ' ' || passage = ?").bind(text);
            delete.execute(&mut *conn).await.doing("remove a fact with a name")?;
        }
    }
    Ok(())
}

/// Takes the lines of their deals out of the morning reviews.
pub(super) async fn leave_reviews(conn: &mut Connection, deals: &BTreeSet<String>) -> Result<u32> {
    let select = "SELECT DISTINCT report AS text FROM reviews WHERE EXISTS (SELECT 1 FROM json_each(?) WHERE instr(report, value))";
    let rows = sqlx::query(select).bind(json(deals)).fetch_all(&mut *conn).await.doing("look through reviews")?;
    let mut changed = 0;
    for row in &rows {
        let text = row.text("text")?;
        let Ok(mut report) = serde_json::from_str::<Value>(&text) else { continue };
        leave(&mut report, deals);
        let update = sqlx::query("UPDATE reviews SET report = ? WHERE report = ?").bind(report.to_string()).bind(text);
        update.execute(&mut *conn).await.doing("take somebody out of a review")?;
        changed += 1;
    }
    Ok(changed)
}

fn leave(value: &mut Value, deals: &BTreeSet<String>) {
    let is_theirs = |line: &Value| line.get("deal_id").and_then(Value::as_str).is_some_and(|id| deals.contains(id));
    match value {
        Value::Array(lines) => lines.retain(|line| !is_theirs(line)),
        Value::Object(fields) => fields.values_mut().for_each(|field| leave(field, deals)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
