//! Pipelines and their stages, and the cadence a pipeline keeps.

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::email::EmailKind;
use crate::id::{BrandId, PipelineId, StageId};
use crate::time::add_working_days;

/// What being in a stage means for a deal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum StageKind {
    /// Work goes on.
    Open,
    /// The end, either way: whoever moves a deal there says whether it is won or lost.
    Closed,
    /// The end, won.
    Won,
    /// The end, lost.
    Lost,
}
crate::text_enum!(StageKind { Open = "open", Closed = "closed", Won = "won", Lost = "lost" });

/// What moves a deal into a stage by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Advance {
    /// Before the first mail, while the autopilot prepares the pitch.
    Research,
    /// The first mail went out.
    FirstSent,
    /// The second mail went out.
    SecondSent,
    /// The third mail went out.
    ThirdSent,
    /// The contact is interested or asks.
    PositiveReply,
    /// The contact says the link is placed.
    LinkPlaced,
}
crate::text_enum!(Advance {
    Research = "research",
    FirstSent = "first_sent",
    SecondSent = "second_sent",
    ThirdSent = "third_sent",
    PositiveReply = "positive_reply",
    LinkPlaced = "link_placed",
});

impl Advance {
    /// The event of the `n`th delivered mail, counted from one.
    pub fn on_sent(n: u32) -> Option<Self> {
        match n {
            1 => Some(Self::FirstSent),
            2 => Some(Self::SecondSent),
            3 => Some(Self::ThirdSent),
            _ => None,
        }
    }
}

/// What a pipeline is for; templates and prompts differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Purpose {
    /// Selling.
    Sales,
    /// Asking for links.
    Backlink,
}
crate::text_enum!(Purpose { Sales = "sales", Backlink = "backlink" });

/// A pipeline with its stages in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pipeline {
    /// Its id.
    pub id: PipelineId,
    /// The brand it belongs to.
    pub brand: BrandId,
    /// Name on the command line, unique within the brand.
    pub key: String,
    /// Name shown to people.
    pub name: String,
    /// What it is for.
    pub purpose: Purpose,
    /// Working days before each mail: `[0, 3, 5, 7]` is at once, then three, five and seven after the last.
    pub cadence: Vec<u32>,
    /// In order.
    pub stages: Vec<Stage>,
}

/// A stage of a pipeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// Its id.
    pub id: StageId,
    /// Key within the pipeline: `new_lead`.
    pub key: String,
    /// Name shown to people.
    pub name: String,
    /// What being here means.
    pub kind: StageKind,
    /// What moves a deal here by itself, if anything does.
    pub advance_on: Option<Advance>,
}

impl Pipeline {
    /// The stage with that id.
    pub fn stage(&self, id: StageId) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.id == id)
    }

    /// The stage a model or a person names, by key or name, letter case aside.
    pub fn stage_named(&self, name: &str) -> Option<&Stage> {
        let wanted = name.trim();
        self.stages
            .iter()
            .find(|stage| stage.key.eq_ignore_ascii_case(wanted) || stage.name.eq_ignore_ascii_case(wanted))
    }

    /// Where a new deal starts.
    pub fn first(&self) -> Option<&Stage> {
        self.stages.first()
    }

    /// Where a deal goes by itself on an event: only forwards, never out of a closing stage, never by more than the event says.
    pub fn advance(&self, from: StageId, event: Advance) -> Option<&Stage> {
        let here = self.stages.iter().position(|stage| stage.id == from)?;
        let there = self.stages.iter().position(|stage| stage.advance_on == Some(event))?;
        let open = self.stages.get(here).is_some_and(|stage| stage.kind == StageKind::Open);
        (open && there > here).then(|| self.stages.get(there)).flatten()
    }

    /// The stage of a closed deal. `None` when the pipeline has none for that end: the deal then stays where it was, closed.
    pub fn closing(&self, won: bool) -> Option<&Stage> {
        let wanted = if won { StageKind::Won } else { StageKind::Lost };
        self.stages.iter().find(|stage| stage.kind == wanted || stage.kind == StageKind::Closed)
    }

    /// When the next mail is due after `sent` mails, the last of them at `last`. `None` once the cadence is used up.
    pub fn next_mail_at(&self, sent: u32, last: Timestamp, zone: Tz) -> Option<Timestamp> {
        self.cadence.get(sent as usize).map(|days| add_working_days(last, *days, zone))
    }

    /// The kind of the mail after `sent` delivered ones.
    pub fn kind_after(sent: u32) -> EmailKind {
        match sent {
            0 => EmailKind::Initial,
            1 => EmailKind::FirstFollowUp,
            2 => EmailKind::SecondFollowUp,
            _ => EmailKind::LaterFollowUp,
        }
    }
}

/// A stage to be seeded: key, name, kind, what moves deals here.
pub type StageSeed = (&'static str, &'static str, StageKind, Option<Advance>);

/// The seven stages of the seeded sales pipeline.
pub const SALES: &[StageSeed] = &[
    ("new_lead", "New Lead", StageKind::Open, None),
    ("contacted", "Contacted", StageKind::Open, Some(Advance::FirstSent)),
    ("engaged", "Engaged", StageKind::Open, Some(Advance::PositiveReply)),
    ("qualified", "Qualified", StageKind::Open, None),
    ("proposal_sent", "Proposal Sent", StageKind::Open, None),
    ("negotiation", "Negotiation", StageKind::Open, None),
    ("closed", "Closed", StageKind::Closed, None),
];

/// The eight stages of the seeded backlink pipeline.
pub const BACKLINK: &[StageSeed] = &[
    ("prospect", "Prospect", StageKind::Open, None),
    ("researching", "Researching", StageKind::Open, Some(Advance::Research)),
    ("initial_outreach", "Initial Outreach", StageKind::Open, Some(Advance::FirstSent)),
    ("follow_up_1", "Follow Up 1", StageKind::Open, Some(Advance::SecondSent)),
    ("follow_up_2", "Follow Up 2", StageKind::Open, Some(Advance::ThirdSent)),
    ("interested", "Interested", StageKind::Open, Some(Advance::PositiveReply)),
    ("link_placed", "Link Placed", StageKind::Open, Some(Advance::LinkPlaced)),
    ("verified", "Verified", StageKind::Won, None),
];

/// The default cadence in working days.
pub const CADENCE: &[u32] = &[0, 3, 5, 7];
