//! How much of a page is parsed: up to where no parser of HTML gets slow. Deep nesting and tags with a thousand attributes take time that
//! grows with their square; no page for readers has them.

/// The deepest nesting that is followed.
const DEEPEST: usize = 400;
/// The most attributes of one tag.
const MOST_ATTRIBUTES: usize = 500;
/// The most of a page that is parsed, in bytes.
const LONGEST: usize = 5_000_000;

/// Elements that hold nothing, or that end by themselves where the next begins.
const FLAT: [&str; 32] = [
    "area", "base", "body", "br", "col", "dd", "dt", "embed", "head", "hr", "html", "img", "input", "li", "link",
    "meta", "option", "p", "param", "path", "rect", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track",
    "use", "wbr", "circle",
];

/// The beginning of a page that can be parsed in a time that grows with its length.
pub(super) fn modest(html: &str) -> &str {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(start) = html.get(at..).and_then(|rest| rest.find('<')).map(|found| at + found) {
        let rest = html.get(start..).unwrap_or_default();
        let length = rest.find('>').unwrap_or(rest.len());
        let tag = rest.get(..length).unwrap_or_default();
        let closes = tag.starts_with("</");
        let name = tag.trim_start_matches(['<', '/']);
        let name =
            name.get(..name.find(|sign: char| !sign.is_ascii_alphanumeric()).unwrap_or(name.len())).unwrap_or_default();
        let flat = name.is_empty() || tag.ends_with('/') || FLAT.iter().any(|flat| flat.eq_ignore_ascii_case(name));
        if closes && !flat {
            depth = depth.saturating_sub(1);
        } else if !flat {
            depth += 1;
        }
        if depth > DEEPEST || start > LONGEST || (tag.len() > MOST_ATTRIBUTES && has_many_attributes(tag)) {
            return html.get(..start).unwrap_or_default();
        }
        at = start + passed_over(rest, name, closes).max(1);
    }
    html
}

/// How far the text goes that is no markup, at the beginning of a comment or of a script: its `<` open nothing.
fn passed_over(rest: &str, name: &str, closes: bool) -> usize {
    let end = |mark: &str| {
        let closing = |at: &usize| rest.get(*at..at + mark.len()).is_some_and(|piece| piece.eq_ignore_ascii_case(mark));
        rest.match_indices("</").map(|(at, _)| at).find(closing)
    };
    match () {
        () if rest.starts_with("<!--") => rest.find("-->").unwrap_or(rest.len()),
        () if closes => 1,
        () if name.eq_ignore_ascii_case("script") => end("</script").unwrap_or(rest.len()),
        () if name.eq_ignore_ascii_case("style") => end("</style").unwrap_or(rest.len()),
        () => 1,
    }
}

fn has_many_attributes(tag: &str) -> bool {
    let bare = !tag.contains(['"', '\'']);
    tag.matches('=').count() > MOST_ATTRIBUTES || (bare && tag.split_whitespace().nth(MOST_ATTRIBUTES).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_for_readers_are_whole_and_others_end_where_they_get_slow() {
        let list = format!("<ul>{}</ul>", "<li><a href='/x'>x</a><br><p>y".repeat(5_000));
        assert_eq!(modest(&list).len(), list.len());
        assert_eq!(modest(&"<div>".repeat(9_000)).len(), 5 * DEEPEST);
        let many: String = (0..9_000).map(|number| format!(" a{number}")).collect();
        assert_eq!(modest(&format!("<p>yes</p><p{many}>no")), "<p>yes</p>");
        assert_eq!(modest(&format!("<p>yes</p><p{}>no", many.replace(' ', " x='' "))), "<p>yes</p>");
        let script = format!("<script>{}</script><!-- {} --><p>x", "if(a<b)c<d;".repeat(9_000), "<div>".repeat(900));
        assert_eq!(modest(&script), script);
        let drawing = format!("<path d=\"{}\"/>", "M 0 1 ".repeat(9_000));
        assert_eq!(modest(&drawing), drawing);
    }
}
