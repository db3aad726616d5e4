//! Typed identifiers. One list; a deal's id can never be handed over where a contact's is asked for.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Timestamp;

/// The text is not an identifier of this program.
#[derive(Debug, thiserror::Error)]
#[error("“{0}” is not an id; ids look like 0192f0c1-7b3a-7c52-9d1e-5f0a4b6c7d8e")]
pub struct ParseIdError(pub String);

/// What every id can do; lets the store read any of them the same way.
pub trait Id: Sized {
    /// The sixteen bytes as they are stored.
    fn bytes(&self) -> &[u8];
    /// Reads the stored sixteen bytes. Errors when there are not sixteen.
    fn from_bytes(bytes: &[u8]) -> Result<Self, ParseIdError>;
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS)]
        #[serde(transparent)]
        #[ts(export, type = "string")]
        pub struct $name(Uuid);

        impl $name {
            /// Makes a UUIDv7 from the given instant and ten random bytes, both injected by the caller.
            pub fn mint(at: Timestamp, random: [u8; 10]) -> Self {
                let millis = u64::try_from(at.millis()).unwrap_or(0);
                Self(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
            }
        }

        impl Id for $name {
            fn bytes(&self) -> &[u8] {
                self.0.as_bytes()
            }

            fn from_bytes(bytes: &[u8]) -> Result<Self, ParseIdError> {
                Uuid::from_slice(bytes).map(Self).map_err(|_| ParseIdError(format!("{bytes:02x?}")))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = ParseIdError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::from_str(text).map(Self).map_err(|_| ParseIdError(text.to_owned()))
            }
        }
    )*};
}

ids! {
    /// A brand: who we write as.
    BrandId,
    /// A pipeline of a brand.
    PipelineId,
    /// A stage of a pipeline.
    StageId,
    /// A person of one brand.
    ContactId,
    /// A contact in a pipeline.
    DealId,
    /// One recorded choice of the autopilot.
    DecisionId,
    /// One outgoing mail.
    EmailId,
    /// One incoming mail.
    MessageId,
    /// A line of a deal's timeline.
    ActivityId,
    /// An address or a domain that must not be mailed.
    SuppressionId,
    /// One import of a file.
    ImportId,
    /// One execution of a task.
    RunId,
    /// Something worth telling the person.
    NoticeId,
    /// A link that is watched.
    LinkId,
    /// One look at a link.
    LinkCheckId,
    /// A page of ours that is to be linked.
    LinkTargetId,
    /// A site that could link to us.
    ProspectId,
}
