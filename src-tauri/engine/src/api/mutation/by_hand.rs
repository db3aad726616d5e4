//! A deal's value and notes, a line in its timeline, and when the autopilot goes on with it.

use domain::Timestamp;
use domain::activity::{ActivityKind, Author};

use super::deals::Folder;
use super::done;
use crate::act::Act;
use crate::api::Reply;
use crate::api::wire::{DealEdit, DealHold, DealNextAction, Done, NoteAdd};
use crate::{Engine, EngineError};

/// The most a deal can be worth: a billion, in cents.
const MOST_VALUE: i64 = 100_000_000_000;
/// The longest text a person keeps about a deal.
const LONGEST_NOTES: usize = 20_000;
/// The longest line of a timeline.
const LONGEST_NOTE: usize = 2_000;

/// Edits a deal's value and notes.
pub async fn deal_edit(engine: &Engine, request: DealEdit) -> Reply<Done> {
    let mut act = Act::begin(engine).await?;
    let mut folder = Folder::read(&mut act, request.id).await?;
    let mut changed = Vec::new();
    if let Some(value) = request.value_cents.filter(|value| *value != folder.deal.value_cents) {
        worth(value)?;
        folder.deal.value_cents = value;
        store::deals::overrule(&mut act.tx, &folder.deal, act.now).await?;
        changed.push(match value {
            0 => "its value is not known any more".to_owned(),
            value => format!("it is worth {}", dollars(value)),
        });
    }
    let before = store::deals::notes(&mut act.tx, folder.deal.id).await?.unwrap_or_default();
    if let Some(notes) = request.notes.map(|notes| notes.trim().to_owned()).filter(|notes| *notes != before) {
        if notes.chars().count() > LONGEST_NOTES {
            return Err(EngineError::BadRequest(format!("Notes have at most {LONGEST_NOTES} characters")).into());
        }
        store::deals::set_notes(&mut act.tx, folder.deal.id, &notes, act.now).await?;
        changed.push("its notes are new".to_owned());
    }
    if changed.is_empty() {
        return Ok(done("Nothing changed."));
    }
    act.note(Author::Person, ActivityKind::Edited, folder.about(), format!("Edited the deal: {}", changed.join(", ")));
    act.commit().await?;
    Ok(done("Changed."))
}

/// Refuses a value that no deal has.
pub(super) fn worth(cents: i64) -> Result<(), EngineError> {
    if (0..=MOST_VALUE).contains(&cents) {
        Ok(())
    } else {
        Err(EngineError::BadRequest(format!("A deal is worth something from 0 to {}", dollars(MOST_VALUE))))
    }
}

/// Dollars with separators, and cents where there are any: `3,200` or `3,200.50`.
fn dollars(cents: i64) -> String {
    let (whole, rest) = ((cents / 100).to_string(), cents % 100);
    let mut text = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if rest == 0 { text } else { format!("{text}.{rest:02}") }
}

/// Writes a person's line into the timeline.
pub async fn note_add(engine: &Engine, request: NoteAdd) -> Reply<Done> {
    let text = request.text.trim();
    if text.is_empty() {
        return Err(EngineError::BadRequest("The note is empty".to_owned()).into());
    }
    if text.chars().count() > LONGEST_NOTE {
        return Err(EngineError::BadRequest(format!(
            "A line of the timeline has at most {LONGEST_NOTE} characters; keep a longer text in the deal's notes"
        ))
        .into());
    }
    let mut act = Act::begin(engine).await?;
    let folder = Folder::read(&mut act, request.id).await?;
    act.note(Author::Person, ActivityKind::Noted, folder.about(), text);
    act.commit().await?;
    Ok(done("Noted."))
}

/// Holds the autopilot back from a deal until a time, or lifts the hold. A mail that is queued waits as long; what the autopilot asked counts
/// as answered, and it looks again when the hold ends.
pub async fn deal_hold(engine: &Engine, request: DealHold) -> Reply<Done> {
    let mut act = Act::begin(engine).await?;
    let mut folder = Folder::read(&mut act, request.id).await?;
    folder.is_open()?;
    let now = act.now;
    let pending = store::emails::pending_of_deal(&mut act.tx, folder.deal.id).await?.is_some();
    let (told, said) = match request.until {
        Some(until) if until <= now => {
            return Err(EngineError::BadRequest("A hold ends in the future".to_owned()).into());
        }
        Some(until) => {
            folder.deal.hold_until = Some(until);
            folder.deal.question = None;
            let next = folder.deal.next_action_at.map_or(until, |at| at.max(until));
            folder.deal.next_action_at = (!pending).then_some(next);
            let day = day(&folder, until);
            (format!("Holds the autopilot back until {day}"), format!("The autopilot holds back until {day}."))
        }
        None if folder.deal.hold_until.is_none_or(|until| until <= now) => return Ok(done("There was no hold.")),
        None => {
            folder.deal.hold_until = None;
            folder.deal.next_action_at = (!pending).then(|| folder.due_by_cadence(now));
            ("Lifted the hold".to_owned(), "The hold is lifted.".to_owned())
        }
    };
    store::deals::overrule(&mut act.tx, &folder.deal, now).await?;
    if request.until.is_none() {
        store::emails::wake(&mut act.tx, None, Some(folder.deal.id)).await?;
    }
    act.note(Author::Person, ActivityKind::Paused, folder.about(), told);
    act.commit().await?;
    Ok(done(said))
}

/// Sets when the autopilot looks at a deal next; a time that has passed means now. Without a time it does not by itself.
pub async fn deal_next_action(engine: &Engine, request: DealNextAction) -> Reply<Done> {
    let mut act = Act::begin(engine).await?;
    let mut folder = Folder::read(&mut act, request.id).await?;
    folder.is_open()?;
    if store::emails::pending_of_deal(&mut act.tx, folder.deal.id).await?.is_some() {
        return Err(EngineError::Refused(
            "A mail of this deal is on its way, and what becomes of it says when to look next; settle that one first"
                .to_owned(),
        )
        .into());
    }
    let at = request.at.map(|at| at.max(act.now));
    if folder.deal.next_action_at == at {
        return Ok(done("Nothing changed."));
    }
    folder.deal.next_action_at = at;
    store::deals::overrule(&mut act.tx, &folder.deal, act.now).await?;
    let (told, said) = match at {
        Some(at) if at <= act.now => {
            ("The next step is due now".to_owned(), "The autopilot looks at it with its next run.".to_owned())
        }
        Some(at) => {
            let day = day(&folder, at);
            (format!("The next step is due {day}"), format!("The autopilot looks at it {day}."))
        }
        None => ("No next step is planned".to_owned(), "The autopilot does not look at it by itself.".to_owned()),
    };
    act.note(Author::Person, ActivityKind::Edited, folder.about(), told);
    act.commit().await?;
    Ok(done(said))
}

/// A time on the brand's wall.
fn day(folder: &Folder, at: Timestamp) -> String {
    at.local(folder.brand.settings.timezone).format("%a %-d %b %Y, %H:%M").to_string()
}
