//! What crosses the border about the board: a pipeline as columns, its filter, acts on many deals at once, and filters kept under a name.

use domain::deal::DealStatus;
use domain::id::{DealId, PipelineId, StageId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Card, PipelineRow, StageRow};

wire! {
    /// Which cards a board shows; empty fields do not filter.
    #[derive(Default)]
    BoardFilter {
        /// Without one, open stages show what is not over.
        #[serde(default)] statuses: Vec<DealStatus>,
        /// Any of these.
        #[serde(default)] tags: Vec<String>,
        #[serde(default)] score_from: Option<u8>,
        #[serde(default)] next: Option<NextAction>,
        /// Only what waits for a person.
        #[serde(default)] needs_you: bool,
        /// Only where the last word is theirs.
        #[serde(default)] replied: bool,
        #[serde(default)] text: String,
    }

    /// Asks for a board.
    BoardRequest {
        pipeline: PipelineId,
        /// Cards loaded per stage.
        limit: u32,
        #[serde(default)]
        #[ts(optional)]
        filter: Option<BoardFilter>,
    }

    /// A pipeline as columns. Counts and sums come from the database, not from the cards that are loaded.
    Board {
        pipeline: PipelineRow,
        columns: Vec<Column>,
        deals: u32,
        value_cents: i64,
        /// Deals that wait for a person, whatever the filter.
        needs_you: u32,
    }

    /// A stage with its first cards.
    Column { stage: StageRow, count: u32, value_cents: i64, cards: Vec<Card> }

    /// Asks for a stretch of a column, as a person scrolls to it.
    ColumnRequest {
        stage: StageId,
        /// How many cards lie before it.
        from: u32,
        limit: u32,
        #[serde(default)]
        #[ts(optional)]
        filter: Option<BoardFilter>,
    }

    /// Asks for the labels that open deals of a pipeline have.
    BoardTagsRequest { pipeline: PipelineId }

    /// A label with the number of deals that have it.
    TagCount { tag: String, count: u32 }

    /// Does the same with several deals.
    DealsBulk { ids: Vec<DealId>, act: DealAct }

    /// Names deals.
    DealsRef { ids: Vec<DealId> }

    /// What became of an act on several deals: each is done or refused on its own.
    BulkReply {
        done: u32,
        refused: Vec<DealRefusal>,
        /// What else the person should know, as a sentence.
        note: Option<String>,
    }

    /// Why one deal of several stays as it was.
    DealRefusal { id: DealId, who: String, why: String }

    /// Asks for the views that are kept of a list.
    ViewsRequest { kind: ViewKind }

    /// A filter under a name. What is in it is the page's own JSON.
    SavedView { kind: ViewKind, name: String, filter: String }

    /// Names a saved view.
    ViewRef { kind: ViewKind, name: String }
}

/// By what the autopilot does next with an active deal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum NextAction {
    /// It should have looked at it by now.
    Overdue,
    /// It looks at it on this day, in the brand's zone.
    Today,
    /// Nothing is planned and no mail is on its way.
    Nothing,
}

/// What is done with a deal.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[ts(export)]
pub enum DealAct {
    /// To a stage, by key or name; a closing stage needs `won`.
    Move {
        /// Which stage.
        stage: String,
        /// The outcome.
        won: Option<bool>,
        /// Why.
        reason: Option<String>,
    },
    /// Stands still until somebody resumes it.
    Pause {
        /// Why.
        reason: String,
    },
    /// Back to the autopilot.
    Resume,
    /// To its end.
    Close {
        /// The outcome.
        won: bool,
        /// Why.
        reason: Option<String>,
    },
}

/// Which list a saved view belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ViewKind {
    /// The board.
    Board,
    /// The contacts.
    Contacts,
}

impl ViewKind {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Board => "board",
            Self::Contacts => "contacts",
        }
    }
}
