//! A file as UTF-8, a piece at a time: decodes, refuses what is malformed, and bounds how long one row may be.

use std::cell::Cell;
use std::io::{self, Read};

use encoding_rs::{Decoder, DecoderResult, Encoding};

/// Most text that may come before a row ends. A quote left open would otherwise swallow the file into memory.
const LONGEST_ROW: usize = 4 << 20;

/// Why decoding stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    Malformed { line: u32 },
    EndlessRow,
}

/// Reads bytes of any encoding, gives UTF-8.
pub(super) struct Decoding<R> {
    from: R,
    decoder: Decoder,
    raw: Vec<u8>,
    /// What of `raw` is not decoded yet.
    rest: std::ops::Range<usize>,
    ended: bool,
    /// The decoder has given its last; it must not be asked again.
    finished: bool,
    quotes: u64,
    breaks: u32,
    taken: u64,
    since_row: Cell<usize>,
    stop: Option<Stop>,
}

impl<R: Read> Decoding<R> {
    pub(super) fn new(from: R, encoding: &'static Encoding) -> Self {
        Self {
            from,
            decoder: encoding.new_decoder_with_bom_removal(),
            raw: vec![0; 32 << 10],
            rest: 0..0,
            ended: false,
            finished: false,
            quotes: 0,
            breaks: 0,
            taken: 0,
            since_row: Cell::new(0),
            stop: None,
        }
    }

    /// Tells that a row ended, so that the next may be as long.
    pub(super) fn row_ended(&self) {
        self.since_row.set(0);
    }

    /// Bytes of the file taken so far.
    pub(super) fn taken(&self) -> u64 {
        self.taken
    }

    /// Why it stopped, after an error of kind `InvalidData`.
    pub(super) fn stopped(&self) -> Option<Stop> {
        self.stop
    }

    /// The quote characters so far do not pair up.
    pub(super) fn quote_left_open(&self) -> bool {
        self.quotes % 2 == 1
    }

    fn refill(&mut self) -> io::Result<()> {
        let read = self.from.read(&mut self.raw)?;
        self.rest = 0..read;
        self.taken += read as u64;
        self.ended = read == 0;
        Ok(())
    }

    fn note(&mut self, text: &[u8]) {
        let count = |wanted: u8| text.iter().filter(|byte| **byte == wanted).count();
        self.quotes += count(b'"') as u64;
        self.breaks = self.breaks.saturating_add(u32::try_from(count(b'\n')).unwrap_or(u32::MAX));
        self.since_row.set(self.since_row.get() + text.len());
    }

    fn refuse(&mut self, stop: Stop) -> io::Error {
        self.stop = Some(stop);
        io::Error::from(io::ErrorKind::InvalidData)
    }
}

impl<R: Read> Read for Decoding<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while !self.finished {
            if self.rest.is_empty() && !self.ended {
                self.refill()?;
            }
            let bytes = self.raw.get(self.rest.clone()).unwrap_or_default();
            let (result, read, written) = self.decoder.decode_to_utf8_without_replacement(bytes, out, self.ended);
            self.rest.start += read;
            self.note(out.get(..written).unwrap_or_default());
            if matches!(result, DecoderResult::Malformed(..)) {
                return Err(self.refuse(Stop::Malformed { line: self.breaks.saturating_add(1) }));
            }
            if self.since_row.get() > LONGEST_ROW {
                return Err(self.refuse(Stop::EndlessRow));
            }
            self.finished = self.ended && result == DecoderResult::InputEmpty;
            if written > 0 {
                return Ok(written);
            }
        }
        Ok(0)
    }
}
