//! Very plain answers of people. Each family of phrases is conservative, and two families that contradict each other cancel out: what is
//! doubtful is for the model or for a person.

use chrono::NaiveDate;

use super::automatic::referral;
use super::class::{ReplyClass, ReplyKind};
use super::dates::better_day;
use super::parse::IncomingMail;
use super::phrase::{Folded, Phrases, sentences};

/// Longer texts say more than a phrase can tell, in characters.
const MAX_LENGTH: usize = 1_200;

const NO: Phrases = Phrases(include_str!("words/not_interested.txt"));
const YES: Phrases = Phrases(include_str!("words/interested.txt"));
const LATER: Phrases = Phrases(include_str!("words/not_now.txt"));
/// A later time was asked for, not only meant as courtesy.
const INVITES: Phrases = Phrases(include_str!("words/asks_later.txt"));
const WRONG: Phrases = Phrases(include_str!("words/wrong_person.txt"));
/// Sends us on, but only with an address.
const SENDS_ON: Phrases = Phrases(include_str!("words/sends_on.txt"));
const PAY: Phrases = Phrases(include_str!("words/payment.txt"));
/// Money is meant even without an amount.
const PAY_PLAINLY: Phrases = Phrases(include_str!("words/payment_plain.txt"));
const NO_MONEY: Phrases = Phrases(include_str!("words/no_payment.txt"));
const PLACED: Phrases = Phrases(include_str!("words/link_placed.txt"));
const NOT_YET_PLACED: Phrases = Phrases(include_str!("words/link_not_yet.txt"));
/// Words after which nothing that follows may be taken at its word.
const HEDGES: Phrases = Phrases(include_str!("words/hedges.txt"));
const ASKS: Phrases = Phrases(include_str!("words/asks.txt"));

/// Words shortly before a phrase that turn it round.
const TURNS: [&str; 15] = [
    "not", "dont", "wont", "if", "never", "nicht", "pas", "no", "nao", "non", "unless", "whether", "cant", "wouldnt",
    "nothing",
];
const YES_ALONE: [&str; 6] = ["yes", "yes please", "sure", "absolutely", "definitely", "interested"];
const NO_ALONE: [&str; 6] = ["no", "nope", "nah", "nein", "non", "nee"];

/// The class of a plain answer with the words that show it; `None` when in doubt.
pub(super) fn read_answer(mail: &IncomingMail, fresh: &str, received: NaiveDate) -> Option<(ReplyClass, String)> {
    if fresh.trim().is_empty() || fresh.chars().count() > MAX_LENGTH {
        return None;
    }
    Heard::in_text(mail, fresh).settle(received)
}

/// What each family of phrases found.
struct Heard {
    prose: String,
    no: Option<&'static str>,
    yes: Option<&'static str>,
    later: Option<&'static str>,
    wrong: Option<(&'static str, Option<String>)>,
    pay: Option<String>,
    placed: Option<(&'static str, String)>,
    asks: Option<String>,
    /// A later time was asked for, not only meant as courtesy.
    invites: bool,
    hedges: bool,
}

impl Heard {
    fn in_text(mail: &IncomingMail, fresh: &str) -> Self {
        let (prose, links) = part_links(fresh);
        let text = Folded::of(&prose);
        Self {
            no: text.first_of(NO).or_else(|| alone(&prose, NO_ALONE)),
            yes: YES.iter().find(|phrase| is_said_plainly(&text, phrase)).or_else(|| alone(&prose, YES_ALONE)),
            later: text.first_of(LATER),
            wrong: wrong_person(mail, fresh, &text),
            pay: payment(&prose, &text),
            placed: placement(&prose, &text, &links),
            asks: question(&prose),
            invites: text.first_of(INVITES).is_some(),
            hedges: text.first_of(HEDGES).is_some(),
            prose,
        }
    }

    /// One family, or two that go together; anything else is doubtful.
    fn settle(self, received: NaiveDate) -> Option<(ReplyClass, String)> {
        let plain = |kind: ReplyKind, phrase: &str| Some((ReplyClass::plain(kind), phrase.to_owned()));
        let not_now = |phrase: &str| {
            Some((ReplyClass::plain(ReplyKind::NotNow).until(better_day(&self.prose, received)), phrase.to_owned()))
        };
        match (self.no, self.yes, self.later, self.wrong, self.pay, self.placed) {
            (None, _, None, None, Some(phrase), None) => plain(ReplyKind::PaymentRequest, &phrase),
            (None, _, None, None, None, Some((phrase, url))) => {
                Some((ReplyClass { url: Some(url), ..ReplyClass::plain(ReplyKind::LinkPlaced) }, phrase.to_owned()))
            }
            (_, None, None, Some((phrase, address)), None, None) => {
                Some((ReplyClass::plain(ReplyKind::WrongPerson).referral(address), phrase.to_owned()))
            }
            (None, None, Some(phrase), None, None, None) if self.asks.is_none() => not_now(phrase),
            (Some(_), None, Some(phrase), None, None, None) if self.asks.is_none() && self.invites => not_now(phrase),
            (Some(phrase), None, _, None, None, None) if self.asks.is_none() => plain(ReplyKind::NotInterested, phrase),
            (None, Some(phrase), None, None, None, None) if !self.hedges => plain(ReplyKind::Interested, phrase),
            (None, None, None, None, None, None) => self.asks.and_then(|asked| plain(ReplyKind::Question, &asked)),
            _ => None,
        }
    }
}

/// `not interested` contains `interested`, and `let's talk again in March` is no wish to talk now.
fn is_said_plainly(text: &Folded, phrase: &str) -> bool {
    text.places(phrase).iter().any(|(before, after)| {
        let turned = before.rsplit(' ').take(3).any(|word| TURNS.contains(&word));
        !turned && !after.starts_with("again")
    })
}

/// A first sentence of one or two words, in a text that has hardly more.
fn alone(prose: &str, words: [&'static str; 6]) -> Option<&'static str> {
    let first = sentences(prose).next().filter(|_| prose.chars().count() <= 40 && !prose.contains(['?', '？']))?;
    words.into_iter().find(|word| *word == first.words())
}

fn wrong_person(mail: &IncomingMail, fresh: &str, text: &Folded) -> Option<(&'static str, Option<String>)> {
    let address = referral(mail, fresh);
    let sent_on = || text.first_of(SENDS_ON).filter(|_| address.is_some());
    text.first_of(WRONG).or_else(sent_on).map(|phrase| (phrase, address.clone()))
}

fn payment(prose: &str, text: &Folded) -> Option<String> {
    if text.first_of(NO_MONEY).is_some() {
        return None;
    }
    let plainly = text.first_of(PAY_PLAINLY).map(str::to_owned);
    plainly.or_else(|| text.first_of(PAY).zip(amount(prose)).map(|(phrase, amount)| format!("{amount}” and “{phrase}")))
}

/// The first amount of money: a currency next to a number.
fn amount(prose: &str) -> Option<String> {
    const SIGNS: &[char] = &['$', '€', '£', '₹'];
    const CODES: &[&str] =
        &["usd", "eur", "gbp", "aud", "cad", "nzd", "inr", "rs", "euro", "euros", "dollars", "pounds", "rupees"];
    let words: Vec<&str> =
        prose.split_whitespace().map(|word| word.trim_matches(['(', ')', ',', '.', ':', ';', '!', '?', '"'])).collect();
    let has_digit = |word: &str| word.chars().any(|c| c.is_ascii_digit());
    let is_code = |word: &str| CODES.contains(&word.to_lowercase().as_str());
    let is_sign = |word: &str| word.chars().count() <= 3 && word.contains(SIGNS);
    let glued = |word: &str| {
        let lower = word.to_lowercase();
        let bare = lower.trim_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-'));
        has_digit(word) && (word.contains(SIGNS) || CODES.contains(&bare))
    };
    if let Some(word) = words.iter().find(|word| glued(word)) {
        return Some((*word).to_owned());
    }
    words.windows(2).find_map(|pair| {
        let [first, second] = pair else { return None };
        let money = |unit: &str, number: &str| {
            (is_code(unit) || is_sign(unit)) && number.starts_with(|c: char| c.is_ascii_digit())
        };
        (money(first, second) || money(second, first)).then(|| format!("{first} {second}"))
    })
}

fn placement(prose: &str, text: &Folded, links: &[String]) -> Option<(&'static str, String)> {
    if text.first_of(NOT_YET_PLACED).is_some() || prose.contains('?') {
        return None;
    }
    text.first_of(PLACED).zip(links.first().cloned())
}

/// The text without its links, and the links.
fn part_links(fresh: &str) -> (String, Vec<String>) {
    let is_link = |word: &str| word.contains("https://") || word.contains("http://");
    let links = fresh.split_whitespace().filter(|word| is_link(word)).filter_map(link_in).take(20).collect();
    let line = |line: &str| line.split(' ').filter(|word| !is_link(word)).collect::<Vec<_>>().join(" ");
    (fresh.lines().map(line).collect::<Vec<_>>().join("\n"), links)
}

fn link_in(word: &str) -> Option<String> {
    let start = word.find("https://").or_else(|| word.find("http://"))?;
    let link = word.get(start..)?.split(['<', '>', '"', '|', '\\', '^', '`', '{', '}']).next()?;
    let link = link.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '\'', '*']);
    let host = link.split("//").nth(1)?.split(['/', '?', '#']).next()?;
    (host.contains('.') && link.len() <= 2_000).then(|| link.to_owned())
}

/// The first sentence that asks: with a word of asking, or too long for a mere exclamation. Asking to be written to later asks nothing.
fn question(prose: &str) -> Option<String> {
    let sentences = prose.split_inclusive(['?', '？', '.', '!', '\n']).map(str::trim);
    let asks = |sentence: &&str| {
        let text = Folded::of(sentence);
        sentence.ends_with(['?', '？'])
            && text.first_of(INVITES).is_none()
            && (text.first_of(ASKS).is_some() || text.words().split(' ').count() >= 5)
    };
    sentences.into_iter().find(asks).map(|sentence| sentence.chars().take(120).collect())
}
