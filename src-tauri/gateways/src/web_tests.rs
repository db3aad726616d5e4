//! The way out to the web, against a server that answers as it is told.

use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::net::TcpListener;

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
    let names = Names(Reach::Public, System(Reach::Public));
    let refused = names.resolve("localhost".parse().unwrap()).await;
    assert!(refused.is_err());
    let refused = Web::new(Reach::Public).fetch(&stub.url, "*/*", &LIMITS).await;
    assert!(refused.is_err());
    assert_eq!(stub.seen().len(), 0);
}

/// A listener of this machine on a port of the web that nothing may connect to, and how many did.
struct Guarded {
    port: u16,
    reached: Arc<AtomicUsize>,
}

impl Guarded {
    async fn start() -> Self {
        let mut bound = None;
        for port in [8080, 8443, 80] {
            if let Ok(listener) = TcpListener::bind(("127.0.0.1", port)).await {
                bound = Some((port, listener));
                break;
            }
        }
        let (port, listener) = bound.expect("a port of the web is free");
        let reached = Arc::new(AtomicUsize::new(0));
        // A machine may be without IPv6.
        let sixth = TcpListener::bind(("::1", port)).await.ok();
        for listener in [Some(listener), sixth].into_iter().flatten() {
            let count = Arc::clone(&reached);
            tokio::spawn(async move {
                while listener.accept().await.is_ok() {
                    count.fetch_add(1, Ordering::SeqCst);
                }
            });
        }
        Self { port, reached }
    }

    /// Whether it does count, which is asked last.
    async fn counts(&self) -> (usize, usize) {
        let before = self.reached.load(Ordering::SeqCst);
        let _ = tokio::net::TcpStream::connect(("127.0.0.1", self.port)).await.unwrap();
        for _ in 0..100 {
            if self.reached.load(Ordering::SeqCst) > before {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        (before, self.reached.load(Ordering::SeqCst))
    }
}

/// An address with the port of the guarded listener, if it names none.
fn aimed(address: &str, port: u16) -> String {
    match Url::parse(address) {
        Ok(mut url) if url.port().is_none() && url.scheme().starts_with("http") => {
            url.set_port(Some(port)).unwrap();
            url.into()
        }
        _ => address.to_owned(),
    }
}

#[tokio::test]
async fn no_spelling_and_no_redirect_and_no_change_of_mind_reaches_this_machine() {
    let guarded = Guarded::start().await;
    let spellings: Vec<&str> = include_str!("../../domain/src/web_private.txt").lines().collect();
    assert!(spellings.len() >= 60);
    let open = Web::new(Reach::Public);
    for spelling in &spellings {
        for address in [(*spelling).to_owned(), aimed(spelling, guarded.port)] {
            assert!(open.fetch(&address, "*/*", &LIMITS).await.is_err(), "{address}");
        }
    }

    let places: Vec<String> = spellings.iter().map(|spelling| aimed(spelling, guarded.port)).collect();
    let count = places.len();
    let stub = Stub::start(move |seen, _| match seen.target.trim_start_matches('/').parse::<usize>() {
        Ok(which) => redirect(format!("location: {}\r\n", places[which]).leak()),
        Err(_) => Reply::Answer { status: 200, headers: "", body: "its own page".to_owned() },
    })
    .await;
    for (which, spelling) in spellings.iter().enumerate() {
        // The one without a scheme is a place of the site's own.
        let found = here(&stub).fetch(&format!("http://harbourblog.example/{which}"), "*/*", &LIMITS).await;
        assert!(spelling.starts_with("//") || found.is_err(), "{spelling}");
    }
    assert_eq!(stub.seen().len(), count + 1, "only the pages themselves were asked for, and the one of its own");

    let rebinding = Web::new(Reach::Public);
    let fickle = Fickle::default();
    let first = Names(Reach::Public, fickle.clone()).resolve("harbourblog.example".parse().unwrap()).await;
    assert_eq!(first.unwrap().count(), 1, "at first the name stands for a public place");
    rebinding.client.set(client(Reach::Public, fickle.clone()).unwrap()).unwrap();
    for _ in 0..3 {
        let address = format!("http://harbourblog.example:{}/", guarded.port);
        assert!(rebinding.fetch(&address, "*/*", &LIMITS).await.is_err());
    }
    assert!(fickle.0.load(Ordering::SeqCst) >= 4, "it was looked up anew for each connection");

    let (before, after) = guarded.counts().await;
    assert_eq!((before, after), (0, 1), "nothing reached this machine but the test itself");
}

/// A name server that stands by a public place once, and by this machine ever after.
#[derive(Clone, Default)]
struct Fickle(Arc<AtomicUsize>);

impl Resolve for Fickle {
    fn resolve(&self, _: Name) -> Resolving {
        let asked = self.0.fetch_add(1, Ordering::SeqCst);
        let places: Vec<SocketAddr> = match asked {
            0 => vec!["8.8.8.8:0".parse().unwrap(), "127.0.0.1:0".parse().unwrap()],
            _ => vec!["127.0.0.1:0".parse().unwrap(), "[::1]:0".parse().unwrap()],
        };
        Box::pin(async move { Ok(Box::new(places.into_iter()) as Addrs) })
    }
}

#[tokio::test]
async fn a_world_of_its_own_has_no_other_places() {
    let stub = Stub::start(|_, _| Reply::Answer { status: 200, headers: "", body: "here".to_owned() }).await;
    let web = here(&stub);
    let found = web.fetch("https://harbourblog.example:8443/", "*/*", &LIMITS).await.unwrap();
    assert_eq!((found.address.as_str(), found.body.as_slice()), ("https://harbourblog.example:8443/", &b"here"[..]));
    for reach in [Reach::Nothing, Reach::Only("127.0.0.1:9".parse().unwrap())] {
        assert!(Web::new(reach).fetch("http://8.8.8.8/", "*/*", &LIMITS).await.is_err());
    }
    assert!(Web::new(Reach::Nothing).fetch("http://harbourblog.example/", "*/*", &LIMITS).await.is_err());
}
