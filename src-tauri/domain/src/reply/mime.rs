//! The MIME structure of a mail, walked with bounds on size, depth and number of parts, without recursion. What the parts say is left
//! to the callers; attached messages are not entered, because their text is not what the sender wrote.

use mail_parser::decoders::{base64::base64_decode, charsets::map::charset_decoder};

use super::fields::{ContentType, Fields};

/// How much of a mail is looked at, in bytes.
const MAX_MAIL: usize = 16 * 1024 * 1024;
/// How deep multiparts are opened.
const MAX_DEPTH: usize = 30;
/// How many parts are looked at.
const MAX_PARTS: usize = 300;
/// How much of one text part is decoded, in bytes.
const MAX_TEXT: usize = 1024 * 1024;

/// A part that is no multipart.
#[derive(Debug)]
pub(super) struct Leaf<'a> {
    pub(super) fields: Fields,
    kind: Option<ContentType>,
    body: &'a [u8],
}

/// The fields of a mail and its parts in the order they were written.
pub(super) fn open(raw: &[u8]) -> (Fields, Vec<Leaf<'_>>) {
    let raw = raw.get(..MAX_MAIL).unwrap_or(raw).trim_ascii_start();
    let mut waiting = vec![(raw, 0)];
    let mut leaves = Vec::new();
    while let Some((slice, depth)) = waiting.pop() {
        let (head, body) = split_head(slice);
        let fields = Fields::read(head);
        let kind = fields.content_type();
        let parts = kind.as_ref().filter(|_| depth < MAX_DEPTH).map_or_else(Vec::new, |kind| inner_parts(kind, body));
        if parts.is_empty() {
            leaves.push(Leaf { fields, kind, body });
        }
        waiting.extend(parts.into_iter().rev().map(|part| (part, depth + 1)));
        if leaves.len() >= MAX_PARTS {
            break;
        }
    }
    (Fields::read(split_head(raw).0), leaves)
}

impl Leaf<'_> {
    /// `text/plain` and so on; parts without a type are plain text.
    pub(super) fn media(&self) -> &str {
        self.kind.as_ref().map_or("text/plain", |kind| kind.media.as_str())
    }

    /// Whether the part is a file beside the text. A file's name does not make one: some clients name the text itself.
    pub(super) fn is_attachment(&self) -> bool {
        self.fields.keyword("content-disposition").is_some_and(|word| word == "attachment")
    }

    /// The content with the transfer encoding undone.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let body = self.body.get(..MAX_TEXT).unwrap_or(self.body);
        match self.fields.keyword("content-transfer-encoding").as_deref() {
            Some("base64") => {
                let letters: Vec<u8> = body
                    .iter()
                    .copied()
                    .filter(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'='))
                    .collect();
                base64_decode(&letters).unwrap_or_else(|| body.to_vec())
            }
            Some("quoted-printable") => quoted_printable(body),
            _ => body.to_vec(),
        }
    }

    /// The content as text, whatever the character set claims to be.
    pub(super) fn text(&self) -> String {
        decode(&self.bytes(), self.kind.as_ref().and_then(|kind| kind.parameter("charset")))
    }
}

/// Parts a head from what follows the first empty line. Without an empty line all of it is head.
pub(super) fn split_head(raw: &[u8]) -> (&[u8], &[u8]) {
    let mut at = 0;
    for line in raw.split_inclusive(|b| *b == b'\n') {
        let next = at + line.len();
        if matches!(line, b"\n" | b"\r\n") {
            return (raw.get(..at).unwrap_or_default(), raw.get(next..).unwrap_or_default());
        }
        at = next;
    }
    (raw, &[])
}

/// The parts of a multipart; none for anything else and for a multipart whose boundary never comes.
fn inner_parts<'a>(kind: &ContentType, body: &'a [u8]) -> Vec<&'a [u8]> {
    let Some(boundary) = kind.parameter("boundary").filter(|b| kind.media.starts_with("multipart/") && !b.is_empty())
    else {
        return Vec::new();
    };
    let (mut parts, mut start, mut at) = (Vec::new(), None, 0);
    for line in body.split_inclusive(|b| *b == b'\n') {
        if let Some(rest) = line.strip_prefix(b"--").and_then(|rest| rest.strip_prefix(boundary.as_bytes())) {
            let (rest, closes) = rest.strip_prefix(b"--").map_or((rest, false), |rest| (rest, true));
            if rest.trim_ascii().is_empty() {
                parts.extend(start.and_then(|start| body.get(start..at)));
                start = (!closes).then_some(at + line.len());
                if closes || parts.len() >= MAX_PARTS {
                    return parts;
                }
            }
        }
        at += line.len();
    }
    parts.extend(start.and_then(|start| body.get(start..)));
    parts
}

/// Undoes quoted-printable; what is no valid escape stays as it is.
fn quoted_printable(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        if byte != b'=' {
            out.push(byte);
            continue;
        }
        match tail {
            [b'\n', after @ ..] | [b'\r', b'\n', after @ ..] => rest = after,
            [high, low, after @ ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                out.push(hex(*high) << 4 | hex(*low));
                rest = after;
            }
            _ => out.push(byte),
        }
    }
    out
}

fn hex(digit: u8) -> u8 {
    match digit {
        b'0'..=b'9' => digit - b'0',
        b'a'..=b'f' => digit - b'a' + 10,
        b'A'..=b'F' => digit - b'A' + 10,
        _ => 0,
    }
}

/// Decodes text. Claims of ASCII and unknown names are often wrong, so UTF-8 is tried first for those.
fn decode(bytes: &[u8], charset: Option<&str>) -> String {
    let name = charset.unwrap_or_default().trim().to_ascii_lowercase();
    let trusted = !matches!(name.as_str(), "" | "us-ascii" | "ascii" | "utf-8" | "utf8");
    if let Some(decoder) = trusted.then(|| charset_decoder(name.as_bytes())).flatten() {
        return decoder(bytes);
    }
    match (std::str::from_utf8(bytes), charset_decoder(b"windows-1252")) {
        (Err(_), Some(western)) if !name.starts_with("utf") => western(bytes),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}
