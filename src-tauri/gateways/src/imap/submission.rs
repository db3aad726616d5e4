//! Handing a letter over by SMTP (RFC 5321, RFC 6409). Up to the text everything can be taken back; once the text has left, only the server's
//! answer says what became of it.

use std::time::Duration;

use domain::mail_servers::Security;
use lettre::Address;
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};
use tokio::time::timeout;

use super::SmtpImapSettings;
use super::letter::Letter;
use super::sign_in::Keys;
use super::troubles::{Step, of_smtp, silent};
use super::trust::Trust;
use crate::handover::Handover;
use crate::mail::{SendOutcome, Trouble, TroubleCode};

/// How many times as long the answer to the text is waited for: the server may look at it closely, and giving up makes it uncertain.
const TEXT: u32 = 4;

/// A connection that is signed in.
pub(super) struct Submission {
    smtp: AsyncSmtpConnection,
    by_permission: bool,
}

impl Submission {
    /// Connects and signs in.
    pub(super) async fn open(
        settings: &SmtpImapSettings,
        keys: &Keys,
        trust: &Trust,
        patience: Duration,
    ) -> Result<Self, Trouble> {
        match Self::open_once(settings, keys, trust, patience).await {
            Err(trouble) if keys.may_have_another(&trouble) => Self::open_once(settings, keys, trust, patience).await,
            opened => opened,
        }
    }

    async fn open_once(
        settings: &SmtpImapSettings,
        keys: &Keys,
        trust: &Trust,
        patience: Duration,
    ) -> Result<Self, Trouble> {
        let key = keys.for_sending().await?;
        let by_permission = key.is_permission();
        let (credentials, ways) = key.for_smtp(settings.login());
        let mut smtp = within(
            patience,
            Step::Greeting,
            by_permission,
            connect(settings, trust.for_smtp(&settings.smtp.host)?, patience),
        )
        .await?;
        let signed = within(patience, Step::SigningIn, by_permission, smtp.auth(ways, &credentials)).await;
        if let Err(trouble) = signed {
            keys.refused(&key, &trouble).await;
            return Err(trouble);
        }
        Ok(Self { smtp, by_permission })
    }

    /// Whether the server still answers.
    pub(super) async fn is_alive(&mut self, patience: Duration) -> bool {
        matches!(timeout(patience, self.smtp.test_connected()).await, Ok(true))
    }

    /// Hands the letter over, at most once. After an error the connection is not used again.
    pub(super) async fn hand_over(
        &mut self,
        letter: &Letter,
        handover: &Handover,
        patience: Duration,
    ) -> Result<(), SendOutcome> {
        self.announce(letter, patience).await.map_err(SendOutcome::Refused)?;
        if let Err(error) = handover.begin() {
            // Without its last line the server throws away what it was promised.
            return Err(SendOutcome::Refused(
                Trouble::new(TroubleCode::WitnessUnwritable).with_detail(&error.to_string()),
            ));
        }
        match timeout(patience * TEXT, self.smtp.message(&letter.bytes)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) if error.status().is_some() => {
                Err(SendOutcome::Refused(of_smtp(&error, Step::Text, self.by_permission)))
            }
            Ok(Err(error)) => Err(SendOutcome::Unknown(uncertain(&error.to_string()))),
            Err(_) => Err(SendOutcome::Unknown(uncertain("no answer to the text"))),
        }
    }

    /// Everything before the text.
    async fn announce(&mut self, letter: &Letter, patience: Duration) -> Result<(), Trouble> {
        let by_permission = self.by_permission;
        let mut options = Vec::new();
        if [&letter.from, &letter.to].into_iter().any(|address| !address.to_string().is_ascii()) {
            if !self.smtp.server_info().supports_feature(Extension::SmtpUtfEight) {
                return Err(Trouble::new(TroubleCode::BadRequest).saying(
                    "The mail server cannot write to addresses with letters outside of ASCII.",
                    "Use another address of the contact, or another mailbox for the brand.",
                ));
            }
            options.push(MailParameter::SmtpUtfEight);
        }
        let sender = Mail::new(Some(letter.from.clone()), options);
        within(patience, Step::Sender, by_permission, self.smtp.command(sender)).await?;
        within(patience, Step::Recipient, by_permission, self.smtp.command(recipient(&letter.to))).await?;
        within(patience, Step::Text, by_permission, self.smtp.command(Data)).await.map(drop)
    }
}

fn recipient(to: &Address) -> Rcpt {
    Rcpt::new(to.clone(), Vec::new())
}

async fn connect(
    settings: &SmtpImapSettings,
    safe: lettre::transport::smtp::client::TlsParameters,
    patience: Duration,
) -> Result<AsyncSmtpConnection, SmtpError> {
    let place = (settings.smtp.host.as_str(), settings.smtp.port);
    // No name of this machine: it is nobody's business, and the server knows the connection's address.
    let name = ClientId::default();
    match settings.smtp.security {
        Security::Plain => AsyncSmtpConnection::connect_tokio1(place, Some(patience), &name, None, None).await,
        Security::Tls => AsyncSmtpConnection::connect_tokio1(place, Some(patience), &name, Some(safe), None).await,
        Security::StartTls => {
            let mut smtp = AsyncSmtpConnection::connect_tokio1(place, Some(patience), &name, None, None).await?;
            // Refused, and not left out, if the server does not offer it.
            smtp.starttls(safe, &name).await?;
            Ok(smtp)
        }
    }
}

async fn within<T>(
    patience: Duration,
    step: Step,
    by_permission: bool,
    work: impl Future<Output = Result<T, SmtpError>>,
) -> Result<T, Trouble> {
    match timeout(patience, work).await {
        Ok(done) => done.map_err(|error| of_smtp(&error, step, by_permission)),
        Err(_) => Err(silent()),
    }
}

/// The usual words promise another try; a mail that may be on its way gets none.
fn uncertain(detail: &str) -> Trouble {
    Trouble::new(TroubleCode::ServerTrouble)
        .saying(
            "It is not certain whether the mailbox sent the mail.",
            "Nothing to do for now: the Sent folder is searched for it, and it is not sent again by itself.",
        )
        .with_detail(detail)
}
