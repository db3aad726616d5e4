//! Fetches what lies on the public web, by addresses that strangers wrote. No address, name or redirect leads it into this machine or the
//! network around it: what a name stands for is checked when the connection is made, so a name that changes its mind gains nothing.

use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use domain::web::{NotVisited, is_public, visitable};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{ACCEPT, HeaderValue, LOCATION, USER_AGENT};
use url::{Host, Url};

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

/// How somebody asks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asking<'a> {
    /// Kinds that are understood, such as `image/png`.
    pub(crate) accept: &'a str,
    /// Who asks.
    pub(crate) agent: Option<&'a str>,
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
    /// All headers, in order, their values cut.
    pub headers: Vec<(String, String)>,
    /// What it is.
    pub body: Vec<u8>,
    /// Whether there was more of it.
    pub cut: bool,
    /// Where it leads instead.
    pub(crate) leads_to: Option<String>,
}

/// How long a connection waits for another request: there are many sites, and few pages of each.
const IDLE: Duration = Duration::from_secs(10);

/// Headers that are kept of an answer, and how much of each.
const MOST_HEADERS: usize = 100;
const HEADER: usize = 1_000;

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
        let mut here = visitable(address)?;
        for _ in 0..=limits.redirects {
            let found = self.ask(&here, Asking { accept, agent: None }, limits.bytes).await?;
            match &found.leads_to {
                Some(next) => here = onward(&here, next)?,
                None if found.cut => {
                    return Err(WebTrouble::Unreachable(format!("the answer is longer than {} bytes", limits.bytes)));
                }
                None => return Ok(found),
            }
        }
        Err(WebTrouble::Redirects)
    }

    /// Asks once, following nothing, and keeps the first `bytes` of the answer.
    ///
    /// # Errors
    /// It is not visited, or nobody answers.
    pub(crate) async fn ask(&self, address: &Url, asking: Asking<'_>, bytes: usize) -> Result<Fetched, WebTrouble> {
        let address = visitable(address.as_str())?;
        let mut request = self.client()?.get(self.on_the_wire(&address)?).header(ACCEPT, asking.accept);
        if let Some(agent) = asking.agent {
            request = request.header(USER_AGENT, agent);
        }
        let (wire, cut) = http::begin(request, bytes).await.map_err(unreachable)?;
        let value = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).chars().take(HEADER).collect();
        let headers = wire.headers.iter().take(MOST_HEADERS);
        let leads = matches!(wire.status, 301 | 302 | 303 | 307 | 308).then(|| wire.headers.get(LOCATION)).flatten();
        Ok(Fetched {
            address,
            status: wire.status,
            content_type: wire.header("content-type").unwrap_or_default().chars().take(200).collect(),
            headers: headers.map(|(name, kept)| (name.as_str().to_owned(), value(kept))).collect(),
            leads_to: leads.map(|to| String::from_utf8_lossy(to.as_bytes()).into_owned()),
            body: wire.body,
            cut,
        })
    }

    /// The address as it is asked for. Where every name is found at one place, nobody there has certificates or ports of their own; and an
    /// address that is no name is not found there.
    fn on_the_wire(&self, address: &Url) -> Result<Url, WebTrouble> {
        let mut wire = address.clone();
        if self.reach == Reach::Public {
            return Ok(wire);
        }
        let is_name = matches!(address.host(), Some(Host::Domain(_)));
        if !is_name || wire.set_port(None).is_err() || wire.set_scheme("http").is_err() {
            return Err(NotVisited::NotPublic.into());
        }
        Ok(wire)
    }

    /// How much can be reached.
    pub(crate) fn reach(&self) -> Reach {
        self.reach
    }

    /// Made when it is first needed, and once: that reads the system's certificates.
    fn client(&self) -> Result<&reqwest::Client, WebTrouble> {
        if let Some(client) = self.client.get() {
            return Ok(client);
        }
        let made =
            client(self.reach, System(self.reach)).map_err(|error| WebTrouble::Unreachable(error.to_string()))?;
        Ok(self.client.get_or_init(|| made))
    }
}

fn client(reach: Reach, names: impl Resolve + 'static) -> reqwest::Result<reqwest::Client> {
    // No proxy: it would look names up where nobody checks what they stand for.
    let mut builder = http::builder().no_proxy().dns_resolver(Arc::new(Names(reach, names)));
    builder = builder.pool_max_idle_per_host(1).pool_idle_timeout(IDLE);
    if reach != Reach::Public {
        builder = http::without_certificates(builder);
    }
    builder.build()
}

fn unreachable(unanswered: Unanswered) -> WebTrouble {
    match unanswered {
        Unanswered::NeverSent(detail) | Unanswered::Lost { detail, .. } => WebTrouble::Unreachable(detail),
    }
}

/// The address that one leads to.
///
/// # Errors
/// It is not visited.
pub(crate) fn onward(here: &Url, next: &str) -> Result<Url, NotVisited> {
    visitable(here.join(next).map_err(|_| NotVisited::NotWeb)?.as_str())
}

/// Finds what names stand for.
struct System(Reach);

impl Resolve for System {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = self.0;
        Box::pin(async move {
            let found: Vec<SocketAddr> = match reach {
                Reach::Public => tokio::net::lookup_host((name.as_str(), 0)).await?.collect(),
                Reach::Only(place) => vec![place],
                Reach::Nothing => Vec::new(),
            };
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

/// Keeps of what names stand for only what may be connected to: what is public, or the one place.
struct Names<R>(Reach, R);

impl<R: Resolve> Resolve for Names<R> {
    fn resolve(&self, name: Name) -> Resolving {
        let (reach, found) = (self.0, self.1.resolve(name));
        Box::pin(async move {
            let found: Vec<SocketAddr> = found.await?.filter(|found| may_connect(reach, *found)).collect();
            if found.is_empty() {
                return Err(NotVisited::NotPublic.into());
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

fn may_connect(reach: Reach, found: SocketAddr) -> bool {
    match reach {
        Reach::Public => is_public(found.ip()),
        Reach::Only(place) => found == place,
        Reach::Nothing => false,
    }
}

#[cfg(test)]
#[path = "web_tests.rs"]
mod tests;
