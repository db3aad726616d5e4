//! A provider of permissions on loopback, as Google and Microsoft are: a page to allow the access, tokens for codes (RFC 6749, PKCE by RFC 7636),
//! and an answer to mail servers that ask whom a token lets in (RFC 7662).

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::{Form, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::Timestamp;
use gateways::{Clock as _, ManualClock};
use serde_json::json;
use sha2::{Digest as _, Sha256};

pub(crate) const CLIENT: (&str, &str) = ("client-1", "a client secret");
/// How long an access token lets in, in seconds.
pub(crate) const LASTS: i64 = 3_600;

type Fields = BTreeMap<String, String>;

/// The provider; it knows one owner of one mailbox, who says yes.
#[derive(Clone)]
pub(crate) struct Provider {
    pub(crate) port: u16,
    clock: Arc<ManualClock>,
    within: Arc<Mutex<Within>>,
}

#[derive(Default)]
struct Within {
    owner: String,
    /// What was asked for each code: challenge and redirect URI.
    codes: BTreeMap<String, (String, String)>,
    /// The grant that lasts. Each renewal gives a new one, as Microsoft does.
    grant: Option<String>,
    tokens: BTreeMap<String, Timestamp>,
    given: u32,
    renewed: u32,
    let_in: u32,
}

impl Provider {
    pub(crate) async fn start(clock: &Arc<ManualClock>) -> Self {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let provider = Self { port, clock: Arc::clone(clock), within: Arc::default() };
        let routes = Router::new()
            .route("/oauth2/authorize", get(authorize))
            .route("/oauth2/token", post(token))
            .route("/introspect", post(introspect))
            .with_state(provider.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        provider
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Who is asked on the page.
    pub(crate) fn owned_by(&self, address: &str) {
        self.within().owner = address.to_owned();
    }

    /// Takes every access token back before its time, as after a change of password.
    pub(crate) fn forget_tokens(&self) {
        self.within().tokens.clear();
    }

    /// The owner removes the program from the account.
    pub(crate) fn revoke(&self) {
        self.within().grant = None;
        self.forget_tokens();
    }

    /// Whether this is the grant that holds.
    pub(crate) fn holds(&self, grant: &str) -> bool {
        self.within().grant.as_deref() == Some(grant)
    }

    /// How often a permission was renewed, and a login let in.
    pub(crate) fn counts(&self) -> (u32, u32) {
        let within = self.within();
        (within.renewed, within.let_in)
    }

    fn within(&self) -> MutexGuard<'_, Within> {
        self.within.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn field<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.get(name).map_or("", String::as_str)
}

/// The page; its owner accepts at once.
async fn authorize(State(provider): State<Provider>, Query(asked): Query<Fields>) -> Response {
    let is_right = field(&asked, "response_type") == "code"
        && field(&asked, "client_id") == CLIENT.0
        && field(&asked, "code_challenge_method") == "S256"
        && field(&asked, "code_challenge").len() == 43
        && !field(&asked, "scope").is_empty();
    if !is_right {
        return (StatusCode::BAD_REQUEST, format!("{asked:?}")).into_response();
    }
    let mut within = provider.within();
    within.given += 1;
    let code = format!("code-{}", within.given);
    let back = field(&asked, "redirect_uri");
    within.codes.insert(code.clone(), (field(&asked, "code_challenge").to_owned(), back.to_owned()));
    Redirect::to(&format!("{back}?code={code}&state={}", field(&asked, "state"))).into_response()
}

async fn token(State(provider): State<Provider>, Form(asked): Form<Fields>) -> Response {
    let refused = |error: &str| (StatusCode::BAD_REQUEST, Json(json!({ "error": error }))).into_response();
    if (field(&asked, "client_id"), field(&asked, "client_secret")) != CLIENT {
        return refused("invalid_client");
    }
    let mut within = provider.within();
    match field(&asked, "grant_type") {
        "authorization_code" => {
            // A code works once, for whoever knows what its challenge was made of, and where it was sent.
            let Some((challenge, back)) = within.codes.remove(field(&asked, "code")) else {
                return refused("invalid_grant");
            };
            let shown = URL_SAFE_NO_PAD.encode(Sha256::digest(field(&asked, "code_verifier")));
            if shown != challenge || back != field(&asked, "redirect_uri") {
                return refused("invalid_grant");
            }
        }
        "refresh_token" => {
            if within.grant.as_deref() != Some(field(&asked, "refresh_token")) {
                return refused("invalid_grant");
            }
            within.renewed += 1;
        }
        _ => return refused("unsupported_grant_type"),
    }
    within.given += 1;
    let (access, grant) = (format!("access-{}", within.given), format!("grant-{}", within.given));
    within.tokens.insert(access.clone(), provider.clock.now().plus_seconds(LASTS));
    within.grant = Some(grant.clone());
    Json(json!({"access_token": access, "refresh_token": grant, "expires_in": LASTS, "token_type": "Bearer"}))
        .into_response()
}

async fn introspect(State(provider): State<Provider>, Form(asked): Form<Fields>) -> Response {
    let mut within = provider.within();
    let until = within.tokens.get(field(&asked, "token")).copied();
    let active = until.is_some_and(|until| provider.clock.now() < until);
    within.let_in += u32::from(active);
    Json(json!({"active": active, "username": within.owner, "scope": "mail"})).into_response()
}
