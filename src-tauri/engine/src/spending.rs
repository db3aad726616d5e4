//! What models take of a brand: counted after every answer, judged before every question.

use domain::Timestamp;
use domain::brand::Brand;
use domain::spending::{Tokens, limit_reached};
use gateways::{ModelError, Usage};

use crate::compose::NoMail;
use crate::{Engine, EngineError};

/// What was taken today and this month, by the brand's calendar.
pub(crate) async fn taken(engine: &Engine, brand: &Brand) -> Result<(Tokens, Tokens), EngineError> {
    let day = day(brand, engine.now());
    let mut conn = engine.store.read().await?;
    let today = store::model_usage::taken(&mut conn, brand.id, &day).await?;
    let month = store::model_usage::taken(&mut conn, brand.id, day.get(..7).unwrap_or(&day)).await?;
    Ok((today, month))
}

/// Refuses while one of the brand's limits is reached: what was to be asked stays due, and it is said why.
pub(crate) async fn allow(engine: &Engine, brand: &Brand) -> Result<(), NoMail> {
    let (today, month) = taken(engine, brand).await?;
    match limit_reached(&brand.settings, today, month) {
        Some(limit) => Err(NoMail::Outage(ModelError::LimitReached(limit))),
        None => Ok(()),
    }
}

/// Counts one answer; where the endpoint does not say what it took, only that there was one.
pub(crate) async fn count(engine: &Engine, brand: &Brand, usage: Usage) -> Result<(), EngineError> {
    let tokens = Tokens { input: usage.prompt_tokens.unwrap_or(0), output: usage.completion_tokens.unwrap_or(0) };
    let mut write = engine.store.write().await?;
    store::model_usage::add(&mut write, brand.id, &day(brand, engine.now()), tokens).await?;
    Ok(write.commit().await?)
}

fn day(brand: &Brand, now: Timestamp) -> String {
    now.day(brand.settings.timezone).to_string()
}
