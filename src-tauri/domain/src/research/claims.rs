//! The claim checker: what a mail says about its reader's site, work or person that no fact says. Sentences are taken apart into clauses by
//! their words alone. Offers, questions, suppositions and what the writer says of themselves are no claims.
//!
//! It errs towards showing a clause to a person. What it lets pass it has not proved: words are compared, not meanings.

use std::collections::BTreeSet;
use std::ops::Range;

use super::checked::*;
use super::words::{is_unicase, stem};
use super::{SiteFact, SiteFactKind};
use crate::grounds::{Word, says_something, unknown_names, unknown_numbers, words};

/// The most that is listed: more than a person checks.
const MOST: usize = 12;

/// What the writer knew beside the facts of the site.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known<'a> {
    /// About the reader: name, company, website, notes, tags.
    pub them: &'a [String],
    /// About the writer: brand, what it does, who writes.
    pub us: &'a [String],
}

/// Every piece of a mail, without signature and footer, that claims something about its reader and is in no fact, in the order of the text.
pub fn unsupported(body: &str, facts: &[SiteFact], known: Known<'_>) -> Vec<String> {
    let checker = Checker::new(facts, known);
    let mut found: Vec<Range<usize>> = Vec::new();
    for sentence in sentences(body) {
        checker.sentence(body, sentence, &mut found);
    }
    for name in unknown_names(body, &checker.names) {
        let told = |at: usize| found.iter().any(|range| range.contains(&at));
        let at = body.match_indices(&name).map(|(at, _)| at).find(|at| !told(*at));
        found.extend(at.map(|at| at..at + name.len()));
    }
    found.extend(checker.foreign(body));
    found.sort_by_key(|range| (range.start, range.end));
    let mut phrases: Vec<String> = Vec::new();
    for phrase in found.iter().filter_map(|range| body.get(range.clone())).map(str::to_owned) {
        if !phrases.contains(&phrase) {
            phrases.push(phrase);
        }
    }
    phrases.truncate(MOST);
    phrases
}

struct Checker {
    /// Stems of the words that may be said about the reader.
    theirs: BTreeSet<String>,
    /// Words of names that are known, whoever bears them.
    names: BTreeSet<String>,
    /// What may be quoted, as words.
    quotable: Vec<Vec<String>>,
    /// Names of the reader's site and company, as words.
    them: Vec<Vec<String>>,
    /// Names of the writer and the brand, as words.
    us: Vec<Vec<String>>,
}

/// What a clause does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// It says nothing about the reader.
    Silent,
    /// It offers, asks, supposes, or is about the writer.
    Free,
    /// It claims something about the reader.
    Claims,
}

/// What the clause before one did.
#[derive(Debug, Clone, Copy)]
struct Before {
    mode: Mode,
    /// It asked, offered or hoped.
    open: bool,
    /// It hoped.
    hopes: bool,
}

impl Checker {
    fn new(facts: &[SiteFact], known: Known<'_>) -> Self {
        let of_facts = || facts.iter().flat_map(|fact| [fact.value.as_str(), fact.passage.as_str()]);
        let theirs = || of_facts().chain(known.them.iter().map(String::as_str));
        let all = || theirs().chain(known.us.iter().map(String::as_str));
        let has = |kinds: &[SiteFactKind]| facts.iter().any(|fact| kinds.contains(&fact.kind));
        let mut allowed: Vec<&str> = NEUTRAL.to_vec();
        if has(&[SiteFactKind::Post, SiteFactKind::Topic]) {
            allowed.extend(OF_POSTS);
        }
        if has(&[SiteFactKind::WriteForUs]) {
            allowed.extend(OF_INVITATIONS);
        }
        if has(&[SiteFactKind::ContactAddress]) {
            allowed.extend(OF_ADDRESSES);
        }
        if has(&[SiteFactKind::LinkToUs]) {
            allowed.extend(OF_LINKS);
        }
        let stems = theirs().flat_map(plain).chain(allowed.iter().map(|word| (*word).to_owned()));
        let titles = facts.iter().filter(|fact| fact.kind == SiteFactKind::Title).map(|fact| fact.value.as_str());
        let short = |text: &&str| (1..=4).contains(&plain(text).len());
        Self {
            theirs: stems.map(|word| stem(&word).to_owned()).collect(),
            names: all().flat_map(words).flat_map(|word| [word.plain.replace('’', "'"), word.plain]).collect(),
            quotable: all().map(plain).collect(),
            them: titles.chain(known.them.iter().map(String::as_str)).filter(short).map(plain).collect(),
            us: known.us.iter().map(String::as_str).filter(short).map(plain).collect(),
        }
    }

    /// Adds what one sentence claims without a fact.
    fn sentence(&self, body: &str, at: Range<usize>, found: &mut Vec<Range<usize>>) {
        let text = body.get(at.clone()).unwrap_or_default();
        let shift = |range: Range<usize>| range.start + at.start..range.end + at.start;
        let quotes = quotes(text);
        let unknown: Vec<&Range<usize>> = quotes.iter().filter(|quote| !self.may_quote(text, quote)).collect();
        if !unknown.is_empty() {
            found.extend(unknown.into_iter().map(|quote| shift(quote.clone())));
            return;
        }
        let all = words(text);
        let said: Vec<&Word> =
            all.iter().filter(|word| !quotes.iter().any(|quote| quote.contains(&word.at.start))).collect();
        let asks = text.trim_end().ends_with('?');
        let mut before = Before { mode: Mode::Silent, open: false, hopes: false };
        for clause in clauses(text, &said, &quotes) {
            let mode = self.mode(&clause, before, asks);
            let open = asks || clause.iter().any(|word| MODAL.contains(&word.plain.as_str()));
            let hopes = clause.iter().any(|word| matches!(word.plain.as_str(), "hope" | "wish" | "trust"));
            before = Before { mode, open, hopes };
            let whole = || Some(clause.first()?.at.start..clause.last()?.at.end);
            let piece = match mode {
                Mode::Claims => (!clause.iter().all(|word| self.is_known(word))).then(whole).flatten(),
                Mode::Free => self.work(&clause, open).or_else(|| self.deed(&clause)),
                Mode::Silent => self.number(text, &clause).or_else(|| self.work(&clause, open)),
            };
            found.extend(piece.map(shift));
        }
    }

    fn may_quote(&self, text: &str, quote: &Range<usize>) -> bool {
        let quoted = plain(text.get(quote.clone()).unwrap_or_default());
        quoted.is_empty() || self.quotable.iter().any(|known| known.windows(quoted.len()).any(|piece| piece == quoted))
    }

    /// Whether a word says nothing, or something that a fact says.
    fn is_known(&self, word: &Word) -> bool {
        !says_something(word) || self.theirs.contains(stem(&word.plain.replace('’', "'")))
    }

    /// What a clause does, after one that did `before`.
    fn mode(&self, clause: &[&Word], before: Before, asks: bool) -> Mode {
        let is = |word: &&Word, list: &[&str]| list.contains(&word.plain.as_str());
        let has = |list: &[&str]| clause.iter().any(|word| is(word, list));
        let Some(first) = clause.first() else { return before.mode };
        if is(first, SUPPOSING) && !(first.plain == "or" && before.mode == Mode::Claims) || is(first, REQUESTS) {
            return Mode::Free;
        }
        let writer = clause.iter().position(|word| is(word, FIRST)).or_else(|| begins(clause, &self.us));
        let reader = self.reader(clause);
        match (writer, reader) {
            (Some(writer), reader) if reader.is_none_or(|reader| writer < reader) => self.of_writer(clause, writer),
            (_, Some(_)) if asks || has(MODAL) => Mode::Free,
            // “We could send it and you decide”, “I hope that your week is going well”.
            (_, Some(_)) if before.open && first.plain == "and" && !has(DID) => Mode::Free,
            (_, Some(_)) if before.hopes && first.plain == "that" => Mode::Free,
            (_, Some(_)) => Mode::Claims,
            _ if has(KUDOS) || praises(clause) => Mode::Claims,
            // “Thank you for that.”
            _ if is(first, &["thank", "thanks"]) => Mode::Free,
            _ if has(MODAL) || has(OURS) => Mode::Free,
            _ if is(first, OPENERS) || !first.opens => before.mode,
            _ => Mode::Silent,
        }
    }

    /// What a clause does whose subject is the writer: claims to know the reader's work, or speaks of the writer.
    fn of_writer(&self, clause: &[&Word], writer: usize) -> Mode {
        let rest = clause.get(writer..).unwrap_or_default();
        let has = |list: &[&str]| rest.iter().any(|word| list.contains(&word.plain.as_str()));
        let about_reader = has(SECOND) || find(rest, &self.them).is_some();
        let thinks = rest.windows(2).any(|two| {
            let [verb, next] = two else { return false };
            THOUGHT.contains(&verb.plain.as_str()) && SECOND.contains(&next.plain.as_str())
        });
        match () {
            () if thinks => Mode::Claims,
            () if has(MODAL) => Mode::Free,
            () if has(LIKED) && !has(OURS) => Mode::Claims,
            () if has(MET) && (about_reader || (has(WORKS) && !has(OURS))) => Mode::Claims,
            () => Mode::Free,
        }
    }

    /// Where in a clause the reader, or what is theirs, is the subject.
    fn reader(&self, clause: &[&Word]) -> Option<usize> {
        let opens = |place: usize| {
            let before = place.checked_sub(1).and_then(|before| clause.get(before)).map(|word| word.plain.as_str());
            before.is_none_or(|word| OPENERS.contains(&word) || ADVERBS.contains(&word))
        };
        let said = |(place, word): (usize, &&Word)| {
            let next = clause.get(place + 1).map(|word| word.plain.as_str()).unwrap_or_default();
            let before = place.checked_sub(1).and_then(|before| clause.get(before)).map(|word| word.plain.as_str());
            let object = before.is_some_and(|word| BEFORE_OBJECTS.contains(&word));
            let subject = match word.plain.as_str() {
                "you" => opens(place) && !object || DID.contains(&next) || matches!(next, "are" | "have" | "were"),
                "your" => !object,
                "they" | "their" => opens(place),
                word => SECOND.contains(&word),
            };
            subject.then_some(place)
        };
        clause.iter().enumerate().find_map(said).or_else(|| begins(clause, &self.them)).or_else(|| names_site(clause))
    }

    /// “your post on compost”: a thing of the reader's with what it is said to be about, in whatever sentence. Where nothing is left open,
    /// any thing they are said to have, “your workshop”.
    fn work(&self, clause: &[&Word], open: bool) -> Option<Range<usize>> {
        let open = open || clause.first().is_some_and(|word| SUPPOSING.contains(&word.plain.as_str()));
        for (place, word) in clause.iter().enumerate().filter(|(_, word)| word.plain == "your") {
            let after = clause.get(place + 1..).unwrap_or_default();
            let Some(noun) = after.iter().take(4).position(|word| WORKS.contains(&word.plain.as_str())) else {
                let thing = after.first().filter(|thing| !open && !ANYBODYS.contains(&thing.plain.as_str()));
                match thing.filter(|thing| !self.is_known(thing)) {
                    Some(thing) => return Some(word.at.start..thing.at.end),
                    None => continue,
                }
            };
            let (described, rest) = after.split_at_checked(noun)?;
            let complement = rest.get(1..).unwrap_or_default();
            let complement = match complement.first() {
                Some(next) if ABOUT.contains(&next.plain.as_str()) => {
                    let end = complement.iter().position(|word| OURS.contains(&word.plain.as_str()));
                    complement.get(..end.unwrap_or(complement.len())).unwrap_or_default()
                }
                _ => &[],
            };
            let tells = !described.iter().chain(complement).all(|word| self.is_known(word));
            let last = complement.last().or(rest.first())?;
            if tells {
                return Some(word.at.start..last.at.end);
            }
        }
        None
    }

    /// “the post you published last week”: what the reader is said to have done, inside an offer.
    fn deed(&self, clause: &[&Word]) -> Option<Range<usize>> {
        let supposes = clause.first().is_some_and(|word| SUPPOSING.contains(&word.plain.as_str()));
        let place = clause.windows(2).position(|two| {
            let [you, verb] = two else { return false };
            you.plain == "you" && DID.contains(&verb.plain.as_str())
        })?;
        let rest = clause.get(place..)?;
        let known = rest.iter().all(|word| self.is_known(word));
        (!supposes && !known).then(|| Some(rest.first()?.at.start..rest.last()?.at.end)).flatten()
    }

    /// Words in a script without capitals, where it is not the mail's: they name something, and no fact has them.
    fn foreign(&self, body: &str) -> Vec<Range<usize>> {
        let all = words(body);
        let foreign: Vec<&Word> = all.iter().filter(|word| word.plain.starts_with(is_unicase)).collect();
        if foreign.len() * 2 > all.len() {
            return Vec::new();
        }
        foreign.into_iter().filter(|word| !self.names.contains(&word.plain)).map(|word| word.at.clone()).collect()
    }

    /// A number that no fact has, where it is not the writer's.
    fn number(&self, text: &str, clause: &[&Word]) -> Option<Range<usize>> {
        let whole = clause.first()?.at.start..clause.last()?.at.end;
        let piece = text.get(whole.clone())?;
        (!unknown_numbers(piece, &self.names).is_empty()).then_some(whole)
    }
}

/// Where a name stands at the beginning of a clause, behind a word that opens it.
fn begins(clause: &[&Word], names: &[Vec<String>]) -> Option<usize> {
    let skipped = usize::from(clause.first().is_some_and(|word| OPENERS.contains(&word.plain.as_str())));
    find(clause, names).filter(|place| *place <= skipped)
}

/// Where one of the names stands in a clause.
fn find(clause: &[&Word], names: &[Vec<String>]) -> Option<usize> {
    let stands = |place: usize, name: &Vec<String>| {
        !name.is_empty()
            && clause.get(place..place + name.len()).is_some_and(|piece| piece.iter().map(|word| &word.plain).eq(name))
    };
    (0..clause.len()).find(|place| names.iter().any(|name| stands(*place, name)))
}

/// “The site …” at the beginning of a clause.
fn names_site(clause: &[&Word]) -> Option<usize> {
    let (article, noun) = (clause.first()?, clause.get(1)?);
    let site = ["site", "blog", "website", "magazine", "shop"].contains(&noun.plain.as_str());
    (["the", "this"].contains(&article.plain.as_str()) && site).then_some(0)
}

/// “Great post”, “an excellent guide”.
fn praises(clause: &[&Word]) -> bool {
    let praise = clause.iter().position(|word| PRAISE.contains(&word.plain.as_str()));
    let after = praise.and_then(|place| clause.get(place + 1..place + 3)).unwrap_or_default();
    after.iter().any(|word| WORKS.contains(&word.plain.as_str()))
}

/// The words of a text, with every apostrophe the same.
fn plain(text: &str) -> Vec<String> {
    words(text).into_iter().map(|word| word.plain.replace('’', "'")).collect()
}

/// The sentences of a text. What stands in quotation marks ends none.
fn sentences(text: &str) -> Vec<Range<usize>> {
    let quotes = quotes(text);
    let mut found = Vec::new();
    let mut start = 0;
    let mut signs = text.char_indices().peekable();
    while let Some((at, sign)) = signs.next() {
        let next = signs.peek().map(|(_, next)| *next);
        let quoted = quotes.iter().any(|quote| quote.contains(&at));
        let ends = matches!(sign, '.' | '!' | '?')
            && next.is_none_or(|next| next.is_whitespace() || matches!(next, '”' | '"'));
        if !quoted && (ends || (sign == '\n' && next == Some('\n'))) {
            found.push(start..at + sign.len_utf8());
            start = at + sign.len_utf8();
        }
    }
    found.push(start..text.len());
    found
}

/// What stands between quotation marks of one line, without them.
fn quotes(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open: Option<(usize, char)> = None;
    for (at, sign) in text.char_indices() {
        match (open, sign) {
            (_, '\n') => open = None,
            (Some((start, closing)), sign) if sign == closing => {
                found.push(start..at);
                open = None;
            }
            (None, '“' | '„') => open = Some((at + sign.len_utf8(), if sign == '“' { '”' } else { '“' })),
            (None, '"') => open = Some((at + 1, '"')),
            (None, '«') => open = Some((at + sign.len_utf8(), '»')),
            (None, '‘') => open = Some((at + sign.len_utf8(), '’')),
            _ => {}
        }
    }
    found
}

/// The clauses of a sentence, as the words that are not quoted.
fn clauses<'a>(text: &str, said: &[&'a Word], quotes: &[Range<usize>]) -> Vec<Vec<&'a Word>> {
    let mut found: Vec<Vec<&Word>> = Vec::new();
    let mut end = 0;
    for word in said {
        let parted = text.get(end..word.at.start).is_some_and(|gap| {
            gap.char_indices().any(|(at, sign)| {
                let quoted = quotes.iter().any(|quote| quote.contains(&(end + at)));
                let number =
                    sign == ',' && is_digit(text, end + at + 1) && end + at > 0 && is_digit(text, end + at - 1);
                !quoted && !number && matches!(sign, ',' | ';' | ':' | '–' | '—' | '(' | ')' | '\n')
            })
        });
        let opens = OPENERS.contains(&word.plain.as_str());
        match found.last_mut() {
            Some(last) if !parted && !opens => last.push(word),
            _ => found.push(vec![word]),
        }
        end = word.at.end;
    }
    found
}

/// Whether a digit stands at a place.
fn is_digit(text: &str, at: usize) -> bool {
    text.as_bytes().get(at).is_some_and(u8::is_ascii_digit)
}
