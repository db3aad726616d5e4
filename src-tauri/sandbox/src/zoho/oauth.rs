//! The accounts host: consent, tokens, revocation. Refuses with HTTP 200, as the real one does.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::{Value, json};
use url::Url;

use crate::faults::Fault;
use crate::world::{Grant, Shared, World};

type Params = BTreeMap<String, String>;

fn param<'a>(params: &'a Params, name: &str) -> &'a str {
    params.get(name).map(String::as_str).unwrap_or_default()
}

/// Fields of the form and of the query; the form wins.
fn merge(mut query: Params, body: &[u8]) -> Params {
    query.extend(url::form_urlencoded::parse(body).into_owned());
    query
}

/// The consent page, where everybody consents at once.
pub(crate) async fn authorise(State(shared): State<Arc<Shared>>, Query(params): Query<Params>) -> Response {
    let refuse = |error: &str| (StatusCode::BAD_REQUEST, Json(json!({ "error": error }))).into_response();
    let now = shared.now();
    let mut world = shared.world();
    let Some(mailbox) = client(&world, param(&params, "client_id")) else { return refuse("invalid_client") };
    let loopback = |url: &Url| matches!(url.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
    let redirect = Url::parse(param(&params, "redirect_uri")).ok().filter(loopback);
    let Some(mut redirect) = redirect else { return refuse("invalid_redirect_uri") };
    if param(&params, "response_type") != "code" {
        return refuse("invalid_response_type");
    }
    let scopes = param(&params, "scope").split([',', ' ']).filter(|scope| !scope.is_empty());
    let grant = Grant {
        mailbox,
        scopes: scopes.map(str::to_owned).collect(),
        offline: param(&params, "access_type") == "offline",
        redirect_uri: params.get("redirect_uri").cloned(),
    };
    let code = world.tokens.issue_code(grant, now);
    redirect.query_pairs_mut().append_pair("code", &code);
    if let Some(state) = params.get("state") {
        redirect.query_pairs_mut().append_pair("state", state);
    }
    Redirect::to(redirect.as_str()).into_response()
}

/// The token endpoint.
pub(crate) async fn token(State(shared): State<Arc<Shared>>, Query(query): Query<Params>, body: Bytes) -> Response {
    let params = merge(query, &body);
    let now = shared.now();
    let mut world = shared.world();
    match exchange(&mut world, &params, now) {
        Ok(answer) => Json(answer).into_response(),
        Err(TokenRefusal::Error(error)) => Json(json!({ "error": error })).into_response(),
        Err(TokenRefusal::TooMany) => (StatusCode::BAD_REQUEST, Json(too_many())).into_response(),
    }
}

enum TokenRefusal {
    Error(&'static str),
    TooMany,
}

fn too_many() -> Value {
    json!({
        "error": "Access Denied",
        "error_description": "You have made too many requests continuously. Please try again after some time.",
        "status": "failure",
    })
}

fn exchange(world: &mut World, params: &Params, now: i64) -> Result<Value, TokenRefusal> {
    if world.faults.strikes(&Fault::InvalidClient) {
        return Err(TokenRefusal::Error("invalid_client"));
    }
    let mailbox = client(world, param(params, "client_id")).ok_or(TokenRefusal::Error("invalid_client"))?;
    let secret = world.mailboxes.get(mailbox).map(|mailbox| mailbox.spec.client_secret.as_str());
    if secret != Some(param(params, "client_secret")) {
        return Err(TokenRefusal::Error("invalid_client_secret"));
    }
    match param(params, "grant_type") {
        "refresh_token" => refresh(world, param(params, "refresh_token"), mailbox, now),
        "authorization_code" => redeem(world, params, mailbox, now),
        _ => Err(TokenRefusal::Error("unsupported_grant_type")),
    }
}

fn refresh(world: &mut World, token: &str, mailbox: usize, now: i64) -> Result<Value, TokenRefusal> {
    if world.faults.strikes(&Fault::RevokedToken) {
        return Err(TokenRefusal::Error("invalid_code"));
    }
    let grant = world.tokens.refresh_grant(token).filter(|grant| grant.mailbox == mailbox);
    let grant = grant.ok_or(TokenRefusal::Error("invalid_code"))?;
    let limit = world.limits.tokens_per_ten_minutes;
    if !world.tokens.admit(token, limit, now) {
        return Err(TokenRefusal::TooMany);
    }
    let access = world.tokens.issue_access(grant.clone(), Some(token), now);
    Ok(answer(world, &access, &grant))
}

fn redeem(world: &mut World, params: &Params, mailbox: usize, now: i64) -> Result<Value, TokenRefusal> {
    let grant = world.tokens.redeem_code(param(params, "code"), mailbox, now);
    let grant = grant.ok_or(TokenRefusal::Error("invalid_code"))?;
    if grant.redirect_uri.as_deref().is_some_and(|uri| uri != param(params, "redirect_uri")) {
        return Err(TokenRefusal::Error("invalid_redirect_uri"));
    }
    let refresh = grant.offline.then(|| world.tokens.issue_refresh(grant.clone()));
    let access = world.tokens.issue_access(grant.clone(), refresh.as_deref(), now);
    let mut answer = answer(world, &access, &grant);
    if let (Some(refresh), Some(fields)) = (refresh, answer.as_object_mut()) {
        fields.insert("refresh_token".into(), refresh.into());
    }
    Ok(answer)
}

fn answer(world: &World, access: &str, grant: &Grant) -> Value {
    let scopes = grant.scopes.iter().map(|scope| scope.replace("ZohoMail.", "VirtualOffice."));
    let australian =
        world.mailboxes.get(grant.mailbox).is_some_and(|mailbox| mailbox.spec.time_zone.starts_with("Australia/"));
    let region = if australian { "com.au" } else { "com" };
    json!({
        "access_token": access,
        "scope": scopes.collect::<Vec<_>>().join(" "),
        "api_domain": format!("https://www.zohoapis.{region}"),
        "token_type": "Bearer",
        "expires_in": 3600,
    })
}

/// Revokes a refresh token.
pub(crate) async fn revoke(State(shared): State<Arc<Shared>>, Query(query): Query<Params>, body: Bytes) -> Response {
    let params = merge(query, &body);
    let known = shared.world().tokens.revoke(param(&params, "token"));
    match known {
        true => Json(json!({ "status": "success" })).into_response(),
        false => (StatusCode::BAD_REQUEST, Json(json!({ "error": "invalid_token" }))).into_response(),
    }
}

fn client(world: &World, client_id: &str) -> Option<usize> {
    world.mailboxes.iter().position(|mailbox| mailbox.spec.client_id == client_id)
}
