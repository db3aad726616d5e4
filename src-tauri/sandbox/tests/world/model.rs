//! The language model.

use sandbox::{API_KEY, Fault};
use serde_json::{Value, json};

use crate::support::{World, quiet};

fn request(name: &str, user: &str, schema: &Value) -> Value {
    json!({
        "model": "sandbox-1",
        "messages": [{ "role": "system", "content": "Answer in JSON." }, { "role": "user", "content": user }],
        "response_format": { "type": "json_schema", "json_schema": { "name": name, "strict": true, "schema": schema } },
    })
}

fn object(properties: Value) -> Value {
    let required: Vec<&String> = properties.as_object().unwrap().keys().collect();
    json!({ "type": "object", "additionalProperties": false, "required": required, "properties": properties })
}

fn decision() -> Value {
    object(json!({
        "reason": { "type": "string" },
        "action": { "type": "string", "enum": ["wait", "send_email", "flag_for_review"] },
        "kind": { "type": ["string", "null"], "enum": ["initial", "first_follow_up", "second_follow_up", "later_follow_up", null] },
        "question": { "type": ["string", "null"] },
        "confidence": { "type": "number", "minimum": 0, "maximum": 1 },
    }))
}

async fn ask(world: &World, body: &Value) -> (u16, Value) {
    let url = format!("{}/v1/chat/completions", world.sandbox.url());
    let response = world.http.post(url).bearer_auth(API_KEY).json(body).send().await.unwrap();
    (response.status().as_u16(), response.json().await.unwrap())
}

async fn content(world: &World, body: &Value) -> Value {
    let (status, answer) = ask(world, body).await;
    assert_eq!(status, 200, "{answer}");
    assert!(answer["usage"]["total_tokens"].as_u64().unwrap() > 0);
    serde_json::from_str(answer["choices"][0]["message"]["content"].as_str().unwrap()).unwrap()
}

#[tokio::test]
async fn decisions_follow_the_number_of_mails() {
    let world = quiet().await;
    for (sent, action, kind) in
        [(0, "send_email", "initial"), (1, "send_email", "first_follow_up"), (3, "send_email", "later_follow_up")]
    {
        let answer = content(&world, &request("decision", &format!("Emails already sent: {sent}"), &decision())).await;
        assert_eq!((answer["action"].as_str(), answer["kind"].as_str()), (Some(action), Some(kind)));
        assert_eq!((&answer["question"], &answer["confidence"]), (&Value::Null, &json!(0.8)));
    }
    let answer = content(&world, &request("decision", "Emails already sent: 4", &decision())).await;
    assert_eq!(answer["action"], "flag_for_review");
    assert!(answer["question"].is_string());
}

#[tokio::test]
async fn actions_as_branches_are_understood() {
    let world = quiet().await;
    let action =
        |name: &str, field: &str, kind: &str| object(json!({ "type": { "const": name }, field: { "type": kind } }));
    let branches = json!({ "anyOf": [action("wait", "days", "integer"), action("send_email", "kind", "string")] });
    let answer = content(&world, &request("decision", "Emails sent: 0", &object(json!({ "action": branches })))).await;
    assert_eq!(answer["action"]["type"], "send_email");
}

#[tokio::test]
async fn mails_are_about_the_recipient() {
    let world = quiet().await;
    let schema = object(json!({ "subject": { "type": "string" }, "body": { "type": "string" } }));
    let answer =
        content(&world, &request("mail", "Name: John Smith\nCompany: Tech Startup AU\nEmails sent: 0", &schema)).await;
    assert!(answer["subject"].as_str().unwrap().contains("Tech Startup AU"));
    assert!(answer["body"].as_str().unwrap().starts_with("Hi John,"));
}

#[tokio::test]
async fn replies_are_classed() {
    let world = quiet().await;
    let classes = ["interested", "question", "wrong_person", "unclear"];
    let schema = object(json!({
        "class": { "type": "string", "enum": classes },
        "referral": { "type": ["string", "null"] },
        "url": { "type": ["string", "null"] },
    }));
    let text = "Read this reply.\n<<<REPLY\nI'm not the right person, please write to sam@ex.com.\nOn Monday you wrote:\n> Are you interested?";
    let answer = content(&world, &request("reply_class", text, &schema)).await;
    assert_eq!(answer, json!({ "class": "wrong_person", "referral": "sam@ex.com", "url": null }));
}

#[tokio::test]
async fn a_schema_in_the_prompt_is_enough() {
    let world = quiet().await;
    let mut body = request("", &format!("Answer as JSON of this schema: {}\nEmails sent: 1", decision()), &decision());
    body["response_format"] = json!({ "type": "json_object" });
    assert_eq!(content(&world, &body).await["kind"], "first_follow_up");
    body["messages"] = json!([{ "role": "user", "content": "Hello" }]);
    assert_eq!(ask(&world, &body).await.0, 400);
}

#[tokio::test]
async fn requests_are_checked() {
    let world = quiet().await;
    let good = request("decision", "Emails sent: 0", &decision());
    let loose = request("decision", "x", &json!({ "type": "object", "properties": { "a": { "type": "string" } } }));
    let (status, answer) = ask(&world, &loose).await;
    assert_eq!((status, &answer["error"]["param"]), (400, &json!("response_format")));
    let mut missing = good.clone();
    missing["model"] = json!("missing-model");
    assert_eq!(ask(&world, &missing).await.1["error"]["code"], "model_not_found");
    let url = format!("{}/v1", world.sandbox.url());
    let stranger =
        world.http.post(format!("{url}/chat/completions")).bearer_auth("sk-other").json(&good).send().await.unwrap();
    assert_eq!(stranger.status(), 401);
    let models = world.http.get(format!("{url}/models")).bearer_auth(API_KEY).send().await.unwrap();
    assert_eq!(models.json::<Value>().await.unwrap()["data"][0]["id"], "sandbox-1");
}

#[tokio::test]
async fn every_trouble_has_its_shape() {
    let world = quiet().await;
    let body = request("decision", "Emails sent: 0", &decision());
    let first = |answer: &Value| answer["choices"][0]["message"]["content"].as_str().unwrap_or("null").to_owned();
    for (fault, status, mark) in [
        (Fault::Model429Headers, 429, "rate_limit_exceeded"),
        (Fault::ModelInsufficientQuota, 429, "insufficient_quota"),
        (Fault::Model503Loading, 503, "Loading model"),
        (Fault::Model200Error, 200, "Provider returned error"),
        (Fault::ModelStringError, 400, "could not be rendered"),
        (Fault::ModelSchemaRefused, 400, "json_schema"),
        (Fault::ModelRefusal, 200, "I can't help with that."),
        (Fault::ModelLengthEmpty, 200, "\"length\""),
        (Fault::ModelFenced, 200, "```json"),
        (Fault::ModelNonsense, 200, "green cheese"),
        (Fault::ModelUnknownAction, 200, "launch_rocket"),
        (Fault::ModelSlow { ms: 1 }, 200, "chat.completion"),
    ] {
        world.sandbox.set_fault(fault.clone(), Some(1));
        let (got, answer) = ask(&world, &body).await;
        assert!(got == status && answer.to_string().contains(mark), "{fault:?}: {got} {answer}");
        let (status, after) = ask(&world, &body).await;
        assert!(status == 200 && first(&after).contains("send_email"), "{fault:?} strikes once");
    }
    world.sandbox.set_fault(Fault::ModelCut, Some(1));
    let url = format!("{}/v1/chat/completions", world.sandbox.url());
    assert!(world.http.post(url).bearer_auth(API_KEY).json(&body).send().await.is_err());
}
