//! A brand's own wording of templates and prompts; every version is kept.

use domain::activity::{ActivityKind, Author};

use super::{brand, done};
use crate::act::{About, Act};
use crate::api::Reply;
use crate::api::wire::{Done, WordingSet};
use crate::{Engine, EngineError, compose};

/// Keeps a new version of a template or prompt for a brand, after trying it out. The shipped text makes a brand follow the program again.
pub async fn wording_set(engine: &Engine, request: WordingSet) -> Reply<Done> {
    let known = compose::SHIPPED.iter().any(|(name, _)| *name == request.name);
    if !known {
        return Err(EngineError::missing("template", request.name).into());
    }
    compose::try_wording(&request.name, &request.text).map_err(|error| EngineError::BadRequest(error.to_string()))?;
    let mut act = Act::begin(engine).await?;
    let brand = brand(&mut act.tx, &request.brand).await?;
    store::wordings::add(&mut act.tx, brand.id, &request.name, &request.text, act.now).await?;
    let about = About { brand: Some(&brand), ..About::default() };
    act.note(Author::Person, ActivityKind::Settings, about, format!("Reworded {} of {}", request.name, brand.slug));
    act.commit().await?;
    Ok(done(format!("{} of {} is reworded; the next mail uses it.", request.name, brand.name)))
}
