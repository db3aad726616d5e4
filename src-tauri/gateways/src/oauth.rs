//! A permission to use a mailbox, given in the browser (RFC 6749, RFC 7636, RFC 8252): asked for, exchanged, renewed. Google and Microsoft
//! differ in their addresses only. Zoho's own way, with its own faults, stands beside its mail API.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::Timestamp;
use domain::mailbox::SignIn;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use tokio::sync::Mutex;
use url::Url;

use crate::clock::Clock;
use crate::http::{self, Reuse, Unanswered};
use crate::mail::{Trouble, TroubleCode};
use crate::random::Random;
use crate::secrets::{SecretKind, SecretName, SecretStore};

/// Tokens are replaced this long before they end, in seconds.
const EARLY: i64 = 60;
/// How long a token is good for when the answer does not say, in seconds.
const USUAL: i64 = 3_000;
/// The longest answer that is read, in bytes.
const LIMIT: usize = 64 * 1024;

/// Where a provider asks, where it answers, and what is asked for.
struct Provider {
    authorise: &'static str,
    token: &'static str,
    scope: &'static str,
    /// What makes the grant a lasting one, beside the scope.
    extra: &'static [(&'static str, &'static str)],
    /// The host of the redirect URI; Microsoft takes any port for this name only.
    here: &'static str,
}

const GOOGLE: Provider = Provider {
    authorise: "https://accounts.google.com/o/oauth2/v2/auth",
    token: "https://oauth2.googleapis.com/token",
    scope: "https://mail.google.com/",
    extra: &[("access_type", "offline"), ("prompt", "consent")],
    here: "127.0.0.1",
};
const MICROSOFT: Provider = Provider {
    authorise: "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
    token: "https://login.microsoftonline.com/common/oauth2/v2.0/token",
    scope: "https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access",
    extra: &[("prompt", "select_account")],
    here: "localhost",
};

fn provider(sign_in: SignIn) -> &'static Provider {
    match sign_in {
        SignIn::Microsoft => &MICROSOFT,
        SignIn::Google | SignIn::Password => &GOOGLE,
    }
}

/// The redirect URI of this provider for a listener on `port`.
pub fn redirect_uri(sign_in: SignIn, port: u16) -> String {
    format!("http://{}:{port}/callback", provider(sign_in).here)
}

/// A secret of one question to the browser: only who asked can use the answer (RFC 7636).
#[derive(Clone)]
pub struct Verifier(SecretString);

impl Verifier {
    /// A fresh one.
    pub fn new(random: &dyn Random) -> Self {
        let mut bytes = [0; 32];
        random.fill(&mut bytes);
        Self(URL_SAFE_NO_PAD.encode(bytes).into())
    }

    fn challenge(&self) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(self.0.expose_secret().as_bytes()))
    }
}

/// The permission of one brand's mailbox.
pub struct Permission {
    sign_in: SignIn,
    brand: String,
    secrets: Arc<dyn SecretStore>,
    clock: Arc<dyn Clock>,
    patience: Duration,
    /// Stands in for the provider's address; an address of this machine only.
    stand_in: Option<Url>,
    /// Held while a token is fetched, so that all who wait share that one.
    current: Mutex<Option<(SecretString, Timestamp)>>,
}

impl Permission {
    /// The permission whose parts are filed under this brand. Uses no network.
    pub fn new(
        sign_in: SignIn,
        brand: &str,
        secrets: Arc<dyn SecretStore>,
        clock: Arc<dyn Clock>,
        patience: Duration,
    ) -> Self {
        Self { sign_in, brand: brand.to_owned(), secrets, clock, patience, stand_in: None, current: Mutex::default() }
    }

    /// Asks at another place; one that is not on this machine is not taken.
    #[must_use]
    pub fn at(mut self, place: Option<&str>) -> Self {
        self.stand_in = place.and_then(|place| Url::parse(place).ok()).filter(http::is_loopback);
        self
    }

    /// The page on which the owner allows the access; open it in a browser.
    pub async fn authorise_url(
        &self,
        redirect_uri: &str,
        state: &str,
        verifier: &Verifier,
        hint: &str,
    ) -> Result<String, Trouble> {
        let provider = provider(self.sign_in);
        let client_id = self.required(SecretKind::MailClientId).await?;
        let mut page = self.place(provider.authorise, "authorize")?;
        page.query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", client_id.expose_secret())
            .append_pair("redirect_uri", redirect_uri)
            .append_pair("scope", provider.scope)
            .append_pair("state", state)
            .append_pair("code_challenge", &verifier.challenge())
            .append_pair("code_challenge_method", "S256")
            .append_pair("login_hint", hint)
            .extend_pairs(provider.extra);
        Ok(page.into())
    }

    /// Exchanges the owner's code for a lasting grant and stores that.
    pub async fn exchange(&self, code: &SecretString, redirect_uri: &str, verifier: &Verifier) -> Result<(), Trouble> {
        let form = [
            ("grant_type", "authorization_code"),
            ("code", code.expose_secret().trim()),
            ("redirect_uri", redirect_uri),
            ("code_verifier", verifier.0.expose_secret()),
        ];
        let mut current = self.current.lock().await;
        let granted = self.ask(&form).await?;
        let refresh = granted.refresh.ok_or_else(|| {
            Trouble::new(TroubleCode::AccessRevoked).saying(
                "The provider gave a permission that does not last.",
                "Remove this program from the account's connected apps, then connect again.",
            )
        })?;
        self.secrets.set(&self.name(SecretKind::MailRefreshToken), refresh).await?;
        *current = Some(granted.access);
        Ok(())
    }

    /// A token that is good for at least another minute.
    pub(crate) async fn access(&self) -> Result<SecretString, Trouble> {
        let mut current = self.current.lock().await;
        let now = self.clock.now();
        if let Some((token, _)) = current.as_ref().filter(|(_, until)| now < until.plus_seconds(-EARLY)) {
            return Ok(token.clone());
        }
        let refresh = self.required(SecretKind::MailRefreshToken).await?;
        let form = [("grant_type", "refresh_token"), ("refresh_token", refresh.expose_secret())];
        let granted = self.ask(&form).await?;
        if let Some(newer) = granted.refresh.filter(|newer| newer.expose_secret() != refresh.expose_secret())
            && self.secrets.writable()
        {
            // Microsoft gives a new one each time; the old one lives on for a while, so a failure here costs nothing now.
            if let Err(error) = self.secrets.set(&self.name(SecretKind::MailRefreshToken), newer).await {
                tracing::warn!(brand = %self.brand, %error, "The renewed permission could not be kept.");
            }
        }
        let token = granted.access.0.clone();
        *current = Some(granted.access);
        Ok(token)
    }

    /// The server does not take this token any more.
    pub(crate) async fn reject(&self, token: &SecretString) {
        let mut current = self.current.lock().await;
        if current.as_ref().is_some_and(|(held, _)| held.expose_secret() == token.expose_secret()) {
            *current = None;
        }
    }

    async fn ask(&self, form: &[(&str, &str)]) -> Result<Granted, Trouble> {
        let url = self.place(provider(self.sign_in).token, "token")?;
        let client = http::client(&url, self.patience, Reuse::Nothing)
            .map_err(|error| Trouble::new(TroubleCode::NoNetwork).with_detail(&error.to_string()))?;
        let (id, secret) = (
            self.required(SecretKind::MailClientId).await?,
            self.secrets.get(&self.name(SecretKind::MailClientSecret)).await?,
        );
        let mut form = form.to_vec();
        form.push(("client_id", id.expose_secret()));
        // Microsoft's public clients have none.
        form.extend(secret.as_ref().map(|secret| ("client_secret", secret.expose_secret())));
        let request = client.post(url).header("accept", "application/json").form(&form);
        let wire = http::perform(request, LIMIT).await.map_err(|unanswered| match unanswered {
            Unanswered::NeverSent(detail) => Trouble::new(TroubleCode::NoNetwork).with_detail(&detail),
            Unanswered::Lost { detail, .. } => Trouble::new(TroubleCode::ServerTrouble).with_detail(&detail),
        })?;
        let body = serde_json::from_slice(&wire.body).unwrap_or(Value::Null);
        granted(&body, self.clock.now()).ok_or_else(|| refused(wire.status, &body))
    }

    fn place(&self, theirs: &str, ours: &str) -> Result<Url, Trouble> {
        match &self.stand_in {
            Some(base) => Ok(http::extend(base, &["oauth2", ours])),
            None => Url::parse(theirs)
                .map_err(|error| Trouble::new(TroubleCode::BadRequest).with_detail(&error.to_string())),
        }
    }

    fn name(&self, kind: SecretKind) -> SecretName {
        SecretName::of_brand(&self.brand, kind)
    }

    async fn required(&self, kind: SecretKind) -> Result<SecretString, Trouble> {
        self.secrets
            .get(&self.name(kind))
            .await?
            .ok_or_else(|| Trouble::new(TroubleCode::NotConnected).with_detail(&format!("no {}", kind.as_str())))
    }
}

struct Granted {
    access: (SecretString, Timestamp),
    refresh: Option<SecretString>,
}

fn granted(body: &Value, now: Timestamp) -> Option<Granted> {
    let text = |key: &str| body.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
    let lasts = body.get("expires_in").and_then(Value::as_i64).unwrap_or(USUAL);
    Some(Granted {
        access: (text("access_token")?.into(), now.plus_seconds(lasts)),
        refresh: text("refresh_token").map(SecretString::from),
    })
}

/// RFC 6749, 5.2.
fn refused(status: u16, body: &Value) -> Trouble {
    let error = body.get("error").and_then(Value::as_str).unwrap_or_default();
    let trouble = match (error, status) {
        ("invalid_grant" | "access_denied" | "interaction_required" | "consent_required", _) => {
            Trouble::new(TroubleCode::AccessRevoked)
        }
        ("invalid_client" | "unauthorized_client", _) => Trouble::new(TroubleCode::WrongCredentials).saying(
            "The provider does not know this program's client id or secret.",
            "Copy the client id and the secret again from the provider's developer console.",
        ),
        ("temporarily_unavailable" | "server_error", _) | (_, 500..) => Trouble::new(TroubleCode::ServerTrouble),
        (_, 429) => Trouble::new(TroubleCode::Throttled).wait(Duration::from_secs(600)),
        ("", _) => Trouble::new(TroubleCode::UnexpectedAnswer),
        _ => Trouble::new(TroubleCode::BadRequest),
    };
    let description = body.get("error_description").and_then(Value::as_str).unwrap_or_default();
    trouble.with_detail(&format!("{status} {error} {description}"))
}
