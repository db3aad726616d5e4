//! What the autopilot needs of a language model, whoever runs it: one answer of a given shape.
//!
//! Whether an answer that has the shape makes sense, and whether to ask again, is decided elsewhere.

mod fake;

use std::time::Duration;

use async_trait::async_trait;
use domain::Timestamp;
use serde_json::Value;

pub use self::fake::ScriptedModel;

/// One question.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelRequest {
    /// What the answer is for: `decision`, `mail`, `reply_class`.
    pub purpose: &'static str,
    /// Instructions from us.
    pub system: String,
    /// The material, with whatever strangers wrote clearly fenced.
    pub user: String,
    /// The name of the shape: letters, digits, `_` and `-`, at most 64.
    pub schema_name: &'static str,
    /// The shape as a strict JSON schema: an object whose properties are all required.
    pub schema: Value,
    /// Limit of tokens of the answer, hidden thinking included.
    pub max_tokens: u32,
}

/// An answer that is a JSON object. Not yet checked against the schema.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelReply {
    /// The object.
    pub json: Value,
    /// What it cost, over all attempts.
    pub usage: Usage,
    /// The model that answered, by its own account.
    pub model: String,
    /// How the shape was asked for.
    pub mode: JsonMode,
    /// Why the model stopped, in its own words.
    pub finish_reason: Option<String>,
    /// The endpoint's id of the request, for its support.
    pub request_id: Option<String>,
    /// From the question to the answer, on the injected clock, in milliseconds.
    pub latency_ms: u64,
    /// How many requests it took.
    pub attempts: u32,
}

/// Tokens; `None` where the endpoint does not say. Cached are part of prompt, reasoning part of completion.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Usage {
    /// Tokens of the question.
    pub prompt_tokens: Option<u64>,
    /// Those of them that were cached.
    pub cached_tokens: Option<u64>,
    /// Tokens of the answer.
    pub completion_tokens: Option<u64>,
    /// Those of them that were hidden thinking.
    pub reasoning_tokens: Option<u64>,
}

impl Usage {
    /// Both together; unknown counts for nothing unless both are.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        let add = |one: Option<u64>, two: Option<u64>| match (one, two) {
            (None, None) => None,
            _ => Some(one.unwrap_or(0).saturating_add(two.unwrap_or(0))),
        };
        Self {
            prompt_tokens: add(self.prompt_tokens, other.prompt_tokens),
            cached_tokens: add(self.cached_tokens, other.cached_tokens),
            completion_tokens: add(self.completion_tokens, other.completion_tokens),
            reasoning_tokens: add(self.reasoning_tokens, other.reasoning_tokens),
        }
    }
}

/// How the shape of the answer is asked for, strictest first. The prompt describes it in every mode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JsonMode {
    /// The endpoint enforces the schema.
    Schema,
    /// The endpoint enforces that it is JSON.
    Object,
    /// Only the prompt asks for it.
    Prompt,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// The model declined, in its own words.
    #[error("The model declined: {0}")]
    Refused(String),
    /// A content filter blocked the question or the answer.
    #[error("A content filter of the model's provider blocked this.")]
    Filtered,
    /// The answer was longer than its limit, twice.
    #[error("The model's answer was cut off at its length limit.")]
    CutOff,
    /// The answer is not one JSON object.
    #[error("The model's answer was not in the form that was asked for.")]
    NotJson {
        /// How it begins, masked.
        text_excerpt: String,
    },
    /// The key is missing, wrong, or not allowed to do this.
    #[error("The model's provider does not accept the key.")]
    KeyRejected,
    /// The system's keychain is locked, or does not answer.
    #[error("The model's key cannot be read from the system keychain.")]
    KeyUnreadable,
    /// The account has no money.
    #[error("The account at the model's provider has no credit left.")]
    NoCredit,
    /// There is no such model, or the key may not use it.
    #[error("The model's provider does not know this model.")]
    ModelUnknown,
    /// Too many requests.
    #[error("The model's provider asks us to slow down.")]
    RateLimited {
        /// How long to wait, if it says so.
        retry_after: Option<Duration>,
    },
    /// The provider has a fault or is still loading the model.
    #[error("The model's provider is overloaded or has a fault.")]
    Overloaded,
    /// No connection, no answer in time, or nothing there that speaks this protocol.
    #[error("The model cannot be reached.")]
    Unreachable,
    /// The provider found the request wrong, in its own words, masked.
    #[error("The model's provider refused the request: {0}")]
    BadRequest(String),
    /// After several outages in a row the model is left alone for a while.
    #[error("The model failed several times in a row and is left alone for a few minutes.")]
    CircuitOpen {
        /// When it is tried again.
        until: Timestamp,
    },
    /// The brand's own limit is reached; nothing was asked.
    #[error("The limit for the model is reached: {0}.")]
    LimitReached(String),
}

impl ModelError {
    /// The kind in one word, for a door that acts on it: `key_rejected`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused(_) => "refused",
            Self::Filtered => "filtered",
            Self::CutOff => "cut_off",
            Self::NotJson { .. } => "not_json",
            Self::KeyRejected => "key_rejected",
            Self::KeyUnreadable => "key_unreadable",
            Self::NoCredit => "no_credit",
            Self::ModelUnknown => "model_unknown",
            Self::RateLimited { .. } => "rate_limited",
            Self::Overloaded => "overloaded",
            Self::Unreachable => "unreachable",
            Self::BadRequest(_) => "bad_request",
            Self::CircuitOpen { .. } => "circuit_open",
            Self::LimitReached(_) => "limit_reached",
        }
    }

    /// Whether the model as such is out of order: deals then stay due. Otherwise this one question has no answer.
    pub fn is_outage(&self) -> bool {
        match self {
            Self::KeyRejected
            | Self::KeyUnreadable
            | Self::NoCredit
            | Self::ModelUnknown
            | Self::RateLimited { .. }
            | Self::Overloaded
            | Self::Unreachable
            | Self::CircuitOpen { .. }
            | Self::LimitReached(_) => true,
            Self::Refused(_) | Self::Filtered | Self::CutOff | Self::NotJson { .. } | Self::BadRequest(_) => false,
        }
    }

    /// One plain sentence.
    pub fn message(&self) -> String {
        self.to_string()
    }

    /// What a person can do about it.
    pub fn fix(&self) -> &'static str {
        match self {
            Self::Refused(_) | Self::Filtered => "Write this mail by hand, or look at what the brand's voice asks for.",
            Self::CutOff => "Shorten the brand's texts, or choose a model with less hidden thinking.",
            Self::NotJson { .. } => "Choose a model that supports structured answers.",
            Self::KeyRejected => "Enter a valid API key in the settings.",
            Self::KeyUnreadable => "Unlock the system keychain; nothing is lost, and it goes on by itself.",
            Self::NoCredit => "Add credit to the provider's account, or switch to the built-in playbook.",
            Self::ModelUnknown => "Choose a model from the provider's list in the settings.",
            Self::RateLimited { .. } | Self::Overloaded | Self::CircuitOpen { .. } => {
                "Nothing to do: it is tried again later."
            }
            Self::Unreachable => {
                "Check the network, and the base URL in the settings; a local server has to be running."
            }
            Self::LimitReached(_) => {
                "Raise the limit in the settings, switch to the built-in playbook, or wait until it counts anew."
            }
            Self::BadRequest(_) => "Check the model and the base URL in the settings, then look at the details.",
        }
    }
}

/// A language model.
#[async_trait]
pub trait LanguageModel: Send + Sync {
    /// Answers one question with a JSON object.
    async fn answer(&self, request: &ModelRequest) -> Result<ModelReply, ModelError>;

    /// What a person calls it.
    fn name(&self) -> String;

    /// The ids of the models that can be chosen. Also the test of address and key.
    async fn probe(&self) -> Result<Vec<String>, ModelError>;
}
