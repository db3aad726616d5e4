//! Marks of the mails whose text was handed to the network, in a file outside of the database.
//!
//! A mark is written right before the first byte leaves, without waiting for the disk: it outlives the process, though not a power cut. So
//! after a death on a machine that kept running, a mail that was being sent and has no mark certainly did not go out. In every other case
//! nobody knows.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use domain::email::Email;
use gateways::Handover;

use crate::FailPoints;

/// The marks of this process. Without a file nothing can be handed over.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    file: Arc<Mutex<Option<File>>>,
}

impl Marks {
    /// Begins a new file in the place of the last session's.
    pub(crate) fn begin(&self, path: &Path, holder: &str) -> io::Result<()> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        // Another file, not the same one emptied: whoever still holds the old one must not write into ours.
        let fresh = path.with_extension("handed-new");
        writeln!(File::create(&fresh)?, "{holder} {}", gateways::boot_id().unwrap_or_default())?;
        std::fs::rename(&fresh, path)?;
        let file = File::options().append(true).open(path)?;
        *self.file.lock().unwrap_or_else(PoisonError::into_inner) = Some(file);
        Ok(())
    }

    /// Whether marks can be made.
    pub(crate) fn are_kept(&self) -> bool {
        self.file.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    /// Marks a mail when its text leaves. Begins with the end of a line: a full disk may have cut the mark before it.
    pub(crate) fn handover(&self, mail: &Email, fail_points: FailPoints) -> Handover {
        let (file, line) = (Arc::clone(&self.file), format!("\n{}\n", mark(mail)));
        Handover::new(move || match file.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
            Some(file) => {
                file.write_all(line.as_bytes())?;
                fail_points.pass_at_once("send.handed");
                Ok(())
            }
            None => Err(io::Error::other("the session has ended")),
        })
    }

    /// From here on nothing of this session can leave.
    pub(crate) fn end(&self) {
        *self.file.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

impl Drop for Marks {
    fn drop(&mut self) {
        self.end();
    }
}

/// What the last session left behind.
#[derive(Debug, Default)]
pub(crate) struct Left {
    holder: String,
    marks: BTreeSet<String>,
}

impl Left {
    /// Reads the file; nothing is certain when it is missing or from before the machine started.
    pub(crate) fn read(path: &Path) -> Self {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        let mut lines = text.lines();
        match lines.next().and_then(|first| first.split_once(' ')) {
            Some((holder, boot)) if gateways::boot_id().is_some_and(|now| now == boot) => {
                Self { holder: holder.to_owned(), marks: lines.map(str::to_owned).collect() }
            }
            _ => Self::default(),
        }
    }

    /// Whether a mail that this holder was sending certainly never left.
    pub(crate) fn kept_back(&self, mail: &Email, holder: Option<&str>) -> bool {
        holder.is_some_and(|holder| holder == self.holder) && !self.marks.contains(&mark(mail))
    }
}

/// One attempt of one mail.
fn mark(mail: &Email) -> String {
    format!("{} {}", mail.token, mail.attempts)
}
