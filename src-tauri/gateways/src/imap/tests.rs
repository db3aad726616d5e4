//! What can be told without a server: the letter, positions, names of mails, settings. What needs one is proved against a real one elsewhere.

use std::sync::Arc;

use domain::mail_servers::Security;
use domain::reply::IncomingMail;
use rstest::rstest;

use super::*;
use crate::clock::SystemClock;
use crate::mail::ThreadAnchor;
use crate::secrets::MemorySecrets;

fn mail() -> OutgoingMail {
    OutgoingMail {
        from_address: "sales@ex.com".to_owned(),
        from_name: "Zoë \"The Team\", Ltd".to_owned(),
        to_address: "jo@else.example".to_owned(),
        to_name: Some("Jo\r\nBcc: victim@else.example".to_owned()),
        reply_to: None,
        subject: "Grüße\r\nBcc: victim@else.example".to_owned(),
        text: "Hello".to_owned(),
        html: "<p>Hello</p>".to_owned(),
        in_reply_to: None,
        token: "t1".to_owned(),
        message_id: "<t1@ex.com>".to_owned(),
        unsubscribe: None,
    }
}

fn written(mail: &OutgoingMail) -> (IncomingMail, String) {
    let letter = letter::write(mail, Timestamp::from_millis(1_795_000_000_000)).unwrap();
    let text = String::from_utf8(letter.bytes.clone()).unwrap();
    (IncomingMail::parse(&letter.bytes), text)
}

#[test]
fn what_was_given_begins_no_header_of_its_own() {
    let (read, text) = written(&mail());
    let (head, _) = text.split_once("\r\n\r\n").unwrap();
    assert!(!head.lines().any(|line| line.to_lowercase().starts_with("bcc:")), "{head}");
    assert_eq!(read.subject, "Grüße Bcc: victim@else.example");
    assert_eq!((read.sender(), read.message_id.as_deref()), ("sales@ex.com", Some("t1@ex.com")));
    assert_eq!(read.to.iter().map(|to| to.address.as_str()).collect::<Vec<_>>(), ["jo@else.example"]);
    assert!(head.is_ascii() && text.lines().all(|line| line.len() <= 998));
}

#[test]
fn a_subject_that_looks_encoded_is_read_as_it_was_written() {
    let subject =
        "Half price =?utf-8?B?bm90IGVuY29kZWQ=?= for Müller & Söhne, and a good deal more than fits into one line";
    let (read, text) = written(&OutgoingMail { subject: subject.to_owned(), ..mail() });
    assert_eq!(read.subject, subject);
    assert!(text.lines().all(|line| line.len() <= 78), "{text}");
}

#[test]
fn a_follow_up_names_the_mails_before_it() {
    let anchor = ThreadAnchor {
        provider_message_id: Some("17".to_owned()),
        wire_message_id: Some("<b@ex.com>".to_owned()),
        references: vec!["<a@ex.com>".to_owned(), "<b@ex.com>".to_owned()],
    };
    let (read, _) = written(&OutgoingMail { in_reply_to: Some(anchor), subject: "An idea".to_owned(), ..mail() });
    assert_eq!((read.in_reply_to.as_slice(), read.subject.as_str()), (&["b@ex.com".to_owned()][..], "Re: An idea"));
    assert_eq!(read.references, ["a@ex.com", "b@ex.com"]);
}

#[rstest]
#[case(None, "List-Unsubscribe: <mailto:sales@ex.com?subject=unsubscribe%20t1>", false)]
#[case(
    Some("https://relay.example/u/abc"),
    "List-Unsubscribe: <https://relay.example/u/abc>,\r\n <mailto:sales@ex.com?subject=unsubscribe%20t1>",
    true
)]
#[case(Some("https://relay.example/u/a\r\nBcc: x"), "List-Unsubscribe: <mailto:", false)]
fn one_can_opt_out_from_the_headers(#[case] url: Option<&str>, #[case] header: &str, #[case] one_click: bool) {
    let (_, text) = written(&OutgoingMail { unsubscribe: url.map(str::to_owned), ..mail() });
    assert!(text.contains(header), "{text}");
    assert_eq!(text.contains("\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"), one_click);
}

#[rstest]
#[case("nobody")]
#[case("a@ex.com, b@ex.com")]
#[case("a@ex.com\r\nRCPT TO:<b@ex.com>")]
fn more_or_less_than_one_recipient_is_refused(#[case] to: &str) {
    assert!(letter::write(&OutgoingMail { to_address: to.to_owned(), ..mail() }, Timestamp::from_millis(0)).is_err());
}

#[test]
fn a_position_holds_only_while_a_folder_counts_as_it_did() {
    let mut position = Position::default();
    position.set(Role::Inbox, 7, 42);
    let again = Position::read(Some(&position.write()));
    assert_eq!(again, position);
    assert_eq!(
        (again.next(Role::Inbox, 7), again.next(Role::Inbox, 8), again.next(Role::Junk, 7)),
        (Some(42), None, None)
    );
    assert!(again.knows(Role::Inbox) && !again.knows(Role::Junk));
    assert_eq!(Position::read(Some("of another mailbox")), Position::default());
}

#[rstest]
#[case("inbox.1700000000.42", true)]
#[case("sent.1.4294967295", true)]
#[case("1700000000000110002", false)]
#[case("inbox.1.2.3", false)]
#[case("../etc.1.2", false)]
fn only_our_own_names_of_mails_are_read(#[case] text: &str, #[case] ours: bool) {
    let read = MessageId::read(text);
    assert_eq!(read.is_ok(), ours);
    assert!(read.is_err() || read.unwrap().to_string() == text);
}

#[rstest]
#[case("imap.example.com", Security::Tls, true)]
#[case("imap.example.com", Security::Plain, false)]
#[case("127.0.0.1", Security::Plain, true)]
#[case("localhost.example.com", Security::Plain, false)]
#[case("", Security::Tls, false)]
fn a_server_elsewhere_is_spoken_to_in_secret(#[case] host: &str, #[case] security: Security, #[case] fine: bool) {
    let server = Server { host: host.to_owned(), port: 1, security };
    let settings = SmtpImapSettings {
        brand_slug: "ex".to_owned(),
        from_address: "sales@ex.com".to_owned(),
        username: String::new(),
        sign_in: SignIn::Password,
        imap: server.clone(),
        smtp: server,
        keeps_sent: false,
        oauth_url: None,
    };
    let opened = SmtpImapMailbox::new(
        settings,
        Arc::new(MemorySecrets::default()),
        Arc::new(SystemClock),
        Duration::from_secs(1),
    );
    assert_eq!(opened.is_ok(), fine);
}
