//! How the autopilot fares. A mailbox rests when too much comes back to it; only a person lets it go on, and what came before does not stop it again.
//! What runs of a task complain of is told once, when it lasts, and once more when it is over.

use domain::activity::{ActivityKind, Author};
use domain::brand::{Brand, Pause};
use domain::notice::NoticeKind;
use domain::task::TaskName;
use store::StoreError;
use store::problems::Problem;

use crate::EngineError;
use crate::act::{About, Act};

/// Looks at what came back, in the transaction that keeps the latest of it.
pub(crate) async fn look(act: &mut Act<'_>, brand: &Brand) -> Result<(), EngineError> {
    let brand = store::brands::find(&mut act.tx, brand.id).await?.ok_or(StoreError::Missing { what: "brand" })?;
    let health = store::health::of(&mut act.tx, brand.id, act.now).await?;
    let Some(rest) = health.rest().filter(|_| brand.paused.is_none()) else { return Ok(()) };
    let pause = Pause {
        reason: rest.reason.clone(),
        fix: Some(rest.fix.to_owned()),
        since: act.now,
        by_person: false,
        until: None,
    };
    store::brands::set_pause(&mut act.tx, brand.id, Some(&pause)).await?;
    let about = About { brand: Some(&brand), ..About::default() };
    act.note(Author::Autopilot, ActivityKind::Paused, about, format!("Paused {}: {}", brand.name, rest.reason));
    act.notice(NoticeKind::Trouble, about, format!("{} rests", brand.name), format!("{}. {}", rest.reason, rest.fix))
        .await?;
    Ok(())
}

/// Runs in a row after which a person is told: what passes by itself until then is nobody's business.
const LASTS: u32 = 2;

/// Notes what a run complained of, in the transaction that keeps its end.
pub(crate) async fn heed(act: &mut Act<'_>, task: TaskName, troubles: &[String]) -> Result<(), EngineError> {
    let known = store::problems::of_task(&mut act.tx, task).await?;
    for over in known.iter().filter(|one| !troubles.contains(&one.sentence)) {
        store::problems::remove(&mut act.tx, task, &over.sentence).await?;
        if over.told {
            act.notice(NoticeKind::Solved, About::default(), "This works again", over.sentence.clone()).await?;
        }
    }
    for sentence in troubles {
        let before = known.iter().find(|one| one.sentence == *sentence);
        let runs = before.map_or(0, |one| one.runs).saturating_add(1);
        let told = before.is_some_and(|one| one.told);
        if runs >= LASTS && !told {
            act.notice(NoticeKind::Trouble, About::default(), "Something needs a look", sentence.clone()).await?;
        }
        let problem = Problem { sentence: sentence.clone(), runs, told: told || runs >= LASTS };
        store::problems::keep(&mut act.tx, task, &problem, act.now).await?;
    }
    Ok(())
}
