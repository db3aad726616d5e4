//! Postfix's tables, answered by this process: what a test adds counts at once, where a file would be read again after a second.
//! The protocol is socketmap (Postfix's socketmap_table(5)): netstrings, `NAME KEY` asks, `OK VALUE` or `NOTFOUND ` answers.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use anyhow::Context as _;

/// The longest question.
const LONGEST: usize = 4_096;

/// Values by table and key.
type Lines = BTreeMap<(String, String), String>;

/// The tables, and whoever answers for them. Dropping it makes it fall silent.
pub(crate) struct Tables {
    lines: Arc<Mutex<Lines>>,
    port: u16,
    shut: Arc<AtomicBool>,
}

impl Tables {
    /// Empty tables, answered for on a free port of 127.0.0.1.
    pub(crate) fn open() -> anyhow::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).context("find a port for the tables")?;
        let tables =
            Self { lines: Arc::default(), port: listener.local_addr()?.port(), shut: Arc::new(AtomicBool::new(false)) };
        let (lines, shut) = (Arc::clone(&tables.lines), Arc::clone(&tables.shut));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if shut.load(Ordering::SeqCst) {
                    return;
                }
                let lines = Arc::clone(&lines);
                thread::spawn(move || serve(stream, &lines));
            }
        });
        Ok(tables)
    }

    /// Where they are answered for.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Puts a line into a table, instead of one with the same key.
    pub(crate) fn set(&self, table: &str, key: &str, value: &str) {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        lines.insert((table.to_owned(), key.to_lowercase()), value.to_owned());
    }
}

impl Drop for Tables {
    fn drop(&mut self) {
        self.shut.store(true, Ordering::SeqCst);
        // Wakes the listener, so that it sees that it is over.
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

/// Answers one of Postfix's processes until it ends.
fn serve(stream: TcpStream, lines: &Mutex<Lines>) {
    let mut stream = BufReader::new(stream);
    while let Some(question) = read(&mut stream) {
        let (table, key) = question.split_once(' ').unwrap_or_default();
        let found = find(&lines.lock().unwrap_or_else(PoisonError::into_inner), table, &key.to_lowercase());
        let answer = found.map_or_else(|| "NOTFOUND ".to_owned(), |value| format!("OK {value}"));
        if stream.get_mut().write_all(format!("{}:{answer},", answer.len()).as_bytes()).is_err() {
            return;
        }
    }
}

/// The line for an address, else for it without its tag, else for its domain: Postfix leaves that to whom it asks.
fn find(lines: &Lines, table: &str, key: &str) -> Option<String> {
    let (local, domain) = key.rsplit_once('@').unwrap_or((key, ""));
    let plain = local.split('+').next().unwrap_or(local);
    let keys = [key.to_owned(), format!("{plain}@{domain}"), format!("@{domain}")];
    keys.into_iter().find_map(|key| lines.get(&(table.to_owned(), key)).cloned())
}

/// One netstring; nothing at the end, or if it is none.
fn read(stream: &mut BufReader<TcpStream>) -> Option<String> {
    let mut size = Vec::new();
    stream.by_ref().take(8).read_until(b':', &mut size).ok()?;
    let size: usize = std::str::from_utf8(size.strip_suffix(b":")?).ok()?.parse().ok()?;
    let mut text = vec![0; size.min(LONGEST) + 1];
    stream.read_exact(&mut text).ok()?;
    String::from_utf8(text.strip_suffix(b",")?.to_vec()).ok()
}
