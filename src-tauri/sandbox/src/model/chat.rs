//! Reading a chat request: who said what, and which form the answer must have.

use serde_json::Value;

use super::schema;
use super::troubles::Trouble;

/// A chat request.
#[derive(Debug, Clone, Default)]
pub(crate) struct Chat {
    /// Asked model.
    pub(crate) model: String,
    /// All that the system said.
    pub(crate) system: String,
    /// All that the user said.
    pub(crate) user: String,
    /// Name of the asked schema.
    pub(crate) purpose: Option<String>,
    /// The asked schema.
    pub(crate) schema: Option<Value>,
    /// Limit of the answer.
    pub(crate) max_tokens: Option<usize>,
}

impl Chat {
    /// Reads and checks a request as strictly as the real service does.
    pub(crate) fn read(body: &[u8]) -> Result<Self, Trouble> {
        let request: Value = serde_json::from_slice(body)
            .map_err(|_| Trouble::bad_request("body", "We could not parse the JSON body of your request."))?;
        let model = request.get("model").and_then(Value::as_str).unwrap_or_default();
        if model.is_empty() {
            return Err(Trouble::bad_request("model", "you must provide a model parameter"));
        }
        if model.starts_with("missing") {
            return Err(Trouble::unknown_model(model));
        }
        let messages = request.get("messages").and_then(Value::as_array).filter(|messages| !messages.is_empty());
        let messages =
            messages.ok_or_else(|| Trouble::bad_request("messages", "Missing required parameter: 'messages'."))?;
        let limit = request.get("max_completion_tokens").or_else(|| request.get("max_tokens")).and_then(Value::as_u64);
        let mut chat = Self {
            model: model.to_owned(),
            system: said(messages, &["system", "developer"]),
            user: said(messages, &["user"]),
            max_tokens: limit.and_then(|limit| usize::try_from(limit).ok()),
            ..Self::default()
        };
        chat.read_format(request.get("response_format").unwrap_or(&Value::Null))?;
        Ok(chat)
    }

    fn read_format(&mut self, format: &Value) -> Result<(), Trouble> {
        match format.get("type").and_then(Value::as_str) {
            None | Some("text") => Ok(()),
            Some("json_object") if format!("{}{}", self.system, self.user).to_lowercase().contains("json") => Ok(()),
            Some("json_object") => Err(Trouble::bad_request(
                "messages",
                "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.",
            )),
            Some("json_schema") => self.read_schema(format.get("json_schema").unwrap_or(&Value::Null)),
            Some(_) => Err(Trouble::bad_request("response_format", "Invalid value for 'response_format.type'.")),
        }
    }

    fn read_schema(&mut self, asked: &Value) -> Result<(), Trouble> {
        let name = asked.get("name").and_then(Value::as_str).unwrap_or_default();
        let name_fits =
            (1..=64).contains(&name.len()) && name.chars().all(|c| c.is_ascii_alphanumeric() || "_-".contains(c));
        let schema = asked.get("schema").filter(|schema| schema.is_object() && name_fits);
        let schema =
            schema.ok_or_else(|| Trouble::bad_request("response_format", "Invalid 'response_format.json_schema'."))?;
        if asked.get("strict") == Some(&Value::Bool(true)) {
            let wrong = |why| {
                Trouble::bad_request("response_format", &format!("Invalid schema for response_format '{name}': {why}"))
            };
            schema::check_strict(schema).map_err(wrong)?;
        }
        self.purpose = Some(name.to_owned());
        self.schema = Some(schema.clone());
        Ok(())
    }
}

fn said(messages: &[Value], roles: &[&str]) -> String {
    let by = |message: &&Value| message.get("role").and_then(Value::as_str).is_some_and(|role| roles.contains(&role));
    let text = |message: &Value| match message.get("content") {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(parts)) => {
            parts.iter().filter_map(|part| part.get("text")?.as_str()).collect::<Vec<_>>().join("\n")
        }
        _ => String::new(),
    };
    messages.iter().filter(by).map(text).collect::<Vec<_>>().join("\n\n")
}
