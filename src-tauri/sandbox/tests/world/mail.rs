//! The Mail API: lists, mails, sending, replying.

use sandbox::{Incoming, Limits};
use serde_json::{Value, json};

use crate::support::{START, mail, quiet, world};

#[tokio::test]
async fn a_sent_mail_is_in_sent_and_in_the_ledger() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("ledger.jsonl");
    let world = world(|options| {
        options.people = false;
        options.ledger_file = Some(file.clone());
    })
    .await;
    let data = world.send("\"Jo, Doe\" <jo@ex.com>").await;
    let rows = world.list("Sent").await;
    let row = &rows[0];
    assert_eq!(row["messageId"], data["messageId"]);
    assert!(row["messageId"].as_str().unwrap().parse::<u64>().unwrap() > 1 << 53);
    assert_eq!(row["subject"], "An idea &amp; a question");
    assert_eq!(row["toAddress"], "&quot;Jo, Doe&quot;&lt;jo@ex.com&gt;");
    assert_eq!(row["ccAddress"], "Not Provided");
    assert_eq!(row["receivedTime"], START.to_string());
    let raw = world.raw(row).await;
    assert!(raw.contains(&format!("Message-ID: {}", data["mailId"].as_str().unwrap())) && !raw.contains("hidden"));

    let ledger = world.sandbox.ledger();
    assert_eq!((ledger.len(), ledger[0].to.as_str(), ledger[0].mailbox.as_str()), (1, "jo@ex.com", "codeteki"));
    assert_eq!(ledger[0].content, mail("x")["content"]);
    let line: Value = serde_json::from_str(std::fs::read_to_string(&file).unwrap().trim()).unwrap();
    assert_eq!(line, serde_json::to_value(&ledger[0]).unwrap());
}

#[tokio::test]
async fn the_list_of_keys_is_closed_and_senders_are_confirmed() {
    let world = quiet().await;
    let with = |key: &str, value: Value| {
        let mut body = mail("jo@ex.com");
        body[key] = value;
        body
    };
    for (body, status, error) in [
        (with("headers", json!({})), 404, "EXTRA_KEY_FOUND_IN_JSON"),
        (with("action", json!("reply")), 404, "EXTRA_KEY_FOUND_IN_JSON"),
        (with("toAddress", json!("nobody")), 400, "PATTERN_NOT_MATCHED"),
        (with("fromAddress", json!("boss@codeteki.au")), 400, "not a confirmed address"),
        (with("mode", json!("Draft")), 400, "Invalid mode"),
    ] {
        let (got, answer) = world.post("/messages", &body).await;
        assert_eq!(got.as_u16(), status, "{answer}");
        assert!(answer.to_string().contains(error), "{answer}");
    }
    let (status, _) = world.post("/messages", &with("mode", json!("draft"))).await;
    assert_eq!((status.as_u16(), world.sandbox.ledger().len(), world.list("Drafts").await.len()), (200, 0, 1));
    let (status, _) = world.post("/messages", &with("fromAddress", json!("hello@codeteki.au"))).await;
    assert_eq!((status.as_u16(), world.sandbox.ledger().len()), (200, 1));
}

#[tokio::test]
async fn a_follow_up_to_our_own_mail_stays_in_the_thread() {
    let world = quiet().await;
    let first = world.send("jo@ex.com").await;
    let body = json!({ "fromAddress": "sales@codeteki.au", "toAddress": "jo@ex.com", "action": "reply", "content": "<p>Any news?</p>" });
    let path = format!("/messages/{}", first["messageId"].as_str().unwrap());
    let (status, answer) = world.post(&path, &body).await;
    assert_eq!((status.as_u16(), answer["data"]["subject"].as_str().unwrap()), (200, "Re: An idea & a question"));
    let ledger = world.sandbox.ledger();
    assert_eq!(ledger[1].thread_id, ledger[0].thread_id);
    assert_eq!(ledger[1].reply_to.as_deref(), first["messageId"].as_str());
    let raw = world.raw(&world.list("Sent").await[0]).await;
    let parent = first["mailId"].as_str().unwrap();
    assert!(raw.contains(&format!("In-Reply-To: {parent}")) && raw.contains(&format!("References: {parent}")));
    assert!(raw.contains("blockquote_zmail"));
    for (action, status) in [("Forward", 400), ("forward", 500)] {
        let mut body = body.clone();
        body["action"] = json!(action);
        assert_eq!(world.post(&path, &body).await.0.as_u16(), status);
    }
    assert_eq!(world.post("/messages/123", &body).await.0.as_u16(), 404);
}

#[tokio::test]
async fn lists_leave_out_what_they_leave_out() {
    let world = quiet().await;
    world.send("jo@ex.com").await;
    for (folder, subject) in [("Inbox", "one"), ("Spam", "two"), ("Partners", "three")] {
        let mail = Incoming {
            from: "jo@ex.com".into(),
            subject: subject.into(),
            text: "Hi".into(),
            folder: Some(folder.into()),
            ..Incoming::default()
        };
        world.sandbox.inject("codeteki", mail).unwrap();
    }
    world
        .sandbox
        .inject("codeteki", Incoming { from: "jo@ex.com".into(), visible_at: Some(START + 5), ..Incoming::default() });
    let unscoped = world.data("/messages/view").await;
    assert_eq!(
        unscoped.as_array().unwrap().iter().map(|row| row["subject"].as_str().unwrap()).collect::<Vec<_>>(),
        ["three", "one"]
    );
    assert_eq!((world.list("Spam").await.len(), world.list("Inbox").await.len()), (1, 1));
    assert_eq!(world.sandbox.next_event_after(START), Some(START + 5));
    world.advance(5);
    assert_eq!((world.list("Inbox").await.len(), world.sandbox.next_event_after(START + 5)), (2, None));
    assert_eq!(world.data("/messages/view?start=2&limit=1").await.as_array().unwrap().len(), 1);
    assert_eq!(world.get("/messages/view?limit=0").await.status(), 400);
    assert_eq!(world.get("/messages/view?folderId=5").await.status(), 500);
    assert_eq!(world.sandbox.inject("nobody", Incoming::default()), None);
}

#[tokio::test]
async fn a_mail_is_read_in_all_its_forms() {
    let world = quiet().await;
    let mail = Incoming {
        from: "jo@ex.com".into(),
        from_name: Some("Jo Ü".into()),
        subject: "Grüße".into(),
        text: "Hällo".into(),
        headers: vec![("Auto-Submitted".into(), "auto-replied".into())],
        ..Incoming::default()
    };
    let id = world.sandbox.inject("codeteki", mail).unwrap();
    let inbox = world.folder_id("Inbox").await;
    let path = |folder: &str, what: &str| format!("/folders/{folder}/messages/{id}/{what}");
    assert_eq!(world.data(&path(&inbox, "content")).await["content"], "<div>Hällo</div>");
    assert_eq!(world.data(&path(&inbox, "details")).await["toAddress"], "&lt;sales@codeteki.au&gt;");
    assert_eq!(
        world.data(&path(&inbox, "header?raw=false")).await["headerContent"]["Auto-Submitted"],
        json!(["auto-replied"])
    );
    let head = world.data(&path(&inbox, "header")).await["headerContent"].take();
    assert!(head.as_str().unwrap().contains("Subject: =?utf-8?B?R3LDvMOfZQ==?="));
    let spam = world.folder_id("Spam").await;
    assert_eq!(world.get(&path(&spam, "content")).await.status(), 404);
    let order = json!({ "mode": "moveToSpam", "messageId": [id, "5"] });
    let put = world.http.put(world.api("/updatemessage")).header("Authorization", world.authorization());
    assert_eq!(put.json(&order).send().await.unwrap().status(), 200);
    assert_eq!(world.get(&path(&spam, "content")).await.status(), 200);
}

#[tokio::test]
async fn search_finds_what_is_indexed() {
    let world = quiet().await;
    world.send("jo@ex.com").await;
    let hits =
        async |key: &str| world.data(&format!("/messages/search?searchKey={key}")).await.as_array().unwrap().len();
    assert_eq!(hits("entire:idea").await, 0);
    world.advance(120_000);
    assert_eq!(hits("entire:idea").await, 1);
    assert_eq!(hits("to:jo@ex.com::subject:%22an%20idea%22").await, 1);
    assert_eq!(hits("sender:jo@ex.com:or:in:Sent").await, 1);
    assert_eq!(hits("messageid:1").await, 0);
}

#[tokio::test]
async fn the_thirty_first_call_is_throttled_in_three_shapes() {
    let world =
        world(|options| options.limits = Limits { calls_per_minute: Some(30), tokens_per_ten_minutes: None }).await;
    for _ in 0..30 {
        assert_eq!(world.get("").await.status(), 200);
    }
    let mut shapes = Vec::new();
    for _ in 0..3 {
        shapes.push(world.get("").await.status().as_u16());
    }
    assert_eq!(shapes, [429, 400, 500]);
    world.advance(60_000);
    assert_eq!(world.get("").await.status(), 200);
}

#[tokio::test]
async fn wrong_places_are_told_apart() {
    let world = quiet().await;
    let get = async |path: &str| {
        let url = format!("{}/api/{path}", world.sandbox.url());
        let response = world.http.get(url).header("Authorization", world.authorization()).send().await.unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    };
    for (path, error) in [
        ("accounts/sales@codeteki.au/folders", "URL_RULE_NOT_CONFIGURED"),
        ("accounts/704118000000003008/folders", "is invalid"),
        ("nowhere", "URL_RULE_NOT_CONFIGURED"),
    ] {
        let (status, body) = get(path).await;
        assert!(status == 404 && body.contains(error), "{path}: {status} {body}");
    }
    let accounts: Value = serde_json::from_str(&get("accounts").await.1).unwrap();
    assert_eq!(accounts["data"][0]["accountId"], "692332000000002002");
    let folders = world.data("/folders").await;
    let inboxes = folders.as_array().unwrap().iter().filter(|row| row["folderType"] == "Inbox");
    assert_eq!(inboxes.map(|row| row["path"].as_str().unwrap()).collect::<Vec<_>>(), ["/Partners", "/Inbox"]);
}
