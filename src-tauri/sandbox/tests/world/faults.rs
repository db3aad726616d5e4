//! Faults, and what is true after each of them.

use std::time::Duration;

use sandbox::Fault;
use serde_json::{Value, json};

use crate::support::{mail, quiet};

#[tokio::test]
async fn a_failed_send_says_little_about_what_was_stored() {
    for (fault, status, stored) in [
        (Fault::ServerErrorBeforeStoring, 500, 0),
        (Fault::ServerErrorAfterStoring, 500, 1),
        (Fault::OutgoingBlocked, 500, 0),
        (Fault::RateLimit429, 429, 0),
        (Fault::Throttle400, 400, 0),
        (Fault::Throttle500, 500, 0),
        (Fault::ScopeMissing, 401, 0),
        (Fault::RevokedToken, 401, 0),
    ] {
        let world = quiet().await;
        world.sandbox.set_fault(fault.clone(), Some(1));
        let (got, _) = world.post("/messages", &mail("jo@ex.com")).await;
        assert_eq!((got.as_u16(), world.sandbox.ledger().len()), (status, stored), "{fault:?}");
    }
}

#[tokio::test]
async fn a_cut_connection_leaves_a_call_without_status() {
    for (fault, stored) in [(Fault::AcceptThenDrop, 1), (Fault::DropBefore, 0)] {
        let world = quiet().await;
        world.sandbox.set_fault(fault, Some(1));
        let error = world.try_post("/messages", &mail("jo@ex.com")).await.unwrap_err();
        assert!(!error.is_connect() && !error.is_timeout(), "{error:?}");
        assert_eq!(world.sandbox.ledger().len(), stored);
        assert_eq!(world.sandbox.calls().last().unwrap().status, 0);
        world.send("eva@ex.com").await;
        assert_eq!(world.list("Sent").await.len(), stored + 1);
    }
}

#[tokio::test]
async fn a_half_answer_breaks_off_after_its_headers() {
    let world = quiet().await;
    world.sandbox.set_fault(Fault::HalfAnswer, Some(1));
    let response = world.try_post("/messages", &mail("jo@ex.com")).await.unwrap();
    assert!(response.status() == 200 && response.content_length().unwrap() > 100);
    assert!(response.bytes().await.is_err());
    assert_eq!(world.sandbox.ledger().len(), 1);
    world.send("eva@ex.com").await;
}

#[tokio::test]
async fn a_hanging_send_ends_with_the_callers_patience() {
    for (fault, stored) in [(Fault::Hang { ms: 60_000 }, 0), (Fault::HangAfterStoring { ms: 60_000 }, 1)] {
        let world = quiet().await;
        world.sandbox.set_fault(fault, Some(1));
        let request = world.http.post(world.api("/messages")).header("Authorization", world.authorization());
        let error = request.json(&mail("jo@ex.com")).timeout(Duration::from_millis(60)).send().await.unwrap_err();
        assert!(error.is_timeout());
        assert_eq!(world.sandbox.ledger().len(), stored);
    }
}

#[tokio::test]
async fn answers_and_lists_change_their_looks() {
    let world = quiet().await;
    world.sandbox.set_fault(Fault::MailIdAbsent, Some(1));
    world.sandbox.set_fault(Fault::NumericIds, Some(1));
    world.sandbox.set_fault(Fault::SentListingDelay { ms: 5_000 }, Some(1));
    let data = world.send("jo@ex.com").await;
    assert!(data.get("mailId").is_none() && data["messageId"].is_u64());
    assert_eq!(world.list("Sent").await.len(), 0);
    world.advance(5_000);
    assert_eq!(world.list("Sent").await.len(), 1);
    world.sandbox.set_fault(Fault::RevokedToken, None);
    assert_eq!(world.refresh().await, json!({ "error": "invalid_code" }));
    world.sandbox.clear_faults();
    world.sandbox.set_fault(Fault::InvalidClient, Some(1));
    assert_eq!(world.refresh().await, json!({ "error": "invalid_client" }));
    assert!(world.refresh().await["access_token"].is_string());
}

#[tokio::test]
async fn scripts_set_faults_and_look_around_over_http() {
    let world = quiet().await;
    let base = format!("{}/sandbox", world.sandbox.url());
    let post =
        async |path: &str, body: Value| world.http.post(format!("{base}/{path}")).json(&body).send().await.unwrap();
    let get = async |path: &str| {
        world.http.get(format!("{base}/{path}")).send().await.unwrap().json::<Value>().await.unwrap()
    };
    assert_eq!(post("fault", json!({ "kind": "rate_limit_429", "times": 1 })).await.status(), 200);
    assert_eq!(world.get("").await.status(), 429);
    assert_eq!(world.get("").await.status(), 200);
    assert_eq!(post("fault", json!({ "kind": "earthquake" })).await.status(), 400);
    let mail = json!({ "mailbox": "codeteki", "from": "jo@ex.com", "subject": "Hi", "text": "Hello" });
    assert!(post("inject", mail).await.json::<Value>().await.unwrap()["message_id"].is_string());
    world.send("eva@ex.com").await;
    assert_eq!(get("ledger").await[0]["to"], "eva@ex.com");
    assert_eq!(get("calls").await.as_array().unwrap().len(), world.sandbox.calls().len());
    assert_eq!(post("clock", json!({ "now": "2026-12-01T09:00:00Z" })).await.status(), 200);
    assert_eq!(get("health").await["now"], "2026-12-01T09:00:00.000Z");
}

#[tokio::test]
async fn a_stopped_world_hears_nothing() {
    let world = quiet().await;
    let (http, url) = (world.http.clone(), world.api("/messages"));
    world.sandbox.stop().await;
    assert!(http.post(url).json(&mail("jo@ex.com")).send().await.is_err());
}
