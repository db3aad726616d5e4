//! Editing, pausing and resuming brands, and the whole autopilot.

use domain::activity::{ActivityKind, Author};
use domain::brand::{Brand, Pause, PauseLength, Settings};
use domain::id::BrandId;

use super::{brand, done};
use crate::act::{About, Act};
use crate::api::Reply;
use crate::api::wire::{BrandNew, BrandPause, BrandRef, BrandSet, Done, Nothing, PauseAll};
use crate::{Engine, EngineError};

/// Sets keys of a brand. All of them fit, or nothing changes. A mailbox that was paused for its settings is tried again.
pub async fn brand_set(engine: &Engine, request: BrandSet) -> Reply<Done> {
    let mut act = Act::begin(engine).await?;
    let brand = brand(&mut act.tx, &request.brand).await?;
    let mut settings = brand.settings.clone();
    for (key, value) in &request.values {
        settings.set(key, value).map_err(|error| EngineError::BadRequest(error.to_string()))?;
    }
    store::brands::save_settings(&mut act.tx, brand.id, &settings).await?;
    let about = About { brand: Some(&brand), ..About::default() };
    let mut changed: Vec<&str> = Vec::new();
    for key in request.values.keys().filter(|key| settings.get(key) != brand.settings.get(key)) {
        changed.push(key);
        act.note(
            Author::Person,
            ActivityKind::Settings,
            about,
            format!("{}: {key} is now “{}”", brand.slug, settings.get(key).unwrap_or_default()),
        );
    }
    if changed.iter().any(|key| Settings::is_read_by_a_gate(key)) {
        store::emails::wake_blocked(&mut act.tx, brand.id).await?;
    }
    let text = if changed.is_empty() {
        "Nothing changed.".to_owned()
    } else {
        format!("Set {} of {}.", changed.join(", "), brand.slug)
    };
    act.commit().await?;
    Ok(done(text))
}

/// Adds a brand with the two pipelines. It sends nothing before its mailbox is connected and its footer says who we are.
pub async fn brand_new(engine: &Engine, request: BrandNew) -> Reply<Done> {
    let (slug, name) = (request.slug.trim().to_owned(), request.name.trim().to_owned());
    if !is_slug(&slug) {
        return Err(EngineError::BadRequest(format!(
            "“{slug}” does not fit: the short name has small letters, digits and hyphens, and begins with a letter"
        ))
        .into());
    }
    if name.is_empty() || name.chars().count() > 80 || name.chars().any(char::is_control) {
        return Err(EngineError::BadRequest("The name has one to eighty letters on one line".to_owned()).into());
    }
    let timezone = engine.zone().await?;
    let mut settings = Settings {
        from_name: name.clone(),
        signature: format!("Kind regards,\n{name}"),
        legal_name: name.clone(),
        timezone,
        ..Settings::default()
    };
    settings.set("from.email", &request.from_email).map_err(|error| EngineError::BadRequest(error.to_string()))?;
    let mut act = Act::begin(engine).await?;
    let id = BrandId::mint(act.now, engine.ten_random_bytes());
    let brand = Brand { id, slug, name, settings, paused: None, first_sent_at: None };
    if !store::brands::insert(&mut act.tx, &brand, act.now).await? {
        return Err(EngineError::Refused(format!("There is a brand “{}” already", brand.slug)).into());
    }
    crate::seed::give_pipelines(engine, &mut act, &brand).await?;
    let about = About { brand: Some(&brand), ..About::default() };
    act.note(Author::Person, ActivityKind::Settings, about, format!("Added the brand {}", brand.name));
    act.commit().await?;
    Ok(done(format!("{} is there, with its pipelines.", brand.name)))
}

/// Secrets are filed under it and variables are named after it, so it is plain.
fn is_slug(slug: &str) -> bool {
    (2..=40).contains(&slug.len())
        && slug.starts_with(|c: char| c.is_ascii_lowercase())
        && slug.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

/// Pauses a brand until a person resumes it.
pub async fn brand_pause(engine: &Engine, request: BrandPause) -> Reply<Done> {
    let mut act = Act::begin(engine).await?;
    let brand = brand(&mut act.tx, &request.brand).await?;
    let pause = Pause { reason: reason_or(&request.reason), fix: None, since: act.now, by_person: true, until: None };
    store::brands::set_pause(&mut act.tx, brand.id, Some(&pause)).await?;
    let about = About { brand: Some(&brand), ..About::default() };
    act.note(Author::Person, ActivityKind::Paused, about, format!("Paused {}: {}", brand.name, pause.reason));
    act.commit().await?;
    Ok(done(format!("{} is paused.", brand.name)))
}

/// Lets a brand go on, whoever paused it.
pub async fn brand_resume(engine: &Engine, request: BrandRef) -> Reply<Done> {
    let mut act = Act::begin(engine).await?;
    let brand = brand(&mut act.tx, &request.brand).await?;
    if brand.paused.is_none() {
        return Ok(done(format!("{} was not paused.", brand.name)));
    }
    store::brands::set_pause(&mut act.tx, brand.id, None).await?;
    store::health::forgive(&mut act.tx, brand.id, act.now).await?;
    store::emails::wake(&mut act.tx, Some(brand.id), None).await?;
    let about = About { brand: Some(&brand), ..About::default() };
    act.note(Author::Person, ActivityKind::Paused, about, format!("Resumed {}", brand.name));
    act.commit().await?;
    Ok(done(format!("{} goes on.", brand.name)))
}

/// Pauses the whole autopilot, until the end that was asked for or until a person resumes it.
pub async fn pause_all(engine: &Engine, request: PauseAll) -> Reply<Done> {
    let zone = engine.zone().await?;
    let mut act = Act::begin(engine).await?;
    let until = request.length.end(act.now, zone);
    let pause = Pause { reason: reason_or(&request.reason), fix: None, since: act.now, by_person: true, until };
    store::gates::set_pause_all(&mut act.tx, Some(&pause)).await?;
    act.note(Author::Person, ActivityKind::Paused, About::default(), format!("Paused the autopilot: {}", pause.reason));
    act.commit().await?;
    Ok(done(match request.length {
        PauseLength::Hour => "The autopilot is paused for an hour.",
        PauseLength::Tomorrow => "The autopilot is paused until tomorrow.",
        PauseLength::Resumed => "The autopilot is paused.",
    }))
}

/// Lets the whole autopilot go on.
pub async fn resume_all(engine: &Engine, _: Nothing) -> Reply<Done> {
    let mut act = Act::begin(engine).await?;
    store::gates::set_pause_all(&mut act.tx, None).await?;
    crate::guard::adopt(engine, &mut act.tx).await?;
    store::emails::wake(&mut act.tx, None, None).await?;
    act.note(Author::Person, ActivityKind::Paused, About::default(), "Resumed the autopilot");
    act.commit().await?;
    Ok(done("The autopilot goes on."))
}

fn reason_or(reason: &str) -> String {
    let reason = reason.trim();
    if reason.is_empty() { "you paused it".to_owned() } else { reason.to_owned() }
}
