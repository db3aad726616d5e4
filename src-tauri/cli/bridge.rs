//! `bridge`: the real engine behind a door on this machine, so that a plain browser can show it. Development builds only.
//! Every answer is the engine's own; who may ask is decided here: a page of this machine that knows the token.

use std::convert::Infallible;
use std::future::pending;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::sse::{Event as Message, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use clap::Args;
use demo::{Options, World};
use domain::time::DAY;
use engine::{ApiError, Engine, ErrorCode, Event, Heartbeat, api};
use futures::{Stream, StreamExt as _, stream};
use gateways::{Random as _, SystemRandom};
use serde::Deserialize;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::broadcast::error::RecvError;

use crate::failure::Failure;
use crate::output::{eprint, print};
use crate::session::{self, Globals};

/// Where `npm run dev` and `npm run preview` show the page.
const PAGE: &str = "http://localhost:5173";

/// An hour of the demo, in milliseconds.
const HOUR: u64 = 3_600_000;

/// How often tasks are looked at on real data, in seconds.
const BEAT: u32 = 15;

/// The largest file a browser may hand over, in bytes.
const LARGEST_FILE: usize = 256 << 20;

/// How long a running task gets to end.
const PATIENCE: Duration = Duration::from_secs(10);

#[derive(Debug, Args)]
#[command(after_help = "Prints the address of the page once; Ctrl-C ends it.

Example:
  autopilot bridge --demo --days 9      a demo whose clock stops on the ninth day")]
pub(crate) struct Arguments {
    /// Show a made-up month instead of the data folder
    #[arg(long)]
    demo: bool,
    /// Decides who answers and how in the demo
    #[arg(long, value_name = "N", default_value_t = 1, requires = "demo")]
    seed: u64,
    /// How long an hour of the demo takes
    #[arg(long, value_name = "MILLISECONDS", default_value_t = 150, requires = "demo")]
    speed: u64,
    /// After how many days the demo's clock stops; 0 shows the fresh import
    #[arg(long, value_name = "N", default_value_t = demo::DAYS, requires = "demo")]
    days: i64,
    /// The port; any free one without it
    #[arg(long, value_name = "P", default_value_t = 0)]
    port: u16,
}

/// What every answer needs.
#[derive(Clone)]
struct Bridge {
    engine: Arc<Engine>,
    token: Arc<str>,
}

pub(crate) async fn bridge(globals: &Globals, arguments: &Arguments) -> Result<(), Failure> {
    if arguments.demo { show_demo(globals, arguments).await } else { show_data(globals, arguments).await }
}

async fn show_demo(globals: &Globals, arguments: &Arguments) -> Result<(), Failure> {
    let options = Options { seed: arguments.seed, data_dir: globals.data_dir.clone() };
    let told = |error: anyhow::Error| Failure::failed(format!("The demo failed: {error:#}."));
    let world = World::begin(&options).await.map_err(told)?;
    world.import().await.map_err(told)?;
    let story = async {
        // What was played stays on show.
        if let Err(error) = play(&world, arguments).await {
            eprint(&format!("The demo stopped: {error:#}.\n"));
        }
        pending::<()>().await;
    };
    let served = tokio::select! {
        served = serve(world.engine(), arguments.port) => served,
        () = story => Ok(()),
    };
    world.close().await;
    served
}

async fn play(world: &World, arguments: &Arguments) -> anyhow::Result<()> {
    let engine = world.engine();
    let end = engine.now().plus_millis(arguments.days.saturating_mul(DAY));
    while engine.now() < end {
        let before = engine.now();
        if !world.step().await? {
            break;
        }
        let passed = u64::try_from(engine.now().since(before)).unwrap_or(0);
        // A night or a weekend without work is over soon.
        let pause = arguments.speed.saturating_mul(passed) / HOUR;
        tokio::time::sleep(Duration::from_millis(pause.min(arguments.speed.saturating_mul(2)))).await;
    }
    Ok(())
}

async fn show_data(globals: &Globals, arguments: &Arguments) -> Result<(), Failure> {
    let session = session::open(globals, true).await?;
    let heartbeat = Heartbeat::start(Arc::clone(&session.engine), BEAT).await?;
    let served = serve(Arc::clone(&session.engine), arguments.port).await;
    heartbeat.stop(PATIENCE).await;
    session.engine.close().await;
    served
}

/// Answers until Ctrl-C.
async fn serve(engine: Arc<Engine>, port: u16) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::failed(format!("The bridge could not be opened: {error}."));
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    let mut secret = [0u8; 24];
    SystemRandom.fill(&mut secret);
    let token = domain::email::hex(&secret);
    print(&format!("{PAGE}/?bridge=http://{address}&token={token}\n"));
    let routes = routes(Bridge { engine, token: token.into() });
    tokio::select! {
        served = async { axum::serve(listener, routes).await } => served.map_err(failed),
        // A stream of events has no end, so nothing is waited for.
        _ = tokio::signal::ctrl_c() => Ok(()),
    }
}

fn routes(bridge: Bridge) -> Router {
    Router::new()
        .route("/call/{name}", post(call))
        .route("/events", get(events))
        .route("/file", post(take_in).layer(DefaultBodyLimit::max(LARGEST_FILE)))
        .route("/file/{token}", get(give_out))
        .layer(middleware::from_fn(from_this_machine))
        .with_state(bridge)
}

/// Whether a request carries the bridge's token.
fn is_known(bridge: &Bridge, headers: &HeaderMap) -> bool {
    let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    given.and_then(|value| value.strip_prefix("Bearer ")) == Some(&*bridge.token)
}

async fn call(State(bridge): State<Bridge>, Path(name): Path<String>, headers: HeaderMap, body: Bytes) -> Response {
    if !is_known(&bridge, &headers) {
        return stranger();
    }
    let args = if body.is_empty() { Ok(Value::Null) } else { serde_json::from_slice(&body) };
    let reply = match args {
        Ok(args) => api::call(&bridge.engine, &name, args).await,
        Err(error) => {
            Err(ApiError { code: ErrorCode::BadRequest, message: format!("The request is no JSON: {error}.") })
        }
    };
    answer(reply)
}

fn answer<T: serde::Serialize>(reply: Result<T, ApiError>) -> Response {
    match reply {
        Ok(reply) => Json(reply).into_response(),
        Err(error) => (status(error.code), Json(error)).into_response(),
    }
}

#[derive(Deserialize)]
struct Named {
    #[serde(default)]
    name: String,
}

/// A browser has no system dialog of ours: what the person picks or drops there is handed over whole.
async fn take_in(State(bridge): State<Bridge>, Query(file): Query<Named>, headers: HeaderMap, body: Bytes) -> Response {
    if !is_known(&bridge, &headers) {
        return stranger();
    }
    answer(bridge.engine.take_in_file(&file.name, body.to_vec()).await.map_err(ApiError::from))
}

/// Gives out what the engine offers to save; the browser asks the person where.
async fn give_out(State(bridge): State<Bridge>, Path(token): Path<String>, headers: HeaderMap) -> Response {
    if !is_known(&bridge, &headers) {
        return stranger();
    }
    match bridge.engine.read_offered(&token).await {
        Ok(bytes) => ([(header::CONTENT_TYPE, "application/octet-stream")], bytes).into_response(),
        Err(error) => answer::<()>(Err(error.into())),
    }
}

#[derive(Deserialize)]
struct Ticket {
    #[serde(default)]
    token: String,
}

async fn events(State(bridge): State<Bridge>, Query(ticket): Query<Ticket>) -> Response {
    if *ticket.token != *bridge.token {
        return stranger();
    }
    Sse::new(spoken(&bridge.engine)).keep_alive(KeepAlive::default()).into_response()
}

/// What the engine says. A listener that was too slow is told that something changed.
fn spoken(engine: &Engine) -> impl Stream<Item = Result<Message, Infallible>> + use<> {
    let heard = stream::unfold(engine.events(), |mut events| async move {
        match events.recv().await {
            Ok(event) => Some((event, events)),
            Err(RecvError::Lagged(_)) => Some((Event::Changed, events)),
            Err(RecvError::Closed) => None,
        }
    });
    heard.filter_map(async |event| Message::default().json_data(event).ok().map(Ok))
}

fn status(code: ErrorCode) -> StatusCode {
    match code {
        ErrorCode::Refused => StatusCode::CONFLICT,
        ErrorCode::BadRequest => StatusCode::BAD_REQUEST,
        ErrorCode::NotFound => StatusCode::NOT_FOUND,
        ErrorCode::Failed => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

fn stranger() -> Response {
    let message = "The bridge does not know this token; open the address it printed.".to_owned();
    (StatusCode::UNAUTHORIZED, Json(ApiError { code: ErrorCode::Refused, message })).into_response()
}

/// Lets pages of this machine read the answers; a page from anywhere else is turned away before it is heard.
async fn from_this_machine(request: Request, next: Next) -> Response {
    let Some(origin) = request.headers().get(header::ORIGIN).cloned() else {
        return next.run(request).await;
    };
    if !is_loopback(&origin) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let mut response = match *request.method() {
        Method::OPTIONS => StatusCode::NO_CONTENT.into_response(),
        _ => next.run(request).await,
    };
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    headers.insert(header::VARY, HeaderValue::from_static("origin"));
    let allowed = HeaderValue::from_static("authorization, content-type");
    headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, allowed);
    response
}

fn is_loopback(origin: &HeaderValue) -> bool {
    let host = origin.to_str().ok().and_then(|origin| origin.strip_prefix("http://"));
    let host = host.map(|host| host.rsplit_once(':').map_or(host, |(host, _port)| host));
    matches!(host, Some("localhost" | "127.0.0.1"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_of_this_machine_may_ask() {
        for (origin, allowed) in [
            ("http://localhost:5173", true),
            ("http://127.0.0.1:4173", true),
            ("http://localhost", true),
            ("https://example.com", false),
            ("http://localhost.example.com", false),
            ("http://localhost.example.com:5173", false),
            ("http://127.0.0.1.example.com:80", false),
            ("null", false),
        ] {
            assert_eq!(is_loopback(&HeaderValue::from_static(origin)), allowed, "{origin}");
        }
    }
}
