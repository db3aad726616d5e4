//! What a person does on the board: the same act on many deals, taking an act back, and keeping a filter under a name.

use domain::activity::{ActivityKind, Author};
use domain::deal::DealStatus;
use domain::id::DealId;
use store::StoreError;
use store::saved_views::SavedView as Kept;

use super::deals::{Folder, Turn, outcome, pause, refuse_second, resume, shift};
use super::done;
use crate::act::Act;
use crate::api::Reply;
use crate::api::wire::{ApiError, BulkReply, DealAct, DealRefusal, DealsBulk, DealsRef, Done, SavedView, ViewRef};
use crate::{Engine, EngineError};

/// Deals of one request at the most, so that the writer is soon free again: whoever has more asks again with the rest.
const MOST: usize = 500;
/// Letters of a view's name, and of its filter, at the most.
const NAME: usize = 60;
const FILTER: usize = 4_000;

/// Does the same with several deals, in one act. What is refused for one does not keep the others from it.
pub async fn deals_bulk(engine: &Engine, request: DealsBulk) -> Reply<BulkReply> {
    few(&request.ids)?;
    let mut act = Act::begin(engine).await?;
    let (mut turns, mut refused) = (Vec::new(), Vec::new());
    for id in request.ids {
        match turn(&mut act, id, &request.act).await {
            Ok(turn) => turns.push(turn),
            Err(error) => refused.push(refusal(&mut act, id, error).await?),
        }
    }
    finish(act, turns.is_empty()).await?;
    let cancelled: usize = turns.iter().map(|turn| turn.before.cancelled).sum();
    let note = match cancelled {
        0 => None,
        1 => Some("The mail that waited was cancelled.".to_owned()),
        more => Some(format!("{more} mails that waited were cancelled.")),
    };
    let done = u32::try_from(turns.len()).unwrap_or(u32::MAX);
    turns.into_iter().for_each(|turn| engine.undos.keep(turn.before));
    Ok(BulkReply { done, refused, note })
}

async fn turn(act: &mut Act<'_>, id: DealId, wanted: &DealAct) -> Result<Turn, EngineError> {
    match wanted {
        DealAct::Move { stage, won, reason } => shift(act, id, Some(stage), outcome(*won), reason.as_deref()).await,
        DealAct::Close { won, reason } => shift(act, id, None, outcome(Some(*won)), reason.as_deref()).await,
        DealAct::Pause { reason } => pause(act, id, reason).await,
        DealAct::Resume => resume(act, id).await,
    }
}

/// Takes back the last act on each of these deals, as long as nothing else has happened to it since.
pub async fn deals_undo(engine: &Engine, request: DealsRef) -> Reply<BulkReply> {
    few(&request.ids)?;
    let mut act = Act::begin(engine).await?;
    let (mut back, mut refused, mut cancelled) = (Vec::new(), Vec::new(), 0);
    for id in request.ids {
        match put_back(engine, &mut act, id).await {
            Ok(lost) => {
                back.push(id);
                cancelled += lost;
            }
            Err(error) => refused.push(refusal(&mut act, id, error).await?),
        }
    }
    finish(act, back.is_empty()).await?;
    back.iter().for_each(|id| engine.undos.forget(*id));
    let note = match cancelled {
        0 => None,
        1 => Some("The mail that was cancelled stays cancelled; the autopilot decides anew.".to_owned()),
        more => Some(format!("The {more} mails that were cancelled stay cancelled; the autopilot decides anew.")),
    };
    Ok(BulkReply { done: u32::try_from(back.len()).unwrap_or(u32::MAX), refused, note })
}

/// Says how many mails stay cancelled though the deal is back.
async fn put_back(engine: &Engine, act: &mut Act<'_>, id: DealId) -> Result<usize, EngineError> {
    let mut folder = Folder::read(act, id).await?;
    let before = engine.undos.of(id).ok_or_else(|| {
        EngineError::Refused("What was done with it lies too far back to be taken back; move it by hand".to_owned())
    })?;
    if folder.deal.fence != before.fence {
        let changed = "Something else has happened to this deal since, so it stays as it is; move it by hand";
        return Err(EngineError::Refused(changed.to_owned()));
    }
    if before.deal.status.is_open() && !folder.deal.status.is_open() {
        refuse_second(act, &folder).await?;
    }
    let (fence, left) = (folder.deal.fence, folder.deal.stage);
    folder.deal = before.deal;
    folder.deal.fence = fence;
    if before.cancelled > 0 && folder.deal.status == DealStatus::Active {
        // It waited for a mail that is no more: without a date it would stand still without anybody knowing.
        folder.deal.next_action_at = Some(act.now);
    }
    store::deals::put_back(&mut act.tx, &folder.deal, left, before.stage_since, act.now).await?;
    let stage = folder.pipeline.stage(folder.deal.stage).map(|stage| stage.name.as_str()).unwrap_or_default();
    let text = format!("Took it back: again in {stage}, {}", folder.deal.status);
    act.note(Author::Person, ActivityKind::Moved, folder.about(), text);
    Ok(before.cancelled)
}

/// Commits, unless nothing was written: then nobody needs to look again.
async fn finish(act: Act<'_>, nothing: bool) -> Result<(), StoreError> {
    if nothing { Ok(()) } else { act.commit().await }
}

/// A refusal for one deal, with the name people know it by. What is no refusal ends the whole act.
async fn refusal(act: &mut Act<'_>, id: DealId, error: EngineError) -> Result<DealRefusal, EngineError> {
    if !matches!(error, EngineError::Refused(_) | EngineError::BadRequest(_) | EngineError::NotFound { .. }) {
        return Err(error);
    }
    let who = match Folder::read(act, id).await {
        Ok(folder) => folder.about().who().unwrap_or_default(),
        Err(_) => String::new(),
    };
    Ok(DealRefusal { id, who, why: ApiError::from(error).message })
}

fn few(ids: &[DealId]) -> Result<(), EngineError> {
    if ids.len() > MOST {
        return Err(EngineError::BadRequest(format!("at most {MOST} deals at a time; nothing was changed")));
    }
    Ok(())
}

/// Keeps a filter under a name; another of that name gives way.
pub async fn view_save(engine: &Engine, request: SavedView) -> Reply<Done> {
    let name = request.name.trim().to_owned();
    if name.is_empty() || name.chars().count() > NAME {
        return Err(EngineError::BadRequest(format!("a view needs a name of at most {NAME} letters")).into());
    }
    if request.filter.len() > FILTER || serde_json::from_str::<serde_json::Value>(&request.filter).is_err() {
        return Err(EngineError::BadRequest("this filter cannot be kept".to_owned()).into());
    }
    let mut act = Act::begin(engine).await?;
    let view = Kept { name, filter: request.filter };
    store::saved_views::save(&mut act.tx, request.kind.word(), &view, act.now).await?;
    act.commit().await?;
    Ok(done(format!("“{}” is saved.", view.name)))
}

/// Removes a saved view.
pub async fn view_remove(engine: &Engine, request: ViewRef) -> Reply<Done> {
    let mut act = Act::begin(engine).await?;
    if !store::saved_views::remove(&mut act.tx, request.kind.word(), &request.name).await? {
        return Err(EngineError::missing("saved view", &request.name).into());
    }
    act.commit().await?;
    Ok(done(format!("“{}” is removed.", request.name)))
}
