//! Fetches what lies on the public web, by addresses that strangers wrote. No address, name or redirect leads it into this machine or the
//! network around it: what a name stands for is checked when the connection is made, so a name that changes its mind gains nothing.

use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use domain::web::{NotVisited, is_public, visitable};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::ACCEPT;
use url::Url;

use crate::http::{self, Unanswered};

/// How much of the web can be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// All that is public.
    Public,
    /// Every name is found at this one place: the sandbox's.
    Only(SocketAddr),
    /// Nothing.
    Nothing,
}

/// What a request may cost.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of the answer, unpacked.
    pub bytes: usize,
    /// Redirects that are followed.
    pub redirects: u32,
    /// The time for all of it.
    pub patience: Duration,
}

/// What was found.
#[derive(Debug, Clone)]
pub struct Fetched {
    /// Where it was found in the end.
    pub address: Url,
    /// The status of HTTP.
    pub status: u16,
    /// The first bytes of what it is called, in the sender's words.
    pub content_type: String,
    /// What it is.
    pub body: Vec<u8>,
}

/// Why nothing was fetched.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WebTrouble {
    /// The address, or one that it leads to, is not visited.
    #[error("it is not visited: {0}")]
    NotVisited(#[from] NotVisited),
    /// It leads from one address to the next without end.
    #[error("it leads from one address to the next without end")]
    Redirects,
    /// Nobody answered in time, or with too much.
    #[error("it could not be read: {0}")]
    Unreachable(String),
}

/// Fetches pages and pictures. Carries no cookies and does not say where it comes from.
#[derive(Debug, Clone)]
pub struct Web {
    reach: Reach,
    client: Arc<OnceLock<reqwest::Client>>,
}

impl Web {
    /// With this reach.
    pub fn new(reach: Reach) -> Self {
        Self { reach, client: Arc::default() }
    }

    /// Fetches one thing of a kind such as `image/png`, following where it leads.
    ///
    /// # Errors
    /// It is not visited, or cannot be read within the limits. Any status of HTTP is an answer.
    pub async fn fetch(&self, address: &str, accept: &str, limits: &Limits) -> Result<Fetched, WebTrouble> {
        tokio::time::timeout(limits.patience, self.follow(address, accept, limits))
            .await
            .unwrap_or_else(|_| Err(WebTrouble::Unreachable("it takes too long".to_owned())))
    }

    async fn follow(&self, address: &str, accept: &str, limits: &Limits) -> Result<Fetched, WebTrouble> {
        let client = self.client()?;
        let mut here = visitable(address)?;
        for _ in 0..=limits.redirects {
            let request = client.get(here.clone()).header(ACCEPT, accept);
            let wire = http::perform(request, limits.bytes).await.map_err(unreachable)?;
            let leads = matches!(wire.status, 301 | 302 | 303 | 307 | 308).then(|| wire.header("location")).flatten();
            let Some(next) = leads else {
                let content_type = wire.header("content-type").unwrap_or_default().chars().take(200).collect();
                return Ok(Fetched { address: here, status: wire.status, content_type, body: wire.body });
            };
            here = visitable(here.join(next).map_err(|_| NotVisited::NotWeb)?.as_str())?;
        }
        Err(WebTrouble::Redirects)
    }

    /// Made when it is first needed, and once: that reads the system's certificates.
    fn client(&self) -> Result<&reqwest::Client, WebTrouble> {
        if let Some(client) = self.client.get() {
            return Ok(client);
        }
        // No proxy: it would look names up where nobody checks what they stand for.
        let mut builder = http::builder().no_proxy().dns_resolver(Arc::new(Names(self.reach)));
        if self.reach != Reach::Public {
            builder = http::without_certificates(builder);
        }
        let made = builder.build().map_err(|error| WebTrouble::Unreachable(error.to_string()))?;
        Ok(self.client.get_or_init(|| made))
    }
}

fn unreachable(unanswered: Unanswered) -> WebTrouble {
    match unanswered {
        Unanswered::NeverSent(detail) | Unanswered::Lost { detail, .. } => WebTrouble::Unreachable(detail),
    }
}

/// Finds what names stand for, and keeps only what is public.
struct Names(Reach);

impl Resolve for Names {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = self.0;
        Box::pin(async move {
            let found: Vec<SocketAddr> = match reach {
                Reach::Public => {
                    let all = tokio::net::lookup_host((name.as_str(), 0)).await?;
                    all.filter(|found| is_public(found.ip())).collect()
                }
                Reach::Only(place) => vec![place],
                Reach::Nothing => Vec::new(),
            };
            if found.is_empty() {
                return Err(NotVisited::NotPublic.into());
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stub::{Reply, Stub};

    const LIMITS: Limits = Limits { bytes: 1_000, redirects: 3, patience: Duration::from_secs(5) };

    fn here(stub: &Stub) -> Web {
        Web::new(Reach::Only(stub.url.strip_prefix("http://").unwrap().parse().unwrap()))
    }

    fn redirect(to: &'static str) -> Reply {
        Reply::Answer { status: 302, headers: to, body: String::new() }
    }

    #[tokio::test]
    async fn a_page_is_found_by_its_name_without_cookies_or_a_referrer() {
        let stub = Stub::start(|seen, _| match seen.target.as_str() {
            "/old" => redirect("location: /new\r\nset-cookie: who=you\r\n"),
            _ => Reply::Answer { status: 200, headers: "content-type: text/html\r\n", body: "<p>Hello".to_owned() },
        })
        .await;
        let found = here(&stub).fetch("http://harbourblog.example/old", "text/html", &LIMITS).await.unwrap();
        assert_eq!(
            (found.status, found.content_type.as_str(), found.body.as_slice()),
            (200, "text/html", &b"<p>Hello"[..])
        );
        assert_eq!(found.address.as_str(), "http://harbourblog.example/new");
        let heads = stub.seen().iter().map(|seen| seen.head.to_lowercase()).collect::<String>();
        assert!(!heads.contains("cookie") && !heads.contains("referer"), "{heads}");
        assert!(heads.contains("host: harbourblog.example"), "{heads}");
    }

    #[tokio::test]
    async fn no_redirect_leads_into_this_machine() {
        let stub = Stub::start(|_, _| redirect("location: http://127.0.0.1:8080/secret\r\n")).await;
        let refused = here(&stub).fetch("http://harbourblog.example/", "*/*", &LIMITS).await;
        assert_eq!(refused.unwrap_err(), WebTrouble::NotVisited(NotVisited::NotPublic));
        assert_eq!(stub.seen().len(), 1, "only the page itself was asked for");
    }

    #[tokio::test]
    async fn redirects_end_and_so_does_a_page_without_end() {
        let stub = Stub::start(|seen, _| match seen.target.as_str() {
            "/round" => redirect("location: /round\r\n"),
            _ => Reply::Answer { status: 200, headers: "", body: "x".repeat(2_000) },
        })
        .await;
        let web = here(&stub);
        let round = web.fetch("http://harbourblog.example/round", "*/*", &LIMITS).await;
        assert_eq!(round.unwrap_err(), WebTrouble::Redirects);
        assert_eq!(stub.seen().len(), 4);
        let long = web.fetch("http://harbourblog.example/long", "*/*", &LIMITS).await;
        assert!(matches!(long.unwrap_err(), WebTrouble::Unreachable(_)));
    }

    #[tokio::test]
    async fn a_name_that_stands_for_this_machine_is_not_connected_to() {
        let stub = Stub::start(|_, _| Reply::Answer { status: 200, headers: "", body: String::new() }).await;
        // As the system resolves it: whatever a public name is made to stand for, here it is this machine.
        let names = Names(Reach::Public);
        let refused = names.resolve("localhost".parse().unwrap()).await;
        assert!(refused.is_err());
        let refused = Web::new(Reach::Public).fetch(&stub.url, "*/*", &LIMITS).await;
        assert!(refused.is_err());
        assert_eq!(stub.seen().len(), 0);
    }
}
