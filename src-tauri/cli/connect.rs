//! `brand connect`: moves what was in a .env file to where it belongs, gets Zoho's permission, and looks whether the mailbox answers.
//! Never prints a secret.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use domain::brand::Brand;
use engine::api::mutation;
use engine::api::wire::BrandSet;
use engine::env_file::{self, EnvFile};
use gateways::secrets::SecretString;
use gateways::zoho::connect::{PORTS, new_state};
use gateways::{CallbackListener, Granted, SecretKind, SecretName, SystemRandom, ZohoMailbox};
use serde::Serialize;

use crate::failure::Failure;
use crate::output::{Output, eprint};
use crate::session::Session;

/// How long a person may take in the browser.
const PATIENCE: Duration = Duration::from_secs(300);

/// What connecting did.
#[derive(Debug, Serialize)]
struct Connected {
    brand: String,
    /// Where the secrets are kept.
    secrets_in: String,
    /// Which secrets were put there.
    stored: Vec<&'static str>,
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

pub(crate) async fn connect(
    session: &Session,
    slug: &str,
    from_env: Option<&Path>,
    code: Option<&str>,
    output: &mut Output,
) -> Result<(), Failure> {
    // As it is written in the file: secrets are filed under it.
    let slug = &find(session, slug).await?.slug;
    let file = from_env.map(read).transpose()?.unwrap_or_default();
    let stored = keep(session, slug, &file).await?;
    let brand = find(session, slug).await?;
    match code {
        Some(code) => complete(mailbox(session, &brand)?.exchange_code(&SecretString::from(code), None).await?)?,
        None if from_env.is_none() || !has(session, &brand, SecretKind::ZohoRefreshToken).await? => {
            in_browser(session, &brand).await?;
        }
        None => {}
    }
    let identity = session.connect.mailbox(&brand)?.identity().await?;
    let connected = Connected {
        may_send_as_brand: identity
            .send_as
            .iter()
            .any(|address| address.eq_ignore_ascii_case(&brand.settings.from_email)),
        brand: brand.slug,
        secrets_in: session.secrets.describe().to_owned(),
        stored,
        settings: file.settings,
        ignored: file.ignored,
        account_id: identity.account_id,
        address: identity.address,
    };
    output.answer(&connected, draw)?;
    if connected.may_send_as_brand {
        return Ok(());
    }
    Err(Failure::failed(format!(
        "The mailbox may not send as {}. Confirm that address in the mailbox, or change it: autopilot brand set {slug} from.email=…",
        brand.settings.from_email
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

async fn find(session: &Session, slug: &str) -> Result<Brand, Failure> {
    let mut conn = session.engine.store().read().await?;
    let found = store::brands::by_slug(&mut conn, slug).await?;
    found.ok_or_else(|| engine::EngineError::missing("brand", slug).into())
}

fn read(path: &Path) -> Result<EnvFile, Failure> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| Failure::failed(format!("{} cannot be read: {error}.", path.display())))?;
    let file = env_file::parse(&text);
    if file.is_empty() {
        return Err(Failure::usage(format!(
            "{} holds nothing for a brand; `autopilot brand connect --help` lists the names.",
            path.display()
        )));
    }
    Ok(file)
}

/// Keeps the settings and the secrets of a file. Nothing is kept if a setting does not fit or secrets cannot be stored here.
async fn keep(session: &Session, slug: &str, file: &EnvFile) -> Result<Vec<&'static str>, Failure> {
    let name = |kind: SecretKind| env_file::name_of(kind, slug);
    if let Some((kind, _)) = file.secrets.first().filter(|_| !session.secrets.writable()) {
        return Err(gateways::SecretError::ReadOnly { name: name(*kind) }.into());
    }
    if !file.settings.is_empty() {
        mutation::brand_set(&session.engine, BrandSet { brand: slug.to_owned(), values: file.settings.clone() })
            .await?;
    }
    if !file.secrets.is_empty() {
        // A cached token would keep the former account for up to an hour.
        session.secrets.delete(&name(SecretKind::ZohoAccessToken)).await?;
    }
    for (kind, secret) in &file.secrets {
        session.secrets.set(&name(*kind), secret.clone()).await?;
    }
    Ok(file.secrets.iter().map(|(kind, _)| kind.as_str()).collect())
}

/// The mailbox itself, for what only connecting needs.
fn mailbox(session: &Session, brand: &Brand) -> Result<ZohoMailbox, Failure> {
    let (secrets, clock) = (Arc::clone(&session.secrets), Arc::clone(&session.clock));
    Ok(ZohoMailbox::new(engine::zoho_settings(brand), secrets, clock, gateways::PATIENCE)?)
}

async fn has(session: &Session, brand: &Brand, kind: SecretKind) -> Result<bool, Failure> {
    Ok(session.secrets.get(&SecretName::of_brand(&brand.slug, kind)).await?.is_some())
}

/// Asks the mailbox's owner in the browser.
async fn in_browser(session: &Session, brand: &Brand) -> Result<(), Failure> {
    for kind in [SecretKind::ZohoClientId, SecretKind::ZohoClientSecret] {
        if !has(session, brand, kind).await? {
            let (slug, name) = (&brand.slug, kind.as_str().to_uppercase());
            return Err(Failure::refused(format!(
                "{name} is missing. Make a client in Zoho's API console, write its id and secret into a file as ZOHO_CLIENT_ID=… and \
                 ZOHO_CLIENT_SECRET=…, and run: autopilot brand connect {slug} --from-env FILE"
            )));
        }
    }
    let mailbox = mailbox(session, brand)?;
    let listener = CallbackListener::bind(&PORTS).await?;
    let redirect_uri = listener.redirect_uri();
    let state = new_state(&SystemRandom);
    let page = mailbox.authorise_url(&redirect_uri, &state).await?;
    eprint(&format!(
        "Register this redirect URI in Zoho's API console if you have not: {redirect_uri}\nThen open this page and accept:\n\n{page}\n\n"
    ));
    let code = listener.code(&state, engine::zoho_settings(brand).home(), PATIENCE).await?;
    complete(mailbox.exchange_code(&code, Some(&redirect_uri)).await?)
}

/// Refuses a grant that lacks what is needed.
fn complete(granted: Granted) -> Result<(), Failure> {
    if granted.missing_scopes.is_empty() {
        return Ok(());
    }
    Err(Failure::failed(format!(
        "The permission lacks {}. Connect again and allow all of it.",
        granted.missing_scopes.join(", ")
    )))
}
