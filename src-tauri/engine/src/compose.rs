//! Writing a mail: the brand's own wording or the shipped template for the playbook, the prompt for a model. The domain checks and
//! finishes what comes out.

use domain::brand::{Brand, Provider};
use domain::compose::{self, Composed, Draft};
use domain::contact::Contact;
use domain::decision::Facts;
use domain::email::{Content, Email, EmailKind, EmailState};
use domain::engagement::{Key, Marks};
use domain::id::EmailId;
use domain::pipeline::Purpose;
use domain::{EmailAddress, Timestamp};
use gateways::ModelError;
use minijinja::{Environment, UndefinedBehavior};
use serde::Deserialize;
use serde_json::json;

use crate::ask::{Question, Trail, ask};
use crate::book::Book;
use crate::{Engine, EngineError, wordings};

/// Version of the shipped templates and prompts; raised whenever one of them changes.
pub(crate) const VERSION: &str = "2";

/// A written mail with who wrote it.
#[derive(Debug, Clone)]
pub(crate) struct Written {
    /// The mail.
    pub(crate) mail: Composed,
    /// Our mark in it.
    pub(crate) token: String,
    /// `playbook`, or the model that answered.
    pub(crate) by: String,
}

/// Why there is no mail.
#[derive(Debug)]
pub(crate) enum NoMail {
    /// The model is out of order; the deal stays due.
    Outage(ModelError),
    /// The writer's answer cannot leave, and its one repair try neither; a person is asked.
    Unusable(String),
    /// The program or the database failed.
    Engine(EngineError),
}

/// Name of the template of a kind of mail in a kind of pipeline: `sales_initial`.
fn template_name(purpose: Purpose, kind: EmailKind) -> String {
    format!("{purpose}_{kind}")
}

/// Every template and prompt, as shipped.
pub(crate) const SHIPPED: &[(&str, &str)] = &[
    ("sales_initial", include_str!("../templates/sales_initial.txt")),
    ("sales_first_follow_up", include_str!("../templates/sales_first_follow_up.txt")),
    ("sales_second_follow_up", include_str!("../templates/sales_second_follow_up.txt")),
    ("sales_later_follow_up", include_str!("../templates/sales_later_follow_up.txt")),
    ("backlink_initial", include_str!("../templates/backlink_initial.txt")),
    ("backlink_first_follow_up", include_str!("../templates/backlink_first_follow_up.txt")),
    ("backlink_second_follow_up", include_str!("../templates/backlink_second_follow_up.txt")),
    ("backlink_later_follow_up", include_str!("../templates/backlink_later_follow_up.txt")),
    ("backlink_reclaim", include_str!("../templates/backlink_reclaim.txt")),
    ("decision", include_str!("../prompts/decision.txt")),
    ("mail", include_str!("../prompts/mail.txt")),
    ("reply_class", include_str!("../prompts/reply_class.txt")),
];

pub(crate) fn shipped(name: &str) -> Option<&'static str> {
    SHIPPED.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// The text of a template or prompt and its version: the brand's own newest one, else the shipped one.
pub(crate) fn wording<'a>(book: &'a Book, brand: &Brand, name: &str) -> Result<(&'a str, String), EngineError> {
    if let Some((version, text)) = book.wording(brand, name) {
        return Ok((text, format!("{name}/own-{version}")));
    }
    let text = shipped(name).ok_or_else(|| EngineError::missing("template", name))?;
    Ok((text, format!("{name}/{VERSION}")))
}

/// Fills a template. A name that is not known, or a template that runs away, is an error.
pub(crate) fn fill(name: &str, template: &str, context: impl serde::Serialize) -> Result<String, EngineError> {
    render(template, context).map_err(|error| EngineError::Template { name: name.to_owned(), why: error.to_string() })
}

/// As [`fill`], with the error as the template's reader says it.
pub(crate) fn render(template: &str, context: impl serde::Serialize) -> Result<String, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(50_000));
    environment.render_str(template, minijinja::value::Serde(&context))
}

/// The mail in a filled template: the subject, an empty line, the body. A follow-up takes the subject of its thread.
pub(crate) fn draft_of(filled: &str, thread_subject: Option<&str>) -> Draft {
    let (subject, body) = filled.split_once("\n\n").unwrap_or(("", filled));
    let subject = thread_subject.map_or_else(|| subject.trim().to_owned(), str::to_owned);
    Draft { subject, body: body.trim().to_owned() }
}

/// What a mail is written from.
#[derive(Clone, Copy)]
pub(crate) struct Brief<'a> {
    /// Who writes.
    pub(crate) brand: &'a Brand,
    /// Who is written to.
    pub(crate) contact: &'a Contact,
    /// What is known.
    pub(crate) facts: &'a Facts,
    /// Which mail of the sequence.
    pub(crate) kind: EmailKind,
    /// The subject of the thread that a follow-up stays in.
    pub(crate) thread_subject: Option<&'a str>,
}

/// Writes the next mail of a deal with the brand's provider. What a model took is added to the trail, whether or not it can be used.
pub(crate) async fn write(
    engine: &Engine,
    book: &Book,
    brief: Brief<'_>,
    trail: &mut Trail,
) -> Result<Written, NoMail> {
    let (draft, by) = match brief.brand.settings.provider {
        Provider::Playbook => (by_playbook(book, brief)?, "playbook".to_owned()),
        Provider::OpenAi => {
            let draft = by_model(engine, book, brief, trail).await?;
            (draft, trail.model.clone())
        }
    };
    Ok(finish(engine, book, brief.brand, brief.contact, &draft, by))
}

/// Adds to a draft what the program adds to every mail.
pub(crate) fn finish(
    engine: &Engine,
    book: &Book,
    brand: &Brand,
    contact: &Contact,
    draft: &Draft,
    by: String,
) -> Written {
    let token = compose::token(engine.ten_random_bytes());
    let mail = finish_as(book.relay_key(), brand, contact, draft, &token, engine.now());
    Written { mail, token, by }
}

/// The same for a mail that has its reference already. What a mail carries for the relay is part of it from here on, so that it is part of
/// what is approved.
pub(crate) fn finish_as(
    relay: Option<&Key>,
    brand: &Brand,
    contact: &Contact,
    draft: &Draft,
    reference: &str,
    now: Timestamp,
) -> Composed {
    let of = |key| Marks::of(key, &brand.settings, &contact.country, reference, now);
    let marks = relay.map(of).unwrap_or_default();
    compose::finish_marked(draft, &brand.settings, &contact.source, reference, &marks)
}

/// A mail as the brand's templates word it for somebody made up, to be looked at.
pub(crate) fn example(book: &Book, brand: &Brand, facts: &Facts, kind: EmailKind) -> Result<Composed, EngineError> {
    let (_, draft) = from_template(book, brand, facts, kind, None)?;
    Ok(compose::finish(&draft, &brand.settings, "your website", "AP-EXAMPLE"))
}

/// What the template for a kind of mail gives: its name, subject and body.
fn from_template(
    book: &Book,
    brand: &Brand,
    facts: &Facts,
    kind: EmailKind,
    thread_subject: Option<&str>,
) -> Result<(String, Draft), EngineError> {
    let name = template_name(facts.purpose, kind);
    let (template, _) = wording(book, brand, &name)?;
    let draft = draft_of(&fill(&name, template, facts)?, thread_subject);
    Ok((name, draft))
}

fn by_playbook(book: &Book, brief: Brief<'_>) -> Result<Draft, NoMail> {
    let Brief { brand, facts, kind, thread_subject, .. } = brief;
    let (name, draft) = from_template(book, brand, facts, kind, thread_subject)?;
    compose::check(&draft, None).map_err(|unfinished| {
        NoMail::Unusable(format!("The template {name} gives no finished mail for this contact: {unfinished}"))
    })?;
    Ok(draft)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MailAnswer {
    subject: String,
    body: String,
}

async fn by_model(engine: &Engine, book: &Book, brief: Brief<'_>, trail: &mut Trail) -> Result<Draft, NoMail> {
    let Brief { brand, facts, kind, thread_subject, .. } = brief;
    let question = Question {
        name: "mail",
        context: wordings::mail_context(brand, kind, thread_subject.is_some()),
        data: facts,
        schema: json!({"type": "object", "additionalProperties": false, "required": ["subject", "body"],
            "properties": {"subject": {"type": "string"}, "body": {"type": "string"}}}),
        max_tokens: 1_200,
    };
    let hosts = own_hosts(brand);
    ask(engine, book, brand, question, trail, |json| {
        let answer: MailAnswer = serde_json::from_value(json).map_err(|error| error.to_string())?;
        let subject = thread_subject.map_or(answer.subject, str::to_owned);
        let draft = Draft { subject: subject.trim().to_owned(), body: answer.body };
        compose::check(&draft, Some(&hosts)).map_err(|unfinished| unfinished.to_string())?;
        Ok(draft)
    })
    .await
}

fn own_hosts(brand: &Brand) -> Vec<String> {
    let site = brand.settings.website.split("://").last().unwrap_or_default().split('/').next().unwrap_or_default();
    let mail = brand.settings.from_email.rsplit('@').next().unwrap_or_default();
    [site.trim_start_matches("www."), mail]
        .iter()
        .filter(|host| !host.is_empty())
        .map(|host| host.to_lowercase())
        .collect()
}

/// The subject that a follow-up carries: that of the thread, marked as a reply once.
pub(crate) fn thread_subject(first: &str) -> String {
    let bare = first.trim();
    if bare.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("re:")) {
        bare.to_owned()
    } else {
        format!("Re: {bare}")
    }
}

/// The address a brand writes from.
pub(crate) fn sender(brand: &Brand) -> Result<EmailAddress, EngineError> {
    EmailAddress::parse(&brand.settings.from_email)
        .map_err(|error| EngineError::BadRequest(format!("{}: from.email {error}", brand.slug)))
}

/// What a written mail is stored as, addressed from the database alone.
pub(crate) fn address(
    engine: &Engine,
    brand: &Brand,
    contact: &Contact,
    written: Written,
    of: MailOf,
    now: Timestamp,
) -> Result<Email, EngineError> {
    let from = sender(brand)?;
    let content = Content {
        to: contact.email.clone(),
        to_name: contact.name.clone(),
        from,
        from_name: brand.settings.from_name.clone(),
        reply_to: brand.settings.reply_to.clone(),
        subject: written.mail.subject,
        text: written.mail.text,
        html: written.mail.html,
    };
    let content_hash = content.hash();
    Ok(Email {
        id: EmailId::mint(now, engine.ten_random_bytes()),
        brand: brand.id,
        deal: of.deal,
        contact: contact.id,
        step: of.step,
        kind: of.kind,
        state: if of.approved { EmailState::Queued } else { EmailState::AwaitingApproval },
        approved_hash: of.approved.then(|| content_hash.clone()),
        content,
        content_hash,
        token: written.token,
        written_by: written.by,
        created_at: now,
        not_before: None,
        attempts: 0,
        attempted_at: None,
        sent_at: None,
        provider_message_id: None,
        wire_message_id: None,
        thread_id: None,
        trouble: None,
    })
}

/// Which mail of which deal.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MailOf {
    /// The deal.
    pub(crate) deal: domain::id::DealId,
    /// Counted from one.
    pub(crate) step: u32,
    /// Its kind.
    pub(crate) kind: EmailKind,
    /// The brand lets the autopilot queue what it writes.
    pub(crate) approved: bool,
}
