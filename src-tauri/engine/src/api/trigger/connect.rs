//! Connecting a mailbox from the window: by a code, in the browser, or from the guide's .env file. Secrets only come in.

use std::collections::BTreeMap;

use domain::brand::Brand;
use gateways::{SecretKind, SecretName};

use crate::api::wire::{
    BrandConnectBrowser, BrandConnectCode, BrandConnectEnv, BrandConnectServers, BrandRef, BrandSet, Connected,
    ConsentPage, Done, EnvTaken,
};
use crate::api::{Reply, mutation};
use crate::env_file::{self, EnvFile};
use crate::grant::{self, Answer, Attempt};
use crate::{Engine, EngineError};

/// Connects by a code that a person made in Zoho's API console.
pub async fn brand_connect_code(engine: &Engine, request: BrandConnectCode) -> Reply<Connected> {
    let code = request.code.secret().ok_or_else(|| {
        EngineError::BadRequest("The code is missing; make one in Zoho's API console and paste it here".to_owned())
    })?;
    let client = [request.client_id.secret(), request.client_secret.secret()];
    let attempt = Attempt::zoho(engine, &request.brand, &request.data_centre, client).await?;
    Ok(attempt.finish(engine, Some(Answer { code: &code, redirect_uri: None })).await?)
}

/// Begins to connect in the browser: says which page to open. Whoever asks opens it and then waits.
pub async fn brand_connect_browser(engine: &Engine, request: BrandConnectBrowser) -> Reply<ConsentPage> {
    let client = [request.client_id.secret(), request.client_secret.secret()];
    let attempt = Attempt::zoho(engine, &request.brand, &request.data_centre, client).await?;
    let (page, redirect_uri) = engine.browser.ask(engine, attempt).await?;
    Ok(ConsentPage { page, redirect_uri })
}

/// Connects any mailbox whose servers are named, by a password.
pub async fn brand_connect_servers(engine: &Engine, request: BrandConnectServers) -> Reply<Connected> {
    Ok(Attempt::servers(engine, request).await?.finish(engine, None).await?)
}

/// Begins to connect a mailbox of Google or Microsoft in the browser: says which page to open. Whoever asks opens it and then waits.
pub async fn brand_connect_permission(engine: &Engine, request: BrandConnectServers) -> Reply<ConsentPage> {
    let attempt = Attempt::servers(engine, request).await?;
    let (page, redirect_uri) = engine.browser.ask(engine, attempt).await?;
    Ok(ConsentPage { page, redirect_uri })
}

/// Waits until the mailbox's owner has answered in the browser, at most five minutes.
pub async fn brand_connect_wait(engine: &Engine, request: BrandRef) -> Reply<Connected> {
    Ok(engine.browser.answer(engine, &request.brand).await?)
}

/// Stops waiting for the browser.
pub async fn brand_connect_stop(engine: &Engine, _: BrandRef) -> Reply<Done> {
    engine.browser.give_up();
    Ok(Done { done: "Nothing waits for the browser any more.".to_owned() })
}

/// Takes what the guide's .env file holds: secrets into the keychain, settings into the brand. Looks whether the mailbox answers, if
/// everything for it is there.
pub async fn brand_connect_env(engine: &Engine, request: BrandConnectEnv) -> Reply<EnvTaken> {
    let brand = mutation::brand(&mut *engine.store.read().await?, &request.brand).await?;
    let file = understand(&request)?;
    keep(engine, &brand.slug, &file).await?;
    let brand = mutation::brand(&mut *engine.store.read().await?, &brand.slug).await?;
    let tried = match all_there(engine, &brand).await? {
        true => Some(try_mailbox(engine, &brand).await),
        false => None,
    };
    let (connected, trouble) = match tried {
        Some(Ok(connected)) => (Some(connected), None),
        Some(Err(error)) => (None, Some(error.sentence())),
        None => (None, None),
    };
    let stored = file.secrets.iter().map(|(kind, _)| kind.as_str().to_owned()).collect();
    Ok(EnvTaken { stored, settings: file.settings, ignored: file.ignored, connected, trouble })
}

fn understand(request: &BrandConnectEnv) -> Result<EnvFile, EngineError> {
    use gateways::secrets::ExposeSecret as _;
    let file = request.text.secret().map(|text| env_file::parse(text.expose_secret())).unwrap_or_default();
    if file.is_empty() {
        return Err(EngineError::BadRequest(
            "There is nothing for a brand in this text; it has lines such as ZOHO_CLIENT_ID=… and ZOHO_REFRESH_TOKEN=…"
                .to_owned(),
        ));
    }
    Ok(file)
}

/// Nothing is kept if a setting does not fit or secrets cannot be stored here.
async fn keep(engine: &Engine, slug: &str, file: &EnvFile) -> Reply<()> {
    if let Some((kind, _)) = file.secrets.first() {
        grant::must_be_writable(engine, env_file::name_of(*kind, slug))?;
    }
    if !file.settings.is_empty() {
        let values: BTreeMap<String, String> = file.settings.clone();
        mutation::brand_set(engine, BrandSet { brand: slug.to_owned(), values }).await?;
    }
    let secrets = &engine.ports.secrets;
    if !file.secrets.is_empty() {
        // A cached token would keep the former account for up to an hour.
        let cached = SecretName::of_brand(slug, SecretKind::ZohoAccessToken);
        secrets.delete(&cached).await.map_err(EngineError::from)?;
    }
    for (kind, secret) in &file.secrets {
        secrets.set(&env_file::name_of(*kind, slug), secret.clone()).await.map_err(EngineError::from)?;
    }
    engine.ports.connect.forget(slug);
    Ok(())
}

async fn all_there(engine: &Engine, brand: &Brand) -> Result<bool, EngineError> {
    for kind in [SecretKind::ZohoClientId, SecretKind::ZohoClientSecret, SecretKind::ZohoRefreshToken] {
        if engine.ports.secrets.get(&SecretName::of_brand(&brand.slug, kind)).await?.is_none() {
            return Ok(false);
        }
    }
    Ok(true)
}

async fn try_mailbox(engine: &Engine, brand: &Brand) -> Result<Connected, EngineError> {
    let identity = engine.ports.connect.mailbox(brand)?.identity().await?;
    grant::remember_account(engine, &brand.slug, None, &identity).await?;
    Ok(grant::connected(engine, brand, identity))
}
