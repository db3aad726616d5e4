//! Who owns the autopilot of a data folder: the process that holds the lock file. Everybody else is a guest and starts no task.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::path::Path;

use crate::report::EngineError;

/// Whether this process runs the tasks. The operating system drops the lock with the process, however it ends.
#[derive(Debug)]
pub enum Ownership {
    /// This process does.
    Owner(File),
    /// Another one does, or nobody was asked to.
    Guest {
        /// Who, as far as known.
        owned_by: Option<String>,
    },
}

impl Ownership {
    /// This process runs the tasks.
    pub fn is_owner(&self) -> bool {
        matches!(self, Self::Owner(_))
    }

    /// Lets go of the lock; another process may take it.
    pub(crate) fn release(&self) {
        if let Self::Owner(file) = self {
            // If this fails, the lock goes with the process.
            let _ = file.unlock();
        }
    }

    /// Who runs them, if another process does.
    pub fn owned_by(&self) -> Option<&str> {
        match self {
            Self::Owner(_) => None,
            Self::Guest { owned_by } => owned_by.as_deref(),
        }
    }
}

/// Takes the lock if asked and free.
pub(crate) fn claim(data_dir: &Path, wanted: bool) -> Result<Ownership, EngineError> {
    let path = data_dir.join("autopilot.lock");
    let failed = |source| EngineError::Lock { path: path.display().to_string(), source };
    let mut file =
        OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path).map_err(failed)?;
    let free = match file.try_lock() {
        Ok(()) => true,
        Err(TryLockError::WouldBlock) => false,
        Err(TryLockError::Error(source)) => return Err(failed(source)),
    };
    if !free {
        // On systems with mandatory locks the note cannot be read; then the owner stays unnamed.
        let mut note = String::new();
        let known = file.read_to_string(&mut note).is_ok() && !note.trim().is_empty();
        return Ok(Ownership::Guest {
            owned_by: Some(if known { note.trim().to_owned() } else { "another process".to_owned() }),
        });
    }
    if !wanted {
        file.unlock().map_err(failed)?;
        return Ok(Ownership::Guest { owned_by: None });
    }
    let name =
        std::env::current_exe().ok().and_then(|exe| exe.file_name().map(|name| name.to_string_lossy().into_owned()));
    file.set_len(0).map_err(failed)?;
    file.rewind().map_err(failed)?;
    write!(file, "{} (process {})", name.unwrap_or_else(|| "crm-autopilot".to_owned()), std::process::id())
        .map_err(failed)?;
    file.flush().map_err(failed)?;
    Ok(Ownership::Owner(file))
}
