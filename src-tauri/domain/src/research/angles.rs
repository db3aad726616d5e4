//! What a mail may say about a site: sentences put together from facts alone, each with the facts it says. Nothing is praised and nothing is
//! guessed; where nothing can be quoted, nothing is said.

use std::cmp::Reverse;

use super::words::{contains_words, has_relative, shared};
use super::{SiteFact, SiteFactKind, is_quotable};

/// What the sender has to offer. It chooses among facts, and no word of it gets into a sentence.
#[derive(Debug, Clone, Copy, Default)]
pub struct Offer<'a> {
    /// What the brand's company does.
    pub description: &'a str,
    /// What it does best.
    pub value_proposition: &'a str,
}

/// A sentence or two about a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Angle {
    /// Whole sentences, to be used as they are.
    pub sentence: String,
    /// The places of the facts that say it.
    pub facts: Vec<usize>,
}

/// The most angles.
const MOST: usize = 3;

/// A fact that may be quoted, with its place.
type Quoted<'a> = (usize, &'a SiteFact);

/// The place of a fact about a subject, and the subject as it is named in running text.
type Subject = (usize, String);

/// The angles on a site, the best first, at most three; the same facts give the same angles.
pub fn angles(facts: &[SiteFact], offer: &Offer<'_>) -> Vec<Angle> {
    let posts = best(facts, SiteFactKind::Post, offer);
    let topics = subjects(facts, offer);
    let site = best(facts, SiteFactKind::Title, offer).first().copied();
    let mut all = Vec::new();
    all.extend(best(facts, SiteFactKind::LinkToUs, offer).first().map(|link| thanks(*link, site)));
    all.extend(
        best(facts, SiteFactKind::WriteForUs, offer).first().map(|page| invited(*page, posts.first().copied(), site)),
    );
    all.extend(posts.first().map(|post| published(*post, topics.get(..2).unwrap_or(&topics), site)));
    all.extend(covered(topics.get(..3).unwrap_or(&topics), site));
    all.truncate(MOST);
    all
}

/// The subject that suits the offer best, as it is written in running text. None where the offer has nothing to do with any: nobody
/// should offer to write about what they know nothing of.
pub fn topic(facts: &[SiteFact], offer: &Offer<'_>) -> Option<String> {
    let ours = format!("{} {}", offer.description, offer.value_proposition);
    subjects(facts, offer).into_iter().map(|(_, name)| name).find(|name| shared(name, &ours) > 0)
}

/// What may be quoted of one kind, nearest to the offer first, else in the site's order.
fn best<'a>(facts: &'a [SiteFact], kind: SiteFactKind, offer: &Offer<'_>) -> Vec<Quoted<'a>> {
    let mut found: Vec<Quoted<'a>> =
        facts.iter().enumerate().filter(|(_, fact)| fact.kind == kind && is_quotable(fact)).collect();
    let ours = format!("{} {}", offer.description, offer.value_proposition);
    found.sort_by_key(|(_, fact)| Reverse(shared(&fact.value, &ours)));
    found
}

/// The subjects that can be named in running text, nearest to the offer first, each with the place of its fact.
fn subjects(facts: &[SiteFact], offer: &Offer<'_>) -> Vec<Subject> {
    let topics = best(facts, SiteFactKind::Topic, offer).into_iter();
    topics.filter_map(|(place, fact)| Some((place, running(&fact.value, facts)?))).collect()
}

/// Words in names of those who have a site rather than are one.
const BODIES: [&str; 16] = [
    "council",
    "shire",
    "university",
    "school",
    "association",
    "society",
    "club",
    "foundation",
    "library",
    "museum",
    "department",
    "agency",
    "institute",
    "ltd",
    "pty",
    "gmbh",
];

/// “on The Rye Shelf”, “on the site of Wattleford Shire Council”, or “on your site” where its name is not known.
fn on(site: Option<Quoted<'_>>) -> String {
    let Some((_, fact)) = site else { return "on your site".to_owned() };
    let lower = fact.value.to_lowercase();
    let body = BODIES.iter().any(|word| contains_words(&lower, word));
    if body { format!("on the site of {}", fact.value) } else { format!("on {}", fact.value) }
}

fn thanks((place, link): Quoted<'_>, site: Option<Quoted<'_>>) -> Angle {
    let sentence =
        format!("I saw that you link to us {}, with the words “{}”. Thank you for that.", on(site), link.passage);
    Angle { sentence, facts: places(&[place], site) }
}

fn invited((place, page): Quoted<'_>, post: Option<Quoted<'_>>, site: Option<Quoted<'_>>) -> Angle {
    let mut sentence = format!("I am writing because of your page “{}” {}.", page.passage, on(site));
    let mut used = vec![place];
    if let Some((place, post)) = post {
        sentence.push_str(&format!(" I also saw “{}” there.", post.value));
        used.push(place);
    }
    Angle { sentence, facts: places(&used, site) }
}

fn published((place, post): Quoted<'_>, topics: &[Subject], site: Option<Quoted<'_>>) -> Angle {
    let mut sentence = format!("I saw “{}” {}", post.value, on(site));
    let mut used = vec![place];
    if !topics.is_empty() {
        sentence.push_str(&format!(", where you write about {}", listed(topics)));
        used.extend(topics.iter().map(|(place, _)| *place));
    }
    if !sentence.ends_with('.') {
        sentence.push('.');
    }
    Angle { sentence, facts: places(&used, site) }
}

fn covered(topics: &[Subject], site: Option<Quoted<'_>>) -> Option<Angle> {
    let used: Vec<usize> = topics.iter().map(|(place, _)| *place).collect();
    let whose = site.map_or("your site", |(_, fact)| fact.value.as_str());
    let sentence = format!("I saw that {whose} has pages about {}.", listed(topics));
    (!topics.is_empty()).then(|| Angle { sentence, facts: places(&used, site) })
}

fn places(used: &[usize], site: Option<Quoted<'_>>) -> Vec<usize> {
    used.iter().copied().chain(site.map(|(place, _)| place)).collect()
}

/// “rye, sourdough and milling”.
fn listed(topics: &[Subject]) -> String {
    let names: Vec<&str> = topics.iter().map(|(_, name)| name.as_str()).collect();
    match names.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

/// A subject as the site itself writes it in the middle of a sentence. None where the site does not show whether it has a capital.
fn running(topic: &str, facts: &[SiteFact]) -> Option<String> {
    let lower = topic.to_lowercase();
    let texts = || facts.iter().filter(|fact| matches!(fact.kind, SiteFactKind::Description | SiteFactKind::Post));
    let small = texts().any(|fact| contains_words(&fact.value, &lower) || has_relative(&fact.value, &lower));
    let inside = |text: &str| text.find(topic).is_some_and(|at| at > 0 && contains_words(text, topic));
    let told = texts().any(|fact| fact.kind == SiteFactKind::Description && inside(&fact.value));
    let letters = topic.chars().filter(|sign| sign.is_alphabetic()).count();
    let short = letters <= 5 && topic.chars().filter(|sign| sign.is_alphabetic()).all(char::is_uppercase);
    match () {
        () if small || lower == topic => Some(lower),
        () if told || short => Some(topic.to_owned()),
        () => None,
    }
}
