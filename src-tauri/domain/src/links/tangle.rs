//! Whether a page would cost its parser work out of proportion: a parser looks through all that is open at each tag, and opens elements
//! such as `b` again in each element after them until they are closed.

use std::collections::HashMap;

/// What all tags together may cost, in steps. A page of 5 MB as people make them costs a hundredth of it.
const MOST_WORK: usize = 40_000_000;
const MOST_TAGS: usize = 600_000;
/// Open elements that are passed in one step.
const PER_STEP: usize = 8;
/// What is opened again.
const REOPENED: [&[u8]; 13] =
    [b"b", b"big", b"code", b"em", b"font", b"i", b"nobr", b"s", b"small", b"strike", b"strong", b"tt", b"u"];
/// What never stays open, or is closed by the next of its kind.
const FLAT: [&[u8]; 21] = [
    b"area", b"base", b"br", b"col", b"dd", b"dt", b"embed", b"hr", b"img", b"input", b"li", b"link", b"meta",
    b"option", b"p", b"source", b"td", b"th", b"tr", b"track", b"wbr",
];
/// What has only text in it.
const RAW: [&str; 7] = ["script", "style", "textarea", "title", "iframe", "xmp", "noscript"];

/// The start of a tag's name, in lower case, filled up with zeros.
type Name = [u8; 8];

/// Whether reading it would take too long. In doubt it would: every tag counts as opened, but one that closes counts only where no parser
/// could take it for text, and only for one of its name.
pub(super) fn is_tangled(html: &str) -> bool {
    let bytes = html.as_bytes();
    let mut open: HashMap<Name, usize> = HashMap::new();
    let (mut depth, mut again, mut tags, mut work, mut believed_from) = (0_usize, 0_usize, 0_usize, 0_usize, 0_usize);
    for (at, _) in html.match_indices('<') {
        let rest = bytes.get(at + 1..).unwrap_or_default();
        let closes = rest.first() == Some(&b'/');
        let (name, length) = name(rest.get(usize::from(closes)..).unwrap_or_default());
        let short = name.get(..length).unwrap_or_default();
        if at >= believed_from {
            believed_from = at + 1 + passed(html.get(at..).unwrap_or_default(), short, closes);
        } else if closes {
            continue;
        }
        if length == 0 || FLAT.contains(&short) {
            tags += 1;
        } else {
            let count = open.entry(name).or_default();
            let reopened = usize::from(REOPENED.contains(&short));
            if !closes {
                (*count, depth, again, tags) = (*count + 1, depth + 1, again + reopened, tags + 1);
            } else if *count > 0 {
                (*count, depth, again) = (*count - 1, depth - 1, again - reopened);
            }
        }
        work += depth / PER_STEP + again;
        if tags > MOST_TAGS || work > MOST_WORK {
            return true;
        }
    }
    false
}

fn name(rest: &[u8]) -> (Name, usize) {
    let mut name = Name::default();
    let letters = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric());
    let length = name.iter_mut().zip(letters).map(|(to, from)| *to = from.to_ascii_lowercase()).count();
    (name, length)
}

/// How far a tag, a comment, or an element that has only text in it, reaches.
fn passed(from: &str, name: &[u8], closes: bool) -> usize {
    let all = from.len();
    if from.starts_with("<!--") {
        return from.find("-->").unwrap_or(all);
    }
    if name.is_empty() {
        return 0;
    }
    if let Some(raw) = RAW.iter().find(|raw| !closes && raw.as_bytes() == name) {
        let end = from
            .match_indices("</")
            .find(|(at, _)| from.get(at + 2..at + 2 + raw.len()).is_some_and(|name| name.eq_ignore_ascii_case(raw)));
        return end.map_or(all, |(at, _)| at.saturating_sub(1));
    }
    let mut quote = None;
    for (at, byte) in from.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if byte == open => quote = None,
            _ => {}
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_as_people_make_them_are_read() {
        let paragraph =
            "<div class=\"x\"><p>Some <b class=\"y\">bold</b> words and <a href=\"/z\">a link</a>.<br></div>\n";
        assert!(!is_tangled(&paragraph.repeat(5_000_000 / paragraph.len())));
        assert!(!is_tangled(&format!("{}{}", "<div>".repeat(3_000), "</div>".repeat(3_000))));
        assert!(!is_tangled(""));
    }

    #[test]
    fn knots_are_not() {
        for knot in [
            "<div>",
            "<div></p>",
            "<div></foo>",
            "<div><!--</div>-->",
            "<div x=\"</div>\">",
            "<div><script></div></script>",
        ] {
            assert!(is_tangled(&knot.repeat(100_000)), "{knot}");
        }
        let bold: String = (0..9_000).map(|number| format!("<b id={number}>")).collect();
        assert!(is_tangled(&(bold + &"<p>".repeat(9_000))));
    }
}
