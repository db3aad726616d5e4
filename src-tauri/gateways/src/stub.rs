//! For tests: a web server on a random port of this machine that answers as it is told, or breaks off as it is told.

use std::sync::{Arc, Mutex};

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// One request that arrived.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) method: String,
    /// Path and query.
    pub(crate) target: String,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Seen {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    pub(crate) fn is(&self, method: &str, path: &str) -> bool {
        self.method == method && self.target.split('?').next() == Some(path)
    }
}

/// What the server does.
pub(crate) enum Reply {
    Answer {
        status: u16,
        headers: &'static str,
        body: String,
    },
    /// Reads the request and closes the connection.
    HangUp,
    /// Reads the request and says nothing.
    Silence,
}

/// An answer without headers of its own.
pub(crate) fn answer(status: u16, body: impl ToString) -> Reply {
    Reply::Answer { status, headers: "", body: body.to_string() }
}

type Seens = Arc<Mutex<Vec<Seen>>>;

/// The server. It ends with the test's runtime.
pub(crate) struct Stub {
    pub(crate) url: String,
    seen: Seens,
}

impl Stub {
    /// Starts it. The function gets each request and how many of the same method and path came before it.
    pub(crate) async fn start(reply: impl Fn(&Seen, usize) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (seen, reply) = (Seens::default(), Arc::new(reply));
        let all = Arc::clone(&seen);
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                tokio::spawn(serve(socket, Arc::clone(&all), Arc::clone(&reply)));
            }
        });
        Self { url, seen }
    }

    /// Every request so far.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// How many requests of this method and path arrived.
    pub(crate) fn count(&self, method: &str, path: &str) -> usize {
        self.seen().iter().filter(|seen| seen.is(method, path)).count()
    }
}

async fn serve(mut socket: TcpStream, all: Seens, reply: Arc<impl Fn(&Seen, usize) -> Reply>) {
    let Some(seen) = read(&mut socket).await else { return };
    let path = seen.target.split('?').next().unwrap().to_owned();
    let reply = {
        let mut all = all.lock().unwrap();
        let before = all.iter().filter(|other| other.is(&seen.method, &path)).count();
        all.push(seen.clone());
        reply(&seen, before)
    };
    match reply {
        Reply::Answer { status, headers, body } => {
            let head =
                format!("HTTP/1.1 {status} X\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n", body.len());
            let _ = socket.write_all((head + &body).as_bytes()).await;
            let _ = socket.shutdown().await;
        }
        Reply::HangUp => {}
        Reply::Silence => std::future::pending().await,
    }
}

async fn read(socket: &mut TcpStream) -> Option<Seen> {
    let mut raw = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&raw).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(": ")?;
                name.eq_ignore_ascii_case("content-length").then(|| value.parse::<usize>().unwrap())
            });
            if body.len() >= length.unwrap_or(0) {
                let mut words = head.split(' ').map(str::to_owned);
                let (method, target) = (words.next()?, words.next()?);
                return Some(Seen { method, target, head: head.to_owned(), body: body.to_owned() });
            }
        }
        let mut chunk = [0; 4_096];
        let count = socket.read(&mut chunk).await.ok().filter(|count| *count > 0)?;
        raw.extend_from_slice(&chunk[..count]);
    }
}
