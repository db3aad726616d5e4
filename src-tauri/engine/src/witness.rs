//! The witness: a number outside of the database that says how many intents to send were ever committed to it.
//!
//! The database counts the same (its *tide*), in the transaction of each intent. A database whose tide is behind its witness is older than
//! what was sent from it: somebody put an old copy in its place, or its write-ahead log was lost. A process that dies between the two
//! leaves the witness behind, which proves nothing and harms nobody.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use directories::BaseDirs;

/// Where witnesses live: the system's folder for state, so that a copied data folder does not bring its witness along.
/// `AUTOPILOT_STATE_DIR` names another.
pub fn folder(data_dir: &Path) -> PathBuf {
    if let Some(given) = std::env::var_os("AUTOPILOT_STATE_DIR") {
        return given.into();
    }
    let base = BaseDirs::new();
    let state = base.as_ref().map(|dirs| dirs.state_dir().unwrap_or_else(|| dirs.data_local_dir()));
    state.map_or_else(|| data_dir.to_owned(), |dir| dir.join("crm-autopilot-witness"))
}

/// The witness of one database.
#[derive(Debug)]
pub(crate) struct Witness {
    file: PathBuf,
}

impl Witness {
    pub(crate) fn of(folder: &Path, database: &str) -> Self {
        Self { file: folder.join(format!("{database}.tide")) }
    }

    /// Where it lives.
    pub(crate) fn folder(&self) -> Option<&Path> {
        self.file.parent()
    }

    /// The file of marks beside it; see [`crate::handed`].
    pub(crate) fn handed(&self) -> PathBuf {
        self.file.with_extension("handed")
    }

    /// What it says; 0 if it never said anything.
    pub(crate) fn read(&self) -> u64 {
        std::fs::read_to_string(&self.file).ok().and_then(|text| text.trim().parse().ok()).unwrap_or(0)
    }

    /// Makes it say so, durably: after a power cut it says this or what it said before.
    pub(crate) fn write(&self, tide: u64) -> std::io::Result<()> {
        if let Some(folder) = self.folder() {
            std::fs::create_dir_all(folder)?;
        }
        let fresh = self.file.with_extension("new");
        let mut file = File::create(&fresh)?;
        writeln!(file, "{tide}")?;
        file.sync_all()?;
        std::fs::rename(&fresh, &self.file)
    }
}
