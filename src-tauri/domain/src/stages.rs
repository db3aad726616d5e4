//! Changing a pipeline: which stages it may have, what they may be called, and where the deals of a stage that goes may go.
//!
//! Pure: a pipeline comes in, the changed one goes out, or the reason why not. Keys never change once given: decisions, exports and the
//! command line name stages by them.

use crate::deal::DealStatus;
use crate::id::StageId;
use crate::pipeline::{Advance, Pipeline, Stage, StageKind};

/// The longest name.
const LONGEST: usize = 60;
/// The most stages of a pipeline.
const MOST_STAGES: usize = 30;
/// The most mails of a cadence, and the most working days between two of them.
const MOST_MAILS: usize = 12;
const MOST_DAYS: u32 = 120;

/// Why a pipeline cannot be changed so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Nothing in the name.
    #[error("a name is needed")]
    NoName,
    /// Too much in it.
    #[error("the name is too long; {} characters are the most", LONGEST)]
    LongName,
    /// Another one is called so.
    #[error("there is a stage “{0}” already; a decision could not tell the two apart")]
    NameTaken(String),
    /// No more room on a board.
    #[error("a pipeline has {} stages at most", MOST_STAGES)]
    TooManyStages,
    /// New deals start in the first stage.
    #[error("the first stage has to be an open one: new deals start there")]
    FirstIsNotOpen,
    /// There has to be a way to win.
    #[error("a pipeline needs a stage in which a deal is won")]
    NoWonStage,
    /// No such stage in this pipeline.
    #[error("there is no such stage in this pipeline")]
    NoSuchStage,
    /// The order leaves stages out or names one twice.
    #[error("the new order does not name every stage once; the pipeline has changed meanwhile")]
    NotAnOrder,
    /// Its deals need a place.
    #[error("{} in “{stage}”; say where they go", there_are(*deals))]
    NeedsPlace {
        /// The stage's name.
        stage: String,
        /// How many.
        deals: u32,
    },
    /// They cannot go there.
    #[error("“{to}” is no place for {what} deals; choose another stage")]
    WrongPlace {
        /// Where they were to go.
        to: String,
        /// What kind of deals.
        what: &'static str,
    },
    /// What a stage is cannot change under its deals.
    #[error("“{stage}” holds {what} deals; move them first, then it can become something else")]
    HoldsDeals {
        /// The stage's name.
        stage: String,
        /// What kind of deals.
        what: &'static str,
    },
    /// A closing stage is entered by closing.
    #[error("deals come into a closing stage when they are closed, not by a mail or a reply")]
    ClosingAdvances,
    /// A cadence without mails, or with too many.
    #[error("a cadence has 1 to {} mails", MOST_MAILS)]
    MailsOfCadence,
    /// Too long a wait.
    #[error("at most {} working days lie between two mails", MOST_DAYS)]
    DaysOfCadence,
}

fn there_are(deals: u32) -> String {
    if deals == 1 { "1 deal is".to_owned() } else { format!("{deals} deals are") }
}

/// How many deals of each state a stage holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Held {
    /// Active or paused.
    pub open: u32,
    /// Won.
    pub won: u32,
    /// Lost.
    pub lost: u32,
}

impl Held {
    /// All of them.
    pub fn all(self) -> u32 {
        self.open + self.won + self.lost
    }

    /// The first kind of deals that a stage of that kind is no place for.
    fn misfit(self, kind: StageKind) -> Option<&'static str> {
        let kinds = [
            (self.open, DealStatus::Active, "open"),
            (self.won, DealStatus::Won, "won"),
            (self.lost, DealStatus::Lost, "lost"),
        ];
        kinds.into_iter().find(|(n, status, _)| *n > 0 && !fits(kind, *status)).map(|(.., what)| what)
    }
}

/// Whether a deal may stand in a stage of that kind. A closed deal may also stay in an open stage, where it was when it was closed.
fn fits(kind: StageKind, status: DealStatus) -> bool {
    match kind {
        StageKind::Open => true,
        StageKind::Closed => !status.is_open(),
        StageKind::Won => status == DealStatus::Won,
        StageKind::Lost => status == DealStatus::Lost,
    }
}

/// A name as it may be kept: trimmed, not empty, not too long.
pub fn named(name: &str) -> Result<String, Refused> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        Err(Refused::NoName)
    } else if name.chars().count() > LONGEST || name.chars().any(char::is_control) {
        Err(Refused::LongName)
    } else {
        Ok(name)
    }
}

/// A key made from a name: `Proposal Sent` becomes `proposal_sent`, with a number if that is taken.
pub fn key_for<'a>(name: &str, taken: impl Iterator<Item = &'a str> + Clone) -> String {
    let letters = name.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect::<String>();
    let bare = letters.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join("_");
    let bare = if bare.is_empty() { "stage".to_owned() } else { bare };
    let free = |key: &String| !taken.clone().any(|taken| taken.eq_ignore_ascii_case(key));
    let numbered = (2..).map(|n| format!("{bare}_{n}"));
    std::iter::once(bare.clone()).chain(numbered).find(free).unwrap_or(bare)
}

/// The pipeline with one more stage at a place; behind the last open one without a place.
pub fn add(
    mut pipeline: Pipeline,
    id: StageId,
    name: &str,
    kind: StageKind,
    at: Option<usize>,
) -> Result<Pipeline, Refused> {
    if pipeline.stages.len() >= MOST_STAGES {
        return Err(Refused::TooManyStages);
    }
    let name = free_name(&pipeline, name, None)?;
    let key = key_for(&name, pipeline.stages.iter().flat_map(|stage| [stage.key.as_str(), stage.name.as_str()]));
    let behind_open =
        pipeline.stages.iter().rposition(|stage| stage.kind == StageKind::Open).map_or(0, |last| last + 1);
    let end = if kind == StageKind::Open { behind_open } else { pipeline.stages.len() };
    let at = at.unwrap_or(end).min(pipeline.stages.len());
    pipeline.stages.insert(at, Stage { id, key, name, kind, advance_on: None });
    sound(pipeline)
}

/// The pipeline with a stage called otherwise; its key stays.
pub fn rename(mut pipeline: Pipeline, id: StageId, name: &str) -> Result<Pipeline, Refused> {
    let name = free_name(&pipeline, name, Some(id))?;
    stage_mut(&mut pipeline, id)?.name = name;
    Ok(pipeline)
}

/// The pipeline with its stages in another order.
pub fn reorder(mut pipeline: Pipeline, order: &[StageId]) -> Result<Pipeline, Refused> {
    let mut left = std::mem::take(&mut pipeline.stages);
    for id in order {
        let at = left.iter().position(|stage| stage.id == *id).ok_or(Refused::NotAnOrder)?;
        pipeline.stages.push(left.remove(at));
    }
    if left.is_empty() { sound(pipeline) } else { Err(Refused::NotAnOrder) }
}

/// The pipeline with a stage of another kind, if the deals in it can stay.
pub fn set_kind(mut pipeline: Pipeline, id: StageId, kind: StageKind, held: Held) -> Result<Pipeline, Refused> {
    let stage = stage_mut(&mut pipeline, id)?;
    if let Some(what) = held.misfit(kind) {
        return Err(Refused::HoldsDeals { stage: stage.name.clone(), what });
    }
    stage.kind = kind;
    if kind != StageKind::Open {
        stage.advance_on = None;
    }
    sound(pipeline)
}

/// The pipeline in which an event moves deals into this stage, and into no other; `None` leaves it to people.
pub fn set_advance(mut pipeline: Pipeline, id: StageId, on: Option<Advance>) -> Result<Pipeline, Refused> {
    let stage = stage_mut(&mut pipeline, id)?;
    if on.is_some() && stage.kind != StageKind::Open {
        return Err(Refused::ClosingAdvances);
    }
    for stage in &mut pipeline.stages {
        if stage.id == id {
            stage.advance_on = on;
        } else if on.is_some() && stage.advance_on == on {
            stage.advance_on = None;
        }
    }
    Ok(pipeline)
}

/// The pipeline without a stage. Its deals need a place they can stand in.
pub fn remove(mut pipeline: Pipeline, id: StageId, held: Held, to: Option<StageId>) -> Result<Pipeline, Refused> {
    let gone = stage_mut(&mut pipeline, id)?.name.clone();
    pipeline.stages.retain(|stage| stage.id != id);
    match to {
        Some(to) => {
            let to = pipeline.stage(to).ok_or(Refused::NoSuchStage)?;
            if let Some(what) = held.misfit(to.kind) {
                return Err(Refused::WrongPlace { to: to.name.clone(), what });
            }
        }
        None if held.all() > 0 => return Err(Refused::NeedsPlace { stage: gone, deals: held.all() }),
        None => {}
    }
    sound(pipeline)
}

/// A cadence as it may be kept.
pub fn cadence(days: &[u32]) -> Result<Vec<u32>, Refused> {
    if days.is_empty() || days.len() > MOST_MAILS {
        return Err(Refused::MailsOfCadence);
    }
    if days.iter().any(|days| *days > MOST_DAYS) { Err(Refused::DaysOfCadence) } else { Ok(days.to_vec()) }
}

fn stage_mut(pipeline: &mut Pipeline, id: StageId) -> Result<&mut Stage, Refused> {
    pipeline.stages.iter_mut().find(|stage| stage.id == id).ok_or(Refused::NoSuchStage)
}

/// A name that no other stage goes by, be it as its name or as its key: either is enough to mean a stage.
fn free_name(pipeline: &Pipeline, name: &str, except: Option<StageId>) -> Result<String, Refused> {
    let name = named(name)?;
    match pipeline.stage_named(&name).filter(|stage| Some(stage.id) != except) {
        Some(other) => Err(Refused::NameTaken(other.name.clone())),
        None => Ok(name),
    }
}

/// What every pipeline has: a first stage where work goes on, and a stage in which deals are won.
fn sound(pipeline: Pipeline) -> Result<Pipeline, Refused> {
    if pipeline.first().is_none_or(|first| first.kind != StageKind::Open) {
        return Err(Refused::FirstIsNotOpen);
    }
    if pipeline.closing(true).is_none() {
        return Err(Refused::NoWonStage);
    }
    Ok(pipeline)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Timestamp;
    use crate::id::{BrandId, PipelineId};
    use crate::pipeline::{Purpose, SALES};

    fn id(n: u8) -> StageId {
        StageId::mint(Timestamp::from_millis(0), [n; 10])
    }

    fn sales() -> Pipeline {
        let stage = |((key, name, kind, advance_on), n): (&crate::pipeline::StageSeed, u8)| Stage {
            id: id(n),
            key: (*key).to_owned(),
            name: (*name).to_owned(),
            kind: *kind,
            advance_on: *advance_on,
        };
        Pipeline {
            id: PipelineId::mint(Timestamp::from_millis(0), [1; 10]),
            brand: BrandId::mint(Timestamp::from_millis(0), [1; 10]),
            key: "sales".to_owned(),
            name: "Sales".to_owned(),
            purpose: Purpose::Sales,
            cadence: vec![0, 3],
            stages: SALES.iter().zip(0..).map(stage).collect(),
        }
    }

    #[test]
    fn a_pipeline_keeps_a_first_stage_to_work_in_and_one_to_win_in() {
        assert_eq!(remove(sales(), id(6), Held::default(), None), Err(Refused::NoWonStage));
        let mut order: Vec<StageId> = (0..7).map(id).collect();
        order.rotate_right(1);
        assert_eq!(reorder(sales(), &order), Err(Refused::FirstIsNotOpen));
        assert_eq!(set_kind(sales(), id(6), StageKind::Lost, Held::default()), Err(Refused::NoWonStage));
        let won = set_kind(sales(), id(6), StageKind::Won, Held::default()).unwrap();
        assert_eq!(won.closing(true).map(|stage| stage.id), Some(id(6)));
    }

    #[test]
    fn the_deals_of_a_stage_that_goes_need_a_place_they_can_stand_in() {
        let held = Held { open: 2, won: 0, lost: 1 };
        let asks = remove(sales(), id(2), held, None).unwrap_err();
        assert_eq!(asks.to_string(), "3 deals are in “Engaged”; say where they go");
        assert!(matches!(remove(sales(), id(2), held, Some(id(6))), Err(Refused::WrongPlace { what: "open", .. })));
        assert_eq!(remove(sales(), id(2), held, Some(id(2))), Err(Refused::NoSuchStage));
        assert_eq!(remove(sales(), id(2), held, Some(id(1))).unwrap().stages.len(), 6);
        assert!(set_kind(sales(), id(1), StageKind::Lost, held).is_err());
    }

    #[test]
    fn names_are_told_apart_and_keys_stay() {
        assert_eq!(rename(sales(), id(1), "new_lead"), Err(Refused::NameTaken("New Lead".to_owned())));
        assert_eq!(rename(sales(), id(1), "  "), Err(Refused::NoName));
        let renamed = rename(sales(), id(1), " Written  to ").unwrap();
        assert_eq!((renamed.stages[1].name.as_str(), renamed.stages[1].key.as_str()), ("Written to", "contacted"));
        let added = add(renamed, id(50), "Contacted twice", StageKind::Open, None).unwrap();
        assert_eq!(added.stages[6].key, "contacted_twice");
        assert_eq!(key_for("Contacted", added.stages.iter().map(|stage| stage.key.as_str())), "contacted_2");
        assert_eq!(key_for("नया सौदा!", std::iter::empty()), "नया_सौदा");
    }

    #[test]
    fn an_event_moves_deals_into_one_stage_only() {
        let moved = set_advance(sales(), id(3), Some(Advance::PositiveReply)).unwrap();
        assert_eq!(moved.stages[2].advance_on, None);
        assert_eq!(moved.advance(id(0), Advance::PositiveReply).map(|stage| stage.id), Some(id(3)));
        assert_eq!(set_advance(sales(), id(6), Some(Advance::LinkPlaced)), Err(Refused::ClosingAdvances));
    }

    #[test]
    fn a_cadence_has_mails_and_its_waits_an_end() {
        assert_eq!(cadence(&[0, 3, 5]), Ok(vec![0, 3, 5]));
        assert_eq!(cadence(&[]), Err(Refused::MailsOfCadence));
        assert_eq!(cadence(&[0, 121]), Err(Refused::DaysOfCadence));
    }

    proptest! {
        /// Whatever is done in whatever order, a pipeline stays one that deals can start and be won in, and names mean one stage.
        #[test]
        fn every_change_leaves_a_sound_pipeline(steps in proptest::collection::vec((0u8..5, 0u8..9, 0u8..9, 0usize..4), 0..40)) {
            let kinds = [StageKind::Open, StageKind::Closed, StageKind::Won, StageKind::Lost];
            let mut pipeline = sales();
            for (n, (what, one, other, kind)) in steps.into_iter().enumerate() {
                let at = |n: u8| pipeline.stages.get(usize::from(n)).map_or(id(200), |stage| stage.id);
                let (one_id, other_id) = (at(one), at(other));
                let mut order: Vec<StageId> = pipeline.stages.iter().map(|stage| stage.id).collect();
                let now = pipeline.clone();
                let changed = match what {
                    0 => add(now, id(100 + n as u8), &format!("Stage {one}"), kinds[kind], Some(usize::from(other))),
                    1 => rename(now, one_id, &format!("Stage {other}")),
                    2 => { let places = order.len(); order.swap(usize::from(one) % places, usize::from(other) % places); reorder(now, &order) }
                    3 => set_kind(now, one_id, kinds[kind], Held::default()),
                    _ => remove(now, one_id, Held { open: 1, ..Held::default() }, Some(other_id)),
                };
                if let Ok(changed) = changed {
                    pipeline = changed;
                }
                prop_assert!(sound(pipeline.clone()).is_ok());
                for stage in &pipeline.stages {
                    prop_assert_eq!(pipeline.stage_named(&stage.name).map(|found| found.id), Some(stage.id));
                    prop_assert_eq!(pipeline.stage_named(&stage.key).map(|found| found.id), Some(stage.id));
                }
            }
        }
    }
}
