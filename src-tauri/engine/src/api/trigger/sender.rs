//! Looking a brand's own domain up now.

use crate::api::wire::{BrandRef, SenderHealth};
use crate::api::{Reply, query};
use crate::{Engine, sender};

/// Looks SPF, DKIM and DMARC of a brand's domain up now, and says how they stand.
pub async fn sender_look(engine: &Engine, request: BrandRef) -> Reply<SenderHealth> {
    let brand = crate::api::mutation::brand(&mut *engine.store.read().await?, &request.brand).await?;
    sender::look(engine, &brand).await?;
    Ok(query::sender_of_brand(engine, &brand).await?)
}
