//! Files that are made for a person to keep: contacts for a spreadsheet, and everything that is kept about one person.

use domain::EmailAddress;

use crate::api::Reply;
use crate::api::wire::{ContactsExport, ContactsFile, EvidenceRequest, OfferedFile};
use crate::{Engine, EngineError, api, export};

/// Offers contacts as a file for a spreadsheet; a door saves it where the person says.
pub async fn contacts_file(engine: &Engine, request: ContactsExport) -> Reply<ContactsFile> {
    Ok(export::contacts::offer(engine, &request).await?)
}

/// Offers everything that is kept about a person as one document.
pub async fn evidence_file(engine: &Engine, request: EvidenceRequest) -> Reply<OfferedFile> {
    let address = EmailAddress::parse(&request.address).map_err(|wrong| EngineError::BadRequest(wrong.to_string()))?;
    let found = api::query::evidence(engine, request).await?;
    let text = serde_json::to_vec_pretty(&found)
        .map_err(|error| EngineError::Outside(format!("The document could not be written: {error}")))?;
    Ok(engine.offer_file(&format!("{}.json", address.as_str().replace('@', "-at-")), text).await?)
}
