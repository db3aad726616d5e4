//! One message of a person or a program, and its bytes on the wire.

use chrono::DateTime;
use chrono_tz::Tz;

use super::address::{Address, header_list};
use super::encode::{base64_lines, encoded_word, latin1, quoted_printable};
use super::html;

/// How the text parts travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Wire {
    /// UTF-8, quoted-printable.
    #[default]
    Utf8Quoted,
    /// UTF-8, base64.
    Utf8Base64,
    /// ISO-8859-1, quoted-printable; falls back to UTF-8 where a character does not fit.
    Latin1Quoted,
}

/// A message before it is written out.
#[derive(Debug, Clone, Default)]
pub(crate) struct Letter {
    /// Headers of the journey, written first: Return-Path, Received, Delivered-To.
    pub(crate) trace: Vec<(String, String)>,
    /// Sender.
    pub(crate) from: Address,
    /// Recipients.
    pub(crate) to: Vec<Address>,
    /// Copies.
    pub(crate) cc: Vec<Address>,
    /// Subject, not encoded.
    pub(crate) subject: String,
    /// When it was written, epoch ms.
    pub(crate) date: i64,
    /// The writer's zone.
    pub(crate) zone: Tz,
    /// Message-ID with angle brackets.
    pub(crate) message_id: String,
    /// In-Reply-To with angle brackets.
    pub(crate) in_reply_to: Option<String>,
    /// References, oldest first, with angle brackets.
    pub(crate) references: Vec<String>,
    /// Further headers.
    pub(crate) headers: Vec<(String, String)>,
    /// Plain text body.
    pub(crate) text: String,
    /// HTML body; with one the message is multipart/alternative.
    pub(crate) html: Option<String>,
    /// How the parts are encoded.
    pub(crate) wire: Wire,
}

impl Letter {
    /// The whole message.
    pub(crate) fn render(&self) -> String {
        let mut out = self.head();
        match &self.html {
            None => out.push_str(&part("text/plain", &self.text, self.wire)),
            Some(markup) => {
                let boundary = boundary(&self.message_id);
                out.push_str(&format!("Content-Type: multipart/alternative; boundary=\"{boundary}\"\r\n\r\n"));
                for (kind, body) in [("text/plain", self.text.as_str()), ("text/html", markup.as_str())] {
                    out.push_str(&format!("--{boundary}\r\n{}\r\n", part(kind, body, self.wire)));
                }
                out.push_str(&format!("--{boundary}--\r\n"));
            }
        }
        out
    }

    /// All headers up to, not including, Content-Type.
    pub(crate) fn head(&self) -> String {
        let mut lines: Vec<(String, String)> = self.trace.clone();
        let mut add = |name: &str, value: String| lines.push((name.to_owned(), value));
        add("Date", rfc2822(self.date, self.zone));
        add("From", self.from.header());
        add("To", header_list(&self.to));
        if !self.cc.is_empty() {
            add("Cc", header_list(&self.cc));
        }
        add("Subject", encoded_word(&self.subject));
        add("Message-ID", self.message_id.clone());
        if let Some(parent) = &self.in_reply_to {
            add("In-Reply-To", parent.clone());
        }
        if !self.references.is_empty() {
            add("References", self.references.join("\r\n "));
        }
        lines.extend(self.headers.iter().cloned());
        lines.push(("MIME-Version".into(), "1.0".into()));
        lines.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect()
    }

    /// The HTML body, made from the text if there is none.
    pub(crate) fn shown_html(&self) -> String {
        self.html.clone().unwrap_or_else(|| html::from_text(&self.text))
    }
}

/// A boundary that follows from the message's id.
pub(crate) fn boundary(message_id: &str) -> String {
    format!("=_{}", message_id.chars().filter(char::is_ascii_alphanumeric).take(40).collect::<String>())
}

/// Content headers and body of one text part.
pub(crate) fn part(kind: &str, body: &str, wire: Wire) -> String {
    let (charset, encoding, text) = match (wire, latin1(body)) {
        (Wire::Latin1Quoted, Some(bytes)) => ("iso-8859-1", "quoted-printable", quoted_printable(&bytes)),
        (Wire::Utf8Base64, _) => ("utf-8", "base64", base64_lines(body.as_bytes())),
        _ => ("utf-8", "quoted-printable", quoted_printable(body.as_bytes())),
    };
    format!("Content-Type: {kind}; charset={charset}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n{text}\r\n")
}

/// A date as a header wants it.
pub(crate) fn rfc2822(at: i64, zone: Tz) -> String {
    local(at, zone).to_rfc2822()
}

/// The wall clock of a zone; 1970 for a time that cannot be.
pub(crate) fn local(at: i64, zone: Tz) -> DateTime<Tz> {
    DateTime::from_timestamp_millis(at).unwrap_or_default().with_timezone(&zone)
}
