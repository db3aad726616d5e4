//! The order of the deterministic rules: reports, headers, opt-out words, wording of programs, plain answers of people. They need no
//! model and come before it; what none of them settles is for the model, or for a person.

use chrono::NaiveDate;

use super::class::{Nature, ReplyClass, ReplyKind};
use super::dsn::{BounceVerdict, Dsn};
use super::parse::IncomingMail;
use super::{automatic, human, opt_out};
use crate::Timestamp;

/// What the rules found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruled {
    /// What the mail means.
    pub class: ReplyClass,
    /// Who or what wrote it.
    pub nature: Nature,
    /// Why, in a sentence for the timeline.
    pub why: String,
    /// Whether this may be acted on without asking anybody. A report also needs to be about a mail of ours: see the matching.
    pub certain: bool,
}

/// Classifies a mail as far as rules can tell. `fresh` is the text without quotation, usually `mail.fresh_text`. `None` is an honest
/// answer: a person wrote something that only a reader understands. Mail of our own must have been sorted out before, see `nature_of`.
pub fn classify_by_rules(mail: &IncomingMail, fresh: &str, received_at: Timestamp) -> Option<Ruled> {
    let received = received_at.utc().date_naive();
    by_report(mail)
        .or_else(|| by_unsubscribe_link(mail))
        .or_else(|| automatic::read_proven(mail, fresh, received).map(|found| program(found, true)))
        .or_else(|| by_opt_out(fresh))
        .or_else(|| automatic::read_unproven(mail, fresh, received).map(|found| program(found, true)))
        .or_else(|| by_notice(mail, fresh, received))
        .or_else(|| by_answer(mail, fresh, received))
}

/// Who or what wrote a mail. `own_addresses` are those of our mailboxes, in normal form.
pub fn nature_of(mail: &IncomingMail, own_addresses: &[&str], received_at: Timestamp) -> Nature {
    if own_addresses.iter().any(|own| own.eq_ignore_ascii_case(mail.sender())) {
        return Nature::OwnMail;
    }
    classify_by_rules(mail, &mail.fresh_text, received_at).map_or(Nature::Human, |ruled| ruled.nature)
}

fn program(found: automatic::Finding, certain: bool) -> Ruled {
    Ruled { class: found.class, nature: found.nature, why: found.why, certain }
}

fn by_report(mail: &IncomingMail) -> Option<Ruled> {
    if let Some(complaint) = &mail.arf {
        let why = format!("A complaint report ({}): the recipient marked our mail as spam.", complaint.feedback_type);
        return Some(Ruled {
            class: ReplyClass::plain(ReplyKind::Unsubscribe),
            nature: Nature::Complaint,
            why,
            certain: true,
        });
    }
    mail.dsn.as_ref().map(by_delivery_report)
}

fn by_delivery_report(dsn: &Dsn) -> Ruled {
    let about = dsn.main_recipient();
    let whom = about.map_or("", |one| one.address.as_str());
    let whom = if whom.is_empty() { "a withheld address" } else { whom };
    let code = about.map_or("", |one| one.status.as_str());
    let code = if code.is_empty() { "no status code".to_owned() } else { format!("status {code}") };
    let verdict = dsn.verdict();
    let (kind, nature, said) = match verdict {
        None => (ReplyKind::AutoReply, Nature::AutoReply, "the mail was delivered or passed on"),
        Some(BounceVerdict::Delay) => {
            (ReplyKind::AutoReply, Nature::DelayNotice, "delivery is delayed, the mail system still tries")
        }
        Some(BounceVerdict::Hard) => (ReplyKind::BounceHard, bounce(BounceVerdict::Hard), "the address does not work"),
        Some(BounceVerdict::Soft) => {
            (ReplyKind::BounceSoft, bounce(BounceVerdict::Soft), "the mail could not be delivered for now")
        }
        Some(BounceVerdict::SenderProblem) => (
            ReplyKind::BounceSoft,
            bounce(BounceVerdict::SenderProblem),
            "we were refused as a sender; the address is not at fault",
        ),
        Some(BounceVerdict::Content) => (
            ReplyKind::BounceSoft,
            bounce(BounceVerdict::Content),
            "this mail was refused; the address is not at fault",
        ),
        Some(BounceVerdict::Unknown) => {
            (ReplyKind::BounceSoft, bounce(BounceVerdict::Unknown), "the mail came back for an unknown reason")
        }
    };
    let manner = if dsn.structured { "A delivery report" } else { "A mail system's notice" };
    let certain = dsn.structured && verdict != Some(BounceVerdict::Unknown)
        || dsn.original_message_id.is_some() && verdict == Some(BounceVerdict::Hard);
    Ruled { class: ReplyClass::plain(kind), nature, why: format!("{manner} about {whom}: {said} ({code})."), certain }
}

const fn bounce(verdict: BounceVerdict) -> Nature {
    Nature::Bounce { verdict }
}

/// Mail programs send this by themselves when somebody presses “unsubscribe”, some of them with an automatic header.
fn by_unsubscribe_link(mail: &IncomingMail) -> Option<Ruled> {
    let pressed = mail.signs.list_field.is_none() && opt_out::is_opt_out_subject(&mail.subject);
    let nature = if automatic::header_proof(mail).is_some() { Nature::AutoReply } else { Nature::Human };
    let why = "Its subject asks to be unsubscribed.".to_owned();
    pressed.then_some(Ruled { class: ReplyClass::plain(ReplyKind::Unsubscribe), nature, why, certain: true })
}

fn by_opt_out(fresh: &str) -> Option<Ruled> {
    let words = opt_out::find_opt_out(fresh, &[])?;
    let why = format!("It begins with words of opting out: “{words}”.");
    Some(Ruled { class: ReplyClass::plain(ReplyKind::Unsubscribe), nature: Nature::Human, why, certain: true })
}

/// Departures and absences without any sign of a program: perhaps written by hand, so they stop the sequence like any person's words.
fn by_notice(mail: &IncomingMail, fresh: &str, received: NaiveDate) -> Option<Ruled> {
    if let Some((class, phrase)) = automatic::read_departure(mail, fresh) {
        let why = format!("It says that somebody has left: “{phrase}”.");
        return Some(Ruled { class, nature: Nature::Human, why, certain: true });
    }
    let (class, phrase) = automatic::formal_absence(fresh, received)?;
    let why = format!("It opens like an absence notice: “{phrase}”, but nothing proves that a program wrote it.");
    Some(Ruled { class, nature: Nature::Human, why, certain: false })
}

fn by_answer(mail: &IncomingMail, fresh: &str, received: NaiveDate) -> Option<Ruled> {
    let (class, words) = human::read_answer(mail, fresh, received)?;
    let why = format!("Plain words: “{words}”.");
    Some(Ruled { class, nature: Nature::Human, why, certain: true })
}

#[cfg(test)]
mod tests {
    use super::ReplyKind::{
        Interested, LeftCompany, LinkPlaced, NotInterested, NotNow, PaymentRequest, Question, Unsubscribe, WrongPerson,
    };
    use super::*;

    /// Plain English answers, as the playbook must understand them without a model.
    #[test]
    fn plain_answers_are_understood_and_doubtful_ones_are_not() {
        let now = Timestamp::parse("2026-11-22T01:00:00Z").unwrap();
        for (text, kind) in [
            ("Yes, I'm interested.", Some(Interested)),
            ("Sounds great, when can we talk?", Some(Interested)),
            ("Hi, we'd love to hear more. Send more details please.", Some(Interested)),
            ("Let's book a call next week.", Some(Interested)),
            ("Klingt gut, gerne mehr.", Some(Interested)),
            ("What do you charge?", Some(Question)),
            ("Hi, how long does it take? And do you work with bakeries in Perth?", Some(Question)),
            ("Not interested.", Some(NotInterested)),
            ("Thanks but we're not interested at this time.", Some(NotInterested)),
            ("No thank you, we already work with an agency.", Some(NotInterested)),
            ("We do not accept guest posts.", Some(NotInterested)),
            ("We are no longer working with agencies, no thanks.", Some(NotInterested)),
            ("Not right now, maybe later.", Some(NotNow)),
            ("Can't do it now. Please try again in March.", Some(NotNow)),
            ("Not interested right now but check back in 6 months.", Some(NotNow)),
            ("Please do not contact me until March.", Some(NotNow)),
            ("You have the wrong person, sorry.", Some(WrongPerson)),
            ("Please contact kim@bakery.example about this.", Some(WrongPerson)),
            ("Jo has left the company. Kim (kim@bakery.example) took over.", Some(LeftCompany)),
            ("USD 150 for a sponsored post.", Some(PaymentRequest)),
            ("Sure. We charge $80 per link insertion.", Some(PaymentRequest)),
            ("Guest posts are 120€ each.", Some(PaymentRequest)),
            ("Your link is live at https://bakery.example/links", Some(LinkPlaced)),
            ("Done, I have added the link here: <https://bakery.example/a?b=1>.", Some(LinkPlaced)),
            ("Yes.\n\nJo", Some(Interested)),
            ("No", Some(NotInterested)),
            ("Could you write again on 3 February?", Some(NotNow)),
            ("Let's talk again in March.", Some(NotNow)),
            ("Im Moment passt es leider nicht, melden Sie sich wieder im März.", Some(NotNow)),
            ("Haben Sie Referenzen aus unserer Branche?", Some(Question)),
            ("Wrong department. Best to write to kim@bakery.example", Some(WrongPerson)),
            ("Remove me please", Some(Unsubscribe)),
            ("The unsubscribe link does not work. Take me off!", Some(Unsubscribe)),
            ("Interested? Maybe.", None),
            ("If we are interested we will get in touch.", None),
            ("It will be live on https://bakery.example next week.", None),
            ("The article is live at https://bakery.example/a. Our fee is USD 100 per post, please pay.", None),
            ("I'm interested but not interested in paying.", None),
            ("We have a budget of $500.", None),
            ("Ok", None),
            ("👍", None),
            ("", None),
        ] {
            let head = "From: jo@bakery.example\nTo: sales@codeteki.au\nSubject: Re: A website";
            let mail = IncomingMail::parse(format!("{head}\n\n{text}\n").as_bytes());
            let ruled = classify_by_rules(&mail, &mail.fresh_text, now);
            assert_eq!(ruled.as_ref().map(|ruled| ruled.class.kind), kind, "{text}: {ruled:?}");
        }
    }
}
