//! A mail as it goes over the wire: headers and two forms of the text. Nothing that was given can begin a header of its own.

use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::Timestamp;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox as Party, MultiPart};
use lettre::{Address, Message};

use crate::mail::{OutgoingMail, Trouble, TroubleCode, answering, one_line};

/// The most bytes of text in one encoded word, so that its line stays short enough.
const WORD: usize = 42;

/// Ready to be handed over.
#[derive(Debug)]
pub(super) struct Letter {
    pub(super) from: Address,
    pub(super) to: Address,
    /// With angle brackets.
    pub(super) message_id: String,
    pub(super) bytes: Vec<u8>,
}

/// Writes the letter.
pub(super) fn write(mail: &OutgoingMail, now: Timestamp) -> Result<Letter, Trouble> {
    let (from, to) = (address(&mail.from_address)?, address(&mail.to_address)?);
    let party = |name: &str, address: &Address| {
        let name = one_line(name);
        Party::new((!name.is_empty()).then_some(name), address.clone())
    };
    let mut builder = Message::builder()
        .from(party(&mail.from_name, &from))
        .to(party(mail.to_name.as_deref().unwrap_or_default(), &to))
        .date(SystemTime::UNIX_EPOCH + Duration::from_millis(u64::try_from(now.millis()).unwrap_or_default()))
        .message_id(Some(mail.message_id.clone()));
    if let Some(reply_to) = &mail.reply_to {
        builder = builder.reply_to(Party::new(None, address(reply_to)?));
    }
    let anchor = mail.in_reply_to.as_ref().and_then(|anchor| Some((anchor, anchor.wire_message_id.as_ref()?)));
    let subject = one_line(&if anchor.is_some() { answering(&mail.subject) } else { mail.subject.clone() });
    builder = builder.subject(subject.clone());
    if subject.contains("=?") {
        let header = HeaderName::new_from_ascii_str("Subject");
        builder = builder.raw_header(HeaderValue::dangerous_new_pre_encoded(header, String::new(), encoded(&subject)));
    }
    if let Some((anchor, parent)) = anchor {
        builder = builder.in_reply_to(parent.clone()).references(anchor.chain(parent));
    }
    for (name, value) in opting_out(mail) {
        // Written as they stand: they hold ASCII only, and each mark is shorter than a line may be.
        builder = builder.raw_header(HeaderValue::dangerous_new_pre_encoded(
            HeaderName::new_from_ascii_str(name),
            value.replace("\r\n", ""),
            value,
        ));
    }
    let message = builder
        .multipart(MultiPart::alternative_plain_html(mail.text.clone(), mail.html.clone()))
        .map_err(|error| malformed(&error.to_string()))?;
    Ok(Letter { from, to, message_id: mail.message_id.clone(), bytes: message.formatted() })
}

/// A text in encoded words (RFC 2047), for one that looks like an encoded word itself: as it stands a reader would decode it.
fn encoded(text: &str) -> String {
    let mut words = vec![String::new()];
    for letter in text.chars() {
        match words.last_mut() {
            Some(word) if word.len() + letter.len_utf8() <= WORD => word.push(letter),
            _ => words.push(letter.to_string()),
        }
    }
    let words = words.iter().map(|word| format!("=?utf-8?b?{}?=", STANDARD.encode(word)));
    words.collect::<Vec<_>>().join("\r\n ")
}

/// How the recipient's mail program may opt out (RFC 2369; RFC 8058 for the one click, which needs an address on the web).
fn opting_out(mail: &OutgoingMail) -> Vec<(&'static str, String)> {
    let answers_to = mail.reply_to.as_ref().unwrap_or(&mail.from_address);
    let by_mail = format!("<mailto:{}?subject=unsubscribe%20{}>", escaped(answers_to), escaped(&mail.token));
    match mail
        .unsubscribe
        .as_ref()
        .filter(|url| url.is_ascii() && !url.contains(|c: char| c.is_control() || "<> ,".contains(c)))
    {
        Some(url) => vec![
            ("List-Unsubscribe", format!("<{url}>,\r\n {by_mail}")),
            ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()),
        ],
        None => vec![("List-Unsubscribe", by_mail)],
    }
}

/// Safe inside a `mailto:` in angle brackets.
fn escaped(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"@.-_+".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

fn address(text: &str) -> Result<Address, Trouble> {
    text.parse().map_err(|_| {
        Trouble::new(TroubleCode::BadRequest).saying(
            "One of the addresses of the mail is not a single plain address.",
            "Correct the contact's address, or the brand's from and reply-to addresses.",
        )
    })
}

fn malformed(detail: &str) -> Trouble {
    Trouble::new(TroubleCode::BadRequest).with_detail(detail)
}
