//! Parts what a sender wrote now from what the mail quotes. There is no standard for this; the marks are those that mail programs write.
//! Nothing is lost: what is not fresh is handed back as quoted. Containers in HTML are cut elsewhere, before.

use super::phrase::Phrases;

/// Verbs of the line that introduces a quotation.
const WROTE: &[&str] = &[
    "wrote",
    "schrieb",
    "a écrit",
    "escribió",
    "escreveu",
    "ha scritto",
    "schreef",
    "skrev",
    "napisał",
    "pisze",
    "napsal",
    "написал",
    "пишет",
    "yazdı",
    "kirjoitti",
    "写道",
    "寫道",
    "書きました",
    "のメール",
];
/// Words that such a line begins with, when it names no address.
const STARTERS: &[&str] =
    &["on", "am", "le", "el", "em", "il", "op", "den", "dnia", "w", "dne", "at", "in", "on,", "----", "---", "-----"];
/// How the first line of a copied header begins.
const FROM: &[&str] =
    &["from", "von", "de", "da", "van", "från", "fra", "od", "от", "发件人", "寄件者", "差出人", "gönderen"];
/// How its other lines begin.
const OTHER: Phrases = Phrases(include_str!("words/header_labels.txt"));
/// Titles of a quoted or forwarded mail, between dashes or alone.
const TITLES: Phrases = Phrases(include_str!("words/quote_titles.txt"));
/// Beginnings of the lines that telephones and programs add.
const SIGNATURES: Phrases = Phrases(include_str!("words/device_signatures.txt"));

/// The fresh text and the rest: quotation, signature, the line a telephone adds.
pub fn split_quoted(text: &str) -> (String, String) {
    let lines: Vec<&str> = text.lines().collect();
    let (mut fresh, mut quoted): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    let mut rest = lines.as_slice();
    while let Some((line, after)) = rest.split_first() {
        if is_quoted(line) || is_program_signature(line) {
            quoted.push(line);
            rest = after;
        } else if let Some(length) = attribution(rest) {
            let (head, below) = rest.split_at(length.min(rest.len()));
            quoted.extend(head);
            // With marked lines below, the sender may go on after them; without, everything below is quoted.
            let marked = below.iter().find(|line| !line.trim().is_empty()).is_some_and(|line| is_quoted(line));
            quoted.extend(if marked { &[] } else { below });
            rest = if marked { below } else { &[] };
        } else if is_title(line)
            || copied_header(rest)
            || (is_signature_mark(line) && fresh.iter().any(|line| !line.trim().is_empty()))
        {
            quoted.extend(rest);
            rest = &[];
        } else {
            fresh.push(line);
            rest = after;
        }
    }
    (fresh.join("\n").trim().to_owned(), quoted.join("\n").trim().to_owned())
}

fn is_quoted(line: &str) -> bool {
    line.trim_start().starts_with('>')
}

fn is_signature_mark(line: &str) -> bool {
    matches!(line.trim_end(), "--" | "—" | "__")
}

fn is_program_signature(line: &str) -> bool {
    let line = line.trim().to_lowercase();
    let ends_a_word = |start: &str, rest: &str| !start.is_ascii() || rest.starts_with(' ');
    line.len() <= 100
        && SIGNATURES.iter().any(|start| line.strip_prefix(start).is_some_and(|rest| ends_a_word(start, rest)))
}

/// Whether a quotation is introduced here, and on how many lines.
fn attribution(lines: &[&str]) -> Option<usize> {
    let mut joined = String::new();
    for (at, line) in lines.iter().take(4).enumerate() {
        let line = line.trim();
        if line.is_empty() || joined.len() + line.len() > 400 {
            return None;
        }
        joined.push_str(line);
        joined.push(' ');
        if introduces_quotation(joined.trim()) {
            return Some(at + 1);
        }
        // Only a line that begins like an introduction may go on below; else the sender's last words would be taken for one.
        if at == 0 && !begins_like_introduction(line) {
            return None;
        }
    }
    None
}

fn begins_like_introduction(line: &str) -> bool {
    let first = line.split_whitespace().next().unwrap_or_default().to_lowercase();
    STARTERS.contains(&first.as_str()) || first.starts_with(|c: char| c.is_ascii_digit())
}

fn introduces_quotation(line: &str) -> bool {
    let ends = line.ends_with([':', '：']) || (line.starts_with("---") && line.ends_with("---"));
    if !ends {
        return false;
    }
    let lower = line.to_lowercase();
    let first = lower.split_whitespace().next().unwrap_or_default();
    let dated = lower.chars().any(|c| c.is_ascii_digit());
    let addressed = lower.contains('@');
    let wrote = WROTE.iter().any(|verb| lower.contains(verb));
    let begins_with_date = first.starts_with(|c: char| c.is_ascii_digit()) && addressed && dated;
    (wrote && (addressed || dated && (STARTERS.contains(&first) || !line.is_ascii())))
        || (begins_with_date && lower.ends_with(">:"))
}

/// `-----Original Message-----` and its sisters.
fn is_title(line: &str) -> bool {
    let bare = line.trim();
    let inner = bare
        .trim_matches(|c: char| matches!(c, '-' | '_' | '=' | '*' | ' '))
        .trim_end_matches(':')
        .to_lowercase()
        .replace('’', "'");
    inner == "begin forwarded message" || (bare.starts_with("--") && TITLES.contains(&inner))
}

/// A copied header: a line for the sender and, right below, at least one more field. A rule of underscores may come first.
fn copied_header(lines: &[&str]) -> bool {
    let lines = match lines.split_first() {
        Some((rule, rest)) if rule.trim().len() >= 10 && rule.trim().chars().all(|c| matches!(c, '_' | '-')) => rest,
        _ => lines,
    };
    let mut filled = lines.iter().filter(|line| !line.trim().is_empty()).take(7);
    let starts = filled.next().and_then(label).is_some_and(|label| FROM.contains(&label.as_str()));
    starts && filled.filter_map(label).filter(|label| OTHER.contains(label)).count() >= 2
}

/// What stands before the colon, in lower case.
fn label(line: &&str) -> Option<String> {
    let (label, _) = line.trim().trim_start_matches('*').split_once([':', '：'])?;
    Some(label.trim().trim_end_matches('*').to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::split_quoted;

    #[test]
    fn quotations_are_found_in_many_languages() {
        for text in [
            "Yes please\n\nOn Tue, 1 Dec 2026 at 10:00, Jo <jo@ex.com> wrote:\n> old",
            "Yes please\n\nOn Tue, 1 Dec 2026 at 10:00, Jo from a company with a long name\n<jo@ex.com> wrote:\n\nold, not marked",
            "Yes please\n\nAm Di., 1. Dez. 2026 um 10:00 Uhr schrieb Jo <jo@ex.com>:\n> old",
            "Yes please\n\nLe mar. 1 déc. 2026 à 10:00, Jo <jo@ex.com> a écrit :\n> old",
            "Yes please\n\nEl mar, 1 dic 2026 a las 10:00, Jo (<jo@ex.com>) escribió:\n> old",
            "Yes please\n\nEm ter., 1 de dez. de 2026, Jo <jo@ex.com> escreveu:\nold",
            "Yes please\n\nIl giorno mar 1 dic 2026 Jo <jo@ex.com> ha scritto:\nold",
            "Yes please\n\nOp di 1 dec 2026 om 10:00 schreef Jo <jo@ex.com>:\nold",
            "Yes please\n\n2026-12-01 10:00 GMT+01:00 Jo <jo@ex.com>:\n> old",
            "Yes please\n\n---- On Tue, 01 Dec 2026 10:00:00 +1100 Jo <jo@ex.com> wrote ----\nold",
            "Yes please\n\n-----Original Message-----\nFrom: Jo\nold",
            "Yes please\n\n-----Ursprüngliche Nachricht-----\nold",
            "Yes please\n\n________________________________\nFrom: Jo <jo@ex.com>\nSent: Tuesday\nTo: Al\nSubject: Hi\n\nold",
            "Yes please\n\nVon: Jo\nGesendet: Dienstag\nAn: Al\nBetreff: Hi\n\nold",
            "Yes please\n\nDe : Jo\nEnvoyé : mardi\nÀ : Al\nObjet : Hi\n\nold",
            "Yes please\n\n*From:* Jo\n*Date:* Tuesday\n*To:* Al\n\nold",
            "Yes please\n\n2026年12月1日 Jo <jo@ex.com> 写道：\nold",
            "Yes please\n\nSent from my iPhone\n\n> old",
            "Yes please\n\nVon meinem iPhone gesendet\n\nAm 01.12.2026 um 10:00 schrieb Jo <jo@ex.com>:\n\nold",
            "Yes please\n-- \nold signature",
            "On Tue, 1 Dec 2026, Jo <jo@ex.com> wrote:\n> old\n> older\n\nYes please",
        ] {
            let (fresh, quoted) = split_quoted(text);
            assert_eq!(fresh, "Yes please", "{text}");
            assert!(quoted.contains("old") || quoted.contains("iPhone"), "{text}");
        }
    }

    #[test]
    fn ordinary_sentences_stay() {
        for text in [
            "I wrote this on 3 May. Here is the list:\none\ntwo",
            "From: what I know, it works.",
            "To sum up:\n- one\n- two",
            "On Tuesday we can talk.\nSent to you: nothing",
            "Questions from 2025:\nwhy?",
            "--",
        ] {
            assert_eq!(split_quoted(text).0, text, "{text}");
        }
    }

    #[test]
    fn nothing_is_lost_between_inline_answers() {
        let (fresh, quoted) = split_quoted("> Price?\nUSD 10\n> When?\nMonday");
        assert_eq!((fresh.as_str(), quoted.as_str()), ("USD 10\nMonday", "> Price?\n> When?"));
    }
}
