//! The demonstration's whole month with both brands on a mail server: the same engine, the same people, only the mailbox is another.
//! Mail passes Postfix in real time, so the clock of the world stands still until the queue is empty.

use std::path::PathBuf;
use std::time::Instant;

use demo::{Ending, Options, Stage, World};
use domain::Timestamp;
use engine::api::mutation;
use engine::api::wire::BrandSet;
use gateways::{SecretKind, SecretName};
use mailserver::{MailServer, skip};
use sandbox::default_mailboxes;

use crate::stage::PASSWORD;

const DAY: i64 = 86_400;
/// A Monday long ago, because Dovecot believes no date of the future.
const BEGIN: &str = "2025-02-03T08:00:00+11:00";

fn stage(smtp: bool, roots: Vec<Vec<u8>>) -> Stage {
    Stage { begin: Timestamp::parse(BEGIN).unwrap(), smtp, roots }
}

/// A month with Zoho.
async fn by_zoho(days: i64) -> Ending {
    let folder = tempfile::tempdir().unwrap();
    let options = Options { seed: 1, data_dir: Some(folder.path().join("demo")) };
    let world = World::begin_on(&options, stage(false, Vec::new())).await.unwrap();
    world.import().await.unwrap();
    let end = world.engine().now().plus_seconds(days * DAY);
    while world.advance().await.unwrap() && world.engine().now() < end {
        world.work().await.unwrap();
    }
    for mail in world.sandbox().ledger() { println!("LEDGER {} {} {}", mail.at, mail.to, mail.subject); }
    let all = engine::api::wire::MessagesRequest { all: true, limit: Some(10_000), ..Default::default() };
    for message in engine::api::query::messages_list(&world.engine(), all).await.unwrap() { println!("MESSAGE {message:?}"); }
    let ending = Ending { database: PathBuf::new(), ..world.ending().await.unwrap() };
    world.close().await;
    ending
}

/// A month with a mail server.
async fn by_post(server: &MailServer, days: i64) -> Ending {
    let folder = tempfile::tempdir().unwrap();
    let options = Options { seed: 1, data_dir: Some(folder.path().join("demo")) };
    let world = World::begin_on(&options, stage(true, vec![server.authority.clone()])).await.unwrap();
    connect(&world, server).await;
    world.import().await.unwrap();
    let end = world.engine().now().plus_seconds(days * DAY);
    while world.advance().await.unwrap() && world.engine().now() < end {
        carry(&world, server);
        world.work().await.unwrap();
        server.settled().await.unwrap();
    }
    for mail in world.sandbox().ledger() { println!("LEDGER {} {} {}", mail.at, mail.to, mail.subject); }
    let all = engine::api::wire::MessagesRequest { all: true, limit: Some(10_000), ..Default::default() };
    for message in engine::api::query::messages_list(&world.engine(), all).await.unwrap() { println!("MESSAGE {message:?}"); }
    let ending = Ending { database: PathBuf::new(), ..world.ending().await.unwrap() };
    world.close().await;
    ending
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
async fn the_journey_by_post_is_the_journey_by_zoho() {
    if skip("the_journey_by_post_is_the_journey_by_zoho") {
        return;
    }
    // The whole month takes minutes: `DAYS=30`.
    let days = std::env::var("DAYS").ok().and_then(|text| text.parse().ok()).unwrap_or(8);
    let server = MailServer::start(mailserver::Options::default()).unwrap();
    let begin = Instant::now();
    let posted = by_post(&server, days).await;
    println!("{days} days by post took {:?}\n{}", begin.elapsed(), posted.table());
    assert_eq!((posted.duplicates, posted.to_suppressed), (0, 0));
    let zoho = by_zoho(days).await;
    assert_eq!(posted.table(), zoho.table());
}
