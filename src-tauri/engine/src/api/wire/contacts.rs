//! What crosses the border about contacts as a table: pages, one person whole, acts on many, duplicates, files.

use std::collections::BTreeMap;

use domain::Timestamp;
use domain::contact::{Basis, ContactType};
use domain::id::{ContactId, DealId, ImportId, PipelineId};
use domain::recipient::Mark;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ActivityRow, ContactRow, DealRow, EmailRow, MessageRow, OfferedFile, SuppressionRow};

/// Declares a closed list of words that crosses the border.
macro_rules! choices {
    ($($(#[$meta:meta])* $name:ident { $($(#[$word_meta:meta])* $word:ident),* $(,)? })*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
        #[serde(rename_all = "snake_case")]
        #[ts(export)]
        pub enum $name { $($(#[$word_meta])* $word),* }
    )*};
}

choices! {
    /// What contacts are ordered by.
    #[derive(Default)]
    ContactSort { #[default] Created, Updated, Name, Company, Email, Authority }
    /// Why contacts may be one person.
    DuplicateSign { Address, NameAndCompany, NameAndDomain }
    /// A field that the contact that stays takes from the other.
    MergeField { Name, Company, Website, DomainAuthority, Notes, Kind, Source, Country, Timezone, Basis }
    /// Which kind of file.
    ExportFormat { Csv, Xlsx }
}

wire! {
    /// Which contacts; empty fields do not filter.
    #[derive(Default)]
    ContactFilter {
        #[serde(default)] brand: Option<String>,
        /// Words, each the beginning of one in any field.
        #[serde(default)] text: Option<String>,
        #[serde(default)] kind: Option<ContactType>,
        #[serde(default)] tag: Option<String>,
        #[serde(default)] suppressed: Option<bool>,
        #[serde(default)] open_deal: Option<bool>,
        /// Authority of at least this.
        #[serde(default)] authority: Option<u8>,
        /// ISO 3166 alpha-2 code.
        #[serde(default)] country: Option<String>,
        /// The import that created them.
        #[serde(default)] import: Option<ImportId>,
        /// Something to know about the address.
        #[serde(default)] mark: Option<Mark>,
    }
    /// Asks for a stretch of the table.
    ContactsPageRequest {
        #[serde(default)] filter: ContactFilter,
        #[serde(default)] sort: ContactSort,
        /// Highest first.
        #[serde(default)] down: bool,
        #[serde(default)] offset: u32,
        limit: u32,
    }
    /// A stretch of the table.
    ContactsPage {
        rows: Vec<ContactLine>,
        /// How many there are under the filter.
        total: u32,
        /// More contacts have the words than are looked through; these are the newest.
        more: bool,
    }
    /// A contact in the table.
    ContactLine {
        id: ContactId,
        brand: String,
        email: String,
        name: String,
        company: String,
        website: String,
        domain_authority: Option<u8>,
        tags: Vec<String>,
        kind: ContactType,
        source: String,
        country: String,
        basis: Basis,
        created_at: Timestamp,
        updated_at: Timestamp,
        open_deal: Option<DealId>,
        suppressed: Option<String>,
        /// What is to be known of the address.
        marks: Vec<Mark>,
    }
    /// What can be filtered by, as far as it is in use.
    ContactFacets { tags: Vec<String>, countries: Vec<String> }
    /// Asks for what can be filtered by.
    #[derive(Default)]
    ContactFacetsRequest { #[serde(default)] brand: Option<String> }

    /// One person over all brands.
    ContactHistory {
        contact: ContactRow,
        created_at: Timestamp,
        updated_at: Timestamp,
        /// Columns that were kept from imports.
        custom: BTreeMap<String, serde_json::Value>,
        /// The import that created the contact.
        imported: Option<ContactImport>,
        /// Contacts that are the same person, in this brand or another.
        others: Vec<ContactRow>,
        deals: Vec<DealRow>,
        emails: Vec<EmailRow>,
        messages: Vec<MessageRow>,
        activities: Vec<ActivityRow>,
        /// What keeps mail from them.
        suppressions: Vec<SuppressionRow>,
    }
    /// Where a contact came from.
    ContactImport { id: ImportId, file_name: String, line: Option<u32>, at: Timestamp }

    /// Adds a contact by hand.
    ContactNew {
        brand: String,
        email: String,
        #[serde(default)] name: String,
        #[serde(default)] company: String,
        #[serde(default)] website: String,
        #[serde(default)] domain_authority: Option<u8>,
        #[serde(default)] notes: String,
        #[serde(default)] tags: Vec<String>,
        kind: ContactType,
        #[serde(default)] source: String,
        /// A code or a name.
        #[serde(default)] country: String,
        /// An IANA name.
        #[serde(default)] timezone: String,
        #[serde(default)] basis: Basis,
        #[serde(default)] basis_note: String,
        /// Opens a deal in that pipeline.
        #[serde(default)] pipeline: Option<PipelineId>,
    }
    /// What became of a contact that was to be added.
    ContactMade {
        done: String,
        id: ContactId,
        /// The brand had one of that address: it is named, and nothing was added.
        known: bool,
    }

    /// Does something with many contacts: those named, or all under a filter.
    ContactsBulk {
        #[serde(default)] ids: Vec<ContactId>,
        #[serde(default)] filter: Option<ContactFilter>,
        act: BulkAct,
    }
    /// What became of it.
    ContactsBulkReply {
        done: String,
        /// Those that changed, for taking it back.
        changed: Vec<ContactId>,
        /// How many were left alone.
        left: u32,
        /// The first of them, and why.
        refused: Vec<BulkRefusal>,
    }
    /// A contact that was left alone.
    BulkRefusal { id: ContactId, who: String, why: String }

    /// Makes two contacts of a brand one.
    ContactsMerge {
        /// The one that stays, with its address.
        keep: ContactId,
        /// The one that goes.
        other: ContactId,
        /// What is taken from it; labels are united in any case.
        #[serde(default)] take: Vec<MergeField>,
    }

    /// Where to look for duplicates.
    #[derive(Default)]
    DuplicatesRequest { #[serde(default)] brand: Option<String> }
    /// What was found, and how far was looked.
    Duplicates {
        groups: Vec<DuplicateGroup>,
        /// The newest contacts that were looked through.
        looked_at: u32,
    }
    /// Contacts that may be one person.
    DuplicateGroup { sign: DuplicateSign, contacts: Vec<Twin> }
    /// One of them.
    Twin {
        id: ContactId,
        brand: String,
        email: String,
        name: String,
        company: String,
        website: String,
        kind: ContactType,
        created_at: Timestamp,
        deals: u32,
        emails: u32,
    }

    /// Asks for contacts as a file.
    ContactsExport {
        #[serde(default)] filter: ContactFilter,
        /// Only these of them.
        #[serde(default)] ids: Vec<ContactId>,
        #[serde(default)] sort: ContactSort,
        #[serde(default)] down: bool,
        format: ExportFormat,
    }
    /// Contacts in a file that waits to be saved.
    ContactsFile { rows: u32, file: OfferedFile }
}

/// What is done with each of many contacts.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(tag = "act", rename_all = "snake_case")]
#[ts(export)]
pub enum BulkAct {
    /// Adds a label.
    Tag {
        /// The label.
        tag: String,
    },
    /// Takes a label away.
    Untag {
        /// The label.
        tag: String,
    },
    /// Says what is wanted of them.
    SetKind {
        /// That.
        kind: ContactType,
    },
    /// Suppresses their addresses for every brand.
    Suppress {
        /// Why.
        reason: String,
    },
    /// Takes back suppressions of exactly their addresses for every brand.
    Unsuppress,
    /// Opens a deal, due now.
    CreateDeals {
        /// Where.
        pipeline: PipelineId,
    },
}
