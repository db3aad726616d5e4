//! A mailbox rests when too much comes back, says why, and goes on only when a person lets it.

use engine::api::wire::{BrandRef, FeedRequest};
use engine::api::{mutation, query};
use sandbox::Incoming;

use crate::support::{DAY, DECIDE, HOUR, READ, SEND, TestApp};

fn people(word: &str, count: u32) -> Vec<String> {
    (0..count).map(|n| format!("{word}.p{n}@{word}{n}.example")).collect()
}

async fn pause_of(app: &TestApp) -> Option<String> {
    app.brand("codeteki").await.summary.paused.map(|pause| pause.reason)
}

#[tokio::test]
async fn too_many_bounces_stop_it_until_a_person_lets_it_go_on() {
    let app = TestApp::with(|_| ()).await;
    app.set("codeteki", crate::support::OPEN).await;
    let list: Vec<String> = [people("silent", 20), people("bounce", 3)].concat();
    app.people(&list).await;
    app.decide_and_send().await;
    app.wait(DAY);
    app.read_all().await;
    assert_eq!(pause_of(&app).await.as_deref(), Some("3 of its last 23 mails came back for good"));
    let notices = query::notices_list(&app.engine, FeedRequest { limit: 50 }).await.unwrap();
    assert_eq!(notices.iter().filter(|notice| notice.title == "Codeteki rests").count(), 1);

    app.people(&["new@new-site.example"]).await;
    app.run(DECIDE).await;
    app.wait(3 * DAY);
    app.run(SEND).await;
    assert_eq!(app.ledger().len(), 23, "it sent while it rests");
    mutation::brand_resume(&app.engine, BrandRef { brand: "codeteki".to_owned() }).await.unwrap();
    app.run(DECIDE).await;
    app.run(SEND).await;
    app.wait(HOUR);
    app.read_all().await;
    assert_eq!(pause_of(&app).await, None, "what was forgiven counts again");
    assert!(app.ledger().len() > 23);
}

#[tokio::test]
async fn two_complaints_stop_it() {
    let app = TestApp::open().await;
    let list = people("p", 4);
    app.people(&list).await;
    app.decide_and_send().await;
    for mail in app.ledger().iter().take(2) {
        assert_eq!(pause_of(&app).await, None);
        let raw = Some(complaint(&mail.wire_message_id, &mail.to));
        let report = Incoming { from: "complaints@isp.example".to_owned(), raw, ..Incoming::default() };
        app.sandbox.inject("codeteki", report).unwrap();
        app.wait(HOUR);
        app.run_well(READ).await;
    }
    assert_eq!(pause_of(&app).await.as_deref(), Some("2 people reported its mails as spam within 7 days"));
}

/// What a provider sends when somebody presses its spam button (RFC 5965).
fn complaint(about: &str, to: &str) -> String {
    let about = about.trim_start_matches('<').trim_end_matches('>');
    [
        "From: <complaints@isp.example>".to_owned(),
        "To: sales@codeteki.au".to_owned(),
        "Subject: FW: A website".to_owned(),
        "Date: Mon, 23 Nov 2026 01:00:00 +0000".to_owned(),
        format!("Message-ID: <report-{about}>"),
        "MIME-Version: 1.0".to_owned(),
        "Content-Type: multipart/report; report-type=feedback-report; boundary=\"arf\"".to_owned(),
        String::new(),
        "--arf\r\nContent-Type: text/plain\r\n\r\nThis is an email abuse report.\r\n".to_owned(),
        "--arf\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\nUser-Agent: Some/1.0\r\nVersion: 1".to_owned(),
        format!("Original-Rcpt-To: <{to}>\r\n"),
        format!("--arf\r\nContent-Type: message/rfc822\r\n\r\nTo: {to}\r\nMessage-ID: <{about}>\r\n\r\nHi,\r\n"),
        "--arf--\r\n".to_owned(),
    ]
    .join("\r\n")
}
