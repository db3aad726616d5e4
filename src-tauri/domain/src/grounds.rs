//! What a mail's text leans on: which known facts occur in it, and which of its names and numbers occur in no fact. Words are compared and
//! nothing else: what is found is said, what is not found is never called false.

use std::collections::BTreeSet;
use std::ops::Range;

use serde::{Deserialize, Serialize};

/// Where a fact comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Source {
    /// The recipient's name.
    Name,
    /// Their company.
    Company,
    /// Their website.
    Website,
    /// Its domain authority.
    Authority,
    /// Notes about them.
    Notes,
    /// Their tags.
    Tags,
    /// What their website says.
    Site,
    /// What the brand says about itself.
    Offer,
    /// Where the deal stands.
    Stage,
    /// Mails sent so far.
    MailsSent,
    /// What they answered last.
    LastReply,
}

/// One thing the writer knew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct Fact {
    /// Where from.
    pub source: Source,
    /// As it is stored.
    pub value: String,
}

/// A piece of a mail that repeats a fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct Ground {
    /// As it stands in the mail.
    pub phrase: String,
    /// Which fact.
    pub source: Source,
}

/// What a text leans on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct Grounds {
    /// Pieces that repeat a fact, in the order of the text.
    pub leans_on: Vec<Ground>,
    /// Names and numbers that are in no fact.
    pub unknown: Vec<String>,
}

/// The most of either that is listed: more than a person checks.
const MOST: usize = 12;

/// Compares a mail, without signature and footer, with what its writer knew. Only what a model wrote is searched for the unknown: a
/// template's words and a person's own are theirs to know.
pub fn grounds(subject: &str, body: &str, facts: &[Fact], by_model: bool) -> Grounds {
    let mut found = Grounds::default();
    for text in [subject, body] {
        for ground in leans_on(text, facts) {
            let again = |one: &Ground| one.source == ground.source && one.phrase.eq_ignore_ascii_case(&ground.phrase);
            if !found.leans_on.iter().any(again) {
                found.leans_on.push(ground);
            }
        }
    }
    if by_model {
        let known: BTreeSet<String> = facts.iter().flat_map(|fact| words(&fact.value)).map(|word| word.plain).collect();
        // Subjects capitalise what they like, so a capital says nothing there.
        let phrases = unknown_numbers(subject, &known)
            .into_iter()
            .chain(unknown_numbers(body, &known))
            .chain(unknown_names(body, &known));
        for phrase in phrases {
            if !found.unknown.contains(&phrase) {
                found.unknown.push(phrase);
            }
        }
    }
    found.leans_on.truncate(MOST);
    found.unknown.truncate(MOST);
    found
}

/// A word of a text.
pub(crate) struct Word {
    /// Where it stands, in bytes.
    pub(crate) at: Range<usize>,
    /// In lower case, without a possessive.
    pub(crate) plain: String,
    /// Begins with a capital.
    capital: bool,
    /// Nothing but spaces or a comma between it and the word before.
    follows: bool,
    /// First of its sentence.
    pub(crate) opens: bool,
}

/// The words of a text, in their order.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let inside =
        |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’' | '&' | '@' | '-' | '.' | '%' | '$' | '€' | '£');
    let edges = |c: char| matches!(c, '\'' | '’' | '@' | '-' | '.');
    let mut found: Vec<Word> = Vec::new();
    let mut end = 0;
    for piece in text.split(|c: char| !inside(c)) {
        let start = end;
        // The split took one character of any width behind the piece.
        end = start + piece.len();
        end += text.get(end..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        let bare = piece.trim_matches(edges);
        if !bare.chars().any(char::is_alphanumeric) {
            continue;
        }
        let from = start + piece.find(bare).unwrap_or(0);
        let at = from..from + bare.len();
        let gap = text.get(found.last().map_or(0, |word| word.at.end)..at.start).unwrap_or_default();
        let plain = bare.to_lowercase();
        let plain = plain.strip_suffix("'s").or_else(|| plain.strip_suffix("’s")).unwrap_or(&plain).to_owned();
        found.push(Word {
            capital: bare.chars().next().is_some_and(char::is_uppercase),
            follows: !found.is_empty() && !gap.contains(|c: char| !matches!(c, ' ' | ',')),
            opens: found.is_empty() || gap.contains(['.', '!', '?', '\n', ':', '“', '"', '•', '–', '—']),
            plain,
            at,
        });
    }
    found
}

/// Words that say nothing on their own.
const EMPTY: &[&str] = &[
    "a", "an", "and", "are", "as", "at", "be", "but", "by", "can", "could", "do", "for", "from", "have", "how", "i",
    "in", "is", "it", "its", "me", "more", "my", "not", "of", "on", "or", "our", "out", "so", "that", "the", "their",
    "them", "then", "they", "this", "to", "up", "us", "was", "we", "were", "what", "when", "which", "who", "will",
    "with", "would", "you", "your",
];

/// Whether a word says anything on its own.
pub(crate) fn says_something(word: &Word) -> bool {
    word.plain.chars().count() > 1 && !EMPTY.contains(&word.plain.as_str())
}

/// The pieces of one text that repeat facts; where two overlap, the longer one.
fn leans_on(text: &str, facts: &[Fact]) -> Vec<Ground> {
    let here = words(text);
    let mut spans: Vec<(Range<usize>, Source)> = Vec::new();
    for fact in facts {
        let known = words(&host(fact));
        for start in 0..here.len() {
            let longest = (0..known.len()).map(|from| common(&here, start, &known, from)).max().unwrap_or(0);
            if longest > 0 && counts(fact.source, &here, start..start + longest, &known) {
                spans.push((start..start + longest, fact.source));
            }
        }
    }
    spans.sort_by_key(|(span, source)| (std::cmp::Reverse(span.len()), span.start, *source));
    let mut kept: Vec<(Range<usize>, Source)> = Vec::new();
    for (span, source) in spans {
        if !kept.iter().any(|(other, _)| other.start < span.end && span.start < other.end) {
            kept.push((span, source));
        }
    }
    kept.sort_by_key(|(span, _)| span.start);
    let phrase = |span: &Range<usize>| {
        let (first, last) = (here.get(span.start)?, here.get(span.end.checked_sub(1)?)?);
        text.get(first.at.start..last.at.end).map(str::to_owned)
    };
    kept.iter().filter_map(|(span, source)| Some(Ground { phrase: phrase(span)?, source: *source })).collect()
}

/// A site is told by its name, however it is written.
fn host(fact: &Fact) -> String {
    if fact.source != Source::Website {
        return fact.value.clone();
    }
    let bare = fact.value.split("://").last().unwrap_or_default();
    bare.split(['/', '?', '#']).next().unwrap_or_default().trim_start_matches("www.").to_owned()
}

/// How many words the two have in common from these places on, within one sentence of the text.
fn common(here: &[Word], start: usize, known: &[Word], from: usize) -> usize {
    let pairs = here.iter().skip(start).zip(known.iter().skip(from)).enumerate();
    pairs.take_while(|(place, (one, other))| one.plain == other.plain && (*place == 0 || one.follows)).count()
}

/// Whether a common piece is worth telling: a name always, prose only where it is more than a turn of phrase.
fn counts(source: Source, here: &[Word], span: Range<usize>, known: &[Word]) -> bool {
    let piece = here.get(span.clone()).unwrap_or_default();
    let telling = piece.iter().filter(|word| says_something(word)).count();
    match source {
        Source::Name => piece.iter().all(says_something) && piece.iter().all(|word| word.capital),
        Source::Company => {
            telling > 0 && piece.first().map(|word| &word.plain) == known.first().map(|word| &word.plain)
        }
        Source::Website => piece.len() == known.len(),
        Source::Tags => piece.len() == known.len() && telling > 0,
        Source::Notes | Source::Site | Source::Offer => {
            telling >= 2 || (telling == 1 && known.len() <= 2 && piece.len() == known.len())
        }
        Source::Authority => {
            let near = span.start.saturating_sub(3)..(span.end + 3).min(here.len());
            let told = |word: &Word| matches!(word.plain.as_str(), "da" | "authority" | "rating");
            here.get(near).is_some_and(|near| near.iter().any(told))
        }
        Source::Stage | Source::MailsSent | Source::LastReply => false,
    }
}

const NUMBERS: &[&str] = &[
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "fifteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "hundred",
    "thousand",
    "dozen",
    "dozens",
    "hundreds",
    "thousands",
];

/// Numbers that are in no fact, each with the word it counts. The length of a call that is offered is no claim.
pub(crate) fn unknown_numbers(text: &str, known: &BTreeSet<String>) -> Vec<String> {
    let all = words(text);
    let mut found = Vec::new();
    for (place, word) in all.iter().enumerate() {
        let head = word.plain.split('-').next().unwrap_or_default();
        let is_number = NUMBERS.contains(&head) || head.chars().any(|c| c.is_ascii_digit());
        let next = all.get(place + 1).filter(|next| next.follows);
        let unit = word.plain.split_once('-').map(|(_, unit)| unit).or(next.map(|next| next.plain.as_str()));
        let offers = unit.is_some_and(|unit| unit.starts_with("minute") || unit == "min");
        if !is_number || offers || known.contains(&word.plain) || known.contains(head) {
            continue;
        }
        let counted = next.filter(|next| says_something(next) && !word.plain.contains('-'));
        let end = counted.map_or(word.at.end, |counted| counted.at.end);
        found.extend(text.get(word.at.start..end).map(str::to_owned));
    }
    found
}

/// Capitals that name nobody: the first person, days, months, and words of the trade.
const NO_NAMES: &[&str] = &[
    "i",
    "i'm",
    "i’m",
    "i've",
    "i’ve",
    "i'd",
    "i’d",
    "i'll",
    "i’ll",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "hi",
    "hello",
    "dear",
    "hey",
    "best",
    "regards",
    "kind",
    "thanks",
    "cheers",
    "warm",
    "ps",
    "p.s",
    "ai",
    "it",
    "crm",
    "seo",
    "faq",
    "ceo",
    "api",
    "ok",
    "yes",
    "no",
    "stop",
    "english",
];

/// Runs of capitalised words in the middle of a sentence, or of several at its beginning, of which no fact knows every word.
pub(crate) fn unknown_names(text: &str, known: &BTreeSet<String>) -> Vec<String> {
    let all = words(text);
    let mut found = Vec::new();
    let mut place = 0;
    while let Some(word) = all.get(place) {
        let more = all.iter().skip(place + 1).take_while(|next| next.capital && next.follows).count();
        let end = place + 1 + more;
        if !word.capital {
            place += 1;
            continue;
        }
        let names = |word: &&Word| {
            !NO_NAMES.contains(&word.plain.as_str())
                && says_something(word)
                && !word.plain.chars().any(|c| c.is_ascii_digit())
        };
        let run = all.get(place..end).unwrap_or_default();
        let named: Vec<&Word> = run.iter().filter(names).collect();
        // A capital at the beginning of a sentence is grammar, not a name.
        let told =
            if word.opens { named.get(usize::from(names(&word))..).unwrap_or_default() } else { named.as_slice() };
        if told.iter().any(|word| !known.contains(&word.plain))
            && let (Some(first), Some(last)) = (named.first(), named.last())
        {
            found.extend(text.get(first.at.start..last.at.end).map(str::to_owned));
        }
        place = end;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> Vec<Fact> {
        let fact = |source, value: &str| Fact { source, value: value.to_owned() };
        vec![
            fact(Source::Name, "John Smith"),
            fact(Source::Company, "Acme Corp"),
            fact(Source::Website, "https://www.acme.com.au/contact"),
            fact(Source::Notes, "Met at conference. Site visits are booked by phone, 40 vans."),
            fact(Source::Tags, "trades"),
            fact(Source::Authority, "38"),
            fact(Source::Offer, "Codeteki"),
            fact(Source::Offer, "Codeteki builds AI assistants for growing businesses in Melbourne."),
        ]
    }

    fn of(body: &str, by_model: bool) -> (Vec<(String, Source)>, Vec<String>) {
        let found = grounds("A thought", body, &facts(), by_model);
        (found.leans_on.into_iter().map(|ground| (ground.phrase, ground.source)).collect(), found.unknown)
    }

    #[test]
    fn a_text_leans_on_the_facts_it_repeats() {
        let body = "Hi John,\n\nAcme’s site visits are booked by phone, as acme.com.au says. We build AI assistants for growing businesses.";
        let (leans_on, _) = of(body, false);
        let expected = [
            ("John", Source::Name),
            ("Acme’s", Source::Company),
            ("site visits are booked by phone", Source::Notes),
            ("acme.com.au", Source::Website),
            ("AI assistants for growing businesses", Source::Offer),
        ];
        assert_eq!(leans_on, expected.map(|(phrase, source)| (phrase.to_owned(), source)));
    }

    #[test]
    fn a_turn_of_phrase_is_no_fact() {
        let (leans_on, _) = of("Hello,\n\nwe met by phone. Is it for you? The corp at large is in.", false);
        assert_eq!(leans_on, []);
        assert_eq!(of("Your DA 38 is good.", false).0, [("38".to_owned(), Source::Authority)]);
        assert_eq!(of("Your 38 friends.", false).0, []);
    }

    #[test]
    fn what_a_model_says_of_its_own_is_to_be_checked() {
        let body = "Hi John,\n\nYour two coordinators drive 40 vans, 35% of them for Harbour Dental. Ask Sarah Jones.\n\n\
            Would a ten-minute call on Thursday or 15 minutes on Friday suit Acme Corp? I am in Melbourne.";
        let (_, unknown) = of(body, true);
        assert_eq!(unknown, ["two coordinators", "35%", "Harbour Dental", "Ask Sarah Jones"]);
        assert_eq!(of(body, false).1, Vec::<String>::new(), "a person knows what they write");
    }

    #[test]
    fn any_text_can_be_compared() {
        for text in ["", "’’", "ÄÖÜ ß – 日本語。", "a\u{301} İstanbul $5", "---- ... @", "日本 2 語"]
        {
            let fact = Fact { source: Source::Notes, value: text.to_owned() };
            let found = grounds(text, text, &[fact], true);
            assert!(found.leans_on.len() <= MOST && found.unknown.len() <= MOST, "{text}");
        }
    }
}
