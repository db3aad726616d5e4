//! Any endpoint that speaks OpenAI's chat completions: OpenAI, Azure, OpenRouter, Ollama, LM Studio, llama.cpp.
//!
//! One small client that learns how an endpoint wants to be asked. Whether an object makes sense is not judged here.

mod answer;
mod breaker;
mod extract;
mod failure;
mod request;
#[cfg(test)]
mod tests;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use reqwest::{Client, RequestBuilder};
use secrecy::ExposeSecret;
use serde_json::{Map, Value};
use url::Url;

use self::answer::Answer;
use self::breaker::Breaker;
use self::failure::{Complaint, Failure};
use self::request::Manners;
use crate::clock::Clock;
use crate::http::{self, Reuse, Unanswered, Wire};
use crate::model::{JsonMode, LanguageModel, ModelError, ModelReply, ModelRequest, Usage};
use crate::secrets::{SecretName, SecretStore};

/// Repeats of a question that failed in passing.
const REPEATS: u32 = 2;
/// Changes of manners within one question: two for JSON, one for the limit, some for refused parameters.
const CHANGES: u32 = 6;
/// The longest wait that is sat out here; anything longer is the caller's to plan.
const LONGEST_WAIT: Duration = Duration::from_secs(5);
/// The longest answer that is read, in bytes.
const LIMIT: usize = 8 * 1024 * 1024;

/// Which endpoint, and how it is asked. Nothing in it is secret.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenAiSettings {
    /// Up to and including the version: `https://api.openai.com/v1`. A query (Azure's `api-version`) is kept.
    pub base_url: String,
    /// The model's id; at Azure the deployment's name.
    pub model: String,
    /// How the key is shown; `None` to decide by the address.
    pub auth: Option<Auth>,
    /// How the shape is asked for; `None` to find out.
    pub json_mode: Option<JsonMode>,
    /// What the limit of tokens is called; `None` to find out.
    pub token_field: Option<TokenField>,
    /// Optional parameters such as `temperature`. One that the endpoint refuses is dropped.
    pub extra: Map<String, Value>,
    /// How long an answer may take; a local server loads its model first.
    pub timeout: Duration,
    /// The first pause before a repeat, when the endpoint does not name one; it doubles.
    pub pause: Duration,
}

impl OpenAiSettings {
    /// The usual settings for an address and a model.
    pub fn new(base_url: &str, model: &str) -> Self {
        Self {
            base_url: base_url.to_owned(),
            model: model.to_owned(),
            auth: None,
            json_mode: None,
            token_field: None,
            extra: Map::new(),
            timeout: Duration::from_secs(120),
            pause: Duration::from_millis(500),
        }
    }
}

/// How the key is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Auth {
    /// `Authorization: Bearer …`.
    Bearer,
    /// Azure's `api-key` header.
    ApiKey,
    /// Not at all.
    None,
}

/// What the limit of tokens is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenField {
    /// The old name, which most servers know.
    MaxTokens,
    /// The new one, which OpenAI's reasoning models insist on.
    MaxCompletionTokens,
}

impl TokenField {
    fn name(self) -> &'static str {
        match self {
            Self::MaxTokens => "max_tokens",
            Self::MaxCompletionTokens => "max_completion_tokens",
        }
    }

    fn other(self) -> Self {
        match self {
            Self::MaxTokens => Self::MaxCompletionTokens,
            Self::MaxCompletionTokens => Self::MaxTokens,
        }
    }
}

/// One model at one endpoint. Keep it: what it has learned, and its circuit breaker, live in it.
pub struct OpenAiModel {
    settings: OpenAiSettings,
    base: Url,
    host: String,
    http: Client,
    secrets: Arc<dyn SecretStore>,
    key: SecretName,
    clock: Arc<dyn Clock>,
    manners: Mutex<Manners>,
    breaker: Mutex<Breaker>,
}

/// What all attempts of one question have in common.
struct Course {
    usage: Usage,
    attempts: u32,
    repeats: u32,
    changes: u32,
    max_tokens: u32,
}

impl OpenAiModel {
    /// A model for these settings; its key is read from `secrets` under `key`. Uses no network. Errors when the address
    /// is none, or is neither https nor on this machine.
    pub fn new(
        settings: OpenAiSettings,
        key: SecretName,
        secrets: Arc<dyn SecretStore>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, ModelError> {
        let base = Url::parse(settings.base_url.trim()).map_err(|_| not_an_address())?;
        let private = base.scheme() == "https" || (base.scheme() == "http" && http::is_loopback(&base));
        let host = base.host_str().filter(|_| private).ok_or_else(not_an_address)?.to_owned();
        let http = http::client(&base, settings.timeout, Reuse::Connections).map_err(|_| ModelError::Unreachable)?;
        let manners = Mutex::new(Manners::new(&settings, &host));
        Ok(Self { settings, base, host, http, secrets, key, clock, manners, breaker: Mutex::default() })
    }

    async fn ask(&self, request: &ModelRequest) -> Result<ModelReply, ModelError> {
        let started = self.clock.now();
        let mut course =
            Course { usage: Usage::default(), attempts: 0, repeats: 0, changes: 0, max_tokens: request.max_tokens };
        loop {
            course.attempts += 1;
            let manners = self.manners.lock().unwrap_or_else(PoisonError::into_inner).clone();
            let body = manners.body(&self.settings, request, course.max_tokens);
            let asked = self.http.post(http::extend(&self.base, &["chat", "completions"])).json(&body);
            let failure = match self.perform(asked).await {
                Ok(wire) if wire.status == 200 => match self.reply(&wire, &manners, &mut course) {
                    Ok(mut reply) => {
                        let elapsed = self.clock.now().millis() - started.millis();
                        reply.latency_ms = u64::try_from(elapsed).unwrap_or(0);
                        return Ok(reply);
                    }
                    Err(failure) => failure,
                },
                Ok(wire) => {
                    let complaint = Complaint::of(&wire);
                    if course.changes < CHANGES && self.change(&manners, &complaint) {
                        course.changes += 1;
                        continue;
                    }
                    self.judge(&wire, &complaint)
                }
                Err(failure) => failure,
            };
            self.pause_or_give_up(failure, &mut course).await?;
        }
    }

    /// Reads an answer; its tokens count whether or not it can be used.
    fn reply(&self, wire: &Wire, manners: &Manners, course: &mut Course) -> Result<ModelReply, Failure> {
        let body: Value = serde_json::from_slice(&wire.body).unwrap_or_default();
        let answer = Answer::of(&body);
        course.usage = course.usage.plus(answer.usage);
        let json = answer.json(&body)?;
        Ok(ModelReply {
            json,
            usage: course.usage,
            model: answer.model.unwrap_or_else(|| self.settings.model.clone()),
            mode: manners.mode,
            finish_reason: answer.finish_reason,
            request_id: wire.header("x-request-id").map(str::to_owned),
            latency_ms: 0,
            attempts: course.attempts,
        })
    }

    /// Learns from a refusal; whether there was anything to learn.
    fn change(&self, manners: &Manners, complaint: &Complaint) -> bool {
        let Some(better) = manners.after(complaint, &self.settings) else { return false };
        tracing::info!(host = %self.host, model = %self.settings.model, mode = ?better.mode, "The model is asked differently from now on.");
        *self.manners.lock().unwrap_or_else(PoisonError::into_inner) = better;
        true
    }

    fn judge(&self, wire: &Wire, complaint: &Complaint) -> Failure {
        let should = wire.header("x-should-retry").and_then(|word| word.parse().ok());
        let failure = complaint.judge(http::retry_after(wire, self.clock.now()), should);
        let request_id = wire.header("x-request-id").unwrap_or_default();
        tracing::warn!(host = %self.host, status = wire.status, request_id, error = %failure.error, "The model gave no answer.");
        failure
    }

    /// Waits before a repeat, or ends the question. A cut answer is repeated once, with twice the room.
    async fn pause_or_give_up(&self, failure: Failure, course: &mut Course) -> Result<(), ModelError> {
        let first = course.repeats == 0;
        let wait = match &failure.error {
            ModelError::CutOff if first => {
                course.max_tokens = course.max_tokens.saturating_mul(2);
                Duration::ZERO
            }
            ModelError::CutOff => return Err(failure.error),
            ModelError::RateLimited { retry_after: Some(asked) } => *asked,
            _ => self.settings.pause * 2_u32.pow(course.repeats),
        };
        if !failure.retry || course.repeats >= REPEATS || wait > LONGEST_WAIT {
            return Err(failure.error);
        }
        course.repeats += 1;
        tokio::time::sleep(wait).await;
        Ok(())
    }

    async fn perform(&self, request: RequestBuilder) -> Result<Wire, Failure> {
        let request = self.authorised(request).await?;
        http::perform(request, LIMIT).await.map_err(|unanswered| {
            tracing::warn!(host = %self.host, ?unanswered, "The model did not answer.");
            match unanswered {
                // Nobody there, or too slow once: asking again at once would not be different.
                Unanswered::NeverSent(_) | Unanswered::Lost { timed_out: true, .. } => {
                    Failure::last(ModelError::Unreachable)
                }
                Unanswered::Lost { .. } => Failure::passing(ModelError::Unreachable),
            }
        })
    }

    /// Shows the key. It is read each time, so that a new one counts at once.
    async fn authorised(&self, request: RequestBuilder) -> Result<RequestBuilder, Failure> {
        let usual = if self.host.ends_with(".azure.com") { Auth::ApiKey } else { Auth::Bearer };
        let auth = self.settings.auth.unwrap_or(usual);
        if auth == Auth::None {
            return Ok(request);
        }
        // Local servers need no key, so there the lack of a keychain is no trouble either.
        let optional = http::is_loopback(&self.base);
        match self.secrets.get(&self.key).await {
            Ok(Some(key)) if auth == Auth::ApiKey => Ok(request.header("api-key", key.expose_secret())),
            Ok(Some(key)) => Ok(request.bearer_auth(key.expose_secret())),
            _ if optional => Ok(request),
            Ok(None) => Err(Failure::last(ModelError::KeyRejected)),
            Err(error) => {
                tracing::warn!(%error, fix = error.fix(), "The model's key could not be read.");
                Err(Failure::last(ModelError::KeyUnreadable))
            }
        }
    }

    fn note(&self, outage: bool) {
        self.breaker.lock().unwrap_or_else(PoisonError::into_inner).note(outage, self.clock.now());
    }
}

#[async_trait]
impl LanguageModel for OpenAiModel {
    async fn answer(&self, request: &ModelRequest) -> Result<ModelReply, ModelError> {
        self.breaker.lock().unwrap_or_else(PoisonError::into_inner).allow(self.clock.now())?;
        let answered = self.ask(request).await;
        self.note(answered.as_ref().is_err_and(ModelError::is_outage));
        answered
    }

    fn name(&self) -> String {
        format!("{} ({})", self.settings.model, self.host)
    }

    /// Asks even while the circuit is open: a person wants to know now.
    async fn probe(&self) -> Result<Vec<String>, ModelError> {
        let wire = self.perform(self.http.get(http::extend(&self.base, &["models"]))).await.map_err(|f| f.error)?;
        if wire.status != 200 {
            return Err(self.judge(&wire, &Complaint::of(&wire)).error);
        }
        let body: Value = serde_json::from_slice(&wire.body).map_err(|_| ModelError::Unreachable)?;
        let rows = body.get("data").and_then(Value::as_array).ok_or(ModelError::Unreachable)?;
        let mut ids: Vec<_> = rows.iter().filter_map(|row| row.get("id")?.as_str()).map(str::to_owned).collect();
        ids.sort();
        self.note(false);
        Ok(ids)
    }
}

fn not_an_address() -> ModelError {
    ModelError::BadRequest("the base URL must begin with https://, or be an http:// address of this machine".to_owned())
}
