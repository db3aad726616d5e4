//! The body of a question, and what was learned about how this endpoint wants to be asked: which way to ask for JSON,
//! which name the token limit has, which optional parameters it refuses.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::failure::Complaint;
use super::{OpenAiSettings, TokenField};
use crate::model::{JsonMode, ModelRequest};

/// llama.cpp holds an answer to a schema inside `json_object`; where that key is refused, it is left out.
const SCHEMA_INSIDE: &str = "response_format.schema";

/// How to ask. Changes only towards what the endpoint accepts, so that learning ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Manners {
    pub(super) mode: JsonMode,
    mode_fixed: bool,
    token_field: TokenField,
    token_field_fixed: bool,
    refused: BTreeSet<String>,
}

impl Manners {
    /// How to ask before anything was learned. `api.openai.com` and Azure want the new name of the limit; many others
    /// know only the old one.
    pub(super) fn new(settings: &OpenAiSettings, host: &str) -> Self {
        let modern = host == "api.openai.com" || host.ends_with(".azure.com");
        let usual = if modern { TokenField::MaxCompletionTokens } else { TokenField::MaxTokens };
        Self {
            mode: settings.json_mode.unwrap_or(JsonMode::Schema),
            mode_fixed: settings.json_mode.is_some(),
            token_field: settings.token_field.unwrap_or(usual),
            token_field_fixed: settings.token_field.is_some(),
            refused: BTreeSet::new(),
        }
    }

    /// The body. System messages keep their old role: local servers know no other.
    pub(super) fn body(&self, settings: &OpenAiSettings, request: &ModelRequest, max_tokens: u32) -> Value {
        let mut body: Map<String, Value> = Map::new();
        body.insert("model".to_owned(), settings.model.as_str().into());
        let system = format!("{}\n\n{}", request.system.trim_end(), shape(&request.schema));
        body.insert(
            "messages".to_owned(),
            json!([{"role": "system", "content": system}, {"role": "user", "content": request.user}]),
        );
        body.insert(self.token_field.name().to_owned(), max_tokens.into());
        if let Some(format) = self.response_format(request) {
            body.insert("response_format".to_owned(), format);
        }
        let extra = settings.extra.iter().filter(|(name, _)| !self.refused.contains(*name));
        for (name, value) in extra {
            body.entry(name.clone()).or_insert_with(|| value.clone());
        }
        Value::Object(body)
    }

    fn response_format(&self, request: &ModelRequest) -> Option<Value> {
        match self.mode {
            JsonMode::Schema => Some(json!({"type": "json_schema", "json_schema":
                {"name": request.schema_name, "strict": true, "schema": request.schema}})),
            JsonMode::Object if self.refused.contains(SCHEMA_INSIDE) => Some(json!({"type": "json_object"})),
            JsonMode::Object => Some(json!({"type": "json_object", "schema": request.schema})),
            JsonMode::Prompt => None,
        }
    }

    /// Changes the manners after a refusal; `None` if the refusal was not about them.
    pub(super) fn after(&self, complaint: &Complaint, settings: &OpenAiSettings) -> Option<Self> {
        if !complaint.is_about_request() {
            return None;
        }
        if !self.token_field_fixed && complaint.names(self.token_field.name()) {
            let token_field = self.token_field.other();
            return Some(Self { token_field, token_field_fixed: true, ..self.clone() });
        }
        if let Some(name) = settings.extra.keys().find(|name| !self.refused.contains(*name) && complaint.names(name)) {
            let refused = self.refused.iter().cloned().chain([name.clone()]).collect();
            return Some(Self { refused, ..self.clone() });
        }
        let about_json = complaint.mentions(&["response_format", "json_schema", "json_object", "schema", "grammar"]);
        if !about_json {
            return None;
        }
        if self.mode == JsonMode::Object && !self.refused.contains(SCHEMA_INSIDE) {
            let refused = self.refused.iter().cloned().chain([SCHEMA_INSIDE.to_owned()]).collect();
            return Some(Self { refused, ..self.clone() });
        }
        let mode = self.weaker_mode().filter(|_| !self.mode_fixed)?;
        Some(Self { mode, ..self.clone() })
    }

    fn weaker_mode(&self) -> Option<JsonMode> {
        match self.mode {
            JsonMode::Schema => Some(JsonMode::Object),
            JsonMode::Object => Some(JsonMode::Prompt),
            JsonMode::Prompt => None,
        }
    }
}

/// Not every server shows the schema to the model (Ollama), and `json_object` is refused unless the word JSON is there.
fn shape(schema: &Value) -> String {
    format!("Answer with exactly one JSON object and nothing else. It must match this JSON schema:\n{schema}")
}

#[cfg(test)]
pub(super) mod tests {
    use reqwest::header::HeaderMap;
    use rstest::rstest;

    use super::*;
    use crate::http::Wire;

    pub(in crate::openai) fn question() -> ModelRequest {
        ModelRequest {
            purpose: "decision",
            system: "You decide.".to_owned(),
            user: "The deal.".to_owned(),
            schema_name: "decision",
            schema: json!({"type": "object", "additionalProperties": false, "required": ["action"],
                "properties": {"action": {"type": "string"}}}),
            max_tokens: 500,
        }
    }

    fn settings() -> OpenAiSettings {
        let mut settings = OpenAiSettings::new("https://api.openai.com/v1", "m");
        settings.extra.insert("temperature".to_owned(), json!(0.2));
        settings
    }

    fn refusal(message: &str) -> Complaint {
        let body = json!({"error": {"message": message}}).to_string().into_bytes();
        Complaint::of(&Wire { status: 400, headers: HeaderMap::new(), body })
    }

    #[rstest]
    #[case("api.openai.com", "max_completion_tokens")]
    #[case("x.openai.azure.com", "max_completion_tokens")]
    #[case("openrouter.ai", "max_tokens")]
    fn the_limit_has_the_name_the_endpoint_knows(#[case] host: &str, #[case] field: &str) {
        let body = Manners::new(&settings(), host).body(&settings(), &question(), 500);
        assert_eq!(body[field], 500);
        assert_eq!(body["response_format"]["json_schema"]["strict"], true);
        assert!(body["messages"][0]["content"].as_str().unwrap().contains("JSON"));
        assert_eq!(body["temperature"], 0.2);
    }

    #[test]
    fn learning_goes_one_way_and_ends() {
        let settings = settings();
        let mut manners = Manners::new(&settings, "api.openai.com");
        for (message, check) in [
            ("Use max_tokens: 'max_completion_tokens' is unknown", "max_tokens"),
            ("Unsupported value: 'temperature'", "max_tokens"),
            ("response_format json_schema is not supported", "response_format"),
        ] {
            manners = manners.after(&refusal(message), &settings).unwrap();
            assert!(manners.body(&settings, &question(), 1).get(check).is_some());
        }
        assert_eq!(manners.mode, JsonMode::Object);
        assert!(manners.body(&settings, &question(), 1)["response_format"].get("schema").is_some());
        manners = manners.after(&refusal("unknown field response_format.schema"), &settings).unwrap();
        assert_eq!(manners.body(&settings, &question(), 1)["response_format"], json!({"type": "json_object"}));
        assert_eq!(manners.body(&settings, &question(), 1).get("temperature"), None);
        manners = manners.after(&refusal("'response_format.type' must be 'json_schema' or 'text'"), &settings).unwrap();
        assert_eq!(manners.mode, JsonMode::Prompt);
        for message in ["response_format", "max_tokens", "temperature", "something else"] {
            assert_eq!(manners.after(&refusal(message), &settings), None, "{message}");
        }
    }

    #[test]
    fn a_mode_that_was_set_is_kept() {
        let settings = OpenAiSettings { json_mode: Some(JsonMode::Schema), ..settings() };
        let manners = Manners::new(&settings, "localhost");
        assert_eq!(manners.after(&refusal("json_schema refused"), &settings), None);
    }
}
