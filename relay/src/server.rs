//! The requests: a picture, a page with one button, a way on to where a link leads, and what the app fetches.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use axum::body::Bytes;
use axum::extract::{ConnectInfo, DefaultBodyLimit, Path, Query, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use domain::Timestamp;
use domain::engagement::{EventKind, Key, Label, Token, label};
use serde::Deserialize;
use tokio::net::TcpListener;
use tower_governor::GovernorLayer;
use tower_governor::governor::GovernorConfigBuilder;

use crate::caller::{Caller, signs};
use crate::config::Config;
use crate::pages;
use crate::shelf::{Done, Shelf};

/// Bytes of a request's body: a one-click opt-out has thirty.
const BODY: usize = 4_096;
/// Milliseconds after which an open or a click is not kept any more. Opt-outs hold for good.
const OLD: i64 = 180 * domain::time::DAY;
/// How often addresses that were quiet are forgotten.
const FORGET: Duration = Duration::from_secs(60);

/// What time it is.
pub type Now = Arc<dyn Fn() -> Timestamp + Send + Sync>;

#[derive(Clone)]
struct Relay {
    now: Now,
    key: Key,
    caller: Caller,
    shelf: Shelf,
}

/// Serves until `end` comes; then what was begun is finished and the file closed.
///
/// # Errors
/// The file cannot be opened, or the connection is lost for good.
pub async fn serve(
    listener: TcpListener,
    config: &Config,
    now: Now,
    end: impl Future<Output = ()> + Send + 'static,
) -> anyhow::Result<()> {
    let shelf = Shelf::open(&config.data, config.max_mb).await?;
    let relay = Relay {
        now,
        key: config.key.clone(),
        caller: Caller { behind_proxy: config.behind_proxy },
        shelf: shelf.clone(),
    };
    // Each has a limit of its own, so that a flood of pictures keeps nobody from opting out.
    let routes = limited(Router::new().route("/o/{file}", get(open)).route("/c/{token}", get(click)), config)?
        .merge(limited(Router::new().route("/u/{token}", get(ask).post(opt_out)), config)?)
        .merge(limited(Router::new().route("/events", get(events)), config)?)
        .layer(DefaultBodyLimit::max(BODY))
        .fallback(async || pages::not_valid())
        .with_state(relay);
    let routes = if config.base_path.is_empty() { routes } else { Router::new().nest(&config.base_path, routes) };
    let service = routes.into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(end).await.context("the relay ended")?;
    shelf.close().await;
    Ok(())
}

fn limited(routes: Router<Relay>, config: &Config) -> anyhow::Result<Router<Relay>> {
    let limit = GovernorConfigBuilder::default()
        .key_extractor(Caller { behind_proxy: config.behind_proxy })
        .period(Duration::from_secs(1) / config.rate)
        .burst_size(config.rate.saturating_mul(10))
        .finish()
        .context("RELAY_RATE does not fit")?;
    let limiter = Arc::clone(limit.limiter());
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(FORGET).await;
            limiter.retain_recent();
        }
    });
    Ok(routes.layer(GovernorLayer::new(limit)))
}

/// What every request of the public shows of itself.
type Asked = (Method, ConnectInfo<SocketAddr>, HeaderMap);

impl Relay {
    fn done(&self, token: &Token, (method, ConnectInfo(peer), headers): &Asked) -> Done {
        let at = (self.now)();
        let address: IpAddr = self.caller.address(peer.ip(), headers);
        Done {
            kind: token.kind,
            mail: token.mail,
            at,
            label: label(&signs(method, headers, address, at.since(token.written_at))),
            address: token.address.as_ref().map(ToString::to_string).unwrap_or_default(),
        }
    }

    async fn note(&self, token: &Token, asked: &Asked) {
        let done = self.done(token, asked);
        if done.at.since(token.written_at) < OLD {
            self.shelf.note(done).await;
        }
    }
}

async fn open(
    State(relay): State<Relay>,
    Path(file): Path<String>,
    method: Method,
    peer: ConnectInfo<SocketAddr>,
    headers: HeaderMap,
) -> Response {
    let token = file.strip_suffix(".gif").and_then(|text| Token::check(text, EventKind::Open, &relay.key).ok());
    let Some(token) = token else { return pages::not_valid() };
    relay.note(&token, &(method, peer, headers)).await;
    pages::point()
}

/// Goes on to the address inside the token and to no other: who made the token chose it.
async fn click(
    State(relay): State<Relay>,
    Path(token): Path<String>,
    method: Method,
    peer: ConnectInfo<SocketAddr>,
    headers: HeaderMap,
) -> Response {
    let token = Token::check(&token, EventKind::Click, &relay.key).ok();
    let Some((token, address)) = token.and_then(|token| Some((token.clone(), token.address?))) else {
        return pages::not_valid();
    };
    relay.note(&token, &(method, peer, headers)).await;
    pages::on_to(address.as_str())
}

/// Shows a button and changes nothing, whoever looks.
async fn ask(State(relay): State<Relay>, Path(token): Path<String>) -> Response {
    match Token::check(&token, EventKind::Unsubscribe, &relay.key) {
        Ok(_) => pages::ask(),
        Err(_) => pages::not_valid(),
    }
}

/// Takes an opt-out: by the button, or by a mail program's one click (RFC 8058), in whichever form it sends it. The answer comes after the commit.
async fn opt_out(State(relay): State<Relay>, Path(token): Path<String>, _: Bytes) -> Response {
    let Ok(token) = Token::check(&token, EventKind::Unsubscribe, &relay.key) else { return pages::not_valid() };
    let done = Done {
        kind: EventKind::Unsubscribe,
        mail: token.mail,
        at: (relay.now)(),
        // Who presses the button does not matter: a no is a no.
        label: Label::UNVERIFIED,
        address: String::new(),
    };
    if relay.shelf.keep(done).await { pages::taken() } else { pages::not_taken() }
}

#[derive(Deserialize)]
struct After {
    #[serde(default)]
    relay: String,
    #[serde(default)]
    after: u64,
    #[serde(default = "many")]
    most: u32,
}

fn many() -> u32 {
    u32::MAX
}

/// For the app: what has come since, and with it the acknowledgement of what came before.
async fn events(State(relay): State<Relay>, Query(asked): Query<After>, headers: HeaderMap) -> Response {
    let pass = headers.get(header::AUTHORIZATION).and_then(|text| text.to_str().ok()?.strip_prefix("Bearer "));
    if !pass.is_some_and(|pass| relay.key.admits(pass)) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    match relay.shelf.after(&asked.relay, asked.after, asked.most).await {
        Ok(batch) => ([(header::CACHE_CONTROL, "no-store, private")], Json(batch)).into_response(),
        Err(error) => {
            tracing::error!(%error, "Events could not be given out.");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}
