//! A deal: a contact in a pipeline, and the moves a person or the autopilot may make with it.

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::contact::Contact;
use crate::id::{BrandId, ContactId, DealId, PipelineId, StageId};
use crate::pipeline::{Pipeline, Stage, StageKind};

/// Whether a deal is being worked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum DealStatus {
    /// The autopilot works it when it is due.
    Active,
    /// Nothing happens until somebody resumes it.
    Paused,
    /// Closed with success.
    Won,
    /// Closed without.
    Lost,
}
crate::text_enum!(DealStatus { Active = "active", Paused = "paused", Won = "won", Lost = "lost" });

impl DealStatus {
    /// Active or paused: the deal is not over.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Active | Self::Paused)
    }
}

/// A deal as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deal {
    /// Its id.
    pub id: DealId,
    /// The brand it belongs to.
    pub brand: BrandId,
    /// Who it is with.
    pub contact: ContactId,
    /// Which pipeline it is in.
    pub pipeline: PipelineId,
    /// Which stage it is in.
    pub stage: StageId,
    /// Whether it is being worked.
    pub status: DealStatus,
    /// Value in cents of `currency`; zero when unknown.
    pub value_cents: i64,
    /// When the autopilot looks at it next; `None` while it waits for something else.
    pub next_action_at: Option<Timestamp>,
    /// Mails delivered to the mailbox provider, not queued ones.
    pub emails_sent: u32,
    /// When the last of them went out.
    pub last_sent_at: Option<Timestamp>,
    /// The last thing heard: what a person said, or else that they are away.
    pub last_reply: Option<crate::reply::ReplyKind>,
    /// When a person last answered.
    pub last_reply_at: Option<Timestamp>,
    /// A human decision that the autopilot respects until then.
    pub hold_until: Option<Timestamp>,
    /// What the autopilot asks the person, if it needs one.
    pub question: Option<String>,
    /// Why it is paused or lost.
    pub reason: Option<String>,
    /// Fence number: raised at every claim, checked at every automatic write.
    pub fence: i64,
}

impl Deal {
    /// A deal as it begins: nothing has happened yet, it is worth nothing known, and the autopilot looks at it at once.
    pub fn begin(id: DealId, contact: &Contact, pipeline: PipelineId, stage: StageId, now: Timestamp) -> Self {
        Self {
            id,
            brand: contact.brand,
            contact: contact.id,
            pipeline,
            stage,
            status: DealStatus::Active,
            value_cents: 0,
            next_action_at: Some(now),
            emails_sent: 0,
            last_sent_at: None,
            last_reply: None,
            last_reply_at: None,
            hold_until: None,
            question: None,
            reason: None,
            fence: 0,
        }
    }
}

/// What a person may do with a deal by moving its card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Close {
    /// With success.
    Won,
    /// Without.
    Lost,
}

/// Why a move is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoveRefused {
    /// The stage is not one of the pipeline's.
    #[error("this pipeline has no such stage")]
    NoSuchStage,
    /// Already there.
    #[error("the deal is already in {0}")]
    AlreadyThere(String),
    /// A closing stage needs won or lost.
    #[error("{0} closes the deal: say whether it is won or lost")]
    NeedsOutcome(String),
    /// That stage is for success only.
    #[error("{0} is only for deals that are won; close the deal as lost instead")]
    OnlyWon(String),
    /// Lost needs a reason.
    #[error("say why the deal is lost")]
    NeedsReason,
}

/// How a moved deal ends up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// Its new stage.
    pub stage: StageId,
    /// Its new status.
    pub status: DealStatus,
    /// Why it was lost.
    pub reason: Option<String>,
}

/// Closes a deal, in the pipeline's stage for that end or, without one, where it is.
pub fn close(deal: &Deal, pipeline: &Pipeline, outcome: Close, reason: Option<&str>) -> Result<Moved, MoveRefused> {
    if let Some(stage) = pipeline.closing(outcome == Close::Won) {
        return move_to(deal, pipeline, stage, Some(outcome), reason);
    }
    let reason = reason.map(str::trim).filter(|reason| !reason.is_empty());
    let status = if outcome == Close::Won { DealStatus::Won } else { DealStatus::Lost };
    if status == DealStatus::Lost && reason.is_none() {
        return Err(MoveRefused::NeedsReason);
    }
    Ok(Moved { stage: deal.stage, status, reason: reason.map(str::to_owned) })
}

/// Whether a person may move a deal to a stage, and what becomes of it. Moving a closed deal to an open stage reopens it.
pub fn move_to(
    deal: &Deal,
    pipeline: &Pipeline,
    to: &Stage,
    outcome: Option<Close>,
    reason: Option<&str>,
) -> Result<Moved, MoveRefused> {
    if pipeline.stage(to.id).is_none() {
        return Err(MoveRefused::NoSuchStage);
    }
    if deal.stage == to.id && outcome.is_none() {
        return Err(MoveRefused::AlreadyThere(to.name.clone()));
    }
    let reason = reason.map(str::trim).filter(|reason| !reason.is_empty());
    let status = match (to.kind, outcome) {
        (StageKind::Open, _) if deal.status.is_open() => deal.status,
        (StageKind::Open, _) => DealStatus::Active,
        (StageKind::Closed, None) => return Err(MoveRefused::NeedsOutcome(to.name.clone())),
        (StageKind::Won, Some(Close::Lost)) => return Err(MoveRefused::OnlyWon(to.name.clone())),
        (StageKind::Won, _) | (StageKind::Closed, Some(Close::Won)) => DealStatus::Won,
        (StageKind::Closed, Some(Close::Lost)) | (StageKind::Lost, _) => DealStatus::Lost,
    };
    if status == DealStatus::Lost && reason.is_none() {
        return Err(MoveRefused::NeedsReason);
    }
    Ok(Moved { stage: to.id, status, reason: reason.map(str::to_owned) })
}
