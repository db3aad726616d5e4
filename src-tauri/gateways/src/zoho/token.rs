//! Access tokens: fetched once for all callers, cached, kept over restarts, and never asked for more often than Zoho
//! allows. Also the exchange of the owner's code for a grant. Token errors arrive as HTTP 200; they get their meaning here.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use domain::Timestamp;
use reqwest::Client;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::sync::Mutex;
use url::Url;

use super::budget::{Rest, after, until_then};
use super::rows::{optional, text_of};
use crate::clock::Clock;
use crate::http::{self, Unanswered};
use crate::mail::{Trouble, TroubleCode};
use crate::secrets::{SecretKind, SecretName, SecretStore};

/// Tokens are replaced this long before they end, in seconds.
const EARLY: i64 = 60;
/// Zoho gives ten tokens in ten minutes, then refuses for the rest of them.
const MOST: usize = 10;
const WINDOW: Duration = Duration::from_secs(600);
/// The longest answer of the token endpoint that is read, in bytes.
const LIMIT: usize = 64 * 1024;

/// The tokens of one mailbox.
pub(super) struct Tokens {
    http: Client,
    accounts: Url,
    brand: String,
    secrets: Arc<dyn SecretStore>,
    clock: Arc<dyn Clock>,
    /// Held while a token is fetched, so that all who wait share that one.
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    current: Option<AccessToken>,
    rejected: Option<SecretString>,
    asked: VecDeque<Timestamp>,
    held: Option<Rest>,
}

#[derive(Clone)]
struct AccessToken {
    secret: SecretString,
    expires_at: Timestamp,
}

/// What the token endpoint granted.
struct Grant {
    access: AccessToken,
    refresh: Option<SecretString>,
    scopes: Vec<String>,
}

/// The client's own credentials and the owner's grant.
struct Credentials {
    client_id: SecretString,
    client_secret: SecretString,
    refresh_token: SecretString,
}

impl Tokens {
    pub(super) fn new(
        http: Client,
        accounts: Url,
        brand: &str,
        secrets: Arc<dyn SecretStore>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self { http, accounts, brand: brand.to_owned(), secrets, clock, state: Mutex::default() }
    }

    /// A token that is good for at least another minute.
    pub(super) async fn access(&self) -> Result<SecretString, Trouble> {
        let mut state = self.state.lock().await;
        if let Some(token) = state.current.as_ref().filter(|token| self.fresh(token)) {
            return Ok(token.secret.clone());
        }
        let credentials = self.credentials().await?;
        let token = match self.kept(&credentials, state.rejected.as_ref()).await {
            Some(token) => token,
            None => self.refresh(&mut state, &credentials).await?,
        };
        state.current = Some(token.clone());
        Ok(token.secret)
    }

    /// Zoho does not take this token any more. Two callers with the same token cause one refresh.
    pub(super) async fn reject(&self, token: SecretString) {
        let mut state = self.state.lock().await;
        if state.current.as_ref().is_some_and(|current| same(&current.secret, &token)) {
            state.current = None;
        }
        state.rejected = Some(token);
    }

    /// Exchanges the owner's code for a grant and stores it. Returns the scopes it covers.
    pub(super) async fn exchange(
        &self,
        code: &SecretString,
        redirect_uri: Option<&str>,
    ) -> Result<Vec<String>, Trouble> {
        let mut state = self.state.lock().await;
        let (id, secret) = self.client_credentials().await?;
        self.count(&mut state)?;
        let mut form = vec![
            ("grant_type", "authorization_code"),
            ("client_id", id.expose_secret()),
            ("client_secret", secret.expose_secret()),
            ("code", code.expose_secret().trim()),
        ];
        form.extend(redirect_uri.map(|uri| ("redirect_uri", uri)));
        let grant = self.ask(&mut state, &form).await.map_err(of_the_code)?;
        let refresh_token = grant.refresh.ok_or_else(without_refresh_token)?;
        self.secrets.set(&self.name(SecretKind::ZohoRefreshToken), refresh_token.clone()).await?;
        let credentials = Credentials { client_id: id, client_secret: secret, refresh_token };
        self.keep(&credentials, &grant.access).await;
        state.current = Some(grant.access);
        state.rejected = None;
        Ok(grant.scopes)
    }

    /// The client id, for the address of the consent page.
    pub(super) async fn client_id(&self) -> Result<SecretString, Trouble> {
        self.required(SecretKind::ZohoClientId).await
    }

    async fn refresh(&self, state: &mut State, credentials: &Credentials) -> Result<AccessToken, Trouble> {
        self.count(state)?;
        let form = [
            ("grant_type", "refresh_token"),
            ("client_id", credentials.client_id.expose_secret()),
            ("client_secret", credentials.client_secret.expose_secret()),
            ("refresh_token", credentials.refresh_token.expose_secret()),
        ];
        let grant = self.ask(state, &form).await?;
        self.keep(credentials, &grant.access).await;
        Ok(grant.access)
    }

    /// Counts one request against Zoho's limit, or says when the next one is allowed.
    fn count(&self, state: &mut State) -> Result<(), Trouble> {
        let now = self.clock.now();
        let slow_down = |wait| Err(Trouble::new(TroubleCode::Throttled).wait(wait));
        if let Some(wait) = state.held.and_then(|rest| rest.left(now)) {
            return slow_down(wait);
        }
        state.asked.retain(|at| *at <= now && until_then(now, after(*at, WINDOW)).is_some());
        if state.asked.len() >= MOST {
            let oldest = state.asked.front().copied().unwrap_or(now);
            return slow_down(until_then(now, after(oldest, WINDOW)).unwrap_or(WINDOW));
        }
        state.asked.push_back(now);
        Ok(())
    }

    async fn ask(&self, state: &mut State, form: &[(&str, &str)]) -> Result<Grant, Trouble> {
        let url = http::extend(&self.accounts, &["oauth", "v2", "token"]);
        let request = self.http.post(url).header("accept", "application/json").form(form);
        let wire = http::perform(request, LIMIT).await.map_err(|unanswered| match unanswered {
            Unanswered::NeverSent(detail) => Trouble::new(TroubleCode::NoNetwork).with_detail(&detail),
            Unanswered::Lost { detail, .. } => Trouble::new(TroubleCode::ServerTrouble).with_detail(&detail),
        })?;
        let body = serde_json::from_slice(&wire.body).unwrap_or(Value::Null);
        let now = self.clock.now();
        granted(&body, now).ok_or_else(|| {
            let trouble = refused(wire.status, &body, &wire.text());
            if trouble.code == TroubleCode::Throttled {
                state.held = Some(Rest::of(now, http::retry_after(&wire, now).unwrap_or(WINDOW)));
            }
            trouble
        })
    }

    fn fresh(&self, token: &AccessToken) -> bool {
        self.clock.now() < token.expires_at.plus_seconds(-EARLY)
    }

    fn name(&self, kind: SecretKind) -> SecretName {
        SecretName::of_brand(&self.brand, kind)
    }

    async fn required(&self, kind: SecretKind) -> Result<SecretString, Trouble> {
        let found = self.secrets.get(&self.name(kind)).await?;
        found.ok_or_else(|| {
            let usual = Trouble::new(TroubleCode::NotConnected);
            let place = self.secrets.describe();
            let message = format!("The mailbox is not connected: there is no {} in the {place}.", kind.as_str());
            let fix = usual.fix.clone();
            usual.saying(message, fix).with_detail(&format!("no {}", kind.as_str()))
        })
    }

    async fn client_credentials(&self) -> Result<(SecretString, SecretString), Trouble> {
        Ok((self.client_id().await?, self.required(SecretKind::ZohoClientSecret).await?))
    }

    async fn credentials(&self) -> Result<Credentials, Trouble> {
        let (client_id, client_secret) = self.client_credentials().await?;
        Ok(Credentials { client_id, client_secret, refresh_token: self.required(SecretKind::ZohoRefreshToken).await? })
    }

    /// Stores the token for the next start: a loop of crashes would otherwise use up the ten. A store that fails costs
    /// a refresh, not the mail.
    async fn keep(&self, credentials: &Credentials, token: &AccessToken) {
        if !self.secrets.writable() {
            return;
        }
        let kept = json!({
            "token": token.secret.expose_secret(),
            "expires_at": token.expires_at.millis(),
            "made_from": credentials.fingerprint(),
        });
        let stored = self.secrets.set(&self.name(SecretKind::ZohoAccessToken), kept.to_string().into()).await;
        if let Err(error) = stored {
            tracing::warn!(brand = %self.brand, %error, "The mailbox's access token could not be kept for the next start.");
        }
    }

    /// The token of the last start, or of another process, if it belongs to this grant and can still be used.
    async fn kept(&self, credentials: &Credentials, rejected: Option<&SecretString>) -> Option<AccessToken> {
        let kept = self.secrets.get(&self.name(SecretKind::ZohoAccessToken)).await.ok().flatten()?;
        let kept: Value = serde_json::from_str(kept.expose_secret()).ok()?;
        let token = AccessToken {
            secret: optional(&kept, "token")?.into(),
            expires_at: Timestamp::from_millis(kept.get("expires_at")?.as_i64()?),
        };
        let ours = text_of(&kept, "made_from") == credentials.fingerprint();
        let usable = ours && self.fresh(&token) && !rejected.is_some_and(|rejected| same(rejected, &token.secret));
        usable.then_some(token)
    }
}

impl Credentials {
    /// Tells grants apart without showing them: a reconnected mailbox must not go on with the old account's token.
    fn fingerprint(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(self.client_id.expose_secret());
        hash.update([0]);
        hash.update(self.refresh_token.expose_secret());
        hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }
}

fn same(one: &SecretString, other: &SecretString) -> bool {
    one.expose_secret() == other.expose_secret()
}

/// What was granted, decided by the presence of a token and not by the status.
fn granted(body: &Value, now: Timestamp) -> Option<Grant> {
    let access = optional(body, "access_token")?;
    // Older Zoho products give milliseconds in `expires_in` and then add `expires_in_sec`.
    let seconds = ["expires_in_sec", "expires_in"].iter().find_map(|key| text_of(body, key).parse::<i64>().ok());
    Some(Grant {
        access: AccessToken { secret: access.into(), expires_at: now.plus_seconds(seconds.unwrap_or(3_600)) },
        refresh: optional(body, "refresh_token").map(SecretString::from),
        scopes: text_of(body, "scope").split([' ', ',']).filter(|s| !s.is_empty()).map(str::to_owned).collect(),
    })
}

/// The one place where an error of the token endpoint gets its meaning.
fn refused(status: u16, body: &Value, raw: &str) -> Trouble {
    let error = text_of(body, "error").to_ascii_lowercase();
    let lower = raw.to_ascii_lowercase();
    let code = match error.as_str() {
        _ if status == 429 || lower.contains("too many requests") => TroubleCode::Throttled,
        "invalid_code" | "access_denied" | "invalid_grant" => TroubleCode::AccessRevoked,
        "invalid_client" => TroubleCode::WrongDataCentre,
        "invalid_client_secret" | "unauthorized_client" => TroubleCode::WrongCredentials,
        "invalid_scope" => TroubleCode::ScopeMissing,
        "invalid_redirect_uri" => return wrong_redirect(raw),
        _ if status >= 500 => TroubleCode::ServerTrouble,
        "" => TroubleCode::UnexpectedAnswer,
        _ => TroubleCode::WrongCredentials,
    };
    let trouble = Trouble::new(code).with_detail(raw);
    if code == TroubleCode::Throttled { trouble.wait(WINDOW) } else { trouble }
}

fn wrong_redirect(raw: &str) -> Trouble {
    Trouble::new(TroubleCode::WrongCredentials)
        .saying(
            "The API console does not know the address that the sign-in returns to.",
            "Register http://127.0.0.1:8765/callback, and the same with 8766 and 8767, as redirect URIs of the client.",
        )
        .with_detail(raw)
}

/// The same answer means something else for a code that was just entered than for a grant that once worked.
fn of_the_code(trouble: Trouble) -> Trouble {
    if trouble.code != TroubleCode::AccessRevoked {
        return trouble;
    }
    let detail = trouble.detail;
    Trouble::new(TroubleCode::WrongCredentials)
        .saying(
            "The code has expired, was used before or was copied wrongly.",
            "Generate a new code and enter it at once.",
        )
        .with_detail(&detail)
}

fn without_refresh_token() -> Trouble {
    Trouble::new(TroubleCode::WrongCredentials).saying(
        "The permission that was given ends after an hour.",
        "Connect again and confirm the question for offline access (access_type=offline and prompt=consent).",
    )
}

#[cfg(test)]
mod tests {
    use TroubleCode::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(200, r#"{"error":"invalid_code"}"#, AccessRevoked)]
    #[case(200, r#"{"error":"invalid_client"}"#, WrongDataCentre)]
    #[case(200, r#"{"error":"invalid_client_secret"}"#, WrongCredentials)]
    #[case(200, r#"{"error":"invalid_redirect_uri"}"#, WrongCredentials)]
    #[case(200, r#"{"error":"access_denied"}"#, AccessRevoked)]
    #[case(200, r#"{"error":"invalid_scope"}"#, ScopeMissing)]
    #[case(
        400,
        r#"{"error":"Access Denied","error_description":"You have made too many requests continuously."}"#,
        Throttled
    )]
    #[case(200, r#"{"error":"something_new"}"#, WrongCredentials)]
    #[case(502, "<html>", ServerTrouble)]
    #[case(200, "<html>", UnexpectedAnswer)]
    fn token_errors_have_one_meaning(#[case] status: u16, #[case] raw: &str, #[case] code: TroubleCode) {
        let body = serde_json::from_str(raw).unwrap_or_default();
        assert!(granted(&body, Timestamp::from_millis(0)).is_none());
        assert_eq!(refused(status, &body, raw).code, code);
    }

    #[rstest]
    #[case(r#"{"access_token":"1000.a","expires_in":3600}"#, 3_600_000)]
    #[case(r#"{"access_token":"1000.a","expires_in":"1800"}"#, 1_800_000)]
    #[case(r#"{"access_token":"1000.a","expires_in":3600000,"expires_in_sec":3600}"#, 3_600_000)]
    #[case(r#"{"access_token":"1000.a"}"#, 3_600_000)]
    fn expiry_is_read_in_every_spelling(#[case] raw: &str, #[case] expires_at: i64) {
        let grant = granted(&serde_json::from_str(raw).unwrap(), Timestamp::from_millis(0)).unwrap();
        assert_eq!(grant.access.expires_at.millis(), expires_at);
    }
}
