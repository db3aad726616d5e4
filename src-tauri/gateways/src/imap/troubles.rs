//! What a server's refusal means, once for both protocols.

use std::time::Duration;

use async_imap::error::Error as ImapError;
use lettre::transport::smtp::Error as SmtpError;

use crate::mail::{Trouble, TroubleCode};

/// How long a server that asks for patience is left alone.
const PAUSE: Duration = Duration::from_secs(900);

/// At which step of handing over a server refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Before anything was said about a mail.
    Greeting,
    /// Signing in.
    SigningIn,
    /// Our own address.
    Sender,
    /// The recipient.
    Recipient,
    /// The text, before or after it.
    Text,
}

/// No certificate that we may trust.
pub(super) fn untrusted(detail: &str) -> Trouble {
    Trouble::new(TroubleCode::NoNetwork)
        .saying(
            "No safe connection to the mail server could be made.",
            "Check the server's name, port and security in the brand's settings; its certificate must be valid for that name.",
        )
        .with_detail(detail)
}

/// The server did not answer.
pub(super) fn silent() -> Trouble {
    let trouble = Trouble::new(TroubleCode::ServerTrouble);
    let fix = trouble.fix.clone();
    trouble.saying("The mail server did not answer in time.", fix)
}

/// No connection.
pub(super) fn unreachable(detail: &str) -> Trouble {
    Trouble::new(TroubleCode::NoNetwork)
        .saying(
            "The mail server cannot be reached.",
            "Check the network, and the server's name and port in the brand's settings.",
        )
        .with_detail(detail)
}

/// Wrong name or password, or a permission that is gone.
pub(super) fn not_let_in(detail: &str, by_permission: bool) -> Trouble {
    if by_permission {
        return Trouble::new(TroubleCode::AccessRevoked).with_detail(detail);
    }
    Trouble::new(TroubleCode::WrongCredentials)
        .saying(
            "The mail server does not accept the name or the password.",
            "Make an app password at the mail provider and connect the mailbox again with it; the usual password often does not work here.",
        )
        .with_detail(detail)
}

/// What an IMAP server's answer means once one is signed in.
pub(super) fn of_imap(error: &ImapError) -> Trouble {
    let detail = error.to_string();
    let code = match error {
        ImapError::Io(_) | ImapError::ConnectionLost => TroubleCode::ServerTrouble,
        ImapError::No(text) if asks_for_patience(text) => {
            return Trouble::new(TroubleCode::Throttled).wait(PAUSE).with_detail(&detail);
        }
        ImapError::No(_) => TroubleCode::ServerTrouble,
        ImapError::Bad(_) | ImapError::Validate(_) | ImapError::Append => TroubleCode::BadRequest,
        _ => TroubleCode::UnexpectedAnswer,
    };
    Trouble::new(code).with_detail(&detail)
}

/// What an IMAP server's answer means while one signs in.
pub(super) fn of_login(error: &ImapError, by_permission: bool) -> Trouble {
    match error {
        ImapError::No(text) if asks_for_patience(text) => of_imap(error),
        // RFC 5530: the password was not even looked at.
        ImapError::No(text) if text.to_uppercase().contains("UNAVAILABLE") => {
            Trouble::new(TroubleCode::ServerTrouble).with_detail(text)
        }
        ImapError::No(text) | ImapError::Bad(text) => not_let_in(text, by_permission),
        _ => of_imap(error),
    }
}

fn asks_for_patience(text: &str) -> bool {
    let text = text.to_lowercase();
    ["throttl", "too many", "try again later", "limit", "overquota"].iter().any(|sign| text.contains(sign))
}

/// What an SMTP server's refusal means. RFC 5321: 4yz passes, 5yz does not.
pub(super) fn of_smtp(error: &SmtpError, step: Step, by_permission: bool) -> Trouble {
    let detail = describe(error);
    let Some(code) = error.status().map(|code| code.to_string().parse::<u16>().unwrap_or(0)) else {
        return if error.is_tls() {
            untrusted(&detail)
        } else if error.is_timeout() {
            silent().with_detail(&detail)
        } else if error.is_client() && step == Step::SigningIn {
            not_let_in(&detail, by_permission)
        } else {
            unreachable(&detail)
        };
    };
    // Postfix and others wait with what they think of the sender until a recipient is named.
    let about_sender =
        ["sender address", "send as", "not owned by"].iter().any(|words| detail.to_lowercase().contains(words));
    let step = if step == Step::Recipient && about_sender { Step::Sender } else { step };
    match (code, step) {
        (421 | 450..=452, _) => Trouble::new(TroubleCode::Throttled).wait(PAUSE).with_detail(&detail),
        (400..=499, _) => Trouble::new(TroubleCode::ServerTrouble).with_detail(&detail),
        (_, Step::SigningIn) => not_let_in(&detail, by_permission),
        (_, Step::Sender) => Trouble::new(TroubleCode::SendingBlocked)
            .saying(
                "The mail server does not let us write from the brand's address.",
                "Sign in with the mailbox that owns the address, or allow that mailbox to send as it; then check that sending is not blocked.",
            )
            .with_detail(&detail),
        (_, Step::Recipient) => Trouble::new(TroubleCode::BadRequest)
            .saying("The mail server does not take mail for this address.", "Check the contact's address.")
            .with_detail(&detail),
        (_, Step::Text) => Trouble::new(TroubleCode::BadRequest)
            .saying("The mail server refused the text of the mail.", "Read in the details what it objects to, and change the mail.")
            .with_detail(&detail),
        (_, Step::Greeting) => unreachable(&detail),
    }
}

/// An error with what is behind it: the library's own words name only the kind.
fn describe(error: &SmtpError) -> String {
    let mut words = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        words = format!("{words}: {cause}");
        source = cause.source();
    }
    words
}
