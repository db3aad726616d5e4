//! Web sites of strangers: what lies at which host and path, and how it is served to whoever asks for that host.
//!
//! Whoever sends every name to this machine finds `http://harbourblog.example/post` here by its `Host` header. Whoever cannot asks for
//! `/site/harbourblog.example/post`. What nobody placed is not there: 404, and so is a `robots.txt` that a site does not have.
//! Each catalogue of sites is a file of its own here and is named in [`built_in`].

pub mod notary;
mod people;
pub mod research;

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;

use crate::world::Shared;

/// One page of a site, as it is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SitePage {
    /// The status of HTTP.
    pub status: u16,
    /// Headers, in order.
    pub headers: Vec<(String, String)>,
    /// What is answered.
    pub body: Vec<u8>,
    /// How long the answer takes, in real time.
    pub wait: Duration,
}

impl SitePage {
    /// A page that is there, in UTF-8.
    pub fn html(body: impl Into<Vec<u8>>) -> Self {
        Self::of_kind("text/html; charset=utf-8", body)
    }

    /// A plain text, such as a `robots.txt`.
    pub fn text(body: impl Into<Vec<u8>>) -> Self {
        Self::of_kind("text/plain; charset=utf-8", body)
    }

    /// Anything else, by its content type.
    pub fn of_kind(content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let headers = vec![("content-type".to_owned(), content_type.to_owned())];
        Self { status: 200, headers, body: body.into(), wait: Duration::ZERO }
    }

    /// Leads elsewhere, by a status such as 301.
    pub fn redirect(status: u16, to: &str) -> Self {
        Self::html("").with_status(status).with_header("location", to)
    }

    /// The same with another status.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// The same with one more header.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same, later.
    #[must_use]
    pub fn after(mut self, wait: Duration) -> Self {
        self.wait = wait;
        self
    }
}

/// A page and where it lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The site, such as `harbourblog.example`: in lower case, as it is looked up (`xn--…` if it is not ASCII).
    pub host: String,
    /// The path, such as `/post`, with a query if only that query is meant.
    pub path: String,
    /// What is answered.
    pub page: SitePage,
}

impl Page {
    /// A page at its place.
    pub fn new(host: &str, path: &str, page: SitePage) -> Self {
        Self { host: host.to_owned(), path: path.to_owned(), page }
    }
}

/// All pages that every world has.
fn built_in() -> Vec<Page> {
    let read = |(host, path, body, kind): research::Page| Page::new(host, path, SitePage::of_kind(kind, body));
    research::catalogue().into_iter().map(read).collect()
}

/// Host and path.
type Place = (String, String);
type Places = HashMap<String, HashMap<String, Arc<SitePage>>>;

static BUILT_IN: LazyLock<Places> = LazyLock::new(|| {
    let mut places = Places::new();
    for Page { host, path, page } in built_in() {
        places.entry(host).or_default().insert(path, Arc::new(page));
    }
    places
});

/// One page that somebody asked a site for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// The site.
    pub host: String,
    /// Path and query.
    pub path: String,
    /// Who asked, in their own words.
    pub user_agent: String,
    /// The status of the answer.
    pub status: u16,
    /// When, epoch ms of the world's clock.
    pub at: i64,
}

/// The sites of one world: what was put or removed while it runs goes before what every world has.
#[derive(Debug, Default)]
pub(crate) struct Sites {
    /// `None`: removed.
    own: Mutex<HashMap<Place, Option<Arc<SitePage>>>>,
    placed: people::PlacedPages,
    visits: Mutex<Vec<Visit>>,
}

impl Sites {
    /// Puts a page in place, or takes it away.
    pub(crate) fn put(&self, host: &str, path: &str, page: Option<SitePage>) {
        let mut own = self.own.lock().unwrap_or_else(PoisonError::into_inner);
        own.insert((tidy(host), path.to_owned()), page.map(Arc::new));
    }

    /// A person's link to a site stands on a page of theirs from one time until another, epoch ms.
    pub(crate) fn place(&self, host: &str, path: &str, linked: &str, span: (i64, i64)) {
        self.placed.place(host, path, linked, span);
    }

    /// All visits, oldest first.
    pub(crate) fn visits(&self) -> Vec<Visit> {
        self.visits.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The page at exactly this path and query, else the one at this path with any query.
    fn find(&self, host: &str, path: &str, now: i64) -> Option<Arc<SitePage>> {
        let bare = path.split_once('?').map_or(path, |(bare, _)| bare);
        let theirs = || self.placed.at(host, bare, now).or_else(|| people::magazine(host, bare)).map(Arc::new);
        match self.at(host, path).or_else(|| self.at(host, bare)) {
            Some(page) => page,
            None => theirs(),
        }
    }

    /// What lies there by anybody's order; `Some(None)`: it was taken away.
    fn at(&self, host: &str, path: &str) -> Option<Option<Arc<SitePage>>> {
        let own = self.own.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(page) = own.get(&(host.to_owned(), path.to_owned())) {
            return Some(page.clone());
        }
        BUILT_IN.get(host)?.get(path).cloned().map(Some)
    }

    fn note(&self, visit: Visit) {
        self.visits.lock().unwrap_or_else(PoisonError::into_inner).push(visit);
    }
}

/// A host without its port and last dot, in lower case.
fn tidy(host: &str) -> String {
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    name.trim_end_matches('.').to_ascii_lowercase()
}

/// The sites by path, for those who cannot send a name here.
pub(crate) fn routes() -> Router<Arc<Shared>> {
    Router::new().route("/site/{host}/{*path}", get(by_path)).route("/site/{host}/", get(by_path_home))
}

/// Whatever is asked of another host than this machine is asked of a site.
pub(crate) async fn by_host(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let named = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    let host = tidy(named.or(request.uri().host()).unwrap_or_default());
    if matches!(host.as_str(), "127.0.0.1" | "localhost" | "") {
        return next.run(request).await;
    }
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned();
    serve(&shared, host, path, request.headers()).await
}

async fn by_path(
    State(shared): State<Arc<Shared>>,
    Path((host, path)): Path<(String, String)>,
    request: Request,
) -> Response {
    let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
    serve(&shared, tidy(&host), format!("/{path}{query}"), request.headers()).await
}

async fn by_path_home(State(shared): State<Arc<Shared>>, Path(host): Path<String>, request: Request) -> Response {
    serve(&shared, tidy(&host), "/".to_owned(), request.headers()).await
}

async fn serve(shared: &Shared, host: String, path: String, asked: &HeaderMap) -> Response {
    let page = shared.sites.find(&host, &path, shared.now());
    let status = page.as_ref().map_or(404, |page| page.status);
    let user_agent = asked.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    shared.sites.note(Visit { host, path, user_agent: user_agent.to_owned(), status, at: shared.now() });
    let Some(page) = page else { return StatusCode::NOT_FOUND.into_response() };
    tokio::time::sleep(page.wait).await;
    let mut response = Response::builder().status(page.status);
    for (name, value) in &page.headers {
        response = response.header(name, value.as_bytes());
    }
    // A page that cannot be said in HTTP is a mistake of whoever placed it.
    response.body(Body::from(page.body.clone())).unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_is_found_by_host_and_path_and_can_be_taken_away() {
        let sites = Sites::default();
        sites.put("Harbourblog.example", "/post", Some(SitePage::html("any")));
        sites.put("harbourblog.example", "/post?page=2", Some(SitePage::html("second")));
        let body = |path| sites.find("harbourblog.example", path, 0).map(|page| page.body.clone());
        assert_eq!(body("/post?x=1"), Some(b"any".to_vec()));
        assert_eq!(body("/post?page=2"), Some(b"second".to_vec()));
        sites.put("harbourblog.example", "/post", None);
        assert_eq!(body("/post"), None);
        assert_eq!(body("/robots.txt"), None);
    }

    #[test]
    fn a_host_is_read_without_port_dot_and_case() {
        assert_eq!(tidy("WWW.Harbourblog.example.:8080"), "www.harbourblog.example");
        assert_eq!(tidy("127.0.0.1:1"), "127.0.0.1");
    }
}
