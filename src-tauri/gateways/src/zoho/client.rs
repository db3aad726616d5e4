//! One call to the Mail API: within the budget, with a token, at most one repeat when the token was refused. What to ask
//! and what the rows mean is left to the callers.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::{Body, Client, Method};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use url::Url;

use super::budget::{Budget, Priority};
use super::envelope::{self, Failed};
use super::token::Tokens;
use crate::clock::Clock;
use crate::handover::{Gate, Handover, Watched};
use crate::http::{self, Unanswered, Wire};
use crate::mail::{Trouble, TroubleCode};

/// The longest answer that is read, in bytes: Zoho's largest mail, encoded.
const LIMIT: usize = 64 * 1024 * 1024;

/// What is asked of the Mail API.
pub(super) struct Call<'a> {
    pub(super) method: Method,
    pub(super) path: &'a [&'a str],
    pub(super) query: &'a [(&'a str, String)],
    pub(super) body: Option<(&'a Value, &'a Handover)>,
    pub(super) priority: Priority,
}

impl<'a> Call<'a> {
    /// A call that reads.
    pub(super) fn get(priority: Priority, path: &'a [&'a str], query: &'a [(&'a str, String)]) -> Self {
        Self { method: Method::GET, path, query, body: None, priority }
    }
}

/// The Mail API of one mailbox.
pub(super) struct MailApi {
    http: Client,
    mail: Url,
    tokens: Tokens,
    budget: Mutex<Budget>,
    clock: Arc<dyn Clock>,
    patience: Duration,
}

impl MailApi {
    pub(super) fn new(http: Client, mail: Url, tokens: Tokens, clock: Arc<dyn Clock>, patience: Duration) -> Self {
        Self { http, mail, tokens, budget: Mutex::default(), clock, patience }
    }

    pub(super) fn tokens(&self) -> &Tokens {
        &self.tokens
    }

    /// Reads, and gives the `data` of the answer.
    pub(super) async fn read(&self, call: &Call<'_>) -> Result<Value, Trouble> {
        self.call(call).await.map_err(|failed| failed.trouble)
    }

    /// Makes the call. A refused token is replaced once; that is safe for a send too, because Zoho looks at the token
    /// before it acts.
    pub(super) async fn call(&self, call: &Call<'_>) -> Result<Value, Failed> {
        let token = self.tokens.access().await.map_err(Failed::before)?;
        match self.once(call, &token).await {
            Err(failed) if failed.token_rejected => {
                self.tokens.reject(token).await;
                let token = self.tokens.access().await.map_err(Failed::before)?;
                self.once(call, &token).await
            }
            other => other,
        }
    }

    async fn once(&self, call: &Call<'_>, token: &SecretString) -> Result<Value, Failed> {
        self.take_budget(call.priority).map_err(Failed::before)?;
        let gate = Gate::default();
        let answered = http::perform(self.request(call, token, &gate)?, LIMIT).await;
        let wire = answered.map_err(|failed| unanswered(failed, call.body.is_some() && gate.shut()))?;
        let answer = envelope::open(&wire);
        self.learn(&wire, answer)
    }

    fn request(&self, call: &Call<'_>, token: &SecretString, gate: &Gate) -> Result<reqwest::RequestBuilder, Failed> {
        let path = [&["api"], call.path].concat();
        let mut request = self
            .http
            .request(call.method.clone(), http::extend(&self.mail, &path))
            .query(call.query)
            .header("accept", "application/json")
            .header("authorization", format!("Zoho-oauthtoken {}", token.expose_secret()));
        if let Some((body, handover)) = call.body {
            let bytes = serde_json::to_vec(body).map_err(|error| {
                Failed::before(Trouble::new(TroubleCode::BadRequest).with_detail(&error.to_string()))
            })?;
            let body = Watched::new(bytes, handover.clone(), gate.clone());
            // A send that is given up too early is uncertain for nothing.
            let patience = self.patience * 2;
            request = request.header("content-type", "application/json").timeout(patience).body(Body::wrap(body));
        }
        Ok(request)
    }

    fn take_budget(&self, priority: Priority) -> Result<(), Trouble> {
        let taken = self.budget.lock().unwrap_or_else(PoisonError::into_inner).take(priority, self.clock.now());
        taken.map_err(|wait| Trouble::new(TroubleCode::BudgetSpent).wait(wait))
    }

    /// Tells the budget how Zoho took the call.
    fn learn(&self, wire: &Wire, answer: Result<Value, Failed>) -> Result<Value, Failed> {
        let mut budget = self.budget.lock().unwrap_or_else(PoisonError::into_inner);
        let now = self.clock.now();
        match answer {
            Ok(data) => {
                budget.succeeded();
                Ok(data)
            }
            Err(mut failed) => {
                if failed.trouble.code == TroubleCode::Throttled {
                    failed.trouble.retry_after = Some(budget.throttled(now, http::retry_after(wire, now)));
                }
                Err(failed)
            }
        }
    }
}

/// `withheld`: the body was not handed to the network, so that nothing can have come of the call.
fn unanswered(unanswered: Unanswered, withheld: bool) -> Failed {
    match unanswered {
        Unanswered::Lost { detail, .. } if withheld => {
            Failed::before(Trouble::new(TroubleCode::NoNetwork).with_detail(&detail))
        }
        Unanswered::NeverSent(detail) => Failed::before(Trouble::new(TroubleCode::NoNetwork).with_detail(&detail)),
        Unanswered::Lost { detail, timed_out } => {
            let message =
                if timed_out { "The mailbox did not answer in time." } else { "The connection to the mailbox broke." };
            let trouble = Trouble::new(TroubleCode::ServerTrouble).with_detail(&detail);
            let fix = trouble.fix.clone();
            Failed { trouble: trouble.saying(message, fix), no_effect: false, token_rejected: false }
        }
    }
}
