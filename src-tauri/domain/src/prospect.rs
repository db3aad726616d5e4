//! A site that could link to us: how it stands, and who to write to first.

use serde::{Deserialize, Serialize};

/// How a prospect stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ProspectState {
    /// Nobody has begun with it.
    New,
    /// It has an open deal.
    InOutreach,
    /// It links to us.
    Linked,
    /// Its deals are over, and it does not link to us.
    Closed,
    /// A person does not want it.
    SetAside,
}
crate::text_enum!(ProspectState {
    New = "new",
    InOutreach = "in_outreach",
    Linked = "linked",
    Closed = "closed",
    SetAside = "set_aside",
});
