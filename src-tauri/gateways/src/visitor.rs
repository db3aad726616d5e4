//! Visits pages of strangers politely: by an honest name, only where `robots.txt` lets us in (RFC 9309), one request at a time per host with
//! a pause after it. What a page says is judged elsewhere.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::links::{Answer, Hop, Looked, Robots};
use tokio::time::{Instant, sleep_until, timeout};
use url::Url;

use crate::web::{Asking, Fetched, Reach, Web, WebTrouble, onward};

/// Who we say we are.
pub const AGENT: &str = concat!(
    "CRMAutopilot/",
    env!("CARGO_PKG_VERSION"),
    " (+",
    env!("CARGO_PKG_REPOSITORY"),
    "; reads pages we link to or write about)"
);

const PAGES: &str = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1";
const TEXT: &str = "text/plain, */*;q=0.1";
/// How much of a `robots.txt` is read. RFC 9309, 2.5: at least 500 KiB.
const ROBOTS_BYTES: usize = 512 * 1_024;
/// Redirects of a `robots.txt` that are followed. RFC 9309, 2.3.1.2: at least five.
const ROBOTS_REDIRECTS: u32 = 5;
/// How long a `robots.txt` is believed, and how long one that could not be read is not asked for again.
const ROBOTS_AGE: Duration = Duration::from_secs(3_600);
const ROBOTS_TROUBLE: Duration = Duration::from_secs(60);
/// More hosts than this are not remembered for longer than their rules last.
const MOST_HOSTS: usize = 2_000;

/// How visits are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Manners {
    /// The pause between two requests to one host, when its `robots.txt` asks for none.
    pub pause: Duration,
    /// Whether a longer pause is kept where a `robots.txt` asks for it, up to ten seconds.
    pub crawl_delay: bool,
    /// Bytes of a page that are read, unpacked.
    pub bytes: usize,
    /// Redirects that are followed.
    pub redirects: u32,
    /// The time for one request.
    pub patience: Duration,
}

impl Manners {
    /// Those for the public web, and without pauses for a world of its own.
    fn for_reach(reach: Reach) -> Self {
        let public = reach == Reach::Public;
        Self {
            pause: Duration::from_secs(u64::from(public)),
            crawl_delay: public,
            bytes: 8_000_000,
            redirects: 10,
            patience: Duration::from_secs(20),
        }
    }
}

/// How a visit ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visited {
    /// What was found.
    pub looked: Looked,
    /// Whether `robots.txt` keeps search engines from the page that was found in the end.
    pub search_engines_kept_out: bool,
}

impl Visited {
    fn without(looked: Looked) -> Self {
        Self { looked, search_engines_kept_out: false }
    }
}

/// Visits pages. Clones share what they know of the hosts.
#[derive(Debug, Clone)]
pub struct Visitor {
    web: Web,
    manners: Manners,
    hosts: Arc<Mutex<HashMap<String, Shared>>>,
}

type Shared = Arc<tokio::sync::Mutex<Host>>;

/// What is known of a host. Whoever holds its lock is the only one who asks it for anything.
#[derive(Debug)]
struct Host {
    /// By the start of the address up to the path: each scheme and port has its own.
    rules: HashMap<String, Rules>,
    /// Nothing is asked before.
    free_at: Instant,
}

#[derive(Debug, Clone)]
struct Rules {
    /// Or why it cannot be read: nobody knows what is allowed.
    robots: Result<Arc<Robots>, String>,
    until: Instant,
}

impl Visitor {
    /// Visits through this way out, with the manners that befit it.
    pub fn new(web: Web) -> Self {
        let manners = Manners::for_reach(web.reach());
        Self { web, manners, hosts: Arc::default() }
    }

    /// How visits are made.
    pub fn manners(&self) -> Manners {
        self.manners
    }

    /// The same with other manners; what is known of the hosts is shared.
    #[must_use]
    pub fn with_manners(mut self, manners: Manners) -> Self {
        self.manners = manners;
        self
    }

    /// Visits a page and follows where it leads. Each address on the way is checked, asked for politely and only if its site lets us in.
    pub async fn visit(&self, address: &Url) -> Visited {
        let mut hops = Vec::new();
        let mut here = match domain::web::visitable(address.as_str()) {
            Ok(here) => here,
            Err(refused) => return Visited::without(unreachable(&refused.into())),
        };
        for _ in 0..=self.manners.redirects {
            let (found, robots) = match self.step(&here).await {
                Ok(step) => step,
                Err(looked) => return Visited::without(looked),
            };
            hops.push(Hop { address: here.clone(), status: found.status });
            let Some(next) = &found.leads_to else {
                let answer = Answer { hops, headers: found.headers, body: found.body, cut: found.cut };
                let search_engines_kept_out = !robots.lets_search_engines_in(&here);
                return Visited { looked: Looked::Answered(answer), search_engines_kept_out };
            };
            here = match onward(&here, next) {
                Ok(next) => next,
                Err(refused) => return Visited::without(unreachable(&refused.into())),
            };
        }
        Visited::without(unreachable(&WebTrouble::Redirects))
    }

    /// One request to a host, when it is our turn and we are let in.
    async fn step(&self, here: &Url) -> Result<(Fetched, Arc<Robots>), Looked> {
        let host = self.host(here.host_str().unwrap_or_default());
        let mut host = host.lock().await;
        let robots = self.rules(&mut host, here).await.map_err(Looked::Unreachable)?;
        if !robots.lets_us_in(here) {
            return Err(Looked::KeptOut);
        }
        let asked = robots.delay().filter(|_| self.manners.crawl_delay).unwrap_or_default();
        let found = self.ask(&mut host, here, PAGES, self.manners.bytes, asked).await;
        Ok((found.map_err(|trouble| unreachable(&trouble))?, robots))
    }

    async fn ask(
        &self,
        host: &mut Host,
        address: &Url,
        accept: &str,
        bytes: usize,
        pause: Duration,
    ) -> Result<Fetched, WebTrouble> {
        sleep_until(host.free_at).await;
        let asking = Asking { accept, agent: Some(AGENT) };
        let found = timeout(self.manners.patience, self.web.ask(address, asking, bytes)).await;
        host.free_at = Instant::now() + pause.max(self.manners.pause);
        found.unwrap_or_else(|_| Err(WebTrouble::Unreachable("it takes too long".to_owned())))
    }

    /// What the site asks of its visitors; asked for once an hour.
    async fn rules(&self, host: &mut Host, here: &Url) -> Result<Arc<Robots>, String> {
        let origin = here.origin().ascii_serialization();
        if let Some(rules) = host.rules.get(&origin).filter(|rules| rules.until > Instant::now()) {
            return rules.robots.clone();
        }
        let robots = self.read_rules(host, here).await.map(Arc::new);
        let age = if robots.is_ok() { ROBOTS_AGE } else { ROBOTS_TROUBLE };
        host.rules.insert(origin, Rules { robots: robots.clone(), until: Instant::now() + age });
        robots
    }

    /// RFC 9309, 2.3.1: one that is not there allows everything, one that cannot be had forbids everything.
    async fn read_rules(&self, host: &mut Host, here: &Url) -> Result<Robots, String> {
        let mut address = here.join("/robots.txt").map_err(|_| "it is no web address".to_owned())?;
        for _ in 0..=ROBOTS_REDIRECTS {
            let found = self.ask(host, &address, TEXT, ROBOTS_BYTES, Duration::ZERO).await;
            let found = found.map_err(|trouble| told(&trouble))?;
            match (found.status, &found.leads_to) {
                (200..=299, _) => return Ok(Robots::read(&found.body)),
                (429 | 500.., _) => return Err(format!("its robots.txt answers with {}", found.status)),
                (_, Some(next)) => match onward(&address, next) {
                    Ok(next) => address = next,
                    Err(_) => return Ok(Robots::default()),
                },
                _ => return Ok(Robots::default()),
            }
        }
        Ok(Robots::default())
    }

    fn host(&self, name: &str) -> Shared {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        if hosts.len() >= MOST_HOSTS {
            let now = Instant::now();
            let needed = |host: &Shared| {
                let lasts = |host: &Host| host.free_at > now || host.rules.values().any(|rules| rules.until > now);
                Arc::strong_count(host) > 1 || host.try_lock().is_ok_and(|host| lasts(&host))
            };
            hosts.retain(|_, host| needed(host));
        }
        let new = || Arc::new(tokio::sync::Mutex::new(Host { rules: HashMap::new(), free_at: Instant::now() }));
        Arc::clone(hosts.entry(name.to_owned()).or_insert_with(new))
    }
}

fn unreachable(trouble: &WebTrouble) -> Looked {
    Looked::Unreachable(told(trouble))
}

fn told(trouble: &WebTrouble) -> String {
    match trouble {
        WebTrouble::Unreachable(how) => how.clone(),
        WebTrouble::NotVisited(_) | WebTrouble::Redirects => trouble.to_string(),
    }
}

#[cfg(test)]
#[path = "visitor_tests.rs"]
mod tests;
