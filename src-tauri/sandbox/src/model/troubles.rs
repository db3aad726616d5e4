//! The ways in which the model's server says no, each in its own shape. Which one strikes is the fault board's choice.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::faults::{Fault, FaultBoard};

/// An error answer.
#[derive(Debug, Clone)]
pub(crate) struct Trouble {
    status: u16,
    body: Value,
    headers: Vec<(&'static str, &'static str)>,
}

impl Trouble {
    fn new(status: u16, kind: &str, code: Value, param: Value, message: &str) -> Self {
        let body = json!({ "error": { "message": message, "type": kind, "param": param, "code": code } });
        Self { status, body, headers: Vec::new() }
    }

    /// Something about the request is wrong.
    pub(crate) fn bad_request(param: &str, message: &str) -> Self {
        Self::new(400, "invalid_request_error", Value::Null, json!(param), message)
    }

    /// The key is wrong or missing.
    pub(crate) fn bad_key() -> Self {
        Self::new(401, "invalid_request_error", json!("invalid_api_key"), Value::Null, "Incorrect API key provided.")
    }

    /// This world has no model.
    pub(crate) fn no_model() -> Self {
        Self::new(404, "invalid_request_error", json!("model_not_found"), json!("model"), "No model is served here.")
    }

    /// This model does not exist.
    pub(crate) fn unknown_model(name: &str) -> Self {
        let message = format!("The model `{name}` does not exist or you do not have access to it.");
        Self::new(404, "invalid_request_error", json!("model_not_found"), json!("model"), &message)
    }

    fn too_fast() -> Self {
        let message = "Rate limit reached for requests. Please try again in 2s.";
        let headers = vec![
            ("retry-after", "2"),
            ("retry-after-ms", "2000"),
            ("x-ratelimit-limit-requests", "60"),
            ("x-ratelimit-remaining-requests", "0"),
            ("x-ratelimit-reset-requests", "2s"),
        ];
        Self { headers, ..Self::new(429, "requests", json!("rate_limit_exceeded"), Value::Null, message) }
    }

    fn no_credit() -> Self {
        let message = "You exceeded your current quota, please check your plan and billing details.";
        Self::new(429, "insufficient_quota", json!("insufficient_quota"), Value::Null, message)
    }

    /// As llama.cpp says it: the code is a number.
    fn loading() -> Self {
        let body = json!({ "error": { "code": 503, "message": "Loading model", "type": "unavailable_error" } });
        Self { status: 503, body, headers: Vec::new() }
    }

    /// As OpenRouter says it: an error with HTTP 200.
    fn hidden() -> Self {
        let body = json!({ "error": { "code": 502, "message": "Provider returned error", "metadata": { "provider_name": "sandbox" } } });
        Self { status: 200, body, headers: Vec::new() }
    }

    /// As LM Studio says it: a plain string.
    fn plain() -> Self {
        Self { status: 400, body: json!({ "error": "'messages' could not be rendered" }), headers: Vec::new() }
    }

    fn schema_refused() -> Self {
        Self::bad_request(
            "response_format",
            "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model.",
        )
    }
}

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        (status, axum::response::AppendHeaders(self.headers), Json(self.body)).into_response()
    }
}

/// Strikes with the first fault that keeps the model from answering at all.
pub(crate) fn before_answering(faults: &mut FaultBoard, has_schema: bool) -> Result<(), Trouble> {
    let trouble = faults.strike(|fault| match fault {
        Fault::Model429Headers => Some(Trouble::too_fast()),
        Fault::ModelInsufficientQuota => Some(Trouble::no_credit()),
        Fault::Model503Loading => Some(Trouble::loading()),
        Fault::Model200Error => Some(Trouble::hidden()),
        Fault::ModelStringError => Some(Trouble::plain()),
        Fault::ModelSchemaRefused if has_schema => Some(Trouble::schema_refused()),
        _ => None,
    });
    trouble.map_or(Ok(()), Err)
}
