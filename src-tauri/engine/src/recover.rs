//! Closes what a session that died left open: its runs are interrupted, its mails in flight are settled by what is known of them.

use domain::activity::{ActivityKind, Author};
use domain::email::EmailEvent;

use crate::act::{About, Act};
use crate::handed::Left;
use crate::send::Sheet;
use crate::{Engine, EngineError};

/// For the owner, before it sends anything. A mail that certainly never left waits in the queue again and passes every gate anew; any
/// other one is uncertain. `trusted` says that the file is the one we left: only then do its marks speak of it.
pub(crate) async fn close_what_was_left_open(engine: &Engine, trusted: bool) -> Result<(), EngineError> {
    let left = if trusted { Left::read(&engine.witness.handed()) } else { Left::default() };
    let mut act = Act::begin(engine).await?;
    let runs = store::tasks::interrupt_open_runs(&mut act.tx, act.now).await?;
    let in_flight = store::emails::in_flight(&mut act.tx).await?;
    let mails = in_flight.len();
    for (id, holder) in in_flight {
        let sheet = Sheet::read(&mut act, id).await?;
        let kept_back = left.kept_back(&sheet.mail, holder.as_deref());
        close_mail(&mut act, sheet, kept_back).await?;
    }
    act.commit().await?;
    if runs > 0 || mails > 0 {
        tracing::warn!(runs, mails, "The last session ended in the middle of its work.");
    }
    Ok(())
}

async fn close_mail(act: &mut Act<'_>, mut sheet: Sheet, kept_back: bool) -> Result<(), EngineError> {
    let subject = sheet.mail.content.subject.clone();
    let (event, trouble, line) = if kept_back {
        (
            EmailEvent::RefusedForNow,
            None,
            format!("“{subject}” had not left when the program ended; it waits in the queue again"),
        )
    } else {
        let trouble = "The program ended while this was being sent, so it may or may not have gone out.";
        (
            EmailEvent::OutcomeUnknown,
            Some(trouble.to_owned()),
            format!("Uncertain whether “{subject}” went out: the program ended while it was being sent"),
        )
    };
    sheet.mail.trouble = trouble;
    sheet.step(act, event).await?;
    let about = About { brand: None, deal: Some(sheet.deal.id), contact: Some(&sheet.contact) };
    act.note(Author::Autopilot, ActivityKind::Trouble, about, line);
    Ok(())
}
