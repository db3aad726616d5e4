//! A mailbox in memory, for tests of what uses mailboxes. It accepts everything unless told otherwise.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use domain::Timestamp;

use super::{
    Cursor, IncomingRow, Listed, Mailbox, MailboxIdentity, OVERLAP_SECONDS, OutgoingMail, SendOutcome, SentRow,
    Trouble, TroubleCode,
};
use crate::clock::Clock;
use crate::handover::Handover;

/// The fake mailbox. What was sent can be looked at, what comes in can be put there, and any outcome can be scripted.
pub struct MemoryMailbox {
    address: String,
    clock: Arc<dyn Clock>,
    inside: Mutex<Inside>,
}

#[derive(Default)]
struct Inside {
    sent: Vec<(SentRow, OutgoingMail)>,
    incoming: Vec<IncomingRow>,
    raw: BTreeMap<String, Vec<u8>>,
    next_sends: VecDeque<(SendOutcome, bool)>,
    next_reads: VecDeque<Trouble>,
}

impl MemoryMailbox {
    /// An empty mailbox of this address.
    pub fn new(address: &str, clock: Arc<dyn Clock>) -> Self {
        Self { address: address.to_owned(), clock, inside: Mutex::default() }
    }

    /// Puts an incoming mail there.
    pub fn receive(&self, row: IncomingRow, raw: &[u8]) {
        let mut inside = self.inside();
        inside.raw.insert(row.provider_message_id.clone(), raw.to_vec());
        inside.incoming.push(row);
    }

    /// The next send ends like this; `stored` says whether the mail lies in Sent nevertheless.
    pub fn script_send(&self, outcome: SendOutcome, stored: bool) {
        self.inside().next_sends.push_back((outcome, stored));
    }

    /// The next call that reads fails like this.
    pub fn script_read(&self, trouble: Trouble) {
        self.inside().next_reads.push_back(trouble);
    }

    /// Every mail that lies in Sent, in the order of sending.
    pub fn sent(&self) -> Vec<OutgoingMail> {
        self.inside().sent.iter().map(|(_, mail)| mail.clone()).collect()
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn reading(&self) -> Result<MutexGuard<'_, Inside>, Trouble> {
        let mut inside = self.inside();
        match inside.next_reads.pop_front() {
            Some(trouble) => Err(trouble),
            None => Ok(inside),
        }
    }
}

#[async_trait]
impl Mailbox for MemoryMailbox {
    async fn identity(&self) -> Result<MailboxIdentity, Trouble> {
        drop(self.reading()?);
        Ok(MailboxIdentity {
            account_id: "1".to_owned(),
            address: self.address.clone(),
            display_name: String::new(),
            time_zone: "UTC".to_owned(),
            send_as: vec![self.address.clone()],
        })
    }

    async fn ready(&self) -> Result<(), Trouble> {
        Ok(())
    }

    async fn send(&self, mail: &OutgoingMail, handover: &Handover) -> SendOutcome {
        if let Err(error) = handover.begin() {
            return SendOutcome::Refused(Trouble::new(TroubleCode::NoNetwork).with_detail(&error.to_string()));
        }
        let mut inside = self.inside();
        let id = format!("sent-{}", inside.sent.len() + 1);
        let anchor = mail.in_reply_to.as_ref().and_then(|anchor| anchor.provider_message_id.clone());
        let thread_id = Some(anchor.unwrap_or_else(|| id.clone()));
        let accepted = SendOutcome::Accepted {
            provider_message_id: Some(id.clone()),
            wire_message_id: Some(format!("<{id}@memory.invalid>")),
            thread_id: thread_id.clone(),
        };
        let (outcome, stored) = inside.next_sends.pop_front().unwrap_or((accepted, true));
        if stored {
            let row = SentRow {
                provider_message_id: id,
                wire_message_id: None,
                to_address: mail.to_address.clone(),
                subject: mail.subject.clone(),
                received_at: self.clock.now(),
                thread_id,
            };
            inside.sent.push((row, mail.clone()));
        }
        outcome
    }

    async fn list_since(&self, cursor: &Cursor, _limit_pages: u32) -> Result<Listed, Trouble> {
        let floor = cursor.high_water.plus_seconds(-OVERLAP_SECONDS);
        let inside = self.reading()?;
        let fresh = |row: &&IncomingRow| row.received_at >= floor && !cursor.seen.contains(&row.provider_message_id);
        let mut rows: Vec<_> = inside.incoming.iter().filter(fresh).cloned().collect();
        rows.sort_by_key(|row| row.received_at);
        Ok(Listed { rows, ..Listed::default() })
    }

    async fn fetch_raw(&self, provider_message_id: &str) -> Result<Vec<u8>, Trouble> {
        let inside = self.reading()?;
        inside.raw.get(provider_message_id).cloned().ok_or_else(|| Trouble::new(TroubleCode::BadRequest))
    }

    async fn list_sent(&self, since: Timestamp) -> Result<Vec<SentRow>, Trouble> {
        let inside = self.reading()?;
        Ok(inside.sent.iter().rev().map(|(row, _)| row).filter(|row| row.received_at >= since).cloned().collect())
    }

    async fn sent_content(&self, provider_message_id: &str) -> Result<String, Trouble> {
        let inside = self.reading()?;
        let found = inside.sent.iter().find(|(row, _)| row.provider_message_id == provider_message_id);
        found.map(|(_, mail)| mail.html.clone()).ok_or_else(|| Trouble::new(TroubleCode::BadRequest))
    }
}
