//! Any mailbox that speaks SMTP and IMAP: one connected mailbox of one brand.
//!
//! Each file beside this one has one part of it: the letter, handing it over, the session, folders, reading, signing in, trouble.

mod folders;
mod letter;
mod position;
mod reading;
mod session;
mod sign_in;
mod submission;
mod troubles;
mod trust;

#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use domain::Timestamp;
use domain::engagement::{carries_clicks, carries_pixel, for_our_eyes};
use domain::mail_servers::Server;
use domain::mailbox::SignIn;
use tokio::sync::{Mutex, MutexGuard};

use self::folders::{Role, Roles};
use self::letter::Letter;
use self::position::{MessageId, Position};
use self::session::{Session, open};
use self::sign_in::Keys;
use self::submission::Submission;
use self::trust::Trust;
use crate::clock::Clock;
use crate::handover::Handover;
use crate::http;
use crate::mail::{
    Cursor, FolderKind, Listed, Mailbox, MailboxIdentity, OVERLAP_SECONDS, OutgoingMail, SendOutcome, SentRow, Trouble,
    TroubleCode,
};
use crate::secrets::SecretStore;

/// A held session that was silent for so long is asked whether it still lives, in seconds.
const DOZES: i64 = 30;
/// How long a server is listened to for new mail before the connection is made anew; many boxes on the way cut after fifteen minutes.
const LISTENS: Duration = Duration::from_secs(600);

/// The settings of a brand's mailbox that are not secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmtpImapSettings {
    /// The brand's slug: its secrets are filed under it.
    pub brand_slug: String,
    /// The address the brand sends from.
    pub from_address: String,
    /// The name to sign in with; empty for `from_address`.
    pub username: String,
    /// How one signs in.
    pub sign_in: SignIn,
    /// Where mail is read.
    pub imap: Server,
    /// Where mail is handed over.
    pub smtp: Server,
    /// The server files what it sends by itself.
    pub keeps_sent: bool,
    /// Where permissions are renewed, instead of at the provider; an address of this machine only.
    pub oauth_url: Option<String>,
}

impl SmtpImapSettings {
    /// The name to sign in with.
    pub fn login(&self) -> &str {
        if self.username.is_empty() { &self.from_address } else { &self.username }
    }

    /// Trouble unless both servers are named, and spoken to in secret or on this machine.
    fn check(&self) -> Result<(), Trouble> {
        for (server, what) in [(&self.imap, "imap"), (&self.smtp, "smtp")] {
            if server.host.is_empty() {
                return Err(Trouble::new(TroubleCode::NotConnected));
            }
            if !server.is_private() {
                return Err(Trouble::new(TroubleCode::NotConnected).saying(
                    "The mailbox would be spoken to without encryption.",
                    format!("Set {what}.security to tls or starttls; plain is for this machine only."),
                ));
            }
        }
        Ok(())
    }
}

/// An SMTP and IMAP mailbox. Keep one for each brand: its connections and what is known of its folders live in it.
pub struct SmtpImapMailbox {
    settings: SmtpImapSettings,
    keys: Keys,
    trust: Trust,
    clock: Arc<dyn Clock>,
    patience: Duration,
    reader: Mutex<Option<Reader>>,
    submission: Mutex<Option<Submission>>,
    /// The last letter that was accepted, until its copy is filed.
    accepted: Mutex<Option<Letter>>,
}

/// A session that is signed in, with the folders it found.
struct Reader {
    session: Session,
    roles: Roles,
    used_at: Timestamp,
}

impl SmtpImapMailbox {
    /// A mailbox for these settings; each step of a conversation is waited for with this patience. Uses no network. Errors when a server
    /// is missing, or would be spoken to in the open.
    pub fn new(
        settings: SmtpImapSettings,
        secrets: Arc<dyn SecretStore>,
        clock: Arc<dyn Clock>,
        patience: Duration,
    ) -> Result<Self, Trouble> {
        settings.check()?;
        http::install_crypto();
        Ok(Self {
            keys: Keys::new(&settings, secrets, Arc::clone(&clock), patience),
            settings,
            trust: Trust::default(),
            clock,
            patience,
            reader: Mutex::default(),
            submission: Mutex::default(),
            accepted: Mutex::default(),
        })
    }

    /// Trusts these certificates (DER) beside the system's: those of an office that signs its own.
    #[must_use]
    pub fn trusting(mut self, roots: &[Vec<u8>]) -> Self {
        self.trust = Trust::with(roots);
        self
    }

    /// The hosts that these settings name, each once.
    pub fn hosts(settings: &SmtpImapSettings) -> Result<Vec<String>, Trouble> {
        settings.check()?;
        let mut hosts = vec![settings.imap.host.clone(), settings.smtp.host.clone()];
        hosts.dedup();
        Ok(hosts)
    }

    /// The held session, or a new one, for one errand.
    async fn reader(&self) -> Result<Held<'_>, Trouble> {
        let mut place = self.reader.lock().await;
        let now = self.clock.now();
        if let Some(mut reader) = place.take()
            && (now.since(reader.used_at) / 1_000 < DOZES || reader.session.is_alive().await)
        {
            reader.used_at = now;
            return Ok(Held { place, reader });
        }
        let reader = self.sign_in().await?;
        Ok(Held { place, reader })
    }

    async fn sign_in(&self) -> Result<Reader, Trouble> {
        let mut session = open(&self.settings, &self.keys, &self.trust, self.patience).await?;
        let roles = folders::find(&mut session).await?;
        Ok(Reader { session, roles, used_at: self.clock.now() })
    }
}

/// A session on an errand. Unless it is given back, it ends: what it would answer after a failure belongs to the question before.
struct Held<'a> {
    place: MutexGuard<'a, Option<Reader>>,
    reader: Reader,
}

impl Held<'_> {
    fn give_back(mut self) {
        *self.place = Some(self.reader);
    }
}

/// The copy that we file: the same mail without what would ask the relay, so that looking into the Sent folder is no open.
fn for_our_own_eyes(mail: &OutgoingMail, sent: Letter, now: Timestamp) -> Letter {
    if !carries_pixel(&mail.html) && !carries_clicks(&mail.html) {
        return sent;
    }
    let copy = OutgoingMail { html: for_our_eyes(&mail.html), ..mail.clone() };
    letter::write(&copy, now).unwrap_or(sent)
}

#[async_trait]
impl Mailbox for SmtpImapMailbox {
    async fn identity(&self) -> Result<MailboxIdentity, Trouble> {
        // Both ends are tried: a mailbox that can be read but not written from is not connected.
        self.ready().await?;
        self.reader().await?.give_back();
        Ok(MailboxIdentity {
            account_id: format!("{}@{}", self.settings.login().to_lowercase(), self.settings.imap.host),
            address: self.settings.login().to_owned(),
            display_name: String::new(),
            time_zone: String::new(),
            send_as: vec![self.settings.from_address.clone()],
        })
    }

    async fn ready(&self) -> Result<(), Trouble> {
        let mut held = self.submission.lock().await;
        if let Some(mut submission) = held.take()
            && submission.is_alive(self.patience).await
        {
            *held = Some(submission);
            return Ok(());
        }
        *held = Some(Submission::open(&self.settings, &self.keys, &self.trust, self.patience).await?);
        Ok(())
    }

    async fn send(&self, mail: &OutgoingMail, handover: &Handover) -> SendOutcome {
        let letter = match letter::write(mail, self.clock.now()) {
            Ok(letter) => letter,
            Err(trouble) => return SendOutcome::Refused(trouble),
        };
        let mut held = self.submission.lock().await;
        let submission = match held.take() {
            Some(submission) => Ok(submission),
            None => Submission::open(&self.settings, &self.keys, &self.trust, self.patience).await,
        };
        let mut submission = match submission {
            Ok(submission) => submission,
            Err(trouble) => return SendOutcome::Refused(trouble),
        };
        match submission.hand_over(&letter, handover, self.patience).await {
            Ok(()) => {
                *held = Some(submission);
                let wire_message_id = Some(letter.message_id.clone());
                *self.accepted.lock().await = Some(letter);
                SendOutcome::Accepted { provider_message_id: None, wire_message_id, thread_id: None }
            }
            Err(outcome) => outcome,
        }
    }

    async fn file_copy(&self, mail: &OutgoingMail) -> Result<(), Trouble> {
        let accepted = self.accepted.lock().await.take().filter(|letter| letter.message_id == mail.message_id);
        let Some(letter) = accepted.filter(|_| !self.settings.keeps_sent) else { return Ok(()) };
        let letter = for_our_own_eyes(mail, letter, self.clock.now());
        let mut held = self.reader().await?;
        let Reader { session, roles, .. } = &mut held.reader;
        folders::file(roles.name(Role::Sent), session, &letter, self.clock.now()).await?;
        held.give_back();
        Ok(())
    }

    async fn list_since(&self, cursor: &Cursor, limit_pages: u32) -> Result<Listed, Trouble> {
        let old = self.reader.lock().await.is_some();
        match self.list(cursor, limit_pages).await {
            // The connection was cut while nobody used it, or a folder has another name since: looked at once more, with fresh eyes.
            Err(trouble) if old && trouble.code == TroubleCode::ServerTrouble => self.list(cursor, limit_pages).await,
            listed => listed,
        }
    }

    async fn fetch_raw(&self, provider_message_id: &str) -> Result<Vec<u8>, Trouble> {
        let id = MessageId::read(provider_message_id)?;
        let mut held = self.reader().await?;
        let Reader { session, roles, .. } = &mut held.reader;
        let raw = match roles.name(id.role) {
            Some(name) => reading::whole(session, name, id).await?,
            None => return Err(reading::gone()),
        };
        held.give_back();
        Ok(raw)
    }

    async fn list_sent(&self, since: Timestamp) -> Result<Vec<SentRow>, Trouble> {
        let old = self.reader.lock().await.is_some();
        match self.sent_since(since).await {
            Err(trouble) if old && trouble.code == TroubleCode::ServerTrouble => self.sent_since(since).await,
            rows => rows,
        }
    }

    async fn sent_content(&self, provider_message_id: &str) -> Result<String, Trouble> {
        Ok(reading::words(&self.fetch_raw(provider_message_id).await?))
    }

    async fn new_mail(&self) -> Result<(), Trouble> {
        // A connection of its own: one that listens can be asked nothing else.
        let reader = self.sign_in().await?;
        let inbox = reader.roles.name(Role::Inbox).unwrap_or("INBOX").to_owned();
        reader.session.listen(&inbox, LISTENS).await
    }
}

impl SmtpImapMailbox {
    async fn list(&self, cursor: &Cursor, limit_pages: u32) -> Result<Listed, Trouble> {
        let mut position = Position::read(cursor.position.as_deref());
        let mut held = self.reader().await?;
        let mut listed = Listed::default();
        for (role, kind) in [(Role::Inbox, FolderKind::Inbox), (Role::Junk, FolderKind::Spam)] {
            let Reader { session, roles, .. } = &mut held.reader;
            let Some(name) = roles.name(role) else { continue };
            let floor = cursor.high_water.plus_seconds(-OVERLAP_SECONDS);
            let place = reading::Place { role, kind, name, floor, most: limit_pages.saturating_mul(reading::PAGE) };
            let (rows, more) = reading::fresh(session, &place, &mut position).await?;
            listed.rows.extend(rows);
            listed.more |= more;
        }
        held.give_back();
        listed.rows.sort_by_key(|row| row.received_at);
        listed.position = Some(position.write());
        Ok(listed)
    }

    async fn sent_since(&self, since: Timestamp) -> Result<Vec<SentRow>, Trouble> {
        let mut held = self.reader().await?;
        let Reader { session, roles, .. } = &mut held.reader;
        let rows = match roles.name(Role::Sent) {
            Some(name) => reading::sent(session, name, since).await?,
            None => Vec::new(),
        };
        held.give_back();
        Ok(rows)
    }
}
