//! Trying what a brand is connected to: one mail through its mailbox, one small question to its model.

use domain::EmailAddress;
use domain::activity::{ActivityKind, Author};
use domain::brand::{Brand, Provider};
use domain::compose::{Draft, finish, token};
use domain::email::message_id;
use gateways::{Handover, ModelError, ModelReply, ModelRequest, OutgoingMail, SendOutcome};
use serde_json::json;

use crate::act::{About, Act};
use crate::api::Reply;
use crate::api::mutation;
use crate::api::wire::{AiTest, AiTested, AiTrouble, BrandTestEmail, TestedEmail};
use crate::compose::sender;
use crate::{Engine, EngineError, spending};

/// Models of an endpoint that are offered for choice.
const MODELS: usize = 300;

/// Sends one mail through the brand's mailbox, with the same signature and footer as every other. It goes to the brand itself, or to an
/// address that a person typed and confirmed, and never to one that must not be mailed.
pub async fn brand_test_email(engine: &Engine, request: BrandTestEmail) -> Reply<TestedEmail> {
    let to = EmailAddress::parse(&request.to).map_err(|error| EngineError::BadRequest(error.to_string()))?;
    let mut conn = engine.store.read().await?;
    let brand = mutation::brand(&mut conn, &request.brand).await?;
    let suppressed = store::suppressions::reason(&mut conn, brand.id, &to).await?;
    drop(conn);
    may_test(&brand, &to, request.confirmed, suppressed)?;
    let mail = test_mail(engine, &brand, &sender(&brand)?, &to);
    let mailbox = engine.ports.connect.mailbox(&brand).map_err(EngineError::from)?;
    match mailbox.send(&mail, &Handover::unwatched()).await {
        SendOutcome::Accepted { provider_message_id, .. } => {
            let mut act = Act::begin(engine).await?;
            let about = About { brand: Some(&brand), ..About::default() };
            act.note(Author::Person, ActivityKind::Settings, about, format!("Sent a test of the mailbox to {to}"));
            act.commit().await?;
            // That it went out is what was asked; a missing copy is told where mails are sent by the task.
            let _ = mailbox.file_copy(&mail).await;
            Ok(TestedEmail { brand: brand.slug, to: mail.to_address, subject: mail.subject, provider_message_id })
        }
        SendOutcome::Refused(trouble) => Err(EngineError::from(trouble).into()),
        SendOutcome::Unknown(trouble) => Err(EngineError::Outside(format!(
            "{} The mail may or may not have gone out; look into the Sent folder.",
            trouble.message
        ))
        .into()),
    }
}

fn may_test(brand: &Brand, to: &EmailAddress, confirmed: bool, suppressed: Option<String>) -> Result<(), EngineError> {
    if let Some(reason) = suppressed {
        return Err(EngineError::Refused(format!("{to} must not be mailed: {reason}")));
    }
    let own = [&brand.settings.from_email, &brand.settings.reply_to];
    if !confirmed && !own.iter().any(|address| address.eq_ignore_ascii_case(to.as_str())) {
        return Err(EngineError::Refused(format!("{to} is not an address of {}; confirm it first", brand.name)));
    }
    match brand.settings.identity_gap() {
        Some(key) => Err(EngineError::Refused(format!(
            "Nothing is sent without a legal footer. Set it first: autopilot brand set {} {key}=…",
            brand.slug
        ))),
        None => Ok(()),
    }
}

fn test_mail(engine: &Engine, brand: &Brand, from: &EmailAddress, to: &EmailAddress) -> OutgoingMail {
    let token = token(engine.ten_random_bytes());
    let draft = Draft {
        subject: format!("A test of {}'s mailbox", brand.name),
        body: "Hello,\n\nThis is a test. If you read it, the mailbox works, and this is how our mails end.".to_owned(),
    };
    let composed = finish(&draft, &brand.settings, "your own command", &token);
    OutgoingMail {
        from_address: from.to_string(),
        from_name: brand.settings.from_name.clone(),
        to_address: to.to_string(),
        to_name: None,
        reply_to: Some(brand.settings.reply_to.clone()).filter(|address| !address.is_empty()),
        subject: composed.subject,
        text: composed.text,
        html: composed.html,
        in_reply_to: None,
        message_id: format!("<{}>", message_id(&token, from)),
        unsubscribe: None,
        token,
    }
}

/// Asks the brand's model one small question, with settings that are not saved yet. A model that does not answer is an answer too.
pub async fn ai_test(engine: &Engine, request: AiTest) -> Reply<AiTested> {
    let mut brand = mutation::brand(&mut *engine.store.read().await?, &request.brand).await?;
    for (key, value) in &request.values {
        brand.settings.set(key, value).map_err(|error| EngineError::BadRequest(error.to_string()))?;
    }
    if brand.settings.provider == Provider::Playbook {
        return Ok(tested("playbook", Vec::new(), None));
    }
    let model = match engine.ports.connect.model(&brand) {
        Ok(model) => model,
        Err(error) => return Ok(tested(&brand.settings.model, Vec::new(), Some(Err(error)))),
    };
    // Some endpoints list nothing; whether the model answers is another question.
    let mut models = model.probe().await.unwrap_or_default();
    models.truncate(MODELS);
    let answer = model.answer(&question()).await;
    if let Ok(reply) = &answer {
        spending::count(engine, &brand, reply.usage).await?;
    }
    Ok(tested(&brand.settings.model, models, Some(answer)))
}

fn question() -> ModelRequest {
    ModelRequest {
        purpose: "test",
        system: "Answer with a JSON object that has one text field, word.".to_owned(),
        user: "Say hello in one word.".to_owned(),
        schema_name: "test",
        schema: json!({"type": "object", "additionalProperties": false, "required": ["word"],
            "properties": {"word": {"type": "string"}}}),
        max_tokens: 200,
    }
}

fn tested(model: &str, models: Vec<String>, answer: Option<Result<ModelReply, ModelError>>) -> AiTested {
    let small = |n: Option<u64>| n.map(|n| u32::try_from(n).unwrap_or(u32::MAX));
    let nothing =
        AiTested { model: model.to_owned(), latency_ms: 0, tokens_in: None, tokens_out: None, models, trouble: None };
    match answer {
        None => nothing,
        Some(Ok(reply)) => AiTested {
            model: if reply.model.is_empty() { nothing.model.clone() } else { reply.model },
            latency_ms: reply.latency_ms,
            tokens_in: small(reply.usage.prompt_tokens),
            tokens_out: small(reply.usage.completion_tokens),
            ..nothing
        },
        Some(Err(error)) => {
            let trouble =
                AiTrouble { code: error.code().to_owned(), message: error.message(), fix: error.fix().to_owned() };
            AiTested { trouble: Some(trouble), ..nothing }
        }
    }
}
