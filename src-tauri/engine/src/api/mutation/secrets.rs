//! Secrets that a person sets by hand. They are written and removed here; nothing reads them out.

use domain::activity::{ActivityKind, Author};
use domain::engagement::Key;
use gateways::secrets::ExposeSecret as _;
use gateways::{SecretKind, SecretName};

use super::done;
use crate::act::{About, Act};
use crate::api::Reply;
use crate::api::wire::{Done, SecretRemove, SecretSet, SecretSlot};
use crate::{Engine, EngineError, grant};

/// Puts a secret into the keychain, in the place of the one before.
pub async fn secret_set(engine: &Engine, request: SecretSet) -> Reply<Done> {
    let name = name(request.name);
    let secret =
        request.value.secret().ok_or_else(|| EngineError::BadRequest("There is nothing to keep".to_owned()))?;
    if request.name == SecretSlot::RelayKey {
        Key::parse(secret.expose_secret()).map_err(|error| EngineError::BadRequest(error.to_string()))?;
    }
    grant::must_be_writable(engine, name.clone())?;
    engine.ports.secrets.set(&name, secret).await.map_err(EngineError::from)?;
    told(engine, format!("Put {} into the {}", what(request.name), engine.ports.secrets.describe())).await
}

/// Removes a secret; removing one that is not there changes nothing.
pub async fn secret_remove(engine: &Engine, request: SecretRemove) -> Reply<Done> {
    let name = name(request.name);
    grant::must_be_writable(engine, name.clone())?;
    engine.ports.secrets.delete(&name).await.map_err(EngineError::from)?;
    told(engine, format!("Removed {} from the {}", what(request.name), engine.ports.secrets.describe())).await
}

async fn told(engine: &Engine, sentence: String) -> Reply<Done> {
    engine.ports.connect.forget_models();
    let mut act = Act::begin(engine).await?;
    act.note(Author::Person, ActivityKind::Settings, About::default(), sentence.as_str());
    act.commit().await?;
    Ok(done(format!("{sentence}.")))
}

fn name(slot: SecretSlot) -> SecretName {
    match slot {
        SecretSlot::OpenaiApiKey => SecretName::shared(SecretKind::OpenAiApiKey),
        SecretSlot::RelayKey => SecretName::shared(SecretKind::RelayKey),
    }
}

fn what(slot: SecretSlot) -> &'static str {
    match slot {
        SecretSlot::OpenaiApiKey => "the model's key",
        SecretSlot::RelayKey => "the relay's key",
    }
}
