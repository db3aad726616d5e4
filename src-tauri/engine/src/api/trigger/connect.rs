//! Connecting a mailbox: by a code, in the browser, by its servers, or from a .env file. Secrets only come in.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::brand::Brand;
use domain::mailbox::{MailboxKind, SignIn};
use gateways::{SecretKind, SecretName};

use crate::api::wire::{
    BrandConnectBrowser, BrandConnectCode, BrandConnectEnv, BrandConnectServers, BrandRef, BrandSet, Connected,
    ConsentPage, Done, EnvTaken, Given,
};
use crate::api::{Reply, mutation};
use crate::env_file::{self, EnvFile, EnvServers};
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

/// Takes what a .env file holds: secrets into the keychain, settings into the brand. Looks whether the mailbox answers, if everything for it is
/// there. A mailbox that is named by its servers is kept only if it answers.
pub async fn brand_connect_env(engine: &Engine, request: BrandConnectEnv) -> Reply<EnvTaken> {
    let brand = mutation::brand(&mut *engine.store.read().await?, &request.brand).await?;
    let file = understand(&request)?;
    keep(engine, &brand.slug, &file).await?;
    let brand = mutation::brand(&mut *engine.store.read().await?, &brand.slug).await?;
    let mut stored: Vec<String> = file.secrets.iter().map(|(kind, _)| kind.as_str().to_owned()).collect();
    let tried = match file.servers {
        Some(servers) => {
            let tried = by_servers(engine, &brand, servers).await;
            if tried.is_ok() {
                stored
                    .extend([SecretKind::ImapPassword, SecretKind::SmtpPassword].map(|kind| kind.as_str().to_owned()));
            }
            Some(tried)
        }
        None if all_there(engine, &brand).await? => Some(try_zoho(engine, brand).await),
        None => None,
    };
    let (connected, trouble) = match tried {
        Some(Ok(connected)) => (Some(connected), None),
        Some(Err(error)) => (None, Some(error.sentence())),
        None => (None, None),
    };
    Ok(EnvTaken { stored, settings: file.settings, ignored: file.ignored, connected, trouble })
}

async fn by_servers(engine: &Engine, brand: &Brand, named: EnvServers) -> Result<Connected, EngineError> {
    let lacking = |what: &str| EngineError::BadRequest(format!("The text does not name the server for {what}"));
    let request = BrandConnectServers {
        brand: brand.slug.clone(),
        username: named.username,
        sign_in: SignIn::Password,
        password: named.password.map(Given::from).unwrap_or_default(),
        smtp_password: named.smtp_password.map(Given::from).unwrap_or_default(),
        client_id: Given::default(),
        client_secret: Given::default(),
        imap: named.imap.ok_or_else(|| lacking("reading; add IMAP_HOST=… and IMAP_PASSWORD=…"))?,
        smtp: named.smtp.ok_or_else(|| lacking("sending; add EMAIL_HOST=… and EMAIL_HOST_PASSWORD=…"))?,
        sent_copy: named.sent_copy,
    };
    Attempt::servers(engine, request).await?.finish(engine, None).await
}

fn understand(request: &BrandConnectEnv) -> Result<EnvFile, EngineError> {
    use gateways::secrets::ExposeSecret as _;
    let file = request.text.secret().map(|text| env_file::parse(text.expose_secret())).unwrap_or_default();
    if file.is_empty() {
        return Err(EngineError::BadRequest(
            "There is nothing for a brand in this text; it has lines such as ZOHO_CLIENT_ID=… and ZOHO_REFRESH_TOKEN=…, or EMAIL_HOST=… and IMAP_HOST=…"
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

/// The brand's mailbox is Zoho's once that answers, whatever it was before.
async fn try_zoho(engine: &Engine, mut brand: Brand) -> Result<Connected, EngineError> {
    brand.settings.mailbox.kind = MailboxKind::Zoho;
    let identity = engine.ports.connect.trial(&brand, Arc::clone(&engine.ports.secrets))?.identity().await?;
    grant::remember_account(engine, &brand.slug, Some(&brand), &identity).await?;
    Ok(grant::connected(engine, &brand, identity))
}
