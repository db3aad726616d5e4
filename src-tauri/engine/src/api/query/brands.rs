//! Brands, their pipelines, and how the whole program stands.

use std::collections::BTreeMap;

use domain::Timestamp;
use domain::brand::{Brand, KEYS, Pause};
use domain::pace::daily_cap_at;
use gateways::{SecretKind, SecretName};
use store::Connection;
use store::views::brands::{BrandFigures, figures};

use super::names;
use super::rows::pipeline_row;
use crate::api::Reply;
use crate::api::wire::{BrandDetail, BrandRef, BrandSummary, Light, Nothing, PipelineRow, SettingRow, Status};
use crate::send::verdict;
use crate::{Engine, EngineError, disk, sender};

/// How the whole program stands.
pub async fn status(engine: &Engine, _: Nothing) -> Reply<Status> {
    let mut conn = engine.store.read().await?;
    let now = engine.now();
    let figures = figures(&mut conn, now).await?;
    let questions = store::views::deals::count_asking(&mut conn).await?;
    let paused = store::gates::pause_all(&mut conn, now).await?;
    let notices_unseen = store::notices::count_unseen(&mut conn).await?;
    let broken = store::problems::any_told(&mut conn).await?;
    let brands = summaries(&mut conn, now, &figures).await?;
    let fresh = !engine.demo && is_fresh(&mut conn).await?;
    drop(conn);
    let paused = paused.or_else(|| disk::pause(engine));
    let mut status = Status {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        now,
        owner: engine.owner.is_owner(),
        owned_by: engine.owner.owned_by().map(str::to_owned),
        demo: engine.demo,
        fresh,
        timezone: engine.zone().await?.name().to_owned(),
        paused,
        brands,
        tasks: super::tasks_list(engine, Nothing {}).await?,
        awaiting_approval: figures.iter().map(|brand| brand.awaiting_approval).sum(),
        unconfirmed: figures.iter().map(|brand| brand.unconfirmed).sum(),
        questions,
        inbox_waiting: figures.iter().map(|brand| brand.inbox_waiting).sum(),
        notices_unseen,
        light: Light::Running,
    };
    status.light = light(&status, broken);
    Ok(status)
}

/// The one word for how it stands; `broken`: tasks complain of something that lasts.
fn light(status: &Status, broken: bool) -> Light {
    let faulty = |pause: &Pause| !pause.by_person;
    match &status.paused {
        Some(pause) if pause.by_person => Light::Paused,
        Some(_) => Light::Problem,
        None if broken || status.brands.iter().any(|brand| brand.paused.as_ref().is_some_and(faulty)) => Light::Problem,
        None if status.needs_you() > 0 => Light::NeedsYou,
        None => Light::Running,
    }
}

/// Nobody was ever imported and no mailbox ever answered.
async fn is_fresh(conn: &mut Connection) -> Result<bool, EngineError> {
    let connected = store::brands::all(conn).await?.iter().any(|brand| brand.settings.mailbox_name().is_some());
    Ok(!connected && !store::contacts::any(conn).await?)
}

/// All brands.
pub async fn brands(engine: &Engine, _: Nothing) -> Reply<Vec<BrandSummary>> {
    let mut conn = engine.store.read().await?;
    let now = engine.now();
    let figures = figures(&mut conn, now).await?;
    Ok(summaries(&mut conn, now, &figures).await?)
}

/// One brand with its settings and pipelines. Of secrets it says only whether they are there.
pub async fn brand_show(engine: &Engine, request: BrandRef) -> Reply<BrandDetail> {
    let mut conn = engine.store.read().await?;
    let now = engine.now();
    let brand = names::brand(&mut conn, &request.brand).await?;
    let figures = figures(&mut conn, now).await?;
    let summary = summary(&mut conn, &brand, now, &figures).await?;
    let mut pipelines = store::pipelines::all(&mut conn).await?;
    pipelines.retain(|pipeline| pipeline.brand == brand.id);
    drop(conn);
    let setting = |(key, meaning): &(&str, &str)| SettingRow {
        key: (*key).to_owned(),
        value: brand.settings.get(key).unwrap_or_default(),
        meaning: (*meaning).to_owned(),
    };
    Ok(BrandDetail {
        summary,
        settings: KEYS.iter().map(setting).collect(),
        secrets: secrets(engine, &brand).await,
        pipelines: pipelines.into_iter().map(|pipeline| pipeline_row(pipeline, &brand.slug)).collect(),
    })
}

/// All pipelines with their stages in order.
pub async fn pipelines(engine: &Engine, _: Nothing) -> Reply<Vec<PipelineRow>> {
    let mut conn = engine.store.read().await?;
    let mut pipelines = store::pipelines::all(&mut conn).await?;
    let mut rows = Vec::with_capacity(pipelines.len());
    for brand in store::brands::all(&mut conn).await? {
        rows.extend(
            pipelines
                .extract_if(.., |pipeline| pipeline.brand == brand.id)
                .map(|pipeline| pipeline_row(pipeline, &brand.slug)),
        );
    }
    Ok(rows)
}

async fn summaries(
    conn: &mut Connection,
    now: Timestamp,
    figures: &[BrandFigures],
) -> Result<Vec<BrandSummary>, EngineError> {
    let mut rows = Vec::new();
    for brand in store::brands::all(conn).await? {
        rows.push(summary(conn, &brand, now, figures).await?);
    }
    Ok(rows)
}

async fn summary(
    conn: &mut Connection,
    brand: &Brand,
    now: Timestamp,
    figures: &[BrandFigures],
) -> Result<BrandSummary, EngineError> {
    let settings = &brand.settings;
    let figures = figures.iter().find(|figures| figures.brand == brand.id);
    let queued = figures.map_or(0, |figures| figures.queued);
    Ok(BrandSummary {
        id: brand.id,
        slug: brand.slug.clone(),
        name: brand.name.clone(),
        from_email: brand.settings.from_email.clone(),
        autonomy: brand.settings.autonomy,
        provider: brand.settings.provider,
        sent_today: figures.map_or(0, |figures| figures.sent_today),
        cap_today: daily_cap_at(settings.daily_cap, settings.ramp, brand.first_sent_at, settings.timezone, now),
        awaiting_approval: figures.map_or(0, |figures| figures.awaiting_approval),
        inbox_waiting: figures.map_or(0, |figures| figures.inbox_waiting),
        queued,
        next_send_at: if queued > 0 { next_send_at(conn, brand, now).await? } else { None },
        paused: brand.paused.clone(),
        sender: sender::warning(conn, brand).await?.map(Into::into),
    })
}

/// When the first of a brand's queued mails can go; `None` while it waits for a person.
async fn next_send_at(conn: &mut Connection, brand: &Brand, now: Timestamp) -> Result<Option<Timestamp>, EngineError> {
    let whenever = Timestamp::from_millis(i64::MAX);
    let Some(mail) = store::emails::queued(conn, brand.id, None, whenever, 1).await?.pop() else { return Ok(None) };
    let Some(deal) = store::deals::find(conn, mail.deal).await? else { return Ok(None) };
    let verdict = verdict(conn, brand, &deal, Some(&mail), now).await?;
    Ok(if verdict.allowed { Some(now) } else { verdict.next })
}

/// Which secrets are there. A keychain that does not answer has none to show; the doctor says why.
async fn secrets(engine: &Engine, brand: &Brand) -> BTreeMap<String, bool> {
    let of_brand = [
        SecretKind::ZohoClientId,
        SecretKind::ZohoClientSecret,
        SecretKind::ZohoRefreshToken,
        SecretKind::ImapPassword,
        SecretKind::SmtpPassword,
        SecretKind::MailClientId,
        SecretKind::MailRefreshToken,
    ];
    let names = of_brand
        .map(|kind| SecretName::of_brand(&brand.slug, kind))
        .into_iter()
        .chain([SecretKind::OpenAiApiKey, SecretKind::RelayKey].map(SecretName::shared));
    let mut present = BTreeMap::new();
    for name in names {
        let found = engine.ports.secrets.get(&name).await.ok().flatten().is_some();
        present.insert(name.kind.as_str().to_owned(), found);
    }
    present
}
