//! A wire that can be cut at a chosen word of an SMTP conversation. It stands in front of the door without TLS, so it can listen.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use anyhow::Context as _;

/// Where the wire is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// The word DATA does not reach the server: nothing of the text has left.
    BeforeData,
    /// The text reaches the server, its final dot does not: the server forgets it.
    BeforeDot,
    /// The server has taken the mail, and its answer is lost.
    BeforeAnswer,
    /// The answer comes through, then the wire is cut.
    AfterAnswer,
    /// The server has taken the mail, and its answer never comes; the wire stays.
    Silence,
}

struct Shears {
    cut: Mutex<Cut>,
    /// How many more mails are cut.
    times: AtomicU32,
    /// How many mails were.
    done: AtomicU32,
    shut: AtomicBool,
}

/// The wire. Dropping it takes it down; what is under way goes on.
pub struct CutProxy {
    /// Where it listens on 127.0.0.1.
    pub port: u16,
    shears: Arc<Shears>,
}

impl CutProxy {
    /// Lays a wire to a port on 127.0.0.1 that lets everything through. Errors if no port is free.
    pub fn start(target: u16) -> anyhow::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).context("find a port for the wire")?;
        let port = listener.local_addr()?.port();
        let shears = Shears {
            cut: Mutex::new(Cut::AfterAnswer),
            times: AtomicU32::new(0),
            done: AtomicU32::new(0),
            shut: AtomicBool::new(false),
        };
        let shears = Arc::new(shears);
        let held = Arc::clone(&shears);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                if held.shut.load(Ordering::SeqCst) {
                    return;
                }
                if let Ok(server) = TcpStream::connect(("127.0.0.1", target)) {
                    carry(client, server, &held);
                }
            }
        });
        Ok(Self { port, shears })
    }

    /// Cuts the next `times` mails there; 0 lets all through.
    pub fn cut(&self, cut: Cut, times: u32) {
        *self.shears.cut.lock().unwrap_or_else(PoisonError::into_inner) = cut;
        self.shears.times.store(times, Ordering::SeqCst);
    }

    /// How many mails were cut so far.
    pub fn done(&self) -> u32 {
        self.shears.done.load(Ordering::SeqCst)
    }
}

impl Drop for CutProxy {
    fn drop(&mut self) {
        self.shears.shut.store(true, Ordering::SeqCst);
        // Wakes the listener, so that it sees that it is over.
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

impl Shears {
    /// What happens to the mail that is about to be handed over.
    fn take(&self) -> Option<Cut> {
        let taken = self.times.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |times| times.checked_sub(1));
        taken.ok()?;
        self.done.fetch_add(1, Ordering::SeqCst);
        Some(*self.cut.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Both ways of one connection.
fn carry(client: TcpStream, server: TcpStream, shears: &Arc<Shears>) {
    let (Ok(to_client), Ok(to_server)) = (client.try_clone(), server.try_clone()) else { return };
    // What happens to the server's next answer.
    let next: Arc<Mutex<Option<Cut>>> = Arc::new(Mutex::new(None));
    let (heard, held) = (Arc::clone(&next), Arc::clone(shears));
    thread::spawn(move || {
        forth(&client, to_server, &heard, &held);
        let _ = client.shutdown(Shutdown::Read);
    });
    thread::spawn(move || back(&server, to_client, &next));
}

/// From the client to the server, line by line.
fn forth(client: &TcpStream, mut server: TcpStream, next: &Mutex<Option<Cut>>, shears: &Shears) {
    let mut lines = BufReader::new(client);
    let mut line = Vec::new();
    let mut cut = None;
    let mut in_text = false;
    while lines.read_until(b'\n', &mut line).is_ok_and(|size| size > 0) {
        if !in_text && line.eq_ignore_ascii_case(b"DATA\r\n") {
            cut = shears.take();
            in_text = true;
            if cut == Some(Cut::BeforeData) {
                return sever(client, &server);
            }
        } else if in_text && line == b".\r\n" {
            in_text = false;
            if cut == Some(Cut::BeforeDot) {
                return sever(client, &server);
            }
            *next.lock().unwrap_or_else(PoisonError::into_inner) = cut.take();
        }
        if server.write_all(&line).is_err() {
            break;
        }
        line.clear();
    }
    let _ = server.shutdown(Shutdown::Write);
}

/// From the server to the client.
fn back(server: &TcpStream, mut client: TcpStream, next: &Mutex<Option<Cut>>) {
    let mut room = [0; 4096];
    let mut reader = server;
    while let Ok(size) = reader.read(&mut room) {
        let cut = next.lock().unwrap_or_else(PoisonError::into_inner).take();
        match cut {
            Some(Cut::BeforeAnswer) => return sever(&client, server),
            Some(Cut::Silence) => continue,
            _ => {}
        }
        if size == 0 || client.write_all(room.get(..size).unwrap_or_default()).is_err() {
            break;
        }
        if cut == Some(Cut::AfterAnswer) {
            return sever(&client, server);
        }
    }
    let _ = client.shutdown(Shutdown::Write);
}

fn sever(one: &TcpStream, other: &TcpStream) {
    let _ = one.shutdown(Shutdown::Both);
    let _ = other.shutdown(Shutdown::Both);
}
