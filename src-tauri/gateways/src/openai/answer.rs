//! Reads a chat completion, tolerant of everything that servers leave out or spell differently.

use serde_json::Value;

use super::extract;
use super::failure::{Complaint, Failure};
use crate::model::{ModelError, Usage};
use crate::redact::excerpt;

/// What a completion says, whether or not it can be used.
#[derive(Debug, Default)]
pub(super) struct Answer {
    pub(super) usage: Usage,
    pub(super) model: Option<String>,
    pub(super) finish_reason: Option<String>,
}

impl Answer {
    pub(super) fn of(body: &Value) -> Self {
        let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
        Self {
            usage: usage(body.get("usage").unwrap_or(&Value::Null)),
            model: text(body.get("model")),
            finish_reason: text(choice(body).and_then(|choice| choice.get("finish_reason"))),
        }
    }

    /// The object that was answered, or why there is none.
    pub(super) fn json(&self, body: &Value) -> Result<Value, Failure> {
        // A provider that fails while it generates answers HTTP 200 with an error, at the top or in the choice (OpenRouter).
        let error = [Some(body), choice(body)].into_iter().flatten().find_map(|place| present(place.get("error")));
        if let Some(error) = error {
            return Err(Complaint::inside(error).judge(None, None));
        }
        let message =
            choice(body).and_then(|choice| choice.get("message")).ok_or_else(|| not_json(&body.to_string()))?;
        if let Some(words) = message.get("refusal").and_then(Value::as_str).filter(|words| !words.trim().is_empty()) {
            return Err(Failure::last(ModelError::Refused(excerpt(words))));
        }
        let text = content(message);
        match self.finish_reason.as_deref() {
            Some("length") => Err(Failure::passing(ModelError::CutOff)),
            Some("content_filter") => Err(Failure::last(ModelError::Filtered)),
            Some("error") => Err(Failure::passing(ModelError::Overloaded)),
            Some("tool_calls" | "function_call") => Err(not_json(&text)),
            // Local servers say nothing, or a word of their own: what counts is whether the text is whole.
            _ => extract::object(&text).ok_or_else(|| not_json(&text)),
        }
    }
}

fn not_json(text: &str) -> Failure {
    Failure::last(ModelError::NotJson { text_excerpt: excerpt(text) })
}

fn present(value: Option<&Value>) -> Option<&Value> {
    value.filter(|value| !value.is_null())
}

fn choice(body: &Value) -> Option<&Value> {
    body.get("choices")?.get(0)
}

/// The text: a string, or a list of parts.
fn content(message: &Value) -> String {
    match message.get("content") {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(parts)) => parts.iter().filter_map(|part| part.get("text").and_then(Value::as_str)).collect(),
        _ => String::new(),
    }
}

fn usage(usage: &Value) -> Usage {
    let detail = |group: &str, key: &str| usage.get(group).and_then(|details| details.get(key)).and_then(Value::as_u64);
    let count = |key: &str| usage.get(key).and_then(Value::as_u64);
    Usage {
        prompt_tokens: count("prompt_tokens"),
        cached_tokens: detail("prompt_tokens_details", "cached_tokens"),
        completion_tokens: count("completion_tokens"),
        reasoning_tokens: detail("completion_tokens_details", "reasoning_tokens"),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    fn read(body: &Value) -> Result<Value, (ModelError, bool)> {
        Answer::of(body).json(body).map_err(|failure| (failure.error, failure.retry))
    }

    fn says(message: Value, finish_reason: Value) -> Value {
        json!({"choices": [{"message": message, "finish_reason": finish_reason}]})
    }

    #[rstest]
    #[case(says(json!({"content": "{\"a\":1}", "refusal": null}), json!("stop")))]
    #[case(says(json!({"content": "```json\n{\"a\":1}\n```"}), json!(null)))]
    #[case(says(json!({"content": [{"type": "text", "text": "{\"a\":"}, {"type": "text", "text": "1}"}]}), json!("eos")))]
    #[case(json!({"error": null, "choices": [{"message": {"content": "{\"a\":1}", "reasoning": "x"}, "error": null}]}))]
    fn an_object_is_found(#[case] body: Value) {
        assert_eq!(read(&body), Ok(json!({"a": 1})));
    }

    #[rstest]
    #[case(says(json!({"content": null, "refusal": "I can't."}), json!("stop")), ModelError::Refused("I can't.".to_owned()), false)]
    #[case(says(json!({"content": ""}), json!("length")), ModelError::CutOff, true)]
    #[case(says(json!({"content": "{\"a\":1}"}), json!("length")), ModelError::CutOff, true)]
    #[case(says(json!({"content": "{}"}), json!("content_filter")), ModelError::Filtered, false)]
    #[case(says(json!({"content": null}), json!("tool_calls")), ModelError::NotJson { text_excerpt: String::new() }, false)]
    #[case(says(json!({"content": "Sure, jo@ex.com"}), json!("stop")), ModelError::NotJson { text_excerpt: "Sure, [address]".to_owned() }, false)]
    #[case(says(json!({"content": "{\"a\":"}), json!(null)), ModelError::NotJson { text_excerpt: "{\"a\":".to_owned() }, false)]
    #[case(json!({"error": {"code": 502, "message": "down"}, "choices": []}), ModelError::Overloaded, true)]
    #[case(json!({"choices": [{"error": {"code": 402, "message": "x"}, "finish_reason": "error"}]}), ModelError::NoCredit, false)]
    #[case(json!({"error": "boom"}), ModelError::Overloaded, true)]
    #[case(json!({}), ModelError::NotJson { text_excerpt: "{}".to_owned() }, false)]
    fn every_other_answer_has_a_reason(#[case] body: Value, #[case] error: ModelError, #[case] retry: bool) {
        assert_eq!(read(&body), Err((error, retry)));
    }

    #[test]
    fn counts_that_are_missing_stay_unknown() {
        let full = json!({"usage": {"prompt_tokens": 9, "completion_tokens": 3, "prompt_tokens_details": {"cached_tokens": 4},
            "completion_tokens_details": {"reasoning_tokens": 2}}});
        let counts = Answer::of(&full).usage;
        let all = [counts.prompt_tokens, counts.cached_tokens, counts.completion_tokens, counts.reasoning_tokens];
        assert_eq!(all, [Some(9), Some(4), Some(3), Some(2)]);
        assert_eq!(Answer::of(&json!({})).usage, Usage::default());
    }
}
