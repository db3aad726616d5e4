//! A brand's own wording of templates and prompts; every version is kept.

use domain::activity::{ActivityKind, Author};
use domain::brand::Brand;
use store::StoreError;

use super::{brand, done};
use crate::act::{About, Act};
use crate::api::Reply;
use crate::api::wire::{Done, WordingRef, WordingSet};
use crate::wordings::purpose_of;
use crate::{Engine, EngineError, compose, wordings};

/// Keeps a new version of a template or prompt for a brand, after trying it out. The shipped text makes a brand follow the program again.
pub async fn wording_set(engine: &Engine, request: WordingSet) -> Reply<Done> {
    let WordingSet { brand: slug, name, text } = request;
    let shipped = compose::shipped(&name).ok_or_else(|| EngineError::missing("template", &name))?;
    let mut act = Act::begin(engine).await?;
    let brand = brand(&mut act.tx, &slug).await?;
    if text.trim_end() == shipped.trim_end() {
        return Ok(follow(act, &brand, &name).await?);
    }
    let pipelines = store::pipelines::all(&mut act.tx).await?;
    let fits = |purpose| purpose_of(&name).is_none_or(|wanted| wanted == purpose);
    let mut own = pipelines.into_iter().filter(|pipeline| pipeline.brand == brand.id).collect::<Vec<_>>();
    own.sort_by_key(|pipeline| !fits(pipeline.purpose));
    let pipeline = own.first().ok_or(StoreError::Missing { what: "pipeline" })?;
    wordings::check(&name, &text, &brand, pipeline)?;
    store::wordings::add(&mut act.tx, brand.id, &name, &text, act.now).await?;
    let about = About { brand: Some(&brand), ..About::default() };
    act.note(Author::Person, ActivityKind::Settings, about, format!("Reworded {name} of {}", brand.slug));
    act.commit().await?;
    Ok(done(format!("{name} of {} is reworded; the next mail uses it.", brand.name)))
}

/// Lets a brand follow the shipped text again. What it had worded stays among the versions.
pub async fn wording_reset(engine: &Engine, request: WordingRef) -> Reply<Done> {
    compose::shipped(&request.name).ok_or_else(|| EngineError::missing("template", &request.name))?;
    let mut act = Act::begin(engine).await?;
    let brand = brand(&mut act.tx, &request.brand).await?;
    Ok(follow(act, &brand, &request.name).await?)
}

async fn follow(mut act: Act<'_>, brand: &Brand, name: &str) -> Result<Done, EngineError> {
    let newest = store::wordings::versions(&mut act.tx, brand.id, name).await?.into_iter().next();
    if newest.is_none_or(|newest| newest.text.is_empty()) {
        return Ok(done(format!("{name} of {} is the shipped text already.", brand.name)));
    }
    store::wordings::add(&mut act.tx, brand.id, name, "", act.now).await?;
    let about = About { brand: Some(brand), ..About::default() };
    act.note(
        Author::Person,
        ActivityKind::Settings,
        about,
        format!("Took {name} of {} back to the shipped text", brand.slug),
    );
    act.commit().await?;
    Ok(done(format!("{name} of {} is the shipped text again.", brand.name)))
}
