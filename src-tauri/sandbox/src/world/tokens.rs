//! OAuth grants and tokens: which exist, for which mailbox, how long. The token endpoint puts it into words.

use std::collections::BTreeMap;

use super::window::Window;
use crate::chance::Dice;
use crate::options::MailboxSpec;

const HOUR_MS: i64 = 3_600_000;
const TEN_MINUTES_MS: i64 = 600_000;
const CODE_LIFE_MS: i64 = 120_000;
/// Access tokens alive at the same time; one more kills the oldest.
const ALIVE: usize = 10;

/// Scopes of a token that was not asked for by name.
const USUAL_SCOPES: [&str; 5] = [
    "ZohoMail.messages.READ",
    "ZohoMail.messages.CREATE",
    "ZohoMail.messages.UPDATE",
    "ZohoMail.accounts.READ",
    "ZohoMail.folders.READ",
];

/// What a token or a code stands for.
#[derive(Debug, Clone)]
pub(crate) struct Grant {
    /// Index of the mailbox.
    pub(crate) mailbox: usize,
    /// Granted scopes.
    pub(crate) scopes: Vec<String>,
    /// Whether a refresh token goes with it.
    pub(crate) offline: bool,
    /// The redirect address of a code from the consent page.
    pub(crate) redirect_uri: Option<String>,
}

impl Grant {
    fn usual(mailbox: usize) -> Self {
        let scopes = USUAL_SCOPES.map(str::to_owned).to_vec();
        Self { mailbox, scopes, offline: true, redirect_uri: None }
    }

    /// Whether a scope such as `messages.READ` is covered.
    pub(crate) fn covers(&self, scope: &str) -> bool {
        let service = scope.split('.').next().unwrap_or_default();
        let all = format!("ZohoMail.{service}.ALL");
        self.scopes.iter().any(|granted| *granted == all || granted.strip_prefix("ZohoMail.") == Some(scope))
    }
}

#[derive(Debug, Clone)]
struct Access {
    token: String,
    refresh: Option<String>,
    expires_at: i64,
    grant: Grant,
}

/// All grants.
#[derive(Debug)]
pub(crate) struct Tokens {
    dice: Dice,
    refresh: BTreeMap<String, (Grant, Window)>,
    access: Vec<Access>,
    codes: BTreeMap<String, (Grant, i64)>,
}

impl Tokens {
    /// The refresh tokens that the mailboxes start with.
    pub(crate) fn new(seed: u64, mailboxes: &[MailboxSpec]) -> Self {
        let known = mailboxes.iter().enumerate();
        let refresh = known.map(|(index, spec)| (spec.refresh_token.clone(), (Grant::usual(index), Window::default())));
        Self { dice: Dice::new(seed, "tokens"), refresh: refresh.collect(), access: Vec::new(), codes: BTreeMap::new() }
    }

    fn mint(&mut self) -> String {
        format!("1000.{}.{}", self.dice.hex32(), self.dice.hex32())
    }

    /// A code as the consent page gives it: one use, two minutes.
    pub(crate) fn issue_code(&mut self, grant: Grant, now: i64) -> String {
        let code = format!("1000.good{}", self.dice.hex32());
        self.codes.insert(code.clone(), (grant, now.saturating_add(CODE_LIFE_MS)));
        code
    }

    /// What a code stands for. Codes typed by hand begin with `good` and work for any mailbox, as often as wanted.
    pub(crate) fn redeem_code(&mut self, code: &str, mailbox: usize, now: i64) -> Option<Grant> {
        if code.starts_with("good") {
            return Some(Grant::usual(mailbox));
        }
        let (grant, expires_at) = self.codes.remove(code)?;
        (grant.mailbox == mailbox && now < expires_at).then_some(grant)
    }

    /// A new refresh token.
    pub(crate) fn issue_refresh(&mut self, grant: Grant) -> String {
        let token = self.mint();
        self.refresh.insert(token.clone(), (grant, Window::default()));
        token
    }

    /// What a refresh token stands for.
    pub(crate) fn refresh_grant(&self, token: &str) -> Option<Grant> {
        self.refresh.get(token).map(|(grant, _)| grant.clone())
    }

    /// Counts one more access token of a refresh token; says whether it is still allowed.
    pub(crate) fn admit(&mut self, refresh: &str, limit: Option<u32>, now: i64) -> bool {
        self.refresh.get_mut(refresh).is_none_or(|(_, window)| window.admit(now, TEN_MINUTES_MS, limit))
    }

    /// A new access token, good for an hour.
    pub(crate) fn issue_access(&mut self, grant: Grant, refresh: Option<&str>, now: i64) -> String {
        let token = self.mint();
        self.access.retain(|access| access.expires_at > now);
        let siblings = self.access.iter().filter(|access| access.refresh.as_deref() == refresh).count();
        if siblings >= ALIVE {
            let oldest = self.access.iter().position(|access| access.refresh.as_deref() == refresh);
            oldest.map(|index| self.access.remove(index));
        }
        let expires_at = now.saturating_add(HOUR_MS);
        self.access.push(Access { token: token.clone(), refresh: refresh.map(str::to_owned), expires_at, grant });
        token
    }

    /// What an access token stands for at `now`.
    pub(crate) fn access_grant(&self, token: &str, now: i64) -> Option<&Grant> {
        self.access.iter().find(|access| access.token == token && access.expires_at > now).map(|access| &access.grant)
    }

    /// Revokes a refresh token with its access tokens; says whether it existed.
    pub(crate) fn revoke(&mut self, refresh: &str) -> bool {
        self.access.retain(|access| access.refresh.as_deref() != Some(refresh));
        self.refresh.remove(refresh).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::default_mailboxes;

    #[test]
    fn tokens_expire_and_the_eleventh_kills_the_first() {
        let mut tokens = Tokens::new(1, &default_mailboxes());
        let issue = |tokens: &mut Tokens, now| tokens.issue_access(Grant::usual(0), Some("r"), now);
        let first = issue(&mut tokens, 0);
        assert!(tokens.access_grant(&first, HOUR_MS - 1).is_some());
        assert!(tokens.access_grant(&first, HOUR_MS).is_none());
        (0..10).for_each(|_| drop(issue(&mut tokens, 1)));
        assert!(tokens.access_grant(&first, 2).is_none());
    }

    #[test]
    fn codes_of_the_consent_page_work_once_and_not_for_long() {
        let mut tokens = Tokens::new(1, &default_mailboxes());
        let code = tokens.issue_code(Grant::usual(1), 0);
        assert!(tokens.redeem_code(&code, 1, 5).is_some());
        assert!(tokens.redeem_code(&code, 1, 5).is_none());
        let late = tokens.issue_code(Grant::usual(1), 0);
        assert!(tokens.redeem_code(&late, 1, CODE_LIFE_MS).is_none());
    }

    #[test]
    fn scopes_are_covered_by_name_or_by_all() {
        let mut grant = Grant::usual(0);
        assert!(grant.covers("messages.CREATE") && !grant.covers("messages.DELETE"));
        grant.scopes = vec!["ZohoMail.messages.ALL".into()];
        assert!(grant.covers("messages.CREATE") && !grant.covers("accounts.READ"));
    }
}
