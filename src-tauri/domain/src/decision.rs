//! What the autopilot may decide: a closed list, the facts it decides on, and the check that every proposal has to pass.

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::email::EmailKind;
use crate::pipeline::{Pipeline, Purpose, StageKind};
use crate::time::add_working_days;

/// Everything that can happen to a deal by the autopilot's choice. Nothing else can.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(tag = "action", rename_all = "snake_case")]
#[ts(export)]
pub enum Action {
    /// Write the next mail.
    SendEmail {
        /// Follows from how many were sent; a proposal cannot choose another.
        kind: EmailKind,
    },
    /// Look again later.
    Wait {
        /// Working days.
        days: u32,
    },
    /// Move to another open stage.
    MoveStage {
        /// The stage's key.
        stage: String,
    },
    /// Ask a person.
    FlagForReview {
        /// What is asked.
        question: String,
    },
    /// Stop until somebody resumes it.
    Pause {
        /// Why.
        reason: String,
    },
    /// Close as lost.
    CloseLost {
        /// Why.
        reason: String,
    },
}

impl Action {
    /// The word it is counted under.
    pub fn name(&self) -> &'static str {
        match self {
            Self::SendEmail { .. } => "send_email",
            Self::Wait { .. } => "wait",
            Self::MoveStage { .. } => "move_stage",
            Self::FlagForReview { .. } => "flag_for_review",
            Self::Pause { .. } => "pause",
            Self::CloseLost { .. } => "close_lost",
        }
    }
}

/// What is known about a deal when a decision is made: the seed's sender, recipient and campaign context.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(
    missing_docs,
    reason = "the names say it, and they appear in prompts and in the recorded inputs as they stand"
)]
pub struct Facts {
    pub brand: String,
    pub sender_name: String,
    pub company_description: String,
    pub value_proposition: String,
    pub style: String,
    pub recipient_name: String,
    pub recipient_first_name: Option<String>,
    pub recipient_company: String,
    pub recipient_website: String,
    pub domain_authority: Option<u8>,
    pub notes: String,
    pub tags: Vec<String>,
    pub pitch: String,
    pub topic: String,
    pub site_facts: Vec<String>,
    pub pipeline: String,
    pub purpose: Purpose,
    pub stage: String,
    pub stage_key: String,
    pub emails_sent: u32,
    pub max_per_deal: u32,
    pub days_since_last_mail: Option<i64>,
    pub days_since_last_reply: Option<i64>,
    pub last_reply: Option<String>,
    pub suppressed: bool,
}

impl Facts {
    /// The kind of the next mail.
    pub fn next_kind(&self) -> EmailKind {
        Pipeline::kind_after(self.emails_sent)
    }
}

/// A decision made, by whoever made it.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// What is to happen.
    pub action: Action,
    /// Why, in a sentence for a person.
    pub reason: String,
    /// 0 to 1; 1 for rules.
    pub confidence: f64,
}

impl Choice {
    /// A choice made by a rule, so with full confidence.
    pub fn rule(action: Action, reason: impl Into<String>) -> Self {
        Self { action, reason: reason.into(), confidence: 1.0 }
    }
}

/// Why a proposed action cannot happen. The text goes back to the model for its one repair try.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Illegal {
    /// No such stage in the pipeline.
    #[error("the pipeline has no stage “{0}”")]
    NoSuchStage(String),
    /// Closing stages are closed by people, or by close_lost.
    #[error("“{0}” closes the deal; only a person closes a deal as won")]
    ClosingStage(String),
    /// It is there already.
    #[error("the deal is already in “{0}”")]
    AlreadyThere(String),
    /// The wait is outside 1 to 60 working days.
    #[error("a wait is 1 to 60 days, not {0}")]
    BadWait(u32),
    /// All mails this deal may get were sent.
    #[error("{0} mails were sent, which is the most this deal may get")]
    MaximumReached(u32),
    /// The last mail is too fresh for another.
    #[error("the pipeline's cadence allows the next mail only later")]
    TooEarly,
    /// An empty explanation.
    #[error("the reason or question is empty")]
    NoReason,
}

/// Rules that come before any provider: they decide when the answer is not a matter of judgement.
pub fn preflight(facts: &Facts) -> Option<Choice> {
    if facts.suppressed {
        let reason = "This address must not be mailed".to_owned();
        return Some(Choice::rule(Action::CloseLost { reason: reason.clone() }, reason));
    }
    if facts.emails_sent >= facts.max_per_deal {
        let question = format!("{} mails sent and no answer. Close this deal, or try another way?", facts.emails_sent);
        return Some(Choice::rule(Action::FlagForReview { question }, "The most mails this deal may get were sent"));
    }
    if facts.last_reply.is_some() {
        let question = "You heard from them and the time to look again has come. What now?".to_owned();
        return Some(Choice::rule(
            Action::FlagForReview { question },
            "They answered earlier, so the next mail is yours to write",
        ));
    }
    None
}

/// The built-in provider: the pipeline's cadence, deterministic, with no network. Call [`preflight`] first.
pub fn playbook(facts: &Facts, pipeline: &Pipeline) -> Choice {
    let first_stage = pipeline.first().map(|stage| stage.key.as_str());
    let research = pipeline.stages.iter().find(|stage| stage.advance_on == Some(crate::pipeline::Advance::Research));
    if let Some(stage) = research
        && facts.emails_sent == 0
        && first_stage == Some(facts.stage_key.as_str())
    {
        return Choice::rule(
            Action::MoveStage { stage: stage.key.clone() },
            "New prospect: look for a pitch before the first mail",
        );
    }
    let reason = match facts.next_kind() {
        EmailKind::Initial => "Never written to: time for the first mail".to_owned(),
        EmailKind::FirstFollowUp => "No answer to the first mail: a gentle reminder is due".to_owned(),
        EmailKind::SecondFollowUp => "Still no answer: a second follow-up from a different angle is due".to_owned(),
        EmailKind::LaterFollowUp | EmailKind::Reclaim => {
            format!("{} mails without an answer: a last, shorter one is due", facts.emails_sent)
        }
    };
    Choice::rule(Action::SendEmail { kind: facts.next_kind() }, reason)
}

/// Checks a proposed action against the closed list and this deal. A send always becomes the kind that is really next.
pub fn check(
    action: Action,
    facts: &Facts,
    pipeline: &Pipeline,
    last_sent: Option<Timestamp>,
    now: Timestamp,
    zone: Tz,
) -> Result<Action, Illegal> {
    let said = |text: &str| if text.trim().is_empty() { Err(Illegal::NoReason) } else { Ok(()) };
    match &action {
        Action::SendEmail { .. } => {
            if facts.emails_sent >= facts.max_per_deal {
                return Err(Illegal::MaximumReached(facts.emails_sent));
            }
            let due = last_sent.and_then(|last| {
                pipeline.cadence.get(facts.emails_sent as usize).map(|days| add_working_days(last, *days, zone))
            });
            if due.is_some_and(|due| due > now) {
                return Err(Illegal::TooEarly);
            }
            return Ok(Action::SendEmail { kind: facts.next_kind() });
        }
        Action::Wait { days } if !(1..=60).contains(days) => return Err(Illegal::BadWait(*days)),
        Action::Wait { .. } => {}
        Action::MoveStage { stage } => {
            let found = pipeline.stage_named(stage).ok_or_else(|| Illegal::NoSuchStage(clip(stage)))?;
            if found.kind != StageKind::Open {
                return Err(Illegal::ClosingStage(found.name.clone()));
            }
            if found.key == facts.stage_key {
                return Err(Illegal::AlreadyThere(found.name.clone()));
            }
            return Ok(Action::MoveStage { stage: found.key.clone() });
        }
        Action::FlagForReview { question } => said(question)?,
        Action::Pause { reason } | Action::CloseLost { reason } => said(reason)?,
    }
    Ok(action)
}

fn clip(text: &str) -> String {
    text.chars().take(60).collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::id::{BrandId, PipelineId, StageId};
    use crate::pipeline::{BACKLINK, CADENCE, SALES, Stage, StageSeed};

    pub(crate) fn pipeline(seeds: &[StageSeed], purpose: Purpose) -> Pipeline {
        let at = Timestamp::from_millis(0);
        let stages = seeds.iter().enumerate().map(|(n, (key, name, kind, advance_on))| Stage {
            id: StageId::mint(at, [u8::try_from(n).unwrap(); 10]),
            key: (*key).to_owned(),
            name: (*name).to_owned(),
            kind: *kind,
            advance_on: *advance_on,
        });
        Pipeline {
            id: PipelineId::mint(at, [0; 10]),
            brand: BrandId::mint(at, [0; 10]),
            key: purpose.to_string(),
            name: purpose.to_string(),
            purpose,
            cadence: CADENCE.to_vec(),
            stages: stages.collect(),
        }
    }

    fn facts(stage_key: &str, sent: u32) -> Facts {
        Facts {
            brand: "Codeteki".into(),
            sender_name: "The Codeteki Team".into(),
            company_description: String::new(),
            value_proposition: String::new(),
            style: String::new(),
            recipient_name: "John Smith".into(),
            recipient_first_name: Some("John".into()),
            recipient_company: "Acme".into(),
            recipient_website: String::new(),
            domain_authority: None,
            notes: String::new(),
            tags: vec![],
            pitch: String::new(),
            topic: String::new(),
            site_facts: vec![],
            pipeline: "Sales".into(),
            purpose: Purpose::Sales,
            stage: stage_key.into(),
            stage_key: stage_key.into(),
            emails_sent: sent,
            max_per_deal: 4,
            days_since_last_mail: None,
            days_since_last_reply: None,
            last_reply: None,
            suppressed: false,
        }
    }

    #[test]
    fn the_playbook_walks_the_seeds_sequence() {
        let sales = pipeline(SALES, Purpose::Sales);
        let kinds: Vec<_> = (0..4).map(|sent| playbook(&facts("contacted", sent), &sales).action).collect();
        let expected =
            [EmailKind::Initial, EmailKind::FirstFollowUp, EmailKind::SecondFollowUp, EmailKind::LaterFollowUp];
        assert_eq!(kinds, expected.map(|kind| Action::SendEmail { kind }));
        assert!(matches!(preflight(&facts("contacted", 4)).unwrap().action, Action::FlagForReview { .. }));
        let backlink = pipeline(BACKLINK, Purpose::Backlink);
        assert_eq!(
            playbook(&facts("prospect", 0), &backlink).action,
            Action::MoveStage { stage: "researching".into() }
        );
        assert!(matches!(playbook(&facts("researching", 0), &backlink).action, Action::SendEmail { .. }));
    }

    #[test]
    fn somebody_suppressed_is_never_written_to() {
        let facts = Facts { suppressed: true, ..facts("contacted", 1) };
        assert!(matches!(preflight(&facts).unwrap().action, Action::CloseLost { .. }));
    }

    #[test]
    fn a_model_cannot_leave_the_list() {
        let sales = pipeline(SALES, Purpose::Sales);
        let now = Timestamp::parse("2026-11-23T00:00:00Z").unwrap();
        let try_it = |action, sent, last| check(action, &facts("contacted", sent), &sales, last, now, Tz::UTC);
        assert_eq!(
            try_it(Action::MoveStage { stage: "Moon".into() }, 0, None),
            Err(Illegal::NoSuchStage("Moon".into()))
        );
        assert_eq!(
            try_it(Action::MoveStage { stage: "Closed".into() }, 0, None),
            Err(Illegal::ClosingStage("Closed".into()))
        );
        assert_eq!(
            try_it(Action::MoveStage { stage: "ENGAGED".into() }, 0, None),
            Ok(Action::MoveStage { stage: "engaged".into() })
        );
        assert_eq!(try_it(Action::Wait { days: 0 }, 0, None), Err(Illegal::BadWait(0)));
        assert_eq!(try_it(Action::Pause { reason: " ".into() }, 0, None), Err(Illegal::NoReason));
        assert_eq!(
            try_it(Action::SendEmail { kind: EmailKind::Initial }, 1, Some(now.plus_seconds(-3600))),
            Err(Illegal::TooEarly)
        );
        // The kind is never the model's to choose.
        let later = Action::SendEmail { kind: EmailKind::LaterFollowUp };
        assert_eq!(try_it(later, 0, None), Ok(Action::SendEmail { kind: EmailKind::Initial }));
    }
}
