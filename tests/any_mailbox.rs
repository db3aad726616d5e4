//! A mailbox of a real Postfix and Dovecot: each reply is handled once whatever happens to its folder, brands share an inbox, and a brand that
//! changes its mailbox keeps its threads.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::email::EmailState;
use domain::reply::{IncomingMail, ReplyKind};
use engine::Heartbeat;
use engine::api::query;
use engine::api::wire::{ContactRef, MessageRow};
use mailserver::{MailServer, Options};
use sandbox::Accepted;

use crate::support::{DAY, HOUR, MINUTE, OPEN, READ, TestApp, servers};

const OURS: &str = "sales@codeteki.au";

/// A mail server, or `None` where none can run; that is said.
fn server(test: &str) -> Option<MailServer> {
    if mailserver::skip(test) { None } else { Some(MailServer::start(Options::default()).unwrap()) }
}

/// What somebody answers to a mail of ours. `mark` makes it a mail of its own.
fn reply(to: &Accepted, mark: &str, text: &str) -> Vec<u8> {
    let (from, answered) = (&to.to, &to.wire_message_id);
    let subject = &to.subject;
    format!(
        "Message-ID: <{mark}@people.example>\r\nFrom: Robin <{from}>\r\nTo: {OURS}\r\nSubject: Re: {subject}\r\nIn-Reply-To: {answered}\r\n\
         References: {answered}\r\nDate: Mon, 23 Nov 2026 12:00:00 +1100\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\
         {text}\r\n"
    )
    .into_bytes()
}

/// The mails that reached the world, once Postfix has carried all of them.
async fn carried(app: &TestApp, post: &MailServer) -> Vec<Accepted> {
    post.settled().await.unwrap();
    app.ledger()
}

fn copies(post: &MailServer) -> Vec<IncomingMail> {
    post.sent(OURS).unwrap().iter().map(|mail| IncomingMail::parse(&mail.raw)).collect()
}

fn bare(id: &str) -> String {
    id.trim_matches(['<', '>']).to_owned()
}

fn human(messages: &[MessageRow]) -> Vec<&MessageRow> {
    messages.iter().filter(|message| message.nature == "human").collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_reply_is_handled_once_whatever_happens_to_its_folder() {
    let Some(post) = server("each_reply_is_handled_once") else { return };
    let app = TestApp::behind(&post).await;
    let people: Vec<String> = (0..5).map(|n| format!("p{n}@site{n}.example")).collect();
    app.people(&people).await;
    app.decide_and_send().await;
    let sent = carried(&app, &post).await;
    assert_eq!(sent.len(), 5);
    let copies: BTreeSet<String> = copies(&post).into_iter().filter_map(|copy| copy.message_id).collect();
    assert_eq!(copies, sent.iter().map(|mail| bare(&mail.wire_message_id)).collect(), "one copy of each lies in Sent");

    let begin = app.engine.now();
    let put = |folder: &str, raw: &[u8], minutes: i64| {
        post.deliver(OURS, folder, raw, begin.plus_seconds(minutes * MINUTE).millis()).unwrap();
    };
    // The same reply five times, between others.
    let first = reply(&sent[0], "first", "Yes please, tell me more.");
    for minutes in [1, 2, 3, 4, 5] {
        put("INBOX", &first, minutes);
    }
    put("INBOX", &reply(&sent[1], "second", "Please remove me from your list."), 6);
    app.wait(HOUR);
    app.run_well(READ).await;
    assert_eq!(human(&app.messages().await).len(), 2);

    // Out of order: it arrives now, and says that it arrived before everything else.
    put("INBOX", &reply(&sent[2], "third", "Interesting, what does it cost?"), -600);
    app.run_well(READ).await;
    assert_eq!(human(&app.messages().await).len(), 3);

    // Restored from a copy: everything has another number, in another order, and one reply is new.
    post.rebuild(OURS, "INBOX").unwrap();
    put("INBOX", &reply(&sent[3], "fourth", "Yes, I am interested."), 20);
    app.wait(HOUR);
    app.run_well(READ).await;
    assert_eq!(human(&app.messages().await).len(), 4);
    let again = app.run_well(READ).await;
    assert!(!again.contains_key("fetched"), "{again:?}");

    // A reply that lay in the spam folder; then that folder gets another name, and a new one takes its place.
    put("Junk", &reply(&sent[4], "fifth", "Sure, send me the details."), 30);
    app.run_well(READ).await;
    post.rename_folder(OURS, "Junk", "Old junk").unwrap();
    put("Junk", &reply(&sent[4], "sixth", "Did you get my answer?"), 40);
    app.wait(HOUR);
    app.run_well(READ).await;
    let messages = app.messages().await;
    assert_eq!(human(&messages).len(), 6);

    let replied = app.mails().await.iter().filter(|mail| mail.state == EmailState::Replied).count();
    assert_eq!(replied, 5);
    let stopped = query::contact_show(&app.engine, ContactRef { contact: people[1].clone() }).await.unwrap();
    assert!(stopped.suppressed.is_some(), "who asked to be removed is");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_brands_share_an_inbox() {
    let Some(post) = server("two_brands_share_an_inbox") else { return };
    post.add_user(OURS, "a word for sales").unwrap();
    post.add_alias("partners@desifirms.com.au", OURS);
    let app = TestApp::behind(&post).await;
    post.next_hop("desifirms.com.au", app.sandbox.smtp_port().unwrap());
    app.set("desifirms", OPEN).await;
    app.set("desifirms", &[("from.email", "partners@desifirms.com.au"), ("mailbox.username", OURS)]).await;
    crate::support::set(&app.engine, "desifirms", &servers(&post, false)).await;
    app.people_of("codeteki", "sales", &["a@one.example"]).await;
    app.people_of("desifirms", "sales", &["b@two.example"]).await;
    app.decide_and_send().await;
    let sent = carried(&app, &post).await;
    let to = |address: &str| sent.iter().find(|mail| mail.to == address).unwrap();
    let at = app.engine.now().plus_seconds(MINUTE).millis();
    post.deliver(OURS, "INBOX", &reply(to("a@one.example"), "one", "Yes please, tell me more."), at).unwrap();
    post.deliver(OURS, "INBOX", &reply(to("b@two.example"), "two", "Please remove me from your list."), at).unwrap();
    let stranger = b"Message-ID: <three@people.example>\r\nFrom: Kim <kim@three.example>\r\nTo: Desi Firms <partners+shop@desifirms.com.au>\r\n\
        Subject: A question\r\n\r\nDo you ship abroad?\r\n";
    post.deliver(OURS, "INBOX", stranger, at).unwrap();
    app.wait(HOUR);
    app.run_well(READ).await;

    let messages = app.messages().await;
    let brands: BTreeSet<(String, String)> =
        messages.iter().map(|message| (message.from_address.clone(), message.brand.clone())).collect();
    let expected = [("a@one.example", "codeteki"), ("b@two.example", "desifirms"), ("kim@three.example", "desifirms")];
    assert_eq!(brands, expected.map(|(from, brand)| (from.to_owned(), brand.to_owned())).into());
    assert_eq!(messages.len(), 3, "each is kept once");
    let class = |from: &str| messages.iter().find(|message| message.from_address == from).unwrap().class;
    assert_eq!(class("b@two.example"), Some(ReplyKind::Unsubscribe));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_mailbox_keeps_threads_and_history() {
    let Some(post) = server("a_change_of_mailbox") else { return };
    let app = TestApp::behind(&post).await;
    let only = app.set("codeteki", &[("mailbox.kind", "zoho")]);
    only.await;
    app.people(&["jo@harbour.example", "kim@hill.example"]).await;
    app.decide_and_send().await;
    let first = app.ledger();
    assert_eq!(first.len(), 2);

    app.set("codeteki", &[("mailbox.kind", "smtp_imap")]).await;
    app.wait(5 * DAY);
    let to_jo = first.iter().find(|mail| mail.to == "jo@harbour.example").unwrap();
    let at = app.engine.now().plus_seconds(-DAY).millis();
    post.deliver(OURS, "INBOX", &reply(to_jo, "late", "Yes please, tell me more."), at).unwrap();
    app.run_well(READ).await;
    assert_eq!(
        app.mail("jo@harbour.example").await.row.state,
        EmailState::Replied,
        "an answer to the former mailbox's mail"
    );

    app.decide_and_send().await;
    let follow_up = carried(&app, &post).await.into_iter().rfind(|mail| mail.to == "kim@hill.example").unwrap();
    let to_kim = first.iter().find(|mail| mail.to == "kim@hill.example").unwrap();
    let ours = bare(&follow_up.wire_message_id);
    let copy = copies(&post).into_iter().find(|copy| copy.message_id.as_ref() == Some(&ours)).unwrap();
    assert_eq!(copy.in_reply_to, [bare(&to_kim.wire_message_id)]);
    assert!(copy.subject.starts_with("Re: "));
    assert_eq!(app.deal("kim@hill.example").await.emails.len(), 2);

    // And back: the third mail answers the second, which the other mailbox sent.
    app.set("codeteki", &[("mailbox.kind", "zoho")]).await;
    app.wait(8 * DAY);
    app.decide_and_send().await;
    let third = app.ledger().into_iter().rfind(|mail| mail.to == "kim@hill.example").unwrap();
    assert!(third.mailbox == "codeteki" && third.subject.starts_with("Re: "), "{third:?}");
    assert_eq!(app.deal("kim@hill.example").await.emails.len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn new_mail_is_heard_of_before_its_time() {
    let Some(post) = server("new_mail_is_heard_of") else { return };
    let app = TestApp::behind(&post).await;
    app.people(&["jo@harbour.example"]).await;
    app.decide_and_send().await;
    let sent = carried(&app, &post).await;
    // Everything that is due has been done; the next time to read is minutes away on a clock that stands still.
    for _ in 0..3 {
        app.engine.tick().await.unwrap();
    }
    let heart = Heartbeat::start(app.engine.clone(), 1).await.unwrap();
    tokio::time::sleep(Duration::from_secs(3)).await;
    post.deliver(OURS, "INBOX", &reply(&sent[0], "soon", "Yes please, tell me more."), app.engine.now().millis())
        .unwrap();
    let mut waited = 0;
    while app.messages().await.is_empty() {
        assert!(waited < 100, "nobody heard of it");
        tokio::time::sleep(Duration::from_millis(200)).await;
        waited += 1;
    }
    heart.stop(Duration::from_secs(10)).await;
}
