//! Header fields of mails, of parts, and of delivery and complaint reports, which are written alike. Bounded: a hostile header costs
//! time in proportion to its length and no more. What the fields mean is left to the callers.

use mail_parser::{HeaderValue, parsers::MessageStream};

use super::parse::MailAddress;
use crate::Timestamp;

/// How much of a header block is read, in bytes.
const MAX_BLOCK: usize = 1024 * 1024;
/// How many fields of a block are kept.
const MAX_FIELDS: usize = 2_000;
/// How long one field may grow, in bytes.
const MAX_VALUE: usize = 16 * 1024;
/// How many addresses of one field are kept.
const MAX_ADDRESSES: usize = 200;
/// How many message ids of one field are kept; clients that shorten keep the last ones, and so do we.
const MAX_IDS: usize = 100;

/// Fields in the order they were written, names in lower case, values unfolded and otherwise as they came.
#[derive(Debug, Default)]
pub(super) struct Fields(Vec<(String, Vec<u8>)>);

/// A `Content-Type` field.
#[derive(Debug)]
pub(super) struct ContentType {
    /// `text/plain` and so on, in lower case.
    pub(super) media: String,
    /// Parameters, names in lower case.
    parameters: Vec<(String, String)>,
}

impl ContentType {
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

impl Fields {
    /// Reads a block of fields. Lines that are none are passed over.
    pub(super) fn read(block: &[u8]) -> Self {
        let mut fields: Vec<(String, Vec<u8>)> = Vec::new();
        let block = block.get(..MAX_BLOCK).unwrap_or(block);
        for line in block.split(|b| *b == b'\n') {
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            if line.first().is_some_and(|b| matches!(b, b' ' | b'\t')) {
                if let Some((_, value)) = fields.last_mut().filter(|(_, value)| value.len() + line.len() <= MAX_VALUE) {
                    value.push(b' ');
                    value.extend_from_slice(line.trim_ascii());
                }
            } else if let Some((name, value)) = field(line) {
                if fields.len() == MAX_FIELDS {
                    break;
                }
                fields.push((name, value.get(..MAX_VALUE).unwrap_or(value).to_vec()));
            }
        }
        Self(fields)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.raw(name).is_some()
    }

    /// The topmost field of that name, undecoded, trimmed.
    pub(super) fn plain(&self, name: &str) -> Option<String> {
        self.raw(name).map(|value| String::from_utf8_lossy(value).trim().to_owned())
    }

    /// The same, without comments and in lower case: for fields that hold a keyword.
    pub(super) fn keyword(&self, name: &str) -> Option<String> {
        self.plain(name).map(|value| value.split(['(', ';']).next().unwrap_or_default().trim().to_lowercase())
    }

    /// A field for people, encoded words decoded.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        match self.structured(name, |stream| stream.parse_unstructured())? {
            HeaderValue::Text(text) => Some(displayable(&text)),
            _ => None,
        }
    }

    /// The addresses of a field. Groups are flattened.
    pub(super) fn addresses(&self, name: &str) -> Vec<MailAddress> {
        match self.structured(name, |stream| stream.parse_address()) {
            Some(HeaderValue::Address(list)) => list
                .iter()
                .filter_map(|one| MailAddress::read(one.address()?, one.name().unwrap_or_default()))
                .take(MAX_ADDRESSES)
                .collect(),
            _ => Vec::new(),
        }
    }

    /// The `<…@…>` ids of a field, without the brackets, in the order they were written.
    pub(super) fn ids(&self, name: &str) -> Vec<String> {
        let ids = message_ids(&self.plain(name).unwrap_or_default());
        let surplus = ids.len().saturating_sub(MAX_IDS);
        ids.into_iter().skip(surplus).collect()
    }

    /// The date, unless it is broken or outside the years in which mail is sent.
    pub(super) fn date(&self) -> Option<Timestamp> {
        match self.structured("date", |stream| stream.parse_date())? {
            HeaderValue::DateTime(date) if date.is_valid() && (1980..2200).contains(&date.year) => {
                Some(Timestamp::from_millis(date.to_timestamp().saturating_mul(1_000)))
            }
            _ => None,
        }
    }

    pub(super) fn content_type(&self) -> Option<ContentType> {
        match self.structured("content-type", |stream| stream.parse_content_type())? {
            HeaderValue::ContentType(kind) => Some(ContentType {
                media: format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or_default()).to_lowercase(),
                parameters: kind
                    .attributes()
                    .unwrap_or_default()
                    .iter()
                    .map(|parameter| (parameter.name.to_lowercase(), parameter.value.trim().to_owned()))
                    .collect(),
            }),
            _ => None,
        }
    }

    fn raw(&self, name: &str) -> Option<&[u8]> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_slice())
    }

    /// Lets the mail parser read one value; it wants the line end it would have met in a mail.
    fn structured(
        &self,
        name: &str,
        read: impl for<'x> FnOnce(&mut MessageStream<'x>) -> HeaderValue<'x>,
    ) -> Option<HeaderValue<'static>> {
        let mut line = self.raw(name)?.to_vec();
        line.push(b'\n');
        Some(read(&mut MessageStream::new(&line)).into_owned())
    }
}

fn field(line: &[u8]) -> Option<(String, &[u8])> {
    let colon = line.iter().position(|b| *b == b':')?;
    let (name, value) = (line.get(..colon)?.trim_ascii_end(), line.get(colon + 1..)?);
    let proper = !name.is_empty() && name.len() <= 80 && name.iter().all(u8::is_ascii_graphic);
    proper.then(|| (String::from_utf8_lossy(name).to_lowercase(), value.trim_ascii()))
}

/// Every `<…@…>` in a text, without brackets and without the white space that folding left inside.
pub(super) fn message_ids(text: &str) -> Vec<String> {
    text.split('<')
        .skip(1)
        .filter_map(|piece| piece.split_once('>'))
        .map(|(id, _)| id.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect::<String>())
        .filter(|id| id.contains('@') && id.len() <= 998)
        .collect()
}

/// Text that cannot move a reader's eye: control characters become spaces, characters that turn the reading direction become the
/// replacement character, so that they are seen.
pub(super) fn displayable(text: &str) -> String {
    let marked: String = text
        .chars()
        .map(|c| match c {
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' => '\u{fffd}',
            c if c.is_control() => ' ',
            c => c,
        })
        .take(1_000)
        .collect();
    marked.split_whitespace().collect::<Vec<_>>().join(" ")
}
