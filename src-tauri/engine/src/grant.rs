//! Connecting a brand's mailbox: by Zoho's, Google's or Microsoft's permission, or by a password. What is given is tried in a place of its own first and kept only when the mailbox
//! answers, so a connection that works is never lost to one that does not.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::activity::{ActivityKind, Author};
use domain::brand::Brand;
use domain::mailbox::{MailboxKind, SignIn};
use gateways::zoho::connect::{PORTS, new_state};
use gateways::{
    CallbackListener, MailboxIdentity, MemorySecrets, PATIENCE, Permission, SecretKind, SecretName, SecretStore,
    SecretString, SmtpImapMailbox, Verifier, ZohoMailbox,
};
use tokio::sync::Notify;

use crate::act::{About, Act};
use crate::api::wire::{BrandConnectServers, Connected};
use crate::connect::{smtp_imap_settings, zoho_settings};
use crate::{Engine, EngineError};

/// How long a person may take in the browser.
const THINKS: Duration = Duration::from_secs(300);

/// A connection that is being tried: the brand as it would be, and its secrets in memory only.
pub(crate) struct Attempt {
    brand: Brand,
    trial: Arc<MemorySecrets>,
    way: Way,
}

/// How the mailbox's owner lets us in.
enum Way {
    /// Zoho's permission.
    Zoho(Box<ZohoMailbox>),
    /// Google's or Microsoft's permission.
    Permission(Box<Permission>, Verifier),
    /// A password.
    Password,
}

impl Way {
    /// What a connection consists of.
    fn secrets(&self) -> &'static [SecretKind] {
        match self {
            Self::Zoho(_) => &[SecretKind::ZohoClientId, SecretKind::ZohoClientSecret, SecretKind::ZohoRefreshToken],
            Self::Permission(..) => {
                &[SecretKind::MailClientId, SecretKind::MailClientSecret, SecretKind::MailRefreshToken]
            }
            Self::Password => &[SecretKind::ImapPassword, SecretKind::SmtpPassword],
        }
    }
}

/// What the browser brought.
pub(crate) struct Answer<'a> {
    pub(crate) code: &'a SecretString,
    pub(crate) redirect_uri: Option<&'a str>,
}

impl Attempt {
    /// Begins with Zoho. A client id or secret that is not given is taken from the keychain.
    pub(crate) async fn zoho(
        engine: &Engine,
        slug: &str,
        data_centre: &str,
        client: [Option<SecretString>; 2],
    ) -> Result<Self, EngineError> {
        let mut brand = find(engine, slug).await?;
        must_be_writable(engine, SecretName::of_brand(&brand.slug, SecretKind::ZohoRefreshToken))?;
        brand.settings.mailbox.kind = MailboxKind::Zoho;
        brand
            .settings
            .set("zoho.data_centre", data_centre)
            .map_err(|error| EngineError::BadRequest(error.to_string()))?;
        // The account that has the brand's address is found anew: the former number may belong to another owner.
        brand.settings.account_id = String::new();
        let trial = Arc::new(MemorySecrets::default());
        for (kind, given) in [SecretKind::ZohoClientId, SecretKind::ZohoClientSecret].into_iter().zip(client) {
            take(engine, &trial, &brand, kind, given).await?.ok_or_else(|| missing(kind))?;
        }
        let secrets: Arc<dyn SecretStore> = Arc::clone(&trial) as Arc<dyn SecretStore>;
        let mailbox = ZohoMailbox::new(zoho_settings(&brand), secrets, Arc::clone(&engine.ports.clock), PATIENCE)?;
        Ok(Self { brand, trial, way: Way::Zoho(Box::new(mailbox)) })
    }

    /// Begins with any other mailbox. A secret that is not given is taken from where secrets are; what is given must be able to stay there.
    pub(crate) async fn servers(engine: &Engine, request: BrandConnectServers) -> Result<Self, EngineError> {
        let mut brand = find(engine, &request.brand).await?;
        let mailbox = &mut brand.settings.mailbox;
        mailbox.kind = MailboxKind::SmtpImap;
        (mailbox.sign_in, mailbox.sent_copy) = (request.sign_in, request.sent_copy);
        let port = |port: u16| port.to_string();
        for (key, value) in [
            ("mailbox.username", request.username.trim()),
            ("imap.host", request.imap.host.trim()),
            ("imap.port", &port(request.imap.port)),
            ("imap.security", request.imap.security.as_str()),
            ("smtp.host", request.smtp.host.trim()),
            ("smtp.port", &port(request.smtp.port)),
            ("smtp.security", request.smtp.security.as_str()),
        ] {
            mailbox.set(key, value).map_err(|error| EngineError::BadRequest(error.to_string()))?;
        }
        SmtpImapMailbox::hosts(&smtp_imap_settings(&brand))?;
        let (password, smtp_password) = (request.password.secret(), request.smtp_password.secret());
        let (client_id, client_secret) = (request.client_id.secret(), request.client_secret.secret());
        if [&password, &smtp_password, &client_id, &client_secret].into_iter().any(Option::is_some) {
            must_be_writable(engine, SecretName::of_brand(&brand.slug, SecretKind::ImapPassword))?;
        }
        let trial = Arc::new(MemorySecrets::default());
        let way = match request.sign_in {
            SignIn::Password => {
                let for_sending = smtp_password.or_else(|| password.clone());
                let reading = take(engine, &trial, &brand, SecretKind::ImapPassword, password).await?;
                let sending = take(engine, &trial, &brand, SecretKind::SmtpPassword, for_sending).await?;
                reading.or(sending).ok_or_else(|| missing(SecretKind::ImapPassword))?;
                Way::Password
            }
            SignIn::Google | SignIn::Microsoft => {
                take(engine, &trial, &brand, SecretKind::MailClientId, client_id)
                    .await?
                    .ok_or_else(|| missing(SecretKind::MailClientId))?;
                take(engine, &trial, &brand, SecretKind::MailClientSecret, client_secret).await?;
                take(engine, &trial, &brand, SecretKind::MailRefreshToken, None).await?;
                let secrets: Arc<dyn SecretStore> = Arc::clone(&trial) as Arc<dyn SecretStore>;
                let clock = Arc::clone(&engine.ports.clock);
                let permission = Permission::new(request.sign_in, &brand.slug, secrets, clock, PATIENCE)
                    .at(smtp_imap_settings(&brand).oauth_url.as_deref());
                Way::Permission(Box::new(permission), Verifier::new(engine.random()))
            }
        };
        Ok(Self { brand, trial, way })
    }

    /// The page on which the owner allows the access, and where the browser comes back to.
    async fn page(&self, port: u16, state: &str) -> Result<(String, String), EngineError> {
        let sign_in = self.brand.settings.mailbox.sign_in;
        Ok(match &self.way {
            Way::Zoho(mailbox) => {
                let back = format!("http://127.0.0.1:{port}/callback");
                (mailbox.authorise_url(&back, state).await?, back)
            }
            Way::Permission(permission, verifier) => {
                let back = gateways::oauth::redirect_uri(sign_in, port);
                let settings = smtp_imap_settings(&self.brand);
                (permission.authorise_url(&back, state, verifier, settings.login()).await?, back)
            }
            Way::Password => return Err(EngineError::BadRequest("A password needs no browser".to_owned())),
        })
    }

    /// Exchanges what the browser brought, looks whether the mailbox answers, and keeps all of it or nothing.
    pub(crate) async fn finish(self, engine: &Engine, answer: Option<Answer<'_>>) -> Result<Connected, EngineError> {
        match (&self.way, answer) {
            (Way::Zoho(mailbox), Some(answer)) => {
                let granted = mailbox.exchange_code(answer.code, answer.redirect_uri).await?;
                if !granted.missing_scopes.is_empty() {
                    return Err(EngineError::Refused(format!(
                        "The permission lacks {}. Nothing was changed; make a code with all four scopes and try again",
                        granted.missing_scopes.join(", ")
                    )));
                }
            }
            (Way::Permission(permission, verifier), Some(answer)) => {
                permission.exchange(answer.code, answer.redirect_uri.unwrap_or_default(), verifier).await?;
            }
            (Way::Password, _) => {}
            // One that was given before, or by the environment.
            (Way::Permission(..), None) if self.has(SecretKind::MailRefreshToken).await? => {}
            (Way::Zoho(_) | Way::Permission(..), None) => {
                return Err(EngineError::BadRequest("This way to sign in needs the browser".to_owned()));
            }
        }
        let secrets: Arc<dyn SecretStore> = Arc::clone(&self.trial) as Arc<dyn SecretStore>;
        let identity = engine.ports.connect.trial(&self.brand, secrets)?.identity().await?;
        self.keep(engine, &identity).await?;
        Ok(connected(engine, &self.brand, identity))
    }

    async fn has(&self, kind: SecretKind) -> Result<bool, EngineError> {
        Ok(self.trial.get(&SecretName::of_brand(&self.brand.slug, kind)).await?.is_some())
    }

    async fn keep(&self, engine: &Engine, identity: &MailboxIdentity) -> Result<(), EngineError> {
        let slug = &self.brand.slug;
        // Where secrets are given by the environment, they are there already.
        if engine.ports.secrets.writable() {
            // A cached token would keep the former account for up to an hour.
            engine.ports.secrets.delete(&SecretName::of_brand(slug, SecretKind::ZohoAccessToken)).await?;
            for kind in self.way.secrets() {
                let name = SecretName::of_brand(slug, *kind);
                if let Some(secret) = self.trial.get(&name).await? {
                    engine.ports.secrets.set(&name, secret).await?;
                }
            }
        }
        engine.ports.connect.forget(slug);
        remember_account(engine, slug, Some(&self.brand), identity).await
    }
}

async fn find(engine: &Engine, slug: &str) -> Result<Brand, EngineError> {
    crate::api::mutation::brand(&mut *engine.store.read().await?, slug).await
}

/// Puts a secret into the trial: the one given, else the one in the keychain. `None` if there is neither.
async fn take(
    engine: &Engine,
    trial: &MemorySecrets,
    brand: &Brand,
    kind: SecretKind,
    given: Option<SecretString>,
) -> Result<Option<()>, EngineError> {
    let name = SecretName::of_brand(&brand.slug, kind);
    let secret = match given {
        Some(secret) => Some(secret),
        None => engine.ports.secrets.get(&name).await?,
    };
    let Some(secret) = secret else { return Ok(None) };
    trial.set(&name, secret).await?;
    Ok(Some(()))
}

/// Keeps which account answered, and with `tried` the settings it answered to. Tells it.
pub(crate) async fn remember_account(
    engine: &Engine,
    slug: &str,
    tried: Option<&Brand>,
    identity: &MailboxIdentity,
) -> Result<(), EngineError> {
    let mut act = Act::begin(engine).await?;
    let mut brand = crate::api::mutation::brand(&mut act.tx, slug).await?;
    if let Some(tried) = tried {
        brand.settings.data_centre.clone_from(&tried.settings.data_centre);
        brand.settings.mailbox.clone_from(&tried.settings.mailbox);
    }
    if brand.settings.mailbox.kind == MailboxKind::Zoho {
        brand
            .settings
            .set("zoho.account_id", &identity.account_id)
            .map_err(|error| EngineError::Outside(error.to_string()))?;
    }
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
    EngineError::BadRequest(
        match kind {
            SecretKind::ZohoClientId => "The client id is missing; copy it from Zoho's API console",
            SecretKind::MailClientId => "The client id is missing; copy it from the provider's developer console",
            SecretKind::ImapPassword | SecretKind::SmtpPassword => {
                "The password is missing; make an app password at the mail provider and paste it here"
            }
            _ => "The client secret is missing; copy it from Zoho's API console",
        }
        .to_owned(),
    )
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
        must_be_writable(engine, SecretName::of_brand(&attempt.brand.slug, SecretKind::MailRefreshToken))?;
        self.give_up();
        let listener = CallbackListener::bind(&PORTS).await?;
        let state = new_state(engine.random());
        let (page, redirect_uri) = attempt.page(listener.port(), &state).await?;
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
        let zoho = zoho_settings(&attempt.brand);
        let home = zoho.home().filter(|_| attempt.brand.settings.mailbox.kind == MailboxKind::Zoho);
        let code = tokio::select! {
            code = listener.code(&state, home, THINKS) => code?,
            () = self.given_up.notified() => {
                return Err(EngineError::Refused("Connecting in the browser was stopped; nothing was changed".to_owned()));
            }
        };
        attempt.finish(engine, Some(Answer { code: &code, redirect_uri: Some(&redirect_uri) })).await
    }

    /// Stops waiting, if anybody waits.
    pub(crate) fn give_up(&self) {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).take();
        self.given_up.notify_waiters();
    }
}
