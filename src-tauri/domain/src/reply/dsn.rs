//! Delivery reports and spam complaints: reads them, and says what a failed delivery means for the address. Whether a report is about a
//! mail of ours is left to the matching: a forged report must not suppress anybody.

use serde::{Deserialize, Serialize};

use super::fields::{Fields, message_ids};
use super::mime::{Leaf, split_head};
use super::parse::{IncomingMail, capped};
use super::phrase::{Folded, Phrases};

/// How many recipients of one report are read.
const MAX_RECIPIENTS: usize = 100;
/// How much of the returned mail is kept, in bytes.
const MAX_ORIGINAL: usize = 20_000;

/// What a mail system did with a mail for one recipient.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DsnAction {
    /// Gave up: the only one that is a bounce.
    Failed,
    /// Still tries.
    Delayed,
    /// Delivered, relayed or expanded.
    Done,
    /// Not said, or a word outside the standard.
    Unstated,
}

/// One recipient in a delivery report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DsnRecipient {
    /// The address we wrote to as far as the report tells it, in lower case; empty if it was withheld.
    pub address: String,
    /// What was done.
    pub action: DsnAction,
    /// The enhanced status code, such as `5.1.1`; empty if there is none.
    pub status: String,
    /// What the receiving system said.
    pub diagnostic: String,
}

/// A delivery report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dsn {
    /// Whom it is about. At least one.
    pub recipients: Vec<DsnRecipient>,
    /// The id of the returned mail, without brackets.
    pub original_message_id: Option<String>,
    /// What came back of the returned mail, for finding our token.
    pub original_text: String,
    /// Written by the standard. A report read from free text is only probable.
    pub structured: bool,
}

/// A spam complaint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arf {
    /// `abuse`, `fraud` and so on, in lower case.
    pub feedback_type: String,
    /// Who complained, if it was not withheld.
    pub original_recipient: String,
    /// The id of our mail, without brackets.
    pub original_message_id: Option<String>,
    /// What came back of our mail.
    pub original_text: String,
}

/// What a report means for us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BounceVerdict {
    /// The address does not work: suppress it.
    Hard,
    /// The address may work another time; three times in 30 days is enough.
    Soft,
    /// We are refused, whoever we write to: the brand must stop. The address is not at fault.
    SenderProblem,
    /// This mail is refused, too large for instance. The address is not at fault.
    Content,
    /// The mail system still tries: not a bounce.
    Delay,
    /// Permanent, for an unknown reason: soft, and for a person to look at.
    Unknown,
}

impl Dsn {
    /// The recipient the report is mainly about: the first that failed, or the first.
    pub fn main_recipient(&self) -> Option<&DsnRecipient> {
        self.recipients.iter().find(|one| one.action == DsnAction::Failed).or_else(|| self.recipients.first())
    }

    /// What the report means; `None` for a confirmation of delivery.
    pub fn verdict(&self) -> Option<BounceVerdict> {
        let recipient = self.main_recipient()?;
        match recipient.action {
            DsnAction::Done => None,
            DsnAction::Delayed => Some(BounceVerdict::Delay),
            DsnAction::Failed | DsnAction::Unstated => Some(bounce_verdict(&recipient.status, &recipient.diagnostic)),
        }
    }
}

/// What a status code and a diagnostic text mean for the address. The enhanced code decides; without one, or with one that says nothing
/// (`5.0.0`), the text does.
pub fn bounce_verdict(status: &str, diagnostic: &str) -> BounceVerdict {
    let telling = |code: &(u8, u16, u16)| (code.1, code.2) != (0, 0);
    let code = enhanced_code(status)
        .filter(telling)
        .or_else(|| enhanced_code(diagnostic).filter(telling))
        .or_else(|| enhanced_code(status));
    match code {
        Some((_, 2, 2)) => BounceVerdict::Soft,
        Some((5, 1, 1 | 2 | 3 | 6 | 10) | (5, 2, 1)) => BounceVerdict::Hard,
        Some((5, 1, 7 | 8) | (5, 4, 6) | (5, 5 | 6, _)) => BounceVerdict::SenderProblem,
        Some((5, 2, 3) | (5, 3, 4)) => BounceVerdict::Content,
        // Microsoft answers so for unknown users, but also for other reasons: hard only when it repeats, which the caller counts.
        Some((5, 4, 1 | 4 | 7)) => BounceVerdict::Soft,
        // Microsoft's groups that take no mail from outside: this contact will never be reached.
        Some((5, 7, 124 | 129 | 133..=137)) => BounceVerdict::Hard,
        Some((5, 7, _)) => BounceVerdict::SenderProblem,
        Some((4, _, _)) => BounceVerdict::Soft,
        Some(_) | None => verdict_by_text(diagnostic),
    }
}

fn verdict_by_text(diagnostic: &str) -> BounceVerdict {
    let text = Folded::of(diagnostic);
    let (hard, refused) = (text.first_of(NO_SUCH_ADDRESS).is_some(), text.first_of(REFUSED).is_some());
    if text.first_of(FULL).is_some() {
        BounceVerdict::Soft
    } else if text.first_of(TOO_LARGE).is_some() {
        BounceVerdict::Content
    } else if hard && !refused {
        BounceVerdict::Hard
    } else if refused && !hard {
        BounceVerdict::SenderProblem
    } else if !hard && basic_code(diagnostic).is_some_and(|code| code < 500) {
        BounceVerdict::Soft
    } else {
        BounceVerdict::Unknown
    }
}

const NO_SUCH_ADDRESS: Phrases = Phrases(include_str!("words/bounce_no_such_address.txt"));
const REFUSED: Phrases = Phrases(include_str!("words/bounce_refused.txt"));
const FULL: [&str; 7] = [
    "mailbox full",
    "mailbox is full",
    "over quota",
    "quota exceeded",
    "exceeded storage",
    "out of storage",
    "storage quota",
];
const TOO_LARGE: [&str; 4] = ["message too large", "message size exceeds", "size limit", "message is too big"];
const GAVE_UP: Phrases = Phrases(include_str!("words/bounce_gave_up.txt"));
const STILL_TRIES: [&str; 7] = [
    "delayed",
    "will retry",
    "will be retried",
    "still trying",
    "temporary problem",
    "not yet been delivered",
    "you do not need to resend",
];

/// `5.1.1` anywhere in a text, as its three numbers.
fn enhanced_code(text: &str) -> Option<(u8, u16, u16)> {
    text.split(|c: char| !c.is_ascii_digit() && c != '.').find_map(|word| {
        let mut numbers = word.trim_matches('.').split('.');
        let (class, subject, detail) = (numbers.next()?, numbers.next()?, numbers.next()?);
        let short =
            matches!(class, "2" | "4" | "5") && subject.len() <= 3 && detail.len() <= 3 && numbers.next().is_none();
        short.then_some((class.parse().ok()?, subject.parse().ok()?, detail.parse().ok()?))
    })
}

/// `550` anywhere in a text.
fn basic_code(text: &str) -> Option<u16> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '.');
    words.filter(|word| word.len() == 3 && word.starts_with(['4', '5'])).find_map(|word| word.parse().ok())
}

/// Reads a report that follows the standard, whatever the multipart around it is called.
pub(super) fn read_report(leaves: &[Leaf<'_>]) -> Option<Dsn> {
    let status = leaves
        .iter()
        .find(|leaf| matches!(leaf.media(), "message/delivery-status" | "message/global-delivery-status"))?
        .bytes();
    let (original, original_text) = returned_mail(leaves);
    let mut recipients: Vec<DsnRecipient> = blocks(&status).iter().filter_map(recipient).take(MAX_RECIPIENTS).collect();
    if let ([only], [to]) = (recipients.as_mut_slice(), original.addresses("to").as_slice())
        && only.address.is_empty()
    {
        only.address.clone_from(&to.address);
    }
    let original_message_id = original.ids("message-id").pop();
    (!recipients.is_empty()).then_some(Dsn { recipients, original_message_id, original_text, structured: true })
}

/// Reads a spam complaint. A report that takes a complaint back is none.
pub(super) fn read_complaint(leaves: &[Leaf<'_>]) -> Option<Arf> {
    let report = leaves.iter().find(|leaf| leaf.media() == "message/feedback-report")?.bytes();
    let fields = Fields::read(&report);
    let feedback_type = fields.keyword("feedback-type").unwrap_or_default();
    let (original, original_text) = returned_mail(leaves);
    let original_recipient = fields.plain("original-rcpt-to").map(|text| bare_address(&text)).unwrap_or_default();
    let original_message_id = original.ids("message-id").pop();
    (feedback_type != "not-spam").then_some(Arf {
        feedback_type,
        original_recipient,
        original_message_id,
        original_text,
    })
}

/// Reads a report that a mail system wrote for people. Only from senders that write nothing else, and only with the words of a bounce.
pub(super) fn read_free_form(mail: &IncomingMail) -> Option<Dsn> {
    let local = mail.from.as_ref().map_or("", |from| from.local());
    let from_system =
        matches!(local, "mailer-daemon" | "postmaster" | "mail-daemon" | "mailerdaemon") || local.starts_with("bounce");
    let failed = mail.signs.failed_recipients.first();
    if !from_system && failed.is_none() {
        return None;
    }
    let text = Folded::of(&format!("{}\n{}", mail.subject, mail.body_text.chars().take(6_000).collect::<String>()));
    let delayed = text.first_of(STILL_TRIES).is_some()
        && text.first_of(["permanent", "gave up", "giving up", "failed permanently"]).is_none();
    if !delayed && failed.is_none() && text.first_of(GAVE_UP).is_none() && enhanced_code(&mail.body_text).is_none() {
        return None;
    }
    let to: Vec<&str> = mail.to.iter().map(|one| one.address.as_str()).collect();
    let address = failed.cloned().or_else(|| {
        addresses_in(&mail.body_text).into_iter().find(|one| one != mail.sender() && !to.contains(&one.as_str()))
    });
    let recipient = DsnRecipient {
        address: address.unwrap_or_default(),
        action: if delayed { DsnAction::Delayed } else { DsnAction::Failed },
        status: enhanced_code(&mail.body_text).map(|(a, b, c)| format!("{a}.{b}.{c}")).unwrap_or_default(),
        diagnostic: capped(mail.body_text.clone(), 2_000),
    };
    let original_message_id = id_in_text(&mail.body_text);
    Some(Dsn {
        recipients: vec![recipient],
        original_message_id,
        original_text: capped(mail.body_text.clone(), MAX_ORIGINAL),
        structured: false,
    })
}

/// The fields and the text of the returned mail; both empty when the report has no third part.
fn returned_mail(leaves: &[Leaf<'_>]) -> (Fields, String) {
    let returned = ["message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers"];
    let bytes = leaves.iter().find(|leaf| returned.contains(&leaf.media())).map(Leaf::bytes).unwrap_or_default();
    let text = String::from_utf8_lossy(bytes.get(..MAX_ORIGINAL).unwrap_or(&bytes)).into_owned();
    (Fields::read(split_head(bytes.trim_ascii_start()).0), text)
}

fn blocks(status: &[u8]) -> Vec<Fields> {
    let (mut blocks, mut rest) = (Vec::new(), status);
    while !rest.is_empty() && blocks.len() <= 2 * MAX_RECIPIENTS {
        let (block, below) = split_head(rest);
        blocks.push(Fields::read(block));
        rest = below.trim_ascii_start();
    }
    blocks
}

fn recipient(block: &Fields) -> Option<DsnRecipient> {
    if !["final-recipient", "original-recipient", "action"].iter().any(|name| block.has(name)) || block.is_empty() {
        return None;
    }
    let address = |name: &str| block.plain(name).map(|text| bare_address(&text)).filter(|address| !address.is_empty());
    Some(DsnRecipient {
        // With forwarding, the final recipient is not the address we used.
        address: address("original-recipient").or_else(|| address("final-recipient")).unwrap_or_default(),
        action: match block.keyword("action").as_deref() {
            Some("failed") => DsnAction::Failed,
            Some("delayed") => DsnAction::Delayed,
            Some("delivered" | "relayed" | "expanded") => DsnAction::Done,
            Some(_) | None => DsnAction::Unstated,
        },
        status: block.keyword("status").unwrap_or_default(),
        diagnostic: block.plain("diagnostic-code").unwrap_or_default(),
    })
}

/// `rfc822; Jo@Ex.com` as `jo@ex.com`; empty if it is no address.
fn bare_address(text: &str) -> String {
    let bare = text.rsplit(';').next().unwrap_or_default().trim().trim_matches(['<', '>']).to_lowercase();
    if bare.contains('@') && !bare.contains(char::is_whitespace) { bare } else { String::new() }
}

/// `Message-ID: <…>` in the middle of a text.
fn id_in_text(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let at = lower.find("message-id:")?;
    message_ids(text.get(at..)?.get(..1_200).or_else(|| text.get(at..))?).into_iter().next()
}

/// Addresses in a text, in order, in lower case.
pub(super) fn addresses_in(text: &str) -> Vec<String> {
    text.split(|c: char| {
        c.is_whitespace()
            || matches!(c, '<' | '>' | '(' | ')' | '[' | ']' | ',' | ';' | ':' | '"' | '\'' | '|' | '*' | '“' | '”')
    })
    .filter(|word| word.contains('@'))
    .filter_map(|word| crate::EmailAddress::parse(word.trim_matches(['.', '!', '?', '/', '=', '-'])).ok())
    .map(String::from)
    .take(50)
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_texts_give_the_verdict() {
        use BounceVerdict::{Content, Hard, SenderProblem, Soft, Unknown};
        for (status, diagnostic, verdict) in [
            ("5.1.1", "", Hard),
            ("5.1.10", "", Hard),
            ("5.2.1", "", Hard),
            ("5.2.2", "mailbox full", Soft),
            ("4.2.2", "", Soft),
            ("5.2.3", "", Content),
            ("5.3.4", "", Content),
            ("5.4.1", "Recipient address rejected: Access denied", Soft),
            ("4.4.1", "", Soft),
            ("5.4.4", "", Soft),
            ("5.4.7", "", Soft),
            ("5.4.6", "Unusual sending activity detected", SenderProblem),
            ("5.5.2", "", SenderProblem),
            ("5.6.1", "", SenderProblem),
            ("5.7.1", "User unknown", SenderProblem),
            ("5.7.26", "", SenderProblem),
            ("5.7.515", "", SenderProblem),
            ("5.7.133", "", Hard),
            ("4.7.0", "", Soft),
            ("5.0.0", "smtp; 550 5.1.1 no such user", Hard),
            ("5.0.0", "smtp; 550 user unknown", Hard),
            ("", "550 No such user here", Hard),
            ("", "550 blocked by reputation", SenderProblem),
            ("", "550 spam: user unknown", Unknown),
            ("", "550 nope", Unknown),
            ("", "450 nope", Soft),
            ("5.3.0", "", Unknown),
            ("", "", Unknown),
            ("5.1.1.1", "from 5.1.1.7", Unknown),
        ] {
            assert_eq!(bounce_verdict(status, diagnostic), verdict, "{status} {diagnostic}");
        }
    }

    #[test]
    fn addresses_are_found_in_prose() {
        assert_eq!(
            addresses_in("Write to Jo <Jo@ex.com>, or (al@ex.com). Not @home or a@b."),
            ["jo@ex.com", "al@ex.com"]
        );
    }
}
