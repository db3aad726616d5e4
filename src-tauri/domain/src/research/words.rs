//! What words on a page look like: names of people, and texts compared by their letters alone.

use crate::grounds::{says_something, words};

/// The letters and digits of a text in lower case, and nothing between them.
pub(super) fn squashed(text: &str) -> String {
    text.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Words that stand where an author's name is expected and name nobody.
const NOBODY: [&str; 22] = [
    "admin",
    "administrator",
    "author",
    "authors",
    "blog",
    "board",
    "contributor",
    "council",
    "desk",
    "editor",
    "editorial",
    "editors",
    "guest",
    "magazine",
    "news",
    "office",
    "redaktion",
    "staff",
    "team",
    "the",
    "webmaster",
    "writers",
];

/// Whether a text reads as the name of one person: two to four words, each with a capital where its script has capitals.
pub(super) fn is_person(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let joins = |word: &str| matches!(word, "de" | "van" | "von" | "der" | "da" | "di" | "la" | "bin" | "al");
    let reads = |word: &&str| {
        let inside = |sign: char| sign.is_alphabetic() || matches!(sign, '\'' | '’' | '-' | '.') || is_mark(sign);
        let first = word.chars().next();
        word.chars().all(inside)
            && first.is_some_and(|sign| sign.is_uppercase() || is_unicase(sign) || joins(word))
            && !NOBODY.contains(&word.to_lowercase().as_str())
    };
    (2..=4).contains(&words.len()) && text.chars().count() <= 60 && words.iter().all(reads)
}

/// Letters of scripts without capitals.
pub(super) fn is_unicase(sign: char) -> bool {
    sign.is_alphabetic() && !sign.is_lowercase() && !sign.is_uppercase()
}

/// Vowel signs and joiners of Indic scripts, which are no letters by themselves.
fn is_mark(sign: char) -> bool {
    matches!(sign, '\u{900}'..='\u{d7f}' | '\u{200c}' | '\u{200d}')
}

/// Whether whole words stand in a text as they are.
pub(super) fn contains_words(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, _)| {
        let before = text.get(..at).and_then(|head| head.chars().next_back());
        let after = text.get(at + words.len()..).and_then(|tail| tail.chars().next());
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

/// How many telling words of one text are in the other.
pub(super) fn shared(one: &str, other: &str) -> usize {
    let others: Vec<String> = words(other).into_iter().map(|word| stem(&word.plain).to_owned()).collect();
    words(one)
        .iter()
        .filter(|word| says_something(word) && others.iter().any(|other| other == stem(&word.plain)))
        .count()
}

/// A word without its ending, as far as that can be told without a dictionary.
pub(super) fn stem(word: &str) -> &str {
    let endings = ["ings", "ing", "ers", "er", "ies", "es", "ed", "s", "y", "e"];
    let bare = endings.iter().find_map(|ending| word.strip_suffix(ending).filter(|bare| bare.chars().count() >= 3));
    bare.unwrap_or(word)
}

/// Whether a text has a small word of the same stem as this small word: “booking” of “bookings”.
pub(super) fn has_relative(text: &str, word: &str) -> bool {
    let mut others = text.split(|sign: char| !sign.is_alphabetic());
    word.chars().count() > 4 && others.any(|other| stem(other) == stem(word))
}
