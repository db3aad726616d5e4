//! Between HTML and plain text, as roughly as mail programs do it. Not a sanitiser.

/// Escapes text for HTML, and as the mail API escapes its fields.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// Plain text as HTML, one block per line.
pub(crate) fn from_text(text: &str) -> String {
    text.lines()
        .map(|line| if line.is_empty() { "<div><br></div>".into() } else { format!("<div>{}</div>", escape(line)) })
        .collect()
}

/// The readable text of an HTML body: blocks become lines, links keep their target.
pub(crate) fn to_text(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    let mut target: Option<String> = None;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(&flow(before));
        let Some((tag, tail)) = after.split_once('>') else { break };
        rest = tail;
        let name: String = tag.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '/').collect();
        match name.to_ascii_lowercase().as_str() {
            "br" | "br/" | "/div" | "/tr" | "/li" | "/h1" | "/h2" | "/h3" => out.push('\n'),
            "/p" | "/blockquote" | "/table" | "/ul" | "hr" => out.push_str("\n\n"),
            "style" | "script" | "head" => rest = skip(rest, &name),
            "a" => target = attribute(tag, "href"),
            "/a" => link(&mut out, target.take()),
            _ => {}
        }
    }
    out.push_str(&flow(rest));
    tidy(&unescape(&out))
}

/// Line breaks in HTML source are only spaces.
fn flow(text: &str) -> String {
    text.replace("\r\n", " ").replace(['\n', '\t'], " ")
}

fn skip<'a>(rest: &'a str, name: &str) -> &'a str {
    let end = format!("</{name}>");
    rest.split_once(end.as_str()).map_or("", |(_, after)| after)
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, after) = tag.split_once(&format!("{name}="))?;
    let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    after.split(quote).nth(1).map(str::to_owned)
}

fn link(out: &mut String, target: Option<String>) {
    if let Some(target) = target.filter(|target| !out.ends_with(target.as_str())) {
        out.push_str(&format!(" <{}>", target.trim_start_matches("mailto:")));
    }
}

/// Decodes the entities that [`escape`] writes, and the non-breaking space.
pub(crate) fn unescape(text: &str) -> String {
    let plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    plain.replace("&nbsp;", " ").replace("&amp;", "&")
}

/// Trims lines and leaves at most one empty line in a row.
fn tidy(text: &str) -> String {
    let mut out = String::new();
    let mut empty = 0;
    for line in text.lines().map(str::trim) {
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty < 2 {
            out.push_str(line);
            out.push('\n');
        }
    }
    out.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn escaping_is_undone_by_one_decoding(text in ".{0,80}") {
            prop_assert_eq!(unescape(&escape(&text)), text);
        }

        #[test]
        fn any_markup_becomes_text(markup in "[<>a-z/=\"&; \n]{0,120}") {
            prop_assert!(!to_text(&markup).contains("\n\n\n"));
        }
    }

    #[test]
    fn text_keeps_blocks_links_and_decodes_once() {
        let html =
            "<style>p{}</style><p>Hi Jo,</p><p>A &amp;lt; B<br>next\nline <a href=\"https://ex.com/x\">here</a></p>";
        assert_eq!(to_text(html), "Hi Jo,\n\nA &lt; B\nnext line here <https://ex.com/x>");
        assert_eq!(unescape(&escape("<a href='x'>\"&amp;")), "<a href='x'>\"&amp;");
    }
}
