//! Whether domains of contacts take mail: looked up calmly behind new contacts, and again after a while. It only marks; it keeps no mail back.

use domain::dns::Looked;
use domain::recipient::{TakesMail, takes_mail};
use domain::time::DAY;
use futures::FutureExt as _;
use gateways::Dns;

use crate::book::Book;
use crate::{Engine, EngineError, sender};

/// Domains looked up in one run: the rest is for the next one.
const MOST: usize = 400;
/// Domains looked up at a time.
const AT_A_TIME: usize = 16;

/// Days until a domain is looked up again.
const fn days(takes: TakesMail) -> i64 {
    match takes {
        TakesMail::Yes => 60,
        TakesMail::No => 7,
        TakesMail::Unknown => 1,
    }
}

/// Looks up the domains of new contacts, and those that were looked up long ago. Nothing is asked while no brand's mail goes out into the world.
pub(crate) async fn look_if_due(engine: &Engine, book: &Book) -> Result<(), EngineError> {
    if !book.brands().any(|brand| sender::is_real(&brand.settings)) {
        return Ok(());
    }
    let due = store::mail_domains::due(&mut *engine.store.read().await?, engine.now(), MOST).await?;
    let domains: Vec<String> = due.domains.into_iter().collect();
    for some in domains.chunks(AT_A_TIME) {
        let asked: Vec<_> = some.iter().map(|domain| ask(&*engine.ports.dns, domain).boxed()).collect();
        let found = futures::future::join_all(asked).await;
        if found.iter().all(|takes| *takes == TakesMail::Unknown) && found.len() > 1 {
            // Without a network nobody answers; the next run begins here.
            return Ok(());
        }
        let now = engine.now();
        let mut write = engine.store.write().await?;
        for (domain, takes) in some.iter().zip(found) {
            let next_at = now.plus_millis(days(takes) * DAY);
            store::mail_domains::keep(&mut write, domain, takes, now, next_at).await?;
        }
        write.commit().await?;
    }
    if let Some(upto) = due.upto {
        let mut write = engine.store.write().await?;
        store::mail_domains::seen(&mut write, upto).await?;
        write.commit().await?;
    }
    Ok(())
}

async fn ask(dns: &dyn Dns, domain: &str) -> TakesMail {
    match takes_mail(&dns.mx(domain).await) {
        Some(takes) => takes,
        None => match dns.addresses(domain).await {
            Looked::Found(_) => TakesMail::Yes,
            Looked::NotFound => TakesMail::No,
            Looked::Unanswered => TakesMail::Unknown,
        },
    }
}
