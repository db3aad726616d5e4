//! Mails that programs write: absence notices, departure notices, receipts, newsletters. A mail whose header proves a program is never
//! taken for a person's. Reports of mail systems are read elsewhere.

use chrono::NaiveDate;

use super::class::{Nature, ReplyClass, ReplyKind};
use super::dates::return_day;
use super::dsn::addresses_in;
use super::parse::IncomingMail;
use super::phrase::{Folded, Phrases};

/// How much of a text is searched for a program's wording, in characters.
const BEGINNING: usize = 1_500;

const ABSENT_SUBJECT: Phrases = Phrases(include_str!("words/absent_subject.txt"));
const ABSENT_TEXT: Phrases = Phrases(include_str!("words/absent_text.txt"));
/// Openings that nobody writes by hand.
const FORMAL_ABSENCE: Phrases = Phrases(include_str!("words/formal_absence.txt"));
const LEFT: Phrases = Phrases(include_str!("words/left_company.txt"));
const MOVED: Phrases = Phrases(include_str!("words/moved_address.txt"));
const RECEIPT: Phrases = Phrases(include_str!("words/receipt.txt"));
const CHALLENGE: Phrases = Phrases(include_str!("words/challenge.txt"));

/// What a program's mail says, and how it was recognised.
pub(super) struct Finding {
    pub(super) class: ReplyClass,
    pub(super) nature: Nature,
    pub(super) why: String,
}

/// Why the header proves a program, with its nature; `None` when it does not.
pub(super) fn header_proof(mail: &IncomingMail) -> Option<(Nature, String)> {
    let signs = &mail.signs;
    let subject_absent = || Folded::of(&mail.subject).first_of(ABSENT_SUBJECT).is_some();
    let auto = |why: String| Some((Nature::AutoReply, why));
    if let Some(word) = &signs.auto_submitted {
        auto(format!("Its header says Auto-Submitted: {word}."))
    } else if let Some(name) = &signs.auto_reply_field {
        auto(format!("Its header has {name}, which only programs write."))
    } else if signs.report_type.is_some() {
        auto("It is a report of a mail system.".to_owned())
    } else if let Some(name) = &signs.list_field {
        Some((Nature::ListMail, format!("Its header has {name}: a newsletter or a mailing list.")))
    } else if let Some(word) = &signs.precedence {
        let nature = if word == "list" { Nature::ListMail } else { Nature::AutoReply };
        Some((nature, format!("Its header says Precedence: {word}.")))
    } else if signs.empty_return_path {
        auto("It has an empty return path, as only programs send it.".to_owned())
    } else if !signs.failed_recipients.is_empty() {
        auto("Its header names failed recipients.".to_owned())
    } else if is_robot_address(mail) {
        auto(format!("It comes from {}, where nobody reads or writes.", mail.sender()))
    } else if signs.suppresses_auto_response && subject_absent() {
        auto("Its header forbids automatic answers and its subject is that of an absence notice.".to_owned())
    } else {
        None
    }
}

fn is_robot_address(mail: &IncomingMail) -> bool {
    let local = mail.from.as_ref().map_or("", |from| from.local());
    let bare: String = local.chars().filter(|c| c.is_ascii_alphanumeric()).collect();
    let names = ["mailerdaemon", "postmaster", "noreply", "donotreply", "noresponder", "nepasrepondre"];
    let bounces = local.strip_prefix("bounces").or_else(|| local.strip_prefix("bounce"));
    names.contains(&bare.as_str())
        || bare.starts_with("noreply")
        || bounces.is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '+', '.']))
}

/// What a mail with a proving header says. Its whole text counts: programs quote nothing that would mislead.
pub(super) fn read_proven(mail: &IncomingMail, fresh: &str, received: NaiveDate) -> Option<Finding> {
    let (nature, why) = header_proof(mail)?;
    if nature == Nature::ListMail {
        return Some(Finding { class: ReplyClass::plain(ReplyKind::AutoReply), nature, why });
    }
    let (class, said) = wording(mail, fresh, received).unwrap_or((ReplyClass::plain(ReplyKind::AutoReply), None));
    let why = said.map_or(why.clone(), |phrase| format!("{why} It says “{phrase}”."));
    Some(Finding { class, nature, why })
}

/// A program that left no proof in the header, known by subject and text together, or by words only programs use.
pub(super) fn read_unproven(mail: &IncomingMail, fresh: &str, received: NaiveDate) -> Option<Finding> {
    let subject = Folded::of(&mail.subject);
    let text = Folded::of(&beginning(fresh));
    let absent = subject.first_of(ABSENT_SUBJECT).zip(text.first_of(ABSENT_TEXT));
    let program = text.first_of(RECEIPT).or_else(|| text.first_of(CHALLENGE)).filter(|_| !mail.subject.is_empty());
    let nature = Nature::AutoReply;
    if let Some((in_subject, in_text)) = absent {
        let (class, _) = wording(mail, fresh, received)?;
        return Some(Finding {
            class,
            nature,
            why: format!("Its subject says “{in_subject}” and its text “{in_text}”."),
        });
    }
    let certain_program = program.filter(|phrase| {
        !matches!(*phrase, "your ticket" | "case number" | "ticket number" | "ticket id")
            || subject.has("ticket")
            || subject.has("case")
    });
    certain_program.map(|phrase| Finding {
        class: ReplyClass::plain(ReplyKind::AutoReply),
        nature,
        why: format!("It says “{phrase}”, as programs do."),
    })
}

/// Somebody is said to have left. Programs and colleagues both write this.
pub(super) fn read_departure(mail: &IncomingMail, fresh: &str) -> Option<(ReplyClass, &'static str)> {
    let text = Folded::of(&beginning(fresh));
    // “We are no longer working with agencies” is a no, and no departure.
    let about_us: [&str; 4] =
        ["we are no longer", "we're no longer", "we no longer", "is no longer part of our strategy"];
    let phrase = text.first_of(LEFT).filter(|_| text.first_of(about_us).is_none())?;
    Some((ReplyClass::plain(ReplyKind::LeftCompany).referral(referral(mail, fresh)), phrase))
}

/// An absence that opens like a notice, but without any other sign of a program.
pub(super) fn formal_absence(fresh: &str, received: NaiveDate) -> Option<(ReplyClass, &'static str)> {
    let opening = Folded::of(&fresh.chars().take(160).collect::<String>());
    let phrase = opening.first_of(FORMAL_ABSENCE)?;
    let day = return_day(&beginning(fresh), received);
    (phrase != "ich bin bis" || opening.first_of(ABSENT_TEXT).is_some())
        .then_some((ReplyClass::plain(ReplyKind::OutOfOffice).until(day), phrase))
}

/// The first address in the text that is neither the sender's nor one the mail went to.
pub(super) fn referral(mail: &IncomingMail, fresh: &str) -> Option<String> {
    let known = |address: &String| address == mail.sender() || mail.to.iter().any(|to| to.address == *address);
    addresses_in(fresh).into_iter().find(|address| !known(address))
}

fn wording(mail: &IncomingMail, fresh: &str, received: NaiveDate) -> Option<(ReplyClass, Option<&'static str>)> {
    if let Some((class, phrase)) = read_departure(mail, fresh) {
        return Some((class, Some(phrase)));
    }
    let whole = format!("{}\n{}", mail.subject, beginning(fresh));
    let text = Folded::of(&whole);
    // A person who writes “I have left” may have left a comment.
    if let Some(phrase) = text.first_of(["i have left", "i've left"]) {
        return Some((ReplyClass::plain(ReplyKind::LeftCompany).referral(referral(mail, fresh)), Some(phrase)));
    }
    if let Some(phrase) = text.first_of(ABSENT_TEXT) {
        return Some((ReplyClass::plain(ReplyKind::OutOfOffice).until(return_day(&whole, received)), Some(phrase)));
    }
    if let Some((phrase, address)) = text.first_of(MOVED).zip(referral(mail, fresh)) {
        return Some((ReplyClass::plain(ReplyKind::WrongPerson).referral(Some(address)), Some(phrase)));
    }
    text.first_of(RECEIPT)
        .or_else(|| text.first_of(CHALLENGE))
        .map(|phrase| (ReplyClass::plain(ReplyKind::AutoReply), Some(phrase)))
}

fn beginning(fresh: &str) -> String {
    fresh.chars().take(BEGINNING).collect()
}
