//! What every kind of mailbox keeps: one suite, run against Zoho's API on the sandbox, and against SMTP and IMAP on Postfix and Dovecot.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use gateways::{
    Clock as _, Cursor, FolderKind, Handover, IncomingRow, Mailbox, OutgoingMail, SendOutcome, ThreadAnchor,
    TroubleCode,
};
use mailserver::{Cut, CutProxy};
use rstest::rstest;
use sandbox::Fault;

use crate::stage::{Change, Kind, Stage};

/// Nobody listens there.
const NOWHERE: u16 = 9;

/// Sends, and counts how often the mailbox said that the text leaves.
async fn send(mailbox: &dyn Mailbox, mail: &OutgoingMail) -> (SendOutcome, u32) {
    let told = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&told);
    let handover = Handover::new(move || {
        count.fetch_add(1, Ordering::SeqCst);
        Ok(())
    });
    (mailbox.send(mail, &handover).await, told.load(Ordering::SeqCst))
}

fn written(subject: &str) -> String {
    format!(
        "Return-Path: <kim@site.example>\r\nFrom: =?utf-8?Q?Kim_M=C3=BCller?= <kim@site.example>\r\nTo: sales@brand.example\r\nSubject: {subject}\r\n\
         Date: Mon, 3 Feb 2025 10:00:00 +1100\r\nMessage-ID: <{subject}@site.example>\r\nMIME-Version: 1.0\r\n\
         Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n.a dot, ümläuts,  two spaces \r\n\r\n..\r\nFrom the end\r\n"
    )
}

impl Stage {
    /// As the engine begins: an hour back, nothing seen.
    fn start(&self) -> Cursor {
        Cursor { high_water: self.clock.now().plus_seconds(-60), seen: Vec::new(), position: None }
    }
}

/// Reads as the engine does, and moves the cursor as the engine does.
async fn read(mailbox: &dyn Mailbox, cursor: &mut Cursor) -> Vec<IncomingRow> {
    let listed = mailbox.list_since(cursor, 15).await.unwrap();
    assert!(!listed.more);
    cursor.position = listed.position;
    cursor.seen.extend(listed.rows.iter().map(|row| row.provider_message_id.clone()));
    for row in &listed.rows {
        cursor.high_water = cursor.high_water.max(row.received_at);
    }
    listed.rows
}

#[rstest]
#[tokio::test]
async fn it_knows_whose_it_is(#[values(Kind::Zoho, Kind::SmtpImap)] kind: Kind) {
    let Some(stage) = Stage::set(kind, "it_knows_whose_it_is").await else { return };
    let identity = stage.mailbox().await.identity().await.unwrap();
    assert_eq!(identity.address, stage.spec.address);
    assert!(identity.send_as.contains(&stage.spec.address), "{identity:?}");
    assert!(!identity.account_id.is_empty());
}

#[rstest]
#[tokio::test]
async fn a_mail_is_taken_once_and_found_in_sent(#[values(Kind::Zoho, Kind::SmtpImap)] kind: Kind) {
    let Some(stage) = Stage::set(kind, "a_mail_is_taken_once_and_found_in_sent").await else { return };
    let mailbox = stage.mailbox().await;
    mailbox.ready().await.unwrap();
    let mail = stage.mail("kim@site.example", "token1");
    let (outcome, told) = send(&*mailbox, &mail).await;
    let SendOutcome::Accepted { wire_message_id: Some(wire), .. } = outcome else { panic!("{outcome:?}") };
    assert_eq!(told, 1);
    let arrived = stage.arrived().await;
    assert_eq!(arrived.len(), 1);
    assert_eq!((arrived[0].to.as_str(), arrived[0].subject.as_str()), ("kim@site.example", "About token1"));
    assert_eq!(arrived[0].wire_message_id, wire);
    assert_eq!(arrived[0].content.trim_end(), mail.html);

    mailbox.file_copy(&mail).await.unwrap();
    let sent = mailbox.list_sent(stage.clock.now().plus_seconds(-60)).await.unwrap();
    assert_eq!(sent.len(), 1, "{sent:?}");
    assert_eq!((sent[0].to_address.as_str(), sent[0].subject.as_str()), ("kim@site.example", "About token1"));
    assert!(sent[0].wire_message_id.iter().all(|id| format!("<{id}>") == wire));
    assert!(mailbox.sent_content(&sent[0].provider_message_id).await.unwrap().contains("token1"));
    assert!(mailbox.list_sent(stage.clock.now().plus_seconds(3_600)).await.unwrap().is_empty());
}

#[rstest]
#[tokio::test]
async fn a_follow_up_stays_in_its_thread(#[values(Kind::Zoho, Kind::SmtpImap)] kind: Kind) {
    let Some(stage) = Stage::set(kind, "a_follow_up_stays_in_its_thread").await else { return };
    let mailbox = stage.mailbox().await;
    let mut before: Vec<String> = Vec::new();
    let mut anchor = None;
    for (word, subject) in [("one", "A question"), ("two", "Re: A question"), ("three", "Re: A question")] {
        let mail =
            OutgoingMail { subject: subject.to_owned(), in_reply_to: anchor, ..stage.mail("kim@site.example", word) };
        let (outcome, _) = send(&*mailbox, &mail).await;
        let SendOutcome::Accepted { provider_message_id, wire_message_id, .. } = outcome else { panic!("{outcome:?}") };
        let wire = wire_message_id.unwrap();
        anchor =
            Some(ThreadAnchor { provider_message_id, wire_message_id: Some(wire.clone()), references: before.clone() });
        before.push(wire);
        // Postfix carries several at once, and the last may come first.
        stage.arrived().await;
    }
    let arrived = stage.sandbox.ledger();
    assert_eq!(arrived.len(), 3);
    let subjects: Vec<&str> = arrived.iter().map(|mail| mail.subject.as_str()).collect();
    assert_eq!(subjects, ["A question", "Re: A question", "Re: A question"]);
    for pair in arrived.windows(2) {
        assert_eq!(pair[1].thread_id, pair[0].thread_id);
        assert_eq!(pair[1].reply_to.as_ref(), Some(&pair[0].message_id));
    }
}

#[rstest]
#[tokio::test]
async fn each_arrival_is_listed_once(#[values(Kind::Zoho, Kind::SmtpImap)] kind: Kind) {
    let Some(stage) = Stage::set(kind, "each_arrival_is_listed_once").await else { return };
    let mailbox = stage.mailbox().await;
    let mut cursor = stage.start();
    assert!(read(&*mailbox, &mut cursor).await.is_empty());
    for word in ["first", "second"] {
        stage.clock.advance(1);
        stage.receive(&written(word), false);
    }
    let rows = read(&*mailbox, &mut cursor).await;
    assert_eq!(rows.iter().map(|row| row.subject.as_str()).collect::<Vec<_>>(), ["first", "second"]);
    assert_eq!((rows[0].from_address.as_str(), rows[0].from_name.as_str()), ("kim@site.example", "Kim Müller"));
    assert_eq!(
        (rows[0].folder, rows[0].received_at.millis() / 1_000),
        (FolderKind::Inbox, stage.clock.now().millis() / 1_000 - 1)
    );
    assert!(read(&*mailbox, &mut cursor).await.is_empty(), "listed twice");
    stage.clock.advance(5_000);
    stage.receive(&written("third"), false);
    let rows = read(&*mailbox, &mut cursor).await;
    assert_eq!(rows.iter().map(|row| row.subject.as_str()).collect::<Vec<_>>(), ["third"]);
    // A new start, as after a restored backup: nothing is missed, and a client that knows the ids sees that it has them.
    let mut again = Cursor { position: None, high_water: cursor.high_water.plus_seconds(-3_000), ..cursor.clone() };
    let known = read(&*stage.mailbox().await, &mut again).await;
    assert!(known.iter().all(|row| cursor.seen.contains(&row.provider_message_id)), "{known:?}");
}

#[rstest]
#[tokio::test]
async fn spam_is_read_and_mails_come_byte_for_byte(#[values(Kind::Zoho, Kind::SmtpImap)] kind: Kind) {
    let Some(stage) = Stage::set(kind, "spam_is_read_and_mails_come_byte_for_byte").await else { return };
    let mailbox = stage.mailbox().await;
    let mut cursor = stage.start();
    stage.receive(&written("wanted"), false);
    stage.receive(&written("unwanted"), true);
    let mut rows = read(&*mailbox, &mut cursor).await;
    rows.sort_by_key(|row| row.folder);
    let folders: Vec<_> = rows.iter().map(|row| (row.folder, row.subject.as_str())).collect();
    assert_eq!(folders, [(FolderKind::Inbox, "wanted"), (FolderKind::Spam, "unwanted")]);
    for row in &rows {
        let raw = mailbox.fetch_raw(&row.provider_message_id).await.unwrap();
        assert_eq!(String::from_utf8_lossy(&raw), written(&row.subject));
    }
}

#[rstest]
#[tokio::test]
async fn a_server_that_cannot_be_reached_is_told_as_that(#[values(Kind::Zoho, Kind::SmtpImap)] kind: Kind) {
    let Some(stage) = Stage::set(kind, "a_server_that_cannot_be_reached_is_told_as_that").await else { return };
    let mailbox = stage.with(&Change { port: Some(NOWHERE), ..Change::default() }).await;
    assert_eq!(mailbox.ready().await.unwrap_err().code, TroubleCode::NoNetwork);
    assert_eq!(mailbox.identity().await.unwrap_err().code, TroubleCode::NoNetwork);
    assert_eq!(mailbox.list_since(&stage.start(), 1).await.unwrap_err().code, TroubleCode::NoNetwork);
    let (outcome, told) = send(&*mailbox, &stage.mail("kim@site.example", "lost")).await;
    let SendOutcome::Refused(trouble) = outcome else { panic!("{outcome:?}") };
    assert_eq!((trouble.code, told), (TroubleCode::NoNetwork, 0));
    assert!(!trouble.fix.is_empty() && trouble.code.is_temporary());
}

#[rstest]
#[tokio::test]
async fn a_wrong_password_stops_the_brand(#[values(Kind::Zoho, Kind::SmtpImap)] kind: Kind) {
    let Some(stage) = Stage::set(kind, "a_wrong_password_stops_the_brand").await else { return };
    let mailbox = stage.with(&Change { password: "not the password", ..Change::default() }).await;
    let list = mailbox.list_since(&stage.start(), 1).await.unwrap_err();
    let (outcome, told) = send(&*mailbox, &stage.mail("kim@site.example", "lost")).await;
    let SendOutcome::Refused(refused) = outcome else { panic!("{outcome:?}") };
    for trouble in [mailbox.ready().await.unwrap_err(), list, refused] {
        assert_eq!(trouble.code, TroubleCode::WrongCredentials);
        assert!(trouble.code.stops_brand());
        let said = format!("{trouble:?}");
        assert!(!said.contains("not the password") && !said.contains(&stage.spec.refresh_token), "{said}");
    }
    assert_eq!(told, 0);
    assert!(stage.arrived().await.is_empty());
}

#[rstest]
#[tokio::test]
async fn what_is_refused_has_certainly_not_left(#[values(Kind::Zoho, Kind::SmtpImap)] kind: Kind) {
    let Some(stage) = Stage::set(kind, "what_is_refused_has_certainly_not_left").await else { return };
    let mailbox = stage.mailbox().await;
    // The service itself says no: Zoho to all mail, Postfix to a neighbour who does not exist, or to somebody else's name.
    let domain = stage.spec.address.rsplit_once('@').unwrap().1;
    let cases = match kind {
        Kind::Zoho => vec![(stage.mail("kim@site.example", "no1"), TroubleCode::SendingBlocked)],
        Kind::SmtpImap => vec![
            (stage.mail(&format!("nobody@{domain}"), "no1"), TroubleCode::BadRequest),
            (
                OutgoingMail { from_address: format!("boss@{domain}"), ..stage.mail("kim@site.example", "no2") },
                TroubleCode::SendingBlocked,
            ),
        ],
    };
    for (mail, code) in cases {
        stage.sandbox.set_fault(Fault::OutgoingBlocked, Some(1));
        let (outcome, _) = send(&*mailbox, &mail).await;
        let SendOutcome::Refused(trouble) = outcome else { panic!("{outcome:?}") };
        assert_eq!(trouble.code, code, "{trouble:?}");
    }
    assert!(stage.arrived().await.is_empty());
    stage.sandbox.clear_faults();
    // The same mailbox goes on.
    let (outcome, _) = send(&*mailbox, &stage.mail("kim@site.example", "yes")).await;
    assert!(matches!(outcome, SendOutcome::Accepted { .. }), "{outcome:?}");
    assert_eq!(stage.arrived().await.len(), 1);
}

#[rstest]
#[tokio::test]
async fn what_cannot_be_noted_does_not_leave(#[values(Kind::Zoho, Kind::SmtpImap)] kind: Kind) {
    let Some(stage) = Stage::set(kind, "what_cannot_be_noted_does_not_leave").await else {
        return;
    };
    let mail = stage.mail("kim@site.example", "no1");
    let told = Handover::new(|| Err(std::io::Error::other("the note cannot be written")));
    let outcome = stage.mailbox().await.send(&mail, &told).await;
    let SendOutcome::Refused(trouble) = outcome else { panic!("{outcome:?}") };
    assert!(trouble.code.is_temporary(), "{trouble:?}");
    assert!(stage.arrived().await.is_empty());
}

#[rstest]
#[tokio::test]
async fn a_lost_answer_leaves_it_unknown(#[values(Kind::Zoho, Kind::SmtpImap)] kind: Kind) {
    let Some(stage) = Stage::set(kind, "a_lost_answer_leaves_it_unknown").await else { return };
    let wire = CutProxy::start(stage.server.ports.plain).unwrap();
    let mailbox = match kind {
        Kind::Zoho => stage.mailbox().await,
        Kind::SmtpImap => stage.with(&Change { port: Some(wire.port), ..Change::default() }).await,
    };
    stage.sandbox.set_fault(Fault::AcceptThenDrop, Some(1));
    wire.cut(Cut::BeforeAnswer, 1);
    let (outcome, told) = send(&*mailbox, &stage.mail("kim@site.example", "taken")).await;
    assert!(matches!(outcome, SendOutcome::Unknown(_)), "{outcome:?}");
    assert_eq!((told, stage.arrived().await.len()), (1, 1));
    // And the next one goes its way.
    let (outcome, _) = send(&*mailbox, &stage.mail("kim@site.example", "next")).await;
    assert!(matches!(outcome, SendOutcome::Accepted { .. }), "{outcome:?}");
    assert_eq!(stage.arrived().await.len(), 2);
}

#[tokio::test]
async fn a_wire_cut_anywhere_is_never_taken_for_a_refusal_of_what_went_out() {
    let Some(stage) = Stage::set(Kind::SmtpImap, "a_wire_cut_anywhere").await else { return };
    let wire = CutProxy::start(stage.server.ports.plain).unwrap();
    let change = Change { port: Some(wire.port), patience: Duration::from_secs(1), ..Change::default() };
    let mailbox = stage.with(&change).await;
    // What becomes of it, and whether it is in the world.
    let cases = [
        (Cut::BeforeData, "refused", 0),
        (Cut::BeforeDot, "unknown", 0),
        (Cut::BeforeAnswer, "unknown", 1),
        (Cut::AfterAnswer, "accepted", 1),
        (Cut::Silence, "unknown", 1),
    ];
    let mut in_world = 0;
    for (cut, becomes, arrives) in cases {
        wire.cut(cut, 1);
        // The wire before was cut, and a caller asks for readiness.
        mailbox.ready().await.unwrap();
        let (outcome, told) = send(&*mailbox, &stage.mail("kim@site.example", &format!("{cut:?}"))).await;
        let word = match outcome {
            SendOutcome::Accepted { .. } => "accepted",
            SendOutcome::Refused(_) => "refused",
            SendOutcome::Unknown(_) => "unknown",
        };
        assert_eq!(word, becomes, "{cut:?}");
        assert_eq!(told > 0, becomes != "refused", "{cut:?}");
        in_world += arrives;
        assert_eq!(stage.arrived().await.len(), in_world, "{cut:?}");
    }
    assert_eq!(wire.done(), 5);
}

#[tokio::test]
async fn new_mail_is_told_as_it_comes() {
    let Some(stage) = Stage::set(Kind::SmtpImap, "new_mail_is_told_as_it_comes").await else { return };
    let mailbox = stage.mailbox().await;
    let listening = tokio::spawn(async move { mailbox.new_mail().await });
    // Until it listens nothing can be told.
    tokio::time::sleep(Duration::from_millis(700)).await;
    assert!(!listening.is_finished());
    stage.server.bring("kim@site.example", &stage.spec.address, written("news").as_bytes()).unwrap();
    tokio::time::timeout(Duration::from_secs(10), listening).await.unwrap().unwrap().unwrap();
}
