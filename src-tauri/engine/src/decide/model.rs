//! A model's decision: asked with a closed list, judged by the domain's rules before anything of it counts.

use chrono_tz::Tz;
use domain::Timestamp;
use domain::decision::{self, Action, Choice, Facts};
use domain::pipeline::Pipeline;
use serde::Deserialize;
use serde_json::json;

use super::Plan;
use crate::Engine;
use crate::ask::{Question, Trail, ask};
use crate::book::Book;
use crate::compose::NoMail;
use crate::wordings;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    reason: String,
    action: String,
    days: Option<u32>,
    stage: Option<String>,
    text: Option<String>,
    confidence: Option<f64>,
}

impl Answer {
    fn action(&self, facts: &Facts) -> Result<Action, String> {
        let text = || self.text.clone().filter(|text| !text.trim().is_empty()).unwrap_or_else(|| self.reason.clone());
        Ok(match self.action.as_str() {
            "send_email" => Action::SendEmail { kind: facts.next_kind() },
            "wait" => Action::Wait { days: self.days.unwrap_or(0) },
            "move_stage" => Action::MoveStage { stage: self.stage.clone().unwrap_or_default() },
            "flag_for_review" => Action::FlagForReview { question: clip(text()) },
            "pause" => Action::Pause { reason: clip(text()) },
            "close_lost" => Action::CloseLost { reason: clip(text()) },
            other => return Err(format!("“{}” is not an action", other.chars().take(40).collect::<String>())),
        })
    }
}

fn clip(text: String) -> String {
    text.chars().filter(|c| !c.is_control() || *c == '\n').take(400).collect()
}

pub(super) async fn ask_model(
    engine: &Engine,
    book: &Book,
    pipeline: &Pipeline,
    plan: &mut Plan,
) -> Result<(), NoMail> {
    let (brand, _) = book.of(&plan.claimed.deal)?;
    plan.provider = "openai";
    let nullable = |kind: &str| json!({"type": [kind, "null"]});
    let question = Question {
        name: "decision",
        context: wordings::decision_context(brand, pipeline, &plan.facts),
        data: &plan.facts,
        schema: json!({"type": "object", "additionalProperties": false, "required": ["reason", "action", "days", "stage", "text", "confidence"],
            "properties": {"reason": {"type": "string"}, "action": {"type": "string", "enum": ACTIONS}, "days": nullable("integer"),
                "stage": nullable("string"), "text": nullable("string"), "confidence": {"type": "number"}}}),
        max_tokens: 800,
    };
    let (now, zone) = (engine.now(), brand.settings.timezone);
    let mut trail = Trail::default();
    let asked = ask(engine, book, brand, question, &mut trail, |json| judge(json, pipeline, plan, now, zone)).await;
    plan.trail = trail;
    match asked {
        Ok(choice) => plan.choice = choice,
        Err(NoMail::Unusable(why)) => {
            let question = "The model gave no usable answer for this deal. What should happen?".to_owned();
            plan.choice = Choice::rule(Action::FlagForReview { question }, why.clone());
            plan.trouble = Some(why);
        }
        Err(other) => return Err(other),
    }
    Ok(())
}

/// The words of the closed list.
const ACTIONS: [&str; 6] = ["send_email", "wait", "move_stage", "flag_for_review", "pause", "close_lost"];

fn judge(
    answer: serde_json::Value,
    pipeline: &Pipeline,
    plan: &Plan,
    now: Timestamp,
    zone: Tz,
) -> Result<Choice, String> {
    let answer: Answer = serde_json::from_value(answer).map_err(|error| error.to_string())?;
    let action = answer.action(&plan.facts)?;
    let action = decision::check(action, &plan.facts, pipeline, plan.claimed.deal.last_sent_at, now, zone)
        .map_err(|illegal| illegal.to_string())?;
    let confidence = answer.confidence.filter(|c| c.is_finite()).unwrap_or(0.5).clamp(0.0, 1.0);
    Ok(Choice { action, reason: clip(answer.reason), confidence })
}
