//! The review queue, the log of outgoing mail, and what stands beside one mail: what it is based on, whether it goes, what happened to it.

use domain::brand::Brand;
use domain::email::{Email, EmailKind, EmailState};
use domain::gate::{GateCheck, evaluate};
use domain::grounds::{Fact, Grounds, Source, grounds};
use domain::id::DecisionId;
use domain::pipeline::Purpose;
use domain::prospect::site_of_contact;
use domain::research::{Known, unsupported};
use domain::{Timestamp, compose};
use serde_json::Value;
use store::views::outbox::{self, Filter};
use store::{Connection, StoreError, views};

use super::{limit, names};
use crate::api::Reply;
use crate::api::wire::{
    EmailContext, EmailLife, EmailRef, EmailsPage, EmailsPageRequest, LoggedMail, ReviewQueue, ReviewRequest,
    StateCount, WaitingMail, Writer,
};
use crate::{Engine, EngineError, decide, research};

/// The most mails of one page of the queue: each is looked at on its own.
const MOST_WAITING: u32 = 500;

/// Mails that wait for a person, oldest first.
pub async fn review_queue(engine: &Engine, request: ReviewRequest) -> Reply<ReviewQueue> {
    let mut conn = engine.store.read().await?;
    let now = engine.now();
    let brand = names::brand_filter(&mut conn, request.brand.as_deref()).await?;
    let most = limit(request.limit).min(MOST_WAITING);
    let found = outbox::waiting(&mut conn, brand, request.after, most).await?;
    let next = found.last().map(|line| line.mail.id).filter(|_| found.len() >= most as usize);
    let brands = store::brands::all(&mut conn).await?;
    let mut mails = Vec::with_capacity(found.len());
    for line in found {
        let brand = brands.iter().find(|brand| brand.slug == line.mail.brand);
        let opens_at = match (brand, store::emails::find(&mut conn, line.mail.id).await?) {
            (Some(brand), Some(mail)) => opens_at(&mut conn, brand, &mail, now).await?,
            _ => now,
        };
        let (company, content_hash, edited) = (line.company, line.content_hash, line.edited);
        mails.push(WaitingMail { mail: line.mail.into(), company, content_hash, edited, opens_at });
    }
    Ok(ReviewQueue { mails, total: outbox::count_waiting(&mut conn, brand).await?, next })
}

async fn opens_at(
    conn: &mut Connection,
    brand: &Brand,
    mail: &Email,
    now: Timestamp,
) -> Result<Timestamp, EngineError> {
    let contact = store::contacts::find(conn, mail.contact).await?;
    Ok(store::gates::hours(brand, contact.as_ref()).0.next_open(now))
}

/// A page of the log of mails; the first one also counts.
pub async fn emails_page(engine: &Engine, request: EmailsPageRequest) -> Reply<EmailsPage> {
    let mut conn = engine.store.read().await?;
    let filter = Filter {
        brand: names::brand_filter(&mut conn, request.brand.as_deref()).await?,
        search: request.search,
        states: request.states,
        kind: request.kind,
        writer: request.writer.map(|writer| match writer {
            Writer::Playbook => outbox::Writer::Playbook,
            Writer::Model => outbox::Writer::Model,
            Writer::Person => outbox::Writer::Person,
        }),
        from: request.from,
        until: request.until,
    };
    let most = limit(request.limit);
    let found = outbox::log(&mut conn, &filter, request.after, most).await?;
    let next = found.last().map(|line| line.mail.id).filter(|_| found.len() >= most as usize);
    let counted = match request.after {
        None => outbox::count_by_state(&mut conn, &filter).await?,
        Some(_) => Vec::new(),
    };
    let line =
        |line: outbox::OutboxView| LoggedMail { mail: line.mail.into(), company: line.company, edited: line.edited };
    Ok(EmailsPage {
        mails: found.into_iter().map(line).collect(),
        next,
        states: counted.into_iter().map(|(state, count)| StateCount { state, count }).collect(),
    })
}

/// What stands beside one mail.
pub async fn email_context(engine: &Engine, request: EmailRef) -> Reply<EmailContext> {
    let mut conn = engine.store.read().await?;
    let missing = || EngineError::missing("mail", request.id);
    let row = views::emails::find(&mut conn, request.id).await?.ok_or_else(missing)?;
    let mail = store::emails::find(&mut conn, request.id).await?.ok_or_else(missing)?;
    let brand = store::brands::find(&mut conn, mail.brand).await?.ok_or(StoreError::Missing { what: "brand" })?;
    let deal = views::deals::find(&mut conn, mail.deal).await?.ok_or(StoreError::Missing { what: "deal" })?;
    let life = views::email_life::find(&mut conn, mail.id).await?.ok_or_else(missing)?;
    let (facts, facts_recorded) = facts(engine, &mut conn, &brand, &mail, row.decision_id).await?;
    let body = compose::body_of(&mail.content.text, &brand.settings);
    let by_model = !matches!(mail.written_by.as_str(), "playbook" | "person");
    let mut grounds = grounds(&mail.content.subject, &body, &facts, by_model);
    if mail.written_by != "person" {
        add_claims(&mut conn, &brand, &mail, &body, &facts, &mut grounds).await?;
    }
    let standing = standing(engine, &mut conn, &brand, &mail).await?;
    Ok(EmailContext {
        contact_id: mail.contact,
        company: deal.card.company,
        score: deal.card.score,
        grounds,
        facts,
        facts_recorded,
        checks: standing.checks,
        goes_at: standing.goes_at,
        zone: standing.zone,
        zone_from: standing.zone_from,
        life: EmailLife {
            approved_by: life.approved_by,
            approved_at: life.approved_at,
            edited_at: life.edited_at,
            attempted_at: life.attempted_at,
            looks: life.looks,
            next_look_at: life.next_look_at,
            answer_id: life.answer_id,
            answer_at: life.answer_at,
            answer_class: life.answer_class,
        },
    })
}

/// Adds what a mail about a link claims of its reader's site and no fact says.
async fn add_claims(
    conn: &mut Connection,
    brand: &Brand,
    mail: &Email,
    body: &str,
    facts: &[Fact],
    grounds: &mut Grounds,
) -> Result<(), EngineError> {
    let deal = store::deals::find(conn, mail.deal).await?.ok_or(StoreError::Missing { what: "deal" })?;
    let pipeline = store::pipelines::find(conn, deal.pipeline).await?;
    if pipeline.is_none_or(|pipeline| pipeline.purpose != Purpose::Backlink) || mail.kind == EmailKind::Reclaim {
        return Ok(());
    }
    let contact = store::contacts::find(conn, mail.contact).await?.ok_or(StoreError::Missing { what: "contact" })?;
    let site = match site_of_contact(&contact.website, &contact.email) {
        Some(site) => store::sites::facts(conn, brand.id, &site).await?,
        None => Vec::new(),
    };
    let of = |wanted: &[Source]| -> Vec<String> {
        facts.iter().filter(|fact| wanted.contains(&fact.source)).map(|fact| fact.value.clone()).collect()
    };
    let them = of(&[Source::Name, Source::Company, Source::Website, Source::Notes, Source::Tags]);
    let mut us = of(&[Source::Offer]);
    us.push(brand.settings.from_name.clone());
    for claim in unsupported(body, &site, Known { them: &them, us: &us }) {
        if !grounds.unknown.iter().any(|known| known.contains(&claim) || claim.contains(known.as_str())) {
            grounds.unknown.push(claim);
        }
    }
    Ok(())
}

/// Whether and when a mail goes, and by whose clock.
struct Standing {
    checks: Vec<GateCheck>,
    goes_at: Option<Timestamp>,
    zone: String,
    zone_from: Option<String>,
}

/// The gates as they stand, and when they would let the mail go if it were approved as it is now.
async fn standing(
    engine: &Engine,
    conn: &mut Connection,
    brand: &Brand,
    mail: &Email,
) -> Result<Standing, EngineError> {
    let now = engine.now();
    let deal = store::deals::find(conn, mail.deal).await?.ok_or(StoreError::Missing { what: "deal" })?;
    let mut facts = store::gates::facts(conn, brand, &deal, Some(mail), now).await?;
    let zone = facts.hours.zone.name().to_owned();
    let zone_from = facts.located.as_ref().map(|located| located.how.clone());
    if !matches!(mail.state, EmailState::Draft | EmailState::AwaitingApproval | EmailState::Queued) {
        return Ok(Standing { checks: Vec::new(), goes_at: None, zone, zone_from });
    }
    let checks = evaluate(&facts, now).checks;
    facts.approved = true;
    let approved = evaluate(&facts, now);
    let goes_at = if approved.allowed { Some(now) } else { approved.next };
    Ok(Standing { checks, goes_at, zone, zone_from })
}

/// What the writer knew: as it was recorded with the decision, else as it is now.
async fn facts(
    engine: &Engine,
    conn: &mut Connection,
    brand: &Brand,
    mail: &Email,
    decision: Option<DecisionId>,
) -> Result<(Vec<Fact>, bool), EngineError> {
    let recorded = match decision {
        Some(id) => views::email_life::inputs(conn, id).await?,
        None => None,
    };
    if let Some(recorded) = recorded.and_then(|text| serde_json::from_str::<Value>(&text).ok()) {
        return Ok((as_facts(&recorded), true));
    }
    let deal = store::deals::find(conn, mail.deal).await?.ok_or(StoreError::Missing { what: "deal" })?;
    let contact = store::contacts::find(conn, mail.contact).await?.ok_or(StoreError::Missing { what: "contact" })?;
    let pipeline =
        store::pipelines::find(conn, deal.pipeline).await?.ok_or(StoreError::Missing { what: "pipeline" })?;
    let mut known = decide::facts(brand, &pipeline, &deal, &contact, false, engine.now());
    research::tell(conn, brand, &contact, &mut known).await?;
    Ok((as_facts(&serde_json::to_value(&known).unwrap_or_default()), false))
}

/// Which of the recorded inputs are facts, and what they are about.
const KNOWN: [(&str, Source); 13] = [
    ("recipient_name", Source::Name),
    ("recipient_company", Source::Company),
    ("recipient_website", Source::Website),
    ("domain_authority", Source::Authority),
    ("notes", Source::Notes),
    ("tags", Source::Tags),
    ("site_facts", Source::Site),
    ("stage", Source::Stage),
    ("emails_sent", Source::MailsSent),
    ("last_reply", Source::LastReply),
    ("brand", Source::Offer),
    ("company_description", Source::Offer),
    ("value_proposition", Source::Offer),
];

fn as_facts(inputs: &Value) -> Vec<Fact> {
    let mut facts = Vec::new();
    for (key, source) in KNOWN {
        let values = match inputs.get(key) {
            Some(Value::Array(values)) => values.iter().collect(),
            Some(value) => vec![value],
            None => Vec::new(),
        };
        for value in values {
            let value = match value {
                Value::String(text) => text.trim().to_owned(),
                Value::Number(number) => number.to_string(),
                Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => continue,
            };
            if !value.is_empty() {
                facts.push(Fact { source, value });
            }
        }
    }
    facts
}
