//! Listening to mailboxes that tell when mail arrives, so that an answer stops what waits for it within seconds. It only makes the task that reads
//! them due; that task reads, at its own times too.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use domain::task::TaskName;
use gateways::Mailbox;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::book::Book;
use crate::shared_inbox::Inbox;
use crate::{Engine, EngineError};

/// So often it is looked which mailboxes there are.
const ROUND: Duration = Duration::from_secs(60);
/// After a failure a mailbox is left alone for so long, and twice as long each time.
const FIRST_REST: Duration = Duration::from_secs(60);
const LONGEST_REST: Duration = Duration::from_secs(1_800);

/// A mailbox that is listened to, with the one who listens.
type Listener = (Arc<dyn Mailbox>, JoinHandle<()>);

/// Listens until it is stopped.
pub(crate) async fn listen(engine: Arc<Engine>, stop: CancellationToken) {
    let mut listeners: BTreeMap<String, Listener> = BTreeMap::new();
    loop {
        match mailboxes(&engine).await {
            Ok(found) => keep_up(&engine, &mut listeners, found),
            Err(error) => {
                tracing::warn!(error = error.sentence(), "It could not be looked which mailboxes to listen to.")
            }
        }
        tokio::select! {
            () = stop.cancelled() => break,
            () = tokio::time::sleep(ROUND) => {}
        }
    }
    for (_, listener) in listeners.into_values() {
        listener.abort();
    }
}

/// The mailboxes that are read, by name.
async fn mailboxes(engine: &Engine) -> Result<BTreeMap<String, Arc<dyn Mailbox>>, EngineError> {
    if !engine.owner.is_owner() {
        return Ok(BTreeMap::new());
    }
    let book = Book::read(engine).await?;
    let opened = Inbox::all(&book).into_iter().filter_map(|inbox| {
        let brand = inbox.brands.first().filter(|_| !inbox.name.is_empty())?;
        Some((inbox.name, engine.ports.connect.mailbox(brand).ok()?))
    });
    Ok(opened.collect())
}

/// One listener for each mailbox; one that was opened anew, with other settings or secrets, gets a new one.
fn keep_up(
    engine: &Arc<Engine>,
    listeners: &mut BTreeMap<String, Listener>,
    found: BTreeMap<String, Arc<dyn Mailbox>>,
) {
    listeners.retain(|name, (mailbox, listener)| {
        let stays = found.get(name).is_some_and(|now| Arc::ptr_eq(now, mailbox));
        if !stays {
            listener.abort();
        }
        stays
    });
    for (name, mailbox) in found {
        listeners
            .entry(name)
            .or_insert_with(|| (Arc::clone(&mailbox), tokio::spawn(hear(Arc::clone(engine), mailbox))));
    }
}

async fn hear(engine: Arc<Engine>, mailbox: Arc<dyn Mailbox>) {
    let mut rest = FIRST_REST;
    loop {
        match mailbox.new_mail().await {
            Ok(()) => {
                rest = FIRST_REST;
                if let Err(error) = engine.bring_forward(TaskName::CheckEmailReplies).await {
                    tracing::warn!(
                        error = error.sentence(),
                        "New mail was heard of, but reading could not be brought forward."
                    );
                }
            }
            Err(trouble) => {
                // The task that reads says what is wrong; here it would be said twice.
                tracing::debug!(code = trouble.code.as_str(), "A mailbox cannot be listened to.");
                tokio::time::sleep(rest).await;
                rest = (rest * 2).min(LONGEST_REST);
            }
        }
    }
}
