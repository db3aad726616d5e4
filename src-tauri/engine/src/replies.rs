//! The task `check_email_replies`: fetches by cursor, keeps every mail exactly once, matches it to its mail, classifies it and acts on it
//! in one transaction. Rules come before the model; what nobody is sure of goes to a person.

use domain::Timestamp;
use domain::brand::{Brand, Provider};
use domain::email::Email;
use domain::id::MessageId;
use domain::reply::{
    BounceVerdict, Candidate, Evidence, IncomingMail, MatchResult, Nature, ReplyClass, ReplyKind, classify_by_rules,
    find_tokens, normalise_subject, rank,
};
use domain::time::DAY;
use gateways::{Cursor, FolderKind, IncomingRow, Mailbox, Trouble, TroubleCode};
use serde::Deserialize;
use serde_json::json;
use store::deals::Scope;
use store::messages::{NewMessage, ReadTo};

use crate::ask::{Question, Trail, ask};
use crate::book::Book;
use crate::compose::NoMail;
use crate::shared_inbox::Inbox;
use crate::tasks::Outcome;
use crate::{Engine, EngineError, engagement, links, react, send};

/// Pages of a folder read in one run.
const PAGES: u32 = 15;
/// Days in which a mail of ours may be answered.
const CANDIDATE_DAYS: i64 = 400;

/// Reads every connected brand's mailbox. Trouble with one does not stop another. A paused brand is read too: replies and opt-outs
/// count whether or not we send.
pub(crate) async fn check_email_replies(
    engine: &Engine,
    scope: Scope,
    outcome: &mut Outcome,
) -> Result<(), EngineError> {
    let begun = engine.now();
    let book = Book::read(engine).await?;
    engagement::collect(engine, &book, outcome).await?;
    for inbox in Inbox::all(&book) {
        if scope.brand.is_some_and(|only| inbox.brands.iter().all(|brand| brand.id != only)) {
            continue;
        }
        let Err(trouble) = read_mailbox(engine, &book, &inbox, outcome).await? else { continue };
        for brand in &inbox.brands {
            if trouble.code == TroubleCode::NotConnected && brand.first_sent_at.is_none() {
                // Nobody has connected it yet, and nobody was written to who could answer.
                continue;
            }
            if trouble.code.stops_brand() && brand.paused.is_none() {
                send::stop_brand(engine, brand, &trouble, outcome).await?;
            } else {
                outcome.trouble(format!("{}: {} {}", brand.slug, trouble.message, trouble.fix));
            }
        }
    }
    // Whoever says that a link is placed is taken at their word only after a look.
    links::look_at_new(engine, scope, begun, outcome).await
}

async fn read_mailbox(
    engine: &Engine,
    book: &Book,
    inbox: &Inbox<'_>,
    outcome: &mut Outcome,
) -> Result<Result<(), Trouble>, EngineError> {
    let Some(leader) = inbox.brands.first() else { return Ok(Ok(())) };
    let mailbox = match engine.ports.connect.mailbox(leader) {
        Ok(mailbox) => mailbox,
        Err(trouble) => return Ok(Err(trouble)),
    };
    let mut cursor = inbox.cursor(engine).await?;
    loop {
        let listed = match mailbox.list_since(&cursor, PAGES).await {
            Ok(listed) => listed,
            Err(trouble) => return Ok(Err(trouble)),
        };
        let mut read = ReadTo { high_water: cursor.high_water, position: listed.position };
        let mut stopped = None;
        for row in listed.rows {
            outcome.count("fetched");
            match take_in(engine, book, inbox, &*mailbox, &row, outcome).await? {
                // A mailbox whose clock is ahead must not carry the cursor past what is still to come.
                Ok(()) => read.high_water = read.high_water.max(row.received_at.min(engine.now())),
                Err(trouble) => {
                    // The cursor stays before the mail that could not be read, so that it is read next time.
                    stopped = Some(trouble);
                    read.position = cursor.position.clone();
                    break;
                }
            }
        }
        inbox.advance(engine, &read).await?;
        match stopped {
            Some(trouble) => return Ok(Err(trouble)),
            None if !listed.more => return Ok(Ok(())),
            None => cursor = Cursor { high_water: read.high_water, position: read.position, seen: Vec::new() },
        }
    }
}

/// A mail with all that is known about it, ready to be kept and acted on.
pub(crate) struct Incoming {
    pub(crate) message: NewMessage,
    pub(crate) class: Option<ReplyClass>,
    pub(crate) nature: Nature,
    /// The mail it answers, with how we know.
    pub(crate) linked: Option<(Email, Evidence)>,
    /// Whether it may be acted on without asking.
    pub(crate) certain: bool,
}

async fn take_in(
    engine: &Engine,
    book: &Book,
    inbox: &Inbox<'_>,
    mailbox: &dyn Mailbox,
    row: &IncomingRow,
    outcome: &mut Outcome,
) -> Result<Result<(), Trouble>, EngineError> {
    if store::messages::known(&mut *engine.store.read().await?, &inbox.ids, &row.provider_message_id).await? {
        return Ok(Ok(()));
    }
    let raw = match mailbox.fetch_raw(&row.provider_message_id).await {
        Ok(raw) => raw,
        Err(trouble) if trouble.code == gateways::TroubleCode::BadRequest => Vec::new(),
        Err(trouble) => return Ok(Err(trouble)),
    };
    engine.fail_points.pass("read.fetched").await;
    let mut mail = IncomingMail::parse(&raw);
    if mail.message_id.is_none() && !raw.is_empty() {
        // Some mails have no Message-ID. Their bytes tell them apart when the mailbox gives them new numbers.
        mail.message_id = Some(format!("sha256:{}", domain::email::sha256(&raw)));
    }
    drop(raw);
    let found = find_mail(engine, inbox, row, &mail).await?;
    let brand = match &found {
        Found::Linked(email, _) => inbox.brands.iter().find(|brand| brand.id == email.brand).copied(),
        Found::Suggested(..) | Found::Nothing => None,
    };
    let brand = match brand {
        Some(brand) => brand,
        None => inbox.meant_for(engine, row, &mail).await?,
    };
    let incoming = if inbox.is_own(&row.from_address) || inbox.is_own(mail.sender()) {
        describe(engine, brand, row, &mail, Nature::OwnMail)
    } else {
        understand(engine, book, (brand, found), row, &mail, outcome).await?
    };
    let kept = react::keep(engine, book, brand, incoming).await?;
    engine.fail_points.pass("read.kept").await;
    outcome.count(kept.unwrap_or("seen_before"));
    Ok(Ok(()))
}

fn describe(engine: &Engine, brand: &Brand, row: &IncomingRow, mail: &IncomingMail, nature: Nature) -> Incoming {
    let from_address =
        if mail.sender().is_empty() { row.from_address.to_lowercase() } else { mail.sender().to_owned() };
    let message = NewMessage {
        id: MessageId::mint(engine.now(), engine.ten_random_bytes()),
        brand: brand.id,
        provider_message_id: row.provider_message_id.clone(),
        wire_message_id: mail.message_id.clone(),
        thread_id: row.thread_id.clone(),
        folder: match row.folder {
            FolderKind::Inbox => "inbox",
            FolderKind::Spam => "spam",
            FolderKind::Other => "other",
        },
        from_address,
        from_name: row.from_name.clone(),
        subject: if mail.subject.is_empty() { row.subject.clone() } else { mail.subject.clone() },
        received_at: row.received_at,
        body_text: mail.fresh_text.clone(),
        quoted_text: mail.quoted_text.clone(),
        html: mail.html.clone().unwrap_or_default(),
        nature: nature_word(nature),
        class: None,
        confidence: 1.0,
        classified_by: String::new(),
        why: String::new(),
        evidence: String::new(),
        contact: None,
        deal: None,
        email: None,
    };
    Incoming { message, class: None, nature, linked: None, certain: false }
}

fn nature_word(nature: Nature) -> &'static str {
    match nature {
        Nature::Human => "human",
        Nature::AutoReply => "auto_reply",
        Nature::Bounce { verdict: BounceVerdict::SenderProblem } => "sender_refused",
        Nature::Bounce { .. } => "bounce",
        Nature::DelayNotice => "delay_notice",
        Nature::Complaint => "complaint",
        Nature::ListMail => "list_mail",
        Nature::OwnMail => "own_mail",
    }
}

async fn understand(
    engine: &Engine,
    book: &Book,
    (brand, found): (&Brand, Found),
    row: &IncomingRow,
    mail: &IncomingMail,
    outcome: &mut Outcome,
) -> Result<Incoming, EngineError> {
    let ruled = classify_by_rules(mail, &mail.fresh_text, row.received_at);
    let nature = ruled.as_ref().map_or(Nature::Human, |ruled| ruled.nature);
    let mut incoming = describe(engine, brand, row, mail, nature);
    match &found {
        Found::Linked(email, evidence) => {
            incoming.message.contact = Some(email.contact);
            incoming.message.deal = Some(email.deal);
            incoming.message.email = Some(email.id);
            incoming.message.evidence = evidence.to_string();
        }
        Found::Suggested(evidence) => incoming.message.evidence = format!("perhaps: {evidence}"),
        Found::Nothing => {}
    }
    let linked = match found {
        Found::Linked(email, evidence) => Some((*email, evidence)),
        Found::Suggested(_) | Found::Nothing => None,
    };
    match ruled {
        Some(ruled) => {
            incoming.certain = ruled.certain;
            incoming.message.why = ruled.why;
            incoming.message.classified_by = "rule".to_owned();
            incoming.class = Some(ruled.class);
        }
        None if linked.is_some() => by_model(engine, book, brand, mail, &mut incoming, outcome).await?,
        None => {}
    }
    incoming.message.class = incoming.class.clone();
    incoming.linked = linked;
    Ok(incoming)
}

/// All text in which our token may stand: the body, its HTML, who it went to, and what a report brings back.
fn everything_said(mail: &IncomingMail) -> String {
    let mut said = vec![mail.body_text.as_str(), mail.quoted_text.as_str(), mail.html.as_deref().unwrap_or_default()];
    said.extend(mail.to.iter().map(|to| to.address.as_str()));
    said.extend(mail.dsn.as_ref().map(|dsn| dsn.original_text.as_str()));
    said.extend(mail.arf.as_ref().map(|arf| arf.original_text.as_str()));
    said.join("\n")
}

/// Whom a delivery or complaint report is about.
fn reported_recipient(mail: &IncomingMail) -> Option<String> {
    let failed =
        mail.dsn.as_ref().and_then(|dsn| dsn.main_recipient()).map(|recipient| recipient.address.to_lowercase());
    failed.or_else(|| {
        mail.arf.as_ref().map(|arf| arf.original_recipient.to_lowercase()).filter(|address| !address.is_empty())
    })
}

/// The mail that is answered.
enum Found {
    /// By evidence.
    Linked(Box<Email>, Evidence),
    /// Perhaps; not enough to act on.
    Suggested(Evidence),
    Nothing,
}

/// Looks for the mail that is answered, among the mails of every brand that reads the inbox.
async fn find_mail(
    engine: &Engine,
    inbox: &Inbox<'_>,
    row: &IncomingRow,
    mail: &IncomingMail,
) -> Result<Found, EngineError> {
    let mut wire_ids: Vec<String> = mail.in_reply_to.iter().chain(&mail.references).cloned().collect();
    wire_ids.extend(mail.reported_message_id().map(str::to_owned));
    let tokens = find_tokens(&everything_said(mail));
    let about = reported_recipient(mail).unwrap_or_else(|| mail.sender().to_lowercase());
    let since = row.received_at.plus_millis(-CANDIDATE_DAYS * DAY);
    let thread = row.thread_id.as_deref();
    let mut conn = engine.store.read().await?;
    let mut found = Vec::new();
    for brand in &inbox.ids {
        found.extend(store::emails::candidates(&mut conn, *brand, &wire_ids, &tokens, thread, &about, since).await?);
    }
    let mut deals: Vec<domain::id::DealId> = Vec::new();
    let candidates: Vec<Candidate> = found
        .iter()
        .enumerate()
        .map(|(key, (email, deal_open))| {
            let deal_key = deals.iter().position(|deal| *deal == email.deal).unwrap_or_else(|| {
                deals.push(email.deal);
                deals.len() - 1
            });
            Candidate {
                email_key: key,
                deal_key,
                wire_message_id: email.wire_message_id.clone(),
                provider_thread_id: email.thread_id.clone(),
                token: email.token.clone(),
                to_address: email.content.to.to_string(),
                subject_normalised: normalise_subject(&email.content.subject),
                sent_at: email.sent_at.or(email.attempted_at).unwrap_or(email.created_at),
                deal_open: *deal_open,
            }
        })
        .collect();
    Ok(match rank(mail, thread, &candidates, row.received_at) {
        MatchResult::Linked { key, evidence } => match found.into_iter().nth(key) {
            Some((email, _)) => Found::Linked(Box::new(email), evidence),
            None => Found::Nothing,
        },
        MatchResult::Suggested { evidence, .. } => Found::Suggested(evidence),
        MatchResult::None => Found::Nothing,
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClassAnswer {
    reason: String,
    class: String,
    date: Option<String>,
    confidence: Option<f64>,
}

/// Below this a model's class is not acted on; a person looks.
const SURE: f64 = 0.6;

async fn by_model(
    engine: &Engine,
    book: &Book,
    brand: &Brand,
    mail: &IncomingMail,
    incoming: &mut Incoming,
    outcome: &mut Outcome,
) -> Result<(), EngineError> {
    incoming.class = Some(ReplyClass::plain(ReplyKind::Unclear));
    incoming.message.classified_by = "rule".to_owned();
    incoming.message.why = "No rule fits, so you decide.".to_owned();
    if brand.settings.provider == Provider::Playbook {
        return Ok(());
    }
    let mut trail = Trail::default();
    match ask_model(engine, book, brand, mail, &mut trail).await {
        Ok((kind, answer)) => {
            let confidence = answer.confidence.filter(|c| c.is_finite()).unwrap_or(0.5).clamp(0.0, 1.0);
            incoming.message.confidence = confidence;
            incoming.message.classified_by = trail.model;
            incoming.message.why = answer.reason.chars().filter(|c| !c.is_control()).take(300).collect();
            let until = answer.date.and_then(|date| date.parse().ok());
            let kind = if confidence >= SURE { kind } else { ReplyKind::Unclear };
            incoming.class = Some(ReplyClass::plain(kind).until(until));
        }
        Err(NoMail::Outage(error)) => {
            outcome.trouble(format!("{}: {} {} The reply waits for you.", brand.slug, error.message(), error.fix()));
            incoming.message.why = "The model could not be asked, so you decide.".to_owned();
        }
        Err(NoMail::Unusable(why)) => {
            incoming.message.why = format!("The model gave no usable answer ({why}), so you decide.")
        }
        Err(NoMail::Engine(error)) => return Err(error),
    }
    Ok(())
}

/// What a model may answer. Bounces are not among it: a model reads what a person wrote and may not turn them into a bounce.
const CLASSES: [ReplyKind; 12] = [
    ReplyKind::Interested,
    ReplyKind::Question,
    ReplyKind::NotNow,
    ReplyKind::NotInterested,
    ReplyKind::Unsubscribe,
    ReplyKind::OutOfOffice,
    ReplyKind::WrongPerson,
    ReplyKind::LeftCompany,
    ReplyKind::AutoReply,
    ReplyKind::LinkPlaced,
    ReplyKind::PaymentRequest,
    ReplyKind::Unclear,
];

async fn ask_model(
    engine: &Engine,
    book: &Book,
    brand: &Brand,
    mail: &IncomingMail,
    trail: &mut Trail,
) -> Result<(ReplyKind, ClassAnswer), NoMail> {
    let text: String = mail.fresh_text.chars().take(4_000).collect();
    let words = CLASSES.map(ReplyKind::as_str);
    let question = Question {
        name: "reply_class",
        context: crate::wordings::reply_context(brand),
        data: &json!({"subject": mail.subject, "text": text}),
        schema: json!({"type": "object", "additionalProperties": false, "required": ["reason", "class", "date", "confidence"],
            "properties": {"reason": {"type": "string"}, "class": {"type": "string", "enum": words},
                "date": {"type": ["string", "null"]}, "confidence": {"type": "number"}}}),
        max_tokens: 400,
    };
    ask(engine, book, brand, question, trail, |json| {
        let answer: ClassAnswer = serde_json::from_value(json).map_err(|error| error.to_string())?;
        let kind = CLASSES.into_iter().find(|kind| kind.as_str() == answer.class);
        let kind =
            kind.ok_or_else(|| format!("“{}” is not a class", answer.class.chars().take(40).collect::<String>()))?;
        Ok((kind, answer))
    })
    .await
}

/// What a bounce means for the address, if the nature says so.
pub(crate) fn bounce_of(nature: Nature) -> Option<BounceVerdict> {
    match nature {
        Nature::Bounce { verdict } => Some(verdict),
        Nature::Human
        | Nature::AutoReply
        | Nature::DelayNotice
        | Nature::Complaint
        | Nature::ListMail
        | Nature::OwnMail => None,
    }
}

/// Days after which a "not now" without a date is looked at again.
pub(crate) const LATER_DAYS: i64 = 30;

/// The instant a class asks us to wait for, at nine in the brand's morning.
pub(crate) fn until(class: &ReplyClass, brand: &Brand, working_days_after: u32) -> Option<Timestamp> {
    let day = domain::time::working_day_after(class.until?, working_days_after);
    let nine = chrono::NaiveTime::from_hms_opt(9, 0, 0)?;
    Some(Timestamp::from_local(day.and_time(nine), brand.settings.timezone))
}
