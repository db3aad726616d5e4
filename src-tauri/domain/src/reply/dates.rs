//! Days named in a text, in several languages. A day that can be read in two ways is no day.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use super::phrase::Folded;

/// How many words of a text are looked at.
const MAX_WORDS: usize = 600;
/// How many words before a day its mark may stand.
const REACH: usize = 8;

const MONTHS: [&[&str]; 12] = [
    &["january", "jan", "januar", "jänner", "janvier", "janv", "enero", "ene", "janeiro", "gennaio", "januari"],
    &["february", "feb", "februar", "février", "févr", "fev", "febrero", "fevereiro", "febbraio", "februari"],
    &["march", "mar", "märz", "mars", "marzo", "março", "maart"],
    &["april", "apr", "avril", "avr", "abril", "abr", "aprile"],
    &["may", "mai", "mayo", "maio", "maggio", "mei", "maj"],
    &["june", "jun", "juni", "juin", "junio", "junho", "giugno"],
    &["july", "jul", "juli", "juillet", "juil", "julio", "julho", "luglio"],
    &["august", "aug", "août", "agosto", "ago", "augustus", "augusti"],
    &["september", "sep", "sept", "septembre", "septiembre", "setembro", "settembre"],
    &["october", "oct", "oktober", "okt", "octobre", "octubre", "outubro", "ottobre"],
    &["november", "nov", "novembre", "noviembre", "novembro"],
    &["december", "dec", "dezember", "dez", "décembre", "déc", "diciembre", "dic", "dezembro", "dicembre"],
];
const WEEKDAYS: [&[&str]; 7] = [
    &["monday", "mon", "montag", "lundi", "lunes"],
    &["tuesday", "tue", "tues", "dienstag", "mardi", "martes"],
    &["wednesday", "wed", "mittwoch", "mercredi", "miércoles"],
    &["thursday", "thu", "thurs", "donnerstag", "jeudi", "jueves"],
    &["friday", "fri", "freitag", "vendredi", "viernes"],
    &["saturday", "sat", "samstag", "sonnabend", "samedi", "sábado"],
    &["sunday", "sun", "sonntag", "dimanche", "domingo"],
];
/// The person is back on the day.
const BACK: &[&str] = &[
    "back",
    "return",
    "returning",
    "returns",
    "available",
    "resume",
    "zurück",
    "wieder",
    "zurückkehren",
    "retour",
    "reviens",
    "reviendrai",
    "rentrerai",
    "regreso",
    "regresaré",
    "vuelvo",
    "volveré",
    "vuelta",
    "rientro",
    "rientrerò",
    "terug",
    "volto",
    "voltarei",
    "tillbaka",
];
/// The person is away up to the day.
const UNTIL: &[&str] =
    &["until", "till", "til", "through", "thru", "bis", "jusqu'au", "jusqu'à", "hasta", "fino", "tot", "até", "t.o.m"];
/// Marks of languages that write the day before the month.
const DAY_FIRST: &[&str] = &[
    "zurück",
    "wieder",
    "retour",
    "reviens",
    "reviendrai",
    "regreso",
    "regresaré",
    "vuelvo",
    "volveré",
    "rientro",
    "terug",
    "voltarei",
    "bis",
    "jusqu'au",
    "hasta",
    "fino",
    "tot",
    "até",
];
/// Marks of a later time to talk.
const LATER: &[&str] = &[
    "after", "in", "from", "around", "until", "by", "mid", "early", "late", "nach", "ab", "im", "après", "en",
    "partir", "desde", "después", "on", "week", "of",
];

/// The day of return that an absence notice names, at most 60 days after `received`. `None` when there is none, when it is past, or when
/// it can be read in two ways.
pub(super) fn return_day(text: &str, received: NaiveDate) -> Option<NaiveDate> {
    let words = words(text);
    let day = [BACK, UNTIL]
        .iter()
        .find_map(|marks| marked_day(&words, marks, received))
        .or_else(|| range_end(&words, received))?;
    let latest = received.checked_add_days(Days::new(60))?;
    (day >= received).then_some(day.min(latest))
}

/// The day or the beginning of the time that a “not now” names, at most 400 days after `received`.
pub(super) fn better_day(text: &str, received: NaiveDate) -> Option<NaiveDate> {
    let words = words(text);
    let latest = received.checked_add_days(Days::new(400))?;
    let day = marked_day(&words, LATER, received)
        .or_else(|| marked_month(&words, received))
        .or_else(|| span(&Folded::of(text), received))?;
    (day > received && day <= latest).then_some(day)
}

/// A word with its raw form, for the numbers, and its folded one.
struct Word {
    raw: String,
    folded: String,
}

fn words(text: &str) -> Vec<Word> {
    text.split(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | '[' | ']' | '*' | '_' | '"' | '–' | '—'))
        .filter(|raw| !raw.is_empty())
        .take(MAX_WORDS)
        .map(|raw| Word {
            raw: raw.trim_end_matches([':', ';', '!', '?']).to_owned(),
            folded: Folded::of(raw).words().to_owned(),
        })
        .collect()
}

fn is_one_of(word: &Word, list: &[&str]) -> bool {
    list.iter().any(|entry| Folded::of(entry).words() == word.folded)
}

/// The first readable day with a mark shortly before it.
fn marked_day(words: &[Word], marks: &[&str], received: NaiveDate) -> Option<NaiveDate> {
    (0..words.len()).find_map(|at| {
        let before = words.get(at.saturating_sub(REACH)..at).unwrap_or_default();
        if stands_before_german_return(words, at, marks) {
            return day_at(words.get(at..)?, true).and_then(|named| named.resolve(received));
        }
        let near = before.iter().rposition(|word| is_one_of(word, marks))?;
        let day_first = before.get(near).is_some_and(|word| is_one_of(word, DAY_FIRST));
        // A sentence that ended between the mark and the day parts them.
        let parted = before
            .get(near..)
            .unwrap_or_default()
            .iter()
            .any(|word| word.raw.ends_with('.') && word.raw.len() > 3 && word.folded.len() > 2);
        if parted {
            return None;
        }
        let here = words.get(at..).unwrap_or_default();
        day_at(here, day_first).and_then(|named| named.resolve(received)).or_else(|| weekday_at(here, received))
    })
}

/// `ab dem 2. Dezember wieder erreichbar`: the mark follows the day.
fn stands_before_german_return(words: &[Word], at: usize, marks: &[&str]) -> bool {
    let after = words.get(at + 1..).unwrap_or_default().iter().take(3);
    marks.contains(&"wieder") && after.into_iter().any(|word| matches!(word.folded.as_str(), "wieder" | "zuruck"))
}

/// The second day of `from 1 to 5 December`.
fn range_end(words: &[Word], received: NaiveDate) -> Option<NaiveDate> {
    (1..words.len()).find_map(|at| {
        let joint =
            words.get(at - 1).is_some_and(|word| matches!(word.raw.as_str(), "to" | "-" | "au" | "al" | "and" | "und"));
        let opened = words.get(at.saturating_sub(REACH)..at).unwrap_or_default();
        let opened =
            opened.iter().any(|word| matches!(word.folded.as_str(), "from" | "between" | "vom" | "du" | "del" | "dal"));
        if joint && opened { day_at(words.get(at..).unwrap_or_default(), false)?.resolve(received) } else { None }
    })
}

/// A day as it is written; the year may be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Named {
    year: Option<i32>,
    month: u32,
    day: u32,
}

impl Named {
    /// Without a year, the day in this year or the next. A day that has just passed is no day: the notice is stale.
    fn resolve(self, received: NaiveDate) -> Option<NaiveDate> {
        if let Some(year) = self.year {
            return NaiveDate::from_ymd_opt(year, self.month, self.day);
        }
        let this_year = NaiveDate::from_ymd_opt(received.year(), self.month, self.day);
        match this_year {
            Some(day) if day >= received => Some(day),
            Some(day) if (received - day).num_days() <= 120 => None,
            Some(_) | None => NaiveDate::from_ymd_opt(received.year() + 1, self.month, self.day),
        }
    }
}

/// A day that begins with the first of these words.
fn day_at(words: &[Word], day_first: bool) -> Option<Named> {
    let raw = words.first()?.raw.trim_end_matches(['.', '-']);
    let dotted = words.first().is_some_and(|word| word.raw.ends_with('.'));
    numeric_day(raw, dotted, day_first).or_else(|| spelled_day(words))
}

fn numeric_day(raw: &str, dotted: bool, day_first: bool) -> Option<Named> {
    let separator = ['/', '.', '-'].into_iter().find(|c| raw.contains(*c))?;
    let parts: Vec<u32> = raw.split(separator).map(|part| part.parse().ok()).collect::<Option<_>>()?;
    match (parts.as_slice(), separator) {
        ([year, month, day], _) if *year >= 1_000 => {
            Some(Named { year: i32::try_from(*year).ok(), month: *month, day: *day })
        }
        ([a, b, year], _) => two_readings(*a, *b, day_first || separator == '.', Some(full_year(*year)?)),
        ([a, b], '/') => two_readings(*a, *b, day_first, None),
        ([a, b], '.') if dotted => two_readings(*a, *b, true, None),
        _ => None,
    }
}

/// Day and month in the order that the numbers or the language allow; `None` when both orders are possible.
fn two_readings(a: u32, b: u32, day_first: bool, year: Option<i32>) -> Option<Named> {
    match (a, b) {
        _ if day_first => Some(Named { year, month: b, day: a }),
        (13..=31, 1..=12) => Some(Named { year, month: b, day: a }),
        (1..=12, 13..=31) => Some(Named { year, month: a, day: b }),
        (a, b) if a == b => Some(Named { year, month: a, day: b }),
        _ => None,
    }
}

fn full_year(number: u32) -> Option<i32> {
    let year = if number < 100 { number + 2_000 } else { number };
    i32::try_from(year).ok().filter(|year| (2_000..2_200).contains(year))
}

/// `2 December 2026`, `2nd of Dec.`, `December 2nd, 2026`, `2. Dezember`, `1er décembre`, `2 de diciembre de 2026`.
fn spelled_day(words: &[Word]) -> Option<Named> {
    let mut rest =
        words.iter().filter(|word| !matches!(word.folded.as_str(), "of" | "de" | "del" | "the" | "den")).take(3);
    let (first, second, third) = (rest.next()?, rest.next()?, rest.next());
    let starts_here = words.first().is_some_and(|word| std::ptr::eq(word, first));
    let (day, month) = match (day_number(first), month_number(second)) {
        (Some(day), Some(month)) => (day, month),
        _ => (day_number(second)?, month_number(first)?),
    };
    let year = third.and_then(|word| word.folded.parse::<i32>().ok()).filter(|year| (2_000..2_200).contains(year));
    starts_here.then_some(Named { year, month, day })
}

fn day_number(word: &Word) -> Option<u32> {
    let text = word.folded.as_str();
    let digits = ["st", "nd", "rd", "th", "er", "º", "o"].iter().find_map(|end| text.strip_suffix(end)).unwrap_or(text);
    digits.parse().ok().filter(|day| (1..=31).contains(day))
}

fn month_number(word: &Word) -> Option<u32> {
    MONTHS.iter().position(|names| is_one_of(word, names)).and_then(|at| u32::try_from(at + 1).ok())
}

/// A weekday or “tomorrow”, counted from the day of the mail.
fn weekday_at(words: &[Word], received: NaiveDate) -> Option<NaiveDate> {
    let word = words.first()?;
    if matches!(word.folded.as_str(), "tomorrow" | "demain" | "manana") {
        return received.succ_opt();
    }
    let named = WEEKDAYS.iter().position(|names| is_one_of(word, names))?;
    // “Monday, 2 December” and “Monday 2/12” name a day; if that could not be read, the weekday alone must not decide.
    if words
        .iter()
        .skip(1)
        .take(2)
        .any(|next| next.raw.starts_with(|c: char| c.is_ascii_digit()) || month_number(next).is_some())
    {
        return None;
    }
    let named = Weekday::try_from(u8::try_from(named).ok()?).ok()?;
    (1..=7).find_map(|ahead| received.checked_add_days(Days::new(ahead)).filter(|day| day.weekday() == named))
}

/// The first of “in March”, in this year or the next.
fn marked_month(words: &[Word], received: NaiveDate) -> Option<NaiveDate> {
    words.windows(2).find_map(|pair| {
        let [mark, month] = pair else { return None };
        let marked = ["in", "until", "after", "early", "mid", "im", "en", "nach", "from", "till"]
            .contains(&mark.folded.as_str());
        let named = Named { year: None, month: month_number(month).filter(|_| marked)?, day: 1 };
        named.resolve(received).or_else(|| NaiveDate::from_ymd_opt(received.year() + 1, named.month, 1))
    })
}

/// “in 3 months”, “next quarter”, “next year”.
fn span(text: &Folded, received: NaiveDate) -> Option<NaiveDate> {
    let month_start = |months: u32| received.checked_add_months(Months::new(months)).and_then(|day| day.with_day(1));
    let next_quarter = || month_start(3 - received.month0() % 3);
    let next_year = || NaiveDate::from_ymd_opt(received.year() + 1, 1, 1);
    let spans: [(&[&str], Option<NaiveDate>); 4] = [
        (&["next week"], received.checked_add_days(Days::new(7))),
        (&["next month", "nächsten monat", "mois prochain", "próximo mes"], month_start(1)),
        (&["next quarter", "nächstes quartal"], next_quarter()),
        (&["next year", "new year", "nächstes jahr", "année prochaine", "próximo año"], next_year()),
    ];
    let fixed =
        spans.iter().find(|(phrases, _)| text.first_of(phrases.iter().copied()).is_some()).and_then(|(_, day)| *day);
    fixed.or_else(|| counted_span(text, received))
}

fn counted_span(text: &Folded, received: NaiveDate) -> Option<NaiveDate> {
    let words: Vec<&str> = text.words().split(' ').collect();
    words.windows(3).find_map(|three| {
        let ["in" | "after", count, unit] = three else { return None };
        let small = ["a", "two", "three", "four", "five", "six"];
        let count = count
            .parse::<u32>()
            .ok()
            .or_else(|| small.iter().position(|word| word == count).and_then(|at| u32::try_from(at + 1).ok()))?;
        match *unit {
            "day" | "days" => received.checked_add_days(Days::new(count.into())),
            "week" | "weeks" => received.checked_add_days(Days::new(u64::from(count) * 7)),
            "month" | "months" => received.checked_add_months(Months::new(count)),
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Option<NaiveDate> {
        (!text.is_empty()).then(|| text.parse().unwrap())
    }

    #[test]
    fn return_days() {
        // Sunday 22 November 2026.
        let received = day("2026-11-22").unwrap();
        for (text, expected) in [
            ("I will be back on 2 December.", "2026-12-02"),
            ("Back in the office on Wednesday, 2nd of December 2026", "2026-12-02"),
            ("I am away until December 2nd, 2026 with no access", "2026-12-02"),
            ("returning 2026-12-02", "2026-12-02"),
            ("I am out from 23 November until 4 January.", "2027-01-04"),
            ("out of the office from 23 November to 5 December", "2026-12-05"),
            ("out from 20 Dec until 2 Jan, returning Monday 4 Jan", "2027-01-04"),
            ("until 2/12", ""),
            ("until 02/12/2026", ""),
            ("until 25/12", "2026-12-25"),
            ("until 12/25/2026", "2026-12-25"),
            ("back on 12/12", "2026-12-12"),
            ("I am back on Monday", "2026-11-23"),
            ("I will be back tomorrow", "2026-11-23"),
            ("back on Monday 2/12", ""),
            ("Ich bin ab dem 02.12.2026 wieder erreichbar", "2026-12-02"),
            ("Ich bin bis zum 02.12.2026 nicht im Büro", "2026-12-02"),
            ("Ich bin bis einschließlich 2.12. abwesend.", "2026-12-02"),
            ("Ich bin wieder da am 2. Dezember", "2026-12-02"),
            ("Je suis absent jusqu'au 2 décembre 2026 inclus", "2026-12-02"),
            ("de retour le 02/12/2026", "2026-12-02"),
            ("absente jusqu’au 1er décembre", "2026-12-01"),
            ("Estaré fuera hasta el 2 de diciembre de 2026", "2026-12-02"),
            ("Regreso el 02/12/2026", "2026-12-02"),
            ("Sono assente fino al 2 dicembre", "2026-12-02"),
            ("Ik ben terug op 2 december", "2026-12-02"),
            ("I am on parental leave until 1 September 2027", "2027-01-21"),
            ("back on 2 November", ""),
            ("back on 2 November 2025", ""),
            ("back on 31 February", ""),
            ("I may be slow", ""),
            ("Call 2/3 people. Back soon", ""),
            ("", ""),
        ] {
            assert_eq!(return_day(text, received), day(expected), "{text}");
        }
    }

    #[test]
    fn better_days() {
        let received = day("2026-11-22").unwrap();
        for (text, expected) in [
            ("Try again in March", "2027-03-01"),
            ("Please get back to me after 15 January", "2027-01-15"),
            ("Let's talk next quarter", "2027-01-01"),
            ("ping me in 3 months", "2027-02-22"),
            ("in two weeks", "2026-12-06"),
            ("Ask me next month", "2026-12-01"),
            ("in the new year", "2027-01-01"),
            ("Perhaps later", ""),
        ] {
            assert_eq!(better_day(text, received), day(expected), "{text}");
        }
    }
}
