//! The task `send_scheduled_emails`: every mail passes every gate, its intent is committed before the network is touched, and what the
//! network said is kept right after. A mail whose outcome is unknown is never sent again by itself.

mod outcomes;

use std::time::Duration;

use domain::Timestamp;
use domain::activity::{ActivityKind, Author};
use domain::brand::Brand;
use domain::contact::Contact;
use domain::deal::Deal;
use domain::email::{Email, EmailEvent, EmailState, message_id, step};
use domain::gate::{Verdict, evaluate};
use domain::mailbox::MailboxKind;
use gateways::{Handover, Mailbox, OutgoingMail, SendOutcome, ThreadAnchor, Trouble, TroubleCode};
use store::StoreError;
use store::deals::Scope;

use crate::act::{About, Act};
use crate::book::Book;
use crate::tasks::Outcome;
use crate::{Engine, EngineError, engagement, guard, recover, settle, silence, slots};

pub(crate) use outcomes::{accepted, mark_sent, stop_brand};
use outcomes::{refused, unknown};

/// Mails looked at for one brand in one run.
const MOST_PER_RUN: u32 = 200;
/// How long mails wait for a mailbox that cannot be reached.
const NOT_READY: Duration = Duration::from_secs(300);

/// The next time a queued mail, or the search for an uncertain one, is due.
pub(crate) async fn next_wake(engine: &Engine) -> Result<Option<Timestamp>, EngineError> {
    let now = engine.now();
    let mut conn = engine.store.read().await?;
    let mut next = None;
    for brand in store::brands::all(&mut conn).await? {
        let settle = if may_look(&brand) { store::emails::next_settle_at(&mut conn, brand.id).await? } else { None };
        let queued =
            if brand.paused.is_none() { store::emails::next_queued_at(&mut conn, brand.id, now).await? } else { None };
        next = [next, settle, queued].into_iter().flatten().min();
    }
    Ok(next)
}

/// A person's pause stops sending, not looking; a mailbox that needs a person first cannot be asked.
fn may_look(brand: &Brand) -> bool {
    brand.paused.as_ref().is_none_or(|pause| pause.by_person)
}

/// Settles what is uncertain, then sends what may go, brand by brand. Trouble with one brand does not stop another.
pub(crate) async fn send_scheduled_emails(
    engine: &Engine,
    scope: Scope,
    outcome: &mut Outcome,
) -> Result<(), EngineError> {
    recover::close_what_this_session_left_open(engine).await?;
    engine.begin_marks();
    let book = Book::read(engine).await?;
    // Whoever opted out a minute ago hears nothing more.
    engagement::collect(engine, &book, outcome).await?;
    for brand in book.brands().filter(|brand| may_look(brand) && scope.brand.is_none_or(|only| only == brand.id)) {
        settle::settle(engine, &book, brand, outcome).await?;
        if brand.paused.is_none() {
            send_for_brand(engine, &book, brand, scope, outcome).await?;
        }
    }
    Ok(())
}

async fn send_for_brand(
    engine: &Engine,
    book: &Book,
    brand: &Brand,
    scope: Scope,
    outcome: &mut Outcome,
) -> Result<(), EngineError> {
    let queued = {
        let mut conn = engine.store.read().await?;
        store::emails::queued(&mut conn, brand.id, scope.deal, engine.now(), MOST_PER_RUN).await?
    };
    if queued.is_empty() {
        return Ok(());
    }
    let mailbox = match engine.ports.connect.mailbox(brand) {
        Ok(mailbox) => mailbox,
        Err(trouble) => return stop_brand(engine, brand, &trouble, outcome).await,
    };
    let mut queued = queued.into_iter();
    while let Some(mail) = queued.next() {
        if let Err(trouble) = mailbox.ready().await {
            return not_ready(engine, brand, &trouble, std::iter::once(mail).chain(queued), outcome).await;
        }
        match attempt(engine, book, brand, &*mailbox, mail, outcome).await? {
            Next::GoOn => {}
            Next::BrandWaits => {
                outcome.add("waiting", u32::try_from(queued.len()).unwrap_or(u32::MAX));
                slots::plan(engine, brand.id, queued.by_ref()).await?;
            }
            Next::MailboxWaits(until, trouble) => put_off(engine, queued.by_ref(), until, &trouble, outcome).await?,
            Next::BrandStops(trouble) => return stop_brand(engine, brand, &trouble, outcome).await,
        }
    }
    Ok(())
}

/// The mailbox cannot be used at the moment: no intent is committed and nothing counts as an attempt.
async fn not_ready(
    engine: &Engine,
    brand: &Brand,
    trouble: &Trouble,
    waiting: impl Iterator<Item = Email>,
    outcome: &mut Outcome,
) -> Result<(), EngineError> {
    if trouble.code.stops_brand() {
        return stop_brand(engine, brand, trouble, outcome).await;
    }
    outcome.trouble(format!("{}: {} {}", brand.slug, trouble.message, trouble.fix));
    let until = engine.now().plus_seconds(seconds(trouble.retry_after.unwrap_or(NOT_READY)));
    put_off(engine, waiting, until, trouble, outcome).await
}

/// The mailbox asks for patience: every mail that is due waits, and keeps why.
async fn put_off(
    engine: &Engine,
    waiting: impl Iterator<Item = Email>,
    until: Timestamp,
    trouble: &Trouble,
    outcome: &mut Outcome,
) -> Result<(), EngineError> {
    let why = format!("{} {}", trouble.message, trouble.fix);
    let mut write = engine.store.write().await?;
    for mail in waiting {
        outcome.count("put_off");
        store::emails::put_off(&mut write, mail.id, until, &why).await?;
    }
    Ok(write.commit().await?)
}

/// At least one second, so that time passes.
fn seconds(wait: Duration) -> i64 {
    i64::try_from(wait.as_secs()).unwrap_or(900).max(1)
}

enum Next {
    GoOn,
    /// The brand's caps or gap are used up for now: this mail took the next slot, and each other one that is due gets one of its own.
    BrandWaits,
    /// The mailbox asks for patience until then.
    MailboxWaits(Timestamp, Trouble),
    /// A person has to act first.
    BrandStops(Trouble),
}

/// The gates' verdict on a mail, from facts read on this connection. The one function that both the sender and `why` use.
pub(crate) async fn verdict(
    conn: &mut store::Connection,
    brand: &Brand,
    deal: &Deal,
    mail: Option<&Email>,
    now: Timestamp,
) -> Result<Verdict, StoreError> {
    Ok(evaluate(&store::gates::facts(conn, brand, deal, mail, now).await?, now))
}

async fn attempt(
    engine: &Engine,
    book: &Book,
    brand: &Brand,
    mailbox: &dyn Mailbox,
    mail: Email,
    outcome: &mut Outcome,
) -> Result<Next, EngineError> {
    engine.fail_points.pass("send.before_intent").await;
    let (outgoing, handover) = match claim(engine, brand, &mail, outcome).await? {
        Claim::Go(outgoing, handover) => (outgoing, handover),
        Claim::Blocked(next) => return Ok(next),
        Claim::Unwitnessed(trouble) => return refused(engine, book, mail.id, trouble, outcome).await,
    };
    // Whatever happens from here on, the mail is `sending` in the file until its outcome is kept.
    engine.fail_points.pass("send.after_intent").await;
    let sent = mailbox.send(&outgoing, &handover).await;
    engine.fail_points.pass("send.after_answer").await;
    match sent {
        SendOutcome::Accepted { provider_message_id, wire_message_id, thread_id } => {
            let ids = Ids { provider_message_id, wire_message_id: wire_message_id.map(|id| bare_id(&id)), thread_id };
            accepted(engine, book, mail.id, EmailEvent::Accepted, ids, "").await?;
            engine.fail_points.pass("send.after_outcome").await;
            if let Err(trouble) = mailbox.file_copy(&outgoing).await {
                tracing::warn!(brand = %brand.slug, detail = %trouble.detail, "The copy of a sent mail could not be filed.");
                outcome.count("copies_missing");
            }
            outcome.count("sent");
            Ok(Next::GoOn)
        }
        SendOutcome::Refused(trouble) => refused(engine, book, mail.id, trouble, outcome).await,
        SendOutcome::Unknown(trouble) => {
            unknown(engine, book, mail.id, &trouble, outcome).await?;
            Ok(Next::GoOn)
        }
    }
}

enum Claim {
    Go(Box<OutgoingMail>, Handover),
    Blocked(Next),
    /// The intent is committed, but nobody outside of the file knows of it, so nothing is sent.
    Unwitnessed(Trouble),
}

/// Reads the facts and commits the intent in one transaction: an opt-out or a reply that is committed before it blocks the mail, one that
/// is committed after it comes after the intent.
async fn claim(engine: &Engine, brand: &Brand, mail: &Email, outcome: &mut Outcome) -> Result<Claim, EngineError> {
    let mut act = Act::begin(engine).await?;
    let now = act.now;
    let Some(mail) = store::emails::find(&mut act.tx, mail.id).await?.filter(|mail| mail.state == EmailState::Queued)
    else {
        return Ok(Claim::Blocked(Next::GoOn));
    };
    // The brand is read anew: its first mail starts the ramp, a pause may just have come.
    let brand = store::brands::find(&mut act.tx, brand.id).await?.ok_or(StoreError::Missing { what: "brand" })?;
    let deal = store::deals::find(&mut act.tx, mail.deal).await?.ok_or(StoreError::Missing { what: "deal" })?;
    let verdict = verdict(&mut act.tx, &brand, &deal, Some(&mail), now).await?;
    if let Some(blocker) = verdict.blocker() {
        outcome.count("blocked");
        let gate = blocker.gate;
        let next = match verdict.next {
            Some(next) if gate.is_brand_wide() => {
                store::emails::postpone(&mut act.tx, mail.id, next).await?;
                Next::BrandWaits
            }
            Some(next) => {
                store::emails::postpone(&mut act.tx, mail.id, next).await?;
                Next::GoOn
            }
            None => {
                blocked_for_good(&mut act, &brand, &deal, mail, &verdict).await?;
                Next::GoOn
            }
        };
        act.commit().await?;
        return Ok(Claim::Blocked(next));
    }
    let anchor = store::emails::last_sent_of_deal(&mut act.tx, deal.id).await?;
    let thread = store::emails::thread_of_deal(&mut act.tx, deal.id).await?;
    // Where the Message-ID is ours, it is kept before the mail leaves: whatever comes of it can be recognised then.
    let ours = match brand.settings.mailbox.kind {
        MailboxKind::SmtpImap => Some(message_id(&mail.token, &mail.content.from)),
        MailboxKind::Zoho => None,
    };
    let mail = store::emails::claim(&mut act.tx, mail, ours, &engine.holder, now).await?;
    store::brands::note_first_sent(&mut act.tx, brand.id, now).await?;
    let tide = guard::raise_tide(&mut act.tx).await?;
    act.commit().await?;
    if let Err(error) = engine.witness.write(tide) {
        let trouble = Trouble::new(TroubleCode::WitnessUnwritable).with_detail(&error.to_string());
        return Ok(Claim::Unwitnessed(trouble));
    }
    let handover = engine.marks.handover(&mail, engine.fail_points.clone());
    Ok(Claim::Go(Box::new(outgoing(mail, anchor, thread)), handover))
}

/// A gate that only a person or an event opens. A suppressed address, a reply and a closed deal overtake the mail; a pause keeps it.
async fn blocked_for_good(
    act: &mut Act<'_>,
    brand: &Brand,
    deal: &Deal,
    mut mail: Email,
    verdict: &Verdict,
) -> Result<(), EngineError> {
    use domain::gate::Gate;
    let Some(blocker) = verdict.checks.iter().find(|check| !check.pass && check.next.is_none()) else { return Ok(()) };
    let over =
        matches!(blocker.gate, Gate::Suppression | Gate::RepliedSince | Gate::MaxPerDeal) || !deal.status.is_open();
    if over {
        silence::overtake(act, &mut mail, blocker.why.clone()).await?;
        let contact = store::contacts::find(&mut act.tx, mail.contact).await?;
        let about = About { brand: Some(brand), deal: Some(deal.id), contact: contact.as_ref() };
        let told = format!("Did not send “{}”: {}", mail.content.subject, blocker.why);
        act.note(Author::Autopilot, ActivityKind::Cancelled, about, told);
        if blocker.gate != Gate::RepliedSince {
            silence::decide_again(act, deal.id).await?;
        }
    } else {
        // Looked at again in an hour: the person's move shows at the latest then, and a resume wakes it at once.
        store::emails::postpone(&mut act.tx, mail.id, act.now.plus_seconds(3_600)).await?;
    }
    Ok(())
}

/// Text and HTML are those that were approved, to the byte: what they carry for the relay was in them then. The header's link is the text's.
fn outgoing(mail: Email, anchor: Option<Email>, thread: Vec<String>) -> OutgoingMail {
    let unsubscribe = domain::engagement::unsubscribe_link(&mail.content.text).map(str::to_owned);
    let given = |text: String| (!text.is_empty()).then_some(text);
    let bracketed = |id: String| format!("<{id}>");
    OutgoingMail {
        message_id: bracketed(message_id(&mail.token, &mail.content.from)),
        from_address: mail.content.from.to_string(),
        from_name: mail.content.from_name,
        to_address: mail.content.to.to_string(),
        to_name: given(mail.content.to_name),
        reply_to: given(mail.content.reply_to),
        subject: mail.content.subject,
        text: mail.content.text,
        html: mail.content.html,
        in_reply_to: anchor.map(|anchor| ThreadAnchor {
            provider_message_id: anchor.provider_message_id,
            wire_message_id: anchor.wire_message_id.map(bracketed),
            references: thread.into_iter().map(bracketed).collect(),
        }),
        unsubscribe,
        token: mail.token,
    }
}

fn bare_id(id: &str) -> String {
    id.trim().trim_start_matches('<').trim_end_matches('>').to_owned()
}

/// The provider's names of a sent mail.
pub(crate) struct Ids {
    pub(crate) provider_message_id: Option<String>,
    pub(crate) wire_message_id: Option<String>,
    pub(crate) thread_id: Option<String>,
}

/// A mail with what it belongs to, read inside an act.
pub(crate) struct Sheet {
    pub(crate) mail: Email,
    pub(crate) deal: Deal,
    pub(crate) contact: Contact,
}

impl Sheet {
    pub(crate) async fn read(act: &mut Act<'_>, id: domain::id::EmailId) -> Result<Self, EngineError> {
        let mail = store::emails::find(&mut act.tx, id).await?.ok_or_else(|| EngineError::missing("mail", id))?;
        let deal = store::deals::find(&mut act.tx, mail.deal).await?.ok_or(StoreError::Missing { what: "deal" })?;
        let contact =
            store::contacts::find(&mut act.tx, mail.contact).await?.ok_or(StoreError::Missing { what: "contact" })?;
        Ok(Self { mail, deal, contact })
    }

    /// Keeps the deal, raising its fence: what is being decided about it at the moment is void.
    pub(crate) async fn keep_deal(&mut self, act: &mut Act<'_>) -> Result<(), EngineError> {
        store::deals::overrule(&mut act.tx, &self.deal, act.now).await?;
        self.deal.fence += 1;
        Ok(())
    }

    /// Steps the mail and keeps it.
    pub(crate) async fn step(&mut self, act: &mut Act<'_>, event: EmailEvent) -> Result<(), EngineError> {
        let from = self.mail.state;
        self.mail.state = step(from, event).map_err(|illegal| EngineError::Refused(illegal.to_string()))?;
        Ok(store::emails::save(&mut act.tx, &self.mail, from).await?)
    }
}
