//! What crosses the border: requests and replies of every door, exported to TypeScript. They become domain types before going down.

use std::collections::BTreeMap;

use domain::Timestamp;
use domain::activity::{ActivityKind, Author};
use domain::brand::{Autonomy, Pause, Provider};
use domain::deal::DealStatus;
use domain::email::{EmailKind, EmailState};
use domain::gate::Verdict;
use domain::id::{
    ActivityId, BrandId, ContactId, DealId, DecisionId, EmailId, ImportId, MessageId, NoticeId, PipelineId, RunId,
    StageId,
};
use domain::pipeline::{Purpose, StageKind};
use domain::reply::ReplyKind;
use domain::score::ScoreReason;
use domain::task::TaskName;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Declares a type that crosses the border.
macro_rules! wire {
    ($($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident : $type:ty),* $(,)? })*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Serialize, Deserialize, TS)]
        #[ts(export)]
        pub struct $name { $($(#[$field_meta])* pub $field: $type),* }
    )*};
}

pub(super) use wire;

pub use super::wire_people::*;

wire! {
    /// No input.
    #[derive(Default)]
    Nothing {}

    /// How the whole program stands: the first thing a window asks.
    Status {
        version: String,
        now: Timestamp,
        /// This process runs the tasks; false for a guest.
        owner: bool,
        /// Who does, if not this process.
        owned_by: Option<String>,
        /// The database is a demonstration on simulated time.
        demo: bool,
        /// IANA name of the zone that schedules and times are read in.
        timezone: String,
        paused: Option<Pause>,
        brands: Vec<BrandSummary>,
        tasks: Vec<TaskRow>,
        awaiting_approval: u32,
        unconfirmed: u32,
        questions: u32,
    }

    /// A brand at a glance.
    BrandSummary {
        id: BrandId,
        slug: String,
        name: String,
        from_email: String,
        autonomy: Autonomy,
        provider: Provider,
        /// Mails handed to the network in the last 24 hours.
        sent_today: u32,
        /// The cap of today, ramp included.
        cap_today: u32,
        awaiting_approval: u32,
        queued: u32,
        /// When the next queued mail can go.
        next_send_at: Option<Timestamp>,
        paused: Option<Pause>,
    }

    /// One setting of a brand.
    SettingRow { key: String, value: String, meaning: String }

    /// A brand with all its settings. Secrets are only said to be present or not.
    BrandDetail { summary: BrandSummary, settings: Vec<SettingRow>, secrets: BTreeMap<String, bool>, pipelines: Vec<PipelineRow> }

    /// A template or prompt, as the brand words it.
    WordingRow {
        name: String,
        /// Zero for the shipped text; a brand's own versions count from one.
        version: u32,
        text: String,
    }
    /// A brand's own wording of a template or prompt.
    WordingSet { brand: String, name: String, text: String }
    /// Names a brand.
    BrandRef { brand: String }
    /// Sets some keys of a brand; nothing changes if one of them does not fit.
    BrandSet { brand: String, values: BTreeMap<String, String> }
    /// Pauses a brand.
    BrandPause { brand: String, reason: String }

    /// A pipeline with its stages.
    PipelineRow { id: PipelineId, brand_id: BrandId, brand: String, key: String, name: String, purpose: Purpose, cadence: Vec<u32>, stages: Vec<StageRow> }
    /// A stage.
    StageRow { id: StageId, key: String, name: String, kind: StageKind }

    /// Asks for a board.
    BoardRequest {
        pipeline: PipelineId,
        /// Cards loaded per stage.
        limit: u32,
    }
    /// A pipeline as columns. Counts and sums come from the database, not from the cards that are loaded.
    Board { pipeline: PipelineRow, columns: Vec<Column>, deals: u32, value_cents: i64 }
    /// A stage with its first cards.
    Column { stage: StageRow, count: u32, value_cents: i64, cards: Vec<Card> }
    /// A deal on the board.
    Card {
        id: DealId,
        contact_id: ContactId,
        name: String,
        company: String,
        email: String,
        domain_authority: Option<u8>,
        status: DealStatus,
        value_cents: i64,
        score: Option<u8>,
        emails_sent: u32,
        next_action_at: Option<Timestamp>,
        hold_until: Option<Timestamp>,
        last_reply: Option<ReplyKind>,
        last_reply_at: Option<Timestamp>,
        last_sent_at: Option<Timestamp>,
        question: Option<String>,
        reason: Option<String>,
        /// State of the mail that is on its way, if one is.
        email_state: Option<EmailState>,
        /// When it changed last; the newest are shown first.
        updated_at: Timestamp,
    }

    /// Asks for the newest activities.
    FeedRequest { limit: u32 }
    /// A line of the feed or of a timeline.
    ActivityRow {
        id: ActivityId,
        at: Timestamp,
        author: Author,
        kind: ActivityKind,
        summary: String,
        brand: Option<String>,
        deal_id: Option<DealId>,
        /// Who it is about.
        who: Option<String>,
    }

    /// Which deals to list; empty fields do not filter.
    #[derive(Default)]
    DealsRequest {
        #[serde(default)] brand: Option<String>,
        #[serde(default)] pipeline: Option<String>,
        #[serde(default)] stage: Option<String>,
        #[serde(default)] status: Option<DealStatus>,
        /// Only those that ask a person something.
        #[serde(default)] asking: bool,
        #[serde(default)] limit: Option<u32>,
    }
    /// A deal in a list.
    DealRow {
        card: Card,
        brand: String,
        pipeline: String,
        stage: String,
    }
    /// Names a deal.
    DealRef { id: DealId }
    /// Everything about a deal.
    DealDetail {
        deal: DealRow,
        score_reasons: Vec<ScoreReason>,
        timeline: Vec<ActivityRow>,
        emails: Vec<EmailRow>,
        messages: Vec<MessageRow>,
        decisions: Vec<DecisionRow>,
    }
    /// Moves a deal; `won` is needed for a closing stage.
    DealMove { id: DealId, stage: String, #[serde(default)] won: Option<bool>, #[serde(default)] reason: Option<String> }
    /// Pauses a deal.
    DealPause { id: DealId, reason: String }
    /// Closes a deal.
    DealClose { id: DealId, won: bool, #[serde(default)] reason: Option<String> }
    /// Writes a mail for a deal now.
    DealEmail { id: DealId, #[serde(default)] kind: Option<EmailKind> }

    /// Why a deal's next mail is or is not sent.
    WhyReply {
        deal_id: DealId,
        /// A plain sentence that sums it up.
        summary: String,
        email_id: Option<EmailId>,
        email_state: Option<EmailState>,
        verdict: Verdict,
    }

    /// Which mails to list.
    #[derive(Default)]
    EmailsRequest {
        #[serde(default)] brand: Option<String>,
        #[serde(default)] state: Option<EmailState>,
        #[serde(default)] deal: Option<DealId>,
        #[serde(default)] limit: Option<u32>,
    }
    /// An outgoing mail in a list.
    EmailRow {
        id: EmailId,
        deal_id: DealId,
        brand: String,
        step: u32,
        kind: EmailKind,
        state: EmailState,
        to_address: String,
        to_name: String,
        subject: String,
        written_by: String,
        created_at: Timestamp,
        sent_at: Option<Timestamp>,
        not_before: Option<Timestamp>,
        attempts: u32,
        trouble: Option<String>,
    }
    /// An outgoing mail whole.
    EmailDetail {
        row: EmailRow,
        from_address: String,
        from_name: String,
        reply_to: String,
        text: String,
        html: String,
        /// The part a person edits: without signature and footer.
        body: String,
        token: String,
        content_hash: String,
        approved_hash: Option<String>,
        provider_message_id: Option<String>,
        wire_message_id: Option<String>,
        decision: Option<DecisionRow>,
    }
    /// Names a mail.
    EmailRef { id: EmailId }
    /// Edits subject and body; the mail needs approval again.
    EmailEdit { id: EmailId, subject: String, body: String }
    /// Settles an uncertain mail by hand.
    EmailSettle { id: EmailId, sent: bool }

    /// Which incoming mails to list.
    #[derive(Default)]
    MessagesRequest {
        #[serde(default)] brand: Option<String>,
        #[serde(default)] class: Option<ReplyKind>,
        #[serde(default)] deal: Option<DealId>,
        /// Also those that belong to nobody we know.
        #[serde(default)] all: bool,
        #[serde(default)] limit: Option<u32>,
    }
    /// An incoming mail in a list.
    MessageRow {
        id: MessageId,
        brand: String,
        deal_id: Option<DealId>,
        from_address: String,
        from_name: String,
        subject: String,
        received_at: Timestamp,
        nature: String,
        class: Option<ReplyKind>,
        confidence: f64,
        classified_by: String,
        why: String,
        /// How it was matched to its mail.
        evidence: String,
    }
    /// An incoming mail whole.
    MessageDetail { row: MessageRow, text: String, quoted: String }
    /// Names an incoming mail.
    MessageRef { id: MessageId }

    /// Which decisions to list.
    #[derive(Default)]
    DecisionsRequest { #[serde(default)] deal: Option<DealId>, #[serde(default)] limit: Option<u32> }
    /// A decision.
    DecisionRow {
        id: DecisionId,
        deal_id: DealId,
        at: Timestamp,
        action: String,
        reason: String,
        confidence: f64,
        provider: String,
        model: String,
        prompt_version: String,
        input_hash: String,
        tokens_in: Option<u32>,
        tokens_out: Option<u32>,
        latency_ms: Option<u32>,
        trouble: Option<String>,
    }

    /// A task with its schedule and last run.
    TaskRow {
        name: TaskName,
        does: String,
        schedule: String,
        enabled: bool,
        next_run_at: Option<Timestamp>,
        running: bool,
        last_run: Option<RunRow>,
    }
    /// One execution of a task.
    RunRow {
        id: RunId,
        task: TaskName,
        started_at: Timestamp,
        finished_at: Option<Timestamp>,
        cause: String,
        /// running, ok, trouble or interrupted
        outcome: String,
        counts: BTreeMap<String, u32>,
        error: Option<String>,
    }
    /// Runs a task now.
    RunTask { task: TaskName, #[serde(default)] brand: Option<String>, #[serde(default)] deal: Option<DealId> }
    /// Names a task.
    TaskRef { task: TaskName }
    /// Switches a task on or off.
    TaskEnable { task: TaskName, enabled: bool }
    /// Sets a task's schedule as cron with five fields.
    TaskSchedule { task: TaskName, schedule: String }
    /// Pauses the whole autopilot.
    PauseAll { reason: String }

    /// An import that was done.
    ImportRow {
        id: ImportId,
        brand: String,
        file_name: String,
        state: String,
        rows_in: u32,
        created: u32,
        updated: u32,
        skipped: u32,
        rejected: u32,
        deals: u32,
        created_at: Timestamp,
    }
    /// Names an import.
    ImportRef { id: ImportId }

    /// Something worth telling a person.
    NoticeRow { id: NoticeId, at: Timestamp, kind: String, brand: Option<String>, deal_id: Option<DealId>, title: String, body: String }

    /// One check of the doctor.
    DoctorCheck { check: String, brand: Option<String>, ok: bool, detail: String, fix: Option<String> }

    /// A copy of the database.
    BackupRow {
        file: String,
        made_at: Timestamp,
        bytes: u64,
    }

    /// The morning review of a brand.
    ReviewReport {
        brand: String,
        day: String,
        created_at: Timestamp,
        scored: u32,
        needs_you: Vec<ReviewLine>,
        stale: Vec<ReviewLine>,
        best: Vec<ReviewLine>,
        decisions: u32,
        tokens: u32,
        sent_yesterday: u32,
        replies_yesterday: u32,
    }
    /// A deal in the review.
    ReviewLine { deal_id: DealId, name: String, company: String, stage: String, score: u8, why: String }

    /// A plain confirmation with what changed, as a sentence.
    Done { done: String }
}

/// What the engine says as it works. A window refreshes what it shows; nothing in here is needed to be right.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[ts(export)]
pub enum Event {
    /// A line for the feed.
    Activity {
        /// The line.
        activity: ActivityRow,
    },
    /// A task started or ended.
    Task {
        /// The run as it stands.
        run: RunRow,
    },
    /// Something for a native notification.
    Notice {
        /// The notice.
        notice: NoticeRow,
    },
    /// Something else changed; lists should be asked for anew.
    Changed,
}

/// An error at the border. A code exists only where somebody acts on it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ApiError {
    /// What kind.
    pub code: ErrorCode,
    /// What happened, what was kept, what to do: a sentence for a person.
    pub message: String,
}

/// The kinds of errors that doors tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ErrorCode {
    /// Not possible now; nothing is broken. A warning, exit 3 on the command line.
    Refused,
    /// The request itself is wrong. Exit 2.
    BadRequest,
    /// No such thing.
    NotFound,
    /// Something failed. Exit 1.
    Failed,
}

impl std::fmt::Display for ApiError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ApiError {}
