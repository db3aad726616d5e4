//! What the program says of itself: to the terminal, and to files that may be passed on. A file's lines are redacted before they are written; a file is
//! begun each day and the oldest goes.

use std::io::{self, IsTerminal as _, Write};
use std::path::{Path, PathBuf};

use tracing_appender::non_blocking::{NonBlocking, NonBlockingBuilder, WorkerGuard};
use tracing_appender::rolling::{InitError, RollingFileAppender, Rotation};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer as _};

use crate::redact::redact;

/// Days that are kept.
const DAYS: usize = 7;
/// How the files are called: `autopilot.2026-11-29.log`.
const NAME: &str = "autopilot";
const ENDING: &str = "log";
/// What of the oldest lines is left out of an excerpt.
const EXCERPT: usize = 200_000;
/// Lines that wait for the disk; room for them is made at the start, and more than that is never said at once.
const LINES: usize = 4_096;

/// The folder of a data folder's logs.
pub fn folder(data_dir: &Path) -> PathBuf {
    data_dir.join("logs")
}

/// Keeps the files being written; what was said last is on disk once it is dropped.
#[derive(Debug)]
pub struct Guard {
    _worker: Option<WorkerGuard>,
}

/// Begins to write what is said from `level` upwards to the terminal, and from `info` upwards into files, where a folder for them is named.
/// `RUST_LOG` changes both. Without files, if they cannot be made: that is said, and no reason to stop.
pub fn begin(level: &str, files: Option<&Path>) -> Guard {
    let filter = |level: &str| {
        let asked = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(level));
        // This library traces what it writes to the mail server, the password among it.
        match "async_imap=off".parse() {
            Ok(never) => asked.add_directive(never),
            Err(_) => asked,
        }
    };
    let terminal = tracing_subscriber::fmt::layer()
        .with_ansi(io::stderr().is_terminal())
        .with_writer(io::stderr)
        .with_filter(filter(level));
    let (writer, worker) = match files.map(appender).transpose() {
        Ok(Some(appender)) => {
            let (writer, worker) = NonBlockingBuilder::default().buffered_lines_limit(LINES).finish(appender);
            (Some(writer), Some(worker))
        }
        Ok(None) => (None, None),
        Err(error) => {
            let _ = writeln!(io::stderr(), "There is no log file: {error}");
            (None, None)
        }
    };
    let files = writer.map(|writer| {
        let layer = tracing_subscriber::fmt::layer().with_ansi(false).with_writer(Redacted(writer));
        layer.with_filter(filter("info,zbus=warn"))
    });
    tracing_subscriber::registry().with(terminal).with(files).init();
    Guard { _worker: worker }
}

fn appender(folder: &Path) -> Result<RollingFileAppender, InitError> {
    // Made before the appender looks for old files in it; if it cannot be, the appender says so.
    let _ = std::fs::create_dir_all(folder);
    RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix(NAME)
        .filename_suffix(ENDING)
        .max_log_files(DAYS)
        .build(folder)
}

/// The newest lines of the files, oldest first.
pub fn newest(data_dir: &Path, lines: usize) -> String {
    let files = std::fs::read_dir(folder(data_dir)).into_iter().flatten().flatten().map(|file| file.path());
    let mut files: Vec<PathBuf> = files.filter(|file| file.extension().is_some_and(|end| end == ENDING)).collect();
    files.sort();
    let mut all: Vec<String> = Vec::new();
    // Yesterday's, too: just after midnight today's has little to say.
    for file in files.iter().rev().take(2).rev() {
        let bytes = std::fs::read(file).unwrap_or_default();
        let end = bytes.get(bytes.len().saturating_sub(EXCERPT)..).unwrap_or_default();
        all.extend(String::from_utf8_lossy(end).lines().map(str::to_owned));
    }
    let left_out = all.len().saturating_sub(lines);
    all.split_off(left_out).join("\n")
}

/// Redacts each line on its way.
#[derive(Clone)]
struct Redacted(NonBlocking);

impl<'a> MakeWriter<'a> for Redacted {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl Write for Redacted {
    /// Called once with each whole event.
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        self.0.write_all(redact(&String::from_utf8_lossy(event)).as_bytes())?;
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_neither_secrets_nor_addresses() {
        let folder = tempfile::tempdir().unwrap();
        let (writer, worker) = tracing_appender::non_blocking(appender(&super::folder(folder.path())).unwrap());
        let log = tracing_subscriber::fmt().with_ansi(false).with_writer(Redacted(writer)).finish();
        tracing::subscriber::with_default(log, || {
            tracing::info!(to = "sarah@harbour.example", "Sent with Bearer 1000.abc.def.");
        });
        drop(worker);
        let kept = newest(folder.path(), 10);
        assert!(kept.contains("Sent with Bearer [secret]"), "{kept}");
        assert!(!kept.contains("sarah") && !kept.contains("1000."), "{kept}");
    }
}
