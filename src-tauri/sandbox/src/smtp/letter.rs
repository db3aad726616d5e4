//! Reads a mail as its recipients' programs do.

use mail_parser::{HeaderValue, MessageParser};

use crate::mime::Address;
use crate::world::Wired;

/// Reads a mail brought for `recipients`. Errors with what it lacks.
pub(crate) fn read(text: &[u8], recipients: Vec<Address>) -> Result<Wired, &'static str> {
    let message = MessageParser::default().parse(text).ok_or("this is no mail")?;
    let addresses = |list: Option<&mail_parser::Address<'_>>| -> Vec<Address> {
        let all = list.map(|list| list.clone().into_list()).unwrap_or_default();
        let whole = |one: &mail_parser::Addr<'_>| Some(Address::new(one.name().unwrap_or_default(), one.address()?));
        all.iter().filter_map(whole).collect()
    };
    let from = addresses(message.from()).into_iter().next().ok_or("a mail has a sender")?;
    let to = addresses(message.to());
    message.date().ok_or("a mail has a date")?;
    let wire_id = message.message_id().map(bracketed).ok_or("a mail has a Message-ID")?;
    let named = |bare: Address| to.iter().find(|known| known.same_place(&bare.email)).cloned().unwrap_or(bare);
    Ok(Wired {
        recipients: recipients.into_iter().map(named).collect(),
        cc: addresses(message.cc()),
        subject: message.subject().unwrap_or_default().to_owned(),
        html: message.body_html(0).unwrap_or_default().into_owned(),
        in_reply_to: ids(message.in_reply_to()).into_iter().next(),
        references: ids(message.references()),
        raw: String::from_utf8_lossy(text).into_owned(),
        wire_id,
        from,
        to,
    })
}

fn ids(value: &HeaderValue<'_>) -> Vec<String> {
    value.as_text_list().unwrap_or_default().iter().map(|id| bracketed(id)).collect()
}

fn bracketed(id: &str) -> String {
    format!("<{id}>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_is_read_with_names_and_ids() {
        let text = b"From: =?utf-8?B?Sm/Dqw==?= <jo@a.example>\r\nTo: \"Kim, at work\" <Kim@b.example>\r\nDate: Mon, 3 Feb 2025 10:00:00 +1100\r\n\
            Message-ID: <3@a.example>\r\nIn-Reply-To: <2@a.example>\r\nReferences: <1@a.example>\r\n <2@a.example>\r\nSubject: Hi\r\n\
            Content-Type: text/html; charset=utf-8\r\n\r\n<p>Hello</p>\r\n";
        let wired = read(text, vec![Address::new("", "kim@b.example"), Address::new("", "hidden@b.example")]).unwrap();
        assert_eq!((wired.from.name.as_str(), wired.wire_id.as_str()), ("Joë", "<3@a.example>"));
        assert_eq!(wired.recipients[0], Address::new("Kim, at work", "Kim@b.example"));
        assert_eq!(wired.recipients[1], Address::new("", "hidden@b.example"));
        assert_eq!(wired.in_reply_to.as_deref(), Some("<2@a.example>"));
        assert_eq!(wired.references, ["<1@a.example>", "<2@a.example>"]);
        assert_eq!(wired.html.trim(), "<p>Hello</p>");
        assert_eq!(read(b"From: jo@a.example\r\n\r\n", Vec::new()).err(), Some("a mail has a date"));
    }
}
