//! What recipients get: mails of every kind of content, read by Python's `email` and threaded by notmuch.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use gateways::{Handover, OutgoingMail, SendOutcome, ThreadAnchor};
use mailserver::Stored;
use serde_json::{Value, json};

use crate::stage::{Kind, PASSWORD, Stage};

const NAMES: [&str; 8] = [
    "Kim Müller",
    "राहुल मेहता",
    "Łukasz \"Luke\" Żak",
    "O'Neill, Grace (Sales) <x>",
    "=?utf-8?Q?not_encoded?=",
    "山田太郎",
    "A. Very Long Name of a Person Who Has Many Titles and Works in a Company With a Long Name, Limited Partnership",
    "",
];
const SUBJECTS: [&str; 11] = [
    "A quick question",
    "Grüße aus München, und schöne Tage",
    "आपकी वेबसाइट के बारे में एक छोटा सा सवाल है, अगर आपके पास समय हो",
    "🚀 Launch 🚀 and 👩‍👩‍👧‍👦 families 🏳️‍🌈",
    "A long subject that goes on and on, because somebody wrote a whole paragraph into it and nobody told them to stop, until at last it \
     is longer than three hundred characters, which no mail program shows in full but every one of them has to be able to read again \
     exactly as it was written by its sender in the first place",
    "Überlänge: ein Betreff, der auch mit Umlauten über mehrere Zeilen geht, weil äußerst ausführlich über Öl, Übermut und Ärger berichtet wird",
    "=?utf-8?B?bm90IGVuY29kZWQ=?= as it stands",
    "https://www.example.com/averyveryverylongpathwithoutanyspaceinitthatcannotbebrokenanywhereatall/because/it/is/one/word/and/goes/on/and/on",
    "مرحبا بكم في متجرنا",
    "Tabs and  two spaces; commas, <brackets> & \"quotes\": all of it",
    "100% off? = yes_no",
];
const TEXTS: [&str; 6] = [
    "Hello,\n\nplain words.\n\n-- \nSales",
    ".\n.a line with a dot\n..two dots\nFrom here on\n>From there",
    "Größe, ₹ 500, “quotes”, emoji 🎉, हिन्दी, 日本語.\n\nTrailing spaces:   \n\tand a tab",
    "",
    "=3D is no encoding, =\nnor is a line that ends with =",
    "LONG",
];

/// Fifty mails: fourteen conversations three deep, eight single ones.
fn planned() -> Vec<usize> {
    let deep = (0..14).flat_map(|conversation| [conversation; 3]);
    deep.chain(14..22).collect()
}

/// Writes mails and what they should say down, and has both compared.
pub(crate) fn compare(mails: &[Vec<u8>], meant: &BTreeMap<String, Value>) {
    let folder = tempfile::tempdir().unwrap();
    let inside = folder.path().join("mails");
    std::fs::create_dir(&inside).unwrap();
    for (nth, mail) in mails.iter().enumerate() {
        std::fs::write(inside.join(format!("{nth:04}.eml")), mail).unwrap();
    }
    let list = folder.path().join("meant.json");
    std::fs::write(&list, serde_json::to_vec(meant).unwrap()).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/post/mails.py");
    let output = Command::new("python3").arg(script).arg(&inside).arg(&list).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    print!("{}", String::from_utf8_lossy(&output.stdout));
}

#[tokio::test]
async fn fifty_mails_of_every_kind_are_read_and_threaded_as_they_were_meant() {
    let Some(stage) = Stage::set(Kind::SmtpImap, "fifty_mails_of_every_kind").await else { return };
    let domain = stage.spec.address.rsplit_once('@').unwrap().1;
    let kim = format!("kim@{domain}");
    stage.server.add_user(&kim, PASSWORD).unwrap();
    let mailbox = stage.mailbox().await;
    let mut last: BTreeMap<usize, (OutgoingMail, Vec<String>)> = BTreeMap::new();
    let mut meant = BTreeMap::new();
    for (nth, conversation) in planned().into_iter().enumerate() {
        let to = format!("kim+{conversation}@{domain}");
        let text = TEXTS[nth % TEXTS.len()].replace("LONG", &"a line that never ends, ".repeat(90));
        let mut mail = OutgoingMail {
            subject: SUBJECTS[conversation % SUBJECTS.len()].to_owned(),
            from_name: NAMES[(conversation + 3) % NAMES.len()].to_owned(),
            to_name: Some(NAMES[conversation % NAMES.len()].to_owned()),
            html: format!("<p>{}</p>", text.replace('<', "&lt;").replace('\n', "<br>\n")),
            text,
            unsubscribe: (conversation % 7 != 6)
                .then(|| format!("https://relay.example/u/{}", "0123456789abcdef".repeat(12))),
            ..stage.mail(&to, &format!("ref{nth}"))
        };
        let mut subject = mail.subject.clone();
        if let Some((parent, before)) = last.get(&conversation) {
            subject = format!("Re: {subject}");
            mail.in_reply_to = Some(ThreadAnchor {
                provider_message_id: None,
                wire_message_id: Some(parent.message_id.clone()),
                references: before.clone(),
            });
        }
        let outcome = mailbox.send(&mail, &Handover::unwatched()).await;
        assert!(matches!(outcome, SendOutcome::Accepted { .. }), "{outcome:?}");
        mailbox.file_copy(&mail).await.unwrap();
        let said = json!({
            "from": mail.from_address, "to": to, "conversation": conversation, "unsubscribe": mail.unsubscribe,
            "words": {
                "subject": subject, "from_name": mail.from_name, "to_name": mail.to_name, "text": mail.text, "html": mail.html,
            },
        });
        meant.insert(mail.message_id.clone(), said);
        let (_, mut before) = last.remove(&conversation).unwrap_or_else(|| (mail.clone(), Vec::new()));
        before.push(mail.message_id.clone());
        last.insert(conversation, (mail, before));
    }
    stage.server.settled().await.unwrap();
    assert_eq!(meant.len(), 50);
    // As they came over the wire, and as we filed them.
    let arrived = stage.server.imap(&kim).unwrap().all("INBOX").unwrap();
    let filed = stage.server.sent(&stage.spec.address).unwrap();
    for mails in [arrived, filed] {
        let mails: Vec<Vec<u8>> = mails.into_iter().map(|Stored { raw, .. }| raw).collect();
        compare(&mails, &meant);
    }
}
