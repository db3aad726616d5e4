//! Putting a mail together: signature, legal footer with our token, HTML, and the checks that nothing unfinished can leave.
//!
//! The footer is added here, after a model and after every edit; no writer supplies it.

use crate::brand::Settings;
use crate::engagement::{self, Marks};

/// A written mail before signature and footer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Subject line.
    pub subject: String,
    /// Body without signature and footer, paragraphs parted by blank lines.
    pub body: String,
}

/// A mail ready to be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Composed {
    /// Subject line.
    pub subject: String,
    /// Plain text with signature and footer.
    pub text: String,
    /// The same as HTML.
    pub html: String,
}

/// Why a draft may not become a mail.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unfinished {
    /// Nothing in it.
    #[error("the {0} is empty")]
    Empty(&'static str),
    /// Something was to be filled in and was not.
    #[error("“{0}” was never filled in")]
    Placeholder(String),
    /// A greeting with nobody in it.
    #[error("the greeting “{0}” has no name")]
    BareGreeting(String),
    /// Too long for a mail between people.
    #[error("the {0} is too long")]
    TooLong(&'static str),
    /// A link that is not the brand's own.
    #[error("the text contains a link or address that is not ours: “{0}”")]
    ForeignLink(String),
    /// Line breaks or control characters in the subject.
    #[error("the subject contains a control character")]
    ControlCharacter,
}

/// The opt-out sentence every mail carries.
pub const OPT_OUT: &str = "Rather not hear from us? Reply STOP and we will not write again.";

/// Checks a draft. `links_ours` also refuses links and addresses outside `own_hosts`: used for what a model wrote, not for what a person typed.
pub fn check(draft: &Draft, own_hosts: Option<&[String]>) -> Result<(), Unfinished> {
    let (subject, body) = (draft.subject.trim(), draft.body.trim());
    if subject.is_empty() {
        return Err(Unfinished::Empty("subject"));
    }
    if body.is_empty() {
        return Err(Unfinished::Empty("body"));
    }
    if subject.chars().any(char::is_control) {
        return Err(Unfinished::ControlCharacter);
    }
    if subject.chars().count() > 200 {
        return Err(Unfinished::TooLong("subject"));
    }
    if body.chars().count() > 10_000 {
        return Err(Unfinished::TooLong("body"));
    }
    for text in [subject, body] {
        if let Some(found) = placeholder(text) {
            return Err(Unfinished::Placeholder(found));
        }
    }
    if let Some(greeting) = bare_greeting(body) {
        return Err(Unfinished::BareGreeting(greeting));
    }
    match own_hosts.and_then(|hosts| foreign_link(&format!("{subject}\n{body}"), hosts)) {
        Some(link) => Err(Unfinished::ForeignLink(link)),
        None => Ok(()),
    }
}

fn placeholder(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    for (open, close) in [("{{", "}}"), ("{%", "%}"), ("<%", "%>"), ("${", "}"), ("[[", "]]")] {
        if let Some(at) = text.find(open) {
            let rest = text.get(at..).unwrap_or_default();
            let end = rest.find(close).map_or(rest.len().min(24), |end| end + close.len());
            return Some(rest.get(..end).unwrap_or(open).to_owned());
        }
    }
    let words = [
        "name",
        "company",
        "first",
        "last",
        "your",
        "insert",
        "recipient",
        "contact",
        "website",
        "title",
        "position",
        "date",
        "link",
        "sender",
    ];
    for (open, close) in [('[', ']'), ('<', '>'), ('{', '}')] {
        let mut rest = text;
        while let Some(at) = rest.find(open) {
            let inner = rest.get(at + open.len_utf8()..).unwrap_or_default();
            let Some(end) = inner.find(close) else { break };
            let word = inner.get(..end).unwrap_or_default();
            let starts = word.to_lowercase();
            if word.len() <= 40 && words.iter().any(|known| starts.starts_with(known)) {
                return Some(format!("{open}{word}{close}"));
            }
            rest = inner.get(end..).unwrap_or_default();
        }
    }
    ["lorem ipsum", "xxxx", "todo:", "tbd"]
        .iter()
        .find(|mark| lower.split_whitespace().any(|w| w == **mark) || (mark.contains(' ') && lower.contains(**mark)))
        .map(|mark| (*mark).to_owned())
}

fn bare_greeting(body: &str) -> Option<String> {
    let first = body.lines().next()?.trim();
    let (greeting, rest) = first.split_at(first.find(|c: char| !c.is_alphabetic()).unwrap_or(first.len()));
    let is_greeting = ["hi", "hello", "dear", "hey"].contains(&greeting.to_lowercase().as_str());
    let nobody = rest.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '!' | '.' | ':' | '-' | '–'));
    let empty_word = ["null", "none", "undefined", "nan", "n/a", "unknown"].contains(&nobody.to_lowercase().as_str());
    // "Hello," on its own is a whole greeting only when nothing was meant to follow; "Hi ," shows that something was.
    let gap = rest.starts_with(' ') && nobody.is_empty();
    (is_greeting && (gap || empty_word || (greeting.eq_ignore_ascii_case("dear") && nobody.is_empty())))
        .then(|| first.to_owned())
}

fn foreign_link(text: &str, own_hosts: &[String]) -> Option<String> {
    let ours = |host: &str| own_hosts.iter().any(|own| host == own || host.ends_with(&format!(".{own}")));
    for word in text.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '<' | '>' | '"' | '\'' | ',' | ';')) {
        let word = word.trim_end_matches(['.', '!', '?', ':']);
        let lower = word.to_lowercase();
        if let Some((_, rest)) =
            lower.split_once("://").or_else(|| lower.starts_with("www.").then_some(("", lower.as_str())))
        {
            let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
            let host = host.rsplit('@').next().unwrap_or_default();
            if !ours(host.trim_start_matches("www.")) {
                return Some(word.to_owned());
            }
        } else if let Some((_, domain)) = lower.rsplit_once('@')
            && domain.contains('.')
            && !ours(domain)
        {
            return Some(word.to_owned());
        } else if ["javascript:", "data:", "mailto:"].iter().any(|scheme| lower.starts_with(scheme)) {
            return Some(word.to_owned());
        }
    }
    None
}

/// Adds signature and footer to a draft. `source` says where the address is from, as the law asks.
pub fn finish(draft: &Draft, settings: &Settings, source: &str, token: &str) -> Composed {
    finish_marked(draft, settings, source, token, &Marks::default())
}

/// As [`finish`], with what the mail carries for the relay.
pub fn finish_marked(draft: &Draft, settings: &Settings, source: &str, token: &str, marks: &Marks) -> Composed {
    let body = draft.body.trim().replace("\r\n", "\n");
    let signature = settings.signature.trim();
    let footer = footer_lines(settings, source, token, marks);
    let text = format!("{body}{}", under(signature, &footer));
    let mut html = String::from("<div>");
    for paragraph in body.split("\n\n").chain((!signature.is_empty()).then_some(signature)) {
        html.push_str(&format!("<p>{}</p>", marks.to_html(paragraph).replace('\n', "<br>")));
    }
    let small: Vec<String> = footer.iter().map(|line| footer_line_to_html(line)).collect();
    html.push_str(&format!("<p style=\"color:#6e685f;font-size:12px\">{}</p>", small.join("<br>")));
    html.push_str(&marks.picture());
    html.push_str("</div>");
    Composed { subject: draft.subject.trim().to_owned(), text, html }
}

fn footer_line_to_html(line: &str) -> String {
    match line.strip_prefix(engagement::UNSUBSCRIBE) {
        Some(link) => format!("Or <a href=\"{}\">unsubscribe here</a>", escape(link)),
        None => escape(line),
    }
}

/// What is added below the body of every mail, as plain text, to be looked at while it is written: signature and footer.
pub fn below(settings: &Settings, source: &str, token: &str) -> String {
    under(settings.signature.trim(), &footer_lines(settings, source, token, &Marks::example(settings)))
}

fn under(signature: &str, footer: &[String]) -> String {
    let mut text = String::new();
    if !signature.is_empty() {
        text.push_str("\n\n");
        text.push_str(signature);
    }
    text.push_str("\n\n-- \n");
    text.push_str(&footer.join("\n"));
    text.push('\n');
    text
}

fn footer_lines(settings: &Settings, source: &str, token: &str, marks: &Marks) -> Vec<String> {
    let mut lines = vec![format!("{}, {}", settings.legal_name, settings.legal_address)];
    if !source.trim().is_empty() {
        lines.push(format!("We have your address from: {}.", source.trim().trim_end_matches('.')));
    }
    lines.push(OPT_OUT.to_owned());
    lines.extend(marks.footer_line());
    lines.push(format!("Our reference: {token}"));
    lines
}

/// What the legal footer of a finished text lacks, judged by the text itself; `None` when it says who we are, how to opt out, and our reference.
pub fn footer_gap(text: &str, settings: &Settings, token: &str) -> Option<String> {
    if let Some(key) = settings.identity_gap() {
        return Some(format!("set {key} in the brand's settings"));
    }
    let has = |part: &str| text.contains(part);
    if !has(&settings.legal_name) || !has(&settings.legal_address) {
        return Some("the mail does not say who we are; edit it, so that it is written anew".to_owned());
    }
    (!has(OPT_OUT) || !has(token))
        .then(|| "the mail does not say how to opt out; edit it, so that it is written anew".to_owned())
}

/// The body of a finished text without signature and footer: what a person edits.
pub fn body_of(text: &str, settings: &Settings) -> String {
    let body = text.rsplit_once("\n\n-- \n").map_or(text, |(body, _)| body);
    let signature = settings.signature.trim();
    let bare = if signature.is_empty() { body } else { body.strip_suffix(signature).unwrap_or(body) };
    bare.trim_end().to_owned()
}

/// Escapes text for HTML.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Our mark in the visible text: `ref:` and sixteen base32 characters made from ten random bytes.
pub fn token(random: [u8; 10]) -> String {
    const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    let mut bits = random.iter().fold(0u128, |acc, byte| (acc << 8) | u128::from(*byte));
    let mut out = [0u8; 16];
    for slot in out.iter_mut().rev() {
        *slot = ALPHABET.get((bits & 31) as usize).copied().unwrap_or(b'a');
        bits >>= 5;
    }
    format!("ref:{}", out.iter().map(|b| char::from(*b)).collect::<String>())
}

/// The random bytes that [`token`] was made from; `None` for what it did not make.
pub fn random_of(token: &str) -> Option<[u8; 10]> {
    let letters = token.strip_prefix("ref:").filter(|letters| letters.len() == 16)?;
    let mut bits = 0u128;
    for letter in letters.bytes() {
        let five = match letter {
            b'a'..=b'z' => letter - b'a',
            b'2'..=b'7' => letter - b'2' + 26,
            _ => return None,
        };
        bits = (bits << 5) | u128::from(five);
    }
    let [_, _, _, _, _, _, random @ ..] = bits.to_be_bytes();
    Some(random)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(subject: &str, body: &str) -> Draft {
        Draft { subject: subject.into(), body: body.into() }
    }

    #[test]
    fn nothing_unfinished_leaves() {
        for (subject, body) in [
            ("", "Hi John"),
            ("Hi", " "),
            ("Hello", "Hi ,\n\nwe"),
            ("Hello", "Hi {{ first_name }},\n\nwe"),
            ("For [Company]", "Hi John,\n\nwe"),
            ("Hello", "Dear <Name>,"),
            ("Hello", "Dear,\n\nwe"),
            ("Hello", "Hi null,\n\nwe"),
            ("Hello", "Hi John,\n\n[Your Name]"),
            ("Hello\r\nBcc: a@b.c", "Hi John"),
            ("Hello", "Hi John, lorem ipsum"),
        ] {
            assert!(check(&draft(subject, body), None).is_err(), "{subject:?} {body:?}");
        }
        for body in ["Hi John,\n\nwe met [at the fair].", "Hello,\n\nshort and fine.", "Hi there,\n\nfine"] {
            assert_eq!(check(&draft("A thought", body), None), Ok(()), "{body:?}");
        }
    }

    #[test]
    fn a_model_brings_no_links() {
        let own = ["codeteki.au".to_owned()];
        for body in [
            "see https://evil.example/x",
            "see www.evil.example",
            "write to me@evil.example",
            "javascript:alert(1)",
            "https://codeteki.au@evil.example/",
        ] {
            assert!(matches!(check(&draft("s", body), Some(&own)), Err(Unfinished::ForeignLink(_))), "{body}");
        }
        assert_eq!(check(&draft("s", "see https://www.codeteki.au/work, or sales@codeteki.au."), Some(&own)), Ok(()));
    }

    #[test]
    fn the_footer_is_ours_and_comes_off_again() {
        let settings = Settings {
            legal_name: "Codeteki".into(),
            legal_address: "Melbourne".into(),
            signature: "The Team".into(),
            ..Settings::default()
        };
        let token = token([7; 10]);
        let mail = finish(&draft("S", "Hi John,\n\nwe build."), &settings, "your website", &token);
        assert_eq!(footer_gap(&mail.text, &settings, &token), None);
        assert_eq!(body_of(&mail.text, &settings), "Hi John,\n\nwe build.");
        assert!(mail.html.contains("Hi John,") && mail.html.contains(&token));
        assert!(footer_gap("no footer", &settings, &token).is_some());
        assert!(footer_gap(&mail.text, &Settings::default(), &token).unwrap().contains("legal.name"));
    }

    #[test]
    fn tokens_have_the_documented_form() {
        let text = token([0xff; 10]);
        assert_eq!(text, "ref:7777777777777777");
        assert_ne!(token([1; 10]), token([2; 10]));
        assert_eq!(random_of(&token([1, 2, 3, 4, 5, 6, 7, 8, 9, 250])), Some([1, 2, 3, 4, 5, 6, 7, 8, 9, 250]));
        for wrong in ["ref:777", "777777777777777", "ref:0777777777777777", "AP-EXAMPLE"] {
            assert_eq!(random_of(wrong), None, "{wrong}");
        }
    }
}
