//! The world's other door: it takes mail from a mail server, as the rest of the world does (RFC 5321). Strict, so that what a real server
//! would turn down does not pass here.

mod letter;
mod session;

use std::io;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

use self::session::{Next, Session};
use crate::world::Shared;

/// How long a guest may be silent.
const PATIENCE: Duration = Duration::from_secs(300);
/// The longest line, its end included: an order with its extensions, or a line of a mail (RFC 5321, 4.5.3.1.6).
const LONGEST_LINE: usize = 1_000;
/// The largest mail.
pub(crate) const LARGEST_MAIL: usize = 20_480_000;

/// The open door. Dropping it shuts it and cuts who is inside.
pub(crate) struct Counter {
    port: u16,
    guests: JoinHandle<()>,
}

impl Counter {
    /// Opens on a free port of 127.0.0.1. Errors if there is none.
    pub(crate) async fn open(shared: Arc<Shared>) -> anyhow::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.context("listen for mail")?;
        let port = listener.local_addr().context("ask for the port")?.port();
        let guests = tokio::spawn(async move {
            let mut guests = JoinSet::new();
            loop {
                if let Ok((stream, _)) = listener.accept().await {
                    let shared = Arc::clone(&shared);
                    // A connection that breaks concerns only who brought it.
                    guests.spawn(async move { talk(stream, &shared).await.ok() });
                }
                while guests.try_join_next().is_some() {}
            }
        });
        Ok(Self { port, guests })
    }

    /// Where it listens.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }
}

impl Drop for Counter {
    fn drop(&mut self) {
        self.guests.abort();
    }
}

/// One conversation.
async fn talk(stream: TcpStream, shared: &Shared) -> io::Result<()> {
    let mut stream = BufReader::new(stream);
    let mut session = Session::default();
    say(&mut stream, "220 world.example ESMTP").await?;
    loop {
        let line = line(&mut stream).await?;
        let (answer, next) = session.hear(&String::from_utf8_lossy(&line));
        say(&mut stream, &answer).await?;
        match next {
            Next::Order => {}
            Next::Leave => return Ok(()),
            Next::Text => {
                let text = text(&mut stream).await?;
                let answer = match text {
                    None => "552 5.3.4 that is too much".to_owned(),
                    Some(text) => session.deliver(&text, shared),
                };
                say(&mut stream, &answer).await?;
            }
        }
    }
}

async fn say(stream: &mut BufReader<TcpStream>, answer: &str) -> io::Result<()> {
    stream.write_all(format!("{answer}\r\n").as_bytes()).await
}

/// One line without its end. An error, which ends the conversation, if it is too long or does not end with CRLF.
async fn line(stream: &mut BufReader<TcpStream>) -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    let mut limited = (&mut *stream).take(LONGEST_LINE as u64);
    tokio::time::timeout(PATIENCE, limited.read_until(b'\n', &mut line)).await??;
    if let Some(bare) = line.strip_suffix(b"\r\n").filter(|bare| !bare.contains(&b'\r')) {
        return Ok(bare.to_vec());
    }
    if !line.is_empty() {
        say(stream, "500 5.5.2 a line ends with CR and LF, and has a thousand bytes at most").await?;
    }
    Err(io::ErrorKind::InvalidData.into())
}

/// A mail up to its last dot, the doubled dots undone; nothing if it is too large.
async fn text(stream: &mut BufReader<TcpStream>) -> io::Result<Option<Vec<u8>>> {
    let mut text = Vec::new();
    let mut whole = true;
    loop {
        let line = line(stream).await?;
        if line == b"." {
            return Ok(whole.then_some(text));
        }
        let line = line.strip_prefix(b".").unwrap_or(&line);
        whole &= text.len() + line.len() + 2 <= LARGEST_MAIL;
        if whole {
            text.extend_from_slice(line);
            text.extend_from_slice(b"\r\n");
        }
    }
}
