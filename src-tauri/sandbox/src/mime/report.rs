//! Delivery status notifications as RFC 3464 wants them, in the dress of three mail systems.

use super::address::Address;
use super::letter::{Letter, Wire, boundary, part, rfc2822};

/// Which mail system tells the sender.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum System {
    /// The sending service itself.
    #[default]
    Zoho,
    /// A Postfix relay.
    Postfix,
    /// Gmail.
    Gmail,
}

/// What became of one recipient.
#[derive(Debug, Clone)]
pub(crate) struct Failure {
    /// Who could not be reached.
    pub(crate) recipient: Address,
    /// Enhanced status, `5.1.1`.
    pub(crate) status: &'static str,
    /// What the other server said.
    pub(crate) diagnostic: String,
}

impl System {
    /// Who signs the notification; `domain` is the domain of the mailbox.
    pub(crate) fn sender(self, domain: &str) -> Address {
        match self {
            Self::Zoho if domain.ends_with(".au") => Address::new("mailer-daemon", "mailer-daemon@mail.zoho.com.au"),
            Self::Zoho => Address::new("mailer-daemon", "mailer-daemon@mail.zoho.com"),
            Self::Postfix => Address::new("Mail Delivery System", &format!("MAILER-DAEMON@mx1.{domain}")),
            Self::Gmail => Address::new("Mail Delivery Subsystem", "mailer-daemon@googlemail.com"),
        }
    }

    /// The subject it uses.
    pub(crate) fn subject(self) -> &'static str {
        match self {
            Self::Zoho => "Undelivered Mail Returned to Sender - Delivery Failure",
            Self::Postfix => "Undelivered Mail Returned to Sender",
            Self::Gmail => "Delivery Status Notification (Failure)",
        }
    }

    fn explain(self, failure: &Failure) -> String {
        let (to, why) = (&failure.recipient.email, &failure.diagnostic);
        match self {
            Self::Zoho => format!(
                "This message was created automatically by mail delivery software.\n\
                 A message that you sent could not be delivered to one or more of its recipients.\n\
                 This is a permanent error.\n\n  {to}, ERROR CODE :{why}\n"
            ),
            Self::Postfix => format!(
                "This is the mail system at host mx1.\n\nI'm sorry to have to inform you that your message could not\n\
                 be delivered to one or more recipients. It's attached below.\n\n<{to}>: host refused the message: {why}\n"
            ),
            Self::Gmail => format!(
                "** Address not found or not reachable **\n\nYour message wasn't delivered to {to}.\n\n\
                 The response from the remote server was:\n{why}\n"
            ),
        }
    }
}

/// Writes the notification. `letter` carries date, ids and addresses of the notification itself, `original` the
/// headers of the mail that failed.
pub(crate) fn render(letter: &Letter, system: System, failure: &Failure, original: &str) -> String {
    let boundary = boundary(&letter.message_id);
    let recipient = &failure.recipient.email;
    let status = format!(
        "Reporting-MTA: dns; mx.{}\r\nArrival-Date: {}\r\n\r\nOriginal-Recipient: rfc822; {recipient}\r\n\
         Final-Recipient: rfc822; {recipient}\r\nAction: failed\r\nStatus: {}\r\nRemote-MTA: dns; mx.{}\r\n\
         Diagnostic-Code: smtp; {}\r\n",
        letter.from.domain(),
        rfc2822(letter.date, letter.zone),
        failure.status,
        failure.recipient.domain(),
        failure.diagnostic,
    );
    let mut out = letter.head();
    out.push_str(&format!(
        "Content-Type: multipart/report; report-type=delivery-status;\r\n boundary=\"{boundary}\"\r\n\r\n\
         This is a MIME-encapsulated message.\r\n\r\n"
    ));
    out.push_str(&format!("--{boundary}\r\n{}", part("text/plain", &system.explain(failure), Wire::Utf8Quoted)));
    out.push_str(&format!("\r\n--{boundary}\r\nContent-Type: message/delivery-status\r\n\r\n{status}"));
    out.push_str(&format!("\r\n--{boundary}\r\nContent-Type: text/rfc822-headers\r\n\r\n{original}"));
    out.push_str(&format!("\r\n--{boundary}--\r\n"));
    out
}
