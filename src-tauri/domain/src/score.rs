//! The morning review's score: 0 to 100 for each open deal, with the reasons that made it.

use serde::{Deserialize, Serialize};

use crate::reply::ReplyKind;

/// What the score looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoreFacts {
    /// The last thing heard from a person.
    pub last_reply: Option<ReplyKind>,
    /// Days since then.
    pub days_since_reply: Option<i64>,
    /// Mails delivered.
    pub emails_sent: u32,
    /// Days since the last one.
    pub days_since_mail: Option<i64>,
    /// How far through the pipeline, 0 to 100.
    pub stage_progress: u32,
    /// Authority of the website.
    pub domain_authority: Option<u8>,
    /// Name, company and website are known.
    pub profile_complete: bool,
    /// Value of the deal is known.
    pub has_value: bool,
}

/// One reason and what it adds or takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct ScoreReason {
    /// Points, may be negative.
    pub points: i32,
    /// A plain phrase.
    pub why: String,
}

/// Scores a deal. The sum of the reasons' points, held within 0 to 100, is the score.
pub fn score(facts: &ScoreFacts) -> (u8, Vec<ScoreReason>) {
    let mut reasons = vec![ScoreReason { points: 30, why: "an open deal".into() }];
    let mut add = |points: i32, why: String| {
        if points != 0 {
            reasons.push(ScoreReason { points, why });
        }
    };
    if let Some(kind) = facts.last_reply {
        let (points, why) = reply_points(kind);
        add(points, why.into());
    }
    if facts.days_since_reply.is_some_and(|days| days <= 3) {
        add(8, "heard from them in the last three days".into());
    }
    add(
        i32::try_from(facts.stage_progress / 5).unwrap_or(0),
        format!("{} % through the pipeline", facts.stage_progress),
    );
    if facts.last_reply.is_none() && facts.emails_sent > 0 {
        let points = -6 * i32::try_from(facts.emails_sent.min(5)).unwrap_or(5);
        add(points, format!("{} mails without an answer", facts.emails_sent));
    }
    if facts.days_since_mail.is_some_and(|days| days > 21) && facts.last_reply.is_none() {
        add(-8, "silent for more than three weeks".into());
    }
    if let Some(authority) = facts.domain_authority {
        add(i32::from(authority / 5), format!("domain authority {authority}"));
    }
    if facts.profile_complete {
        add(6, "name, company and website are known".into());
    }
    if facts.has_value {
        add(4, "has a value".into());
    }
    let sum: i32 = reasons.iter().map(|reason| reason.points).sum();
    (u8::try_from(sum.clamp(0, 100)).unwrap_or(0), reasons)
}

fn reply_points(kind: ReplyKind) -> (i32, &'static str) {
    match kind {
        ReplyKind::Interested => (38, "interested"),
        ReplyKind::LinkPlaced => (40, "says the link is placed"),
        ReplyKind::Question => (28, "asked a question"),
        ReplyKind::PaymentRequest => (4, "asks for money"),
        ReplyKind::NotNow => (6, "not now, but not no"),
        ReplyKind::WrongPerson => (-4, "not the right person"),
        ReplyKind::Unclear => (6, "answered, unclear what"),
        ReplyKind::OutOfOffice | ReplyKind::AutoReply => (0, "only a robot answered"),
        ReplyKind::NotInterested | ReplyKind::Unsubscribe => (-40, "said no"),
        ReplyKind::LeftCompany | ReplyKind::BounceHard => (-30, "cannot be reached there"),
        ReplyKind::BounceSoft => (-6, "a mail came back for now"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> ScoreFacts {
        ScoreFacts {
            last_reply: None,
            days_since_reply: None,
            emails_sent: 0,
            days_since_mail: None,
            stage_progress: 0,
            domain_authority: None,
            profile_complete: false,
            has_value: false,
        }
    }

    #[test]
    fn interest_outranks_silence_and_the_sum_explains_it() {
        let warm = score(&ScoreFacts {
            last_reply: Some(ReplyKind::Interested),
            days_since_reply: Some(1),
            emails_sent: 1,
            ..facts()
        });
        let cold = score(&ScoreFacts { emails_sent: 3, days_since_mail: Some(30), ..facts() });
        assert!(warm.0 > 70 && cold.0 < 20, "{warm:?} {cold:?}");
        assert_eq!(i32::from(warm.0), warm.1.iter().map(|r| r.points).sum::<i32>());
    }
}
