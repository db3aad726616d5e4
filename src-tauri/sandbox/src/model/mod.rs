//! OpenAI's chat completions with a small model behind: key, faults, envelope. What the model says is decided below.

mod chat;
mod data;
mod fill;
mod mails;
mod prompt;
mod schema;
mod troubles;

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};

use self::chat::Chat;
use self::troubles::{Trouble, before_answering};
use crate::door::Cord;
use crate::faults::Fault;
use crate::world::Shared;

/// The key that the model accepts.
pub const API_KEY: &str = "sk-sandbox";

/// The names that `GET /v1/models` lists.
const MODELS: [&str; 2] = ["sandbox-1", "sandbox-1-mini"];

/// The routes below `/v1`.
pub(crate) fn routes() -> Router<Arc<Shared>> {
    Router::new().route("/v1/models", get(models)).route("/v1/chat/completions", post(complete))
}

fn check_key(shared: &Shared, headers: &HeaderMap) -> Result<(), Trouble> {
    let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    match given.and_then(|value| value.strip_prefix("Bearer ")) {
        _ if !shared.model => Err(Trouble::no_model()),
        Some(API_KEY) => Ok(()),
        _ => Err(Trouble::bad_key()),
    }
}

async fn models(State(shared): State<Arc<Shared>>, headers: HeaderMap) -> Result<Json<Value>, Trouble> {
    check_key(&shared, &headers)?;
    let models = MODELS.map(|id| json!({ "id": id, "object": "model", "created": 1, "owned_by": "sandbox" }));
    Ok(Json(json!({ "object": "list", "data": models })))
}

async fn complete(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(cord): ConnectInfo<Cord>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let slow = |fault: &Fault| if let Fault::ModelSlow { ms } = fault { Some(*ms) } else { None };
    let wait = shared.world().faults.strike(slow);
    if let Some(ms) = wait {
        tokio::time::sleep(Duration::from_millis(ms)).await;
    }
    if shared.world().faults.strikes(&Fault::ModelCut) {
        cord.cut();
    }
    answer(&shared, &headers, &body).unwrap_or_else(IntoResponse::into_response)
}

fn answer(shared: &Shared, headers: &HeaderMap, body: &[u8]) -> Result<Response, Trouble> {
    check_key(shared, headers)?;
    let chat = Chat::read(body)?;
    before_answering(&mut shared.world().faults, chat.schema.is_some())?;
    let said = Said::to(shared, &chat);
    let number = {
        let mut world = shared.world();
        world.answers = world.answers.saturating_add(1);
        world.answers
    };
    let created = shared.now().div_euclid(1000);
    let body = json!({
        "id": format!("chatcmpl-sandbox{number}"), "object": "chat.completion", "created": created, "model": chat.model,
        "system_fingerprint": null, "service_tier": "default",
        "choices": [{ "index": 0, "finish_reason": said.finish_reason,
            "message": { "role": "assistant", "content": said.content, "refusal": said.refusal } }],
        "usage": said.usage(&chat),
    });
    Ok(([("x-request-id", format!("req_sandbox{number}"))], Json(body)).into_response())
}

/// What the model said.
struct Said {
    content: Option<String>,
    refusal: Option<&'static str>,
    finish_reason: &'static str,
    reasoning_tokens: usize,
}

impl Said {
    fn to(shared: &Shared, chat: &Chat) -> Self {
        let text = fill::answer(chat).to_string();
        let said =
            |content: Option<String>| Self { content, refusal: None, finish_reason: "stop", reasoning_tokens: 0 };
        let fault = shared.world().faults.strike(|fault| match fault {
            Fault::ModelRefusal
            | Fault::ModelLengthEmpty
            | Fault::ModelFenced
            | Fault::ModelNonsense
            | Fault::ModelUnknownAction => Some(fault.clone()),
            _ => None,
        });
        match fault {
            Some(Fault::ModelRefusal) => Self { refusal: Some("I can't help with that."), ..said(None) },
            Some(Fault::ModelLengthEmpty) => Self {
                finish_reason: "length",
                reasoning_tokens: chat.max_tokens.unwrap_or(256),
                ..said(Some(String::new()))
            },
            Some(Fault::ModelFenced) => said(Some(format!("<think>Let me see.</think>\nSure:\n```json\n{text}\n```"))),
            Some(Fault::ModelNonsense) => said(Some("The moon is made of green cheese.".into())),
            Some(Fault::ModelUnknownAction) => said(Some(fill::unknown(chat).to_string())),
            _ => said(Some(text)),
        }
    }

    fn usage(&self, chat: &Chat) -> Value {
        let tokens = |text: &str| text.chars().count().div_ceil(4);
        let prompt = tokens(&chat.system) + tokens(&chat.user);
        let completion = self.content.as_deref().map_or(0, tokens) + self.reasoning_tokens;
        json!({
            "prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion,
            "prompt_tokens_details": { "cached_tokens": 0, "audio_tokens": 0 },
            "completion_tokens_details": { "reasoning_tokens": self.reasoning_tokens,
                "accepted_prediction_tokens": 0, "rejected_prediction_tokens": 0 },
        })
    }
}
