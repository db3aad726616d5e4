//! The app's way to its relay: asks what came since, which acknowledges what came before.

use std::time::Duration;

use domain::engagement::{Batch, Key};
use url::Url;

use crate::http::{self, Reuse, Unanswered, Wire};
use crate::redact::excerpt;

const PATIENCE: Duration = Duration::from_secs(20);
/// Bytes of the longest answer: five hundred events with their addresses.
const LONGEST: usize = 2_000_000;

/// The relay did not give what was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelayTrouble {
    /// What happened, as a sentence.
    pub message: String,
    /// What to do about it.
    pub fix: String,
}

/// A relay and what opens it.
pub struct RelayDoor {
    address: Url,
    client: reqwest::Client,
    pass: String,
}

impl RelayDoor {
    /// The relay at an address, as the brand's settings give it. Uses no network.
    ///
    /// # Errors
    /// The address is none, or this machine cannot speak to others safely.
    pub fn new(address: &str, key: &Key) -> Result<Self, RelayTrouble> {
        let trouble =
            |message: String| RelayTrouble { message, fix: "Check relay.url in the brand's settings.".to_owned() };
        let address = Url::parse(address).map_err(|_| trouble(format!("“{address}” is no address of a relay.")))?;
        let client = http::client(&address, PATIENCE, Reuse::Connections)
            .map_err(|error| trouble(format!("The relay cannot be spoken to: {}.", excerpt(&error.to_string()))))?;
        Ok(Self { address, client, pass: key.pass() })
    }

    /// The oldest events after number `seq` of the relay's file of that name, at most `most`. The relay forgets those up to it: ask only once they
    /// are kept here.
    ///
    /// # Errors
    /// The relay did not answer, or not as a relay of ours.
    pub async fn events(&self, relay: &str, seq: u64, most: u32) -> Result<Batch, RelayTrouble> {
        let request = self
            .client
            .get(http::extend(&self.address, &["events"]))
            .query(&[("relay", relay), ("after", &seq.to_string()), ("most", &most.to_string())])
            .bearer_auth(&self.pass);
        match http::perform(request, LONGEST).await {
            Ok(wire) => read(&wire),
            Err(Unanswered::NeverSent(detail) | Unanswered::Lost { detail, .. }) => Err(RelayTrouble {
                message: format!("The relay did not answer: {detail}."),
                fix: "Check that it runs and that relay.url is its address; opt-outs wait there meanwhile.".to_owned(),
            }),
        }
    }
}

fn read(wire: &Wire) -> Result<Batch, RelayTrouble> {
    let trouble = |message: String, fix: &str| Err(RelayTrouble { message, fix: fix.to_owned() });
    match wire.status {
        200 => serde_json::from_slice(&wire.body).or_else(|_| {
            trouble("What answered is no relay of ours.".to_owned(), "Check relay.url in the brand's settings.")
        }),
        401 => trouble(
            "The relay does not know our key.".to_owned(),
            "Give the same key to the relay (RELAY_KEY) and to this program.",
        ),
        429 => trouble("The relay asks for patience.".to_owned(), "Nothing to do; the next run asks again."),
        status => trouble(
            format!("The relay answered with HTTP {status}."),
            "Check that relay.url is the relay's address, with its path; the relay's log says more.",
        ),
    }
}
