//! Previewing and starting an import of a file that the person chose.

use super::super::mutation::brand;
use crate::api::Reply;
use crate::api::query::reading;
use crate::api::wire::{ChosenFile, Done, ImportJob, ImportRequest, Nothing};
use crate::import::{DealTarget, ImportOptions, ImportReport, Shown, desk};
use crate::{Engine, EngineError};

/// How many rows of each verdict a preview tells, wherever they are in the file.
const EACH: u32 = 1_000;

/// Says what would become of each row, by the same statements as the import, and keeps nothing.
pub async fn import_preview(engine: &Engine, request: ImportRequest) -> Reply<ImportReport> {
    let place = engine.chosen_file(&request.reading.file)?;
    let mut options = options(engine, &request).await?;
    options.shown = Shown { each: EACH, ..Shown::default() };
    Ok(desk::preview(engine, &place, &options).await?)
}

/// Starts the import; how far it is says `imports_now`.
pub async fn import_start(engine: &Engine, request: ImportRequest) -> Reply<ImportJob> {
    let place = engine.chosen_file(&request.reading.file)?;
    let options = options(engine, &request).await?;
    let shown = ImportJob {
        file_name: place.name(),
        brand: request.brand,
        pipeline: request.pipeline,
        rows: request.rows,
        outcome: desk::beginning(),
    };
    Ok(desk::start(engine, place, options, shown)?)
}

/// Stops the preview or the import that runs. Everything stays as it was before.
pub async fn import_stop(engine: &Engine, _: Nothing) -> Reply<Done> {
    let done = if engine.desk.stop() { "Stopped; nothing was changed." } else { "Nothing is being imported." };
    Ok(Done { done: done.to_owned() })
}

/// Leaves an import that ended: its result, and the rejected rows if they were not saved, are forgotten.
pub async fn import_leave(engine: &Engine, _: Nothing) -> Reply<Done> {
    desk::leave(engine);
    Ok(Done { done: "Left.".to_owned() })
}

/// A short list to try the import with.
pub async fn import_example(engine: &Engine, _: Nothing) -> Reply<ChosenFile> {
    Ok(engine.take_in_file("example.csv", EXAMPLE.to_vec()).await?)
}

const EXAMPLE: &[u8] = b"email,name,company,website,domain_authority,notes,tags\n\
john@example.com,John Smith,Acme Corp,https://acme.com,45,Met at conference,\"technology, startup\"\n\
sarah@cafe.com,Sarah Jones,Local Cafe,https://localcafe.com,28,Small business owner,\"hospitality, local\"\n";

async fn options(engine: &Engine, request: &ImportRequest) -> Result<ImportOptions, EngineError> {
    let mut conn = engine.store.read().await?;
    let brand = brand(&mut conn, &request.brand).await?;
    let create_deals = match &request.pipeline {
        Some(key) => Some(DealTarget::of(&mut conn, brand.id, key).await?),
        None => None,
    };
    Ok(ImportOptions {
        kind: request.kind,
        source: request.source.clone(),
        basis: (request.basis, request.basis_note.clone()),
        create_deals,
        on_duplicate: request.on_duplicate,
        ..reading(brand.id, &request.reading)
    })
}
