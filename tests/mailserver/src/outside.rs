//! A few lines of SMTP to the door without TLS: mail from outside, as another server brings it, or from somebody who logs in.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use anyhow::{Context as _, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Brings one mail to an SMTP server on 127.0.0.1. Errors with what the server said if it refuses any step.
pub fn bring(port: u16, from: &str, to: &str, raw: &[u8]) -> anyhow::Result<()> {
    talk(port, None, from, to, raw)
}

/// The same after a login with name and password.
pub(crate) fn submit(port: u16, login: (&str, &str), to: &str, raw: &[u8]) -> anyhow::Result<()> {
    talk(port, Some(login), login.0, to, raw)
}

fn talk(port: u16, login: Option<(&str, &str)>, from: &str, to: &str, raw: &[u8]) -> anyhow::Result<()> {
    let stream = TcpStream::connect(("127.0.0.1", port)).context("connect to the SMTP server")?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    let mut stream = BufReader::new(stream);
    heard(&mut stream)?;
    let login = login.map(|(name, word)| format!("AUTH PLAIN {}", STANDARD.encode(format!("\0{name}\0{word}"))));
    let orders = ["EHLO outside.test".to_owned()].into_iter().chain(login);
    for order in orders.chain([format!("MAIL FROM:<{from}>"), format!("RCPT TO:<{to}>"), "DATA".to_owned()]) {
        said(&mut stream, format!("{order}\r\n").as_bytes())?;
    }
    said(&mut stream, &dotted(raw))?;
    said(&mut stream, b"QUIT\r\n")
}

/// The text as it travels: CRLF at each end of line, dots doubled, and the last dot.
fn dotted(raw: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(raw.len() + 16);
    for line in raw.strip_suffix(b"\n").unwrap_or(raw).split(|byte| *byte == b'\n') {
        if line.starts_with(b".") {
            out.push(b'.');
        }
        out.extend_from_slice(line.strip_suffix(b"\r").unwrap_or(line));
        out.extend_from_slice(b"\r\n");
    }
    out.extend_from_slice(b".\r\n");
    out
}

fn said(stream: &mut BufReader<TcpStream>, words: &[u8]) -> anyhow::Result<()> {
    stream.get_mut().write_all(words).context("speak to the SMTP server")?;
    heard(stream)
}

/// Reads one answer of one or more lines.
fn heard(stream: &mut BufReader<TcpStream>) -> anyhow::Result<()> {
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).context("hear the SMTP server")? == 0 {
            bail!("the SMTP server hung up");
        }
        if line.as_bytes().get(3) == Some(&b' ') {
            return if line.starts_with(['2', '3']) { Ok(()) } else { bail!("the SMTP server says {}", line.trim()) };
        }
    }
}
