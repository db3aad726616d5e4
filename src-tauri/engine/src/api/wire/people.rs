//! What crosses the border about people: contacts, who must not be mailed, what is kept about one person, and erasing it.

use std::collections::BTreeMap;

use domain::Timestamp;
use domain::activity::Author;
use domain::contact::{Basis, ContactType};
use domain::id::ContactId;
use domain::recipient::Mark;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

wire! {
    /// Which contacts to list.
    #[derive(Default)]
    ContactsRequest { #[serde(default)] brand: Option<String>, #[serde(default)] search: Option<String>, #[serde(default)] limit: Option<u32> }
    /// A contact.
    ContactRow {
        id: ContactId,
        brand: String,
        email: String,
        name: String,
        company: String,
        website: String,
        domain_authority: Option<u8>,
        notes: String,
        tags: Vec<String>,
        kind: ContactType,
        source: String,
        /// ISO 3166 alpha-2 code; empty when not known.
        country: String,
        /// IANA name; empty when not known.
        timezone: String,
        /// On what ground they are written to.
        basis: Basis,
        /// The evidence for it.
        basis_note: String,
        suppressed: Option<String>,
        /// What is to be known of the address.
        marks: Vec<Mark>,
    }
    /// Names a contact by id or address.
    ContactRef { contact: String }
    /// Edits fields of a contact; fields left out stay.
    ContactEdit {
        id: ContactId,
        #[serde(default)] name: Option<String>,
        #[serde(default)] company: Option<String>,
        #[serde(default)] website: Option<String>,
        #[serde(default)] domain_authority: Option<u8>,
        #[serde(default)] notes: Option<String>,
        #[serde(default)] tags: Option<Vec<String>>,
        #[serde(default)] kind: Option<ContactType>,
        /// A code or a name; empty to forget it.
        #[serde(default)] country: Option<String>,
        /// An IANA name; empty to forget it.
        #[serde(default)] timezone: Option<String>,
        #[serde(default)] basis: Option<Basis>,
        #[serde(default)] basis_note: Option<String>,
    }
    /// Asks for everything that is kept about a person.
    EvidenceRequest { address: String }
    /// Everything that is kept about a person, over all brands: whole rows, ids as UUIDs, times in RFC 3339.
    Evidence {
        address: String,
        made_at: Timestamp,
        /// With source, import, basis and its evidence.
        contacts: Vec<BTreeMap<String, serde_json::Value>>,
        deals: Vec<BTreeMap<String, serde_json::Value>>,
        /// Exactly as they went out, with who approved which hash and when.
        emails: Vec<BTreeMap<String, serde_json::Value>>,
        messages: Vec<BTreeMap<String, serde_json::Value>>,
        /// With their inputs.
        decisions: Vec<BTreeMap<String, serde_json::Value>>,
        activities: Vec<BTreeMap<String, serde_json::Value>>,
        /// What was done with mails to them, by label.
        engagement: Vec<BTreeMap<String, serde_json::Value>>,
        suppressions: Vec<BTreeMap<String, serde_json::Value>>,
    }
    /// Erases everything about a person, in every brand.
    ContactErase { address: String }
    /// What was erased.
    ErasedReply {
        /// All of it as a sentence.
        done: String,
        contacts: u32,
        deals: u32,
        emails: u32,
        messages: u32,
        /// Texts about others that named them.
        mentions: u32,
        /// Copies in the data folder that held them and no longer do.
        cleaned: Vec<String>,
        /// Copies that could not be cleaned.
        left: Vec<String>,
    }
    /// Suppresses an address or a domain, for one brand or for all.
    Suppress { target: String, #[serde(default)] brand: Option<String>, reason: String }
    /// Takes a suppression back.
    Unsuppress { target: String, #[serde(default)] brand: Option<String> }
    /// A suppression.
    SuppressionRow { value: String, kind: String, brand: Option<String>, reason: String, author: Author, created_at: Timestamp }
}
