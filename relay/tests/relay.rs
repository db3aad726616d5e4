//! The relay as a program, over real connections: under load and forgery, killed in between, full, and asked for what it must not give.
#![cfg(test)]

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use domain::Timestamp;
use domain::engagement::{Batch, Event, EventKind, Key, Mark, Token};
use futures::StreamExt as _;
use reqwest::{Client, Method, StatusCode};

const KEY: &str = "a-key-for-tests-only-0123456789abcdef";
/// Long ago: nothing here is fetched within seconds of its sending.
const WRITTEN: Timestamp = Timestamp::from_millis(1_790_000_000_000);

struct Relay {
    child: Child,
    address: String,
}

impl Relay {
    fn start(data: &Path, more: &[(&str, &str)]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_autopilot-relay"))
            .envs([("RELAY_KEY", KEY), ("RELAY_LISTEN", "127.0.0.1:0"), ("RELAY_RATE", "1000000")])
            .envs(more.iter().copied())
            .env("RELAY_DATA", data)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the relay starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("it has an output"))
            .read_line(&mut line)
            .expect("it says where it listens");
        let address = line.trim().rsplit(' ').next().expect("an address").to_owned();
        Self { child, address }
    }

    fn kill(&mut self) {
        self.child.kill().expect("it can be killed");
        self.child.wait().expect("it is gone");
    }

    /// Fetches everything as the app does, and acknowledges it.
    async fn deliver(&self, client: &Client) -> Vec<Event> {
        let (mut all, mut relay, mut after) = (Vec::new(), String::new(), 0);
        loop {
            let question = client
                .get(format!("{}/events", self.address))
                .query(&[("relay", relay.as_str()), ("after", &after.to_string())])
                .bearer_auth(key().pass());
            let batch: Batch = question.send().await.unwrap().json().await.unwrap();
            let Some(last) = batch.events.last() else { return all };
            (relay, after) = (batch.relay.clone(), last.seq);
            all.extend(batch.events);
        }
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn key() -> Key {
    Key::parse(KEY).unwrap()
}

fn client() -> Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder = Client::builder().no_proxy().tls_certs_only(std::iter::empty());
    builder.redirect(reqwest::redirect::Policy::none()).timeout(Duration::from_secs(20)).build().unwrap()
}

fn mark(n: u32) -> Mark {
    let mut bytes = [0xA5; 10];
    bytes[..4].copy_from_slice(&n.to_be_bytes());
    Mark(bytes)
}

fn link(kind: EventKind, n: u32) -> String {
    let address = (kind == EventKind::Click).then(|| "https://codeteki.au/work".parse().unwrap());
    let token = Token { kind, mail: mark(n), written_at: WRITTEN, address }.sign(&key()).unwrap();
    match kind {
        EventKind::Open => format!("/o/{token}.gif"),
        EventKind::Click => format!("/c/{token}"),
        EventKind::Unsubscribe => format!("/u/{token}"),
    }
}

/// The same link with one letter changed.
fn forged(link: &str, at: usize) -> String {
    let mut letters: Vec<char> = link.chars().collect();
    let place = 3 + at % 40;
    letters[place] = if letters[place] == 'A' { 'B' } else { 'A' };
    letters.into_iter().collect()
}

struct Shot {
    method: Method,
    path: String,
    expect: StatusCode,
}

fn shot(method: Method, path: String, expect: StatusCode) -> Shot {
    Shot { method, path, expect }
}

fn marks(events: &[Event], kind: EventKind) -> Vec<String> {
    events.iter().filter(|event| event.kind == kind).map(|event| event.mail.clone()).collect()
}

/// 10,000 opens and 1,000 opt-outs over 50 connections, among forged and replayed links and scanners that look at every link to opt out.
#[tokio::test(flavor = "multi_thread")]
async fn under_load_no_opt_out_is_wrong_and_none_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::start(folder.path(), &[]);
    let mut shots = Vec::new();
    for n in 0..10_000 {
        shots.push(shot(Method::GET, link(EventKind::Open, n), StatusCode::OK));
    }
    for n in 0..2_000 {
        // Scanners look at every link there is; only the first thousand people mean it.
        shots.push(shot(Method::GET, link(EventKind::Unsubscribe, n), StatusCode::OK));
        shots.push(shot(Method::HEAD, link(EventKind::Unsubscribe, n), StatusCode::OK));
        if n < 1_000 {
            shots.push(shot(Method::POST, link(EventKind::Unsubscribe, n), StatusCode::OK));
            shots.push(shot(Method::POST, link(EventKind::Unsubscribe, n), StatusCode::OK));
        } else {
            let forged = forged(&link(EventKind::Unsubscribe, n), n as usize);
            shots.push(shot(Method::POST, forged, StatusCode::NOT_FOUND));
            // A link for opens or clicks does not opt out.
            let other = link(EventKind::Open, n).replace("/o/", "/u/").replace(".gif", "");
            shots.push(shot(Method::POST, other, StatusCode::NOT_FOUND));
            shots.push(shot(Method::GET, link(EventKind::Open, n), StatusCode::OK));
        }
    }
    // The same order each time, and well mixed.
    shots.sort_by_key(|shot| domain::email::sha256(format!("{}{}", shot.method, shot.path).as_bytes()));
    let (total, begun) = (shots.len(), Instant::now());
    let client = client();
    let wrong = AtomicU32::new(0);
    let (http, address, mistakes) = (&client, &relay.address, &wrong);
    futures::stream::iter(shots)
        .for_each_concurrent(50, |shot| async move {
            let request = http.request(shot.method, format!("{address}{}", shot.path));
            let request = request.header("user-agent", "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0");
            let status = request.body("List-Unsubscribe=One-Click").send().await.unwrap().status();
            if status != shot.expect {
                mistakes.fetch_add(1, Ordering::Relaxed);
            }
        })
        .await;
    let took = begun.elapsed();
    assert_eq!(wrong.load(Ordering::Relaxed), 0);
    let events = relay.deliver(&client).await;
    let (opens, opt_outs) = (marks(&events, EventKind::Open), marks(&events, EventKind::Unsubscribe));
    assert_eq!((opens.len(), opens.iter().collect::<BTreeSet<_>>().len()), (10_000, 10_000));
    let meant: BTreeSet<String> = (0..1_000).map(|n| mark(n).reference()).collect();
    assert_eq!(opt_outs.len(), 1_000);
    assert_eq!(opt_outs.into_iter().collect::<BTreeSet<_>>(), meant);
    assert!(relay.deliver(&client).await.is_empty(), "what was acknowledged is gone");
    println!("{total} requests over 50 connections in {took:?}: 10,000 opens and 1,000 opt-outs, 0 wrong, 0 lost");
}

/// Killed again and again while people opt out: whoever was answered is told to the app, and nobody else.
#[tokio::test(flavor = "multi_thread")]
async fn an_opt_out_that_was_answered_outlives_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let client = client();
    let (mut answered, mut delivered) = (BTreeSet::new(), BTreeSet::new());
    let (mut next, mut kills) = (0, 0);
    for round in 0..10u64 {
        let mut relay = Relay::start(folder.path(), &[]);
        let told: Arc<std::sync::Mutex<Vec<u32>>> = Arc::default();
        let people: Vec<_> = (next..next + 400).collect();
        next += 400;
        let posts = futures::stream::iter(people).for_each_concurrent(50, {
            let (client, told, address) = (client.clone(), Arc::clone(&told), relay.address.clone());
            move |n| {
                let request = client.post(format!("{address}{}", link(EventKind::Unsubscribe, n)));
                let told = Arc::clone(&told);
                async move {
                    if request.send().await.is_ok_and(|answer| answer.status() == StatusCode::OK) {
                        told.lock().unwrap().push(n);
                    }
                }
            }
        });
        let posts = tokio::spawn(posts);
        // In the midst of it: once some were answered, a little later each round.
        let some = 20 + 15 * usize::try_from(round).unwrap();
        let deadline = Instant::now() + Duration::from_secs(20);
        while told.lock().unwrap().len() < some && Instant::now() < deadline {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        if round % 3 == 2 {
            // The app fetches in between, too; what it has must not be needed twice.
            delivered.extend(relay.deliver(&client).await.into_iter().map(|event| event.mail));
        }
        relay.kill();
        kills += 1;
        posts.await.unwrap();
        answered.extend(told.lock().unwrap().iter().map(|n| mark(*n).reference()));
    }
    let relay = Relay::start(folder.path(), &[]);
    delivered.extend(relay.deliver(&client).await.into_iter().map(|event| event.mail));
    let asked: BTreeSet<String> = (0..next).map(|n| mark(n).reference()).collect();
    let lost: Vec<_> = answered.difference(&delivered).collect();
    assert!(lost.is_empty(), "{} of {} answered were lost", lost.len(), answered.len());
    assert!(delivered.is_subset(&asked));
    println!(
        "{kills} kills, {} of {next} opt-outs answered, {} delivered, 0 of the answered lost",
        answered.len(),
        delivered.len()
    );
}

/// A file that is full drops opens and takes opt-outs.
#[tokio::test(flavor = "multi_thread")]
async fn when_the_file_is_full_opens_go_and_opt_outs_stay() {
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::start(folder.path(), &[("RELAY_MAX_MB", "1")]);
    let client = client();
    let go = |method: Method, kind, range: std::ops::Range<u32>| {
        let (client, address) = (&client, &relay.address);
        futures::stream::iter(range).for_each_concurrent(50, move |n| {
            let request = client.request(method.clone(), format!("{address}{}", link(kind, n)));
            async move { assert_eq!(request.send().await.unwrap().status(), StatusCode::OK) }
        })
    };
    go(Method::GET, EventKind::Open, 0..12_000).await;
    go(Method::POST, EventKind::Unsubscribe, 0..1_000).await;
    let size = std::fs::metadata(folder.path().join("relay.sqlite")).unwrap().len();
    assert!(size <= 1_100_000, "{size} bytes");
    let events = relay.deliver(&client).await;
    let (opens, opt_outs) = (marks(&events, EventKind::Open).len(), marks(&events, EventKind::Unsubscribe).len());
    assert_eq!(opt_outs, 1_000);
    assert!(opens < 12_000, "the file was never full");
    println!("{size} bytes: {opens} of 12,000 opens kept, 1,000 of 1,000 opt-outs");
}

/// What a stranger may and may not do, and that nothing of a caller stays behind.
#[tokio::test]
async fn a_stranger_learns_nothing_and_leads_nobody_anywhere() {
    let folder = tempfile::tempdir().unwrap();
    let more = [("RELAY_BASE_PATH", "/r/"), ("RELAY_BEHIND_PROXY", "on"), ("RELAY_RATE", "1")];
    let relay = Relay::start(folder.path(), &more);
    assert!(relay.address.ends_with("/r"), "{}", relay.address);
    let client = client();
    let get = |path: String| {
        let request = client.get(format!("{}{path}", relay.address));
        let request =
            request.header("user-agent", "Secret-Agent/7").header("x-forwarded-for", "203.0.113.9, 198.51.100.77");
        async { request.send().await.unwrap() }
    };

    let on = get(link(EventKind::Click, 1)).await;
    assert_eq!(
        (on.status(), on.headers()["location"].to_str().unwrap()),
        (StatusCode::FOUND, "https://codeteki.au/work")
    );
    for path in [
        "/c/https://evil.example".to_owned(),
        format!("{}?to=https://evil.example", forged(&link(EventKind::Click, 1), 9)),
        link(EventKind::Open, 1).replace("/o/", "/c/"),
        format!("/c/{}", "A".repeat(6_000)),
        "/o/x.gif".to_owned(),
        "/".to_owned(),
    ] {
        let answer = get(path.clone()).await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{path}");
        assert!(answer.headers().get("location").is_none(), "{path}");
    }

    let page = get(link(EventKind::Unsubscribe, 2)).await;
    assert!(page.headers().get("set-cookie").is_none() && page.headers()["cache-control"] == "no-store, private");
    let text = page.text().await.unwrap();
    assert!(text.contains("<form method=\"post\">") && text.matches("<button>").count() == 1, "{text}");
    let form = "multipart/form-data; boundary=b";
    let parts = "--b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--b--\r\n";
    for (n, kind, body) in [
        (2, "application/x-www-form-urlencoded", "List-Unsubscribe=One-Click"),
        (3, form, parts),
        (4, "text/plain", ""),
    ] {
        let post = client.post(format!("{}{}", relay.address, link(EventKind::Unsubscribe, n)));
        assert_eq!(post.header("content-type", kind).body(body).send().await.unwrap().status(), StatusCode::OK);
    }
    let long = client.post(format!("{}{}", relay.address, link(EventKind::Unsubscribe, 5))).body("x".repeat(5_000));
    assert_eq!(long.send().await.unwrap().status(), StatusCode::PAYLOAD_TOO_LARGE);

    // A flood of pictures is slowed down, and keeps nobody from opting out.
    let mut slowed = 0;
    for n in 0..60 {
        slowed += u32::from(get(link(EventKind::Open, n)).await.status() == StatusCode::TOO_MANY_REQUESTS);
    }
    assert!(slowed > 0, "nothing was slowed down");
    let from_there = client.post(format!("{}{}", relay.address, link(EventKind::Unsubscribe, 6)));
    let from_there = from_there.header("x-forwarded-for", "198.51.100.77").send().await.unwrap();
    assert_eq!(from_there.status(), StatusCode::OK);

    for pass in ["", "wrong", KEY] {
        let question = client.get(format!("{}/events", relay.address)).bearer_auth(pass);
        assert_eq!(question.send().await.unwrap().status(), StatusCode::UNAUTHORIZED);
    }
    // An acknowledgement for another file deletes nothing.
    let question = client.get(format!("{}/events?relay=other&after=999999", relay.address)).bearer_auth(key().pass());
    assert_eq!(question.send().await.unwrap().status(), StatusCode::OK);
    let opt_outs = marks(&relay.deliver(&client).await, EventKind::Unsubscribe);
    assert_eq!(opt_outs, [2, 3, 4, 6].map(|n| mark(n).reference()));

    for file in std::fs::read_dir(folder.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        for trace in ["Secret-Agent", "198.51.100.77", "203.0.113.9", "127.0.0.1", KEY] {
            let found = bytes.windows(trace.len()).any(|window| window == trace.as_bytes());
            assert!(!found, "{trace} stayed behind");
        }
    }
}
