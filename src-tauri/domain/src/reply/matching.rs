//! Which mail of ours an incoming mail belongs to. Ranked evidence, best first; where one rank points at more than one deal it is a
//! suggestion, never a guess. Looking up the candidates is left to the store.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::parse::IncomingMail;
use super::phrase::Phrases;
use super::subject::normalise_subject;
use crate::Timestamp;
use crate::time::DAY;

/// How long after our mail the same subject from the same sender still counts.
const SUBJECT_DAYS: i64 = 60;
/// How long after our mail a report about its recipient is believed without our id or token.
const REPORT_DAYS: i64 = 7;
/// Length of a token after `ref:`.
const TOKEN_LENGTH: usize = 16;
/// Where people, not companies, have their mail.
const FREE_MAIL: Phrases = Phrases(include_str!("words/free_mail.txt"));

/// A sent mail that the incoming one may answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The caller's number for the mail.
    pub email_key: usize,
    /// The caller's number for its deal.
    pub deal_key: usize,
    /// The `Message-ID` that went over the wire.
    pub wire_message_id: Option<String>,
    /// The provider's thread.
    pub provider_thread_id: Option<String>,
    /// Our token, with or without `ref:`.
    pub token: String,
    /// Whom it went to.
    pub to_address: String,
    /// Its subject in base form.
    pub subject_normalised: String,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// Whether its deal is open.
    pub deal_open: bool,
}

/// Why an incoming mail belongs to one of ours, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Evidence {
    /// It answers our message id.
    InReplyTo,
    /// Our message id is among its references.
    References,
    /// Our token is in its recipient or its text.
    Token,
    /// A delivery or complaint report brings our message id back.
    ReportedMessage,
    /// A report names an address that got a mail from us within a week.
    ReportedAddress,
    /// It is in the provider's thread of our mail.
    Thread,
    /// Same sender and same subject, soon after our mail.
    SenderAndSubject,
    /// Same sender only.
    Sender,
    /// A colleague with the same subject.
    CompanyAndSubject,
}

crate::text_enum!(Evidence {
    InReplyTo = "in_reply_to",
    References = "references",
    Token = "token",
    ReportedMessage = "reported_message",
    ReportedAddress = "reported_address",
    Thread = "thread",
    SenderAndSubject = "sender_and_subject",
    Sender = "sender",
    CompanyAndSubject = "company_and_subject",
});

impl Evidence {
    /// Whether it rests on the sender's address alone, which can be forged: nothing may be sent by itself because of such a match.
    pub const fn is_forgeable(self) -> bool {
        matches!(self, Self::ReportedAddress | Self::SenderAndSubject | Self::Sender | Self::CompanyAndSubject)
    }
}

/// What the matching found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MatchResult {
    /// It belongs to this mail.
    Linked {
        /// `email_key` of the mail, the newest of its deal that the evidence points at.
        key: usize,
        /// Why.
        evidence: Evidence,
    },
    /// It may belong to one of these mails; a person decides.
    Suggested {
        /// `email_key`s, newest mail first.
        keys: Vec<usize>,
        /// Why.
        evidence: Evidence,
    },
    /// It belongs to none.
    None,
}

/// Ranks the evidence and returns the best. `thread_id` is the provider's thread of the incoming mail.
pub fn rank<'a>(
    incoming: &'a IncomingMail,
    thread_id: Option<&'a str>,
    candidates: &'a [Candidate],
    received_at: Timestamp,
) -> MatchResult {
    let question = Question { incoming, thread_id, candidates, received_at };
    let report = incoming.dsn.is_some() || incoming.is_arf();
    let ranks: &[fn(&Question<'a>) -> MatchResult] = if report {
        &[
            Question::by_reported_message,
            Question::by_in_reply_to,
            Question::by_references,
            Question::by_token,
            Question::by_reported_address,
        ]
    } else {
        &[
            Question::by_in_reply_to,
            Question::by_references,
            Question::by_token,
            Question::by_thread,
            Question::by_sender_and_subject,
            Question::by_sender,
            Question::by_company_and_subject,
        ]
    };
    ranks.iter().map(|by| by(&question)).find(|result| *result != MatchResult::None).unwrap_or(MatchResult::None)
}

/// Our tokens in a text, each `ref:` and 16 lower-case letters or digits, without repetition.
pub fn find_tokens(text: &str) -> Vec<String> {
    let lower = text.to_ascii_lowercase();
    let after_mark = lower.match_indices("ref:").filter_map(|(at, mark)| lower.get(at + mark.len()..));
    let code =
        |rest: &str| rest.chars().take_while(char::is_ascii_alphanumeric).take(TOKEN_LENGTH + 1).collect::<String>();
    let mut seen = BTreeSet::new();
    after_mark
        .map(code)
        .filter(|code| code.len() == TOKEN_LENGTH && seen.insert(code.clone()))
        .map(|code| format!("ref:{code}"))
        .take(50)
        .collect()
}

struct Question<'a> {
    incoming: &'a IncomingMail,
    thread_id: Option<&'a str>,
    candidates: &'a [Candidate],
    received_at: Timestamp,
}

impl<'a> Question<'a> {
    fn by_in_reply_to(&self) -> MatchResult {
        settle(self.with_ids(&self.incoming.in_reply_to), Evidence::InReplyTo, true)
    }

    /// Newest first: the last reference that is ours decides.
    fn by_references(&self) -> MatchResult {
        let hit = self
            .incoming
            .references
            .iter()
            .rev()
            .map(|id| self.with_ids(std::slice::from_ref(id)))
            .find(|hits| !hits.is_empty());
        settle(hit.unwrap_or_default(), Evidence::References, true)
    }

    fn by_token(&self) -> MatchResult {
        let codes = self.codes();
        settle(self.where_true(|one| codes.contains(bare_token(&one.token))), Evidence::Token, true)
    }

    fn by_reported_message(&self) -> MatchResult {
        let reported: Vec<String> = self.incoming.reported_message_id().map(str::to_owned).into_iter().collect();
        settle(self.with_ids(&reported), Evidence::ReportedMessage, true)
    }

    /// A report in free text is only probable: a person looks at it.
    fn by_reported_address(&self) -> MatchResult {
        let dsn = self.incoming.dsn.as_ref();
        let of_dsn = dsn.into_iter().flat_map(|dsn| &dsn.recipients).map(|one| one.address.as_str());
        let addresses: Vec<&str> = of_dsn
            .chain(self.incoming.arf.iter().map(|arf| arf.original_recipient.as_str()))
            .filter(|one| !one.is_empty())
            .collect();
        let hits = self.where_true(|one| {
            addresses.iter().any(|address| address.eq_ignore_ascii_case(&one.to_address))
                && self.is_within(one, REPORT_DAYS)
        });
        settle(hits, Evidence::ReportedAddress, dsn.is_none_or(|dsn| dsn.structured))
    }

    fn by_thread(&self) -> MatchResult {
        let hits =
            self.where_true(|one| self.thread_id.is_some() && one.provider_thread_id.as_deref() == self.thread_id);
        let known = hits.iter().all(|one| self.is_sender(one));
        settle(hits, Evidence::Thread, known && !self.incoming.signs.dmarc_failed)
    }

    fn by_sender_and_subject(&self) -> MatchResult {
        let subject = normalise_subject(&self.incoming.subject);
        let hits = self.where_true(|one| {
            self.is_sender(one)
                && !subject.is_empty()
                && one.subject_normalised == subject
                && self.is_within(one, SUBJECT_DAYS)
        });
        let open: BTreeSet<usize> =
            self.candidates.iter().filter(|one| self.is_sender(one) && one.deal_open).map(|one| one.deal_key).collect();
        let only_open = open.len() == 1 && hits.iter().all(|one| open.contains(&one.deal_key));
        settle(hits, Evidence::SenderAndSubject, only_open && !self.incoming.signs.dmarc_failed)
    }

    fn by_sender(&self) -> MatchResult {
        settle(self.where_true(|one| self.is_sender(one)), Evidence::Sender, false)
    }

    fn by_company_and_subject(&self) -> MatchResult {
        let subject = normalise_subject(&self.incoming.subject);
        let company = company(self.incoming.sender());
        let hits = self.where_true(|one| {
            company.is_some()
                && self::company(&one.to_address) == company
                && !subject.is_empty()
                && one.subject_normalised == subject
        });
        settle(hits, Evidence::CompanyAndSubject, false)
    }

    fn where_true(&self, holds: impl Fn(&Candidate) -> bool) -> Vec<&'a Candidate> {
        self.candidates.iter().filter(|one| holds(one)).collect()
    }

    fn with_ids(&self, ids: &[String]) -> Vec<&'a Candidate> {
        self.where_true(|one| {
            one.wire_message_id
                .as_deref()
                .is_some_and(|ours| ids.iter().any(|id| id == ours.trim_matches(['<', '>', ' '])))
        })
    }

    fn is_sender(&self, one: &Candidate) -> bool {
        !one.to_address.is_empty() && one.to_address.eq_ignore_ascii_case(self.incoming.sender())
    }

    fn is_within(&self, one: &Candidate, days: i64) -> bool {
        (0..=days * DAY).contains(&self.received_at.since(one.sent_at))
    }

    /// Codes of our tokens in the text, the HTML, the subject, the returned mail, and the plus tags of the recipients.
    fn codes(&self) -> BTreeSet<String> {
        let mail = self.incoming;
        let returned = mail
            .dsn
            .iter()
            .map(|dsn| dsn.original_text.as_str())
            .chain(mail.arf.iter().map(|arf| arf.original_text.as_str()));
        let texts = [mail.body_text.as_str(), mail.subject.as_str(), mail.html.as_deref().unwrap_or_default()]
            .into_iter()
            .chain(returned);
        let written = texts.flat_map(find_tokens).map(|token| bare_token(&token).to_owned());
        let tag = |local: &str| {
            local.split_once('+').map(|(_, tag)| tag.rsplit(['-', '.', '_', '=']).next().unwrap_or_default().to_owned())
        };
        written
            .chain(mail.to.iter().filter_map(|to| tag(to.local())).filter(|code| code.len() == TOKEN_LENGTH))
            .collect()
    }
}

fn bare_token(token: &str) -> &str {
    token.strip_prefix("ref:").unwrap_or(token)
}

/// One deal, and evidence that links: linked. Else a suggestion.
fn settle(mut hits: Vec<&Candidate>, evidence: Evidence, links: bool) -> MatchResult {
    hits.sort_by_key(|one| std::cmp::Reverse((one.sent_at, one.email_key)));
    let deals: BTreeSet<usize> = hits.iter().map(|one| one.deal_key).collect();
    match hits.first() {
        None => MatchResult::None,
        Some(newest) if links && deals.len() == 1 => MatchResult::Linked { key: newest.email_key, evidence },
        Some(_) => MatchResult::Suggested { keys: hits.iter().map(|one| one.email_key).collect(), evidence },
    }
}

/// The registrable domain of an address, unless people have their private mail there.
fn company(address: &str) -> Option<String> {
    let host = address.rsplit_once('@')?.1;
    let domain = psl::domain_str(host)?.to_owned();
    let free = FREE_MAIL.contains(&domain)
        || ["yahoo.", "hotmail.", "live.", "outlook.", "gmx."].iter().any(|start| domain.starts_with(start));
    (!free).then_some(domain)
}
