//! A small IMAP client with which tests look into a server and put things there. It speaks without TLS, on loopback.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use anyhow::{Context as _, bail};
use chrono::DateTime;

/// A connection that is logged in.
pub struct Imap {
    stream: BufReader<TcpStream>,
    tag: u32,
}

/// A mail as it lies in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Its number in the folder.
    pub uid: u32,
    /// When the server received it, as IMAP writes it.
    pub internal_date: String,
    /// All of it.
    pub raw: Vec<u8>,
}

impl Imap {
    /// Logs in. Errors if nobody listens or the password is wrong.
    pub fn login(port: u16, user: &str, password: &str) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port)).context("connect to the IMAP server")?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        let mut imap = Self { stream: BufReader::new(stream), tag: 0 };
        imap.line()?;
        imap.command(&format!("LOGIN \"{user}\" \"{password}\""))?;
        Ok(imap)
    }

    /// Gives an order; the answer's untagged lines, each with its literals. Errors unless the server says OK.
    pub fn command(&mut self, order: &str) -> anyhow::Result<Vec<Vec<u8>>> {
        self.order(order.as_bytes())
    }

    /// Puts a mail into a folder as if it had been received at `at`, epoch ms.
    pub fn append(&mut self, folder: &str, at: i64, raw: &[u8]) -> anyhow::Result<()> {
        let at = DateTime::from_timestamp_millis(at).context("the date of a mail is a date")?;
        self.append_dated(folder, &at.format("%d-%b-%Y %H:%M:%S +0000").to_string(), raw)
    }

    /// The same with a date as IMAP writes it.
    pub(crate) fn append_dated(&mut self, folder: &str, date: &str, raw: &[u8]) -> anyhow::Result<()> {
        let mut order = format!("APPEND \"{folder}\" \"{date}\" {{{}+}}\r\n", raw.len()).into_bytes();
        order.extend_from_slice(raw);
        self.order(&order).map(drop)
    }

    /// All mails of a folder, oldest first.
    pub fn all(&mut self, folder: &str) -> anyhow::Result<Vec<Stored>> {
        self.command(&format!("EXAMINE \"{folder}\""))?;
        let answers = self.command("UID FETCH 1:* (INTERNALDATE BODY.PEEK[])")?;
        Ok(answers.iter().filter_map(|answer| stored(answer)).collect())
    }

    fn order(&mut self, order: &[u8]) -> anyhow::Result<Vec<Vec<u8>>> {
        self.tag += 1;
        let tag = format!("t{} ", self.tag);
        let whole = [tag.as_bytes(), order, b"\r\n"].concat();
        self.stream.get_mut().write_all(&whole).context("speak to the IMAP server")?;
        let mut untagged = Vec::new();
        loop {
            let answer = self.line()?;
            if let Some(end) = answer.strip_prefix(tag.as_bytes()) {
                if end.starts_with(b"OK") {
                    return Ok(untagged);
                }
                bail!("the IMAP server says {}", String::from_utf8_lossy(end).trim());
            }
            untagged.push(answer);
        }
    }

    /// One answer with the literals in it.
    fn line(&mut self) -> anyhow::Result<Vec<u8>> {
        let mut line = Vec::new();
        loop {
            if self.stream.read_until(b'\n', &mut line).context("hear the IMAP server")? == 0 {
                bail!("the IMAP server hung up");
            }
            let Some(size) = literal(&line) else { return Ok(line) };
            let begin = line.len();
            line.resize(begin + size, 0);
            let room = line.get_mut(begin..).unwrap_or_default();
            self.stream.read_exact(room).context("hear the IMAP server")?;
        }
    }
}

/// The size of the literal that a line announces at its end.
fn literal(line: &[u8]) -> Option<usize> {
    let line = line.strip_suffix(b"}\r\n")?;
    let begin = line.iter().rposition(|byte| *byte == b'{')?;
    std::str::from_utf8(line.get(begin + 1..)?).ok()?.parse().ok()
}

/// Reads `* 1 FETCH (UID 7 INTERNALDATE "…" BODY[] {n}…)`.
fn stored(answer: &[u8]) -> Option<Stored> {
    let begin = answer.windows(3).position(|three| three == b"}\r\n")? + 3;
    let head = String::from_utf8_lossy(answer.get(..begin)?).into_owned();
    let uid = head.split_once("UID ")?.1.split(' ').next()?.parse().ok()?;
    let internal_date = head.split_once("INTERNALDATE \"")?.1.split('"').next()?.to_owned();
    let size = literal(answer.get(..begin)?)?;
    Some(Stored { uid, internal_date, raw: answer.get(begin..begin + size)?.to_vec() })
}
