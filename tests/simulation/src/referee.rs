//! Checks the promises from outside: what the mailboxes accepted against what was allowed, by rules written down once more and on purpose
//! not shared with the engine.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike as _, Timelike as _, Weekday};
use chrono_tz::Tz;
use domain::Timestamp;
use domain::activity::{ActivityKind, Author};
use domain::email::EmailState;
use domain::id::{DealId, DecisionId, EmailId};
use engine::Engine;
use engine::api::query;
use engine::api::wire::{
    DealDetail, DealRef, DealsRequest, DecisionsRequest, EmailRef, EmailRow, EmailsRequest, MessagesRequest, Nothing,
    SuppressionRow,
};
use sandbox::{Accepted, Sandbox};

use crate::stage::{ENDINGS, HOME, Limits, sentence};

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;
const MANY: Option<u32> = Some(1_000);

/// Remembers what was known before a step, and judges what the step did.
pub(crate) struct Referee {
    limits: BTreeMap<String, Limits>,
    judged: usize,
    suppressed: Vec<SuppressionRow>,
    /// When a person last answered, by deal, as far as it was known before the step.
    answered: BTreeMap<DealId, Timestamp>,
    decisions: BTreeSet<DecisionId>,
    known: BTreeSet<EmailId>,
    came_back: BTreeSet<EmailId>,
    /// The mail, the deal and the step that a reference names.
    by_token: BTreeMap<String, (EmailId, DealId, u32)>,
    pub(crate) violations: Vec<String>,
}

/// The reference in a mail that was accepted.
pub(crate) fn token_of(accepted: &Accepted) -> Option<String> {
    domain::reply::find_tokens(&accepted.content).into_iter().next()
}

impl Referee {
    pub(crate) fn new(limits: BTreeMap<String, Limits>) -> Self {
        Self {
            limits,
            judged: 0,
            suppressed: Vec::new(),
            answered: BTreeMap::new(),
            decisions: BTreeSet::new(),
            known: BTreeSet::new(),
            came_back: BTreeSet::new(),
            by_token: BTreeMap::new(),
            violations: Vec::new(),
        }
    }

    fn must(&mut self, holds: bool, otherwise: impl FnOnce() -> String) {
        if !holds {
            self.violations.push(otherwise());
        }
    }

    /// Notes what the engine knows now: whatever it does from here on is judged by it.
    pub(crate) async fn look(&mut self, engine: &Engine) -> anyhow::Result<()> {
        self.suppressed = query::suppressions_list(engine, Nothing {}).await.map_err(sentence)?;
        let all = MessagesRequest { limit: MANY, ..MessagesRequest::default() };
        for message in query::messages_list(engine, all).await.map_err(sentence)? {
            let human = message.nature == "human" && message.class.is_some_and(|class| class.is_human());
            if let Some(deal) = message.deal_id.filter(|_| human) {
                let latest = self.answered.entry(deal).or_insert(message.received_at);
                *latest = message.received_at.max(*latest);
            }
        }
        Ok(())
    }

    /// Judges what happened since the last look. Gives the mails that were accepted meanwhile.
    pub(crate) async fn judge(&mut self, engine: &Engine, sandbox: &Sandbox) -> anyhow::Result<Vec<Accepted>> {
        let ledger = sandbox.ledger();
        let all = EmailsRequest { limit: MANY, ..EmailsRequest::default() };
        let mails = query::emails_list(engine, all).await.map_err(sentence)?;
        self.came_back.extend(mails.iter().filter(|mail| mail.state == EmailState::Bounced).map(|mail| mail.id));
        for mail in &mails {
            if self.known.insert(mail.id) {
                let token = query::email_show(engine, EmailRef { id: mail.id }).await.map_err(sentence)?.token;
                self.by_token.insert(token, (mail.id, mail.deal_id, mail.step));
            }
        }
        for (place, accepted) in ledger.iter().enumerate().skip(self.judged) {
            let before = ledger.get(..place).unwrap_or_default();
            self.judge_mail(engine, accepted, before).await?;
        }
        self.compare_states(&mails, &ledger);
        self.judge_decisions(engine).await?;
        let fresh = ledger.get(self.judged..).unwrap_or_default().to_vec();
        self.judged = ledger.len();
        Ok(fresh)
    }

    async fn judge_mail(&mut self, engine: &Engine, mail: &Accepted, before: &[Accepted]) -> anyhow::Result<()> {
        let what = format!("“{}” to {}", mail.subject, mail.to);
        let Some((id, deal, step)) = self.named_in(mail) else {
            self.violations.push(format!("{what} is not in the database"));
            return Ok(());
        };
        let kept = query::email_show(engine, EmailRef { id }).await.map_err(sentence)?;
        let of_deal = before.iter().filter_map(|other| self.named_in(other)).filter(|other| other.1 == deal);
        // One that came back reached nobody: its step is free again.
        let in_deal: Vec<_> = of_deal.filter(|other| other.0 == id || !self.came_back.contains(&other.0)).collect();
        self.must(!in_deal.iter().any(|other| other.0 == id), || format!("{what} was accepted twice"));
        self.must(!in_deal.iter().any(|other| other.2 == step), || format!("{what} is a second mail for step {step}"));
        self.must(kept.row.to_address == mail.to, || format!("{what} went to another address than was kept"));
        self.must(kept.html == mail.content, || format!("{what} is not what was kept, byte for byte"));
        let approved = kept.approved_hash.as_ref() == Some(&kept.content_hash);
        self.must(approved, || format!("{what} was not approved as it stood"));
        let said_no = self.suppressed.iter().any(|row| covers(row, mail));
        self.must(!said_no, || format!("{what} went to somebody who must not be mailed"));
        let answered = self.answered.get(&deal).is_some_and(|at| *at > kept.row.created_at);
        self.must(!answered, || format!("{what} went out although they had answered"));
        self.judge_limits(mail, before, in_deal.len());
        Ok(())
    }

    /// The mail, its deal and its step that the reference in an accepted mail names.
    fn named_in(&self, accepted: &Accepted) -> Option<(EmailId, DealId, u32)> {
        self.by_token.get(&token_of(accepted)?).copied()
    }

    fn judge_limits(&mut self, mail: &Accepted, before: &[Accepted], in_deal: usize) {
        let what = format!("“{}” to {} at {}", mail.subject, mail.to, Timestamp::from_millis(mail.at));
        let Some(limits) = self.limits.get(&mail.mailbox).cloned() else { return };
        let own: Vec<i64> = before.iter().filter(|other| other.mailbox == mail.mailbox).map(|other| other.at).collect();
        let within = |span: i64| own.iter().filter(|at| mail.at - **at < span).count();
        self.must(mail.from == limits.address, || format!("{what} came from {}", mail.from));
        self.must(in_deal < limits.most_per_deal as usize, || format!("{what} is one too many for its deal"));
        self.must(within(HOUR) < limits.hourly_cap as usize, || format!("{what} is over the cap of its hour"));
        self.must(within(DAY) < daily_cap(&limits, &own, mail.at), || format!("{what} is over the cap of its day"));
        let close = own.last().is_some_and(|at| mail.at - at < i64::from(limits.gap_seconds) * 1_000);
        self.must(!close, || format!("{what} came too soon after the one before"));
        let domain = mail.to.rsplit('@').next().unwrap_or_default();
        let to_domain =
            before.iter().filter(|other| mail.at - other.at < DAY && other.to.ends_with(&format!("@{domain}")));
        self.must(to_domain.count() < limits.domain_cap as usize, || format!("{what} is too much for its domain"));
        let span = i64::from(limits.cross_brand_days) * DAY;
        let person = bare(&mail.to);
        let other = before
            .iter()
            .any(|other| other.mailbox != mail.mailbox && bare(&other.to) == person && mail.at - other.at < span);
        self.must(!other, || format!("{what} came from the second brand within days"));
        self.must(in_hours(&limits, mail), || format!("{what} went outside of the recipient's hours"));
    }

    /// Every mail that the database calls sent was accepted, and every mail that was accepted is not called anything else.
    fn compare_states(&mut self, mails: &[EmailRow], ledger: &[Accepted]) {
        let accepted: BTreeSet<EmailId> =
            ledger.iter().filter_map(|mail| self.named_in(mail)).map(|(id, ..)| id).collect();
        for mail in mails {
            let (id, state) = (mail.id, mail.state);
            let what = || format!("“{}” to {}", mail.subject, mail.to_address);
            match state {
                EmailState::Sent | EmailState::Bounced | EmailState::Replied => {
                    self.must(accepted.contains(&id), || {
                        format!("{} is called {state} and was never accepted", what())
                    });
                }
                EmailState::Sending => {
                    self.violations.push(format!("{} is still being sent after the task ended", what()))
                }
                EmailState::Unconfirmed => {}
                EmailState::Draft
                | EmailState::AwaitingApproval
                | EmailState::Queued
                | EmailState::Rejected
                | EmailState::Cancelled
                | EmailState::Failed => {
                    self.must(!accepted.contains(&id), || format!("{} is called {state} and was accepted", what()));
                }
            }
        }
    }

    /// Every decision kept what it was made from and why.
    async fn judge_decisions(&mut self, engine: &Engine) -> anyhow::Result<()> {
        let all = DecisionsRequest { limit: MANY, ..DecisionsRequest::default() };
        for decision in query::decisions_list(engine, all).await.map_err(sentence)? {
            if self.decisions.insert(decision.id) {
                let whole = !decision.input_hash.is_empty() && !decision.reason.is_empty();
                self.must(whole, || format!("the decision “{}” lacks its input or its reason", decision.action));
            }
        }
        Ok(())
    }

    /// At the end: everything that waits can say why, and each change of a deal by the autopilot has its cause beside it.
    pub(crate) async fn judge_end(&mut self, engine: &Engine) -> anyhow::Result<()> {
        let all = DealsRequest { limit: MANY, ..DealsRequest::default() };
        for deal in query::deals_list(engine, all).await.map_err(sentence)? {
            let reference = || DealRef { id: deal.card.id };
            let why = query::why(engine, reference()).await.map_err(sentence)?;
            if why.email_state == Some(EmailState::Queued) {
                let explained =
                    !why.verdict.allowed && why.verdict.checks.iter().any(|check| !check.pass && !check.why.is_empty());
                self.must(explained, || format!("the mail to {} waits, and nothing says why", deal.card.email));
            }
            let whole = query::deal_show(engine, reference()).await.map_err(sentence)?;
            self.judge_timeline(&whole);
            for mail in &whole.emails {
                let detail = query::email_show(engine, EmailRef { id: mail.id }).await.map_err(sentence)?;
                let asked =
                    whole.timeline.iter().any(|line| line.at == mail.created_at && line.author == Author::Person);
                self.must(detail.decision.is_some() || asked, || format!("“{}” came from nowhere", mail.subject));
            }
        }
        Ok(())
    }

    fn judge_timeline(&mut self, deal: &DealDetail) {
        let changes = [ActivityKind::Moved, ActivityKind::Closed, ActivityKind::Paused];
        for line in deal.timeline.iter().filter(|line| line.author == Author::Autopilot && changes.contains(&line.kind))
        {
            let decided = deal.decisions.iter().any(|decision| decision.at == line.at);
            let caused = deal.timeline.iter().any(|other| {
                other.at == line.at
                    && (other.author == Author::Mailbox
                        || other.author == Author::Person
                        || other.kind == ActivityKind::Sent)
            });
            self.must(decided || caused, || format!("“{}” of {} has no cause", line.summary, deal.deal.card.email));
        }
    }
}

fn covers(row: &SuppressionRow, mail: &Accepted) -> bool {
    let brand = row.brand.as_ref().is_none_or(|slug| *slug == mail.mailbox);
    let domain = mail.to.rsplit('@').next().unwrap_or_default();
    brand && (mail.to == row.value || bare(&mail.to) == row.value || domain == row.value)
}

/// An address without its plus tag.
fn bare(address: &str) -> String {
    let Some((local, domain)) = address.split_once('@') else { return address.to_owned() };
    format!("{}@{domain}", local.split('+').next().unwrap_or(local))
}

fn daily_cap(limits: &Limits, own: &[i64], at: i64) -> usize {
    let Some((start, step)) = limits.ramp else { return limits.daily_cap as usize };
    let day = |at: i64| Timestamp::from_millis(at).utc().with_timezone(&HOME).date_naive();
    let first = own.first().copied().unwrap_or(at);
    // An attempt that was refused may have begun the ramp a little earlier: up to a week is let pass.
    let days = u32::try_from((day(at) - day(first)).num_days()).unwrap_or(0) + 7;
    limits.daily_cap.min(start + step * days) as usize
}

fn in_hours(limits: &Limits, mail: &Accepted) -> bool {
    let zone = ENDINGS.iter().find(|(ending, _)| mail.to.ends_with(ending)).map_or(HOME, |(_, zone)| *zone);
    let local = Timestamp::from_millis(mail.at).utc().with_timezone::<Tz>(&zone);
    let rests = limits.weekdays_only && matches!(local.weekday(), Weekday::Sat | Weekday::Sun);
    !rests && (limits.hours.0..limits.hours.1).contains(&local.hour())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits() -> Limits {
        Limits {
            address: "sales@codeteki.au",
            weekdays_only: true,
            hours: (9, 17),
            daily_cap: 3,
            ramp: None,
            hourly_cap: 2,
            gap_seconds: 90,
            domain_cap: 2,
            cross_brand_days: 7,
            most_per_deal: 4,
        }
    }

    fn mail(minutes: i64, mailbox: &str, to: &str) -> Accepted {
        // Monday, ten o'clock in Melbourne.
        let at = Timestamp::parse("2026-11-23T10:00:00+11:00").unwrap().plus_seconds(minutes * 60).millis();
        Accepted {
            at,
            mailbox: mailbox.to_owned(),
            from: "sales@codeteki.au".to_owned(),
            to: to.to_owned(),
            subject: "Hello".to_owned(),
            content: String::new(),
            message_id: String::new(),
            wire_message_id: String::new(),
            thread_id: String::new(),
            reply_to: None,
        }
    }

    fn verdict(mail: &Accepted, before: &[Accepted], in_deal: usize) -> Vec<String> {
        let mut referee = Referee::new(BTreeMap::from([("codeteki".to_owned(), limits())]));
        referee.judge_limits(mail, before, in_deal);
        referee.violations
    }

    #[test]
    fn every_limit_that_is_overstepped_is_seen() {
        let own = |minutes, to| mail(minutes, "codeteki", to);
        assert_eq!(verdict(&own(0, "a@a.example"), &[], 0), Vec::<String>::new());
        let seen = |mail: &Accepted, before: &[Accepted], in_deal, word: &str| {
            let broken = verdict(mail, before, in_deal);
            assert!(broken.iter().any(|what| what.contains(word)), "{word}: {broken:?}");
        };
        seen(&own(1, "a@a.example"), &[own(0, "b@b.example")], 0, "too soon");
        seen(&own(9, "a@a.example"), &[own(0, "b@b.example"), own(4, "c@c.example")], 0, "cap of its hour");
        let day = [own(-180, "b@b.example"), own(-120, "c@c.example"), own(-61, "d@d.example")];
        seen(&own(0, "a@a.example"), &day, 0, "cap of its day");
        seen(&own(0, "a@a.example"), &[], 4, "too many for its deal");
        seen(&own(0, "a@b.example"), &[own(-90, "c@b.example"), own(-61, "d@b.example")], 0, "its domain");
        seen(&own(0, "a+x@b.example"), &[mail(-5_000, "desifirms", "a@b.example")], 0, "second brand");
        seen(&own(0, "a@b.de"), &[], 0, "hours");
        seen(&own(-2 * 1_440, "a@b.example"), &[], 0, "hours");
        seen(&Accepted { from: "x@y.example".to_owned(), ..own(0, "a@b.example") }, &[], 0, "came from");
    }

    #[test]
    fn who_said_no_is_found_by_address_tag_and_domain() {
        let row = |value: &str, brand: Option<&str>| SuppressionRow {
            value: value.to_owned(),
            kind: String::new(),
            brand: brand.map(str::to_owned),
            reason: String::new(),
            author: Author::Person,
            created_at: Timestamp::from_millis(0),
        };
        let to = mail(0, "codeteki", "a+x@b.example");
        for (value, brand, found) in [
            ("a+x@b.example", None, true),
            ("a@b.example", Some("codeteki"), true),
            ("b.example", None, true),
            ("a@b.example", Some("desifirms"), false),
            ("c@b.example", None, false),
        ] {
            assert_eq!(covers(&row(value, brand), &to), found, "{value}");
        }
    }
}
