//! That the servers are what the tests take them for: every door, every fault, and no trace afterwards.

use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use mailserver::{Cut, CutProxy, Folders, MailServer, Options, skip};

const JO: &str = "jo@first.example";
const PASSWORD: &str = "a long secret";
/// 2024-03-05 09:00 UTC.
const TUESDAY: i64 = 1_709_629_200_000;

fn server(options: Options) -> MailServer {
    let server = MailServer::start(options).unwrap();
    server.add_user(JO, PASSWORD).unwrap();
    server
}

fn raw(subject: &str) -> Vec<u8> {
    format!("From: far@away.example\r\nTo: {JO}\r\nSubject: {subject}\r\n\r\nA body.\r\n").into_bytes()
}

#[tokio::test]
async fn every_door_is_open_to_independent_clients() {
    if skip("every_door_is_open_to_independent_clients") {
        return;
    }
    let server = server(Options { keeps_sent: true, ..Options::default() });
    server.add_alias("hello@first.example", JO);
    let ports = server.ports;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/post/doors.py");
    let ports = [ports.plain, ports.submission, ports.smtps, ports.imap, ports.imaps].map(|port| port.to_string());
    let output = Command::new("python3").arg(script).arg(server.dir().join("ca.pem")).args(ports).output().unwrap();
    assert!(output.status.success(), "{}\n{}", String::from_utf8_lossy(&output.stderr), server.log());

    server.settled().await.unwrap();
    let mut inbox = server.imap(JO).unwrap().all("INBOX").unwrap();
    inbox.sort_by_key(|mail| subject(&mail.raw));
    assert_eq!(inbox.iter().map(|mail| subject(&mail.raw)).collect::<Vec<_>>(), ["1", "2", "3"]);
    // The mail that Jo sent as herself.
    assert_eq!(server.sent(JO).unwrap().iter().map(|mail| subject(&mail.raw)).collect::<Vec<_>>(), ["1"]);
    assert!(server.maildir(JO).join("dovecot-uidlist").exists());
}

fn subject(raw: &[u8]) -> String {
    let text = String::from_utf8_lossy(raw).into_owned();
    text.lines().find_map(|line| line.strip_prefix("Subject: ")).unwrap_or_default().to_owned()
}

#[tokio::test]
async fn folders_dates_and_ids_obey() {
    if skip("folders_dates_and_ids_obey") {
        return;
    }
    let server = server(Options { folders: Folders::Localised, ..Options::default() });
    let spam = server.folders.spam();
    for folder in ["INBOX", spam] {
        server.deliver(JO, folder, &raw("one"), TUESDAY).unwrap();
        server.deliver(JO, folder, &raw("two"), TUESDAY + 60_000).unwrap();
        let before = (validity(&server, folder), server.imap(JO).unwrap().all(folder).unwrap());
        assert_eq!(before.1[0].internal_date, "05-Mar-2024 09:00:00 +0000");
        assert_eq!(before.1[0].raw, raw("one"));
        server.rebuild(JO, folder).unwrap();
        let after = (validity(&server, folder), server.imap(JO).unwrap().all(folder).unwrap());
        assert_ne!(before.0, after.0, "{folder} has the same UIDVALIDITY");
        // The other way round: a number means another mail now.
        let subjects = |mails: &[mailserver::Stored]| mails.iter().map(|mail| subject(&mail.raw)).collect::<Vec<_>>();
        assert_eq!(
            (subjects(&before.1), subjects(&after.1)),
            (vec!["one".into(), "two".into()], vec!["two".into(), "one".into()])
        );
        assert_eq!(after.1[1].internal_date, before.1[0].internal_date);
    }
    server.rename_folder(JO, spam, "Elsewhere").unwrap();
    assert_eq!(server.imap(JO).unwrap().all("Elsewhere").unwrap().len(), 2);
}

fn validity(server: &MailServer, folder: &str) -> String {
    let answers = server.imap(JO).unwrap().command(&format!("STATUS \"{folder}\" (UIDVALIDITY)")).unwrap();
    String::from_utf8_lossy(&answers[0]).into_owned()
}

#[tokio::test]
async fn an_outage_keeps_the_mail() {
    if skip("an_outage_keeps_the_mail") {
        return;
    }
    let server = server(Options::default());
    server.bring("far@away.example", JO, &raw("before")).unwrap();
    server.settled().await.unwrap();
    server.pause().unwrap();
    assert!(TcpStream::connect(("127.0.0.1", server.ports.imap)).is_err(), "an outage is an outage");
    server.resume().unwrap();
    server.bring("far@away.example", JO, &raw("after")).unwrap();
    server.settled().await.unwrap();
    assert_eq!(server.imap(JO).unwrap().all("INBOX").unwrap().len(), 2);
}

#[tokio::test]
async fn the_wire_is_cut_where_it_was_asked() {
    if skip("the_wire_is_cut_where_it_was_asked") {
        return;
    }
    let server = server(Options::default());
    let wire = CutProxy::start(server.ports.plain).unwrap();
    // What the client hears, and whether the mail arrives nevertheless.
    let cases = [
        (Cut::BeforeData, false, 0),
        (Cut::BeforeDot, false, 0),
        (Cut::BeforeAnswer, false, 1),
        (Cut::AfterAnswer, false, 1),
    ];
    let mut arrived = 0;
    for (cut, heard, arrives) in cases {
        wire.cut(cut, 1);
        let brought = mailserver::bring(wire.port, "far@away.example", JO, &raw("cut"));
        assert_eq!(brought.is_ok(), heard, "{cut:?}");
        server.settled().await.unwrap();
        arrived += arrives;
        assert_eq!(server.imap(JO).unwrap().all("INBOX").unwrap().len(), arrived, "{cut:?}");
    }
    assert_eq!(wire.done(), 4);
    mailserver::bring(wire.port, "far@away.example", JO, &raw("whole")).unwrap();
}

/// Not a test by itself: the process that dies in the next one.
#[test]
fn victim() {
    let Ok(note) = std::env::var("POST_NOTE") else { return };
    let server = server(Options::default());
    std::fs::write(note, format!("{} {}", server.dir().display(), server.ports.plain)).unwrap();
    std::thread::sleep(Duration::from_secs(60));
}

#[test]
fn a_killed_test_leaves_nothing_behind() {
    if skip("a_killed_test_leaves_nothing_behind") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let note = folder.path().join("note");
    let mut victim = Command::new(std::env::current_exe().unwrap());
    let victim = victim.args(["--exact", "server::victim"]).env("POST_NOTE", &note).stdout(Stdio::null());
    let mut victim = victim.spawn().unwrap();
    let told = within(|| std::fs::read_to_string(&note).ok().filter(|told| told.contains(' ')));
    let (dir, port) = told.split_once(' ').unwrap();
    let (dir, port): (PathBuf, u16) = (dir.into(), port.parse().unwrap());
    assert!(TcpStream::connect(("127.0.0.1", port)).is_ok());
    // SIGKILL.
    victim.kill().unwrap();
    victim.wait().unwrap();
    within(|| (!dir.exists()).then_some(()));
    assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
    let left = Command::new("pgrep").args(["-f", dir.to_str().unwrap()]).output().unwrap();
    assert!(left.stdout.is_empty(), "processes of a dead test: {}", String::from_utf8_lossy(&left.stdout));
}

fn within<T>(mut look: impl FnMut() -> Option<T>) -> T {
    let begin = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(begin.elapsed() < Duration::from_secs(20), "waited in vain");
        std::thread::sleep(Duration::from_millis(20));
    }
}
