//! Moving, pausing, resuming and closing deals.

use domain::Timestamp;
use domain::activity::{ActivityKind, Author};
use domain::brand::Brand;
use domain::contact::Contact;
use domain::deal::{Close, Deal, DealStatus, Moved, close, move_to};
use domain::id::DealId;
use domain::links::Link;
use domain::pipeline::{Pipeline, Purpose};
use domain::time::DAY;
use store::StoreError;

use super::done;
use crate::act::{About, Act};
use crate::api::Reply;
use crate::api::wire::{DealClose, DealMove, DealPause, DealRef, Done};
use crate::undo::Before;
use crate::{Engine, EngineError, silence};

/// How long a person's move holds the autopilot back from a deal.
const HOLD_DAYS: i64 = 7;

/// A deal with everything it belongs to, read inside an act.
pub(super) struct Folder {
    pub(super) deal: Deal,
    pub(super) brand: Brand,
    pub(super) pipeline: Pipeline,
    pub(super) contact: Contact,
}

impl Folder {
    pub(super) async fn read(act: &mut Act<'_>, id: DealId) -> Result<Self, EngineError> {
        let deal = store::deals::find(&mut act.tx, id).await?.ok_or_else(|| EngineError::missing("deal", id))?;
        let brand = store::brands::find(&mut act.tx, deal.brand).await?.ok_or(StoreError::Missing { what: "brand" })?;
        let pipeline = store::pipelines::find(&mut act.tx, deal.pipeline)
            .await?
            .ok_or(StoreError::Missing { what: "pipeline" })?;
        let contact =
            store::contacts::find(&mut act.tx, deal.contact).await?.ok_or(StoreError::Missing { what: "contact" })?;
        Ok(Self { deal, brand, pipeline, contact })
    }

    pub(super) fn about(&self) -> About<'_> {
        About { brand: Some(&self.brand), deal: Some(self.deal.id), contact: Some(&self.contact) }
    }

    /// Refuses what makes no sense for a deal that is over.
    pub(super) fn is_open(&self) -> Result<(), EngineError> {
        if self.deal.status.is_open() {
            Ok(())
        } else {
            Err(EngineError::Refused("The deal is closed; move it to an open stage first".to_owned()))
        }
    }

    /// When the next mail is due by the pipeline's cadence, and never in the past.
    pub(super) fn due_by_cadence(&self, now: Timestamp) -> Timestamp {
        let last = self.deal.last_sent_at.unwrap_or(now);
        let zone = self.brand.settings.timezone;
        self.pipeline.next_mail_at(self.deal.emails_sent, last, zone).map_or(now, |at| at.max(now))
    }
}

/// What an act on a deal came to.
pub(super) struct Turn {
    /// As a sentence.
    pub(super) said: String,
    /// So that it can be taken back.
    pub(super) before: Before,
}

/// Moves a deal to a stage of its pipeline. The autopilot then holds back for a week, unless it is resumed.
pub async fn deal_move(engine: &Engine, request: DealMove) -> Reply<Done> {
    let mut act = Act::begin(engine).await?;
    let turn =
        shift(&mut act, request.id, Some(&request.stage), outcome(request.won), request.reason.as_deref()).await?;
    Ok(finish(engine, act, turn).await?)
}

/// Closes a deal as won or lost, in the pipeline's closing stage.
pub async fn deal_close(engine: &Engine, request: DealClose) -> Reply<Done> {
    let mut act = Act::begin(engine).await?;
    let turn = shift(&mut act, request.id, None, outcome(Some(request.won)), request.reason.as_deref()).await?;
    Ok(finish(engine, act, turn).await?)
}

/// Pauses a deal. Mails that wait stay where they are and go nowhere.
pub async fn deal_pause(engine: &Engine, request: DealPause) -> Reply<Done> {
    let mut act = Act::begin(engine).await?;
    let turn = pause(&mut act, request.id, &request.reason).await?;
    Ok(finish(engine, act, turn).await?)
}

/// Gives a deal back to the autopilot: pause, hold and question are lifted, an earlier reply counts as dealt with, and it is due now
/// unless a mail is on its way.
pub async fn deal_resume(engine: &Engine, request: DealRef) -> Reply<Done> {
    let mut act = Act::begin(engine).await?;
    let turn = resume(&mut act, request.id).await?;
    Ok(finish(engine, act, turn).await?)
}

async fn finish(engine: &Engine, act: Act<'_>, turn: Turn) -> Result<Done, EngineError> {
    act.commit().await?;
    engine.undos.keep(turn.before);
    Ok(done(turn.said))
}

pub(super) fn outcome(won: Option<bool>) -> Option<Close> {
    won.map(|won| if won { Close::Won } else { Close::Lost })
}

/// Moves within an act: to the stage of that name, or, without a name, to the end. A refusal comes before anything is written.
pub(super) async fn shift(
    act: &mut Act<'_>,
    id: DealId,
    stage: Option<&str>,
    outcome: Option<Close>,
    reason: Option<&str>,
) -> Result<Turn, EngineError> {
    let mut folder = Folder::read(act, id).await?;
    let ruled = match (stage, outcome) {
        (None, Some(outcome)) => close(&folder.deal, &folder.pipeline, outcome, reason),
        (name, outcome) => {
            let name = name.unwrap_or_default();
            let target = folder
                .pipeline
                .stage_named(name)
                .ok_or_else(|| EngineError::missing("stage in this pipeline", name))?;
            move_to(&folder.deal, &folder.pipeline, target, outcome, reason)
        }
    };
    let Moved { stage, status, reason } = ruled.map_err(|refused| EngineError::BadRequest(refused.to_string()))?;
    if status == DealStatus::Won {
        refuse_unproved(act, &folder).await?;
    }
    if status.is_open() && !folder.deal.status.is_open() {
        refuse_second(act, &folder).await?;
    }
    let name = folder.pipeline.stage(stage).map(|stage| stage.name.clone()).unwrap_or_default();
    let former = folder.deal.clone();
    folder.deal.stage = stage;
    folder.deal.status = status;
    folder.deal.reason = reason;
    folder.deal.question = None;
    let (kind, text) = if status.is_open() {
        let hold = act.now.plus_millis(HOLD_DAYS * DAY);
        folder.deal.hold_until = Some(hold);
        folder.deal.next_action_at = Some(folder.deal.next_action_at.map_or(hold, |at| at.max(hold)));
        (ActivityKind::Moved, format!("Moved to {name}"))
    } else {
        folder.deal.next_action_at = None;
        let why = folder.deal.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
        (ActivityKind::Closed, format!("Closed as {status}{why}"))
    };
    let mut before = keep(act, former, &folder.deal).await?;
    act.note(Author::Person, kind, folder.about(), text.clone());
    if !status.is_open() {
        before.cancelled = cancel_waiting(act, &folder, "the deal is closed").await?;
    }
    Ok(Turn { said: format!("{text}."), before })
}

/// A deal about a link is won by the link: seen by the notary, or by a person who signs for it.
pub(super) async fn refuse_unproved(act: &mut Act<'_>, folder: &Folder) -> Result<(), EngineError> {
    if folder.pipeline.purpose != Purpose::Backlink {
        return Ok(());
    }
    let links = store::links::of_deal(&mut act.tx, folder.deal.id).await?;
    if links.iter().any(Link::proves) {
        return Ok(());
    }
    let who = folder.about().who().unwrap_or_default();
    Err(EngineError::Refused(format!(
        "Nobody has seen the link of {who} yet. Watch the page it stands on, and the deal is verified as soon as it is seen; or vouch for it with your name"
    )))
}

/// A contact has one open deal in a pipeline: a closed one is not opened beside it.
pub(super) async fn refuse_second(act: &mut Act<'_>, folder: &Folder) -> Result<(), EngineError> {
    let open = store::deals::open_of_contact(&mut act.tx, folder.contact.id).await?;
    if open.iter().any(|other| other.pipeline == folder.pipeline.id && other.id != folder.deal.id) {
        let who = folder.about().who().unwrap_or_default();
        let pipeline = &folder.pipeline.name;
        return Err(EngineError::Refused(format!(
            "{who} has another open deal in {pipeline}; this one stays closed as long as that one is open"
        )));
    }
    Ok(())
}

/// Pauses within an act.
pub(super) async fn pause(act: &mut Act<'_>, id: DealId, reason: &str) -> Result<Turn, EngineError> {
    let mut folder = Folder::read(act, id).await?;
    folder.is_open()?;
    let former = folder.deal.clone();
    let reason = if reason.trim().is_empty() { "you paused it" } else { reason.trim() };
    folder.deal.status = DealStatus::Paused;
    folder.deal.reason = Some(reason.to_owned());
    let before = keep(act, former, &folder.deal).await?;
    act.note(Author::Person, ActivityKind::Paused, folder.about(), format!("Paused: {reason}"));
    Ok(Turn { said: "The deal is paused.".to_owned(), before })
}

/// Resumes within an act.
pub(super) async fn resume(act: &mut Act<'_>, id: DealId) -> Result<Turn, EngineError> {
    let mut folder = Folder::read(act, id).await?;
    folder.is_open()?;
    let former = folder.deal.clone();
    let pending = store::emails::pending_of_deal(&mut act.tx, folder.deal.id).await?;
    let now = act.now;
    let due = folder.due_by_cadence(now);
    let deal = &mut folder.deal;
    deal.status = DealStatus::Active;
    deal.reason = None;
    deal.hold_until = None;
    deal.question = None;
    deal.last_reply = None;
    deal.next_action_at = pending.is_none().then_some(due);
    let before = keep(act, former, &folder.deal).await?;
    store::emails::wake(&mut act.tx, None, Some(folder.deal.id)).await?;
    act.note(Author::Person, ActivityKind::Paused, folder.about(), "Gave the deal back to the autopilot");
    Ok(Turn { said: "The autopilot works on this deal again.".to_owned(), before })
}

/// Keeps a person's change, and how the deal was before it.
async fn keep(act: &mut Act<'_>, former: Deal, deal: &Deal) -> Result<Before, EngineError> {
    let stage_since = store::deals::stage_since(&mut act.tx, deal.id).await?;
    store::deals::overrule(&mut act.tx, deal, act.now).await?;
    Ok(Before { deal: former, stage_since, fence: deal.fence.saturating_add(1), cancelled: 0 })
}

/// Says how many there were.
async fn cancel_waiting(act: &mut Act<'_>, folder: &Folder, why: &str) -> Result<usize, EngineError> {
    let waiting = store::emails::waiting_of_deal(&mut act.tx, folder.deal.id).await?;
    let cancelled = waiting.len();
    for mut mail in waiting {
        silence::overtake(act, &mut mail, why.to_owned()).await?;
        act.note(
            Author::Person,
            ActivityKind::Cancelled,
            folder.about(),
            format!("Cancelled “{}”: {why}", mail.content.subject),
        );
    }
    Ok(cancelled)
}
