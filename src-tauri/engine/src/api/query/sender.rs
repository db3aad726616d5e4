//! How a brand's own domain stands, as it was seen last.

use domain::brand::Brand;
use domain::sender::Vouched;

use super::names;
use crate::api::Reply;
use crate::api::wire::{BrandRef, SenderHealth};
use crate::{Engine, EngineError, sender};

/// SPF, DKIM and DMARC of a brand's domain, as they were looked up last. Nobody is asked.
pub async fn sender_health(engine: &Engine, request: BrandRef) -> Reply<SenderHealth> {
    let brand = names::brand(&mut *engine.store.read().await?, &request.brand).await?;
    Ok(of_brand(engine, &brand).await?)
}

/// The same for a brand at hand.
pub(crate) async fn of_brand(engine: &Engine, brand: &Brand) -> Result<SenderHealth, EngineError> {
    let kept = sender::known(&mut *engine.store.read().await?, brand).await?;
    let sending = sender::sending(&brand.settings);
    let (domain, house) = sending.map(|sending| (sending.domain, sending.house.name().to_owned())).unwrap_or_default();
    Ok(SenderHealth {
        brand: brand.slug.clone(),
        domain,
        house,
        looked_at: kept.as_ref().map(|kept| kept.looked_at),
        vouched: kept.as_ref().map_or(Vouched::Unknown, |kept| kept.sender.vouched()),
        warning: kept.as_ref().and_then(|kept| kept.sender.warning()).map(Into::into),
        findings: kept.map(|kept| kept.sender.findings).unwrap_or_default(),
    })
}
