//! Lets a mailbox rest when too much comes back to it. Only a person lets it go on, and what came before does not stop it again.

use domain::activity::{ActivityKind, Author};
use domain::brand::{Brand, Pause};
use store::StoreError;

use crate::EngineError;
use crate::act::{About, Act};

/// Looks at what came back, in the transaction that keeps the latest of it.
pub(crate) async fn look(act: &mut Act<'_>, brand: &Brand) -> Result<(), EngineError> {
    let brand = store::brands::find(&mut act.tx, brand.id).await?.ok_or(StoreError::Missing { what: "brand" })?;
    let health = store::health::of(&mut act.tx, brand.id, act.now).await?;
    let Some(rest) = health.rest().filter(|_| brand.paused.is_none()) else { return Ok(()) };
    let pause = Pause { reason: rest.reason.clone(), fix: Some(rest.fix.to_owned()), since: act.now, by_person: false };
    store::brands::set_pause(&mut act.tx, brand.id, Some(&pause)).await?;
    let about = About { brand: Some(&brand), ..About::default() };
    act.note(Author::Autopilot, ActivityKind::Paused, about, format!("Paused {}: {}", brand.name, rest.reason));
    act.notice("trouble", about, format!("{} rests", brand.name), format!("{}. {}", rest.reason, rest.fix)).await?;
    Ok(())
}
