//! HTML mails as text, and where their quotation stands. Cleaning HTML for display is left to `page`.

/// More tags than this, or deeper nesting, and the plain converter is used: laying out such a page could take minutes.
const MAX_TAGS: usize = 8_000;
const MAX_NESTING: usize = 80;
/// How wide text is laid out, in characters.
const WIDTH: usize = 200;

/// Containers that hold a quotation or a signature and nothing else.
const CONTAINERS: &[&str] = &[
    "gmail_quote",
    "gmail_signature",
    "yahoo_quoted",
    "moz-cite-prefix",
    "moz-signature",
    "zmail_extra",
    "blockquote_zmail",
    "protonmail_quote",
    "type=\"cite\"",
    "type='cite'",
    "type=cite",
];
/// Marks after which everything is quotation.
const TAILS: &[&str] =
    &["divrplyfwdmsg", "appendonsend", "olk_src_body_section", "mail-editor-reference-message-container"];

/// The page without its quotation, and the quotation.
pub(super) fn cut_quote(page: &str) -> (String, String) {
    let kind = |tag: &Tag<'_>| {
        if tag.is_mark(TAILS) {
            Cut::ToTheEnd
        } else if !tag.closes && tag.is_mark(CONTAINERS) {
            Cut::Element
        } else {
            Cut::Nothing
        }
    };
    cut(page, kind)
}

/// The page as plain text, without what a reader would not see.
pub(super) fn to_text(page: &str) -> String {
    let (page, _) = cut(page, |tag| if tag.is_hidden() { Cut::Element } else { Cut::Nothing });
    let layout = || {
        let plain = html2text::config::plain_no_decorate().allow_width_overflow().raw_mode(true).no_link_wrapping();
        plain.string_from_read(page.as_bytes(), WIDTH).ok()
    };
    let laid_out = if is_modest(&page) { layout() } else { None };
    laid_out.unwrap_or_else(|| mail_parser::decoders::html::html_to_text(&page))
}

/// What to cut at a tag.
#[derive(PartialEq, Eq)]
enum Cut {
    Nothing,
    Element,
    ToTheEnd,
}

/// What stays of a page and what goes. An element that is never closed goes on to the end.
fn cut(page: &str, kind: impl Fn(&Tag<'_>) -> Cut) -> (String, String) {
    let (mut kept, mut gone) = (String::new(), String::new());
    let mut open: Option<(&str, usize)> = None;
    let mut done = 0;
    for tag in Tags::new(page) {
        if let Some((name, depth)) = &mut open {
            if name.eq_ignore_ascii_case(tag.name) {
                *depth = if tag.closes { *depth - 1 } else { *depth + 1 };
            }
            if *depth == 0 {
                gone.push_str(page.get(done..tag.end).unwrap_or_default());
                done = tag.end;
                open = None;
            }
        } else {
            let kind = kind(&tag);
            if kind != Cut::Nothing {
                kept.push_str(page.get(done..tag.start).unwrap_or_default());
                done = tag.start;
                // No tag is called "", so such an element never ends.
                open = Some((if kind == Cut::Element { tag.name } else { "" }, 1));
            }
        }
    }
    let rest = page.get(done..).unwrap_or_default();
    if open.is_some() {
        gone.push_str(rest)
    } else {
        kept.push_str(rest)
    }
    (kept, gone)
}

pub(super) fn is_modest(page: &str) -> bool {
    let (mut depth, mut count) = (0_usize, 0);
    Tags::new(page).all(|tag| {
        count += 1;
        if !tag.is_flat() {
            depth = if tag.closes { depth.saturating_sub(1) } else { depth + 1 };
        }
        count <= MAX_TAGS && depth <= MAX_NESTING
    })
}

/// One tag, with the bytes it stands on.
pub(super) struct Tag<'a> {
    pub(super) name: &'a str,
    pub(super) text: &'a str,
    pub(super) closes: bool,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Tag<'_> {
    fn is_mark(&self, marks: &[&str]) -> bool {
        let text = self.text.to_ascii_lowercase();
        marks.iter().any(|mark| text.contains(mark))
    }

    /// Elements that no reader sees, such as the preview text of newsletters.
    fn is_hidden(&self) -> bool {
        let unseen = ["iframe", "object", "template", "title", "noscript"]
            .iter()
            .any(|name| self.name.eq_ignore_ascii_case(name));
        let style = || self.text.to_ascii_lowercase().replace(' ', "");
        !self.closes && (unseen || (!self.is_flat() && self.text.len() < 2_000 && style().contains("display:none")))
    }

    /// Elements that hold nothing, or that close themselves when the next one begins.
    fn is_flat(&self) -> bool {
        let name = self.name.to_ascii_lowercase();
        matches!(
            name.as_str(),
            "br" | "hr"
                | "img"
                | "input"
                | "meta"
                | "link"
                | "wbr"
                | "col"
                | "p"
                | "li"
                | "td"
                | "th"
                | "tr"
                | "dt"
                | "dd"
                | "option"
        )
    }
}

/// Walks over the tags of a page; comments and declarations are passed over.
pub(super) struct Tags<'a> {
    page: &'a str,
    at: usize,
}

impl<'a> Tags<'a> {
    pub(super) fn new(page: &'a str) -> Self {
        Self { page, at: 0 }
    }
}

impl<'a> Iterator for Tags<'a> {
    type Item = Tag<'a>;

    fn next(&mut self) -> Option<Tag<'a>> {
        loop {
            let start = self.at + self.page.get(self.at..)?.find('<')?;
            let rest = self.page.get(start..)?;
            let closing = if rest.starts_with("<!--") { "-->" } else { ">" };
            let end = start + rest.find(closing)? + closing.len();
            self.at = end;
            let text = self.page.get(start + 1..end - 1).unwrap_or_default();
            let closes = text.starts_with('/');
            let bare = text.trim_start_matches('/');
            let name = bare.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
            if !name.is_empty() {
                return Some(Tag { name, text, closes, start, end });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations_leave_by_their_container() {
        for (page, fresh, quoted) in [
            ("<div>Yes</div><div class=\"gmail_quote\">On <div>x</div> wrote</div>", "<div>Yes</div>", "On"),
            (
                "<p>Yes</p><blockquote type=\"cite\">old <blockquote>older</blockquote></blockquote><p>Bye</p>",
                "<p>Yes</p><p>Bye</p>",
                "older",
            ),
            ("Yes<hr><div id=\"divRplyFwdMsg\">From: us</div><div>all the rest</div>", "Yes<hr>", "all the rest"),
            ("Yes<div class='zmail_extra'>---- On", "Yes", "---- On"),
            ("<!-- gmail_quote --><p>Yes</p>", "<!-- gmail_quote --><p>Yes</p>", ""),
        ] {
            let (kept, cut) = cut_quote(page);
            assert_eq!(kept, fresh);
            assert!(cut.contains(quoted), "{cut}");
        }
    }

    #[test]
    fn a_page_reads_as_text() {
        let text = to_text(
            "<html><head><style>p{color:red}</style></head><body><p>Hello&nbsp;<b>Jo</b></p><script>x()</script><p>Bye</p></body></html>",
        );
        assert!(text.contains("Hello") && text.contains("Jo") && text.contains("Bye"), "{text}");
        assert!(!text.contains("color") && !text.contains("x()"), "{text}");
    }

    #[test]
    fn monsters_are_read_without_layout() {
        let deep = format!("{}deep{}", "<blockquote>".repeat(20_000), "</blockquote>".repeat(20_000));
        assert!(to_text(&deep).contains("deep"));
        assert!(to_text(&format!("{}wide", "<hr>".repeat(90_000))).contains("wide"));
    }
}
