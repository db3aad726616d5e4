//! Getting Zoho's permission for a brand's mailbox. What is given is tried in a place of its own first and kept only when the mailbox
//! answers, so a connection that works is never lost to one that does not.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::activity::{ActivityKind, Author};
use domain::brand::Brand;
use gateways::zoho::connect::{PORTS, new_state};
use gateways::{
    CallbackListener, Mailbox as _, MailboxIdentity, MemorySecrets, PATIENCE, SecretKind, SecretName, SecretStore,
    SecretString, ZohoMailbox,
};
use tokio::sync::Notify;

use crate::act::{About, Act};
use crate::api::wire::Connected;
use crate::connect::zoho_settings;
use crate::{Engine, EngineError};

/// How long a person may take in the browser.
const THINKS: Duration = Duration::from_secs(300);

/// What a connection consists of.
const KINDS: [SecretKind; 3] = [SecretKind::ZohoClientId, SecretKind::ZohoClientSecret, SecretKind::ZohoRefreshToken];

/// A connection that is being tried: the brand as it would be, and its secrets in memory only.
pub(crate) struct Attempt {
    brand: Brand,
    trial: Arc<MemorySecrets>,
    mailbox: ZohoMailbox,
}

impl Attempt {
    /// Begins. A client id or secret that is not given is taken from the keychain.
    pub(crate) async fn begin(
        engine: &Engine,
        slug: &str,
        data_centre: &str,
        client: [Option<SecretString>; 2],
    ) -> Result<Self, EngineError> {
        let mut brand = crate::api::mutation::brand(&mut *engine.store.read().await?, slug).await?;
        must_be_writable(engine, SecretName::of_brand(&brand.slug, SecretKind::ZohoRefreshToken))?;
        brand
            .settings
            .set("zoho.data_centre", data_centre)
            .map_err(|error| EngineError::BadRequest(error.to_string()))?;
        // The account that has the brand's address is found anew: the former number may belong to another owner.
        brand.settings.account_id = String::new();
        let trial = Arc::new(MemorySecrets::default());
        for (kind, given) in [SecretKind::ZohoClientId, SecretKind::ZohoClientSecret].into_iter().zip(client) {
            let name = SecretName::of_brand(&brand.slug, kind);
            let secret = match given {
                Some(secret) => secret,
                None => engine.ports.secrets.get(&name).await?.ok_or_else(|| missing(kind))?,
            };
            trial.set(&name, secret).await?;
        }
        let secrets: Arc<dyn SecretStore> = Arc::clone(&trial) as Arc<dyn SecretStore>;
        let clock = Arc::clone(&engine.ports.clock);
        let mailbox = ZohoMailbox::new(zoho_settings(&brand), secrets, clock, PATIENCE)?;
        Ok(Self { brand, trial, mailbox })
    }

    /// Exchanges the code, looks whether the mailbox answers, and keeps all of it or nothing.
    pub(crate) async fn finish(
        self,
        engine: &Engine,
        code: &SecretString,
        redirect_uri: Option<&str>,
    ) -> Result<Connected, EngineError> {
        let granted = self.mailbox.exchange_code(code, redirect_uri).await?;
        if !granted.missing_scopes.is_empty() {
            return Err(EngineError::Refused(format!(
                "The permission lacks {}. Nothing was changed; make a code with all four scopes and try again",
                granted.missing_scopes.join(", ")
            )));
        }
        let identity = self.mailbox.identity().await?;
        self.keep(engine, &identity).await?;
        Ok(connected(engine, &self.brand, identity))
    }

    async fn keep(&self, engine: &Engine, identity: &MailboxIdentity) -> Result<(), EngineError> {
        let slug = &self.brand.slug;
        // A cached token would keep the former account for up to an hour.
        engine.ports.secrets.delete(&SecretName::of_brand(slug, SecretKind::ZohoAccessToken)).await?;
        for kind in KINDS {
            let name = SecretName::of_brand(slug, kind);
            if let Some(secret) = self.trial.get(&name).await? {
                engine.ports.secrets.set(&name, secret).await?;
            }
        }
        engine.ports.connect.forget(slug);
        remember_account(engine, slug, Some(&self.brand.settings.data_centre), identity).await
    }
}

/// Keeps which account answered, and tells it.
pub(crate) async fn remember_account(
    engine: &Engine,
    slug: &str,
    data_centre: Option<&str>,
    identity: &MailboxIdentity,
) -> Result<(), EngineError> {
    let mut act = Act::begin(engine).await?;
    let mut brand = crate::api::mutation::brand(&mut act.tx, slug).await?;
    if let Some(data_centre) = data_centre {
        data_centre.clone_into(&mut brand.settings.data_centre);
    }
    brand
        .settings
        .set("zoho.account_id", &identity.account_id)
        .map_err(|error| EngineError::Outside(error.to_string()))?;
    store::brands::save_settings(&mut act.tx, brand.id, &brand.settings).await?;
    let about = About { brand: Some(&brand), ..About::default() };
    let told = format!("Connected {} to the mailbox {}", brand.name, identity.address);
    act.note(Author::Person, ActivityKind::Settings, about, told);
    Ok(act.commit().await?)
}

/// What a mailbox that answered is told as.
pub(crate) fn connected(engine: &Engine, brand: &Brand, identity: MailboxIdentity) -> Connected {
    let ours = |address: &String| address.eq_ignore_ascii_case(&brand.settings.from_email);
    Connected {
        brand: brand.slug.clone(),
        may_send_as_brand: identity.send_as.iter().any(ours),
        account_id: identity.account_id,
        address: identity.address,
        send_as: identity.send_as,
        secrets_in: engine.ports.secrets.describe().to_owned(),
    }
}

/// Secrets that were given by the environment cannot be changed here; said before anything is asked of anybody.
pub(crate) fn must_be_writable(engine: &Engine, name: SecretName) -> Result<(), EngineError> {
    if engine.ports.secrets.writable() { Ok(()) } else { Err(gateways::SecretError::ReadOnly { name }.into()) }
}

fn missing(kind: SecretKind) -> EngineError {
    let what = if kind == SecretKind::ZohoClientId { "client id" } else { "client secret" };
    EngineError::BadRequest(format!("The {what} is missing; copy it from Zoho's API console"))
}

/// The connection that waits for its owner in the browser. One at a time: a new one ends the one before.
#[derive(Default)]
pub(crate) struct Browser {
    asked: Mutex<Option<Asked>>,
    given_up: Notify,
}

struct Asked {
    attempt: Attempt,
    listener: CallbackListener,
    state: String,
    redirect_uri: String,
}

impl Browser {
    /// Listens for the browser; says which page to open and where it comes back to.
    pub(crate) async fn ask(&self, engine: &Engine, attempt: Attempt) -> Result<(String, String), EngineError> {
        self.give_up();
        let listener = CallbackListener::bind(&PORTS).await?;
        let redirect_uri = listener.redirect_uri();
        let state = new_state(engine.random());
        let page = attempt.mailbox.authorise_url(&redirect_uri, &state).await?;
        let asked = Asked { attempt, listener, state, redirect_uri: redirect_uri.clone() };
        *self.asked.lock().unwrap_or_else(PoisonError::into_inner) = Some(asked);
        Ok((page, redirect_uri))
    }

    /// Waits for the owner's answer and keeps the connection.
    pub(crate) async fn answer(&self, engine: &Engine, slug: &str) -> Result<Connected, EngineError> {
        let asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(Asked { attempt, listener, state, redirect_uri }) =
            asked.filter(|asked| asked.attempt.brand.slug.eq_ignore_ascii_case(slug))
        else {
            return Err(EngineError::Refused("No page waits for an answer; begin to connect again".to_owned()));
        };
        let settings = zoho_settings(&attempt.brand);
        let code = tokio::select! {
            code = listener.code(&state, &settings, THINKS) => code?,
            () = self.given_up.notified() => {
                return Err(EngineError::Refused("Connecting in the browser was stopped; nothing was changed".to_owned()));
            }
        };
        attempt.finish(engine, &code, Some(&redirect_uri)).await
    }

    /// Stops waiting, if anybody waits.
    pub(crate) fn give_up(&self) {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).take();
        self.given_up.notify_waiters();
    }
}
