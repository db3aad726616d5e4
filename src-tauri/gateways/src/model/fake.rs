//! A language model that answers from a script, for tests of what uses models.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use serde_json::Value;

use super::{JsonMode, LanguageModel, ModelError, ModelReply, ModelRequest, Usage};

/// The fake model. Answers come in the order they were scripted; without one left it cannot be reached.
#[derive(Default)]
pub struct ScriptedModel {
    script: Mutex<VecDeque<Result<Value, ModelError>>>,
    asked: Mutex<Vec<ModelRequest>>,
}

impl ScriptedModel {
    /// A model with nothing to say yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The next answer.
    pub fn answers(&self, json: Value) {
        locked(&self.script).push_back(Ok(json));
    }

    /// The next question fails.
    pub fn fails(&self, error: ModelError) {
        locked(&self.script).push_back(Err(error));
    }

    /// Every question so far.
    pub fn requests(&self) -> Vec<ModelRequest> {
        locked(&self.asked).clone()
    }

    /// Answers that were scripted and not asked for.
    pub fn left(&self) -> usize {
        locked(&self.script).len()
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[async_trait]
impl LanguageModel for ScriptedModel {
    async fn answer(&self, request: &ModelRequest) -> Result<ModelReply, ModelError> {
        locked(&self.asked).push(request.clone());
        let json = locked(&self.script).pop_front().unwrap_or(Err(ModelError::Unreachable))?;
        let usage = Usage { prompt_tokens: Some(100), completion_tokens: Some(20), ..Usage::default() };
        Ok(ModelReply {
            json,
            usage,
            model: self.name(),
            mode: JsonMode::Schema,
            finish_reason: Some("stop".to_owned()),
            request_id: None,
            latency_ms: 0,
            attempts: 1,
        })
    }

    fn name(&self) -> String {
        "scripted".to_owned()
    }

    async fn probe(&self) -> Result<Vec<String>, ModelError> {
        Ok(vec![self.name()])
    }
}
