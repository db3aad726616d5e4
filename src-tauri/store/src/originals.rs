//! Table `emails`, the columns of what was written first: kept at the first edit by a person, never changed by a later one.

use domain::Timestamp;
use domain::activity::Author;
use domain::id::{EmailId, Id as _};

use crate::Connection;
use crate::error::{Doing, Result};
use crate::row::Cells;

/// A mail's text as it was before a person changed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Original {
    /// Its subject.
    pub subject: String,
    /// Its text with signature and footer.
    pub text: String,
    /// Who changed it last.
    pub edited_by: Author,
    /// When.
    pub edited_at: Timestamp,
}

/// Notes an edit, and keeps the text as it stands in the table now if it is the first. Comes before the new text is saved.
pub async fn note_edit(conn: &mut Connection, id: EmailId, by: Author, now: Timestamp) -> Result<()> {
    let update = "
        UPDATE emails SET original_subject = ifnull(original_subject, subject), original_text = ifnull(original_text, body_text),
                          edited_by = ?, edited_at = ?
        WHERE id = ?";
    let update = sqlx::query(update).bind(by.as_str()).bind(now.millis()).bind(id.bytes());
    update.execute(conn).await.doing("keep what was written first")?;
    Ok(())
}

/// What a mail said before it was edited; `None` if nobody did.
pub async fn find(conn: &mut Connection, id: EmailId) -> Result<Option<Original>> {
    let select = "
        SELECT original_subject, original_text, edited_by, edited_at FROM emails
        WHERE id = ? AND original_text IS NOT NULL AND edited_at IS NOT NULL";
    let row = sqlx::query(select).bind(id.bytes()).fetch_optional(conn).await.doing("read what was written first")?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Original {
        subject: row.text("original_subject")?,
        text: row.text("original_text")?,
        edited_by: row.word("edited_by")?,
        edited_at: row.time("edited_at")?,
    }))
}
