//! The door for mail servers, spoken to by hand: what a strict server would turn down does not pass. Real Postfix comes in `tests/mailserver`.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::support::{World, world};

const BEGIN: &str = "EHLO guest.example\r\nMAIL FROM:<sales@codeteki.au>\r\nRCPT TO:<silent@site.example>\r\nDATA\r\n";
const HEAD: &str = "From: sales@codeteki.au\r\nTo: silent@site.example\r\nDate: Mon, 23 Nov 2026 10:00:00 +1100\r\nMessage-ID: <1@codeteki.au>\r\n\r\n";

async fn open_world() -> World {
    world(|options| options.smtp = true).await
}

/// Says all of it and hears until the door is shut.
async fn say(world: &World, words: &[u8]) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", world.sandbox.smtp_port().unwrap())).await.unwrap();
    stream.write_all(words).await.unwrap();
    stream.shutdown().await.unwrap();
    let mut heard = Vec::new();
    // A door that was shut in the middle of our words ends with an error, which is as well.
    let _ = stream.read_to_end(&mut heard).await;
    String::from_utf8(heard).unwrap()
}

#[tokio::test]
async fn a_whole_mail_is_taken_and_nothing_that_is_not_one() {
    let world = open_world().await;
    let whole = format!("{BEGIN}{HEAD}..Hello\r\n.\r\nQUIT\r\n");
    let heard = say(&world, whole.as_bytes()).await;
    assert!(heard.ends_with("250 2.0.0 taken\r\n221 2.0.0 goodbye\r\n"), "{heard}");
    let ledger = world.sandbox.ledger();
    assert_eq!((ledger[0].wire_message_id.as_str(), ledger[0].mailbox.as_str()), ("<1@codeteki.au>", "codeteki"));
    assert!(ledger[0].content.contains(".Hello") && !ledger[0].content.contains("..Hello"), "{}", ledger[0].content);

    let stranger = whole.replace("sales@codeteki.au", "who@else.example");
    let headless = whole.replace("Message-ID: <1@codeteki.au>\r\n", "");
    let cut = whole.replace("\r\n.\r\nQUIT\r\n", "\r\n");
    // One line that ends with LF alone could be two mails to another server.
    let smuggled = format!("{BEGIN}{HEAD}Hello\n.\r\nMAIL FROM:<sales@codeteki.au>\r\n");
    let endless = format!("{BEGIN}{HEAD}{}\r\n.\r\n", "x".repeat(1_001));
    let out_of_order = format!("{HEAD}\r\n.\r\nQUIT\r\n");
    for (wrong, answer) in [
        (stranger, "550 5.7.1"),
        (headless, "554 5.6.0"),
        (cut, "354 "),
        (smuggled, "500 5.5.2"),
        (endless, "500 5.5.2"),
        (out_of_order, "500 5.5.1"),
    ] {
        let heard = say(&world, wrong.as_bytes()).await;
        assert!(heard.contains(answer), "{wrong:.300}\n{heard}");
    }
    assert_eq!(world.sandbox.ledger().len(), 1);
    // A bounce is taken, and nobody reads it.
    let bounce = whole.replace("FROM:<sales@codeteki.au>", "FROM:<>");
    assert!(say(&world, bounce.as_bytes()).await.contains("250 2.0.0 taken"));
    assert_eq!(world.sandbox.ledger().len(), 1);
}
