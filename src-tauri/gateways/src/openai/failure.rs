//! What an error of an OpenAI-shaped endpoint means, and whether asking again can help. One function for all providers;
//! each odd rule names the one it was seen at.

use std::time::Duration;

use serde_json::Value;

use crate::http::Wire;
use crate::model::ModelError;
use crate::redact::excerpt;

/// A request that gave no answer.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) error: ModelError,
    /// Whether the same request may succeed in a moment.
    pub(super) retry: bool,
}

impl Failure {
    pub(super) fn last(error: ModelError) -> Self {
        Self { error, retry: false }
    }

    pub(super) fn passing(error: ModelError) -> Self {
        Self { error, retry: true }
    }
}

/// The error of an answer, in any of its envelopes.
#[derive(Debug, Default)]
pub(super) struct Complaint {
    /// The HTTP status, or the number that stands in its place inside an HTTP 200.
    pub(super) status: u16,
    code: String,
    kind: String,
    param: String,
    message: String,
    /// The whole error in lower case, for searching.
    all: String,
}

impl Complaint {
    /// Reads the error of an answer that failed.
    pub(super) fn of(wire: &Wire) -> Self {
        let raw = wire.text();
        let body: Value = serde_json::from_slice(&wire.body).unwrap_or_default();
        let mut complaint = match body.get("error") {
            Some(error) => Self::read(error),
            // Azure at times: {"statusCode": 401, "message": …}.
            None => Self { message: text(&body, "message").unwrap_or_else(|| raw.clone()), ..Self::default() },
        };
        complaint.status = wire.status;
        complaint.all = raw.to_ascii_lowercase();
        complaint
    }

    /// Reads an `error` that stands inside an HTTP 200 (OpenRouter); its `code` is the status.
    pub(super) fn inside(error: &Value) -> Self {
        let mut complaint = Self::read(error);
        complaint.status = complaint.code.parse().unwrap_or(500);
        complaint.all = error.to_string().to_ascii_lowercase();
        complaint
    }

    /// `error` is an object, or a plain string (LM Studio).
    fn read(error: &Value) -> Self {
        if let Some(message) = error.as_str() {
            return Self { message: message.to_owned(), ..Self::default() };
        }
        let field = |key| text(error, key).unwrap_or_default();
        Self {
            code: field("code"),
            kind: field("type"),
            param: field("param"),
            message: field("message"),
            ..Self::default()
        }
    }

    /// Whether the request itself was found wrong, so that a changed one may pass.
    pub(super) fn is_about_request(&self) -> bool {
        // llama-cpp-python's server says 500 when a parameter is not to its taste.
        let disguised = self.status == 500 && self.mentions(&["validation error"]);
        (disguised || matches!(self.status, 400 | 404 | 422)) && !self.is_filter() && !self.is_model()
    }

    /// Whether a parameter is named as the one that is wrong.
    pub(super) fn names(&self, parameter: &str) -> bool {
        self.param == parameter || quoted(&self.message, parameter)
    }

    /// Whether any of the words occurs anywhere.
    pub(super) fn mentions(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.all.contains(word))
    }

    /// Code and type: endpoints differ in which of them they use.
    fn is(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.code.eq_ignore_ascii_case(name) || self.kind.eq_ignore_ascii_case(name))
    }

    /// Azure refuses a filtered prompt with 400 and `content_filter`; OpenRouter moderates with 403.
    fn is_filter(&self) -> bool {
        self.is(&["content_filter", "content_policy_violation"])
            || self.mentions(&["responsibleaipolicyviolation"])
            || (self.status == 403 && self.mentions(&["moderation", "flagged"]))
    }

    /// Also Azure's deployment and Ollama's model that was not pulled.
    fn is_model(&self) -> bool {
        self.is(&["model_not_found", "deploymentnotfound"])
            || (self.status == 404 && self.is(&["not_found_error"]))
            || (self.status == 404 && self.message.to_ascii_lowercase().contains("model"))
    }

    /// No money: also arrives as 429, and must not be repeated.
    fn is_credit(&self) -> bool {
        self.status == 402 || self.is(&["insufficient_quota", "credit_balance_exhausted", "billing_hard_limit_reached"])
    }

    /// The meaning. `asked` is how long the endpoint wants us to wait; `should` its own word on repeating.
    pub(super) fn judge(&self, asked: Option<Duration>, should: Option<bool>) -> Failure {
        let error = match self.status {
            _ if self.is_filter() => ModelError::Filtered,
            _ if self.is_credit() => ModelError::NoCredit,
            _ if self.is_model() => ModelError::ModelUnknown,
            401 | 403 => ModelError::KeyRejected,
            429 => ModelError::RateLimited { retry_after: asked },
            // Nothing that speaks this protocol stands at the address.
            404 | 405 => ModelError::Unreachable,
            408 | 409 | 500..=599 => ModelError::Overloaded,
            _ => ModelError::BadRequest(excerpt(&self.message)),
        };
        let usual = matches!(self.status, 408 | 409 | 429 | 500..=599)
            && matches!(error, ModelError::RateLimited { .. } | ModelError::Overloaded);
        Failure { retry: usual && should.unwrap_or(true), error }
    }
}

/// A field that may be a string, a number or null.
fn text(value: &Value, key: &str) -> Option<String> {
    match value.get(key)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Whether the name stands in the text as a word of its own: `max_tokens` is not meant by `max_tokens_per_day`.
fn quoted(text: &str, name: &str) -> bool {
    let part_of_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.match_indices(name).any(|(at, _)| {
        let before = text.get(..at).and_then(|t| t.chars().next_back());
        let after = text.get(at + name.len()..).and_then(|t| t.chars().next());
        !before.is_some_and(part_of_name) && !after.is_some_and(part_of_name)
    })
}

#[cfg(test)]
mod tests {
    use ModelError::*;
    use proptest::prelude::*;
    use reqwest::header::HeaderMap;
    use rstest::rstest;

    use super::*;

    fn complaint(status: u16, body: &str) -> Complaint {
        Complaint::of(&Wire { status, headers: HeaderMap::new(), body: body.as_bytes().to_vec() })
    }

    #[rstest]
    #[case(
        401,
        r#"{"error":{"message":"Incorrect","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}"#,
        KeyRejected,
        false
    )]
    #[case(401, r#"{"statusCode":401,"message":"Unauthorized"}"#, KeyRejected, false)]
    #[case(401, r#"{"error":{"code":"401","message":"Access denied"}}"#, KeyRejected, false)]
    #[case(403, r#"{"error":{"message":"Country not supported"}}"#, KeyRejected, false)]
    #[case(403, r#"{"error":{"code":403,"message":"Input flagged by moderation"}}"#, Filtered, false)]
    #[case(404, r#"{"error":{"message":"The model `x` does not exist","type":"invalid_request_error","code":"model_not_found"}}"#, ModelUnknown, false)]
    #[case(
        404,
        r#"{"error":{"message":"model 'x' not found","type":"not_found_error","param":null,"code":null}}"#,
        ModelUnknown,
        false
    )]
    #[case(404, r#"{"error":{"code":"DeploymentNotFound","message":"no"}}"#, ModelUnknown, false)]
    #[case(404, "<html>not here</html>", Unreachable, false)]
    #[case(429, r#"{"error":{"message":"slow","type":"requests","code":"rate_limit_exceeded"}}"#, RateLimited { retry_after: None }, true)]
    #[case(
        429,
        r#"{"error":{"message":"no money","type":"insufficient_quota","code":"insufficient_quota"}}"#,
        NoCredit,
        false
    )]
    #[case(429, r#"{"error":{"message":"no money","type":"insufficient_quota","code":null}}"#, NoCredit, false)]
    #[case(429, r#"{"error":{"message":"no money","code":"credit_balance_exhausted"}}"#, NoCredit, false)]
    #[case(402, r#"{"error":{"code":402,"message":"no credits"}}"#, NoCredit, false)]
    #[case(503, r#"{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}"#, Overloaded, true)]
    #[case(503, r#"{"error":{"code":"slow_down","message":"slow"}}"#, Overloaded, true)]
    #[case(500, "", Overloaded, true)]
    #[case(408, "", Overloaded, true)]
    #[case(400, r#"{"error":{"message":"too long","code":"context_length_exceeded"}}"#, BadRequest("too long".to_owned()), false)]
    #[case(
        400,
        r#"{"error":{"code":"content_filter","message":"x","innererror":{"code":"ResponsibleAIPolicyViolation"}}}"#,
        Filtered,
        false
    )]
    #[case(400, r#"{"error":"must be 'json_schema' or 'text'"}"#, BadRequest("must be 'json_schema' or 'text'".to_owned()), false)]
    #[case(413, "big", BadRequest("big".to_owned()), false)]
    #[case(302, "", BadRequest(String::new()), false)]
    fn every_error_has_one_meaning(
        #[case] status: u16,
        #[case] body: &str,
        #[case] error: ModelError,
        #[case] retry: bool,
    ) {
        let failure = complaint(status, body).judge(None, None);
        assert_eq!((failure.error, failure.retry), (error, retry));
    }

    #[test]
    fn the_endpoint_has_the_last_word_on_repeating_but_not_without_money() {
        assert!(!complaint(503, "").judge(None, Some(false)).retry);
        assert!(!complaint(402, "").judge(None, Some(true)).retry);
    }

    #[test]
    fn an_error_inside_a_success_counts_by_its_code() {
        let failure =
            Complaint::inside(&serde_json::json!({"code": 502, "message": "provider down"})).judge(None, None);
        assert_eq!((failure.error, failure.retry), (Overloaded, true));
    }

    #[test]
    fn a_refusal_in_the_shape_of_a_fault_is_about_the_request() {
        let body = r#"{"error":{"message":"1 validation error:\n ('body', 'response_format', 'type')","code":null}}"#;
        assert!(complaint(500, body).is_about_request());
        assert!(!complaint(500, "").is_about_request());
    }

    #[test]
    fn a_parameter_is_named_as_a_whole_word() {
        let refused = complaint(
            400,
            r#"{"error":{"message":"Unsupported parameter: 'max_tokens' is not supported","param":null}}"#,
        );
        assert!(refused.names("max_tokens") && !refused.names("max_completion_tokens"));
        assert!(!complaint(400, r#"{"error":{"message":"max_tokens_per_day"}}"#).names("max_tokens"));
        assert!(complaint(400, r#"{"error":{"message":"no","param":"temperature"}}"#).names("temperature"));
    }

    #[test]
    fn no_key_is_shown() {
        let failure = complaint(400, r#"{"error":{"message":"bad key sk-abc123def for jo@ex.com"}}"#).judge(None, None);
        assert_eq!(failure.error, BadRequest("bad key [secret] for [address]".to_owned()));
    }

    proptest! {
        #[test]
        fn nothing_on_the_wire_breaks_the_judge(status in 100_u16..600, body in "\\PC{0,200}") {
            let _ = complaint(status, &body).judge(None, None);
        }
    }
}
