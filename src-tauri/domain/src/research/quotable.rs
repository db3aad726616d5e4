//! Whether a careful person would quote a piece of a stranger's page in a mail. A page can say anything: commands for whoever reads it,
//! addresses, nonsense. Such a fact is kept and shown with its source; it is not repeated.

use super::{SiteFact, SiteFactKind};

/// The longest piece that is quoted, in characters.
const LONGEST: usize = 90;

/// Turns of phrase that speak to a reader who writes mails, or to a model.
const COMMANDS: [&str; 40] = [
    "ignore previous",
    "ignore all",
    "ignore the above",
    "ignore any",
    "ignore your",
    "ignore earlier",
    "ignore prior",
    "disregard",
    "forget everything",
    "forget your",
    "forget all",
    "system prompt",
    "system:",
    "assistant:",
    "user:",
    "system message",
    "developer message",
    "you must",
    "you are now",
    "you are an ai",
    "as an ai",
    "language model",
    "new instructions",
    "follow these instructions",
    "your instructions",
    "prompt injection",
    "jailbreak",
    "override",
    "reply to this",
    "reply only",
    "reply with",
    "respond with",
    "send an email",
    "send all",
    "send this",
    "send your",
    "send the",
    "forward this",
    "forward all",
    "do not tell",
];

/// What nobody publishes on purpose.
const PLACEHOLDERS: [&str; 16] = [
    "hello world",
    "sample page",
    "lorem ipsum",
    "dolor sit amet",
    "untitled",
    "just another wordpress",
    "just another",
    "coming soon",
    "under construction",
    "test post",
    "example post",
    "placeholder",
    "page title",
    "page not found",
    "default title",
    "my first post",
];

/// Words that do not belong in a mail to a stranger: rude, or about grief.
const UNFIT: [&str; 26] = [
    "fuck", "fucking", "shit", "shitty", "bullshit", "bitch", "cunt", "asshole", "arsehole", "bastard", "crap", "wank",
    "porn", "xxx", "nazi", "suicide", "obituary", "funeral", "died", "dies", "rip", "memoriam", "killed", "murder",
    "scheiße", "rape",
];

/// Whether a text tells its reader what to do, as an injected instruction would.
pub(super) fn instructs(text: &str) -> bool {
    let lower = text.to_lowercase().replace('’', "'");
    COMMANDS.iter().any(|command| lower.contains(command))
}

/// Whether a fact may be quoted in a mail. Only names, subjects, titles and the texts of links are ever quoted.
pub fn is_quotable(fact: &SiteFact) -> bool {
    match fact.kind {
        SiteFactKind::Title | SiteFactKind::Topic | SiteFactKind::Post | SiteFactKind::Author => is_fit(&fact.value),
        SiteFactKind::WriteForUs | SiteFactKind::LinkToUs => is_fit(&fact.passage),
        SiteFactKind::Description | SiteFactKind::ContactAddress | SiteFactKind::LinkToRival => false,
    }
}

fn is_fit(text: &str) -> bool {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split(|sign: char| !sign.is_alphanumeric()).collect();
    (2..=LONGEST).contains(&text.chars().count())
        && text.chars().any(char::is_alphabetic)
        && !text.chars().any(is_odd)
        && !text.ends_with("...")
        && !text.contains("!!")
        && !shouts(text)
        && !instructs(text)
        && !names_a_place(text)
        && !PLACEHOLDERS.iter().any(|placeholder| lower.contains(placeholder))
        && !UNFIT.iter().any(|unfit| words.contains(unfit))
}

/// Signs of markup, of quotation, of something cut off, and pictures.
fn is_odd(sign: char) -> bool {
    matches!(
        sign,
        '<' | '>'
            | '{'
            | '}'
            | '['
            | ']'
            | '|'
            | '`'
            | '\\'
            | '"'
            | '“'
            | '”'
            | '„'
            | '«'
            | '»'
            | '…'
            | '@'
            | '='
            | '\u{fffd}'
    ) || sign.is_control()
        || matches!(sign, '\u{2190}'..='\u{2bff}' | '\u{fe0f}' | '\u{e000}'..='\u{f8ff}' | '\u{1f000}'..='\u{1ffff}')
}

fn shouts(text: &str) -> bool {
    let (upper, lower) = (
        text.chars().filter(|sign| sign.is_uppercase()).count(),
        text.chars().filter(|sign| sign.is_lowercase()).count(),
    );
    upper >= 8 && upper > lower
}

/// Whether a word looks like an address of the web: letters on both sides of a dot.
fn names_a_place(text: &str) -> bool {
    let lower = text.to_lowercase();
    let dotted = |word: &str| {
        let word = word.trim_matches(|sign: char| !sign.is_alphanumeric());
        word.split_once('.').is_some_and(|(head, tail)| {
            head.chars().any(char::is_alphabetic)
                && tail.chars().take(2).filter(|sign| sign.is_alphabetic()).count() == 2
        })
    };
    lower.contains("://") || lower.contains("www.") || lower.split_whitespace().any(dotted)
}

/// The facts for a model, one a line, such as `post: Five loaves, one Saturday`. What could be an order to it is left out, and so is every
/// address: a mail needs none.
pub fn lines(facts: &[SiteFact]) -> Vec<String> {
    let told = |fact: &&SiteFact| match fact.kind {
        SiteFactKind::Description => {
            !instructs(&fact.value) && !names_a_place(&fact.value) && !fact.value.contains(['@', '<', '>'])
        }
        _ => is_quotable(fact),
    };
    let text = |fact: &SiteFact| match fact.kind {
        SiteFactKind::WriteForUs | SiteFactKind::LinkToUs => fact.passage.clone(),
        _ => fact.value.clone(),
    };
    facts.iter().filter(told).map(|fact| format!("{}: {}", fact.kind, text(fact))).collect()
}
