//! How things stand: the program, its feed, its notices, its health.

use domain::Timestamp;
use domain::activity::{ActivityKind, Author};
use domain::brand::Pause;
use domain::id::{ActivityId, DealId, NoticeId};
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

    /// Something worth telling a person.
    NoticeRow { id: NoticeId, at: Timestamp, kind: String, brand: Option<String>, deal_id: Option<DealId>, title: String, body: String }

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
