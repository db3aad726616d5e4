//! Asking a brand's model one question: the prompt filled, what strangers wrote fenced, the answer judged, one repair try.
//!
//! The model's answer is data from a stranger. Whoever asks judges it; an answer that is still wrong after the repair is nobody's answer.

use domain::brand::Brand;
use gateways::{ModelError, ModelReply, ModelRequest, Usage};
use serde::Serialize;
use serde_json::Value;

use crate::book::Book;
use crate::compose::{self, NoMail};
use crate::{Engine, EngineError, spending};

/// A question.
pub(crate) struct Question<'a, C: Serialize, D: Serialize> {
    /// Name of the prompt, of the shape of the answer, and of what it is for.
    pub(crate) name: &'static str,
    /// What the prompt is filled with: ours.
    pub(crate) context: C,
    /// What the question is about: anybody's.
    pub(crate) data: &'a D,
    /// The shape of the answer as a strict JSON schema.
    pub(crate) schema: Value,
    /// Limit of tokens of the answer.
    pub(crate) max_tokens: u32,
}

/// What asking took, whether or not the answer could be used: it is paid for either way.
#[derive(Debug, Clone, Default)]
pub(crate) struct Trail {
    /// The model that answered last, by its own account; empty if none did.
    pub(crate) model: String,
    /// Version of the prompt.
    pub(crate) prompt_version: String,
    /// Tokens of all answers.
    pub(crate) usage: Usage,
    /// Milliseconds of all answers; `None` if there was none.
    pub(crate) latency_ms: Option<u64>,
}

impl Trail {
    fn note(&mut self, reply: &ModelReply) {
        self.model.clone_from(&reply.model);
        self.usage = self.usage.plus(reply.usage);
        self.latency_ms = Some(self.latency_ms.unwrap_or(0) + reply.latency_ms);
    }
}

/// Asks, and asks once more with the judge's objection. An outage is [`NoMail::Outage`]; anything else that fails is about this one
/// question.
pub(crate) async fn ask<T, C: Serialize, D: Serialize>(
    engine: &Engine,
    book: &Book,
    brand: &Brand,
    question: Question<'_, C, D>,
    trail: &mut Trail,
    mut judge: impl FnMut(Value) -> Result<T, String>,
) -> Result<T, NoMail> {
    let (prompt, prompt_version) = compose::wording(book, brand, question.name)?;
    trail.prompt_version = prompt_version;
    let user = fenced(question.data);
    let mut request = ModelRequest {
        purpose: question.name,
        system: compose::fill(question.name, prompt, question.context)?,
        user: user.clone(),
        schema_name: question.name,
        schema: question.schema,
        max_tokens: question.max_tokens,
    };
    let model = engine.ports.connect.model(brand).map_err(outage_or_unusable)?;
    let mut objection = String::new();
    for _ in 0..2 {
        spending::allow(engine, brand).await?;
        let reply = model.answer(&request).await.map_err(outage_or_unusable)?;
        trail.note(&reply);
        spending::count(engine, brand, reply.usage).await?;
        match judge(reply.json) {
            Ok(value) => return Ok(value),
            Err(why) => objection = why,
        }
        request.user =
            format!("{user}\n\nYour last answer could not be used: {objection}. Answer again, with that mended.");
    }
    Err(NoMail::Unusable(format!("The model's answer could not be used: {objection}")))
}

fn outage_or_unusable(error: ModelError) -> NoMail {
    if error.is_outage() {
        NoMail::Outage(error)
    } else {
        NoMail::Unusable(format!("{} {}", error.message(), error.fix()).trim_end_matches('.').to_owned())
    }
}

/// Data between marks, as JSON, so that nothing in it can close the marks.
fn fenced(data: &impl Serialize) -> String {
    let text = serde_json::to_string_pretty(data).unwrap_or_default().replace("<<<", "‹‹‹").replace(">>>", "›››");
    format!("<<<DATA\n{text}\nDATA>>>")
}

/// Why there is no answer when the engine itself fails.
impl<E: Into<EngineError>> From<E> for NoMail {
    fn from(error: E) -> Self {
        Self::Engine(error.into())
    }
}
