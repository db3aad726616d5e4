//! What a chosen file is, the import that is under way, and those that were done.

use domain::id::BrandId;
use store::views;

use super::{limit, many};
use crate::api::Reply;
use crate::api::wire::{ImportLook, ImportReading, ImportRow, ImportsNow, Nothing};
use crate::import::{ImportOptions, look};
use crate::{Engine, EngineError};

/// How a chosen file is read, its columns and their first values.
pub async fn import_look(engine: &Engine, request: ImportReading) -> Reply<ImportLook> {
    let place = engine.chosen_file(&request.file)?;
    // A look belongs to no brand.
    let options = reading(BrandId::mint(engine.now(), [0; 10]), &request);
    Ok(look(place.path(), &options).await.map_err(EngineError::from)?)
}

/// The preview and the import that are under way, or the last import until it is left.
pub async fn imports_now(engine: &Engine, _: Nothing) -> Reply<ImportsNow> {
    Ok(engine.desk.now())
}

/// Imports, newest first.
pub async fn imports_list(engine: &Engine, _: Nothing) -> Reply<Vec<ImportRow>> {
    Ok(many(views::imports::list(&mut *engine.store.read().await?, limit(None)).await?))
}

/// What the person said about reading the file; the rest as it is by default.
pub(crate) fn reading(brand: BrandId, request: &ImportReading) -> ImportOptions {
    ImportOptions {
        encoding: request.encoding.clone(),
        delimiter: request.delimiter,
        map: request.map.clone(),
        keep_unmapped: request.keep_unmapped,
        ..ImportOptions::new(brand)
    }
}
