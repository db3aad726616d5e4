//! What can go wrong with a mailbox, in words a person can act on. One closed list for every kind of mailbox.

use std::time::Duration;

use crate::redact::excerpt;
use crate::secrets::SecretError;

/// How long a keychain that is closed is left alone.
const KEYCHAIN: Duration = Duration::from_secs(60);

/// Why a mailbox did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Trouble {
    /// What kind of trouble.
    pub code: TroubleCode,
    /// One plain sentence; no secret and no address in it.
    pub message: String,
    /// What a person can do about it.
    pub fix: String,
    /// How long to leave the mailbox alone, if known.
    pub retry_after: Option<Duration>,
    /// What was really said, masked and cut; for logs and a folded-away line.
    pub detail: String,
}

/// The kinds of trouble.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TroubleCode {
    /// Settings or secrets are missing.
    NotConnected,
    /// The client's secret, or the code that was entered, is wrong.
    WrongCredentials,
    /// The account lives in another data centre, or the setting names none.
    WrongDataCentre,
    /// The owner's permission is gone.
    AccessRevoked,
    /// The owner's permission does not cover this.
    ScopeMissing,
    /// The mailbox asks us to slow down.
    Throttled,
    /// The mailbox has stopped outgoing mail.
    SendingBlocked,
    /// Our own limit of calls is used up for the moment.
    BudgetSpent,
    /// No connection could be made.
    NoNetwork,
    /// The mailbox has a fault, or did not answer.
    ServerTrouble,
    /// The mailbox found the request wrong.
    BadRequest,
    /// There is no such account.
    AccountUnknown,
    /// The answer could not be understood.
    UnexpectedAnswer,
    /// Our own note outside of the database cannot be written, so nothing may be sent.
    WitnessUnwritable,
    /// The system's keychain is locked, or does not answer.
    KeychainClosed,
}

impl TroubleCode {
    /// The name, as it is stored: `access_revoked`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotConnected => "not_connected",
            Self::WrongCredentials => "wrong_credentials",
            Self::WrongDataCentre => "wrong_data_centre",
            Self::AccessRevoked => "access_revoked",
            Self::ScopeMissing => "scope_missing",
            Self::Throttled => "throttled",
            Self::SendingBlocked => "sending_blocked",
            Self::BudgetSpent => "budget_spent",
            Self::NoNetwork => "no_network",
            Self::ServerTrouble => "server_trouble",
            Self::BadRequest => "bad_request",
            Self::AccountUnknown => "account_unknown",
            Self::UnexpectedAnswer => "unexpected_answer",
            Self::WitnessUnwritable => "witness_unwritable",
            Self::KeychainClosed => "keychain_closed",
        }
    }

    /// Whether nothing of this brand can go on until a person has acted.
    pub fn stops_brand(self) -> bool {
        match self {
            Self::NotConnected
            | Self::WrongCredentials
            | Self::WrongDataCentre
            | Self::AccessRevoked
            | Self::ScopeMissing
            | Self::SendingBlocked
            | Self::AccountUnknown => true,
            Self::Throttled
            | Self::BudgetSpent
            | Self::NoNetwork
            | Self::ServerTrouble
            | Self::BadRequest
            | Self::UnexpectedAnswer
            | Self::WitnessUnwritable
            // It often opens some seconds after the autostart; what waits for it goes on by itself.
            | Self::KeychainClosed => false,
        }
    }

    /// Whether it passes without anybody doing anything.
    pub fn is_temporary(self) -> bool {
        matches!(
            self,
            Self::Throttled
                | Self::BudgetSpent
                | Self::NoNetwork
                | Self::ServerTrouble
                | Self::WitnessUnwritable
                | Self::KeychainClosed
        )
    }

    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::NotConnected => ("The mailbox is not connected.", "Connect it in the brand's settings."),
            Self::WrongCredentials => (
                "The mailbox does not accept the client secret.",
                "Copy the client id and the secret again from the API console of the same data centre.",
            ),
            Self::WrongDataCentre => (
                "The mailbox does not know this client id.",
                "Check the data centre in the brand's settings, then the client id.",
            ),
            Self::AccessRevoked => {
                ("The permission to use the mailbox is gone.", "Connect the mailbox again in the brand's settings.")
            }
            Self::ScopeMissing => (
                "The permission given does not cover this.",
                "Connect the mailbox again and allow reading and sending mail, the account and the folders.",
            ),
            Self::Throttled => ("The mailbox asks us to slow down.", "Nothing to do: it goes on after a pause."),
            Self::SendingBlocked => (
                "The mailbox has blocked outgoing mail.",
                "Sign in to the mailbox, see why sending was blocked and unblock it; then lower the brand's caps.",
            ),
            Self::BudgetSpent => {
                ("Enough calls to the mailbox for this minute.", "Nothing to do: it goes on in a moment.")
            }
            Self::NoNetwork => ("The mailbox cannot be reached.", "Check the network connection."),
            Self::ServerTrouble => {
                ("The mailbox has a fault at the moment.", "Nothing to do: it is tried again later.")
            }
            Self::BadRequest => ("The mailbox refused the request.", "Look at the details, then at the mail itself."),
            Self::AccountUnknown => (
                "The mailbox does not know this account.",
                "Clear or correct the account id in the brand's settings, and check the data centre.",
            ),
            Self::WitnessUnwritable => (
                "The note of what was sent, which is kept beside the database, cannot be written.",
                "Free some space on the disk, and check that the folder for app state may be written.",
            ),
            Self::KeychainClosed => (
                "The system keychain is locked or does not answer, so the mailbox cannot be used.",
                "Unlock it; nothing is lost, and it goes on by itself.",
            ),
            Self::UnexpectedAnswer => (
                "The mailbox gave an answer that cannot be understood.",
                "Check that no proxy or sign-in page of the network stands in between.",
            ),
        }
    }
}

impl Trouble {
    /// Trouble of a kind, in the usual words for it.
    pub fn new(code: TroubleCode) -> Self {
        let (message, fix) = code.words();
        Self { code, message: message.to_owned(), fix: fix.to_owned(), retry_after: None, detail: String::new() }
    }

    /// Says it in other words. They must hold no secret and no address.
    #[must_use]
    pub fn saying(mut self, message: impl Into<String>, fix: impl Into<String>) -> Self {
        self.message = message.into();
        self.fix = fix.into();
        self
    }

    /// Adds what was really said; it is masked and cut here.
    #[must_use]
    pub fn with_detail(mut self, raw: &str) -> Self {
        self.detail = excerpt(raw);
        self
    }

    /// Adds how long to wait.
    #[must_use]
    pub fn wait(mut self, time: Duration) -> Self {
        self.retry_after = Some(time);
        self
    }

    /// See [`TroubleCode::stops_brand`].
    pub fn stops_brand(&self) -> bool {
        self.code.stops_brand()
    }

    /// See [`TroubleCode::is_temporary`].
    pub fn is_temporary(&self) -> bool {
        self.code.is_temporary()
    }
}

impl From<SecretError> for Trouble {
    fn from(error: SecretError) -> Self {
        let detail = error.to_string();
        match error {
            SecretError::Keychain { .. } => {
                let usual = Self::new(TroubleCode::KeychainClosed).wait(KEYCHAIN);
                let fix = format!("{} Nothing is lost, and it goes on by itself.", error.fix());
                let message = usual.message.clone();
                usual.saying(message, fix)
            }
            SecretError::ReadOnly { .. } | SecretError::TooLong { .. } => {
                Self::new(TroubleCode::NotConnected).saying("A secret of the mailbox could not be stored.", error.fix())
            }
        }
        .with_detail(&detail)
    }
}
