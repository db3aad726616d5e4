//! What crosses the border about brands: who we write as.

use std::collections::BTreeMap;

use domain::Timestamp;
use domain::brand::{Autonomy, Pause, Provider};
use domain::id::BrandId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{PipelineRow, SenderWarning};

wire! {
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
        /// Incoming mails that wait for a person.
        inbox_waiting: u32,
        queued: u32,
        /// When the next queued mail can go.
        next_send_at: Option<Timestamp>,
        paused: Option<Pause>,
        /// Its domain fails DMARC, as far as is known.
        sender: Option<SenderWarning>,
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
}
