//! One world, two doors: what a real Postfix brings to the sandbox is read by the same people, and what they answer lies in a real mailbox.

use domain::reply::IncomingMail;
use gateways::Clock as _;

use crate::stage::{PASSWORD, begin, fresh_domain, shared, spec, world};

fn raw(address: &str, to: &str, id: &str) -> Vec<u8> {
    format!(
        "From: Sales <{address}>\r\nTo: Kim <{to}>\r\nSubject: A =?utf-8?Q?caf=C3=A9?=\r\nDate: Mon, 3 Feb 2025 10:00:00 +1100\r\n\
         Message-ID: <{id}>\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Hello Kim,</p>\r\n..a dot\r\n"
    )
    .into_bytes()
}

#[tokio::test]
async fn people_read_what_postfix_brings_and_answer_into_dovecot() {
    let Some(server) = shared("people_read_what_postfix_brings_and_answer_into_dovecot") else { return };
    let (clock, domain) = (begin(), fresh_domain());
    let address = format!("sales@{domain}");
    let sandbox = world(&clock, true, spec(&address)).await;
    server.add_user(&address, PASSWORD).unwrap();
    server.next_hop(&domain, sandbox.smtp_port().unwrap());
    let people = ["yes.kim@site.example", "bounce@gone.example", "silent@site.example"];
    for to in people {
        server.submit(&address, to, &raw(&address, to, &format!("{to}.1"))).unwrap();
    }
    server.settled().await.unwrap();
    let mut ledger = sandbox.ledger();
    ledger.sort_by(|one, other| one.to.cmp(&other.to));
    assert_eq!(
        ledger.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(),
        ["bounce@gone.example", people[2], people[0]]
    );
    assert_eq!((ledger[0].subject.as_str(), ledger[0].from.as_str()), ("A café", address.as_str()));
    assert_eq!(ledger[0].content, "<p>Hello Kim,</p>\r\n..a dot\r\n");

    // Three days later everybody who wants to has answered; nobody answers twice.
    assert!(sandbox.collect("codeteki").is_empty());
    clock.advance(3 * 86_400);
    let parcels = sandbox.collect("codeteki");
    assert!(sandbox.collect("codeteki").is_empty());
    for parcel in &parcels {
        let folder = if parcel.spam { server.folders.spam() } else { "INBOX" };
        server.deliver(&address, folder, parcel.raw.as_bytes(), parcel.received_at).unwrap();
    }
    let inbox = server.imap(&address).unwrap().all("INBOX").unwrap();
    let read: Vec<IncomingMail> = inbox.iter().map(|mail| IncomingMail::parse(&mail.raw)).collect();
    let answer = read.iter().find(|mail| mail.sender() == people[0]).unwrap();
    assert!(answer.in_reply_to.iter().any(|id| id.contains("yes.kim@site.example.1")), "{answer:?}");
    let report = read.iter().find_map(|mail| mail.dsn.as_ref()).unwrap();
    assert_eq!(report.main_recipient().unwrap().address, people[1]);
    assert!(inbox.iter().all(|mail| mail.internal_date.contains("Feb-2025")), "{}", inbox[0].internal_date);
    assert!(clock.now().millis() > 0 && sandbox.calls().is_empty());
}

#[tokio::test]
async fn a_mail_that_the_world_cannot_read_comes_back_from_postfix() {
    let Some(server) = shared("a_mail_that_the_world_cannot_read_comes_back_from_postfix") else { return };
    let (clock, domain) = (begin(), fresh_domain());
    let address = format!("sales@{domain}");
    let sandbox = world(&clock, true, spec(&address)).await;
    server.add_user(&address, PASSWORD).unwrap();
    server.next_hop(&domain, sandbox.smtp_port().unwrap());
    let headless = format!(
        "From: {address}\r\nTo: kim@site.example\r\nMessage-ID: <1@{domain}>\r\nDate: tomorrow\r\n\r\nHello\r\n"
    );
    server.submit(&address, "yes.kim@site.example", headless.as_bytes()).unwrap();
    server.settled().await.unwrap();
    assert!(sandbox.ledger().is_empty());
    let inbox = server.imap(&address).unwrap().all("INBOX").unwrap();
    let report = IncomingMail::parse(&inbox[0].raw);
    let failed = report.dsn.as_ref().unwrap().main_recipient().unwrap();
    assert_eq!(failed.address, "yes.kim@site.example");
    assert!(String::from_utf8_lossy(&inbox[0].raw).contains("554 5.6.0 a mail has a date"));
}
