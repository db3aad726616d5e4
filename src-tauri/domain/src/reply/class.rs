//! What a reply means, and who or what wrote it. The words are a contract; how they are found is left to the rules and the model.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::dsn::BounceVerdict;

/// The closed list of what a reply can mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ReplyKind {
    /// Wants to go on.
    Interested,
    /// Asks something and commits to nothing.
    Question,
    /// Perhaps later, possibly with a date.
    NotNow,
    /// A clear no. Ends the deal, suppresses nobody.
    NotInterested,
    /// Must never be mailed again.
    Unsubscribe,
    /// Away, possibly until a date.
    OutOfOffice,
    /// Somebody else is in charge, possibly with an address.
    WrongPerson,
    /// No longer works there, possibly with a successor's address.
    LeftCompany,
    /// The address does not work and never will.
    BounceHard,
    /// Not delivered, for a reason that is not (or not certainly) the address.
    BounceSoft,
    /// Written by a program: a ticket receipt, a newsletter, a delay notice.
    AutoReply,
    /// Says that our link is online.
    LinkPlaced,
    /// Asks for money for a link or a post.
    PaymentRequest,
    /// Nobody but a person can tell.
    Unclear,
}

crate::text_enum!(ReplyKind {
    Interested = "interested",
    Question = "question",
    NotNow = "not_now",
    NotInterested = "not_interested",
    Unsubscribe = "unsubscribe",
    OutOfOffice = "out_of_office",
    WrongPerson = "wrong_person",
    LeftCompany = "left_company",
    BounceHard = "bounce_hard",
    BounceSoft = "bounce_soft",
    AutoReply = "auto_reply",
    LinkPlaced = "link_placed",
    PaymentRequest = "payment_request",
    Unclear = "unclear",
});

impl ReplyKind {
    /// Reads a stored word; `None` for a word outside the list.
    pub fn parse(word: &str) -> Option<Self> {
        word.parse().ok()
    }

    /// Whether this kind is an answer of a person. Departure notices are mostly sent by machines and count as such; `Nature` says who
    /// wrote a particular mail.
    pub const fn is_human(self) -> bool {
        match self {
            Self::Interested
            | Self::Question
            | Self::NotNow
            | Self::NotInterested
            | Self::Unsubscribe
            | Self::WrongPerson
            | Self::LinkPlaced
            | Self::PaymentRequest
            | Self::Unclear => true,
            Self::OutOfOffice | Self::LeftCompany | Self::BounceHard | Self::BounceSoft | Self::AutoReply => false,
        }
    }

    /// Whether nothing more may be sent in this sequence until a person or a later decision says so. A mail of `Nature::Human` stops
    /// the sequence whatever its kind.
    pub const fn stops_sequence(self) -> bool {
        match self {
            Self::OutOfOffice | Self::AutoReply | Self::BounceSoft => false,
            Self::LeftCompany | Self::BounceHard => true,
            Self::Interested
            | Self::Question
            | Self::NotNow
            | Self::NotInterested
            | Self::Unsubscribe
            | Self::WrongPerson
            | Self::LinkPlaced
            | Self::PaymentRequest
            | Self::Unclear => true,
        }
    }
}

/// A kind with what was read beside it. Each detail is present only when the mail states it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct ReplyClass {
    /// What the reply means.
    pub kind: ReplyKind,
    /// For `not_now` and `out_of_office`: the day named as the return or the better time.
    #[ts(type = "string | null")]
    pub until: Option<NaiveDate>,
    /// For `wrong_person` and `left_company`: the address to write to instead.
    pub referral: Option<String>,
    /// For `link_placed`: the page said to carry the link.
    pub url: Option<String>,
}

impl ReplyClass {
    /// A kind without details.
    pub const fn plain(kind: ReplyKind) -> Self {
        Self { kind, until: None, referral: None, url: None }
    }

    /// With a day.
    #[must_use]
    pub fn until(self, day: Option<NaiveDate>) -> Self {
        Self { until: day, ..self }
    }

    /// With an address to write to instead.
    #[must_use]
    pub fn referral(self, address: Option<String>) -> Self {
        Self { referral: address, ..self }
    }
}

/// Who or what wrote an incoming mail. Only `Human` mails are replies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nature {
    /// A person, as far as anybody can tell.
    Human,
    /// A program of the recipient: absence, ticket receipt, challenge.
    AutoReply,
    /// A mail system says that a mail was not delivered.
    Bounce {
        /// What that means for the address.
        verdict: BounceVerdict,
    },
    /// A mail system is still trying; to be logged only.
    DelayNotice,
    /// The recipient pressed the spam button.
    Complaint,
    /// A newsletter or a mailing list.
    ListMail,
    /// Sent by ourselves.
    OwnMail,
}

impl Nature {
    /// Whether a person wrote it.
    pub const fn is_human(self) -> bool {
        matches!(self, Self::Human)
    }
}
