//! The wrapping of answers and refusals, in all the shapes the Mail API uses. Decides nothing.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// A refusal, ready to be sent.
#[derive(Debug, Clone)]
pub(crate) struct Refusal {
    status: StatusCode,
    body: Value,
    retry_after: Option<u64>,
}

/// What an endpoint answers.
pub(crate) type Answer = Result<Json<Value>, Refusal>;

/// Success with data.
pub(crate) fn success(data: Value) -> Answer {
    Ok(Json(json!({ "status": { "code": 200, "description": "success" }, "data": data })))
}

impl Refusal {
    fn new(status: u16, description: &str, data: Value) -> Self {
        let body = json!({ "status": { "code": status, "description": description }, "data": data });
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self { status, body, retry_after: None }
    }

    /// The token is expired, replaced or unknown.
    pub(crate) fn bad_token() -> Self {
        Self::new(401, "INVALID_OAUTHTOKEN", json!({ "errorCode": "INVALID_OAUTHTOKEN" }))
    }

    /// The token lacks a scope: the one error that comes as an array.
    pub(crate) fn bad_scope() -> Self {
        let details = json!({ "msg": "Error while processing!", "errorCode": "INVALID_OAUTHSCOPE", "authFail": "true", "status": "401" });
        Self { body: json!([2, details]), ..Self::new(401, "", Value::Null) }
    }

    /// A value outside the allowed pattern.
    pub(crate) fn pattern(more: &str) -> Self {
        Self::new(400, "Invalid Input", json!({ "errorCode": "PATTERN_NOT_MATCHED", "moreInfo": more }))
    }

    /// An input that fits no rule.
    pub(crate) fn invalid(more: &str) -> Self {
        Self::new(400, "Invalid Input", json!({ "moreInfo": more }))
    }

    /// A key that the endpoint does not know.
    pub(crate) fn extra_key(key: &str) -> Self {
        Self::new(
            404,
            "Invalid Input",
            json!({ "errorCode": "EXTRA_KEY_FOUND_IN_JSON", "moreInfo": format!("Extra key {key}") }),
        )
    }

    /// A path that leads nowhere.
    pub(crate) fn unknown_url() -> Self {
        Self::new(404, "Invalid Input", json!({ "errorCode": "URL_RULE_NOT_CONFIGURED" }))
    }

    /// An account that the token does not open.
    pub(crate) fn wrong_account(id: &str) -> Self {
        Self::new(404, "Invalid Input", json!({ "moreInfo": format!("Account id {id} is invalid") }))
    }

    /// A mail that is not there, or no longer in this folder.
    pub(crate) fn no_such_mail() -> Self {
        Self::new(404, "Invalid Input", json!({ "moreInfo": "Invalid message id" }))
    }

    /// The server failed, or could not map the request.
    pub(crate) fn internal() -> Self {
        Self::new(500, "Internal Error", json!({ "moreInfo": "An internal error occurred" }))
    }

    /// Sending is blocked for the whole account.
    pub(crate) fn blocked() -> Self {
        let more = "550 5.4.6 Unusual sending activity detected. Please try after sometime.";
        Self::new(500, "Internal Error", json!({ "moreInfo": more }))
    }

    /// Too many calls, as HTTP 429.
    pub(crate) fn throttled_429() -> Self {
        Self {
            retry_after: Some(60),
            ..Self::new(429, "Too many requests", json!({ "moreInfo": "Too many requests" }))
        }
    }

    /// Too many calls, as HTTP 400.
    pub(crate) fn throttled_400() -> Self {
        Self::new(400, "Bad Request", json!({ "errorCode": "URL_ROLLING_THROTTLES_LIMIT_EXCEEDED" }))
    }

    /// Too many calls, as HTTP 500.
    pub(crate) fn throttled_500() -> Self {
        Self::new(500, "Internal Error", json!({ "errorCode": "URL_FIXED_THROTTLES_LIMIT_EXCEEDED" }))
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(self.body)).into_response();
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// Any other path below `/api`.
pub(crate) async fn unknown_path() -> Refusal {
    Refusal::unknown_url()
}
