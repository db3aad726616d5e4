//! What kind of list a file is: a workbook, or text in some encoding with some delimiter. Reads the whole file once to be sure of the
//! encoding, so that a late byte is no surprise; keeps only a sample.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use csv::StringRecord;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::error::ImportError;
use super::options::{Delimiter, ImportOptions};
use super::{headers, read};

/// How to read a file.
#[derive(Debug, Clone)]
pub(super) enum Format {
    Text { encoding: &'static Encoding, delimiter: Delimiter },
    Workbook { sheet: String },
}

/// A file, how to read it, and its first records.
#[derive(Debug, Clone)]
pub(super) struct Source {
    pub(super) path: PathBuf,
    pub(super) format: Format,
    /// Length in bytes.
    pub(super) bytes: u64,
    /// The first records, the header among them.
    pub(super) head: Vec<StringRecord>,
}

/// Records looked at to find header and delimiter.
const HEAD: usize = 60;
/// Bytes looked at to tell encodings apart.
const SAMPLE: usize = 64 << 10;

/// Finds out how to read a file; what the person chose is not questioned.
pub(super) fn look(path: &Path, options: &ImportOptions) -> Result<Source, ImportError> {
    let survey = Survey::of(path)?;
    let mut source = Source {
        path: path.to_owned(),
        format: Format::Workbook { sheet: String::new() },
        bytes: survey.bytes,
        head: Vec::new(),
    };
    if survey.bytes == 0 {
        return Err(ImportError::Empty);
    }
    if survey.head.starts_with(b"PK\x03\x04") {
        (source.format, source.head) = read::first_sheet(path, HEAD)?;
        return Ok(source);
    }
    let encoding = match &options.encoding {
        Some(name) => {
            Encoding::for_label(name.trim().as_bytes()).ok_or_else(|| ImportError::UnknownEncoding(name.clone()))?
        }
        None => survey.encoding()?,
    };
    let candidates = match options.delimiter.or_else(|| declared(&survey.head)) {
        Some(delimiter) => vec![delimiter],
        None => Delimiter::ALL.to_vec(),
    };
    let mut best: Option<(Fitness, Format, Vec<StringRecord>)> = None;
    for delimiter in candidates {
        source.format = Format::Text { encoding, delimiter };
        let head = read::head(&source, HEAD)?;
        let fit = fitness(&head, options);
        if best.as_ref().is_none_or(|(most, ..)| fit > *most) {
            best = Some((fit, source.format.clone(), head));
        }
    }
    let (_, format, head) = best.ok_or(ImportError::Empty)?;
    if head.is_empty() {
        return Err(ImportError::Empty);
    }
    Ok(Source { format, head, ..source })
}

/// Excel's first line `sep=;`.
fn declared(head: &[u8]) -> Option<Delimiter> {
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).strip_prefix(b"sep=")?;
    let [character, b'\r' | b'\n', ..] = text else { return None };
    Delimiter::ALL.iter().copied().find(|known| known.byte() == *character)
}

/// Compared from left to right.
type Fitness = (bool, bool, usize, usize);

/// How well records look when cut with a delimiter: a column of addresses or of sites counts most, then more columns than one, then rows of one width.
fn fitness(head: &[StringRecord], options: &ImportOptions) -> Fitness {
    let header = headers::find(head, &options.map).or_else(|| headers::find_sites(head, &options.map));
    let rows = head.get(header.unwrap_or(0)..).unwrap_or_default();
    let width = rows.first().map_or(0, StringRecord::len);
    let even = rows.iter().filter(|row| row.len() == width).count();
    (header.is_some(), width > 1, even, width)
}

/// What one look through the bytes tells.
struct Survey {
    bytes: u64,
    head: Vec<u8>,
    /// From the first byte that is not ASCII.
    foreign: Vec<u8>,
    utf8: bool,
}

impl Survey {
    fn of(path: &Path) -> Result<Self, ImportError> {
        let failed = |source| ImportError::Read { path: path.to_owned(), source };
        let mut file = File::open(path).map_err(failed)?;
        let mut survey = Self { bytes: 0, head: Vec::new(), foreign: Vec::new(), utf8: true };
        // The tail of a character that the last piece cut off stays at the front.
        let (mut piece, mut kept) = (vec![0; SAMPLE], 0);
        loop {
            let read = file.read(piece.get_mut(kept..).unwrap_or_default()).map_err(failed)?;
            let whole = piece.get(..kept + read).unwrap_or_default();
            survey.bytes += read as u64;
            survey.sample(whole, kept);
            let valid = match std::str::from_utf8(whole) {
                Ok(text) => text.len(),
                Err(error) => {
                    survey.utf8 &= error.error_len().is_none() && read > 0;
                    if survey.utf8 { error.valid_up_to() } else { whole.len() }
                }
            };
            let end = whole.len();
            if read == 0 {
                return Ok(survey);
            }
            piece.copy_within(valid..end, 0);
            kept = end - valid;
        }
    }

    fn sample(&mut self, piece: &[u8], seen: usize) {
        let new = piece.get(seen..).unwrap_or_default();
        let room = |sample: &Vec<u8>| SAMPLE.saturating_sub(sample.len()).min(new.len());
        if self.head.len() < SAMPLE {
            self.head.extend_from_slice(new.get(..room(&self.head)).unwrap_or_default());
        }
        if !self.foreign.is_empty() {
            self.foreign.extend_from_slice(new.get(..room(&self.foreign)).unwrap_or_default());
        } else if let Some(at) = new.iter().position(|byte| !byte.is_ascii()) {
            self.foreign.extend_from_slice(new.get(at..).unwrap_or_default());
        }
    }

    fn encoding(&self) -> Result<&'static Encoding, ImportError> {
        if let Some((encoding, _)) = Encoding::for_bom(&self.head) {
            return Ok(encoding);
        }
        if let Some(encoding) = self.wide() {
            return Ok(encoding);
        }
        if let Some(what) = not_text(&self.head) {
            return Err(ImportError::NotAList(what));
        }
        if self.utf8 {
            return Ok(UTF_8);
        }
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(&self.head, false);
        detector.feed(&self.foreign, true);
        Ok(detector.guess(None, Utf8Detection::Deny))
    }

    /// UTF-16 without a mark: every other byte of mostly Western text is zero.
    fn wide(&self) -> Option<&'static Encoding> {
        let zeros = |first: usize| self.head.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count();
        let (even, odd, half) = (zeros(0), zeros(1), self.head.len() / 2);
        match () {
            () if half > 1 && odd * 10 > half * 4 && even * 20 < half => Some(UTF_16LE),
            () if half > 1 && even * 10 > half * 4 && odd * 20 < half => Some(UTF_16BE),
            () => None,
        }
    }
}

/// Names what the bytes are if they are no text.
fn not_text(head: &[u8]) -> Option<&'static str> {
    let known: [(&[u8], &str); 5] = [
        (b"\xd0\xcf\x11\xe0", "an old Excel workbook (.xls)"),
        (b"%PDF-", "a PDF"),
        (b"\x1f\x8b", "compressed"),
        (b"\x89PNG", "a picture"),
        (b"SQLite format 3\0", "a database"),
    ];
    if let Some((_, what)) = known.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Some(what);
    }
    let controls = head.iter().filter(|byte| matches!(byte, 0..=8 | 0x0e..=0x1f | 0x7f)).count();
    (controls > 8 && controls * 20 > head.len()).then_some("not text")
}
