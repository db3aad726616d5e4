//! What settings would lead to, before they are saved: whether they fit, when mails could go, how a mail would look, what models took.

use std::collections::BTreeMap;

use domain::brand::{Brand, Settings};
use domain::decision::Facts;
use domain::email::EmailKind;
use domain::pipeline::Purpose;
use domain::spending::limit_reached;

use super::names;
use crate::api::Reply;
use crate::api::wire::{
    AiSpent, BrandRef, MailPreview, MailPreviewRequest, SettingProblem, SettingsCheck, SlotsPreview, SlotsRequest,
};
use crate::book::Book;
use crate::compose;
use crate::{Engine, EngineError, slots, spending};

/// Every setting that would not fit, each with its reason.
pub async fn settings_check(engine: &Engine, request: SettingsCheck) -> Reply<Vec<SettingProblem>> {
    let mut brand = names::brand(&mut *engine.store.read().await?, &request.brand).await?;
    let problem = |(key, value): (&String, &String)| {
        let error = brand.settings.set(key, value).err()?;
        Some(SettingProblem { key: key.clone(), message: error.to_string() })
    };
    Ok(request.values.iter().filter_map(problem).collect())
}

/// When the brand can send in the next days, by the functions the sender uses.
pub async fn slots_preview(engine: &Engine, request: SlotsRequest) -> Reply<SlotsPreview> {
    let brand = with(engine, &request.brand, &request.values).await?;
    let days = request.days.clamp(1, 14);
    let mut conn = engine.store.read().await?;
    let paused = store::gates::pause_all(&mut conn, engine.now()).await?.or_else(|| brand.paused.clone());
    let held = paused
        .map(|pause| pause.reason)
        .or_else(|| brand.settings.identity_gap().map(|key| format!("{key} is empty, and nothing is sent without it")));
    let days = slots::preview(&mut conn, &brand, engine.now(), days).await?;
    Ok(SlotsPreview { days, held })
}

/// An example of the brand's first mail, with the signature and the footer it would have.
pub async fn mail_preview(engine: &Engine, request: MailPreviewRequest) -> Reply<MailPreview> {
    let brand = with(engine, &request.brand, &request.values).await?;
    let book = Book::read(engine).await?;
    let to_name = "Sarah Jones";
    let mail = compose::example(&book, &brand, &example_facts(&brand), EmailKind::Initial)?;
    let settings = &brand.settings;
    Ok(MailPreview {
        from_name: settings.from_name.clone(),
        from_email: settings.from_email.clone(),
        reply_to: settings.reply_to.clone(),
        to_name: to_name.to_owned(),
        to_email: "sarah@localcafe.example".to_owned(),
        subject: mail.subject,
        text: mail.text,
        missing: settings.identity_gap().map(str::to_owned),
    })
}

/// What the brand's models took, and whether a limit holds them back.
pub async fn ai_spent(engine: &Engine, request: BrandRef) -> Reply<AiSpent> {
    let brand = names::brand(&mut *engine.store.read().await?, &request.brand).await?;
    let (today, month) = spending::taken(engine, &brand).await?;
    let small = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
    Ok(AiSpent {
        tokens_today: small(today.input.saturating_add(today.output)),
        tokens_month: small(month.input.saturating_add(month.output)),
        cost_month: month.cost(&brand.settings).to_string(),
        limit_reached: limit_reached(&brand.settings, today, month),
    })
}

/// The brand with settings that are not saved.
async fn with(engine: &Engine, slug: &str, values: &BTreeMap<String, String>) -> Result<Brand, EngineError> {
    let mut brand = names::brand(&mut *engine.store.read().await?, slug).await?;
    for (key, value) in values {
        brand.settings.set(key, value).map_err(|error| EngineError::BadRequest(error.to_string()))?;
    }
    Ok(brand)
}

/// Somebody made up, as the guide's own example.
fn example_facts(brand: &Brand) -> Facts {
    let Settings { from_name, company_description, value_proposition, style, max_per_deal, .. } =
        brand.settings.clone();
    let name = "Sarah Jones";
    Facts {
        brand: brand.name.clone(),
        sender_name: from_name,
        company_description,
        value_proposition,
        style,
        recipient_name: name.to_owned(),
        recipient_first_name: name.split(' ').next().map(str::to_owned),
        recipient_company: "Local Cafe".to_owned(),
        recipient_website: "https://localcafe.example".to_owned(),
        domain_authority: Some(28),
        notes: "Small business owner".to_owned(),
        tags: vec!["hospitality".to_owned(), "local".to_owned()],
        pitch: String::new(),
        topic: String::new(),
        site_facts: Vec::new(),
        pipeline: "Sales".to_owned(),
        purpose: Purpose::Sales,
        stage: "New Lead".to_owned(),
        stage_key: "new_lead".to_owned(),
        emails_sent: 0,
        max_per_deal,
        days_since_last_mail: None,
        days_since_last_reply: None,
        last_reply: None,
        suppressed: false,
    }
}
