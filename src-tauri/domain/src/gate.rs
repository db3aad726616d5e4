//! The gates: every rule that a mail must pass at the moment of sending, in one function that also says why not and when next.
//!
//! The sender calls it inside the transaction that claims the mail; `autopilot why` calls the same function with the same facts.

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::brand::Pause;
use crate::pace::Pace;
use crate::time::{DAY, HOUR};
use crate::window::Hours;
use crate::zone::{Confidence, Located};

/// The closed list of gates, in the order they are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Gate {
    /// Nobody suppressed this address or its domain.
    Suppression,
    /// No reply came in since the mail was written.
    RepliedSince,
    /// The deal is active, the brand and the autopilot are not paused.
    Paused,
    /// No human decision holds it back.
    Hold,
    /// A person approved exactly this, or the brand does not ask.
    Approval,
    /// No other brand of ours wrote to this person lately.
    CrossBrand,
    /// An earlier mail of this deal is still uncertain.
    Unconfirmed,
    /// The deal has not had its most mails.
    MaxPerDeal,
    /// Who we are and how to opt out stand in the text.
    LegalFooter,
    /// Inside the window by the recipient's clock, where it is known.
    Window,
    /// Under the cap of mails to one domain.
    DomainCap,
    /// Under the cap of 24 hours, ramp included.
    DailyCap,
    /// Under the cap of one hour.
    HourlyCap,
    /// Enough time since the brand's last mail.
    MinGap,
    /// The mail's own time has come.
    NotBefore,
}
crate::text_enum!(Gate {
    Suppression = "suppression",
    RepliedSince = "replied_since",
    Paused = "paused",
    Hold = "hold",
    Approval = "approval",
    CrossBrand = "cross_brand",
    Unconfirmed = "unconfirmed",
    MaxPerDeal = "max_per_deal",
    LegalFooter = "legal_footer",
    Window = "window",
    DomainCap = "domain_cap",
    DailyCap = "daily_cap",
    HourlyCap = "hourly_cap",
    MinGap = "min_gap",
    NotBefore = "not_before",
});

impl Gate {
    /// Whether the gate is about the brand's sending as a whole, so that it stops every other mail of the brand too.
    pub fn is_brand_wide(self) -> bool {
        matches!(self, Self::DailyCap | Self::HourlyCap | Self::MinGap)
    }
}

/// Everything the gates look at. Collected by the store in one transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GateFacts {
    /// Why the address is suppressed, if it is.
    pub suppressed: Option<String>,
    /// A person answered after the mail was written.
    pub replied_since: bool,
    /// Why the deal is not active, if it is not.
    pub deal_stopped: Option<String>,
    /// Why the brand is paused, if it is.
    pub brand_paused: Option<String>,
    /// Why the whole autopilot is paused, if it is.
    pub all_paused: Option<Pause>,
    /// A human hold on the deal.
    pub hold_until: Option<Timestamp>,
    /// The mail is approved, and for exactly this content.
    pub approved: bool,
    /// Another mail of this deal may or may not have gone out.
    pub uncertain_sibling: bool,
    /// Mails this deal has had.
    pub sent_in_deal: u32,
    /// The most it may have.
    pub max_per_deal: u32,
    /// What the legal footer lacks, if anything.
    pub footer_gap: Option<String>,
    /// The other brand that wrote to this person, and when it may be written to again.
    pub other_brand: Option<(String, Timestamp)>,
    /// The window on the recipient's wall, or on the brand's.
    pub hours: Hours,
    /// What says where the recipient is; without it the hours are the brand's.
    pub located: Option<Located>,
    /// When mails were handed to the network for the recipient's domain in the last 24 hours, oldest first; empty for a free mail host.
    pub to_domain: Vec<Timestamp>,
    /// The most of these.
    pub domain_cap: u32,
    /// What limits the brand's sending as a whole.
    pub pace: Pace,
    /// The mail's own earliest time.
    pub not_before: Option<Timestamp>,
}

/// One gate's answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct GateCheck {
    /// Which gate.
    pub gate: Gate,
    /// Whether the mail passes.
    pub pass: bool,
    /// A plain sentence either way.
    pub why: String,
    /// When it will pass by itself; `None` if it passes, or only a person or an event can open it.
    pub next: Option<Timestamp>,
}

/// All gates' answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct Verdict {
    /// Each gate, in order.
    pub checks: Vec<GateCheck>,
    /// Every gate passes.
    pub allowed: bool,
    /// The earliest time all gates could pass by themselves; `None` when allowed, or when a gate waits for a person.
    pub next: Option<Timestamp>,
}

impl Verdict {
    /// The first gate that does not pass.
    pub fn blocker(&self) -> Option<&GateCheck> {
        self.checks.iter().find(|check| !check.pass)
    }
}

/// Evaluates every gate. Pure: the same facts at the same time give the same verdict.
pub fn evaluate(facts: &GateFacts, now: Timestamp) -> Verdict {
    let checks = vec![
        blocked_by(
            Gate::Suppression,
            facts.suppressed.as_ref().map(|why| format!("Must not be mailed: {why}")),
            "Nobody asked not to be mailed",
        ),
        blocked_by(
            Gate::RepliedSince,
            facts.replied_since.then(|| "They replied after this mail was written".into()),
            "No reply since it was written",
        ),
        paused(facts),
        hold(facts, now),
        blocked_by(
            Gate::Approval,
            (!facts.approved).then(|| "Waits for your approval".into()),
            "Approved exactly as it stands",
        ),
        cross_brand(facts, now),
        blocked_by(
            Gate::Unconfirmed,
            facts
                .uncertain_sibling
                .then(|| "An earlier mail of this deal may or may not have gone out; settle it first".into()),
            "No uncertain mail in this deal",
        ),
        max_per_deal(facts),
        blocked_by(
            Gate::LegalFooter,
            facts.footer_gap.as_ref().map(|gap| format!("The legal footer is incomplete: {gap}")),
            "Says who we are and how to opt out",
        ),
        window(facts, now),
        domain_cap(facts, now),
        cap(Gate::DailyCap, facts, facts.pace.daily_cap_at(now), DAY, now),
        cap(Gate::HourlyCap, facts, facts.pace.hourly_cap, HOUR, now),
        gap(facts, now),
        not_before(facts, now),
    ];
    let allowed = checks.iter().all(|check| check.pass);
    let waits = !allowed && checks.iter().all(|check| check.pass || check.next.is_some());
    let next =
        waits.then(|| checks.iter().filter_map(|check| check.next).max()).flatten().map(|at| facts.hours.next_open(at));
    Verdict { checks, allowed, next }
}

fn passed(gate: Gate, why: impl Into<String>) -> GateCheck {
    GateCheck { gate, pass: true, why: why.into(), next: None }
}

fn blocked_by(gate: Gate, trouble: Option<String>, fine: &str) -> GateCheck {
    match trouble {
        Some(why) => GateCheck { gate, pass: false, why, next: None },
        None => passed(gate, fine),
    }
}

fn until(gate: Gate, next: Timestamp, why: impl Into<String>) -> GateCheck {
    GateCheck { gate, pass: false, why: why.into(), next: Some(next) }
}

fn paused(facts: &GateFacts) -> GateCheck {
    let trouble = match (&facts.all_paused, &facts.brand_paused, &facts.deal_stopped) {
        (Some(pause), _, _) => Some(format!("The autopilot is paused: {}", pause.reason)),
        (_, Some(why), _) => Some(format!("The brand is paused: {why}")),
        (_, _, Some(why)) => Some(why.clone()),
        (None, None, None) => None,
    };
    // Where nothing else stands in the way, the pause's own end is known.
    let end = facts.all_paused.as_ref().and_then(|pause| pause.until);
    let alone = facts.brand_paused.is_none() && facts.deal_stopped.is_none();
    GateCheck { next: end.filter(|_| alone), ..blocked_by(Gate::Paused, trouble, "Nothing is paused") }
}

fn hold(facts: &GateFacts, now: Timestamp) -> GateCheck {
    match facts.hold_until {
        Some(end) if end > now => until(Gate::Hold, end, "You took this deal over; the autopilot holds back"),
        _ => passed(Gate::Hold, "No hold"),
    }
}

fn max_per_deal(facts: &GateFacts) -> GateCheck {
    let over = facts.sent_in_deal >= facts.max_per_deal;
    let text = format!("{} of at most {} mails sent", facts.sent_in_deal, facts.max_per_deal);
    if over { blocked_by(Gate::MaxPerDeal, Some(text), "") } else { passed(Gate::MaxPerDeal, text) }
}

fn cross_brand(facts: &GateFacts, now: Timestamp) -> GateCheck {
    match &facts.other_brand {
        Some((brand, until_then)) if *until_then > now => {
            until(Gate::CrossBrand, *until_then, format!("{brand} wrote to this person lately"))
        }
        _ => passed(Gate::CrossBrand, "No other brand of ours wrote to them lately"),
    }
}

fn window(facts: &GateFacts, now: Timestamp) -> GateCheck {
    let text = format!("{}, {} ({})", facts.hours.window, facts.hours.zone.name(), whose(facts.located.as_ref()));
    if facts.hours.are_open(now) {
        return passed(Gate::Window, format!("Inside {text}"));
    }
    let rests = facts.hours.days_off.contains(now.day(facts.hours.zone));
    let why = if rests { format!("A day off; {text}") } else { format!("Outside {text}") };
    until(Gate::Window, facts.hours.next_open(now), why)
}

fn whose(located: Option<&Located>) -> String {
    match located {
        None => "the brand's zone".to_owned(),
        Some(Located { confidence: Confidence::Stated, how, .. }) => how.clone(),
        Some(Located { confidence: Confidence::Likely, how, .. }) => format!("{how}, likely"),
        Some(Located { confidence: Confidence::Guessed, how, .. }) => format!("{how}, a guess"),
    }
}

fn domain_cap(facts: &GateFacts, now: Timestamp) -> GateCheck {
    let inside: Vec<Timestamp> = facts.to_domain.iter().copied().filter(|at| now.since(*at) < DAY).collect();
    let most = facts.domain_cap as usize;
    let text = format!("{} of {most} to their domain in 24 hours", inside.len());
    match inside.len().checked_sub(most).and_then(|over| inside.get(over)) {
        Some(leaves) => until(Gate::DomainCap, leaves.plus_millis(DAY), text),
        None => passed(Gate::DomainCap, text),
    }
}

fn cap(gate: Gate, facts: &GateFacts, most: u32, span: i64, now: Timestamp) -> GateCheck {
    let unit = if span == DAY { "in 24 hours" } else { "in one hour" };
    if most == 0 {
        return blocked_by(gate, Some(format!("The cap is 0 {unit}")), "");
    }
    let (used, next) = facts.pace.used(span, most, now);
    let text = format!("{used} of {most} {unit}");
    match next {
        Some(next) => until(gate, next, text),
        None => passed(gate, text),
    }
}

fn gap(facts: &GateFacts, now: Timestamp) -> GateCheck {
    match facts.pace.gap_ends() {
        Some(next) if next > now => {
            until(Gate::MinGap, next, format!("At least {} s between two mails", facts.pace.gap_millis() / 1_000))
        }
        _ => passed(Gate::MinGap, "Enough time since the last mail"),
    }
}

fn not_before(facts: &GateFacts, now: Timestamp) -> GateCheck {
    match facts.not_before {
        Some(at) if at > now => until(Gate::NotBefore, at, "Its own time has not come yet"),
        _ => passed(Gate::NotBefore, "Its time has come"),
    }
}

#[cfg(test)]
mod tests {
    use chrono_tz::Tz;
    use proptest::prelude::*;

    use super::*;
    use crate::window::{DaysOff, SendWindow};

    fn pace(recent: Vec<Timestamp>) -> Pace {
        Pace {
            daily_cap: 50,
            hourly_cap: 20,
            ramp: None,
            first_sent_at: None,
            zone: Tz::UTC,
            min_gap_seconds: 90,
            recent,
        }
    }

    fn open(now: Timestamp) -> GateFacts {
        GateFacts {
            suppressed: None,
            replied_since: false,
            deal_stopped: None,
            brand_paused: None,
            all_paused: None,
            hold_until: None,
            approved: true,
            uncertain_sibling: false,
            sent_in_deal: 0,
            max_per_deal: 4,
            footer_gap: None,
            other_brand: None,
            hours: Hours { window: SendWindow::office_hours(), days_off: DaysOff::default(), zone: Tz::UTC },
            located: None,
            to_domain: vec![],
            domain_cap: 5,
            pace: pace(vec![]),
            not_before: Some(now),
        }
    }

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    #[test]
    fn a_clean_mail_in_office_hours_goes() {
        let now = at("2026-11-23T10:00:00Z");
        assert!(evaluate(&open(now), now).allowed);
    }

    #[test]
    fn each_gate_alone_stops_it() {
        let now = at("2026-11-23T10:00:00Z");
        let base = open(now);
        let cases = [
            (Gate::Suppression, GateFacts { suppressed: Some("said stop".into()), ..base.clone() }, false),
            (Gate::RepliedSince, GateFacts { replied_since: true, ..base.clone() }, false),
            (Gate::Paused, GateFacts { brand_paused: Some("token".into()), ..base.clone() }, false),
            (Gate::Hold, GateFacts { hold_until: Some(now.plus_seconds(60)), ..base.clone() }, true),
            (Gate::Approval, GateFacts { approved: false, ..base.clone() }, false),
            (Gate::Unconfirmed, GateFacts { uncertain_sibling: true, ..base.clone() }, false),
            (Gate::MaxPerDeal, GateFacts { sent_in_deal: 4, ..base.clone() }, false),
            (Gate::LegalFooter, GateFacts { footer_gap: Some("no address".into()), ..base.clone() }, false),
            (
                Gate::CrossBrand,
                GateFacts { other_brand: Some(("Desi Firms".into(), now.plus_seconds(60))), ..base.clone() },
                true,
            ),
            (Gate::DomainCap, GateFacts { to_domain: vec![now.plus_seconds(-600); 5], ..base.clone() }, true),
            (Gate::HourlyCap, GateFacts { pace: pace(vec![now.plus_seconds(-600); 20]), ..base.clone() }, true),
            (
                Gate::DailyCap,
                GateFacts { pace: Pace { daily_cap: 2, ..pace(vec![now.plus_seconds(-7200); 2]) }, ..base.clone() },
                true,
            ),
            (Gate::MinGap, GateFacts { pace: pace(vec![now.plus_seconds(-10)]), ..base.clone() }, true),
            (Gate::NotBefore, GateFacts { not_before: Some(now.plus_seconds(5)), ..base.clone() }, true),
        ];
        for (gate, facts, by_time) in cases {
            let verdict = evaluate(&facts, now);
            assert_eq!(verdict.blocker().map(|c| c.gate), Some(gate));
            assert_eq!(verdict.next.is_some(), by_time, "{gate}");
        }
    }

    #[test]
    fn the_window_is_the_recipients_and_says_how_sure_that_is() {
        let now = at("2026-11-23T10:00:00Z");
        let tokyo = Located { zone: Tz::Asia__Tokyo, confidence: Confidence::Likely, how: "from .jp".into() };
        let hours = Hours { zone: tokyo.zone, ..open(now).hours };
        let verdict = evaluate(&GateFacts { hours, located: Some(tokyo), ..open(now) }, now);
        let blocker = verdict.blocker().unwrap();
        assert_eq!(blocker.why, "Outside Mon-Fri 09:00-17:00, Asia/Tokyo (from .jp, likely)");
        assert_eq!(verdict.next, Some(at("2026-11-24T09:00:00+09:00")));
    }

    proptest! {
        /// When the verdict names a next time, the mail passes then (if nothing else happens): no mail waits for a time that never comes.
        #[test]
        fn the_next_time_is_true(recent in prop::collection::vec(0i64..86_400, 0..60), start in 0i64..604_800, daily in 1u32..60, hourly in 1u32..30) {
            let now = at("2026-11-23T00:00:00Z").plus_seconds(start);
            let mut recent: Vec<_> = recent.into_iter().map(|ago| now.plus_seconds(-ago)).collect();
            recent.sort();
            let limits = Pace { daily_cap: daily, hourly_cap: hourly, ..pace(recent) };
            let mut facts = GateFacts { pace: limits, not_before: None, ..open(now) };
            let verdict = evaluate(&facts, now);
            if let Some(next) = verdict.next {
                prop_assert!(next > now);
                facts.pace.recent.retain(|at| next.since(*at) < DAY);
                prop_assert!(evaluate(&facts, next).allowed);
            } else {
                prop_assert!(verdict.allowed);
            }
        }
    }
}
