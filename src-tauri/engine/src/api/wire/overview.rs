//! How things stand: the program, its feed, its notices, its health.

use domain::Timestamp;
use domain::activity::{ActivityKind, Author};
use domain::brand::Pause;
use domain::id::{ActivityId, DealId, NoticeId};
use domain::notice::{Bubble, NoticeKind};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{BrandSummary, DoctorAction, TaskRow};

wire! {
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
        /// Nobody was ever imported and no mailbox was ever connected: the first start.
        fresh: bool,
        /// IANA name of the zone that schedules and times are read in.
        timezone: String,
        paused: Option<Pause>,
        brands: Vec<BrandSummary>,
        tasks: Vec<TaskRow>,
        awaiting_approval: u32,
        unconfirmed: u32,
        questions: u32,
        /// Incoming mails that wait for a person.
        inbox_waiting: u32,
        /// Notices that nobody has seen.
        notices_unseen: u32,
        /// What the light of the tray and of the sidebar shows.
        light: Light,
    }

    /// What is to come up on the desktop.
    Telling {
        bubbles: Vec<Bubble>,
        /// When to ask again, where something waits for the end of the quiet hours.
        again_at: Option<Timestamp>,
    }

    /// A person has seen the notices up to this one.
    NoticesSeen { upto: Timestamp }

    /// How the program behaves on this computer.
    ProgramSettings {
        /// Hours in which nothing comes up, such as `22:00-07:00`; empty for none.
        quiet_hours: String,
        /// What closing the window does.
        on_close: OnClose,
    }

    /// Changes how the program behaves; what is absent stays.
    ProgramSet { #[serde(default)] quiet_hours: Option<String>, #[serde(default)] on_close: Option<OnClose> }

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

    /// Something worth telling a person.
    NoticeRow { id: NoticeId, at: Timestamp, kind: NoticeKind, brand: Option<String>, deal_id: Option<DealId>, title: String, body: String, seen: bool }

    /// What helps somebody else to find a fault: no address, no secret, no name.
    Diagnostics { text: String }

    /// One check of the doctor.
    DoctorCheck {
        check: String,
        brand: Option<String>,
        ok: bool,
        detail: String,
        fix: Option<String>,
        /// What a button beside it can do.
        action: Option<DoctorAction>,
    }

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
}

impl Status {
    /// How many things wait for a person, as Today lists them.
    pub fn needs_you(&self) -> u32 {
        self.awaiting_approval + self.unconfirmed + self.questions
    }
}

/// How the autopilot stands, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Light {
    /// It works.
    Running,
    /// A person paused it.
    Paused,
    /// It works, and something waits for a person.
    NeedsYou,
    /// Something does not work.
    Problem,
}

/// What closing the window does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum OnClose {
    /// A person is asked.
    #[default]
    Ask,
    /// The autopilot goes on.
    Keep,
    /// The program ends.
    Quit,
}
domain::text_enum!(OnClose { Ask = "ask", Keep = "keep", Quit = "quit" });
