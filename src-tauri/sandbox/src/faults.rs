//! The faults that can be switched on, and how often each still strikes. What a fault does is up to the place it strikes.

use serde::{Deserialize, Serialize};

/// Something that goes wrong on purpose. "Mail call" is any call below `/api`, "send" a POST that sends a mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Fault {
    /// A mail call is throttled with HTTP 429 and a `Retry-After` of 60 s.
    #[serde(rename = "rate_limit_429")]
    RateLimit429,
    /// A mail call is throttled with HTTP 400 and a throttle code.
    #[serde(rename = "throttle_400")]
    Throttle400,
    /// A mail call is throttled with HTTP 500 and a throttle code.
    #[serde(rename = "throttle_500")]
    Throttle500,
    /// A mail call other than a send answers HTTP 500.
    ServerError,
    /// A send answers HTTP 500 and nothing was sent.
    ServerErrorBeforeStoring,
    /// A send answers HTTP 500 although the mail was sent.
    ServerErrorAfterStoring,
    /// A mail call waits before it does anything.
    Hang {
        /// Real milliseconds.
        ms: u64,
    },
    /// A send is stored at once and answered late.
    HangAfterStoring {
        /// Real milliseconds.
        ms: u64,
    },
    /// A send is stored, then the connection is closed without an answer.
    AcceptThenDrop,
    /// A mail call has its connection closed before anything happens.
    DropBefore,
    /// A mail call gets its status, its headers and half of its body; then the connection is closed.
    HalfAnswer,
    /// Refresh and access tokens are refused, as after a revocation.
    RevokedToken,
    /// The token endpoint does not know the client.
    InvalidClient,
    /// A mail call is refused for a missing scope, in array form.
    ScopeMissing,
    /// A send answers without the wire Message-ID.
    MailIdAbsent,
    /// A send or a list answers with numbers where strings are usual.
    NumericIds,
    /// The Sent copy of a mail shows up late.
    SentListingDelay {
        /// Milliseconds of the world's clock.
        ms: i64,
    },
    /// A send is refused for unusual activity.
    OutgoingBlocked,
    /// Every mail call takes longer.
    Slow {
        /// Real milliseconds.
        ms: u64,
    },
    /// The model is asked too fast and says when to come back.
    #[serde(rename = "model_429_headers")]
    Model429Headers,
    /// The model's account has no money left.
    ModelInsufficientQuota,
    /// The model is still loading.
    #[serde(rename = "model_503_loading")]
    Model503Loading,
    /// HTTP 200 with an error inside.
    #[serde(rename = "model_200_error")]
    Model200Error,
    /// The model refuses to answer.
    ModelRefusal,
    /// All tokens were spent on reasoning: no content.
    ModelLengthEmpty,
    /// The JSON comes after a thought and inside a code fence.
    ModelFenced,
    /// HTTP 400 whose `error` is a plain string.
    ModelStringError,
    /// The content is no JSON at all.
    ModelNonsense,
    /// Every `action` (or class) is one that nobody offered.
    ModelUnknownAction,
    /// HTTP 400 that names `json_schema`, as long as the request has one.
    ModelSchemaRefused,
    /// The answer takes longer.
    ModelSlow {
        /// Real milliseconds.
        ms: u64,
    },
    /// The connection is closed without an answer.
    ModelCut,
}

/// The faults that are switched on.
#[derive(Debug, Default)]
pub(crate) struct FaultBoard(Vec<(Fault, Option<u32>)>);

impl FaultBoard {
    /// Switches a fault on, `times` times or until cleared; the same kind set again replaces the old one.
    pub(crate) fn set(&mut self, fault: Fault, times: Option<u32>) {
        self.0.retain(|(set, _)| std::mem::discriminant(set) != std::mem::discriminant(&fault));
        if times != Some(0) {
            self.0.push((fault, times));
        }
    }

    /// Switches everything off.
    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// Whether a fault is on, without using it up.
    pub(crate) fn is_on(&self, fault: &Fault) -> bool {
        self.0.iter().any(|(set, _)| set == fault)
    }

    /// Uses up one strike of the first fault for which `take` has an answer.
    pub(crate) fn strike<T>(&mut self, take: impl Fn(&Fault) -> Option<T>) -> Option<T> {
        let (index, taken) = self.0.iter().enumerate().find_map(|(index, (fault, _))| Some((index, take(fault)?)))?;
        if let Some((_, Some(left))) = self.0.get_mut(index) {
            *left = left.saturating_sub(1);
            if *left == 0 {
                self.0.remove(index);
            }
        }
        Some(taken)
    }

    /// Uses up one strike of exactly this fault; says whether it was on.
    pub(crate) fn strikes(&mut self, fault: &Fault) -> bool {
        self.strike(|set| (set == fault).then_some(())).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_strikes_as_often_as_asked() {
        let mut board = FaultBoard::default();
        board.set(Fault::DropBefore, Some(2));
        assert!(board.strikes(&Fault::DropBefore));
        assert!(board.is_on(&Fault::DropBefore));
        assert!(board.strikes(&Fault::DropBefore));
        assert!(!board.strikes(&Fault::DropBefore));
        board.set(Fault::Hang { ms: 1 }, None);
        board.set(Fault::Hang { ms: 5 }, None);
        assert_eq!(board.strike(|fault| if let Fault::Hang { ms } = fault { Some(*ms) } else { None }), Some(5));
        board.clear();
        assert!(!board.is_on(&Fault::Hang { ms: 5 }));
    }

    #[test]
    fn faults_have_the_documented_names() {
        for (name, fault) in [
            ("rate_limit_429", Fault::RateLimit429),
            ("accept_then_drop", Fault::AcceptThenDrop),
            ("mail_id_absent", Fault::MailIdAbsent),
            ("model_200_error", Fault::Model200Error),
            ("model_429_headers", Fault::Model429Headers),
            ("model_503_loading", Fault::Model503Loading),
        ] {
            assert_eq!(serde_json::to_value(&fault).unwrap(), serde_json::json!({ "kind": name }));
        }
        let hang: Fault = serde_json::from_str(r#"{"kind":"hang","ms":9,"times":1}"#).unwrap();
        assert_eq!(hang, Fault::Hang { ms: 9 });
    }
}
