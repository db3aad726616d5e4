//! `brand connect`: moves what was in a .env file to where it belongs, gets a permission, and looks whether the mailbox answers.
//! Never prints a secret.

use std::collections::BTreeMap;
use std::path::Path;

use engine::api::trigger;
use engine::api::wire::{self, BrandConnectBrowser, BrandConnectCode, BrandConnectEnv, BrandRef, EnvTaken, Given};
use gateways::{SecretKind, SecretName};
use serde::Serialize;

use crate::connect_mailbox;
use crate::failure::Failure;
use crate::output::{Output, eprint};
use crate::session::Session;

/// What connecting did.
#[derive(Debug, Serialize)]
struct Connected {
    brand: String,
    /// Where the secrets are kept.
    secrets_in: String,
    /// Which secrets were put there.
    stored: Vec<String>,
    /// Which settings were changed.
    settings: BTreeMap<String, String>,
    /// Names in the file that mean nothing here.
    ignored: Vec<String>,
    /// The mailbox's own number of the account.
    account_id: String,
    /// Its main address.
    address: String,
    /// Whether it may send as the brand's address.
    may_send_as_brand: bool,
}

/// What a person brings.
pub(crate) struct Brought<'a> {
    pub(crate) from_env: Option<&'a Path>,
    pub(crate) code: Option<&'a str>,
    pub(crate) servers: &'a connect_mailbox::Arguments,
}

pub(crate) async fn connect(
    session: &Session,
    slug: &str,
    brought: Brought<'_>,
    output: &mut Output,
) -> Result<(), Failure> {
    if brought.servers.mailbox {
        let connected = connect_mailbox::connect(session, slug, brought.servers).await?;
        return tell(connected, None, output);
    }
    let file = match brought.from_env {
        Some(path) => Some(take(session, slug, path).await?),
        None => None,
    };
    if let Some(trouble) = file.as_ref().and_then(|file| file.trouble.as_ref()) {
        return Err(Failure::failed(trouble));
    }
    let connected = match (brought.code, file.as_ref().and_then(|file| file.connected.clone())) {
        (Some(code), _) => by_code(session, slug, code).await?,
        (None, Some(connected)) => connected,
        (None, None) => in_browser(session, slug).await?,
    };
    tell(connected, file, output)
}

fn tell(mailbox: wire::Connected, file: Option<EnvTaken>, output: &mut Output) -> Result<(), Failure> {
    let wire::Connected { brand, account_id, address, may_send_as_brand, secrets_in, .. } = mailbox;
    let (stored, settings, ignored) = file.map(|file| (file.stored, file.settings, file.ignored)).unwrap_or_default();
    let connected = Connected { brand, secrets_in, stored, settings, ignored, account_id, address, may_send_as_brand };
    output.answer(&connected, draw)?;
    if connected.may_send_as_brand {
        return Ok(());
    }
    Err(Failure::failed(format!(
        "The mailbox may not send as the brand's address. Confirm that address in the mailbox, or change it: autopilot brand set {} from.email=…",
        connected.brand
    )))
}

fn draw(output: &mut Output, connected: &Connected) {
    output
        .line(format!("{} is connected to {} (account {}).", connected.brand, connected.address, connected.account_id));
    if !connected.stored.is_empty() {
        output.field("Secrets", format!("{} (in the {})", connected.stored.join(", "), connected.secrets_in));
    }
    for (key, value) in &connected.settings {
        output.field(key, value);
    }
    output.field("Not used", connected.ignored.join(", "));
}

async fn take(session: &Session, slug: &str, path: &Path) -> Result<EnvTaken, Failure> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| Failure::failed(format!("{} cannot be read: {error}.", path.display())))?;
    let request = BrandConnectEnv { brand: slug.to_owned(), text: Given::from(text.as_str()) };
    Ok(trigger::brand_connect_env(&session.engine, request).await?)
}

async fn data_centre(session: &Session, slug: &str) -> Result<(String, String), Failure> {
    let mut conn = session.engine.store().read().await?;
    let found = store::brands::by_slug(&mut conn, slug).await?;
    let brand = found.ok_or_else(|| engine::EngineError::missing("brand", slug))?;
    // As it is written in the file: secrets are filed under it.
    Ok((brand.slug, brand.settings.data_centre))
}

async fn by_code(session: &Session, slug: &str, code: &str) -> Result<wire::Connected, Failure> {
    let (brand, data_centre) = data_centre(session, slug).await?;
    let (client_id, client_secret) = (Given::default(), Given::default());
    let request = BrandConnectCode { brand, data_centre, client_id, client_secret, code: Given::from(code) };
    Ok(trigger::brand_connect_code(&session.engine, request).await?)
}

/// Asks the mailbox's owner in the browser.
async fn in_browser(session: &Session, slug: &str) -> Result<wire::Connected, Failure> {
    let (brand, data_centre) = data_centre(session, slug).await?;
    for kind in [SecretKind::ZohoClientId, SecretKind::ZohoClientSecret] {
        if session.secrets.get(&SecretName::of_brand(&brand, kind)).await?.is_none() {
            let name = kind.as_str().to_uppercase();
            return Err(Failure::refused(format!(
                "{name} is missing. Make a client in Zoho's API console, write its id and secret into a file as ZOHO_CLIENT_ID=… and \
                 ZOHO_CLIENT_SECRET=…, and run: autopilot brand connect {brand} --from-env FILE. For any other mailbox run: autopilot brand connect \
                 {brand} --mailbox"
            )));
        }
    }
    let (client_id, client_secret) = (Given::default(), Given::default());
    let request = BrandConnectBrowser { brand: brand.clone(), data_centre, client_id, client_secret };
    let asked = trigger::brand_connect_browser(&session.engine, request).await?;
    eprint(&format!(
        "Register this redirect URI in Zoho's API console if you have not: {}\nThen open this page and accept:\n\n{}\n\n",
        asked.redirect_uri, asked.page
    ));
    Ok(trigger::brand_connect_wait(&session.engine, BrandRef { brand }).await?)
}
