//! The whole client against a server on this machine: how it asks, what it learns, when it asks again and when it stops.

use std::sync::Arc;

use domain::Timestamp;
use rstest::rstest;
use serde_json::json;

use super::request::tests::question;
use super::*;
use crate::clock::ManualClock;
use crate::secrets::{MemorySecrets, SecretKind};
use crate::stub::{Reply, Seen, Stub, answer};

const CHAT: &str = "/v1/chat/completions";

fn key() -> SecretName {
    SecretName::shared(SecretKind::OpenAiApiKey)
}

fn model_at(base_url: &str) -> Result<(OpenAiModel, Arc<ManualClock>), ModelError> {
    let settings = OpenAiSettings { pause: Duration::from_millis(1), ..OpenAiSettings::new(base_url, "small") };
    let secrets = Arc::new(MemorySecrets::with([(key(), "sk-sandbox")]));
    let clock = Arc::new(ManualClock::new(Timestamp::from_millis(0)));
    Ok((OpenAiModel::new(settings, key(), secrets, Arc::clone(&clock) as Arc<dyn Clock>)?, clock))
}

async fn model(reply: impl Fn(&Seen, usize) -> Reply + Send + Sync + 'static) -> (Stub, OpenAiModel, Arc<ManualClock>) {
    let stub = Stub::start(reply).await;
    let (model, clock) = model_at(&format!("{}/v1", stub.url)).unwrap();
    (stub, model, clock)
}

fn says(content: &str, finish_reason: &str) -> Reply {
    let body = json!({"model": "small-1", "choices": [{"message": {"content": content}, "finish_reason": finish_reason}],
        "usage": {"prompt_tokens": 10, "completion_tokens": 5}});
    Reply::Answer { status: 200, headers: "x-request-id: req-1\r\n", body: body.to_string() }
}

fn good() -> Reply {
    says(r#"{"action":"wait"}"#, "stop")
}

fn error(status: u16, message: &str) -> Reply {
    answer(status, json!({"error": {"message": message}}))
}

#[tokio::test]
async fn an_answer_comes_with_its_circumstances() {
    let (stub, model, _) = model(|_, _| good()).await;
    let reply = model.answer(&question()).await.unwrap();
    assert_eq!(reply.json, json!({"action": "wait"}));
    assert_eq!((reply.model.as_str(), reply.request_id.as_deref()), ("small-1", Some("req-1")));
    assert_eq!((reply.mode, reply.attempts, reply.usage.prompt_tokens), (JsonMode::Schema, 1, Some(10)));
    let seen = stub.seen().pop().unwrap();
    assert!(seen.head.contains("authorization: Bearer sk-sandbox"), "{}", seen.head);
    assert_eq!(seen.json()["response_format"]["json_schema"]["name"], "decision");
    assert_eq!(seen.json().get("temperature"), None);
    assert_eq!(model.name(), "small (127.0.0.1)");
}

#[tokio::test]
async fn what_the_endpoint_refuses_is_learned_once() {
    let (stub, model, _) = model(|seen, _| {
        let body = seen.json();
        match body.get("response_format").map(|format| format["type"].clone()) {
            Some(kind) if kind == "json_schema" => error(400, "json_schema is not supported"),
            Some(_) => answer(400, json!({"error": "'response_format.type' must be 'text'"})),
            None if body.get("max_tokens").is_some() => error(400, "'max_tokens': use 'max_completion_tokens'"),
            None => good(),
        }
    })
    .await;
    let reply = model.answer(&question()).await.unwrap();
    assert_eq!((reply.mode, reply.attempts), (JsonMode::Prompt, 5));
    let reply = model.answer(&question()).await.unwrap();
    assert_eq!((reply.mode, reply.attempts, stub.count("POST", CHAT)), (JsonMode::Prompt, 1, 6));
}

#[rstest]
#[case::overloaded(|| error(503, "Loading model"))]
#[case::short_wait(|| Reply::Answer { status: 429, headers: "retry-after-ms: 2\r\n", body: String::new() })]
#[case::hang_up(|| Reply::HangUp)]
#[case::inside_success(|| answer(200, json!({"error": {"code": 502, "message": "down"}})))]
#[tokio::test]
async fn a_passing_failure_is_repeated_twice_at_most(#[case] failure: fn() -> Reply) {
    let (_, passing, _) = model(move |_, before| if before < 2 { failure() } else { good() }).await;
    assert_eq!(passing.answer(&question()).await.unwrap().attempts, 3);
    let (stub, lasting, _) = model(move |_, _| failure()).await;
    assert!(lasting.answer(&question()).await.unwrap_err().is_outage());
    assert_eq!(stub.count("POST", CHAT), 3);
}

#[rstest]
#[case::no_money(|| answer(429, json!({"error": {"code": "insufficient_quota"}})), ModelError::NoCredit)]
#[case::key(|| error(401, "no"), ModelError::KeyRejected)]
#[case::model(|| answer(404, json!({"error": {"code": "model_not_found"}})), ModelError::ModelUnknown)]
#[case::told_not_to(|| Reply::Answer { status: 503, headers: "x-should-retry: false\r\n", body: String::new() }, ModelError::Overloaded)]
#[case::long_wait(|| Reply::Answer { status: 429, headers: "retry-after: 60\r\n", body: String::new() },
    ModelError::RateLimited { retry_after: Some(Duration::from_secs(60)) })]
#[case::moved(|| Reply::Answer { status: 307, headers: "location: http://127.0.0.1:1/\r\n", body: String::new() }, ModelError::BadRequest(String::new()))]
#[case::refusal(|| answer(200, json!({"choices": [{"message": {"content": null, "refusal": "No."}}]})), ModelError::Refused("No.".to_owned()))]
#[case::not_json(|| says("Sure.", "stop"), ModelError::NotJson { text_excerpt: "Sure.".to_owned() })]
#[tokio::test]
async fn a_lasting_failure_is_not_repeated(#[case] failure: fn() -> Reply, #[case] error: ModelError) {
    let (stub, model, _) = model(move |_, _| failure()).await;
    assert_eq!(model.answer(&question()).await, Err(error));
    assert_eq!(stub.count("POST", CHAT), 1);
}

#[tokio::test]
async fn a_cut_answer_gets_twice_the_room_once_and_both_are_paid() {
    let (stub, model, _) = model(|_, before| if before == 0 { says("", "length") } else { good() }).await;
    let reply = model.answer(&question()).await.unwrap();
    assert_eq!((reply.attempts, reply.usage.prompt_tokens, reply.usage.cached_tokens), (2, Some(20), None));
    let limits: Vec<_> = stub.seen().iter().map(|seen| seen.json()["max_tokens"].clone()).collect();
    assert_eq!(limits, [json!(500), json!(1_000)]);
    let (stub, model, _) = self::model(|_, _| says("", "length")).await;
    assert_eq!(model.answer(&question()).await, Err(ModelError::CutOff));
    assert_eq!(stub.count("POST", CHAT), 2);
}

#[tokio::test]
async fn five_outages_in_a_row_are_enough() {
    let (stub, model, clock) = model(|seen, _| match seen.method.as_str() {
        "GET" => answer(200, json!({"data": [{"id": "small"}, {"id": "big"}]})),
        _ => error(401, "no"),
    })
    .await;
    for _ in 0..5 {
        assert_eq!(model.answer(&question()).await, Err(ModelError::KeyRejected));
    }
    let until = Timestamp::from_millis(300_000);
    assert_eq!(model.answer(&question()).await, Err(ModelError::CircuitOpen { until }));
    assert_eq!(stub.count("POST", CHAT), 5);
    clock.advance(300);
    assert_eq!(model.answer(&question()).await, Err(ModelError::KeyRejected));
    assert!(matches!(model.answer(&question()).await, Err(ModelError::CircuitOpen { .. })));
    assert_eq!(model.probe().await.unwrap(), ["big", "small"], "a person may look, and that closes the circuit");
    assert_eq!(model.answer(&question()).await, Err(ModelError::KeyRejected));
}

#[rstest]
#[case("http://10.0.0.1/v1")]
#[case("http://api.openai.com/v1")]
#[case("ftp://127.0.0.1/v1")]
#[case("not an address")]
fn a_key_never_travels_in_the_clear(#[case] base_url: &str) {
    assert!(matches!(model_at(base_url), Err(ModelError::BadRequest(_))));
}

#[tokio::test]
async fn a_local_server_needs_no_key_and_nobody_there_is_an_outage() {
    let clock = Arc::new(ManualClock::new(Timestamp::from_millis(0)));
    let build = |url: &str| {
        let settings = OpenAiSettings::new(url, "small");
        OpenAiModel::new(settings, key(), Arc::new(MemorySecrets::default()), Arc::clone(&clock) as Arc<dyn Clock>)
            .unwrap()
    };
    let stub = Stub::start(|seen, _| {
        assert!(!seen.head.contains("authorization"));
        good()
    })
    .await;
    assert!(build(&format!("{}/v1/", stub.url)).answer(&question()).await.is_ok());
    assert_eq!(build("http://127.0.0.1:9/v1").answer(&question()).await, Err(ModelError::Unreachable));
    assert_eq!(build("https://model.invalid/v1").answer(&question()).await, Err(ModelError::KeyRejected));
}
