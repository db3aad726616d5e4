//! From the bytes of a page to its text, as a browser would read them.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How far into a page its own word about its encoding is looked for: a browser looks into the first 1024 bytes, some pages open late.
const PRESCAN: usize = 4_096;

/// Reads the bytes of a page: by its byte order mark, what the header says, what the page itself says, else as UTF-8 if it is that, else as
/// Windows-1252. Where header and page disagree the header is believed, unless only the page's word fits the bytes.
pub fn decode(content_type: &str, body: &[u8]) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(body) {
        let rest = body.get(mark..).unwrap_or_default();
        return encoding.decode_without_bom_handling(rest).0.into_owned();
    }
    let said = [charset(content_type.as_bytes()), in_page(body)];
    let mut first = None;
    for encoding in said.into_iter().flatten() {
        let (text, broken) = encoding.decode_without_bom_handling(body);
        if !broken {
            return text.into_owned();
        }
        first.get_or_insert(text);
    }
    match first {
        Some(text) => text.into_owned(),
        None => std::str::from_utf8(body)
            .map(str::to_owned)
            .unwrap_or_else(|_| WINDOWS_1252.decode_without_bom_handling(body).0.into_owned()),
    }
}

/// What the page says of itself, in a `meta` tag. It was readable up to there, so it cannot mean UTF-16.
fn in_page(body: &[u8]) -> Option<&'static Encoding> {
    let start = body.get(..PRESCAN).unwrap_or(body);
    let start = String::from_utf8_lossy(start).to_ascii_lowercase();
    let tags = start.match_indices("<meta").filter_map(|(at, _)| start.get(at..)?.split('>').next());
    let encoding = tags.filter_map(|tag| charset(tag.as_bytes())).next()?;
    Some(if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding })
}

/// The encoding named after `charset=`.
fn charset(text: &[u8]) -> Option<&'static Encoding> {
    let text = String::from_utf8_lossy(text).to_ascii_lowercase();
    let (_, after) = text.split_once("charset")?;
    let value = after.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let label = value.split(|c: char| c.is_whitespace() || matches!(c, ';' | '"' | '\'' | ',' | '/')).next()?;
    Encoding::for_label(label.as_bytes())
}
