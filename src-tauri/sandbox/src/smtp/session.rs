//! What is said in one SMTP conversation: the orders, their sequence, the answers. Knows no socket.

use super::{LARGEST_MAIL, letter};
use crate::mime::Address;
use crate::world::Shared;

/// What comes after an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    /// Another order.
    Order,
    /// The text of a mail.
    Text,
    /// Nothing: the guest has left.
    Leave,
}

/// Where a conversation stands.
#[derive(Debug, Default)]
pub(crate) struct Session {
    greeted: bool,
    /// Whom a bounce would go to; empty for a bounce itself.
    from: Option<String>,
    to: Vec<Address>,
}

/// The most recipients of one mail (RFC 5321, 4.5.3.1.8).
const MOST_RECIPIENTS: usize = 100;

impl Session {
    /// Answers one order.
    pub(crate) fn hear(&mut self, line: &str) -> (String, Next) {
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        let answer = match verb.to_ascii_uppercase().as_str() {
            "EHLO" => {
                self.greet();
                format!(
                    "250-world.example\r\n250-8BITMIME\r\n250-PIPELINING\r\n250-ENHANCEDSTATUSCODES\r\n250 SIZE {LARGEST_MAIL}"
                )
            }
            "HELO" => {
                self.greet();
                "250 world.example".to_owned()
            }
            "MAIL" => self.mail(rest).to_owned(),
            "RCPT" => self.recipient(rest).to_owned(),
            "DATA" if self.to.is_empty() => "503 5.5.1 from whom, and for whom?".to_owned(),
            "DATA" => return ("354 end with a dot on a line of its own".to_owned(), Next::Text),
            "RSET" => {
                self.reset();
                "250 2.0.0 forgotten".to_owned()
            }
            "NOOP" => "250 2.0.0 nothing done".to_owned(),
            "VRFY" => "252 2.5.0 try and see".to_owned(),
            "QUIT" => return ("221 2.0.0 goodbye".to_owned(), Next::Leave),
            _ => "500 5.5.1 no such order".to_owned(),
        };
        (answer, Next::Order)
    }

    /// Answers a whole mail, and forgets from and for whom it was.
    pub(crate) fn deliver(&mut self, text: &[u8], shared: &Shared) -> String {
        let from = self.from.take().unwrap_or_default();
        let to = std::mem::take(&mut self.to);
        if from.is_empty() {
            // A bounce of somebody's bounce, or of an answer: nobody reads it.
            return "250 2.0.0 taken".to_owned();
        }
        let mut world = shared.world();
        let sender = Address::new("", &from);
        let Some(index) = world.mailboxes.iter().position(|mailbox| mailbox.owns(&sender)) else {
            return "550 5.7.1 nobody in this world knows the sender".to_owned();
        };
        let wired = match letter::read(text, to) {
            Ok(wired) => wired,
            Err(lacks) => return format!("554 5.6.0 {lacks}"),
        };
        match world.take(index, wired, shared.now()) {
            Ok(()) => "250 2.0.0 taken".to_owned(),
            Err(error) => {
                tracing::error!(%error, "The ledger file could not be written; the mail was not taken.");
                "451 4.3.0 not now".to_owned()
            }
        }
    }

    fn greet(&mut self) {
        self.reset();
        self.greeted = true;
    }

    fn reset(&mut self) {
        self.from = None;
        self.to.clear();
    }

    fn mail(&mut self, rest: &str) -> &'static str {
        match path(rest, "FROM:") {
            _ if !self.greeted => "503 5.5.1 greet first",
            _ if self.from.is_some() => "503 5.5.1 one mail at a time",
            None => "501 5.1.7 MAIL FROM:<address>",
            Some(from) => {
                self.from = Some(from.to_owned());
                "250 2.1.0 go on"
            }
        }
    }

    fn recipient(&mut self, rest: &str) -> &'static str {
        match path(rest, "TO:").and_then(Address::parse) {
            _ if self.from.is_none() => "503 5.5.1 from whom?",
            None => "501 5.1.3 RCPT TO:<address>",
            Some(_) if self.to.len() >= MOST_RECIPIENTS => "452 4.5.3 too many recipients",
            Some(to) => {
                self.to.push(to);
                "250 2.1.5 go on"
            }
        }
    }
}

/// The address in `FROM:<address> …`, which may be empty.
fn path<'a>(rest: &'a str, word: &str) -> Option<&'a str> {
    let (head, tail) = rest.split_at_checked(word.len())?;
    let (path, parameters) = tail.strip_prefix('<')?.split_once('>')?;
    let apart = parameters.is_empty() || parameters.starts_with(' ');
    (head.eq_ignore_ascii_case(word) && apart).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_have_their_sequence() {
        let mut session = Session::default();
        let mut code = |line: &str| session.hear(line).0.get(..3).map(str::to_owned).unwrap_or_default();
        assert_eq!(code("MAIL FROM:<a@b.example>"), "503");
        assert_eq!(code("ehlo guest.example"), "250");
        assert_eq!(code("RCPT TO:<x@y.example>"), "503");
        assert_eq!(code("MAIL FROM: a@b.example"), "501");
        assert_eq!(code("MAIL FROM:<a@b.example> SIZE=120 BODY=8BITMIME"), "250");
        assert_eq!(code("MAIL FROM:<a@b.example>"), "503");
        assert_eq!(code("DATA"), "503");
        assert_eq!(code("RCPT TO:<nobody>"), "501");
        assert_eq!(code("rcpt to:<x@y.example>"), "250");
        assert_eq!(session.hear("DATA").1, Next::Text);
        session.reset();
        assert_eq!(session.hear("DATA").1, Next::Order);
        assert_eq!(session.hear("QUIT").1, Next::Leave);
        assert!(session.hear("EXPN all").0.starts_with("500"));
    }
}
