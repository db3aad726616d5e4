//! The autopilot's recurring jobs.

use serde::{Deserialize, Serialize};

/// The closed list of tasks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum TaskName {
    /// Fetches, matches, classifies, notifies.
    CheckEmailReplies,
    /// Decides for each deal that is due.
    ProcessPendingDeals,
    /// Passes the gates and sends.
    SendScheduledEmails,
    /// Scores deals and says what needs a person.
    DailyAiReview,
    /// Looks at placed links.
    VerifyBacklinks,
    /// Copies the database, checks the copy and thins out older ones.
    BackupDatabase,
}
crate::text_enum!(TaskName {
    // In the order they run when several are due at once: a reply must be seen before a mail goes out.
    CheckEmailReplies = "check_email_replies",
    ProcessPendingDeals = "process_pending_deals",
    SendScheduledEmails = "send_scheduled_emails",
    DailyAiReview = "daily_ai_review",
    VerifyBacklinks = "verify_backlinks",
    BackupDatabase = "backup_database",
});

impl TaskName {
    /// The default schedule, as cron with five fields in the owner's zone.
    pub fn default_schedule(self) -> &'static str {
        match self {
            Self::ProcessPendingDeals => "0 * * * *",
            Self::SendScheduledEmails => "*/15 * * * *",
            Self::CheckEmailReplies => "*/30 * * * *",
            Self::DailyAiReview => "0 9 * * *",
            Self::VerifyBacklinks => "0 4 * * *",
            Self::BackupDatabase => "30 3 * * *",
        }
    }

    /// What it does, in one line.
    pub fn describe(self) -> &'static str {
        match self {
            Self::ProcessPendingDeals => "Decides the next step of each deal that is due",
            Self::SendScheduledEmails => "Sends approved mails that pass every gate",
            Self::CheckEmailReplies => "Fetches replies, matches and classifies them",
            Self::VerifyBacklinks => "Looks at placed links that are due, and says which are lost",
            Self::BackupDatabase => "Makes a checked copy of the database",
            Self::DailyAiReview => "Scores open deals and lists what needs you",
        }
    }
}
