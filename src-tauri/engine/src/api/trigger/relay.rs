//! The test of a relay.

use gateways::{RelayDoor, RelayTrouble};

use crate::api::wire::{RelayTest, RelayTestTrouble, RelayTested};
use crate::api::{Reply, mutation};
use crate::engagement::find_key;
use crate::{Engine, EngineError};

/// Asks whether the relay answers and knows our key, with settings that are not saved yet. Takes nothing from it.
pub async fn relay_test(engine: &Engine, request: RelayTest) -> Reply<RelayTested> {
    let mut brand = mutation::brand(&mut *engine.store.read().await?, &request.brand).await?;
    for (key, value) in &request.values {
        brand.settings.set(key, value).map_err(|error| EngineError::BadRequest(error.to_string()))?;
    }
    Ok(match try_relay(engine, &brand.settings.relay_url).await {
        Ok(waiting) => RelayTested { waiting: Some(waiting), trouble: None },
        Err(RelayTrouble { message, fix }) => {
            RelayTested { waiting: None, trouble: Some(RelayTestTrouble { message, fix }) }
        }
    })
}

/// How much waits at a relay, up to what one answer holds. Nothing is acknowledged: the question names no file.
pub(super) async fn try_relay(engine: &Engine, address: &str) -> Result<u32, RelayTrouble> {
    let door = RelayDoor::new(address, &find_key(engine).await?)?;
    let batch = door.events("", 0, u32::MAX).await?;
    Ok(u32::try_from(batch.events.len()).unwrap_or(u32::MAX))
}
