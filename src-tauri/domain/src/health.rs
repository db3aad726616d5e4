//! When a mailbox must rest: too much comes back, servers refuse the sender, or people press the spam button. Going on would ruin the
//! name of the domain, for every later mail.

/// Most hard bounces among the last mails, in percent.
const BOUNCE_PERCENT: u32 = 5;
/// And at least so many, so that small numbers do not stop anybody.
const LEAST_BOUNCES: u32 = 3;
/// Refusals of the sender within [`POLICY_HOURS`] that stop a mailbox.
const POLICY_REFUSALS: u32 = 3;
/// Complaints within [`COMPLAINT_DAYS`] that stop a mailbox.
const COMPLAINTS: u32 = 2;

/// How many of the latest mails are looked at for bounces.
pub const LAST_MAILS: u32 = 100;
/// How far back refusals of the sender count, in hours.
pub const POLICY_HOURS: i64 = 24;
/// How far back complaints count, in days.
pub const COMPLAINT_DAYS: i64 = 7;

/// What came back to a brand's mailbox since a person last let it go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Health {
    /// Of the last [`LAST_MAILS`] mails that went out: how many there are.
    pub mails: u32,
    /// How many of them came back for good.
    pub hard_bounces: u32,
    /// Reports in the last [`POLICY_HOURS`] that the sender itself was refused.
    pub policy_refusals: u32,
    /// Complaints in the last [`COMPLAINT_DAYS`].
    pub complaints: u32,
}

/// Why a mailbox must rest, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rest {
    /// A plain sentence.
    pub reason: String,
    /// What to do before it goes on.
    pub fix: &'static str,
}

impl Health {
    /// Whether the mailbox must rest. Pure.
    pub fn rest(&self) -> Option<Rest> {
        if self.complaints >= COMPLAINTS {
            return Some(Rest {
                reason: format!("{} people reported its mails as spam within {COMPLAINT_DAYS} days", self.complaints),
                fix: "Look at whom you write to and what you write; then resume the brand.",
            });
        }
        if self.policy_refusals >= POLICY_REFUSALS {
            return Some(Rest {
                reason: format!("{} mail servers refused this sender within a day", self.policy_refusals),
                fix: "Check SPF, DKIM and DMARC of the domain and whether it is on a block list; then resume the brand.",
            });
        }
        let too_many = self.hard_bounces * 100 > self.mails * BOUNCE_PERCENT;
        (too_many && self.hard_bounces >= LEAST_BOUNCES).then(|| Rest {
            reason: format!("{} of its last {} mails came back for good", self.hard_bounces, self.mails),
            fix: "Check where the list comes from and remove old addresses; then resume the brand.",
        })
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(Health { mails: 100, hard_bounces: 5, ..Health::default() }, false)]
    #[case(Health { mails: 100, hard_bounces: 6, ..Health::default() }, true)]
    #[case(Health { mails: 10, hard_bounces: 2, ..Health::default() }, false)]
    #[case(Health { mails: 10, hard_bounces: 3, ..Health::default() }, true)]
    #[case(Health { policy_refusals: 2, ..Health::default() }, false)]
    #[case(Health { policy_refusals: 3, ..Health::default() }, true)]
    #[case(Health { complaints: 1, ..Health::default() }, false)]
    #[case(Health { complaints: 2, ..Health::default() }, true)]
    #[case(Health::default(), false)]
    fn a_mailbox_rests_when_it_must(#[case] health: Health, #[case] rests: bool) {
        assert_eq!(health.rest().is_some(), rests, "{health:?}");
    }
}
