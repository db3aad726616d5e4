//! What a script may ask of the world over HTTP: faults, ledger, calls, mail slipped in, the clock.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use chrono::{DateTime, SecondsFormat, Utc};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::faults::Fault;
use crate::world::{Accepted, Call, Incoming, Shared};

type World = State<Arc<Shared>>;
type Refused = (StatusCode, Json<Value>);

/// The routes below `/sandbox`.
pub(crate) fn routes() -> Router<Arc<Shared>> {
    Router::new()
        .route("/sandbox/health", get(health))
        .route("/sandbox/ledger", get(ledger))
        .route("/sandbox/calls", get(calls))
        .route("/sandbox/fault", post(set_fault).delete(clear_faults))
        .route("/sandbox/inject", post(inject))
        .route("/sandbox/clock", post(set_clock))
}

fn bad_request(message: impl ToString) -> Refused {
    (StatusCode::BAD_REQUEST, Json(json!({ "error": message.to_string() })))
}

/// Reads an order, whatever content type a script sends.
fn read<T: DeserializeOwned>(body: &Bytes) -> Result<T, Refused> {
    serde_json::from_slice(body).map_err(bad_request)
}

async fn health(State(shared): World) -> Json<Value> {
    let now = shared.now();
    let next = shared.world().next_event_after(now);
    let text = |at| DateTime::from_timestamp_millis(at).map(|at| at.to_rfc3339_opts(SecondsFormat::Millis, true));
    Json(json!({ "ok": true, "now": text(now), "next_event": next.and_then(text) }))
}

async fn ledger(State(shared): World) -> Json<Vec<Accepted>> {
    Json(shared.world().ledger.clone())
}

async fn calls(State(shared): World) -> Json<Vec<Call>> {
    Json(shared.world().calls.clone())
}

/// `{"kind":"hang","ms":500,"times":1}`; without `times` until cleared.
async fn set_fault(State(shared): World, body: Bytes) -> Result<Json<Value>, Refused> {
    let order: Value = read(&body)?;
    let times = order.get("times").and_then(Value::as_u64).map(|times| u32::try_from(times).unwrap_or(u32::MAX));
    let fault: Fault = serde_json::from_value(order).map_err(bad_request)?;
    shared.world().faults.set(fault, times);
    Ok(Json(json!({ "ok": true })))
}

async fn clear_faults(State(shared): World) -> Json<Value> {
    shared.world().faults.clear();
    Json(json!({ "ok": true }))
}

#[derive(Deserialize)]
struct InjectOrder {
    mailbox: String,
    #[serde(flatten)]
    incoming: Incoming,
}

async fn inject(State(shared): World, body: Bytes) -> Result<Json<Value>, Refused> {
    let order: InjectOrder = read(&body)?;
    let now = shared.now();
    let id = shared.world().inject(&order.mailbox, order.incoming, now);
    id.map(|id| Json(json!({ "message_id": id.to_string() }))).ok_or_else(|| bad_request("no such mailbox"))
}

#[derive(Deserialize)]
struct ClockOrder {
    now: DateTime<Utc>,
}

/// `{"now":"2026-12-01T09:00:00Z"}` moves the clock there; it runs on.
async fn set_clock(State(shared): World, body: Bytes) -> Result<Json<Value>, Refused> {
    let order: ClockOrder = read(&body)?;
    shared.set_now(order.now.timestamp_millis());
    Ok(Json(json!({ "ok": true })))
}
