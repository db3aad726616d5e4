//! How a brand's own domain stands: SPF, DKIM and DMARC are looked up once a day, and whenever a person asks. What is found is advice; a person is told once
//! when receivers cannot tell that the brand's mail is its own, and nothing is kept back for it.

use domain::Timestamp;
use domain::brand::{Brand, Settings};
use domain::mail_servers::is_this_machine;
use domain::mailbox::MailboxKind;
use domain::notice::NoticeKind;
use domain::sender::{House, Sender, Sending, Texts, Vouched, judge, wants};
use domain::time::{DAY, HOUR};
use futures::StreamExt as _;
use gateways::Dns;
use store::Connection;
use store::sender_health::{self, Kept};

use crate::act::{About, Act};
use crate::{Engine, EngineError};

/// Names looked up at a time.
const AT_A_TIME: usize = 8;

/// Who sends for a brand, and how. `None` while it has no address to write from.
pub(crate) fn sending(settings: &Settings) -> Option<Sending> {
    let (_, domain) = settings.from_email.rsplit_once('@')?;
    let house = match settings.mailbox.kind {
        MailboxKind::Zoho => House::Zoho(settings.data_centre.clone()),
        MailboxKind::SmtpImap => House::by_smtp_host(&settings.mailbox.smtp.host),
    };
    let selectors: Vec<String> =
        settings.dkim_selectors.split([',', ' ']).filter(|one| !one.is_empty()).map(str::to_owned).collect();
    Some(Sending::new(domain, house, &selectors))
}

/// Whether a brand's mail goes out into the world: a mailbox is known, and it is not one of this machine, as a sandbox's is.
pub(crate) fn is_real(settings: &Settings) -> bool {
    let smtp = &settings.mailbox.smtp.host;
    match settings.mailbox.kind {
        MailboxKind::Zoho => !settings.account_id.is_empty() && settings.mail_url.is_empty(),
        MailboxKind::SmtpImap => !smtp.is_empty() && !is_this_machine(smtp),
    }
}

/// The last look at the domain that a brand writes from now.
pub(crate) async fn known(conn: &mut Connection, brand: &Brand) -> Result<Option<Kept>, EngineError> {
    let Some(sending) = sending(&brand.settings) else { return Ok(None) };
    Ok(sender_health::find(conn, brand.id).await?.filter(|kept| kept.sender.domain == sending.domain))
}

/// What a person has to know of a brand's domain, if anything: what is wrong, and what to do.
pub(crate) async fn warning(conn: &mut Connection, brand: &Brand) -> Result<Option<(String, String)>, EngineError> {
    Ok(known(conn, brand).await?.and_then(|kept| kept.sender.warning()))
}

/// Looks a brand's domain up, if that is due and the brand's mail goes out into the world.
pub(crate) async fn look_if_due(engine: &Engine, brand: &Brand, longest: Longest) -> Result<(), EngineError> {
    if !is_real(&brand.settings) {
        return Ok(());
    }
    let kept = known(&mut *engine.store.read().await?, brand).await?;
    let due = kept.is_none_or(|kept| match longest {
        Longest::AsPlanned => kept.next_at <= engine.now(),
        Longest::Hour => engine.now().since(kept.looked_at) >= HOUR,
    });
    if due { look(engine, brand).await } else { Ok(()) }
}

/// How old a look may be.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Longest {
    /// As old as was planned when it was made.
    AsPlanned,
    /// An hour: somebody wants to know.
    Hour,
}

/// Looks a brand's domain up now, and keeps what is found.
pub(crate) async fn look(engine: &Engine, brand: &Brand) -> Result<(), EngineError> {
    let Some(sending) = sending(&brand.settings) else { return Ok(()) };
    let texts = texts(&*engine.ports.dns, &sending).await;
    let sure = !texts.values().any(domain::dns::Looked::is_unanswered);
    keep(engine, brand, judge(&sending, &texts), sure).await
}

async fn texts(dns: &dyn Dns, sending: &Sending) -> Texts {
    let mut texts = Texts::new();
    loop {
        let wanted = wants(sending, &texts);
        if wanted.is_empty() {
            return texts;
        }
        let asked: Vec<_> = wanted.iter().map(|name| dns.txt(name)).collect();
        let answers: Vec<_> = futures::stream::iter(asked).buffered(AT_A_TIME).collect().await;
        texts.extend(wanted.into_iter().zip(answers));
    }
}

/// `sure`: everybody who was asked answered.
async fn keep(engine: &Engine, brand: &Brand, sender: Sender, sure: bool) -> Result<(), EngineError> {
    let mut act = Act::begin(engine).await?;
    let before = sender_health::find(&mut act.tx, brand.id).await?;
    let before = before.filter(|before| before.sender.domain == sender.domain);
    let sender = sender.or_as_before(before.as_ref().map(|before| &before.sender));
    let mut told = before.is_some_and(|before| before.told);
    let about = About { brand: Some(brand), ..About::default() };
    if let Some((sentence, fix)) = sender.warning().filter(|_| !told) {
        let title = format!("Mail of {} may be refused", brand.name);
        act.notice(NoticeKind::Trouble, about, title, format!("{sentence}. {fix}")).await?;
        told = true;
    } else if told && sender.vouched() == Vouched::Yes {
        let body = format!("Receivers can tell that mail from {} is yours.", sender.domain);
        act.notice(NoticeKind::Solved, about, "This works again", body).await?;
        told = false;
    }
    let kept = Kept { sender, looked_at: act.now, next_at: again(act.now, sure), told };
    sender_health::keep(&mut act.tx, brand.id, &kept).await?;
    Ok(act.commit().await?)
}

/// The next look: tomorrow, or soon if somebody did not answer.
fn again(now: Timestamp, sure: bool) -> Timestamp {
    now.plus_millis(if sure { DAY } else { HOUR })
}
