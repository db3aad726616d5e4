//! Table `emails`: the outbox is the table. Callers step a mail with `domain::email::step` and keep the result here.

use domain::email::{Content, Email, EmailState};
use domain::id::{BrandId, ContactId, DealId, DecisionId, EmailId, Id as _};
use domain::{EmailAddress, Timestamp};
use sqlx::QueryBuilder;
use sqlx::sqlite::SqliteRow;

use crate::error::{Doing, Result, StoreError};
use crate::row::{Cells, stored};
use crate::{Connection, ROWS};

fn address(row: &SqliteRow, column: &'static str) -> Result<EmailAddress> {
    let text = row.text(column)?;
    EmailAddress::parse(&text).map_err(|_| stored(column, &text))
}

fn email(row: &SqliteRow) -> Result<Email> {
    Ok(Email {
        id: row.id("id")?,
        brand: row.id("brand_id")?,
        deal: row.id("deal_id")?,
        contact: row.id("contact_id")?,
        step: row.count("step")?,
        kind: row.word("kind")?,
        state: row.word("state")?,
        content: Content {
            to: address(row, "to_address")?,
            to_name: row.text("to_name")?,
            from: address(row, "from_address")?,
            from_name: row.text("from_name")?,
            reply_to: row.text("reply_to")?,
            subject: row.text("subject")?,
            text: row.text("body_text")?,
            html: row.text("body_html")?,
        },
        content_hash: row.text("content_hash")?,
        approved_hash: row.opt_text("approved_hash")?,
        token: row.text("token")?,
        written_by: row.text("written_by")?,
        created_at: row.time("created_at")?,
        not_before: row.opt_time("not_before")?,
        attempts: row.count("attempts")?,
        attempted_at: row.opt_time("attempted_at")?,
        sent_at: row.opt_time("sent_at")?,
        provider_message_id: row.opt_text("provider_message_id")?,
        wire_message_id: row.opt_text("wire_message_id")?,
        thread_id: row.opt_text("thread_id")?,
        trouble: row.opt_text("trouble")?,
    })
}

/// A mail to be kept, with the decision it comes from and who queued it.
#[derive(Debug, Clone)]
pub struct NewEmail {
    /// The mail.
    pub mail: Email,
    /// The decision, if one led to it.
    pub decision: Option<DecisionId>,
    /// Who approved it at once, if somebody did.
    pub approved_by: Option<&'static str>,
}

/// Adds mails, in one statement per few hundred. Errors with a duplicate if a step already has one that is alive; none is added then.
pub async fn insert(conn: &mut Connection, new: &[NewEmail]) -> Result<()> {
    for some in new.chunks(ROWS) {
        let mut query = QueryBuilder::new(
            "INSERT INTO emails (id, brand_id, deal_id, contact_id, decision_id, step, kind, state, to_address, to_name, from_address,
                                 from_name, reply_to, subject, body_text, body_html, content_hash, approved_hash, approved_by, approved_at,
                                 token, written_by, created_at, not_before) ",
        );
        query.push_values(some, |mut row, NewEmail { mail, decision, approved_by }| {
            row.push_bind(mail.id.bytes().to_vec())
                .push_bind(mail.brand.bytes().to_vec())
                .push_bind(mail.deal.bytes().to_vec())
                .push_bind(mail.contact.bytes().to_vec())
                .push_bind(decision.as_ref().map(|id| id.bytes().to_vec()))
                .push_bind(mail.step)
                .push_bind(mail.kind.as_str())
                .push_bind(mail.state.as_str())
                .push_bind(mail.content.to.as_str())
                .push_bind(mail.content.to_name.as_str())
                .push_bind(mail.content.from.as_str())
                .push_bind(mail.content.from_name.as_str())
                .push_bind(mail.content.reply_to.as_str())
                .push_bind(mail.content.subject.as_str())
                .push_bind(mail.content.text.as_str())
                .push_bind(mail.content.html.as_str())
                .push_bind(mail.content_hash.as_str())
                .push_bind(mail.approved_hash.as_deref())
                .push_bind(*approved_by)
                .push_bind(approved_by.map(|_| mail.created_at.millis()))
                .push_bind(mail.token.as_str())
                .push_bind(mail.written_by.as_str())
                .push_bind(mail.created_at.millis())
                .push_bind(mail.not_before.map(Timestamp::millis));
        });
        query.build().execute(&mut *conn).await.doing("keep new mails")?;
    }
    Ok(())
}

/// One mail.
pub async fn find(conn: &mut Connection, id: EmailId) -> Result<Option<Email>> {
    let select = "SELECT * FROM emails WHERE id = ?";
    sqlx::query(select)
        .bind(id.bytes())
        .fetch_optional(conn)
        .await
        .doing("read a mail")?
        .as_ref()
        .map(email)
        .transpose()
}

/// The mail with our token in it.
pub async fn by_token(conn: &mut Connection, token: &str) -> Result<Option<Email>> {
    let select = "SELECT * FROM emails WHERE token = ?";
    sqlx::query(select)
        .bind(token)
        .fetch_optional(conn)
        .await
        .doing("read a mail by its reference")?
        .as_ref()
        .map(email)
        .transpose()
}

/// Mails of a contact that wait: they are overtaken when the contact answers.
pub async fn waiting_of_contact(conn: &mut Connection, contact: ContactId) -> Result<Vec<Email>> {
    let select =
        "SELECT * FROM emails WHERE contact_id = ? AND state IN ('draft', 'awaiting_approval', 'queued') ORDER BY id";
    let rows =
        sqlx::query(select).bind(contact.bytes()).fetch_all(conn).await.doing("read a contact's waiting mails")?;
    rows.iter().map(email).collect()
}

/// A mail that waits, by where it would go.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the columns of the table, explained there")]
pub struct Waiting {
    pub id: EmailId,
    pub brand: BrandId,
    pub deal: DealId,
    pub to: EmailAddress,
}

/// Every mail that waits.
pub async fn waiting(conn: &mut Connection) -> Result<Vec<Waiting>> {
    let select = "SELECT id, brand_id, deal_id, to_address FROM emails WHERE state IN ('draft', 'awaiting_approval', 'queued') ORDER BY id";
    let rows = sqlx::query(select).fetch_all(conn).await.doing("read what waits")?;
    let one = |row: &SqliteRow| {
        Ok(Waiting {
            id: row.id("id")?,
            brand: row.id("brand_id")?,
            deal: row.id("deal_id")?,
            to: address(row, "to_address")?,
        })
    };
    rows.iter().map(one).collect()
}

/// Mails of a deal that wait.
pub async fn waiting_of_deal(conn: &mut Connection, deal: DealId) -> Result<Vec<Email>> {
    let select =
        "SELECT * FROM emails WHERE deal_id = ? AND state IN ('draft', 'awaiting_approval', 'queued') ORDER BY id";
    let rows = sqlx::query(select).bind(deal.bytes()).fetch_all(conn).await.doing("read a deal's waiting mails")?;
    rows.iter().map(email).collect()
}

/// The deal's mail that is on its way, if there is one.
pub async fn pending_of_deal(conn: &mut Connection, deal: DealId) -> Result<Option<Email>> {
    let select = "
        SELECT * FROM emails WHERE deal_id = ? AND state IN ('draft', 'awaiting_approval', 'queued', 'sending', 'unconfirmed')
        ORDER BY step DESC LIMIT 1";
    sqlx::query(select)
        .bind(deal.bytes())
        .fetch_optional(conn)
        .await
        .doing("read a deal's mail")?
        .as_ref()
        .map(email)
        .transpose()
}

/// The deal's last mail that left: a follow-up stays in its thread.
pub async fn last_sent_of_deal(conn: &mut Connection, deal: DealId) -> Result<Option<Email>> {
    let select = "SELECT * FROM emails WHERE deal_id = ? AND state IN ('sent', 'replied') AND coalesce(provider_message_id, wire_message_id) IS NOT NULL ORDER BY step DESC LIMIT 1";
    sqlx::query(select)
        .bind(deal.bytes())
        .fetch_optional(conn)
        .await
        .doing("read a deal's last mail")?
        .as_ref()
        .map(email)
        .transpose()
}

/// The Message-IDs of a deal's mails that went out, oldest first.
pub async fn thread_of_deal(conn: &mut Connection, deal: DealId) -> Result<Vec<String>> {
    let select = "
        SELECT wire_message_id FROM emails
        WHERE deal_id = ? AND state IN ('sent', 'replied', 'bounced') AND wire_message_id IS NOT NULL ORDER BY step";
    let rows = sqlx::query(select).bind(deal.bytes()).fetch_all(conn).await.doing("read a deal's thread")?;
    rows.iter().map(|row| row.text("wire_message_id")).collect()
}

/// Queued mails of a brand, or of one of its deals, whose own time has come, first approved first.
pub async fn queued(
    conn: &mut Connection,
    brand: BrandId,
    deal: Option<DealId>,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<Email>> {
    let select = "
        SELECT * FROM emails
        WHERE brand_id = ?1 AND state = 'queued' AND (not_before IS NULL OR not_before <= ?2) AND (?3 IS NULL OR deal_id = ?3)
        ORDER BY ifnull(not_before, 0), approved_at, id LIMIT ?4";
    let rows = sqlx::query(select)
        .bind(brand.bytes())
        .bind(now.millis())
        .bind(deal.as_ref().map(|id| id.bytes()))
        .bind(limit)
        .fetch_all(conn)
        .await
        .doing("read queued mails")?;
    rows.iter().map(email).collect()
}

/// The earliest own time among a brand's queued mails; now-or-earlier counts as `now`.
pub async fn next_queued_at(conn: &mut Connection, brand: BrandId, now: Timestamp) -> Result<Option<Timestamp>> {
    let select =
        "SELECT min(max(ifnull(not_before, 0), ?2)) AS next_at FROM emails WHERE brand_id = ?1 AND state = 'queued'";
    sqlx::query(select)
        .bind(brand.bytes())
        .bind(now.millis())
        .fetch_one(conn)
        .await
        .doing("read the next queued mail")?
        .opt_time("next_at")
}

/// Uncertain mails whose next look at the Sent folder is due.
pub async fn to_settle(conn: &mut Connection, brand: BrandId, now: Timestamp) -> Result<Vec<(Email, u32)>> {
    let select = "SELECT * FROM emails WHERE brand_id = ? AND state = 'unconfirmed' AND settle_at IS NOT NULL AND settle_at <= ? ORDER BY attempted_at LIMIT 50";
    let rows = sqlx::query(select)
        .bind(brand.bytes())
        .bind(now.millis())
        .fetch_all(conn)
        .await
        .doing("read uncertain mails")?;
    rows.iter().map(|row| Ok((email(row)?, row.count("settle_looks")?))).collect()
}

/// When the next uncertain mail of a brand is to be looked for.
pub async fn next_settle_at(conn: &mut Connection, brand: BrandId) -> Result<Option<Timestamp>> {
    let select = "SELECT min(settle_at) AS next_at FROM emails WHERE brand_id = ? AND state = 'unconfirmed' AND settle_at IS NOT NULL";
    sqlx::query(select)
        .bind(brand.bytes())
        .fetch_one(conn)
        .await
        .doing("read the next uncertain mail")?
        .opt_time("next_at")
}

/// Notes a look for an uncertain mail and when to look again, if ever.
pub async fn note_look(conn: &mut Connection, id: EmailId, next: Option<Timestamp>) -> Result<()> {
    let update = "UPDATE emails SET settle_looks = settle_looks + 1, settle_at = ? WHERE id = ?";
    sqlx::query(update)
        .bind(next.map(Timestamp::millis))
        .bind(id.bytes())
        .execute(conn)
        .await
        .doing("note a look for a mail")?;
    Ok(())
}

/// Commits the intent to send: the attempt is counted, and who makes it. Gives the mail as it is then; fails if it is no longer queued.
pub async fn claim(
    conn: &mut Connection,
    mut mail: Email,
    wire_message_id: Option<String>,
    holder: &str,
    now: Timestamp,
) -> Result<Email> {
    mail.wire_message_id = wire_message_id.or(mail.wire_message_id);
    let update = "
        UPDATE emails SET state = 'sending', attempts = attempts + 1, attempted_at = ?, attempt_holder = ?, trouble = NULL, wire_message_id = ?
        WHERE id = ? AND state = 'queued'";
    let done = sqlx::query(update)
        .bind(now.millis())
        .bind(holder)
        .bind(&mail.wire_message_id)
        .bind(mail.id.bytes())
        .execute(conn)
        .await
        .doing("commit the intent to send")?;
    if done.rows_affected() != 1 {
        return Err(StoreError::FenceLost);
    }
    mail.state = EmailState::Sending;
    mail.attempts += 1;
    mail.attempted_at = Some(now);
    mail.trouble = None;
    Ok(mail)
}

/// Keeps a mail's state and what goes with it. `from` is the state it was read in: a mail that moved meanwhile is not touched.
pub async fn save(conn: &mut Connection, mail: &Email, from: EmailState) -> Result<()> {
    let update = "
        UPDATE emails SET state = ?1, not_before = ?2, sent_at = ?3, provider_message_id = ?4, wire_message_id = ?5, thread_id = ?6, trouble = ?7,
                          approved_hash = ?8, subject = ?9, body_text = ?10, body_html = ?11, content_hash = ?12,
                          settle_at = CASE WHEN ?1 = 'unconfirmed' THEN ifnull(settle_at, attempted_at) END
        WHERE id = ?13 AND state = ?14";
    let done = sqlx::query(update)
        .bind(mail.state.as_str())
        .bind(mail.not_before.map(Timestamp::millis))
        .bind(mail.sent_at.map(Timestamp::millis))
        .bind(&mail.provider_message_id)
        .bind(&mail.wire_message_id)
        .bind(&mail.thread_id)
        .bind(&mail.trouble)
        .bind(&mail.approved_hash)
        .bind(&mail.content.subject)
        .bind(&mail.content.text)
        .bind(&mail.content.html)
        .bind(&mail.content_hash)
        .bind(mail.id.bytes())
        .bind(from.as_str())
        .execute(conn)
        .await
        .doing("keep a mail")?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::FenceLost) }
}

/// Notes who approved a mail.
pub async fn note_approval(conn: &mut Connection, id: EmailId, by: &str, now: Timestamp) -> Result<()> {
    let update = "UPDATE emails SET approved_by = ?, approved_at = ? WHERE id = ?";
    sqlx::query(update).bind(by).bind(now.millis()).bind(id.bytes()).execute(conn).await.doing("note an approval")?;
    Ok(())
}

/// Takes the note of an approval away.
pub async fn forget_approval(conn: &mut Connection, id: EmailId) -> Result<()> {
    let update = "UPDATE emails SET approved_by = NULL, approved_at = NULL WHERE id = ?";
    sqlx::query(update).bind(id.bytes()).execute(conn).await.doing("take an approval away")?;
    Ok(())
}

/// Takes every queued mail back to where a person decides; its approval is gone. Says how many.
pub async fn unqueue(conn: &mut Connection) -> Result<u64> {
    let update = "
        UPDATE emails SET state = 'awaiting_approval', approved_hash = NULL, approved_by = NULL, approved_at = NULL
        WHERE state = 'queued'";
    Ok(sqlx::query(update).execute(conn).await.doing("take mails back")?.rows_affected())
}

/// The slots of a brand's queued mails that are still to come.
pub async fn planned(conn: &mut Connection, brand: BrandId, now: Timestamp) -> Result<Vec<Timestamp>> {
    let select = "
        SELECT not_before FROM emails WHERE state = 'queued' AND brand_id = ? AND not_before > ? AND trouble IS NULL
        ORDER BY not_before";
    let select = sqlx::query(select).bind(brand.bytes()).bind(now.millis());
    let rows = select.fetch_all(conn).await.doing("read planned mails")?;
    rows.iter().map(|row| row.time("not_before")).collect()
}

/// Puts a mail back because the mailbox asks for patience; the reason stays with it.
pub async fn put_off(conn: &mut Connection, id: EmailId, until: Timestamp, trouble: &str) -> Result<()> {
    let update = "UPDATE emails SET not_before = ?, trouble = ? WHERE id = ? AND state = 'queued'";
    let update = sqlx::query(update).bind(until.millis()).bind(trouble).bind(id.bytes());
    update.execute(conn).await.doing("put a mail off")?;
    Ok(())
}

/// Puts a mail that waits back to its next possible time.
pub async fn postpone(conn: &mut Connection, id: EmailId, until: Timestamp) -> Result<()> {
    let update = "UPDATE emails SET not_before = ? WHERE id = ? AND state IN ('awaiting_approval', 'queued')";
    sqlx::query(update).bind(until.millis()).bind(id.bytes()).execute(conn).await.doing("put a mail back")?;
    Ok(())
}

/// Mails that are being sent, with who sends them.
pub async fn in_flight(conn: &mut Connection) -> Result<Vec<(EmailId, Option<String>)>> {
    let select = "SELECT id, attempt_holder FROM emails WHERE state = 'sending' ORDER BY attempted_at, id";
    let rows = sqlx::query(select).fetch_all(conn).await.doing("read the mails in flight")?;
    rows.iter().map(|row| Ok((row.id("id")?, row.cell("attempt_holder")?))).collect()
}

/// Mails of a brand sent to an address lately: the candidates that an incoming mail may answer, newest first.
pub async fn candidates(
    conn: &mut Connection,
    brand: BrandId,
    wire_ids: &[String],
    tokens: &[String],
    thread: Option<&str>,
    from: &str,
    since: Timestamp,
) -> Result<Vec<(Email, bool)>> {
    let select = "
        SELECT e.*, d.status IN ('active', 'paused') AS deal_open FROM emails e JOIN deals d ON d.id = e.deal_id
        WHERE e.brand_id = ?1 AND e.state IN ('sending', 'sent', 'unconfirmed', 'bounced', 'replied')
          AND e.rowid IN (
            SELECT rowid FROM emails WHERE wire_message_id IN (SELECT value FROM json_each(?2))
            UNION SELECT rowid FROM emails WHERE token IN (SELECT value FROM json_each(?3))
            UNION SELECT rowid FROM emails WHERE brand_id = ?1 AND thread_id = ?4
            UNION SELECT rowid FROM emails WHERE brand_id = ?1 AND to_address = ?5 AND attempted_at >= ?6
            UNION SELECT rowid FROM emails WHERE brand_id = ?1 AND attempted_at >= ?6 AND to_address LIKE '%@' || ?7)
        ORDER BY e.attempted_at DESC LIMIT 200";
    let domain = from.rsplit_once('@').map_or("", |(_, domain)| domain);
    let rows = sqlx::query(select)
        .bind(brand.bytes())
        .bind(crate::row::json(&wire_ids))
        .bind(crate::row::json(&tokens))
        .bind(thread)
        .bind(from)
        .bind(since.millis())
        .bind(domain)
        .fetch_all(conn)
        .await
        .doing("look for the mail that was answered")?;
    rows.iter().map(|row| Ok((email(row)?, row.cell::<i64>("deal_open")? != 0))).collect()
}

/// Plans the next look for an uncertain mail without counting one: the mailbox could not be asked.
pub async fn look_again(conn: &mut Connection, id: EmailId, at: Timestamp) -> Result<()> {
    let update = "UPDATE emails SET settle_at = ? WHERE id = ? AND state = 'unconfirmed'";
    sqlx::query(update).bind(at.millis()).bind(id.bytes()).execute(conn).await.doing("plan a look for a mail")?;
    Ok(())
}

/// Lets queued mails that a gate put off be looked at again at once: a person changed what it reads. What the mailbox itself put off, and says
/// so in its trouble, keeps its time.
pub async fn wake_blocked(conn: &mut Connection, brand: BrandId) -> Result<()> {
    let update = "UPDATE emails SET not_before = NULL WHERE state = 'queued' AND brand_id = ? AND trouble IS NULL";
    sqlx::query(update).bind(brand.bytes()).execute(conn).await.doing("wake blocked mails")?;
    Ok(())
}

/// Lets queued mails be looked at again at once: a person let them go on.
pub async fn wake(conn: &mut Connection, brand: Option<BrandId>, deal: Option<DealId>) -> Result<()> {
    let update = "
        UPDATE emails SET not_before = NULL
        WHERE state = 'queued' AND (?1 IS NULL OR brand_id = ?1) AND (?2 IS NULL OR deal_id = ?2)";
    sqlx::query(update)
        .bind(brand.as_ref().map(|id| id.bytes()))
        .bind(deal.as_ref().map(|id| id.bytes()))
        .execute(conn)
        .await
        .doing("wake queued mails")?;
    Ok(())
}
