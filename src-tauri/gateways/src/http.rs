//! One way to make an HTTP client and to perform a request, shared by mail and models.
//!
//! It tells apart the one thing that matters for a send: whether the request can have reached the other side. What an
//! answer means is left to the callers.

use std::error::Error as _;
use std::time::Duration;

use chrono::DateTime;
use domain::Timestamp;
use reqwest::header::{HeaderMap, HeaderName};
use url::{Host, Url};

use crate::redact::excerpt;

const CONNECT: Duration = Duration::from_secs(10);
const USER_AGENT: &str = concat!("crm-autopilot/", env!("CARGO_PKG_VERSION"));

/// Installs the TLS implementation for this process. Repeating it does nothing; every constructor here calls it.
pub fn install_crypto() {
    // An error only says that a provider is installed already.
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// Whether connections are kept open between requests.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reuse {
    /// Kept: cheap, and repeating a request is harmless.
    Connections,
    /// A fresh connection each time: a kept one that the server has closed in silence would turn a send that never
    /// arrived into one that may have.
    Nothing,
}

/// A client for one host: no redirects, so that a credential never follows one.
pub(crate) fn client(base: &Url, timeout: Duration, reuse: Reuse) -> Result<reqwest::Client, reqwest::Error> {
    let mut builder = builder().timeout(timeout);
    if reuse == Reuse::Nothing {
        builder = builder.pool_max_idle_per_host(0);
    }
    if is_loopback(base) {
        // The proxy of an office must not see, and cannot serve, what stays on this machine.
        builder = builder.no_proxy();
        if base.scheme() == "http" {
            builder = without_certificates(builder);
        }
    }
    builder.build()
}

/// What every client of this room begins with. It follows no redirect by itself.
pub(crate) fn builder() -> reqwest::ClientBuilder {
    install_crypto();
    reqwest::Client::builder()
        .user_agent(USER_AGENT)
        .connect_timeout(CONNECT)
        .redirect(reqwest::redirect::Policy::none())
}

/// For talk that stays on this machine: one without root certificates can still talk to itself.
pub(crate) fn without_certificates(builder: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
    builder.tls_certs_only(std::iter::empty())
}

/// Whether the address cannot leave this machine.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        None => false,
    }
}

/// `base` with path segments added, each one encoded; a query of `base` is kept.
pub(crate) fn extend(base: &Url, segments: &[&str]) -> Url {
    let mut url = base.clone();
    if let Ok(mut path) = url.path_segments_mut() {
        path.pop_if_empty().extend(segments);
    }
    url
}

/// What came back, read to its end.
pub(crate) struct Wire {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Wire {
    /// The body as text; bytes that are not UTF-8 are replaced.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A header as text.
    pub(crate) fn header(&self, name: &'static str) -> Option<&str> {
        self.headers.get(HeaderName::from_static(name))?.to_str().ok()
    }
}

/// No usable answer. The texts are redacted.
#[derive(Debug)]
pub(crate) enum Unanswered {
    /// The request certainly never left: no connection could be made.
    NeverSent(String),
    /// The request may have been acted upon: the time ran out, or the connection broke, after it was made.
    Lost {
        /// What the connection reported.
        detail: String,
        /// Whether it was the time that ran out.
        timed_out: bool,
    },
}

/// Performs one request, once. An answer of more than `limit` bytes is none.
pub(crate) async fn perform(request: reqwest::RequestBuilder, limit: usize) -> Result<Wire, Unanswered> {
    match begin(request, limit).await? {
        (wire, false) => Ok(wire),
        (_, true) => {
            Err(Unanswered::Lost { detail: format!("the answer is longer than {limit} bytes"), timed_out: false })
        }
    }
}

/// Performs one request, once, and reads the first `limit` bytes of the answer. Says whether there were more.
pub(crate) async fn begin(request: reqwest::RequestBuilder, limit: usize) -> Result<(Wire, bool), Unanswered> {
    let mut response = request.send().await.map_err(unanswered)?;
    let (status, headers) = (response.status().as_u16(), std::mem::take(response.headers_mut()));
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(lost)? {
        let room = limit - body.len();
        if let Some(fits) = chunk.get(..room).filter(|_| chunk.len() > room) {
            body.extend_from_slice(fits);
            return Ok((Wire { status, headers, body }, true));
        }
        body.extend_from_slice(&chunk);
    }
    Ok((Wire { status, headers, body }, false))
}

fn unanswered(error: reqwest::Error) -> Unanswered {
    if error.is_connect() || error.is_builder() { Unanswered::NeverSent(describe(error)) } else { lost(error) }
}

fn lost(error: reqwest::Error) -> Unanswered {
    Unanswered::Lost { timed_out: error.is_timeout(), detail: describe(error) }
}

/// The whole chain of causes, without the address: paths carry account ids.
fn describe(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        cause = inner.source();
    }
    excerpt(&text)
}

/// How long the other side asks us to wait: `retry-after-ms`, or `retry-after` in seconds or as a date.
pub(crate) fn retry_after(wire: &Wire, now: Timestamp) -> Option<Duration> {
    if let Some(millis) = wire.header("retry-after-ms").and_then(|text| text.trim().parse::<f64>().ok()) {
        return Duration::try_from_secs_f64(millis / 1_000.0).ok();
    }
    let text = wire.header("retry-after")?.trim();
    if let Ok(seconds) = text.parse::<f64>() {
        return Duration::try_from_secs_f64(seconds).ok();
    }
    let until = DateTime::parse_from_rfc2822(text).ok()?.timestamp_millis();
    Some(Duration::from_millis(u64::try_from(until - now.millis()).unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn wire(name: &'static str, value: &str) -> Wire {
        let headers = HeaderMap::from_iter([(HeaderName::from_static(name), value.parse().unwrap())]);
        Wire { status: 429, headers, body: Vec::new() }
    }

    #[rstest]
    #[case("retry-after", "7", Some(7_000))]
    #[case("retry-after", "0.5", Some(500))]
    #[case("retry-after-ms", "250", Some(250))]
    #[case("retry-after", "Thu, 01 Jan 1970 00:01:00 GMT", Some(50_000))]
    #[case("retry-after", "Thu, 01 Jan 1970 00:00:01 GMT", Some(0))]
    #[case("retry-after", "soon", None)]
    #[case("retry-after", "-3", None)]
    #[case("x-other", "7", None)]
    fn reads_every_way_to_ask_for_patience(
        #[case] name: &'static str,
        #[case] value: &str,
        #[case] millis: Option<u64>,
    ) {
        let now = Timestamp::from_millis(10_000);
        assert_eq!(retry_after(&wire(name, value), now), millis.map(Duration::from_millis));
    }

    #[rstest]
    #[case("http://127.0.0.1:1", true)]
    #[case("http://127.9.9.9", true)]
    #[case("http://[::1]:80", true)]
    #[case("http://localhost", true)]
    #[case("http://127.0.0.1@evil.example", false)]
    #[case("http://localhost.evil.example", false)]
    #[case("http://10.0.0.1", false)]
    fn knows_this_machine(#[case] url: &str, #[case] here: bool) {
        assert_eq!(is_loopback(&Url::parse(url).unwrap()), here);
    }

    #[test]
    fn segments_are_encoded_and_a_query_stays() {
        let base = Url::parse("https://x.example/openai/v1/?api-version=1").unwrap();
        let url = extend(&base, &["chat", "a/b"]);
        assert_eq!(url.as_str(), "https://x.example/openai/v1/chat/a%2Fb?api-version=1");
    }
}
