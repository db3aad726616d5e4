//! What crosses the border without being asked for: what a window tells its page.

use domain::notice::Bubble;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Event, FileDrop};

/// One thing a window tells its page.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(tag = "about", content = "said", rename_all = "snake_case")]
#[ts(export)]
pub enum Signal {
    /// The engine says something as it works.
    Engine(Event),
    /// Files are dragged over the window, or dropped on it.
    Files(FileDrop),
    /// A notification was clicked.
    Clicked(Bubble),
}

wire! {
    /// What was told since the page asked last, oldest first; `count` is how many there have been in all, by which it asks next.
    Signals { count: u64, signals: Vec<Signal> }
}
