//! How mail programs put a reply above the mail it answers. Leaves the words of the reply to others.

use chrono::DateTime;
use chrono_tz::Tz;

use super::persona::{Language, Program};
use crate::mime::html::{escape, from_text, to_text};
use crate::mime::letter::local;
use crate::world::Mail;

/// A reply in both forms, the HTML parted where the quote begins.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    /// Plain text with the quote.
    pub(crate) text: String,
    /// HTML of the new part.
    pub(crate) fresh: String,
    /// HTML of the quote.
    pub(crate) quoted: String,
}

/// Sets `words` above a quote of `original`, which was sent at its `received_at`.
pub(crate) fn reply(program: Program, language: Language, words: &str, original: &Mail, zone: Tz) -> Reply {
    let words =
        if program == Program::Phone { format!("{words}\n\n{}", telephone(language)) } else { words.to_owned() };
    let whole = format!("{}{}", original.html, original.quoted);
    let (text_quote, quoted) = match program {
        Program::Outlook => outlook(language, original, &whole, zone),
        other => arrows(other, &attribution(other, language, original, zone), &whole),
    };
    Reply { text: format!("{words}\n\n{text_quote}\n"), fresh: fresh(program, &words), quoted }
}

/// The subject of a reply, with the prefix that the program and language use.
pub(crate) fn subject(program: Program, language: Language, original: &str) -> String {
    let base = original.strip_prefix("Re: ").unwrap_or(original);
    match (program, language) {
        (Program::Outlook, Language::German) => format!("AW: {base}"),
        (Program::Outlook, _) => format!("RE: {base}"),
        _ => format!("Re: {base}"),
    }
}

fn telephone(language: Language) -> &'static str {
    match language {
        Language::German => "Von meinem iPhone gesendet",
        Language::French => "Envoyé de mon iPhone",
        Language::English | Language::Hindi => "Sent from my iPhone",
    }
}

fn fresh(program: Program, words: &str) -> String {
    let body = from_text(words);
    match program {
        Program::Gmail | Program::Phone => format!("<div dir=\"ltr\">{body}</div>"),
        Program::Outlook => format!(
            "<div class=\"WordSection1\">{}</div>",
            body.replace("<div>", "<p class=\"MsoNormal\">").replace("</div>", "</p>")
        ),
        Program::Apple | Program::Thunderbird => body,
    }
}

/// The line above a quote with arrows.
fn attribution(program: Program, language: Language, original: &Mail, zone: Tz) -> String {
    let at: DateTime<Tz> = local(original.received_at, zone);
    let who = original.from.shown();
    let address = &original.from.email;
    match (language, program) {
        (Language::German, Program::Gmail) => {
            format!("Am {} schrieb {who} <{address}>:", at.format("%d.%m.%Y um %H:%M"))
        }
        (Language::German, _) => format!("Am {} schrieb {who}:", at.format("%d.%m.%y um %H:%M")),
        (Language::French, _) => format!("Le {}, {who} <{address}> a écrit :", at.format("%d/%m/%Y à %H:%M")),
        (_, Program::Apple | Program::Phone) => {
            format!("On {}, {who} <{address}> wrote:", at.format("%-d %b %Y, at %H:%M"))
        }
        (_, Program::Thunderbird) => format!("On {}, {who} wrote:", at.format("%d/%m/%Y %H:%M")),
        _ => format!("On {}, {who} <{address}> wrote:", at.format("%a, %-d %b %Y at %H:%M")),
    }
}

fn arrows(program: Program, attribution: &str, whole: &str) -> (String, String) {
    let lines: Vec<String> = to_text(whole).lines().map(|line| format!("> {line}").trim_end().to_owned()).collect();
    let text = format!("{attribution}\n\n{}", lines.join("\n"));
    let line = escape(attribution);
    let quoted = match program {
        Program::Gmail | Program::Phone => format!(
            "<br><div class=\"gmail_quote\"><div dir=\"ltr\" class=\"gmail_attr\">{line}<br></div>\
             <blockquote class=\"gmail_quote\" style=\"margin:0 0 0 .8ex;padding-left:1ex\">{whole}</blockquote></div>"
        ),
        Program::Thunderbird => {
            format!("<div class=\"moz-cite-prefix\">{line}<br></div><blockquote type=\"cite\">{whole}</blockquote>")
        }
        Program::Apple | Program::Outlook => {
            format!("<div><br><blockquote type=\"cite\"><div>{line}</div><br>{whole}</blockquote></div>")
        }
    };
    (text, quoted)
}

/// Outlook repeats the headers and indents nothing.
fn outlook(language: Language, original: &Mail, whole: &str, zone: Tz) -> (String, String) {
    let [from, sent, to, subject] = match language {
        Language::German => ["Von", "Gesendet", "An", "Betreff"],
        Language::French => ["De", "Envoyé", "À", "Objet"],
        Language::English | Language::Hindi => ["From", "Sent", "To", "Subject"],
    };
    let at = local(original.received_at, zone);
    let when = match language {
        Language::German | Language::French => at.format("%d/%m/%Y %H:%M").to_string(),
        Language::English | Language::Hindi => at.format("%A, %-d %B %Y %-I:%M %p").to_string(),
    };
    let recipients = original.to.iter().map(|address| address.email.as_str()).collect::<Vec<_>>().join("; ");
    let fields = [
        (from, format!("{} <{}>", original.from.shown(), original.from.email)),
        (sent, when),
        (to, recipients),
        (subject, original.subject.clone()),
    ];
    let block: Vec<String> = fields.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    let markup: String = fields.iter().map(|(name, value)| format!("<b>{name}:</b> {}<br>", escape(value))).collect();
    (
        format!("________________________________\n{}\n\n{}", block.join("\n"), to_text(whole)),
        format!(
            "<div id=\"appendonsend\"></div><hr><div id=\"divRplyFwdMsg\" dir=\"ltr\">{markup}</div><div>{whole}</div>"
        ),
    )
}
