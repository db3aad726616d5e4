//! Words without their accidents: case, accents, apostrophes, punctuation and line breaks do not matter when a phrase is looked for.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A text as lower-case words parted by single spaces, with one at each end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Folded(String);

impl Folded {
    pub(super) fn of(text: &str) -> Self {
        let mut folded = String::with_capacity(text.len() + 2);
        folded.push(' ');
        for c in text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
            if c.is_alphanumeric() {
                folded.push(c);
            } else if !matches!(c, '\'' | '’' | '‘' | '`' | '´' | '\u{200b}'..='\u{200f}' | '\u{ad}')
                && !folded.ends_with(' ')
            {
                folded.push(' ');
            }
        }
        if !folded.ends_with(' ') {
            folded.push(' ');
        }
        Self(folded)
    }

    /// The words, without the spaces around.
    pub(super) fn words(&self) -> &str {
        self.0.trim()
    }

    pub(super) fn has(&self, phrase: &str) -> bool {
        !self.places(phrase).is_empty()
    }

    /// The first phrase of a list that the text contains.
    pub(super) fn first_of<'p>(&self, phrases: impl IntoIterator<Item = &'p str>) -> Option<&'p str> {
        phrases.into_iter().find(|phrase| self.has(phrase))
    }

    /// The text without some phrases.
    pub(super) fn without<'p>(&self, phrases: impl IntoIterator<Item = &'p str>) -> Self {
        phrases.into_iter().fold(self.clone(), |text, phrase| Self(text.0.replace(&Self::of(phrase).0, " ")))
    }

    /// For each place where the phrase stands: the words before it and the words after it.
    pub(super) fn places(&self, phrase: &str) -> Vec<(&str, &str)> {
        let phrase = Self::of(phrase);
        // Scripts without spaces between words cannot be held to word borders.
        let needle = if phrase.0.chars().any(|c| c >= '\u{2e80}') { phrase.words() } else { phrase.0.as_str() };
        if needle.trim().is_empty() {
            return Vec::new();
        }
        self.0
            .match_indices(needle)
            .map(|(at, found)| {
                (self.0.get(..at).unwrap_or_default().trim(), self.0.get(at + found.len()..).unwrap_or_default().trim())
            })
            .collect()
    }
}

/// A list of phrases in a file of `words/`: one a line, in any of our languages; lines that begin with `#` are headings.
#[derive(Debug, Clone, Copy)]
pub(super) struct Phrases(pub(super) &'static str);

impl Phrases {
    pub(super) fn iter(self) -> impl Iterator<Item = &'static str> {
        self.0.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
    }

    pub(super) fn contains(self, word: &str) -> bool {
        self.iter().any(|phrase| phrase == word)
    }
}

impl IntoIterator for Phrases {
    type Item = &'static str;
    type IntoIter = Box<dyn Iterator<Item = &'static str>>;

    fn into_iter(self) -> Self::IntoIter {
        Box::new(self.iter())
    }
}

/// The sentences and lines of a text, folded, without empty ones.
pub(super) fn sentences(text: &str) -> impl Iterator<Item = Folded> {
    text.split(['.', '!', '?', '\n', ';', ':', ',', '。', '！', '？', '،'])
        .map(Folded::of)
        .filter(|sentence| !sentence.words().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accidents_do_not_matter() {
        for (text, phrase, found) in [
            ("Please UN-subscribe\nme", "un subscribe me", true),
            ("Je veux me désabonner.", "desabonner", true),
            ("I don’t want it", "don't want", true),
            ("unstoppable", "stop", false),
            ("请取消订阅谢谢", "取消订阅", true),
            ("anything", "", false),
        ] {
            assert_eq!(Folded::of(text).has(phrase), found, "{text}");
        }
    }
}
