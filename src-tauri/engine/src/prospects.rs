//! Keeps up with contacts: the site of each that is new or changed becomes a prospect.

use domain::Timestamp;
use gateways::Random;
use store::{Connection, StoreError};

use crate::Engine;
use crate::act::Act;

/// Works out what is new, inside a transaction. Costs next to nothing when nothing is.
pub(crate) async fn keep_up(random: &dyn Random, conn: &mut Connection, now: Timestamp) -> Result<(), StoreError> {
    if store::prospects::is_behind(conn).await? {
        let mut chance = [0; 6];
        random.fill(&mut chance);
        store::prospects::catch_up(conn, now, chance).await?;
    }
    Ok(())
}

/// Works out what came in by other ways than an act: a file of an earlier version, mails that were sent.
pub(crate) async fn catch_up(engine: &Engine) -> Result<(), StoreError> {
    if store::prospects::is_behind(&mut *engine.store.read().await?).await? {
        Act::begin(engine).await?.commit().await?;
    }
    Ok(())
}
