//! What every mail call passes before its endpoint: faults, token, scope, account, pace.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures::{StreamExt as _, stream};

use super::envelope::Refusal;
use crate::door::Cord;
use crate::faults::Fault;
use crate::world::{Shared, World};

const MINUTE_MS: i64 = 60_000;
/// Real milliseconds in which the first half of an answer gets onto the wire.
const HALF_WAY_MS: u64 = 5;

/// Whoever passed the gate.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Visitor {
    /// Index of the mailbox that the token opens.
    pub(crate) mailbox: usize,
}

/// Lets a call through, or answers it here.
pub(crate) async fn gate(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(cord): ConnectInfo<Cord>,
    mut request: Request,
    next: Next,
) -> Response {
    if shared.world().faults.strikes(&Fault::DropBefore) {
        cord.cut();
        return Refusal::internal().into_response();
    }
    let wait = shared.world().faults.strike(|fault| match fault {
        Fault::Slow { .. } | Fault::Hang { .. } => Some(fault.clone()),
        _ => None,
    });
    match wait {
        Some(Fault::Slow { ms }) => tokio::time::sleep(Duration::from_millis(ms)).await,
        Some(Fault::Hang { ms }) => shared.hang(ms).await,
        _ => {}
    }
    let response = match admit(&shared, &request) {
        Ok(visitor) => {
            request.extensions_mut().insert(visitor);
            next.run(request).await
        }
        Err(refusal) => refusal.into_response(),
    };
    if shared.world().faults.strikes(&Fault::HalfAnswer) { half(response, cord).await } else { response }
}

/// An answer that promises its whole length and breaks off in the middle.
async fn half(response: Response, cord: Cord) -> Response {
    let (mut head, body) = response.into_parts();
    let Ok(whole) = to_bytes(body, usize::MAX).await else { return Refusal::internal().into_response() };
    head.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(whole.len()));
    let first = whole.slice(..whole.len() / 2);
    let broken = async move {
        tokio::time::sleep(Duration::from_millis(HALF_WAY_MS)).await;
        cord.cut();
        Err(io::Error::from(io::ErrorKind::ConnectionReset))
    };
    Response::from_parts(head, Body::from_stream(stream::iter([Ok(first)]).chain(stream::once(broken))))
}

fn admit(shared: &Shared, request: &Request) -> Result<Visitor, Refusal> {
    let now = shared.now();
    let token = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = token.and_then(|value| value.strip_prefix("Zoho-oauthtoken ")).unwrap_or_default();
    let (method, path) = (request.method(), request.uri().path());
    let mut world = shared.world();
    throw_faults(&mut world, method, path)?;
    if world.faults.is_on(&Fault::RevokedToken) {
        return Err(Refusal::bad_token());
    }
    let grant = world.tokens.access_grant(token, now).ok_or_else(Refusal::bad_token)?;
    if !grant.covers(scope(method, path)) {
        return Err(Refusal::bad_scope());
    }
    let visitor = Visitor { mailbox: grant.mailbox };
    let limit = world.limits.calls_per_minute;
    if !world.pace.get_mut(visitor.mailbox).is_none_or(|pace| pace.admit(now, MINUTE_MS, limit)) {
        return Err(throttled(&mut world));
    }
    check_account(&world, visitor, path)?;
    Ok(visitor)
}

/// Throttling takes each of its three shapes in turn.
fn throttled(world: &mut World) -> Refusal {
    world.throttled = world.throttled.wrapping_add(1);
    match world.throttled % 3 {
        1 => Refusal::throttled_429(),
        2 => Refusal::throttled_400(),
        _ => Refusal::throttled_500(),
    }
}

fn throw_faults(world: &mut World, method: &Method, path: &str) -> Result<(), Refusal> {
    let sends = method == Method::POST && path.contains("/messages");
    let refusal = world.faults.strike(|fault| match fault {
        Fault::RateLimit429 => Some(Refusal::throttled_429()),
        Fault::Throttle400 => Some(Refusal::throttled_400()),
        Fault::Throttle500 => Some(Refusal::throttled_500()),
        Fault::ScopeMissing => Some(Refusal::bad_scope()),
        Fault::ServerError if !sends => Some(Refusal::internal()),
        _ => None,
    });
    refusal.map_or(Ok(()), Err)
}

/// The scope that a call needs.
fn scope(method: &Method, path: &str) -> &'static str {
    let depth = path.split('/').filter(|part| !part.is_empty()).count();
    match (method, depth) {
        (&Method::POST, _) => "messages.CREATE",
        (&Method::PUT, _) => "messages.UPDATE",
        (_, ..=3) => "accounts.READ",
        (_, 4) if path.ends_with("/folders") => "folders.READ",
        _ => "messages.READ",
    }
}

fn check_account(world: &World, visitor: Visitor, path: &str) -> Result<(), Refusal> {
    let Some(asked) = path.split('/').nth(3).filter(|part| !part.is_empty()) else { return Ok(()) };
    if !asked.chars().all(|c| c.is_ascii_digit()) {
        return Err(Refusal::unknown_url());
    }
    let own = world.mailboxes.get(visitor.mailbox).is_some_and(|mailbox| mailbox.spec.account_id == asked);
    if own { Ok(()) } else { Err(Refusal::wrong_account(asked)) }
}
