//! What comes back through the relay. An opt-out acts at once and in every way as one by mail does; opens and clicks are kept by their label, are
//! shown, and touch nothing else.

use domain::Timestamp;
use domain::activity::Author;
use domain::brand::Brand;
use domain::email::Email;
use domain::engagement::{Batch, Event, EventKind, Key};
use domain::notice::NoticeKind;
use domain::reply::{Nature, ReplyClass, ReplyKind};
use domain::suppression::SuppressionKind;
use gateways::secrets::ExposeSecret as _;
use gateways::{RelayDoor, RelayTrouble, SecretKind, SecretName};
use store::StoreError;
use store::engagement::Cursor;

use crate::act::{About, Act};
use crate::book::Book;
use crate::react::{self, Heard};
use crate::silence::{self, Silent, Wish};
use crate::tasks::Outcome;
use crate::{Engine, EngineError};

/// Answers of a relay that are read in one run; the next run goes on.
const MOST_BATCHES: u32 = 400;
/// Events asked for at a time.
const AT_A_TIME: u32 = 500;

/// The key that this installation shares with its relay; `None`, and a line in the log, where it cannot be had.
pub(crate) async fn key(engine: &Engine) -> Option<Key> {
    match find_key(engine).await {
        Ok(key) => Some(key),
        Err(trouble) => {
            tracing::warn!(trouble = trouble.message, "Mails are written without a link to opt out.");
            None
        }
    }
}

pub(crate) async fn find_key(engine: &Engine) -> Result<Key, RelayTrouble> {
    let name = SecretName::shared(SecretKind::RelayKey);
    match engine.ports.secrets.get(&name).await {
        Ok(Some(secret)) => Key::parse(secret.expose_secret())
            .map_err(|error| RelayTrouble { message: format!("{name}: {error}."), fix: "Set it anew.".to_owned() }),
        Ok(None) => Err(RelayTrouble {
            message: "The relay's key is missing.".to_owned(),
            fix: format!("Set it in the brand's settings, or as {}.", name.variable()),
        }),
        Err(error) => Err(RelayTrouble { message: format!("{error}."), fix: error.fix() }),
    }
}

/// Reads every relay and acts on what it tells. Trouble with one is told and stops nothing.
pub(crate) async fn collect(engine: &Engine, book: &Book, outcome: &mut Outcome) -> Result<(), EngineError> {
    for address in book.relays() {
        if let Err(trouble) = read(engine, book, address, outcome).await? {
            outcome.trouble(format!("{address}: {} {}", trouble.message, trouble.fix));
        }
    }
    Ok(())
}

async fn read(
    engine: &Engine,
    book: &Book,
    address: &str,
    outcome: &mut Outcome,
) -> Result<Result<(), RelayTrouble>, EngineError> {
    let door = match find_key(engine).await.and_then(|key| RelayDoor::new(address, &key)) {
        Ok(door) => door,
        Err(trouble) => return Ok(Err(trouble)),
    };
    for _ in 0..MOST_BATCHES {
        let cursor = store::engagement::cursor(&mut *engine.store.read().await?, address).await?;
        let batch = match door.events(&cursor.relay, cursor.seq, AT_A_TIME).await {
            Ok(batch) => batch,
            Err(trouble) => return Ok(Err(trouble)),
        };
        engine.fail_points.pass("relay.fetched").await;
        // An empty answer ends it; the question before it was the acknowledgement.
        if batch.events.is_empty() {
            break;
        }
        take_in(engine, book, address, batch, outcome).await?;
        engine.fail_points.pass("relay.kept").await;
    }
    Ok(Ok(()))
}

/// Keeps a batch, what follows from it, and how far the relay was read, in one act: whatever happens, each event acts once, and the relay keeps what
/// was not kept here.
async fn take_in(
    engine: &Engine,
    book: &Book,
    address: &str,
    batch: Batch,
    outcome: &mut Outcome,
) -> Result<(), EngineError> {
    let mut act = Act::begin(engine).await?;
    let known = store::engagement::cursor(&mut act.tx, address).await?;
    let mut reached = if known.relay == batch.relay { known.seq } else { 0 };
    for event in batch.events {
        if event.seq <= reached {
            continue;
        }
        reached = event.seq;
        outcome.count(take_in_one(engine, book, &mut act, &event).await?);
    }
    store::engagement::advance(&mut act.tx, address, &Cursor { relay: batch.relay, seq: reached }).await?;
    Ok(act.commit().await?)
}

/// Says the word the event is counted under.
async fn take_in_one(
    engine: &Engine,
    book: &Book,
    act: &mut Act<'_>,
    event: &Event,
) -> Result<&'static str, EngineError> {
    let at = event.at.min(act.now);
    let mail = store::emails::by_token(&mut act.tx, &event.mail).await?;
    let Some(mail) = mail else { return stray(act, event).await };
    // Before it went out only we can have looked at it.
    let left_at = mail.attempted_at.filter(|left| event.at.since(*left) > -CLOCKS);
    let label = left_at.map_or(event.label, |left| event.label.after(event.at.since(left)));
    if event.kind != EventKind::Unsubscribe {
        let Some(_) = left_at else { return Ok("own_looks") };
        store::engagement::note(&mut act.tx, &mail, (event.kind, label), &event.address, at).await?;
        return Ok(if event.kind == EventKind::Open { "opens" } else { "clicks" });
    }
    let new = store::engagement::note(&mut act.tx, &mail, (event.kind, event.label), "", at).await?;
    opt_out(engine, book, act, &mail, at, new).await
}

/// Milliseconds that the relay's clock may be behind ours.
const CLOCKS: i64 = 60_000;

/// The same as a STOP by mail. Told twice it acts once, and again only where a person had taken the suppression back.
async fn opt_out(
    engine: &Engine,
    book: &Book,
    act: &mut Act<'_>,
    mail: &Email,
    at: Timestamp,
    new: bool,
) -> Result<&'static str, EngineError> {
    let brand = store::brands::find(&mut act.tx, mail.brand).await?.ok_or(StoreError::Missing { what: "brand" })?;
    let contact =
        store::contacts::find(&mut act.tx, mail.contact).await?.ok_or(StoreError::Missing { what: "contact" })?;
    let silent = store::suppressions::reason(&mut act.tx, brand.id, &contact.email).await?.is_some();
    if !new && silent {
        return Ok("opt_outs_known");
    }
    let why = format!("By the link in “{}”.", mail.content.subject);
    let heard = Heard {
        deal: Some(mail.deal),
        email: Some(mail.id),
        nature: Nature::Human,
        received_at: at,
        text: "",
        why: &why,
        author: Author::Mailbox,
    };
    let class = ReplyClass::plain(ReplyKind::Unsubscribe);
    react::answer(act, engine, book, (&brand, &contact), &class, heard).await?;
    also_the_address_written_to(engine, act, &brand, mail).await?;
    Ok("opt_outs")
}

/// Contacts are merged and addresses change: the no counts for the address that the mail went to, too.
async fn also_the_address_written_to(
    engine: &Engine,
    act: &mut Act<'_>,
    brand: &Brand,
    mail: &Email,
) -> Result<(), EngineError> {
    let silent = Silent::of_sender(act, brand).await?;
    let value = mail.content.to.without_tag();
    let wish = Wish {
        kind: SuppressionKind::Address,
        value: &value,
        reason: "asked not to be mailed",
        author: Author::Mailbox,
    };
    silence::suppress(engine, act, &silent, &wish).await?;
    Ok(())
}

/// An event of a mail that this file does not know: it was erased, or the file is an older copy. An opt-out is told to a person, who can find out.
async fn stray(act: &mut Act<'_>, event: &Event) -> Result<&'static str, EngineError> {
    if event.kind != EventKind::Unsubscribe {
        return Ok("unknown_mails");
    }
    let body = format!(
        "The mail with “{}” is not in this database: it was erased, or the database is an older copy. Look for it in the Sent folder and suppress its recipient.",
        event.mail
    );
    act.notice(NoticeKind::Trouble, About::default(), "Somebody opted out whom I do not know", body).await?;
    Ok("opt_outs_unknown")
}
