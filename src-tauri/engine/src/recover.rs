//! Closes what a session that died left open: its runs are interrupted and due again, half copies go, its mails in flight are settled by what
//! is known of them. So are mails of this session whose outcome could not be written.

use domain::activity::{ActivityKind, Author};
use domain::email::EmailEvent;

use crate::act::{About, Act};
use crate::handed::Left;
use crate::send::Sheet;
use crate::{Engine, EngineError, backup};

/// For the owner, before it sends anything. A mail that certainly never left waits in the queue again and passes every gate anew; any
/// other one is uncertain. `trusted` says that the file is the one we left: only then do its marks speak of it.
pub(crate) async fn close_what_was_left_open(engine: &Engine, trusted: bool) -> Result<(), EngineError> {
    backup::remove_unfinished(engine.data_dir());
    let left = if trusted { Left::read(&engine.witness.handed()) } else { Left::default() };
    let mut act = Act::begin(engine).await?;
    let runs = store::tasks::interrupt_open_runs(&mut act.tx, act.now).await?;
    let mails = close_mails(&mut act, &left, "the program ended").await?;
    act.commit().await?;
    if runs > 0 || mails > 0 {
        tracing::warn!(runs, mails, "The last session ended in the middle of its work.");
    }
    Ok(())
}

/// For the one who sends, before it begins: no mail of this session is in flight then, so one that looks so could not be closed, as on a full disk.
pub(crate) async fn close_what_this_session_left_open(engine: &Engine) -> Result<(), EngineError> {
    if store::emails::in_flight(&mut *engine.store.read().await?).await?.is_empty() {
        return Ok(());
    }
    let mut act = Act::begin(engine).await?;
    let left = Left::read(&engine.witness.handed());
    let mails = close_mails(&mut act, &left, "what became of it could not be written down").await?;
    act.commit().await?;
    tracing::warn!(mails, "The outcome of mails could not be written down; they are settled now.");
    Ok(())
}

/// Closes every mail in flight, and says how many there were.
async fn close_mails(act: &mut Act<'_>, left: &Left, why: &str) -> Result<usize, EngineError> {
    let in_flight = store::emails::in_flight(&mut act.tx).await?;
    let mails = in_flight.len();
    for (id, holder) in in_flight {
        let sheet = Sheet::read(act, id).await?;
        let kept_back = left.kept_back(&sheet.mail, holder.as_deref());
        close_mail(act, sheet, kept_back, why).await?;
    }
    Ok(mails)
}

async fn close_mail(act: &mut Act<'_>, mut sheet: Sheet, kept_back: bool, why: &str) -> Result<(), EngineError> {
    let subject = sheet.mail.content.subject.clone();
    let (event, trouble, line) = if kept_back {
        (EmailEvent::RefusedForNow, None, format!("“{subject}” had not left when {why}; it waits in the queue again"))
    } else {
        (
            EmailEvent::OutcomeUnknown,
            Some(format!("When this was being sent, {why}, so it may or may not have gone out.")),
            format!("Uncertain whether “{subject}” went out: when it was being sent, {why}"),
        )
    };
    sheet.mail.trouble = trouble;
    sheet.step(act, event).await?;
    let about = About { brand: None, deal: Some(sheet.deal.id), contact: Some(&sheet.contact) };
    act.note(Author::Autopilot, ActivityKind::Trouble, about, line);
    Ok(())
}
