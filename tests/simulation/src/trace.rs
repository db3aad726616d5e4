//! What happened, line by line, as a hash that two plays of the same seed must share.

use domain::Timestamp;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

/// The lines so far.
pub(crate) struct Trace {
    hash: Sha256,
    tell: bool,
    /// Address of the world: its port is another one each time, and left out.
    world: String,
}

impl Trace {
    pub(crate) fn new(tell: bool, world: String) -> Self {
        Self { hash: Sha256::new(), tell, world }
    }

    /// A line that a person may read.
    pub(crate) fn line(&mut self, now: Timestamp, text: &str) {
        self.hash.update(now.millis().to_le_bytes());
        self.hash.update(text.as_bytes());
        if self.tell {
            println!("{} {text}", now.utc().format("%Y-%m-%d %H:%M:%S"));
        }
    }

    /// Something whole, for comparing.
    pub(crate) fn whole(&mut self, what: &impl Serialize) -> anyhow::Result<()> {
        let text = serde_json::to_string(what)?.replace(&self.world, "WORLD");
        self.hash.update(&text);
        if self.tell {
            println!("{text}");
        }
        Ok(())
    }

    pub(crate) fn digest(&self) -> String {
        domain::email::hex(&self.hash.clone().finalize())
    }
}
