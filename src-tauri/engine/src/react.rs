//! What an incoming mail does: kept once, and all its consequences in the same transaction. Stopping is always safe, so every answer of a
//! person stops what waits for them, whatever else it means.

use domain::activity::{ActivityKind, Author};
use domain::brand::Brand;
use domain::contact::Contact;
use domain::deal::{Deal, DealStatus};
use domain::email::{Email, EmailEvent, EmailState, step};
use domain::id::{DealId, EmailId};
use domain::notice::NoticeKind;
use domain::pipeline::{Advance, Purpose};
use domain::reply::{BounceVerdict, Nature, ReplyClass, ReplyKind};
use domain::suppression::SuppressionKind;
use domain::time::{DAY, add_working_days};
use domain::{EmailAddress, Timestamp};
use store::StoreError;

use crate::act::{About, Act};
use crate::book::Book;
use crate::links::{self, NewLink};
use crate::replies::{Incoming, LATER_DAYS, bounce_of, until};
use crate::send::{Ids, Sheet, mark_sent};
use crate::silence::{self, Silent, Wish};
use crate::{Engine, EngineError, forgotten, health};

/// Mails that came back for now within 30 days after which an address counts as dead.
const SOFT_BOUNCES: u32 = 3;
/// Working days to the next try after the first of them; twice as many after the second.
const SOFT_WAIT: u32 = 2;

/// Keeps an incoming mail and acts on it. `None` when it was kept before; else the word it is counted under.
pub(crate) async fn keep(
    engine: &Engine,
    book: &Book,
    brand: &Brand,
    mut incoming: Incoming,
) -> Result<Option<&'static str>, EngineError> {
    let mut act = Act::begin(engine).await?;
    if !forgotten::sift(&mut act, brand, &mut incoming).await? {
        return Ok(Some("from_forgotten"));
    }
    let contact = match &incoming.linked {
        Some((email, _)) => store::contacts::find(&mut act.tx, email.contact).await?,
        None => writer(&mut act, brand, &incoming).await?,
    };
    let deals = match &contact {
        Some(contact) => store::deals::open_of_contact(&mut act.tx, contact.id).await?,
        None => Vec::new(),
    };
    if incoming.linked.is_none() {
        incoming.message.contact = contact.as_ref().map(|contact| contact.id);
        incoming.message.deal = match deals.as_slice() {
            [only] => Some(only.id),
            _ => None,
        };
        if contact.is_some() && incoming.nature.is_human() && incoming.class.is_none() {
            incoming.class = Some(ReplyClass::plain(ReplyKind::Unclear));
            incoming.message.class = incoming.class.clone();
            incoming.message.why = "They wrote outside of the thread, so you decide.".to_owned();
        }
    }
    if !store::messages::insert(&mut act.tx, &incoming.message, act.now).await? {
        return Ok(None);
    }
    let word = incoming.class.as_ref().map_or_else(|| unmatched_word(incoming.nature), |class| class.kind.as_str());
    if matches!(incoming.nature, Nature::Bounce { .. } | Nature::Complaint) {
        health::look(&mut act, brand).await?;
    }
    let Some(contact) = contact else {
        act.commit().await?;
        return Ok(Some("from_strangers"));
    };
    if let Some(class) = incoming.class.clone() {
        let heard = Heard {
            deal: incoming.message.deal,
            email: incoming.linked.as_ref().map(|(email, _)| email.id),
            nature: incoming.nature,
            received_at: incoming.message.received_at,
            text: &incoming.message.body_text,
            why: &incoming.message.why,
            author: Author::Mailbox,
        };
        answer(&mut act, engine, book, (brand, &contact), &class, heard).await?;
    }
    act.commit().await?;
    Ok(Some(word))
}

/// A mail that means something: what of it matters for what it does.
pub(crate) struct Heard<'a> {
    /// The deal it belongs to, if that is known.
    pub(crate) deal: Option<DealId>,
    /// The mail it answers.
    pub(crate) email: Option<EmailId>,
    pub(crate) nature: Nature,
    pub(crate) received_at: Timestamp,
    pub(crate) text: &'a str,
    pub(crate) why: &'a str,
    /// Who says what it means: the mailbox it came from, or a person.
    pub(crate) author: Author,
}

/// Everything that follows from what a contact's mail means.
pub(crate) async fn answer(
    act: &mut Act<'_>,
    engine: &Engine,
    book: &Book,
    (brand, contact): (&Brand, &Contact),
    class: &ReplyClass,
    heard: Heard<'_>,
) -> Result<(), EngineError> {
    let deals = store::deals::open_of_contact(&mut act.tx, contact.id).await?;
    let soft_bounces = store::messages::soft_bounces(&mut act.tx, contact.id, act.now.plus_millis(-30 * DAY)).await?;
    let mut answer =
        Answer { engine, book, brand, contact, class, heard, deals, soft_bounces, watched: false, undelivered: false };
    answer.settle_mail(act).await?;
    answer.react(act).await
}

fn unmatched_word(nature: Nature) -> &'static str {
    match nature {
        Nature::OwnMail => "own_mail",
        Nature::ListMail => "list_mail",
        Nature::DelayNotice => "delay_notice",
        Nature::Human | Nature::AutoReply | Nature::Bounce { .. } | Nature::Complaint => "unmatched",
    }
}

/// The contact that wrote a mail which belongs to no mail of ours.
async fn writer(act: &mut Act<'_>, brand: &Brand, incoming: &Incoming) -> Result<Option<Contact>, StoreError> {
    if !matches!(incoming.nature, Nature::Human) {
        return Ok(None);
    }
    let Ok(address) = EmailAddress::parse(&incoming.message.from_address) else { return Ok(None) };
    store::contacts::by_email(&mut act.tx, brand.id, &address).await
}

struct Answer<'a> {
    engine: &'a Engine,
    book: &'a Book,
    brand: &'a Brand,
    contact: &'a Contact,
    class: &'a ReplyClass,
    heard: Heard<'a>,
    /// The contact's open deals.
    deals: Vec<Deal>,
    /// Mails that came back for now lately, this one among them.
    soft_bounces: u32,
    /// The page that is said to carry our link is looked at.
    watched: bool,
    /// The last mail of its deal came back, so that the deal has had one less than was counted.
    undelivered: bool,
}

impl Answer<'_> {
    fn about(&self) -> About<'_> {
        About { brand: Some(self.brand), deal: self.heard.deal, contact: Some(self.contact) }
    }

    fn is_human(&self) -> bool {
        self.heard.nature.is_human()
            || (self.class.kind.is_human() && !matches!(self.heard.nature, Nature::AutoReply | Nature::Bounce { .. }))
    }

    /// A reply or a bounce is evidence that the mail it answers went out.
    async fn settle_mail(&mut self, act: &mut Act<'_>) -> Result<(), EngineError> {
        let Some(email) = self.heard.email else { return Ok(()) };
        let mut sheet = Sheet::read(act, email).await?;
        if sheet.mail.state == EmailState::Unconfirmed {
            let nothing = Ids { provider_message_id: None, wire_message_id: None, thread_id: None };
            mark_sent(act, self.book, &mut sheet, EmailEvent::FoundSent, nothing, ", as the answer to it shows")
                .await?;
            self.deals = store::deals::open_of_contact(&mut act.tx, self.contact.id).await?;
        }
        let event = match bounce_of(self.heard.nature) {
            Some(BounceVerdict::Hard | BounceVerdict::Soft | BounceVerdict::Unknown | BounceVerdict::Content) => {
                Some(EmailEvent::Bounce)
            }
            Some(BounceVerdict::SenderProblem | BounceVerdict::Delay) => None,
            None => self.is_human().then_some(EmailEvent::Reply),
        };
        if let Some(event) = event
            && step(sheet.mail.state, event).is_ok()
        {
            sheet.step(act, event).await?;
            if event == EmailEvent::Bounce {
                self.note_undelivered(act, &sheet).await?;
            }
        }
        Ok(())
    }

    /// What waits behind a mail that came back builds on it, so it goes no further. A mail that may be on its way keeps the count as it is.
    async fn note_undelivered(&mut self, act: &mut Act<'_>, sheet: &Sheet) -> Result<(), EngineError> {
        for waiting in store::emails::waiting_of_deal(&mut act.tx, sheet.deal.id).await? {
            self.overtake(act, waiting, "the mail before it came back").await?;
        }
        let pending = store::emails::pending_of_deal(&mut act.tx, sheet.deal.id).await?;
        self.undelivered = pending.is_none() && sheet.mail.step == sheet.deal.emails_sent;
        Ok(())
    }

    async fn react(&mut self, act: &mut Act<'_>) -> Result<(), EngineError> {
        let kind = self.class.kind;
        let line = if matches!(kind, ReplyKind::BounceHard | ReplyKind::BounceSoft) {
            ActivityKind::Bounced
        } else {
            ActivityKind::Replied
        };
        act.note(self.heard.author, line, self.about(), format!("{}. {}", heading(kind), self.heard.why));
        if self.is_human() || kind.stops_sequence() {
            for waiting in store::emails::waiting_of_contact(&mut act.tx, self.contact.id).await? {
                self.overtake(act, waiting, "a reply came in first").await?;
            }
        }
        if kind == ReplyKind::Unsubscribe {
            self.suppress(act, "asked not to be mailed").await?;
        }
        if kind == ReplyKind::BounceHard || (kind == ReplyKind::BounceSoft && self.soft_bounces >= SOFT_BOUNCES) {
            self.suppress(act, "mail to it comes back").await?;
        }
        if kind == ReplyKind::OutOfOffice {
            for mail in store::emails::waiting_of_contact(&mut act.tx, self.contact.id).await? {
                store::emails::postpone(&mut act.tx, mail.id, self.back()).await?;
            }
        }
        self.watch_link(act).await?;
        for mut deal in std::mem::take(&mut self.deals) {
            let before = deal.clone();
            self.change(&mut deal);
            if deal != before {
                store::deals::overrule(&mut act.tx, &deal, act.now).await?;
                self.tell_change(act, &before, &deal).await?;
            }
        }
        self.tell_person(act).await
    }

    /// A page that is said to carry our link is watched; what the look finds decides whether that is so. An address that is not visited is left
    /// to the person who reads the answer.
    async fn watch_link(&mut self, act: &mut Act<'_>) -> Result<(), EngineError> {
        let placed = self.class.url.as_deref().filter(|_| self.class.kind == ReplyKind::LinkPlaced);
        let deal = self.deals.iter().find(|deal| self.heard.deal.is_none_or(|id| id == deal.id));
        let (Some(page), Some(deal)) = (placed, deal) else { return Ok(()) };
        if self.book.of(deal)?.1.purpose != Purpose::Backlink {
            return Ok(());
        }
        let new = NewLink {
            brand: self.brand.id,
            deal: Some(deal.id),
            source: page.to_owned(),
            target: None,
            anchors: Vec::new(),
        };
        match links::watch(self.engine, act, new).await {
            Ok(link) => {
                self.watched = true;
                act.note(
                    Author::Autopilot,
                    ActivityKind::Noted,
                    self.about(),
                    format!("Looks for the link on {}", link.source),
                );
                Ok(())
            }
            Err(EngineError::BadRequest(_)) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// What the answer does to one of the contact's open deals. The one it answers takes its meaning; the others only stop.
    fn change(&self, deal: &mut Deal) {
        let now = self.heard.received_at;
        let its_own = self.heard.deal.is_none_or(|id| id == deal.id);
        if self.is_human() {
            deal.last_reply = Some(self.class.kind);
            deal.last_reply_at = Some(now);
            deal.next_action_at = None;
        }
        let zone = self.brand.settings.timezone;
        if its_own && self.undelivered {
            deal.emails_sent = deal.emails_sent.saturating_sub(1);
        }
        match self.class.kind {
            ReplyKind::Interested | ReplyKind::Question if its_own => {
                self.advance(deal, Advance::PositiveReply);
                deal.question = Some(self.question());
            }
            ReplyKind::LinkPlaced if its_own => {
                self.advance(deal, Advance::LinkPlaced);
                deal.question = Some(self.question());
            }
            ReplyKind::NotNow => {
                deal.next_action_at =
                    until(self.class, self.brand, 0).filter(|at| *at > now).or(Some(now.plus_millis(LATER_DAYS * DAY)))
            }
            // No program signed it: perhaps a person wrote it, so a person reads it.
            ReplyKind::OutOfOffice | ReplyKind::AutoReply | ReplyKind::BounceSoft if self.is_human() => {
                deal.question = Some(self.question())
            }
            ReplyKind::OutOfOffice => {
                // Away is not an answer: the sequence goes on one working day after the return.
                deal.next_action_at = deal.next_action_at.map(|at| at.max(self.back()));
                deal.last_reply = deal.last_reply.filter(|kind| kind.is_human()).or(Some(ReplyKind::OutOfOffice));
            }
            ReplyKind::NotInterested if its_own => self.close(deal),
            ReplyKind::Unsubscribe | ReplyKind::LeftCompany | ReplyKind::BounceHard => self.close(deal),
            ReplyKind::BounceSoft => {
                let again = add_working_days(now, SOFT_WAIT * self.soft_bounces.max(1), zone);
                deal.next_action_at =
                    deal.next_action_at.map(|at| if self.undelivered { again } else { at.max(again) });
            }
            ReplyKind::WrongPerson | ReplyKind::PaymentRequest | ReplyKind::Unclear => {
                deal.question = Some(self.question())
            }
            ReplyKind::Interested | ReplyKind::Question | ReplyKind::LinkPlaced | ReplyKind::NotInterested => {
                deal.question = Some("They answered in another deal. Go on with this one?".to_owned());
            }
            ReplyKind::AutoReply => {}
        }
    }

    /// When an absence is over: one working day after the return, or in a week when no day is named.
    fn back(&self) -> Timestamp {
        let now = self.heard.received_at;
        let stated = until(self.class, self.brand, 1).filter(|at| *at > now);
        stated.unwrap_or_else(|| add_working_days(now, 5, self.brand.settings.timezone))
    }

    fn advance(&self, deal: &mut Deal, event: Advance) {
        if let Ok((_, pipeline)) = self.book.of(deal)
            && let Some(stage) = pipeline.advance(deal.stage, event)
        {
            deal.stage = stage.id;
        }
    }

    fn close(&self, deal: &mut Deal) {
        deal.status = DealStatus::Lost;
        deal.reason = closes(self.class.kind).map(str::to_owned);
        deal.next_action_at = None;
        deal.question = None;
        if let Ok((_, pipeline)) = self.book.of(deal)
            && let Some(stage) = pipeline.closing(false)
        {
            deal.stage = stage.id;
        }
    }

    fn question(&self) -> String {
        let who = self.about().who().unwrap_or_default();
        match self.class.kind {
            ReplyKind::Interested => format!("{who} is interested. Answer them; I stopped the sequence."),
            ReplyKind::Question => {
                format!("{who} asks something. The answer is yours to give, so I stopped the sequence.")
            }
            ReplyKind::LinkPlaced => match &self.class.url {
                Some(url) if self.watched => {
                    format!("{who} says the link is placed: {url}. I look at it; if it stands, the deal is verified.")
                }
                Some(url) => format!("{who} says the link is placed: {url}. I cannot look there; please do."),
                None => {
                    format!("{who} says the link is placed, and not where. Ask them for the page, then watch the link.")
                }
            },
            ReplyKind::WrongPerson => match &self.class.referral {
                Some(referral) => format!("{who} is not the right person and names {referral}. Write to them instead?"),
                None => format!("{who} is not the right person. Whom to ask instead?"),
            },
            ReplyKind::PaymentRequest => format!("{who} asks for money. I never answer that; will you?"),
            _ => format!("{who} answered, and I am not sure what it means. Please read it."),
        }
    }

    async fn overtake(&self, act: &mut Act<'_>, mut mail: Email, why: &str) -> Result<(), EngineError> {
        silence::overtake(act, &mut mail, format!("Cancelled: {why}")).await?;
        let about = About { deal: Some(mail.deal), ..self.about() };
        let told = format!("Cancelled “{}”: {why}", mail.content.subject);
        act.note(Author::Autopilot, ActivityKind::Cancelled, about, told);
        Ok(())
    }

    /// A dead address is dead for this brand; a no is a no to everybody that this brand legally is.
    async fn suppress(&mut self, act: &mut Act<'_>, reason: &str) -> Result<(), EngineError> {
        let silent = match self.class.kind {
            ReplyKind::Unsubscribe => Silent::of_sender(act, self.brand).await?,
            _ => Silent::Some(vec![self.brand.clone()]),
        };
        let value = self.contact.email.without_tag();
        let wish = Wish { kind: SuppressionKind::Address, value: &value, reason, author: self.heard.author };
        if silence::suppress(self.engine, act, &silent, &wish).await? {
            let told = format!("Suppressed for {}: {reason}", silent.words());
            act.note(self.heard.author, ActivityKind::Suppressed, self.about(), told);
        }
        // Where a mail was cancelled, its deal changed.
        self.deals = store::deals::open_of_contact(&mut act.tx, self.contact.id).await?;
        Ok(())
    }

    async fn tell_change(&self, act: &mut Act<'_>, before: &Deal, after: &Deal) -> Result<(), EngineError> {
        let about = About { deal: Some(after.id), ..self.about() };
        let (_, pipeline) = self.book.of(after)?;
        if before.status != after.status {
            let reason = after.reason.clone().unwrap_or_default();
            act.note(Author::Autopilot, ActivityKind::Closed, about, format!("Closed as lost: {reason}"));
        } else if before.stage != after.stage {
            let name = pipeline.stage(after.stage).map(|stage| stage.name.clone()).unwrap_or_default();
            act.note(Author::Autopilot, ActivityKind::Moved, about, format!("Moved to {name}"));
        }
        Ok(())
    }

    async fn tell_person(&self, act: &mut Act<'_>) -> Result<(), EngineError> {
        if self.heard.author == Author::Person {
            return Ok(());
        }
        let kind = self.class.kind;
        let about = self.about();
        let title = format!("{}: {}", about.who().unwrap_or_default(), heading(kind).to_lowercase());
        let first: String = self.heard.text.chars().take(140).collect();
        match kind {
            ReplyKind::Interested | ReplyKind::LinkPlaced => {
                act.notice(NoticeKind::Interested, about, title, first).await?
            }
            ReplyKind::Question | ReplyKind::WrongPerson | ReplyKind::PaymentRequest | ReplyKind::Unclear => {
                act.notice(NoticeKind::Question, about, title, first).await?
            }
            ReplyKind::LeftCompany => {
                act.notice(NoticeKind::Question, about, title, self.class.referral.clone().unwrap_or_default()).await?
            }
            ReplyKind::NotNow
            | ReplyKind::NotInterested
            | ReplyKind::Unsubscribe
            | ReplyKind::OutOfOffice
            | ReplyKind::BounceHard
            | ReplyKind::BounceSoft
            | ReplyKind::AutoReply => {}
        }
        Ok(())
    }
}

/// Why a deal is over after an answer of that kind; `None` where it is not.
pub(crate) fn closes(kind: ReplyKind) -> Option<&'static str> {
    match kind {
        ReplyKind::NotInterested => Some("said they are not interested"),
        ReplyKind::Unsubscribe => Some("asked not to be mailed"),
        ReplyKind::LeftCompany => Some("has left the company"),
        ReplyKind::BounceHard => Some("the address does not work"),
        ReplyKind::Interested
        | ReplyKind::Question
        | ReplyKind::NotNow
        | ReplyKind::OutOfOffice
        | ReplyKind::WrongPerson
        | ReplyKind::BounceSoft
        | ReplyKind::AutoReply
        | ReplyKind::LinkPlaced
        | ReplyKind::PaymentRequest
        | ReplyKind::Unclear => None,
    }
}

/// How a class is told in a timeline.
pub(crate) fn heading(kind: ReplyKind) -> &'static str {
    match kind {
        ReplyKind::Interested => "Replied, interested",
        ReplyKind::Question => "Replied with a question",
        ReplyKind::NotNow => "Replied, not now",
        ReplyKind::NotInterested => "Replied, not interested",
        ReplyKind::Unsubscribe => "Asked not to be mailed",
        ReplyKind::OutOfOffice => "Out of office",
        ReplyKind::WrongPerson => "Replied, not the right person",
        ReplyKind::LeftCompany => "Has left the company",
        ReplyKind::BounceHard => "Came back for good",
        ReplyKind::BounceSoft => "Came back for now",
        ReplyKind::AutoReply => "Answered by a robot",
        ReplyKind::LinkPlaced => "Replied, link placed",
        ReplyKind::PaymentRequest => "Replied, asks for money",
        ReplyKind::Unclear => "Replied, unclear",
    }
}
