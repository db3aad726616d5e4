//! From what people type to what is meant: slugs, keys, addresses, and the beginnings of ids.

use domain::EmailAddress;
use domain::id::{BrandId, ContactId, DealId, EmailId, Id, ImportId, MessageId, StageId};
use store::Connection;
use store::views::names::{Table, by_prefix, deals_of};

use crate::api::Reply;
pub(super) use crate::api::mutation::brand;
use crate::{Engine, EngineError};

/// The id of the brand that a list is filtered by, if it is.
pub(super) async fn brand_filter(conn: &mut Connection, slug: Option<&str>) -> Result<Option<BrandId>, EngineError> {
    match slug {
        Some(slug) => Ok(Some(brand(conn, slug).await?.id)),
        None => Ok(None),
    }
}

/// The stages that a list is filtered by: those of the pipelines and of the stages with that key or name. `None` when neither is asked
/// for. Errors when there is no such pipeline or no such stage.
pub(super) async fn stages(
    conn: &mut Connection,
    brand: Option<BrandId>,
    pipeline: Option<&str>,
    stage: Option<&str>,
) -> Result<Option<Vec<StageId>>, EngineError> {
    if pipeline.is_none() && stage.is_none() {
        return Ok(None);
    }
    let mut pipelines = store::pipelines::all(conn).await?;
    pipelines.retain(|known| brand.is_none_or(|brand| brand == known.brand));
    if let Some(key) = pipeline {
        pipelines.retain(|known| [&known.key, &known.name].iter().any(|name| name.eq_ignore_ascii_case(key.trim())));
        if pipelines.is_empty() {
            return Err(EngineError::missing("pipeline", key));
        }
    }
    let found: Vec<StageId> = match stage {
        Some(name) => pipelines.iter().filter_map(|known| known.stage_named(name)).map(|stage| stage.id).collect(),
        None => pipelines.iter().flat_map(|known| &known.stages).map(|stage| stage.id).collect(),
    };
    if found.is_empty() { Err(EngineError::missing("stage", stage.unwrap_or_default())) } else { Ok(Some(found)) }
}

/// The one id of a kind that begins with what was typed.
pub(super) async fn id<T: Id>(
    engine: &Engine,
    table: Table,
    what: &'static str,
    typed: &str,
) -> Result<T, EngineError> {
    let mut found = by_prefix(&mut *engine.store.read().await?, table, typed.trim()).await?;
    match (found.pop(), found.pop()) {
        (Some(only), None) => Ok(only),
        (None, _) => Err(EngineError::missing(what, typed)),
        (Some(_), Some(_)) => {
            Err(EngineError::BadRequest(format!("More than one {what} begins with “{typed}”; give more of the id")))
        }
    }
}

/// The deal that is meant by the beginning of its id or by its contact's address. With an address the only open deal is meant, or
/// the only one there is.
pub async fn deal_named(engine: &Engine, typed: &str) -> Reply<DealId> {
    let Ok(address) = EmailAddress::parse(typed) else { return Ok(id(engine, Table::Deals, "deal", typed).await?) };
    let deals = deals_of(&mut *engine.store.read().await?, &address).await?;
    let open: Vec<DealId> = deals.iter().filter(|(_, open)| *open).map(|(id, _)| *id).collect();
    let candidates = if open.is_empty() { deals.into_iter().map(|(id, _)| id).collect() } else { open };
    match candidates.as_slice() {
        [] => Err(EngineError::missing("deal of", typed).into()),
        [only] => Ok(*only),
        several => {
            let ids: Vec<String> = several.iter().map(DealId::to_string).collect();
            Err(EngineError::BadRequest(format!(
                "{typed} has {} deals; name one by its id: {}",
                ids.len(),
                ids.join(", ")
            ))
            .into())
        }
    }
}

/// The outgoing mail that is meant by the beginning of its id.
pub async fn email_named(engine: &Engine, typed: &str) -> Reply<EmailId> {
    Ok(id(engine, Table::Emails, "mail", typed).await?)
}

/// The incoming mail that is meant by the beginning of its id.
pub async fn message_named(engine: &Engine, typed: &str) -> Reply<MessageId> {
    Ok(id(engine, Table::Messages, "message", typed).await?)
}

/// The import that is meant by the beginning of its id.
pub async fn import_named(engine: &Engine, typed: &str) -> Reply<ImportId> {
    Ok(id(engine, Table::Imports, "import", typed).await?)
}

/// The contact that is meant by the beginning of its id.
pub async fn contact_named(engine: &Engine, typed: &str) -> Reply<ContactId> {
    Ok(id(engine, Table::Contacts, "contact", typed).await?)
}
