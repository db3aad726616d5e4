//! The running world: starts the server, hands out what happened, takes orders from the caller. Leaves protocols to the rooms below.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Context;
use axum::Router;
use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use axum::serve::Listener;
use tokio::task::JoinHandle;

use crate::door::{Cord, Door};
use crate::faults::Fault;
use crate::options::Options;
use crate::sites::{self, SitePage, Visit};
use crate::world::{Accepted, Call, Incoming, Parcel, Shared};
use crate::{admin, model, smtp, zoho};

/// A running world. Dropping it stops the server.
pub struct Sandbox {
    shared: Arc<Shared>,
    address: SocketAddr,
    shut: Arc<AtomicBool>,
    server: JoinHandle<()>,
    smtp: Option<smtp::Counter>,
}

impl Sandbox {
    /// Starts a world on 127.0.0.1. Errors if the port is taken, a mailbox is set up wrongly or the ledger file
    /// cannot be opened.
    pub async fn start(options: Options) -> anyhow::Result<Self> {
        let shut = Arc::new(AtomicBool::new(false));
        let door = Door::open(options.port, Arc::clone(&shut)).await;
        let door = door.with_context(|| format!("listen on 127.0.0.1:{}", options.port))?;
        let address: SocketAddr = door.local_addr().context("ask for the port")?;
        let shared = Arc::new(Shared::new(options, format!("http://{address}"))?);
        let smtp = if shared.smtp { Some(smtp::Counter::open(Arc::clone(&shared)).await?) } else { None };
        let service = router(Arc::clone(&shared)).into_make_service_with_connect_info::<Cord>();
        let server = tokio::spawn(async move {
            // axum's server ends only with its task.
            let _ = axum::serve(door, service).await;
        });
        Ok(Self { shared, address, shut, server, smtp })
    }

    /// Address of the world, `http://127.0.0.1:PORT`. Serves as accounts URL and mail URL; the model's base is
    /// `{url}/v1`.
    pub fn url(&self) -> String {
        self.shared.url.clone()
    }

    /// Where the world listens; every web site of it is found there by its name.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The port on 127.0.0.1 where other mail servers bring mail; nothing unless [`Options::smtp`] was set.
    pub fn smtp_port(&self) -> Option<u16> {
        self.smtp.as_ref().map(smtp::Counter::port)
    }

    /// What arrived at a mailbox since the last time, for a server elsewhere that holds it; oldest first. The world's own mailbox
    /// keeps it, too.
    pub fn collect(&self, mailbox_slug: &str) -> Vec<Parcel> {
        let now = self.shared.now();
        self.shared.world().collect(mailbox_slug, now)
    }

    /// All mails accepted for sending, oldest first.
    pub fn ledger(&self) -> Vec<Accepted> {
        self.shared.world().ledger.clone()
    }

    /// When the next incoming mail becomes visible after `at`, epoch ms.
    pub fn next_event_after(&self, at: i64) -> Option<i64> {
        self.shared.world().next_event_after(at)
    }

    /// Switches a fault on for so many strikes, or until cleared.
    pub fn set_fault(&self, fault: Fault, times: Option<u32>) {
        self.shared.world().faults.set(fault, times);
    }

    /// Waits until a call hangs, by [`Fault::Hang`] or [`Fault::HangAfterStoring`].
    pub async fn hanging(&self) {
        self.shared.hanging.notified().await;
    }

    /// Switches all faults off.
    pub fn clear_faults(&self) {
        self.shared.world().faults.clear();
    }

    /// Slips a mail into a mailbox. Returns its id, or nothing if no mailbox has this slug.
    pub fn inject(&self, mailbox_slug: &str, incoming: Incoming) -> Option<String> {
        let now = self.shared.now();
        self.shared.world().inject(mailbox_slug, incoming, now).map(|id| id.to_string())
    }

    /// Puts a page of a web site in place, instead of what lay there: host such as `harbourblog.example`, path such as `/post`.
    pub fn put_page(&self, host: &str, path: &str, page: SitePage) {
        self.shared.sites.put(host, path, Some(page));
    }

    /// Takes a page of a web site away: it answers 404 from now on.
    pub fn remove_page(&self, host: &str, path: &str) {
        self.shared.sites.put(host, path, None);
    }

    /// What the web sites were asked for, oldest first.
    pub fn visits(&self) -> Vec<Visit> {
        self.shared.sites.visits()
    }

    /// All calls, oldest first; the admin's own and those of web sites are left out.
    pub fn calls(&self) -> Vec<Call> {
        self.shared.world().calls.clone()
    }

    /// Stops the server and cuts every connection.
    pub async fn stop(mut self) {
        self.shut.store(true, Ordering::SeqCst);
        self.server.abort();
        self.smtp = None;
        // The task was aborted: an error is what we expect.
        let _ = (&mut self.server).await;
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.shut.store(true, Ordering::SeqCst);
        self.server.abort();
    }
}

fn router(shared: Arc<Shared>) -> Router {
    let watched = zoho::routes(&shared).merge(model::routes());
    let watched = watched.layer(from_fn_with_state(Arc::clone(&shared), record));
    let all = watched.merge(admin::routes()).merge(sites::routes());
    all.layer(from_fn_with_state(Arc::clone(&shared), sites::by_host)).with_state(shared)
}

/// Writes every call down, before it is answered: one that never gets an answer keeps status 0.
async fn record(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(cord): ConnectInfo<Cord>,
    request: Request,
    next: Next,
) -> Response {
    let (method, path) = (request.method().to_string(), request.uri().path().to_owned());
    let at = shared.now();
    let index = {
        let calls = &mut shared.world().calls;
        calls.push(Call { method, path, status: 0, at });
        calls.len().saturating_sub(1)
    };
    // As on a real server: a request that has arrived is worked to its end, whether or not its sender still lives.
    let working = tokio::spawn(next.run(request));
    let response = match working.await {
        Ok(response) => response,
        Err(_) => axum::http::StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    };
    if !cord.is_cut()
        && let Some(call) = shared.world().calls.get_mut(index)
    {
        call.status = response.status().as_u16();
    }
    response
}
