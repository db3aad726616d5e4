//! Keeps the machine from falling asleep while a batch of mails is being sent, and not a moment longer.

use std::sync::Arc;
use std::time::Duration;

use domain::task::TaskName;
use engine::api::wire::RunRow;
use engine::{Engine, Event};
use keepawake::KeepAwake;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::timeout;

/// A run that is over sooner has nothing to fear from sleep.
const WORTH_IT: Duration = Duration::from_secs(2);

/// Watches the runs that send, as long as the engine lives.
pub(crate) async fn follow(engine: Arc<Engine>) {
    let mut events = engine.events();
    drop(engine);
    while next(&mut events, |run| run.finished_at.is_none()).await.is_some() {
        let ends = |run: &RunRow| run.finished_at.is_some();
        if timeout(WORTH_IT, next(&mut events, ends)).await.is_err() {
            let awake = stay_awake().await;
            next(&mut events, ends).await;
            drop(awake);
        }
    }
}

/// Waits for a run that sends and is of that kind; `None` once the engine is gone.
async fn next(events: &mut Receiver<Event>, is_it: impl Fn(&RunRow) -> bool) -> Option<()> {
    loop {
        match events.recv().await {
            Ok(Event::Task { run }) if run.task == TaskName::SendScheduledEmails && is_it(&run) => return Some(()),
            // What was missed may have been the end of it: better to sleep too early than never.
            Err(RecvError::Lagged(_)) => return Some(()),
            Ok(_) => {}
            Err(RecvError::Closed) => return None,
        }
    }
}

async fn stay_awake() -> Option<KeepAwake> {
    // The system is asked over a bus, which takes its time.
    let asked = tokio::task::spawn_blocking(|| {
        let mut wish = keepawake::Builder::default();
        wish.sleep(true)
            .reason("Sending mails")
            .app_name("CRM Autopilot")
            .app_reverse_domain("au.codeteki.crm-autopilot");
        wish.create().map_err(|error| error.to_string())
    });
    match asked.await.map_err(|error| error.to_string()).flatten() {
        Ok(awake) => Some(awake),
        Err(error) => {
            tracing::debug!(error, "the system cannot be kept awake; what sleep cuts off is settled later");
            None
        }
    }
}
