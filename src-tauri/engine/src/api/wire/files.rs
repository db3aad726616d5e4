//! What crosses the border about files: a token, a name and a size, never a path.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

wire! {
    /// A file that the person chose to be read.
    ChosenFile { token: String, name: String, size: u64 }

    /// A file that was made for the person and waits to be saved.
    OfferedFile { token: String, name: String, size: u64 }
}

/// What is dragged over the window, and what is dropped on it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[ts(export)]
pub enum FileDrop {
    /// Something that can be a list is over the window.
    Over,
    /// It went away again.
    Away,
    /// It was dropped.
    Dropped {
        /// The file.
        file: ChosenFile,
    },
    /// Something else was dropped, or more than one file.
    Unfit {
        /// What it is called.
        name: String,
    },
}
