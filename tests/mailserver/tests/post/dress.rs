//! The dress of a server: how it keeps a connection safe, how it names its folders, whether it files what is sent. None of it may matter.

use std::sync::Arc;

use domain::mail_servers::{Security, Server};
use gateways::{
    Clock, Cursor, FolderKind, Handover, Mailbox, MemorySecrets, SecretKind, SecretName, SendOutcome, SmtpImapMailbox,
    SmtpImapSettings, TroubleCode,
};
use mailserver::{Folders, MailServer, Options, skip};

use crate::stage::{Kind, PASSWORD, PATIENCE, Stage, begin, plain};

fn mailbox(settings: SmtpImapSettings, roots: &[Vec<u8>]) -> SmtpImapMailbox {
    let secrets = MemorySecrets::with([(SecretName::of_brand("codeteki", SecretKind::ImapPassword), PASSWORD)]);
    SmtpImapMailbox::new(settings, Arc::new(secrets), begin() as Arc<dyn Clock>, PATIENCE).unwrap().trusting(roots)
}

#[tokio::test]
async fn every_way_of_being_safe_works_and_a_strange_certificate_does_not() {
    let Some(stage) = Stage::set(Kind::SmtpImap, "every_way_of_being_safe").await else { return };
    let ports = stage.server.ports;
    let roots = [stage.server.authority.clone()];
    let at = |port, security| Server { host: "localhost".to_owned(), port, security };
    let ways = [
        (at(ports.smtps, Security::Tls), at(ports.imaps, Security::Tls)),
        (at(ports.submission, Security::StartTls), at(ports.imap, Security::StartTls)),
        (at(ports.plain, Security::Plain), at(ports.imap, Security::Plain)),
    ];
    for (smtp, imap) in ways {
        let settings = SmtpImapSettings { smtp, imap, ..plain(&stage.spec.address, 1, 1) };
        mailbox(settings.clone(), &roots).identity().await.unwrap();
        if settings.smtp.security != Security::Plain {
            let strange = mailbox(settings.clone(), &[]);
            assert_eq!(strange.ready().await.unwrap_err().code, TroubleCode::NoNetwork, "{settings:?}");
            let cursor = Cursor { high_water: stage.clock.now(), seen: Vec::new(), position: None };
            assert_eq!(strange.list_since(&cursor, 1).await.unwrap_err().code, TroubleCode::NoNetwork);
        }
    }
    // A server that does not offer STARTTLS is not spoken to in the open.
    let settings =
        SmtpImapSettings { smtp: at(ports.plain, Security::StartTls), ..plain(&stage.spec.address, 1, ports.imap) };
    assert!(mailbox(settings, &roots).ready().await.is_err());
}

#[tokio::test]
async fn folders_are_found_by_their_marks_or_their_names() {
    for folders in [Folders::Localised, Folders::Unmarked] {
        if skip("folders_are_found_by_their_marks_or_their_names") {
            return;
        }
        let keeps_sent = folders == Folders::Unmarked;
        let server = MailServer::start(Options { folders, keeps_sent, ..Options::default() }).unwrap();
        let address = "sales@dressed.example";
        server.add_user(address, PASSWORD).unwrap();
        let clock = begin();
        let settings = SmtpImapSettings { keeps_sent, ..plain(address, server.ports.plain, server.ports.imap) };
        let mailbox = mailbox(settings, &[]);
        let now = clock.now();
        server
            .deliver(address, folders.spam(), b"From: kim@site.example\r\nSubject: Hi\r\n\r\nHi\r\n", now.millis())
            .unwrap();
        let cursor = Cursor { high_water: now.plus_seconds(-60), seen: Vec::new(), position: None };
        let listed = mailbox.list_since(&cursor, 1).await.unwrap();
        assert_eq!(listed.rows.iter().map(|row| row.folder).collect::<Vec<_>>(), [FolderKind::Spam], "{folders:?}");

        let mail = crate::stage::letter(address, "kim@site.example", "dressed");
        let outcome = mailbox.send(&mail, &Handover::unwatched()).await;
        assert!(matches!(outcome, SendOutcome::Accepted { .. }), "{outcome:?}");
        mailbox.file_copy(&mail).await.unwrap();
        server.settled().await.unwrap();
        let sent = server.sent(address).unwrap();
        assert_eq!(sent.len(), 1, "{folders:?}: one copy, whoever files it");
        assert!(String::from_utf8_lossy(&sent[0].raw).contains("<dressed@"));
        let since = if keeps_sent { domain::Timestamp::from_millis(0) } else { now.plus_seconds(-60) };
        let listed = mailbox.list_sent(since).await.unwrap();
        assert_eq!(listed[0].wire_message_id.as_deref(), Some("dressed@dressed.example"));
    }
}
