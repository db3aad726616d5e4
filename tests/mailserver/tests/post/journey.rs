//! The demonstration's whole journey with both brands on a mail server: the same engine, the same people, only the mailbox is another.
//! Mail passes Postfix in real time, so the clock of the world stands still until the queue is empty.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::Instant;

use demo::{Ending, Options, Stage, World};
use domain::Timestamp;
use domain::task::TaskName;
use engine::api::wire::{BrandSet, MessageRow, MessagesRequest, RunTask};
use engine::api::{mutation, query, trigger};
use gateways::{SecretKind, SecretName};
use mailserver::{MailServer, skip};
use sandbox::{Accepted, default_mailboxes};
use serde_json::json;

use crate::headers;
use crate::stage::PASSWORD;

const DAY: i64 = 86_400;
/// A Monday long ago, because Dovecot believes no date of the future.
const BEGIN: &str = "2025-02-03T08:00:00+11:00";

/// What a journey left behind.
struct Played {
    ending: Ending,
    ledger: Vec<Accepted>,
    messages: Vec<MessageRow>,
}

/// Plays so many days.
async fn play(server: &MailServer, days: i64) -> Played {
    let folder = tempfile::tempdir().unwrap();
    let options = Options { seed: 1, data_dir: Some(folder.path().join("demo")) };
    let roots = vec![server.authority.clone()];
    let stage = Stage { begin: Timestamp::parse(BEGIN).unwrap(), smtp: true, roots };
    let world = World::begin_on(&options, stage).await.unwrap();
    let engine = world.engine();
    connect(&world, server).await;
    world.import().await.unwrap();
    let end = engine.now().plus_seconds(days * DAY);
    while world.advance().await.unwrap() && engine.now() < end {
        carry(&world, server);
        world.work().await.unwrap();
        server.settled().await.unwrap();
    }
    carry(&world, server);
    let read = RunTask { task: TaskName::CheckEmailReplies, brand: None, deal: None };
    let run = trigger::run_task(&engine, read).await.unwrap();
    assert_eq!(run.outcome, "ok", "{run:?}");
    let all = MessagesRequest { all: true, limit: Some(10_000), ..MessagesRequest::default() };
    let messages = query::messages_list(&engine, all).await.unwrap();
    let ending = Ending { database: PathBuf::new(), ..world.ending().await.unwrap() };
    let ledger = world.sandbox().ledger();
    world.close().await;
    Played { ending, ledger, messages }
}

/// One brand by TLS, the other by STARTTLS.
async fn connect(world: &World, server: &MailServer) {
    let ports = server.ports;
    let ways = [(ports.smtps, ports.imaps, "tls"), (ports.submission, ports.imap, "starttls")];
    for (mailbox, (smtp, imap, security)) in default_mailboxes().into_iter().zip(ways) {
        server.add_user(&mailbox.address, PASSWORD).unwrap();
        server.next_hop(mailbox.address.rsplit_once('@').unwrap().1, world.sandbox().smtp_port().unwrap());
        let name = SecretName::of_brand(&mailbox.slug, SecretKind::SmtpPassword);
        world.secrets().set(&name, PASSWORD.to_owned().into()).await.unwrap();
        let values = [
            ("mailbox.kind", "smtp_imap"),
            ("smtp.host", "localhost"),
            ("smtp.port", &smtp.to_string()),
            ("smtp.security", security),
            ("imap.host", "localhost"),
            ("imap.port", &imap.to_string()),
            ("imap.security", security),
        ];
        let values = values.map(|(key, value)| (key.to_owned(), value.to_owned())).into();
        mutation::brand_set(&world.engine(), BrandSet { brand: mailbox.slug, values }).await.unwrap();
    }
}

/// Brings what the world has written since.
fn carry(world: &World, server: &MailServer) {
    for mailbox in default_mailboxes() {
        for parcel in world.sandbox().collect(&mailbox.slug) {
            let folder = if parcel.spam { server.folders.spam() } else { "INBOX" };
            server.deliver(&mailbox.address, folder, parcel.raw.as_bytes(), parcel.received_at).unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_journey_by_post_keeps_every_promise() {
    if skip("the_journey_by_post_keeps_every_promise") {
        return;
    }
    // The whole month takes minutes: `DAYS=30`.
    let days = std::env::var("DAYS").ok().and_then(|text| text.parse().ok()).unwrap_or(5);
    let server = MailServer::start(mailserver::Options::default()).unwrap();
    let begin = Instant::now();
    let Played { ending, ledger, messages } = play(&server, days).await;
    println!("{days} days by post took {:?}\n{}", begin.elapsed(), ending.table());
    assert_eq!((ending.duplicates, ending.to_suppressed), (0, 0));
    assert!(ledger.len() > 70 && ending.replies.len() > 6, "{} mails, {:?}", ledger.len(), ending.replies);
    assert_eq!(
        ledger.len(),
        ending.mails.values().sum::<u32>() as usize,
        "what the database says was sent, and what arrived"
    );

    // Every mail that lies in a mailbox was read, once.
    let mut lying = 0;
    for mailbox in default_mailboxes() {
        let mut imap = server.imap(&mailbox.address).unwrap();
        lying += imap.all("INBOX").unwrap().len() + imap.all(server.folders.spam()).unwrap().len();
    }
    assert_eq!(messages.len(), lying);
    // Who answered one of our mails is known by it.
    let people: BTreeSet<&str> = ledger.iter().map(|mail| mail.to.as_str()).collect();
    let lost = messages.iter().find(|row| people.contains(row.from_address.as_str()) && row.deal_id.is_none());
    assert!(lost.is_none(), "{lost:?}");

    // A follow-up carries the subject of its conversation. One that came back for now begins anew, with the same words.
    let mut begun: BTreeMap<&str, (&str, usize)> = BTreeMap::new();
    let mut meant = BTreeMap::new();
    for (nth, mail) in ledger.iter().enumerate() {
        let (subject, conversation) = match begun.get(mail.to.as_str()) {
            Some((subject, conversation)) if mail.reply_to.is_some() => (format!("Re: {subject}"), *conversation),
            Some((subject, _)) => ((*subject).to_owned(), nth),
            None => (mail.subject.clone(), nth),
        };
        assert_eq!(mail.subject, subject, "{mail:?}");
        begun.entry(&mail.to).or_insert((&mail.subject, nth)).1 = conversation;
        let entry = json!({ "from": mail.from, "to": mail.to, "conversation": conversation, "unsubscribe": null });
        meant.insert(mail.wire_message_id.clone(), entry);
    }
    let sent = default_mailboxes().into_iter().flat_map(|mailbox| server.sent(&mailbox.address).unwrap());
    headers::compare(&sent.map(|mail| mail.raw).collect::<Vec<_>>(), &meant);
}
