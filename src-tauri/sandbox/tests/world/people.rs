//! What people and robots write back.

use serde_json::{Value, json};

use crate::support::{HOUR, START, World, mail, world};

/// Sends one mail, waits three days, and returns what that site or a mail system wrote so far.
async fn answers(world: &World, to: &str) -> Vec<Value> {
    world.send(to).await;
    world.wait(73 * HOUR).await;
    let domain = to.rsplit('@').next().unwrap();
    let from = |row: &Value| row["fromAddress"].as_str().unwrap().to_lowercase();
    let mut rows = world.list("Inbox").await;
    rows.retain(|row| from(row).ends_with(domain) || from(row).contains("mailer-daemon"));
    rows
}

/// The text of a quoted-printable message, roughly.
fn readable(raw: &str) -> String {
    raw.replace("=\r\n", "").replace("=3D", "=").replace("=20", " ")
}

#[rstest::rstest]
#[case("bounce", "Status: 5.1.1")]
#[case("full", "Status: 5.2.2")]
#[case("ooo", "2026")]
#[case("left", "@site.com")]
#[case("ticket", "[Ticket #")]
#[tokio::test]
async fn robots_answer_with_their_marks(#[case] local: &str, #[case] mark: &str) {
    let world = world(|_| ()).await;
    let sent = world.send(&format!("{local}@site.com")).await;
    world.advance(60_000);
    let rows = world.list("Inbox").await;
    let raw = world.raw(&rows[0]).await;
    assert!(readable(&raw).contains(mark), "{raw}");
    assert!(raw.contains("Auto-Submitted: auto-"));
    let wire_id = sent["mailId"].as_str().unwrap();
    assert!(raw.contains(wire_id), "names our mail");
    if matches!(local, "bounce" | "full") {
        assert!(raw.starts_with("Return-Path: <>") && raw.contains("report-type=delivery-status"));
        assert!(raw.contains(&format!("Final-Recipient: rfc822; {local}@site.com")) && raw.contains("Action: failed"));
    }
}

#[rstest::rstest]
#[case("stop")]
#[case("no")]
#[case("yes")]
#[case("ask")]
#[case("later")]
#[case("wrong")]
#[case("paid")]
#[case("placed")]
#[case("hmm")]
#[tokio::test]
async fn people_answer_in_the_thread_and_quote(#[case] local: &str) {
    let world = world(|_| ()).await;
    let rows = answers(&world, &format!("{local}@site.com")).await;
    assert_eq!(rows.len(), 1);
    let (row, raw) = (&rows[0], world.raw(&rows[0]).await);
    let sent = &world.sandbox.ledger()[0];
    assert!(raw.contains(&format!("In-Reply-To: {}", sent.wire_message_id)));
    assert!(raw.contains("multipart/alternative") && !raw.contains("Auto-Submitted"));
    let arrived: i64 = row["receivedTime"].as_str().unwrap().parse().unwrap();
    assert!((20 * 60_000..=72 * HOUR).contains(&(arrived - START)));
    assert_eq!(row["threadId"], sent.thread_id.as_str());
    let folder = row["folderId"].as_str().unwrap();
    let path = format!("/folders/{folder}/messages/{}/content", row["messageId"].as_str().unwrap());
    let whole = world.data(&format!("{path}?includeBlockContent=true")).await["content"].to_string();
    assert!(
        whole.contains("Reply STOP to unsubscribe")
            && !world.data(&path).await["content"].to_string().contains("Reply STOP")
    );
}

#[tokio::test]
async fn the_silent_say_nothing_and_who_said_no_stays_quiet() {
    let world = world(|_| ()).await;
    assert_eq!(answers(&world, "silent@site.com").await.len(), 0);
    for _ in 0..3 {
        assert_eq!(answers(&world, "no@other.com").await.len(), 1);
    }
    for most in [1, 2, 2, 2] {
        assert!((1..=most).contains(&answers(&world, "yes@third.com").await.len()));
    }
}

#[tokio::test]
async fn placed_links_can_be_visited() {
    let world = world(|_| ()).await;
    let row = answers(&world, "placed@site.com").await.remove(0);
    let path = format!(
        "/folders/{}/messages/{}/content",
        row["folderId"].as_str().unwrap(),
        row["messageId"].as_str().unwrap()
    );
    let content = world.data(&path).await["content"].take();
    let content = content.as_str().unwrap();
    let (_, rest) = content.split_once("https://www.site.com").unwrap();
    let path: String = rest.chars().take_while(|c| !c.is_whitespace() && !"<\"".contains(*c)).collect();
    let there = format!("{}/site/www.site.com{path}", world.sandbox.url());
    let page = world.http.get(there).send().await.unwrap().text().await.unwrap();
    assert!(page.contains("https://www.codeteki.au/"));
}

#[tokio::test]
async fn a_mail_to_an_own_mailbox_arrives_at_once() {
    let world = world(|_| ()).await;
    world.send("hello@codeteki.au").await;
    let rows = world.list("Inbox").await;
    assert_eq!(rows[0]["fromAddress"], "sales@codeteki.au");
}

#[tokio::test]
async fn the_same_seed_and_calls_give_the_same_world() {
    let mut worlds = Vec::new();
    for _ in 0..2 {
        let world = world(|_| ()).await;
        for n in 0..40 {
            let to = json!(format!("person{n}@site{n}.com.au"));
            let mut body = mail("");
            body["toAddress"] = to;
            world.post("/messages", &body).await;
        }
        let mut events = vec![START];
        while let Some(next) = world.sandbox.next_event_after(*events.last().unwrap()) {
            events.push(next);
        }
        worlds.push((world.sandbox.ledger(), events));
    }
    let second = worlds.pop();
    assert!(worlds.pop() == second);
    assert!(second.unwrap().1.len() > 15);
}
