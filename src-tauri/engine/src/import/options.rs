//! What a person may choose about an import.

use std::collections::BTreeMap;
use std::path::PathBuf;

use domain::contact::{Basis, ContactType};
use domain::id::{BrandId, PipelineId, StageId};
use serde::{Deserialize, Serialize};
use store::Connection;

use super::Field;
use crate::EngineError;

/// What to do with a row whose address is a contact already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum OnDuplicate {
    /// Leave the contact alone.
    #[default]
    Skip,
    /// Take over what the row has; what it leaves empty stays, tags are united.
    Update,
}
domain::text_enum!(OnDuplicate { Skip = "skip", Update = "update" });

/// What stands between the cells of a text file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Delimiter {
    /// `,`
    Comma,
    /// `;`
    Semicolon,
    /// The tab character.
    Tab,
    /// `|`
    Pipe,
}
domain::text_enum!(Delimiter { Comma = "comma", Semicolon = "semicolon", Tab = "tab", Pipe = "pipe" });

impl Delimiter {
    /// The character.
    pub(super) fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
            Self::Pipe => b'|',
        }
    }

    /// Reads a word of the list or the character itself; `\t` counts as a tab.
    pub fn parse(text: &str) -> Result<Self, domain::UnknownWord> {
        match text {
            "\\t" => Ok(Self::Tab),
            _ => Self::ALL
                .iter()
                .copied()
                .find(|known| text.as_bytes() == [known.byte()])
                .map_or_else(|| text.parse(), Ok),
        }
    }
}

/// Where new deals go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DealTarget {
    /// The pipeline.
    pub pipeline: PipelineId,
    /// Its first stage.
    pub stage: StageId,
}

impl DealTarget {
    /// The beginning of a brand's pipeline.
    ///
    /// # Errors
    /// The brand has no such pipeline, or the pipeline no stage.
    pub async fn of(conn: &mut Connection, brand: BrandId, key: &str) -> Result<Self, EngineError> {
        let pipeline = store::pipelines::by_key(conn, brand, key).await?;
        let pipeline = pipeline.ok_or_else(|| EngineError::missing("pipeline", key))?;
        let first = pipeline.first().ok_or_else(|| EngineError::missing("stage of", key))?;
        Ok(Self { pipeline: pipeline.id, stage: first.id })
    }
}

/// Preview or import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Do everything, report it, and keep nothing.
    Preview,
    /// Do everything and keep it.
    Commit,
}

/// What a person chose.
#[derive(Debug, Clone)]
pub struct ImportOptions {
    /// Whose contacts.
    pub brand: BrandId,
    /// What is wanted of them.
    pub kind: ContactType,
    /// A label for where they come from.
    pub source: String,
    /// On what ground new contacts are written to where their row does not say, and the evidence for it.
    pub basis: (Basis, String),
    /// Open a deal for each new or updated contact.
    pub create_deals: Option<DealTarget>,
    /// What to do with known addresses.
    pub on_duplicate: OnDuplicate,
    /// Encoding by name; detected when not given.
    pub encoding: Option<String>,
    /// Delimiter; detected when not given.
    pub delimiter: Option<Delimiter>,
    /// Headers that go to a field of the person's choice.
    pub map: BTreeMap<String, Field>,
    /// Keep the columns that go nowhere as custom fields.
    pub keep_unmapped: bool,
    /// Save the rejected rows to this file.
    pub rejects: Option<PathBuf>,
    /// Which rows the report tells one by one.
    pub shown: Shown,
}

/// Which rows a report tells one by one; counts are always of all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    /// So many at the beginning of the file.
    pub first: u32,
    /// And so many of each verdict, wherever they are.
    pub each: u32,
}

impl Default for Shown {
    fn default() -> Self {
        Self { first: 200, each: 0 }
    }
}

impl ImportOptions {
    /// The defaults for a brand: leads, no deals, known addresses are left alone, everything detected.
    pub fn new(brand: BrandId) -> Self {
        Self {
            brand,
            kind: ContactType::Lead,
            source: String::new(),
            basis: (Basis::None, String::new()),
            create_deals: None,
            on_duplicate: OnDuplicate::Skip,
            encoding: None,
            delimiter: None,
            map: BTreeMap::new(),
            keep_unmapped: false,
            rejects: None,
            shown: Shown::default(),
        }
    }
}
