//! A mail's life: which states there are and which step may follow which.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::id::{BrandId, ContactId, DealId, EmailId};
use crate::{EmailAddress, Timestamp};

/// Which mail of a sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum EmailKind {
    /// Introduction and what the recipient gains.
    Initial,
    /// A gentle reminder.
    FirstFollowUp,
    /// A different angle.
    SecondFollowUp,
    /// Shorter, softer.
    LaterFollowUp,
    /// Asks for a lost link back; no part of the sequence.
    Reclaim,
}
crate::text_enum!(EmailKind {
    Initial = "initial",
    FirstFollowUp = "first_follow_up",
    SecondFollowUp = "second_follow_up",
    LaterFollowUp = "later_follow_up",
    Reclaim = "reclaim",
});

/// Where a mail stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum EmailState {
    /// Being written.
    Draft,
    /// Waits for a person.
    AwaitingApproval,
    /// May go out when every gate lets it.
    Queued,
    /// Handed to the network, or about to be: committed before the call.
    Sending,
    /// Accepted by the mailbox.
    Sent,
    /// The network did not answer: it may have gone out. Never sent again by itself.
    Unconfirmed,
    /// Came back.
    Bounced,
    /// Was answered.
    Replied,
    /// A person said no to it.
    Rejected,
    /// Overtaken by events.
    Cancelled,
    /// Certainly not sent, and not to be tried again by itself.
    Failed,
}
crate::text_enum!(EmailState {
    Draft = "draft",
    AwaitingApproval = "awaiting_approval",
    Queued = "queued",
    Sending = "sending",
    Sent = "sent",
    Unconfirmed = "unconfirmed",
    Bounced = "bounced",
    Replied = "replied",
    Rejected = "rejected",
    Cancelled = "cancelled",
    Failed = "failed",
});

/// What can happen to a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmailEvent {
    /// Written, and a person is to look at it.
    Submit,
    /// Approved by a person, or queued by an autopilot that may.
    Approve,
    /// Content or recipient edited.
    Edit,
    /// A person said no.
    Reject,
    /// A person took that no back.
    Reconsider,
    /// A reply, an opt-out, a closed deal.
    Overtaken,
    /// All gates passed and the intent is about to be committed.
    Claim,
    /// The mailbox took it.
    Accepted,
    /// The mailbox refused it before taking it; it may be tried again.
    RefusedForNow,
    /// The mailbox refused it for good.
    RefusedForGood,
    /// No answer, or the process died in between.
    OutcomeUnknown,
    /// Evidence, or a person, says it went out.
    FoundSent,
    /// A person says it did not go out.
    FoundNotSent,
    /// A bounce came in for it.
    Bounce,
    /// A person answered it.
    Reply,
}

/// A step that the life of a mail does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a mail that is {state} cannot take {event:?}")]
pub struct IllegalStep {
    /// Where the mail stood.
    pub state: EmailState,
    /// What was to happen.
    pub event: EmailEvent,
}

/// The next state. Pure: the caller commits it before acting on it.
pub fn step(state: EmailState, event: EmailEvent) -> Result<EmailState, IllegalStep> {
    use {EmailEvent as E, EmailState as S};
    Ok(match (state, event) {
        (S::Draft, E::Submit) => S::AwaitingApproval,
        (S::Draft | S::AwaitingApproval, E::Approve) => S::Queued,
        // An approval is bound to what was read: editing takes it back.
        (S::Draft | S::AwaitingApproval | S::Queued, E::Edit) => S::AwaitingApproval,
        (S::Draft | S::AwaitingApproval | S::Queued, E::Reject) => S::Rejected,
        (S::Rejected, E::Reconsider) => S::AwaitingApproval,
        (S::Draft | S::AwaitingApproval | S::Queued, E::Overtaken) => S::Cancelled,
        (S::Queued, E::Claim) => S::Sending,
        (S::Sending, E::Accepted) => S::Sent,
        (S::Sending, E::RefusedForNow) => S::Queued,
        (S::Sending, E::RefusedForGood) => S::Failed,
        (S::Sending, E::OutcomeUnknown) => S::Unconfirmed,
        (S::Unconfirmed, E::FoundSent) => S::Sent,
        (S::Unconfirmed, E::FoundNotSent) => S::Failed,
        // A bounce or a reply is itself evidence that an unconfirmed mail went out.
        (S::Sent | S::Unconfirmed, E::Bounce) => S::Bounced,
        (S::Sent | S::Unconfirmed | S::Replied, E::Reply) => S::Replied,
        (state, event) => return Err(IllegalStep { state, event }),
    })
}

/// What exactly is sent, byte for byte. An approval is bound to its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// Recipient.
    pub to: EmailAddress,
    /// Recipient's name; may be empty.
    pub to_name: String,
    /// Sender.
    pub from: EmailAddress,
    /// Sender's name.
    pub from_name: String,
    /// Where answers go; empty for the sender.
    pub reply_to: String,
    /// Subject.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// HTML.
    pub html: String,
}

impl Content {
    /// SHA-256 over every field with its length, in hexadecimal.
    pub fn hash(&self) -> String {
        let mut hasher = Sha256::new();
        let fields = [
            self.to.as_str(),
            &self.to_name,
            self.from.as_str(),
            &self.from_name,
            &self.reply_to,
            &self.subject,
            &self.text,
            &self.html,
        ];
        for field in fields {
            hasher.update((field.len() as u64).to_le_bytes());
            hasher.update(field.as_bytes());
        }
        hex(&hasher.finalize())
    }
}

/// Our own Message-ID of a mail, without angle brackets (RFC 5322, 3.6.4). The same mail always has the same one, so that it can be found again.
pub fn message_id(token: &str, from: &EmailAddress) -> String {
    // A colon is no letter of a Message-ID; strict readers stop there.
    format!("{}@{}", token.replace(':', "."), from.domain())
}

/// SHA-256 in lower-case hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// One outgoing mail as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email {
    /// Its id.
    pub id: EmailId,
    /// Who writes.
    pub brand: BrandId,
    /// In which deal.
    pub deal: DealId,
    /// To whom.
    pub contact: ContactId,
    /// Which mail of the deal, counted from one; at most one mail per step is ever on its way.
    pub step: u32,
    /// Which kind.
    pub kind: EmailKind,
    /// Where it stands.
    pub state: EmailState,
    /// What is sent.
    pub content: Content,
    /// Hash of the content.
    pub content_hash: String,
    /// Hash that was approved, and by whom.
    pub approved_hash: Option<String>,
    /// Our own mark in the visible text; unique per mail.
    pub token: String,
    /// Who wrote it: `playbook`, a model's name, or `person`.
    pub written_by: String,
    /// When it was written.
    pub created_at: Timestamp,
    /// Not to be tried before.
    pub not_before: Option<Timestamp>,
    /// Times it was handed to the network.
    pub attempts: u32,
    /// When it was last handed to the network.
    pub attempted_at: Option<Timestamp>,
    /// When the mailbox took it.
    pub sent_at: Option<Timestamp>,
    /// The provider's id of the sent copy.
    pub provider_message_id: Option<String>,
    /// Its RFC Message-ID, without brackets.
    pub wire_message_id: Option<String>,
    /// The provider's thread.
    pub thread_id: Option<String>,
    /// What went wrong last, as a plain sentence.
    pub trouble: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const EVENTS: &[EmailEvent] = &[
        EmailEvent::Submit,
        EmailEvent::Approve,
        EmailEvent::Edit,
        EmailEvent::Reject,
        EmailEvent::Reconsider,
        EmailEvent::Overtaken,
        EmailEvent::Claim,
        EmailEvent::Accepted,
        EmailEvent::RefusedForNow,
        EmailEvent::RefusedForGood,
        EmailEvent::OutcomeUnknown,
        EmailEvent::FoundSent,
        EmailEvent::FoundNotSent,
        EmailEvent::Bounce,
        EmailEvent::Reply,
    ];

    proptest! {
        /// Whatever happens in whatever order: the network is entered only from `queued`, an uncertain mail is never queued
        /// again, and nothing leaves a final state but by a reply or a bounce.
        #[test]
        fn any_order_of_events_keeps_the_promises(picks in prop::collection::vec(0..EVENTS.len(), 0..40)) {
            let mut state = EmailState::Draft;
            let mut was_unconfirmed = false;
            let mut approved = false;
            for pick in picks {
                let event = EVENTS[pick];
                let Ok(next) = step(state, event) else { continue };
                if event == EmailEvent::Approve { approved = true; }
                if matches!(event, EmailEvent::Edit | EmailEvent::Reconsider) { approved = false; }
                if next == EmailState::Sending {
                    prop_assert_eq!(state, EmailState::Queued);
                    prop_assert!(approved);
                    prop_assert!(!was_unconfirmed, "an uncertain mail went out again");
                }
                was_unconfirmed |= next == EmailState::Unconfirmed;
                state = next;
            }
        }
    }

    #[test]
    fn the_hash_sees_every_field_and_its_border() {
        let content = |subject: &str, text: &str| Content {
            to: EmailAddress::parse("a@ex.com").unwrap(),
            to_name: String::new(),
            from: EmailAddress::parse("b@ex.com").unwrap(),
            from_name: String::new(),
            reply_to: String::new(),
            subject: subject.to_owned(),
            text: text.to_owned(),
            html: String::new(),
        };
        assert_eq!(content("ab", "c").hash(), content("ab", "c").hash());
        assert_ne!(content("ab", "c").hash(), content("a", "bc").hash());
    }
}
