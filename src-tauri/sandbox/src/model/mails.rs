//! The mails that the model writes: by number of mails sent, and for sales or links.

use super::prompt::Facts;

fn first_name(facts: &Facts) -> &str {
    facts.name.as_deref().and_then(|name| name.split(' ').next()).unwrap_or("there")
}

fn company(facts: &Facts) -> &str {
    facts.company.as_deref().unwrap_or("your business")
}

fn brand(facts: &Facts) -> &str {
    facts.brand.as_deref().unwrap_or("our team")
}

fn pick(facts: &Facts, choices: &[&'static str]) -> &'static str {
    facts.dice.clone().map(|mut dice| dice.pick(choices)).unwrap_or_default()
}

/// The opening line.
pub(crate) fn greeting(facts: &Facts) -> String {
    format!("Hi {},", first_name(facts))
}

/// The subject line.
pub(crate) fn subject(facts: &Facts) -> String {
    let company = company(facts);
    match (facts.backlink, facts.sent) {
        (true, 0) => {
            format!("{} {company}", pick(facts, &["An article idea for", "A guest post for", "Working together with"]))
        }
        (true, _) => format!("Following up on the article for {company}"),
        (false, 0) => {
            format!("{} {company}", pick(facts, &["An idea for", "A quick thought about", "A question about"]))
        }
        (false, _) => format!("Following up: {company}"),
    }
}

/// The paragraphs between greeting and signature.
pub(crate) fn paragraphs(facts: &Facts) -> Vec<String> {
    let (company, brand) = (company(facts), brand(facts));
    let (opening, offer) = match (facts.backlink, facts.sent) {
        (true, 0) => (
            format!("I enjoyed reading what you publish at {company}."),
            format!(
                "{brand} would like to contribute an article that helps your readers. I can send three topics to choose from."
            ),
        ),
        (false, 0) => (
            format!("I had a look at {company} and saw two places where visitors may get lost."),
            format!(
                "{brand} helps businesses like yours to win more enquiries from their site. I can show you both in ten minutes."
            ),
        ),
        (_, 1) => (
            "I wanted to make sure my last mail reached you.".into(),
            format!("Would a short outline from {brand} help you to decide?"),
        ),
        (_, 2) => (
            "Let me try it from another side.".into(),
            format!("A site of the size of {company} usually gains most from one small change first. Shall I name it?"),
        ),
        _ => ("I will keep this short.".into(), "If the time is not right, a one-line answer is enough.".into()),
    };
    let close = pick(facts, &["Would that be useful?", "Is that of interest to you?", "May I send you more?"]);
    vec![opening, offer, close.to_owned()]
}

/// Greeting and paragraphs; signature and footer are the program's business.
pub(crate) fn body(facts: &Facts) -> String {
    format!("{}\n\n{}", greeting(facts), paragraphs(facts).join("\n\n"))
}
