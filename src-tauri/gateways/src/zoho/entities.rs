//! Decodes the HTML entities that Zoho puts into subjects, names and addresses. Once: what a decoding reveals is text.

const NAMED: [(&str, char); 16] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{a0}'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("hellip", '…'),
    ("copy", '©'),
    ("reg", '®'),
    ("trade", '™'),
];

/// The longest entity looked for, without its `&` and `;`.
const LONGEST: usize = 8;

/// The text with its entities decoded; what is no known entity stays as it is.
pub(super) fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        match after.split_once(';').filter(|(name, _)| name.len() <= LONGEST) {
            Some((name, next)) if let Some(c) = character(name) => {
                out.push(c);
                rest = next;
            }
            _ => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

fn character(name: &str) -> Option<char> {
    let Some(number) = name.strip_prefix('#') else {
        return NAMED.iter().find(|(known, _)| *known == name).map(|(_, c)| *c);
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    char::from_u32(code).filter(|c| *c != '\0')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Tom &amp; Jo", "Tom & Jo")]
    #[case("&amp;lt;", "&lt;")]
    #[case("that&#39;s &#x20AC;5", "that's €5")]
    #[case("AT&T; a & b &unknown; &#xD800; &", "AT&T; a & b &unknown; &#xD800; &")]
    #[case("a && b &quot;c&quot;", "a && b \"c\"")]
    fn decodes_once(#[case] raw: &str, #[case] shown: &str) {
        assert_eq!(decode(raw), shown);
    }

    proptest! {
        #[test]
        fn text_without_ampersand_is_untouched(text in "[^&]{0,60}") {
            prop_assert_eq!(decode(&text), text);
        }

        #[test]
        fn what_was_encoded_comes_back(text in "\\PC{0,60}") {
            let encoded = text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&#34;");
            prop_assert_eq!(decode(&encoded), text);
        }
    }
}
