//! What a wording may say: the variables of each template and prompt with their meanings, what each is filled with, and trying one out.

use domain::brand::Brand;
use domain::compose::{self as rules, Draft};
use domain::decision::Facts;
use domain::email::EmailKind;
use domain::pipeline::{Pipeline, Purpose};
use serde_json::{Value, json};

use crate::{EngineError, compose};

/// The prompts; every other wording is a template.
const PROMPTS: [&str; 3] = ["decision", "mail", "reply_class"];

/// The mail that asks for a lost link back.
pub(crate) const RECLAIM: &str = "backlink_reclaim";

/// A variable: its name, what it means, and whether it may be empty.
pub(crate) type Variable = (&'static str, &'static str, bool);

/// What a template may use: the facts about the deal.
const OF_TEMPLATES: &[Variable] = &[
    ("brand", "The brand's name", false),
    ("sender_name", "The name mails come from", false),
    ("company_description", "What the brand's company does, in a sentence", false),
    ("value_proposition", "What the brand does best, as it follows “what we do best is”", false),
    ("style", "How the brand sounds", true),
    ("recipient_name", "The person's whole name", true),
    ("recipient_first_name", "The person's first name", true),
    ("recipient_company", "The person's company", true),
    ("recipient_website", "The person's website", true),
    ("domain_authority", "How much weight search engines give the website, 0 to 100", true),
    ("notes", "Notes kept about the person", true),
    ("tags", "Tags of the person, a list", true),
    ("pitch", "A sentence or two about the person's website, from facts found there", true),
    ("topic", "A subject of that website, as it follows “about”", true),
    ("site_facts", "What was found on that website, a list of kind and value", true),
    ("pipeline", "The pipeline's name", false),
    ("purpose", "What the pipeline is for: sales or backlink", false),
    ("stage", "The name of the deal's stage", false),
    ("stage_key", "The key of the deal's stage", false),
    ("emails_sent", "How many mails of this deal went out", false),
    ("max_per_deal", "The most mails one person gets", false),
    ("days_since_last_mail", "Days since the last mail", true),
    ("days_since_last_reply", "Days since the last reply", true),
    ("last_reply", "What the last reply was, in a word", true),
    ("suppressed", "Whether the person must not be mailed", false),
];

const OF_DECISION: &[Variable] = &[
    ("brand", "The brand's name", false),
    ("stages", "The keys of the pipeline's stages, in order", false),
    ("max_per_deal", "The most mails one person gets", false),
    ("emails_sent", "How many mails of this deal went out", false),
];

const OF_MAIL: &[Variable] = &[
    ("brand", "The brand's name", false),
    ("style", "How the brand sounds", true),
    ("kind_text", "Which mail of the sequence it is, and what it is for", false),
    ("subject_text", "What is asked of the subject line", false),
];

/// What a mail about a lost link may use.
const OF_RECLAIM: &[Variable] = &[
    ("brand", "The brand's name", false),
    ("sender_name", "The name mails come from", false),
    ("recipient_name", "The person's whole name", true),
    ("recipient_first_name", "The person's first name", true),
    ("recipient_company", "The person's company", true),
    ("lost_page", "The page that carried the link", false),
    ("our_page", "The page of ours that it led to", false),
];

const OF_REPLY_CLASS: &[Variable] = &[("brand", "The brand's name", false)];

/// What a wording of that name may use.
pub(crate) fn variables(name: &str) -> &'static [Variable] {
    match name {
        "decision" => OF_DECISION,
        "mail" => OF_MAIL,
        "reply_class" => OF_REPLY_CLASS,
        RECLAIM => OF_RECLAIM,
        _ => OF_TEMPLATES,
    }
}

/// What the prompt for a decision is filled with.
pub(crate) fn decision_context(brand: &Brand, pipeline: &Pipeline, facts: &Facts) -> Value {
    let stages = pipeline.stages.iter().map(|stage| stage.key.as_str()).collect::<Vec<_>>().join(", ");
    json!({"brand": brand.name, "stages": stages, "max_per_deal": facts.max_per_deal, "emails_sent": facts.emails_sent})
}

/// What the prompt for a mail is filled with.
pub(crate) fn mail_context(brand: &Brand, kind: EmailKind, in_thread: bool) -> Value {
    let subject_text = if in_thread {
        "The mail stays in its thread, so its subject is ignored."
    } else {
        "The subject is short and concrete."
    };
    json!({"brand": brand.name, "style": brand.settings.style, "kind_text": kind_text(kind), "subject_text": subject_text})
}

/// What a mail about a lost link is filled with.
pub(crate) fn reclaim_context(facts: &Facts, lost_page: &str, our_page: &str) -> Value {
    json!({"brand": facts.brand, "sender_name": facts.sender_name, "recipient_name": facts.recipient_name,
        "recipient_first_name": facts.recipient_first_name, "recipient_company": facts.recipient_company,
        "lost_page": lost_page, "our_page": our_page})
}

/// What the prompt for classifying a reply is filled with.
pub(crate) fn reply_context(brand: &Brand) -> Value {
    json!({"brand": brand.name})
}

fn kind_text(kind: EmailKind) -> &'static str {
    match kind {
        EmailKind::Initial => "the first mail: introduce the brand and say what the recipient gains",
        EmailKind::FirstFollowUp => "the first follow-up: a gentle reminder",
        EmailKind::SecondFollowUp => "the second follow-up: take a different angle",
        EmailKind::LaterFollowUp => "a later follow-up: shorter and softer",
        EmailKind::Reclaim => "about a link of ours that is gone: ask kindly for it back",
    }
}

/// What a wording says when it is filled.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tried {
    /// The subject; a prompt has none.
    pub(crate) subject: Option<String>,
    /// The body, or the whole prompt.
    pub(crate) body: String,
    /// What keeps it from being used, with the line of the wording where that is known.
    pub(crate) trouble: Option<(Option<u32>, String)>,
}

/// A deal that a wording is tried on.
#[derive(Clone, Copy)]
pub(crate) struct Case<'a> {
    pub(crate) brand: &'a Brand,
    pub(crate) pipeline: &'a Pipeline,
    pub(crate) facts: &'a Facts,
    /// The subject of the thread that the mail would stay in.
    pub(crate) thread_subject: Option<&'a str>,
}

/// Fills a wording as composing would, and checks what comes out as composing would.
pub(crate) fn try_on(name: &str, text: &str, case: Case<'_>) -> Tried {
    let context = match name {
        "decision" => decision_context(case.brand, case.pipeline, case.facts),
        "mail" => mail_context(case.brand, case.facts.next_kind(), case.thread_subject.is_some()),
        "reply_class" => reply_context(case.brand),
        RECLAIM => reclaim_context(case.facts, "https://harbourblog.example/guide", "https://www.codeteki.au/"),
        _ => serde_json::to_value(case.facts).unwrap_or_default(),
    };
    let filled = match compose::render(text, context) {
        Ok(filled) => filled,
        Err(error) => {
            let line = error.line().and_then(|line| u32::try_from(line).ok());
            return Tried { trouble: Some((line, plain(name, &error))), ..Tried::default() };
        }
    };
    if PROMPTS.contains(&name) {
        let trouble = filled.trim().is_empty().then(|| (None, "The prompt is empty".to_owned()));
        return Tried { subject: None, body: filled.trim().to_owned(), trouble };
    }
    let draft = compose::draft_of(&filled, case.thread_subject);
    let trouble = rules::check(&draft, None).err().map(|unfinished| {
        let hint = match unfinished {
            rules::Unfinished::Empty(_) => "; write the subject, an empty line, then the body",
            _ => "",
        };
        (None, format!("{unfinished}{hint}"))
    });
    let Draft { subject, body } = draft;
    Tried { subject: Some(subject), body, trouble }
}

/// What is wrong with a template, for a person who is no programmer.
fn plain(name: &str, error: &minijinja::Error) -> String {
    let detail = error.detail().map(|detail| format!(": {detail}")).unwrap_or_default();
    match error.kind() {
        minijinja::ErrorKind::UndefinedError => {
            let known = variables(name).iter().map(|(name, ..)| *name).collect::<Vec<_>>().join(", ");
            format!("There is no such variable here{detail}. Known are: {known}")
        }
        minijinja::ErrorKind::OutOfFuel => "The template never comes to an end".to_owned(),
        _ => format!("It does not read as a template{detail}"),
    }
}

/// Whether a wording can be used: it is tried on a deal of whom everything is known, and on one of whom nothing is.
pub(crate) fn check(name: &str, text: &str, brand: &Brand, pipeline: &Pipeline) -> Result<(), EngineError> {
    for facts in [known(brand, pipeline), unknown(brand, pipeline)] {
        let tried = try_on(name, text, Case { brand, pipeline, facts: &facts, thread_subject: None });
        if let Some((line, why)) = tried.trouble {
            let place = line.map(|line| format!(" in line {line}")).unwrap_or_default();
            let whom =
                if facts.recipient_name.is_empty() { " for somebody of whom only the address is known" } else { "" };
            return Err(EngineError::BadRequest(format!(
                "This wording was not kept, it does not work{place}{whom}. {why}"
            )));
        }
    }
    Ok(())
}

/// The facts of a deal of whom everything is known.
pub(crate) fn known(brand: &Brand, pipeline: &Pipeline) -> Facts {
    Facts {
        recipient_name: "Sarah Jones".to_owned(),
        recipient_first_name: Some("Sarah".to_owned()),
        recipient_company: "Local Cafe".to_owned(),
        recipient_website: "https://cafe.example".to_owned(),
        domain_authority: Some(28),
        notes: "Met at the fair".to_owned(),
        tags: vec!["cafe".to_owned()],
        pitch: "I saw “Slow mornings” on Local Cafe, where you write about coffee.".to_owned(),
        topic: "coffee".to_owned(),
        site_facts: vec!["title: Local Cafe".to_owned(), "post: Slow mornings".to_owned(), "topic: coffee".to_owned()],
        emails_sent: 1,
        days_since_last_mail: Some(3),
        days_since_last_reply: Some(1),
        last_reply: Some("question".to_owned()),
        ..unknown(brand, pipeline)
    }
}

fn unknown(brand: &Brand, pipeline: &Pipeline) -> Facts {
    let settings = &brand.settings;
    let stage = pipeline.first();
    let or = |text: &str, other: &str| if text.is_empty() { other.to_owned() } else { text.to_owned() };
    Facts {
        brand: brand.name.clone(),
        sender_name: or(&settings.from_name, "The Team"),
        company_description: or(&settings.company_description, "We build."),
        value_proposition: or(&settings.value_proposition, "saving time"),
        style: or(&settings.style, "brief"),
        recipient_name: String::new(),
        recipient_first_name: None,
        recipient_company: String::new(),
        recipient_website: String::new(),
        domain_authority: None,
        notes: String::new(),
        tags: Vec::new(),
        pitch: String::new(),
        topic: String::new(),
        site_facts: Vec::new(),
        pipeline: pipeline.name.clone(),
        purpose: pipeline.purpose,
        stage: stage.map(|stage| stage.name.clone()).unwrap_or_default(),
        stage_key: stage.map(|stage| stage.key.clone()).unwrap_or_default(),
        emails_sent: 0,
        max_per_deal: settings.max_per_deal,
        days_since_last_mail: None,
        days_since_last_reply: None,
        last_reply: None,
        suppressed: false,
    }
}

/// Which kind of pipeline a template is for; a prompt is for any.
pub(crate) fn purpose_of(name: &str) -> Option<Purpose> {
    [Purpose::Sales, Purpose::Backlink].into_iter().find(|purpose| name.starts_with(&format!("{purpose}_")))
}

/// Which mail of a sequence a template is for.
pub(crate) fn kind_of(name: &str) -> Option<EmailKind> {
    let rest = name.strip_prefix(&format!("{}_", purpose_of(name)?))?;
    rest.parse().ok()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use domain::Timestamp;
    use domain::brand::Settings;
    use domain::id::{BrandId, PipelineId};

    use super::*;

    fn stage() -> (Brand, Pipeline) {
        let now = Timestamp::from_millis(0);
        let brand = Brand {
            id: BrandId::mint(now, [1; 10]),
            slug: "codeteki".to_owned(),
            name: "Codeteki".to_owned(),
            settings: Settings::default(),
            paused: None,
            first_sent_at: None,
        };
        let pipeline = Pipeline {
            id: PipelineId::mint(now, [2; 10]),
            brand: brand.id,
            key: "sales".to_owned(),
            name: "Sales".to_owned(),
            purpose: Purpose::Sales,
            cadence: vec![0],
            stages: Vec::new(),
        };
        (brand, pipeline)
    }

    fn names(variables: &[Variable]) -> BTreeSet<String> {
        variables.iter().map(|(name, ..)| (*name).to_owned()).collect()
    }

    fn keys(context: &Value) -> BTreeSet<String> {
        context.as_object().unwrap().keys().cloned().collect()
    }

    #[test]
    fn the_variables_that_are_told_are_those_that_are_filled() {
        let (brand, pipeline) = stage();
        let facts = known(&brand, &pipeline);
        assert_eq!(names(OF_TEMPLATES), keys(&serde_json::to_value(&facts).unwrap()));
        assert_eq!(names(OF_DECISION), keys(&decision_context(&brand, &pipeline, &facts)));
        assert_eq!(names(OF_MAIL), keys(&mail_context(&brand, EmailKind::Initial, false)));
        assert_eq!(names(OF_REPLY_CLASS), keys(&reply_context(&brand)));
    }

    #[test]
    fn what_is_shipped_works() {
        let (brand, pipeline) = stage();
        for (name, text) in compose::SHIPPED {
            check(name, text, &brand, &pipeline).unwrap();
            assert_eq!(purpose_of(name).is_some(), kind_of(name).is_some(), "{name}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_wording_is_said_with_its_line() {
        let (brand, pipeline) = stage();
        let facts = known(&brand, &pipeline);
        let case = Case { brand: &brand, pipeline: &pipeline, facts: &facts, thread_subject: None };
        let trouble = |text: &str| try_on("sales_initial", text, case).trouble.unwrap();
        assert_eq!(trouble("A thought\n\nHi {{ recipient_firstname }},").0, Some(3));
        assert!(trouble("A thought\n\nHi {{ recipient_firstname }},").1.contains("recipient_first_name"));
        assert_eq!(trouble("A thought\n\n{% if brand %}Hello").0, Some(3));
        assert!(trouble("A thought").1.contains("empty line"));
        assert!(trouble("A thought\n\nHi [Name],").1.contains("[Name]"));
        // The variables of one wording are not those of another.
        assert!(try_on("reply_class", "{{ stages }}", case).trouble.is_some());
    }

    #[test]
    fn a_wording_has_to_work_for_people_of_whom_little_is_known() {
        let (brand, pipeline) = stage();
        let error =
            check("sales_initial", "A thought\n\nHi {{ recipient_first_name or '' }},\n\nwe.", &brand, &pipeline);
        assert!(error.unwrap_err().to_string().contains("only the address is known"));
    }
}
