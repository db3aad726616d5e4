//! The base subject: what two mails of one conversation have in common. Decoding of encoded words is left to the mail parser.

use unicode_normalization::UnicodeNormalization;

/// Reply and forward marks in the languages that mail programs write.
const MARKS: &[&str] = &["re", "aw", "sv", "antw", "fw", "fwd", "wg", "tr", "rv", "vs", "odp", "ynt", "回复", "转发"];

/// Lower case, NFC, single spaces, without leading reply and forward marks and without one leading `[list]` tag.
pub fn normalise_subject(subject: &str) -> String {
    let lower: String = subject.nfc().flat_map(char::to_lowercase).filter(|c| !is_invisible(*c)).collect();
    let text = lower.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = without_marks(&text);
    without_marks(without_tag(text)).to_owned()
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn without_marks(mut text: &str) -> &str {
    while let Some(rest) = after_mark(text) {
        text = rest;
    }
    text
}

/// What follows one `re:`, `re[2]:`, `fwd (3):`, `回复：`.
fn after_mark(text: &str) -> Option<&str> {
    // The longer of two marks that begin alike (`fw`, `fwd`) must be tried too, so every mark is.
    MARKS.iter().find_map(|mark| {
        let rest = text.strip_prefix(mark)?.trim_start();
        let rest = after_count(rest).unwrap_or(rest).trim_start();
        rest.strip_prefix([':', '：']).map(str::trim_start)
    })
}

fn after_count(text: &str) -> Option<&str> {
    let (open, close) = if text.starts_with('[') { ('[', ']') } else { ('(', ')') };
    let (count, rest) = text.strip_prefix(open)?.split_once(close)?;
    (!count.is_empty() && count.len() <= 4 && count.bytes().all(|b| b.is_ascii_digit())).then_some(rest)
}

/// Without one `[list]` tag, unless nothing else is left.
fn without_tag(text: &str) -> &str {
    let rest = text.strip_prefix('[').and_then(|inner| inner.split_once(']')).map(|(_, rest)| rest.trim_start());
    rest.filter(|rest| !rest.is_empty()).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::normalise_subject;

    #[test]
    fn marks_tags_and_spaces_go() {
        for (given, base) in [
            ("Guest post idea", "guest post idea"),
            ("Re: Guest  post\tidea", "guest post idea"),
            ("RE: Re[2]: FWD: guest post idea", "guest post idea"),
            ("AW: WG: Guest post idea", "guest post idea"),
            ("Fw (3) : Guest post idea", "guest post idea"),
            ("回复：Guest post idea", "guest post idea"),
            ("Re: [webmasters] Re: Guest post idea", "guest post idea"),
            ("[Hello]", "[hello]"),
            ("Résumé: a plan", "résumé: a plan"),
            ("Re\u{301}sume\u{301}: a plan", "résumé: a plan"),
            ("Reply: me", "reply: me"),
            ("Re: \u{202e}idea", "idea"),
            ("re:", ""),
            ("", ""),
        ] {
            assert_eq!(normalise_subject(given), base, "{given:?}");
        }
    }
}
