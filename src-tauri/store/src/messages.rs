//! Tables `messages` and `mailbox_cursors`: incoming mail, each kept exactly once however often it is fetched.

use domain::Timestamp;
use domain::id::{BrandId, ContactId, DealId, EmailId, Id as _, MessageId};
use domain::reply::{ReplyClass, ReplyKind};

use crate::Connection;
use crate::error::{Doing, Result};
use crate::row::{Cells, json};

/// An incoming mail to be kept.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the columns of the table, explained there")]
pub struct NewMessage {
    pub id: MessageId,
    pub brand: BrandId,
    pub provider_message_id: String,
    pub wire_message_id: Option<String>,
    pub thread_id: Option<String>,
    pub folder: &'static str,
    pub from_address: String,
    pub from_name: String,
    pub subject: String,
    pub received_at: Timestamp,
    pub body_text: String,
    pub quoted_text: String,
    pub html: String,
    pub nature: &'static str,
    pub class: Option<ReplyClass>,
    pub confidence: f64,
    pub classified_by: String,
    pub why: String,
    pub evidence: String,
    pub contact: Option<ContactId>,
    pub deal: Option<DealId>,
    pub email: Option<EmailId>,
}

/// Keeps an incoming mail. Says false, and changes nothing, if it is already there by its provider's id or its Message-ID.
pub async fn insert(conn: &mut Connection, new: &NewMessage, now: Timestamp) -> Result<bool> {
    let insert = "
        INSERT INTO messages (id, brand_id, provider_message_id, wire_message_id, thread_id, folder, from_address, from_name, subject, received_at,
                              body_text, quoted_text, html, nature, class, class_detail, confidence, classified_by, why, evidence, contact_id, deal_id,
                              email_id, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
    let done = sqlx::query(insert)
        .bind(new.id.bytes())
        .bind(new.brand.bytes())
        .bind(&new.provider_message_id)
        .bind(&new.wire_message_id)
        .bind(&new.thread_id)
        .bind(new.folder)
        .bind(&new.from_address)
        .bind(&new.from_name)
        .bind(&new.subject)
        .bind(new.received_at.millis())
        .bind(&new.body_text)
        .bind(&new.quoted_text)
        .bind(&new.html)
        .bind(new.nature)
        .bind(new.class.as_ref().map(|class| class.kind.as_str()))
        .bind(new.class.as_ref().map_or_else(|| "{}".to_owned(), json))
        .bind(new.confidence)
        .bind(&new.classified_by)
        .bind(&new.why)
        .bind(&new.evidence)
        .bind(new.contact.as_ref().map(|id| id.bytes()))
        .bind(new.deal.as_ref().map(|id| id.bytes()))
        .bind(new.email.as_ref().map(|id| id.bytes()))
        .bind(now.millis())
        .execute(conn)
        .await
        .doing("keep an incoming mail")?;
    Ok(done.rows_affected() > 0)
}

/// Whether an incoming mail is already kept for one of the brands that read its mailbox.
pub async fn known(conn: &mut Connection, brands: &[BrandId], provider_message_id: &str) -> Result<bool> {
    let select = "
        SELECT EXISTS (SELECT 1 FROM messages
                       WHERE brand_id IN (SELECT unhex(value) FROM json_each(?)) AND provider_message_id = ?) AS yes";
    let row = sqlx::query(select)
        .bind(hexed(brands))
        .bind(provider_message_id)
        .fetch_one(conn)
        .await
        .doing("look for an incoming mail")?;
    Ok(row.cell::<i64>("yes")? != 0)
}

/// The provider's ids of mails received since an instant: what a cursor has seen.
pub async fn seen_since(conn: &mut Connection, brands: &[BrandId], since: Timestamp) -> Result<Vec<String>> {
    let select = "
        SELECT provider_message_id FROM messages
        WHERE received_at >= ? AND brand_id IN (SELECT unhex(value) FROM json_each(?))";
    let rows = sqlx::query(select)
        .bind(since.millis())
        .bind(hexed(brands))
        .fetch_all(conn)
        .await
        .doing("read what was seen")?;
    rows.iter().map(|row| row.text("provider_message_id")).collect()
}

/// Ids as a list that a statement can hold.
fn hexed(brands: &[BrandId]) -> String {
    json(&brands.iter().map(|brand| domain::email::hex(brand.bytes())).collect::<Vec<_>>())
}

/// How far a mailbox was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadTo {
    /// The latest arrival.
    pub high_water: Timestamp,
    /// Where reading goes on, in the mailbox's own words.
    pub position: Option<String>,
}

/// How far a brand's mailbox was read; `None` before the first time. What another mailbox said of its position is left out.
pub async fn cursor(conn: &mut Connection, brand: BrandId, mailbox: &str) -> Result<Option<ReadTo>> {
    let select =
        "SELECT high_water, iif(mailbox = ?, position, NULL) AS position FROM mailbox_cursors WHERE brand_id = ?";
    let row = sqlx::query(select)
        .bind(mailbox)
        .bind(brand.bytes())
        .fetch_optional(conn)
        .await
        .doing("read how far the mailbox was read")?;
    row.map(|row| Ok(ReadTo { high_water: row.time("high_water")?, position: row.opt_text("position")? })).transpose()
}

/// Moves the cursor forward; its time never goes back.
pub async fn advance_cursor(conn: &mut Connection, brand: BrandId, mailbox: &str, to: &ReadTo) -> Result<()> {
    let insert = "
        INSERT INTO mailbox_cursors (brand_id, high_water, mailbox, position) VALUES (?, ?, ?, ?)
        ON CONFLICT (brand_id) DO UPDATE
        SET high_water = max(high_water, excluded.high_water), mailbox = excluded.mailbox, position = excluded.position";
    sqlx::query(insert)
        .bind(brand.bytes())
        .bind(to.high_water.millis())
        .bind(mailbox)
        .bind(&to.position)
        .execute(conn)
        .await
        .doing("note how far the mailbox was read")?;
    Ok(())
}

/// How many mails to a contact came back for now since an instant.
pub async fn soft_bounces(conn: &mut Connection, contact: ContactId, since: Timestamp) -> Result<u32> {
    let select =
        "SELECT count(DISTINCT email_id) AS n FROM messages WHERE contact_id = ? AND class = ? AND received_at >= ?";
    sqlx::query(select)
        .bind(contact.bytes())
        .bind(ReplyKind::BounceSoft.as_str())
        .bind(since.millis())
        .fetch_one(conn)
        .await
        .doing("count bounces")?
        .count("n")
}

/// A mail as it is kept: what is needed to act on it anew.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the columns of the table, explained there")]
pub struct Kept {
    pub id: MessageId,
    pub brand: BrandId,
    pub from_address: String,
    pub from_name: String,
    pub subject: String,
    pub body_text: String,
    pub received_at: Timestamp,
    pub nature: String,
    pub class: Option<ReplyClass>,
    pub contact: Option<ContactId>,
    pub deal: Option<DealId>,
    pub email: Option<EmailId>,
    /// A person has said what it means.
    pub corrected: bool,
}

/// Reads a mail.
pub async fn find(conn: &mut Connection, id: MessageId) -> Result<Option<Kept>> {
    let select = "
        SELECT id, brand_id, from_address, from_name, subject, body_text, received_at, nature, class, class_detail, contact_id, deal_id, email_id,
               corrected_at
        FROM messages WHERE id = ?";
    let row = sqlx::query(select).bind(id.bytes()).fetch_optional(conn).await.doing("read an incoming mail")?;
    let Some(row) = row else { return Ok(None) };
    let class = match row.opt_text("class")? {
        Some(_) => Some(row.json("class_detail")?),
        None => None,
    };
    Ok(Some(Kept {
        id: row.id("id")?,
        brand: row.id("brand_id")?,
        from_address: row.text("from_address")?,
        from_name: row.text("from_name")?,
        subject: row.text("subject")?,
        body_text: row.text("body_text")?,
        received_at: row.time("received_at")?,
        nature: row.text("nature")?,
        class,
        contact: row.opt_id("contact_id")?,
        deal: row.opt_id("deal_id")?,
        email: row.opt_id("email_id")?,
        corrected: row.opt_time("corrected_at")?.is_some(),
    }))
}

/// Keeps what a person says that a mail means. What it was taken for first stays beside it, however often they change their mind.
pub async fn correct(
    conn: &mut Connection,
    id: MessageId,
    class: &ReplyClass,
    why: &str,
    now: Timestamp,
) -> Result<()> {
    let update = "
        UPDATE messages
        SET read_as = iif(corrected_at IS NULL, class, read_as), read_by = iif(corrected_at IS NULL, classified_by, read_by),
            read_confidence = iif(corrected_at IS NULL, confidence, read_confidence), corrected_at = ?, class = ?, class_detail = ?,
            confidence = 1, classified_by = 'person', why = ?
        WHERE id = ?";
    sqlx::query(update)
        .bind(now.millis())
        .bind(class.kind.as_str())
        .bind(json(class))
        .bind(why)
        .bind(id.bytes())
        .execute(conn)
        .await
        .doing("keep what a mail means")?;
    Ok(())
}

/// Gives a mail that belonged to nobody to a deal, by a person's word.
pub async fn link(
    conn: &mut Connection,
    id: MessageId,
    (contact, deal, email): (ContactId, DealId, Option<EmailId>),
    class: &ReplyClass,
    why: &str,
) -> Result<()> {
    let update = "
        UPDATE messages SET contact_id = ?, deal_id = ?, email_id = ?, class = ?, class_detail = ?, why = ifnull(nullif(?, ''), why), evidence = 'person'
        WHERE id = ? AND deal_id IS NULL";
    sqlx::query(update)
        .bind(contact.bytes())
        .bind(deal.bytes())
        .bind(email.as_ref().map(|id| id.bytes()))
        .bind(class.kind.as_str())
        .bind(json(class))
        .bind(why)
        .bind(id.bytes())
        .execute(conn)
        .await
        .doing("give a mail to a deal")?;
    Ok(())
}

/// Notes that a person has dealt with a mail, or has not after all. Says false if there is no such mail.
pub async fn set_done(conn: &mut Connection, id: MessageId, at: Option<Timestamp>) -> Result<bool> {
    let update = "UPDATE messages SET done_at = ? WHERE id = ?";
    let done = sqlx::query(update)
        .bind(at.map(Timestamp::millis))
        .bind(id.bytes())
        .execute(conn)
        .await
        .doing("note that a mail is dealt with")?;
    Ok(done.rows_affected() > 0)
}
